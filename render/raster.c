/* SPDX-License-Identifier: Apache-2.0
 * Drawing a display list on an image surface of cairo, for the backends whose files hold pixels. */
#include "render/raster.h"

#include <cairo.h>
#include <math.h>

#include "render/canvas.h"

#define DPI_MIN 8
#define DPI_MAX 2400
/* Below this resolution glyphs are placed to fractions of a pixel. */
#define FINE_DPI 120

/* Pixels of a side; a hair above a whole number is rounding, not another pixel. */
static double to_pixels(zb_length length, double dpi) { return ceil(zb_to_pt(length) * dpi / 72 - 1e-3); }

/* False: the size was refused. */
static bool size_fits(const zb_display_list *page, double dpi, zb_raster_limit limit, zb_diags *diags) {
    if (!(dpi >= DPI_MIN && dpi <= DPI_MAX)) {
        zb_diag_add(diags, ZB_ERROR, "png.dpi", ZB_NOWHERE, "a resolution of %d to %d dpi is possible", DPI_MIN, DPI_MAX);
        return false;
    }
    double width = to_pixels(page->width, dpi), height = to_pixels(page->height, dpi);
    if (width < 1 || height < 1) {
        zb_diag_add(diags, ZB_ERROR, "render.size", ZB_NOWHERE, "a picture of %.0f x %.0f pixels is empty", width, height);
        return false;
    }
    if (width <= limit.side && height <= limit.side && width * height <= (double)ZB_PIXELS_MAX) return true;
    zb_diag_add(diags, ZB_ERROR, limit.code, ZB_NOWHERE, "a picture of %.0f x %.0f pixels is too large", width, height);
    zb_diag_hint(diags, "at most %d pixels a side and %lld million in all: choose fewer dpi", limit.side, ZB_PIXELS_MAX / 1000000);
    return false;
}

static bool draw(zb_arena *arena, cairo_surface_t *surface, const zb_display_list *page, double dpi, zb_diags *diags) {
    cairo_t *cr = cairo_create(surface);
    zb_color c = page->ground;
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
    cairo_paint(cr);
    cairo_scale(cr, dpi / 72, dpi / 72);
    zb_pictures pictures = {.arena = arena};
    zb_canvas canvas = {.cr = cr, .diags = diags, .pictures = &pictures, .pixels = dpi / 72, .coarse = dpi < FINE_DPI};
    zb_canvas_start(&canvas);
    zb_canvas_draw(&canvas, page);
    bool fine = zb_canvas_fine(&canvas, "the picture");
    zb_canvas_finish(&canvas);
    cairo_destroy(cr);
    return fine;
}

bool zb_raster_open(zb_arena *arena, const zb_display_list *page, double dpi, zb_raster_limit limit, zb_raster *raster, zb_diags *diags) {
    if (!size_fits(page, dpi, limit, diags)) return false;
    bool opaque = page->ground.a == 255;
    cairo_format_t format = opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32;
    cairo_surface_t *surface = cairo_image_surface_create(format, (int)to_pixels(page->width, dpi), (int)to_pixels(page->height, dpi));
    if (!draw(arena, surface, page, dpi, diags)) {
        cairo_surface_destroy(surface);
        return false;
    }
    cairo_surface_flush(surface);
    if (!cairo_image_surface_get_data(surface)) {
        zb_diag_add(diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "the picture has no pixels: %s",
                    cairo_status_to_string(cairo_surface_status(surface)));
        cairo_surface_destroy(surface);
        return false;
    }
    *raster = (zb_raster){cairo_image_surface_get_data(surface),   cairo_image_surface_get_width(surface),
                          cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface), opaque, surface};
    return true;
}

void zb_raster_close(zb_raster *raster) { cairo_surface_destroy(raster->surface); }
