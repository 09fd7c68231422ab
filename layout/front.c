/* SPDX-License-Identifier: Apache-2.0
 * The front of a bulletin: full-bleed masthead, strip of figure cards, table of contents. */
#include "layout/fragment.h"

static zb_fragment text_at(const zb_line *line, zb_element *element, zb_length x, zb_length y, zb_loc loc) {
    return (zb_fragment){.kind = ZB_FRAGMENT_LINE, .x = x, .y = y, .element = element, .loc = loc, .as.line = line};
}

static void masthead_grounds(zb_flow *flow, zb_strip *strip) {
    const zb_masthead_style *style = &flow->style->masthead;
    zb_length left = -flow->sheet.margin_left + flow->x, width = flow->sheet.width;
    zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = left, .width = width, .height = style->height,
                                            .color = style->ground});
    zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = left, .y = style->height, .width = width,
                                            .height = style->rule_height, .color = style->rule});
}

typedef struct mast_text {
    zb_str text;
    const zb_text_style *style;
    zb_element *element;
    zb_length y;
} mast_text;

/* A text too wide for the room beside the number is set smaller, never cut. */
static void add_left(zb_flow *flow, zb_strip *strip, const mast_text *m, zb_length room, zb_loc loc) {
    zb_text_style style = *m->style;
    zb_length width;
    const zb_line *line = zb_flow_label(flow, m->text, &style, loc, &width);
    if (width > room && width > 0) {
        style.size = zb_scale(style.size, room, width);
        style.spacing = zb_scale(style.spacing, room, width);
        line = zb_flow_label(flow, m->text, &style, loc, &width);
    }
    zb_strip_add(flow, strip, text_at(line, m->element, flow->x, m->y, loc));
}

/* Publishers, parted by ideographic spaces, that would come out too small on one line have a line each; the last one stands where the
 * one line would. */
static void add_publishers(zb_flow *flow, zb_strip *strip, const mast_text *m, zb_length room, zb_loc loc) {
    const zb_str all = m->text, space = ZB_STR("\xE3\x80\x80");
    zb_length width, pitch = m->style->size * 3 / 2;
    mast_text one = *m;
    size_t from = 0, gaps = 0;
    zb_flow_label(flow, all, m->style, loc, &width);
    if (width > room / 4 * 5)
        for (size_t at = 0; (at = zb_str_find(all, space, at)) != SIZE_MAX; at += space.n) gaps++;
    for (; gaps; gaps--) {
        size_t end = zb_str_find(all, space, from);
        one.text = zb_str_sub(all, from, end);
        one.y = m->y - pitch * (zb_length)gaps;
        add_left(flow, strip, &one, room, loc);
        from = end + space.n;
    }
    one.text = zb_str_sub(all, from, all.n);
    one.y = m->y;
    add_left(flow, strip, &one, room, loc);
}

/* The issue number stands right: label above, the large number with its unit behind. Returns the width that it takes. */
static zb_length add_number(zb_flow *flow, zb_strip *strip, const zb_node *node, zb_element *element) {
    const zb_masthead_style *style = &flow->style->masthead;
    zb_length number_width, label_width, unit_width, right = flow->x + flow->width;
    const zb_line *number = zb_flow_label(flow, node->as.masthead.number, &style->number, node->loc, &number_width);
    const zb_line *label = zb_flow_label(flow, node->as.masthead.number_label, &style->number_label, node->loc, &label_width);
    const zb_line *unit = zb_flow_label(flow, node->as.masthead.number_unit, &style->number_label, node->loc, &unit_width);
    zb_length gap = unit->count ? style->number_label.size / 3 : 0, baseline = style->number_y;
    if (label->count)
        zb_strip_add(flow, strip, text_at(label, element, right - label_width, baseline - style->number.size, node->loc));
    if (number->count)
        zb_strip_add(flow, strip, text_at(number, element, right - unit_width - gap - number_width, baseline, node->loc));
    if (unit->count) zb_strip_add(flow, strip, text_at(unit, element, right - unit_width, baseline, node->loc));
    zb_length width = number_width + gap + unit_width;
    return zb_max(width, label_width);
}

void zb_flow_masthead(zb_flow *flow, const zb_node *node) {
    const zb_masthead_style *style = &flow->style->masthead;
    if (flow->strips.count) flow->next_rule = ZB_BREAK_PAGE;
    zb_strip *strip = zb_flow_strip(flow, style->height + style->rule_height, node->loc);
    strip->bleed = true;
    masthead_grounds(flow, strip);
    mast_text publishers = {node->as.masthead.publisher, &style->publisher, zb_element_new(flow, "P", node->loc), style->publisher_y};
    mast_text texts[] = {
        {node->as.masthead.title, &style->title, zb_element_new(flow, "P", node->loc), style->title_y},
        {node->as.masthead.period, &style->period, zb_element_new(flow, "P", node->loc), style->period_y},
    };
    zb_length number = add_number(flow, strip, node, zb_element_new(flow, "P", node->loc));
    zb_length room = flow->width - number - style->publisher.size;
    if (publishers.text.n) add_publishers(flow, strip, &publishers, room, node->loc);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].text.n) add_left(flow, strip, &texts[i], room, node->loc);
    zb_flow_space(flow, style->space_after);
}

