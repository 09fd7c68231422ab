/* SPDX-License-Identifier: Apache-2.0
 * Total-fit line breaking (Knuth and Plass 1981) over the whole paragraph. Prefix sums make the width of any candidate line O(1); a
 * candidate's cost is (1 + badness + penalty)^2 with badness = 100 |ratio|^3. The best chain of breaks is found by dynamic
 * programming; starts that can no longer reach a break are dropped, so the time is linear in the text. */
#include <math.h>

#include "layout/line.h"

#define HAN_STRETCH_SHARE 0.12 /* em per place at which a line counts as loose: ratio 1.5 */
#define GAP_STRETCH_SHARE 8    /* spaces and gaps widen by em / 8 before Han is spread */
#define COST_OVERFULL 1e14
#define EMERGENCY_FACTOR 20 /* a word broken anywhere costs as much as 0.6 em at every Han place */
#define COST_LONE 3000.0       /* a last line of one character (孤字不成行) */

typedef struct sums {
    int64_t width;  /* advance + gap */
    int64_t shrink; /* all tiers */
    int64_t flexible, places; /* em of spaces and gaps; em of expandable places */
} sums;

typedef struct node {
    double cost;
    size_t from;   /* start of the line that ends here */
    double ratio;
    bool reached;
} node;

typedef struct breaker {
    const zb_paragraph *p;
    const zb_measure *measure;
    sums *prefix;      /* prefix[i]: units before i */
    uint32_t *visible; /* visible[i]: end of the visible units of a line that ends at i */
    node *nodes;
    bool emergency;
} breaker;

static bool is_space(const zb_unit *u) { return u->class == ZB_CLASS_SPACE; }

static void sum_up(zb_arena *arena, breaker *b) {
    size_t n = b->p->count;
    b->prefix = ZB_NEW_ARRAY(arena, n + 1, sums);
    b->visible = ZB_NEW_ARRAY(arena, n + 1, uint32_t);
    for (size_t i = 0; i < n; i++) {
        const zb_unit *u = &b->p->units[i];
        sums s = b->prefix[i];
        s.width += u->advance + u->gap;
        s.shrink += u->shrink;
        if (u->flexible) s.flexible += u->em;
        if (u->expand) s.places += u->em;
        b->prefix[i + 1] = s;
        b->visible[i + 1] = is_space(u) ? b->visible[i] : (uint32_t)i + 1;
    }
}

typedef struct extent {
    int64_t width, shrink, flexible, places;
} extent;

/* Width and glue of the line [from, to): nothing of the glue after its last visible unit, blanks at its edges gone. */
static extent measure_line(const breaker *b, size_t from, size_t to) {
    size_t end = b->visible[to];
    if (end <= from) return (extent){0};
    const sums *s = &b->prefix[from], *e = &b->prefix[end];
    const zb_unit *first = &b->p->units[from], *last = &b->p->units[end - 1];
    extent x = {e->width - s->width - last->gap - last->edge_right - first->edge_left, e->shrink - s->shrink,
                e->flexible - s->flexible, e->places - s->places};
    if (last->edge_right || last->gap) x.shrink -= last->shrink;
    if (first->edge_left && first != last) x.shrink -= first->shrink;
    if (last->flexible) x.flexible -= last->em;
    if (last->expand) x.places -= last->em;
    return x;
}

static zb_length line_width(const zb_measure *m, size_t from) { return m->width - (from == 0 ? m->indent : m->hang); }

/* How hard the line is to set: < 0 the share of its shrink that is used (-1: all), > 0 looseness: up to 0.5 while spaces and gaps give
 * way, 1.5 where Han places are widened by 0.12 em. */
