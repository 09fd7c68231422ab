/* SPDX-License-Identifier: Apache-2.0
 * Labels outside a pie. Everything is placed and checked before anything is painted, so that a pie that cannot be
 * labelled so falls back to the legend untouched. */
#include "charts/callout.h"

#include <math.h>
#include <stdlib.h>

#include "charts/hatch.h"
#include "charts/mark.h"

#define TAU 6.283185307179586
#define RIM_GAP (ZB_PT * 3 / 2) /* between the rim and the leader's start */
#define ELBOW (ZB_PT * 9)       /* the leader's elbow off the rim */
#define CLEARANCE (ZB_PT * 4)   /* the least distance of a leader from the rim beyond its elbow */
#define COLUMN_GAP (ZB_PT * 22) /* between the rim and the labels */
#define TEXT_GAP (ZB_PT * 3)
#define LEADER_GAP (ZB_PT * 3 / 2) /* between leaders */
#define STAGGER (ZB_PT * 3)        /* between the heights of elbows */
#define STAGGER_FROM 0.3           /* where rays are this upright (cosine) */
#define LEADER_WIDTH (ZB_PT / 2)
/* Slices within this angle of 12 o'clock may be labelled on either side. */
#define MOVED_MOST 0.4
#define DISC_LEAST (ZB_PT * 20)

/* Shares in 1/100: radius of the width at most; space between the parts of a label, and between labels, of the label
 * size. */
enum { RADIUS_MOST = 19, PART_GAP = 50, BLOCK_GAP = 45, COLUMN_LEAST = 500 };
/* The disc shrinks in these steps of its greatest radius, as far as this, until the leaders are clear. */
enum { RADIUS_STEP = 6, RADIUS_LEAST = 64 };

/* A pool of boxes that touch: their common shift is the mean of what each wants. */
typedef struct pool {
    double sum;
    size_t count;
} pool;

static double pool_mean(const pool *p) { return p->sum / (double)p->count; }

bool zb_callouts_spread(double *centres, const double *heights, size_t count, double top, double bottom) {
    zb_arena *scratch = zb_arena_open();
    pool *pools = ZB_NEW_ARRAY(scratch, count + 1, pool);
    size_t n = 0;
    double offset = 0;
    for (size_t i = 0; i < count; i++) {
        /* where the first box's top would be if the boxes before this one just touched */
        pools[n++] = (pool){centres[i] - heights[i] / 2 - offset, 1};
        for (; n > 1 && pool_mean(&pools[n - 1]) < pool_mean(&pools[n - 2]); n--) {
            pools[n - 2].sum += pools[n - 1].sum;
            pools[n - 2].count += pools[n - 1].count;
        }
        offset += heights[i];
    }
    bool fits = offset <= bottom - top + 0.5;
    size_t i = 0;
    double before = 0;
    for (size_t p = 0; fits && p < n; p++) {
        double start = fmin(fmax(pool_mean(&pools[p]), top), bottom - offset);
        for (size_t k = 0; k < pools[p].count; k++, i++) {
            centres[i] = start + before + heights[i] / 2;
            before += heights[i];
        }
    }
    zb_arena_close(scratch);
    return fits;
}

/* One label and its leader: from the rim over the elbow to the text. */
typedef struct callout {
    size_t index;
    double angle;       /* of the middle ray */
    double reach;       /* of the elbow from the centre */
    bool left, stacked; /* numbers below the name */
    zb_label name, value, share;
    zb_length width, height;
    double y;
    zb_point rim, elbow, end;
} callout;

typedef struct callouts {
    callout *made; /* texts, in the order of the data */
    callout *all;  /* placed, by angle */
    size_t count;
    zb_point centre;
    zb_length radius, column; /* width of the text at either side */
} callouts;

static zb_point on_circle(zb_point centre, double radius, double angle) {
    return (zb_point){centre.x + (zb_length)lround(radius * sin(angle)),
                      centre.y - (zb_length)lround(radius * cos(angle))};
}

