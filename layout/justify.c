/* SPDX-License-Identifier: Apache-2.0
 * One line set to its measure: glue gives way tier by tier (CLREQ, procedures for reduction and expansion), every place of one kind by
 * the same amount; then the pieces are put into visual order (UAX #9, rule L2) and become glyph runs with edited advances. */
#include "layout/rules.h"

/* What justification does to one line. All shares are of 1 << 16. */
typedef struct setting {
    int64_t shrink[ZB_TIERS]; /* share of each tier's shrink that is used */
    int64_t flexible;         /* share of an em added to spaces and gaps */
    int64_t places;           /* share of an em added to every expandable place */
    size_t only;              /* the one unit that takes all, if J3 is off */
    int64_t lack;
} setting;

#define ONE ((int64_t)1 << 16)

typedef struct placer {
    zb_arena *arena;
    const zb_paragraph *p;
    const zb_break *line;
    bool indented; /* the first line, with an indent */
    setting set;
} placer;

static int64_t share_of(int64_t amount, int64_t of) { return of > 0 ? (amount * ONE) / of : 0; }

static zb_length part_of(int64_t length, int64_t of_one) { return (zb_length)((length * of_one + ONE / 2) / ONE); }

static zb_length left_trim(const placer *l, size_t i) {
    if (i != l->line->leading || (l->indented && !zb_rule_on(ZB_RULE_E3))) return 0;
    return l->p->units[i].edge_left;
}

/* Shrink that is not available: blanks at the edges are gone already. */
static zb_length shrink_of(const placer *l, size_t i) {
    const zb_unit *u = &l->p->units[i];
    if (i + 1 == l->line->visible && (u->edge_right || u->gap)) return 0;
    return left_trim(l, i) ? 0 : u->shrink;
}

static void plan_shrink(placer *l, int64_t excess) {
    int64_t room[ZB_TIERS] = {0}, all = 0;
    for (size_t i = l->line->leading; i < l->line->visible; i++) room[l->p->units[i].tier] += shrink_of(l, i);
    for (int tier = 0; tier < ZB_TIERS; tier++) all += room[tier];
    for (int tier = 0; tier < ZB_TIERS && excess > 0; tier++) {
        int64_t used = excess < room[tier] ? excess : room[tier];
        l->set.shrink[tier] = share_of(used, room[tier]);
        excess -= used;
        if (zb_rule_on(ZB_RULE_JR)) continue;
        l->set.shrink[tier] = share_of(used + excess < all ? used + excess : all, all); /* all kinds at once */
        excess += used;
    }
}

/* The steps of ZB_STRETCH_GAP and ZB_STRETCH_PLACES. */
static void plan_stretch(placer *l, int64_t lack) {
    int64_t flexible = 0, places = 0;
    bool solid = false;
    for (size_t i = l->line->leading; i + 1 < l->line->visible; i++) {
        const zb_unit *u = &l->p->units[i];
        if (u->flexible) flexible += u->em;
        if (u->expand) places += u->em, l->set.only = i, solid |= u->solid;
    }
    int64_t gaps = ZB_STRETCH_GAP(flexible), seen = ZB_STRETCH_PLACES(places, solid);
    int64_t first = lack < gaps ? lack : gaps;
    if (flexible == 0 || (!zb_rule_on(ZB_RULE_JX) && places > 0)) first = gaps = 0;
    int64_t more = lack - first - seen;
    if (more > 0) first += more < gaps ? more : gaps;
    if (places == 0 && flexible > 0) first = lack;
    l->set.flexible = share_of(first, flexible);
    l->set.places = share_of(lack - first, places);
    l->set.lack = lack;
}

static zb_length stretch_after(const placer *l, size_t i) {
    const zb_unit *u = &l->p->units[i];
    if (!zb_rule_on(ZB_RULE_J3)) return i == l->set.only ? (zb_length)l->set.lack : 0;
    zb_length more = u->flexible ? part_of(u->em, l->set.flexible) : 0;
    return u->expand ? more + part_of(u->em, l->set.places) : more;
}

