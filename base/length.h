/* SPDX-License-Identifier: Apache-2.0
 * Lengths are integers of 1/1024 pt (1 pt = 1/72 inch), the unit of an unhinted Pango layout at 72 dpi, so that the advance of a
 * full-width glyph is exact and equal inputs give equal bytes. Sums over whole documents use int64_t. */
#ifndef ZB_BASE_LENGTH_H
#define ZB_BASE_LENGTH_H

#include <stdint.h>

typedef int32_t zb_length;

#define ZB_PT 1024
#define ZB_LENGTH_MAX INT32_MAX

static inline zb_length zb_pt(double points) {
    double v = points * ZB_PT;
    return (zb_length)(v < 0 ? v - 0.5 : v + 0.5);
}
static inline double zb_to_pt(int64_t length) { return (double)length / ZB_PT; }
/* length x numerator / denominator, rounded to nearest. */
static inline zb_length zb_scale(int64_t length, int64_t numerator, int64_t denominator) {
    int64_t v = length * numerator, half = denominator / 2;
    return (zb_length)((v < 0 ? v - half : v + half) / denominator);
}
static inline zb_length zb_min(zb_length a, zb_length b) { return a < b ? a : b; }
static inline zb_length zb_max(zb_length a, zb_length b) { return a > b ? a : b; }

typedef struct zb_point {
    zb_length x, y; /* y grows downwards */
} zb_point;

typedef struct zb_rect {
    zb_length x, y, width, height;
} zb_rect;

#endif
