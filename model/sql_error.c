/* SPDX-License-Identifier: Apache-2.0
 * Where a query is wrong, and what may have been meant. */
#include <string.h>

#include "base/limits.h"
#include "model/csv.h"
#include "model/sql_database.h"

static bool is_word_byte(unsigned char c) {
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c >= 0x80;
}

/* The next place of a byte from `at` on, or the end. */
static size_t next_byte(zb_str text, size_t at, char c) {
    const char *found = at < text.n ? memchr(text.s + at, c, text.n - at) : NULL;
    return found ? (size_t)(found - text.s) : text.n;
}

/* All queries ask for all tables: most of the text is passed over by looking for the first byte in both cases. */
size_t zb_sql_find_word(zb_str query, zb_str word) {
    if (word.n == 0 || word.n > query.n) return SIZE_MAX;
    char first = word.s[0], other = first;
    if ((first | 0x20) >= 'a' && (first | 0x20) <= 'z') other = (char)(first ^ 0x20);
    size_t same = next_byte(query, 0, first), turned = other == first ? query.n : next_byte(query, 0, other);
    while (same < query.n || turned < query.n) {
        size_t at = same < turned ? same : turned;
        if (at + word.n > query.n) break;
        if (at == same) same = next_byte(query, at + 1, first);
        else turned = next_byte(query, at + 1, other);
        if (sqlite3_strnicmp(query.s + at, word.s, (int)word.n)) continue;
        bool starts = at == 0 || !is_word_byte((unsigned char)query.s[at - 1]) || !is_word_byte((unsigned char)word.s[0]);
        bool ends = at + word.n == query.n || !is_word_byte((unsigned char)query.s[at + word.n]);
        if (starts && ends) return at;
    }
    return SIZE_MAX;
}

/* Past white space and comments. */
static size_t first_token(zb_str query) {
    size_t at = 0;
    while (at < query.n) {
        zb_str rest = zb_str_sub(query, at, query.n);
        size_t end = SIZE_MAX;
        if (strchr(" \t\r\n", query.s[at])) end = at + 1;
        else if (zb_str_starts(rest, "--")) end = zb_str_find(query, ZB_STR("\n"), at);
        else if (zb_str_starts(rest, "/*")) end = zb_str_find(query, ZB_STR("*/"), at + 2);
        else return at;
        if (end == SIZE_MAX) return 0;
        at = rest.s[0] == '/' ? end + 2 : end;
    }
    return 0;
}

zb_loc zb_sql_place(const zb_sql_text *query, size_t offset) {
    return query->locate(query->context, offset == SIZE_MAX ? first_token(query->text) : offset);
}

/* Hints ----------------------------------------------------------------------------------------------------------------------- */

typedef ZB_VEC(zb_str) names;

static void add_tables(zb_sql *sql, names *list) {
    for (size_t i = 0; i < sql->tables.count; i++) ZB_PUSH(sql->arena, list, sql->tables.data[i].name);
}

static void add_columns(zb_sql *sql, names *list) {
    for (size_t i = 0; i < sql->tables.count; i++)
        for (size_t j = 0; j < sql->tables.data[i].column_count; j++) ZB_PUSH(sql->arena, list, sql->tables.data[i].columns[j]);
}

static void add_functions(zb_sql *sql, names *list) {
    for (const char *const *name = zb_sql_function_names; *name; name++) ZB_PUSH(sql->arena, list, zb_str_of(*name));
}

typedef struct missing {
    const char *prefix; /* of SQLite's message; the name follows */
    void (*add)(zb_sql *sql, names *list);
} missing;

static const missing missings[] = {
    {"no such table: ", add_tables}, {"no such column: ", add_columns}, {"no such function: ", add_functions}};

/* The missing thing that a message speaks of; *name is what it calls it, without "table.". */
static const missing *find_missing(const char *message, zb_str *name) {
    for (size_t i = 0; i < sizeof missings / sizeof *missings; i++) {
        size_t n = strlen(missings[i].prefix);
        if (strncmp(message, missings[i].prefix, n)) continue;
        const char *dot = strrchr(message + n, '.');
        *name = zb_str_of(dot ? dot + 1 : message + n);
        return &missings[i];
    }
    return NULL;
}

