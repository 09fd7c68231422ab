/* SPDX-License-Identifier: Apache-2.0
 * The PNG backend: one list on a cairo image surface, written with libpng as 8-bit RGB, as a palette where 256 colours
 * are enough, or as RGBA where the list has no opaque ground. */
#include <cairo.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "render/canvas.h"
#include "render/png_palette.h"
#include "render/render.h"

#define DPI_MIN 8
#define DPI_MAX 2400
/* The longest side that cairo draws. */
#define SIDE_MAX 32767
/* For pictures of many colours. A palette is mostly stretches of one colour: run lengths take half the time of any level
 * and come within 4 % of level 6, once rows that resemble the one above are written as the difference to it. */
#define COMPRESSION 6
#define BUFFER_SIZE (64 << 10)
/* Below this resolution glyphs are placed to fractions of a pixel. */
#define FINE_DPI 120

static uint32_t pixel_at(const uint8_t *row, int x) {
    uint32_t v;
    memcpy(&v, row + (size_t)x * 4, 4);
    return v;
}

/* Rows ---------------------------------------------------------------------------------------------------------- */

static void row_to_rgb(const uint8_t *row, int width, uint8_t *out) {
    for (int x = 0; x < width; x++) {
        uint32_t v = pixel_at(row, x);
        *out++ = (uint8_t)(v >> 16);
        *out++ = (uint8_t)(v >> 8);
        *out++ = (uint8_t)v;
    }
}

static uint8_t divide_alpha(uint32_t v, uint32_t a) {
    uint32_t full = a ? ((v & 255) * 255 + a / 2) / a : 0;
    return (uint8_t)(full > 255 ? 255 : full);
}

static void row_to_rgba(const uint8_t *row, int width, uint8_t *out) {
    for (int x = 0; x < width; x++) {
        uint32_t v = pixel_at(row, x), a = v >> 24;
        *out++ = divide_alpha(v >> 16, a);
        *out++ = divide_alpha(v >> 8, a);
        *out++ = divide_alpha(v, a);
        *out++ = (uint8_t)a;
    }
}

/* The file ------------------------------------------------------------------------------------------------------ */

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
    zb_output_write(png_get_io_ptr(png), bytes, count);
}

static void flush_bytes(png_structp png) { (void)png; }

/* Memory comes from below and a failed write is reported at the commit, so that only our own mistakes are left; libpng
 * wants this function not to return. */
static void fail(png_structp png, png_const_charp message) {
    (void)png;
    fprintf(stderr, "zhoubao: libpng: %s\n", message);
    abort();
}

static void ignore_warning(png_structp png, png_const_charp message) { (void)png, (void)message; }

static png_voidp take_memory(png_structp png, png_alloc_size_t size) {
    (void)png;
    return zb_realloc(NULL, size);
}

static void give_memory(png_structp png, png_voidp memory) {
    (void)png;
    free(memory);
}

static void set_palette(png_structp png, png_infop info, const zb_palette *p) {
    png_color colors[ZB_PALETTE_MAX];
    for (int i = 0; i < p->count; i++)
        colors[i] = (png_color){(png_byte)(p->colors[i] >> 16), (png_byte)(p->colors[i] >> 8), (png_byte)p->colors[i]};
    png_set_PLTE(png, info, colors, p->count);
    png_set_compression_strategy(png, Z_RLE);
}

