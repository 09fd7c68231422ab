/* SPDX-License-Identifier: Apache-2.0
 * Strips to a picture without pages: one column of them, cut into slices where a reader is least disturbed. */
#include "layout/stack.h"

#define LONG_MAX_PT 1000000       /* height of a picture; more is an error [layout.long] */
#define PIXEL (ZB_PT * 72 / 96) /* a CSS pixel: slices are whole ones, so that they meet at every scale of a screen */

/* What a cut before a strip costs. */
enum { CUT_BLOCK, CUT_INSIDE_BOX, CUT_LINE, CUT_KEPT, CUTS };

typedef struct column {
    zb_flow *flow;
    const zb_stack_look *look;
    zb_strip **strips;
    size_t count;
    zb_length *tops; /* of the strips */
    zb_length end;   /* of the whole column */
    ZB_VEC(zb_page) pages;
} column;

static zb_length floor_pixel(zb_length y) { return y - y % PIXEL; }
static zb_length ceil_pixel(zb_length y) { return floor_pixel(y + PIXEL - 1); }

static zb_length bottom_of(const column *c, size_t i) { return c->tops[i] + c->strips[i]->height; }

static void place_strips(column *c) {
    const zb_length most = LONG_MAX_PT * ZB_PT;
    zb_baselines grid = {c->look->margin, c->look->grid ? c->flow->style->body.pitch : 0};
    zb_length y = c->look->margin;
    if (c->count && c->strips[0]->snap == ZB_SNAP_BOTTOM) grid.top += c->strips[0]->height; /* no more than the margin above a title */
    c->tops = ZB_NEW_ARRAY(c->flow->arena, c->count, zb_length);
    for (size_t i = 0; i < c->count; i++) {
        c->tops[i] = zb_strip_place(grid, c->strips[i], y, i == 0);
        y = bottom_of(c, i);
        if (y < most && c->strips[i]->height < most) continue;
        zb_diag_add(c->flow->diags, ZB_ERROR, "layout.long", c->strips[i]->loc, "a picture is higher than %d pt from here on", LONG_MAX_PT);
        c->count = i;
        y = i ? bottom_of(c, i - 1) : c->look->margin;
    }
    c->end = ceil_pixel(y + c->look->margin);
}

static int cut_cost(const column *c, size_t i) {
    const zb_strip *strip = c->strips[i], *above = c->strips[i - 1];
    if (strip->rule == ZB_BREAK_PAGE) return CUT_BLOCK;
    if (strip->rule == ZB_BREAK_KEEP) return CUT_KEPT;
    if (!strip->begins) return CUT_LINE;
    return strip->box && above->box ? CUT_INSIDE_BOX : CUT_BLOCK;
}

/* The cut before strip i goes through the middle of the gap above it. */
static zb_length cut_at(const column *c, size_t i) {
    return floor_pixel(bottom_of(c, i - 1) + (c->tops[i] - bottom_of(c, i - 1)) / 2);
}

/* The strip that begins the next slice when this one begins with `first` at y. The cheapest cut in the lower half of what a slice may
 * hold; where there is none, the last one that fits. */
static size_t find_cut(const column *c, size_t first, zb_length y) {
    size_t best[CUTS] = {0}, last = 0;
    if (c->end - y <= c->look->slice) return c->count;
    for (size_t i = first + 1; i < c->count && cut_at(c, i) - y <= c->look->slice; i++) {
        last = i;
        if (cut_at(c, i) - y >= c->look->slice / 2) best[cut_cost(c, i)] = i;
    }
    for (int cost = 0; cost < CUTS; cost++)
        if (best[cost]) return best[cost];
    if (last) return last;
    zb_diag_add(c->flow->diags, ZB_WARNING, "layout.slice", c->strips[first]->loc,
                "this is %d pixels high and makes its slice higher than %d", (int)(ceil_pixel(c->strips[first]->height) / PIXEL),
                (int)(c->look->slice / PIXEL));
    return first + 1;
}

static void add_slice(column *c, size_t from, size_t to, zb_length top, zb_length bottom) {
    zb_placed *placed = ZB_NEW_ARRAY(c->flow->arena, to - from, zb_placed);
    for (size_t i = from; i < to; i++)
        placed[i - from] = (zb_placed){c->strips[i], c->flow->sheet.margin_left, c->tops[i] - top, false};
    ZB_PUSH(c->flow->arena, &c->pages, (zb_page){placed, to - from, zb_max(bottom - top, PIXEL)});
}

void zb_stack(zb_flow *flow, const zb_stack_look *look, zb_pages *pages) {
    column c = {.flow = flow, .look = look, .strips = flow->strips.data, .count = flow->strips.count};
    zb_length top = 0;
    place_strips(&c);
    if (c.count == 0) add_slice(&c, 0, 0, 0, c.end);
    for (size_t from = 0, to; from < c.count; from = to) {
        to = look->slice > 0 ? find_cut(&c, from, top) : c.count;
        zb_length bottom = to < c.count ? cut_at(&c, to) : c.end;
        add_slice(&c, from, to, top, bottom);
        top = bottom;
    }
    pages->pages = c.pages.data;
    pages->count = c.pages.count;
    zb_pages_index(flow->arena, pages);
}
