/* SPDX-License-Identifier: Apache-2.0
 * Looking at the pictures of display lists without writing anything: what a rendering would refuse, a check refuses too. */
#include "render/canvas.h"
#include "render/render.h"

static bool check_list(zb_pictures *pictures, const zb_display_list *list, int depth, zb_diags *diags) {
    bool fine = true;
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        if (item->kind == ZB_ITEM_LIST && depth < ZB_LIST_DEPTH_MAX) fine &= check_list(pictures, item->as.list, depth + 1, diags);
        if (item->kind != ZB_ITEM_IMAGE) continue;
        zb_picture *picture = zb_pictures_find(pictures, item->as.image.path, item->loc, diags);
        fine &= picture && zb_picture_verify(pictures->arena, picture, item->loc, diags);
    }
    return fine;
}

bool zb_images_check(zb_arena *arena, const zb_display_list *const *lists, size_t count, zb_diags *diags) {
    zb_pictures pictures = {.arena = arena};
    bool fine = true;
    for (size_t i = 0; i < count; i++) fine &= check_list(&pictures, lists[i], 0, diags);
    return fine;
}
