/* SPDX-License-Identifier: Apache-2.0
 * The legend as a small table: swatch, name, value, share; names wrap, numbers stand right-aligned. */
#ifndef ZB_CHARTS_LEGEND_H
#define ZB_CHARTS_LEGEND_H

#include "charts/label.h"
#include "charts/series.h"

typedef struct zb_legend_row {
    zb_label name, value, share;
    zb_ink ink;
    zb_length height;
} zb_legend_row;

typedef struct zb_legend {
    const zb_legend_row *rows;
    size_t count;
    zb_label note; /* below the rows; count 0: none */
    zb_length names_width, values_width, shares_width;
    zb_length width, height;
} zb_legend;

/* A row for each datum of the chart, at most `max_width` wide. `note` may be empty. */
zb_legend zb_legend_new(zb_plot *plot, const zb_percents *percents, zb_str note, zb_length max_width);
/* Paints it with its top left at x, y. */
void zb_legend_paint(zb_plot *plot, const zb_legend *legend, zb_length x, zb_length y);
/* What a row takes beside the name, with columns of these widths for values and shares (0: no shares). */
zb_length zb_legend_fixed_width(const zb_chart_look *look, zb_length values, zb_length shares);
/* Space between the disc and a legend beside it. */
zb_length zb_legend_gap(const zb_chart_look *look);
/* Height of a row of one line, and of each further line. */
zb_length zb_legend_pitch(const zb_chart_look *look);

#endif
