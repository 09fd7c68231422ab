/* SPDX-License-Identifier: Apache-2.0
 * Glyph outlines of an SVG file: each defined once and placed by reference. Private to render/. */
#ifndef ZB_RENDER_SVG_GLYPHS_H
#define ZB_RENDER_SVG_GLYPHS_H

#include "fonts/run.h"

/* The outlines met so far. */
typedef struct zb_svg_glyphs zb_svg_glyphs;

/* Closed with the arena; ids are ZB_SVG_PREFIX and a number. */
zb_svg_glyphs *zb_svg_glyphs_open(zb_arena *arena, zb_diags *diags);
/* Whether all outlines could be had. False: why not was added. */
bool zb_svg_glyphs_fine(zb_svg_glyphs *glyphs);

/* A group that draws the run from x, y (1/1024 pt) on; `paint` is its fill attribute. False: there is nothing to draw
 * and nothing was written. */
bool zb_svg_write_run(zb_svg_glyphs *glyphs, const zb_run *run, int64_t x, int64_t y, zb_str paint, zb_buf *out);

/* The definitions of all outlines that the runs refer to; nothing when there are none. */
void zb_svg_write_defs(const zb_svg_glyphs *glyphs, zb_buf *out);

#endif
