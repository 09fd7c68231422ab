/* SPDX-License-Identifier: Apache-2.0
 * Paths of bars and ring sectors. */
#include "charts/mark.h"

#include <math.h>

#include "charts/plot.h"

#define TAU 6.283185307179586

/* A quarter circle as a cubic: the controls stand this share of the radius from its ends (in 1/1000). */
enum { QUARTER = 552 };

/* The point `far` of the way from the bar's foot to its end (0 to the bar's length) and `across` its width. */
typedef struct bar_frame {
    zb_rect rect;
    zb_side side;
} bar_frame;

static zb_point bar_point(const bar_frame *f, zb_length far, zb_length across) {
    zb_rect r = f->rect;
    switch (f->side) {
    case ZB_SIDE_UP: return (zb_point){r.x + across, r.y + r.height - far};
    case ZB_SIDE_DOWN: return (zb_point){r.x + across, r.y + far};
    case ZB_SIDE_LEFT: return (zb_point){r.x + r.width - far, r.y + across};
    case ZB_SIDE_RIGHT: break;
    }
    return (zb_point){r.x + far, r.y + across};
}

void zb_mark_bar(zb_painter *painter, zb_rect rect, zb_side side, zb_length radius, zb_color color) {
    bool upright = side == ZB_SIDE_UP || side == ZB_SIDE_DOWN;
    zb_length length = upright ? rect.height : rect.width, breadth = upright ? rect.width : rect.height;
    zb_length r = zb_min(radius, zb_min(length, breadth / 2)), k = r - r * QUARTER / 1000;
    bar_frame f = {rect, side};
    zb_point p = bar_point(&f, 0, 0);
    zb_path_move(painter, p.x, p.y);
    p = bar_point(&f, length - r, 0);
    zb_path_line(painter, p.x, p.y);
    zb_path_curve(painter, bar_point(&f, length - k, 0), bar_point(&f, length, k), bar_point(&f, length, r));
    p = bar_point(&f, length, breadth - r);
    zb_path_line(painter, p.x, p.y);
    zb_path_curve(painter, bar_point(&f, length, breadth - k), bar_point(&f, length - k, breadth),
                  bar_point(&f, length - r, breadth));
    p = bar_point(&f, 0, breadth);
    zb_path_line(painter, p.x, p.y);
    zb_path_close(painter);
    zb_paint_fill(painter, color);
}

static zb_point on_circle(zb_point centre, double radius, double angle) {
    return (zb_point){centre.x + (zb_length)lround(radius * sin(angle)),
                      centre.y - (zb_length)lround(radius * cos(angle))};
}

static void path_start(zb_painter *painter, zb_point p) { zb_path_move(painter, p.x, p.y); }

/* A whole disc or ring: the inner circle runs backwards, so that it is a hole. */
static void ring_path(zb_painter *painter, const zb_sector *s) {
    path_start(painter, on_circle(s->centre, s->outer, 0));
    zb_path_arc(painter, s->centre, s->outer, 0, TAU);
    zb_path_close(painter);
    if (s->inner <= 0) return;
    path_start(painter, on_circle(s->centre, s->inner, TAU));
    zb_path_arc(painter, s->centre, s->inner, TAU, 0);
    zb_path_close(painter);
}

/* The angle by which an edge at distance `half` from the ray leaves the ray at this radius. */
static double edge_angle(double half, double radius) { return radius <= half ? 0 : asin(half / radius); }

static void sector_path(zb_painter *painter, const zb_sector *s, double half) {
    double outer = edge_angle(half, s->outer), inner = edge_angle(half, s->inner);
    path_start(painter, on_circle(s->centre, s->outer, s->from + outer));
    zb_path_arc(painter, s->centre, s->outer, s->from + outer, s->to - outer);
    if (s->inner > 0) {
        zb_path_arc(painter, s->centre, s->inner, s->to - inner, s->from + inner);
    } else {
        /* both edges meet on the middle ray, off the centre by as much as keeps the gap's width */
        double angle = (s->to - s->from) / 2, away = angle > TAU / 4 ? half : fmin(half / sin(angle), s->outer * 0.5);
        zb_point tip = on_circle(s->centre, away, s->from + angle);
        zb_path_line(painter, tip.x, tip.y);
    }
    zb_path_close(painter);
}

void zb_mark_sector(zb_painter *painter, const zb_sector *sector, zb_color color) {
    zb_sector s = *sector;
    double angle = s.to - s.from, least = ZB_HAIRLINE / (double)s.outer;
    if (angle >= TAU - 1e-9) {
        ring_path(painter, &s);
        zb_paint_fill(painter, color);
        return;
    }
    if (angle < least) {
        double middle = (s.from + s.to) / 2;
        s.from = middle - least / 2;
        s.to = middle + least / 2;
    }
    /* a narrow sector keeps most of its width: the gap takes what is left above a hairline where it is narrowest */
    double narrow = (s.to - s.from) * (s.inner > 0 ? s.inner : s.outer / 2),
           half = fmin(s.gap / 2.0, (narrow - ZB_HAIRLINE) / 2);
    sector_path(painter, &s, half > 0 ? half : 0);
    zb_paint_fill(painter, color);
}

void zb_mark_swatch(zb_painter *painter, zb_point centre, zb_length size, zb_color color) {
    zb_rect box = {centre.x - size / 2, centre.y - size / 2, size, size};
    zb_paint_round_rect(painter, box, size / 5, color);
}
