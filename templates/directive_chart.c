/* SPDX-License-Identifier: Apache-2.0
 * Charts from data: which rows, which columns, which colours, which mark stands out. */
#include <stdlib.h>
#include <string.h>

#include "templates/directive.h"
#include "templates/markdown.h"
#include "templates/rows.h"

#define CHART_ROWS_MAX 1000
#define KINDS "bar hbar pie donut"

const zb_key zb_chart_keys[] = {
    {"id", ZB_KEY_TEXT, false, "The name by which `[](#id)` refers to the chart, and of its file.", NULL, NULL},
    {"type", ZB_KEY_CHOICE, true, "The kind of chart.", KINDS, NULL},
    {"caption", ZB_KEY_TEXT, false, "What stands behind 图 1.", NULL, NULL},
    {"title", ZB_KEY_TEXT, false, "Above the chart where it stands alone; the caption without it.", NULL, NULL},
    {"data", ZB_KEY_TABLE, true,
     "A table of the data or the name of a query, dotted where it stands deeper; or the rows themselves.", NULL, NULL},
    {"where", ZB_KEY_MAP, false, "Only rows whose columns have these values: {column: value}.", NULL, NULL},
    {"x", ZB_KEY_TEXT, true, "The column with the names of the bars or slices.", NULL, NULL},
    {"name", ZB_KEY_TEXT, false, NULL, NULL, "x"},
    {"y", ZB_KEY_TEXT, true, "The column with the numbers.", NULL, NULL},
    {"value", ZB_KEY_TEXT, false, NULL, NULL, "y"},
    {"sort", ZB_KEY_CHOICE, false, "By number; none without it: the order of the data.", "none desc asc", NULL},
    {"highlight", ZB_KEY_TEXT, false, "The mark that stands out: first, last, max, or a name.", NULL, NULL},
    {"unit", ZB_KEY_TEXT, false, "Of the numbers: 个.", NULL, NULL},
    {"colors", ZB_KEY_ANY, false,
     "severity: by the names 高危, 中危, 低危; a list of colours in order; or {name: colour}. "
     "Colours are names of the style, classes, or #RRGGBB.",
     NULL, NULL},
    {"total", ZB_KEY_TEXT, false, "What stands below the sum in the hole of a donut.", NULL, NULL},
    {"width", ZB_KEY_LENGTH, false, "Without it the style's.", NULL, NULL},
    {"height", ZB_KEY_LENGTH, false, "Without it what suits the chart.", NULL, NULL},
    {0},
};

static const zb_object object = {"chart", zb_chart_keys};

/* In the order of KINDS. */
static const zb_chart_kind kinds[] = {ZB_CHART_BAR, ZB_CHART_HBAR, ZB_CHART_PIE, ZB_CHART_DONUT};

static zb_chart_kind kind_read(zb_str text) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = zb_words_split(KINDS, names);
    for (size_t i = 0; i < count; i++)
        if (zb_str_equal(names[i], text))
            return kinds[i];
    return ZB_CHART_BAR;
}

/* ---- data ---- */

static void read_datum(const zb_reader *reader, const zb_value *row, zb_str x, zb_str y, zb_datum *out) {
    const zb_value *name = zb_rows_cell(reader, row, x), *value = zb_rows_cell(reader, row, y);
    *out = (zb_datum){.missing = true, .loc = value ? value->loc : row->loc};
    if (name)
        out->name = name->text;
    if (!value || value->kind == ZB_NULL)
        return;
    out->value_text = zb_str_trim(value->text);
    out->missing = !zb_value_number(value, &out->value);
    if (out->missing)
        zb_diag_add(reader->diags, ZB_ERROR, "chart.value", value->loc, "'%.*s' is no number", ZB_STR_ARG(value->text));
}

typedef struct sortable {
    zb_datum datum;
    size_t order;
    int sign; /* 1 ascending, -1 descending */
} sortable;

/* By value, then by the data's order; what has no value last. */
static int sort_order(const void *a, const void *b) {
    const sortable *x = a, *y = b;
    if (x->datum.missing != y->datum.missing)
        return x->datum.missing ? 1 : -1;
    if (!x->datum.missing && x->datum.value < y->datum.value)
        return -x->sign;
    if (!x->datum.missing && x->datum.value > y->datum.value)
        return x->sign;
    return x->order < y->order ? -1 : 1;
}

