/* SPDX-License-Identifier: Apache-2.0
 * The data of charts: which rows, which columns, which order, which mark stands out. A table is read either way: a
 * column for each series, or a column that says which series a row belongs to. */
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "templates/chart_spec.h"

#define CHART_ROWS_MAX 1000
/* Series, and panels. */
#define CHART_PARTS_MAX 24

/* What the spec asks of the table. */
typedef struct request {
    const zb_reader *reader;
    const zb_value *spec;
    zb_rows rows;
    zb_str x, by, facet;               /* columns; by: of the series; empty: none */
    zb_series series[CHART_PARTS_MAX]; /* names and colours */
    zb_str columns[CHART_PARTS_MAX];   /* of their numbers; only the first where `by` is set */
    size_t series_count;               /* 0: one without a name */
    bool distinct;                     /* rows of the same x are one category */
    zb_str *names;                     /* of the categories */
    zb_loc *places;
    size_t count;
} request;

/* ---- numbers ---- */

static bool is_not_finite(zb_str text) {
    static const char *const words[] = {"nan", "inf", "infinity"};
    if (text.n > 0 && (text.s[0] == '-' || text.s[0] == '+' || text.s[0] == '.')) text = zb_str_sub(text, 1, text.n);
    if (text.n > 0 && text.s[0] == '.') text = zb_str_sub(text, 1, text.n);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        zb_str word = zb_str_of(words[i]);
        if (text.n == word.n && strncasecmp(text.s, word.s, word.n) == 0) return true;
    }
    return false;
}

void zb_chart_number_read(const zb_reader *reader, const zb_value *value, zb_str series, zb_datum *out) {
    out->missing = true;
    if (!value || value->kind == ZB_NULL) return;
    out->loc = value->loc;
    out->value_text = zb_str_trim(value->text);
    out->missing = !zb_value_number(value, &out->value);
    if (!out->missing) return;
    if (!is_not_finite(out->value_text)) {
        zb_str cure = zb_value_number_cure(reader->arena, value->text);
        zb_diag_add(reader->diags, ZB_ERROR, "chart.value", value->loc, "'%.*s' is no number", ZB_STR_ARG(value->text));
        zb_diag_hint(reader->diags, "%.*s", ZB_STR_ARG(cure));
        return;
    }
    if (series.n)
        zb_diag_add(reader->diags, ZB_WARNING, "chart.number", value->loc,
                    "value of '%.*s' in '%.*s' is not a finite number and is shown as missing", ZB_STR_ARG(out->name),
                    ZB_STR_ARG(series));
    else
        zb_diag_add(reader->diags, ZB_WARNING, "chart.number", value->loc,
                    "value of '%.*s' is not a finite number and is shown as missing", ZB_STR_ARG(out->name));
    zb_diag_hint(reader->diags, "leave the value empty where there is none");
}

/* ---- order ---- */

typedef struct sortable {
    size_t order;
    double value;
    bool missing;
    int sign; /* 1 ascending, -1 descending */
} sortable;

/* By value, then by the data's order; what has no value last. */
static int sort_order(const void *a, const void *b) {
    const sortable *x = a, *y = b;
    if (x->missing != y->missing) return x->missing ? 1 : -1;
    if (!x->missing && x->value < y->value) return -x->sign;
    if (!x->missing && x->value > y->value) return x->sign;
    return x->order < y->order ? -1 : 1;
}

static sortable sum_of(zb_datum *const *data, size_t series, size_t index, int sign) {
    sortable item = {index, 0, true, sign};
    for (size_t s = 0; s < series; s++) {
        if (data[s][index].missing) continue;
        item.value += data[s][index].value;
        item.missing = false;
    }
    return item;
}

static void sort_data(const zb_reader *reader, zb_str how, zb_datum **data, size_t series, size_t count) {
    if (!count || !how.n || zb_str_is(how, "none")) return;
    sortable *items = ZB_NEW_ARRAY(reader->arena, count, sortable);
    for (size_t i = 0; i < count; i++) items[i] = sum_of(data, series, i, zb_str_is(how, "asc") ? 1 : -1);
    qsort(items, count, sizeof *items, sort_order);
    for (size_t s = 0; s < series; s++) {
        zb_datum *sorted = ZB_NEW_ARRAY(reader->arena, count, zb_datum);
        for (size_t i = 0; i < count; i++) sorted[i] = data[s][items[i].order];
        data[s] = sorted;
    }
}

/* ---- emphasis ---- */

