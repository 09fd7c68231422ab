/* SPDX-License-Identifier: Apache-2.0
 * Rows of data for tables and charts, and colours by name. */
#include "templates/rows.h"

#include "base/utf8.h"
#include "model/csv.h"

#include <string.h>

/* Names of tables offered when one is misspelt, and how deep they are looked for. */
#define NAMES_MAX 256
#define NAMES_DEPTH 4

typedef struct names {
    zb_str list[NAMES_MAX];
    size_t count;
} names;

static void names_add(const zb_reader *reader, const zb_value *map, zb_str prefix, int depth, names *out) {
    for (size_t i = 0; i < map->count && out->count < NAMES_MAX; i++) {
        const zb_entry *entry = &map->entries[i];
        zb_str name = zb_str_format(reader->arena, "%.*s%.*s", ZB_STR_ARG(prefix), ZB_STR_ARG(entry->key));
        if (zb_value_is_table(entry->value))
            out->list[out->count++] = name;
        else if (entry->value->kind == ZB_MAP && depth < NAMES_DEPTH && !zb_str_is(name, "tables"))
            names_add(reader, entry->value, zb_str_format(reader->arena, "%.*s.", ZB_STR_ARG(name)), depth + 1, out);
    }
}

static bool report_table(const zb_reader *reader, const char *code, zb_str name, const zb_value *found, zb_loc loc) {
    names *near = ZB_NEW(reader->arena, names);
    if (found && found->kind == ZB_LIST)
        zb_diag_add(reader->diags, ZB_ERROR, code, loc, "'%.*s' is a list, but not of mappings", ZB_STR_ARG(name));
    else if (found)
        zb_diag_add(reader->diags, ZB_ERROR, code, loc, "'%.*s' is %s, not a table", ZB_STR_ARG(name),
                    zb_value_kind_phrase(found->kind));
    else
        zb_diag_add(reader->diags, ZB_ERROR, code, loc, "there is no table '%.*s' in the data", ZB_STR_ARG(name));
    if (reader->root)
        names_add(reader, reader->root, (zb_str){0}, 0, near);
    zb_diag_hint_nearest(reader->diags, name, near->list, near->count);
    return false;
}

/* A table that is missing because a query failed, or because its name is: that has been said. */
static bool is_lost(const zb_reader *reader, const zb_value *data, const zb_value *found) {
    return found == &zb_query_failed || zb_value_faulty(reader, data);
}

static bool rows_of(const zb_reader *reader, const zb_value *value, zb_rows *out) {
    if (value && value->kind == ZB_MAP && value->count) {
        const zb_value **one = ZB_NEW(reader->arena, const zb_value *);
        *one = value;
        out->items = one;
        out->count = 1;
        return true;
    }
    if (!value || value->kind != ZB_LIST || (value->count && !zb_value_is_table(value)))
        return false;
    out->items = value->items;
    out->count = value->count;
    out->table = value;
    return true;
}

/* A list written in the directive itself may hold placeholders: its scalars become what they insert. */
static const zb_value *inline_row(const zb_reader *reader, const zb_value *row) {
    zb_entry *entries = ZB_NEW_ARRAY(reader->arena, row->count, zb_entry);
    zb_value *copy = ZB_NEW(reader->arena, zb_value);
    *copy = *row;
    copy->entries = entries;
    for (size_t i = 0; i < row->count; i++) {
        const zb_value *value = row->entries[i].value;
        entries[i] = row->entries[i];
        if (value->kind == ZB_TEXT)
            entries[i].value =
                zb_value_scalar(reader->arena, zb_value_line(reader, value), false, zb_value_place(reader, value));
    }
    return copy;
}

static void rows_resolve(const zb_reader *reader, zb_rows *rows) {
    const zb_value **items = ZB_NEW_ARRAY(reader->arena, rows->count, const zb_value *);
    for (size_t i = 0; i < rows->count; i++)
        items[i] = inline_row(reader, rows->items[i]);
    rows->items = items;
}

bool zb_rows_read(const zb_reader *reader, const char *code, const zb_value *data, zb_rows *out) {
    *out = (zb_rows){0};
    if (data->kind == ZB_LIST) {
        if (!rows_of(reader, data, out)) {
            zb_diag_add(reader->diags, ZB_ERROR, code, data->loc, "'data' is a list, but not of mappings");
            return false;
        }
        if (reader->expansion)
            rows_resolve(reader, out);
        return true;
    }
    out->name = zb_value_line(reader, data);
    zb_usage_column(reader->usage, out->name, (zb_str){0});
    const zb_value *found = out->name.n ? zb_value_lookup_path(reader->root, out->name) : NULL;
    if (rows_of(reader, found, out)) return true;
    return is_lost(reader, data, found) ? false : report_table(reader, code, out->name, found, zb_value_place(reader, data));
}

