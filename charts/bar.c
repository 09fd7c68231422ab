/* SPDX-License-Identifier: Apache-2.0
 * Vertical bars: from zero, every value above its bar (below where negative), names at the foot. */
#include "charts/axis.h"
#include "charts/mark.h"

#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define BAR_WIDTH_MAX (ZB_PT * 30)
#define CORNER_RADIUS (ZB_PT * 3 / 2)
#define HOLE_MARGIN (ZB_PT * 2)

/* Shares of the value size: from a bar's end to its label, and the room a label needs beyond the bar. */
enum { LABEL_GAP = 35, LABEL_ROOM = 150 };

/* The axes must leave the bars at least this. */
#define FRAME_LEAST (ZB_PT * 24)

typedef struct bars {
    zb_value_axis axis;
    zb_name_axis names;
    zb_rect frame; /* of the marks */
    zb_length zero;
    const zb_label *labels;
    zb_length widest; /* label */
} bars;

static void labels_make(zb_plot *plot, bars *b) {
    zb_label *labels = ZB_NEW_ARRAY(plot->arena, plot->chart->count, zb_label);
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        zb_label_style style = {plot->look->value_size, datum->highlight ? 700 : 400};
        labels[i] = zb_label_new(plot, plot->values[i], style, NO_LIMIT, 1, datum->loc);
        b->widest = zb_max(b->widest, labels[i].width);
    }
    b->labels = labels;
}

/* Height of the axis when names take `names` below it. */
static zb_length frame_height(const zb_plot *plot, zb_length names) {
    return plot->area.height - names - zb_label_pitch(plot->look->label_size) / 2;
}

static void axes_make(zb_plot *plot, bars *b) {
    zb_length size = plot->look->label_size, height = frame_height(plot, zb_scale(size, 270, 100));
    double room = (double)zb_scale(plot->look->value_size, LABEL_ROOM, 100) / zb_max(height, FRAME_LEAST);
    room = room < 0.35 ? room : 0.35;
    zb_linear_wish wish = {plot->low, plot->high, room, room, true, plot->whole};
    b->axis = zb_value_axis_new(plot, &wish);
    b->frame.x = plot->area.x + b->axis.width;
    b->frame.width = plot->area.width - b->axis.width;
    b->names = zb_name_axis_new(plot, b->frame.x, zb_max(b->frame.width, (zb_length)plot->chart->count));
    b->frame.y = plot->area.y + zb_label_pitch(size) / 2;
    b->frame.height = frame_height(plot, b->names.height);
    b->zero = zb_value_axis_y(&b->axis, b->frame, 0);
}

/* The bar of datum `index`; height 0 where it has none. */
static zb_rect bar_rect(const zb_plot *plot, const bars *b, size_t index) {
    const zb_datum *datum = &plot->chart->data[index];
    zb_length width = zb_band_bar(&b->names.bands, BAR_WIDTH_MAX),
              x = zb_band_middle(&b->names.bands, index) - width / 2;
    if (datum->missing || datum->value == 0) return (zb_rect){x, b->zero, width, 0};
    zb_length y = zb_value_axis_y(&b->axis, b->frame, datum->value);
    zb_length height = zb_max(datum->value > 0 ? b->zero - y : y - b->zero, ZB_HAIRLINE);
    return (zb_rect){x, datum->value > 0 ? b->zero - height : b->zero, width, height};
}

static bool points_down(const zb_datum *datum) { return !datum->missing && datum->value < 0; }

static zb_length label_baseline(const zb_plot *plot, const bars *b, size_t index) {
    zb_rect bar = bar_rect(plot, b, index);
    zb_length size = plot->look->value_size, gap = zb_scale(size, LABEL_GAP, 100);
    if (points_down(&plot->chart->data[index])) return bar.y + bar.height + gap + 2 * zb_label_centre(size);
    return bar.y - gap;
}

/* Where labels stand, so that the grid leaves them out. */
static const zb_rect *holes_make(zb_plot *plot, const bars *b) {
    zb_rect *holes = ZB_NEW_ARRAY(plot->arena, plot->chart->count, zb_rect);
    for (size_t i = 0; i < plot->chart->count; i++) {
        zb_length width = b->labels[i].width, baseline = label_baseline(plot, b, i), size = plot->look->value_size;
        zb_length x = zb_band_middle(&b->names.bands, i) - width / 2;
        holes[i] = (zb_rect){x - HOLE_MARGIN, baseline - 2 * zb_label_centre(size) - HOLE_MARGIN / 2,
                             width + 2 * HOLE_MARGIN, 2 * zb_label_centre(size) + HOLE_MARGIN};
    }
    return holes;
}

static void marks_paint(zb_plot *plot, const bars *b) {
    zb_painter *painter = &plot->painter;
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        zb_rect bar = bar_rect(plot, b, i);
        if (bar.height == 0) continue;
        zb_mark_bar(painter, bar, datum->value > 0 ? ZB_SIDE_UP : ZB_SIDE_DOWN, CORNER_RADIUS,
                    zb_bar_color(plot->look, datum));
    }
    bool both = plot->low < 0;
    zb_point from = {b->frame.x, b->zero}, to = {b->frame.x + b->frame.width, b->zero};
    zb_paint_line(painter, from, to, both ? ZB_ZERO_WIDTH : ZB_AXIS_WIDTH, both ? plot->look->label : plot->look->axis);
}

static void labels_paint(zb_plot *plot, const bars *b) {
    for (size_t i = 0; i < plot->chart->count; i++) {
        zb_length x = zb_band_middle(&b->names.bands, i);
        zb_label_paint_at(plot, &b->labels[i], ZB_ANCHOR_MIDDLE, x, label_baseline(plot, b, i),
                          zb_value_color(plot->look, &plot->chart->data[i]));
    }
}

bool zb_bar_draw(zb_plot *plot) {
    bars b = {.widest = 0};
    labels_make(plot, &b);
    /* the narrowest axis still shows one digit */
    zb_length band = (plot->area.width - plot->look->label_size) / (zb_length)plot->chart->count;
    if (b.widest > band) return false;
    zb_unit_paint(plot, plot->area.x);
    axes_make(plot, &b);
    if (b.frame.height < FRAME_LEAST || b.frame.width < FRAME_LEAST) {
        zb_length lacking = FRAME_LEAST - b.frame.height;
        zb_plot_crowded(plot, lacking > 0 ? plot->painter.height + lacking : 0);
        return true;
    }
    zb_value_axis_paint(plot, &b.axis, b.frame, holes_make(plot, &b), plot->chart->count);
    marks_paint(plot, &b);
    labels_paint(plot, &b);
    zb_name_axis_paint(plot, &b.names, b.frame.y + b.frame.height);
    return true;
}
