/* SPDX-License-Identifier: Apache-2.0
 * The PNG backend: one list on a cairo image surface, written with libpng as 8-bit RGB, as a palette where 256 colours
 * are enough, or as RGBA where the list has no opaque ground. */
#include <cairo.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/canvas.h"
#include "render/render.h"

#define DPI_MIN 8
#define DPI_MAX 2400
/* The longest side that cairo draws. */
#define SIDE_MAX 32767
#define PALETTE_MAX 256
/* Slots of the table that finds a colour's index; a power of two, never more than a quarter full. */
#define SLOTS 1024
#define COMPRESSION 6
/* Below this resolution glyphs are placed to fractions of a pixel. */
#define FINE_DPI 120

/* The pixels of a finished surface: 0xAARRGGBB, colours multiplied by alpha. */
typedef struct pixels {
    const uint8_t *bytes;
    int width, height, stride;
    bool opaque;
} pixels;

static uint32_t pixel_at(const uint8_t *row, int x) {
    uint32_t v;
    memcpy(&v, row + (size_t)x * 4, 4);
    return v;
}

/* Palettes ------------------------------------------------------------------------------------------------------ */

/* Colours in the order of their first pixel. */
typedef struct palette {
    png_color colors[PALETTE_MAX];
    uint32_t keys[SLOTS]; /* colour + 1; 0: free */
    uint8_t index[SLOTS];
    int count;
} palette;

/* The slot of a colour, its own or the free one where it belongs. */
static uint32_t find_slot(const palette *p, uint32_t rgb) {
    uint32_t slot = rgb * 2654435761u >> 22;
    while (p->keys[slot] && p->keys[slot] != rgb + 1) slot = (slot + 1) % SLOTS;
    return slot;
}

/* False: the palette is full. */
static bool add_color(palette *p, uint32_t rgb) {
    uint32_t slot = find_slot(p, rgb);
    if (p->keys[slot]) return true;
    if (p->count == PALETTE_MAX) return false;
    p->keys[slot] = rgb + 1;
    p->index[slot] = (uint8_t)p->count;
    p->colors[p->count++] = (png_color){(png_byte)(rgb >> 16), (png_byte)(rgb >> 8), (png_byte)rgb};
    return true;
}

/* False: more than 256 colours. */
static bool collect_colors(const pixels *in, palette *p) {
    uint32_t last = UINT32_MAX;
    for (int y = 0; y < in->height; y++) {
        const uint8_t *row = in->bytes + (size_t)y * (size_t)in->stride;
        for (int x = 0; x < in->width; x++) {
            uint32_t rgb = pixel_at(row, x) & 0xFFFFFF;
            if (rgb == last) continue;
            if (!add_color(p, rgb)) return false;
            last = rgb;
        }
    }
    return true;
}

/* Rows ---------------------------------------------------------------------------------------------------------- */

static void row_to_palette(const uint8_t *row, int width, const palette *p, uint8_t *out) {
    uint32_t last = UINT32_MAX;
    uint8_t index = 0;
    for (int x = 0; x < width; x++) {
        uint32_t rgb = pixel_at(row, x) & 0xFFFFFF;
        if (rgb != last) index = p->index[find_slot(p, rgb)], last = rgb;
        out[x] = index;
    }
}

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

static void write_header(png_structp png, png_infop info, const pixels *in, const palette *p, double dpi) {
    int type = p ? PNG_COLOR_TYPE_PALETTE : in->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA;
    png_uint_32 per_metre = (png_uint_32)lround(dpi / 0.0254);
    png_set_IHDR(png, info, (png_uint_32)in->width, (png_uint_32)in->height, 8, type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
    if (p) png_set_PLTE(png, info, p->colors, p->count);
    /* Pages are flat grounds and glyphs, which deflate packs better without a filter. */
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, COMPRESSION);
    png_write_info(png, info);
}

static void write_file(const pixels *in, const palette *p, double dpi, zb_output *output) {
    png_structp png =
        png_create_write_struct_2(PNG_LIBPNG_VER_STRING, NULL, fail, ignore_warning, NULL, take_memory, give_memory);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, output, write_bytes, flush_bytes);
    write_header(png, info, in, p, dpi);
    uint8_t *out = zb_realloc(NULL, (size_t)in->width * 4);
    for (int y = 0; y < in->height; y++) {
        const uint8_t *row = in->bytes + (size_t)y * (size_t)in->stride;
        if (p) row_to_palette(row, in->width, p, out);
        else if (in->opaque) row_to_rgb(row, in->width, out);
        else row_to_rgba(row, in->width, out);
        png_write_row(png, out);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(out);
}

static void write_surface(cairo_surface_t *surface, bool opaque, double dpi, zb_output *output) {
    cairo_surface_flush(surface);
    pixels in = {cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
                 cairo_image_surface_get_height(surface), cairo_image_surface_get_stride(surface), opaque};
    palette p = {.count = 0};
    write_file(&in, opaque && collect_colors(&in, &p) ? &p : NULL, dpi, output);
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

bool zb_render_png(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    if (!size_fits(page, dpi, diags)) return false;
    bool opaque = page->ground.a == 255;
    cairo_surface_t *surface =
        cairo_image_surface_create(opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, (int)to_pixels(page->width, dpi),
                                   (int)to_pixels(page->height, dpi));
    bool fine = draw(arena, surface, page, dpi, diags);
    if (fine) write_surface(surface, opaque, dpi, output);
    cairo_surface_destroy(surface);
    return fine;
}