/* Width added after unit i (negative: taken), and what is taken from its left. */
static zb_length glue_after(const placer *l, size_t i, zb_length *left) {
    const zb_unit *u = &l->p->units[i];
    *left = left_trim(l, i);
    if (i < l->line->leading || i >= l->line->visible) return -u->advance; /* spaces at the edges stay in the text, without width */
    zb_length taken = part_of(shrink_of(l, i), l->set.shrink[u->tier]);
    bool last = i + 1 == l->line->visible;
    if (u->class == ZB_CLASS_OPEN) *left += taken, taken = 0;
    if (last) return (zb_rule_on(ZB_RULE_S11) ? 0 : u->gap) - u->edge_right - taken;
    zb_length after = u->gap;
    if (u->class == ZB_CLASS_MID) *left += taken / 2, taken -= taken / 2;
    return after - taken + stretch_after(l, i);
}

/* The units [from, to) of one run as a new run; advances take the glue, offsets the trims. */
static zb_run *slice(const placer *l, size_t from, size_t to) {
    const zb_unit *units = l->p->units;
    const zb_run *source = &l->p->shaped->runs[units[from].run];
    size_t glyph_count = 0, base = (size_t)(source->text.s - l->p->shaped->text.s);
    for (size_t i = from; i < to; i++) glyph_count += source->clusters[units[i].cluster].glyph_count;
    zb_run *run = ZB_NEW(l->arena, zb_run);
    zb_glyph *glyphs = ZB_NEW_ARRAY(l->arena, glyph_count, zb_glyph);
    zb_cluster *clusters = ZB_NEW_ARRAY(l->arena, to - from, zb_cluster);
    *run = (zb_run){.face = source->face, .size = source->size, .glyphs = glyphs, .clusters = clusters, .bidi_level = source->bidi_level};
    run->role = source->role;
    run->fallback = source->fallback;
    run->loc = source->loc;
    run->text = zb_str_sub(l->p->text, units[from].start, units[to - 1].end);
    bool backward = source->bidi_level & 1;
    for (size_t k = 0; k < to - from; k++) {
        size_t i = backward ? to - 1 - k : from + k;
        const zb_unit *u = &units[i];
        const zb_cluster *old = &source->clusters[u->cluster];
        zb_length left, after = glue_after(l, i, &left);
        zb_cluster *new = &clusters[run->cluster_count++];
        *new = (zb_cluster){(uint32_t)(base + old->text_start) - units[from].start, old->text_length, (uint32_t)run->glyph_count,
                            old->glyph_count, u->advance + after - left};
        zb_length shift = u->pad_left - u->trim_left - left;
        for (uint32_t g = 0; g < old->glyph_count; g++) {
            zb_glyph glyph = source->glyphs[old->glyph_start + g];
            glyph.x += shift;
            glyphs[run->glyph_count++] = glyph;
        }
        zb_length given = 0;
        for (uint32_t g = 0; g < old->glyph_count; g++) given += glyphs[new->glyph_start + g].advance;
        if (old->glyph_count) glyphs[run->glyph_count - 1].advance += new->advance - given;
        run->advance += new->advance;
    }
    return run;
}

static size_t piece_end(const placer *l, size_t from) {
    const zb_unit *u = &l->p->units[from];
    size_t to = from + 1;
    while (to < l->line->end && l->p->units[to].run == u->run && l->p->units[to].inline_index == u->inline_index) to++;
    return to;
}

/* UAX #9, L2: from the highest level down to the lowest odd one, reverse every stretch at that level or higher. */
static void reorder(zb_piece *pieces, size_t count) {
    int highest = 0;
    for (size_t i = 0; i < count; i++)
        if (pieces[i].run->bidi_level > highest) highest = pieces[i].run->bidi_level;
    for (int level = highest; level > 0; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t end = i;
            while (end < count && pieces[end].run->bidi_level >= level) end++;
            for (size_t a = i, b = end; a + 1 < b; a++, b--) {
                zb_piece swap = pieces[a];
                pieces[a] = pieces[b - 1];
                pieces[b - 1] = swap;
            }
            if (end > i) i = end - 1;
        }
    }
}

static zb_length trailing_glue(const placer *l, size_t to) {
    zb_length left;
    if (to >= l->line->visible) return 0;
    const zb_unit *u = &l->p->units[to - 1];
    return u->class == ZB_CLASS_SPACE ? 0 : zb_max(0, glue_after(l, to - 1, &left));
}

typedef ZB_VEC(zb_piece) placed_pieces;

