/* SPDX-License-Identifier: Apache-2.0
 * The document tree: what a bulletin says, told and styled, before it has any lines or pages. Product of the apply stage, read-only
 * afterwards. */
#ifndef ZB_TEMPLATES_DOCUMENT_H
#define ZB_TEMPLATES_DOCUMENT_H

#include "base/source.h"
#include "charts/chart.h"
#include "templates/style.h"

typedef enum zb_inline_kind {
    ZB_INLINE_TEXT,
    ZB_INLINE_BREAK,    /* forced line break */
    ZB_INLINE_IMAGE,    /* `image` */
    ZB_INLINE_FOOTNOTE, /* reference mark; `text` is its number, `footnote` the node */
} zb_inline_kind;

typedef struct zb_node zb_node;

typedef struct zb_image {
    const char *path; /* resolved, readable */
    zb_str alt;
    double width; /* share of the measure 0 to 1; 0: natural size at 96 dpi, at most the measure */
    zb_loc loc;
} zb_image;

/* A stretch of text in one style. */
typedef struct zb_inline {
    zb_inline_kind kind;
    zb_str text; /* UTF-8 without control characters */
    zb_text_style style;
    zb_str link;      /* URI, or "#id" within the document; empty: none */
    const char *lang; /* BCP 47; NULL: the document's, or none where the text is verbatim */
    zb_loc loc;
    const zb_image *image;
    const zb_node *footnote;
} zb_inline;

typedef struct zb_text {
    const zb_inline *runs;
    size_t count;
} zb_text;

typedef enum zb_node_kind {
    ZB_NODE_DOCUMENT,
    ZB_NODE_SECTION, /* a heading and what it governs */
    ZB_NODE_HEADING,
    ZB_NODE_PARAGRAPH,
    ZB_NODE_LIST,
    ZB_NODE_ITEM,
    ZB_NODE_QUOTE,
    ZB_NODE_NOTE, /* > [!NOTE] and its four relatives */
    ZB_NODE_CODE,
    ZB_NODE_TABLE,
    ZB_NODE_FIGURE,
    ZB_NODE_COLUMNS, /* children stand side by side */
    ZB_NODE_MASTHEAD,
    ZB_NODE_CARDS,
    ZB_NODE_TOC,
    ZB_NODE_PAGE_BREAK,
    ZB_NODE_RULE, /* thematic break */
    ZB_NODE_FOOTNOTE,
} zb_node_kind;

typedef struct zb_column {
    zb_text title;
    zb_align align; /* LEFT, CENTER or RIGHT */
    double width;   /* share of the table, 0: from content */
} zb_column;

typedef struct zb_cell {
    zb_text text;
    zb_loc loc;
} zb_cell;

typedef struct zb_row {
    const zb_cell *cells; /* as many as the table has columns */
    bool total;           /* the sum row */
    zb_loc loc;
} zb_row;

typedef struct zb_card_value {
    zb_str text;
    zb_color color; /* a 0: the style's */
} zb_card_value;

typedef struct zb_card {
    zb_str label;
    const zb_card_value *values; /* shown with " / " between them */
    size_t value_count;
    zb_str change; /* "48%", small, after the value; empty: none */
    int direction; /* 1 up, -1 down, 0 none */
    zb_loc loc;
} zb_card;

typedef enum zb_note_kind { ZB_NOTE_NOTE, ZB_NOTE_TIP, ZB_NOTE_IMPORTANT, ZB_NOTE_WARNING, ZB_NOTE_CAUTION } zb_note_kind;

struct zb_node {
    zb_node_kind kind;
    zb_loc loc;
    zb_str id; /* target of links; empty: none */
    const char *lang; /* sections, headings, paragraphs, footnotes: of the whole node; NULL: the document's */
    zb_node *parent, *first, *last, *next;
    union {
        struct { int level; } section;
        struct { int level; zb_text text; } heading; /* level from 1 */
        struct { zb_text text; zb_align align; zb_length indent; } paragraph; /* indent of the first line */
        struct { bool ordered, tight; int start; } list;
        struct { int task; } item; /* 0: none, 1: open, 2: done */
        struct { zb_note_kind kind; zb_text title; } note;
        struct { zb_str text, language; } code; /* lines end in LF */
        struct {
            zb_text label, caption; /* label: 表 1; both empty: none */
            const zb_column *columns;
            size_t column_count;
            const zb_row *rows;
            size_t row_count;
        } table;
        struct {
            zb_text label, caption;
            const zb_chart *chart; /* or */
            const zb_image *image;
            zb_length width, height; /* 0: the style's */
        } figure;
        struct { zb_str publisher, title, period, number_label, number, number_unit; } masthead;
        struct { const zb_card *cards; size_t count; } cards;
        struct { int depth; zb_text title; } toc;
        struct { int number; } footnote;
    } as;
};

typedef struct zb_document {
    zb_node *root; /* ZB_NODE_DOCUMENT */
    const zb_style *style;
    zb_str title, author, subject, keywords, lang;
    zb_str date;                            /* ISO 8601, for the metadata; empty: none */
    zb_str running_head_left, running_head_right;
} zb_document;

/* The chart look of a style. */
void zb_chart_look_of(const zb_style *style, zb_chart_look *look);

#endif
