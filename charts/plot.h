/* SPDX-License-Identifier: Apache-2.0
 * What every part of a chart needs while one chart is being drawn: private to charts/. */
#ifndef ZB_CHARTS_PLOT_H
#define ZB_CHARTS_PLOT_H

#include "charts/chart.h"
#include "charts/percent.h"
#include "render/display_list.h"

/* Data of one chart; more is an error [chart.size]: nobody can read it, and every part may be quadratic up to here. */
#define ZB_CHART_DATA_MAX 500
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
    const zb_chart *chart; /* data checked: at least one number, all finite or missing */
    const zb_chart_look *look;
    zb_fonts *fonts;
    zb_diags *diags;
    zb_painter painter;
    zb_rect area;         /* what is left to draw in */
    const zb_str *values; /* each datum's value as it is shown */
    double low, high;     /* the least and the greatest value, zero included */
    bool whole;           /* all values are integers */
} zb_plot;

/* Vertical bars. False: values do not fit side by side, nothing was drawn, and horizontal bars must take over. */
bool zb_bar_draw(zb_plot *plot);
/* Horizontal bars. */
void zb_hbar_draw(zb_plot *plot);
/* Pie and donut. */
void zb_pie_draw(zb_plot *plot);

/* The kind that is drawn: vertical bars turn horizontal where their names or values would not fit. Estimated without
 * fonts, so that zb_chart_height and zb_chart_draw agree. */
zb_chart_kind zb_chart_shape(const zb_chart *chart, const zb_chart_look *look, zb_length width);

/* The size of what stands above the marks, title and unit, estimated without fonts. */
zb_length zb_chart_head_height(const zb_chart *chart, const zb_chart_look *look);

/* Room for names beside horizontal bars: first choice, and the most. `width` is the chart's. */
zb_length zb_hbar_names_width(zb_length width, bool most);
/* Distance of horizontal bars: what looks well for `count` bars whose names take `lines`, and the least. */
zb_length zb_hbar_pitch(const zb_chart_look *look, size_t count, int lines, bool least);

/* Colour of category `index`: its own, else from the palette, in ever lighter rounds where there are more than colours.
 */
zb_color zb_slice_color(const zb_chart *chart, const zb_chart_look *look, size_t index);
/* Colour of a bar: its own, else the highlight or the plain mark. */
zb_color zb_bar_color(const zb_chart_look *look, const zb_datum *datum);
/* Colour of a bar's value: that of the highlight where it is emphasised and dark enough to be read. */
zb_color zb_value_color(const zb_chart_look *look, const zb_datum *datum);

/* Adds [chart.space]: the chart cannot be drawn in its box without overlaps; `needed` is the least height, or 0 when
 * the width is what lacks. */
void zb_plot_crowded(zb_plot *plot, zb_length needed);

#endif
