/* SPDX-License-Identifier: Apache-2.0
 * Blocks of text to strips: paragraphs, headings, lists, quotes, notes, code, footnotes, rules. */
#include "base/budget.h"
#include "layout/fragment.h"

#define DEPTH_MAX 40 /* nested lists and quotes; deeper ones are an error [layout.depth] */

static zb_length text_space(const zb_flow *flow) { return flow->style->paragraph_space; }

static void flow_paragraph(zb_flow *flow, const zb_node *node) {
    const zb_text_style *look = zb_text_look(node->as.paragraph.text, flow->box ? &flow->box->style->text : &flow->style->body);
    zb_measure measure = {.width = flow->width, .indent = node->as.paragraph.indent, .align = node->as.paragraph.align};
    if (flow->box) measure.hang = flow->box->style->hang;
    zb_flow_space(flow, text_space(flow));
    zb_element *element = zb_element_new(flow, "P", node->loc);
    element->dest = node->id;
    zb_lines lines = zb_flow_text(flow, node->as.paragraph.text, measure);
    zb_strip *first = zb_flow_lines(flow, &lines, look, element, node->loc);
    if (first && !flow->box && look->pitch == flow->style->body.pitch) first->snap = ZB_SNAP_TOP;
}

static zb_str plain_text(zb_flow *flow, zb_text text) {
    zb_buf buf = {0};
    for (size_t i = 0; i < text.count; i++)
        if (text.runs[i].kind == ZB_INLINE_TEXT) zb_buf_add(&buf, text.runs[i].text);
    zb_str plain = zb_str_copy(flow->arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return plain;
}

static zb_element *heading_element(zb_flow *flow, const zb_node *node, int level) {
    static const char *tags[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
    zb_element *element = zb_element_new(flow, tags[level < 6 ? level - 1 : 5], node->loc);
    element->dest = node->id;
    element->outline = plain_text(flow, node->as.heading.text);
    element->outline_level = level;
    return element;
}

/* A heading is one strip, however many lines it has, and keeps with what follows. */
static void flow_heading(zb_flow *flow, const zb_node *node) {
    int level = node->as.heading.level;
    const zb_heading_style *style = &flow->style->heading[(level < ZB_HEADING_LEVELS ? level : ZB_HEADING_LEVELS) - 1];
    zb_length bar = style->bar_width ? style->bar_width + style->bar_gap : 0;
    zb_element *element = heading_element(flow, node, level);
    zb_lines lines = zb_flow_text(flow, node->as.heading.text, (zb_measure){.width = flow->width - bar, .align = ZB_ALIGN_LEFT});
    if (lines.count == 0) return;
    bool follows = flow->strips.count && flow->strips.data[flow->strips.count - 1]->snap == ZB_SNAP_BOTTOM;
    if (!follows) zb_flow_space(flow, style->space_before); /* under another heading, that one's space after is enough */
    if (style->page_break && flow->next_rule == ZB_BREAK_FREE) flow->next_rule = ZB_BREAK_PAGE;
    zb_length height = (zb_length)lines.count * style->text.pitch;
    zb_strip *strip = zb_flow_strip(flow, height + style->space_after, node->loc);
    strip->snap = ZB_SNAP_BOTTOM;
    if (bar) {
        zb_length inset = (style->text.pitch - style->text.size) / 2 - style->text.size / 8;
        zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = flow->x, .y = inset, .width = style->bar_width,
                                                .height = height - 2 * inset, .color = style->bar});
    }
    for (size_t i = 0; i < lines.count; i++)
        zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_LINE, .x = flow->x + bar,
                                                .y = (zb_length)i * style->text.pitch + zb_baseline(&style->text),
                                                .element = element, .loc = node->loc, .as.line = &lines.lines[i]});
    flow->next_rule = ZB_BREAK_KEEP;
}

static zb_str marker_text(zb_flow *flow, const zb_node *list, const zb_node *item, int index) {
    if (item->as.item.task == 1) return ZB_STR("☐");
    if (item->as.item.task == 2) return ZB_STR("☑");
    if (list->as.list.ordered) return zb_str_format(flow->arena, "%d.", list->as.list.start + index);
    return ZB_STR("•");
}