/* A hyphen that the text does not have: a run without text of its own, so that words can be found and copied whole. */
static void hyphen_add(const placer *l, placed_pieces *pieces) {
    const zb_unit *u = &l->p->units[l->line->end - 1];
    if (l->line->kind != ZB_KIND_HYPHEN || !u->hyphen) return;
    const zb_inline *source = &l->p->source.runs[u->inline_index];
    zb_shape_style style = {source->style.role, source->style.weight, source->style.size, source->lang, true};
    size_t count;
    const zb_run *shaped = zb_shape_line(l->arena, l->p->fonts, ZB_STR("-"), &style, source->loc, l->p->diags, &count);
    if (count != 1 || shaped->cluster_count != 1) return;
    zb_run *run = ZB_NEW(l->arena, zb_run);
    zb_cluster *cluster = ZB_NEW(l->arena, zb_cluster);
    *run = *shaped;
    *cluster = shaped->clusters[0];
    cluster->text_start = cluster->text_length = 0;
    run->clusters = cluster;
    run->text = zb_str_sub(l->p->text, u->end, u->end);
    ZB_PUSH(l->arena, pieces, (zb_piece){run, source, 0, run->advance});
}

static zb_piece *place_pieces(const placer *l, size_t *count) {
    placed_pieces pieces = {0};
    for (size_t from = l->line->start, to; from < l->line->end; from = to) {
        to = piece_end(l, from);
        const zb_inline *source = &l->p->source.runs[l->p->units[from].inline_index];
        if (source->kind == ZB_INLINE_BREAK) continue;
        zb_run *run = slice(l, from, to);
        ZB_PUSH(l->arena, &pieces, (zb_piece){run, source, 0, run->advance - trailing_glue(l, to)});
    }
    hyphen_add(l, &pieces);
    *count = pieces.count;
    return pieces.data;
}

static bool is_stretched(const zb_break *line, const zb_measure *measure) {
    bool last = line->kind <= ZB_KIND_FORCED && zb_rule_on(ZB_RULE_J2);
    return measure->align == ZB_ALIGN_JUSTIFY && !last && !line->ragged && zb_rule_on(ZB_RULE_J1);
}

zb_line zb_line_place(zb_arena *arena, const zb_paragraph *paragraph, const zb_break *line, const zb_measure *measure, bool first) {
    placer l = {arena, paragraph, line, first && measure->indent > 0, {.only = SIZE_MAX}};
    zb_length start = first ? measure->indent : measure->hang, target = measure->width - start;
    int64_t lack = (int64_t)target - line->natural;
    if (lack < 0) plan_shrink(&l, -lack);
    else if (is_stretched(line, measure)) plan_stretch(&l, lack);
    size_t count;
    zb_piece *pieces = place_pieces(&l, &count);
    reorder(pieces, count);
    zb_length width = 0;
    for (size_t i = 0; i < count; i++) {
        pieces[i].x = width;
        width += pieces[i].run->advance;
    }
    zb_length slack = zb_max(0, target - width);
    zb_length x = measure->align == ZB_ALIGN_CENTER ? slack / 2 : measure->align == ZB_ALIGN_RIGHT ? slack : 0;
    return (zb_line){pieces, count, start + x, width, line->natural, line->ratio, line->kind};
}

zb_lines zb_paragraph_lines(zb_arena *arena, zb_paragraph *p, const zb_measure *asked, zb_diags *diags) {
    zb_lines lines = {0};
    if (p->count == 0) return lines;
    zb_measure measure = zb_measure_settle(p, asked);
    zb_break *breaks = zb_break_lines(arena, p, &measure, &lines.count, diags);
    zb_line *placed = ZB_NEW_ARRAY(arena, lines.count, zb_line);
    for (size_t i = 0; i < lines.count; i++) placed[i] = zb_line_place(arena, p, &breaks[i], &measure, i == 0);
    lines.lines = placed;
    return lines;
}

zb_lines zb_text_lines_new(zb_arena *arena, zb_fonts *fonts, zb_text text, const zb_measure *measure, zb_diags *diags) {
    zb_arena *scratch = zb_arena_open();
    zb_paragraph *p = zb_paragraph_new(scratch, arena, fonts, text, diags);
    zb_lines lines = zb_paragraph_lines(arena, p, measure, diags);
    zb_arena_close(scratch);
    return lines;
}
