/* SPDX-License-Identifier: Apache-2.0
 * The PNG backend: 8-bit sRGB, as a palette where 256 colours are enough, as RGBA where the list has no opaque ground and needs it. The
 * file is put together here (W3C, Portable Network Graphics) around one stream of libdeflate, which packs pages tighter than zlib in
 * half the time. A row that repeats the one above is written as the difference to it; the others are not filtered, because pages and
 * charts are flat grounds and glyphs, which every filter makes longer by a third. */
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>

#include "render/png_palette.h"

/* The longest side that cairo draws. */
#define SIDE_MAX 32767
/* Levels of libdeflate. 6 is as small as zlib's 9; 10 is 8 % smaller and takes ten times as long, 30 ms for a megabyte, 12 saves 6 % more
 * and takes four times that: each is for pictures up to a size. */
#define EFFORT 6
#define EFFORT_SMALL 10
#define EFFORT_SMALLEST 12
#define SMALL_BYTES (16 << 20)
#define SMALLEST_BYTES (1 << 20)
#define FILTER_UP 2

enum { TYPE_RGB = 2, TYPE_PALETTE = 3, TYPE_RGBA = 6 };

static void row_to_colors(const zb_raster *in, const uint8_t *row, uint8_t *out) {
    for (int x = 0; x < in->width; x++) {
        uint32_t v = zb_raster_color(in, row, x);
        *out++ = (uint8_t)(v >> 16);
        *out++ = (uint8_t)(v >> 8);
        *out++ = (uint8_t)v;
        if (!in->opaque) *out++ = (uint8_t)(v >> 24);
    }
}

/* The file ------------------------------------------------------------------------------------------------------ */

static uint8_t *put_32(uint8_t *at, uint32_t v) {
    at[0] = (uint8_t)(v >> 24);
    at[1] = (uint8_t)(v >> 16);
    at[2] = (uint8_t)(v >> 8);
    at[3] = (uint8_t)v;
    return at + 4;
}

static void write_chunk(zb_output *output, const char name[4], const void *bytes, size_t count) {
    uint8_t word[4];
    put_32(word, (uint32_t)count);
    zb_output_write(output, word, 4);
    zb_output_write(output, name, 4);
    if (count) zb_output_write(output, bytes, count);
    uint32_t sum = libdeflate_crc32(0, name, 4);
    put_32(word, count ? libdeflate_crc32(sum, bytes, count) : sum);
    zb_output_write(output, word, 4);
}

static void write_header(const zb_raster *in, int type, double dpi, zb_output *output) {
    uint8_t header[13] = {0}, size[9], perceptual = 0;
    put_32(put_32(header, (uint32_t)in->width), (uint32_t)in->height);
    header[8] = 8;
    header[9] = (uint8_t)type;
    uint32_t per_metre = (uint32_t)lround(dpi / 0.0254);
    *put_32(put_32(size, per_metre), per_metre) = 1;
    zb_output_write(output, "\x89PNG\r\n\x1A\n", 8);
    write_chunk(output, "IHDR", header, sizeof header);
    write_chunk(output, "sRGB", &perceptual, 1);
    write_chunk(output, "pHYs", size, sizeof size);
}

static void write_palette(const zb_palette *p, zb_output *output) {
    uint8_t colors[3 * ZB_PALETTE_MAX], alpha[ZB_PALETTE_MAX];
    size_t faded = 0;
    for (int i = 0; i < p->count; i++) {
        colors[3 * i] = (uint8_t)(p->colors[i] >> 16);
        colors[3 * i + 1] = (uint8_t)(p->colors[i] >> 8);
        colors[3 * i + 2] = (uint8_t)p->colors[i];
        alpha[i] = (uint8_t)(p->colors[i] >> 24);
        if (alpha[i] != 255) faded = (size_t)i + 1;
    }
    write_chunk(output, "PLTE", colors, (size_t)p->count * 3);
    if (faded) write_chunk(output, "tRNS", alpha, faded);
}

static int effort_of(zb_png_use use, size_t count) {
    if (use != ZB_PNG_SMALL || count > SMALL_BYTES) return EFFORT;
    return count > SMALLEST_BYTES ? EFFORT_SMALL : EFFORT_SMALLEST;
}

static void write_pixels(const uint8_t *bytes, size_t count, int effort, zb_output *output) {
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(effort);
    size_t room = packer ? libdeflate_zlib_compress_bound(packer, count) : SIZE_MAX; /* as large: ends with the message about memory */
    uint8_t *packed = zb_realloc(NULL, room);
    write_chunk(output, "IDAT", packed, libdeflate_zlib_compress(packer, bytes, count, packed, room));
    libdeflate_free_compressor(packer);
    free(packed);
}

static void write_file(const zb_raster *in, const zb_palette *p, double dpi, zb_png_use use, zb_output *output) {
    size_t stride = (size_t)in->width * (p ? 1 : in->opaque ? 3 : 4) + 1; /* the first byte of a row is its filter */
    size_t count = stride * (size_t)in->height;
    uint8_t *rows = zb_realloc(NULL, count);
    for (int y = 0; y < in->height; y++) {
        uint8_t *out = rows + stride * (size_t)y;
        bool repeats = y && !memcmp(zb_raster_row(in, y), zb_raster_row(in, y - 1), (size_t)in->width * 4);
        *out = repeats ? FILTER_UP : 0;
        if (repeats) memset(out + 1, 0, stride - 1);
        else if (p) zb_palette_row(p, in, y, out + 1);
        else row_to_colors(in, zb_raster_row(in, y), out + 1);
    }
    write_header(in, p ? TYPE_PALETTE : in->opaque ? TYPE_RGB : TYPE_RGBA, dpi, output);
    if (p) write_palette(p, output);
    write_pixels(rows, count, effort_of(use, count), output);
    write_chunk(output, "IEND", NULL, 0);
    free(rows);
}

void zb_raster_write_png(const zb_raster *raster, double dpi, zb_png_use use, zb_output *output) {
    zb_arena *scratch = zb_arena_open();
    zb_palette palette;
    bool fits = zb_palette_make(scratch, raster, use == ZB_PNG_FLAT, &palette);
    write_file(raster, fits ? &palette : NULL, dpi, use, output);
    zb_arena_close(scratch);
}

static bool render(zb_arena *arena, const zb_display_list *page, double dpi, zb_png_use use, zb_output *output, zb_diags *diags) {
    zb_raster raster;
    if (!zb_raster_open(arena, page, dpi, (zb_raster_limit){"png.size", SIDE_MAX}, &raster, diags)) return false;
    zb_raster_write_png(&raster, dpi, use, output);
    zb_raster_close(&raster);
    return true;
}

bool zb_render_png(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    return render(arena, page, dpi, ZB_PNG_PAGE, output, diags);
}

bool zb_render_png_flat(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    return render(arena, page, dpi, ZB_PNG_FLAT, output, diags);
}

bool zb_render_png_small(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    return render(arena, page, dpi, ZB_PNG_SMALL, output, diags);
}
