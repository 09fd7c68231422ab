/* SPDX-License-Identifier: Apache-2.0
 * Marks by face and glyph id. A document has few faces, so they are searched one by one; glyph ids index an array. */
#include "render/glyph_set.h"

#include <string.h>

#include "render/canvas.h"

zb_glyph_face *zb_glyph_set_face(zb_glyph_set *set, const zb_face *face) {
    for (size_t i = 0; i < set->faces.count; i++)
        if (set->faces.data[i].face == face) return &set->faces.data[i];
    return ZB_PUSH(set->arena, &set->faces, (zb_glyph_face){.face = face});
}

uint32_t *zb_glyph_mark(zb_glyph_set *set, zb_glyph_face *entry, uint32_t id) {
    if (id > ZB_GLYPH_ID_MAX) return NULL;
    if (id >= entry->room) {
        size_t room = entry->room ? entry->room : 1024;
        while (room <= id) room *= 2;
        uint32_t *marks = ZB_NEW_ARRAY(set->arena, room, uint32_t);
        if (entry->room) memcpy(marks, entry->marks, entry->room * sizeof *marks);
        entry->marks = marks;
        entry->room = room;
    }
    return &entry->marks[id];
}

static void add_run(zb_glyph_set *set, const zb_run *run) {
    zb_glyph_face *entry = zb_glyph_set_face(set, run->face);
    for (size_t i = 0; i < run->glyph_count; i++) {
        uint32_t *mark = zb_glyph_mark(set, entry, run->glyphs[i].id);
        if (mark && !*mark) *mark = 1, entry->count++;
    }
}

static void add_list(zb_glyph_set *set, const zb_display_list *list, int depth) {
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        if (item->kind == ZB_ITEM_RUN) add_run(set, item->as.run);
        if (item->kind == ZB_ITEM_LIST && depth < ZB_LIST_DEPTH_MAX) add_list(set, item->as.list, depth + 1);
    }
}

void zb_glyph_set_add_list(zb_glyph_set *set, const zb_display_list *list) { add_list(set, list, 0); }

bool zb_glyph_set_close(zb_glyph_set *set, zb_diags *diags) {
    bool fine = true;
    for (size_t i = 0; i < set->faces.count; i++) {
        zb_glyph_face *entry = &set->faces.data[i];
        uint32_t *used = ZB_NEW_ARRAY(set->arena, entry->count, uint32_t);
        size_t n = 0;
        for (size_t id = 0; id < entry->room; id++)
            if (entry->marks[id]) used[n++] = (uint32_t)id;
        /* A face with no visible glyph is asked for glyph 0 alone: count 0 would mean the whole face. */
        static const uint32_t notdef;
        uint32_t *packed = ZB_NEW_ARRAY(set->arena, n ? n : 1, uint32_t);
        entry->cairo = zb_face_cairo_packed(entry->face, n ? used : &notdef, n ? n : 1, packed, diags);
        if (!entry->cairo) {
            fine = false;
            continue;
        }
        for (size_t k = 0; k < n; k++) entry->marks[used[k]] = packed[k] + 1;
    }
    return fine;
}
