/* SPDX-License-Identifier: Apache-2.0
 * Exact sums of decimal numbers as they are spelled, for total rows: 0.1 + 0.2 is 0.3, and 6.10 keeps its nought. */
#ifndef ZB_TEMPLATES_DECIMAL_H
#define ZB_TEMPLATES_DECIMAL_H

#include "base/str.h"

#define ZB_DECIMAL_SCALE_MAX 9

typedef struct zb_decimal {
    int64_t units;
    int scale; /* units are 10^-scale */
} zb_decimal;

/* Reads "-12.50". False: not a plain decimal number, more than 9 decimals, or too large. */
bool zb_decimal_read(zb_str text, zb_decimal *out);
/* Adds to *sum, which takes the larger scale. False: too large, *sum untouched. */
bool zb_decimal_add(zb_decimal *sum, zb_decimal term);
/* The spelling, in the arena. */
zb_str zb_decimal_text(zb_arena *arena, zb_decimal value);

#endif
