/* SPDX-License-Identifier: Apache-2.0
 * The PNG backend: 8-bit sRGB, as a palette where 256 colours are enough, as RGBA where the list has no opaque ground and needs it. The
 * file is put together here (W3C, Portable Network Graphics) around one stream of libdeflate, which packs pages tighter than zlib in
 * half the time. Where a picture can be written in several forms and none is always the smaller one, they are packed fast to compare
 * them. */
#include <libdeflate.h>
#include <math.h>
#include <stdlib.h>

#include "render/png_filter.h"
#include "render/png_palette.h"

/* Levels of libdeflate. 6 is as small as zlib's 9, and 9 saves 3 % more of what is small and takes three times as long; 10 is 8 % smaller
 * and takes ten times as long, 30 ms for a megabyte, 12 saves 6 % more and takes four times that: each is for pictures up to a size, 12
 * also for what packs so well that it is fast, and for photographs, where it takes little longer than 10. */
#define EFFORT 6
#define EFFORT_TINY 9
#define EFFORT_SMALL 10
#define EFFORT_SMALLEST 12
#define TINY_BYTES (128 << 10)
#define SMALL_BYTES (16 << 20)
#define SMALLEST_BYTES (1 << 20)
#define SMALLEST_PHOTO_BYTES (4 << 20)
#define SMALLEST_PACKED (12 << 10)
/* Pictures of more bytes are not packed twice to compare two ways of filtering, which then differ by little. */
#define TRIAL_BYTES (5 << 18)
/* A form that seems likelier is kept unless another is smaller by more than one part in so many. */
#define TRIAL_DOUBT 100

enum { TYPE_GREY = 0, TYPE_RGB = 2, TYPE_PALETTE = 3, TYPE_RGBA = 6 };

/* One way to write a picture. */
typedef struct form {
    int type, depth;
    bool photos, repeats; /* what is filtered */
} form;

/* What a picture is written from. */
typedef struct source {
    const zb_raster *raster;
    const zb_palette *palette; /* NULL: there are too many colours */
    double dpi;
    zb_png_use use;
} source;

/* Rows ---------------------------------------------------------------------------------------------------------- */

static void row_to_colors(const zb_raster *in, const uint8_t *row, uint8_t *out) {
    for (int x = 0; x < in->width; x++) {
        uint32_t v = zb_raster_color(in, row, x);
        *out++ = (uint8_t)(v >> 16);
        *out++ = (uint8_t)(v >> 8);
        *out++ = (uint8_t)v;
        if (!in->opaque) *out++ = (uint8_t)(v >> 24);
    }
}

/* Entries of one byte each to `depth` bits each, in place. */
static void pack_bits(uint8_t *entries, int width, int depth) {
    int in_byte = 8 / depth;
    for (int x = 0; x < width; x += in_byte) {
        int bits = 0;
        for (int i = 0; i < in_byte; i++) bits = bits << depth | (x + i < width ? entries[x + i] : 0);
        entries[x / in_byte] = (uint8_t)bits;
    }
}

/* `entries`: space for a row of them. */
static void convert_row(const source *s, form f, int y, uint8_t *entries, uint8_t *out) {
    const zb_raster *in = s->raster;
    if (f.type == TYPE_RGB || f.type == TYPE_RGBA) {
        row_to_colors(in, zb_raster_row(in, y), out);
        return;
    }
    zb_palette_row(s->palette, in, y, entries);
    if (f.type == TYPE_GREY)
        for (int x = 0; x < in->width; x++) entries[x] = (uint8_t)s->palette->colors[entries[x]];
    else if (f.depth < 8) pack_bits(entries, in->width, f.depth);
    memcpy(out, entries, ((size_t)in->width * (size_t)f.depth + 7) / 8);
}

static size_t stride_of(const source *s, form f) {
    size_t samples = f.type == TYPE_RGB ? 3 : f.type == TYPE_RGBA ? 4 : 1;
    return ((size_t)s->raster->width * samples * (size_t)f.depth + 7) / 8 + 1; /* the first byte of a row is its filter */
}

/* A picture as it will be packed. */
typedef struct draft {
    form form;
    zb_png_rows rows;
    int photo_rows; /* filtered as those of photographs */
    size_t packed;  /* how long it is when packed with EFFORT; 0: that was not tried */
} draft;