static void sort_data(const zb_reader *reader, zb_str how, zb_datum *data, size_t count) {
    if (!count || !how.n || zb_str_is(how, "none"))
        return;
    sortable *items = ZB_NEW_ARRAY(reader->arena, count, sortable);
    for (size_t i = 0; i < count; i++)
        items[i] = (sortable){data[i], i, zb_str_is(how, "asc") ? 1 : -1};
    qsort(items, count, sizeof *items, sort_order);
    for (size_t i = 0; i < count; i++)
        data[i] = items[i].datum;
}

static size_t largest(const zb_datum *data, size_t count) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (!data[i].missing && (data[best].missing || data[i].value > data[best].value))
            best = i;
    return best;
}

static void highlight_name(const zb_reader *reader, const zb_value *value, zb_str name, zb_datum *data, size_t count) {
    zb_str *names = ZB_NEW_ARRAY(reader->arena, count, zb_str);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        names[i] = data[i].name;
        data[i].highlight = zb_str_equal(data[i].name, name);
        found = found || data[i].highlight;
    }
    if (found)
        return;
    zb_diag_add(reader->diags, ZB_ERROR, "chart.highlight", zb_value_place(reader, value),
                "nothing in the chart is called '%.*s'", ZB_STR_ARG(name));
    zb_diag_hint_nearest(reader->diags, name, names, count);
}

static void highlight(const zb_reader *reader, const zb_value *spec, zb_datum *data, size_t count) {
    const zb_value *value = zb_object_value(&object, spec, "highlight");
    zb_str text = zb_value_line(reader, value);
    if (!text.n)
        return;
    if (zb_str_is(text, "first"))
        data[0].highlight = true;
    else if (zb_str_is(text, "last"))
        data[count - 1].highlight = true;
    else if (zb_str_is(text, "max"))
        data[largest(data, count)].highlight = true;
    else
        highlight_name(reader, value, text, data, count);
}

/* ---- colours ---- */

static const struct {
    const char *name, *level;
} severities[] = {
    {"高危", "high"}, {"中危", "medium"},   {"低危", "low"},  {"高", "high"},       {"中", "medium"}, {"低", "low"},
    {"严重", "high"}, {"critical", "high"}, {"high", "high"}, {"medium", "medium"}, {"low", "low"},
};

static void color_severity(const zb_reader *reader, const zb_value *colors, zb_datum *datum) {
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        if (zb_str_is(datum->name, severities[i].name)) {
            zb_paint_read(reader, zb_str_of(severities[i].level), colors->loc, &reader->sheet->style.chart.label,
                          &datum->color);
            return;
        }
    }
    zb_diag_add(reader->diags, ZB_ERROR, "chart.color", datum->loc, "'%.*s' is no severity", ZB_STR_ARG(datum->name));
    zb_diag_hint(reader->diags, "'colors: severity' knows 高危, 中危 and 低危; give {name: colour} for other names");
}

static void color_one(const zb_reader *reader, const zb_value *color, zb_datum *datum) {
    zb_paint_read(reader, zb_value_line(reader, color), zb_value_place(reader, color),
                  &reader->sheet->style.chart.label, &datum->color);
}

static void color_list(const zb_reader *reader, const zb_value *colors, zb_datum *data, size_t count) {
    if (colors->count < count)
        zb_diag_add(reader->diags, ZB_ERROR, "chart.color", colors->loc, "there are %zu colours for %zu marks",
                    colors->count, count);
    for (size_t i = 0; i < count && i < colors->count; i++)
        color_one(reader, colors->items[i], &data[i]);
}

static void color_map(const zb_reader *reader, const zb_value *colors, zb_datum *data, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const zb_value *color = zb_value_lookup(colors, data[i].name);
        if (color)
            color_one(reader, color, &data[i]);
    }
}

static void color(const zb_reader *reader, const zb_value *spec, zb_datum *data, size_t count) {
    const zb_value *colors = zb_object_value(&object, spec, "colors");
    if (!colors)
        return;
    if (colors->kind == ZB_LIST) {
        color_list(reader, colors, data, count);
    } else if (colors->kind == ZB_MAP) {
        color_map(reader, colors, data, count);
    } else if (zb_str_is(zb_value_line(reader, colors), "severity")) {
        for (size_t i = 0; i < count; i++)
            color_severity(reader, colors, &data[i]);
    } else {
        zb_diag_add(reader->diags, ZB_ERROR, "chart.color", colors->loc, "'colors' is '%.*s'",
                    ZB_STR_ARG(colors->text));
        zb_diag_hint(reader->diags, "it takes severity, a list of colours, or {name: colour}");
    }
}

