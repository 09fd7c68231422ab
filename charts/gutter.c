/* SPDX-License-Identifier: Apache-2.0
 * Labels at the ends of lines, spread by the same least shift as the labels of pies. */
#include "charts/gutter.h"

#include <stdlib.h>

#include "charts/callout.h"
#include "charts/number.h"

/* Shares of the label size: from the frame to the labels; between labels. Of the area's width: the widest label. */
enum { GAP = 90, BETWEEN = 25, WIDTH_MOST = 26 };
#define LEADER_WIDTH (ZB_PT / 2)

void zb_gutter_add(zb_plot *plot, zb_gutter *gutter, zb_str text, int weight, double value, zb_color color,
                   zb_loc loc) {
    zb_label_style style = {plot->look->label_size, weight};
    zb_length most = zb_scale(plot->area.width, WIDTH_MOST, 100);
    zb_label label = zb_label_new(plot, text, style, most, 2, loc);
    if (label.count == 0) return;
    ZB_PUSH(plot->arena, &gutter->ends, (zb_end){label, value, color});
    gutter->width = zb_max(gutter->width, label.width + zb_scale(style.size, GAP, 100));
}

zb_color zb_reference_color(const zb_chart_look *look) { return look->label; }

zb_str zb_reference_text(zb_plot *plot, const zb_reference *reference) {
    zb_datum datum = {.value = reference->value, .value_text = reference->value_text};
    zb_chart one = *plot->chart;
    one.data = &datum;
    one.count = 1;
    one.series = NULL;
    zb_str value = zb_value_texts(plot->arena, &one, NULL)[0];
    if (reference->label.n == 0) return value;
    return zb_str_format(plot->arena, "%.*s %.*s", ZB_STR_ARG(reference->label), ZB_STR_ARG(value));
}

void zb_gutter_references(zb_plot *plot, zb_gutter *gutter) {
    for (size_t i = 0; i < plot->chart->reference_count; i++) {
        const zb_reference *r = &plot->chart->references[i];
        zb_gutter_add(plot, gutter, zb_reference_text(plot, r), 400, r->value, plot->look->value, r->loc);
    }
}

typedef struct place {
    const zb_end *end;
    double y;
    size_t order;
} place;

static int place_order(const void *a, const void *b) {
    const place *x = a, *y = b;
    if (x->y != y->y) return x->y < y->y ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static void end_paint(zb_plot *plot, const zb_end *end, zb_rect frame, zb_length wanted, zb_length y) {
    zb_length size = plot->look->label_size, right = frame.x + frame.width, x = right + zb_scale(size, GAP, 100);
    if (abs(y - wanted) > size / 4) {
        zb_point from = {right + size / 5, wanted}, to = {x - size / 5, y};
        zb_paint_line(&plot->painter, from, to, LEADER_WIDTH, plot->look->axis);
        if (plot->trace) ZB_PUSH(plot->arena, &plot->trace->leaders, (zb_trace_leader){{from, from, to}, {0, 0}, 0});
    }
    zb_label_paint(plot, &end->label, ZB_ANCHOR_START, x, y, end->color);
}

void zb_gutter_paint(zb_plot *plot, const zb_gutter *gutter, const zb_value_axis *axis, zb_rect frame) {
    size_t count = gutter->ends.count;
    place *places = ZB_NEW_ARRAY(plot->arena, count, place);
    double *centres = ZB_NEW_ARRAY(plot->arena, count, double), *heights = ZB_NEW_ARRAY(plot->arena, count, double);
    for (size_t i = 0; i < count; i++)
        places[i] = (place){&gutter->ends.data[i], zb_value_axis_y(axis, frame, gutter->ends.data[i].value), i};
    qsort(places, count, sizeof *places, place_order);
    for (size_t i = 0; i < count; i++) {
        centres[i] = places[i].y;
        heights[i] = places[i].end->label.height + zb_scale(plot->look->label_size, BETWEEN, 100);
    }
    /* names stand below the frame */
    zb_length bottom = frame.y + frame.height + plot->look->label_size / 3;
    if (!zb_callouts_spread(centres, heights, count, plot->area.y, bottom)) {
        double total = 0;
        for (size_t i = 0; i < count; i++) total += heights[i];
        zb_plot_crowded(plot, plot->painter.height + (zb_length)total - plot->area.height);
        return;
    }
    for (size_t i = 0; i < count; i++)
        end_paint(plot, places[i].end, frame, (zb_length)places[i].y, (zb_length)centres[i]);
}
