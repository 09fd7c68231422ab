/* SPDX-License-Identifier: Apache-2.0
 * Axes: ticks and grid for values; names for categories. */
#ifndef ZB_CHARTS_AXIS_H
#define ZB_CHARTS_AXIS_H

#include "charts/label.h"
#include "charts/rule.h"
#include "charts/scale.h"

/* A value axis; its labels stand at the left of an upright one and below a level one. */
typedef struct zb_value_axis {
    zb_linear scale;
    zb_label labels[ZB_TICKS_MAX];
    zb_length width; /* of the widest label and the gap behind it */
} zb_value_axis;

/* The text of a tick in the chart's number style. In the arena. */
zb_str zb_tick_text(zb_plot *plot, const zb_linear *scale, int index);
zb_value_axis zb_value_axis_new(zb_plot *plot, const zb_linear_wish *wish);
/* Place of a value in the frame that holds the marks. */
zb_length zb_value_axis_y(const zb_value_axis *axis, zb_rect frame, double value);
zb_length zb_value_axis_x(const zb_value_axis *axis, zb_rect frame, double value);
/* Paints tick labels and the grid; the grid leaves out the holes, where labels stand. */
void zb_value_axis_paint(zb_plot *plot, const zb_value_axis *axis, zb_rect frame, const zb_holes *holes);
/* Paints a level axis below the frame. */
void zb_value_axis_paint_level(zb_plot *plot, const zb_value_axis *axis, zb_rect frame, const zb_holes *holes);

/* Names below a frame, one a band. */
typedef struct zb_name_axis {
    zb_bands bands;
    const zb_label *labels; /* count 0: left out, as every other name of many points */
    zb_length height;       /* of the tallest and the gap above it */
} zb_name_axis;

/* The names in at most `lines` lines each, as wide as a band lets them. `sparse`: where they don't fit, only every
 * second, third, ... name and the last. */
zb_name_axis zb_name_axis_new(zb_plot *plot, zb_length start, zb_length width, const zb_str *names, int lines,
                              bool sparse);
void zb_name_axis_paint(zb_plot *plot, const zb_name_axis *axis, zb_length y);

/* The names of the chart's categories, and how many lines each may take. */
const zb_str *zb_names_of(zb_plot *plot);

#endif
