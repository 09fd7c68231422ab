/* SPDX-License-Identifier: Apache-2.0
 * Rows that a table has twice, and values that the table they refer to lacks. Both sort what they compare, so that the time grows
 * with the rows and not with their square. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/table_schema.h"

/* Rows told for one key; values that a hint lists. */
#define ROWS_TOLD 20
#define LISTED_MAX 12

/* The values of a row that a key consists of. */
typedef struct tuple {
    const zb_value *const *cells;
    const bool *numeric; /* of each cell: compare as numbers */
    size_t count, row;
} tuple;

typedef ZB_VEC(tuple) tuples;

static bool is_number(const zb_value *value) { return value->kind == ZB_INT || value->kind == ZB_REAL; }

static int compare_cells(const zb_value *a, const zb_value *b, bool numeric) {
    if (!numeric || (!is_number(a) && !is_number(b))) return zb_str_compare(a->text, b->text);
    if (is_number(a) != is_number(b)) return is_number(a) ? -1 : 1;
    return zb_json_compare(a, b);
}

static int compare_values(const void *x, const void *y) {
    const tuple *a = x, *b = y;
    for (size_t i = 0; i < a->count; i++) {
        int order = compare_cells(a->cells[i], b->cells[i], a->numeric[i]);
        if (order) return order;
    }
    return 0;
}

