/* SPDX-License-Identifier: Apache-2.0
 * One page to a display list. Grounds and rules come first, page furniture and repeated table heads as artifacts, then the content in
 * reading order inside its structure elements. An element that goes on over the page break stays open: closed here as `continued`,
 * opened on the next page as `resumed`. */
#include <stdlib.h>

#include "layout/paint.h"

static const zb_element *first_element(const zb_page *page) {
    const zb_element *first = NULL;
    for (size_t s = 0; s < page->count; s++)
        for (size_t f = 0; f < page->strips[s].strip->fragments.count && !page->strips[s].repeated; f++) {
            const zb_element *element = page->strips[s].strip->fragments.data[f].element;
            if (element && (!first || element->order < first->order)) first = element;
        }
    return first;
}

static const zb_element *last_element(const zb_page *page) {
    const zb_element *last = NULL;
    for (size_t s = 0; s < page->count; s++)
        for (size_t f = 0; f < page->strips[s].strip->fragments.count && !page->strips[s].repeated; f++) {
            const zb_element *element = page->strips[s].strip->fragments.data[f].element;
            if (element && (!last || element->order > last->order)) last = element;
        }
    return last;
}

static bool is_within(const zb_element *element, const zb_element *ancestor) {
    while (element && element != ancestor) element = element->parent;
    return element != NULL;
}

/* Open before this page: an ancestor of both what ended the page before and what begins this one. */
static bool is_resumed(const zb_page_painter *p, const zb_element *element) {
    return is_within(p->before, element) && is_within(p->first, element);
}

static bool is_continued(const zb_page_painter *p, const zb_element *element) {
    return is_within(p->last, element) && is_within(p->after, element);
}

bool zb_paint_needs_spans(const zb_page_painter *p, const zb_element *element) {
    return element->has_links || is_resumed(p, element) || is_continued(p, element);
}

static void open_element(zb_page_painter *p, zb_element *element, zb_point at) {
    zb_tag *tag = ZB_NEW(p->arena, zb_tag);
    *tag = (zb_tag){.name = element->tag, .alt = element->alt, .resumed = is_resumed(p, element)};
    if (!tag->resumed) {
        tag->dest = element->dest;
        tag->dest_at = at;
        tag->outline = element->outline;
        tag->outline_level = element->outline_level;
    }
    ZB_PUSH(p->arena, &p->open, (zb_open){element, tag});
    zb_paint_begin(&p->painter, tag, element->loc);
}

static void close_element(zb_page_painter *p) {
    zb_open open = p->open.data[--p->open.count];
    open.tag->continued = is_continued(p, open.element);
    zb_paint_end(&p->painter, open.tag);
}

static void enter(zb_page_painter *p, zb_element *element, zb_point at) {
    if (element->parent) {
        bool open = false;
        for (size_t i = 0; i < p->open.count; i++) open |= p->open.data[i].element == element->parent;
        if (!open) enter(p, element->parent, at);
    }
    open_element(p, element, at);
}

/* Closes what does not contain `element`, then opens down to it. */
static void go_to(zb_page_painter *p, zb_element *element, zb_point at) {
    while (p->open.count && !is_within(element, p->open.data[p->open.count - 1].element)) close_element(p);
    if (p->open.count == 0 || p->open.data[p->open.count - 1].element != element) enter(p, element, at);
}

