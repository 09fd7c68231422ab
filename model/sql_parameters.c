/* SPDX-License-Identifier: Apache-2.0
 * Parameters of queries: `:events_this_week` is events.this_week. Keys may hold underscores themselves, so the name is matched
 * against the keys step by step instead of being split. */
#include <string.h>

#include "model/sql_database.h"

#define DEPTH_MAX 64
/* Names looked through for a hint. */
#define HINT_NAMES_MAX 2000

typedef struct match {
    const zb_value *value;
    const zb_value *absent; /* what may be meant, and the data lacks */
    int count;
} match;

typedef ZB_VEC(zb_str) names;

/* Signs that a parameter cannot have stand as '_'. */
static char as_written(char c) {
    bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
    return letter ? c : '_';
}

static bool begins_with_key(zb_str name, zb_str key) {
    if (key.n == 0 || key.n > name.n) return false;
    for (size_t i = 0; i < key.n; i++)
        if (as_written(key.s[i]) != name.s[i]) return false;
    return true;
}

static void find_scalar(const zb_value *map, zb_str name, int depth, match *m) {
    for (size_t i = 0; i < map->count; i++) {
        const zb_entry *entry = &map->entries[i];
        if (!begins_with_key(name, entry->key)) continue;
        bool whole = entry->key.n == name.n;
        if (whole && entry->value->absent) {
            m->absent = entry->value;
        } else if (whole && zb_value_is_scalar(entry->value)) {
            m->value = entry->value;
            m->count++;
        } else if (!whole && name.s[entry->key.n] == '_' && entry->value->kind == ZB_MAP && depth < DEPTH_MAX) {
            find_scalar(entry->value, zb_str_sub(name, entry->key.n + 1, name.n), depth + 1, m);
        }
    }
}

static match find_value(const zb_sql *sql, zb_str name) {
    match m = {0};
    const zb_value results = {.kind = ZB_MAP, .entries = sql->results.data, .count = sql->results.count};
    find_scalar(sql->data->root, name, 0, &m);
    find_scalar(&results, name, 0, &m);
    for (size_t i = 0; i < results.count; i++) {
        const zb_value *result = results.entries[i].value;
        if (result->kind != ZB_MAP || result->count != 1 || !zb_str_equal(results.entries[i].key, name)) continue;
        m.value = result->entries[0].value;
        m.count++;
    }
    if (m.count == 0 && m.absent && zb_value_is_scalar(m.absent)) m.value = m.absent, m.count = 1;
    return m;
}

const zb_value *zb_sql_parameter(const zb_sql *sql, zb_str name) {
    match m = find_value(sql, name);
    return m.count == 1 ? m.value : NULL;
}

static void collect(zb_arena *arena, const zb_value *map, zb_str prefix, int depth, names *list) {
    for (size_t i = 0; i < map->count && list->count < HINT_NAMES_MAX; i++) {
        const zb_entry *entry = &map->entries[i];
        zb_str name = zb_str_format(arena, "%.*s%s%.*s", ZB_STR_ARG(prefix), prefix.n ? "_" : "", ZB_STR_ARG(entry->key));
        char *s = (char *)name.s;
        for (size_t j = 0; j < name.n; j++) s[j] = as_written(s[j]);
        if (zb_value_is_scalar(entry->value)) ZB_PUSH(arena, list, name);
        else if (entry->value->kind == ZB_MAP && depth < DEPTH_MAX) collect(arena, entry->value, name, depth + 1, list);
    }
}

static void report_unknown(zb_sql *sql, zb_str name, zb_loc loc) {
    if (zb_sql_has_failed(sql, name)) return;
    zb_diag_add(sql->diags, ZB_ERROR, "sql.parameter", loc, "no value has the name '%.*s'", ZB_STR_ARG(name));
    if (zb_sql_table_named(sql, name)) {
        zb_diag_hint(sql->diags, "it is a table: SELECT ... FROM %.*s", ZB_STR_ARG(name));
        return;
    }
    names list = {0};
    const zb_value results = {.kind = ZB_MAP, .entries = sql->results.data, .count = sql->results.count};
    collect(sql->arena, &results, (zb_str){0}, 0, &list);
    collect(sql->arena, sql->data->root, (zb_str){0}, 0, &list);
    zb_diag_hint_nearest(sql->diags, name, list.data, list.count);
}

static void bind_value(sqlite3_stmt *statement, int index, const zb_value *value) {
    const char *text = value->text.n ? value->text.s : "";
    /* None of these takes memory, texts stay where they are: they cannot fail for an index that SQLite gave. */
    if (value->kind == ZB_BOOL || value->kind == ZB_INT) sqlite3_bind_int64(statement, index, value->integer);
    else if (value->kind == ZB_REAL) sqlite3_bind_double(statement, index, value->real);
    else if (value->kind == ZB_TEXT) sqlite3_bind_text(statement, index, text, (int)value->text.n, SQLITE_STATIC);
    else sqlite3_bind_null(statement, index);
}

static bool bind_one(zb_sql *sql, sqlite3_stmt *statement, int index, const zb_sql_text *query) {
    const char *written = sqlite3_bind_parameter_name(statement, index);
    zb_loc loc = zb_sql_place(query, zb_sql_find_word(query->text, zb_str_of(written ? written : "?")));
    if (!written || written[0] != ':') {
        zb_diag_add(sql->diags, ZB_ERROR, "sql.parameter", loc, "'%s' is no name of a value", written ? written : "?");
        zb_diag_hint(sql->diags, "write ':name', with '_' for the dots of the name");
        return false;
    }
    zb_str name = zb_str_of(written + 1);
    match m = find_value(sql, name);
    if (m.count == 0) {
        report_unknown(sql, name, loc);
    } else if (m.count > 1) {
        zb_diag_add(sql->diags, ZB_ERROR, "sql.parameter", loc, "'%.*s' may mean several values, as '.' and '_' are written alike",
                    ZB_STR_ARG(name));
    } else {
        bind_value(statement, index, m.value);
    }
    return m.count == 1;
}

bool zb_sql_bind(zb_sql *sql, sqlite3_stmt *statement, const zb_sql_text *query) {
    bool fine = true;
    int count = sqlite3_bind_parameter_count(statement);
    for (int i = 1; i <= count; i++) fine = bind_one(sql, statement, i, query) && fine;
    return fine;
}