static void flow_item(zb_flow *flow, const zb_node *list, const zb_node *item, int index) {
    zb_element *outer = flow->element;
    flow->element = zb_element_new(flow, "LI", item->loc);
    zb_element *label = zb_element_new(flow, "Lbl", item->loc);
    flow->element = zb_element_new(flow, "LBody", item->loc);
    zb_length indent = flow->style->list_indent;
    size_t first = flow->strips.count;
    flow->x += indent;
    flow->width -= indent;
    zb_flow_children(flow, item);
    flow->x -= indent;
    flow->width += indent;
    flow->element = outer;
    if (flow->strips.count == first) zb_flow_strip(flow, flow->style->body.pitch, item->loc);
    zb_text_style style = flow->box ? flow->box->style->text : flow->style->body;
    style.color = flow->style->list_marker;
    zb_length width;
    const zb_line *line = zb_flow_label(flow, marker_text(flow, list, item, index), &style, item->loc, &width);
    zb_length x = flow->x + zb_max(0, indent - width - style.size / 2);
    zb_strip_add(flow, flow->strips.data[first], (zb_fragment){.kind = ZB_FRAGMENT_LINE, .x = x, .y = zb_baseline(&style),
                                                               .element = label, .loc = item->loc, .as.line = line});
}

static void flow_list(zb_flow *flow, const zb_node *node) {
    zb_element *outer = flow->element;
    flow->element = zb_element_new(flow, "L", node->loc);
    int index = 0;
    for (const zb_node *item = node->first; item; item = item->next) flow_item(flow, node, item, index++);
    flow->element = outer;
}

typedef void block_builder(zb_flow *flow, const zb_node *node);

/* The ground of a box is drawn behind its strips; its padding is two strips that no break may separate from the text. */
static void flow_box(zb_flow *flow, const zb_node *node, const zb_box_style *style, const char *tag, block_builder *content) {
    zb_box *box = ZB_NEW(flow->arena, zb_box);
    *box = (zb_box){style, flow->box, flow->x, flow->width};
    zb_flow outer = *flow;
    zb_flow_space(flow, style->space_before);
    if (node->kind == ZB_NODE_QUOTE && flow->previous && flow->previous->kind == ZB_NODE_PARAGRAPH)
        flow->next_rule = ZB_BREAK_KEEP; /* references and quotations stay with the words that lead to them */
    flow->element = zb_element_new(flow, tag, node->loc);
    flow->box = box;
    flow->x += style->bar_width + style->padding_x;
    flow->width -= style->bar_width + 2 * style->padding_x;
    zb_flow_strip(flow, style->padding_y, node->loc);
    flow->next_rule = ZB_BREAK_KEEP;
    content(flow, node);
    flow->space = 0;
    flow->next_rule = ZB_BREAK_KEEP;
    zb_flow_strip(flow, style->padding_y, node->loc);
    flow->box = outer.box;
    flow->x = outer.x;
    flow->width = outer.width;
    flow->element = outer.element;
    zb_flow_space(flow, style->space_after);
}

static const zb_box_style *note_style(const zb_style *style, zb_note_kind kind) {
    switch (kind) {
    case ZB_NOTE_TIP: return &style->tip;
    case ZB_NOTE_IMPORTANT: return &style->important;
    case ZB_NOTE_WARNING: return &style->warning;
    case ZB_NOTE_CAUTION: return &style->caution;
    default: return &style->note;
    }
}

static void note_content(zb_flow *flow, const zb_node *node) {
    if (node->as.note.title.count) {
        zb_element *element = zb_element_new(flow, "P", node->loc);
        zb_lines lines = zb_flow_text(flow, node->as.note.title, (zb_measure){.width = flow->width, .align = ZB_ALIGN_LEFT});
        zb_flow_lines(flow, &lines, &flow->box->style->text, element, node->loc);
        flow->next_rule = ZB_BREAK_KEEP;
    }
    zb_flow_children(flow, node);
}

/* Each source line is a paragraph of its own, so that long ones wrap and the pitch stays. */
static void code_content(zb_flow *flow, const zb_node *node) {
    zb_element *element = zb_element_new(flow, "P", node->loc);
    zb_text_style style = flow->box->style->text;
    style.verbatim = true;
    zb_str text = node->as.code.text;
    for (size_t at = 0; at < text.n;) {
        size_t end = zb_str_find(text, ZB_STR("\n"), at);
        if (end == SIZE_MAX) end = text.n;
        zb_inline *run = ZB_NEW(flow->arena, zb_inline);
        *run = (zb_inline){.text = zb_str_sub(text, at, end), .style = style, .loc = node->loc};
        zb_lines lines = zb_flow_text(flow, (zb_text){run, run->text.n > 0}, (zb_measure){.width = flow->width, .align = ZB_ALIGN_LEFT});
        if (lines.count) zb_flow_lines(flow, &lines, &style, element, node->loc);
        else zb_flow_strip(flow, style.pitch, node->loc);
        at = end + 1;
    }
}

