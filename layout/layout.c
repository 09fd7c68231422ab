/* SPDX-License-Identifier: Apache-2.0
 * The layout stage as a whole: blocks to strips, strips to pages. */
#include "layout/layout.h"

#include "layout/fragment.h"

const zb_pages *zb_layout(zb_arena *arena, const zb_document *document, zb_fonts *fonts, zb_image_sizer images, zb_diags *diags) {
    size_t order = 0;
    const zb_style *style = document->style;
    zb_flow flow = {.arena = arena, .document = document, .style = style, .fonts = fonts, .images = images, .diags = diags};
    flow.order = &order;
    flow.width = style->page_width - style->margin_left - style->margin_right;
    zb_pages *pages = ZB_NEW(arena, zb_pages);
    *pages = (zb_pages){.document = document, .fonts = fonts, .diags = diags};
    zb_flow_block(&flow, document->root);
    zb_paginate(&flow, pages);
    return pages;
}

size_t zb_pages_count(const zb_pages *pages) { return pages->count; }
