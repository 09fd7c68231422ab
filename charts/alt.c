/* SPDX-License-Identifier: Apache-2.0
 * The alternative text: what a reader who cannot see the chart needs, as Chinese or English sentences made from the
 * data. */
#include <math.h>

#include "base/utf8.h"
#include "charts/number.h"
#include "charts/series.h"

/* Charts of at most as many data have them all listed. */
enum { LIST_MOST = 12, LIST_MOST_SERIES = 60 };

/* Names that share the greatest or least value are listed up to here; missing ones up to there. */
enum { NAMES_MOST = 3, MISSING_MOST = 8 };

/* Characters of a name or caption that are read out. */
enum { TEXT_MOST = 100 };

static const char *const kind_names[ZB_CHART_KINDS][2] = {
    [ZB_CHART_BAR] = {"柱状图", "Bar chart"},     [ZB_CHART_HBAR] = {"条形图", "Bar chart"},
    [ZB_CHART_PIE] = {"饼图", "Pie chart"},       [ZB_CHART_DONUT] = {"环形图", "Donut chart"},
    [ZB_CHART_LINE] = {"折线图", "Line chart"},   [ZB_CHART_AREA] = {"面积图", "Area chart"},
    [ZB_CHART_POINT] = {"散点图", "Point chart"},
};

static const char *const stack_names[][2] = {[ZB_STACK_NONE] = {"分组", "Grouped "},
                                             [ZB_STACK_ZERO] = {"堆叠", "Stacked "},
                                             [ZB_STACK_SHARE] = {"百分比堆叠", "Normalized stacked "}};

typedef enum phrase {
    P_COLON,
    P_STOP, /* between sentences */
    P_SEMICOLON,
    P_COMMA,
    P_AND, /* between names */
    P_NAMELESS,
    P_SHARE,   /* takes a share */
    P_ITEMS,   /* takes a number */
    P_MISSING, /* takes a number */
    P_TOTAL,
    P_HIGHEST,
    P_LOWEST,
    P_AT,   /* between a name and its value */
    P_MANY, /* takes a number */
    P_EACH,
    P_ALL_ARE,
    P_NO_DATA,
    P_DATA,
    P_SERIES, /* takes a number */
    P_SUM_HIGHEST,
    P_ARE_MISSING,
    P_PANELS, /* takes a number */
    P_REFERENCE,
    PHRASES,
} phrase;

static const char *const phrases[PHRASES][2] = {
    [P_COLON] = {"：", ": "},
    [P_STOP] = {"。", ". "},
    [P_SEMICOLON] = {"；", "; "},
    [P_COMMA] = {"，", ", "},
    [P_AND] = {"、", ", "},
    [P_NAMELESS] = {"（无名称）", "(no name)"},
    [P_SHARE] = {"（%.*s）", " (%.*s)"},
    [P_ITEMS] = {"共 %zu 项", "%zu items"},
    [P_MISSING] = {"，其中 %zu 项无数据", ", %zu without data"},
    [P_TOTAL] = {"，合计 ", ", total "},
    [P_HIGHEST] = {"最高为", "highest "},
    [P_LOWEST] = {"最低为", "lowest "},
    [P_AT] = {" ", " "},
    [P_MANY] = {"等 %zu 项", " (%zu in all)"},
    [P_EACH] = {"，各 ", ", each "},
    [P_ALL_ARE] = {"各项均为 ", "all are "},
    [P_NO_DATA] = {"无数据", "no data"},
    [P_DATA] = {"数据：", "Data: "},
    [P_SERIES] = {"、%zu 个系列", ", %zu series"},
    [P_SUM_HIGHEST] = {"合计最高为", "The greatest sum is "},
    [P_ARE_MISSING] = {"无数据", " without data"},
    [P_PANELS] = {"%zu 幅小图", "%zu panels"},
    [P_REFERENCE] = {"参考线：", "Reference lines: "},
};

typedef struct alt {
    zb_arena *arena;
    const zb_chart *chart;
    const zb_datum *data; /* of the series at hand */
    const zb_str *values;
    zb_percents percents;
    bool shares; /* parts of a whole that is not zero */
    zb_buf out;
} alt;

static const char *say(const alt *a, phrase p) { return phrases[p][a->chart->english ? 1 : 0]; }

static void put(alt *a, phrase p) { zb_buf_add(&a->out, zb_str_of(say(a, p))); }

static bool is_number(const zb_datum *datum) { return !datum->missing && isfinite(datum->value); }

