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

int zb_value_decimals(const zb_chart *chart) {
    zb_arena *scratch = zb_arena_open();
    int most = 0;
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &chart->data[i];
        if (datum->missing || !isfinite(datum->value)) continue;
        number_shape shape = shape_of(spelling_of(scratch, datum));
        if (shape.plain && shape.decimals > most) most = shape.decimals;
    }
    zb_arena_close(scratch);
    return most < DECIMALS_MAX ? most : DECIMALS_MAX;
}

const zb_str *zb_value_texts(zb_arena *arena, const zb_chart *chart, zb_diags *diags) {
    zb_str *texts = ZB_NEW_ARRAY(arena, chart->count, zb_str);
    int decimals = zb_value_decimals(chart);
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &chart->data[i];
        texts[i] = ZB_STR(EN_DASH);
        if (datum->missing || !isfinite(datum->value)) continue;
        texts[i] = text_finish(arena, spelling_of(arena, datum), decimals);
        if (diags == NULL || zb_str_trim(datum->value_text).n <= ZB_VALUE_TEXT_MAX) continue;
        zb_diag_add(diags, ZB_WARNING, "chart.value", datum->loc, "value of %zu characters is shown as '%.*s'",
                    zb_utf8_count(datum->value_text), ZB_STR_ARG(texts[i]));
    }
    return texts;
}

zb_str zb_number_text(zb_arena *arena, double value, int decimals) {
    zb_str text =
        fabs(value) < 1e15 ? zb_str_format(arena, "%.*f", decimals, value) : zb_str_format(arena, "%.6g", value);
    return text_finish(arena, text, decimals);
}

double zb_chart_total(const zb_chart *chart) {
    double sum = 0;
    for (size_t i = 0; i < chart->count; i++) {
        if (!chart->data[i].missing && isfinite(chart->data[i].value)) sum += chart->data[i].value;
    }
    return sum;
}