static int compare_rows(const void *x, const void *y) {
    const tuple *a = x, *b = y;
    int order = compare_values(a, b);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static void sort(tuples *list) {
    if (list->count) qsort(list->data, list->count, sizeof *list->data, compare_rows);
}

static bool *numeric_fields(const zb_table_check *t, const size_t *fields, size_t count) {
    bool *numeric = ZB_NEW_ARRAY(t->checker.arena, count, bool);
    for (size_t i = 0; i < count; i++) {
        zb_field_type type = t->rules->fields[fields[i]].type;
        numeric[i] = type == ZB_FIELD_INTEGER || type == ZB_FIELD_NUMBER;
    }
    return numeric;
}

/* The tuples of all rows that have a good value in each of the fields. */
static tuples collect(const zb_table_check *t, const size_t *fields, size_t count) {
    tuples list = {0};
    const bool *numeric = numeric_fields(t, fields, count);
    for (size_t r = 0; r < t->table->count; r++) {
        const zb_value **cells = ZB_NEW_ARRAY(t->checker.arena, count, const zb_value *);
        bool whole = true;
        for (size_t i = 0; i < count && whole; i++) {
            cells[i] = zb_table_cell(t, t->table->items[r], fields[i]);
            bool told = t->wrong && t->wrong[r * t->rules->count + fields[i]];
            whole = cells[i] && !told && zb_value_is_scalar(cells[i]);
        }
        if (whole) ZB_PUSH(t->checker.arena, &list, (tuple){cells, numeric, count, r});
    }
    return list;
}

/* "'a', 'b'" */
static zb_str words_of(const zb_table_check *t, const tuple *row) {
    zb_buf out = {0};
    for (size_t i = 0; i < row->count; i++)
        zb_buf_format(&out, "%s%.*s", i ? zb_tr(", ") : "", ZB_STR_ARG(zb_value_words(t->checker.arena, row->cells[i])));
    zb_str text = zb_str_copy(t->checker.arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

/* Rows that are there twice --------------------------------------------------------------------------------------------------- */

static void check_key(zb_table_check *t, const zb_table_key *key) {
    tuples list = collect(t, key->fields, key->count);
    size_t first = 0, told = 0;
    sort(&list);
    for (size_t i = 1; i < list.count && told < ROWS_TOLD; i++) {
        if (compare_values(&list.data[first], &list.data[i])) {
            first = i;
            continue;
        }
        zb_loc before = list.data[first].cells[0]->loc;
        zb_str words = words_of(t, &list.data[i]), name = t->rules->fields[key->fields[0]].name;
        if (key->count == 1)
            zb_table_fault(t, "schema.unique", list.data[i].cells[0]->loc, "%.*s stands twice in the column '%.*s'", ZB_STR_ARG(words),
                           ZB_STR_ARG(name));
        else zb_table_fault(t, "schema.unique", list.data[i].cells[0]->loc, "a second row has %.*s", ZB_STR_ARG(words));
        zb_diag_hint(t->checker.diags, "the first stands in line %u", before.line);
        zb_diag_related(t->checker.diags, before);
        for (size_t k = 0; k < t->rules->count; k++) zb_table_note_wrong(t, list.data[i].row, k); /* for other keys, and foreign ones */
        told++;
    }
}

/* A cell of the primary key that is empty; columns that are required say so themselves. */
static void check_primary(zb_table_check *t, const zb_table_key *key) {
    for (size_t i = 0; i < key->count; i++) {
        size_t field = key->fields[i], told = 0;
        if (t->rules->fields[field].required || (t->table->file && t->places[field] == SIZE_MAX)) continue;
        for (size_t r = 0; r < t->table->count && told < ROWS_TOLD; r++) {
            const zb_value *row = t->table->items[r], *raw = zb_value_lookup(row, t->rules->fields[field].name);
            if (zb_table_cell(t, row, field)) continue;
            zb_table_fault(t, "schema.required", raw ? raw->loc : row->loc, "there is no value for '%.*s' here",
                           ZB_STR_ARG(t->rules->fields[field].name));
            zb_diag_hint(t->checker.diags, "it tells the rows of the table apart");
            told++;
        }
    }
}

void zb_table_check_keys(zb_table_check *t) {
    for (size_t i = 0; i < t->rules->key_count; i++) {
        if (t->rules->keys[i].primary) check_primary(t, &t->rules->keys[i]);
        check_key(t, &t->rules->keys[i]);
    }
}

/* Values that another table has ----------------------------------------------------------------------------------------------- */

/* Whether the schema knows the table, though this issue has none. */
static bool is_known(const zb_table_check *t, zb_str name) {
    size_t dot = zb_str_find(name, ZB_STR("."), 0);
    zb_str first = zb_str_sub(name, 0, dot == SIZE_MAX ? name.n : dot);
    const zb_schema_node *tables = zb_schema_named(&t->schema->root->members, ZB_STR("tables"));
    return zb_schema_named(&t->schema->root->members, first) || (tables && zb_schema_named(&tables->members, name));
}

/* The table that a key leads to; NULL: there is nothing to compare with. */
static const zb_value *other_table(zb_table_check *t, const zb_foreign_key *key) {
    if (!key->resource || key->resource->text.n == 0) return t->table;
    const zb_value *other = zb_value_lookup_path(t->root, key->resource->text);
    bool table = other && other->kind == ZB_LIST;
    for (size_t i = 0; table && i < other->count; i++) table = other->items[i]->kind == ZB_MAP;
    if (table) return other->file || t->lists ? other : NULL;
    if (other || !is_known(t, key->resource->text))
        zb_table_fault(t, "schema.reference", key->resource->loc, "'%.*s' is no table", ZB_STR_ARG(key->resource->text));
    return NULL;
}

static bool has_column(const zb_value *table, zb_str name) {
    for (size_t i = 0; table->columns && i < table->columns->count; i++)
        if (zb_str_equal(table->columns->items[i]->text, name)) return true;
    for (size_t i = 0; !table->columns && i < table->count; i++)
        if (zb_value_lookup(table->items[i], name)) return true;
    return false;
}

static tuples collect_others(const zb_table_check *t, const zb_foreign_key *key, const zb_value *other) {
    tuples list = {0};
    const bool *numeric = numeric_fields(t, key->fields, key->count);
    for (size_t r = 0; r < other->count; r++) {
        const zb_value **cells = ZB_NEW_ARRAY(t->checker.arena, key->count, const zb_value *);
        bool whole = true;
        for (size_t i = 0; i < key->count && whole; i++) {
            cells[i] = zb_value_lookup(other->items[r], key->others[i]->text);
            whole = cells[i] && cells[i]->kind != ZB_NULL && zb_value_is_scalar(cells[i]);
        }
        if (whole) ZB_PUSH(t->checker.arena, &list, (tuple){cells, numeric, key->count, r});
    }
    sort(&list);
    return list;
}

/* The nearest of the values there are, or the first of all. */
static void hint_others(zb_table_check *t, const zb_value *value, const tuples *others, const zb_value *other, zb_str column) {
    ZB_VEC(zb_str) names = {0};
    for (size_t i = 0; i < others->count; i++)
        if (i == 0 || compare_values(&others->data[i - 1], &others->data[i]))
            ZB_PUSH(t->checker.arena, &names, others->data[i].cells[0]->text);
    /* A single character is near to every other. */
    const zb_str *near = zb_utf8_count(value->text) > 1 ? zb_nearest(value->text, names.data, names.count) : NULL;
    if (near) {
        zb_diag_hint(t->checker.diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
        return;
    }
    zb_str shown[LISTED_MAX];
    size_t count = 0;
    zb_buf list = {0};
    for (size_t r = 0; r < other->count && count < LISTED_MAX; r++) {
        const zb_value *cell = zb_value_lookup(other->items[r], column);
        bool known = !cell || !zb_value_is_scalar(cell) || cell->kind == ZB_NULL;
        for (size_t i = 0; i < count && !known; i++) known = zb_str_equal(shown[i], cell->text);
        if (known) continue;
        zb_say_to(&list, count ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(cell->text));
        shown[count++] = cell->text;
    }
    zb_diag_hint(t->checker.diags, "there are %s%s", list.n ? list.s : "none", names.count > LISTED_MAX ? ", …" : "");
    zb_buf_free(&list);
}

static void report_foreign(zb_table_check *t, const zb_foreign_key *key, const tuple *row, const tuples *others,
                           const zb_value *other) {
    zb_str words = words_of(t, row), where = key->resource && key->resource->text.n ? key->resource->text : t->name;
    zb_buf columns = {0};
    for (size_t i = 0; i < key->count; i++) zb_say_to(&columns, i ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(key->others[i]->text));
    zb_table_fault(t, "schema.foreign", row->cells[0]->loc, "%.*s does not stand under %s in the table '%.*s'", ZB_STR_ARG(words),
                   columns.s, ZB_STR_ARG(where));
    zb_buf_free(&columns);
    if (key->count == 1) hint_others(t, row->cells[0], others, other, key->others[0]->text);
    zb_diag_related(t->checker.diags, other->columns ? other->columns->loc : other->loc);
}

static void check_foreign(zb_table_check *t, const zb_foreign_key *key) {
    const zb_value *other = other_table(t, key);
    if (!other) return;
    for (size_t i = 0; i < key->count; i++) {
        if (has_column(other, key->others[i]->text)) continue;
        /* A file tells the column that it lacks itself, where the schema describes it. */
        if (!other->file && other->count)
            zb_table_fault(t, "schema.reference", key->others[i]->loc, "the table has no column '%.*s'", ZB_STR_ARG(key->others[i]->text));
        if (!other->file && !other->count) break;
        return;
    }
    tuples others = collect_others(t, key, other), own = collect(t, key->fields, key->count);
    size_t told = 0;
    for (size_t i = 0; i < own.count && told < ROWS_TOLD; i++) {
        bool found = others.count && bsearch(&own.data[i], others.data, others.count, sizeof *others.data, compare_values);
        if (!found) report_foreign(t, key, &own.data[i], &others, other);
        told += !found;
    }
}

void zb_table_check_foreign(zb_table_check *t) {
    for (size_t i = 0; i < t->rules->foreign_count; i++) check_foreign(t, &t->rules->foreign[i]);
}