static size_t largest(zb_datum *const *data, size_t series, size_t count) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++) {
        sortable a = sum_of(data, series, best, 1), b = sum_of(data, series, i, 1);
        if (!b.missing && (a.missing || b.value > a.value)) best = i;
    }
    return best;
}

static bool highlight_name(const zb_reader *reader, const zb_value *value, zb_str name, const zb_datum *data,
                           size_t count, bool *marked) {
    zb_str *names = ZB_NEW_ARRAY(reader->arena, count, zb_str);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        names[i] = data[i].name;
        marked[i] = zb_str_equal(data[i].name, name);
        found = found || marked[i];
    }
    if (found) return true;
    zb_diag_add(reader->diags, ZB_ERROR, "chart.highlight", zb_value_place(reader, value),
                "nothing in the chart is called '%.*s'", ZB_STR_ARG(name));
    zb_diag_hint_nearest(reader->diags, name, names, count);
    return false;
}

static void highlight(const zb_reader *reader, const zb_value *spec, zb_datum **data, size_t series, size_t count) {
    const zb_value *value = zb_object_value(&zb_chart_object, spec, "highlight");
    zb_str text = zb_value_line(reader, value);
    if (!text.n || !count) return;
    bool *marked = ZB_NEW_ARRAY(reader->arena, count, bool);
    if (zb_str_is(text, "first")) marked[0] = true;
    else if (zb_str_is(text, "last")) marked[count - 1] = true;
    else if (zb_str_is(text, "max")) marked[largest(data, series, count)] = true;
    else highlight_name(reader, value, text, data[0], count, marked);
    for (size_t s = 0; s < series; s++) {
        for (size_t i = 0; i < count; i++) data[s][i].highlight = marked[i];
    }
}

/* ---- what is asked for ---- */

static bool check_rows(request *q, zb_loc loc, bool may_be_empty) {
    const zb_reader *reader = q->reader;
    if (!q->rows.count && may_be_empty) return true;
    const zb_value *where = zb_object_value(&zb_chart_object, q->spec, "where");
    if (!q->rows.count) {
        if (where && where->kind == ZB_MAP && where->count) loc = zb_value_place(reader, where->entries[0].value);
        zb_diag_add(reader->diags, ZB_ERROR, "chart.data", loc,
                    where ? "no row of '%.*s' has the values that 'where' says"
                          : "the chart's table '%.*s' has no rows",
                    ZB_STR_ARG(q->rows.name));
        zb_diag_hint(reader->diags, "'empty: show' draws a frame that says so");
    } else if (q->rows.count > CHART_ROWS_MAX) {
        zb_diag_add(reader->diags, ZB_ERROR, "chart.rows", loc,
                    "the chart would have %zu marks, at most %d can be told apart", q->rows.count, CHART_ROWS_MAX);
    }
    return q->rows.count && q->rows.count <= CHART_ROWS_MAX;
}

/* The column that a key names; empty: it does not exist and an error was added, or the key is absent. */
static zb_str column_of(request *q, const zb_value *value, bool *good) {
    if (!value) return (zb_str){0};
    zb_str name = zb_value_line(q->reader, value);
    if (zb_rows_column(q->reader, &q->rows, name, zb_value_place(q->reader, value))) return name;
    *good = false;
    return (zb_str){0};
}

static zb_str column_read(request *q, const char *key, bool *good) {
    return column_of(q, zb_object_value(&zb_chart_object, q->spec, key), good);
}

static bool parts_report(request *q, zb_loc loc, const char *what, size_t count) {
    zb_diag_add(q->reader->diags, ZB_ERROR, "chart.rows", loc,
                "the chart would have %zu %s, at most %d can be told apart", count, what, CHART_PARTS_MAX);
    return false;
}

static bool series_entry(request *q, const zb_value *entry) {
    const zb_reader *reader = q->reader;
    const zb_object *object = &zb_chart_series_object;
    zb_series *series = &q->series[q->series_count];
    bool good = true, map = !zb_value_is_scalar(entry);
    if (map && !zb_object_check(reader, object, entry, entry->loc)) return false;
    const zb_value *column = map ? zb_object_value(object, entry, "value") : entry;
    const zb_value *color = map ? zb_object_value(object, entry, "color") : NULL;
    q->columns[q->series_count] = column_of(q, column, &good);
    series->loc = entry->loc;
    series->name = map ? zb_object_text(reader, object, entry, "name") : (zb_str){0};
    if (!series->name.n) series->name = q->columns[q->series_count];
    if (color)
        zb_paint_read(reader, zb_value_line(reader, color), zb_value_place(reader, color),
                      &reader->sheet->style.chart.label, &series->color);
    q->series_count++;
    return good;
}

