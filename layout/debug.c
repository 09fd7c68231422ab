/* SPDX-License-Identifier: Apache-2.0
 * Marks laid over a page so that a person can look for trouble: the baseline grid, the measure, and behind every line a tint that says
 * how hard it was to set. Amber: widened beyond its spaces and gaps; red: loose; blue: much of its shrink used; violet: too long. */
#include "layout/fragment.h"

#define LOOSE 1.5 /* ratio at which Han is spread by 0.12 em */
#define WIDE 0.5
#define TIGHT -0.5

static zb_color tint_of(const zb_line *line) {
    if (line->ratio < -1) return (zb_color){0x8A, 0x2B, 0xE2, 0x60};
    if (line->ratio < TIGHT) return (zb_color){0x1F, 0x77, 0xFF, 0x38};
    if (line->ratio > LOOSE) return (zb_color){0xE0, 0x10, 0x10, 0x50};
    if (line->ratio > WIDE) return (zb_color){0xF5, 0xA6, 0x23, 0x40};
    return (zb_color){0x20, 0xA0, 0x50, 0x18};
}

static void mark_lines(zb_painter *painter, const zb_page *page) {
    for (size_t s = 0; s < page->count; s++) {
        const zb_placed *placed = &page->strips[s];
        for (size_t f = 0; f < placed->strip->fragments.count; f++) {
            const zb_fragment *fragment = &placed->strip->fragments.data[f];
            if (fragment->kind != ZB_FRAGMENT_LINE || fragment->as.line->count == 0) continue;
            const zb_line *line = fragment->as.line;
            zb_length em = line->pieces[0].run->size, x = placed->x + fragment->x + line->x, y = placed->y + fragment->y;
            zb_paint_rect(painter, (zb_rect){x, y - em * 88 / 100, line->width, em}, tint_of(line));
            zb_paint_rect(painter, (zb_rect){x, y, line->width, ZB_PT / 4}, (zb_color){0xC0, 0x20, 0x60, 0xFF});
        }
    }
}

static void mark_grid(zb_painter *painter, const zb_style *style) {
    zb_length left = style->margin_left, right = style->page_width - style->margin_right;
    zb_length bottom = style->page_height - style->margin_bottom;
    zb_color grid = {0x00, 0x9F, 0xB8, 0x80};
    if (style->body.pitch > 0)
        for (zb_length y = style->margin_top; y + style->body.pitch <= bottom; y += style->body.pitch)
            zb_paint_line(painter, (zb_point){left, y + zb_baseline(&style->body)}, (zb_point){right, y + zb_baseline(&style->body)},
                          ZB_PT / 5, grid);
    zb_paint_round_frame(painter, (zb_rect){left, style->margin_top, right - left, bottom - style->margin_top}, 0, ZB_PT / 3, grid);
}

const zb_display_list *zb_page_paint_debug(zb_arena *arena, const zb_pages *pages, size_t index) {
    const zb_style *style = pages->document->style;
    zb_painter painter = {.arena = arena, .width = style->page_width, .height = style->page_height, .ground = ZB_RGB(0xFFFFFF)};
    zb_tag *tag = ZB_NEW(arena, zb_tag);
    tag->name = "Artifact";
    zb_painter marks = {.arena = arena, .width = style->page_width, .height = style->page_height};
    mark_grid(&marks, style);
    mark_lines(&marks, &pages->pages[index]);
    const zb_display_list *page = zb_page_paint(arena, pages, index);
    for (size_t i = 0; i < page->count; i++) ZB_PUSH(arena, &painter.items, page->items[i]);
    zb_paint_begin(&painter, tag, ZB_NOWHERE);
    zb_paint_list(&painter, zb_painter_finish(&marks), (zb_point){0, 0});
    zb_paint_end(&painter, tag);
    return zb_painter_finish(&painter);
}
