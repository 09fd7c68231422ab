/* SPDX-License-Identifier: Apache-2.0
 * Texts inside pieces. */
#include "charts/stacktext.h"

#include <math.h>

#include "charts/number.h"

#define NO_LIMIT (ZB_LENGTH_MAX / 4)
#define MARGIN (ZB_PT * 3 / 2)

static zb_percents category_percents(zb_plot *plot, size_t index, int least) {
    const zb_chart *chart = plot->chart;
    double *values = ZB_NEW_ARRAY(plot->arena, chart->series_count, double);
    for (size_t s = 0; s < chart->series_count; s++) {
        const zb_datum *datum = &chart->series[s].data[index];
        values[s] = datum->missing ? 0 : datum->value;
    }
    return zb_percents_with(plot->arena, values, chart->series_count, least);
}

/* Shares by the rule for percentages, with the same decimals in all stacks. */
static zb_str share_text(zb_plot *plot, size_t series, size_t index) {
    if (plot->share_decimals < 0) {
        plot->share_decimals = 0;
        for (size_t i = 0; i < plot->chart->count; i++) {
            int decimals = category_percents(plot, i, 0).decimals;
            if (decimals > plot->share_decimals) plot->share_decimals = decimals;
        }
    }
    zb_percents percents = category_percents(plot, index, plot->share_decimals);
    return zb_percent_text(plot->arena, &percents, series, plot->chart->series[series].data[index].value);
}

void zb_piece_text(zb_plot *plot, size_t series, size_t index, zb_rect piece, const zb_ink *ink, zb_holes *holes) {
    const zb_datum *datum = &plot->chart->series[series].data[index];
    if (datum->missing) return;
    zb_length capital = 2 * zb_label_centre(plot->look->value_size);
    if (piece.height < capital + 2 * MARGIN) return;
    zb_str text = plot->chart->stack == ZB_STACK_SHARE ? share_text(plot, series, index) : plot->texts[series][index];
    zb_label_style style = {plot->look->value_size, 400};
    if (zb_label_guess(text, style.size) > piece.width * 5 / 4) return;
    zb_label label = zb_label_new(plot, text, style, NO_LIMIT, 1, datum->loc);
    if (label.width > piece.width - 2 * MARGIN) return;
    zb_length x = piece.x + piece.width / 2, y = piece.y + piece.height / 2;
    zb_rect ground = {x - label.width / 2 - MARGIN, y - capital / 2 - MARGIN, label.width + 2 * MARGIN,
                      capital + 2 * MARGIN};
    /* hatching would run through the digits */
    if (ink->hatch > 0) zb_paint_round_rect(&plot->painter, ground, MARGIN, ink->fill);
    ZB_PUSH(plot->arena, holes, ground);
    zb_label_paint(plot, &label, ZB_ANCHOR_MIDDLE, x, y, zb_text_color_on(plot->look, ink->fill));
}
