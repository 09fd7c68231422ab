/* SPDX-License-Identifier: Apache-2.0
 * Pies and donuts: slices in the order of the data, clockwise from 12 o'clock, at their true angles; the legend table
 * beside them, below them where the chart is narrow. A pie of few slices has its labels outside instead. */
#include <math.h>

#include "charts/callout.h"
#include "charts/hatch.h"
#include "charts/legend.h"
#include "charts/mark.h"
#include "charts/number.h"
#include "charts/pie.h"

#define TAU 6.283185307179586
#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define SLICE_GAP ZB_PT
#define DISC_LEAST (ZB_PT * 36)
#define TOTAL_LEAST (ZB_PT * 5)
/* A pie with more is read from a legend. */
#define CALLOUTS_MAX 10
#define CALLOUTS_KEPT 16 /* where joining small slices is not wanted */

/* Shares in 1/100: hole of the radius; disc of the width; total of the hole; space above a legend below of the label
 * size. */
enum {
    HOLE = 61,
    EMPTY_HOLE = 93,
    DISC_BESIDE = 36,
    DISC_ABOVE = 62,
    TOTAL_SIZE = 54,
    TOTAL_ROOM = 155,
    LEGEND_GAP_BELOW = 120
};

zb_slices zb_slices_of(const zb_plot *plot) {
    zb_slices slices = {.values = ZB_NEW_ARRAY(plot->arena, plot->chart->count, double)};
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        slices.values[i] = datum->missing ? 0 : datum->value;
        slices.sum += plot->high > 0 ? slices.values[i] / plot->high : 0;
    }
    slices.most = plot->high;
    return slices;
}

double zb_slice_turn(const zb_slices *slices, size_t index) {
    return slices->sum > 0 ? TAU * (slices->values[index] / slices->most / slices->sum) : 0;
}

void zb_slices_paint(zb_plot *plot, const zb_slices *slices, zb_point centre, zb_length radius) {
    zb_length inner = plot->chart->kind == ZB_CHART_DONUT ? zb_scale(radius, HOLE, 100) : 0;
    if (slices->sum <= 0) {
        zb_sector empty = {centre, inner > 0 ? inner : zb_scale(radius, EMPTY_HOLE, 100), radius, 0, TAU, 0};
        zb_mark_sector(&plot->painter, &empty, plot->look->grid);
        return;
    }
    double from = 0;
    for (size_t i = 0; i < plot->chart->count; i++) {
        double turn = zb_slice_turn(slices, i);
        zb_sector sector = {centre, inner, radius, from, from + turn, SLICE_GAP};
        zb_ink ink = zb_slice_ink(plot->chart, plot->look, i);
        if (turn > 0) {
            zb_mark_sector(&plot->painter, &sector, ink.fill);
            zb_hatch_sector(&plot->painter, &sector, &ink);
        }
        from += turn;
    }
}

/* The total as large as the hole allows. */
static zb_label total_label(zb_plot *plot, zb_str text, zb_length hole) {
    zb_length size = zb_scale(hole, TOTAL_SIZE, 100), room = zb_scale(hole, TOTAL_ROOM, 100);
    zb_label label = zb_label_new(plot, text, (zb_label_style){size, 700}, NO_LIMIT, 1, plot->chart->loc);
    if (label.width <= room) return label;
    size = zb_max(zb_scale(size, room, label.width), TOTAL_LEAST);
    return zb_label_new(plot, text, (zb_label_style){size, 700}, room, 1, plot->chart->loc);
}

/* The sum with the unit small behind it, and below it what it counts. */
static void hole_paint(zb_plot *plot, zb_point centre, zb_length hole) {
    const zb_chart *chart = plot->chart;
    zb_str text = zb_chart_number_text(plot->arena, chart, zb_chart_total(chart));
    zb_label_style small = {plot->look->label_size, 400};
    zb_length room = zb_scale(hole, TOTAL_ROOM, 100), em = small.size;
    zb_label unit = zb_label_new(plot, chart->unit, small, room / 2, 1, chart->loc);
    zb_label total = total_label(plot, text, unit.count > 0 ? hole - unit.width / 2 : hole);
    zb_label below = zb_label_new(plot, chart->total_label, small, room, 2, chart->loc);
    zb_length gap = below.count > 0 ? em * 45 / 100 : 0, capital = 2 * zb_label_centre(total.size);
    zb_length height = capital + gap + below.height, top = centre.y - height / 2, baseline = top + capital;
    zb_length space = unit.count > 0 ? em / 5 : 0, width = total.width + space + unit.width,
              left = centre.x - width / 2;
    zb_label_paint_at(plot, &total, ZB_ANCHOR_START, left, baseline, plot->look->title);
    zb_label_paint_at(plot, &unit, ZB_ANCHOR_START, left + total.width + space, baseline, plot->look->label);
    zb_label_paint_at(plot, &below, ZB_ANCHOR_MIDDLE, centre.x, baseline + gap + zb_label_ascent(em),
                      plot->look->label);
}