static zb_length numbers_width(const zb_plot *plot, const callout *c) {
    return c->value.width + zb_scale(plot->look->label_size, PART_GAP, 100) + c->share.width;
}

/* Makes the texts; name and numbers in one line where they fit. False: the name does not fit at all. */
static bool texts_make(zb_plot *plot, const zb_percents *percents, zb_length column, callout *c) {
    const zb_datum *datum = &plot->chart->data[c->index];
    zb_label_style style = {plot->look->label_size, datum->highlight ? 700 : 400},
                   strong = {plot->look->value_size, 700};
    zb_label_style plain = {plot->look->label_size, 400};
    zb_length gap = zb_scale(style.size, PART_GAP, 100);
    c->value = zb_label_new(plot, zb_value_with_unit(plot, c->index), strong, ZB_LENGTH_MAX / 4, 1, datum->loc);
    zb_str share = zb_percent_text(plot->arena, percents, c->index, datum->value);
    c->share = zb_label_new(plot, share, plain, ZB_LENGTH_MAX / 4, 1, datum->loc);
    zb_length numbers = numbers_width(plot, c), inline_room = column - numbers - gap;
    c->stacked = inline_room <= 0 || !zb_label_fits(plot, datum->name, style, inline_room, 1, datum->loc);
    if (numbers > column || !zb_label_fits(plot, datum->name, style, column, 2, datum->loc)) return false;
    c->name = zb_label_new(plot, datum->name, style, column, c->stacked ? 2 : 1, datum->loc);
    int lines = c->name.count + (c->stacked || c->name.count == 0 ? 1 : 0);
    c->width = c->stacked ? zb_max(c->name.width, numbers) : c->name.width + (c->name.count ? gap : 0) + numbers;
    c->height = zb_label_pitch(style.size) * lines + zb_scale(style.size, BLOCK_GAP, 100);
    return true;
}

/* The texts of all slices for this width of column, in the order of the data. */
static bool callouts_make(zb_plot *plot, const zb_slices *slices, const zb_percents *percents, callouts *k) {
    k->count = plot->chart->count;
    k->made = ZB_NEW_ARRAY(plot->arena, k->count, callout);
    k->all = ZB_NEW_ARRAY(plot->arena, k->count, callout);
    for (size_t i = 0; i < k->count; i++) {
        /* what has no slice can only be listed in a legend */
        if (slices->values[i] <= 0) return false;
        k->made[i].index = i;
        if (!texts_make(plot, percents, k->column, &k->made[i])) return false;
    }
    return true;
}

/* Orders the callouts by angle. `moved` slices next to 12 o'clock go over to the other side: from the left to the right
 * when positive, from the right to the left when negative. False: one of them is too far from 12 o'clock for that. */
static bool callouts_order(callouts *k, const zb_slices *slices, int moved) {
    size_t first = moved > 0 ? k->count - (size_t)moved : (size_t)-moved;
    double from = 0;
    for (size_t i = first; moved > 0 && i < k->count; i++) from -= zb_slice_turn(slices, i);
    for (size_t i = 0; moved < 0 && i < first; i++) from += zb_slice_turn(slices, i);
    for (size_t i = 0; i < k->count; i++) {
        callout *c = &k->all[i];
        *c = k->made[(first + i) % k->count];
        double turn = zb_slice_turn(slices, c->index);
        /* a whole disc is labelled at its side */
        c->angle = k->count == 1 ? TAU / 4 : from + turn / 2;
        c->left = c->angle > TAU / 2 + 1e-9;
        c->reach = k->radius + ELBOW;
        if (c->angle < -MOVED_MOST || c->angle > TAU + MOVED_MOST) return false;
        from += turn;
    }
    return true;
}

/* Elbows close to 12 and 6 o'clock stand almost side by side: each further one is raised a step above the one before
 * it, so that leaders run above each other. */
