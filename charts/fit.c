/* SPDX-License-Identifier: Apache-2.0
 * What shape and size suit a chart, decided from its data and the look without fonts: names are estimated rather too
 * wide, so that what is decided here holds when they are measured. */
#include <math.h>

#include "charts/label.h"
#include "charts/legend.h"
#include "charts/number.h"
#include "charts/pie.h"
#include "charts/series.h"

/* Natural heights: shares of the width in 1/100, and their bounds. */
enum { BAR_HEIGHT = 34, PIE_HEIGHT = 36, DONUT_HEIGHT = 28, DISC_BESIDE = 36, DISC_ABOVE = 62, SERIES_HEIGHT = 130 };
#define BAR_LEAST (ZB_PT * 96)
#define BAR_MOST (ZB_PT * 210)
#define PIE_LEAST (ZB_PT * 110)
#define PIE_MOST (ZB_PT * 180)
#define DONUT_LEAST (ZB_PT * 90)
#define DONUT_MOST (ZB_PT * 160)

/* Shares of the label size: room for ticks; bars' distances; what stands above the marks. */
enum { TICKS_WIDTH = 260, PITCH_FEW = 215, PITCH_MANY = 178, PITCH_LEAST = 122, PITCH_LEAST_LINE = 128 };
/* Shares of the label size: bars of a group, and what parts the groups. */
enum { GROUP_SLOT = 140, GROUP_LEAST = 112, GROUP_GAP = 90, GROUP_LEAST_GAP = 30 };
/* More bars than these stand closer. */
enum { FEW = 8 };
/* Share of the chart's width for names beside bars. */
enum { NAMES_FIRST = 36, NAMES_MOST = 50 };

zb_length zb_hbar_names_width(zb_length width, bool most) {
    return zb_scale(width, most ? NAMES_MOST : NAMES_FIRST, 100);
}

zb_length zb_hbar_pitch(const zb_chart_look *look, size_t count, size_t bars, int lines, bool least) {
    zb_length size = look->label_size, further = (zb_length)(lines - 1) * zb_scale(size, PITCH_LEAST_LINE, 100);
    zb_length one =
        least ? zb_scale(size, PITCH_LEAST, 100) : zb_scale(size, count > FEW ? PITCH_MANY : PITCH_FEW, 100);
    if (bars < 2) return one + further;
    /* bars of a group stand closer, and leave room for names of several lines */
    zb_length slot = zb_scale(size, least ? GROUP_LEAST : GROUP_SLOT, 100);
    return zb_max(slot * (zb_length)bars + zb_scale(size, least ? GROUP_LEAST_GAP : GROUP_GAP, 100), one + further);
}

static zb_length clamp(zb_length value, zb_length least, zb_length most) { return zb_max(least, zb_min(value, most)); }

/* Bars of a category side by side. */
static zb_length slots_of(const zb_chart *chart) {
    return zb_chart_is_stacked(chart) ? 1 : (zb_length)chart->series_count;
}

/* The widest sum of a stack. */
static zb_length widest_sum(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look) {
    zb_spans spans = zb_spans_of(scratch, chart);
    zb_length widest = 0;
    for (size_t i = 0; i < chart->count && chart->stack == ZB_STACK_ZERO; i++) {
        zb_str up = zb_chart_number_text(scratch, chart, spans.sums[i].up);
        zb_str down = zb_chart_number_text(scratch, chart, spans.sums[i].down);
        widest = zb_max(widest, zb_max(zb_label_guess(up, look->value_size), zb_label_guess(down, look->value_size)));
    }
    return widest;
}

/* The widest text above a bar: a value, or the sum of a stack. */
static zb_length widest_value(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look) {
    zb_length widest = 0;
    if (zb_chart_is_stacked(chart)) return widest_sum(scratch, chart, look);
    for (size_t s = 0; s < chart->series_count; s++) {
        const zb_str *values = zb_series_texts(scratch, chart, s, NULL);
        for (size_t i = 0; i < chart->count; i++) widest = zb_max(widest, zb_label_guess(values[i], look->value_size));
    }
    return widest;
}

/* Whether every name fits its band in two lines, and every value in one. */
static bool fits_upright(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_length band = zb_max(width - zb_scale(look->label_size, TICKS_WIDTH, 100), 0) / (zb_length)chart->count;
    zb_length room = band - zb_scale(look->label_size, 30, 100), slots = slots_of(chart);
    if (chart->count > 1 && room < look->label_size) return false;
    for (size_t i = 0; i < chart->count; i++) {
        if (zb_label_guess_lines(scratch, chart->data[i].name, look->label_size, room, 2) > 2) return false;
    }
    if (chart->labels == ZB_LABELS_NONE) return true;
    return widest_value(scratch, chart, look) <= (slots > 1 ? band * 80 / 100 / slots : room);
}

zb_chart_kind zb_chart_shape(const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    if (chart->kind != ZB_CHART_BAR || chart->count == 0 || chart->upright) return chart->kind;
    zb_arena *scratch = zb_arena_open();
    bool upright = fits_upright(scratch, chart, look, width);
    zb_arena_close(scratch);
    return upright ? ZB_CHART_BAR : ZB_CHART_HBAR;
}

