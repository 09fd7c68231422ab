/* SPDX-License-Identifier: Apache-2.0
 * Small multiples: several charts in a row over one scale, a title above each, one unit and legend for all. And the
 * chart that has nothing to show. */
#include <math.h>

#include "charts/axis.h"
#include "charts/head.h"

/* Shares of the label size. */
enum { PANEL_GAP = 150, TITLE_GAP = 60 };
/* Share of the frame's height that stays free of the frame. */
enum { EMPTY_MARGIN = 6 };

static void panel_title(zb_plot *plot) {
    zb_label_style style = {plot->look->label_size, 700};
    zb_label title = zb_label_new(plot, plot->chart->title, style, plot->area.width, 1, plot->chart->loc);
    zb_label_paint_at(plot, &title, ZB_ANCHOR_START, plot->area.x, plot->area.y + zb_label_ascent(style.size),
                      plot->look->value);
    zb_length used = zb_label_pitch(style.size) + zb_scale(style.size, TITLE_GAP, 100);
    plot->area.y += used;
    plot->area.height = zb_max(plot->area.height - used, 0);
}

/* One scale for all. */
static void range_join(zb_plot *plots, size_t count) {
    double low = INFINITY, high = -INFINITY;
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        low = fmin(low, plots[i].low);
        high = fmax(high, plots[i].high);
        whole = whole && plots[i].whole;
    }
    for (size_t i = 0; i < count; i++) {
        plots[i].low = low;
        plots[i].high = high;
        plots[i].whole = whole;
    }
}

/* What the first panel's tick labels take. */
static zb_length ticks_width(zb_plot *plot) {
    zb_chart_kind kind = zb_chart_shape(plot->chart, plot->look, plot->area.width);
    if (kind == ZB_CHART_HBAR || zb_chart_is_disc(plot->chart)) return 0;
    zb_plot probe = *plot;
    probe.trace = NULL;
    zb_linear_wish wish = {plot->low, plot->high, 0.1, 0.1, true, plot->whole};
    return zb_value_axis_new(&probe, &wish).width;
}

static void panel_draw(zb_plot *plot, zb_plot *panel, zb_rect area) {
    panel->painter = plot->painter;
    panel->area = area;
    panel_title(panel);
    zb_plot_marks(panel);
    plot->painter = panel->painter;
}

void zb_panels_draw(zb_plot *plot) {
    size_t count = plot->chart->panel_count;
    zb_plot *plots = ZB_NEW_ARRAY(plot->arena, count, zb_plot);
    for (size_t i = 0; i < count; i++) {
        plots[i] = *plot;
        plots[i].chart = zb_chart_prepare(plot->arena, &plot->chart->panels[i], plot->diags);
        zb_plot_measure(&plots[i]);
    }
    range_join(plots, count);
    zb_plot keys = plots[0];
    keys.painter = plot->painter;
    zb_keys_paint(&keys, keys.area.x, (zb_str){0});
    plot->painter = keys.painter;
    plot->area = keys.area;
    plot->area.y += plot->look->label_size * 3 / 10;
    plot->area.height -= plot->look->label_size * 3 / 10;
    zb_rect area = plot->area;
    zb_length gap = zb_scale(plot->look->label_size, PANEL_GAP, 100);
    plots[0].area.width = area.width / (zb_length)count;
    zb_length ticks = ticks_width(&plots[0]),
              width = (area.width - ticks - gap * (zb_length)(count - 1)) / (zb_length)count;
    for (size_t i = 0; i < count; i++) {
        zb_length own = width + (i == 0 ? ticks : 0);
        plots[i].inner = true;
        plots[i].unlabelled = i > 0 && ticks > 0;
        panel_draw(plot, &plots[i], (zb_rect){area.x, area.y, own, area.height});
        area.x += own + gap;
    }
}

void zb_empty_draw(zb_plot *plot) {
    zb_rect r = plot->area;
    zb_length margin = r.height * EMPTY_MARGIN / 100;
    zb_rect frame = {r.x, r.y + margin, r.width, zb_max(r.height - 2 * margin, ZB_PT)};
    zb_paint_round_frame(&plot->painter, frame, ZB_PT * 2, ZB_GRID_WIDTH, plot->look->axis);
    zb_label_style style = {plot->look->label_size, 400};
    zb_label label =
        zb_label_new(plot, zb_str_of(zb_word_of(plot->chart, ZB_WORD_NO_DATA)), style, r.width, 1, plot->chart->loc);
    zb_label_paint(plot, &label, ZB_ANCHOR_MIDDLE, r.x + r.width / 2, r.y + r.height / 2, plot->look->label);
}
