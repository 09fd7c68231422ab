/* SPDX-License-Identifier: Apache-2.0
 * Lines between holes. */
#include "charts/rule.h"

#include <stdlib.h>

static const zb_length dashes[][2] = {
    {ZB_PT * 3, ZB_PT * 2}, {ZB_PT * 6, ZB_PT * 2}, {ZB_PT * 3 / 2, ZB_PT * 3 / 2}, {ZB_PT * 9, ZB_PT * 3}};
enum { DASHES = sizeof dashes / sizeof *dashes };

typedef struct interval {
    zb_length from, to;
} interval;

static int interval_order(const void *a, const void *b) {
    const interval *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

void zb_stroke_dash(zb_painter *painter, int pattern) {
    if (painter->items.count == 0) return;
    zb_item *item = &painter->items.data[painter->items.count - 1];
    if (item->kind != ZB_ITEM_STROKE) return;
    item->as.stroke.dash = dashes[pattern % DASHES];
    item->as.stroke.dash_count = 2;
}

static void piece_paint(zb_plot *plot, bool level, zb_point at, zb_length from, zb_length to, const zb_rule *rule) {
    if (to - from < ZB_PT / 4) return;
    zb_point a = level ? (zb_point){from, at.y} : (zb_point){at.x, from};
    zb_point b = level ? (zb_point){to, at.y} : (zb_point){at.x, to};
    zb_paint_line(&plot->painter, a, b, rule->width, rule->color);
    if (rule->dashed) zb_stroke_dash(&plot->painter, 0);
}

void zb_rule_paint(zb_plot *plot, zb_point from, zb_point to, const zb_rule *rule, const zb_holes *holes) {
    bool level = from.y == to.y;
    size_t count = 0, room = holes ? holes->count : 0;
    interval *gaps = ZB_NEW_ARRAY(plot->arena, room, interval);
    for (size_t i = 0; i < room; i++) {
        zb_rect h = holes->data[i];
        zb_length across = level ? from.y : from.x, low = level ? h.y : h.x;
        if (h.width <= 0 || across < low || across > low + (level ? h.height : h.width)) continue;
        zb_length start = level ? h.x : h.y;
        gaps[count++] = (interval){start, start + (level ? h.width : h.height)};
    }
    qsort(gaps, count, sizeof *gaps, interval_order);
    zb_length at = level ? from.x : from.y, end = level ? to.x : to.y;
    for (size_t i = 0; i < count && at < end; i++) {
        piece_paint(plot, level, from, at, zb_min(gaps[i].from, end), rule);
        at = zb_max(at, gaps[i].to);
    }
    piece_paint(plot, level, from, at, end, rule);
}
