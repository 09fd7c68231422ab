/* SPDX-License-Identifier: Apache-2.0
 * Drawing of axes. */
#include "charts/axis.h"

#include <math.h>

#define NO_LIMIT (ZB_LENGTH_MAX / 4)

/* Shares of the label size. */
enum { TICK_GAP = 70, NAME_GAP = 60, UNIT_GAP = 60, NAME_MARGIN = 30 };

zb_value_axis zb_value_axis_new(zb_plot *plot, const zb_linear_wish *wish) {
    zb_value_axis axis = {.width = 0};
    zb_label_style style = {plot->look->label_size, 400};
    zb_linear_fit(wish, &axis.scale);
    for (int i = 0; i < axis.scale.count; i++) {
        zb_str text = zb_linear_tick_text(plot->arena, &axis.scale, i);
        axis.labels[i] = zb_label_new(plot, text, style, NO_LIMIT, 1, plot->chart->loc);
        axis.width = zb_max(axis.width, axis.labels[i].width);
    }
    axis.width += zb_scale(style.size, TICK_GAP, 100);
    return axis;
}

static zb_length share_y(zb_rect frame, double share) {
    return frame.y + frame.height - (zb_length)lround(share * frame.height);
}

zb_length zb_value_axis_y(const zb_value_axis *axis, zb_rect frame, double value) {
    return share_y(frame, zb_linear_share(&axis->scale, value));
}

/* One line of the grid; the holes stand in order from left to right. */
static void grid_line(zb_plot *plot, zb_rect frame, zb_length y, const zb_rect *holes, size_t count) {
    zb_length from = frame.x, end = frame.x + frame.width;
    for (size_t i = 0; i < count; i++) {
        const zb_rect *h = &holes[i];
        if (y < h->y || y > h->y + h->height || h->width == 0) continue;
        if (h->x > from)
            zb_paint_line(&plot->painter, (zb_point){from, y}, (zb_point){h->x, y}, ZB_GRID_WIDTH, plot->look->grid);
        from = zb_max(from, h->x + h->width);
    }
    if (from < end)
        zb_paint_line(&plot->painter, (zb_point){from, y}, (zb_point){end, y}, ZB_GRID_WIDTH, plot->look->grid);
}

void zb_value_axis_paint(zb_plot *plot, const zb_value_axis *axis, zb_rect frame, const zb_rect *holes,
                         size_t hole_count) {
    zb_length x = frame.x - zb_scale(plot->look->label_size, TICK_GAP, 100);
    for (int i = 0; i < axis->scale.count; i++) {
        zb_length y = share_y(frame, zb_linear_tick_share(&axis->scale, i));
        if (axis->scale.mantissas[i] != 0) grid_line(plot, frame, y, holes, hole_count);
        zb_label_paint(plot, &axis->labels[i], ZB_ANCHOR_END, x, y, plot->look->label);
    }
}

zb_name_axis zb_name_axis_new(zb_plot *plot, zb_length start, zb_length width) {
    const zb_chart *chart = plot->chart;
    zb_length size = plot->look->label_size;
    zb_name_axis axis = {.bands = {start, width, chart->count}};
    zb_label *labels = ZB_NEW_ARRAY(plot->arena, chart->count, zb_label);
    zb_length most = zb_max(width / (zb_length)chart->count - zb_scale(size, NAME_MARGIN, 100), size);
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &chart->data[i];
        zb_label_style style = {size, datum->highlight ? 700 : 400};
        labels[i] = zb_label_new(plot, datum->name, style, most, 2, datum->loc);
        axis.height = zb_max(axis.height, labels[i].height);
    }
    axis.height += zb_scale(size, NAME_GAP, 100);
    axis.labels = labels;
    return axis;
}

void zb_name_axis_paint(zb_plot *plot, const zb_name_axis *axis, zb_length y) {
    zb_length size = plot->look->label_size;
    zb_length baseline = y + zb_scale(size, NAME_GAP, 100) + zb_label_ascent(size);
    for (size_t i = 0; i < axis->bands.count; i++) {
        zb_color color = plot->chart->data[i].highlight ? plot->look->value : plot->look->label;
        zb_label_paint_at(plot, &axis->labels[i], ZB_ANCHOR_MIDDLE, zb_band_middle(&axis->bands, i), baseline, color);
    }
}

void zb_unit_paint(zb_plot *plot, zb_length x) {
    if (zb_str_trim(plot->chart->unit).n == 0) return;
    zb_label_style style = {plot->look->label_size, 400};
    zb_str text = zb_str_format(plot->arena, "单位：%.*s", ZB_STR_ARG(plot->chart->unit));
    zb_length right = plot->area.x + plot->area.width;
    zb_label label = zb_label_new(plot, text, style, right - x, 1, plot->chart->loc);
    zb_label_paint_at(plot, &label, ZB_ANCHOR_START, x, plot->area.y + zb_label_ascent(style.size), plot->look->label);
    zb_length used = label.height + zb_scale(style.size, UNIT_GAP, 100);
    plot->area.y += used;
    plot->area.height -= used;
}