static void write_header(png_structp png, png_infop info, const zb_pixels *in, const zb_palette *p, double dpi) {
    int type = p ? PNG_COLOR_TYPE_PALETTE : in->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA;
    png_uint_32 per_metre = (png_uint_32)lround(dpi / 0.0254);
    png_set_IHDR(png, info, (png_uint_32)in->width, (png_uint_32)in->height, 8, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
    /* Pages are flat grounds and glyphs, which deflate packs better without a filter. */
    png_set_filter(png, PNG_FILTER_TYPE_BASE, p ? PNG_FILTER_NONE | PNG_FILTER_UP : PNG_FILTER_NONE);
    png_set_compression_level(png, COMPRESSION);
    png_set_compression_buffer_size(png, BUFFER_SIZE);
    if (p) set_palette(png, info, p);
    png_write_info(png, info);
}

static void write_rows(png_structp png, const zb_pixels *in, uint8_t *out) {
    for (int y = 0; y < in->height; y++) {
        const uint8_t *row = in->bytes + (size_t)y * (size_t)in->stride;
        if (in->opaque) row_to_rgb(row, in->width, out);
        else row_to_rgba(row, in->width, out);
        png_write_row(png, out);
    }
}

/* Whether a row's difference to the one above has clearly fewer changes along the row than the row itself. */
static bool resembles(const uint8_t *row, const uint8_t *above, int width) {
    int changes = 0, left = 0;
    for (int x = 1; x < width; x++) {
        changes += row[x] != row[x - 1];
        left += (uint8_t)(row[x] - above[x]) != (uint8_t)(row[x - 1] - above[x - 1]);
    }
    return left * 4 < changes * 3;
}

static void write_indexed_rows(png_structp png, const zb_pixels *in, const zb_palette *p, uint8_t *out) {
    uint8_t *above = out + in->width;
    for (int y = 0; y < in->height; y++) {
        const uint8_t *row = in->bytes + (size_t)y * (size_t)in->stride;
        bool same = y && !memcmp(row, row - in->stride, (size_t)in->width * 4);
        if (!same) {
            memcpy(above, out, (size_t)in->width);
            zb_palette_row(p, row, in->width, out);
        }
        bool up = same || (y && resembles(out, above, in->width));
        /* Chosen from the second row on: with the first one, libpng prepares for both that the header allows. */
        if (y) png_set_filter(png, PNG_FILTER_TYPE_BASE, up ? PNG_FILTER_UP : PNG_FILTER_NONE);
        png_write_row(png, out);
    }
}

static void write_file(const zb_pixels *in, const zb_palette *p, double dpi, zb_output *output) {
    png_structp png =
        png_create_write_struct_2(PNG_LIBPNG_VER_STRING, NULL, fail, ignore_warning, NULL, take_memory, give_memory);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, output, write_bytes, flush_bytes);
    write_header(png, info, in, p, dpi);
    uint8_t *out = zb_realloc(NULL, (size_t)in->width * 4);
    if (p) write_indexed_rows(png, in, p, out);
    else write_rows(png, in, out);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(out);
}

static void write_surface(cairo_surface_t *surface, bool opaque, bool flat, double dpi, zb_output *output) {
    cairo_surface_flush(surface);
    zb_pixels in = {cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
                    cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface), opaque};
    zb_arena *scratch = zb_arena_open();
    zb_palette palette;
    write_file(&in, opaque && zb_palette_make(scratch, &in, flat, &palette) ? &palette : NULL, dpi, output);
    zb_arena_close(scratch);
}

/* Drawing ------------------------------------------------------------------------------------------------------- */

/* Pixels of a side; a hair above a whole number is rounding, not another pixel. */
static double to_pixels(zb_length length, double dpi) { return ceil(zb_to_pt(length) * dpi / 72 - 1e-3); }

/* False: the size was refused. */
static bool size_fits(const zb_display_list *page, double dpi, zb_diags *diags) {
    if (!(dpi >= DPI_MIN && dpi <= DPI_MAX)) {
        zb_diag_add(diags, ZB_ERROR, "png.dpi", ZB_NOWHERE, "a resolution of %d to %d dpi is possible", DPI_MIN,
                    DPI_MAX);
        return false;
    }
    double width = to_pixels(page->width, dpi), height = to_pixels(page->height, dpi);
    if (width < 1 || height < 1) {
        zb_diag_add(diags, ZB_ERROR, "render.size", ZB_NOWHERE, "a picture of %.0f x %.0f pixels is empty", width,
                    height);
        return false;
    }
    if (width <= SIDE_MAX && height <= SIDE_MAX && width * height <= (double)ZB_PIXELS_MAX) return true;
    zb_diag_add(diags, ZB_ERROR, "png.size", ZB_NOWHERE, "a picture of %.0f x %.0f pixels is too large", width, height);
    zb_diag_hint(diags, "at most %d pixels a side and %lld million in all: choose fewer dpi", SIDE_MAX,
                 ZB_PIXELS_MAX / 1000000);
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
    zb_canvas_finish(&canvas);
    cairo_status_t status = cairo_status(cr);
    if (status)
        zb_diag_add(diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "the picture cannot be drawn: %s",
                    cairo_status_to_string(status));
    cairo_destroy(cr);
    return !status && !canvas.failed;
}

static bool render(zb_arena *arena, const zb_display_list *page, double dpi, bool flat, zb_output *output,
                   zb_diags *diags) {
    if (!size_fits(page, dpi, diags)) return false;
    bool opaque = page->ground.a == 255;
    cairo_surface_t *surface =
        cairo_image_surface_create(opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, (int)to_pixels(page->width, dpi),
                                   (int)to_pixels(page->height, dpi));
    bool fine = draw(arena, surface, page, dpi, diags);
    if (fine) write_surface(surface, opaque, flat, dpi, output);
    cairo_surface_destroy(surface);
    return fine;
}

bool zb_render_png(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    return render(arena, page, dpi, false, output, diags);
}

bool zb_render_png_flat(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    return render(arena, page, dpi, true, output, diags);
}
