/* SPDX-License-Identifier: Apache-2.0
 * Drawing a chart: the data is checked once, then the kind's own file draws. */
#include "charts/chart.h"

#include <math.h>

#include "charts/head.h"
#include "charts/label.h"
#include "charts/number.h"
#include "charts/series.h"

#define SIDE_LEAST (ZB_PT * 12)
#define SIDE_MOST (ZB_PT * 20000)

/* Whether negative values have no meaning: parts of a whole. */
static bool is_whole(const zb_chart *chart) {
    return zb_chart_is_disc(chart) || (chart->series_count > 1 && chart->stack == ZB_STACK_SHARE) ||
           (chart->kind == ZB_CHART_AREA && chart->series_count > 1);
}

static bool negatives_check(const zb_chart *chart, zb_diags *diags) {
    bool good = true;
    for (size_t s = 0; s < chart->series_count && is_whole(chart); s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &chart->series[s].data[i];
            if (datum->missing || datum->value >= 0) continue;
            zb_diag_add(diags, ZB_ERROR, "chart.negative", datum->loc,
                        "value of '%.*s' is negative: a %s shows parts of a whole", ZB_STR_ARG(datum->name),
                        chart->kind == ZB_CHART_PIE     ? "pie"
                        : chart->kind == ZB_CHART_DONUT ? "donut"
                                                        : "stack of shares");
            zb_diag_hint(diags, "use 'type: bar' or 'type: hbar'");
            good = false;
        }
    }
    return good;
}

/* Sums of stacks that no number can hold. */
static bool sums_check(zb_arena *arena, const zb_chart *chart, zb_diags *diags) {
    bool good = true;
    if (chart->kind == ZB_CHART_DONUT && !isfinite(zb_chart_total(chart))) {
        zb_diag_add(diags, ZB_ERROR, "chart.sum", chart->loc, "values of the chart are too great to be summed");
        return false;
    }
    if (chart->series_count < 2) return true;
    zb_spans spans = zb_spans_of(arena, chart);
    for (size_t i = 0; i < chart->count; i++) {
        if (isfinite(spans.sums[i].up) && isfinite(spans.sums[i].down) &&
            isfinite(spans.sums[i].up - spans.sums[i].down))
            continue;
        zb_diag_add(diags, ZB_ERROR, "chart.sum", chart->data[i].loc, "values of '%.*s' are too great to be summed",
                    ZB_STR_ARG(chart->data[i].name));
        good = false;
    }
    return good;
}

static bool limit_check(const zb_chart *chart, const char *what, size_t count, int most, zb_diags *diags) {
    if (count <= (size_t)most) return true;
    zb_diag_add(diags, ZB_ERROR, "chart.size", chart->loc, "chart has %zu %s, at most %d can be drawn", count, what,
                most);
    return false;
}

static bool sizes_check(const zb_chart *chart, zb_diags *diags) {
    bool good = limit_check(chart, "data", chart->count, ZB_CHART_DATA_MAX, diags);
    good = limit_check(chart, "series", chart->series_count, ZB_CHART_SERIES_MAX, diags) && good;
    good = limit_check(chart, "reference lines", chart->reference_count, ZB_CHART_REFERENCES_MAX, diags) && good;
    return limit_check(chart, "panels", chart->panel_count, ZB_CHART_PANELS_MAX, diags) && good;
}

static bool has_numbers(const zb_chart *chart) {
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            if (!chart->series[s].data[i].missing) return true;
        }
    }
    return false;
}

static bool references_check(const zb_chart *chart, zb_diags *diags) {
    bool good = true;
    for (size_t i = 0; i < chart->reference_count; i++) {
        if (isfinite(chart->references[i].value)) continue;
        zb_diag_add(diags, ZB_ERROR, "chart.reference", chart->references[i].loc,
                    "a reference line's value is not a finite number");
        good = false;
    }
    if (chart->reference_count == 0 || !zb_chart_is_disc(chart)) return good;
    zb_diag_add(diags, ZB_ERROR, "chart.reference", chart->references[0].loc,
                "a pie or donut has no axis for a reference line");
    return false;
}

typedef enum drawable { DRAW_NOT, DRAW_EMPTY, DRAW_DATA } drawable;

/* What a prepared chart (not one of several panels) can show. */
static drawable data_check(zb_arena *arena, const zb_chart *chart, zb_diags *diags) {
    bool good = negatives_check(chart, diags) && references_check(chart, diags) && sums_check(arena, chart, diags);
    if (has_numbers(chart)) return good ? DRAW_DATA : DRAW_NOT;
    if (chart->show_empty) return good ? DRAW_EMPTY : DRAW_NOT;
    zb_diag_add(diags, ZB_ERROR, "chart.empty", chart->loc,
                chart->count == 0 ? "chart has no data" : "all data of the chart are missing");
    zb_diag_hint(diags, "'empty: show' draws a frame that says so");
    return DRAW_NOT;
}

