/* SPDX-License-Identifier: Apache-2.0
 * The search for ticks. A candidate is (start, skip j, base q, power z, count k): ticks are (start + i j) q 10^z. It
 * scores by simplicity, coverage and density; bounds on each term end the loops early. Our additions: labels' room,
 * integers for counts, zero as a tick, and ticks as integers. */
#include "charts/scale.h"

#include <math.h>

/* The nice bases in tenths, best first. */
static const int bases[] = {10, 50, 20, 25, 40, 30};
enum { BASE_COUNT = 6, SKIP_MAX = 8, POWER_SPAN = 8, TICKS_WANTED = 5 };

/* Weights of simplicity, coverage, density, and of legibility, which is the same for all our candidates. */
static const double weights[] = {0.25, 0.2, 0.5, 0.05};

/* Beyond these, squares and differences could leave the range of doubles; values are divided by 10^shift first. */
#define GREAT_VALUE 1e100
#define SMALL_VALUE 1e-100
#define SHIFT 220
#define SHIFT_FACTOR 1e220

typedef struct search {
    zb_linear_wish wish; /* shifted, room included */
    double low, high;    /* the data alone, shifted */
    int shift;
    int least; /* ticks */
    double score;
    zb_linear *best;
} search;

typedef struct candidate {
    int base, skip, power, count;
    double unit; /* base x 10^power */
    int64_t start;
} candidate;

static double total_score(double simplicity, double coverage, double density) {
    return weights[0] * simplicity + weights[1] * coverage + weights[2] * density + weights[3];
}

static double simplicity_of(const candidate *c, bool zero) {
    return 1 - (double)c->base / (BASE_COUNT - 1) - c->skip + (zero ? 1 : 0);
}

static double coverage_of(const zb_linear_wish *w, double first, double last) {
    double tenth = 0.1 * (w->high - w->low), below = w->low - first, above = w->high - last;
    return 1 - 0.5 * (below * below + above * above) / (tenth * tenth);
}

static double coverage_most(const zb_linear_wish *w, double span) {
    double range = w->high - w->low, half = (span - range) / 2, tenth = 0.1 * range;
    return span > range ? 1 - half * half / (tenth * tenth) : 1;
}

static double density_of(const zb_linear_wish *w, int count, double first, double last) {
    double found = (count - 1) / (last - first);
    double wanted = (TICKS_WANTED - 1) / (fmax(last, w->high) - fmin(first, w->low));
    return 2 - fmax(found / wanted, wanted / found);
}

static double density_most(int count) {
    return count >= TICKS_WANTED ? 2 - (double)(count - 1) / (TICKS_WANTED - 1) : 1;
}

static double unit_of(int base, int power) {
    int p = power - 1;
    return p >= 0 ? bases[base] * pow(10, p) : bases[base] / pow(10, -p);
}

/* Both the first tick and the step must be integers for counts. */
static bool whole_enough(const search *s, const candidate *c) {
    if (!s->wish.whole) return true;
    if (c->power - 1 + s->shift >= 0) return true;
    if (c->power + s->shift < 0) return false;
    return bases[c->base] * c->skip % 10 == 0 && bases[c->base] * c->start % 10 == 0;
}

static bool zero_right(const search *s, const candidate *c) {
    int64_t last = c->start + (int64_t)c->skip * (c->count - 1);
    if (!s->wish.zero) return true;
    if (c->start % c->skip != 0 || c->start > 0 || last < 0) return false;
    return !(s->wish.low >= 0 && c->start < 0) && !(s->wish.high <= 0 && last > 0);
}

static void candidate_keep(search *s, const candidate *c, double first, double last) {
    zb_linear *b = s->best;
    b->count = c->count;
    b->exponent = c->power - 1 + s->shift;
    b->shift = s->shift;
    b->first = first;
    b->last = last;
    for (int i = 0; i < c->count; i++) b->mantissas[i] = (c->start + (int64_t)i * c->skip) * bases[c->base];
}

static void start_try(search *s, const candidate *c) {
    double first = (double)c->start * c->unit, last = first + c->unit * c->skip * (c->count - 1);
    double span = last - first;
    if (first > s->low - s->wish.room_low * span || last < s->high + s->wish.room_high * span) return;
    if (!zero_right(s, c) || !whole_enough(s, c)) return;
    bool zero = c->start % c->skip == 0 && first <= 0 && last >= 0;
    double score = total_score(simplicity_of(c, zero), coverage_of(&s->wish, first, last),
                               density_of(&s->wish, c->count, first, last));
    if (score <= s->score) return;
    s->score = score;
    candidate_keep(s, c, first, last);
}

