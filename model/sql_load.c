/* SPDX-License-Identifier: Apache-2.0
 * Tables of the data set as tables of SQLite. All are known from the start; one is made and filled when a query names it, so that a
 * report pays only for what it asks about. */
#include <string.h>

#include "model/csv.h"
#include "model/sql_database.h"

#define DEPTH_MAX 64

typedef struct column {
    zb_str name;
    zb_loc loc; /* of the first key that made it */
} column;

typedef struct loader {
    zb_sql *sql;
    const zb_sql_table *table;
    ZB_VEC(column) columns;
    size_t next; /* the column that most likely comes next */
    zb_sql_kind *kinds;
    sqlite3_stmt *insert;
    zb_str wanted; /* the column that `take` is given */
    void (*take)(void *context, const zb_value *value);
    void *context;
    bool failed;
} loader;

/* What is done with a cell of a row: its column's name, its key's place. */
typedef void (*visitor)(loader *l, zb_str name, zb_loc loc, const zb_value *value);

static bool same_name(zb_str a, zb_str b) { return a.n == b.n && !sqlite3_strnicmp(a.s ? a.s : "", b.s ? b.s : "", (int)a.n); }

const zb_sql_table *zb_sql_table_named(const zb_sql *sql, zb_str name) {
    for (size_t i = 0; i < sql->tables.count; i++)
        if (same_name(sql->tables.data[i].name, name)) return &sql->tables.data[i];
    return NULL;
}

void zb_sql_add_table(zb_sql *sql, zb_str name, zb_loc loc, const zb_value *rows, bool result) {
    const zb_sql_table *other = zb_sql_table_named(sql, name);
    if (sql->tables.count == ZB_SQL_TABLES_MAX) {
        zb_diag_add(sql->diags, ZB_ERROR, "sql.table", loc, "more than %d tables", ZB_SQL_TABLES_MAX);
        sql->full = true;
    } else if (other) {
        zb_diag_add(sql->diags, ZB_ERROR, "sql.table", loc, "'%.*s' and '%.*s' are the same name for a table", ZB_STR_ARG(name),
                    ZB_STR_ARG(other->name));
        if (other->loc.line) zb_diag_hint(sql->diags, "the other is in line %u", other->loc.line);
        zb_diag_related(sql->diags, other->loc);
    } else {
        ZB_PUSH(sql->arena, &sql->tables, (zb_sql_table){.name = name, .loc = loc, .rows = rows, .result = result});
    }
}

static bool is_table(const zb_value *value) {
    return value->kind == ZB_LIST && (value->count == 0 || value->columns || zb_value_is_table(value));
}

static zb_str join_name(zb_arena *arena, zb_str prefix, zb_str key) {
    return prefix.n ? zb_str_format(arena, "%.*s_%.*s", ZB_STR_ARG(prefix), ZB_STR_ARG(key)) : key;
}

/* `tables` of the root is left out: what it names stands in the root. */
static void find_tables(zb_sql *sql, const zb_value *map, zb_str prefix, int depth) {
    for (size_t i = 0; i < map->count && !sql->full; i++) {
        const zb_entry *entry = &map->entries[i];
        bool container = entry->value->kind == ZB_MAP || is_table(entry->value);
        if (!container || (depth == 0 && zb_str_is(entry->key, "tables"))) continue;
        zb_str name = join_name(sql->arena, prefix, entry->key);
        if (entry->value->kind == ZB_LIST) zb_sql_add_table(sql, name, entry->key_loc, entry->value, false);
        else if (depth < DEPTH_MAX) find_tables(sql, entry->value, name, depth + 1);
    }
}

void zb_sql_find_tables(zb_sql *sql) { find_tables(sql, sql->data->root, (zb_str){0}, 0); }

/* Columns --------------------------------------------------------------------------------------------------------------------- */

static void visit_cells(loader *l, const zb_value *row, zb_str prefix, int depth, visitor visit) {
    for (size_t i = 0; i < row->count; i++) {
        const zb_entry *entry = &row->entries[i];
        zb_str name = join_name(l->sql->arena, prefix, entry->key);
        if (entry->value->kind != ZB_MAP) visit(l, name, entry->key_loc, entry->value);
        else if (depth < DEPTH_MAX) visit_cells(l, entry->value, name, depth + 1, visit);
    }
}

