/* SPDX-License-Identifier: Apache-2.0
 * Total-fit line breaking (Knuth and Plass 1981) over the whole paragraph. Prefix sums make the width of any candidate line O(1); a
 * candidate's cost is (1 + badness + penalty)^2 with badness = 100 |ratio|^3, and more where a tight line meets a loose one. The best
 * chain of breaks is found by dynamic programming; starts that can no longer reach a break, and those whose line alone costs more than
 * the best chain so far, are dropped, so the time is linear in the text. */
#include <math.h>

#include "layout/rules.h"

#define RATIO_GAPS 0.5  /* spaces and gaps have given 1/8 em */
#define RATIO_LOOSE 1.5 /* places too have given what does not show */
#define RATIO_WIDE 1.75 /* spaces and gaps have given all */
#define BADNESS_MAX 1e5
#define RIGID 10 /* looseness of an empty line in which nothing can be widened */
#define COST_OVERFULL 1e14
#define EMERGENCY_FACTOR 20 /* a word broken anywhere costs as much as 0.6 em at every Han place */
#define COST_LONE 3000.0    /* a last line of one character (孤字不成行) */
#define COST_JUMP 2000.0    /* lines of fitness classes that are no neighbours */
#define COST_UNBALANCED 12  /* a centred line that ends inside a phrase */
#define COST_SHORT 1000     /* badness of an empty line that ends after a mark of a URL and is not widened; one hardly short is as bad as a
                               loose one */
#define SHORT_MAX 0.35      /* share of such a line that may be empty before other breaks are looked for */
#define JUSTIFIED_MIN 12    /* em; narrower lines are ragged */

typedef struct sums {
    int64_t width;  /* advance + gap */
    int64_t shrink; /* all tiers */
    int64_t flexible, places; /* em of spaces and gaps; em of expandable places */
    uint32_t solid;           /* places between two Han characters */
} sums;

/* Knuth's fitness classes by ratio. */
enum { FIT_TIGHT, FIT_DECENT, FIT_LOOSE, FIT_VERY_LOOSE, FITS };

typedef struct node {
    double cost[FITS]; /* of the best chain that ends here with a line of each class; later: least cost of a chain for what follows */
    uint32_t from[FITS];
    uint8_t before[FITS]; /* class of the line before */
    uint8_t via[FITS];    /* class here that is best for a following line of each class */
    double least;         /* of cost[] */
    bool reached;
} node;

typedef struct breaker {
    const zb_paragraph *p;
    const zb_measure *measure;
    sums *prefix;      /* prefix[i]: units before i */
    uint32_t *visible; /* visible[i]: end of the visible units of a line that ends at i */
    uint32_t *leading; /* leading[i]: first visible unit of a line that begins at i */
    node *nodes;
    uint32_t *queue; /* starts in the window, of rising cost: the first is the cheapest (a sliding minimum) */
    size_t head, tail;
    uint8_t *ends; /* class of the chosen line that ends at i, FITS: none */
    int pass;
} breaker;

static bool is_space(const zb_unit *u) { return u->class == ZB_CLASS_SPACE; }

static void sum_up(zb_arena *arena, breaker *b) {
    size_t n = b->p->count;
    bool edges = zb_rule_on(ZB_RULE_E5);
    b->prefix = ZB_NEW_ARRAY(arena, n + 1, sums);
    b->visible = ZB_NEW_ARRAY(arena, n + 1, uint32_t);
    b->leading = ZB_NEW_ARRAY(arena, n + 1, uint32_t);
    for (size_t i = 0; i < n; i++) {
        const zb_unit *u = &b->p->units[i];
        sums s = b->prefix[i];
        s.width += u->advance + u->gap;
        s.shrink += u->shrink;
        if (u->flexible) s.flexible += u->em;
        if (u->expand) s.places += u->em;
        s.solid += u->expand && u->solid;
        b->prefix[i + 1] = s;
        b->visible[i + 1] = is_space(u) && edges ? b->visible[i] : (uint32_t)i + 1;
    }
    b->leading[n] = (uint32_t)n;
    for (size_t i = n; i-- > 0;) b->leading[i] = is_space(&b->p->units[i]) && edges ? b->leading[i + 1] : (uint32_t)i;
}

