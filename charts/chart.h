/* SPDX-License-Identifier: Apache-2.0
 * Charts: data to a display list, usable without a document. */
#ifndef ZB_CHARTS_CHART_H
#define ZB_CHARTS_CHART_H

#include "base/color.h"
#include "base/diag.h"
#include "base/length.h"
#include "base/role.h"

typedef enum zb_chart_kind { ZB_CHART_BAR, ZB_CHART_HBAR, ZB_CHART_PIE, ZB_CHART_DONUT } zb_chart_kind;

/* One category: a bar or a slice. */
typedef struct zb_datum {
    zb_str name;
    double value;
    zb_str value_text; /* the source's spelling, so that 6.10 keeps its nought */
    bool missing;      /* no number: no mark */
    bool highlight;    /* emphasised */
    zb_color color;    /* a 0: from the palette */
    zb_loc loc;
} zb_datum;

/* What a chart shows. All strings are borrowed from the arena of their maker. */
typedef struct zb_chart {
    zb_chart_kind kind;
    zb_str id;
    zb_str title;       /* drawn above the chart when it stands alone */
    zb_str caption;     /* for the alternative text; drawn by the document, not by the chart */
    zb_str unit;        /* 个, 分; empty: none */
    zb_str total_label; /* donut: text below the sum in the hole; empty: none */
    const zb_datum *data;
    size_t count;
    zb_loc loc;
} zb_chart;

/* How charts look; filled from a style, or by zb_chart_look_default. */
typedef struct zb_chart_look {
    zb_length label_size, value_size, title_size;
    zb_color label, value, title;
    zb_color palette[12];
    size_t palette_count;
    zb_color mark, highlight;    /* a single series; its emphasised mark */
    zb_color grid, axis, ground; /* ground a 0: none is painted */
} zb_chart_look;

typedef struct zb_fonts zb_fonts;
typedef struct zb_display_list zb_display_list;

/* The house look; every field is set. */
void zb_chart_look_default(zb_chart_look *look);

/* Height that suits the chart at this width, in whole points. */
zb_length zb_chart_height(const zb_chart *chart, const zb_chart_look *look, zb_length width);

/* Draws the chart into a box of the given size, top left at 0,0. Never NULL; what cannot be drawn (no data, all
 * missing) gives an error at the chart's place ([chart.empty], [chart.number], [chart.negative] for a pie) and an empty
 * list. */
const zb_display_list *zb_chart_draw(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, zb_fonts *fonts,
                                     zb_length width, zb_length height, zb_diags *diags);

/* Alternative text from the data in Chinese: kind, what, where the peak is. In the arena. */
zb_str zb_chart_alt(zb_arena *arena, const zb_chart *chart);

#endif
