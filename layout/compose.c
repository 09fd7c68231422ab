/* SPDX-License-Identifier: Apache-2.0
 * Text to units. Inlines are joined into one paragraph text and shaped at once; then each cluster gets its class, the blank that
 * adjacent marks give up (CLREQ, "adjustment of adjacent punctuation marks"), the Han-Latin gap, and its trims at line edges.
 * Widths are edited as numbers, never by font features, because not every face has them. */
#include "base/utf8.h"
#include "layout/rules.h"

#define STAND_IN "\xE3\x80\x80" /* U+3000 in place of an inline image */
#define APOSTROPHE 0x2019
#define CHIP_PADDING(em) ((em) * 2 / 5)

/* The joined text; `first` receives the byte at which each inline begins. */
static zb_str inlines_join(zb_arena *arena, zb_text text, size_t *first) {
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

typedef ZB_VEC(zb_segment) segments;

/* One inline as segments: URLs in it are set like code, without ligatures. */
static void add_segments(zb_arena *arena, const zb_paragraph *p, const zb_inline *run, size_t start, size_t end, size_t *url,
                         segments *out) {
    zb_shape_style style = {run->style.role, run->style.weight, run->style.size, run->lang, run->style.verbatim};
    while (start < end) {
        while (*url < p->urls.count && p->urls.data[*url].end <= start) ++*url;
        const zb_url *next = *url < p->urls.count ? &p->urls.data[*url] : NULL;
        bool inside = next && next->start <= start;
        size_t to = !next ? end : inside ? next->end : next->start;
        if (to > end) to = end;
        zb_shape_style shape = style;
        shape.verbatim |= inside;
        ZB_PUSH(arena, out, (zb_segment){start, to, shape, run->loc});
        start = to;
    }
}

static segments segments_of(zb_arena *arena, zb_paragraph *p, const size_t *first) {
    segments list = {0};
    zb_url found;
    for (size_t at = 0; zb_url_next(p->text, at, &found); at = found.end) ZB_PUSH(arena, &p->urls, found);
    size_t url = 0;
    for (size_t i = 0; i < p->source.count; i++)
        add_segments(arena, p, &p->source.runs[i], first[i], first[i + 1], &url, &list);
    return list;
}

static void unit_add(zb_paragraph *p, size_t run_index, size_t cluster_index, size_t *inline_index, const size_t *first) {
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
static void units_collect(zb_arena *arena, zb_paragraph *p, const size_t *first) {
    size_t total = 0, inline_index = 0;
    for (size_t r = 0; r < p->shaped->run_count; r++) total += p->shaped->runs[r].cluster_count;
    p->units = ZB_NEW_ARRAY(arena, total, zb_unit);
    for (size_t r = 0; r < p->shaped->run_count; r++) {
        const zb_run *run = &p->shaped->runs[r];
        for (size_t c = 0; c < run->cluster_count; c++)
            unit_add(p, r, run->bidi_level & 1 ? run->cluster_count - 1 - c : c, &inline_index, first);
    }
}

static bool is_letter_class(const zb_unit *u) { return u->class == ZB_CLASS_LATIN || u->class == ZB_CLASS_DIGIT; }

static bool is_alphabetic(uint32_t code) { return ((code | 32) >= 'a' && (code | 32) <= 'z') || (code >= 0xC0 && code < 0x250); }

/* U+2019 between letters is an apostrophe; a full-width glyph loses the half that is blank. */
static void set_apostrophe(zb_unit *before, zb_unit *u, const zb_unit *after) {
    if (u->code != APOSTROPHE || !is_alphabetic(before->code) || !is_alphabetic(after->code)) return;
    u->class = ZB_CLASS_LATIN;
    if (u->advance < u->em * 9L / 10) return;
    u->trim_right = u->advance / 2;
    u->advance -= u->trim_right;
}

static bool is_full(const zb_unit *u) { return u->advance + u->trim_left + u->trim_right >= u->em * 9L / 10; }

/* Blanks: which half of a full-width mark is empty, what of it goes at line edges, and what may be squeezed. */
static void set_blanks(zb_unit *u) {
    const zb_class_traits *traits = &zb_classes[u->class];
    zb_length half = u->em / 2;
    if (traits->blank == ZB_BLANK_NONE || !is_full(u)) return;
    u->shrink = half;
    u->tier = traits->tier;
    if (traits->blank == ZB_BLANK_LEFT && zb_rule_on(ZB_RULE_E2)) u->edge_left = half;
    if (traits->blank == ZB_BLANK_RIGHT && zb_rule_on(ZB_RULE_E1)) u->edge_right = half;
    if (zb_class_in(u->class, ZB_MASK(PAUSE) | ZB_MASK(STOP)) && !zb_rule_on(ZB_RULE_E4)) u->edge_right = u->em;
}

static void take_right(zb_unit *u) {
    u->trim_right += u->shrink;
    u->advance -= u->shrink;
    u->edge_right = u->shrink = 0;
}

static void take_left(zb_unit *u) {
    u->trim_left += u->shrink;
    u->advance -= u->shrink;
    u->edge_left = u->shrink = 0;
}

/* Two marks whose blanks meet give up half an em: from the first one's right side, else from the second one's left side. */
static bool squeeze_pair(zb_unit *a, zb_unit *b) {
    bool closes = zb_class_in(a->class, ZB_MASK_CLOSERS), opens = b->class == ZB_CLASS_OPEN;
    bool closed = zb_class_in(b->class, ZB_MASK_CLOSERS);
    if (!zb_rule_on(ZB_RULE_S5) && a->class == ZB_CLASS_OPEN && closed && b->shrink) take_right(b);
    if (!zb_rule_on(ZB_RULE_S3)) return false;
    if (closes && (closed || opens) && is_full(b) && a->shrink) take_right(a);
    else if (a->class == ZB_CLASS_OPEN && opens && b->shrink) take_left(b);
    else return false;
    return true;
}

/* GB/T 15834 lets two stacked stops share one em: the second one gives up its blank too. */
static void squeeze_stops(zb_paragraph *p, size_t i) {
    zb_unit *u = &p->units[i];
    bool stacked = i + 1 < p->count && u->class == ZB_CLASS_STOP && u[1].class == ZB_CLASS_STOP;
    bool before = i > 0 && u[-1].class == ZB_CLASS_STOP, after = i + 2 < p->count && u[2].class == ZB_CLASS_STOP;
    if (stacked && !before && !after && u[1].shrink) take_right(u + 1);
}

static void squeeze_marks(zb_paragraph *p) {
    bool squeezed = false;
    for (size_t i = 0; i + 1 < p->count; i++) {
        if (zb_rule_on(ZB_RULE_S6)) squeeze_stops(p, i);
        if (squeezed && !zb_rule_on(ZB_RULE_S4)) squeezed = false;
        else squeezed = squeeze_pair(&p->units[i], &p->units[i + 1]);
    }
    for (size_t i = 0; i < p->count && !zb_rule_on(ZB_RULE_S2); i++)
        if (zb_classes[p->units[i].class].blank == ZB_BLANK_RIGHT && p->units[i].shrink) take_right(&p->units[i]);
}

static const zb_inline *inline_of(const zb_paragraph *p, const zb_unit *u) { return &p->source.runs[u->inline_index]; }

/* Chips and inline pictures stand in the text like an ideograph. */
static bool is_boxed(const zb_paragraph *p, const zb_unit *u) {
    const zb_inline *source = inline_of(p, u);
    return source->kind == ZB_INLINE_IMAGE || source->style.ground.a > 0;
}

/* What a unit is to its neighbour in another inline. */
static int outer_class(const zb_paragraph *p, const zb_unit *u, const zb_unit *neighbour) {
    bool boundary = neighbour && neighbour->inline_index != u->inline_index;
    return boundary && is_boxed(p, u) ? ZB_CLASS_HAN : u->class;
}

static bool takes_gap(int class, const zb_unit *u, bool left) {
    if (!zb_rule_on(ZB_RULE_S12)) return class == ZB_CLASS_LATIN || class == ZB_CLASS_DIGIT;
    bool letter = u->code > 0xBF || is_alphabetic(u->code);
    return class == ZB_CLASS_DIGIT || (class == ZB_CLASS_LATIN && (letter || (left && u->code == '%')));
}

static bool is_wide_space(const zb_paragraph *p, const zb_unit *u) { return u->code == 0x3000 && !is_boxed(p, u); }

static bool is_note_mark(const zb_paragraph *p, const zb_unit *u) {
    return inline_of(p, u)->kind == ZB_INLINE_FOOTNOTE && zb_rule_on(ZB_RULE_S13);
}

static void set_gap(const zb_paragraph *p, zb_unit *a, const zb_unit *b) {
    int left = outer_class(p, a, b), right = outer_class(p, b, a);
    bool meets = (left == ZB_CLASS_HAN && takes_gap(right, b, false)) || (right == ZB_CLASS_HAN && takes_gap(left, a, true));
    if (!meets || !zb_rule_on(ZB_RULE_S8) || is_wide_space(p, a) || is_wide_space(p, b)) return;
    if (is_note_mark(p, a) || is_note_mark(p, b)) return;
    zb_length em = zb_min(a->em, b->em);
    a->gap = em / 4;
    a->shrink = em / 8;
    a->tier = ZB_TIER_GAP;
    a->flexible = true;
}

static bool meets_mark(const zb_unit *u) { return u && zb_class_in(u->class, ZB_MASK_MARKS) && is_full(u); }

/* A source space between Han and Latin is the gap; beside a full-width mark it has no width; between Latin words it is the font's. */
static void set_space(const zb_paragraph *p, zb_unit *before, zb_unit *u, const zb_unit *after) {
    bool mark = (meets_mark(before) && before->class != ZB_CLASS_CONN) || meets_mark(after);
    bool han = (before && outer_class(p, before, u) == ZB_CLASS_HAN) || (after && outer_class(p, after, u) == ZB_CLASS_HAN);
    mark = mark && zb_rule_on(ZB_RULE_S10);
    han = han && zb_rule_on(ZB_RULE_S9);
    zb_length natural = mark ? 0 : han ? u->em / 4 : u->advance;
    u->trim_right = u->advance - natural;
    u->advance = natural;
    if (mark || (!han && !zb_rule_on(ZB_RULE_S14))) return;
    const char *lang = inline_of(p, u)->lang;
    u->flexible = true;
    u->tier = han ? ZB_TIER_GAP : ZB_TIER_SPACE;
    zb_length least = han ? u->em / 8 : zb_hyphens_knows(lang) ? natural * 2 / 3 : zb_min(natural, u->em / 5);
    u->shrink = natural - least;
}

/* Where a justified line may be widened once its spaces and gaps are used up. */
static bool may_expand(const zb_unit *a, const zb_unit *b) {
    if (is_letter_class(a) && is_letter_class(b)) return false;
    if (zb_class_in(a->class, ZB_MASK(CONN) | ZB_MASK(SOLIDUS)) || zb_class_in(b->class, ZB_MASK(CONN) | ZB_MASK(SOLIDUS))) return false;
    if (a->class == ZB_CLASS_LONG && b->class == ZB_CLASS_LONG && zb_rule_on(ZB_RULE_S7)) return false;
    if (b->class == ZB_CLASS_SPACE) return false; /* the space itself is widened */
    return a->class != ZB_CLASS_OPEN && !zb_class_in(b->class, ZB_MASK_CLOSERS | ZB_MASK(MID));
}

static bool is_verbatim(const zb_paragraph *p, const zb_unit *u) { return inline_of(p, u)->style.verbatim; }

static void set_glue(zb_paragraph *p) {
    for (size_t i = 0; i < p->count; i++) {
        zb_unit *u = &p->units[i];
        if (i && i + 1 < p->count) set_apostrophe(u - 1, u, u + 1);
        set_blanks(u);
    }
    squeeze_marks(p);
    for (size_t i = 0; i < p->count; i++) {
        zb_unit *u = &p->units[i], *next = i + 1 < p->count ? u + 1 : NULL;
        bool space = u->class == ZB_CLASS_SPACE;
        if (space && !is_verbatim(p, u)) set_space(p, i ? u - 1 : NULL, u, next);
        if (!next) continue;
        if (!space && next->class != ZB_CLASS_SPACE && !(is_verbatim(p, u) && is_verbatim(p, next))) set_gap(p, u, next);
        u->expand = may_expand(u, next);
        u->solid = u->class == ZB_CLASS_HAN && next->class == ZB_CLASS_HAN;
        if (!zb_rule_on(ZB_RULE_S1) && u->expand && !u->flexible) u->flexible = true;
    }
}

/* Tracking, chip padding and inline images change advances after everything else is known. */
static void set_extras(zb_paragraph *p) {
    for (size_t i = 0; i < p->count; i++) {
        zb_unit *u = &p->units[i];
        const zb_inline *source = inline_of(p, u);
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
    size_t *first = ZB_NEW_ARRAY(arena, text.count + 1, size_t);
    *p = (zb_paragraph){.source = text, .text = inlines_join(keep, text, first), .fonts = fonts, .diags = diags};
    segments list = segments_of(arena, p, first);
    p->shaped = zb_shape(arena, fonts, p->text, list.data, list.count, diags);
    units_collect(arena, p, first);
    set_glue(p);
    set_extras(p);
    zb_paragraph_breaks(p);
    return p;
}
