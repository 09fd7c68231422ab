/* SPDX-License-Identifier: Apache-2.0
 * Which rows of a PNG are written as differences to their neighbours. Text and charts are not: the packer finds the same glyph again only
 * where its bytes are the same, and every filter makes such rows longer by a third. Photographs have nothing to find again and get
 * shorter by half. A page may hold both, so bands of rows are judged by themselves: those where colours mostly change by little from one
 * pixel to the next are packed both ways, fast, and the shorter way is taken. Within a filtered band each row gets the filter that
 * leaves the smallest sum of differences, as the PNG specification recommends. */
#include "render/png_filter.h"

#include <libdeflate.h>
#include <stdlib.h>

#define BAND_ROWS 16
/* Of a band's rows every fourth is looked at. */
#define LOOK_ROWS 4
/* The greatest change between neighbours in a photograph; an antialiased edge mostly has greater ones. */
#define SOFT_STEP 12
/* A band is not looked into further when fewer pixels than one in so many change softly. */
#define SOFT_SHARE 64
#define TRIAL_LEVEL 1

enum { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_AVERAGE, FILTER_PAETH, FILTERS };

size_t zb_png_packed_size(const uint8_t *bytes, size_t count, int level) {
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(level);
    size_t room = packer ? libdeflate_zlib_compress_bound(packer, count) : SIZE_MAX; /* as large: ends with the message about memory */
    uint8_t *packed = zb_realloc(NULL, room);
    size_t size = libdeflate_zlib_compress(packer, bytes, count, packed, room);
    libdeflate_free_compressor(packer);
    free(packed);
    return size;
}

/* One filter ----------------------------------------------------------------------------------------------------- */

/* The neighbour that is nearest to left + above - corner. */
static uint8_t paeth(int left, int above, int corner) {
    int to_left = abs(above - corner), to_above = abs(left - corner), to_corner = abs(left + above - 2 * corner);
    int best = to_left <= to_above ? left : above, distance = to_left <= to_above ? to_left : to_above;
    return (uint8_t)(distance <= to_corner ? best : corner);
}

/* The differences of `count` bytes to what their neighbours let expect: `left` and `corner` are those of the pixel before, in this row
 * and in the one above. */
static void subtract(int filter, const uint8_t *row, const uint8_t *left, const uint8_t *above, const uint8_t *corner, size_t count,
                     uint8_t *out) {
    switch (filter) {
    case FILTER_SUB:
        for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(row[i] - left[i]);
        break;
    case FILTER_UP:
        for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(row[i] - above[i]);
        break;
    case FILTER_AVERAGE:
        for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(row[i] - (left[i] + above[i]) / 2);
        break;
    case FILTER_PAETH:
        for (size_t i = 0; i < count; i++) out[i] = (uint8_t)(row[i] - paeth(left[i], above[i], corner[i]));
        break;
    default: memcpy(out, row, count);
    }
}

/* The sum of the differences, each taken as a number from -128 to 127. */
static uint64_t sum_of(const uint8_t *differences, size_t count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) sum += (uint64_t)abs((int8_t)differences[i]);
    return sum;
}

/* Space for one row with its neighbours. */
typedef struct bench {
    uint8_t *row, *above; /* from the samples of a pixel outside, which are 0 */
    uint8_t *tried;
} bench;

/* `row` with the filter that suits it best; `above` NULL: it is the first. */
static void filter_row(const zb_png_rows *rows, const bench *b, const uint8_t *row, const uint8_t *above, uint8_t *out) {
    size_t step = (size_t)rows->step, count = rows->stride - 1;
    memcpy(b->row + step, row + 1, count);
    if (above) memcpy(b->above + step, above + 1, count);
    else memset(b->above + step, 0, count);
    uint64_t least = UINT64_MAX;
    for (int filter = FILTER_NONE; filter < FILTERS; filter++) {
        subtract(filter, b->row + step, b->row, b->above + step, b->above, count, b->tried);
        uint64_t sum = sum_of(b->tried, count);
        if (sum >= least) continue;
        least = sum;
        *out = (uint8_t)filter;
        memcpy(out + 1, b->tried, count);
    }
}

/* Bands ---------------------------------------------------------------------------------------------------------- */

/* The green of a pixel, which stands for all colours, and how opaque it is: dark text on nothing differs in that. */
static int level_of(const zb_raster *in, const uint8_t *row, int x) {
    uint32_t v;
    memcpy(&v, row + (size_t)x * 4, 4);
    return (int)(v >> 8 & 255) + (in->opaque ? 0 : (int)(v >> 24));
}

/* Whether most changes from a pixel to the next are soft, in enough pixels to matter. */
static bool looks_soft(const zb_raster *in, int from, int to) {
    int64_t soft = 0, hard = 0, pixels = 0;
    for (int y = from; y < to; y += LOOK_ROWS, pixels += in->width) {
        const uint8_t *row = zb_raster_row(in, y);
        unsigned soft_here = 0, hard_here = 0;
        for (int x = 1, before = level_of(in, row, 0), here; x < in->width; x++, before = here) {
            here = level_of(in, row, x);
            unsigned change = (unsigned)abs(here - before);
            soft_here += change - 1 < SOFT_STEP; /* without a branch: edges come when they like */
            hard_here += change > SOFT_STEP;
        }
        soft += soft_here;
        hard += hard_here;
    }
    return soft > hard && soft * SOFT_SHARE > pixels;
}

static void filter_repeats(const zb_png_rows *rows, const zb_raster *in, int from, int to) {
    for (int y = to - 1; y >= from && y > 0; y--) {
        if (memcmp(zb_raster_row(in, y), zb_raster_row(in, y - 1), (size_t)in->width * 4)) continue;
        uint8_t *row = rows->bytes + rows->stride * (size_t)y;
        memset(row, 0, rows->stride);
        *row = FILTER_UP;
    }
}

/* The band filtered for a photograph, beside it. */
static void filter_band(const zb_png_rows *rows, const bench *b, int from, int to, uint8_t *out) {
    for (int y = from; y < to; y++) {
        const uint8_t *row = rows->bytes + rows->stride * (size_t)y;
        filter_row(rows, b, row, y ? row - rows->stride : NULL, out + rows->stride * (size_t)(y - from));
    }
}

int zb_png_filter(const zb_png_rows *rows, const zb_raster *raster, bool photos, bool repeats) {
    zb_arena *scratch = zb_arena_open();
    size_t room = rows->stride + (size_t)rows->step;
    bench b = {zb_alloc(scratch, room), zb_alloc(scratch, room), zb_alloc(scratch, room)};
    uint8_t *filtered = zb_alloc(scratch, rows->stride * BAND_ROWS);
    int found = 0;
    /* From the bottom: the differences of a row need the one above as it was. */
    for (int from = (rows->height - 1) / BAND_ROWS * BAND_ROWS; from >= 0; from -= BAND_ROWS) {
        int to = from + BAND_ROWS < rows->height ? from + BAND_ROWS : rows->height;
        bool soft = photos && looks_soft(raster, from, to);
        uint8_t *plain = rows->bytes + rows->stride * (size_t)from;
        size_t count = rows->stride * (size_t)(to - from);
        if (soft) filter_band(rows, &b, from, to, filtered);
        if (repeats) filter_repeats(rows, raster, from, to);
        if (!soft || zb_png_packed_size(filtered, count, TRIAL_LEVEL) >= zb_png_packed_size(plain, count, TRIAL_LEVEL)) continue;
        memcpy(plain, filtered, count);
        found += to - from;
    }
    zb_arena_close(scratch);
    return found;
}
