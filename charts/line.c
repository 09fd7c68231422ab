/* SPDX-License-Identifier: Apache-2.0
 * Lines, areas and points. A missing value is a gap, never a zero; a point between gaps is a dot. What stands out is
 * the last point, unless the data say otherwise. */
#include <math.h>

#include "charts/frame.h"
#include "charts/head.h"
#include "charts/number.h"
#include "charts/pointlabel.h"
#include "charts/series.h"

#define LINE_WIDTH (ZB_PT * 3 / 2)
#define DOT_RADIUS (ZB_PT * 2)
#define POINT_RADIUS (ZB_PT * 5 / 2)
#define STRONG_RADIUS (ZB_PT * 3)
#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define AREA_EDGE (ZB_PT * 4 / 5)

/* Lines of more points have no dots; labels on every point of up to so many. */
enum { DOTS_MOST = 24, LABELLED_MOST = 20 };
/* An axis goes down to zero where the least value is below this share of the greatest. */
#define ZERO_SHARE 0.35
/* A range of nothing is widened by this share of its value. */
#define LONE_SHARE 0.1
/* Names of up to so many em stay in one line. */
enum { SHORT_NAME = 8 };
/* Area below a single line: share of the ground (of 256). */
enum { AREA_TINT = 200 };

typedef struct lines {
    zb_frame frame;
    zb_spans spans;
    zb_dots dots;
    ZB_VEC(zb_point_label) labels;
    zb_holes holes;
    bool area, stacked, points;
} lines;

/* ---- range and frame ---- */

static void range_widen(zb_plot *plot, zb_frame_wish *wish) {
    if (wish->high - wish->low > fabs(wish->high) * 1e-9) return;
    double by = fmax(fabs(wish->high) * LONE_SHARE, plot->whole ? 1 : 0);
    if (by == 0) by = 1;
    wish->low -= by;
    wish->high += by;
}

static zb_frame_wish frame_wish(zb_plot *plot, const lines *l) {
    zb_frame_wish wish = {.low = plot->low, .high = plot->high, .keys = true, .sparse = true, .lines = 1};
    bool far = plot->low > 0 && plot->low > plot->high * ZERO_SHARE;
    bool below = plot->high < 0 && plot->high < plot->low * ZERO_SHARE;
    wish.zero = l->area || plot->chart->zero || !(far || below);
    wish.room = !(l->stacked && plot->chart->stack == ZB_STACK_SHARE) && plot->chart->labels != ZB_LABELS_NONE;
    wish.names = zb_names_of(plot);
    for (size_t i = 0; i < plot->chart->count; i++) {
        /* short names are better left out than broken */
        if (zb_label_guess(wish.names[i], plot->look->label_size) > SHORT_NAME * plot->look->label_size) wish.lines = 2;
    }
    if (!wish.zero) range_widen(plot, &wish);
    return wish;
}

/* The last datum of a series that is there; SIZE_MAX: none. */
static size_t last_there(const zb_chart *chart, size_t series) {
    for (size_t i = chart->count; i-- > 0;) {
        if (!chart->series[series].data[i].missing) return i;
    }
    return SIZE_MAX;
}

/* Darker where a line of the ink's colour could not be seen on the ground. */
static zb_color line_color(const zb_plot *plot, size_t series) {
    zb_color color = zb_series_ink(plot->chart, plot->look, series).fill, ground = zb_ground_of(plot->look);
    if (plot->look->theme == ZB_THEME_PRINT) return plot->look->value;
    for (int i = 0; i < 8 && zb_color_contrast(color, ground) < 3; i++)
        color = zb_color_mix(color, plot->look->value, 40);
    return color;
}

/* Names of the series at their ends; of one alone nothing. */
static void ends_add(zb_plot *plot, lines *l) {
    const zb_chart *chart = plot->chart;
    for (size_t s = 0; s < chart->series_count && chart->series_count > 1 && !zb_keys_wanted(chart); s++) {
        size_t last = last_there(chart, s);
        if (last == SIZE_MAX) continue;
        const zb_span *span = zb_span_at(&l->spans, s, last);
        zb_str text = chart->series[s].name;
        bool value = chart->labels != ZB_LABELS_NONE && chart->stack != ZB_STACK_SHARE;
        if (value) text = zb_str_format(plot->arena, "%.*s %.*s", ZB_STR_ARG(text), ZB_STR_ARG(plot->texts[s][last]));
        zb_color color = l->stacked ? plot->look->value : zb_readable(plot->look, line_color(plot, s));
        zb_gutter_add(plot, &l->frame.gutter, text, 700, l->stacked ? (span->from + span->to) / 2 : span->to, color,
                      chart->series[s].loc);
    }
    zb_gutter_references(plot, &l->frame.gutter);
}

/* ---- points ---- */

static zb_point point_at(const zb_plot *plot, const lines *l, size_t index, double value) {
    const zb_frame *f = &l->frame;
    zb_length x = plot->chart->numeric_x ? zb_value_axis_x(&f->level, f->rect, plot->chart->data[index].x)
                                         : zb_band_middle(&f->names.bands, index);
    return (zb_point){x, zb_value_axis_y(&f->axis, f->rect, value)};
}

