/* SPDX-License-Identifier: Apache-2.0
 * Horizontal bars, one or several a category, side by side or stacked: names at the left, right-aligned; values behind
 * the bars or inside the pieces of a stack with the sum behind it. No axis with ticks: every bar says its value. The
 * thickness of bars and the column of names depend on the look and the names alone, so that panels side by side
 * match. */
#include <math.h>
#include <stdlib.h>

#include "charts/axis.h"
#include "charts/callout.h"
#include "charts/gutter.h"
#include "charts/hatch.h"
#include "charts/head.h"
#include "charts/mark.h"
#include "charts/number.h"
#include "charts/stacktext.h"

#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define CORNER_RADIUS (ZB_PT * 3 / 2)
#define BARS_LEAST (ZB_PT * 12)
#define PIECE_GAP (ZB_PT / 2)
#define HOLE_MARGIN (ZB_PT * 3 / 2)
#define REFERENCE_WIDTH (ZB_PT * 3 / 4)

/* Shares of the label size. */
enum { NAME_GAP = 75, VALUE_GAP = 55, THICKNESS = 122, SLOT = 140, REFERENCE_GAP = 50 };
/* Shares of the distance of bars. */
enum { THICKNESS_MOST = 68, STRETCH_MOST = 140 };

typedef struct rows {
    zb_spans spans;
    bool stacked;
    size_t slots; /* bars of a category */
    const zb_label *names;
    const zb_label *values; /* [series x count + category]; of a stack: its sum */
    const zb_label *below;  /* of a stack: the sum of what is negative */
    int name_lines;
    zb_length names_right, left, right; /* right edge of names; ends of the scale */
    double low, high;                   /* a quarter of the values, so that no difference overflows */
    zb_length top, pitch, slot, thickness;
    zb_holes holes;
} rows;

static zb_label_style name_style(const zb_plot *plot, const zb_datum *datum) {
    return (zb_label_style){plot->look->label_size, datum->highlight ? 700 : 400};
}

/* The column for names: wider only where a name needs it. */
static zb_length names_limit(zb_plot *plot) {
    zb_length first = zb_hbar_names_width(plot->area.width, false);
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        if (!zb_label_fits(plot, datum->name, name_style(plot, datum), first, 2, datum->loc))
            return zb_hbar_names_width(plot->area.width, true);
    }
    return first;
}

static zb_length names_make(zb_plot *plot, rows *r) {
    zb_label *names = ZB_NEW_ARRAY(plot->arena, plot->chart->count, zb_label);
    zb_length limit = names_limit(plot), width = 0;
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        names[i] = zb_label_new(plot, datum->name, name_style(plot, datum), limit, 2, datum->loc);
        width = zb_max(width, names[i].width);
        if (names[i].count > r->name_lines) r->name_lines = names[i].count;
    }
    r->names = names;
    return width > 0 ? width + zb_scale(plot->look->label_size, NAME_GAP, 100) : 0;
}

/* What labels take beyond the bars at either side of zero. */
typedef struct sides {
    zb_length before, behind;
} sides;

static zb_label value_label(zb_plot *plot, zb_str text, bool strong, zb_loc loc, zb_length *side) {
    zb_label_style style = {plot->look->value_size, strong ? 700 : 400};
    zb_label label = zb_label_new(plot, text, style, NO_LIMIT, 1, loc);
    *side = zb_max(*side, label.width + zb_scale(plot->look->label_size, VALUE_GAP, 100));
    return label;
}

static void sums_make(zb_plot *plot, rows *r, sides *beyond) {
    size_t count = plot->chart->count;
    zb_label *up = ZB_NEW_ARRAY(plot->arena, count, zb_label), *down = ZB_NEW_ARRAY(plot->arena, count, zb_label);
    for (size_t i = 0; i < count && plot->chart->stack != ZB_STACK_SHARE; i++) {
        const zb_sums *sums = &r->spans.sums[i];
        zb_loc loc = plot->chart->data[i].loc;
        if (sums->any && (sums->up > 0 || sums->down == 0))
            up[i] =
                value_label(plot, zb_chart_number_text(plot->arena, plot->chart, sums->up), true, loc, &beyond->behind);
        if (sums->down < 0)
            down[i] = value_label(plot, zb_chart_number_text(plot->arena, plot->chart, sums->down), true, loc,
                                  &beyond->before);
    }
    r->values = up;
    r->below = down;
}

static void values_make(zb_plot *plot, rows *r, sides *beyond) {
    const zb_chart *chart = plot->chart;
    zb_label *values = ZB_NEW_ARRAY(plot->arena, chart->count * chart->series_count, zb_label);
    r->values = r->below = values;
    if (chart->labels == ZB_LABELS_NONE) return;
    if (r->stacked) {
        sums_make(plot, r, beyond);
        return;
    }
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &chart->series[s].data[i];
            zb_length *side = !datum->missing && datum->value < 0 ? &beyond->before : &beyond->behind;
            bool strong = !datum->missing && chart->series_count == 1;
            values[s * chart->count + i] = value_label(plot, plot->texts[s][i], strong, datum->loc, side);
        }
    }
}