/* A text to be read aloud: its beginning when it is very long. */
static zb_str text_short(const alt *a, zb_str text) {
    size_t at = 0;
    for (int i = 0; i < TEXT_MOST && at < text.n; i++) zb_utf8_next(text, &at);
    return at < text.n ? zb_str_format(a->arena, "%.*s…", (int)at, text.s) : text;
}

static zb_str name_of(const alt *a, zb_str name) {
    return name.n > 0 ? text_short(a, name) : zb_str_of(say(a, P_NAMELESS));
}

static void add_unit(alt *a) {
    zb_str unit = a->chart->unit;
    zb_buf_format(&a->out, "%s%.*s", unit.n > 0 ? " " : "", ZB_STR_ARG(unit));
}

static void add_value(alt *a, size_t index) {
    zb_buf_add(&a->out, a->values[index]);
    add_unit(a);
    if (!a->shares) return;
    zb_str share = zb_percent_text(a->arena, &a->percents, index, a->data[index].value);
    zb_buf_format(&a->out, say(a, P_SHARE), ZB_STR_ARG(share));
}

static void add_number(alt *a, double value) {
    zb_buf_add(&a->out, zb_chart_number_text(a->arena, a->chart, value));
    add_unit(a);
}

/* "堆叠柱状图：caption。" */
static void add_title(alt *a) {
    const zb_chart *chart = a->chart;
    zb_str caption = text_short(a, chart->caption.n > 0 ? chart->caption : chart->title);
    int language = chart->english ? 1 : 0;
    bool several = chart->series_count > 1 && (zb_chart_is_bars(chart) || chart->kind == ZB_CHART_AREA);
    zb_chart_stack stack = chart->stack == ZB_STACK_NONE && chart->kind == ZB_CHART_AREA ? ZB_STACK_ZERO : chart->stack;
    zb_buf_format(&a->out, "%s%s", several ? stack_names[stack][language] : "", kind_names[chart->kind][language]);
    if (caption.n > 0) zb_buf_format(&a->out, "%s%.*s", say(a, P_COLON), ZB_STR_ARG(caption));
    put(a, P_STOP);
}

static void add_head(alt *a, size_t numbers) {
    const zb_chart *chart = a->chart;
    zb_buf_format(&a->out, say(a, P_ITEMS), chart->count);
    if (numbers < chart->count) zb_buf_format(&a->out, say(a, P_MISSING), chart->count - numbers);
    if (numbers == 0 || !zb_chart_is_disc(chart) || !isfinite(zb_chart_total(chart))) return;
    put(a, P_TOTAL);
    add_number(a, zb_chart_total(chart));
}

/* "最高为甲、乙，各 4 个": all that reach the extreme. */
static void add_extreme(alt *a, const char *word, double extreme) {
    size_t count = 0, first = 0;
    for (size_t i = 0; i < a->chart->count; i++) {
        if (!is_number(&a->data[i]) || a->data[i].value != extreme) continue;
        if (count == 0) first = i;
        if (count < NAMES_MOST)
            zb_buf_format(&a->out, "%s%.*s", count == 0 ? word : say(a, P_AND),
                          ZB_STR_ARG(name_of(a, a->chart->data[i].name)));
        count++;
    }
    if (count > NAMES_MOST) zb_buf_format(&a->out, say(a, P_MANY), count);
    put(a, count > 1 ? P_EACH : P_AT);
    add_value(a, first);
}

static void add_extremes(alt *a) {
    double low = INFINITY, high = -INFINITY;
    size_t numbers = 0, last = 0;
    for (size_t i = 0; i < a->chart->count; i++) {
        if (!is_number(&a->data[i])) continue;
        last = i;
        low = fmin(low, a->data[i].value);
        high = fmax(high, a->data[i].value);
        numbers++;
    }
    if (numbers == 0) {
        put(a, P_NO_DATA);
    } else if (low == high && numbers > 1) {
        put(a, P_ALL_ARE);
        add_value(a, last);
    } else {
        add_extreme(a, numbers > 1 ? say(a, P_HIGHEST) : "", high);
        if (numbers > 1) put(a, P_COMMA);
        if (numbers > 1) add_extreme(a, say(a, P_LOWEST), low);
    }
}

