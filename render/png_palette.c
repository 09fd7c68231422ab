/* SPDX-License-Identifier: Apache-2.0
 * Palettes. Charts and pages consist of a few flat colours and of the edges between them, where antialiasing makes up
 * to 254 more for each pair. A palette halves the file and the time of packing it, so where all would not fit edges
 * may move, if the caller agrees, by an amount that nobody sees. */
#include "render/png_palette.h"

#include <stdlib.h>
#include <string.h>

/* Slots of the table of colours; a power of two, never more than a quarter full. */
#define SLOTS (ZB_PALETTE_SOUGHT * 4)
#define SLOT_SHIFT 18
/* The greatest distance told apart; beyond it all are equally far. */
#define FAR 127

typedef struct zb_palette_slot {
    uint32_t key; /* as key_of gives; 0: free */
    uint32_t pixels;
    uint32_t begins; /* rows that begin with it */
    uint8_t index;
} slot;

/* The colours of a picture. */
typedef struct colors {
    slot *slots;
    slot **list; /* in the order of their first pixel */
    size_t count, most;
} colors;

static uint32_t word_at(const uint8_t *row, int x) {
    uint32_t v;
    memcpy(&v, row + (size_t)x * 4, 4);
    return v;
}

/* Where the stretch of one colour that begins at x ends. */
static int stretch_end(const zb_raster *in, const uint8_t *row, int x) {
    uint32_t mask = in->opaque ? 0xFFFFFF : 0xFFFFFFFF, word = word_at(row, x) & mask;
    for (x++; x < in->width && (word_at(row, x) & mask) == word;) x++;
    return x;
}

/* Never 0, because transparent white is not among the colours of a raster; its own inverse. */
static uint32_t key_of(uint32_t color) { return color ^ 0xFFFFFF; }

/* The slot of a colour, its own or the free one where it belongs. */
static slot *find_slot(slot *slots, uint32_t color) {
    uint32_t at = color * 2654435761u >> SLOT_SHIFT;
    while (slots[at].key && slots[at].key != key_of(color)) at = (at + 1) % SLOTS;
    return &slots[at];
}

/* False: there are more colours than are sought. */
static bool count_pixels(colors *all, uint32_t color, uint32_t pixels) {
    slot *own = find_slot(all->slots, color);
    if (!own->key) {
        if (all->count == all->most) return false;
        own->key = key_of(color);
        all->list[all->count++] = own;
    }
    own->pixels += pixels;
    return true;
}

static bool count_row(colors *all, const zb_raster *in, const uint8_t *row) {
    for (int x = 0, end; x < in->width; x = end) {
        end = stretch_end(in, row, x);
        if (!count_pixels(all, zb_raster_color(in, row, x), (uint32_t)(end - x))) return false;
    }
    return true;
}

/* Rows that repeat the one above are many and add nothing that matters. */
static bool count_colors(const zb_raster *in, colors *all) {
    for (int y = 0; y < in->height; y++) {
        const uint8_t *row = zb_raster_row(in, y);
        if (y && !memcmp(row, row - in->stride, (size_t)in->width * 4)) continue;
        if (!count_row(all, in, row)) return false;
    }
    return true;
}

/* Moving edges --------------------------------------------------------------------------------------------------- */

static int compare_pixels(const void *left, const void *right) {
    const slot *a = *(slot *const *)left, *b = *(slot *const *)right;
    if (a->pixels != b->pixels) return a->pixels < b->pixels ? 1 : -1;
    return (a->key > b->key) - (a->key < b->key);
}

/* The palette being filled, one array a channel so that one colour is compared with many at once. */
typedef struct channels {
    uint8_t r[ZB_PALETTE_MAX], g[ZB_PALETTE_MAX], b[ZB_PALETTE_MAX];
    int count;
} channels;

static uint8_t apart(uint8_t a, uint8_t b) { return (uint8_t)(a > b ? a - b : b - a); }

static uint8_t larger(uint8_t a, uint8_t b) { return a > b ? a : b; }

/* The entry nearest to a colour by the channel that differs most, and how far it is: distance * 256 + entry. */
static int nearest(const channels *p, uint32_t rgb) {
    uint8_t distances[ZB_PALETTE_MAX];
    uint8_t r = (uint8_t)(rgb >> 16), g = (uint8_t)(rgb >> 8), b = (uint8_t)rgb;
    for (int i = 0; i < ZB_PALETTE_MAX; i++) {
        uint8_t most = larger(larger(apart(p->r[i], r), apart(p->g[i], g)), apart(p->b[i], b));
        distances[i] = most > FAR ? FAR : most;
    }
    int best = FAR * 256;
    for (int i = 0; i < p->count; i++)
        if (distances[i] * 256 + i < best) best = distances[i] * 256 + i;
    return best;
}

