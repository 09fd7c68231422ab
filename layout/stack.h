/* SPDX-License-Identifier: Apache-2.0
 * Inside layout: where strips come to stand, on pages and in pictures without pages. */
#ifndef ZB_LAYOUT_STACK_H
#define ZB_LAYOUT_STACK_H

#include "layout/fragment.h"

/* Body lines stand on a grid from the top of the text on; pitch 0: there is none. */
typedef struct zb_baselines {
    zb_length top, pitch;
} zb_baselines;

/* Where the strip's top comes when all is filled down to y; `first`: nothing stands above it. */
zb_length zb_strip_place(zb_baselines grid, const zb_strip *strip, zb_length y, bool first);

/* A picture without pages. */
typedef struct zb_stack_look {
    zb_length margin; /* above the first and below the last strip */
    zb_length slice;  /* height that a slice should not exceed; 0: one slice */
    bool grid;        /* body lines keep to the grid */
} zb_stack_look;

/* Strips one below the other, as slices that follow each other without a gap. Cuts come before blocks, else where a page could end,
 * else between two strips; slices are whole CSS pixels high. Too long for one picture: error [layout.long]; a strip higher than a slice:
 * warning [layout.slice]. */
void zb_stack(zb_flow *flow, const zb_stack_look *look, zb_pages *pages);

/* Every element's destination with the first page that it stands on. */
void zb_pages_index(zb_arena *arena, zb_pages *pages);

#endif
