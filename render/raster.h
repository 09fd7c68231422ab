/* SPDX-License-Identifier: Apache-2.0
 * A display list as pixels, before they are packed into a file of some format. Private to render/. */
#ifndef ZB_RENDER_RASTER_H
#define ZB_RENDER_RASTER_H

#include <string.h>

#include "render/render.h"

typedef struct zb_raster {
    const uint8_t *bytes; /* rows of 0xAARRGGBB in the machine's order, colours multiplied by alpha; alpha means nothing where opaque */
    int width, height, stride;
    bool opaque;
    struct _cairo_surface *surface;
} zb_raster;

/* Longest sides of a picture in one file format. */
typedef struct zb_raster_limit {
    const char *code; /* "png.size" */
    int side;
} zb_raster_limit;

/* Draws the list at `dpi`. False: an error was added and there is nothing to close. */
bool zb_raster_open(zb_arena *arena, const zb_display_list *page, double dpi, zb_raster_limit limit, zb_raster *raster, zb_diags *diags);
void zb_raster_close(zb_raster *raster);

/* As zb_render_png, zb_render_png_flat, zb_render_png_small. */
typedef enum zb_png_use { ZB_PNG_PAGE, ZB_PNG_FLAT, ZB_PNG_SMALL } zb_png_use;

/* Packs the pixels into a file. WebP: false when an error was added. */
void zb_raster_write_png(const zb_raster *raster, double dpi, zb_png_use use, zb_output *output);
bool zb_raster_write_webp(const zb_raster *raster, zb_output *output, zb_diags *diags);

/* The colour of a pixel as 0xAARRGGBB, not multiplied; what cannot be seen is 0. */
static inline uint32_t zb_raster_color(const zb_raster *raster, const uint8_t *row, int x) {
    uint32_t v, a;
    memcpy(&v, row + (size_t)x * 4, 4);
    if (raster->opaque) return v | 0xFF000000u;
    a = v >> 24;
    if (a == 0 || a == 255) return a ? v : 0;
    uint32_t r = ((v >> 16 & 255) * 255 + a / 2) / a, g = ((v >> 8 & 255) * 255 + a / 2) / a, b = ((v & 255) * 255 + a / 2) / a;
    return a << 24 | (r > 255 ? 255 : r) << 16 | (g > 255 ? 255 : g) << 8 | (b > 255 ? 255 : b);
}

static inline const uint8_t *zb_raster_row(const zb_raster *raster, int y) {
    return raster->bytes + (size_t)y * (size_t)raster->stride;
}

#endif