/* "，与第25周相比上升 0.19 分" */
static void add_difference(alt *a, double change, zb_str before) {
    bool english = a->chart->english;
    if (change == 0) {
        zb_buf_format(&a->out, english ? ", as %.*s" : "，与%.*s持平", ZB_STR_ARG(before));
        return;
    }
    if (english) zb_buf_add(&a->out, ZB_STR(", "));
    else zb_buf_format(&a->out, "，与%.*s相比%s ", ZB_STR_ARG(before), change > 0 ? "上升" : "下降");
    add_number(a, fabs(change));
    if (english) zb_buf_format(&a->out, " %s than %.*s", change > 0 ? "more" : "less", ZB_STR_ARG(before));
}

/* How the highlighted last mark, or the last point of a line, differs from the one before it. */
static void add_change(alt *a) {
    const zb_chart *chart = a->chart;
    if (chart->count < 2 || a->shares) return;
    size_t at = chart->count - 1;
    const zb_datum *last = &a->data[at], *previous = last - 1;
    bool told = last->highlight || chart->kind == ZB_CHART_LINE || chart->kind == ZB_CHART_AREA;
    if (!told || !is_number(last) || !is_number(previous)) return;
    put(a, P_STOP);
    zb_buf_format(&a->out, chart->english ? "%.*s is " : "%.*s为 ", ZB_STR_ARG(name_of(a, chart->data[at].name)));
    add_value(a, at);
    add_difference(a, last->value - previous->value, name_of(a, chart->data[at - 1].name));
}

/* Which data of a long line are missing: the list that says so is left out there. */
static void add_missing(alt *a) {
    size_t count = 0;
    if (a->chart->count <= LIST_MOST) return;
    for (size_t i = 0; i < a->chart->count; i++) {
        if (is_number(&a->data[i])) continue;
        if (count < MISSING_MOST)
            zb_buf_format(&a->out, "%s%.*s", say(a, count == 0 ? P_SEMICOLON : P_AND),
                          ZB_STR_ARG(name_of(a, a->chart->data[i].name)));
        count++;
    }
    if (count > MISSING_MOST) zb_buf_format(&a->out, say(a, P_MANY), count);
    if (count > 0) put(a, P_ARE_MISSING);
}

static void add_list(alt *a) {
    const zb_chart *chart = a->chart;
    if (chart->count < 2 || chart->count > LIST_MOST) return;
    put(a, P_DATA);
    for (size_t i = 0; i < chart->count; i++) {
        zb_buf_format(&a->out, "%s%.*s ", i == 0 ? "" : say(a, P_SEMICOLON),
                      ZB_STR_ARG(name_of(a, chart->data[i].name)));
        if (is_number(&a->data[i])) add_value(a, i);
        else put(a, P_NO_DATA);
    }
    put(a, P_STOP);
}

/* Makes `series` the one at hand. */
static void series_take(alt *a, size_t series) {
    const zb_chart *chart = a->chart;
    a->data = chart->series[series].data;
    a->values = zb_series_texts(a->arena, chart, series, NULL);
    double *parts = ZB_NEW_ARRAY(a->arena, chart->count, double), most = 0;
    for (size_t i = 0; i < chart->count; i++) {
        parts[i] = is_number(&a->data[i]) ? fmax(a->data[i].value, 0) : 0;
        most = fmax(most, parts[i]);
    }
    a->percents = zb_percents_of(a->arena, parts, chart->count);
    a->shares = most > 0 && zb_chart_is_disc(chart);
}

static void add_single(alt *a) {
    size_t numbers = 0;
    series_take(a, 0);
    for (size_t i = 0; i < a->chart->count; i++) numbers += is_number(&a->data[i]);
    add_head(a, numbers);
    if (numbers > 0) put(a, P_SEMICOLON);
    if (numbers > 0) add_extremes(a);
    if (numbers > 0) add_missing(a);
    add_change(a);
    put(a, P_STOP);
    add_list(a);
}

static void add_greatest_sum(alt *a) {
    const zb_chart *chart = a->chart;
    zb_spans spans = zb_spans_of(a->arena, chart);
    size_t best = 0;
    if (chart->stack != ZB_STACK_ZERO || !zb_chart_is_stacked(chart)) return;
    for (size_t i = 1; i < chart->count; i++) {
        if (spans.sums[i].up + spans.sums[i].down > spans.sums[best].up + spans.sums[best].down) best = i;
    }
    put(a, P_SUM_HIGHEST);
    zb_buf_format(&a->out, "%.*s ", ZB_STR_ARG(name_of(a, chart->data[best].name)));
    add_number(a, spans.sums[best].up + spans.sums[best].down);
    put(a, P_STOP);
}

