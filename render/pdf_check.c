/* SPDX-License-Identifier: Apache-2.0
 * Holding a finished PDF against what was to be in it. */
#include "render/pdf_check.h"

#include <string.h>

#include "base/utf8.h"
#include "render/canvas.h"
#include "render/pdf_read.h"

/* Page trees in each other. */
#define TREE_DEPTH_MAX 64

/* What the pages promise -------------------------------------------------------------------------------------------- */

typedef struct promiser {
    zb_arena *arena;
    zb_pdf_promise *promise;
    const zb_display_list *page;
    bool seen; /* something on the page */
} promiser;

/* Characters that have ink in every font: letters and digits of Latin, Han, kana, and the marks of both. */
static bool has_ink(uint32_t code) {
    return (code > 0x20 && code < 0x7F) || (code > 0xBF && code < 0x250) || (code > 0x3000 && code < 0x3100) || zb_is_han(code);
}

/* Some cluster that draws a glyph and is not blank. */
static bool run_has_ink(const zb_run *run) {
    for (size_t i = 0; i < run->cluster_count; i++) {
        const zb_cluster *cluster = &run->clusters[i];
        size_t at = cluster->text_start;
        if (!cluster->glyph_count || cluster->glyph_start >= run->glyph_count || at >= run->text.n) continue;
        uint32_t id = run->glyphs[cluster->glyph_start].id;
        if (id && id != ZB_GLYPH_NONE && has_ink(zb_utf8_next(run->text, &at))) return true;
    }
    return false;
}

static void promise_face(promiser *p, const zb_face *face) {
    for (size_t i = 0; i < p->promise->faces.count; i++)
        if (p->promise->faces.data[i] == face) return;
    ZB_PUSH(p->arena, &p->promise->faces, face);
}

/* Whether the run stands wholly on the page: cairo leaves out what does not touch it. */
static bool is_inside(const promiser *p, const zb_run *run, int64_t x, int64_t y) {
    return x >= 0 && x + run->advance <= p->page->width && y >= run->size && y <= p->page->height;
}

static void look_at(promiser *p, const zb_display_list *list, int64_t x, int64_t y, int depth) {
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        int64_t at_x = x + item->at.x, at_y = y + item->at.y;
        if (item->kind == ZB_ITEM_LIST && depth < ZB_LIST_DEPTH_MAX) look_at(p, item->as.list, at_x, at_y, depth + 1);
        if (item->kind != ZB_ITEM_RUN) continue;
        const zb_run *run = item->as.run;
        if (item->color.a == 0 || run->size <= 0 || !is_inside(p, run, at_x, at_y) || !run_has_ink(run)) continue;
        p->seen = true;
        promise_face(p, run->face);
    }
}

zb_pdf_promise zb_pdf_promise_of(zb_arena *arena, const zb_display_list *const *pages, size_t count) {
    zb_pdf_promise promise = {.page_count = count};
    bool *drawn = ZB_NEW_ARRAY(arena, count, bool);
    for (size_t i = 0; i < count; i++) {
        promiser p = {arena, &promise, pages[i], false};
        look_at(&p, pages[i], 0, 0, 0);
        drawn[i] = p.seen;
    }
    promise.drawn = drawn;
    return promise;
}

/* Font programs ----------------------------------------------------------------------------------------------------- */

static uint32_t number_at(zb_str bytes, size_t at, size_t width) {
    uint32_t v = 0;
    if (at > bytes.n || width > bytes.n - at) return 0;
    for (size_t i = 0; i < width; i++) v = v << 8 | (uint8_t)bytes.s[at + i];
    return v;
}

/* Behind an INDEX of a CFF font; 0: it leads out of the font. */
static size_t index_end(zb_str font, size_t at) {
    size_t count = number_at(font, at, 2), width = number_at(font, at + 2, 1);
    if (at + 2 > font.n) return 0;
    if (!count) return at + 2;
    size_t offsets = at + 3, data = offsets + (count + 1) * width - 1, end = data + number_at(font, offsets + count * width, width);
    return width < 1 || width > 4 || end > font.n ? 0 : end;
}