static bool is_strong(const zb_chart *chart, size_t series, size_t index) {
    if (chart->series[series].data[index].highlight) return true;
    if (chart->series_count > 1 || chart->kind == ZB_CHART_POINT) return false;
    for (size_t i = 0; i < chart->count; i++) {
        if (chart->series[series].data[i].highlight) return false;
    }
    return index == last_there(chart, series);
}

/* Whether a line joins the datum to the one before it. */
static bool is_joined(const lines *l, const zb_datum *data, size_t index) {
    return !l->points && index > 0 && !data[index].missing && !data[index - 1].missing;
}

static void dots_make(zb_plot *plot, lines *l) {
    const zb_chart *chart = plot->chart;
    for (size_t s = 0; s < chart->series_count; s++) {
        const zb_datum *data = chart->series[s].data;
        for (size_t i = 0; i < chart->count; i++) {
            if (data[i].missing) continue;
            bool before = is_joined(l, data, i), behind = i + 1 < chart->count && is_joined(l, data, i + 1);
            zb_length radius = l->points                                                         ? POINT_RADIUS
                               : (chart->count <= DOTS_MOST && !l->area) || (!before && !behind) ? DOT_RADIUS
                                                                                                 : 0;
            if (is_strong(chart, s, i)) radius = STRONG_RADIUS;
            zb_dot dot = {point_at(plot, l, i, zb_span_at(&l->spans, s, i)->to), s, before, radius};
            ZB_PUSH(plot->arena, &l->dots.dots, dot);
        }
    }
}

/* ---- values at points ---- */

/* 0: the last or a highlighted one, 1: greatest or least, 2: any other. */
static int label_rank(const zb_plot *plot, size_t series, size_t index) {
    const zb_chart *chart = plot->chart;
    double low = INFINITY, high = -INFINITY;
    size_t lowest = 0, highest = 0;
    if (is_strong(chart, series, index)) return 0;
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &chart->series[series].data[i];
        if (datum->missing) continue;
        if (datum->value < low) low = datum->value, lowest = i;
        if (datum->value > high) high = datum->value, highest = i;
    }
    return index == lowest || index == highest ? 1 : 2;
}

static void label_add(zb_plot *plot, lines *l, size_t series, size_t index, size_t dot, int rank) {
    const zb_chart *chart = plot->chart;
    const zb_datum *datum = &chart->series[series].data[index];
    bool strong = is_strong(chart, series, index);
    zb_str text = chart->numeric_x && datum->highlight && datum->name.n > 0 ? datum->name : plot->texts[series][index];
    zb_label_style style = {plot->look->value_size, strong ? 700 : 400};
    zb_point_label label = {
        .dot = dot, .rank = rank, .color = strong ? zb_readable(plot->look, plot->look->highlight) : plot->look->value};
    label.label = zb_label_new(plot, text, style, NO_LIMIT, 1, datum->loc);
    ZB_PUSH(plot->arena, &l->labels, label);
}

static void labels_make(zb_plot *plot, lines *l, int most) {
    const zb_chart *chart = plot->chart;
    size_t dot = 0;
    l->labels.count = 0;
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            if (chart->series[s].data[i].missing) continue;
            int rank = label_rank(plot, s, i);
            if (rank <= most) label_add(plot, l, s, i, dot, rank);
            dot++;
        }
    }
}

/* Heights of the lines across the frame: reference lines, and zero. */
static zb_length *level_heights(zb_plot *plot, const lines *l) {
    size_t count = plot->chart->reference_count;
    zb_length *heights = ZB_NEW_ARRAY(plot->arena, count + 1, zb_length);
    for (size_t i = 0; i <= count; i++) {
        double value = i < count ? plot->chart->references[i].value : 0;
        heights[i] = zb_value_axis_y(&l->frame.axis, l->frame.rect, value);
    }
    return heights;
}

/* All labels where they find room; else the telling ones. */
static void labels_place(zb_plot *plot, lines *l) {
    const zb_chart *chart = plot->chart;
    bool several = chart->series_count > 1 || chart->numeric_x;
    int most = chart->labels == ZB_LABELS_ALL ? 2 : several ? 0 : chart->count <= LABELLED_MOST ? 2 : 1;
    if (chart->labels == ZB_LABELS_NONE || (l->stacked && chart->labels != ZB_LABELS_ALL)) return;
    const zb_length *levels = level_heights(plot, l);
    for (; most >= 0; most--) {
        labels_make(plot, l, most);
        if (zb_point_labels_place(plot, &l->dots, l->labels.data, l->labels.count, l->frame.rect, levels,
                                  chart->reference_count + 1))
            break;
        if (chart->labels != ZB_LABELS_ALL) continue;
        zb_diag_add(plot->diags, ZB_WARNING, "chart.labels", chart->loc,
                    "not every value of the chart finds a free place at its point");
        zb_diag_hint(plot->diags, "give the chart more room, or leave 'labels' to the chart");
        break;
    }
    zb_point_labels_reserve(plot, l->labels.data, l->labels.count, &l->holes);
}

