/* SPDX-License-Identifier: Apache-2.0
 * A picture for the web in both of its formats: drawn once, packed twice. Colours that antialiasing makes along edges are moved into a
 * palette first, which makes both files half as large. */
#include <cairo.h>
#include <webp/encode.h>

#include "render/png_palette.h"

/* Gives every pixel the colour of its entry in the palette, where there is one. */
static void move_colors(const zb_raster *raster) {
    zb_arena *scratch = zb_arena_open();
    zb_palette palette;
    uint8_t *entries = zb_alloc(scratch, (size_t)raster->width), *bytes = cairo_image_surface_get_data(raster->surface);
    bool found = raster->opaque && zb_palette_make(scratch, raster, true, &palette);
    for (int y = 0; found && y < raster->height; y++) {
        zb_palette_row(&palette, raster, y, entries);
        uint8_t *row = bytes + (size_t)y * (size_t)raster->stride;
        for (int x = 0; x < raster->width; x++) memcpy(row + (size_t)x * 4, &palette.colors[entries[x]], 4);
    }
    zb_arena_close(scratch);
}

bool zb_render_web(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *png, zb_output *webp, zb_diags *diags) {
    zb_raster raster;
    if (!zb_raster_open(arena, page, dpi, (zb_raster_limit){"webp.size", ZB_WEBP_SIDE_MAX}, &raster, diags)) return false;
    move_colors(&raster);
    zb_raster_write_png(&raster, dpi, ZB_PNG_FLAT, png);
    bool fine = zb_raster_write_webp(&raster, webp, diags);
    zb_raster_close(&raster);
    return fine;
}
