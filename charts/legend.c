/* SPDX-License-Identifier: Apache-2.0
 * The legend table of pies and donuts. */
#include "charts/legend.h"

#include "charts/hatch.h"
#include "charts/mark.h"

#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define NAMES_LEAST (ZB_PT * 8)

/* Shares of the label size. */
enum { SWATCH = 90, SWATCH_GAP = 60, VALUE_GAP = 170, SHARE_GAP = 110, PITCH = 178, NOTE_GAP = 50, DISC_GAP = 320 };

static zb_length em_share(const zb_plot *plot, int share) { return zb_scale(plot->look->label_size, share, 100); }

zb_length zb_legend_pitch(const zb_chart_look *look) { return zb_scale(look->label_size, PITCH, 100); }

zb_length zb_legend_gap(const zb_chart_look *look) { return zb_scale(look->label_size, DISC_GAP, 100); }

zb_length zb_legend_fixed_width(const zb_chart_look *look, zb_length values, zb_length shares) {
    zb_length width = zb_scale(look->label_size, SWATCH + SWATCH_GAP + VALUE_GAP, 100) + values;
    return shares > 0 ? width + zb_scale(look->label_size, SHARE_GAP, 100) + shares : width;
}

/* Value and share of a row, and the columns they need. */
static void numbers_make(zb_plot *plot, const zb_percents *percents, zb_legend *legend, zb_legend_row *rows) {
    for (size_t i = 0; i < legend->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        zb_label_style value = {plot->look->value_size, datum->missing ? 400 : 700},
                       share = {plot->look->label_size, 400};
        rows[i].value = zb_label_new(plot, zb_value_with_unit(plot, i), value, NO_LIMIT, 1, datum->loc);
        if (!datum->missing && plot->high > 0)
            rows[i].share = zb_label_new(plot, zb_percent_text(plot->arena, percents, i, datum->value), share, NO_LIMIT,
                                         1, datum->loc);
        legend->values_width = zb_max(legend->values_width, rows[i].value.width);
        legend->shares_width = zb_max(legend->shares_width, rows[i].share.width);
    }
}

static void names_make(zb_plot *plot, zb_legend *legend, zb_legend_row *rows, zb_length limit) {
    for (size_t i = 0; i < legend->count; i++) {
        const zb_datum *datum = &plot->chart->data[i];
        zb_label_style style = {plot->look->label_size, datum->highlight ? 700 : 400};
        rows[i].name = zb_label_new(plot, datum->name, style, limit, 2, datum->loc);
        rows[i].ink = zb_slice_ink(plot->chart, plot->look, i);
        rows[i].height = zb_legend_pitch(plot->look);
        if (rows[i].name.count > 1) rows[i].height += zb_label_pitch(style.size) * (rows[i].name.count - 1);
        legend->names_width = zb_max(legend->names_width, rows[i].name.width);
        legend->height += rows[i].height;
    }
}

zb_legend zb_legend_new(zb_plot *plot, const zb_percents *percents, zb_str note, zb_length max_width) {
    zb_legend legend = {.count = plot->chart->count};
    zb_legend_row *rows = ZB_NEW_ARRAY(plot->arena, legend.count, zb_legend_row);
    numbers_make(plot, percents, &legend, rows);
    zb_length fixed = zb_legend_fixed_width(plot->look, legend.values_width, legend.shares_width);
    names_make(plot, &legend, rows, zb_max(max_width - fixed, NAMES_LEAST));
    legend.rows = rows;
    legend.width = fixed + legend.names_width;
    if (note.n > 0) {
        zb_label_style style = {plot->look->label_size, 400};
        legend.note = zb_label_new(plot, note, style, zb_max(max_width, NAMES_LEAST), 2, plot->chart->loc);
        legend.width = zb_max(legend.width, legend.note.width);
        legend.height += legend.note.height + em_share(plot, NOTE_GAP);
    }
    return legend;
}

static void row_paint(zb_plot *plot, const zb_legend *legend, const zb_legend_row *row, zb_length x, zb_length y) {
    zb_length middle = y + row->height / 2, right = x + legend->width, swatch = em_share(plot, SWATCH);
    zb_length first =
        middle - (row->name.count > 1 ? zb_label_pitch(plot->look->label_size) * (row->name.count - 1) / 2 : 0);
    zb_mark_swatch(&plot->painter, (zb_point){x + swatch / 2, first}, swatch, row->ink.fill);
    zb_hatch_rect(&plot->painter, (zb_rect){x, first - swatch / 2, swatch, swatch}, &row->ink);
    zb_label_paint(plot, &row->name, ZB_ANCHOR_START, x + swatch + em_share(plot, SWATCH_GAP), middle,
                   plot->look->value);
    zb_label_paint(plot, &row->share, ZB_ANCHOR_END, right, first, plot->look->label);
    if (legend->shares_width > 0) right -= legend->shares_width + em_share(plot, SHARE_GAP);
    zb_label_paint(plot, &row->value, ZB_ANCHOR_END, right, first, plot->look->value);
}

void zb_legend_paint(zb_plot *plot, const zb_legend *legend, zb_length x, zb_length y) {
    for (size_t i = 0; i < legend->count; i++) {
        row_paint(plot, legend, &legend->rows[i], x, y);
        y += legend->rows[i].height;
    }
    zb_length baseline = y + em_share(plot, NOTE_GAP) + zb_label_ascent(plot->look->label_size);
    zb_label_paint_at(plot, &legend->note, ZB_ANCHOR_START, x, baseline, plot->look->label);
}
