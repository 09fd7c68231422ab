/* SPDX-License-Identifier: Apache-2.0
 * Shares of a whole that add up and do not lie: as few decimals as let equal values read equal and no part above zero
 * read zero, with the rounding spread by largest remainder so that the parts sum to 100. */
#ifndef ZB_CHARTS_PERCENT_H
#define ZB_CHARTS_PERCENT_H

#include <stdbool.h>

#include "base/str.h"

#define ZB_PERCENT_DECIMALS_MAX 3

typedef struct zb_percents {
    int decimals;
    const int64_t *parts; /* in units of 10^-decimals percent; 0 where a part is missing */
    size_t count;
    bool exact; /* they sum to 100; false for 1:1:1, where equal parts cannot */
} zb_percents;

/* Shares of `values` (0 or more, finite; a missing one is given as 0). All zero: all parts are 0 and exact is false. In
 * the arena. */
zb_percents zb_percents_of(zb_arena *arena, const double *values, size_t count);

/* The same with at least `least` decimals (at most ZB_PERCENT_DECIMALS_MAX), so that several wholes read alike. */
zb_percents zb_percents_with(zb_arena *arena, const double *values, size_t count, int least);

/* "75.6%"; "<0.1%" where a part above zero is too small for the decimals. `value` is the part's own. In the arena. */
zb_str zb_percent_text(zb_arena *arena, const zb_percents *percents, size_t index, double value);

#endif
