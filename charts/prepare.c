/* SPDX-License-Identifier: Apache-2.0
 * What is done to a chart before anything is drawn or measured: one series at least, no value that is none, small
 * slices joined, and the notes that say so. Needs no fonts, so that heights know of it too. */
#include <math.h>

#include "base/utf8.h"
#include "charts/number.h"
#include "charts/series.h"

/* Pies of more slices have those below the share joined, two of them at least. */
enum { SLICES_MOST = 10, JOINED_LEAST = 2 };
#define SMALL_SHARE 0.01
/* Names of joined slices are listed up to so many characters. */
enum { NAMES_MOST = 48 };
/* Bars shorter than this share of the longest are below one pixel. */
#define THIN_SHARE (1 / 400.0)

static void note_add(zb_arena *arena, zb_chart *chart, zb_str note) {
    if (chart->note.n == 0) chart->note = note;
    else
        chart->note = zb_str_format(arena, "%.*s%s%.*s", ZB_STR_ARG(chart->note), zb_word_of(chart, ZB_WORD_STOP),
                                    ZB_STR_ARG(note));
}

static void number_report(const zb_chart *chart, const zb_series *series, const zb_datum *datum, zb_diags *diags) {
    if (diags == NULL) return;
    if (series->name.n > 0)
        zb_diag_add(diags, ZB_WARNING, "chart.number", datum->loc,
                    "value of '%.*s' in '%.*s' is not a finite number and is shown as missing", ZB_STR_ARG(datum->name),
                    ZB_STR_ARG(series->name));
    else
        zb_diag_add(diags, ZB_WARNING, "chart.number", datum->loc,
                    "value of '%.*s' is not a finite number and is shown as missing", ZB_STR_ARG(datum->name));
    zb_diag_hint(diags, "leave the value empty where there is none");
    (void)chart;
}

static const zb_datum *data_clean(zb_arena *arena, const zb_chart *chart, const zb_series *series, zb_diags *diags) {
    size_t wrong = 0;
    for (size_t i = 0; i < chart->count; i++) wrong += !series->data[i].missing && !isfinite(series->data[i].value);
    if (wrong == 0) return series->data;
    zb_datum *data = ZB_NEW_ARRAY(arena, chart->count, zb_datum);
    for (size_t i = 0; i < chart->count; i++) {
        data[i] = series->data[i];
        if (data[i].missing || isfinite(data[i].value)) continue;
        number_report(chart, series, &data[i], diags);
        data[i].missing = true;
    }
    return data;
}

static void series_prepare(zb_arena *arena, zb_chart *chart, zb_diags *diags) {
    bool one = chart->series == NULL || chart->series_count == 0;
    size_t count = one ? 1 : chart->series_count;
    zb_series *series = ZB_NEW_ARRAY(arena, count, zb_series);
    for (size_t s = 0; s < count; s++) {
        series[s] = one ? (zb_series){.data = chart->data, .loc = chart->loc} : chart->series[s];
        series[s].data = data_clean(arena, chart, &series[s], diags);
    }
    chart->series = series;
    chart->series_count = count;
    chart->data = series[0].data;
}

static void data_replace(zb_arena *arena, zb_chart *chart, const zb_datum *data, size_t count) {
    zb_series *series = ZB_NEW(arena, zb_series);
    *series = chart->series[0];
    series->data = data;
    chart->series = series;
    chart->data = data;
    chart->count = count;
}

static bool is_part(const zb_datum *datum) { return !datum->missing && datum->value > 0; }

