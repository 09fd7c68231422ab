/* SPDX-License-Identifier: Apache-2.0
 * Labels at points that keep clear of the lines, of other points and of each other. */
#ifndef ZB_CHARTS_POINTLABEL_H
#define ZB_CHARTS_POINTLABEL_H

#include "charts/label.h"
#include "charts/rule.h"

/* What labels must not touch: points, and the lines between neighbours of the same series. */
typedef struct zb_dot {
    zb_point at;
    size_t series;
    bool joined; /* by a line to the dot before it */
    zb_length radius;
} zb_dot;

typedef struct zb_dots {
    ZB_VEC(zb_dot) dots; /* series by series, from the left */
} zb_dots;

typedef struct zb_point_label {
    zb_label label;
    size_t dot;
    int rank; /* those of low rank are placed first */
    zb_color color;
    zb_length x, baseline; /* of the middle, once placed */
    bool placed;
} zb_point_label;

/* Finds a place for each label, above peaks and below valleys; `levels` are the heights of lines across the
 * frame. False: at least one has none; it is not `placed`. */
bool zb_point_labels_place(zb_plot *plot, const zb_dots *dots, zb_point_label *labels, size_t count, zb_rect frame,
                           const zb_length *levels, size_t level_count);
/* Adds the boxes of the placed labels. */
void zb_point_labels_reserve(zb_plot *plot, const zb_point_label *labels, size_t count, zb_holes *holes);
void zb_point_labels_paint(zb_plot *plot, const zb_point_label *labels, size_t count);

#endif
