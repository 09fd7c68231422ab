/* SPDX-License-Identifier: Apache-2.0
 * Horizontal bars: names at the left, right-aligned; values behind the bars. No axis with ticks: every bar says its
 * value. The thickness of bars and the column of names depend on the look and the names alone, so that panels side by
 * side match. */
#include <math.h>
#include <stdlib.h>

#include "charts/axis.h"
#include "charts/mark.h"

#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define CORNER_RADIUS (ZB_PT * 3 / 2)
#define BARS_LEAST (ZB_PT * 12)

/* Shares of the label size. */
enum { NAME_GAP = 75, VALUE_GAP = 55, THICKNESS = 122 };
/* Shares of the distance of bars. */
enum { THICKNESS_MOST = 68, STRETCH_MOST = 140 };

typedef struct rows {
    const zb_label *names, *values;
    int name_lines;
    zb_length names_right, left, right; /* right edge of names; ends of the scale */
    double low, high;                   /* a quarter of the values, so that no difference overflows */
    zb_length top, pitch, thickness;
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

/* Labels of the values; the widest on either side of zero. */
static void values_make(zb_plot *plot, rows *r, zb_length *before, zb_length *behind) {
    zb_label *values = ZB_NEW_ARRAY(plot->arena, plot->chart->count, zb_label);
    zb_length gap = zb_scale(plot->look->label_size, VALUE_GAP, 100);
    for (size_t i = 0; i < plot->chart->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        zb_label_style style = {plot->look->value_size, datum->missing ? 400 : 700};
        values[i] = zb_label_new(plot, plot->values[i], style, NO_LIMIT, 1, datum->loc);
        zb_length *side = !datum->missing && datum->value < 0 ? before : behind;
        *side = zb_max(*side, values[i].width + gap);
    }
    r->values = values;
}

static zb_length value_x(const rows *r, double value) {
    double range = r->high - r->low, share = range > 0 ? (value / 4 - r->low) / range : 0;
    return r->left + (zb_length)lround(share * (r->right - r->left));
}

/* Distance and place of the bars. False: they do not fit. */
static bool rows_place(zb_plot *plot, rows *r) {
    zb_length count = (zb_length)plot->chart->count, size = plot->look->label_size, height = plot->area.height;
    zb_length wanted = zb_hbar_pitch(plot->look, plot->chart->count, r->name_lines, false);
    zb_length least = zb_hbar_pitch(plot->look, plot->chart->count, r->name_lines, true);
    r->pitch = zb_min(height / count, wanted * STRETCH_MOST / 100);
    r->thickness = zb_min(zb_scale(size, THICKNESS, 100), r->pitch * THICKNESS_MOST / 100);
    r->top = plot->area.y + (height - r->pitch * count) / 2;
    if (r->pitch < least) {
        zb_plot_crowded(plot, plot->painter.height + least * count - height);
        return false;
    }
    return true;
}

static void row_paint(zb_plot *plot, const rows *r, size_t index) {
    const zb_datum *datum = &plot->chart->data[index];
    zb_length y = r->top + r->pitch * (zb_length)index + r->pitch / 2, zero = value_x(r, 0), end = zero;
    bool negative = !datum->missing && datum->value < 0;
    if (!datum->missing && datum->value != 0) {
        end = value_x(r, datum->value);
        end = negative ? zb_min(end, zero - ZB_HAIRLINE) : zb_max(end, zero + ZB_HAIRLINE);
        zb_rect bar = {zb_min(zero, end), y - r->thickness / 2, abs(end - zero), r->thickness};
        zb_mark_bar(&plot->painter, bar, negative ? ZB_SIDE_LEFT : ZB_SIDE_RIGHT, CORNER_RADIUS,
                    zb_bar_color(plot->look, datum));
    }
    zb_length gap = zb_scale(plot->look->label_size, VALUE_GAP, 100);
    zb_label_paint(plot, &r->values[index], negative ? ZB_ANCHOR_END : ZB_ANCHOR_START,
                   negative ? end - gap : end + gap, y, zb_value_color(plot->look, datum));
    zb_label_paint(plot, &r->names[index], ZB_ANCHOR_END, r->names_right, y,
                   datum->highlight ? plot->look->value : plot->look->label);
}

void zb_hbar_draw(zb_plot *plot) {
    rows r = {.name_lines = 1, .low = plot->low / 4, .high = plot->high / 4};
    zb_length before = 0, behind = 0, names = names_make(plot, &r);
    values_make(plot, &r, &before, &behind);
    r.left = plot->area.x + names + before;
    r.right = plot->area.x + plot->area.width - behind;
    r.names_right = plot->area.x + names - zb_scale(plot->look->label_size, NAME_GAP, 100);
    if (r.right - r.left < BARS_LEAST) {
        zb_plot_crowded(plot, 0);
        return;
    }
    zb_unit_paint(plot, r.left);
    if (!rows_place(plot, &r)) return;
    for (size_t i = 0; i < plot->chart->count; i++) row_paint(plot, &r, i);
    zb_length zero = value_x(&r, 0), height = r.pitch * (zb_length)plot->chart->count;
    bool both = plot->low < 0;
    zb_paint_line(&plot->painter, (zb_point){zero, r.top}, (zb_point){zero, r.top + height},
                  both ? ZB_ZERO_WIDTH : ZB_AXIS_WIDTH, both ? plot->look->label : plot->look->axis);
}
