/* SPDX-License-Identifier: Apache-2.0
 * Shapes of an SVG file as paths in few bytes: whole hundredths of a point, curves relative to where they begin, lines
 * of one look as one path. */
#include "render/canvas.h"
#include "render/svg_parts.h"
#include "render/write.h"

/* A path being written, and where its pen is, in 1/100 pt. */
typedef struct path_pen {
    zb_buf *out;
    int64_t x, y, start_x, start_y;
} path_pen;

static int64_t to_hundredths(int64_t length) {
    int64_t scaled = length * 100, half = scaled < 0 ? -ZB_PT / 2 : ZB_PT / 2;
    return (scaled + half) / ZB_PT;
}

/* Without the nought before the point, and with a space before it only where its sign doesn't separate it. */
static void write_number(zb_buf *out, int64_t hundredths, bool first) {
    if (!first && hundredths >= 0) zb_buf_add_char(out, ' ');
    int64_t size = hundredths < 0 ? -hundredths : hundredths;
    if (hundredths < 0) zb_buf_add_char(out, '-');
    if (size >= 100 || !size) zb_write_decimal(out, size / 100, 0);
    if (!(size % 100)) return;
    zb_buf_add_char(out, '.');
    zb_buf_add_char(out, (char)('0' + size / 10 % 10));
    if (size % 10) zb_buf_add_char(out, (char)('0' + size % 10));
}

static void write_move(path_pen *pen, int64_t x, int64_t y) {
    zb_buf_add_char(pen->out, 'M');
    write_number(pen->out, x, true);
    write_number(pen->out, y, false);
    pen->start_x = x;
    pen->start_y = y;
}

/* Along an axis a line needs one number. */
static void write_line(path_pen *pen, int64_t x, int64_t y) {
    zb_buf_add_char(pen->out, y == pen->y ? 'H' : x == pen->x ? 'V' : 'L');
    write_number(pen->out, y != pen->y && x == pen->x ? y : x, true);
    if (x != pen->x && y != pen->y) write_number(pen->out, y, false);
}

static void write_curve(path_pen *pen, const zb_point p[3], zb_svg_place o) {
    zb_buf_add_char(pen->out, 'c');
    for (int k = 0; k < 3; k++) {
        write_number(pen->out, to_hundredths(o.x + p[k].x) - pen->x, k == 0);
        write_number(pen->out, to_hundredths(o.y + p[k].y) - pen->y, false);
    }
}

static void write_steps(path_pen *pen, const zb_path *path, zb_svg_place o) {
    for (size_t i = 0; i < path->count; i++) {
        const zb_path_step *step = &path->steps[i];
        if (step->op == ZB_CLOSE) {
            zb_buf_add_char(pen->out, 'Z');
            pen->x = pen->start_x;
            pen->y = pen->start_y;
            continue;
        }
        const zb_point *end = &step->p[step->op == ZB_CURVE ? 2 : 0];
        int64_t x = to_hundredths(o.x + end->x), y = to_hundredths(o.y + end->y);
        if (step->op == ZB_MOVE) write_move(pen, x, y);
        else if (step->op == ZB_LINE) write_line(pen, x, y);
        else write_curve(pen, step->p, o);
        pen->x = x;
        pen->y = y;
    }
}

void zb_svg_write_length(zb_buf *out, const char *name, int64_t length) {
    zb_buf_add_char(out, ' ');
    zb_buf_add(out, zb_str_of(name));
    zb_buf_add(out, ZB_STR("=\""));
    zb_write_pt(out, length, ZB_SVG_DECIMALS);
    zb_buf_add_char(out, '"');
}

void zb_svg_write_fill(zb_svg *svg, const zb_svg_list *list, size_t index, zb_svg_place o) {
    const zb_item *item = &list->items[index];
    zb_buf_add(svg->out, ZB_STR("<path"));
    zb_svg_write_paint(svg, "fill", zb_svg_color_of(list, index));
    if (item->as.fill.even_odd) zb_buf_add(svg->out, ZB_STR(" fill-rule=\"evenodd\""));
    zb_buf_add(svg->out, ZB_STR(" d=\""));
    write_steps(&(path_pen){.out = svg->out}, &item->as.fill.path, o);
    zb_buf_add(svg->out, ZB_STR("\"/>\n"));
}

/* Strokes -------------------------------------------------------------------------------------------------------- */

static size_t dashes_of(const zb_item *item) {
    return item->as.stroke.dash_count < ZB_DASH_MAX ? item->as.stroke.dash_count : ZB_DASH_MAX;
}

static bool same_dash(const zb_item *a, const zb_item *b) {
    if (dashes_of(a) != dashes_of(b)) return false;
    for (size_t i = 0; i < dashes_of(a); i++)
        if (a->as.stroke.dash[i] != b->as.stroke.dash[i]) return false;
    return true;
}

/* Whether two strokes look the same; only opaque ones can lie over each other in one path as they do in two. */
static bool can_join(const zb_svg_list *list, size_t a, size_t b) {
    const zb_item *x = &list->items[a], *y = &list->items[b];
    zb_svg_color color = zb_svg_color_of(list, a);
    return y->kind == ZB_ITEM_STROKE && color.light.a == 255 && color.dark.a == 255 &&
           zb_svg_color_equal(color, zb_svg_color_of(list, b)) && x->as.stroke.width == y->as.stroke.width &&
           x->as.stroke.round == y->as.stroke.round && same_dash(x, y);
}

static void write_dash(zb_buf *out, const zb_item *item) {
    int64_t sum = 0;
    size_t count = dashes_of(item);
    for (size_t i = 0; i < count; i++) sum += zb_max(item->as.stroke.dash[i], 0);
    for (size_t i = 0; sum && i < count; i++) {
        zb_buf_add(out, i ? ZB_STR(" ") : ZB_STR(" stroke-dasharray=\""));
        zb_write_pt(out, zb_max(item->as.stroke.dash[i], 0), ZB_SVG_DECIMALS);
        if (i + 1 == count) zb_buf_add_char(out, '"');
    }
}

size_t zb_svg_write_strokes(zb_svg *svg, const zb_svg_list *list, size_t index, zb_svg_place o) {
    const zb_item *item = &list->items[index];
    zb_buf_add(svg->out, ZB_STR("<path fill=\"none\""));
    zb_svg_write_paint(svg, "stroke", zb_svg_color_of(list, index));
    zb_svg_write_length(svg->out, "stroke-width", item->as.stroke.width);
    if (item->as.stroke.round) zb_buf_add(svg->out, ZB_STR(" stroke-linecap=\"round\" stroke-linejoin=\"round\""));
    write_dash(svg->out, item);
    zb_buf_add(svg->out, ZB_STR(" d=\""));
    path_pen pen = {.out = svg->out};
    size_t end = index;
    do write_steps(&pen, &list->items[end++].as.stroke.path, o);
    while (end < list->count && can_join(list, index, end));
    zb_buf_add(svg->out, ZB_STR("\"/>\n"));
    return end - index;
}
