/* SPDX-License-Identifier: Apache-2.0
 * Painting what stands inside one structure element: lines with their chips, underlines and links, charts, pictures, and the page
 * furniture. */
#include <stdlib.h>
#include <string.h>

#include "layout/paint.h"

typedef struct spot {
    const zb_piece *piece;
    zb_point at; /* origin on the baseline */
} spot;

typedef ZB_VEC(spot) spots;

/* The Han frame of a piece, a little taller: what a chip fills and a link can be clicked on. */
static zb_rect frame_of(const spot *s) {
    zb_length em = s->piece->source->style.size;
    return (zb_rect){s->at.x, s->at.y - em, s->piece->width, em * 13 / 10};
}

static void paint_chip(zb_page_painter *p, const spot *s) {
    const zb_text_style *style = &s->piece->source->style;
    zb_length em = style->size, height = em * 3 / 2, middle = s->at.y - em * 38 / 100;
    zb_paint_round_rect(&p->painter, (zb_rect){s->at.x, middle - height / 2, s->piece->width, height}, em / 5, style->ground);
}

static void paint_piece(zb_page_painter *p, const spot *s) {
    const zb_inline *source = s->piece->source;
    zb_length em = source->style.size, line = zb_max(em / 16, ZB_PT / 3);
    if (source->kind == ZB_INLINE_IMAGE) {
        zb_paint_image(&p->painter, source->image->path, (zb_rect){s->at.x, s->at.y - em * 88 / 100, em, em}, source->loc);
        return;
    }
    if (source->style.ground.a) paint_chip(p, s);
    zb_paint_run(&p->painter, s->piece->run, s->at, source->style.color, source->loc);
    if (source->style.underline)
        zb_paint_rect(&p->painter, (zb_rect){s->at.x, s->at.y + em / 8, s->piece->width, line}, source->style.color);
    if (source->style.strike)
        zb_paint_rect(&p->painter, (zb_rect){s->at.x, s->at.y - em * 38 / 100, s->piece->width, line}, source->style.color);
}

static void add_spots(zb_arena *arena, spots *list, const zb_shown *shown) {
    const zb_line *line = shown->fragment->as.line;
    for (size_t i = 0; i < line->count; i++) {
        const zb_piece *piece = &line->pieces[i];
        zb_length rise = piece->source->kind == ZB_INLINE_FOOTNOTE ? piece->source->style.size / 2 : 0;
        ZB_PUSH(arena, list, (spot){piece, {shown->at.x + line->x + piece->x, shown->at.y - rise}});
    }
}

static bool same_link(const spot *a, const spot *b) { return zb_str_equal(a->piece->source->link, b->piece->source->link); }

/* One rectangle per line that the link runs over. */
static void set_rects(zb_page_painter *p, zb_tag *tag, const spot *from, size_t count) {
    ZB_VEC(zb_rect) rects = {0};
    for (size_t i = 0; i < count; i++) {
        zb_rect r = frame_of(&from[i]);
        zb_rect *old = rects.count ? &rects.data[rects.count - 1] : NULL;
        if (old && old->y == r.y && r.x >= old->x) old->width = r.x + r.width - old->x;
        else ZB_PUSH(p->arena, &rects, r);
    }
    tag->link_rects = rects.data;
    tag->link_rect_count = rects.count;
}

static void paint_spots(zb_page_painter *p, const zb_element *element, const spots *list) {
    bool spans = zb_paint_needs_spans(p, element);
    for (size_t i = 0, end; i < list->count; i = end) {
        for (end = i + 1; end < list->count && (!spans || same_link(&list->data[i], &list->data[end]));) end++;
        zb_tag *tag = NULL;
        if (spans) {
            tag = ZB_NEW(p->arena, zb_tag);
            tag->link = list->data[i].piece->source->link;
            tag->name = tag->link.n ? "Link" : "Span";
            if (tag->link.n) set_rects(p, tag, &list->data[i], end - i);
            zb_paint_begin(&p->painter, tag, list->data[i].piece->source->loc);
        }
        for (size_t k = i; k < end; k++) paint_piece(p, &list->data[k]);
        if (tag) zb_paint_end(&p->painter, tag);
    }
}

static size_t page_of(const zb_pages *pages, zb_str id) {
    size_t low = 0, high = pages->target_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (zb_str_compare(pages->targets[middle].id, id) < 0) low = middle + 1;
        else high = middle;
    }
    return low < pages->target_count && zb_str_equal(pages->targets[low].id, id) ? pages->targets[low].page : SIZE_MAX;
}

/* Plain text in one style with its right edge (share 2), centre (1) or left edge (0) at x. */
static void paint_label(zb_page_painter *p, zb_str text, const zb_text_style *style, zb_point at, int share) {
    zb_shape_style shape = {style->role, style->weight, style->size, NULL, false};
    size_t count;
    zb_length width = 0;
    const zb_run *runs = zb_shape_line(p->arena, p->pages->fonts, text, &shape, ZB_NOWHERE, p->pages->diags, &count);
    for (size_t i = 0; i < count; i++) width += runs[i].advance;
    at.x -= width * share / 2;
    for (size_t i = 0; i < count; at.x += runs[i].advance, i++) zb_paint_run(&p->painter, &runs[i], at, style->color, ZB_NOWHERE);
}

