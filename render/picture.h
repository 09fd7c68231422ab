/* SPDX-License-Identifier: Apache-2.0
 * Picture files, recognised by content: their header checked, their bytes kept for backends that embed them, decoded
 * for those that draw pixels. Private to render/. */
#ifndef ZB_RENDER_PICTURE_H
#define ZB_RENDER_PICTURE_H

#include "base/diag.h"

/* Limits of one picture: sides as cairo has them, and the pixels of the whole. */
#define ZB_PICTURE_SIDE_MAX 32767
#define ZB_PICTURE_PIXELS_MAX 100000000LL

typedef enum zb_picture_kind { ZB_PICTURE_PNG, ZB_PICTURE_JPEG } zb_picture_kind;

typedef struct zb_picture {
    const char *path;
    zb_picture_kind kind;
    int width, height;
    zb_str bytes;
    struct _cairo_surface *surface; /* filled by zb_picture_decode or zb_picture_embed; released with the arena */
    bool failed;                    /* was tried and reported */
} zb_picture;

/* The pictures of one rendering, each read once. */
typedef struct zb_pictures {
    zb_arena *arena;
    ZB_VEC(zb_picture *) list;
} zb_pictures;

/* NULL: an error was added at loc: [image.missing], [image.format], [image.size] or one of file.*. */
zb_picture *zb_picture_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags);
/* The same, but from the pictures read before where it is among them; a picture that failed stays NULL without another
 * message. */
zb_picture *zb_pictures_find(zb_pictures *pictures, const char *path, zb_loc loc, zb_diags *diags);
/* A cairo surface with the pixels. NULL: [image.format] was added. */
struct _cairo_surface *zb_picture_decode(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags);
/* A cairo surface for the PDF backend: JPEG files go through unchanged. NULL: [image.format] was added. */
struct _cairo_surface *zb_picture_embed(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags);

/* Fills a buffer of `stride` bytes a row with 0xFFRRGGBB pixels of a JPEG whose header gave this size. NULL: fine, else
 * why not (static or in the arena). */
const char *zb_jpeg_decode(zb_arena *arena, zb_str bytes, int width, int height, uint8_t *pixels, int stride);

#endif
