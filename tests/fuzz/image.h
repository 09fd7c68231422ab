/* SPDX-License-Identifier: Apache-2.0
 * For fuzz targets of pictures: a file is asked for its size, decoded, and drawn into every format. */
#ifndef ZB_TESTS_FUZZ_IMAGE_H
#define ZB_TESTS_FUZZ_IMAGE_H

#include <cairo.h>

#include "render/picture.h"
#include "render/render.h"
#include "tests/fuzz/picture.h"

/* Larger pictures take long and show nothing new. */
#define FUZZ_PIXELS_MAX 1000000

typedef bool (*fuzz_renderer)(zb_arena *arena, const zb_display_list *page, zb_output *output, zb_diags *diags);

static inline bool fuzz_render_pdf(zb_arena *arena, const zb_display_list *page, zb_output *output, zb_diags *diags) {
    static const zb_metadata none;
    return zb_render_pdf(arena, &page, 1, &none, output, diags);
}

static inline bool fuzz_render_png(zb_arena *arena, const zb_display_list *page, zb_output *output, zb_diags *diags) {
    return zb_render_png(arena, page, 72, output, diags);
}

static inline bool fuzz_render_svg(zb_arena *arena, const zb_display_list *page, zb_output *output, zb_diags *diags) {
    static const zb_metadata none;
    return zb_render_svg(arena, page, &none, NULL, output, diags);
}

/* Draws the picture; false is said with an error, true without one. */
static inline void fuzz_image_render(const zb_display_list *page, fuzz_renderer render) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_output *output = zb_output_open(zb_str_format(arena, "%s/out", fuzz_folder()).s, diags);
    FUZZ_CHECK(output);
    bool fine = render(arena, page, output, diags);
    FUZZ_CHECK(fine == (zb_diags_worst(diags) < ZB_ERROR));
    FUZZ_CHECK(!fine || zb_output_size(output) > 0);
    fuzz_check_findings(diags);
    zb_output_abandon(output);
    zb_arena_close(arena);
}

static inline void fuzz_image(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    int width, height;
    const char *path = fuzz_file(arena, "picture", (zb_str){(const char *)data, size});
    zb_picture *picture = zb_picture_read(arena, path, ZB_NOWHERE, diags);
    FUZZ_CHECK(!picture == (zb_diags_worst(diags) >= ZB_ERROR));
    FUZZ_CHECK(zb_image_size(arena, path, ZB_NOWHERE, diags, &width, &height) == (picture != NULL));
    if (picture && (int64_t)width * height <= FUZZ_PIXELS_MAX) {
        FUZZ_CHECK(width > 0 && height > 0 && width == picture->width && height == picture->height);
        cairo_surface_t *surface = zb_picture_decode(arena, picture, ZB_NOWHERE, diags);
        FUZZ_CHECK(!surface == (zb_diags_worst(diags) >= ZB_ERROR));
        FUZZ_CHECK(!surface || cairo_image_surface_get_width(surface) == picture->stored_width);
        zb_painter painter = {.arena = arena, .width = zb_pt(40), .height = zb_pt(30)};
        zb_paint_image(&painter, path, (zb_rect){zb_pt(4), zb_pt(3), zb_pt(30), zb_pt(20)}, ZB_NOWHERE);
        const zb_display_list *page = zb_painter_finish(&painter);
        fuzz_image_render(page, fuzz_render_pdf);
        fuzz_image_render(page, fuzz_render_png);
        fuzz_image_render(page, fuzz_render_svg);
    }
    fuzz_check_findings(diags);
    zb_arena_close(arena);
}

#endif