static drawable panels_check(zb_arena *arena, const zb_chart *chart, zb_diags *diags) {
    if (chart->panel_count == 0) return data_check(arena, chart, diags);
    drawable all = DRAW_DATA;
    for (size_t i = 0; i < chart->panel_count; i++) {
        if (!sizes_check(&chart->panels[i], diags)) return DRAW_NOT;
        drawable one = data_check(arena, zb_chart_prepare(arena, &chart->panels[i], NULL), diags);
        if (one == DRAW_NOT) all = one;
    }
    return all;
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
    if (zb_chart_is_disc(chart) && plot->high <= 0) {
        zb_diag_add(plot->diags, ZB_WARNING, "chart.zero", chart->loc,
                    "all values of the chart are 0: no share can be shown");
    }
    if (zb_chart_is_disc(chart) && chart->count > ZB_CHART_SLICES_GOOD) {
        zb_diag_add(plot->diags, ZB_WARNING, "chart.slices", chart->loc, "%zu slices can hardly be told apart",
                    chart->count);
        zb_diag_hint(plot->diags, "join the small ones, or use 'type: hbar'");
    }
}

/* Bars and areas begin at zero; lines and points need not. */
static void range_measure(zb_plot *plot) {
    const zb_chart *chart = plot->chart;
    bool loose = chart->kind == ZB_CHART_LINE || chart->kind == ZB_CHART_POINT;
    plot->low = loose ? INFINITY : 0;
    plot->high = loose ? -INFINITY : 0;
    zb_spans spans = zb_spans_of(plot->arena, chart);
    plot->whole = true;
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &chart->series[s].data[i];
            if (datum->missing) continue;
            double end = zb_chart_is_disc(chart) ? datum->value : zb_span_at(&spans, s, i)->to;
            plot->low = fmin(plot->low, end);
            plot->high = fmax(plot->high, end);
            plot->whole = plot->whole && datum->value == floor(datum->value);
        }
    }
    for (size_t i = 0; i < chart->reference_count; i++) {
        plot->low = fmin(plot->low, chart->references[i].value);
        plot->high = fmax(plot->high, chart->references[i].value);
    }
    if (chart->stack == ZB_STACK_SHARE && zb_chart_is_stacked(chart)) plot->high = 100;
    if (!isfinite(plot->low)) plot->low = plot->high = 0;
    if (zb_value_decimals(chart) > 0) plot->whole = false;
}

void zb_plot_measure(zb_plot *plot) {
    const zb_chart *chart = plot->chart;
    const zb_str **texts = ZB_NEW_ARRAY(plot->arena, chart->series_count, const zb_str *);
    for (size_t s = 0; s < chart->series_count; s++) texts[s] = zb_series_texts(plot->arena, chart, s, plot->diags);
    plot->texts = texts;
    plot->values = texts[0];
    range_measure(plot);
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

void zb_plot_marks(zb_plot *plot) {
    if (!has_numbers(plot->chart)) {
        zb_empty_draw(plot);
        return;
    }
    switch (zb_chart_shape(plot->chart, plot->look, plot->area.width)) {
    case ZB_CHART_BAR:
        if (!zb_bar_draw(plot)) zb_hbar_draw(plot);
        break;
    case ZB_CHART_HBAR: zb_hbar_draw(plot); break;
    case ZB_CHART_PIE:
    case ZB_CHART_DONUT: zb_pie_draw(plot); break;
    default: zb_line_draw(plot);
    }
}

static void plot_draw(zb_plot *plot) {
    zb_head_paint(plot);
    zb_foot_paint(plot);
    if (plot->chart->panel_count > 0) {
        zb_panels_draw(plot);
        return;
    }
    zb_plot_measure(plot);
    data_warn(plot);
    zb_plot_marks(plot);
}

const zb_display_list *zb_chart_trace(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look,
                                      zb_fonts *fonts, zb_rect box, zb_trace *trace, zb_diags *diags) {
    zb_chart_look *own = ZB_NEW(arena, zb_chart_look);
    *own = *look;
    zb_chart_look_theme(own, chart->theme);
    zb_plot plot = {.arena = arena, .look = own, .fonts = fonts, .diags = diags, .trace = trace, .share_decimals = -1};
    plot.painter.arena = arena;
    plot.painter.width = box.width;
    plot.painter.height = box.height;
    plot.painter.ground = own->ground;
    plot.area = (zb_rect){0, 0, box.width, box.height};
    bool good = box_check(chart, box.width, box.height, diags);
    if (!sizes_check(chart, diags) || !good || fonts == NULL) return zb_painter_finish(&plot.painter);
    plot.chart = zb_chart_prepare(arena, chart, diags);
    if (panels_check(arena, plot.chart, diags) != DRAW_NOT) plot_draw(&plot);
    return zb_painter_finish(&plot.painter);
}

const zb_display_list *zb_chart_draw(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, zb_fonts *fonts,
                                     zb_length width, zb_length height, zb_diags *diags) {
    return zb_chart_trace(arena, chart, look, fonts, (zb_rect){0, 0, width, height}, NULL, diags);
}
