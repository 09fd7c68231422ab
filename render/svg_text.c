/* SPDX-License-Identifier: Apache-2.0
 * Text of an SVG file as text: one <text> for each line, in logical order, that a viewer with the font draws exactly as
 * it was laid out. A viewer without it still finds every word at its place: the line is cut into chunks where widths
 * depend on the font, each chunk has its own x, and Latin words are held to their width. */
#include <string.h>

#include "base/utf8.h"
#include "fonts/fonts.h"
#include "render/canvas.h"
#include "render/svg_parts.h"
#include "render/write.h"

/* Looks told apart when the most frequent one is sought; later ones are written at each text. */
#define LOOKS_MAX 32
/* As many narrow characters make a chunk that is held to its width: shorter ones hardly differ between fonts. */
#define HELD_LEAST 3

/* Where a run's part begins whose place is said. */
typedef struct chunk {
    const zb_run *run;
    size_t first, count; /* clusters, in logical order */
    int64_t x;           /* 1/1024 pt */
    int64_t width;       /* without the spaces at its end */
    size_t narrow;       /* characters whose width is the font's own matter */
    size_t spaces;       /* clusters at its end that are spaces */
} chunk;

typedef ZB_VEC(chunk) chunks;

/* Fonts ---------------------------------------------------------------------------------------------------------- */

/* What stands in for a family where it is not installed; the first row whose word is in the family's name. */
static const struct {
    const char *word, *stack;
} stacks[] = {
    {"Mono", "'Sarasa Mono SC',Menlo,Consolas,monospace"},
    {"Kai", "'Kaiti SC',KaiTi,STKaiti,serif"},
    {"Serif", "'Noto Serif CJK SC','Source Han Serif SC','Songti SC',SimSun,serif"},
    {"Song", "'Noto Serif CJK SC','Source Han Serif SC','Songti SC',SimSun,serif"},
    {"", "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"},
};

static void write_family(zb_buf *out, const zb_face *face) {
    zb_str family = zb_str_of(zb_face_family(face));
    size_t row = 0;
    while (stacks[row].word[0] && zb_str_find(family, zb_str_of(stacks[row].word), 0) == SIZE_MAX) row++;
    zb_str stack = zb_str_of(stacks[row].stack);
    zb_buf_add(out, ZB_STR(" font-family=\"'"));
    /* Whatever could end the name is left out: no installed family has it. */
    for (size_t i = 0; i < family.n; i++)
        if (!strchr("'\\\"<&", family.s[i])) zb_buf_add_char(out, family.s[i]);
    zb_buf_add(out, ZB_STR("',"));
    size_t own = family.n + 3; /* the stack may begin with the same name */
    bool same = stack.n > own && stack.s[0] == '\'' && stack.s[own - 1] == ',' &&
                !memcmp(stack.s + 1, family.s, family.n);
    zb_buf_add(out, same ? zb_str_sub(stack, own, stack.n) : stack);
    zb_buf_add_char(out, '"');
}

/* What differs from the look that is set already; NULL: nothing is set. */
static void write_look(zb_svg *svg, const zb_svg_look *set, const zb_svg_look *look) {
    if (!set || strcmp(zb_face_family(set->face), zb_face_family(look->face)) != 0) write_family(svg->out, look->face);
    if (!set || set->size != look->size) zb_svg_write_length(svg->out, "font-size", look->size);
    int weight = zb_face_weight(look->face);
    if (set ? zb_face_weight(set->face) != weight : weight != 400)
        zb_buf_format(svg->out, " font-weight=\"%d\"", weight);
    if (!set || !zb_svg_color_equal(set->color, look->color)) zb_svg_write_paint(svg, "fill", look->color);
}

static zb_svg_look look_of(const zb_svg_list *list, size_t index) {
    const zb_run *run = list->items[index].as.run;
    return (zb_svg_look){.face = run->face, .size = run->size, .color = zb_svg_color_of(list, index)};
}

static void count_look(zb_svg_look *looks, size_t *count, zb_svg_look look) {
    size_t i = 0;
    while (i < *count && (looks[i].face != look.face || looks[i].size != look.size ||
                          !zb_svg_color_equal(looks[i].color, look.color)))
        i++;
    if (i == LOOKS_MAX) return;
    if (i == *count) looks[(*count)++] = look;
    looks[i].uses++;
}

