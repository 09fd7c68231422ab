/* SPDX-License-Identifier: Apache-2.0
 * The lint: what makes a chart hard to read, found in the finished picture. Texts never stand askew, because a display
 * list cannot turn them. */
#include <math.h>

#include "base/utf8.h"
#include "charts/lint.h"
#include "charts/series.h"

#define CONTRAST_LEAST 4.5
#define TEXT_LEAST (ZB_PT * 13 / 2)
#define TEXT_LEAST_ALONE (ZB_PT * 9) /* 12 px */
#define LEADER_CLEAR (ZB_PT * 3)     /* of other slices: 4 px */
#define SLACK (ZB_PT / 5)
#define MARGIN_LEAST (ZB_PT * 10) /* of a wide picture; of others a share of the width */
enum { SIZES_MOST = 4, MARGIN_SHARE = 50, CURVE_STEPS = 6, SAMPLES = 3, TEXT_SHOWN = 24, TICKS_LEAST_WHOLE = 2 };

typedef struct text_box {
    zb_rect rect;
    const zb_item *item;
    size_t index; /* of the item: what comes before it lies below */
} text_box;

typedef struct lint {
    zb_arena *arena;
    const zb_chart *chart;
    const zb_chart_look *look;
    const zb_display_list *list;
    const zb_trace *trace;
    zb_diags *diags;
    ZB_VEC(text_box) texts;
} lint;

static const char *text_of(const lint *l, const text_box *t) {
    zb_str text = t->item->as.run->text;
    size_t at = 0;
    for (int i = 0; i < TEXT_SHOWN && at < text.n; i++) zb_utf8_next(text, &at);
    return zb_str_z(l->arena, zb_str_sub(text, 0, at));
}

#define FOUND(l, code, ...) zb_diag_add((l)->diags, ZB_WARNING, code, (l)->chart->loc, __VA_ARGS__)

/* ---- texts ---- */

/* The ink of a run, roughly: Han stands higher and hangs lower than digits; half of a bracket is blank, all of a space.
 */
static zb_rect ink_of(const zb_item *item) {
    const zb_run *run = item->as.run;
    zb_length size = run->size, left = 0, right = 0;
    bool han = zb_columns(run->text) > (int)zb_utf8_count(run->text);
    if (zb_str_starts(run->text, "（")) left = size * 4 / 10;
    if (zb_str_ends(run->text, "）") || zb_str_ends(run->text, "、") || zb_str_ends(run->text, "，"))
        right = size * 4 / 10;
    if (zb_str_starts(run->text, " ")) left = size / 5;
    if (zb_str_ends(run->text, " ")) right = size / 5;
    zb_length top = zb_scale(size, han ? 84 : 74, 100), foot = han ? zb_scale(size, 8, 100) : 0;
    return (zb_rect){item->at.x + left, item->at.y - top, run->advance - left - right, top + foot};
}

static void texts_collect(lint *l) {
    for (size_t i = 0; i < l->list->count; i++) {
        const zb_item *item = &l->list->items[i];
        if (item->kind != ZB_ITEM_RUN || zb_str_trim(item->as.run->text).n == 0) continue;
        ZB_PUSH(l->arena, &l->texts, (text_box){ink_of(item), item, i});
    }
}

static bool overlap(zb_rect a, zb_rect b) {
    return a.x + SLACK < b.x + b.width - SLACK && b.x + SLACK < a.x + a.width - SLACK &&
           a.y + SLACK < b.y + b.height - SLACK && b.y + SLACK < a.y + a.height - SLACK;
}

static void overlaps_find(const lint *l) {
    for (size_t i = 0; i < l->texts.count; i++) {
        for (size_t j = 0; j < i; j++) {
            const text_box *a = &l->texts.data[i], *b = &l->texts.data[j];
            if (overlap(a->rect, b->rect))
                FOUND(l, "lint.overlap", "'%s' stands over '%s'", text_of(l, a), text_of(l, b));
        }
    }
}

static void clipped_find(const lint *l) {
    for (size_t i = 0; i < l->texts.count; i++) {
        const text_box *t = &l->texts.data[i];
        zb_rect r = t->rect;
        if (r.x >= -SLACK && r.y >= -SLACK && r.x + r.width <= l->list->width + SLACK &&
            r.y + r.height <= l->list->height + SLACK)
            continue;
        FOUND(l, "lint.clip", "'%s' stands out of the picture", text_of(l, t));
    }
}

static void sizes_find(const lint *l, bool alone) {
    zb_length sizes[SIZES_MOST + 1], least = alone ? TEXT_LEAST_ALONE : TEXT_LEAST;
    int count = 0;
    for (size_t i = 0; i < l->texts.count; i++) {
        zb_length size = l->texts.data[i].item->as.run->size;
        if (size < least)
            FOUND(l, "lint.size", "'%s' is %.1f pt large, %.1f pt is the least", text_of(l, &l->texts.data[i]),
                  zb_to_pt(size), zb_to_pt(least));
        int at = 0;
        while (at < count && sizes[at] != size) at++;
        if (at == count && count <= SIZES_MOST) sizes[count++] = size;
    }
    if (count > SIZES_MOST) FOUND(l, "lint.sizes", "the chart has more than %d sizes of text", SIZES_MOST);
}

