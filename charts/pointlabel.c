/* SPDX-License-Identifier: Apache-2.0
 * Each label tries a list of places round its point, from the best to the last; the first that touches nothing is
 * taken. Labels of low rank choose first. */
#include "charts/pointlabel.h"

#include <math.h>
#include <stdlib.h>

#define LABEL_GAP (ZB_PT * 3)
#define CLEAR (ZB_PT * 3 / 2)
#define HOLE_MARGIN (ZB_PT * 3 / 2)

/* A place: above or below, moved aside by a share of the label's width (in 1/100), farther away (in 1/100 of its
 * height). */
typedef struct place {
    int side, aside, farther;
} place;

static const place places[] = {
    {1, 0, 0},   {1, -35, 0},  {1, 35, 0},   {-1, 0, 0},  {-1, -35, 0},  {-1, 35, 0},
    {1, 0, 60},  {-1, 0, 60},  {1, -60, 0},  {1, 60, 0},  {-1, -60, 0},  {-1, 60, 0},
    {1, 0, 130}, {-1, 0, 130}, {1, -60, 60}, {1, 60, 60}, {-1, -60, 60}, {-1, 60, 60},
};
/* Labels may go beyond the frame by this part of the width. */
enum { BEYOND = 50 };
enum { PLACES = sizeof places / sizeof *places };

typedef struct placing {
    const zb_dots *dots;
    zb_point_label *labels;
    size_t count;
    zb_rect area, frame;
    zb_length right;         /* where labels end */
    const zb_length *levels; /* heights of lines across the frame */
    size_t level_count;
    zb_plot *plot;
} placing;

static const zb_dot *neighbour(const zb_dots *dots, size_t index, int step) {
    size_t other = index + (size_t)step;
    if ((step < 0 && index == 0) || other >= dots->dots.count) return NULL;
    const zb_dot *a = &dots->dots.data[index], *b = &dots->dots.data[other];
    bool joined = step < 0 ? a->joined : b->joined;
    return joined && a->series == b->series ? b : NULL;
}

/* 1: the label's best place is above, -1: below. */
static int best_side(const zb_dots *dots, size_t index, bool area) {
    if (area) return 1;
    const zb_dot *dot = &dots->dots.data[index], *left = neighbour(dots, index, -1), *right = neighbour(dots, index, 1);
    /* y grows downwards: the angle between the two lines opens where they go */
    double lift = 0;
    if (left) lift += ((double)left->at.y - dot->at.y) / fmax(1, fabs((double)left->at.x - dot->at.x));
    if (right) lift += ((double)right->at.y - dot->at.y) / fmax(1, fabs((double)right->at.x - dot->at.x));
    return lift < 0 ? -1 : 1;
}

static bool boxes_touch(zb_rect a, zb_rect b, zb_length margin) {
    return a.x < b.x + b.width + margin && b.x < a.x + a.width + margin && a.y < b.y + b.height + margin &&
           b.y < a.y + a.height + margin;
}

/* Whether the segment comes into the box (Liang and Barsky). */
static bool segment_enters(zb_point a, zb_point b, zb_rect r) {
    double from = 0, to = 1, dx = (double)b.x - a.x, dy = (double)b.y - a.y;
    double p[4] = {-dx, dx, -dy, dy},
           q[4] = {(double)a.x - r.x, (double)r.x + r.width - a.x, (double)a.y - r.y, (double)r.y + r.height - a.y};
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0) {
            if (q[i] < 0) return false;
            continue;
        }
        double t = q[i] / p[i];
        if (p[i] < 0) from = fmax(from, t);
        else to = fmin(to, t);
    }
    return from <= to;
}

