/* SPDX-License-Identifier: Apache-2.0
 * Several series over the same categories: where each mark begins and ends, and its colours. */
#ifndef ZB_CHARTS_SERIES_H
#define ZB_CHARTS_SERIES_H

#include "charts/plot.h"

/* From where to where a datum's mark goes on the value axis: from 0, or from what it is stacked upon. */
typedef struct zb_span {
    double from, to;
    bool outer; /* nothing is stacked upon it */
} zb_span;

/* Stacks of one category. */
typedef struct zb_sums {
    double up, down; /* sums of what is above and below 0 */
    bool any;        /* a value is there */
} zb_sums;

typedef struct zb_spans {
    const zb_span *spans; /* [series x count + category]; missing ones from 0 to 0 */
    const zb_sums *sums;  /* of each category */
    size_t count;         /* categories */
} zb_spans;

/* The spans of a prepared chart. */
zb_spans zb_spans_of(zb_arena *arena, const zb_chart *chart);
const zb_span *zb_span_at(const zb_spans *spans, size_t series, size_t index);

/* Whether marks are stacked: several series with a stacking mode. */
bool zb_chart_is_stacked(const zb_chart *chart);

/* How a mark is filled. */
typedef struct zb_ink {
    zb_color fill;
    int hatch;     /* 0: none, else a pattern (see charts/hatch.h) in `line` */
    zb_color line; /* of hatching and edge */
    bool edge;     /* outlined in `line`, where the fill alone could not be seen */
} zb_ink;

/* The ink of slice `index`, of a bar of a single series, and of series `series`. */
zb_ink zb_slice_ink(const zb_chart *chart, const zb_chart_look *look, size_t index);
zb_ink zb_bar_ink(const zb_chart *chart, const zb_chart_look *look, size_t index);
zb_ink zb_series_ink(const zb_chart *chart, const zb_chart_look *look, size_t series);
/* The ink of the mark of a datum: its own colour, the series', or that of a single series. */
zb_ink zb_mark_ink(const zb_chart *chart, const zb_chart_look *look, size_t series, size_t index);

/* Colour of a bar's value: that of the highlight where it is emphasised and dark enough to be read. */
zb_color zb_value_color(const zb_chart *chart, const zb_chart_look *look, size_t index);
/* A colour for text on this ground: the look's own, white or black, the first that has a contrast of 4.5. */
zb_color zb_text_color_on(const zb_chart_look *look, zb_color ground);
/* The colour of the look's ground; white where none is painted. */
zb_color zb_ground_of(const zb_chart_look *look);
/* `color` where it can be read on the ground, else the look's colour of values. */
zb_color zb_readable(const zb_chart_look *look, zb_color color);

#endif
