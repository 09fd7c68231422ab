/* SPDX-License-Identifier: Apache-2.0
 * Text to units. Inlines are joined into one paragraph text and shaped at once; then each cluster gets its class, the blank that
 * adjacent marks give up (CLREQ, "adjustment of adjacent punctuation marks"), the Han-Latin gap, and its trims at line edges.
 * Widths are edited as numbers, never by font features, because not every face has them. */
#include <string.h>

#include "base/utf8.h"
#include "layout/line.h"

#define STAND_IN "\xE3\x80\x80" /* U+3000 in place of an inline image */
#define CHIP_PADDING(em) ((em) * 2 / 5)

/* The joined text; `first` receives the byte at which each inline begins. */
static zb_str join(zb_arena *arena, zb_text text, size_t *first) {
    zb_buf buf = {0};
    for (size_t i = 0; i < text.count; i++) {
        const zb_inline *run = &text.runs[i];
        first[i] = buf.n;
        if (run->kind == ZB_INLINE_BREAK) zb_buf_add(&buf, ZB_STR("\xE2\x80\xA8")); /* LINE SEPARATOR */
        else if (run->kind == ZB_INLINE_IMAGE) zb_buf_add(&buf, ZB_STR(STAND_IN));
        else zb_buf_add(&buf, run->text);
    }
    first[text.count] = buf.n;
    zb_str joined = zb_str_copy(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return joined;
}

static zb_segment *segment(zb_arena *arena, zb_text text, const size_t *first, size_t *count) {
    zb_segment *segments = ZB_NEW_ARRAY(arena, text.count, zb_segment);
    *count = 0;
    for (size_t i = 0; i < text.count; i++) {
        if (first[i] == first[i + 1]) continue;
        const zb_inline *run = &text.runs[i];
        zb_shape_style style = {run->style.role, run->style.weight, run->style.size, run->lang, run->style.verbatim};
        segments[(*count)++] = (zb_segment){first[i], first[i + 1], style, run->loc};
    }
    return segments;
}

static void add_unit(zb_paragraph *p, size_t run_index, size_t cluster_index, size_t *inline_index, const size_t *first) {
    const zb_run *run = &p->shaped->runs[run_index];
    const zb_cluster *cluster = &run->clusters[cluster_index];
    size_t base = (size_t)(run->text.s - p->shaped->text.s), at = base + cluster->text_start;
    while (first[*inline_index + 1] <= at) ++*inline_index;
    size_t step = at;
    zb_unit *u = &p->units[p->count++];
    *u = (zb_unit){.start = (uint32_t)at,
                   .end = (uint32_t)(at + cluster->text_length),
                   .run = (uint32_t)run_index,
                   .cluster = (uint32_t)cluster_index,
                   .inline_index = (uint32_t)*inline_index,
                   .code = zb_utf8_next(p->text, &step),
                   .em = run->size,
                   .advance = cluster->advance};
    u->class = (uint8_t)zb_classify(u->code, u->advance, u->em);
}

/* One unit per cluster in logical order: the clusters of a right-to-left run stand in visual order and are taken backwards. */
static void collect(zb_arena *arena, zb_paragraph *p, const size_t *first) {
    size_t total = 0, inline_index = 0;
    for (size_t r = 0; r < p->shaped->run_count; r++) total += p->shaped->runs[r].cluster_count;
    p->units = ZB_NEW_ARRAY(arena, total, zb_unit);
    for (size_t r = 0; r < p->shaped->run_count; r++) {
        const zb_run *run = &p->shaped->runs[r];
        for (size_t c = 0; c < run->cluster_count; c++)
            add_unit(p, r, run->bidi_level & 1 ? run->cluster_count - 1 - c : c, &inline_index, first);
    }
}

static bool is_closer(int class) { return class == ZB_CLASS_CLOSE || class == ZB_CLASS_PAUSE || class == ZB_CLASS_STOP; }

static bool is_full(const zb_unit *u) { return u->advance + u->trim_left + u->trim_right >= u->em * 9L / 10; }

/* Blanks: which half of a full-width mark is empty, what of it goes at line edges, and what may be squeezed. */
static void set_blanks(zb_unit *u) {
    zb_length half = u->em / 2;
    if (u->class == ZB_CLASS_SPACE || !is_full(u)) return;
    if (u->class == ZB_CLASS_OPEN) {
        u->edge_left = u->shrink = half;
        u->tier = ZB_TIER_BRACKET;
    } else if (is_closer(u->class)) {
        u->edge_right = u->shrink = half;
        u->tier = u->class == ZB_CLASS_CLOSE ? ZB_TIER_BRACKET : u->class == ZB_CLASS_PAUSE ? ZB_TIER_PAUSE : ZB_TIER_STOP;
    } else if (u->class == ZB_CLASS_MID) {
        u->shrink = half;
        u->tier = ZB_TIER_MID;
    }
}

static void take_right(zb_unit *u) {
    u->trim_right = u->shrink;
    u->advance -= u->shrink;
    u->edge_right = u->shrink = 0;
}

static void take_left(zb_unit *u) {
    u->trim_left = u->shrink;
    u->advance -= u->shrink;
    u->edge_left = u->shrink = 0;
}

/* Two marks whose blanks meet give up half an em: from the first one's right side, else from the second one's left side. */
static void squeeze_pair(zb_unit *a, zb_unit *b) {
    bool closes = is_closer(a->class), opens = b->class == ZB_CLASS_OPEN;
    if (closes && (is_closer(b->class) || opens) && is_full(b) && a->shrink) take_right(a);
    else if (a->class == ZB_CLASS_OPEN && opens && b->shrink) take_left(b);
}

static bool is_alphanumeric(const zb_unit *u) {
    bool letter = u->code > 0xBF || ((u->code | 32) >= 'a' && (u->code | 32) <= 'z');
    return u->class == ZB_CLASS_DIGIT || (u->class == ZB_CLASS_LATIN && letter);
}

static bool is_mark(const zb_unit *u) { return u->class >= ZB_CLASS_OPEN && u->class <= ZB_CLASS_LONG; }

/* A source space between Han and Latin is the gap; beside a full-width mark it has no width; between Latin words it is the font's. */
static void set_space(zb_unit *before, zb_unit *u, const zb_unit *after) {
    bool mark = (before && is_mark(before) && before->class != ZB_CLASS_CONN && is_full(before)) ||
                (after && is_mark(after) && is_full(after));
    bool han = (before && before->class == ZB_CLASS_HAN) || (after && after->class == ZB_CLASS_HAN);
    zb_length natural = mark ? 0 : han ? u->em / 4 : u->advance;
    u->trim_right = u->advance - natural;
    u->advance = natural;
    if (mark) return;
    u->flexible = true;
    u->tier = han ? ZB_TIER_GAP : ZB_TIER_SPACE;
    zb_length least = han ? u->em / 8 : zb_min(natural, u->em / 5);
    u->shrink = natural - least;
}

static void set_gap(zb_unit *a, const zb_unit *b) {
    bool meets = (a->class == ZB_CLASS_HAN && is_alphanumeric(b)) ||
                 (b->class == ZB_CLASS_HAN && (is_alphanumeric(a) || a->code == '%'));
    if (!meets || a->code == 0x3000 || b->code == 0x3000) return;
    a->gap = a->em / 4;
    a->shrink = a->em / 8;
    a->tier = ZB_TIER_GAP;
    a->flexible = true;
}

static bool is_latin(const zb_unit *u) { return u->class == ZB_CLASS_LATIN || u->class == ZB_CLASS_DIGIT; }

/* Where a justified line may be widened once its spaces and gaps are used up. */
static bool may_expand(const zb_unit *a, const zb_unit *b) {
    if (is_latin(a) && is_latin(b)) return false;
    if (a->class == ZB_CLASS_CONN || b->class == ZB_CLASS_CONN) return false;
    if (a->class == ZB_CLASS_SOLIDUS || b->class == ZB_CLASS_SOLIDUS) return false;
    if (a->class == ZB_CLASS_LONG && b->class == ZB_CLASS_LONG) return false;
    if (b->class == ZB_CLASS_SPACE) return false; /* the space itself is widened */
    return a->class != ZB_CLASS_OPEN && !is_closer(b->class) && b->class != ZB_CLASS_MID;
}

static void set_glue(zb_paragraph *p) {
    for (size_t i = 0; i < p->count; i++) set_blanks(&p->units[i]);
    for (size_t i = 0; i + 1 < p->count; i++) {
        zb_unit *a = &p->units[i], *b = a + 1;
        squeeze_pair(a, b);
        if (p->source.runs[a->inline_index].style.verbatim && p->source.runs[b->inline_index].style.verbatim) continue;
        if (a->class != ZB_CLASS_SPACE && b->class != ZB_CLASS_SPACE) set_gap(a, b);
    }
    for (size_t i = 0; i < p->count; i++) {
        zb_unit *u = &p->units[i];
        if (u->class == ZB_CLASS_SPACE && !p->source.runs[u->inline_index].style.verbatim)
            set_space(i ? u - 1 : NULL, u, i + 1 < p->count ? u + 1 : NULL);
        if (i + 1 < p->count) u->expand = may_expand(u, u + 1);
    }
}

/* Tracking, chip padding and inline images change advances after everything else is known. */
static void set_extras(zb_paragraph *p) {
    for (size_t i = 0; i < p->count; i++) {
        zb_unit *u = &p->units[i];
        const zb_inline *source = &p->source.runs[u->inline_index];
        if (source->kind == ZB_INLINE_BREAK) u->advance = 0;
        u->advance += source->style.spacing;
        u->trim_right -= source->style.spacing;
        if (source->style.ground.a == 0) continue;
        bool first = i == 0 || p->units[i - 1].inline_index != u->inline_index;
        bool last = i + 1 == p->count || p->units[i + 1].inline_index != u->inline_index;
        u->pad_left = first ? CHIP_PADDING(u->em) : 0;
        u->pad_right = last ? CHIP_PADDING(u->em) : 0;
        u->advance += u->pad_left + u->pad_right;
    }
}

zb_paragraph *zb_paragraph_new(zb_arena *arena, zb_arena *keep, zb_fonts *fonts, zb_text text, zb_diags *diags) {
    zb_paragraph *p = ZB_NEW(arena, zb_paragraph);
    size_t *first = ZB_NEW_ARRAY(arena, text.count + 1, size_t), count;
    p->source = text;
    p->text = join(keep, text, first);
    zb_segment *segments = segment(arena, text, first, &count);
    p->shaped = zb_shape(arena, fonts, p->text, segments, count, diags);
    collect(arena, p, first);
    set_glue(p);
    set_extras(p);
    zb_paragraph_breaks(p);
    return p;
}
