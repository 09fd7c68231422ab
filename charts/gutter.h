/* SPDX-License-Identifier: Apache-2.0
 * Labels at the right of the marks: what lines are called, and what reference lines mean. */
#ifndef ZB_CHARTS_GUTTER_H
#define ZB_CHARTS_GUTTER_H

#include "charts/axis.h"

typedef struct zb_end {
    zb_label label;
    double value; /* the height at which it is wanted */
    zb_color color;
} zb_end;

typedef struct zb_gutter {
    ZB_VEC(zb_end) ends;
    zb_length width; /* with the gap before it; 0: there is none */
} zb_gutter;

/* Adds a label in at most two lines. */
void zb_gutter_add(zb_plot *plot, zb_gutter *gutter, zb_str text, int weight, double value, zb_color color, zb_loc loc);
/* Adds the labels of the chart's reference lines. */
void zb_gutter_references(zb_plot *plot, zb_gutter *gutter);
/* Paints the labels, moved apart where they would touch, each tied by a short line to its height where it is far from
 * it. */
void zb_gutter_paint(zb_plot *plot, const zb_gutter *gutter, const zb_value_axis *axis, zb_rect frame);

/* The text of a reference line: label and value. In the arena. */
zb_str zb_reference_text(zb_plot *plot, const zb_reference *reference);
/* The colour of reference lines. */
zb_color zb_reference_color(const zb_chart_look *look);

#endif