/* The columns of numbers: one, or one a series. */
static bool columns_read(request *q) {
    const zb_value *y = zb_object_value(&zb_chart_object, q->spec, "y");
    bool good = true;
    if (y->kind != ZB_LIST && y->kind != ZB_MAP) {
        q->columns[0] = column_of(q, y, &good);
        return good;
    }
    size_t count = y->kind == ZB_LIST ? y->count : 1;
    if (count > CHART_PARTS_MAX) return parts_report(q, y->loc, "series", count);
    if (count == 0 || (q->by.n > 0 && count > 1)) {
        zb_diag_add(q->reader->diags, ZB_ERROR, "directive.value", y->loc,
                    count ? "'y' names %zu columns while 'series' names the column of the series"
                          : "'y' names %zu columns",
                    count);
        return false;
    }
    for (size_t i = 0; i < count; i++) good = series_entry(q, y->kind == ZB_LIST ? y->items[i] : y) && good;
    return good;
}

/* The index of a text in a list that grows by it; SIZE_MAX: the list is full. */
static size_t index_of(zb_str *list, size_t *count, size_t most, zb_str text) {
    for (size_t i = 0; i < *count; i++)
        if (zb_str_equal(list[i], text)) return i;
    if (*count == most) return SIZE_MAX;
    list[*count] = text;
    return (*count)++;
}

/* What a name in the chart (of a mark, a series, a panel) is; one that is not there is an error. */
static zb_str cell_text(const request *q, const zb_value *row, zb_str column) {
    const zb_value *value = column.n ? zb_rows_cell(q->reader, row, column) : NULL;
    if (!value || !zb_value_is_blank(value)) return value ? value->text : (zb_str){0};
    zb_diag_add(q->reader->diags, ZB_ERROR, "chart.blank", value->loc, "there is no value for '%.*s' here", ZB_STR_ARG(column));
    zb_diag_hint(q->reader->diags, "what it counts needs a name in the chart");
    return (zb_str){0};
}

/* The series that the rows name. */
static bool series_collect(request *q) {
    zb_str names[CHART_PARTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < q->rows.count && q->by.n > 0; i++) {
        size_t at = index_of(names, &count, CHART_PARTS_MAX, cell_text(q, q->rows.items[i], q->by));
        if (at == SIZE_MAX) return parts_report(q, q->rows.items[i]->loc, "series", CHART_PARTS_MAX + (size_t)1);
        if (at == q->series_count)
            q->series[q->series_count++] = (zb_series){.name = names[at], .loc = q->rows.items[i]->loc};
    }
    return true;
}

static void categories_collect(request *q) {
    q->names = ZB_NEW_ARRAY(q->reader->arena, q->rows.count, zb_str);
    q->places = ZB_NEW_ARRAY(q->reader->arena, q->rows.count, zb_loc);
    for (size_t i = 0; i < q->rows.count; i++) {
        zb_str name = cell_text(q, q->rows.items[i], q->x);
        size_t before = q->count, at = before;
        if (q->distinct) at = index_of(q->names, &q->count, q->rows.count, name);
        else q->names[q->count++] = name;
        if (at == before) q->places[at] = q->rows.items[i]->loc;
    }
}

/* ---- the marks ---- */

static size_t category_of(const request *q, size_t row) {
    if (!q->distinct) return row;
    zb_str name = cell_text(q, q->rows.items[row], q->x);
    size_t at = 0;
    while (at < q->count && !zb_str_equal(q->names[at], name)) at++;
    return at;
}

static size_t series_of(const request *q, size_t row) {
    zb_str name = cell_text(q, q->rows.items[row], q->by);
    size_t at = 0;
    while (at < q->series_count && !zb_str_equal(q->series[at].name, name)) at++;
    return at;
}

static void cell_read(const request *q, size_t row, size_t series, size_t column, zb_datum *out) {
    const zb_value *value = zb_rows_cell(q->reader, q->rows.items[row], q->columns[column]);
    if (!out->missing) {
        zb_diag_add(q->reader->diags, ZB_ERROR, "chart.twice", q->rows.items[row]->loc, "'%.*s' has a value already",
                    ZB_STR_ARG(out->name));
        zb_diag_hint(q->reader->diags, "sum the rows in a query, or name the column that tells them apart in 'series'");
        return;
    }
    zb_chart_number_read(q->reader, value, q->series_count ? q->series[series].name : (zb_str){0}, out);
}

