/* SPDX-License-Identifier: Apache-2.0
 * Drawing a chart: the data is checked once, then the kind's own file draws. */
#include "charts/chart.h"

#include <math.h>

#include "charts/label.h"
#include "charts/number.h"

#define SIDE_LEAST (ZB_PT * 12)
#define SIDE_MOST (ZB_PT * 20000)
#define TITLE_GAP 70 /* share of the label size */

static bool is_disc(const zb_chart *chart) { return chart->kind == ZB_CHART_PIE || chart->kind == ZB_CHART_DONUT; }

static bool is_number(const zb_datum *datum) { return !datum->missing && isfinite(datum->value); }

/* Numbers that are none, and negative parts of a whole. */
static bool numbers_check(const zb_chart *chart, zb_diags *diags) {
    bool good = true;
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &chart->data[i];
        if (datum->missing) continue;
        if (!isfinite(datum->value)) {
            zb_diag_add(diags, ZB_ERROR, "chart.number", datum->loc, "value of '%.*s' is not a finite number",
                        ZB_STR_ARG(datum->name));
            zb_diag_hint(diags, "leave the value empty where there is none");
            good = false;
        } else if (is_disc(chart) && datum->value < 0) {
            zb_diag_add(diags, ZB_ERROR, "chart.negative", datum->loc,
                        "value of '%.*s' is negative: a %s shows parts of a whole", ZB_STR_ARG(datum->name),
                        chart->kind == ZB_CHART_PIE ? "pie" : "donut");
            zb_diag_hint(diags, "use 'type: bar' or 'type: hbar'");
            good = false;
        }
    }
    return good;
}

static bool data_check(const zb_chart *chart, zb_diags *diags) {
    if (chart->count > ZB_CHART_DATA_MAX) {
        zb_diag_add(diags, ZB_ERROR, "chart.size", chart->loc, "chart has %zu data, at most %d can be drawn",
                    chart->count, ZB_CHART_DATA_MAX);
        return false;
    }
    bool good = numbers_check(chart, diags);
    size_t numbers = 0;
    for (size_t i = 0; i < chart->count; i++) numbers += !chart->data[i].missing;
    if (numbers > 0) return good;
    zb_diag_add(diags, ZB_ERROR, "chart.empty", chart->loc,
                chart->count == 0 ? "chart has no data" : "all data of the chart are missing");
    return false;
}

static bool box_check(const zb_chart *chart, zb_length width, zb_length height, zb_diags *diags) {
    if (width >= SIDE_LEAST && height >= SIDE_LEAST && width <= SIDE_MOST && height <= SIDE_MOST) return true;
    zb_diag_add(diags, ZB_ERROR, "chart.space", chart->loc,
                "chart of %.0f x %.0f pt: each side must be from %d to %d pt", zb_to_pt(width), zb_to_pt(height),
                SIDE_LEAST / ZB_PT, SIDE_MOST / ZB_PT);
    return false;
}

/* What may be drawn but deserves a second look. */
static void data_warn(const zb_plot *plot) {
    const zb_chart *chart = plot->chart;
    if (is_disc(chart) && plot->high <= 0) {
        zb_diag_add(plot->diags, ZB_WARNING, "chart.zero", chart->loc,
                    "all values of the chart are 0: no share can be shown");
    }
    if (is_disc(chart) && chart->count > ZB_CHART_SLICES_GOOD) {
        zb_diag_add(plot->diags, ZB_WARNING, "chart.slices", chart->loc, "%zu slices can hardly be told apart",
                    chart->count);
        zb_diag_hint(plot->diags, "join the small ones, or use 'type: hbar'");
    }
}

static void range_measure(zb_plot *plot) {
    plot->whole = true;
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        if (!is_number(datum)) continue;
        plot->low = fmin(plot->low, datum->value);
        plot->high = fmax(plot->high, datum->value);
        plot->whole = plot->whole && datum->value == floor(datum->value);
    }
    if (zb_value_decimals(plot->chart) > 0) plot->whole = false;
}

void zb_plot_crowded(zb_plot *plot, zb_length needed) {
    const zb_chart *chart = plot->chart;
    if (needed > 0) {
        zb_diag_add(plot->diags, ZB_ERROR, "chart.space", chart->loc,
                    "chart of %zu data needs a height of %d pt, it has %.0f pt", chart->count,
                    (needed + ZB_PT - 1) / ZB_PT, zb_to_pt(plot->painter.height));
    } else {
        zb_diag_add(plot->diags, ZB_ERROR, "chart.space", chart->loc, "chart is too narrow for its texts: %.0f pt",
                    zb_to_pt(plot->painter.width));
    }
    zb_diag_hint(plot->diags, "give the chart more room, or fewer data");
}

static void title_paint(zb_plot *plot) {
    const zb_chart_look *look = plot->look;
    zb_label_style style = {look->title_size, 700};
    zb_label title = zb_label_new(plot, plot->chart->title, style, plot->area.width, 2, plot->chart->loc);
    if (title.count == 0) return;
    zb_label_paint_at(plot, &title, ZB_ANCHOR_START, plot->area.x, plot->area.y + zb_label_ascent(style.size),
                      look->title);
    zb_length used = zb_label_pitch(style.size) * title.count + zb_scale(look->label_size, TITLE_GAP, 100);
    plot->area.y += used;
    plot->area.height = zb_max(plot->area.height - used, 0);
}

static void plot_draw(zb_plot *plot) {
    title_paint(plot);
    switch (zb_chart_shape(plot->chart, plot->look, plot->painter.width)) {
    case ZB_CHART_BAR:
        if (!zb_bar_draw(plot)) zb_hbar_draw(plot);
        break;
    case ZB_CHART_HBAR: zb_hbar_draw(plot); break;
    case ZB_CHART_PIE:
    case ZB_CHART_DONUT: zb_pie_draw(plot); break;
    }
}

const zb_display_list *zb_chart_draw(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, zb_fonts *fonts,
                                     zb_length width, zb_length height, zb_diags *diags) {
    zb_plot plot = {.arena = arena, .chart = chart, .look = look, .fonts = fonts, .diags = diags};
    plot.painter.arena = arena;
    plot.painter.width = width;
    plot.painter.height = height;
    plot.painter.ground = look->ground;
    plot.area = (zb_rect){0, 0, width, height};
    bool good = box_check(chart, width, height, diags);
    if (!data_check(chart, diags) || !good || fonts == NULL) return zb_painter_finish(&plot.painter);
    plot.values = zb_value_texts(arena, chart, diags);
    range_measure(&plot);
    data_warn(&plot);
    plot_draw(&plot);
    return zb_painter_finish(&plot.painter);
}