static void visit_rows(loader *l, visitor visit, void (*after)(loader *l, const zb_value *row)) {
    const zb_value *rows = l->table->rows;
    bool single = rows->kind == ZB_MAP;
    for (size_t i = 0; i < (single ? 1 : rows->count) && !l->failed; i++) {
        const zb_value *row = single ? rows : rows->items[i];
        visit_cells(l, row, (zb_str){0}, 0, visit);
        if (after) after(l, row);
    }
}

static size_t find_column(loader *l, zb_str name) {
    for (size_t step = 0; step < l->columns.count; step++) {
        size_t i = (l->next + step) % l->columns.count;
        if (!same_name(l->columns.data[i].name, name)) continue;
        l->next = i + 1;
        return i;
    }
    return SIZE_MAX;
}

static void add_column(loader *l, zb_str name, zb_loc loc, const zb_value *value) {
    (void)value;
    size_t known = find_column(l, name);
    zb_diags *diags = l->sql->diags;
    if (zb_str_is(name, "_at")) {
        zb_diag_add(diags, ZB_ERROR, "sql.column", loc, "the name '_at' is taken: every table has a column '_at' for its places");
        l->failed = true;
    } else if (known != SIZE_MAX && !zb_str_equal(l->columns.data[known].name, name)) {
        zb_diag_add(diags, ZB_ERROR, "sql.column", loc, "the columns '%.*s' and '%.*s' have the same name for SQL", ZB_STR_ARG(name),
                    ZB_STR_ARG(l->columns.data[known].name));
        l->failed = true;
    } else if (known == SIZE_MAX && l->columns.count == ZB_SQL_COLUMNS_MAX) {
        zb_diag_add(diags, ZB_ERROR, "sql.table", loc, "the table '%.*s' has more than %d columns", ZB_STR_ARG(l->table->name),
                    ZB_SQL_COLUMNS_MAX);
        l->failed = true;
    } else if (known == SIZE_MAX) {
        ZB_PUSH(l->sql->arena, &l->columns, (column){name, loc});
    }
}

static void find_columns(loader *l) {
    const zb_value *columns = l->table->rows->columns;
    for (size_t i = 0; columns && i < columns->count; i++) add_column(l, columns->items[i]->text, columns->items[i]->loc, NULL);
    visit_rows(l, add_column, NULL);
    l->next = 0;
}

/* Kinds ----------------------------------------------------------------------------------------------------------------------- */

static void count_cell(loader *l, zb_str name, zb_loc loc, const zb_value *value) {
    (void)loc;
    zb_sql_kind_count(&l->kinds[find_column(l, name)], value);
}

static void find_kinds(loader *l) {
    l->kinds = ZB_NEW_ARRAY(l->sql->arena, l->columns.count, zb_sql_kind);
    if (!l->failed) visit_rows(l, count_cell, NULL);
    for (size_t i = 0; i < l->columns.count; i++) zb_sql_kind_settle(&l->kinds[i]);
    l->next = 0;
}

static void take_cell(loader *l, zb_str name, zb_loc loc, const zb_value *value) {
    (void)loc;
    if (same_name(name, l->wanted)) l->take(l->context, value);
}

void zb_sql_column_visit(zb_sql *sql, const zb_sql_table *table, size_t index, void (*take)(void *context, const zb_value *value),
                         void *context) {
    loader l = {.sql = sql, .table = table, .wanted = table->columns[index], .take = take, .context = context};
    visit_rows(&l, take_cell, NULL);
}

/* Filling --------------------------------------------------------------------------------------------------------------------- */

static void report_failure(loader *l, zb_loc loc) {
    l->failed = true;
    if (zb_sql_system_failed(l->sql, sqlite3_errcode(l->sql->db), loc)) return;
    zb_diag_add(l->sql->diags, ZB_ERROR, "sql.table", loc, "the table '%.*s' cannot be queried: %s", ZB_STR_ARG(l->table->name),
                zb_sql_words(l->sql->arena, sqlite3_errmsg(l->sql->db)));
}