/* ---- what lies below texts ---- */

typedef struct crossing {
    zb_point at;
    int winding;
} crossing;

static void edge_count(crossing *c, zb_point a, zb_point b) {
    if ((a.y <= c->at.y) == (b.y <= c->at.y)) return;
    double x = a.x + ((double)c->at.y - a.y) / ((double)b.y - a.y) * ((double)b.x - a.x);
    if (x > c->at.x) c->winding += a.y < b.y ? 1 : -1;
}

static zb_point curve_at(zb_point a, const zb_point p[3], double t) {
    double u = 1 - t, w[4] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
    return (zb_point){(zb_length)(w[0] * a.x + w[1] * p[0].x + w[2] * p[1].x + w[3] * p[2].x),
                      (zb_length)(w[0] * a.y + w[1] * p[0].y + w[2] * p[1].y + w[3] * p[2].y)};
}

/* Calls `visit` for each straight piece of a path. */
static void path_walk(const zb_path *path, void (*visit)(void *context, zb_point a, zb_point b), void *context,
                      bool close) {
    zb_point start = {0}, at = {0};
    for (size_t i = 0; i < path->count; i++) {
        const zb_path_step *step = &path->steps[i];
        zb_point from = at;
        if (step->op == ZB_MOVE) {
            if (close && i > 0) visit(context, at, start);
            start = at = step->p[0];
            continue;
        }
        at = step->op == ZB_CLOSE ? start : step->p[step->op == ZB_CURVE ? 2 : 0];
        for (int k = 1; step->op == ZB_CURVE && k < CURVE_STEPS; k++) {
            zb_point next = curve_at(from, step->p, (double)k / CURVE_STEPS);
            visit(context, from, next);
            from = next;
        }
        visit(context, from, at);
    }
    if (close && path->count > 0) visit(context, at, start);
}

static void winding_visit(void *context, zb_point a, zb_point b) { edge_count(context, a, b); }

static bool path_holds(const zb_path *path, zb_point at) {
    crossing c = {at, 0};
    path_walk(path, winding_visit, &c, true);
    return c.winding != 0;
}

/* How many of the sample points of a box a fill holds. */
static int samples_held(const zb_path *path, zb_rect r) {
    int held = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
        zb_point at = {r.x + SLACK + (r.width - 2 * SLACK) * (i % SAMPLES) / (SAMPLES - 1),
                       r.y + SLACK + (r.height - 2 * SLACK) * (i / SAMPLES) / (SAMPLES - 1)};
        held += path_holds(path, at);
    }
    return held;
}

/* The colour below a text, and whether an edge of a mark runs through it. What lies below an item that covers the whole
 * text does not count; its index is given back. */
static size_t ground_find(const lint *l, const text_box *t, zb_color *ground, bool *edge) {
    *ground = zb_ground_of(l->look);
    *edge = false;
    for (size_t i = t->index; i-- > 0;) {
        const zb_item *item = &l->list->items[i];
        if (item->kind != ZB_ITEM_FILL) continue;
        int held = samples_held(&item->as.fill.path, t->rect);
        if (held == SAMPLES * SAMPLES) {
            *ground = item->color;
            return i;
        }
        if (held > 0) *edge = true;
    }
    return 0;
}

typedef struct line_test {
    zb_rect rect;
    bool hit;
} line_test;

/* Liang and Barsky: whether a piece of a line comes into the box. */
static void line_visit(void *context, zb_point a, zb_point b) {
    line_test *test = context;
    zb_rect r = test->rect;
    double from = 0, to = 1, dx = (double)b.x - a.x, dy = (double)b.y - a.y;
    double p[4] = {-dx, dx, -dy, dy};
    double q[4] = {(double)a.x - r.x, (double)r.x + r.width - a.x, (double)a.y - r.y, (double)r.y + r.height - a.y};
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0) return;
        if (p[i] < 0) from = fmax(from, q[i] / p[i]);
        else if (p[i] > 0) to = fmin(to, q[i] / p[i]);
    }
    test->hit = test->hit || from < to;
}

static bool line_crosses(const lint *l, const text_box *t, size_t covered) {
    zb_rect r = {t->rect.x + SLACK, t->rect.y + SLACK, t->rect.width - 2 * SLACK, t->rect.height - 2 * SLACK};
    line_test test = {r, false};
    for (size_t i = covered; i < l->list->count && !test.hit; i++) {
        const zb_item *item = &l->list->items[i];
        if (item->kind == ZB_ITEM_STROKE) path_walk(&item->as.stroke.path, line_visit, &test, false);
    }
    return test.hit;
}

