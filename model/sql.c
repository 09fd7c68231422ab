/* SPDX-License-Identifier: Apache-2.0
 * The SQL database of a data set: opening it, and queries whose results later queries can use. */
#include "model/sql.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "model/sql_database.h"
#include "model/usage_parts.h"

static void close_database(void *object) { sqlite3_close(object); }

zb_sql *zb_sql_open(zb_arena *arena, const zb_data *data, zb_diags *diags) {
    zb_sql *sql = ZB_NEW(arena, zb_sql);
    *sql = (zb_sql){.arena = arena, .data = data, .diags = diags};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
    /* Nothing but memory can be lacking here. */
    if (sqlite3_open_v2(":memory:", &sql->db, flags, NULL) != SQLITE_OK) zb_limits_no_memory(0);
    zb_defer(arena, close_database, sql->db);
    zb_sql_guard_install(sql);
    zb_sql_add_functions(sql);
    zb_sql_find_tables(sql);
    return sql;
}

void zb_sql_keep(zb_sql *sql, zb_str owner) {
    zb_usage *usage = sql->data->usage;
    if (!usage || usage->sql || usage->arena != sql->arena) return;
    usage->sql = sql;
    usage->owner = zb_str_copy(usage->arena, owner);
}

zb_sql *zb_sql_kept(const zb_data *data, zb_str owner, zb_diags *diags) {
    zb_usage *usage = data->usage;
    if (!usage || !usage->sql || !zb_str_equal(usage->owner, owner)) return NULL;
    usage->sql->diags = diags;
    return usage->sql;
}

/* Letters, digits, '_' and everything beyond ASCII; no digit first. */
static bool is_name(zb_str name) {
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.s[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z', digit = c >= '0' && c <= '9';
        if (!(letter || c == '_' || c >= 0x80 || (digit && i > 0))) return false;
    }
    return true;
}

static bool check_name(zb_sql *sql, zb_str name, const zb_sql_text *query) {
    zb_loc loc = zb_sql_place(query, SIZE_MAX);
    if (!is_name(name)) {
        zb_diag_add(sql->diags, ZB_ERROR, "sql.name", loc, "'%.*s' cannot be the name of a query", ZB_STR_ARG(name));
        zb_diag_hint(sql->diags, "use letters, digits and '_'");
        return false;
    }
    bool taken = zb_sql_table_named(sql, name) || zb_value_lookup(sql->data->root, name);
    for (size_t i = 0; i < sql->results.count; i++) taken = taken || zb_str_equal(sql->results.data[i].key, name);
    if (taken) zb_diag_add(sql->diags, ZB_ERROR, "sql.name", loc, "'%.*s' already names data or another query", ZB_STR_ARG(name));
    return !taken;
}

const zb_value *zb_sql_query(zb_sql *sql, zb_str name, zb_str query, zb_locate locate, const void *context) {
    zb_sql_text text = {query, locate, context, false};
    bool named = check_name(sql, name, &text);
    const zb_value *rows = zb_sql_run(sql, &text);
    if (!rows || !named) {
        if (name.n) ZB_PUSH(sql->arena, &sql->failed, zb_str_copy(sql->arena, name));
        return NULL;
    }
    const zb_value *result = rows->count == 1 ? rows->items[0] : rows;
    if (name.n == 0) return result;
    name = zb_str_copy(sql->arena, name);
    ZB_PUSH(sql->arena, &sql->results, (zb_entry){name, rows->loc, result});
    zb_sql_add_table(sql, name, rows->loc, rows, true);
    return result;
}
