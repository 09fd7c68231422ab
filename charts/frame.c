/* SPDX-License-Identifier: Apache-2.0
 * Upright frames. */
#include "charts/frame.h"

#include <math.h>

#include "charts/head.h"

/* Shares: room a label needs beyond a mark, of the value size; lines that names take at first, of the label size. */
enum { LABEL_ROOM = 150, NAMES_FIRST = 270 };
#define ROOM_MOST 0.35
#define REFERENCE_WIDTH (ZB_PT * 3 / 4)
#define BREAK_SIZE (ZB_PT * 3)

/* Height of the axis when names take `names` below it. */
static zb_length frame_height(const zb_plot *plot, zb_length names) {
    return plot->area.height - names - zb_label_pitch(plot->look->label_size) / 2;
}

static zb_value_axis axis_fit(zb_plot *plot, const zb_frame_wish *wish) {
    zb_length height = frame_height(plot, zb_scale(plot->look->label_size, NAMES_FIRST, 100));
    if (wish->keys) height -= zb_keys_height(plot, !wish->zero);
    double room = (double)zb_scale(plot->look->value_size, LABEL_ROOM, 100) / zb_max(height, ZB_FRAME_LEAST);
    room = wish->room ? fmin(room, ROOM_MOST) : 0;
    zb_linear_wish linear = {wish->low, wish->high, room, room, wish->zero, plot->whole};
    return zb_value_axis_new(plot, &linear);
}

/* "纵轴自 5.5 起" where bars' zero would be expected and is not on the axis. */
static zb_str cut_text(zb_plot *plot, const zb_value_axis *axis) {
    if (axis->scale.count == 0 || axis->scale.mantissas[0] <= 0 || plot->chart->numeric_x) return (zb_str){0};
    zb_str tick = zb_tick_text(plot, &axis->scale, 0);
    return zb_str_format(plot->arena, zb_word_of(plot->chart, ZB_WORD_CUT), ZB_STR_ARG(tick));
}

static zb_length names_fit(zb_plot *plot, const zb_frame_wish *wish, zb_frame *frame) {
    zb_length size = plot->look->label_size;
    if (!plot->chart->numeric_x) {
        zb_length width = zb_max(frame->rect.width, (zb_length)plot->chart->count);
        frame->names = zb_name_axis_new(plot, frame->rect.x, width, wish->names, wish->lines, wish->sparse);
        return frame->names.height;
    }
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < plot->chart->count; i++) {
        low = fmin(low, plot->chart->data[i].x);
        high = fmax(high, plot->chart->data[i].x);
    }
    zb_linear_wish linear = {low, high, 0.03, 0.03, low >= 0 && low < high * 0.4, false};
    zb_trace *trace = plot->trace;
    plot->trace = NULL; /* its ticks are of another axis */
    frame->level = zb_value_axis_new(plot, &linear);
    plot->trace = trace;
    return zb_label_pitch(size) + zb_scale(size, 60, 100) + (plot->chart->x_title.n > 0 ? zb_label_pitch(size) : 0);
}

bool zb_frame_new(zb_plot *plot, const zb_frame_wish *wish, zb_frame *frame) {
    frame->axis = axis_fit(plot, wish);
    if (wish->keys) zb_keys_paint(plot, plot->area.x, cut_text(plot, &frame->axis));
    zb_rect area = plot->area;
    frame->rect.x = area.x + frame->axis.width;
    frame->rect.width = area.width - frame->axis.width - frame->gutter.width;
    frame->rect.y = area.y + zb_label_pitch(plot->look->label_size) / 2;
    frame->rect.height = frame_height(plot, names_fit(plot, wish, frame));
    if (frame->rect.height >= ZB_FRAME_LEAST && frame->rect.width >= ZB_FRAME_LEAST) return true;
    zb_length lacking = ZB_FRAME_LEAST - frame->rect.height;
    zb_plot_crowded(plot, lacking > 0 ? plot->painter.height + lacking : 0);
    return false;
}

void zb_frame_paint_grid(zb_plot *plot, const zb_frame *frame, const zb_holes *holes) {
    zb_value_axis_paint(plot, &frame->axis, frame->rect, holes);
    if (plot->chart->numeric_x) zb_value_axis_paint_level(plot, &frame->level, frame->rect, holes);
}

/* Two strokes across the foot of the axis say that it does not begin at zero. */
static void break_paint(zb_plot *plot, zb_rect r) {
    zb_length y = r.y + r.height, x = r.x - BREAK_SIZE / 2;
    for (int i = 0; i < 2; i++) {
        zb_point from = {x + BREAK_SIZE * i * 2 / 3, y + BREAK_SIZE}, to = {from.x + BREAK_SIZE, y - BREAK_SIZE};
        zb_paint_line(&plot->painter, from, to, ZB_AXIS_WIDTH, plot->look->axis);
    }
}

void zb_frame_paint_base(zb_plot *plot, const zb_frame *frame) {
    const zb_linear *scale = &frame->axis.scale;
    bool cut = scale->mantissas[0] > 0 || scale->mantissas[scale->count - 1] < 0,
         both = scale->mantissas[0] < 0 && !cut;
    zb_length y = cut ? frame->rect.y + frame->rect.height : zb_value_axis_y(&frame->axis, frame->rect, 0);
    zb_point from = {frame->rect.x, y}, to = {frame->rect.x + frame->rect.width, y};
    zb_paint_line(&plot->painter, from, to, both ? ZB_ZERO_WIDTH : ZB_AXIS_WIDTH,
                  both ? plot->look->label : plot->look->axis);
    if (cut && !plot->chart->numeric_x && !plot->unlabelled) break_paint(plot, frame->rect);
}

static void references_paint(zb_plot *plot, const zb_frame *frame, const zb_holes *holes) {
    zb_rule rule = {REFERENCE_WIDTH, zb_reference_color(plot->look), true};
    for (size_t i = 0; i < plot->chart->reference_count; i++) {
        zb_length y = zb_value_axis_y(&frame->axis, frame->rect, plot->chart->references[i].value);
        zb_rule_paint(plot, (zb_point){frame->rect.x, y}, (zb_point){frame->rect.x + frame->rect.width, y}, &rule,
                      holes);
    }
}

void zb_frame_paint_texts(zb_plot *plot, const zb_frame *frame, const zb_holes *holes) {
    zb_length bottom = frame->rect.y + frame->rect.height, size = plot->look->label_size;
    references_paint(plot, frame, holes);
    if (!plot->chart->numeric_x) {
        zb_name_axis_paint(plot, &frame->names, bottom);
    } else if (plot->chart->x_title.n > 0) {
        zb_label title = zb_label_new(plot, plot->chart->x_title, (zb_label_style){size, 400}, frame->rect.width, 1,
                                      plot->chart->loc);
        zb_length baseline = bottom + zb_scale(size, 60, 100) + zb_label_pitch(size) + zb_label_ascent(size);
        zb_label_paint_at(plot, &title, ZB_ANCHOR_END, frame->rect.x + frame->rect.width, baseline, plot->look->label);
    }
    zb_gutter_paint(plot, &frame->gutter, &frame->axis, frame->rect);
}