static zb_length rows_height(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    int lines = 1;
    /* measured names have a little more room than these estimates */
    zb_length room = zb_hbar_names_width(width, false);
    for (size_t i = 0; i < chart->count && lines < 2; i++) {
        if (zb_label_guess_lines(scratch, chart->data[i].name, look->label_size, room, 1) > 1) lines = 2;
    }
    zb_length references = chart->reference_count > 0 ? zb_label_pitch(look->label_size) : 0;
    return zb_hbar_pitch(look, chart->count, (size_t)slots_of(chart), lines, false) * (zb_length)chart->count +
           references;
}

static zb_length legend_height(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look, zb_length room) {
    zb_length height = zb_legend_pitch(look); /* for a note */
    for (size_t i = 0; i < chart->count; i++) {
        int lines = zb_label_guess_lines(scratch, chart->data[i].name, look->label_size, room, 1);
        height += zb_legend_pitch(look) + (lines > 1 ? zb_label_pitch(look->label_size) : 0);
    }
    return height;
}

/* Width of a legend without its names. */
static zb_length legend_fixed(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look) {
    const zb_str *values = zb_value_texts(scratch, chart, NULL);
    zb_length widest = 0;
    for (size_t i = 0; i < chart->count; i++) widest = zb_max(widest, zb_label_guess(values[i], look->value_size));
    return zb_legend_fixed_width(look, widest, zb_label_guess(ZB_STR("00.0%"), look->label_size));
}

static zb_length disc_height(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_length fixed = legend_fixed(scratch, chart, look);
    if (width < ZB_PIE_BESIDE_LEAST) {
        zb_length disc = zb_scale(width, DISC_ABOVE, 100);
        return disc + look->label_size + legend_height(scratch, chart, look, zb_max(width - fixed, look->label_size));
    }
    bool pie = chart->kind == ZB_CHART_PIE;
    zb_length height = pie ? clamp(zb_scale(width, PIE_HEIGHT, 100), PIE_LEAST, PIE_MOST)
                           : clamp(zb_scale(width, DONUT_HEIGHT, 100), DONUT_LEAST, DONUT_MOST);
    zb_length room = width - zb_scale(width, DISC_BESIDE, 100) - zb_legend_gap(look) - fixed;
    return zb_max(height, legend_height(scratch, chart, look, zb_max(room, look->label_size)));
}

/* Names of forced upright bars may take many lines. */
static zb_length names_height(zb_arena *scratch, const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_length band = zb_max(width - zb_scale(look->label_size, TICKS_WIDTH, 100), 0) / (zb_length)chart->count;
    zb_length room = zb_max(band - look->label_size / 3, look->label_size);
    int most = 2;
    for (size_t i = 0; i < chart->count && chart->upright; i++) {
        int lines = zb_label_guess_lines(scratch, chart->data[i].name, look->label_size, room, ZB_LABEL_LINES_MAX);
        if (lines > most) most = lines;
    }
    return zb_label_pitch(look->label_size) * (most - 2);
}

static zb_length marks_height(const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_arena *scratch = zb_arena_open();
    zb_chart_kind kind = zb_chart_shape(chart, look, width);
    zb_length height = BAR_LEAST;
    if (kind == ZB_CHART_HBAR) {
        height = rows_height(scratch, chart, look, width);
    } else if (zb_chart_is_disc(chart)) {
        height = disc_height(scratch, chart, look, width);
    } else {
        height = clamp(zb_scale(width, BAR_HEIGHT, 100), BAR_LEAST, BAR_MOST);
        if (kind == ZB_CHART_BAR) height += names_height(scratch, chart, look, width);
        /* what several series show needs more room than one row of bars */
        if (chart->series_count > 1 || chart->numeric_x) height = height * SERIES_HEIGHT / 100;
    }
    zb_arena_close(scratch);
    return height;
}

static zb_length panels_height(const zb_chart *chart, const zb_chart_look *look, zb_length width) {
    zb_length height = 0, inner = width / (zb_length)chart->panel_count;
    zb_arena *scratch = zb_arena_open();
    for (size_t i = 0; i < chart->panel_count; i++) {
        const zb_chart *panel = zb_chart_prepare(scratch, &chart->panels[i], NULL);
        if (panel->count > 0) height = zb_max(height, marks_height(panel, look, inner));
    }
    zb_chart keyed = *zb_chart_prepare(scratch, &chart->panels[0], NULL);
    keyed.title = keyed.subtitle = keyed.period = (zb_str){0};
    height += zb_chart_head_height(&keyed, look, width);
    zb_arena_close(scratch);
    return height + zb_label_pitch(look->label_size) + look->label_size;
}

zb_length zb_chart_height(const zb_chart *source, const zb_chart_look *look, zb_length width) {
    zb_arena *scratch = zb_arena_open();
    const zb_chart *chart = zb_chart_prepare(scratch, source, NULL);
    zb_length height = BAR_LEAST;
    if (width > 0 && chart->panel_count > 0 && chart->panel_count <= ZB_CHART_PANELS_MAX)
        height = panels_height(chart, look, width);
    else if (width > 0 && chart->count > 0) height = marks_height(chart, look, width);
    height += zb_chart_head_height(chart, look, width) + zb_chart_foot_height(chart, look, width);
    zb_arena_close(scratch);
    return (height + ZB_PT - 1) / ZB_PT * ZB_PT;
}
