/* SPDX-License-Identifier: Apache-2.0
 * Scales: tick positions for numbers (the extended Wilkinson search of Talbot, Lin and Hanrahan 2010) and bands for
 * categories. Ticks are kept as decimal integers, so that their labels never show the noise of binary fractions and no
 * value overflows. */
#ifndef ZB_CHARTS_SCALE_H
#define ZB_CHARTS_SCALE_H

#include <stdbool.h>

#include "base/length.h"
#include "base/str.h"

#define ZB_TICKS_MAX 7
#define ZB_TICKS_MIN 4

/* What an axis must show. */
typedef struct zb_linear_wish {
    double low, high;           /* the data; finite, low <= high */
    double room_low, room_high; /* shares of the axis that must stay free beyond the data (for labels), 0 to 0.4 each */
    bool zero;                  /* zero is a tick, and the axis does not pass it without need */
    bool whole;                 /* counts: no tick between two integers */
} zb_linear_wish;

/* A linear scale: tick i is mantissas[i] x 10^exponent. */
typedef struct zb_linear {
    int count;
    int64_t mantissas[ZB_TICKS_MAX];
    int exponent;
    double first, last; /* the outer ticks, divided by 10^shift as values must be (see zb_linear_share) */
    int shift;
} zb_linear;

/* Ticks that enclose the wish: 4 to 7, fewer only where integers do not allow it. */
void zb_linear_fit(const zb_linear_wish *wish, zb_linear *scale);

/* Place of a value on the axis: 0 at the first tick, 1 at the last. */
double zb_linear_share(const zb_linear *scale, double value);

/* Place of tick `index`, exact at both ends. */
double zb_linear_tick_share(const zb_linear *scale, int index);

/* Text of tick `index`: same decimals on all ticks, U+2212 as minus, 万 and 亿 where numbers are long, a power of ten
 * where they are out of all measure. In the arena. */
zb_str zb_linear_tick_text(zb_arena *arena, const zb_linear *scale, int index);

/* The same; `counted` false: in full, without 万 and 亿. In the arena. */
zb_str zb_linear_tick_styled(zb_arena *arena, const zb_linear *scale, int index, bool counted);

/* Bands of equal width for categories. */
typedef struct zb_bands {
    zb_length start, width; /* of all bands together */
    size_t count;
} zb_bands;

/* Edge of band `index` (index == count: the end). */
zb_length zb_band_edge(const zb_bands *bands, size_t index);
/* Middle of band `index`. */
zb_length zb_band_middle(const zb_bands *bands, size_t index);
/* Width of a bar in a band, at most `most`. */
zb_length zb_band_bar(const zb_bands *bands, zb_length most);

#endif