static double fit(const extent *x, int64_t target) {
    int64_t lack = target - x->width;
    if (lack < 0) return x->shrink > 0 ? (double)lack / (double)x->shrink : -HUGE_VAL;
    double gaps = (double)x->flexible / GAP_STRETCH_SHARE;
    if ((double)lack <= gaps) return gaps > 0 ? 0.5 * (double)lack / gaps : 0;
    double rest = (double)lack - gaps, places = (double)x->places * HAN_STRETCH_SHARE;
    return places > 0 ? 0.5 + rest / places : HUGE_VAL;
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

static double cost_of(const breaker *b, size_t from, size_t to, double *ratio) {
    extent x = measure_line(b, from, to);
    int64_t target = line_width(b->measure, from);
    bool last = to == b->p->count, forced = b->p->units[to - 1].penalty == ZB_FORCED;
    *ratio = fit(&x, target);
    if (*ratio < -1) return COST_OVERFULL + (double)(x.width - x.shrink - target);
    int16_t penalty = b->emergency ? b->p->units[to - 1].emergency : b->p->units[to - 1].penalty;
    double extra = forced ? 0 : penalty >= ZB_PENALTY_EMERGENCY ? penalty * EMERGENCY_FACTOR : penalty;
    if (last && is_lone(b, from, to)) extra += COST_LONE;
    if (forced && *ratio > 0) *ratio = 0;
    if (b->measure->align != ZB_ALIGN_JUSTIFY && *ratio > 0) { /* ragged: lines of like length, no need to be full */
        double share = (double)(target - x.width) / (double)(target > 0 ? target : 1);
        *ratio = 0;
        return square(1 + 100 * share * share + extra);
    }
    return square(1 + fmin(badness(*ratio), 1e5) + extra);
}

static bool may_break(const breaker *b, size_t to) {
    const zb_unit *u = &b->p->units[to - 1];
    return (b->emergency ? u->emergency : u->penalty) != ZB_FORBIDDEN;
}

/* The best start of a line that ends at `to`, among the starts in [low, to). A start stays useful while the line fits when shrunk. */
static void reach(breaker *b, size_t to, size_t *low) {
    node *n = &b->nodes[to];
    while (*low + 1 < to) {
        extent x = measure_line(b, *low, to);
        if (x.width - x.shrink <= line_width(b->measure, *low)) break;
        size_t next = *low + 1;
        while (next < to && !b->nodes[next].reached) next++;
        if (next >= to) break; /* the only start left: the line will be overfull */
        *low = next;
    }
    for (size_t from = *low; from < to; from++) {
        if (!b->nodes[from].reached) continue;
        double ratio, cost = b->nodes[from].cost + cost_of(b, from, to, &ratio);
        if (n->reached && cost >= n->cost) continue;
        *n = (node){cost, from, ratio, true};
    }
}

/* True where every line fits well enough. */
static bool run_pass(zb_arena *arena, breaker *b, bool emergency) {
    size_t n = b->p->count, low = 0;
    b->emergency = emergency;
    b->nodes = ZB_NEW_ARRAY(arena, n + 1, node);
    b->nodes[0].reached = true;
    for (size_t to = 1; to <= n; to++) {
        if (!may_break(b, to)) continue;
        reach(b, to, &low);
        if (b->p->units[to - 1].penalty == ZB_FORCED) low = to;
    }
    bool fine = true;
    double loose = 0.5 + 0.25 / HAN_STRETCH_SHARE; /* a quarter em per Han place */
    for (size_t to = n; to > 0; to = b->nodes[to].from) fine &= b->nodes[to].ratio >= -1 && b->nodes[to].ratio <= loose;
    return fine;
}

static zb_break *collect(zb_arena *arena, const breaker *b, size_t *count) {
    size_t lines = 0;
    for (size_t to = b->p->count; to > 0; to = b->nodes[to].from) lines++;
    zb_break *breaks = ZB_NEW_ARRAY(arena, lines, zb_break);
    *count = lines;
    for (size_t to = b->p->count; to > 0; to = b->nodes[to].from) {
        size_t from = b->nodes[to].from;
        extent x = measure_line(b, from, to);
        bool forced = b->p->units[to - 1].penalty == ZB_FORCED;
        breaks[--lines] = (zb_break){from, to, b->visible[to] > from ? b->visible[to] : from, (zb_length)x.width,
                                     b->nodes[to].ratio, forced};
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

zb_break *zb_break_lines(zb_arena *arena, const zb_paragraph *p, const zb_measure *measure, size_t *count, zb_diags *diags) {
    breaker b = {.p = p, .measure = measure};
    zb_arena *scratch = zb_arena_open();
    sum_up(scratch, &b);
    if (!run_pass(scratch, &b, false)) run_pass(scratch, &b, true);
    zb_break *breaks = collect(arena, &b, count);
    zb_arena_close(scratch);
    report(p, breaks, *count, measure, diags);
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
        if (u->penalty != ZB_FORBIDDEN) piece = 0;
        if (u->penalty == ZB_FORCED) line = 0;
    }
    *min_content = (zb_length)(min < ZB_LENGTH_MAX ? min : ZB_LENGTH_MAX);
    *max_content = (zb_length)(max < ZB_LENGTH_MAX ? max : ZB_LENGTH_MAX);
}
