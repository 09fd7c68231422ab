/* SPDX-License-Identifier: Apache-2.0
 * The layout stage as a whole: blocks to strips, strips to pages. */
#include "layout/layout.h"

#include "layout/fragment.h"

const zb_pages *zb_layout(zb_arena *arena, const zb_document *document, const zb_layout_tools *tools, zb_diags *diags) {
    const zb_style *style = document->style;
    zb_sheet sheet = {style->page_width, style->margin_left, style->margin_right, style->page_ground, false};
    zb_flow flow = zb_flow_new(arena, document, sheet, tools, diags);
    zb_pages *pages = ZB_NEW(arena, zb_pages);
    *pages = (zb_pages){.document = document, .fonts = tools->fonts, .diags = diags, .sheet = sheet};
    zb_flow_block(&flow, document->root);
    zb_paginate(&flow, pages);
    return pages;
}

size_t zb_pages_count(const zb_pages *pages) { return pages->count; }