static void grounds_find(const lint *l) {
    for (size_t i = 0; i < l->texts.count; i++) {
        const text_box *t = &l->texts.data[i];
        zb_color ground;
        bool edge;
        size_t covered = ground_find(l, t, &ground, &edge);
        double contrast = zb_color_contrast(t->item->color, ground);
        if (edge) FOUND(l, "lint.edge", "the edge of a mark runs through '%s'", text_of(l, t));
        if (line_crosses(l, t, covered)) FOUND(l, "lint.line", "a line runs through '%s'", text_of(l, t));
        if (contrast < CONTRAST_LEAST)
            FOUND(l, "lint.contrast", "'%s' has a contrast of %.1f : 1, %.1f is the least", text_of(l, t), contrast,
                  CONTRAST_LEAST);
    }
}

/* ---- leaders and ticks ---- */

static double turn_of(zb_point a, zb_point b, zb_point c) {
    return ((double)b.x - a.x) * ((double)c.y - a.y) - ((double)b.y - a.y) * ((double)c.x - a.x);
}

static bool segments_cross(zb_point a, zb_point b, zb_point c, zb_point d) {
    return turn_of(a, b, c) * turn_of(a, b, d) < 0 && turn_of(c, d, a) * turn_of(c, d, b) < 0;
}

static bool leaders_cross(const zb_trace_leader *a, const zb_trace_leader *b) {
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            if (segments_cross(a->points[i], a->points[i + 1], b->points[j], b->points[j + 1])) return true;
        }
    }
    return false;
}

/* Distance of the disc's centre from the leader beyond its elbow. */
static double leader_distance(const zb_trace_leader *leader) {
    zb_point a = leader->points[1], b = leader->points[2], c = leader->centre;
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0 ? (((double)c.x - a.x) * dx + ((double)c.y - a.y) * dy) / square : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(c.x - (a.x + t * dx), c.y - (a.y + t * dy));
}

static void leaders_find(const lint *l) {
    for (size_t i = 0; i < l->trace->leaders.count; i++) {
        const zb_trace_leader *a = &l->trace->leaders.data[i];
        if (a->radius > 0 && leader_distance(a) < a->radius + LEADER_CLEAR)
            FOUND(l, "lint.leader", "leader line %zu runs along the rim of the disc", i + 1);
        for (size_t j = 0; j < i; j++) {
            if (leaders_cross(a, &l->trace->leaders.data[j]))
                FOUND(l, "lint.cross", "leader lines %zu and %zu cross", j + 1, i + 1);
        }
    }
}

static int decimals_of(zb_str text) {
    size_t point = zb_str_find(text, ZB_STR("."), 0);
    int digits = 0;
    for (size_t i = point + 1; point != SIZE_MAX && i < text.n && text.s[i] >= '0' && text.s[i] <= '9'; i++) digits++;
    return digits;
}

static void ticks_find(const lint *l) {
    size_t count = l->trace->ticks.count, least = l->trace->few_ticks ? TICKS_LEAST_WHOLE : 4;
    const zb_str *ticks = l->trace->ticks.data;
    if (count == 0) return;
    if (count < least || count > 7) FOUND(l, "lint.ticks", "the axis has %zu ticks, 4 to 7 are right", count);
    for (size_t i = 1; i < count; i++) {
        if (zb_str_equal(ticks[i], ticks[i - 1])) FOUND(l, "lint.ticks", "two ticks read '%.*s'", ZB_STR_ARG(ticks[i]));
    }
    int decimals = -1;
    for (size_t i = 0; i < count; i++) {
        /* a plain nought stands for any number of decimals */
        if (zb_str_is(ticks[i], "0")) continue;
        if (decimals >= 0 && decimals_of(ticks[i]) != decimals) {
            FOUND(l, "lint.decimals", "the ticks of the axis have different decimals");
            return;
        }
        decimals = decimals_of(ticks[i]);
    }
}

void zb_lint_list(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, const zb_display_list *list,
                  const zb_trace *trace, zb_length margin, zb_diags *diags) {
    lint l = {.arena = arena, .chart = chart, .look = look, .list = list, .trace = trace, .diags = diags};
    texts_collect(&l);
    overlaps_find(&l);
    clipped_find(&l);
    sizes_find(&l, margin > 0);
    grounds_find(&l);
    leaders_find(&l);
    ticks_find(&l);
    zb_length least = zb_min((list->width + 2 * margin) / MARGIN_SHARE, MARGIN_LEAST);
    if (margin > 0 && margin < least)
        FOUND(&l, "lint.margin", "the margin is %.1f pt, %.1f pt is the least", zb_to_pt(margin), zb_to_pt(least));
}

const zb_display_list *zb_chart_lint(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, zb_fonts *fonts,
                                     zb_length width, zb_length height, zb_length margin, zb_diags *diags) {
    zb_trace trace = {.few_ticks = false};
    zb_chart_look own = *look;
    zb_chart_look_theme(&own, chart->theme);
    const zb_display_list *list =
        zb_chart_trace(arena, chart, look, fonts, (zb_rect){0, 0, width, height}, &trace, diags);
    zb_lint_list(arena, chart, &own, list, &trace, margin, diags);
    return list;
}