/* "第21周 高危 61、中危 102；…" */
static void add_table(alt *a) {
    const zb_chart *chart = a->chart;
    if (chart->count * chart->series_count > LIST_MOST_SERIES) return;
    put(a, P_DATA);
    for (size_t i = 0; i < chart->count; i++) {
        zb_buf_format(&a->out, "%s%.*s", i == 0 ? "" : say(a, P_SEMICOLON),
                      ZB_STR_ARG(name_of(a, chart->data[i].name)));
        for (size_t s = 0; s < chart->series_count; s++) {
            const zb_datum *datum = &chart->series[s].data[i];
            zb_str value =
                is_number(datum) ? zb_series_texts(a->arena, chart, s, NULL)[i] : zb_str_of(say(a, P_NO_DATA));
            zb_buf_format(&a->out, "%s%.*s %.*s", s == 0 ? " " : say(a, P_AND),
                          ZB_STR_ARG(name_of(a, chart->series[s].name)), ZB_STR_ARG(value));
        }
    }
    put(a, P_STOP);
}

static void add_several(alt *a) {
    const zb_chart *chart = a->chart;
    zb_buf_format(&a->out, say(a, P_ITEMS), chart->count);
    zb_buf_format(&a->out, say(a, P_SERIES), chart->series_count);
    put(a, P_STOP);
    for (size_t s = 0; s < chart->series_count && chart->count > 0; s++) {
        series_take(a, s);
        zb_buf_format(&a->out, "%.*s%s", ZB_STR_ARG(name_of(a, chart->series[s].name)), say(a, P_COLON));
        add_extremes(a);
        add_missing(a);
        put(a, s + 1 < chart->series_count ? P_SEMICOLON : P_STOP);
    }
    if (chart->count > 0) add_greatest_sum(a);
    if (chart->count > 0) add_table(a);
}

static void add_references(alt *a) {
    const zb_chart *chart = a->chart;
    for (size_t i = 0; i < chart->reference_count; i++) {
        const zb_reference *r = &chart->references[i];
        put(a, i == 0 ? P_REFERENCE : P_SEMICOLON);
        if (r->label.n > 0) zb_buf_format(&a->out, "%.*s ", ZB_STR_ARG(text_short(a, r->label)));
        if (r->value_text.n > 0 && r->value_text.n <= ZB_VALUE_TEXT_MAX) zb_buf_add(&a->out, r->value_text);
        else zb_buf_add(&a->out, zb_chart_number_text(a->arena, chart, r->value));
        add_unit(a);
    }
    if (chart->reference_count > 0) put(a, P_STOP);
}

static void add_chart(alt *a, const zb_chart *source) {
    a->chart = source;
    if (source->count > ZB_CHART_DATA_MAX || source->series_count > ZB_CHART_SERIES_MAX) return;
    zb_chart whole = *source;
    whole.keep_small = true; /* all data are told, the joined ones too */
    if (whole.kind == ZB_CHART_PIE) whole.kind = ZB_CHART_DONUT;
    zb_chart *chart = ZB_NEW(a->arena, zb_chart);
    *chart = *zb_chart_prepare(a->arena, &whole, NULL);
    chart->kind = source->kind;
    a->chart = chart;
    if (chart->series_count > 1) add_several(a);
    else add_single(a);
    add_references(a);
}

zb_str zb_chart_alt(zb_arena *arena, const zb_chart *chart) {
    alt a = {.arena = arena, .chart = chart};
    if (chart->panel_count > 0) a.chart = &chart->panels[0];
    zb_chart head = *a.chart;
    head.title = chart->title;
    head.caption = chart->caption;
    a.chart = &head;
    add_title(&a);
    if (chart->panel_count > 0) zb_buf_format(&a.out, say(&a, P_PANELS), chart->panel_count);
    if (chart->panel_count > 0) put(&a, P_STOP);
    for (size_t i = 0; i < chart->panel_count; i++) {
        zb_buf_format(&a.out, "%.*s%s", ZB_STR_ARG(chart->panels[i].title), say(&a, P_COLON));
        add_chart(&a, &chart->panels[i]);
    }
    if (chart->panel_count == 0) add_chart(&a, chart);
    zb_str text = zb_str_trim(zb_str_copy(arena, zb_buf_str(&a.out)));
    zb_buf_free(&a.out);
    return text;
}