/* A pie of nothing says so in its middle. */
static void nothing_paint(zb_plot *plot, zb_point centre, zb_length radius) {
    zb_label_style style = {plot->look->label_size, 400};
    zb_label label = zb_label_new(plot, zb_str_of(zb_word_of(plot->chart, ZB_WORD_ZERO_TOTAL)), style, 2 * radius, 1,
                                  plot->chart->loc);
    zb_label_paint(plot, &label, ZB_ANCHOR_MIDDLE, centre.x, centre.y, plot->look->label);
}

static void disc_paint(zb_plot *plot, const zb_slices *slices, zb_point centre, zb_length radius) {
    zb_slices_paint(plot, slices, centre, radius);
    if (plot->chart->kind == ZB_CHART_DONUT) hole_paint(plot, centre, zb_scale(radius, HOLE, 100));
    else if (slices->sum <= 0) nothing_paint(plot, centre, radius);
}

static void disc_and_legend_beside(zb_plot *plot, const zb_slices *slices, const zb_percents *percents, zb_str note) {
    zb_rect area = plot->area;
    zb_length disc = zb_min(area.height, zb_scale(area.width, DISC_BESIDE, 100));
    zb_length gap = zb_legend_gap(plot->look);
    zb_legend legend = zb_legend_new(plot, percents, note, area.width - disc - gap);
    zb_length width = disc + gap + legend.width, left = area.x + (area.width - width) / 2;
    if (legend.height > area.height || width > area.width || disc < DISC_LEAST) {
        zb_plot_crowded(
            plot, width > area.width ? 0 : plot->painter.height - area.height + zb_max(legend.height, DISC_LEAST));
        return;
    }
    disc_paint(plot, slices, (zb_point){left + disc / 2, area.y + area.height / 2}, disc / 2);
    zb_legend_paint(plot, &legend, left + disc + gap, area.y + (area.height - legend.height) / 2);
}

static void disc_and_legend_below(zb_plot *plot, const zb_slices *slices, const zb_percents *percents, zb_str note) {
    zb_rect area = plot->area;
    zb_length gap = zb_scale(plot->look->label_size, LEGEND_GAP_BELOW, 100);
    zb_legend legend = zb_legend_new(plot, percents, note, area.width);
    zb_length disc = zb_min(zb_scale(area.width, DISC_ABOVE, 100), area.height - gap - legend.height);
    if (disc < DISC_LEAST || legend.width > area.width) {
        zb_plot_crowded(plot, legend.width > area.width ? 0 : plot->painter.height + DISC_LEAST - disc);
        return;
    }
    zb_length top = area.y + (area.height - disc - gap - legend.height) / 2;
    disc_paint(plot, slices, (zb_point){area.x + area.width / 2, top + disc / 2}, disc / 2);
    zb_legend_paint(plot, &legend, area.x + (area.width - legend.width) / 2, top + disc + gap);
}

void zb_pie_draw(zb_plot *plot) {
    zb_slices slices = zb_slices_of(plot);
    zb_percents percents = zb_percents_of(plot->arena, slices.values, plot->chart->count);
    zb_str note = {0};
    if (slices.sum <= 0) note = zb_str_of(zb_word_of(plot->chart, ZB_WORD_NO_SHARES));
    else if (!percents.exact) note = zb_str_of(zb_word_of(plot->chart, ZB_WORD_ROUNDED));
    bool outside = plot->chart->kind == ZB_CHART_PIE &&
                   plot->chart->count <= (plot->chart->keep_small ? CALLOUTS_KEPT : CALLOUTS_MAX) && slices.sum > 0 &&
                   note.n == 0;
    if (outside && zb_callouts_draw(plot, &slices, &percents)) return;
    if (plot->area.width < ZB_PIE_BESIDE_LEAST) disc_and_legend_below(plot, &slices, &percents, note);
    else disc_and_legend_beside(plot, &slices, &percents, note);
}
