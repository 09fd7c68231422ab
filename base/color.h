/* SPDX-License-Identifier: Apache-2.0
 * sRGB colours, 8 bits a channel. */
#ifndef ZB_BASE_COLOR_H
#define ZB_BASE_COLOR_H

#include "base/str.h"

typedef struct zb_color {
    uint8_t r, g, b, a; /* a: 255 opaque, 0 nothing is painted */
} zb_color;

#define ZB_RGB(hex) ((zb_color){(uint8_t)((hex) >> 16), (uint8_t)((hex) >> 8), (uint8_t)(hex), 255})

/* Reads #RGB, #RRGGBB, #RRGGBBAA or "transparent". False: not a colour, *out untouched. */
bool zb_color_read(zb_str text, zb_color *out);
bool zb_color_equal(zb_color a, zb_color b);
/* a + (b - a) * share / 256, per channel. */
zb_color zb_color_mix(zb_color a, zb_color b, int share);
/* Contrast ratio 1 to 21 of two opaque colours (WCAG 2.2, relative luminance). */
double zb_color_contrast(zb_color a, zb_color b);

#endif