static zb_rect grown(zb_rect r, zb_length by) {
    return (zb_rect){r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

static zb_rect ink_box(const zb_point_label *label, zb_length x, zb_length baseline) {
    zb_length capital = 2 * zb_label_centre(label->label.size);
    return (zb_rect){x - label->label.width / 2, baseline - capital, label->label.width, capital};
}

static bool clear_of_lines(const placing *p, zb_rect box, size_t own) {
    zb_rect wide = grown(box, CLEAR);
    for (size_t i = 0; i < p->dots->dots.count; i++) {
        const zb_dot *dot = &p->dots->dots.data[i];
        zb_rect round = {dot->at.x - dot->radius, dot->at.y - dot->radius, 2 * dot->radius, 2 * dot->radius};
        if (i != own && boxes_touch(box, round, CLEAR)) return false;
        if (i == own && boxes_touch(box, round, 0)) return false;
        if (dot->joined && i > 0 && segment_enters(p->dots->dots.data[i - 1].at, dot->at, wide)) return false;
    }
    for (size_t i = 0; i < p->level_count; i++) {
        if (p->levels[i] > wide.y && p->levels[i] < wide.y + wide.height) return false;
    }
    return true;
}

static bool place_free(const placing *p, const zb_point_label *label, zb_rect box) {
    if (box.x < p->frame.x - LABEL_GAP || box.x + box.width > p->right) return false;
    if (box.y < p->area.y || box.y + box.height > p->frame.y + p->frame.height - CLEAR) return false;
    for (size_t i = 0; i < p->count; i++) {
        const zb_point_label *other = &p->labels[i];
        if (other->placed && other != label && boxes_touch(box, ink_box(other, other->x, other->baseline), 2 * CLEAR))
            return false;
    }
    return clear_of_lines(p, box, label->dot);
}

static bool label_place(const placing *p, zb_point_label *label) {
    const zb_dot *dot = &p->dots->dots.data[label->dot];
    int best = best_side(p->dots, label->dot, p->plot->chart->kind == ZB_CHART_AREA);
    zb_length capital = 2 * zb_label_centre(label->label.size), gap = dot->radius + LABEL_GAP;
    for (int i = 0; i < PLACES; i++) {
        bool above = places[i].side * best > 0;
        if (!above && p->plot->chart->kind == ZB_CHART_AREA) continue; /* there the area is */
        zb_length x = dot->at.x + zb_scale(label->label.width, places[i].aside, 100);
        zb_length away = gap + zb_scale(capital, places[i].farther, 100);
        zb_length baseline = above ? dot->at.y - away : dot->at.y + away + capital;
        if (!place_free(p, label, ink_box(label, x, baseline))) continue;
        label->x = x;
        label->baseline = baseline;
        label->placed = true;
        return true;
    }
    return false;
}

bool zb_point_labels_place(zb_plot *plot, const zb_dots *dots, zb_point_label *labels, size_t count, zb_rect frame,
                           const zb_length *levels, size_t level_count) {
    zb_length right = zb_min(plot->area.x + plot->area.width, frame.x + frame.width + plot->area.width / BEYOND);
    placing p = {dots, labels, count, plot->area, frame, right, levels, level_count, plot};
    bool all = true;
    for (size_t i = 0; i < count; i++) labels[i].placed = false;
    for (int rank = 0; rank <= 2; rank++) {
        for (size_t i = 0; i < count; i++) {
            if (labels[i].rank == rank) all = label_place(&p, &labels[i]) && all;
        }
    }
    return all;
}

void zb_point_labels_reserve(zb_plot *plot, const zb_point_label *labels, size_t count, zb_holes *holes) {
    for (size_t i = 0; i < count; i++) {
        if (labels[i].placed)
            ZB_PUSH(plot->arena, holes, grown(ink_box(&labels[i], labels[i].x, labels[i].baseline), HOLE_MARGIN));
    }
}

void zb_point_labels_paint(zb_plot *plot, const zb_point_label *labels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (labels[i].placed)
            zb_label_paint_at(plot, &labels[i].label, ZB_ANCHOR_MIDDLE, labels[i].x, labels[i].baseline,
                              labels[i].color);
    }
}