/* Reads one operand of a CFF dictionary; false: there is an operator. */
static bool take_operand(zb_str dictionary, size_t *at, uint32_t *value) {
    uint32_t b = number_at(dictionary, *at, 1);
    if (b <= 21) return false;
    if (b == 28) *value = number_at(dictionary, *at + 1, 2), *at += 3;
    else if (b == 29) *value = number_at(dictionary, *at + 1, 4), *at += 5;
    else if (b == 30) {
        for (++*at; *at < dictionary.n && (dictionary.s[*at] & 15) != 15 && ((uint8_t)dictionary.s[*at] >> 4) != 15;) ++*at;
        ++*at;
    } else if (b < 247) *value = b - 139, ++*at;
    else *value = (b - 247) * 256 + number_at(dictionary, *at + 1, 1) + 108, *at += 2;
    return true;
}

#define CHAR_STRINGS 17

/* Glyphs of a bare CFF font; 0: it is damaged. */
static size_t cff_glyphs(zb_str font) {
    if (number_at(font, 0, 1) != 1) return 0;
    size_t top = index_end(font, number_at(font, 2, 1)), end = top ? index_end(font, top) : 0;
    if (!end || number_at(font, top, 2) != 1) return 0;
    size_t at = 0;
    uint32_t value = 0;
    zb_str dictionary = zb_str_sub(font, top + 3 + 2 * number_at(font, top + 2, 1), end);
    while (at < dictionary.n) {
        if (take_operand(dictionary, &at, &value)) continue;
        uint32_t operator = number_at(dictionary, at, 1);
        if (operator == CHAR_STRINGS) return index_end(font, value) ? number_at(font, value, 2) : 0;
        at += operator == 12 ? 2 : 1;
    }
    return 0;
}

/* Glyphs of a font made of tables; 0: it is damaged. */
static size_t sfnt_glyphs(zb_str font) {
    size_t count = number_at(font, 4, 2), glyphs = 0;
    bool outlines = false;
    for (size_t i = 0; i < count; i++) {
        size_t entry = 12 + i * 16, at = number_at(font, entry + 8, 4), length = number_at(font, entry + 12, 4);
        if (entry + 16 > font.n || at > font.n || length > font.n - at) return 0;
        zb_str name = zb_str_sub(font, entry, entry + 4);
        if (zb_str_is(name, "maxp")) glyphs = number_at(font, at + 4, 2);
        if (zb_str_is(name, "glyf") || zb_str_is(name, "CFF ")) outlines = length > 0;
    }
    return outlines ? glyphs : 0;
}

static size_t glyphs_of(zb_str font) {
    uint32_t tag = number_at(font, 0, 4);
    return tag == 0x00010000 || tag == 0x74727565 || tag == 0x4F54544F ? sfnt_glyphs(font) : cff_glyphs(font);
}

/* Fonts ------------------------------------------------------------------------------------------------------------- */

typedef struct checker {
    zb_pdf_file file;
    const zb_pdf_promise *promise;
    ZB_VEC(zb_str) fonts; /* the names of those that are whole */
} checker;

static bool is_packed(zb_str body) { return zb_str_find(zb_pdf_get(body, "Filter"), ZB_STR("/FlateDecode"), 0) != SIZE_MAX; }

/* The bytes of a stream, packed or not. */
static bool bytes_of(checker *c, const zb_pdf_object *object, zb_str *bytes) {
    if (!object || !object->stream.s) return false;
    *bytes = object->stream;
    return !zb_pdf_get(object->body, "Filter").n || (is_packed(object->body) && zb_pdf_inflate(&c->file, object, bytes));
}

