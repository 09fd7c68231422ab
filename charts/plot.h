/* SPDX-License-Identifier: Apache-2.0
 * What every part of a chart needs while one chart is being drawn: private to charts/. */
#ifndef ZB_CHARTS_PLOT_H
#define ZB_CHARTS_PLOT_H

#include "charts/chart.h"
#include "charts/percent.h"
#include "charts/trace.h"
#include "charts/words.h"
#include "render/display_list.h"

/* Data of one chart; more is an error [chart.size]: nobody can read it, and every part may be quadratic up to here. */
#define ZB_CHART_DATA_MAX 500
/* The same for series, reference lines and panels. */
#define ZB_CHART_SERIES_MAX 24
#define ZB_CHART_REFERENCES_MAX 12
#define ZB_CHART_PANELS_MAX 12
/* Slices that can still be told apart; more is a warning [chart.slices]. */
#define ZB_CHART_SLICES_GOOD 24

/* Thin lines: grid, axis, the line at zero between positive and negative bars, and the least that a mark above zero
 * shows. */
#define ZB_GRID_WIDTH (ZB_PT * 2 / 5)
#define ZB_AXIS_WIDTH (ZB_PT * 3 / 4)
#define ZB_ZERO_WIDTH ZB_PT
#define ZB_HAIRLINE (ZB_PT * 2 / 5)

typedef struct zb_plot {
    zb_arena *arena;
    const zb_chart *chart; /* prepared: at least one series, all values finite or missing */
    const zb_chart_look *look;
    zb_fonts *fonts;
    zb_diags *diags;
    zb_painter painter;
    zb_rect area;               /* what is left to draw in */
    const zb_str *values;       /* each datum's value as it is shown, of the first series */
    const zb_str *const *texts; /* the same of every series */
    double low, high;           /* what the axis of values must hold; for bars with zero */
    bool whole;                 /* all values are integers */
    bool inner;                 /* one of several panels: no unit and legend of its own */
    bool unlabelled;            /* nor tick labels */
    int share_decimals;         /* of the shares in stacks; -1: not yet known */
    zb_trace *trace;            /* what the lint wants to know; NULL: nobody asks */
} zb_plot;

/* zb_chart_draw that leaves a trace (NULL: none); only the size of `box` matters. */
const zb_display_list *zb_chart_trace(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look,
                                      zb_fonts *fonts, zb_rect box, zb_trace *trace, zb_diags *diags);

/* Vertical bars. False: values do not fit side by side, nothing was drawn, and horizontal bars must take over. */
bool zb_bar_draw(zb_plot *plot);
/* Horizontal bars. */
void zb_hbar_draw(zb_plot *plot);
/* Pie and donut. */
void zb_pie_draw(zb_plot *plot);
/* Lines, areas and points. */
void zb_line_draw(zb_plot *plot);
/* The frame of a chart without data, and 暂无数据. */
void zb_empty_draw(zb_plot *plot);
/* Several charts in a row. */
void zb_panels_draw(zb_plot *plot);
/* One chart without title and foot, in the plot's area. */
void zb_plot_marks(zb_plot *plot);
/* Fills low, high, whole and the texts from the chart. */
void zb_plot_measure(zb_plot *plot);

/* The chart with what drawing takes for granted: a series array, values that are no numbers as missing ([chart.number]
 * for each), small slices joined, notes on both. `diags` may be NULL. In the arena. */
const zb_chart *zb_chart_prepare(zb_arena *arena, const zb_chart *chart, zb_diags *diags);

/* The kind that is drawn: vertical bars turn horizontal where their names or values would not fit. Estimated without
 * fonts, so that zb_chart_height and zb_chart_draw agree. The chart is prepared. */
zb_chart_kind zb_chart_shape(const zb_chart *chart, const zb_chart_look *look, zb_length width);

/* The size of what stands above the marks (title, subtitle, unit, legend) and below them (note, source), estimated
 * without fonts. The chart is prepared. */
zb_length zb_chart_head_height(const zb_chart *chart, const zb_chart_look *look, zb_length width);
zb_length zb_chart_foot_height(const zb_chart *chart, const zb_chart_look *look, zb_length width);

/* Room for names beside horizontal bars: first choice, and the most. `width` is the chart's. */
zb_length zb_hbar_names_width(zb_length width, bool most);
/* Distance of categories of horizontal bars: what looks well for `count` of them with `bars` bars each whose names take
 * `lines`, and the least. */
zb_length zb_hbar_pitch(const zb_chart_look *look, size_t count, size_t bars, int lines, bool least);

static inline bool zb_chart_is_disc(const zb_chart *chart) {
    return chart->kind == ZB_CHART_PIE || chart->kind == ZB_CHART_DONUT;
}
static inline bool zb_chart_is_bars(const zb_chart *chart) {
    return chart->kind == ZB_CHART_BAR || chart->kind == ZB_CHART_HBAR;
}

/* Adds [chart.space]: the chart cannot be drawn in its box without overlaps; `needed` is the least height, or 0 when
 * the width is what lacks. */
void zb_plot_crowded(zb_plot *plot, zb_length needed);

#endif