/* ---- painting ---- */

/* The edge of an area from `first` to `last`, forwards along `to` or backwards along `from`. */
static void area_edge(zb_plot *plot, const lines *l, size_t series, size_t first, size_t last, bool back) {
    for (size_t k = 0; k <= last - first; k++) {
        size_t i = back ? last - k : first + k;
        const zb_span *span = zb_span_at(&l->spans, series, i);
        zb_point p = point_at(plot, l, i, back ? span->from : span->to);
        if (k == 0 && !back) zb_path_move(&plot->painter, p.x, p.y);
        else zb_path_line(&plot->painter, p.x, p.y);
    }
}

static void run_paint(zb_plot *plot, const lines *l, size_t series, size_t first, size_t last) {
    zb_color color = line_color(plot, series), ground = zb_ground_of(plot->look);
    if (l->area) {
        zb_color fill =
            l->stacked ? zb_series_ink(plot->chart, plot->look, series).fill : zb_color_mix(color, ground, AREA_TINT);
        area_edge(plot, l, series, first, last, false);
        area_edge(plot, l, series, first, last, true);
        zb_path_close(&plot->painter);
        zb_paint_fill(&plot->painter, fill);
    }
    area_edge(plot, l, series, first, last, false);
    bool print = plot->look->theme == ZB_THEME_PRINT;
    zb_color edge = l->stacked ? (print ? plot->look->value : ground) : color;
    zb_paint_stroke(&plot->painter, l->stacked ? AREA_EDGE : LINE_WIDTH, edge);
    if (print && !l->stacked && series > 0) zb_stroke_dash(&plot->painter, (int)series - 1);
}

/* A dashed line over a gap. */
static void bridge_paint(zb_plot *plot, const lines *l, size_t series, size_t from, size_t to) {
    zb_point a = point_at(plot, l, from, zb_span_at(&l->spans, series, from)->to);
    zb_point b = point_at(plot, l, to, zb_span_at(&l->spans, series, to)->to);
    zb_paint_line(&plot->painter, a, b, LINE_WIDTH / 2, line_color(plot, series));
    zb_stroke_dash(&plot->painter, 0);
}

static void series_paint(zb_plot *plot, const lines *l, size_t series) {
    const zb_datum *data = plot->chart->series[series].data;
    size_t first = SIZE_MAX, before = SIZE_MAX;
    for (size_t i = 0; i < plot->chart->count && !l->points; i++) {
        if (data[i].missing) continue;
        if (!is_joined(l, data, i)) {
            if (plot->chart->bridge && before != SIZE_MAX) bridge_paint(plot, l, series, before, i);
            first = i;
        }
        before = i;
        bool ends = i + 1 == plot->chart->count || data[i + 1].missing;
        if (ends && i > first) run_paint(plot, l, series, first, i);
    }
}

static void disc_paint(zb_plot *plot, zb_point at, zb_length radius, zb_color color) {
    zb_path_move(&plot->painter, at.x, at.y - radius);
    zb_path_arc(&plot->painter, at, radius, 0, 6.283185307179586);
    zb_path_close(&plot->painter);
    zb_paint_fill(&plot->painter, color);
}

static void dots_paint(zb_plot *plot, const lines *l) {
    const zb_chart *chart = plot->chart;
    size_t dot = 0;
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            if (chart->series[s].data[i].missing) continue;
            const zb_dot *d = &l->dots.dots.data[dot++];
            if (d->radius == 0) continue;
            bool strong = is_strong(chart, s, i) && (chart->series_count == 1 || chart->series[s].data[i].highlight);
            if (!l->points) disc_paint(plot, d->at, d->radius + ZB_PT, zb_ground_of(plot->look));
            disc_paint(plot, d->at, d->radius, strong ? plot->look->highlight : line_color(plot, s));
        }
    }
}

void zb_line_draw(zb_plot *plot) {
    const zb_chart *chart = plot->chart;
    lines l = {.area = chart->kind == ZB_CHART_AREA, .points = chart->kind == ZB_CHART_POINT};
    l.spans = zb_spans_of(plot->arena, chart);
    l.stacked = zb_chart_is_stacked(chart);
    ends_add(plot, &l);
    zb_frame_wish wish = frame_wish(plot, &l);
    if (!zb_frame_new(plot, &wish, &l.frame)) return;
    dots_make(plot, &l);
    labels_place(plot, &l);
    zb_frame_paint_grid(plot, &l.frame, &l.holes);
    for (size_t s = 0; s < chart->series_count; s++) series_paint(plot, &l, s);
    zb_frame_paint_base(plot, &l.frame);
    dots_paint(plot, &l);
    zb_frame_paint_texts(plot, &l.frame, &l.holes);
    zb_point_labels_paint(plot, l.labels.data, l.labels.count);
}