/* The dictionary that a font's program is named in: its own, or its descendant's. */
static zb_str descriptor_of(const checker *c, zb_str font) {
    zb_str descendants = zb_pdf_resolve(&c->file, zb_pdf_get(font, "DescendantFonts")), first;
    size_t at = 0;
    if (descendants.n) font = zb_pdf_next(descendants, &at, &first) ? zb_pdf_resolve(&c->file, first) : (zb_str){0};
    return zb_pdf_resolve(&c->file, zb_pdf_get(font, "FontDescriptor"));
}

/* Whether a character map says what any glyph means. */
static bool has_characters(checker *c, zb_str font) {
    zb_str map;
    if (!bytes_of(c, zb_pdf_follow(&c->file, zb_pdf_get(font, "ToUnicode")), &map)) return false;
    return zb_str_find(map, ZB_STR("beginbfchar"), 0) != SIZE_MAX || zb_str_find(map, ZB_STR("beginbfrange"), 0) != SIZE_MAX;
}

static bool check_font(checker *c, zb_str font, const char *name) {
    static const char *const programs[] = {"FontFile3", "FontFile2"};
    zb_str descriptor = descriptor_of(c, font), program;
    if (!descriptor.n) return zb_pdf_fault(&c->file, "the font '%s' has no descriptor", name);
    const zb_pdf_object *file = NULL;
    for (size_t i = 0; i < sizeof programs / sizeof *programs && !file; i++)
        file = zb_pdf_follow(&c->file, zb_pdf_get(descriptor, programs[i]));
    if (!file) return zb_pdf_fault(&c->file, "the font '%s' is not in it", name);
    if (!bytes_of(c, file, &program)) return zb_pdf_fault(&c->file, "the font '%s' cannot be unpacked", name);
    if (glyphs_of(program) < 2) return zb_pdf_fault(&c->file, "the font '%s' is damaged", name); /* glyph 0 is no character */
    return has_characters(c, font) || zb_pdf_fault(&c->file, "the font '%s' does not say its characters", name);
}

/* A font that text is set in, as against what it is made of. */
static bool is_font(zb_str body) {
    zb_str kind = zb_pdf_get(body, "Subtype");
    return zb_str_is(zb_pdf_get(body, "Type"), "/Font") && !zb_str_starts(kind, "/CIDFont");
}

static bool check_fonts(checker *c) {
    for (size_t i = 1; i < c->file.count; i++) {
        zb_str body = c->file.objects[i].body;
        if (!zb_str_starts(body, "<<") || !is_font(body)) continue;
        zb_str name = zb_pdf_get(body, "BaseFont");
        if (zb_str_is(zb_pdf_get(body, "Subtype"), "/Type3")) return zb_pdf_fault(&c->file, "object %zu stands in for a font (Type 3)", i);
        name = zb_str_sub(name, name.n > 8 && name.s[7] == '+' ? 8 : 1, name.n);
        if (!check_font(c, body, zb_str_z(c->file.arena, name))) return false;
        ZB_PUSH(c->file.arena, &c->fonts, name);
    }
    return true;
}

