/* SPDX-License-Identifier: Apache-2.0
 * Applying the description of a table to its rows: the columns first, then each cell. A column that is not there is told once, at
 * the header, and nothing else about it. */
#include "model/table_schema.h"

#include <stdarg.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/csv.h"

/* Cells of one column that are told; the rest are counted. */
#define CELLS_TOLD 20
/* Columns that a hint lists. */
#define LISTED_MAX 12

void zb_table_fault(zb_table_check *t, const char *code, zb_loc loc, const char *format, ...) {
    va_list args;
    va_start(args, format);
    zb_str text = zb_vsay_str(t->checker.arena, format, args);
    va_end(args);
    zb_diag_add(t->checker.diags, ZB_ERROR, code, loc, "%.*s", ZB_STR_ARG(text));
    t->fine = false;
}

static bool stands_for_nothing(const zb_table_schema *rules, const zb_value *value) {
    for (size_t i = 0; rules->missing && i < rules->missing->count; i++)
        if (value->kind == ZB_NULL || (zb_value_is_scalar(value) && zb_str_equal(rules->missing->items[i]->text, value->text))) return true;
    return value->kind == ZB_NULL;
}

static const zb_value *raw_cell(const zb_table_check *t, const zb_value *row, size_t field) {
    if (!t->table->file) return zb_value_lookup(row, t->rules->fields[field].name);
    return t->places[field] == SIZE_MAX ? NULL : row->entries[t->places[field]].value;
}

const zb_value *zb_table_cell(const zb_table_check *t, const zb_value *row, size_t field) {
    const zb_value *value = raw_cell(t, row, field);
    return value && !stands_for_nothing(t->rules, value) ? value : NULL;
}

/* Columns --------------------------------------------------------------------------------------------------------------------- */

static void hint_about(zb_table_check *t, const zb_field *field) {
    zb_str about = zb_schema_about(&t->checker, field->name, field->node);
    if (about.n) zb_diag_hint(t->checker.diags, "%.*s", ZB_STR_ARG(about));
}

static size_t field_named(const zb_table_schema *rules, zb_str name) {
    size_t at = 0;
    while (at < rules->count && !zb_str_equal(rules->fields[at].name, name)) at++;
    return at;
}

/* The column that a missing one is most likely written as: the nearest of those nobody knows, else the first of them. */
static const zb_value *instead_of(zb_str name, const zb_value **strange, size_t count) {
    zb_arena *scratch = zb_arena_open();
    zb_str *names = ZB_NEW_ARRAY(scratch, count, zb_str);
    size_t *from = ZB_NEW_ARRAY(scratch, count, size_t);
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (!strange[i]) continue;
        names[left] = strange[i]->text;
        from[left++] = i;
    }
    const zb_str *near = zb_nearest(name, names, left);
    const zb_value **chosen = left ? &strange[near ? from[near - names] : from[0]] : NULL;
    const zb_value *column = chosen ? *chosen : NULL;
    if (chosen) *chosen = NULL;
    zb_arena_close(scratch);
    return column;
}

