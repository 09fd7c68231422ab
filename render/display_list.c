/* SPDX-License-Identifier: Apache-2.0
 * Collecting the items of a display list. Nothing that cannot be seen is kept: empty shapes and wholly transparent
 * colours add no item. */
#include "render/display_list.h"

#include <string.h>

static zb_item *add_item(zb_painter *painter, zb_item item) { return ZB_PUSH(painter->arena, &painter->items, item); }

void zb_paint_run(zb_painter *painter, const zb_run *run, zb_point at, zb_color color, zb_loc loc) {
    if (!run->cluster_count) return;
    add_item(painter, (zb_item){.kind = ZB_ITEM_RUN, .loc = loc, .at = at, .color = color, .as.run = run});
}

/* The path under construction, copied; the painter begins a new one. */
static zb_path take_path(zb_painter *painter) {
    size_t count = painter->path.count;
    zb_path_step *steps = ZB_NEW_ARRAY(painter->arena, count, zb_path_step);
    if (count) memcpy(steps, painter->path.data, count * sizeof *steps);
    painter->path.count = 0;
    return (zb_path){steps, count};
}

void zb_paint_fill(zb_painter *painter, zb_color color) {
    if (!painter->path.count || color.a == 0) {
        painter->path.count = 0;
        return;
    }
    zb_item *item = add_item(painter, (zb_item){.kind = ZB_ITEM_FILL, .color = color});
    item->as.fill.path = take_path(painter);
}

void zb_paint_stroke(zb_painter *painter, zb_length width, zb_color color) {
    if (!painter->path.count || color.a == 0 || width <= 0) {
        painter->path.count = 0;
        return;
    }
    zb_item *item = add_item(painter, (zb_item){.kind = ZB_ITEM_STROKE, .color = color});
    item->as.stroke.path = take_path(painter);
    item->as.stroke.width = width;
}

void zb_paint_image(zb_painter *painter, const char *path, zb_rect rect, zb_loc loc) {
    if (rect.width <= 0 || rect.height <= 0) return;
    zb_item *item = add_item(painter, (zb_item){.kind = ZB_ITEM_IMAGE, .loc = loc, .at = {rect.x, rect.y}});
    item->as.image.path = zb_str_z(painter->arena, zb_str_of(path));
    item->as.image.width = rect.width;
    item->as.image.height = rect.height;
}

void zb_paint_list(zb_painter *painter, const zb_display_list *list, zb_point at) {
    add_item(painter, (zb_item){.kind = ZB_ITEM_LIST, .at = at, .as.list = list});
}

void zb_paint_begin(zb_painter *painter, const zb_tag *tag, zb_loc loc) {
    add_item(painter, (zb_item){.kind = ZB_ITEM_BEGIN, .loc = loc, .as.tag = tag});
}

void zb_paint_end(zb_painter *painter, const zb_tag *tag) {
    add_item(painter, (zb_item){.kind = ZB_ITEM_END, .as.tag = tag});
}

const zb_display_list *zb_painter_finish(zb_painter *painter) {
    zb_display_list *list = ZB_NEW(painter->arena, zb_display_list);
    *list =
        (zb_display_list){painter->width, painter->height, painter->ground, painter->items.data, painter->items.count};
    return list;
}
