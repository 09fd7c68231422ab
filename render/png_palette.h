/* SPDX-License-Identifier: Apache-2.0
 * Palettes of finished pictures. Private to render/. */
#ifndef ZB_RENDER_PNG_PALETTE_H
#define ZB_RENDER_PNG_PALETTE_H

#include "render/raster.h"

#define ZB_PALETTE_MAX 256
/* Colours of one picture up to which a palette is sought; photographs have more. */
#define ZB_PALETTE_SOUGHT 4096
/* How far a channel of an antialiased edge may move (of 255) for the picture to fit into a palette. Colours of areas
 * never move. */
#define ZB_PALETTE_EDGE 4
/* A colour with as many pixels is that of an area. */
#define ZB_PALETTE_AREA 512

typedef struct zb_palette {
    uint32_t colors[ZB_PALETTE_MAX]; /* 0xAARRGGBB; the ground first, those that are not opaque before the others */
    int count;
    struct zb_palette_slot *slots; /* the entry of each colour of the picture */
} zb_palette;

/* The palette of a picture that has at most 256 colours; where an opaque one has more and `move` is set, with its edges moved by as
 * little as possible. False: there is none. */
bool zb_palette_make(zb_arena *arena, const zb_raster *raster, bool move, zb_palette *palette);
/* True where all colours are opaque greys. */
bool zb_palette_is_grey(const zb_palette *palette);
/* The entry of each pixel of row y. */
void zb_palette_row(const zb_palette *palette, const zb_raster *raster, int y, uint8_t *out);

#endif
