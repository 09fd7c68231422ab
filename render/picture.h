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
    int width, height;               /* upright, as it is shown */
    int stored_width, stored_height; /* of its rows */
    int orientation;                 /* Exif: 1 to 8; 0: it says nothing */
    size_t orientation_at;           /* the byte that says so */
    zb_str bytes;
    bool verified; /* its pixels were decoded, and are whole */
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
/* Whether the whole picture can be decoded, which is tried once: every output, and `check`, takes or refuses the same files. False: an
 * error was added, as by zb_picture_decode. */
bool zb_picture_verify(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags);
/* A cairo surface with the pixels as they are stored. NULL: [image.format] was added, or [render.cairo] where memory is short. */
struct _cairo_surface *zb_picture_decode(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags);
/* A cairo surface for the PDF backend: JPEG files go through unchanged. NULL as above. */
struct _cairo_surface *zb_picture_embed(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags);

/* From stored pixels to upright ones: x' = m[0] x + m[2] y + m[4], y' = m[1] x + m[3] y + m[5]. */
void zb_picture_matrix(const zb_picture *picture, double matrix[6]);
/* The file for viewers that turn pictures by themselves: told that it is upright, since the output turns it. */
zb_str zb_picture_upright_bytes(zb_arena *arena, const zb_picture *picture);
/* Notes the orientation where the segment of a JPEG file (`length` bytes from `at`) has it. */
void zb_exif_read(zb_picture *picture, size_t at, size_t length);
/* Makes the stored size the upright one. */
void zb_picture_turn(zb_picture *picture);

/* Decodes a whole JPEG file, whose header gave its stored size, into a buffer of `stride` bytes a row with 0xFFRRGGBB pixels; `pixels`
 * NULL: only to see whether it can be. NULL: fine, else why not (static or in the arena); *system: memory was lacking. */
const char *zb_jpeg_decode(zb_arena *arena, const zb_picture *picture, uint8_t *pixels, int stride, bool *system);

#endif