/* False: the palette is full. */
static bool take_color(channels *p, slot *color) {
    if (p->count == ZB_PALETTE_MAX) return false;
    uint32_t rgb = key_of(color->key);
    p->r[p->count] = (uint8_t)(rgb >> 16);
    p->g[p->count] = (uint8_t)(rgb >> 8);
    p->b[p->count] = (uint8_t)rgb;
    color->index = (uint8_t)p->count++;
    return true;
}

/* Colours by frequency: areas take an entry, so do edges that are further than `most` from all before. */
static bool fits_within(const colors *all, int most, channels *p) {
    p->count = 0;
    for (size_t i = 0; i < all->count; i++) {
        slot *color = all->list[i];
        int found = color->pixels >= ZB_PALETTE_AREA ? FAR * 256 : nearest(p, key_of(color->key));
        if (found / 256 <= most) color->index = (uint8_t)(found % 256);
        else if (!take_color(p, color)) return false;
    }
    return true;
}

static bool move_edges(const colors *all, zb_palette *palette) {
    channels p = {.count = 0};
    qsort(all->list, all->count, sizeof *all->list, compare_pixels);
    int most = 1;
    while (most <= ZB_PALETTE_EDGE && !fits_within(all, most, &p)) most++;
    palette->count = p.count;
    for (int i = 0; i < p.count; i++)
        palette->colors[i] = 0xFF000000u | (uint32_t)p.r[i] << 16 | (uint32_t)p.g[i] << 8 | p.b[i];
    return most <= ZB_PALETTE_EDGE;
}

/* Order ---------------------------------------------------------------------------------------------------------- */

/* The colour that most rows begin with. As entry 0 it is equal to the byte before each row, which says that the row is not filtered, so
 * that a blank area is one run over all its rows. */
static slot *find_ground(const zb_raster *in, const colors *all) {
    slot *ground = all->list[0];
    for (int y = 0; y < in->height; y++) find_slot(all->slots, zb_raster_color(in, zb_raster_row(in, y), 0))->begins++;
    for (size_t i = 1; i < all->count; i++)
        if (all->list[i]->begins > ground->begins) ground = all->list[i];
    return ground;
}

static bool is_opaque(const slot *color) { return key_of(color->key) >> 24 == 255; }

/* Colours that let the ground through come before the others: a PNG names the opacity of entries up to the last of them. */
static void number_colors(const colors *all, const slot *ground, zb_palette *palette) {
    for (int turn = 0; turn < 3; turn++)
        for (size_t i = 0; i < all->count; i++) {
            slot *color = all->list[i];
            if (turn != (color == ground ? 0 : is_opaque(color) ? 2 : 1)) continue;
            color->index = (uint8_t)palette->count;
            palette->colors[palette->count++] = key_of(color->key);
        }
}

/* Changes entry 0 with another. */
static void put_first(const colors *all, uint8_t entry, zb_palette *palette) {
    uint32_t first = palette->colors[0];
    palette->colors[0] = palette->colors[entry];
    palette->colors[entry] = first;
    for (size_t i = 0; i < all->count; i++) {
        slot *color = all->list[i];
        color->index = color->index == entry ? 0 : color->index ? color->index : entry;
    }
}

bool zb_palette_make(zb_arena *arena, const zb_raster *raster, bool move, zb_palette *palette) {
    move = move && raster->opaque;
    colors all = {.slots = ZB_NEW_ARRAY(arena, SLOTS, slot),
                  .list = ZB_NEW_ARRAY(arena, ZB_PALETTE_SOUGHT, slot *),
                  .most = move ? ZB_PALETTE_SOUGHT : ZB_PALETTE_MAX};
    if (!count_colors(raster, &all)) return false;
    *palette = (zb_palette){.slots = all.slots};
    if (all.count <= ZB_PALETTE_MAX) {
        number_colors(&all, find_ground(raster, &all), palette);
        return true;
    }
    if (!move_edges(&all, palette)) return false;
    put_first(&all, find_ground(raster, &all)->index, palette);
    return true;
}

bool zb_palette_is_grey(const zb_palette *palette) {
    for (int i = 0; i < palette->count; i++) {
        uint32_t c = palette->colors[i];
        if (c >> 24 != 255 || (c & 255) != (c >> 8 & 255) || (c & 255) != (c >> 16 & 255)) return false;
    }
    return true;
}

void zb_palette_row(const zb_palette *palette, const zb_raster *raster, int y, uint8_t *out) {
    const uint8_t *row = zb_raster_row(raster, y);
    for (int x = 0, end; x < raster->width; x = end) {
        end = stretch_end(raster, row, x);
        memset(out + x, find_slot(palette->slots, zb_raster_color(raster, row, x))->index, (size_t)(end - x));
    }
}