static void count_looks(const zb_display_list *light, const zb_display_list *dark, zb_svg_look *looks, size_t *count,
                        int depth) {
    zb_svg_list list = {light->items, dark ? dark->items : NULL, light->count};
    for (size_t i = 0; i < list.count; i++) {
        const zb_item *item = &list.items[i];
        if (item->kind == ZB_ITEM_RUN && item->as.run->size > 0) count_look(looks, count, look_of(&list, i));
        if (item->kind == ZB_ITEM_LIST && depth < ZB_LIST_DEPTH_MAX)
            count_looks(item->as.list, dark ? list.dark[i].as.list : NULL, looks, count, depth + 1);
    }
}

void zb_svg_find_look(zb_svg *svg, const zb_display_list *page, const zb_display_list *dark) {
    zb_svg_look looks[LOOKS_MAX] = {0};
    size_t count = 0;
    count_looks(page, dark, looks, &count, 0);
    for (size_t i = 0; i < count; i++)
        if (looks[i].uses > svg->look.uses) svg->look = looks[i];
}

void zb_svg_begin_text(zb_svg *svg) {
    if (!svg->look.uses) return;
    zb_buf_add(svg->out, ZB_STR("<g xml:space=\"preserve\""));
    write_look(svg, NULL, &svg->look);
    /* What a browser would add to or take from the places of the characters is in them already. */
    zb_buf_add(svg->out, ZB_STR(" style=\"text-autospace:no-autospace;text-spacing-trim:space-all\">\n"));
}

void zb_svg_end_text(zb_svg *svg) {
    if (svg->look.uses) zb_buf_add(svg->out, ZB_STR("</g>\n"));
}

/* Chunks --------------------------------------------------------------------------------------------------------- */

static bool is_backward(const zb_run *run) { return run->bidi_level & 1; }

static bool is_space(zb_str text) { return zb_str_is(text, " "); }

/* Han and all else that is one em wide in every Chinese font. */
static bool is_wide(zb_str text) {
    size_t at = 0;
    return text.n && zb_columns_of(zb_utf8_next(text, &at)) == 2 && at == text.n;
}

/* How far the glyph of a wide character is moved: an opening bracket that gave up its blank half. */
static zb_length shift_of(const zb_run *run, const zb_cluster *cluster) {
    bool single = cluster->glyph_count == 1 && cluster->glyph_start < run->glyph_count;
    return single && is_wide(zb_cluster_text(run, cluster)) ? run->glyphs[cluster->glyph_start].x : 0;
}

/* Whether the place of `next` follows from that of `last` in every font. */
static bool flows(const zb_run *run, const zb_cluster *last, const zb_cluster *next) {
    zb_str before = zb_cluster_text(run, last), after = zb_cluster_text(run, next);
    if (shift_of(run, last) || shift_of(run, next)) return false;
    if (is_wide(before)) return last->advance == run->size;
    return !is_wide(after) && !is_space(before);
}

static void add_cluster(chunk *c, const zb_cluster *cluster) {
    zb_str text = zb_cluster_text(c->run, cluster);
    c->count++;
    if (is_space(text)) {
        c->spaces++;
        return;
    }
    c->spaces = 0;
    if (!is_wide(text)) c->narrow++;
}

/* Without the advances of the spaces at its end. */
static int64_t width_of(const chunk *c) {
    int64_t width = 0;
    for (size_t i = 0; i < c->count - c->spaces; i++) width += zb_run_cluster(c->run, c->first + i)->advance;
    return width;
}

/* The chunks of one run, from x on. What runs backward stays in one piece. */
static void cut_run(zb_svg *svg, const zb_run *run, int64_t x, chunks *out) {
    bool whole = is_backward(run);
    for (size_t i = 0; i < run->cluster_count; i++) {
        const zb_cluster *cluster = zb_run_cluster(run, i), *last = i ? zb_run_cluster(run, i - 1) : NULL;
        if (!last || (!whole && !flows(run, last, cluster)))
            ZB_PUSH(svg->arena, out, (chunk){.run = run, .first = i, .x = x + shift_of(run, cluster)});
        add_cluster(&out->data[out->count - 1], cluster);
        x += cluster->advance;
    }
}

/* Writing -------------------------------------------------------------------------------------------------------- */

static void write_chunk_text(zb_buf *out, const chunk *c, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        zb_str text = zb_cluster_text(c->run, zb_run_cluster(c->run, c->first + i));
        zb_write_xml(out, text);
    }
}

