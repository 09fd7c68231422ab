/* SPDX-License-Identifier: Apache-2.0
 * Paths and the shapes made of them: rectangles, round corners, lines, arcs as cubic curves. */
#include "render/display_list.h"

#include <math.h>

/* A quarter circle as a cubic: distance of the control points from the ends, in radii. */
#define KAPPA 0.5522847498
/* An arc is cut into pieces of at most 45 degrees; a cubic is then true to 4e-6 of the radius. */
#define PIECE (M_PI / 4)
/* Turns beyond two full ones draw nothing new. */
#define SWEEP_MAX (4 * M_PI)

static void add_step(zb_painter *painter, zb_path_step step) { ZB_PUSH(painter->arena, &painter->path, step); }

void zb_path_move(zb_painter *painter, zb_length x, zb_length y) {
    add_step(painter, (zb_path_step){ZB_MOVE, {{x, y}}});
}

void zb_path_line(zb_painter *painter, zb_length x, zb_length y) {
    add_step(painter, (zb_path_step){ZB_LINE, {{x, y}}});
}

void zb_path_curve(zb_painter *painter, zb_point c1, zb_point c2, zb_point end) {
    add_step(painter, (zb_path_step){ZB_CURVE, {c1, c2, end}});
}

void zb_path_close(zb_painter *painter) {
    if (painter->path.count) add_step(painter, (zb_path_step){.op = ZB_CLOSE});
}

static zb_length round_length(double v) { return (zb_length)lround(fmax(-ZB_LENGTH_MAX, fmin(ZB_LENGTH_MAX, v))); }

/* The point at `radius` in direction `angle`, moved by `along` in the direction of growing angles. */
static zb_point arc_point(zb_point centre, double radius, double angle, double along) {
    return (zb_point){round_length(centre.x + radius * sin(angle) + along * cos(angle)),
                      round_length(centre.y - radius * cos(angle) + along * sin(angle))};
}

/* The point that the last step leads to; false: the path is empty or was just closed. */
static bool last_point(const zb_painter *painter, zb_point *out) {
    if (!painter->path.count) return false;
    const zb_path_step *step = &painter->path.data[painter->path.count - 1];
    if (step->op == ZB_CLOSE) return false;
    *out = step->p[step->op == ZB_CURVE ? 2 : 0];
    return true;
}

void zb_path_arc(zb_painter *painter, zb_point centre, zb_length radius, double from, double to) {
    if (!isfinite(from) || !isfinite(to)) return;
    double sweep = fmax(-SWEEP_MAX, fmin(SWEEP_MAX, to - from));
    zb_point start = arc_point(centre, radius, from, 0), last;
    if (!painter->path.count) zb_path_move(painter, start.x, start.y);
    else if (!last_point(painter, &last) || last.x != start.x || last.y != start.y)
        zb_path_line(painter, start.x, start.y);
    int pieces = (int)ceil(fabs(sweep) / PIECE - 1e-9);
    for (int i = 0; i < pieces; i++) {
        double a = from + sweep * i / pieces, b = from + sweep * (i + 1) / pieces;
        double handle = 4.0 / 3 * tan((b - a) / 4) * radius;
        zb_path_curve(painter, arc_point(centre, radius, a, handle), arc_point(centre, radius, b, -handle),
                      arc_point(centre, radius, b, 0));
    }
}

static void add_rect(zb_painter *painter, zb_rect r) {
    zb_path_move(painter, r.x, r.y);
    zb_path_line(painter, r.x + r.width, r.y);
    zb_path_line(painter, r.x + r.width, r.y + r.height);
    zb_path_line(painter, r.x, r.y + r.height);
    zb_path_close(painter);
}

/* A corner that turns from the direction of `from` into that of `to` round the point where both sides would meet. */
static void add_corner(zb_painter *painter, zb_point from, zb_point meet, zb_point to) {
    zb_point c1 = {from.x + round_length((meet.x - from.x) * KAPPA), from.y + round_length((meet.y - from.y) * KAPPA)};
    zb_point c2 = {to.x + round_length((meet.x - to.x) * KAPPA), to.y + round_length((meet.y - to.y) * KAPPA)};
    zb_path_curve(painter, c1, c2, to);
}

static void add_round_rect(zb_painter *painter, zb_rect r, zb_length radius) {
    zb_length c = zb_min(radius, zb_min(r.width, r.height) / 2);
    if (c <= 0) {
        add_rect(painter, r);
        return;
    }
    zb_length right = r.x + r.width, bottom = r.y + r.height;
    zb_path_move(painter, r.x + c, r.y);
    zb_path_line(painter, right - c, r.y);
    add_corner(painter, (zb_point){right - c, r.y}, (zb_point){right, r.y}, (zb_point){right, r.y + c});
    zb_path_line(painter, right, bottom - c);
    add_corner(painter, (zb_point){right, bottom - c}, (zb_point){right, bottom}, (zb_point){right - c, bottom});
    zb_path_line(painter, r.x + c, bottom);
    add_corner(painter, (zb_point){r.x + c, bottom}, (zb_point){r.x, bottom}, (zb_point){r.x, bottom - c});
    zb_path_line(painter, r.x, r.y + c);
    add_corner(painter, (zb_point){r.x, r.y + c}, (zb_point){r.x, r.y}, (zb_point){r.x + c, r.y});
    zb_path_close(painter);
}

void zb_paint_round_rect(zb_painter *painter, zb_rect rect, zb_length radius, zb_color color) {
    if (rect.width <= 0 || rect.height <= 0) return;
    add_round_rect(painter, rect, radius);
    zb_paint_fill(painter, color);
}

void zb_paint_rect(zb_painter *painter, zb_rect rect, zb_color color) { zb_paint_round_rect(painter, rect, 0, color); }

void zb_paint_round_frame(zb_painter *painter, zb_rect rect, zb_length radius, zb_length width, zb_color color) {
    zb_rect middle = {rect.x + width / 2, rect.y + width / 2, rect.width - width, rect.height - width};
    if (width <= 0 || middle.width <= 0 || middle.height <= 0) return;
    add_round_rect(painter, middle, radius - width / 2);
    zb_paint_stroke(painter, width, color);
}

void zb_paint_line(zb_painter *painter, zb_point from, zb_point to, zb_length width, zb_color color) {
    zb_path_move(painter, from.x, from.y);
    zb_path_line(painter, to.x, to.y);
    zb_paint_stroke(painter, width, color);
}
