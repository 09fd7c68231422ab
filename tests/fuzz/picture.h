/* SPDX-License-Identifier: Apache-2.0
 * For fuzz targets that draw: box fonts, opened once, and what holds of every display list. */
#ifndef ZB_TESTS_FUZZ_PICTURE_H
#define ZB_TESTS_FUZZ_PICTURE_H

#include "render/display_list.h"
#include "tests/fuzz/fuzz.h"
#include "tests/tools/box_fonts_open.h"

/* Fonts that live as long as the process. */
static inline zb_fonts *fuzz_fonts(void) {
    static zb_fonts *fonts;
    static zb_arena *arena;
    if (fonts) return fonts;
    arena = zb_arena_open();
    fonts = box_fonts_open(arena, zb_diags_new(arena));
    FUZZ_CHECK(fonts);
    return fonts;
}

/* Nothing is farther away than this: what is, overflowed somewhere. */
#define FUZZ_FAR (ZB_LENGTH_MAX / 2)

static inline void fuzz_check_point(zb_point p) {
    FUZZ_CHECK(p.x > -FUZZ_FAR && p.x < FUZZ_FAR && p.y > -FUZZ_FAR && p.y < FUZZ_FAR);
}

static inline void fuzz_check_path(zb_path path) {
    static const int points[] = {[ZB_MOVE] = 1, [ZB_LINE] = 1, [ZB_CURVE] = 3, [ZB_CLOSE] = 0};
    for (size_t i = 0; i < path.count; i++)
        for (int k = 0; k < points[path.steps[i].op]; k++) fuzz_check_point(path.steps[i].p[k]);
}

/* Clusters lie in the text and the glyphs, advances add up. */
static inline void fuzz_check_run(const zb_run *run) {
    FUZZ_CHECK(run->face && run->size > 0 && zb_utf8_invalid(run->text) == SIZE_MAX);
    int64_t sum = 0;
    for (size_t i = 0; i < run->cluster_count; i++) {
        const zb_cluster *c = &run->clusters[i];
        FUZZ_CHECK((size_t)c->text_start + c->text_length <= run->text.n);
        FUZZ_CHECK((size_t)c->glyph_start + c->glyph_count <= run->glyph_count);
        sum += c->advance;
    }
    FUZZ_CHECK(sum == run->advance);
}

/* Items are finite and of some kind; elements open and close in order; lists end. */
static inline void fuzz_check_list(const zb_display_list *list, int depth) {
    const zb_tag *open[256];
    size_t count = 0;
    FUZZ_CHECK(list && depth < 16 && list->width >= 0 && list->height >= 0);
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        fuzz_check_point(item->at);
        fuzz_check_loc(item->loc);
        if (item->kind == ZB_ITEM_RUN) fuzz_check_run(item->as.run);
        else if (item->kind == ZB_ITEM_FILL) fuzz_check_path(item->as.fill.path);
        else if (item->kind == ZB_ITEM_STROKE) fuzz_check_path(item->as.stroke.path);
        else if (item->kind == ZB_ITEM_IMAGE) FUZZ_CHECK(item->as.image.width > 0 && item->as.image.height > 0);
        else if (item->kind == ZB_ITEM_LIST) fuzz_check_list(item->as.list, depth + 1);
        else if (item->kind == ZB_ITEM_BEGIN) {
            FUZZ_CHECK(count < 256);
            open[count++] = item->as.tag;
        } else FUZZ_CHECK(item->kind == ZB_ITEM_END && count > 0 && open[--count] == item->as.tag);
    }
    FUZZ_CHECK(count == 0);
}

#endif
