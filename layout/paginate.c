/* SPDX-License-Identifier: Apache-2.0
 * Strips to pages. A page takes strips while they fit; where one does not, the page ends at the last place that no rule forbids
 * (keep-with-next, widows, orphans, heads and first rows). Body lines stand on one baseline grid on every page. */
#include <stdlib.h>

#include "base/budget.h"
#include "layout/stack.h"

typedef struct paginator {
    zb_flow *flow;
    zb_baselines grid;
    zb_length bottom;
    ZB_VEC(zb_page) pages;
    ZB_VEC(zb_placed) placed; /* of the page under construction */
} paginator;

/* The grid line next to y; above it only while `slack` allows. */
static zb_length snap(zb_baselines grid, zb_length y, zb_length slack) {
    zb_length over = (y - grid.top) % grid.pitch;
    if (over < 0) over += grid.pitch;
    if (over == 0) return y;
    return over <= slack && over <= grid.pitch / 2 ? y - over : y + grid.pitch - over;
}

zb_length zb_strip_place(zb_baselines grid, const zb_strip *strip, zb_length y, bool first) {
    if (first && strip->bleed) return 0;
    zb_length slack = first ? 0 : strip->before / 3; /* a third of the space before may go to meet the grid */
    if (!first) y += strip->before;
    if (grid.pitch == 0) return y;
    if (strip->snap == ZB_SNAP_TOP) return snap(grid, y, slack);
    if (strip->snap == ZB_SNAP_BOTTOM) return snap(grid, y + strip->height, slack) - strip->height;
    return y;
}

static void put(paginator *p, const zb_strip *strip, zb_length y, bool repeated) {
    ZB_PUSH(p->flow->arena, &p->placed, (zb_placed){strip, p->flow->sheet.margin_left, y, repeated});
}

static void end_page(paginator *p) {
    ZB_PUSH(p->flow->arena, &p->pages, (zb_page){p->placed.data, p->placed.count, p->flow->style->page_height});
    p->placed.data = NULL;
    p->placed.count = p->placed.room = 0;
}

static void report_tall(const paginator *p, const zb_strip *strip) {
    zb_diag_add(p->flow->diags, ZB_ERROR, "layout.tall", strip->loc,
                "this is %.1f pt high and does not fit on a page, which has room for %.1f pt", zb_to_pt(strip->height),
                zb_to_pt(p->bottom - p->grid.top));
}

/* Fills one page with strips from `first`; returns the first strip of the next page. */
static size_t fill_page(paginator *p, size_t first) {
    zb_strip **strips = p->flow->strips.data;
    size_t count = p->flow->strips.count, i = first, fixed = p->placed.count;
    zb_length y = p->grid.top;
    if (strips[first]->repeat && strips[first]->repeat->strip && strips[first]->repeat->strip != strips[first]) {
        put(p, strips[first]->repeat->strip, y, true);
        y += strips[first]->repeat->strip->height;
        fixed++;
    }
    for (; i < count; i++) {
        const zb_strip *strip = strips[i];
        if (i > first && strip->rule == ZB_BREAK_PAGE) return i;
        zb_length at = zb_strip_place(p->grid, strip, y, i == first && y == p->grid.top);
        if (at + strip->height > p->bottom) break;
        put(p, strip, at, false);
        y = at + strip->height;
    }
    if (i == count) return count;
    size_t end = i;
    while (end > first && strips[end]->rule == ZB_BREAK_KEEP) end--;
    if (end == first) end = i; /* no permitted place: break where the page is full */
    if (end == first) {
        report_tall(p, strips[first]);
        put(p, strips[first], y, false);
        return first + 1;
    }
    p->placed.count = fixed + (end - first);
    return end;
}

static int by_id(const void *a, const void *b) {
    const zb_target *x = a, *y = b;
    int order = zb_str_compare(x->id, y->id);
    return order ? order : (x->page > y->page) - (x->page < y->page);
}

void zb_pages_index(zb_arena *arena, zb_pages *pages) {
    ZB_VEC(zb_target) targets = {0};
    for (size_t n = 0; n < pages->count; n++)
        for (size_t s = 0; s < pages->pages[n].count; s++) {
            const zb_placed *placed = &pages->pages[n].strips[s];
            const zb_element *last = NULL;
            for (size_t f = 0; f < placed->strip->fragments.count && !placed->repeated; f++) {
                const zb_element *element = placed->strip->fragments.data[f].element;
                if (element == last) continue;
                for (last = element; element; element = element->parent)
                    if (element->dest.n) ZB_PUSH(arena, &targets, (zb_target){element->dest, n});
            }
        }
    if (targets.count) qsort(targets.data, targets.count, sizeof *targets.data, by_id);
    pages->targets = targets.data;
    pages->target_count = targets.count;
}

void zb_paginate(zb_flow *flow, zb_pages *pages) {
    const zb_style *style = flow->style;
    paginator p = {.flow = flow, .grid = {style->margin_top, style->body.pitch}};
    p.bottom = style->page_height - style->margin_bottom;
    for (size_t i = 0; i < flow->strips.count;) {
        zb_loc loc = flow->strips.data[i]->loc;
        if (!zb_budget_pages(flow->diags, p.pages.count + 1, loc) || !zb_budget_lasts(flow->diags, loc)) break;
        i = fill_page(&p, i);
        end_page(&p);
    }
    if (p.pages.count == 0) end_page(&p);
    pages->pages = p.pages.data;
    pages->count = p.pages.count;
    zb_pages_index(flow->arena, pages);
}