static void elbows_stagger(callouts *k, bool left, bool top) {
    double before = -1;
    for (size_t i = 0; i < k->count; i++) {
        callout *c = &k->all[left == top ? i : k->count - 1 - i];
        double upright = fabs(cos(c->angle));
        if (c->left != left || (cos(c->angle) > 0) != top) continue;
        double height = c->reach * upright;
        if (before >= 0 && upright > STAGGER_FROM) height = fmax(height, before + STAGGER);
        if (upright > STAGGER_FROM) c->reach = height / upright;
        before = height;
    }
}

/* Spreads the labels of one side. They stand by angle: from the top on the right, from the bottom on the left. */
static bool side_spread(zb_plot *plot, callouts *k, bool left) {
    double *centres = ZB_NEW_ARRAY(plot->arena, k->count, double),
           *heights = ZB_NEW_ARRAY(plot->arena, k->count, double);
    size_t *order = ZB_NEW_ARRAY(plot->arena, k->count, size_t), n = 0;
    for (size_t i = 0; i < k->count; i++) {
        size_t at = left ? k->count - 1 - i : i;
        if (k->all[at].left != left) continue;
        centres[n] = k->all[at].y;
        heights[n] = k->all[at].height;
        order[n++] = at;
    }
    if (!zb_callouts_spread(centres, heights, n, plot->area.y, plot->area.y + plot->area.height)) return false;
    for (size_t i = 0; i < n; i++) k->all[order[i]].y = centres[i];
    return true;
}

static void leader_place(const callouts *k, callout *c) {
    zb_length side = c->left ? -1 : 1;
    c->rim = on_circle(k->centre, k->radius + RIM_GAP, c->angle);
    c->elbow = on_circle(k->centre, c->reach, c->angle);
    c->end = (zb_point){k->centre.x + side * (k->radius + COLUMN_GAP - TEXT_GAP), (zb_length)lround(c->y)};
}

/* Distance of a point from the segment a-b. */
static double segment_distance(zb_point p, zb_point a, zb_point b) {
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y, px = (double)p.x - a.x, py = (double)p.y - a.y;
    double square = dx * dx + dy * dy, t = square > 0 ? (px * dx + py * dy) / square : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(px - t * dx, py - t * dy);
}

static double turn_of(zb_point a, zb_point b, zb_point c) {
    return ((double)b.x - a.x) * ((double)c.y - a.y) - ((double)b.y - a.y) * ((double)c.x - a.x);
}

static bool segments_cross(zb_point a, zb_point b, zb_point c, zb_point d) {
    return turn_of(a, b, c) * turn_of(a, b, d) < 0 && turn_of(c, d, a) * turn_of(c, d, b) < 0;
}

/* Whether b's leader stays off the way of a's from the rim to its elbow. */
static bool leader_apart(const callout *a, const callout *b) {
    double elbows = hypot((double)a->elbow.x - b->elbow.x, (double)a->elbow.y - b->elbow.y);
    double least = fmin(LEADER_GAP, elbows * 0.7);
    return segment_distance(a->elbow, b->elbow, b->end) >= least && !segments_cross(a->rim, a->elbow, b->elbow, b->end);
}

static bool leaders_clear(const callouts *k) {
    for (size_t i = 0; i < k->count; i++) {
        const callout *c = &k->all[i];
        if (segment_distance(k->centre, c->elbow, c->end) < k->radius + CLEARANCE) return false;
        for (size_t j = 0; j < i; j++) {
            const callout *d = &k->all[j];
            if (segments_cross(c->elbow, c->end, d->elbow, d->end) || !leader_apart(c, d) || !leader_apart(d, c))
                return false;
        }
    }
    return true;
}

