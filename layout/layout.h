/* SPDX-License-Identifier: Apache-2.0
 * Document to pages of immutable fragments to display lists. */
#ifndef ZB_LAYOUT_LAYOUT_H
#define ZB_LAYOUT_LAYOUT_H

#include "fonts/fonts.h"
#include "render/display_list.h"
#include "templates/document.h"

#define ZB_PAGES_MAX 20000

typedef struct zb_pages zb_pages;

/* Hyphenation dictionaries, each read when it is first needed and kept for all layouts that follow. */
typedef struct zb_dictionaries zb_dictionaries;

/* Those in `folder` (NULL: where the system keeps them). Closed with the arena. */
zb_dictionaries *zb_dictionaries_open(zb_arena *arena, const char *folder);

/* The natural size of a picture in pixels; zb_image_size fits. */
typedef bool (*zb_image_sizer)(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, int *width, int *height);

/* What layout works with beside the document. One after the other, many layouts may share it. */
typedef struct zb_layout_tools {
    zb_fonts *fonts;
    zb_dictionaries *dictionaries; /* NULL: some of its own */
    zb_image_sizer images;         /* NULL: the document has none */
} zb_layout_tools;

/* Lays out the whole document. Never NULL. */
const zb_pages *zb_layout(zb_arena *arena, const zb_document *document, const zb_layout_tools *tools, zb_diags *diags);

/* A picture without pages. */
typedef struct zb_part_look {
    zb_length width;  /* of the picture */
    zb_length margin; /* on all four sides; beside running text up to half a character more */
    zb_length slice;  /* how high the slices of a long picture may be; 0: one slice */
    bool caption;     /* a figure or table with its number and caption */
    bool clear;       /* no ground */
} zb_part_look;

/* A part of the document at a width of its own. A figure or table: one picture, as high as it needs. Any other node, up to the root: a
 * long picture, as slices that follow each other without a gap, cut between blocks where that is possible. Footnotes that the part refers
 * to come at its end. The slices are the pages of the result. Never NULL; errors [layout.long], warnings [layout.slice]. */
const zb_pages *zb_layout_part(zb_arena *arena, const zb_document *document, const zb_node *node, const zb_layout_tools *tools,
                               const zb_part_look *look, zb_diags *diags);

/* At least 1. */
size_t zb_pages_count(const zb_pages *pages);

/* The display list of page `index` (from 0). In the arena. */
const zb_display_list *zb_page_paint(zb_arena *arena, const zb_pages *pages, size_t index);

/* The same with the baseline grid, the measure and tints over the lines that say how tight or loose each is set. */
const zb_display_list *zb_page_paint_debug(zb_arena *arena, const zb_pages *pages, size_t index);

/* Every box, line and run with its place, as text. */
void zb_pages_dump(const zb_pages *pages, zb_buf *out);

#endif