typedef struct card {
    const zb_line *label, *change;
    zb_length label_width, value_width, change_width, width; /* width: of the whole cell's content */
} card;

static zb_length value_gap(const zb_cards_style *style) { return style->separator.size / 4; }

static const zb_line *card_value(zb_flow *flow, const zb_card *from, size_t index, zb_length *width) {
    zb_text_style style = flow->style->cards.value;
    if (from->values[index].color.a) style.color = from->values[index].color;
    return zb_flow_label(flow, from->values[index].text, &style, from->loc, width);
}

static card measure_card(zb_flow *flow, const zb_card *from) {
    const zb_cards_style *style = &flow->style->cards;
    card c = {0};
    c.label = zb_flow_label(flow, from->label, &style->label, from->loc, &c.label_width);
    for (size_t i = 0; i < from->value_count; i++) {
        zb_length width, separator = 0;
        card_value(flow, from, i, &width);
        if (i) zb_flow_label(flow, ZB_STR("/"), &style->separator, from->loc, &separator);
        c.value_width += width + (i ? separator + 2 * value_gap(style) : 0);
    }
    if (from->change.n) {
        zb_text_style change = style->change;
        if (from->direction) change.color = from->direction > 0 ? style->up : style->down;
        const char *arrow = from->direction > 0 ? "▲" : from->direction < 0 ? "▼" : "";
        zb_str text = zb_str_format(flow->arena, "%s%.*s", arrow, ZB_STR_ARG(from->change));
        c.change = zb_flow_label(flow, text, &change, from->loc, &c.change_width);
        c.change_width += style->change.size / 2;
    }
    c.width = zb_max(c.label_width, c.value_width + c.change_width);
    return c;
}

static void add_card(zb_flow *flow, zb_strip *strip, const zb_card *from, const card *c, zb_length x, zb_length y) {
    const zb_cards_style *style = &flow->style->cards;
    zb_element *element = zb_element_new(flow, "P", from->loc);
    zb_strip_add(flow, strip, text_at(c->label, element, x, y + zb_baseline(&style->label), from->loc));
    y += style->label.pitch + zb_baseline(&style->value);
    for (size_t i = 0; i < from->value_count; i++) {
        zb_length width;
        if (i) {
            const zb_line *separator = zb_flow_label(flow, ZB_STR("/"), &style->separator, from->loc, &width);
            zb_strip_add(flow, strip, text_at(separator, element, x + value_gap(style), y, from->loc));
            x += width + 2 * value_gap(style);
        }
        const zb_line *value = card_value(flow, from, i, &width);
        zb_strip_add(flow, strip, text_at(value, element, x, y, from->loc));
        x += width;
    }
    if (c->change) zb_strip_add(flow, strip, text_at(c->change, element, x + style->change.size / 2, y, from->loc));
}

static void add_frame(zb_flow *flow, zb_strip *strip) {
    const zb_cards_style *style = &flow->style->cards;
    zb_fragment frame = {.kind = ZB_FRAGMENT_RECT, .x = flow->x, .width = flow->width, .height = strip->height,
                         .radius = style->radius, .color = style->ground};
    if (style->ground.a) zb_strip_add(flow, strip, frame);
    frame.kind = ZB_FRAGMENT_FRAME;
    frame.color = style->border;
    frame.stroke = style->border_width;
    if (style->border.a && style->border_width) zb_strip_add(flow, strip, frame);
}

/* Cards [from, to) share the width: each gets its content, the rest is spread evenly. */
static void add_card_row(zb_flow *flow, const zb_node *node, const card *cards, size_t from, size_t to) {
    const zb_cards_style *style = &flow->style->cards;
    zb_length content = 0, count = (zb_length)(to - from);
    for (size_t i = from; i < to; i++) content += cards[i].width + 2 * style->padding_x;
    zb_strip *strip = zb_flow_strip(flow, style->label.pitch + style->value.pitch + 2 * style->padding_y, node->loc);
    add_frame(flow, strip);
    zb_length extra = zb_max(0, flow->width - content) / count, x = flow->x;
    for (size_t i = from; i < to; i++) {
        if (i > from)
            zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = x, .y = style->padding_y, .width = style->border_width,
                                                    .height = strip->height - 2 * style->padding_y, .color = style->border});
        add_card(flow, strip, &node->as.cards.cards[i], &cards[i], x + style->padding_x, style->padding_y);
        x += cards[i].width + 2 * style->padding_x + extra;
    }
}

/* How many cards from `from` on fit side by side. */
static size_t cards_that_fit(const zb_flow *flow, const card *cards, size_t from, size_t count) {
    zb_length padding = 2 * flow->style->cards.padding_x, used = 0;
    size_t to = from;
    while (to < count && (to == from || used + cards[to].width + padding <= flow->width)) used += cards[to++].width + padding;
    return to - from;
}