typedef struct extent {
    int64_t width, shrink, flexible, places;
    bool solid;
} extent;

static zb_length line_start(const zb_measure *m, bool first) {
    if (!first) return zb_rule_on(ZB_RULE_P10) ? m->hang : 0;
    return zb_rule_on(ZB_RULE_P1) ? m->indent : 0;
}

static zb_length line_width(const zb_measure *m, size_t from) { return m->width - line_start(m, from == 0); }

/* An opening mark after the indent keeps its blank only if E3 is off. */
static zb_length edge_left(const zb_measure *m, const zb_unit *u, bool first) {
    return first && m->indent > 0 && !zb_rule_on(ZB_RULE_E3) ? 0 : u->edge_left;
}

/* Width and glue of the line [from, to): nothing of the glue after its last visible unit, blanks at its edges gone. */
static extent measure_line(const breaker *b, size_t from, size_t to) {
    size_t start = b->leading[from], end = b->visible[to];
    if (end <= start) return (extent){0};
    const sums *s = &b->prefix[start], *e = &b->prefix[end];
    const zb_unit *first = &b->p->units[start], *last = &b->p->units[end - 1], *at = &b->p->units[to - 1];
    extent x = {e->width - s->width, e->shrink - s->shrink, e->flexible - s->flexible, e->places - s->places,
                e->solid - s->solid > (last->expand && last->solid)};
    zb_length left = edge_left(b->measure, first, from == 0);
    if (zb_rule_on(ZB_RULE_L15)) x.width -= last->edge_right + left;
    if (zb_rule_on(ZB_RULE_S11)) x.width -= last->gap;
    if (last->edge_right || last->gap) x.shrink -= last->shrink;
    if (left && first != last) x.shrink -= first->shrink;
    if (last->flexible) x.flexible -= last->em;
    if (last->expand) x.places -= last->em;
    if (at->chances[b->pass].kind == ZB_KIND_HYPHEN) x.width += at->hyphen;
    return x;
}

/* How hard the line is to set: < 0 the share of its shrink that is used (-1: all), > 0 looseness, in the steps of RATIO_. */
static double fit(const extent *x, int64_t target) {
    int64_t lack = target - x->width;
    if (lack < 0) return x->shrink > 0 && zb_rule_on(ZB_RULE_L16) ? (double)lack / (double)x->shrink : -HUGE_VAL;
    double rest = (double)lack, gaps = (double)ZB_STRETCH_GAP(x->flexible), places = (double)ZB_STRETCH_PLACES(x->places, x->solid);
    if (rest <= gaps) return gaps > 0 ? RATIO_GAPS * rest / gaps : 0;
    rest -= gaps;
    if (rest <= places) return RATIO_GAPS + rest / places;
    rest -= places;
    if (rest <= gaps) return RATIO_LOOSE + (RATIO_WIDE - RATIO_LOOSE) * rest / gaps;
    if (places > 0) return RATIO_WIDE + (rest - gaps) / places;
    return RATIO_WIDE + RIGID * (double)lack / (double)(target > 0 ? target : 1); /* part of a URL: the fuller, the better */
}

static double square(double v) { return v * v; }

static bool is_lone(const breaker *b, size_t from, size_t to) {
    size_t count = 0;
    for (size_t i = from; i < to && count < 2; i++) {
        int class = b->p->units[i].class;
        count += class == ZB_CLASS_HAN || class == ZB_CLASS_LATIN || class == ZB_CLASS_DIGIT;
    }
    return from > 0 && count < 2;
}

static double badness(double ratio) { return 100 * fabs(ratio * ratio * ratio); }

static int fitness(double ratio) {
    if (ratio < -0.5) return FIT_TIGHT;
    return ratio <= 0.5 ? FIT_DECENT : ratio <= 1 ? FIT_LOOSE : FIT_VERY_LOOSE;
}

static bool is_centered(const breaker *b) { return b->measure->align == ZB_ALIGN_CENTER && zb_rule_on(ZB_RULE_P8); }

