/* SPDX-License-Identifier: Apache-2.0
 * Drawing of axes. */
#include "charts/axis.h"

#include <math.h>

#include "charts/number.h"
#include "charts/series.h"

#define FAR_OFF 20.0
#define NO_LIMIT (ZB_LENGTH_MAX / 4)

/* Shares of the label size. */
enum { TICK_GAP = 70, NAME_GAP = 60, NAME_MARGIN = 30, SPARSE_MARGIN = 120 };

zb_str zb_tick_text(zb_plot *plot, const zb_linear *scale, int index) {
    const zb_chart *chart = plot->chart;
    bool counted = chart->number == ZB_NUMBER_AUTO || chart->number == ZB_NUMBER_ZH;
    zb_str text = zb_linear_tick_styled(plot->arena, scale, index, counted);
    if (chart->number == ZB_NUMBER_GROUPED || (counted && zb_chart_is_long(chart)))
        text = zb_digits_group(plot->arena, text);
    if (chart->stack == ZB_STACK_SHARE && zb_chart_is_stacked(chart))
        text = zb_str_format(plot->arena, "%.*s%%", ZB_STR_ARG(text));
    return text;
}

zb_value_axis zb_value_axis_new(zb_plot *plot, const zb_linear_wish *wish) {
    zb_value_axis axis = {.width = 0};
    zb_label_style style = {plot->look->label_size, 400};
    zb_linear_fit(wish, &axis.scale);
    if (plot->trace) plot->trace->few_ticks = plot->trace->few_ticks || wish->whole;
    if (plot->unlabelled) return axis;
    for (int i = 0; i < axis.scale.count; i++) {
        zb_str text = zb_tick_text(plot, &axis.scale, i);
        axis.labels[i] = zb_label_new(plot, text, style, NO_LIMIT, 1, plot->chart->loc);
        axis.width = zb_max(axis.width, axis.labels[i].width);
        if (plot->trace && !plot->inner) ZB_PUSH(plot->arena, &plot->trace->ticks, text);
    }
    axis.width += zb_scale(style.size, TICK_GAP, 100);
    return axis;
}

/* Places far off the axis (of a zero that it leaves out) stay within what a length can hold. */
static double share_bound(double share) { return fmin(fmax(share, -FAR_OFF), FAR_OFF); }

static zb_length share_y(zb_rect frame, double share) {
    share = share_bound(share);
    return frame.y + frame.height - (zb_length)lround(share * frame.height);
}

zb_length zb_value_axis_y(const zb_value_axis *axis, zb_rect frame, double value) {
    return share_y(frame, zb_linear_share(&axis->scale, value));
}

zb_length zb_value_axis_x(const zb_value_axis *axis, zb_rect frame, double value) {
    return frame.x + (zb_length)lround(share_bound(zb_linear_share(&axis->scale, value)) * frame.width);
}

void zb_value_axis_paint(zb_plot *plot, const zb_value_axis *axis, zb_rect frame, const zb_holes *holes) {
    zb_length x = frame.x - zb_scale(plot->look->label_size, TICK_GAP, 100);
    zb_rule rule = {ZB_GRID_WIDTH, plot->look->grid, false};
    for (int i = 0; i < axis->scale.count; i++) {
        zb_length y = share_y(frame, zb_linear_tick_share(&axis->scale, i));
        if (axis->scale.mantissas[i] != 0)
            zb_rule_paint(plot, (zb_point){frame.x, y}, (zb_point){frame.x + frame.width, y}, &rule, holes);
        zb_label_paint(plot, &axis->labels[i], ZB_ANCHOR_END, x, y, plot->look->label);
    }
}

