/* SPDX-License-Identifier: Apache-2.0
 * Pictures of parts: a figure or table by itself, and a section or the whole document without pages. The blocks are built and painted as
 * on pages; only the width and what stands round them differ. */
#include "layout/stack.h"

static bool is_object(const zb_node *node) { return node->kind == ZB_NODE_FIGURE || node->kind == ZB_NODE_TABLE; }

static const zb_node *without_caption(zb_arena *arena, const zb_node *node) {
    zb_node *copy = ZB_NEW(arena, zb_node);
    *copy = *node;
    if (node->kind == ZB_NODE_TABLE) copy->as.table.label = copy->as.table.caption = (zb_text){0};
    else copy->as.figure.label = copy->as.figure.caption = (zb_text){0};
    return copy;
}

/* The measure of running text is a whole number of characters, so that its lines need no stretching; what is left goes to both margins. */
static zb_sheet sheet_of(const zb_style *style, const zb_part_look *look, bool object) {
    zb_length margin = zb_max(0, zb_min(look->margin, look->width / 3)), room = look->width - 2 * margin, em = style->body.size;
    zb_length rest = !object && em > 0 && room > em ? room % em : 0;
    zb_sheet sheet = {.width = look->width, .endless = true};
    sheet.margin_left = margin + rest / 2;
    sheet.margin_right = margin + rest - rest / 2;
    if (!look->clear) sheet.ground = style->page_ground;
    return sheet;
}

const zb_pages *zb_layout_part(zb_arena *arena, const zb_document *document, const zb_node *node, zb_fonts *fonts, zb_image_sizer images,
                               const zb_part_look *look, zb_diags *diags) {
    bool object = is_object(node);
    zb_sheet sheet = sheet_of(document->style, look, object);
    zb_flow flow = zb_flow_new(arena, document, sheet, fonts, diags);
    flow.images = images;
    zb_pages *pages = ZB_NEW(arena, zb_pages);
    *pages = (zb_pages){.document = document, .fonts = fonts, .diags = diags, .sheet = sheet};
    zb_flow_block(&flow, object && !look->caption ? without_caption(arena, node) : node);
    zb_stack_look stack = {.margin = look->margin, .slice = object ? 0 : look->slice, .grid = !object};
    zb_stack(&flow, &stack, pages);
    return pages;
}