/* `row`: whose key it is, NULL in a header, where a misspelt column was told as the one that is missing. */
static void report_strange(zb_table_check *t, const zb_value *name, const zb_value *row) {
    zb_arena *arena = t->checker.arena;
    ZB_VEC(zb_str) lacking = {0};
    zb_buf list = {0};
    for (size_t i = 0; i < t->rules->count; i++) {
        zb_str field = t->rules->fields[i].name;
        if (row && !zb_value_lookup(row, field)) ZB_PUSH(arena, &lacking, field);
        if (i < LISTED_MAX) zb_say_to(&list, i ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(field));
    }
    const zb_str *near = zb_nearest(name->text, lacking.data, lacking.count);
    zb_table_fault(t, "schema.key", name->loc, "the column '%.*s' is not known here", ZB_STR_ARG(name->text));
    if (near) zb_diag_hint(t->checker.diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
    else zb_diag_hint(t->checker.diags, "known here: %s%s", list.s, t->rules->count > LISTED_MAX ? ", …" : "");
    zb_buf_free(&list);
}

static void report_lack(zb_table_check *t, size_t field, const zb_value *instead) {
    const zb_field *f = &t->rules->fields[field];
    t->fine = false;
    zb_csv_add_lack(t->table, f->name, instead ? instead->loc : t->table->columns->loc, t->checker.diags);
    if (instead)
        zb_diag_hint(t->checker.diags, "'%.*s' is not known here; is '%.*s' meant?", ZB_STR_ARG(instead->text), ZB_STR_ARG(f->name));
    else hint_about(t, f);
}

/* The header of a file: where each field stands, what is missing, what is too much. */
static void check_header(zb_table_check *t) {
    const zb_value *columns = t->table->columns;
    const zb_value **strange = ZB_NEW_ARRAY(t->checker.arena, columns->count, const zb_value *);
    for (size_t i = 0; i < t->rules->count; i++) t->places[i] = SIZE_MAX;
    for (size_t i = 0; i < columns->count; i++) {
        size_t field = field_named(t->rules, columns->items[i]->text);
        if (field == t->rules->count) strange[i] = columns->items[i];
        else t->places[field] = i;
    }
    for (size_t i = 0; i < t->rules->count; i++)
        if (t->places[i] == SIZE_MAX) report_lack(t, i, instead_of(t->rules->fields[i].name, strange, columns->count));
    for (size_t i = 0; i < columns->count; i++)
        if (strange[i]) report_strange(t, strange[i], NULL);
}

/* The keys of the rows that the YAML holds. */
static void check_row_keys(zb_table_check *t) {
    for (size_t r = 0; r < t->table->count; r++) {
        const zb_value *row = t->table->items[r];
        for (size_t i = 0; i < row->count; i++) {
            if (field_named(t->rules, row->entries[i].key) < t->rules->count) continue;
            zb_value *name = zb_value_scalar(t->checker.arena, row->entries[i].key, false, row->entries[i].key_loc);
            report_strange(t, name, row);
        }
        for (size_t i = 0; i < t->rules->count; i++) {
            const zb_field *f = &t->rules->fields[i];
            if (!f->required || zb_value_lookup(row, f->name)) continue;
            zb_table_fault(t, "schema.required", row->loc, "'%.*s' is missing", ZB_STR_ARG(f->name));
            hint_about(t, f);
        }
    }
}

/* Cells ----------------------------------------------------------------------------------------------------------------------- */

/* A cell of a column of texts is one however it looks: 360 is a name there. */
static const zb_value *as_typed(zb_table_check *t, const zb_field *field, const zb_value *value) {
    bool text = field->type == ZB_FIELD_STRING || field->type == ZB_FIELD_DATE;
    if (!text || value->kind == ZB_TEXT || !zb_value_is_scalar(value)) return value;
    zb_value *copy = ZB_NEW(t->checker.arena, zb_value);
    *copy = *value;
    copy->kind = ZB_TEXT;
    return copy;
}

static bool is_whole(const zb_value *value, zb_field_type type) {
    bool integer = type == ZB_FIELD_INTEGER || type == ZB_FIELD_YEAR;
    return !integer || value->kind != ZB_REAL;
}

static bool check_more(zb_table_check *t, const zb_field *field, const zb_value *value) {
    const char *code = NULL, *words = NULL;
    zb_str limit = {0};
    if (!is_whole(value, field->type)) code = "schema.type", words = "is a number with a point, not an integer";
    else if (field->type == ZB_FIELD_YEAR && value->text.n != 4) code = "schema.format", words = "is not a year of four digits";
    else if (field->earliest.n && zb_str_compare(value->text, field->earliest) < 0)
        code = "schema.range", words = "is earlier than", limit = field->earliest;
    else if (field->latest.n && zb_str_compare(value->text, field->latest) > 0)
        code = "schema.range", words = "is later than", limit = field->latest;
    if (!code) return true;
    zb_table_fault(t, code, value->loc, "%.*s %s%s%.*s", ZB_STR_ARG(value->text), words, limit.n ? " " : "", ZB_STR_ARG(limit));
    hint_about(t, field);
    return false;
}

static bool check_cell(zb_table_check *t, const zb_field *field, const zb_value *value) {
    zb_faults faults = {0};
    t->checker.key = field->name;
    if (zb_schema_apply(&t->checker, field->node, as_typed(t, field, value), &faults)) return check_more(t, field, value);
    if (faults.count == 0) { /* a limit was reached, and said */
        t->fine = false;
        return false;
    }
    const zb_fault *f = &faults.data[0];
    zb_table_fault(t, f->code, value->loc, "%.*s", ZB_STR_ARG(f->message));
    if (f->hint.n) zb_diag_hint(t->checker.diags, "%.*s", ZB_STR_ARG(f->hint));
    return false;
}

void zb_table_note_wrong(zb_table_check *t, size_t row, size_t field) {
    if (!t->wrong) t->wrong = ZB_NEW_ARRAY(t->checker.arena, t->table->count * t->rules->count, bool);
    t->wrong[row * t->rules->count + field] = true;
}

static void check_column(zb_table_check *t, size_t index) {
    const zb_field *field = &t->rules->fields[index];
    size_t wrong = 0;
    for (size_t r = 0; r < t->table->count && !t->checker.stopped; r++) {
        const zb_value *row = t->table->items[r], *value = zb_table_cell(t, row, index), *raw = raw_cell(t, row, index);
        if (!raw || (!value && !field->required)) continue;
        if (wrong == CELLS_TOLD) {
            zb_diag_add(t->checker.diags, ZB_NOTE, "schema.limit", raw->loc, "what is wrong further down in the column '%.*s' is not told",
                        ZB_STR_ARG(field->name));
            return;
        }
        if (value && check_cell(t, field, value)) continue;
        wrong++;
        zb_table_note_wrong(t, r, index);
        if (value) continue;
        zb_table_fault(t, "schema.required", raw->loc, "there is no value for '%.*s' here", ZB_STR_ARG(field->name));
        hint_about(t, field);
    }
}

/* Tables ---------------------------------------------------------------------------------------------------------------------- */

static void check_table(zb_table_check *t) {
    const zb_value *table = t->table;
    if (table->file) check_header(t);
    else check_row_keys(t);
    for (size_t i = 0; i < t->rules->count; i++)
        if (!table->file || t->places[i] != SIZE_MAX) check_column(t, i);
    if (table->file && !zb_schema_may_be_empty(t->schema, t->name) && !zb_csv_check_rows(table, t->checker.diags)) t->fine = false;
    zb_table_check_keys(t);
    zb_table_check_foreign(t);
}

static const zb_schema_members *tables_of(const zb_schema *schema) {
    static const zb_schema_members none;
    const zb_schema_node *tables = zb_schema_named(&schema->root->members, ZB_STR("tables"));
    return tables ? &tables->members : &none;
}

/* What the node of a table says, itself or where it refers to. */
static const zb_table_schema *rules_of(const zb_schema_node *node) {
    for (; node; node = node->target)
        if (node->table) return node->table;
    return NULL;
}

/* A list of mappings, perhaps empty: a key of the issue may have the name of a table that it lacks. */
static bool is_table(const zb_value *value) { return value && value->kind == ZB_LIST && (!value->count || zb_value_is_table(value)); }

bool zb_schema_check_tables(zb_arena *arena, const zb_schema *schema, const zb_value *root, bool lists, zb_diags *diags) {
    const zb_schema_members *tables = tables_of(schema);
    bool fine = true;
    for (size_t i = 0; i < tables->count; i++) {
        zb_table_check t = {.checker = {.arena = arena, .diags = diags}, .schema = schema, .root = root, .lists = lists, .fine = true};
        t.name = tables->data[i].name;
        t.rules = rules_of(tables->data[i].node);
        t.table = t.rules ? zb_value_lookup(root, t.name) : NULL;
        if (!is_table(t.table) || (!t.table->file && !lists)) continue;
        t.places = ZB_NEW_ARRAY(arena, t.rules->count, size_t);
        check_table(&t);
        fine = fine && t.fine;
    }
    return fine;
}

bool zb_schema_may_be_empty(const zb_schema *schema, zb_str table) {
    for (const zb_schema_node *node = zb_schema_named(tables_of(schema), table); node; node = node->target)
        if (node->may_be_empty) return true;
    return false;
}

/* Cleaning -------------------------------------------------------------------------------------------------------------------- */

static const zb_value *clean_row(zb_arena *arena, const zb_table_schema *rules, const zb_value *row) {
    zb_entry *entries = NULL;
    for (size_t i = 0; i < row->count; i++) {
        const zb_value *value = row->entries[i].value;
        bool known = field_named(rules, row->entries[i].key) < rules->count;
        if (value->kind == ZB_NULL || !known || !stands_for_nothing(rules, value)) continue;
        if (!entries) entries = memcpy(ZB_NEW_ARRAY(arena, row->count, zb_entry), row->entries, row->count * sizeof *entries);
        entries[i].value = zb_value_scalar(arena, (zb_str){0}, true, value->loc);
    }
    if (!entries) return row;
    zb_value *copy = ZB_NEW(arena, zb_value);
    *copy = *row;
    copy->entries = entries;
    return copy;
}

const zb_value *zb_schema_clean_table(zb_arena *arena, const zb_schema *schema, zb_str name, const zb_value *table) {
    const zb_table_schema *rules = rules_of(zb_schema_named(tables_of(schema), name));
    if (!rules || !rules->missing || table->kind != ZB_LIST) return table;
    const zb_value **rows = ZB_NEW_ARRAY(arena, table->count, const zb_value *);
    bool same = true;
    for (size_t i = 0; i < table->count; i++) {
        bool row = table->items[i]->kind == ZB_MAP;
        rows[i] = row ? clean_row(arena, rules, table->items[i]) : table->items[i];
        same = same && rows[i] == table->items[i];
    }
    if (same) return table;
    zb_value *copy = ZB_NEW(arena, zb_value);
    *copy = *table;
    copy->items = rows;
    return copy;
}
