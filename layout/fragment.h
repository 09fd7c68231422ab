/* SPDX-License-Identifier: Apache-2.0
 * Inside layout: what blocks become. A block is laid out into strips, the horizontal slices that a page break cannot cut; a strip
 * holds fragments at final places; a page is a sequence of placed strips. Nothing is changed after pagination. */
#ifndef ZB_LAYOUT_FRAGMENT_H
#define ZB_LAYOUT_FRAGMENT_H

#include "layout/layout.h"
#include "layout/line.h"

/* A structure element, made in reading order; `order` says so. */
typedef struct zb_element zb_element;
struct zb_element {
    const char *tag; /* as zb_tag.name */
    zb_element *parent;
    size_t order;
    zb_str alt, dest, outline;
    int outline_level;
    bool has_links; /* its text needs a Span or Link for each stretch */
    zb_loc loc;
};

typedef enum zb_fragment_kind {
    ZB_FRAGMENT_LINE,  /* text; y is the baseline */
    ZB_FRAGMENT_RECT,  /* ground or rule */
    ZB_FRAGMENT_FRAME, /* outline of a rounded rectangle */
    ZB_FRAGMENT_LIST,  /* a chart */
    ZB_FRAGMENT_IMAGE,
    ZB_FRAGMENT_FOLIO, /* the page number of `target`, right-aligned at x */
} zb_fragment_kind;

typedef struct zb_fragment {
    zb_fragment_kind kind;
    zb_length x, y; /* from the strip's top left */
    zb_length width, height;
    zb_element *element; /* NULL: decoration */
    zb_color color;
    zb_length radius, stroke;
    zb_loc loc;
    union {
        const zb_line *line;
        const zb_display_list *list;
        const char *path;
        struct { const zb_text_style *style; zb_str target; } folio;
    } as;
} zb_fragment;

/* The ground behind a stretch of strips. */
typedef struct zb_box {
    const zb_box_style *style;
    const struct zb_box *parent;
    zb_length x, width;
} zb_box;

typedef enum zb_break_rule { ZB_BREAK_FREE, ZB_BREAK_KEEP /* no break before */, ZB_BREAK_PAGE /* always */ } zb_break_rule;
typedef enum zb_snap { ZB_SNAP_NONE, ZB_SNAP_TOP, ZB_SNAP_BOTTOM } zb_snap; /* which edge stands on the baseline grid */

typedef struct zb_strip zb_strip;

/* A table's head, repeated where a page break falls between its rows. */
typedef struct zb_table_head {
    const zb_strip *strip;
} zb_table_head;

struct zb_strip {
    zb_length before, height; /* `before` goes at the top of a page */
    zb_break_rule rule;
    zb_snap snap;
    bool bleed; /* a masthead: begins at the page's top edge */
    bool begins; /* a block among its siblings: a good place to cut a long picture before */
    const zb_box *box;
    const zb_table_head *repeat; /* drawn first when this strip begins a page */
    ZB_VEC(zb_fragment) fragments;
    zb_loc loc;
};

typedef struct zb_placed {
    const zb_strip *strip;
    zb_length x, y;
    bool repeated; /* page furniture, not content */
} zb_placed;

typedef struct zb_page {
    const zb_placed *strips;
    size_t count;
    zb_length height;
} zb_page;

/* What pages have in common: those of the style, or a picture of an object or a section, which has none. */
typedef struct zb_sheet {
    zb_length width, margin_left, margin_right;
    zb_color ground; /* a 0: none */
    bool endless;    /* no page furniture, no page numbers; slices follow each other without a gap */
} zb_sheet;

/* Where a destination stands. */
typedef struct zb_target {
    zb_str id;
    size_t page; /* from 0 */
} zb_target;

struct zb_pages {
    const zb_document *document;
    zb_fonts *fonts;
    zb_diags *diags;
    zb_sheet sheet;
    const zb_page *pages;
    size_t count;
    const zb_target *targets; /* sorted by id */
    size_t target_count;
};

/* What the block builders share. */
typedef struct zb_flow {
    zb_arena *arena;
    const zb_document *document;
    const zb_style *style;
    zb_sheet sheet;
    zb_fonts *fonts;
    zb_image_sizer images;
    zb_hyphens *hyphens;
    zb_diags *diags;
    size_t *order;           /* counts elements */
    ZB_VEC(zb_strip *) strips;
    zb_length x, width;      /* where blocks stand */
    zb_length space;         /* wanted before the next strip */
    zb_break_rule next_rule; /* of the next strip */
    const zb_box *box;
    zb_element *element;     /* parent of what comes */
    const zb_node *previous; /* the block before this one, among its siblings */
    int depth;
} zb_flow;

/* An empty flow between the sheet's margins. */
zb_flow zb_flow_new(zb_arena *arena, const zb_document *document, zb_sheet sheet, const zb_layout_tools *tools,
                    zb_diags *diags);
/* A new strip at the end of the flow; takes the pending space and rule. */
zb_strip *zb_flow_strip(zb_flow *flow, zb_length height, zb_loc loc);
/* Space before the next strip: the largest wish counts. */
void zb_flow_space(zb_flow *flow, zb_length space);
zb_element *zb_element_new(zb_flow *flow, const char *tag, zb_loc loc);
zb_fragment *zb_strip_add(zb_flow *flow, zb_strip *strip, zb_fragment fragment);
/* Baseline of a line of this style in a strip of its pitch: the Han frame (0.88 em over the baseline, 0.12 under) is centred. */
zb_length zb_baseline(const zb_text_style *style);
/* A sub-flow of the same document at another place and width, empty. */
zb_flow zb_flow_inside(const zb_flow *flow, zb_length x, zb_length width);
/* Puts all strips of `inner` into one strip, at x, y; returns their height. */
zb_length zb_flow_flatten(zb_flow *flow, zb_strip *into, const zb_flow *inner, zb_length x, zb_length y);

/* Lines of a text as strips, with widow and orphan control; returns the first strip (NULL: no text). */
zb_strip *zb_flow_lines(zb_flow *flow, const zb_lines *lines, const zb_text_style *style, zb_element *element, zb_loc loc);
/* The text with the document's language written into every run that has none; Chinese is taken for granted below. */
zb_text zb_flow_localize(zb_flow *flow, zb_text text);
zb_lines zb_flow_text(zb_flow *flow, zb_text text, zb_measure measure);
/* The style of a text's first run, or `fallback`. */
const zb_text_style *zb_text_look(zb_text text, const zb_text_style *fallback);
/* Label, gap and caption as one text. */
zb_text zb_caption_text(zb_flow *flow, zb_text label, zb_text caption);
void zb_flow_caption(zb_flow *flow, zb_text label, zb_text caption, zb_element *parent, zb_loc loc);
/* One line of plain text set at x: for mastheads and cards. Width in *width when not NULL. */
const zb_line *zb_flow_label(zb_flow *flow, zb_str text, const zb_text_style *style, zb_loc loc, zb_length *width);

void zb_flow_block(zb_flow *flow, const zb_node *node);
void zb_flow_children(zb_flow *flow, const zb_node *node);
void zb_flow_table(zb_flow *flow, const zb_node *node);
void zb_flow_figure(zb_flow *flow, const zb_node *node);
void zb_flow_columns(zb_flow *flow, const zb_node *node);
void zb_flow_masthead(zb_flow *flow, const zb_node *node);
void zb_flow_cards(zb_flow *flow, const zb_node *node);
void zb_flow_toc(zb_flow *flow, const zb_node *node);

/* Strips to pages. */
void zb_paginate(zb_flow *flow, zb_pages *pages);

#endif