static void execute(loader *l, sqlite3_str *statement) {
    char *text = sqlite3_str_finish(statement);
    if (!l->failed && (!text || sqlite3_exec(l->sql->db, text, NULL, NULL, NULL) != SQLITE_OK)) report_failure(l, l->table->loc);
    sqlite3_free(text);
}

static void create(loader *l) {
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(text, "CREATE TABLE \"%w\"(", zb_str_z(l->sql->arena, l->table->name));
    for (size_t i = 0; i < l->columns.count; i++)
        sqlite3_str_appendf(text, "\"%w\",", zb_str_z(l->sql->arena, l->columns.data[i].name));
    sqlite3_str_appendf(text, "_at)");
    execute(l, text);
}

static void prepare_insert(loader *l) {
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(text, "INSERT INTO \"%w\" VALUES(", zb_str_z(l->sql->arena, l->table->name));
    for (size_t i = 0; i < l->columns.count; i++) sqlite3_str_appendall(text, "?,");
    sqlite3_str_appendall(text, "?)");
    char *statement = sqlite3_str_finish(text);
    if (!statement || sqlite3_prepare_v3(l->sql->db, statement, -1, 0, &l->insert, NULL) != SQLITE_OK) report_failure(l, l->table->loc);
    sqlite3_free(statement);
}

static void bind_text(loader *l, int at, const zb_value *value) {
    if (value->text.n < ZB_SQL_TEXT_MAX) {
        sqlite3_bind_text(l->insert, at, value->text.n ? value->text.s : "", (int)value->text.n, SQLITE_STATIC);
        return;
    }
    zb_diag_add(l->sql->diags, ZB_ERROR, "sql.value", value->loc, "the text is too long for a query: more than %d bytes",
                ZB_SQL_TEXT_MAX);
    l->failed = true;
}

static void bind_cell(loader *l, zb_str name, zb_loc loc, const zb_value *value) {
    (void)loc;
    int at = (int)find_column(l, name) + 1;
    switch (value->kind) {
    case ZB_BOOL:
    case ZB_INT: sqlite3_bind_int64(l->insert, at, value->integer); break;
    case ZB_REAL: sqlite3_bind_double(l->insert, at, value->real); break;
    case ZB_LIST:
        if (!value->absent) sqlite3_bind_int64(l->insert, at, (int64_t)value->count);
        break;
    case ZB_TEXT: bind_text(l, at, value); break;
    default: break;
    }
}

static void insert_row(loader *l, const zb_value *row) {
    ZB_PUSH(l->sql->arena, &l->sql->places, row->loc);
    sqlite3_bind_int64(l->insert, (int)l->columns.count + 1, (int64_t)l->sql->places.count);
    if (!l->failed && sqlite3_step(l->insert) != SQLITE_DONE) report_failure(l, row->loc);
    sqlite3_reset(l->insert);
    sqlite3_clear_bindings(l->insert);
    l->next = 0;
}

static void fill(loader *l) {
    prepare_insert(l);
    sqlite3_exec(l->sql->db, "BEGIN", NULL, NULL, NULL);
    if (!l->failed) visit_rows(l, bind_cell, insert_row);
    sqlite3_finalize(l->insert);
    sqlite3_exec(l->sql->db, "COMMIT", NULL, NULL, NULL);
}

static void load(zb_sql *sql, zb_sql_table *table) {
    loader l = {.sql = sql, .table = table};
    table->loaded = true; /* also when it fails: once is enough to say so */
    zb_csv_check_rows(table->rows, sql->diags);
    find_columns(&l);
    find_kinds(&l);
    if (!l.failed) create(&l);
    if (!l.failed) fill(&l);
    zb_str *names = ZB_NEW_ARRAY(sql->arena, l.columns.count, zb_str);
    for (size_t i = 0; i < l.columns.count; i++) names[i] = l.columns.data[i].name;
    table->columns = names;
    table->kinds = l.kinds;
    table->column_count = l.columns.count;
}

void zb_sql_load_tables(zb_sql *sql, zb_str query) {
    for (size_t i = 0; i < sql->tables.count; i++) {
        zb_sql_table *table = &sql->tables.data[i];
        if (!table->loaded && zb_sql_find_word(query, table->name) != SIZE_MAX) load(sql, table);
    }
}