/* What a break after `to` costs beside the line's own badness. */
static double penalty_of(const breaker *b, size_t from, size_t to) {
    const zb_chance *chance = &b->p->units[to - 1].chances[b->pass];
    if (chance->kind == ZB_KIND_END) return zb_rule_on(ZB_RULE_P3) && is_lone(b, from, to) ? COST_LONE : 0;
    if (chance->penalty == ZB_FORCED) return 0;
    double extra = chance->penalty >= ZB_PENALTY_EMERGENCY ? chance->penalty * EMERGENCY_FACTOR : chance->penalty;
    bool phrase = is_space(&b->p->units[to - 1]) || zb_class_in(b->p->units[to - 1].class, ZB_MASK_CLOSERS);
    return is_centered(b) && !phrase ? extra + COST_UNBALANCED : extra;
}

/* Ragged lines: of like length, no need to be full; of centred ones not even the last may be short. */
static double ragged_cost(const breaker *b, const extent *x, int64_t target, double extra, bool forced) {
    if (forced && !is_centered(b)) return square(1 + extra);
    double share = (double)(target - x->width) / (double)(target > 0 ? target : 1);
    return square(1 + 100 * share * share + extra);
}

/* A justified line that ends after a mark of a URL is left as it is rather than widened until it shows. */
static bool stays_short(const breaker *b, size_t to, double ratio) {
    const zb_chance *chance = &b->p->units[to - 1].chances[b->pass];
    bool mark = chance->kind == ZB_KIND_URL && chance->penalty == ZB_PRICE_URL;
    return mark && ratio > RATIO_LOOSE && b->measure->align == ZB_ALIGN_JUSTIFY;
}

static double short_cost(const extent *x, int64_t target, double extra, double *ratio) {
    double share = (double)(target - x->width) / (double)(target > 0 ? target : 1);
    *ratio = share > SHORT_MAX ? RATIO_WIDE : 0;
    return square(1 + badness(RATIO_LOOSE) + COST_SHORT * share * share + extra);
}

static double cost_of(const breaker *b, size_t from, size_t to, double *ratio) {
    extent x = measure_line(b, from, to);
    int64_t target = line_width(b->measure, from);
    bool forced = b->p->units[to - 1].chances[b->pass].penalty == ZB_FORCED;
    *ratio = fit(&x, target);
    if (*ratio < -1) return COST_OVERFULL + (double)(x.width - x.shrink - target);
    double extra = penalty_of(b, from, to);
    if (forced && *ratio > 0) *ratio = 0;
    if (stays_short(b, to, *ratio)) return short_cost(&x, target, extra, ratio);
    if (b->measure->align == ZB_ALIGN_JUSTIFY || *ratio < 0) return square(1 + fmin(badness(*ratio), BADNESS_MAX) + extra);
    *ratio = 0;
    return ragged_cost(b, &x, target, extra, forced);
}

static bool may_break(const breaker *b, size_t to) {
    const zb_unit *u = &b->p->units[to - 1];
    const zb_chance *chance = &u->chances[b->pass];
    bool added = chance->kind == ZB_KIND_HYPHEN && u->hyphen && chance->penalty == ZB_PRICE_WORD;
    if (added && b->measure->align != ZB_ALIGN_JUSTIFY) return false;
    return chance->penalty != ZB_FORBIDDEN;
}

/* From "chains that end here" to "what a following line of each class pays". */
static void close_node(node *n) {
    double cost[FITS];
    for (int next = 0; next < FITS; next++) {
        cost[next] = HUGE_VAL;
        for (int class = 0; class < FITS; class++) {
            bool jump = next - class > 1 || class - next > 1;
            double c = n->cost[class] + (jump && zb_rule_on(ZB_RULE_J8) ? COST_JUMP : 0);
            if (c >= cost[next]) continue;
            cost[next] = c;
            n->via[next] = (uint8_t)class;
        }
    }
    for (int next = 0; next < FITS; next++) n->cost[next] = cost[next];
}