bool zb_rows_column(const zb_reader *reader, const zb_rows *rows, zb_str name, zb_loc loc) {
    ZB_VEC(zb_str) columns = {0};
    zb_usage_column(reader->usage, rows->name, name);
    if (rows->count == 0)
        return true;
    for (size_t r = 0; r < rows->count; r++)
        if (zb_value_lookup(rows->items[r], name))
            return true;
    const zb_value *first = rows->items[0];
    for (size_t i = 0; i < first->count; i++)
        if (!zb_str_is(first->entries[i].key, "_at"))
            ZB_PUSH(reader->arena, &columns, first->entries[i].key);
    /* A name that is near is a slip of the template's; else the file lacks the column. */
    if (rows->table && rows->table->file && !zb_nearest(name, columns.data, columns.count)) {
        zb_csv_report_column(reader->arena, rows->table, name, loc, reader->diags);
        return false;
    }
    zb_diag_add(reader->diags, ZB_ERROR, "data.column", loc, "table '%.*s' has no column '%.*s'",
                ZB_STR_ARG(rows->name), ZB_STR_ARG(name));
    zb_diag_hint_nearest(reader->diags, name, columns.data, columns.count);
    return false;
}

const zb_value *zb_rows_cell(const zb_reader *reader, const zb_value *row, zb_str column) {
    const zb_value *value = zb_value_lookup(row, column);
    if (!value)
        zb_diag_add(reader->diags, ZB_ERROR, "data.cell", row->loc,
                    "this row lacks '%.*s', which other rows have", ZB_STR_ARG(column));
    else if (!zb_value_is_scalar(value))
        zb_diag_add(reader->diags, ZB_ERROR, "data.cell", value->loc, "'%.*s' is %s here, a cell holds one value",
                    ZB_STR_ARG(column), zb_value_kind_phrase(value->kind));
    return value && zb_value_is_scalar(value) ? value : NULL;
}

static bool row_matches(const zb_reader *reader, const zb_value *where, const zb_value *row) {
    for (size_t i = 0; i < where->count; i++) {
        const zb_value *cell = zb_rows_cell(reader, row, where->entries[i].key);
        if (!cell || !zb_str_equal(cell->text, zb_value_line(reader, where->entries[i].value)))
            return false;
    }
    return true;
}

bool zb_rows_filter(const zb_reader *reader, const zb_value *where, zb_rows *rows) {
    if (!where)
        return true;
    for (size_t i = 0; i < where->count; i++)
        if (!zb_rows_column(reader, rows, where->entries[i].key, where->entries[i].key_loc))
            return false;
    const zb_value **kept = ZB_NEW_ARRAY(reader->arena, rows->count, const zb_value *);
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        if (row_matches(reader, where, rows->items[i]))
            kept[count++] = rows->items[i];
    rows->items = kept;
    rows->count = count;
    return true;
}

static bool is_named_color(const zb_reader *reader, zb_str name) {
    for (size_t i = 0; i < reader->sheet->color_count; i++)
        if (zb_str_equal(reader->sheet->colors[i].key, name))
            return true;
    return zb_str_starts(name, "#");
}

bool zb_paint_read(const zb_reader *reader, zb_str name, zb_loc loc, const zb_text_style *base, zb_color *out) {
    const zb_chart_style *chart = &reader->sheet->style.chart;
    const struct {
        const char *name;
        zb_color color;
    } levels[] = {{"high", chart->high}, {"medium", chart->medium}, {"low", chart->low}};
    zb_text_style style = *base;
    if (is_named_color(reader, name))
        return zb_style_color(reader->sheet, name, loc, reader->diags, out);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        if (zb_str_is(name, levels[i].name)) {
            *out = levels[i].color;
            return true;
        }
    }
    if (zb_style_class(reader->sheet, name, loc, zb_diags_new(reader->arena), &style)) {
        *out = style.ground.a ? style.ground : style.color;
        return true;
    }
    return zb_style_color(reader->sheet, name, loc, reader->diags, out);
}
