/* SPDX-License-Identifier: Apache-2.0
 * Axes: ticks and grid for values; names for categories. */
#ifndef ZB_CHARTS_AXIS_H
#define ZB_CHARTS_AXIS_H

#include "charts/label.h"
#include "charts/scale.h"

/* An upright value axis, its labels at its left. */
typedef struct zb_value_axis {
    zb_linear scale;
    zb_label labels[ZB_TICKS_MAX];
    zb_length width; /* of the widest label and the gap behind it */
} zb_value_axis;

zb_value_axis zb_value_axis_new(zb_plot *plot, const zb_linear_wish *wish);
/* Place of a value in the frame that holds the marks. */
zb_length zb_value_axis_y(const zb_value_axis *axis, zb_rect frame, double value);
/* Paints tick labels and the grid; the grid leaves out the boxes in `holes`, where labels stand. */
void zb_value_axis_paint(zb_plot *plot, const zb_value_axis *axis, zb_rect frame, const zb_rect *holes,
                         size_t hole_count);

/* Names below a frame, one a band. */
typedef struct zb_name_axis {
    zb_bands bands;
    const zb_label *labels;
    zb_length height; /* of the tallest and the gap above it */
} zb_name_axis;

/* Names in at most two lines each, as wide as a band lets them. */
zb_name_axis zb_name_axis_new(zb_plot *plot, zb_length start, zb_length width);
void zb_name_axis_paint(zb_plot *plot, const zb_name_axis *axis, zb_length y);

/* "单位：分" above the marks, where the chart has a unit; moves the top of the area down. */
void zb_unit_paint(zb_plot *plot, zb_length x);

#endif