/* Starts that end a line at `to` only overfull are passed over for good. */
static size_t skip_overfull(const breaker *b, size_t low, size_t to) {
    while (low + 1 < to) {
        extent x = measure_line(b, low, to);
        if (x.width - x.shrink <= line_width(b->measure, low)) break;
        size_t next = low + 1;
        while (next < to && !b->nodes[next].reached) next++;
        if (next >= to) break; /* the only start left: the line will be overfull */
        low = next;
    }
    return low;
}

/* The least cost of a chain that ends in the window from `low` on. */
static double window_least(breaker *b, size_t low) {
    while (b->head + 1 < b->tail && b->queue[b->head] < low) b->head++;
    return b->nodes[b->queue[b->head]].least;
}

static void window_add(breaker *b, size_t at) {
    node *n = &b->nodes[at];
    n->reached = true;
    n->least = n->cost[0];
    for (int class = 1; class < FITS; class++) n->least = fmin(n->least, n->cost[class]);
    while (b->tail > b->head && b->nodes[b->queue[b->tail - 1]].least >= n->least) b->tail--;
    b->queue[b->tail++] = (uint32_t)at;
}

/* The best starts of a line that ends at `to`, among the starts in [low, to). Lines get shorter, so once they are loose their own cost
 * only grows; no chain before them is cheaper than `least`. */
static void reach(breaker *b, size_t to, size_t low) {
    node *n = &b->nodes[to];
    double best = HUGE_VAL, least = window_least(b, low);
    for (int class = 0; class < FITS; class++) n->cost[class] = HUGE_VAL;
    for (size_t from = low; from < to; from++) {
        if (!b->nodes[from].reached) continue;
        double ratio, line = cost_of(b, from, to, &ratio);
        if (line + least > best && ratio >= 0) break;
        int class = fitness(ratio);
        double cost = b->nodes[from].cost[class] + line;
        if (cost < best) best = cost;
        if (cost >= n->cost[class]) continue;
        n->cost[class] = cost;
        n->from[class] = (uint32_t)from;
        n->before[class] = b->nodes[from].via[class];
    }
}

/* Walks the best chain backwards and marks the units at which its lines end. */
static size_t trace(breaker *b, bool *fine) {
    size_t to = b->p->count, lines = 0;
    int class = b->nodes[to].via[FIT_DECENT];
    for (int i = 0; i < FITS; i++)
        if (b->nodes[to].cost[i] < b->nodes[to].cost[FIT_DECENT]) class = b->nodes[to].via[i];
    *fine = true;
    while (to > 0) {
        node *n = &b->nodes[to];
        double ratio;
        cost_of(b, n->from[class], to, &ratio);
        *fine &= ratio >= -1 && ratio <= RATIO_LOOSE;
        b->ends[to] = (uint8_t)class;
        size_t from = n->from[class];
        class = n->before[class];
        to = from;
        lines++;
    }
    return lines;
}

/* The number of lines; *fine where every line fits well enough. */
static size_t run_pass(zb_arena *arena, breaker *b, int pass, bool *fine) {
    size_t n = b->p->count, low = 0;
    b->pass = pass;
    b->nodes = ZB_NEW_ARRAY(arena, n + 1, node);
    b->ends = ZB_NEW_ARRAY(arena, n + 1, uint8_t);
    for (size_t i = 0; i <= n; i++) b->ends[i] = FITS;
    b->queue = ZB_NEW_ARRAY(arena, n + 1, uint32_t);
    b->head = b->tail = 0;
    window_add(b, 0);
    for (size_t to = 1; to <= n; to++) {
        if (!may_break(b, to)) continue;
        low = skip_overfull(b, low, to);
        reach(b, to, low);
        close_node(&b->nodes[to]);
        window_add(b, to);
        if (b->p->units[to - 1].chances[pass].penalty == ZB_FORCED) low = to;
    }
    return trace(b, fine);
}

