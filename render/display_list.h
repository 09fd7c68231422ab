/* SPDX-License-Identifier: Apache-2.0
 * The display list: everything that can be seen on one page or picture, in painting order, at final places. The narrow waist
 * between layout and charts on one side and the PDF, PNG and SVG backends on the other. */
#ifndef ZB_RENDER_DISPLAY_LIST_H
#define ZB_RENDER_DISPLAY_LIST_H

#include "base/color.h"
#include "base/length.h"
#include "base/source.h"
#include "fonts/run.h"

typedef enum zb_item_kind {
    ZB_ITEM_RUN,    /* glyphs */
    ZB_ITEM_FILL,   /* a filled path */
    ZB_ITEM_STROKE, /* a stroked path */
    ZB_ITEM_IMAGE,
    ZB_ITEM_LIST,   /* another display list, moved to `at` */
    ZB_ITEM_BEGIN,  /* opens a structure element; ends at its ZB_ITEM_END */
    ZB_ITEM_END,
} zb_item_kind;

typedef enum zb_path_op { ZB_MOVE, ZB_LINE, ZB_CURVE, ZB_CLOSE } zb_path_op;

/* MOVE and LINE use p[0]; CURVE (cubic) p[0], p[1] as controls and p[2] as end; CLOSE none. */
typedef struct zb_path_step {
    zb_path_op op;
    zb_point p[3];
} zb_path_step;

typedef struct zb_path {
    const zb_path_step *steps;
    size_t count;
} zb_path;

/* A structure element by its PDF name: Document, Sect, H1..H6, P, L, LI, Lbl, LBody, Table, TR, TH, TD, Figure, Caption, Link, Span,
 * Note, BlockQuote, Code, TOC, TOCI. Text inside an element that also has child elements needs a Span or Link of its own. An element
 * that goes on over pages is closed on each page with `continued` and opened on the next with `resumed`; only containers may. */
typedef struct zb_tag {
    const char *name;  /* "Artifact": page furniture, repeated table heads */
    zb_str alt;        /* Figure: alternative text */
    zb_str link;       /* Link: URI, or "#id" */
    const zb_rect *link_rects; /* where the link can be clicked on this page */
    size_t link_rect_count;
    zb_str dest;       /* id that links lead to; empty: none */
    zb_point dest_at;
    zb_str outline;    /* a heading's text for the outline; needs dest */
    int outline_level; /* from 1 */
    bool continued, resumed;
} zb_tag;

typedef struct zb_display_list zb_display_list;

typedef struct zb_item {
    zb_item_kind kind;
    zb_loc loc;
    zb_point at; /* RUN: origin of the first glyph on the baseline; LIST, IMAGE: top left */
    zb_color color;
    union {
        const zb_run *run;
        struct { zb_path path; bool even_odd; } fill;
        struct { zb_path path; zb_length width; const zb_length *dash; size_t dash_count; bool round; } stroke;
        struct { const char *path; zb_length width, height; } image;
        const zb_display_list *list;
        const zb_tag *tag;
    } as;
} zb_item;

struct zb_display_list {
    zb_length width, height;
    zb_color ground; /* a 0: none */
    const zb_item *items;
    size_t count;
};

/* Collects items; zero it, set arena, width and height to begin. Each call copies what it is given by pointer except runs, tags,
 * lists and strings, which must live in the arena. */
typedef struct zb_painter {
    zb_arena *arena;
    zb_length width, height;
    zb_color ground;
    ZB_VEC(zb_item) items;
    ZB_VEC(zb_path_step) path; /* the path under construction */
} zb_painter;

void zb_paint_run(zb_painter *painter, const zb_run *run, zb_point at, zb_color color, zb_loc loc);
void zb_paint_rect(zb_painter *painter, zb_rect rect, zb_color color);
/* Corners of `radius` (cubic approximation); clamped to half of the smaller side. */
void zb_paint_round_rect(zb_painter *painter, zb_rect rect, zb_length radius, zb_color color);
/* A line round the rectangle, wholly inside it. */
void zb_paint_round_frame(zb_painter *painter, zb_rect rect, zb_length radius, zb_length width, zb_color color);
void zb_paint_line(zb_painter *painter, zb_point from, zb_point to, zb_length width, zb_color color);
void zb_path_move(zb_painter *painter, zb_length x, zb_length y);
void zb_path_line(zb_painter *painter, zb_length x, zb_length y);
void zb_path_curve(zb_painter *painter, zb_point c1, zb_point c2, zb_point end);
/* Circular arc from the current point's angle: centre, radius, radians clockwise from 12 o'clock. Begins with a LINE to its start, or a
 * MOVE when the path is empty. `to` < `from` runs backwards. */
void zb_path_arc(zb_painter *painter, zb_point centre, zb_length radius, double from, double to);
void zb_path_close(zb_painter *painter);
/* Ends the path under construction. */
void zb_paint_fill(zb_painter *painter, zb_color color);
void zb_paint_stroke(zb_painter *painter, zb_length width, zb_color color);
void zb_paint_image(zb_painter *painter, const char *path, zb_rect rect, zb_loc loc);
void zb_paint_list(zb_painter *painter, const zb_display_list *list, zb_point at);
void zb_paint_begin(zb_painter *painter, const zb_tag *tag, zb_loc loc);
void zb_paint_end(zb_painter *painter, const zb_tag *tag);
/* The finished list, in the painter's arena. Items without anything to see (empty, transparent) are not in it. */
const zb_display_list *zb_painter_finish(zb_painter *painter);

/* Text dump, one item a line, lengths in points with three decimals; nested lists indented. */
void zb_display_list_dump(const zb_display_list *list, int depth, zb_buf *out);

#endif
