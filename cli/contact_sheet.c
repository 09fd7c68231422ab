/* SPDX-License-Identifier: Apache-2.0
 * A contact sheet is a display list of its own in which the pages stand at their own size; rendered at a low resolution, they come out
 * as sharp as thumbnails, because nothing is a scaled picture. */
#include "cli/contact_sheet.h"

#include <math.h>

/* The form that the sheet comes nearest to, width by height. */
#define SHEET_FORM 1.5
/* All in pixels of the finished picture. */
enum { MARGIN = 36, GAP = 24, HEAD = 56, FOOT = 18, TITLE_SIZE = 24, FOLIO_SIZE = 13, FOLIO_ROOM = 26, SHADOW = 3 };

#define GROUND ZB_RGB(0xE9EDF2)
#define EDGE ZB_RGB(0xC9D2DC)
#define GREY ZB_RGB(0x5B6775)
#define SHADE ((zb_color){11, 30, 51, 28})

typedef struct sheet {
    zb_arena *arena;
    const zb_sheet *of;
    zb_diags *diags;
    zb_painter painter;
    zb_length pixel; /* one pixel of the finished picture */
    zb_length page_width, page_height;
    int columns, rows;
} sheet;

static double width_of(const sheet *s, int columns) {
    return 2.0 * MARGIN + columns * (double)s->of->page_width + (columns - 1.0) * GAP;
}

static double height_of(const sheet *s, int rows) {
    double page = s->of->page_width * zb_to_pt(s->page_height) / zb_to_pt(s->page_width) + FOLIO_ROOM;
    return MARGIN + HEAD + FOOT + rows * page + (rows - 1.0) * GAP;
}

static int rows_for(const sheet *s, int columns) { return ((int)s->of->count + columns - 1) / columns; }

/* How far the sheet is from the form that is wanted; a place left empty counts a little too. */
static double misfit(const sheet *s, int columns) {
    int rows = rows_for(s, columns), empty = columns * rows - (int)s->of->count;
    return fabs(log(width_of(s, columns) / height_of(s, rows) / SHEET_FORM)) + 0.05 * empty;
}

static void choose_columns(sheet *s) {
    s->columns = 1;
    for (int columns = 2; columns <= (int)s->of->count; columns++)
        if (misfit(s, columns) < misfit(s, s->columns)) s->columns = columns;
    s->rows = rows_for(s, s->columns);
}

/* A line of text in the headings' face; returns its width. `align`: 0 begins at x, 1 is centred on it, 2 ends there. */
static zb_length put_text(sheet *s, zb_str text, zb_shape_style style, zb_color color, zb_point at, int align) {
    size_t count;
    zb_length width = 0;
    const zb_run *runs = zb_shape_line(s->arena, s->of->fonts, text, &style, ZB_NOWHERE, s->diags, &count);
    for (size_t i = 0; i < count; i++) width += runs[i].advance;
    at.x -= align * width / 2;
    for (size_t i = 0; i < count; i++) {
        zb_paint_run(&s->painter, &runs[i], at, color, ZB_NOWHERE);
        at.x += runs[i].advance;
    }
    return width;
}

static zb_shape_style text_style(const sheet *s, int size, int weight) {
    const zb_heading_style *heading = &s->of->document->style->heading[0];
    return (zb_shape_style){.role = heading->text.role, .weight = weight, .size = size * s->pixel};
}

/* Title at the left, issue at the right; a title that leaves no room is set smaller. */
static void put_head(sheet *s) {
    const zb_document *document = s->of->document;
    zb_length left = MARGIN * s->pixel, right = s->painter.width - left, y = (MARGIN + TITLE_SIZE) * s->pixel;
    zb_shape_style small = text_style(s, TITLE_SIZE * 2 / 3, 400), large = text_style(s, TITLE_SIZE, 700);
    zb_length taken = put_text(s, document->subject, small, GREY, (zb_point){right, y}, 2) + GAP * s->pixel;
    zb_length room = zb_max(right - left - taken, s->pixel);
    zb_length wanted = zb_line_width(s->of->fonts, document->title, &large, s->diags);
    if (wanted > room) large.size = zb_scale(large.size, room, wanted);
    put_text(s, document->title, large, document->style->heading[0].text.color, (zb_point){left, y}, 0);
}

static void put_page(sheet *s, int index) {
    int column = index % s->columns, row = index / s->columns;
    zb_point at = {MARGIN * s->pixel + column * (s->page_width + GAP * s->pixel),
                   (MARGIN + HEAD) * s->pixel + row * (s->page_height + (GAP + FOLIO_ROOM) * s->pixel)};
    zb_rect page = {at.x, at.y, s->page_width, s->page_height}, shadow = page, frame = page;
    const zb_display_list *list = s->of->pages[index];
    shadow.x += SHADOW * s->pixel;
    shadow.y += SHADOW * s->pixel;
    frame.x -= s->pixel;
    frame.y -= s->pixel;
    frame.width += 2 * s->pixel;
    frame.height += 2 * s->pixel;
    zb_paint_rect(&s->painter, shadow, SHADE);
    zb_paint_rect(&s->painter, frame, EDGE);
    zb_paint_rect(&s->painter, page, list->ground.a ? list->ground : ZB_RGB(0xFFFFFF));
    zb_paint_list(&s->painter, list, at);
    zb_point folio = {at.x + s->page_width / 2, at.y + s->page_height + (FOLIO_SIZE + 7) * s->pixel};
    put_text(s, zb_str_format(s->arena, "%d", s->of->first + index), text_style(s, FOLIO_SIZE, 400), GREY, folio, 1);
}

const zb_display_list *zb_sheet_draw(zb_arena *arena, const zb_sheet *of, zb_diags *diags, int *width) {
    sheet s = {.arena = arena, .of = of, .diags = diags};
    s.page_width = of->pages[0]->width;
    s.page_height = of->pages[0]->height;
    s.pixel = s.page_width / of->page_width;
    choose_columns(&s);
    *width = (int)width_of(&s, s.columns);
    s.painter = (zb_painter){.arena = arena, .ground = GROUND};
    s.painter.width = 2 * MARGIN * s.pixel + s.columns * s.page_width + (s.columns - 1) * GAP * s.pixel;
    s.painter.height = (MARGIN + HEAD - GAP + FOOT) * s.pixel + s.rows * (s.page_height + (GAP + FOLIO_ROOM) * s.pixel);
    put_head(&s);
    for (int i = 0; i < (int)of->count; i++) put_page(&s, i);
    return zb_painter_finish(&s.painter);
}