/* ---- the chart ---- */

static bool check_rows(const zb_reader *reader, const zb_rows *rows, const zb_value *spec, zb_loc loc) {
    if (!rows->count) {
        bool filtered = zb_object_value(&object, spec, "where") != NULL;
        zb_diag_add(reader->diags, ZB_ERROR, "chart.data", loc,
                    filtered ? "no row of '%.*s' has the values that 'where' says"
                             : "the chart's table '%.*s' has no rows",
                    ZB_STR_ARG(rows->name));
    } else if (rows->count > CHART_ROWS_MAX) {
        zb_diag_add(reader->diags, ZB_ERROR, "chart.rows", loc,
                    "the chart would have %zu marks, at most %d can be told apart", rows->count, CHART_ROWS_MAX);
    }
    return rows->count && rows->count <= CHART_ROWS_MAX;
}

/* The column that a key names; empty: it does not exist, an error was added. */
static zb_str column_read(const zb_reader *reader, const zb_rows *rows, const zb_value *spec, const char *key) {
    const zb_value *value = zb_object_value(&object, spec, key);
    zb_str name = zb_value_line(reader, value);
    return zb_rows_column(reader, rows, name, zb_value_place(reader, value)) ? name : (zb_str){0};
}

static bool read_data(const zb_reader *reader, const zb_value *spec, zb_loc loc, zb_chart *chart) {
    zb_rows rows;
    if (!zb_rows_read(reader, "chart.data", zb_object_value(&object, spec, "data"), &rows) ||
        !zb_rows_filter(reader, zb_object_value(&object, spec, "where"), &rows) ||
        !check_rows(reader, &rows, spec, loc))
        return false;
    zb_str x = column_read(reader, &rows, spec, "x"), y = column_read(reader, &rows, spec, "y");
    if (!x.n || !y.n)
        return false;
    zb_datum *data = ZB_NEW_ARRAY(reader->arena, rows.count, zb_datum);
    for (size_t i = 0; i < rows.count; i++)
        read_datum(reader, rows.items[i], x, y, &data[i]);
    sort_data(reader, zb_object_text(reader, &object, spec, "sort"), data, rows.count);
    highlight(reader, spec, data, rows.count);
    color(reader, spec, data, rows.count);
    chart->data = data;
    chart->count = rows.count;
    return true;
}

static zb_chart *read_chart(const zb_reader *reader, const zb_value *spec, zb_loc loc) {
    zb_chart *chart = ZB_NEW(reader->arena, zb_chart);
    chart->loc = loc;
    chart->kind = kind_read(zb_object_text(reader, &object, spec, "type"));
    chart->id = zb_object_text(reader, &object, spec, "id");
    chart->caption = zb_object_text(reader, &object, spec, "caption");
    chart->title = zb_object_text(reader, &object, spec, "title");
    if (!chart->title.n)
        chart->title = chart->caption;
    chart->unit = zb_object_text(reader, &object, spec, "unit");
    chart->total_label = zb_object_text(reader, &object, spec, "total");
    return read_data(reader, spec, loc, chart) ? chart : NULL;
}

zb_node *zb_chart_block_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    const zb_chart *chart = read_chart(reader, body, loc);
    if (!chart)
        return NULL;
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_FIGURE, loc);
    node->id = chart->id;
    node->as.figure.caption = zb_object_styled(reader, &object, body, "caption", reader->sheet->style.caption.text);
    node->as.figure.chart = chart;
    node->as.figure.width = zb_object_length(reader, &object, body, "width");
    node->as.figure.height = zb_object_length(reader, &object, body, "height");
    return node;
}

const zb_chart *zb_chart_from_value(zb_arena *arena, const zb_value *spec, const zb_value *root,
                                    const zb_style_sheet *sheet, const zb_expansion *resolve, zb_diags *diags) {
    zb_reader reader = {.arena = arena, .expansion = resolve, .sheet = sheet, .root = root, .diags = diags};
    return zb_object_check(&reader, &object, spec, spec->loc) ? read_chart(&reader, spec, spec->loc) : NULL;
}
