/* SPDX-License-Identifier: Apache-2.0
 * Counting what faces set, and saying where a family serves text that the style never gave it. */
#include "fonts/use.h"

#include <strings.h>

#include "base/utf8.h"
#include "fonts/face.h"

/* Where a face that was borrowed begins. */
typedef struct use_entry {
    zb_font_share share;
    zb_loc loc;
    size_t page; /* from 1; 0: no page, or the text has a place of its own */
    char first[5]; /* the first character, empty: an added hyphen */
    uint32_t code;
    bool told;
} use_entry;

struct zb_font_use {
    zb_arena *arena;
    ZB_VEC(use_entry) entries;
};

zb_font_use *zb_font_use_new(zb_arena *arena) {
    zb_font_use *use = ZB_NEW(arena, zb_font_use);
    use->arena = arena;
    return use;
}

/* Counting ---------------------------------------------------------------------------------------------------------- */

static bool is_character(uint32_t code) {
    if (zb_is_invisible(code) || g_unichar_isspace(code) || code < 0x20) return false;
    GUnicodeType type = g_unichar_type(code);
    return type != G_UNICODE_NON_SPACING_MARK && type != G_UNICODE_ENCLOSING_MARK;
}

/* The characters of the text; *first becomes the first of them. */
static size_t count_characters(zb_str text, uint32_t *first) {
    size_t count = 0;
    for (size_t at = 0; at < text.n;) {
        uint32_t code = zb_utf8_next(text, &at);
        if (!is_character(code)) continue;
        if (!count++) *first = code;
    }
    return count;
}

static use_entry *entry_for(zb_font_use *use, const zb_run *run) {
    for (size_t i = 0; i < use->entries.count; i++) {
        use_entry *entry = &use->entries.data[i];
        if (entry->share.role == run->role && entry->share.face == run->face) return entry;
    }
    return ZB_PUSH(use->arena, &use->entries,
                   (use_entry){.share = {.role = run->role, .face = run->face, .fallback = run->fallback}});
}

void zb_font_use_add(zb_font_use *use, const zb_run *run, zb_loc loc, size_t page) {
    uint32_t first = '-'; /* of a run without text: a hyphen that was added */
    size_t count = run->text.n ? count_characters(run->text, &first) : run->glyph_count > 0;
    if (!count) return;
    use_entry *entry = entry_for(use, run);
    if (!entry->share.count) {
        entry->loc = run->fallback && run->loc.source ? run->loc : loc;
        entry->page = page;
        entry->code = first;
        entry->first[zb_utf8_encode(first, entry->first)] = '\0';
    }
    entry->share.count += count;
}

size_t zb_font_use_of(const zb_font_use *use, zb_role role, const zb_face *face) {
    for (size_t i = 0; i < use->entries.count; i++)
        if (use->entries.data[i].share.role == role && use->entries.data[i].share.face == face) return use->entries.data[i].share.count;
    return 0;
}

const zb_font_share *zb_font_use_at(const zb_font_use *use, size_t index) {
    return index < use->entries.count ? &use->entries.data[index].share : NULL;
}

/* Telling ----------------------------------------------------------------------------------------------------------- */

static bool same_pair(const use_entry *a, const use_entry *b) {
    return a->share.role == b->share.role && !strcasecmp(zb_face_family(a->share.face), zb_face_family(b->share.face));
}

/* What the faces of the family set in all; with what was told already, it is told no more. */
static size_t count_pair(const zb_font_use *use, const use_entry *pair, bool *told) {
    size_t count = 0;
    for (size_t i = 0; i < use->entries.count; i++) {
        const use_entry *entry = &use->entries.data[i];
        if (!entry->share.fallback || !same_pair(entry, pair)) continue;
        count += entry->share.count;
        *told = *told || entry->told;
    }
    return count;
}

/* "fonts: {serif: [DejaVu Serif, Noto Serif CJK SC]}" */
static void hint(const use_entry *entry, const zb_font_spec *specs, zb_diags *diags) {
    const char *role = zb_role_names[entry->share.role], *family = zb_face_family(entry->share.face);
    zb_buf list = {0};
    for (int i = 0; specs && i < ZB_FAMILIES_MAX && specs[entry->share.role].families[i]; i++)
        zb_buf_format(&list, "%s, ", specs[entry->share.role].families[i]);
    zb_diag_hint(diags, "say in the style which family is to serve them, as in 'fonts: {%s: [%s%s]}'", role, list.n ? list.s : "", family);
    if (specs && specs[entry->share.role].places[0].source) zb_diag_related(diags, specs[entry->share.role].places[0]);
    zb_buf_free(&list);
}

static void report(const use_entry *entry, size_t count, const zb_font_spec *specs, zb_loc home, zb_diags *diags) {
    bool placed = entry->loc.source && entry->loc.line, one = count == 1;
    zb_loc loc = placed ? entry->loc : home;
    const char *noun = one ? "character" : "characters", *verb = one ? "is" : "are", *role = zb_role_names[entry->share.role];
    const char *family = zb_face_family(entry->share.face), *first = entry->first;
    unsigned code = (unsigned)entry->code;
    if (placed || !entry->page)
        zb_diag_add(diags, ZB_WARNING, "font.fallback", loc,
                    "%zu %s of the role %s %s set in '%s', which the style does not name for it (first '%s' U+%04X)",
                    count, noun, role, verb, family, first, code);
    else
        zb_diag_add(diags, ZB_WARNING, "font.fallback", loc,
                    "%zu %s of the role %s %s set in '%s', which the style does not name for it (first '%s' U+%04X on page %zu)",
                    count, noun, role, verb, family, first, code, entry->page);
    hint(entry, specs, diags);
}

void zb_font_use_report(zb_font_use *use, const zb_font_spec *specs, zb_loc home, zb_diags *diags) {
    for (size_t i = 0; i < use->entries.count; i++) {
        use_entry *entry = &use->entries.data[i];
        if (!entry->share.fallback) continue;
        bool told = false;
        size_t count = count_pair(use, entry, &told);
        entry->told = true;
        if (!told) report(entry, count, specs, home, diags);
    }
}