static zb_break *breaks_collect(zb_arena *arena, const breaker *b, size_t lines) {
    zb_break *breaks = ZB_NEW_ARRAY(arena, lines, zb_break);
    size_t from = 0, k = 0;
    for (size_t to = 1; to <= b->p->count; to++) {
        if (b->ends[to] == FITS) continue;
        extent x = measure_line(b, from, to);
        size_t start = b->leading[from], visible = b->visible[to];
        double ratio, natural = fit(&x, line_width(b->measure, from));
        cost_of(b, from, to, &ratio);
        breaks[k++] = (zb_break){.start = from, .end = to, .leading = start < to ? start : to,
                                 .visible = visible > from ? visible : from, .natural = (zb_length)x.width, .ratio = ratio,
                                 .kind = b->p->units[to - 1].chances[b->pass].kind, .ragged = stays_short(b, to, natural)};
        from = to;
    }
    return breaks;
}

static zb_loc place_of(const zb_paragraph *p, size_t unit) { return p->source.runs[p->units[unit].inline_index].loc; }

static void report(const zb_paragraph *p, const zb_break *breaks, size_t count, const zb_measure *measure, zb_diags *diags) {
    for (size_t i = 0; i < count; i++) {
        if (breaks[i].ratio >= -1 || breaks[i].natural <= line_width(measure, breaks[i].start)) continue;
        const zb_unit *first = &p->units[breaks[i].start], *last = &p->units[breaks[i].end - 1];
        zb_str text = zb_str_sub(p->text, first->start, last->end);
        zb_diag_add(diags, ZB_WARNING, "layout.overfull", place_of(p, breaks[i].start),
                    "'%.*s' is %.1f pt wide and cannot be broken to fit %.1f pt", (int)(text.n < 60 ? text.n : 60), text.s,
                    zb_to_pt(breaks[i].natural), zb_to_pt(line_width(measure, breaks[i].start)));
    }
}

zb_measure zb_measure_settle(const zb_paragraph *p, const zb_measure *measure) {
    zb_measure m = *measure;
    bool narrow = p->count && m.width < (int64_t)JUSTIFIED_MIN * p->units[0].em;
    if (m.align == ZB_ALIGN_JUSTIFY && narrow && zb_rule_on(ZB_RULE_J6)) m.align = ZB_ALIGN_LEFT;
    m.indent = line_start(measure, true);
    m.hang = line_start(measure, false);
    return m;
}

zb_break *zb_break_lines(zb_arena *arena, zb_paragraph *p, const zb_measure *asked, size_t *count, zb_diags *diags) {
    zb_measure measure = zb_measure_settle(p, asked);
    breaker b = {.p = p, .measure = &measure};
    zb_arena *scratch = zb_arena_open();
    bool fine;
    zb_paragraph_hyphenate(p, measure.hyphens, 0);
    sum_up(scratch, &b);
    *count = run_pass(scratch, &b, 0, &fine);
    if (!fine && zb_rule_on(ZB_RULE_J5)) {
        if (measure.align == ZB_ALIGN_JUSTIFY) zb_paragraph_hyphenate(p, measure.hyphens, 1);
        *count = run_pass(scratch, &b, 1, &fine);
    }
    zb_break *breaks = breaks_collect(arena, &b, *count);
    zb_arena_close(scratch);
    report(p, breaks, *count, &measure, diags);
    return breaks;
}

void zb_paragraph_extent(const zb_paragraph *p, zb_length *min_content, zb_length *max_content) {
    int64_t min = 0, max = 0, piece = 0, line = 0;
    for (size_t i = 0; i < p->count; i++) {
        const zb_unit *u = &p->units[i];
        int64_t visible = is_space(u) ? 0 : u->advance;
        if (piece + visible > min) min = piece + visible;
        if (line + visible > max) max = line + visible;
        piece += u->advance + u->gap;
        line += u->advance + u->gap;
        if (u->chances[0].penalty != ZB_FORBIDDEN) piece = 0;
        if (u->chances[0].penalty == ZB_FORCED) line = 0;
    }
    *min_content = (zb_length)(min < ZB_LENGTH_MAX ? min : ZB_LENGTH_MAX);
    *max_content = (zb_length)(max < ZB_LENGTH_MAX ? max : ZB_LENGTH_MAX);
}