static int by_order(const void *a, const void *b) {
    const zb_shown *x = a, *y = b;
    if (x->fragment->element->order != y->fragment->element->order)
        return x->fragment->element->order < y->fragment->element->order ? -1 : 1;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static void collect(zb_page_painter *p, const zb_page *page) {
    for (size_t s = 0; s < page->count; s++) {
        const zb_placed *placed = &page->strips[s];
        for (size_t f = 0; f < placed->strip->fragments.count; f++) {
            const zb_fragment *fragment = &placed->strip->fragments.data[f];
            zb_shown shown = {fragment, {placed->x + fragment->x, placed->y + fragment->y}, p->shown.count};
            if (!fragment->element) zb_paint_decoration(p, &shown);
            else if (placed->repeated) ZB_PUSH(p->arena, &p->repeated, shown);
            else ZB_PUSH(p->arena, &p->shown, shown);
        }
    }
}

typedef struct ground {
    const zb_box *box;
    zb_length top, bottom;
} ground;

static bool is_boxed(const zb_strip *strip, const zb_box *box) {
    const zb_box *b = strip->box;
    while (b && b != box) b = b->parent;
    return b != NULL;
}

/* Where a box goes on from or to another page, its ground reaches past the text by the padding that the break cut off, or, in slices that
 * will stand close, to the edge. */
static zb_rect ground_rect(const zb_page_painter *p, const zb_page *page, const ground *g) {
    zb_length top = g->top, bottom = g->bottom, padding = g->box->style->padding_y;
    bool endless = p->pages->sheet.endless;
    if (p->index > 0 && page[-1].count && is_boxed(page[-1].strips[page[-1].count - 1].strip, g->box)) top = endless ? 0 : top - padding;
    if (p->index + 1 < p->pages->count && page[1].count && is_boxed(page[1].strips[0].strip, g->box))
        bottom = endless ? page->height : bottom + padding;
    return (zb_rect){g->box->x + p->pages->sheet.margin_left, top, g->box->width, bottom - top};
}

/* Boxes on this page, outer before inner. */
static void paint_boxes(zb_page_painter *p, const zb_page *page) {
    ZB_VEC(ground) grounds = {0};
    for (size_t s = 0; s < page->count; s++) {
        const zb_placed *placed = &page->strips[s];
        size_t inner = grounds.count;
        for (const zb_box *box = placed->strip->box; box; box = box->parent) {
            size_t i = 0;
            while (i < grounds.count && grounds.data[i].box != box) i++;
            if (i == grounds.count) {
                ZB_PUSH(p->arena, &grounds, (ground){box, placed->y, 0});
                for (size_t k = i; k > inner; k--) { /* parents are met after children: move them in front */
                    ground swap = grounds.data[k];
                    grounds.data[k] = grounds.data[k - 1];
                    grounds.data[k - 1] = swap;
                }
                i = inner;
            }
            grounds.data[i].bottom = placed->y + placed->strip->height;
        }
    }
    for (size_t i = 0; i < grounds.count; i++) {
        const zb_box_style *style = grounds.data[i].box->style;
        zb_rect rect = ground_rect(p, page, &grounds.data[i]);
        if (style->ground.a) zb_paint_round_rect(&p->painter, rect, style->radius, style->ground);
        if (style->border.a && style->border_width)
            zb_paint_round_frame(&p->painter, rect, style->radius, style->border_width, style->border);
        if (style->bar.a && style->bar_width)
            zb_paint_rect(&p->painter, (zb_rect){rect.x, rect.y, style->bar_width, rect.height}, style->bar);
    }
}

static void paint_artifacts(zb_page_painter *p) {
    zb_tag *tag = ZB_NEW(p->arena, zb_tag);
    tag->name = "Artifact";
    zb_paint_begin(&p->painter, tag, ZB_NOWHERE);
    for (size_t i = 0; i < p->repeated.count; i++) zb_paint_plain(p, &p->repeated.data[i]);
    if (!p->pages->sheet.endless) zb_paint_furniture(p);
    zb_paint_end(&p->painter, tag);
}

static void paint_content(zb_page_painter *p) {
    if (p->shown.count) qsort(p->shown.data, p->shown.count, sizeof *p->shown.data, by_order);
    for (size_t i = 0, end; i < p->shown.count; i = end) {
        zb_element *element = p->shown.data[i].fragment->element;
        for (end = i + 1; end < p->shown.count && p->shown.data[end].fragment->element == element;) end++;
        zb_point at = p->shown.data[i].at;
        if (p->shown.data[i].fragment->kind == ZB_FRAGMENT_LINE) at.y -= p->pages->document->style->body.pitch;
        go_to(p, element, at);
        zb_paint_element(p, element, &p->shown.data[i], end - i);
    }
    while (p->open.count) close_element(p);
}

const zb_display_list *zb_page_paint(zb_arena *arena, const zb_pages *pages, size_t index) {
    const zb_page *page = &pages->pages[index];
    zb_page_painter p = {.arena = arena, .pages = pages, .index = index};
    p.painter = (zb_painter){.arena = arena, .width = pages->sheet.width, .height = page->height, .ground = pages->sheet.ground};
    p.first = first_element(page);
    p.last = last_element(page);
    if (index > 0) p.before = last_element(page - 1);
    if (index + 1 < pages->count) p.after = first_element(page + 1);
    paint_boxes(&p, page);
    collect(&p, page);
    paint_artifacts(&p);
    paint_content(&p);
    return zb_painter_finish(&p.painter);
}