static void callout_paint(zb_plot *plot, const callouts *k, const callout *c) {
    zb_painter *painter = &plot->painter;
    zb_path_move(painter, c->rim.x, c->rim.y);
    zb_path_line(painter, c->elbow.x, c->elbow.y);
    zb_path_line(painter, c->end.x, c->end.y);
    zb_paint_stroke(painter, LEADER_WIDTH, plot->look->label);
    if (plot->trace)
        ZB_PUSH(plot->arena, &plot->trace->leaders,
                (zb_trace_leader){{c->rim, c->elbow, c->end}, k->centre, k->radius});
    zb_length edge = k->centre.x + (c->left ? -1 : 1) * (k->radius + COLUMN_GAP),
              pitch = zb_label_pitch(plot->look->label_size);
    zb_length gap = zb_scale(plot->look->label_size, PART_GAP, 100), y = c->end.y, numbers = numbers_width(plot, c), x;
    if (c->stacked) {
        zb_length middle = y - pitch / 2;
        zb_label_paint(plot, &c->name, c->left ? ZB_ANCHOR_END : ZB_ANCHOR_START, edge, middle, plot->look->value);
        x = c->left ? edge - numbers : edge;
        y = middle + pitch * (c->name.count + 1) / 2;
    } else {
        x = c->left ? edge - c->width : edge;
        zb_label_paint(plot, &c->name, ZB_ANCHOR_START, x, y, plot->look->value);
        x += c->name.count ? c->name.width + gap : 0;
    }
    zb_label_paint(plot, &c->value, ZB_ANCHOR_START, x, y, plot->look->value);
    zb_label_paint(plot, &c->share, ZB_ANCHOR_START, x + c->value.width + gap, y, plot->look->label);
}

static bool callouts_arrange(zb_plot *plot, const zb_slices *slices, int moved, callouts *k) {
    if ((size_t)abs(moved) >= k->count && moved != 0) return false;
    if (!callouts_order(k, slices, moved)) return false;
    for (int quarter = 0; quarter < 4; quarter++) elbows_stagger(k, quarter & 1, quarter & 2);
    for (size_t i = 0; i < k->count; i++) k->all[i].y = k->centre.y - k->all[i].reach * cos(k->all[i].angle);
    if (!side_spread(plot, k, false) || !side_spread(plot, k, true)) return false;
    for (size_t i = 0; i < k->count; i++) {
        const callout *c = &k->all[i];
        leader_place(k, &k->all[i]);
        if (c->elbow.y < plot->area.y || c->elbow.y > plot->area.y + plot->area.height) return false;
    }
    return leaders_clear(k);
}

/* Places everything round a disc of this radius, with as few labels on the other side as may be. */
static bool callouts_place(zb_plot *plot, const zb_slices *slices, const zb_percents *percents, zb_length radius,
                           callouts *k) {
    static const int moves[] = {0, 1, -1, 2, -2, 3, -3};
    zb_rect area = plot->area;
    *k = (callouts){.centre = {area.x + area.width / 2, area.y + area.height / 2}, .radius = radius};
    k->column = area.width / 2 - k->radius - COLUMN_GAP;
    if (k->radius < DISC_LEAST || k->column < zb_scale(plot->look->label_size, COLUMN_LEAST, 100)) return false;
    if (!callouts_make(plot, slices, percents, k)) return false;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (callouts_arrange(plot, slices, moves[i], k)) return true;
    }
    return false;
}

bool zb_callouts_draw(zb_plot *plot, const zb_slices *slices, const zb_percents *percents) {
    zb_length most = plot->area.height / 2 - ELBOW - zb_label_pitch(plot->look->label_size) / 2;
    most = zb_min(most, zb_scale(plot->area.width, RADIUS_MOST, 100));
    callouts k;
    int share = 100;
    while (share >= RADIUS_LEAST && !callouts_place(plot, slices, percents, zb_scale(most, share, 100), &k))
        share -= RADIUS_STEP;
    if (share < RADIUS_LEAST) return false;
    zb_slices_paint(plot, slices, k.centre, k.radius);
    for (size_t i = 0; i < k.count; i++) callout_paint(plot, &k, &k.all[i]);
    return true;
}