static bool is_held(const chunk *c) { return c->narrow >= HELD_LEAST && !is_backward(c->run); }

/* The chunk's text, inside the element that says where it stands. Isolates keep what is written from right to left so
 * whatever stands at its ends. */
static void write_chunk(zb_svg *svg, const chunk *c, const char *end) {
    size_t inside = c->count - c->spaces;
    if (is_backward(c->run)) zb_buf_add(svg->out, ZB_STR("\u2067"));
    write_chunk_text(svg->out, c, 0, inside);
    if (is_backward(c->run)) zb_buf_add(svg->out, ZB_STR("\u2069"));
    zb_buf_add(svg->out, zb_str_of(end));
    write_chunk_text(svg->out, c, inside, c->count);
}

/* A line of text from its chunks; all but the first say their own place. */
static void write_line(zb_svg *svg, const zb_svg_look *look, const chunks *line, int64_t y) {
    zb_svg_look at = *look;
    const chunk *first = line->data;
    bool alone = line->count == 1 && !first->spaces;
    at.face = first->run->face;
    zb_buf_add(svg->out, ZB_STR("<text"));
    zb_svg_write_length(svg->out, "x", first->x);
    zb_svg_write_length(svg->out, "y", y);
    if (alone && is_held(first)) zb_svg_write_length(svg->out, "textLength", width_of(first));
    write_look(svg, &svg->look, &at);
    zb_buf_add_char(svg->out, '>');
    for (size_t i = 0; i < line->count; i++) {
        const chunk *c = &line->data[i];
        bool held = is_held(c) && !alone;
        if (i || held) zb_buf_add(svg->out, ZB_STR("<tspan"));
        if (i) zb_svg_write_length(svg->out, "x", c->x);
        if (held) zb_svg_write_length(svg->out, "textLength", width_of(c));
        zb_svg_look own = {.face = c->run->face, .size = look->size, .color = look->color};
        if (c->run->face != at.face) write_look(svg, &at, &own);
        if (i || held) zb_buf_add_char(svg->out, '>');
        write_chunk(svg, c, i || held ? "</tspan>" : "");
    }
    zb_buf_add(svg->out, ZB_STR("</text>\n"));
}

/* Whether item `b` goes on with the line of item `a`: the same text, baseline, size and colour. */
static bool same_line(const zb_svg_list *list, size_t a, size_t b) {
    const zb_item *x = &list->items[a], *y = &list->items[b];
    return y->kind == ZB_ITEM_RUN && x->as.run->text.s == y->as.run->text.s && x->as.run->text.n == y->as.run->text.n &&
           x->at.y == y->at.y && x->as.run->size == y->as.run->size &&
           zb_svg_color_equal(zb_svg_color_of(list, a), zb_svg_color_of(list, b));
}

static uint32_t start_of(const zb_item *item) {
    const zb_run *run = item->as.run;
    return run->cluster_count ? zb_run_cluster(run, 0)->text_start : 0;
}

/* Items in the order of their text; they are few, and seldom out of it. */
static void sort_items(const zb_item **items, size_t count) {
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k && start_of(items[k]) < start_of(items[k - 1]); k--) {
            const zb_item *kept = items[k];
            items[k] = items[k - 1];
            items[k - 1] = kept;
        }
}

size_t zb_svg_write_text(zb_svg *svg, const zb_svg_list *list, size_t index, zb_svg_place o) {
    size_t count = 1;
    while (index + count < list->count && same_line(list, index, index + count)) count++;
    const zb_item **items = ZB_NEW_ARRAY(svg->arena, count, const zb_item *);
    bool mixed = false;
    for (size_t i = 0; i < count; i++) {
        items[i] = &list->items[index + i];
        mixed = mixed || is_backward(items[i]->as.run);
    }
    sort_items(items, count);
    zb_svg_look look = look_of(list, index);
    chunks line = {0};
    for (size_t i = 0; i < count && look.size > 0; i++) {
        cut_run(svg, items[i]->as.run, o.x + items[i]->at.x, &line);
        bool last = i + 1 == count;
        /* Where directions meet, viewers would order the line anew: each run is a text of its own. */
        if (!line.count || (!mixed && !last)) continue;
        write_line(svg, &look, &line, o.y + items[i]->at.y);
        line.count = 0;
    }
    return count;
}