static bool is_in_double_quotes(zb_str query, size_t offset) {
    return offset < query.n && (query.s[offset] == '"' || (offset > 0 && query.s[offset - 1] == '"'));
}

static void hint_missing(zb_sql *sql, const zb_sql_text *query, const missing *what, zb_str name, size_t offset) {
    names list = {0};
    if (what->add == add_columns && is_in_double_quotes(query->text, offset)) {
        zb_diag_hint(sql->diags, "a text stands in single quotes: '%.*s'", ZB_STR_ARG(name));
        return;
    }
    what->add(sql, &list);
    zb_diag_hint_nearest(sql->diags, name, list.data, list.count);
}

/* A column that a file lacks is told at its header. False: it cannot be told which file that is. */
static bool report_column(zb_sql *sql, const zb_sql_text *query, const char *message, zb_str name, size_t offset) {
    const char *whole = message + strlen("no such column: "), *dot = strrchr(whole, '.');
    zb_str owner = zb_str_of(whole);
    owner.n = dot ? (size_t)(dot - whole) : 0;
    if (is_in_double_quotes(query->text, offset)) return false;
    const zb_sql_table *table = zb_sql_table_meant(sql, query, owner);
    if (!table || !table->rows->file) return false;
    zb_csv_report_column(sql->arena, table->rows, name, zb_sql_place(query, offset), sql->diags);
    return true;
}

/* Reports --------------------------------------------------------------------------------------------------------------------- */

static void report_denied(zb_sql *sql, const zb_sql_text *query) {
    const zb_sql_guard *guard = &sql->guard;
    size_t offset = guard->denied_word ? zb_sql_find_word(query->text, zb_str_of(guard->denied_word)) : SIZE_MAX;
    zb_loc loc = zb_sql_place(query, offset);
    const char *word = guard->denied_word ? guard->denied_word : "the statement";
    zb_diag_add(sql->diags, ZB_ERROR, "sql.denied", loc, guard->denied_word ? "'%s' %s" : "%s %s", word, guard->denied);
}

bool zb_sql_has_failed(const zb_sql *sql, zb_str name) {
    for (size_t i = 0; i < sql->failed.count; i++) {
        zb_str failed = sql->failed.data[i];
        bool begins = name.n >= failed.n && zb_str_equal(zb_str_sub(name, 0, failed.n), failed);
        if (begins && (name.n == failed.n || name.s[failed.n] == '_')) return true;
    }
    return false;
}

bool zb_sql_system_failed(zb_sql *sql, int result, zb_loc loc) {
    switch (result & 0xFF) {
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_FULL:
    case SQLITE_CORRUPT: break;
    default: return false;
    }
    zb_diag_add(sql->diags, ZB_FATAL, "sql.system", loc, "SQLite fails: %s", sqlite3_errstr(result));
    return true;
}

void zb_sql_report(zb_sql *sql, const zb_sql_text *query, bool preparing) {
    if (zb_sql_guard_stopped(sql)) {
        zb_sql_guard_report(sql, query);
        return;
    }
    if (sql->guard.denied) {
        report_denied(sql, query);
        return;
    }
    if (sqlite3_errcode(sql->db) == SQLITE_NOMEM) zb_limits_no_memory(0);
    if (zb_sql_system_failed(sql, sqlite3_errcode(sql->db), zb_sql_place(query, SIZE_MAX))) return;
    const char *message = sqlite3_errmsg(sql->db);
    zb_str name = {0};
    const missing *what = find_missing(message, &name);
    if (what && what->add == add_tables && zb_sql_has_failed(sql, name)) return;
    int at = sqlite3_error_offset(sql->db);
    size_t offset = at >= 0 ? (size_t)at : what ? zb_sql_find_word(query->text, name) : SIZE_MAX;
    if (what && what->add == add_columns && report_column(sql, query, message, name, offset)) return;
    zb_diag_add(sql->diags, ZB_ERROR, preparing ? "sql.syntax" : "sql.failed", zb_sql_place(query, offset), "%s",
                zb_sql_words(sql->arena, message));
    if (what) hint_missing(sql, query, what, name, offset);
}
