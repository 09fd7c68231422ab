/* SPDX-License-Identifier: Apache-2.0
 * Expanded Markdown (GFM by cmark-gfm, directives as fenced blocks, pandoc attributes and spans) to the document tree. */
#ifndef ZB_TEMPLATES_MARKDOWN_H
#define ZB_TEMPLATES_MARKDOWN_H

#include "model/usage.h"
#include "templates/document.h"
#include "templates/expand.h"
#include "templates/style_read.h"

typedef struct zb_markdown_context {
    const zb_expansion *expansion;
    const zb_style_sheet *sheet;
    const zb_value *root;      /* data and query results: what `data:` of a directive names */
    const char *template_path; /* images are found beside it, else beside data_path */
    const char *data_path;
    const char *lang;
    zb_usage *usage; /* where it is noted which tables and columns are used; may be NULL */
    zb_diags *diags;
} zb_markdown_context;

/* Appends what the text says to `document` (a ZB_NODE_DOCUMENT), numbered and with cross references resolved. */
void zb_markdown_read(zb_arena *arena, const zb_markdown_context *context, zb_node *document);

/* A chart block's mapping to a chart; `resolve` gives literal text of a YAML scalar (placeholders; may be NULL: as it is). NULL: errors
 * were added. Used for `chart` directives and for chart files. */
const zb_chart *zb_chart_from_value(zb_arena *arena, const zb_value *spec, const zb_value *root, const zb_style_sheet *sheet,
                                    const zb_expansion *resolve, zb_diags *diags);

#endif