static void row_read(const request *q, size_t row, zb_datum **data) {
    size_t category = category_of(q, row);
    if (q->by.n > 0) {
        size_t series = series_of(q, row);
        cell_read(q, row, series, 0, &data[series][category]);
        return;
    }
    for (size_t s = 0; s < (q->series_count ? q->series_count : 1); s++) cell_read(q, row, s, s, &data[s][category]);
}

/* Points stand at their x where all of it are numbers. */
static void numeric_read(const request *q, zb_chart *chart, zb_datum **data, size_t series) {
    double *x = ZB_NEW_ARRAY(q->reader->arena, q->count, double);
    if (chart->kind != ZB_CHART_POINT) return;
    for (size_t i = 0; i < q->count; i++) {
        if (!zb_value_number(zb_value_scalar(q->reader->arena, q->names[i], true, q->places[i]), &x[i])) return;
    }
    chart->numeric_x = q->count > 0;
    for (size_t s = 0; s < series; s++) {
        for (size_t i = 0; i < q->count; i++) data[s][i].x = x[i];
    }
}

/* Makes the marks of the rows whose facet is `panel` (NULL: all of them). */
static void marks_read(const request *q, const zb_str *panel, zb_chart *chart) {
    const zb_reader *reader = q->reader;
    size_t series = q->series_count ? q->series_count : 1;
    zb_datum **data = ZB_NEW_ARRAY(reader->arena, series, zb_datum *);
    for (size_t s = 0; s < series; s++) {
        data[s] = ZB_NEW_ARRAY(reader->arena, q->count, zb_datum);
        for (size_t i = 0; i < q->count; i++)
            data[s][i] = (zb_datum){.name = q->names[i], .missing = true, .loc = q->places[i]};
    }
    for (size_t i = 0; i < q->rows.count; i++) {
        if (!panel || zb_str_equal(*panel, cell_text(q, q->rows.items[i], q->facet))) row_read(q, i, data);
    }
    numeric_read(q, chart, data, series);
    sort_data(reader, zb_object_text(reader, &zb_chart_object, q->spec, "sort"), data, series, q->count);
    highlight(reader, q->spec, data, series, q->count);
    zb_series *list = ZB_NEW_ARRAY(reader->arena, series, zb_series);
    for (size_t s = 0; s < q->series_count; s++) {
        list[s] = q->series[s];
        list[s].data = data[s];
    }
    chart->count = q->count;
    chart->series_count = q->series_count;
    zb_chart_colors_read(reader, q->spec, chart, data[0], list);
    chart->series = q->series_count ? list : NULL;
    chart->data = data[0];
}

static bool panels_read(const request *q, zb_chart *chart) {
    zb_str names[CHART_PARTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < q->rows.count; i++) {
        if (index_of(names, &count, CHART_PARTS_MAX, cell_text(q, q->rows.items[i], q->facet)) != SIZE_MAX) continue;
        zb_diag_add(q->reader->diags, ZB_ERROR, "chart.rows", q->rows.items[i]->loc,
                    "the chart would have more than %d panels", CHART_PARTS_MAX);
        return false;
    }
    zb_chart *panels = ZB_NEW_ARRAY(q->reader->arena, count, zb_chart);
    for (size_t i = 0; i < count; i++) {
        panels[i] = *chart;
        panels[i].title = names[i];
        panels[i].caption = panels[i].subtitle = panels[i].period = panels[i].source = panels[i].note = (zb_str){0};
        panels[i].show_empty = true;
        marks_read(q, &names[i], &panels[i]);
    }
    chart->panels = panels;
    chart->panel_count = count;
    return true;
}

bool zb_chart_data_read(const zb_reader *reader, const zb_value *spec, zb_loc loc, zb_chart *chart) {
    const zb_object *object = &zb_chart_object;
    request *q = ZB_NEW(reader->arena, request);
    q->reader = reader;
    q->spec = spec;
    if (!zb_rows_read(reader, "chart.data", zb_object_value(object, spec, "data"), &q->rows) ||
        !zb_rows_filter(reader, zb_object_value(object, spec, "where"), &q->rows) ||
        !check_rows(q, loc, chart->show_empty))
        return false;
    bool good = true;
    q->x = column_read(q, "x", &good);
    q->by = column_read(q, "series", &good);
    q->facet = column_read(q, "facet", &good);
    good = columns_read(q) && good;
    if (!good || !series_collect(q)) return false;
    q->distinct = q->by.n > 0 || q->facet.n > 0;
    categories_collect(q);
    if (q->facet.n > 0 && q->rows.count > 0) return panels_read(q, chart);
    marks_read(q, NULL, chart);
    return true;
}
