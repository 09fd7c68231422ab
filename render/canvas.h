/* SPDX-License-Identifier: Apache-2.0
 * The one painter: replays a display list on a cairo context. A backend makes the context and says what structure
 * elements mean to it. Private to render/. */
#ifndef ZB_RENDER_CANVAS_H
#define ZB_RENDER_CANVAS_H

#include <cairo.h>

#include "render/glyph_set.h"
#include "render/picture.h"

/* Lists in lists; deeper ones are an error [render.depth] and not drawn. */
#define ZB_LIST_DEPTH_MAX 32
/* Lengths in one dash pattern; the rest are ignored. */
#define ZB_DASH_MAX 16

typedef struct zb_canvas {
    cairo_t *cr; /* 1 user unit = 1 pt, y downwards, origin at the list's top left */
    zb_diags *diags;
    zb_pictures *pictures;
    zb_glyph_set *glyphs; /* closed: faces are taken from it; NULL: whole faces */
    bool document;        /* the text layer and the picture files go into the output */
    double pixels;        /* of 1 pt, where the output has pixels; else 0 */
    bool coarse;          /* they are so large that glyphs are placed to fractions of them */
    /* Called at structure elements; NULL: they are ignored. x and y: what places in the tag are relative to, 1/1024 pt.
     */
    void (*begin)(void *context, const zb_item *item, double x, double y);
    void (*end)(void *context, const zb_item *item);
    void *context;
    bool failed; /* set when an error was added */
    /* The painter's own: what is set in cr, and room for one run. */
    const zb_face *face;
    zb_length size;
    cairo_glyph_t *run_glyphs;
    size_t glyph_room;
    cairo_text_cluster_t *run_clusters;
    size_t cluster_room;
    zb_buf run_text;
} zb_canvas;

/* Unhinted outlines at unrounded places: what is drawn is what was laid out, at every resolution. In the new options'
 * owner. */
cairo_font_options_t *zb_font_options_new(void);

/* Prepares the context for drawing; after it has drawn everything, zb_canvas_finish frees the room. */
void zb_canvas_start(zb_canvas *canvas);
void zb_canvas_draw(zb_canvas *canvas, const zb_display_list *list);
/* Whether all was drawn. False: an error was added, [render.cairo] where cairo stopped drawing; `what`: the thing that cannot be drawn. */
bool zb_canvas_fine(const zb_canvas *canvas, const char *what);
void zb_canvas_finish(zb_canvas *canvas);

#endif