/* "甲、乙、丙" of those data that `wanted` says, as far as the room goes; empty: too long. */
static zb_str names_join(zb_arena *arena, const zb_chart *chart, const bool *wanted) {
    zb_buf out = {0};
    for (size_t i = 0; i < chart->count; i++) {
        if (!wanted[i]) continue;
        zb_buf_format(&out, "%s%.*s", out.n > 0 ? zb_word_of(chart, ZB_WORD_COMMA) : "",
                      ZB_STR_ARG(chart->data[i].name));
    }
    zb_str names = zb_str_copy(arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return zb_utf8_count(names) <= NAMES_MOST ? names : (zb_str){0};
}

/* Slices of nothing have no place in a pie with labels outside: a note names them. */
static void zeroes_note(zb_arena *arena, zb_chart *chart) {
    bool *zero = ZB_NEW_ARRAY(arena, chart->count, bool);
    size_t zeroes = 0, parts = 0, kept = 0;
    for (size_t i = 0; i < chart->count; i++) {
        zero[i] = !chart->data[i].missing && chart->data[i].value == 0;
        zeroes += zero[i];
        parts += is_part(&chart->data[i]);
    }
    if (zeroes == 0 || parts == 0) return;
    zb_str names = names_join(arena, chart, zero);
    if (names.n == 0) return;
    zb_datum *data = ZB_NEW_ARRAY(arena, chart->count, zb_datum);
    for (size_t i = 0; i < chart->count; i++) {
        if (!zero[i]) data[kept++] = chart->data[i];
    }
    note_add(arena, chart, zb_str_format(arena, zb_word_of(chart, ZB_WORD_ZEROES), ZB_STR_ARG(names)));
    data_replace(arena, chart, data, kept);
}

static void joined_note(zb_arena *arena, zb_chart *chart, const bool *small, size_t count, double greatest) {
    zb_str names = names_join(arena, chart, small);
    if (names.n > 0) {
        note_add(arena, chart, zb_str_format(arena, zb_word_of(chart, ZB_WORD_OTHERS_ARE), count, ZB_STR_ARG(names)));
        return;
    }
    /* the next tenth of a percent that none of them reaches */
    zb_str share = zb_str_format(arena, "%.1f%%", (floor(greatest * 1000 + 1e-9) + 1) / 10);
    note_add(arena, chart, zb_str_format(arena, zb_word_of(chart, ZB_WORD_OTHERS_EACH), count, ZB_STR_ARG(share)));
}

/* Joins slices too small to be labelled as "其他 n 项". */
static void slices_join(zb_arena *arena, zb_chart *chart) {
    double sum = 0, joined = 0, greatest = 0;
    size_t parts = 0, count = 0, kept = 0;
    for (size_t i = 0; i < chart->count; i++) {
        parts += is_part(&chart->data[i]);
        if (is_part(&chart->data[i])) sum += chart->data[i].value;
    }
    if (parts <= SLICES_MOST || !isfinite(sum)) return;
    bool *small = ZB_NEW_ARRAY(arena, chart->count, bool);
    for (size_t i = 0; i < chart->count; i++) {
        small[i] = is_part(&chart->data[i]) && chart->data[i].value < SMALL_SHARE * sum;
        if (!small[i]) continue;
        count++;
        joined += chart->data[i].value;
        greatest = fmax(greatest, chart->data[i].value / sum);
    }
    if (count < JOINED_LEAST) return;
    zb_datum *data = ZB_NEW_ARRAY(arena, chart->count, zb_datum);
    for (size_t i = 0; i < chart->count; i++) {
        if (!small[i]) data[kept++] = chart->data[i];
    }
    zb_str text = zb_number_text(arena, joined, zb_value_decimals(chart));
    zb_str name = zb_str_format(arena, zb_word_of(chart, ZB_WORD_OTHERS), count);
    data[kept++] = (zb_datum){.name = name, .value = joined, .value_text = text, .loc = chart->loc};
    joined_note(arena, chart, small, count, greatest);
    data_replace(arena, chart, data, kept);
}

/* Bars that are there but cannot be seen. */
static void thin_note(zb_arena *arena, zb_chart *chart) {
    double most = 0;
    size_t thin = 0;
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &chart->series[s].data[i];
            if (!datum->missing) most = fmax(most, fabs(datum->value));
        }
    }
    for (size_t s = 0; s < chart->series_count; s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &chart->series[s].data[i];
            thin += !datum->missing && datum->value != 0 && fabs(datum->value) < most * THIN_SHARE;
        }
    }
    if (thin > 0) note_add(arena, chart, zb_str_format(arena, zb_word_of(chart, ZB_WORD_THIN), thin));
}

const zb_chart *zb_chart_prepare(zb_arena *arena, const zb_chart *source, zb_diags *diags) {
    zb_chart *chart = ZB_NEW(arena, zb_chart);
    *chart = *source;
    if (chart->count > ZB_CHART_DATA_MAX || chart->series_count > ZB_CHART_SERIES_MAX) chart->count = 0;
    series_prepare(arena, chart, diags);
    if (zb_chart_is_disc(chart) && chart->count > 0) {
        if (!chart->keep_small) slices_join(arena, chart);
        if (chart->kind == ZB_CHART_PIE) zeroes_note(arena, chart);
    }
    if (zb_chart_is_bars(chart) && !zb_chart_is_stacked(chart)) thin_note(arena, chart);
    return chart;
}