static zb_length value_x(const rows *r, double value) {
    double range = r->high - r->low, share = range > 0 ? (value / 4 - r->low) / range : 0;
    return r->left + (zb_length)lround(share * (r->right - r->left));
}

/* Distance and place of the bars. False: they do not fit. */
static bool rows_place(zb_plot *plot, rows *r) {
    zb_length count = (zb_length)plot->chart->count, size = plot->look->label_size, height = plot->area.height;
    zb_length wanted = zb_hbar_pitch(plot->look, plot->chart->count, r->slots, r->name_lines, false);
    zb_length least = zb_hbar_pitch(plot->look, plot->chart->count, r->slots, r->name_lines, true);
    r->pitch = zb_min(height / count, wanted * STRETCH_MOST / 100);
    zb_length group = r->pitch * (r->slots > 1 ? 84 : 100) / 100;
    r->slot = group / (zb_length)r->slots;
    zb_length most = r->slots > 1 ? r->slot * 92 / 100 : r->pitch * THICKNESS_MOST / 100;
    r->thickness = zb_min(zb_scale(size, r->stacked ? SLOT : THICKNESS, 100), most);
    r->slot = r->slots > 1 ? zb_min(r->slot, r->thickness * 112 / 100) : r->slot;
    r->top = plot->area.y + (height - r->pitch * count) / 2;
    if (r->pitch < least) {
        zb_plot_crowded(plot, plot->painter.height + least * count - height);
        return false;
    }
    return true;
}

static zb_length row_middle(const rows *r, size_t index) { return r->top + r->pitch * (zb_length)index + r->pitch / 2; }

/* The bar of a datum; width 0 where it has none. */
static zb_rect bar_rect(const rows *r, size_t series, size_t index) {
    zb_length y = row_middle(r, index);
    if (r->slots > 1) y += r->slot * (2 * (zb_length)series + 1 - (zb_length)r->slots) / 2;
    const zb_span *span = zb_span_at(&r->spans, series, index);
    zb_length foot = value_x(r, span->from), end = value_x(r, span->to);
    if (span->from == span->to) return (zb_rect){foot, y - r->thickness / 2, 0, r->thickness};
    bool negative = span->to < span->from;
    if (r->stacked && span->from != 0 && abs(end - foot) > 3 * PIECE_GAP) foot += negative ? -PIECE_GAP : PIECE_GAP;
    end = negative ? zb_min(end, foot - ZB_HAIRLINE) : zb_max(end, foot + ZB_HAIRLINE);
    return (zb_rect){zb_min(foot, end), y - r->thickness / 2, abs(end - foot), r->thickness};
}

static void bar_paint(zb_plot *plot, rows *r, size_t series, size_t index) {
    zb_rect bar = bar_rect(r, series, index);
    const zb_span *span = zb_span_at(&r->spans, series, index);
    if (bar.width == 0) return;
    zb_ink ink = zb_mark_ink(plot->chart, plot->look, series, index);
    zb_mark_bar(&plot->painter, bar, span->to < span->from ? ZB_SIDE_LEFT : ZB_SIDE_RIGHT,
                span->outer ? CORNER_RADIUS : 0, ink.fill);
    zb_hatch_rect(&plot->painter, bar, &ink);
    if (r->stacked && plot->chart->labels != ZB_LABELS_NONE) zb_piece_text(plot, series, index, bar, &ink, &r->holes);
}

typedef struct put {
    const zb_color *color; /* NULL: only reserved */
    bool before;           /* at the left of x */
} put;

static void label_put(zb_plot *plot, rows *r, const zb_label *label, zb_length end, zb_length y, put how) {
    zb_length gap = zb_scale(plot->look->label_size, VALUE_GAP, 100), x = how.before ? end - gap : end + gap;
    if (label->count == 0) return;
    if (how.color) {
        zb_label_paint(plot, label, how.before ? ZB_ANCHOR_END : ZB_ANCHOR_START, x, y, *how.color);
        return;
    }
    zb_length half = zb_label_centre(label->size) + HOLE_MARGIN;
    zb_rect hole = {(how.before ? x - label->width : x) - HOLE_MARGIN, y - half, label->width + 2 * HOLE_MARGIN,
                    2 * half};
    ZB_PUSH(plot->arena, &r->holes, hole);
}

/* The values of one category: painted, or only reserved. */
static void row_labels(zb_plot *plot, rows *r, size_t index, bool paint) {
    const zb_chart *chart = plot->chart;
    zb_length y = row_middle(r, index);
    if (r->stacked) {
        const zb_sums *sums = &r->spans.sums[index];
        const zb_color *color = paint ? &plot->look->value : NULL;
        label_put(plot, r, &r->values[index], value_x(r, sums->up), y, (put){color, false});
        label_put(plot, r, &r->below[index], value_x(r, sums->down), y, (put){color, true});
        return;
    }
    for (size_t s = 0; s < chart->series_count; s++) {
        const zb_datum *datum = &chart->series[s].data[index];
        bool before = !datum->missing && datum->value < 0;
        zb_rect bar = bar_rect(r, s, index);
        zb_color color = chart->series_count == 1 ? zb_value_color(chart, plot->look, index)
                         : datum->missing         ? plot->look->label
                                                  : plot->look->value;
        label_put(plot, r, &r->values[s * chart->count + index], before ? bar.x : bar.x + bar.width,
                  bar.y + bar.height / 2, (put){paint ? &color : NULL, before});
    }
}