/* Names that stand in a PDF as they are. */
static bool is_plain(zb_str name) {
    for (size_t i = 0; i < name.n; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", name.s[i])) return false;
    return name.n > 0;
}

/* Every face by its name in the file; one that has no such name by number at least. */
static bool check_faces(checker *c) {
    for (size_t i = 0; i < c->promise->faces.count; i++) {
        const zb_face *face = c->promise->faces.data[i];
        zb_str name = zb_str_of(zb_face_postscript(c->file.arena, face));
        bool found = !is_plain(name);
        for (size_t k = 0; k < c->fonts.count && !found; k++) found = zb_str_equal(c->fonts.data[k], name);
        if (!found) return zb_pdf_fault(&c->file, "the font '%s' is not in it", zb_face_name(face));
    }
    return c->fonts.count >= c->promise->faces.count ||
           zb_pdf_fault(&c->file, "it has %zu fonts of %zu", c->fonts.count, c->promise->faces.count);
}

/* Pages ------------------------------------------------------------------------------------------------------------- */

/* Unpacks one stream of a page; *any becomes true where there is something in it. */
static bool check_content(checker *c, zb_str value, size_t page, bool *any) {
    zb_str bytes;
    if (!bytes_of(c, zb_pdf_follow(&c->file, value), &bytes)) return zb_pdf_fault(&c->file, "page %zu cannot be unpacked", page);
    *any = *any || zb_str_trim(bytes).n;
    return true;
}

static bool check_page(checker *c, zb_str page, size_t *count) {
    zb_str contents = zb_pdf_get(page, "Contents"), array = zb_pdf_resolve(&c->file, contents), value;
    size_t number = ++*count, at = 0;
    bool any = false, fine = true;
    if (number > c->promise->page_count) return zb_pdf_fault(&c->file, "it has more than %zu pages", c->promise->page_count);
    if (!contents.n) return zb_pdf_fault(&c->file, "page %zu has no contents", number);
    if (zb_str_starts(array, "["))
        while (fine && zb_pdf_next(array, &at, &value)) fine = check_content(c, value, number, &any);
    else
        fine = check_content(c, contents, number, &any);
    if (fine && !any && c->promise->drawn[number - 1]) return zb_pdf_fault(&c->file, "page %zu is empty", number);
    return fine;
}

static bool check_tree(checker *c, zb_str node, size_t *count, int depth) {
    zb_str kind = zb_pdf_get(node, "Type"), kids = zb_pdf_resolve(&c->file, zb_pdf_get(node, "Kids")), kid;
    if (zb_str_is(kind, "/Page")) return check_page(c, node, count);
    if (!zb_str_is(kind, "/Pages") || depth > TREE_DEPTH_MAX) return zb_pdf_fault(&c->file, "its pages cannot be found");
    for (size_t at = 0; zb_pdf_next(kids, &at, &kid);)
        if (!check_tree(c, zb_pdf_resolve(&c->file, kid), count, depth + 1)) return false;
    return true;
}

static bool check_pages(checker *c) {
    zb_str catalog = zb_pdf_resolve(&c->file, zb_pdf_get(c->file.trailer, "Root"));
    size_t count = 0;
    if (!zb_str_is(zb_pdf_get(catalog, "Type"), "/Catalog")) return zb_pdf_fault(&c->file, "it has no catalog");
    if (!check_tree(c, zb_pdf_resolve(&c->file, zb_pdf_get(catalog, "Pages")), &count, 0)) return false;
    return count == c->promise->page_count || zb_pdf_fault(&c->file, "it has %zu pages of %zu", count, c->promise->page_count);
}

/* Streams that are drawn inside pages. Pictures are not unpacked: they are as large as the rest together, and other programs' work where
 * they are JPEG files. */
static bool check_forms(checker *c) {
    zb_str bytes;
    for (size_t i = 1; i < c->file.count; i++) {
        const zb_pdf_object *object = &c->file.objects[i];
        if (!object->stream.s || !zb_str_is(zb_pdf_get(object->body, "Subtype"), "/Form")) continue;
        if (!bytes_of(c, object, &bytes)) return zb_pdf_fault(&c->file, "object %zu cannot be unpacked", i);
    }
    return true;
}

bool zb_pdf_check(zb_str pdf, const zb_pdf_promise *promise, zb_diags *diags) {
    zb_arena *scratch = zb_arena_open();
    checker c = {.promise = promise};
    bool fine = zb_pdf_read(scratch, pdf, &c.file) && check_pages(&c) && check_forms(&c) && check_fonts(&c) && check_faces(&c);
    if (!fine)
        zb_diag_add(diags, ZB_FATAL, "render.pdf", ZB_NOWHERE, "the finished PDF is damaged: %s", c.file.fault);
    zb_arena_close(scratch);
    return fine;
}