static void paint_folio(zb_page_painter *p, const zb_shown *shown) {
    size_t page = page_of(p->pages, shown->fragment->as.folio.target);
    if (page == SIZE_MAX) return;
    zb_str number = zb_str_format(p->arena, "%zu", page + 1);
    paint_label(p, number, shown->fragment->as.folio.style, shown->at, 2);
}

static void paint_object(zb_page_painter *p, const zb_shown *shown) {
    const zb_fragment *f = shown->fragment;
    switch (f->kind) {
    case ZB_FRAGMENT_LIST: zb_paint_list(&p->painter, f->as.list, shown->at); break;
    case ZB_FRAGMENT_IMAGE:
        zb_paint_image(&p->painter, f->as.path, (zb_rect){shown->at.x, shown->at.y, f->width, f->height}, f->loc);
        break;
    default: break;
    }
}

void zb_paint_element(zb_page_painter *p, const zb_element *element, const zb_shown *shown, size_t count) {
    spots list = {0};
    for (size_t i = 0; i < count; i++) {
        if (shown[i].fragment->kind == ZB_FRAGMENT_LINE) add_spots(p->arena, &list, &shown[i]);
        else paint_object(p, &shown[i]);
    }
    paint_spots(p, element, &list);
    for (size_t i = 0; i < count; i++) {
        if (shown[i].fragment->kind != ZB_FRAGMENT_FOLIO) continue;
        zb_tag *tag = ZB_NEW(p->arena, zb_tag);
        tag->name = "Span";
        if (zb_paint_needs_spans(p, element)) zb_paint_begin(&p->painter, tag, shown[i].fragment->loc);
        paint_folio(p, &shown[i]);
        if (zb_paint_needs_spans(p, element)) zb_paint_end(&p->painter, tag);
    }
}

void zb_paint_plain(zb_page_painter *p, const zb_shown *shown) {
    spots list = {0};
    if (shown->fragment->kind != ZB_FRAGMENT_LINE) return;
    add_spots(p->arena, &list, shown);
    for (size_t i = 0; i < list.count; i++) paint_piece(p, &list.data[i]);
}

void zb_paint_decoration(zb_page_painter *p, const zb_shown *shown) {
    const zb_fragment *f = shown->fragment;
    zb_rect rect = {shown->at.x, shown->at.y, f->width, f->height};
    if (f->kind == ZB_FRAGMENT_FRAME) zb_paint_round_frame(&p->painter, rect, f->radius, f->stroke, f->color);
    else if (f->radius) zb_paint_round_rect(&p->painter, rect, f->radius, f->color);
    else zb_paint_rect(&p->painter, rect, f->color);
}

/* "— {page} —" with the numbers put in. */
static zb_str folio_text(zb_page_painter *p) {
    zb_str format = zb_str_of(p->pages->document->style->folio_format);
    zb_buf text = {0};
    for (size_t at = 0; at < format.n;) {
        zb_str rest = zb_str_sub(format, at, format.n);
        bool page = zb_str_starts(rest, "{page}"), pages = zb_str_starts(rest, "{pages}");
        if (page || pages) zb_buf_format(&text, "%zu", page ? p->index + 1 : p->pages->count);
        else zb_buf_add_char(&text, format.s[at]);
        at += page ? strlen("{page}") : pages ? strlen("{pages}") : 1;
    }
    zb_str copy = zb_str_copy(p->arena, zb_buf_str(&text));
    zb_buf_free(&text);
    return copy;
}

void zb_paint_furniture(zb_page_painter *p) {
    const zb_document *document = p->pages->document;
    const zb_style *style = document->style;
    zb_length left = style->margin_left, right = style->page_width - style->margin_right;
    if (p->index > 0 || style->running_head_first) {
        paint_label(p, document->running_head_left, &style->running_head, (zb_point){left, style->running_head_y}, 0);
        paint_label(p, document->running_head_right, &style->running_head, (zb_point){right, style->running_head_y}, 2);
        zb_rect rule = {left, style->running_head_y + style->running_head.size * 6 / 10, right - left, style->running_head_rule_width};
        if (rule.height && style->running_head_rule.a) zb_paint_rect(&p->painter, rule, style->running_head_rule);
    }
    if ((p->index == 0 && !style->folio_first) || !style->folio_format || !*style->folio_format) return;
    bool odd = p->index % 2 == 0;
    zb_length em = style->folio.size, outer = odd ? right - em : left + em;
    zb_point at = {style->folio_outside ? outer : (left + right) / 2, style->folio_y};
    paint_label(p, folio_text(p), &style->folio, at, !style->folio_outside ? 1 : odd ? 2 : 0);
}