static void flow_rule(zb_flow *flow, const zb_node *node) {
    zb_length pitch = flow->style->body.pitch;
    zb_strip *strip = zb_flow_strip(flow, pitch, node->loc);
    zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = flow->x + flow->width / 3, .y = pitch / 2,
                                            .width = flow->width / 3, .height = ZB_PT / 2, .color = flow->style->table.rule});
}

static void flow_footnote(zb_flow *flow, const zb_node *node) {
    const zb_text_style *style = &flow->style->footnote;
    zb_element *outer = flow->element;
    zb_element *note = flow->element = zb_element_new(flow, "Note", node->loc);
    note->dest = node->id;
    zb_element *label = zb_element_new(flow, "Lbl", node->loc);
    zb_length indent = style->size * 2;
    size_t first = flow->strips.count;
    flow->x += indent;
    flow->width -= indent;
    zb_flow_children(flow, node);
    flow->x -= indent;
    flow->width += indent;
    flow->element = outer;
    if (flow->strips.count == first) return;
    zb_str number = zb_str_format(flow->arena, "%d", node->as.footnote.number);
    const zb_line *line = zb_flow_label(flow, number, style, node->loc, NULL);
    zb_strip_add(flow, flow->strips.data[first], (zb_fragment){.kind = ZB_FRAGMENT_LINE, .x = flow->x, .y = zb_baseline(style),
                                                               .element = label, .loc = node->loc, .as.line = line});
}

static void flow_section(zb_flow *flow, const zb_node *node) {
    zb_element *outer = flow->element;
    flow->element = zb_element_new(flow, "Sect", node->loc);
    zb_flow_children(flow, node);
    flow->element = outer;
}

static void flow_page_break(zb_flow *flow) { flow->next_rule = ZB_BREAK_PAGE; }

void zb_flow_block(zb_flow *flow, const zb_node *node) {
    const zb_style *style = flow->style;
    switch (node->kind) {
    case ZB_NODE_DOCUMENT: zb_flow_children(flow, node); break;
    case ZB_NODE_SECTION: flow_section(flow, node); break;
    case ZB_NODE_HEADING: flow_heading(flow, node); break;
    case ZB_NODE_PARAGRAPH: flow_paragraph(flow, node); break;
    case ZB_NODE_LIST: flow_list(flow, node); break;
    case ZB_NODE_ITEM: zb_flow_children(flow, node); break;
    case ZB_NODE_QUOTE: flow_box(flow, node, &style->quote, "BlockQuote", zb_flow_children); break;
    case ZB_NODE_NOTE: flow_box(flow, node, note_style(style, node->as.note.kind), "Note", note_content); break;
    case ZB_NODE_CODE: flow_box(flow, node, &style->code, "Code", code_content); break;
    case ZB_NODE_TABLE: zb_flow_table(flow, node); break;
    case ZB_NODE_FIGURE: zb_flow_figure(flow, node); break;
    case ZB_NODE_COLUMNS: zb_flow_columns(flow, node); break;
    case ZB_NODE_MASTHEAD: zb_flow_masthead(flow, node); break;
    case ZB_NODE_CARDS: zb_flow_cards(flow, node); break;
    case ZB_NODE_TOC: zb_flow_toc(flow, node); break;
    case ZB_NODE_PAGE_BREAK: flow_page_break(flow); break;
    case ZB_NODE_RULE: flow_rule(flow, node); break;
    case ZB_NODE_FOOTNOTE: flow_footnote(flow, node); break;
    }
}

void zb_flow_children(zb_flow *flow, const zb_node *node) {
    if (flow->depth >= DEPTH_MAX) {
        zb_diag_add(flow->diags, ZB_ERROR, "layout.depth", node->loc, "blocks are nested deeper than %d levels", DEPTH_MAX);
        return;
    }
    flow->depth++;
    const zb_node *outer = flow->previous;
    flow->previous = NULL;
    for (const zb_node *child = node->first; child; child = child->next) {
        size_t first = flow->strips.count;
        if (!zb_budget_lasts(flow->diags, child->loc)) break;
        zb_flow_block(flow, child);
        if (flow->strips.count > first) flow->strips.data[first]->begins = true;
        flow->previous = child;
    }
    flow->previous = outer;
    flow->depth--;
}