/* Cards below each other get the width of the widest, so that their separators meet; where there is no room for that, each its own. */
static void align_cards(const zb_flow *flow, card *cards, size_t count, size_t a_row) {
    zb_length used = 0;
    for (int pass = 0; pass < 2 && used <= flow->width; pass++)
        for (size_t column = 0; column < a_row; column++) {
            zb_length widest = 0;
            for (size_t i = column; i < count; i += a_row) widest = zb_max(widest, cards[i].width);
            for (size_t i = column; i < count && pass == 1; i += a_row) cards[i].width = widest;
            if (pass == 0) used += widest + 2 * flow->style->cards.padding_x;
        }
}

/* Rows of like length: where six cards need two rows, each gets three. */
void zb_flow_cards(zb_flow *flow, const zb_node *node) {
    size_t count = node->as.cards.count, rows = 0;
    card *cards = ZB_NEW_ARRAY(flow->arena, count, card);
    zb_flow_space(flow, flow->style->cards.space_after / 2);
    for (size_t i = 0; i < count; i++) cards[i] = measure_card(flow, &node->as.cards.cards[i]);
    for (size_t from = 0; from < count; rows++) from += cards_that_fit(flow, cards, from, count);
    size_t even = rows ? (count + rows - 1) / rows : count;
    if (rows > 1) align_cards(flow, cards, count, even);
    for (size_t from = 0, taken; from < count; from += taken) {
        taken = cards_that_fit(flow, cards, from, count);
        if (taken > even) taken = even;
        add_card_row(flow, node, cards, from, from + taken);
        zb_flow_space(flow, flow->style->cards.padding_y);
    }
    zb_flow_space(flow, flow->style->cards.space_after);
}

static void add_leader(zb_flow *flow, zb_strip *strip, zb_length from, zb_length to, zb_length y) {
    const zb_text_style *style = &flow->style->toc;
    zb_length step = style->size / 2, dot = style->size / 14;
    for (zb_length x = (from / step + 1) * step; x + step < to; x += step)
        zb_strip_add(flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = flow->x + x, .y = y - dot, .width = dot, .height = dot,
                                                .color = style->color});
}

static void toc_entry(zb_flow *flow, const zb_node *heading) {
    const zb_text_style *style = &flow->style->toc;
    bool folios = !flow->sheet.endless;
    zb_length indent = (heading->as.heading.level - 1) * style->size * 2, folio = folios ? style->size * 3 : 0;
    size_t count = heading->as.heading.text.count;
    zb_inline *runs = ZB_NEW_ARRAY(flow->arena, count, zb_inline);
    for (size_t i = 0; i < count; i++) {
        runs[i] = heading->as.heading.text.runs[i];
        runs[i].style = *style;
        runs[i].link = zb_str_format(flow->arena, "#%.*s", ZB_STR_ARG(heading->id));
    }
    zb_element *outer = flow->element, *element;
    flow->element = zb_element_new(flow, "TOCI", heading->loc);
    element = zb_element_new(flow, "Reference", heading->loc);
    flow->element = outer;
    zb_measure measure = {.width = flow->width - folio, .indent = indent, .hang = indent, .align = ZB_ALIGN_LEFT};
    zb_lines lines = zb_flow_text(flow, (zb_text){runs, count}, measure);
    zb_flow_lines(flow, &lines, style, element, heading->loc);
    if (lines.count == 0 || !folios) return;
    zb_strip *last = flow->strips.data[flow->strips.count - 1];
    const zb_line *line = &lines.lines[lines.count - 1];
    add_leader(flow, last, line->x + line->width + style->size / 2, flow->width - style->size * 2, zb_baseline(style));
    zb_strip_add(flow, last, (zb_fragment){.kind = ZB_FRAGMENT_FOLIO, .x = flow->x + flow->width, .y = zb_baseline(style),
                                           .element = element, .loc = heading->loc, .as.folio = {style, heading->id}});
}

static void toc_entries(zb_flow *flow, const zb_node *node, int depth) {
    for (const zb_node *child = node->first; child; child = child->next) {
        if (child->kind == ZB_NODE_HEADING && child->as.heading.level <= depth) toc_entry(flow, child);
        else if (child->kind == ZB_NODE_SECTION) toc_entries(flow, child, depth);
    }
}

void zb_flow_toc(zb_flow *flow, const zb_node *node) {
    const zb_node *root = node;
    while (root->parent) root = root->parent;
    zb_element *outer = flow->element;
    if (node->as.toc.title.count) {
        zb_element *element = zb_element_new(flow, "P", node->loc);
        zb_lines lines = zb_flow_text(flow, node->as.toc.title, (zb_measure){.width = flow->width, .align = ZB_ALIGN_LEFT});
        zb_flow_lines(flow, &lines, zb_text_look(node->as.toc.title, &flow->style->toc), element, node->loc);
        flow->next_rule = ZB_BREAK_KEEP;
    }
    flow->element = zb_element_new(flow, "TOC", node->loc);
    toc_entries(flow, root, node->as.toc.depth ? node->as.toc.depth : 2);
    flow->element = outer;
    zb_flow_space(flow, flow->style->toc.pitch);
}
