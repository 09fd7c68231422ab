/* SPDX-License-Identifier: Apache-2.0
 * The flow that block builders append strips to: spacing, structure elements, lines of text with widow and orphan control. */
#include "layout/fragment.h"

#include <string.h>
#include <strings.h>

#include "base/budget.h"

zb_flow zb_flow_new(zb_arena *arena, const zb_document *document, zb_sheet sheet, const zb_layout_tools *tools, zb_diags *diags) {
    zb_flow flow = {.arena = arena, .document = document, .style = document->style, .sheet = sheet, .diags = diags};
    flow.fonts = tools->fonts;
    flow.images = tools->images;
    flow.order = ZB_NEW(arena, size_t);
    flow.hyphens = zb_hyphens_new(arena, zb_str_z(arena, document->lang), tools->dictionaries, diags);
    flow.width = sheet.width - sheet.margin_left - sheet.margin_right;
    return flow;
}

void zb_flow_space(zb_flow *flow, zb_length space) { flow->space = zb_max(flow->space, space); }

zb_strip *zb_flow_strip(zb_flow *flow, zb_length height, zb_loc loc) {
    zb_strip *strip = ZB_NEW(flow->arena, zb_strip);
    strip->before = flow->space;
    strip->height = height;
    strip->rule = flow->next_rule;
    strip->box = flow->box;
    strip->loc = loc;
    flow->space = 0;
    flow->next_rule = ZB_BREAK_FREE;
    ZB_PUSH(flow->arena, &flow->strips, strip);
    return strip;
}

zb_element *zb_element_new(zb_flow *flow, const char *tag, zb_loc loc) {
    zb_element *element = ZB_NEW(flow->arena, zb_element);
    *element = (zb_element){.tag = tag, .parent = flow->element, .order = ++*flow->order, .loc = loc};
    return element;
}

zb_fragment *zb_strip_add(zb_flow *flow, zb_strip *strip, zb_fragment fragment) {
    return ZB_PUSH(flow->arena, &strip->fragments, fragment);
}

zb_length zb_baseline(const zb_text_style *style) {
    return (style->pitch - style->size) / 2 + zb_scale(style->size, 88, 100);
}

zb_flow zb_flow_inside(const zb_flow *flow, zb_length x, zb_length width) {
    zb_flow inner = *flow;
    memset(&inner.strips, 0, sizeof inner.strips);
    inner.x = x;
    inner.width = width;
    inner.space = 0;
    inner.box = NULL;
    inner.next_rule = ZB_BREAK_FREE;
    return inner;
}

zb_length zb_flow_flatten(zb_flow *flow, zb_strip *into, const zb_flow *inner, zb_length x, zb_length y) {
    zb_length top = y;
    for (size_t i = 0; i < inner->strips.count; i++) {
        const zb_strip *strip = inner->strips.data[i];
        if (i) y += strip->before;
        for (size_t f = 0; f < strip->fragments.count; f++) {
            zb_fragment fragment = strip->fragments.data[f];
            fragment.x += x;
            fragment.y += y;
            zb_strip_add(flow, into, fragment);
        }
        y += strip->height;
    }
    return y - top;
}

zb_text zb_flow_localize(zb_flow *flow, zb_text text) {
    const char *lang = flow->hyphens ? zb_hyphens_language(flow->hyphens) : "zh";
    if (!strncasecmp(lang, "zh", 2)) return text;
    zb_inline *runs = ZB_NEW_ARRAY(flow->arena, text.count, zb_inline);
    for (size_t i = 0; i < text.count; i++) {
        runs[i] = text.runs[i];
        if (!runs[i].lang) runs[i].lang = lang;
    }
    return (zb_text){runs, text.count};
}

zb_lines zb_flow_text(zb_flow *flow, zb_text text, zb_measure measure) {
    measure.hyphens = flow->hyphens;
    if (!zb_budget_lasts(flow->diags, text.count ? text.runs[0].loc : ZB_NOWHERE)) return (zb_lines){0};
    return zb_text_lines_new(flow->arena, flow->fonts, zb_flow_localize(flow, text), &measure, flow->diags);
}

const zb_text_style *zb_text_look(zb_text text, const zb_text_style *fallback) {
    return text.count && text.runs[0].style.pitch ? &text.runs[0].style : fallback;
}

static bool has_link(const zb_line *line) {
    for (size_t i = 0; i < line->count; i++)
        if (line->pieces[i].source->link.n) return true;
    return false;
}

zb_strip *zb_flow_lines(zb_flow *flow, const zb_lines *lines, const zb_text_style *style, zb_element *element, zb_loc loc) {
    zb_strip *first = NULL;
    for (size_t i = 0; i < lines->count; i++) {
        bool keep = i > 0 && (i == 1 || i + 1 == lines->count);
        if (keep) flow->next_rule = ZB_BREAK_KEEP;
        zb_strip *strip = zb_flow_strip(flow, style->pitch, loc);
        if (!first) first = strip;
        element->has_links |= has_link(&lines->lines[i]);
        zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_LINE, .x = flow->x, .y = zb_baseline(style), .element = element,
                                                .loc = loc, .as.line = &lines->lines[i]});
    }
    return first;
}

const zb_line *zb_flow_label(zb_flow *flow, zb_str text, const zb_text_style *style, zb_loc loc, zb_length *width) {
    zb_inline *run = ZB_NEW(flow->arena, zb_inline);
    *run = (zb_inline){.kind = ZB_INLINE_TEXT, .text = text, .style = *style, .loc = loc};
    zb_lines lines = zb_flow_text(flow, (zb_text){run, text.n > 0}, (zb_measure){.width = ZB_LENGTH_MAX / 4, .align = ZB_ALIGN_LEFT});
    static const zb_line empty;
    const zb_line *line = lines.count ? &lines.lines[0] : &empty;
    if (width) *width = line->width;
    return line;
}

zb_text zb_caption_text(zb_flow *flow, zb_text label, zb_text caption) {
    size_t gap = label.count && caption.count;
    zb_inline *runs = ZB_NEW_ARRAY(flow->arena, label.count + caption.count + gap, zb_inline);
    zb_text text = {runs, 0};
    for (size_t i = 0; i < label.count; i++) runs[text.count++] = label.runs[i];
    if (gap) { /* an ideographic space, tracked to the width that the style asks for */
        zb_inline space = {.kind = ZB_INLINE_TEXT, .text = ZB_STR("\xE3\x80\x80"), .style = caption.runs[0].style};
        space.style.spacing = flow->style->caption.label_gap - space.style.size;
        space.loc = caption.runs[0].loc;
        runs[text.count++] = space;
    }
    for (size_t i = 0; i < caption.count; i++) runs[text.count++] = caption.runs[i];
    return text;
}

void zb_flow_caption(zb_flow *flow, zb_text label, zb_text caption, zb_element *parent, zb_loc loc) {
    zb_text text = zb_caption_text(flow, label, caption);
    if (text.count == 0) return;
    zb_element *outer = flow->element;
    flow->element = parent;
    zb_element *element = zb_element_new(flow, "Caption", loc);
    flow->element = outer;
    zb_lines lines = zb_flow_text(flow, text, (zb_measure){.width = flow->width, .align = ZB_ALIGN_CENTER});
    zb_flow_lines(flow, &lines, &flow->style->caption.text, element, loc);
}
