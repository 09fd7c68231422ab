/* SPDX-License-Identifier: Apache-2.0
 * Cutting lines to outlines. A line is cut where it meets any edge of the shape; the pieces whose middle lies inside
 * are painted. */
#include "charts/hatch.h"

#include <math.h>
#include <stdlib.h>

#define TAU 6.283185307179586
#define HATCH_GAP (ZB_PT * 3)
#define HATCH_WIDTH (ZB_PT * 2 / 5)
#define EDGE_WIDTH (ZB_PT / 2)
/* Lines of one mark; a larger mark has wider gaps. */
enum { LINES_MAX = 400, CUTS_MAX = 8 };

typedef struct direction {
    double x, y; /* unit vector along the lines */
} direction;

static const struct {
    int count;
    direction along[2];
} patterns[] = {
    {0, {{0, 0}}},
    {1, {{0.70710678, -0.70710678}}},
    {1, {{0.70710678, 0.70710678}}},
    {1, {{1, 0}}},
    {1, {{0, 1}}},
    {2, {{0.70710678, -0.70710678}, {0.70710678, 0.70710678}}},
};

/* Solid greys and patterns by turns, so that neighbours always differ in both. */
static const int order[] = {0, 1, 0, 2, 5, 3, 4};

int zb_hatch_for(size_t index) { return order[index % (sizeof order / sizeof *order)]; }

typedef struct shape {
    zb_rect rect;            /* its bounds */
    const zb_sector *sector; /* NULL: the rectangle itself */
} shape;

typedef struct cuts {
    double at[CUTS_MAX + 2];
    int count;
} cuts;

static void cut_add(cuts *c, double at) {
    if (c->count < CUTS_MAX + 2) c->at[c->count++] = at;
}

static void cut_circle(cuts *c, double px, double py, direction d, double radius) {
    double b = px * d.x + py * d.y, rest = b * b - (px * px + py * py - radius * radius);
    if (radius <= 0 || rest <= 0) return;
    cut_add(c, -b - sqrt(rest));
    cut_add(c, -b + sqrt(rest));
}

/* Where the line meets the ray from the centre at this angle. */
static void cut_ray(cuts *c, double px, double py, direction d, double angle) {
    double rx = sin(angle), ry = -cos(angle), turn = d.x * ry - d.y * rx;
    if (fabs(turn) < 1e-9) return;
    cut_add(c, (py * rx - px * ry) / turn);
}

static bool sector_holds(const zb_sector *s, double x, double y) {
    double radius = hypot(x, y), angle = atan2(x, -y);
    if (angle < 0) angle += TAU;
    double from = fmod(s->from, TAU);
    if (from < 0) from += TAU;
    if (angle < from) angle += TAU;
    return radius <= s->outer && radius >= s->inner && angle - from <= s->to - s->from;
}

static int cut_order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void segment_add(zb_painter *painter, double x, double y, direction d, double from, double to) {
    if (to - from < 1) return;
    zb_path_move(painter, (zb_length)lround(x + from * d.x), (zb_length)lround(y + from * d.y));
    zb_path_line(painter, (zb_length)lround(x + to * d.x), (zb_length)lround(y + to * d.y));
}

static void line_in_sector(zb_painter *painter, const zb_sector *s, double x, double y, direction d) {
    cuts c = {.count = 0};
    double px = x - s->centre.x, py = y - s->centre.y;
    cut_circle(&c, px, py, d, s->outer);
    cut_circle(&c, px, py, d, s->inner);
    if (s->to - s->from < TAU - 1e-9) {
        cut_ray(&c, px, py, d, s->from);
        cut_ray(&c, px, py, d, s->to);
    }
    qsort(c.at, (size_t)c.count, sizeof *c.at, cut_order);
    for (int i = 0; i + 1 < c.count; i++) {
        double middle = (c.at[i] + c.at[i + 1]) / 2;
        if (sector_holds(s, px + middle * d.x, py + middle * d.y)) segment_add(painter, x, y, d, c.at[i], c.at[i + 1]);
    }
}

/* The interval of the line inside the rectangle along one dimension. */
static void slab(double at, double along, double low, double high, double *from, double *to) {
    if (fabs(along) < 1e-9) {
        if (at < low || at > high) *to = *from - 1;
        return;
    }
    double a = (low - at) / along, b = (high - at) / along;
    *from = fmax(*from, fmin(a, b));
    *to = fmin(*to, fmax(a, b));
}

static void line_in_rect(zb_painter *painter, zb_rect r, double x, double y, direction d) {
    double from = -1e9, to = 1e9;
    slab(x, d.x, r.x, (double)r.x + r.width, &from, &to);
    slab(y, d.y, r.y, (double)r.y + r.height, &from, &to);
    segment_add(painter, x, y, d, from, to);
}

static void lines_paint(zb_painter *painter, const shape *s, direction d, zb_color color) {
    double nx = -d.y, ny = d.x, low = 1e18, high = -1e18;
    for (int corner = 0; corner < 4; corner++) {
        double x = s->rect.x + (corner & 1 ? (double)s->rect.width : 0);
        double y = s->rect.y + (corner & 2 ? (double)s->rect.height : 0);
        low = fmin(low, x * nx + y * ny);
        high = fmax(high, x * nx + y * ny);
    }
    double gap = fmax(HATCH_GAP, (high - low) / LINES_MAX);
    for (double at = low + gap / 2; at < high; at += gap) {
        if (s->sector) line_in_sector(painter, s->sector, at * nx, at * ny, d);
        else line_in_rect(painter, s->rect, at * nx, at * ny, d);
    }
    if (painter->path.count > 0) zb_paint_stroke(painter, HATCH_WIDTH, color);
}

static void pattern_paint(zb_painter *painter, const shape *s, const zb_ink *ink) {
    for (int i = 0; i < patterns[ink->hatch].count; i++)
        lines_paint(painter, s, patterns[ink->hatch].along[i], ink->line);
}

void zb_hatch_rect(zb_painter *painter, zb_rect rect, const zb_ink *ink) {
    shape s = {rect, NULL};
    if (ink->hatch > 0) pattern_paint(painter, &s, ink);
    if (ink->edge && rect.width > 2 * EDGE_WIDTH && rect.height > 2 * EDGE_WIDTH)
        zb_paint_round_frame(painter, rect, 0, EDGE_WIDTH, ink->line.r > 0x80 ? ink->fill : ink->line);
}

static zb_point on_circle(zb_point centre, double radius, double angle) {
    return (zb_point){centre.x + (zb_length)lround(radius * sin(angle)),
                      centre.y - (zb_length)lround(radius * cos(angle))};
}

void zb_hatch_sector(zb_painter *painter, const zb_sector *sector, const zb_ink *ink) {
    zb_length r = sector->outer;
    shape s = {{sector->centre.x - r, sector->centre.y - r, 2 * r, 2 * r}, sector};
    if (ink->hatch > 0) pattern_paint(painter, &s, ink);
    if (!ink->edge || sector->to - sector->from > TAU - 1e-9) return;
    zb_point start = on_circle(sector->centre, sector->outer, sector->from);
    zb_path_move(painter, start.x, start.y);
    zb_path_arc(painter, sector->centre, sector->outer, sector->from, sector->to);
    zb_paint_stroke(painter, EDGE_WIDTH, ink->line.r > 0x80 ? ink->fill : ink->line);
}
