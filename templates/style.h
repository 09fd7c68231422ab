/* SPDX-License-Identifier: Apache-2.0
 * The computed look of a document: what style.yaml says, in lengths and colours. The property table in templates/style.c is where
 * the parser, docs/style.md and the JSON Schema come from. */
#ifndef ZB_TEMPLATES_STYLE_H
#define ZB_TEMPLATES_STYLE_H

#include "base/color.h"
#include "base/length.h"
#include "base/role.h"

typedef enum zb_align { ZB_ALIGN_JUSTIFY, ZB_ALIGN_LEFT, ZB_ALIGN_CENTER, ZB_ALIGN_RIGHT } zb_align;

/* How a stretch of text looks. */
typedef struct zb_text_style {
    zb_role role;
    int weight;        /* 400 regular, 500 medium, 600, 700 bold */
    zb_length size;    /* 1 em */
    zb_length pitch;   /* distance of baselines; block-level texts only */
    zb_length spacing; /* added after each character (tracking) */
    zb_color color;
    zb_color ground;   /* a chip behind the text when a > 0 */
    bool underline;
    bool strike;
    bool verbatim;     /* code and URLs: no Han-Latin gap, no ligatures, breaks without hyphen */
} zb_text_style;

/* A box round a block: notes, quotes, code, reference links. */
typedef struct zb_box_style {
    zb_text_style text;
    zb_length space_before, space_after;
    zb_length padding_x, padding_y;
    zb_color ground, border;
    zb_length border_width, radius;
    zb_color bar; /* the rule down the left side */
    zb_length bar_width;
    zb_length hang; /* indent of all lines but a paragraph's first */
} zb_box_style;

typedef struct zb_heading_style {
    zb_text_style text;
    zb_length space_before, space_after;
    zb_color bar; /* the upright rule before the title */
    zb_length bar_width, bar_gap;
    bool page_break; /* begins a page */
} zb_heading_style;

typedef struct zb_table_style {
    zb_text_style text, header, total;
    zb_color header_ground, total_ground, stripe;
    zb_color rule, row_rule; /* head and foot rules; hairlines between rows */
    zb_length rule_width, row_rule_width;
    zb_length padding_x, padding_y;
    zb_length space_before, space_after;
} zb_table_style;

typedef struct zb_caption_style {
    zb_text_style text, label; /* label: 图 1 */
    zb_length gap;             /* between caption and object */
    zb_length label_gap;
} zb_caption_style;

typedef struct zb_masthead_style {
    zb_color ground, rule;
    zb_length height, rule_height, space_after;
    zb_length publisher_y, title_y, period_y, number_y; /* baselines, from the top edge of the page */
    zb_text_style publisher, title, period, number_label, number;
} zb_masthead_style;

typedef struct zb_cards_style {
    zb_text_style label, value, separator, change;
    zb_color border, ground, up, down;
    zb_length border_width, radius, padding_x, padding_y, space_after;
} zb_cards_style;

#define ZB_PALETTE_MAX 12
#define ZB_HEADING_LEVELS 4

typedef struct zb_chart_style {
    zb_text_style label, value, title;
    zb_color palette[ZB_PALETTE_MAX];
    size_t palette_count;
    zb_color high, medium, low; /* ordered severity */
    zb_color mark, highlight;   /* a single series; its emphasised mark */
    zb_color grid, axis, ground;
    zb_length space_before, space_after;
} zb_chart_style;

typedef struct zb_style {
    zb_length page_width, page_height;
    zb_color page_ground;
    zb_length margin_top, margin_right, margin_bottom, margin_left;
    zb_font_spec fonts[ZB_ROLE_COUNT];
    zb_text_style body;
    zb_length indent;          /* first lines of paragraphs, 2 em */
    zb_align paragraph_align;
    zb_length paragraph_space; /* between paragraphs, normally 0 */
    zb_heading_style heading[ZB_HEADING_LEVELS]; /* [0]: level 1 */
    zb_length list_indent;
    zb_color list_marker;
    zb_box_style quote, code, note, tip, important, warning, caution;
    zb_table_style table;
    zb_caption_style caption;
    zb_chart_style chart;
    zb_masthead_style masthead;
    zb_cards_style cards;
    zb_color link;
    zb_color chip_text_inverse; /* text on a chip's ground */
    zb_length columns_gap;
    zb_text_style running_head, folio, footnote, toc;
    zb_length running_head_y, folio_y; /* baselines, from the top edge of the page */
    zb_color running_head_rule;
    zb_length running_head_rule_width;
    const char *folio_format; /* "— {page} —"; {pages} is the last page's number */
    bool folio_first, running_head_first; /* also on the first page */
    bool folio_outside; /* right on odd pages, left on even ones, one em in (GB/T 9704), not centred */
} zb_style;

#endif
