/* SPDX-License-Identifier: Apache-2.0
 * Level and upright lines that leave out the places where texts stand: grid and reference lines. */
#ifndef ZB_CHARTS_RULE_H
#define ZB_CHARTS_RULE_H

#include "charts/plot.h"

typedef struct zb_rule {
    zb_length width;
    zb_color color;
    bool dashed;
} zb_rule;

/* Places that lines leave out. */
typedef ZB_VEC(zb_rect) zb_holes;

/* Paints a level or upright line from `from` to `to` (to the right or down) in the pieces between the holes. */
void zb_rule_paint(zb_plot *plot, zb_point from, zb_point to, const zb_rule *rule, const zb_holes *holes);
/* Makes the newest stroke a dashed one. */
void zb_stroke_dash(zb_painter *painter, int pattern);

#endif