/* All powers and starts for a base, a skip and a count. */
static void count_try(search *s, candidate c) {
    double range = s->wish.high - s->wish.low;
    int power = (int)ceil(log10(range / (c.count + 1) / c.skip / bases[c.base] * 10));
    for (int z = power; z < power + POWER_SPAN; z++) {
        c.power = z;
        c.unit = unit_of(c.base, z);
        double step = c.unit * c.skip;
        double most =
            total_score(simplicity_of(&c, true), coverage_most(&s->wish, step * (c.count - 1)), density_most(c.count));
        if (most <= s->score) return;
        int64_t from = ((int64_t)floor(s->wish.high / step) - (c.count - 1)) * c.skip;
        int64_t to = (int64_t)ceil(s->wish.low / step) * c.skip;
        for (c.start = from; c.start <= to; c.start++) start_try(s, &c);
    }
}

static void search_run(search *s) {
    for (int skip = 1; skip <= SKIP_MAX; skip++) {
        for (int base = 0; base < BASE_COUNT; base++) {
            candidate c = {.base = base, .skip = skip};
            if (total_score(simplicity_of(&c, true), 1, 1) <= s->score) continue;
            for (c.count = s->least; c.count <= ZB_TICKS_MAX; c.count++) count_try(s, c);
        }
    }
}

static double factor_of(int shift) { return shift > 0 ? 1 / SHIFT_FACTOR : shift < 0 ? SHIFT_FACTOR : 1; }

/* The range in shifted numbers, never empty, zero included where wished; no room where no data ends. */
static zb_linear_wish wish_prepare(const zb_linear_wish *wish, int *shift) {
    zb_linear_wish w = *wish;
    double most = fmax(fabs(w.low), fabs(w.high));
    *shift = most > GREAT_VALUE ? SHIFT : most > 0 && most < SMALL_VALUE ? -SHIFT : 0;
    double factor = factor_of(*shift);
    w.low *= factor;
    w.high *= factor;
    if (w.zero) {
        w.low = fmin(w.low, 0);
        w.high = fmax(w.high, 0);
    }
    most = fmax(fabs(w.low), fabs(w.high));
    if (w.high - w.low <= most * 1e-12) {
        double half = most > 0 ? most * 1e-6 : 0.5;
        if (w.zero || most == 0) w.high = w.low + 2 * half;
        else w.low -= half, w.high += half;
    }
    if (w.zero && w.low >= 0) w.room_low = 0;
    if (w.zero && w.high <= 0) w.room_high = 0;
    return w;
}

static void room_add(search *s) {
    zb_linear_wish *w = &s->wish;
    s->low = w->low;
    s->high = w->high;
    double range = (w->high - w->low) / (1 - w->room_low - w->room_high);
    w->low -= w->room_low * range;
    w->high += w->room_high * range;
}

void zb_linear_fit(const zb_linear_wish *wish, zb_linear *scale) {
    search s = {.best = scale, .score = -HUGE_VAL, .least = ZB_TICKS_MIN};
    s.wish = wish_prepare(wish, &s.shift);
    /* all values zero: nothing needs room, and an axis from 0 to 1 says it */
    if (wish->zero && wish->low == 0 && wish->high == 0) s.wish.high = 1, s.wish.room_high = 0;
    room_add(&s);
    *scale = (zb_linear){0};
    search_run(&s);
    bool poor = scale->count == 0 || scale->last - scale->first > 2 * (s.wish.high - s.wish.low);
    if (poor && s.wish.whole) {
        s.least = 2;
        s.score = -HUGE_VAL;
        search_run(&s);
    }
    if (scale->count > 0) return;
    /* no candidate at all: the outer values themselves, rounded out to integers of one power of ten */
    int power = (int)floor(log10(s.wish.high - s.wish.low));
    double unit = pow(10, power);
    *scale = (zb_linear){.count = 2, .exponent = power + s.shift, .shift = s.shift};
    scale->mantissas[0] = (int64_t)floor(s.wish.low / unit);
    scale->mantissas[1] = (int64_t)ceil(s.wish.high / unit);
    scale->first = (double)scale->mantissas[0] * unit;
    scale->last = (double)scale->mantissas[1] * unit;
}

double zb_linear_share(const zb_linear *scale, double value) {
    return (value * factor_of(scale->shift) - scale->first) / (scale->last - scale->first);
}

double zb_linear_tick_share(const zb_linear *scale, int index) {
    int64_t first = scale->mantissas[0], last = scale->mantissas[scale->count - 1];
    return (double)(scale->mantissas[index] - first) / (double)(last - first);
}

zb_length zb_band_edge(const zb_bands *bands, size_t index) {
    return bands->start + zb_scale(bands->width, (int64_t)index, (int64_t)bands->count);
}

zb_length zb_band_middle(const zb_bands *bands, size_t index) {
    return bands->start + zb_scale(bands->width, 2 * (int64_t)index + 1, 2 * (int64_t)bands->count);
}

zb_length zb_band_bar(const zb_bands *bands, zb_length most) {
    zb_length width = bands->width / (zb_length)bands->count;
    return zb_min(width * 62 / 100, most);
}
