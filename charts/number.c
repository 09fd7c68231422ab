/* SPDX-License-Identifier: Apache-2.0
 * Values as text. Where the source spelled a number, its own digits are shown; noughts are added, never a digit lost.
 */
#include "charts/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define MINUS "\xE2\x88\x92"
#define EN_DASH "\xE2\x80\x93"

enum { DECIMALS_MAX = 15 };

/* Numbers from here on have their digits in groups where the chart does not say. */
#define LONG_LEAST 10000

typedef struct number_shape {
    bool plain; /* digits with at most one point, a sign before */
    int decimals;
} number_shape;

static number_shape shape_of(zb_str text) {
    number_shape shape = {.decimals = -1};
    size_t i = text.n > 0 && (text.s[0] == '-' || text.s[0] == '+') ? 1 : 0, digits = 0;
    for (; i < text.n; i++) {
        if (text.s[i] >= '0' && text.s[i] <= '9') {
            digits++;
            if (shape.decimals >= 0) shape.decimals++;
        } else if (text.s[i] == '.' && shape.decimals < 0) {
            shape.decimals = 0;
        } else {
            return (number_shape){false, 0};
        }
    }
    if (shape.decimals < 0) shape.decimals = 0;
    shape.plain = digits > 0;
    return shape;
}

/* The spelling of a datum, or of its value where it has none. */
static zb_str spelling_of(zb_arena *arena, const zb_datum *datum) {
    zb_str text = zb_str_trim(datum->value_text);
    if (text.n > 0 && text.n <= ZB_VALUE_TEXT_MAX) return text;
    if (fabs(datum->value) < 1e15 && datum->value == floor(datum->value))
        return zb_str_format(arena, "%.0f", datum->value);
    return zb_str_format(arena, "%.*g", text.n ? 6 : 15, datum->value);
}

/* A minus sign for the hyphen, and noughts up to `decimals`. */
static zb_str text_finish(zb_arena *arena, zb_str text, int decimals) {
    number_shape shape = shape_of(text);
    bool minus = text.n > 1 && text.s[0] == '-';
    int missing = shape.plain ? decimals - shape.decimals : 0;
    bool point = missing > 0 && memchr(text.s, '.', text.n) == NULL;
    zb_str digits = zb_str_sub(text, minus ? 1 : 0, text.n);
    return zb_str_format(arena, "%s%.*s%s%.*s", minus ? MINUS : "", ZB_STR_ARG(digits), point ? "." : "",
                         missing > 0 ? missing : 0, "000000000000000");
}

zb_str zb_digits_group(zb_arena *arena, zb_str text) {
    size_t start = 0, end;
    while (start < text.n && (text.s[start] < '0' || text.s[start] > '9')) start++;
    for (end = start; end < text.n && text.s[end] >= '0' && text.s[end] <= '9';) end++;
    if (end - start < 4 || (end < text.n && text.s[end] != '.')) return text;
    zb_buf out = {0};
    zb_buf_add(&out, zb_str_sub(text, 0, start));
    for (size_t i = start; i < end; i++) {
        if (i > start && (end - i) % 3 == 0) zb_buf_add_char(&out, ',');
        zb_buf_add_char(&out, text.s[i]);
    }
    zb_buf_add(&out, zb_str_sub(text, end, text.n));
    zb_str grouped = zb_str_copy(arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return grouped;
}

/* 1.2 亿, 3.65 万: at most two decimals, without noughts at their end. Empty: the number is smaller. */
static zb_str text_zh(zb_arena *arena, double value) {
    static const struct {
        double least;
        const char *name;
    } steps[] = {{1e12, "万亿"}, {1e8, "亿"}, {1e4, "万"}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        /* what would round up to ten thousand of a unit is one of the next */
        if (fabs(value) < steps[i].least * (1 - 5e-7) || fabs(value) >= 1e16) continue;
        zb_str digits = zb_str_format(arena, "%.2f", fabs(value) / steps[i].least);
        while (zb_str_ends(digits, "0")) digits.n--;
        if (zb_str_ends(digits, ".")) digits.n--;
        return zb_str_format(arena, "%s%.*s %s", value < 0 ? MINUS : "", ZB_STR_ARG(digits), steps[i].name);
    }
    return (zb_str){0};
}

static const zb_datum *series_data(const zb_chart *chart, size_t index) {
    return chart->series ? chart->series[index].data : chart->data;
}

static size_t series_count(const zb_chart *chart) { return chart->series ? chart->series_count : 1; }

/* Whether some value is long enough for groups of three digits. */
bool zb_chart_is_long(const zb_chart *chart) {
    for (size_t s = 0; s < series_count(chart); s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &series_data(chart, s)[i];
            if (!datum->missing && fabs(datum->value) >= LONG_LEAST) return true;
        }
    }
    return false;
}

