/* SPDX-License-Identifier: Apache-2.0
 * Marks: the shapes that stand for values. */
#ifndef ZB_CHARTS_MARK_H
#define ZB_CHARTS_MARK_H

#include "render/display_list.h"

/* Where a bar grows to: its corners there are rounded. */
typedef enum zb_side { ZB_SIDE_UP, ZB_SIDE_DOWN, ZB_SIDE_LEFT, ZB_SIDE_RIGHT } zb_side;

/* A bar, its two far corners rounded by `radius` (less where the bar is too small). */
void zb_mark_bar(zb_painter *painter, zb_rect rect, zb_side side, zb_length radius, zb_color color);

/* A ring sector from angle `from` to `to` (radians clockwise from 12 o'clock); inner 0: a sector of a disc. Half of
 * `gap` stays free along both edges, less where the sector is narrow; a sector narrower than a hairline is drawn as
 * one. */
typedef struct zb_sector {
    zb_point centre;
    zb_length inner, outer;
    double from, to;
    zb_length gap;
} zb_sector;
void zb_mark_sector(zb_painter *painter, const zb_sector *sector, zb_color color);

/* A small rounded square, centred on the point. */
void zb_mark_swatch(zb_painter *painter, zb_point centre, zb_length size, zb_color color);

#endif
