/* SPDX-License-Identifier: Apache-2.0
 * Inside layout: a page while it is being painted. */
#ifndef ZB_LAYOUT_PAINT_H
#define ZB_LAYOUT_PAINT_H

#include "layout/fragment.h"

/* A fragment at its place on the page. */
typedef struct zb_shown {
    const zb_fragment *fragment;
    zb_point at;
    size_t sequence;
} zb_shown;

typedef struct zb_open {
    zb_element *element;
    zb_tag *tag;
} zb_open;

typedef struct zb_page_painter {
    zb_arena *arena;
    const zb_pages *pages;
    size_t index;
    zb_painter painter;
    ZB_VEC(zb_shown) shown, repeated;
    ZB_VEC(zb_open) open;
    const zb_element *before, *first, *last, *after; /* last of the page before, first and last of this one, first of the next */
} zb_page_painter;

/* True where each stretch of the element's text needs a Span or Link of its own: it has links, or goes on over a page break. */
bool zb_paint_needs_spans(const zb_page_painter *painter, const zb_element *element);

/* Fragments of one element, in order. */
void zb_paint_element(zb_page_painter *painter, const zb_element *element, const zb_shown *shown, size_t count);
/* A fragment without structure: grounds and rules; text of artifacts. */
void zb_paint_decoration(zb_page_painter *painter, const zb_shown *shown);
void zb_paint_plain(zb_page_painter *painter, const zb_shown *shown);
/* Running head and folio. */
void zb_paint_furniture(zb_page_painter *painter);

#endif
