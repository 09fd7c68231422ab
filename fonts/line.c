/* SPDX-License-Identifier: Apache-2.0
 * Single lines for labels: runs in visual order, and widths, which charts ask for again and again. */
#include <string.h>

#include "base/utf8.h"
#include "fonts/face.h"

#define WIDTHS 1024 /* entries of the cache, a power of two */
#define TEXT_MAX 32

/* What a line of that text in that style measures. */
struct zb_width_entry {
    zb_shape_style style;
    uint8_t length; /* 0: empty entry */
    char text[TEXT_MAX];
    zb_length width;
};

/* Reverses runs [from, to). */
static void reverse(zb_run *runs, size_t from, size_t to) {
    while (from + 1 < to) {
        zb_run kept = runs[from];
        runs[from++] = runs[--to];
        runs[to] = kept;
    }
}

/* Rule L2 of the bidirectional algorithm: from the highest level down to 1, reverse each stretch of that level or
 * higher. */
static void order_visually(zb_run *runs, size_t count) {
    uint8_t highest = 0;
    for (size_t i = 0; i < count; i++)
        if (runs[i].bidi_level > highest) highest = runs[i].bidi_level;
    for (uint8_t level = highest; level > 0; level--)
        for (size_t i = 0, end; i < count; i = end) {
            for (end = i; end < count && runs[end].bidi_level >= level;) end++;
            reverse(runs, i, end);
            if (end == i) end++;
        }
}

/* True where Han meets a letter or digit of another script (CSS Text 4, text-autospace: ideograph-alpha, ideograph-numeric). */
static bool needs_gap(uint32_t before, uint32_t code) {
    bool han_before = zb_is_han(before), han = zb_is_han(code);
    if (han_before == han) return false;
    uint32_t other = han ? before : code, lower = other | 32;
    return (other >= '0' && other <= '9') || (lower >= 'a' && lower <= 'z') || (other > 0xBF && other < 0x2000) || (han && other == '%');
}

/* A quarter em between Han and Latin, as paragraphs have it. The runs were just made for this line, so their glyphs may be changed. */
static void add_gaps(zb_run *runs, size_t count) {
    uint32_t before = 0;
    zb_run *last_run = NULL;
    zb_cluster *last = NULL;
    for (size_t r = 0; r < count; r++) {
        if (runs[r].bidi_level & 1) before = 0;
        for (size_t c = 0; c < runs[r].cluster_count && !(runs[r].bidi_level & 1); c++) {
            zb_cluster *cluster = (zb_cluster *)&runs[r].clusters[c];
            size_t at = cluster->text_start;
            uint32_t code = zb_utf8_next(runs[r].text, &at);
            if (last && last->glyph_count && needs_gap(before, code)) {
                zb_length gap = last_run->size / 4;
                ((zb_glyph *)last_run->glyphs)[last->glyph_start + last->glyph_count - 1].advance += gap;
                last->advance += gap;
                last_run->advance += gap;
            }
            before = code;
            last = cluster;
            last_run = &runs[r];
        }
    }
}

const zb_run *zb_shape_line(zb_arena *arena, zb_fonts *fonts, zb_str text, const zb_shape_style *style, zb_loc loc,
                            zb_diags *diags, size_t *run_count) {
    zb_segment segment = {0, text.n, *style, loc};
    const zb_shaped *shaped = zb_shape(arena, fonts, text, &segment, 1, diags);
    *run_count = shaped->run_count;
    zb_run *runs = ZB_NEW_ARRAY(arena, shaped->run_count, zb_run);
    if (shaped->run_count) memcpy(runs, shaped->runs, shaped->run_count * sizeof *runs);
    if (!style->verbatim) add_gaps(runs, shaped->run_count);
    order_visually(runs, shaped->run_count);
    return runs;
}

static zb_width_entry *entry_for(zb_fonts *fonts, zb_str text, const zb_shape_style *style) {
    if (!fonts->widths) fonts->widths = ZB_NEW_ARRAY(fonts->arena, WIDTHS, zb_width_entry);
    uint32_t hash = 2166136261u ^ (uint32_t)style->size ^ (uint32_t)style->role << 28 ^ (uint32_t)style->weight << 16;
    for (size_t i = 0; i < text.n; i++) hash = (hash ^ (unsigned char)text.s[i]) * 16777619u;
    return &fonts->widths[(hash ^ hash >> 16) & (WIDTHS - 1)];
}

static bool entry_is(const zb_width_entry *entry, zb_str text, const zb_shape_style *style) {
    const zb_shape_style *known = &entry->style;
    return entry->length == text.n && !memcmp(entry->text, text.s, text.n) && known->role == style->role &&
           known->weight == style->weight && known->size == style->size && known->verbatim == style->verbatim;
}

/* A line with a glyph that is missing is not kept: whoever asks next has to hear of it too. */
static bool is_whole(const zb_shaped *shaped) {
    for (size_t i = 0; i < shaped->run_count; i++)
        for (size_t k = 0; k < shaped->runs[i].glyph_count; k++)
            if (shaped->runs[i].glyphs[k].id == 0) return false;
    return shaped->run_count > 0;
}

static zb_length measure(zb_fonts *fonts, zb_str text, const zb_shape_style *style, zb_diags *diags, bool *whole) {
    zb_arena *scratch = zb_arena_open();
    zb_segment segment = {0, text.n, *style, ZB_NOWHERE};
    const zb_shaped *shaped = zb_shape(scratch, fonts, text, &segment, 1, diags);
    int64_t width = 0;
    if (!style->verbatim) add_gaps((zb_run *)shaped->runs, shaped->run_count);
    for (size_t i = 0; i < shaped->run_count; i++) width += shaped->runs[i].advance;
    *whole = is_whole(shaped);
    zb_arena_close(scratch);
    return width > ZB_LENGTH_MAX ? ZB_LENGTH_MAX : (zb_length)width;
}

zb_length zb_line_width(zb_fonts *fonts, zb_str text, const zb_shape_style *style, zb_diags *diags) {
    bool whole;
    if (!text.n) return 0;
    if (text.n > TEXT_MAX || style->lang) return measure(fonts, text, style, diags, &whole);
    zb_width_entry *entry = entry_for(fonts, text, style);
    if (entry_is(entry, text, style)) return entry->width;
    zb_length width = measure(fonts, text, style, diags, &whole);
    if (!whole || fonts->faulty) return width; /* measured in another face than was wanted: each that asks is told so */
    *entry = (zb_width_entry){.style = *style, .length = (uint8_t)text.n, .width = width};
    memcpy(entry->text, text.s, text.n);
    return width;
}
