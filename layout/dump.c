/* SPDX-License-Identifier: Apache-2.0
 * Pages as text: strips with their place, lines with natural and set width, ratio, the kind of break at their end, and text. For
 * `zhoubao dump boxes` and the golden tests; lengths in points. */
#include "layout/fragment.h"

static void dump_line(const zb_line *line, zb_buf *out) {
    static const char *const kinds[] = {"end", "forced", "space", "han", "url", "hyphen", "identifier", "emergency"};
    zb_buf_format(out, " natural %.2f set %.2f ratio %.2f break %s \"", zb_to_pt(line->natural), zb_to_pt(line->width), line->ratio,
                  kinds[line->kind]);
    for (size_t i = 0; i < line->count; i++) zb_buf_add(out, line->pieces[i].run->text);
    zb_buf_add(out, ZB_STR("\""));
}

static void dump_fragment(const zb_placed *placed, const zb_fragment *f, zb_buf *out) {
    static const char *kinds[] = {"line", "rect", "frame", "chart", "image", "folio"};
    zb_length x = placed->x + f->x, y = placed->y + f->y;
    if (f->kind == ZB_FRAGMENT_LINE) x += f->as.line->x;
    zb_buf_format(out, "    %s%s%s %.2f,%.2f", kinds[f->kind], f->element ? " " : "", f->element ? f->element->tag : "", zb_to_pt(x),
                  zb_to_pt(y));
    if (f->kind == ZB_FRAGMENT_LINE) dump_line(f->as.line, out);
    else if (f->kind != ZB_FRAGMENT_FOLIO) zb_buf_format(out, " %.2fx%.2f", zb_to_pt(f->width), zb_to_pt(f->height));
    zb_buf_add(out, ZB_STR("\n"));
}

static void dump_page(const zb_page *page, size_t number, zb_buf *out) {
    zb_buf_format(out, "page %zu\n", number);
    for (size_t s = 0; s < page->count; s++) {
        const zb_placed *placed = &page->strips[s];
        zb_buf_format(out, "  strip %.2f +%.2f%s%s", zb_to_pt(placed->y), zb_to_pt(placed->strip->height),
                      placed->repeated ? " repeated" : "", placed->strip->box ? " boxed" : "");
        if (placed->strip->loc.source) zb_buf_format(out, " @%s:%u", placed->strip->loc.source->name, placed->strip->loc.line);
        zb_buf_add(out, ZB_STR("\n"));
        for (size_t f = 0; f < placed->strip->fragments.count; f++) dump_fragment(placed, &placed->strip->fragments.data[f], out);
    }
}

void zb_pages_dump(const zb_pages *pages, zb_buf *out) {
    for (size_t i = 0; i < pages->count; i++) dump_page(&pages->pages[i], i + 1, out);
}
