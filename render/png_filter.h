/* SPDX-License-Identifier: Apache-2.0
 * Filters of PNG rows. Private to render/. */
#ifndef ZB_RENDER_PNG_FILTER_H
#define ZB_RENDER_PNG_FILTER_H

#include "render/raster.h"

/* The rows of a PNG before they are packed: each a byte that names its filter, then its samples. */
typedef struct zb_png_rows {
    uint8_t *bytes;
    size_t stride;
    int height, step; /* step: bytes from a sample to that of the next pixel */
} zb_png_rows;

/* Filters in place rows that are not filtered yet: where `photos` is set those of photographs in the picture, where `repeats` is set
 * those that are equal to the one above. How many rows belong to photographs. */
int zb_png_filter(const zb_png_rows *rows, const zb_raster *raster, bool photos, bool repeats);
/* How long the bytes are when packed at this level of libdeflate. */
size_t zb_png_packed_size(const uint8_t *bytes, size_t count, int level);

#endif