static bool is_grouped(const zb_chart *chart) {
    return chart->number == ZB_NUMBER_GROUPED || (chart->number == ZB_NUMBER_AUTO && zb_chart_is_long(chart));
}

int zb_value_decimals(const zb_chart *chart) {
    if (chart->decimals_set) return chart->decimals < DECIMALS_MAX ? chart->decimals : DECIMALS_MAX;
    zb_arena *scratch = zb_arena_open();
    int most = 0;
    for (size_t s = 0; s < series_count(chart); s++) {
        for (size_t i = 0; i < chart->count; i++) {
            const zb_datum *datum = &series_data(chart, s)[i];
            if (datum->missing || !isfinite(datum->value)) continue;
            number_shape shape = shape_of(spelling_of(scratch, datum));
            if (shape.plain && shape.decimals > most) most = shape.decimals;
        }
    }
    zb_arena_close(scratch);
    return most < DECIMALS_MAX ? most : DECIMALS_MAX;
}

typedef struct value_format {
    const zb_chart *chart;
    int decimals;
    bool grouped;
} value_format;

static zb_str value_text(zb_arena *arena, const value_format *f, const zb_datum *datum) {
    zb_str zh = f->chart->number == ZB_NUMBER_ZH ? text_zh(arena, datum->value) : (zb_str){0};
    if (zh.n > 0) return zh;
    zb_str text = spelling_of(arena, datum);
    if (f->chart->decimals_set && shape_of(text).plain && fabs(datum->value) < 1e15)
        text = zb_str_format(arena, "%.*f", f->decimals, datum->value);
    text = text_finish(arena, text, f->decimals);
    return f->grouped ? zb_digits_group(arena, text) : text;
}

const zb_str *zb_series_texts(zb_arena *arena, const zb_chart *chart, size_t series, zb_diags *diags) {
    zb_str *texts = ZB_NEW_ARRAY(arena, chart->count, zb_str);
    value_format format = {chart, zb_value_decimals(chart), is_grouped(chart)};
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &series_data(chart, series)[i];
        texts[i] = ZB_STR(EN_DASH);
        if (datum->missing || !isfinite(datum->value)) continue;
        texts[i] = value_text(arena, &format, datum);
        if (diags == NULL || zb_str_trim(datum->value_text).n <= ZB_VALUE_TEXT_MAX) continue;
        zb_diag_add(diags, ZB_WARNING, "chart.value", datum->loc, "value of %zu characters is shown as '%.*s'",
                    zb_utf8_count(datum->value_text), ZB_STR_ARG(texts[i]));
    }
    return texts;
}

const zb_str *zb_value_texts(zb_arena *arena, const zb_chart *chart, zb_diags *diags) {
    return zb_series_texts(arena, chart, 0, diags);
}

zb_str zb_number_text(zb_arena *arena, double value, int decimals) {
    zb_str text =
        fabs(value) < 1e15 ? zb_str_format(arena, "%.*f", decimals, value) : zb_str_format(arena, "%.6g", value);
    /* a sum that comes to nothing but for binary noise is no negative nought */
    if (zb_str_starts(text, "-") && strpbrk(text.s, "123456789") == NULL) text = zb_str_sub(text, 1, text.n);
    return text_finish(arena, text, decimals);
}

zb_str zb_chart_number_text(zb_arena *arena, const zb_chart *chart, double value) {
    zb_str zh = chart->number == ZB_NUMBER_ZH ? text_zh(arena, value) : (zb_str){0};
    if (zh.n > 0) return zh;
    zb_str text = zb_number_text(arena, value, zb_value_decimals(chart));
    bool grouped = is_grouped(chart) || (chart->number == ZB_NUMBER_AUTO && fabs(value) >= LONG_LEAST);
    return grouped && fabs(value) < 1e15 ? zb_digits_group(arena, text) : text;
}

double zb_chart_total(const zb_chart *chart) {
    double sum = 0;
    for (size_t i = 0; i < chart->count; i++) {
        if (!chart->data[i].missing && isfinite(chart->data[i].value)) sum += chart->data[i].value;
    }
    return sum;
}
