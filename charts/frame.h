/* SPDX-License-Identifier: Apache-2.0
 * The frame of upright charts: value axis at the left, names at the foot, labels of lines at the right. */
#ifndef ZB_CHARTS_FRAME_H
#define ZB_CHARTS_FRAME_H

#include "charts/gutter.h"

/* The axes must leave the marks at least this. */
#define ZB_FRAME_LEAST (ZB_PT * 24)

typedef struct zb_frame {
    zb_value_axis axis;
    zb_name_axis names;
    zb_value_axis level; /* instead of names where x is numeric */
    zb_gutter gutter;
    zb_rect rect; /* of the marks */
} zb_frame;

typedef struct zb_frame_wish {
    double low, high; /* of the values */
    bool zero;        /* a tick, never passed without need */
    bool room;        /* for labels beyond the marks */
    bool keys;        /* unit and legend are still to be painted, at the left edge */
    bool sparse;      /* names may be left out */
    const zb_str *names;
    int lines; /* of names */
} zb_frame_wish;

/* Fits the axes into the plot's area; paints unit and legend above it. `frame->gutter` is filled already. False: there
 * is no room, [chart.space] was added. */
bool zb_frame_new(zb_plot *plot, const zb_frame_wish *wish, zb_frame *frame);
/* Paints grid and ticks. */
void zb_frame_paint_grid(zb_plot *plot, const zb_frame *frame, const zb_holes *holes);
/* Paints the line at zero, or the foot of an axis without it. */
void zb_frame_paint_base(zb_plot *plot, const zb_frame *frame);
/* Paints names, reference lines and the labels at the right. */
void zb_frame_paint_texts(zb_plot *plot, const zb_frame *frame, const zb_holes *holes);

#endif
