/* SPDX-License-Identifier: Apache-2.0
 * Largest remainder at 0, 1, 2, ... decimals until the result is honest; else plain rounding. */
#include "charts/percent.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* One decimal more is better than a part that is not its share's nearest. */
enum { STRAIGHT_DECIMALS = 1 };

typedef struct remainder_entry {
    double rest;
    size_t index;
} remainder_entry;

static int remainder_order(const void *a, const void *b) {
    const remainder_entry *x = a, *y = b;
    if (x->rest != y->rest) return x->rest > y->rest ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Units of 10^-decimals percent that make a whole. */
static int64_t whole_of(int decimals) {
    int64_t whole = 100;
    for (int i = 0; i < decimals; i++) whole *= 10;
    return whole;
}

static void largest_remainder(zb_arena *arena, const double *shares, size_t count, int64_t whole, int64_t *parts) {
    remainder_entry *rests = ZB_NEW_ARRAY(arena, count, remainder_entry);
    int64_t left = whole;
    for (size_t i = 0; i < count; i++) {
        double exact = shares[i] * (double)whole;
        /* a share that is a round number but for the noise of binary fractions is that number */
        double nearest = round(exact);
        parts[i] = (int64_t)(fabs(exact - nearest) < 1e-9 * (double)whole ? nearest : floor(exact));
        rests[i] = (remainder_entry){shares[i] > 0 ? exact - (double)parts[i] : -1, i};
        left -= parts[i];
    }
    qsort(rests, count, sizeof *rests, remainder_order);
    for (size_t i = 0; i < count && left > 0 && rests[i].rest >= 0; i++, left--) parts[rests[i].index]++;
}

typedef struct value_entry {
    double value;
    int64_t part;
} value_entry;

static int value_order(const void *a, const void *b) {
    const value_entry *x = a, *y = b;
    return x->value < y->value ? -1 : x->value > y->value;
}

/* Equal values have equal parts, none above zero has none, and all make the whole. */
static bool parts_honest(zb_arena *arena, const double *values, const int64_t *parts, size_t count, int64_t whole) {
    value_entry *sorted = ZB_NEW_ARRAY(arena, count, value_entry);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i] > 0 && parts[i] <= 0) return false;
        sorted[i] = (value_entry){values[i], parts[i]};
        sum += parts[i];
    }
    if (sum != whole) return false;
    qsort(sorted, count, sizeof *sorted, value_order);
    for (size_t i = 1; i < count; i++) {
        if (sorted[i].value == sorted[i - 1].value && sorted[i].part != sorted[i - 1].part) return false;
    }
    return true;
}

/* Each part is its share rounded to the nearest, with no doubt at a half. */
static bool parts_nearest(const double *shares, const int64_t *parts, size_t count, int64_t whole) {
    for (size_t i = 0; i < count; i++) {
        if (fabs(shares[i] * (double)whole - (double)parts[i]) > 0.5 - 1e-9) return false;
    }
    return true;
}

/* Rounds each part alone, with the fewest decimals (from 1) that show them all. */
static int parts_round(const double *shares, size_t count, int64_t *parts, int least) {
    for (int decimals = least > 1 ? least : 1;; decimals++) {
        bool all = true;
        for (size_t i = 0; i < count; i++) {
            parts[i] = (int64_t)round(shares[i] * (double)whole_of(decimals));
            all = all && (shares[i] <= 0 || parts[i] > 0);
        }
        if (all || decimals == ZB_PERCENT_DECIMALS_MAX) return decimals;
    }
}

zb_percents zb_percents_with(zb_arena *arena, const double *values, size_t count, int least) {
    int64_t *parts = ZB_NEW_ARRAY(arena, count, int64_t);
    double *shares = ZB_NEW_ARRAY(arena, count, double);
    zb_percents out = {.parts = parts, .count = count};
    double most = 0, sum = 0;
    for (size_t i = 0; i < count; i++) most = fmax(most, values[i]);
    if (most <= 0) return out;
    for (size_t i = 0; i < count; i++) sum += values[i] / most;
    for (size_t i = 0; i < count; i++) shares[i] = values[i] / most / sum;
    /* first without bending any part, then with, at the fewest decimals either way */
    for (int bent = 0; bent <= 1; bent++) {
        for (int decimals = least; decimals <= (bent ? ZB_PERCENT_DECIMALS_MAX : STRAIGHT_DECIMALS); decimals++) {
            int64_t whole = whole_of(decimals);
            largest_remainder(arena, shares, count, whole, parts);
            if (!parts_honest(arena, values, parts, count, whole)) continue;
            if (!bent && !parts_nearest(shares, parts, count, whole)) continue;
            out.decimals = decimals;
            out.exact = true;
            return out;
        }
    }
    out.decimals = parts_round(shares, count, parts, least);
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) total += parts[i];
    out.exact = total == whole_of(out.decimals);
    return out;
}

zb_percents zb_percents_of(zb_arena *arena, const double *values, size_t count) {
    return zb_percents_with(arena, values, count, 0);
}

zb_str zb_percent_text(zb_arena *arena, const zb_percents *percents, size_t index, double value) {
    int64_t part = percents->parts[index], unit = whole_of(percents->decimals) / 100;
    const char *sign = part == 0 && value > 0 ? "<" : "";
    if (*sign) part = 1;
    if (percents->decimals == 0) return zb_str_format(arena, "%s%" PRId64 "%%", sign, part);
    return zb_str_format(arena, "%s%" PRId64 ".%0*" PRId64 "%%", sign, part / unit, percents->decimals, part % unit);
}