void zb_value_axis_paint_level(zb_plot *plot, const zb_value_axis *axis, zb_rect frame, const zb_holes *holes) {
    zb_length size = plot->look->label_size, bottom = frame.y + frame.height;
    zb_rule rule = {ZB_GRID_WIDTH, plot->look->grid, false};
    for (int i = 0; i < axis->scale.count; i++) {
        zb_length x = frame.x + (zb_length)lround(zb_linear_tick_share(&axis->scale, i) * frame.width);
        zb_rule_paint(plot, (zb_point){x, frame.y}, (zb_point){x, bottom}, &rule, holes);
        zb_label_paint_at(plot, &axis->labels[i], ZB_ANCHOR_MIDDLE, x,
                          bottom + zb_scale(size, NAME_GAP, 100) + zb_label_ascent(size), plot->look->label);
    }
}

const zb_str *zb_names_of(zb_plot *plot) {
    zb_str *names = ZB_NEW_ARRAY(plot->arena, plot->chart->count, zb_str);
    for (size_t i = 0; i < plot->chart->count; i++) names[i] = plot->chart->data[i].name;
    return names;
}

typedef struct naming {
    const zb_str *names;
    zb_length band;
    int lines;
    zb_label *labels;
} naming;

static zb_label_style name_style(const zb_plot *plot, size_t index) {
    return (zb_label_style){plot->look->label_size, plot->chart->data[index].highlight ? 700 : 400};
}

/* The least step such that every step-th name, counted from the last, fits in one line between its neighbours. */
static size_t sparse_step(zb_plot *plot, const naming *n) {
    size_t count = plot->chart->count;
    zb_length widest = 0, margin = zb_scale(plot->look->label_size, SPARSE_MARGIN, 100);
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        zb_length most = n->band - zb_scale(plot->look->label_size, NAME_MARGIN, 100);
        all = all && zb_label_fits(plot, n->names[i], name_style(plot, i), most, n->lines, plot->chart->data[i].loc);
        widest = zb_max(widest, zb_label_guess(n->names[i], plot->look->label_size));
    }
    if (all) return 1;
    size_t step = (size_t)((widest + margin) / zb_max(n->band, 1)) + 1;
    return step < count ? step : count;
}

static void names_make(zb_plot *plot, const naming *n, size_t step) {
    zb_length size = plot->look->label_size;
    zb_length most = zb_max(n->band * (zb_length)step - zb_scale(size, NAME_MARGIN, 100), size);
    for (size_t i = 0; i < plot->chart->count; i++) {
        if ((plot->chart->count - 1 - i) % step != 0) continue;
        n->labels[i] = zb_label_new(plot, n->names[i], name_style(plot, i), most, n->lines, plot->chart->data[i].loc);
    }
}

zb_name_axis zb_name_axis_new(zb_plot *plot, zb_length start, zb_length width, const zb_str *names, int lines,
                              bool sparse) {
    const zb_chart *chart = plot->chart;
    zb_name_axis axis = {.bands = {start, width, chart->count}};
    naming n = {names, width / (zb_length)chart->count, lines, ZB_NEW_ARRAY(plot->arena, chart->count, zb_label)};
    names_make(plot, &n, sparse ? sparse_step(plot, &n) : 1);
    for (size_t i = 0; i < chart->count; i++) axis.height = zb_max(axis.height, n.labels[i].height);
    axis.height += zb_scale(plot->look->label_size, NAME_GAP, 100);
    axis.labels = n.labels;
    return axis;
}

void zb_name_axis_paint(zb_plot *plot, const zb_name_axis *axis, zb_length y) {
    zb_length size = plot->look->label_size, left = plot->area.x, right = plot->area.x + plot->area.width;
    zb_length baseline = y + zb_scale(size, NAME_GAP, 100) + zb_label_ascent(size);
    for (size_t i = 0; i < axis->bands.count; i++) {
        zb_color color = plot->chart->data[i].highlight ? plot->look->value : plot->look->label;
        zb_length half = axis->labels[i].width / 2;
        zb_length x = zb_max(left + half, zb_min(zb_band_middle(&axis->bands, i), right - half));
        zb_label_paint_at(plot, &axis->labels[i], ZB_ANCHOR_MIDDLE, x, baseline, color);
    }
}