static void row_paint(zb_plot *plot, rows *r, size_t index) {
    const zb_datum *datum = &plot->chart->data[index];
    for (size_t s = 0; s < plot->chart->series_count; s++) bar_paint(plot, r, s, index);
    row_labels(plot, r, index, true);
    zb_label_paint(plot, &r->names[index], ZB_ANCHOR_END, r->names_right, row_middle(r, index),
                   datum->highlight ? plot->look->value : plot->look->label);
}

/* Reference lines are upright here; their labels stand in a row above the bars. */
static void references_paint(zb_plot *plot, rows *r) {
    const zb_chart *chart = plot->chart;
    size_t count = chart->reference_count;
    double *centres = ZB_NEW_ARRAY(plot->arena, count, double), *widths = ZB_NEW_ARRAY(plot->arena, count, double);
    zb_label *labels = ZB_NEW_ARRAY(plot->arena, count, zb_label);
    zb_rule rule = {REFERENCE_WIDTH, zb_reference_color(plot->look), true};
    zb_length size = plot->look->label_size, foot = r->top + r->pitch * (zb_length)chart->count;
    for (size_t i = 0; i < count; i++) {
        zb_length x = value_x(r, chart->references[i].value);
        labels[i] = zb_label_new(plot, zb_reference_text(plot, &chart->references[i]), (zb_label_style){size, 400},
                                 plot->area.width / (zb_length)count - size, 1, chart->references[i].loc);
        centres[i] = x;
        widths[i] = labels[i].width + size;
        zb_rule_paint(plot, (zb_point){x, r->top}, (zb_point){x, foot}, &rule, &r->holes);
    }
    if (!zb_callouts_spread(centres, widths, count, plot->area.x - size / 2,
                            plot->area.x + plot->area.width + size / 2)) {
        zb_plot_crowded(plot, 0);
        return;
    }
    for (size_t i = 0; i < count; i++)
        zb_label_paint_at(plot, &labels[i], ZB_ANCHOR_MIDDLE, (zb_length)centres[i],
                          r->top - zb_scale(size, REFERENCE_GAP, 100), plot->look->value);
}

static int reference_order(const void *a, const void *b) {
    const zb_reference *x = a, *y = b;
    return x->value < y->value ? -1 : x->value > y->value;
}

/* Reference lines in rising order, as their labels stand. */
static void references_sort(zb_plot *plot, zb_chart *copy) {
    zb_reference *sorted = ZB_NEW_ARRAY(plot->arena, copy->reference_count, zb_reference);
    for (size_t i = 0; i < copy->reference_count; i++) sorted[i] = copy->references[i];
    qsort(sorted, copy->reference_count, sizeof *sorted, reference_order);
    copy->references = sorted;
    plot->chart = copy;
}

static void marks_paint(zb_plot *plot, rows *r) {
    for (size_t i = 0; i < plot->chart->count; i++) row_labels(plot, r, i, false);
    for (size_t i = 0; i < plot->chart->count; i++) row_paint(plot, r, i);
    zb_length zero = value_x(r, 0), height = r->pitch * (zb_length)plot->chart->count;
    bool both = plot->low < 0;
    zb_paint_line(&plot->painter, (zb_point){zero, r->top}, (zb_point){zero, r->top + height},
                  both ? ZB_ZERO_WIDTH : ZB_AXIS_WIDTH, both ? plot->look->label : plot->look->axis);
    references_paint(plot, r);
}

void zb_hbar_draw(zb_plot *plot) {
    zb_chart copy = *plot->chart;
    rows r = {.name_lines = 1, .low = plot->low / 4, .high = plot->high / 4};
    r.spans = zb_spans_of(plot->arena, plot->chart);
    r.stacked = zb_chart_is_stacked(plot->chart);
    r.slots = r.stacked ? 1 : plot->chart->series_count;
    if (copy.reference_count > 0) references_sort(plot, &copy);
    sides beyond = {0};
    zb_length names = names_make(plot, &r),
              reference_row = copy.reference_count > 0 ? zb_label_pitch(plot->look->label_size) : 0;
    values_make(plot, &r, &beyond);
    r.left = plot->area.x + names + (plot->low < 0 ? beyond.before : 0);
    r.right = plot->area.x + plot->area.width - beyond.behind;
    r.names_right = plot->area.x + names - zb_scale(plot->look->label_size, NAME_GAP, 100);
    if (r.right - r.left < BARS_LEAST) {
        zb_plot_crowded(plot, 0);
        return;
    }
    zb_keys_paint(plot, zb_keys_wanted(plot->chart) ? plot->area.x : r.left, (zb_str){0});
    plot->area.y += reference_row;
    plot->area.height -= reference_row;
    if (rows_place(plot, &r)) marks_paint(plot, &r);
}
