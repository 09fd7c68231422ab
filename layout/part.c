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

/* Footnotes stand at the end of the document; a part takes along those that its texts refer to. */
typedef ZB_VEC(const zb_node *) notes;

static void notes_of_text(zb_arena *arena, zb_text text, notes *list) {
    for (size_t i = 0; i < text.count; i++) {
        const zb_node *note = text.runs[i].kind == ZB_INLINE_FOOTNOTE ? text.runs[i].footnote : NULL;
        for (size_t k = 0; note && k < list->count; k++)
            if (list->data[k] == note) note = NULL;
        if (note) ZB_PUSH(arena, list, note);
    }
}

static void notes_of_table(zb_arena *arena, const zb_node *node, notes *list) {
    notes_of_text(arena, node->as.table.caption, list);
    for (size_t c = 0; c < node->as.table.column_count; c++) notes_of_text(arena, node->as.table.columns[c].title, list);
    for (size_t r = 0; r < node->as.table.row_count; r++)
        for (size_t c = 0; c < node->as.table.column_count; c++) notes_of_text(arena, node->as.table.rows[r].cells[c].text, list);
}

static void notes_of(zb_arena *arena, const zb_node *node, notes *list) {
    switch (node->kind) {
    case ZB_NODE_HEADING: notes_of_text(arena, node->as.heading.text, list); break;
    case ZB_NODE_PARAGRAPH: notes_of_text(arena, node->as.paragraph.text, list); break;
    case ZB_NODE_NOTE: notes_of_text(arena, node->as.note.title, list); break;
    case ZB_NODE_FIGURE: notes_of_text(arena, node->as.figure.caption, list); break;
    case ZB_NODE_TABLE: notes_of_table(arena, node, list); break;
    default: break;
    }
    for (const zb_node *child = node->first; child; child = child->next) notes_of(arena, child, list);
}

static void flow_notes(zb_flow *flow, const zb_node *node) {
    notes list = {0};
    if (node->kind == ZB_NODE_DOCUMENT) return; /* has them all */
    notes_of(flow->arena, node, &list);
    for (size_t i = 0; i < list.count; i++) zb_flow_block(flow, list.data[i]);
}

const zb_pages *zb_layout_part(zb_arena *arena, const zb_document *document, const zb_node *node, const zb_layout_tools *tools,
                               const zb_part_look *look, zb_diags *diags) {
    bool object = is_object(node);
    zb_sheet sheet = sheet_of(document->style, look, object);
    zb_flow flow = zb_flow_new(arena, document, sheet, tools, diags);
    zb_pages *pages = ZB_NEW(arena, zb_pages);
    *pages = (zb_pages){.document = document, .fonts = tools->fonts, .diags = diags, .sheet = sheet};
    if (object && !look->caption) node = without_caption(arena, node);
    zb_flow_block(&flow, node);
    flow_notes(&flow, node);
    zb_stack_look stack = {.margin = look->margin, .slice = object ? 0 : look->slice, .grid = !object};
    zb_stack(&flow, &stack, pages);
    return pages;
}
