/* SPDX-License-Identifier: Apache-2.0
 * The alternative text: what a reader who cannot see the chart needs, as Chinese sentences made from the data. */
#include <math.h>

#include "base/utf8.h"
#include "charts/number.h"
#include "charts/percent.h"

/* Charts of at most as many data have them all listed. */
enum { LIST_MOST = 12 };

/* Names that share the greatest or least value are listed up to here. */
enum { NAMES_MOST = 3 };

/* Characters of a name or caption that are read out. */
enum { TEXT_MOST = 100 };

static const char *const kind_names[] = {"柱状图", "条形图", "饼图", "环形图"};

typedef struct alt {
    zb_arena *arena;
    const zb_chart *chart;
    const zb_str *values;
    zb_percents percents;
    bool shares; /* parts of a whole that is not zero */
    zb_buf out;
} alt;

static bool is_number(const zb_datum *datum) { return !datum->missing && isfinite(datum->value); }

/* A text to be read aloud: its beginning when it is very long. */
static zb_str text_short(const alt *a, zb_str text) {
    size_t at = 0;
    for (int i = 0; i < TEXT_MOST && at < text.n; i++) zb_utf8_next(text, &at);
    return at < text.n ? zb_str_format(a->arena, "%.*s…", (int)at, text.s) : text;
}

static zb_str name_of(const alt *a, const zb_datum *datum) {
    return datum->name.n > 0 ? text_short(a, datum->name) : ZB_STR("（无名称）");
}

static void add_value(alt *a, size_t index) {
    zb_str unit = a->chart->unit;
    zb_buf_format(&a->out, "%.*s%s%.*s", ZB_STR_ARG(a->values[index]), unit.n > 0 ? " " : "", ZB_STR_ARG(unit));
    if (!a->shares) return;
    zb_str share = zb_percent_text(a->arena, &a->percents, index, a->chart->data[index].value);
    zb_buf_format(&a->out, "（%.*s）", ZB_STR_ARG(share));
}

static void add_head(alt *a, size_t numbers) {
    const zb_chart *chart = a->chart;
    zb_str caption = text_short(a, chart->caption.n > 0 ? chart->caption : chart->title);
    zb_buf_format(&a->out, "%s", kind_names[chart->kind]);
    if (caption.n > 0) zb_buf_format(&a->out, "：%.*s", ZB_STR_ARG(caption));
    zb_buf_format(&a->out, "。共 %zu 项", chart->count);
    if (numbers < chart->count) zb_buf_format(&a->out, "，其中 %zu 项无数据", chart->count - numbers);
    if (numbers == 0) return;
    if (chart->kind != ZB_CHART_PIE && chart->kind != ZB_CHART_DONUT) return;
    zb_str total = zb_number_text(a->arena, zb_chart_total(chart), zb_value_decimals(chart));
    zb_buf_format(&a->out, "，合计 %.*s%s%.*s", ZB_STR_ARG(total), chart->unit.n > 0 ? " " : "",
                  ZB_STR_ARG(chart->unit));
}

/* "；最高为甲、乙，各 4 个": all that reach the extreme. */
static void add_extreme(alt *a, const char *word, double extreme) {
    size_t count = 0, first = 0;
    for (size_t i = 0; i < a->chart->count; i++) {
        const zb_datum *datum = &a->chart->data[i];
        if (!is_number(datum) || datum->value != extreme) continue;
        if (count == 0) first = i;
        if (count < NAMES_MOST) zb_buf_format(&a->out, "%s%.*s", count == 0 ? word : "、", ZB_STR_ARG(name_of(a, datum)));
        count++;
    }
    if (count > NAMES_MOST) zb_buf_format(&a->out, "等 %zu 项", count);
    zb_buf_format(&a->out, "%s", count > 1 ? "，各 " : " ");
    add_value(a, first);
}

static void add_extremes(alt *a) {
    double low = INFINITY, high = -INFINITY;
    size_t numbers = 0, last = 0;
    for (size_t i = 0; i < a->chart->count; i++) {
        if (!is_number(&a->chart->data[i])) continue;
        last = i;
        low = fmin(low, a->chart->data[i].value);
        high = fmax(high, a->chart->data[i].value);
        numbers++;
    }
    if (numbers == 0) return;
    if (low == high && numbers > 1) {
        zb_buf_format(&a->out, "；各项均为 ");
        add_value(a, last);
        return;
    }
    add_extreme(a, numbers > 1 ? "；最高为" : "；", high);
    if (numbers > 1) add_extreme(a, "，最低为", low);
}

/* How the highlighted last bar differs from the one before it. */
static void add_change(alt *a) {
    const zb_chart *chart = a->chart;
    if (chart->count < 2 || a->shares) return;
    const zb_datum *last = &chart->data[chart->count - 1], *previous = last - 1;
    if (!last->highlight || !is_number(last) || !is_number(previous)) return;
    double change = last->value - previous->value;
    zb_buf_format(&a->out, "。%.*s为 ", ZB_STR_ARG(name_of(a, last)));
    add_value(a, chart->count - 1);
    zb_buf_format(&a->out, "，与%.*s", ZB_STR_ARG(name_of(a, previous)));
    if (change == 0) {
        zb_buf_format(&a->out, "持平");
        return;
    }
    zb_str text = zb_number_text(a->arena, fabs(change), zb_value_decimals(chart));
    zb_buf_format(&a->out, "相比%s %.*s%s%.*s", change > 0 ? "上升" : "下降", ZB_STR_ARG(text),
                  chart->unit.n > 0 ? " " : "", ZB_STR_ARG(chart->unit));
}

static void add_list(alt *a) {
    const zb_chart *chart = a->chart;
    if (chart->count < 2 || chart->count > LIST_MOST) return;
    for (size_t i = 0; i < chart->count; i++) {
        const zb_datum *datum = &chart->data[i];
        zb_buf_format(&a->out, "%s%.*s ", i == 0 ? "数据：" : "；", ZB_STR_ARG(name_of(a, datum)));
        if (is_number(datum)) add_value(a, i);
        else zb_buf_format(&a->out, "无数据");
    }
    zb_buf_format(&a->out, "。");
}

zb_str zb_chart_alt(zb_arena *arena, const zb_chart *chart) {
    alt a = {.arena = arena, .chart = chart, .values = zb_value_texts(arena, chart, NULL)};
    double *parts = ZB_NEW_ARRAY(arena, chart->count, double), most = 0;
    size_t numbers = 0;
    for (size_t i = 0; i < chart->count; i++) {
        parts[i] = is_number(&chart->data[i]) ? fmax(chart->data[i].value, 0) : 0;
        most = fmax(most, parts[i]);
        numbers += is_number(&chart->data[i]);
    }
    a.percents = zb_percents_of(arena, parts, chart->count);
    a.shares = most > 0 && (chart->kind == ZB_CHART_PIE || chart->kind == ZB_CHART_DONUT);
    add_head(&a, numbers);
    add_extremes(&a);
    add_change(&a);
    zb_buf_format(&a.out, "。");
    add_list(&a);
    zb_str text = zb_str_copy(arena, zb_buf_str(&a.out));
    zb_buf_free(&a.out);
    return text;
}
