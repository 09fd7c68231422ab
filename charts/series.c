/* SPDX-License-Identifier: Apache-2.0
 * Stacking. */
#include "charts/series.h"

#include <math.h>

bool zb_chart_is_stacked(const zb_chart *chart) {
    return chart->series_count > 1 && (chart->stack != ZB_STACK_NONE || chart->kind == ZB_CHART_AREA);
}

static double share_factor(const zb_chart *chart, size_t index) {
    if (chart->stack != ZB_STACK_SHARE || chart->series_count < 2) return 1;
    double sum = 0;
    for (size_t s = 0; s < chart->series_count; s++) {
        const zb_datum *datum = &chart->series[s].data[index];
        if (!datum->missing) sum += fabs(datum->value);
    }
    return sum > 0 ? 100 / sum : 0;
}

/* The spans of one category, from the first series outwards. */
static void category_span(const zb_chart *chart, size_t index, zb_span *spans, zb_sums *sums) {
    bool stacked = zb_chart_is_stacked(chart);
    double factor = share_factor(chart, index);
    zb_span *last_up = NULL, *last_down = NULL;
    for (size_t s = 0; s < chart->series_count; s++) {
        const zb_datum *datum = &chart->series[s].data[index];
        zb_span *span = &spans[s * chart->count + index];
        if (datum->missing) continue;
        double value = datum->value * factor, *sum = value < 0 ? &sums->down : &sums->up;
        span->from = stacked ? *sum : 0;
        span->to = span->from + value;
        span->outer = !stacked;
        *sum += value;
        sums->any = true;
        if (value > 0) last_up = span;
        else if (value < 0) last_down = span;
    }
    if (last_up) last_up->outer = true;
    if (last_down) last_down->outer = true;
}

zb_spans zb_spans_of(zb_arena *arena, const zb_chart *chart) {
    zb_span *spans = ZB_NEW_ARRAY(arena, chart->series_count * chart->count, zb_span);
    zb_sums *sums = ZB_NEW_ARRAY(arena, chart->count, zb_sums);
    for (size_t i = 0; i < chart->count; i++) category_span(chart, i, spans, &sums[i]);
    return (zb_spans){spans, sums, chart->count};
}

const zb_span *zb_span_at(const zb_spans *spans, size_t series, size_t index) {
    return &spans->spans[series * spans->count + index];
}