static draft make_draft(const source *s, form f) {
    const zb_raster *in = s->raster;
    zb_png_rows rows = {NULL, stride_of(s, f), in->height, f.type == TYPE_RGB ? 3 : f.type == TYPE_RGBA ? 4 : 1};
    rows.bytes = zb_realloc(NULL, rows.stride * (size_t)rows.height);
    uint8_t *entries = zb_realloc(NULL, (size_t)in->width);
    for (int y = 0; y < in->height; y++) {
        uint8_t *out = rows.bytes + rows.stride * (size_t)y;
        bool repeats = y && !memcmp(zb_raster_row(in, y), zb_raster_row(in, y - 1), (size_t)in->width * 4);
        *out = 0;
        if (repeats) memcpy(out, out - rows.stride, rows.stride);
        else convert_row(s, f, y, entries, out + 1);
    }
    free(entries);
    int photo_rows = f.photos || f.repeats ? zb_png_filter(&rows, in, f.photos, f.repeats) : 0;
    return (draft){f, rows, photo_rows, 0};
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

static void write_header(const zb_raster *in, form f, double dpi, zb_output *output) {
    uint8_t header[13] = {0}, size[9], perceptual = 0;
    put_32(put_32(header, (uint32_t)in->width), (uint32_t)in->height);
    header[8] = (uint8_t)f.depth;
    header[9] = (uint8_t)f.type;
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

static void write_pixels(const uint8_t *bytes, size_t count, int effort, zb_output *output) {
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(effort);
    size_t room = packer ? libdeflate_zlib_compress_bound(packer, count) : SIZE_MAX; /* as large: ends with the message about memory */
    uint8_t *packed = zb_realloc(NULL, room);
    /* It takes no memory from here on, and what is packed always fits into the bound. */
    write_chunk(output, "IDAT", packed, libdeflate_zlib_compress(packer, bytes, count, packed, room));
    libdeflate_free_compressor(packer);
    free(packed);
}

/* Forms ---------------------------------------------------------------------------------------------------------- */

#define FORMS_MAX 2

static int depth_of(int colors) { return colors <= 2 ? 1 : colors <= 4 ? 2 : colors <= 16 ? 4 : 8; }

/* The forms that may be the smallest, the likeliest first. A palette's ground is one run over all rows where they are not filtered;
 * in other forms rows that repeat are better written as differences, but not always. */
static int list_forms(const source *s, form *out) {
    int count = 0;
    const zb_palette *p = s->palette;
    if (!p) {
        int type = s->raster->opaque ? TYPE_RGB : TYPE_RGBA;
        out[count++] = (form){type, .depth = 8, .photos = true, .repeats = true};
        if (s->use == ZB_PNG_SMALL) out[count++] = (form){type, .depth = 8, .photos = true};
        return count;
    }
    int depth = depth_of(p->count);
    out[count++] = (form){.type = TYPE_PALETTE, .depth = depth};
    if (depth < 8) out[count++] = (form){.type = TYPE_PALETTE, .depth = 8};
    else if (zb_palette_is_grey(p)) out[count++] = (form){TYPE_GREY, .depth = 8, .photos = true, .repeats = true};
    else if (s->use == ZB_PNG_SMALL) out[count++] = (form){TYPE_PALETTE, .depth = 8, .repeats = true};
    return count;
}

static size_t size_of(const draft *d) { return d->rows.stride * (size_t)d->rows.height; }

/* What the draft takes when packed, with its palette. */
static size_t try_draft(const source *s, const draft *d) {
    size_t packed = zb_png_packed_size(d->rows.bytes, size_of(d), EFFORT);
    return packed + (d->form.type == TYPE_PALETTE ? 12 + (size_t)s->palette->count * 3 : 0);
}

/* Whether it is worth the time to compare another form: two ways to filter differ by little where the picture is large, or a
 * photograph. */
static bool worth_trial(const draft *first, form other) {
    if (other.type != first->form.type || other.depth != first->form.depth) return true;
    return !first->photo_rows && size_of(first) <= TRIAL_BYTES;
}

/* The smallest of the forms. */
static draft choose_draft(const source *s) {
    form list[FORMS_MAX];
    int count = list_forms(s, list);
    draft best = make_draft(s, list[0]);
    for (int i = 1; i < count && worth_trial(&best, list[i]); i++) {
        if (!best.packed) best.packed = try_draft(s, &best);
        draft other = make_draft(s, list[i]);
        other.packed = try_draft(s, &other);
        draft worse = other;
        if (other.packed + other.packed / TRIAL_DOUBT < best.packed) {
            worse = best;
            best = other;
        }
        free(worse.rows.bytes);
    }
    return best;
}

static int effort_of(zb_png_use use, const draft *d) {
    size_t count = size_of(d);
    if (use != ZB_PNG_SMALL) return count > TINY_BYTES ? EFFORT : EFFORT_TINY;
    if (count > SMALL_BYTES) return EFFORT;
    bool fast = count <= SMALLEST_BYTES || (d->packed && d->packed <= SMALLEST_PACKED);
    return fast || (d->photo_rows && count <= SMALLEST_PHOTO_BYTES) ? EFFORT_SMALLEST : EFFORT_SMALL;
}

static void write_file(const source *s, zb_output *output) {
    draft d = choose_draft(s);
    write_header(s->raster, d.form, s->dpi, output);
    if (d.form.type == TYPE_PALETTE) write_palette(s->palette, output);
    write_pixels(d.rows.bytes, size_of(&d), effort_of(s->use, &d), output);
    write_chunk(output, "IEND", NULL, 0);
    free(d.rows.bytes);
}

void zb_raster_write_png(const zb_raster *raster, double dpi, zb_png_use use, zb_output *output) {
    zb_arena *scratch = zb_arena_open();
    zb_palette palette;
    bool fits = zb_palette_make(scratch, raster, use == ZB_PNG_FLAT, &palette);
    write_file(&(source){raster, fits ? &palette : NULL, dpi, use}, output);
    zb_arena_close(scratch);
}

static bool render(zb_arena *arena, const zb_display_list *page, double dpi, zb_png_use use, zb_output *output, zb_diags *diags) {
    zb_raster raster;
    if (!zb_raster_open(arena, page, dpi, (zb_raster_limit){"png.size", ZB_PNG_SIDE_MAX}, &raster, diags)) return false;
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
