/* SPDX-License-Identifier: Apache-2.0
 * Structure elements, links, destinations and the outline of a PDF, as cairo's tags. Private to render/. */
#ifndef ZB_RENDER_PDF_TAGS_H
#define ZB_RENDER_PDF_TAGS_H

#include <cairo.h>

#include "base/diag.h"
#include "render/display_list.h"

/* Outline levels; deeper ones are put at the last. */
#define ZB_OUTLINE_LEVELS 16

/* A place that links can lead to. */
typedef struct zb_pdf_dest {
    zb_str id;
    bool written;
} zb_pdf_dest;

/* An element that is open in cairo: on this page, or, beyond `active`, carried over from the page before. */
typedef struct zb_pdf_open {
    const char *name; /* NULL: cairo knows nothing of it */
    const zb_tag *tag;
} zb_pdf_open;

typedef struct zb_pdf_tags {
    zb_arena *arena;
    cairo_surface_t *surface;
    cairo_t *cr;
    zb_diags *diags;
    ZB_VEC(zb_pdf_dest) dests; /* in order of id once all are collected */
    ZB_VEC(zb_pdf_open) open;
    size_t active;
    int artifact;                       /* elements open inside an Artifact, itself counted */
    int parents[ZB_OUTLINE_LEVELS + 1]; /* outline entry of each level */
    bool failed;                        /* an error was added */
    size_t lost_links;
    zb_loc first_lost;
    zb_str first_lost_id;
} zb_pdf_tags;

/* Collects the destinations of every page before anything is drawn: links go to these only. */
void zb_pdf_tags_collect(zb_pdf_tags *tags, const zb_display_list *const *pages, size_t count);
/* Around all pages: the Document element, which stays open over them. */
void zb_pdf_tags_start(zb_pdf_tags *tags);
void zb_pdf_tags_finish(zb_pdf_tags *tags);
/* The painter's callbacks; `tags` is a zb_pdf_tags. */
void zb_pdf_tags_begin(void *tags, const zb_item *item, double x, double y);
void zb_pdf_tags_end(void *tags, const zb_item *item);
/* Before each page is shown. */
void zb_pdf_tags_page_end(zb_pdf_tags *tags);

#endif
