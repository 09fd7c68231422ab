/* SPDX-License-Identifier: Apache-2.0
 * One statement of a user from text to rows. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "model/sql_database.h"
#include "model/text.h"

typedef struct run {
    zb_sql *sql;
    const zb_sql_text *query;
    sqlite3_stmt *statement;
    zb_loc loc;       /* of the query */
    zb_str *names;    /* of the columns */
    int count, at;    /* columns; which of them is _at, or -1 */
    bool watched;     /* the statement looks at its operands */
    size_t bytes;     /* of texts so far */
    zb_sql_blanks *blanks; /* of each column, made when first needed */
    ZB_VEC(const zb_value *) rows;
} run;

static void report(run *r, const char *code, const char *message) { zb_diag_add(r->sql->diags, ZB_ERROR, code, r->loc, "%s", message); }

/* The statement must be the only one. */
static bool check_tail(run *r, const char *tail) {
    zb_str query = r->query->text;
    size_t offset = (size_t)(tail - query.s);
    sqlite3_stmt *second = NULL;
    int result = sqlite3_prepare_v3(r->sql->db, tail, (int)(query.n - offset), 0, &second, NULL);
    sqlite3_finalize(second);
    if (result == SQLITE_OK && !second) return true;
    while (offset < query.n && strchr(" \t\r\n", query.s[offset])) offset++;
    zb_diag_add(r->sql->diags, ZB_ERROR, "sql.syntax", zb_sql_place(r->query, offset), "a second statement begins here");
    zb_diag_hint(r->sql->diags, "give each query a block of its own");
    return false;
}

static bool prepare(run *r) {
    const char *tail = NULL;
    zb_str query = r->query->text;
    if (query.n > ZB_SQL_QUERY_MAX) {
        zb_diag_add(r->sql->diags, ZB_ERROR, "sql.syntax", r->loc, "the query is longer than %d bytes", ZB_SQL_QUERY_MAX);
        return false;
    }
    if (sqlite3_prepare_v3(r->sql->db, query.n ? query.s : "", (int)query.n, 0, &r->statement, &tail) != SQLITE_OK) {
        zb_sql_note_failed(r->sql, r->query->text, sqlite3_errmsg(r->sql->db));
        zb_sql_report(r->sql, r->query, true);
        return false;
    }
    zb_sql_note_parameters(r->sql, r->query->text);
    if (!r->statement) {
        report(r, "sql.syntax", "there is no query here");
        return false;
    }
    if (!sqlite3_stmt_readonly(r->statement) || sqlite3_column_count(r->statement) == 0) {
        report(r, "sql.denied", "the statement is more than reading: only SELECT is allowed");
        return false;
    }
    return check_tail(r, tail);
}

/* The statement that looks at its operands from the start, where only the words of the query differ: that saves preparing it twice, half
 * of what a check costs. False: the query is to be prepared as it is, also to tell what is wrong with it. */
static bool prepare_watched(run *r) {
    const char *tail = NULL;
    if (!r->query->unnamed || r->query->text.n > ZB_SQL_QUERY_MAX) return false;
    zb_str query = zb_sql_number_query(r->sql, r->query->text);
    if (query.s == r->query->text.s) return false;
    bool fine = sqlite3_prepare_v3(r->sql->db, query.s, (int)query.n, 0, &r->statement, &tail) == SQLITE_OK && r->statement;
    fine = fine && sqlite3_stmt_readonly(r->statement) && sqlite3_column_count(r->statement) && tail[strspn(tail, " \t\r\n")] == 0;
    r->watched = fine;
    if (fine) zb_sql_note_parameters(r->sql, r->query->text);
    if (fine) return true;
    sqlite3_finalize(r->statement);
    r->statement = NULL;
    r->sql->operands.count = 0;
    r->sql->guard.denied = r->sql->guard.denied_word = NULL;
    return false;
}

/* From here on the statement looks at the operands of its calculations, if SQLite takes it so. False: the system failed. */
static bool watch_numbers(run *r) {
    if (r->watched) return true;
    zb_str query = zb_sql_number_query(r->sql, r->query->text);
    sqlite3_stmt *watched = NULL;
    if (query.s == r->query->text.s) return true;
    int result = sqlite3_prepare_v3(r->sql->db, query.s, (int)query.n, 0, &watched, NULL);
    if (result != SQLITE_OK || sqlite3_column_count(watched) != r->count) {
        sqlite3_finalize(watched);
        return !zb_sql_system_failed(r->sql, result, r->loc);
    }
    sqlite3_finalize(r->statement);
    r->statement = watched;
    return true;
}

static bool name_columns(run *r) {
    bool fine = true;
    r->count = sqlite3_column_count(r->statement);
    r->names = ZB_NEW_ARRAY(r->sql->arena, (size_t)r->count, zb_str);
    r->at = -1;
    for (int i = 0; i < r->count; i++) {
        r->names[i] = zb_str_copy(r->sql->arena, zb_str_of(sqlite3_column_name(r->statement, i)));
        if (zb_str_is(r->names[i], "_at")) r->at = i;
        for (int j = 0; j < i; j++) {
            if (r->at == i || !zb_str_equal(r->names[i], r->names[j])) continue;
            zb_diag_add(r->sql->diags, ZB_ERROR, "sql.column", r->loc, "two columns of the result are named '%.*s'",
                        ZB_STR_ARG(r->names[i]));
            zb_diag_hint(r->sql->diags, "name them with AS");
            fine = false;
        }
    }
    return fine;
}

/* Cells ----------------------------------------------------------------------------------------------------------------------- */

/* A text that a parameter brought in has its place, and so has a lack that may come from the lack of a parameter: what is wrong
 * with it can be shown there. */
static zb_loc origin(run *r, zb_value_kind kind, zb_str text, zb_loc loc) {
    int count = sqlite3_bind_parameter_count(r->statement);
    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(r->statement, i);
        const zb_value *value = zb_sql_parameter(r->sql, zb_str_of(name + 1));
        if (value && value->kind == kind && value->loc.source && zb_str_equal(value->text, text)) return value->loc;
    }
    return loc;
}

/* The place of a lack: of the row where the query tells it, of the parameter, of the cell of the column that has the same name. */
static zb_loc blank_place(run *r, int column, zb_loc loc) {
    if (r->at >= 0) return origin(r, ZB_NULL, (zb_str){0}, loc);
    if (!r->blanks) r->blanks = ZB_NEW_ARRAY(r->sql->arena, (size_t)r->count, zb_sql_blanks);
    return zb_sql_next_blank(r->sql, r->names[column], &r->blanks[column], origin(r, ZB_NULL, (zb_str){0}, loc));
}

static const zb_value *read_text(run *r, int column, zb_loc loc) {
    zb_str text = {(const char *)sqlite3_column_text(r->statement, column), (size_t)sqlite3_column_bytes(r->statement, column)};
    r->bytes += text.n;
    bool fine = text.s && zb_utf8_invalid(text) == SIZE_MAX && zb_text_fault_count(text) == 0;
    if (fine)
        return zb_value_scalar(r->sql->arena, zb_text_clean(r->sql->arena, text, r->loc, r->sql->diags), false,
                               origin(r, ZB_TEXT, text, loc));
    if (!text.s && zb_sql_system_failed(r->sql, sqlite3_errcode(r->sql->db), r->loc)) return NULL;
    zb_diag_add(r->sql->diags, ZB_ERROR, "sql.value", r->loc, "column '%.*s' holds characters that no text may hold",
                ZB_STR_ARG(r->names[column]));
    return NULL;
}

/* NULL: an error was added. */
static const zb_value *read_cell(run *r, int column, zb_loc loc) {
    zb_arena *arena = r->sql->arena;
    double real = sqlite3_column_type(r->statement, column) == SQLITE_FLOAT ? sqlite3_column_double(r->statement, column) : 0;
    switch (sqlite3_column_type(r->statement, column)) {
    case SQLITE_NULL: return zb_value_scalar(arena, (zb_str){0}, true, blank_place(r, column, loc));
    case SQLITE_INTEGER: return zb_value_int(arena, sqlite3_column_int64(r->statement, column), loc);
    case SQLITE_TEXT: return read_text(r, column, loc);
    case SQLITE_FLOAT:
        if (isfinite(real)) return zb_value_real(arena, real, loc);
        break;
    default: break;
    }
    zb_diag_add(r->sql->diags, ZB_ERROR, "sql.value", r->loc, "column '%.*s' holds no text or finite number",
                ZB_STR_ARG(r->names[column]));
    return NULL;
}

/* What a row's _at tells; else the query's own place. */
static zb_loc row_place(const run *r) {
    if (r->at < 0 || sqlite3_column_type(r->statement, r->at) != SQLITE_INTEGER) return r->loc;
    return zb_sql_place_at(r->sql, sqlite3_column_int64(r->statement, r->at), r->loc);
}

static bool read_row(run *r) {
    zb_arena *arena = r->sql->arena;
    zb_loc loc = row_place(r);
    zb_entry *entries = ZB_NEW_ARRAY(arena, (size_t)r->count, zb_entry);
    size_t count = 0;
    for (int i = 0; i < r->count; i++) {
        if (i == r->at) continue;
        const zb_value *value = read_cell(r, i, loc);
        if (!value) return false;
        entries[count++] = (zb_entry){r->names[i], r->loc, value};
    }
    zb_value *row = ZB_NEW(arena, zb_value);
    *row = (zb_value){.kind = ZB_MAP, .loc = loc, .entries = entries, .count = count};
    ZB_PUSH(arena, &r->rows, row);
    return true;
}

static bool read_rows(run *r) {
    int result;
    while ((result = sqlite3_step(r->statement)) == SQLITE_ROW) {
        if (r->rows.count * (size_t)r->count >= (size_t)ZB_SQL_ROWS_MAX * 10 || r->rows.count >= ZB_SQL_ROWS_MAX ||
            r->bytes > ZB_SQL_RESULT_MAX) {
            zb_diag_add(r->sql->diags, ZB_ERROR, "sql.rows", r->loc, "the result is too large: more than %d rows, %d cells or %zu MiB",
                        ZB_SQL_ROWS_MAX, ZB_SQL_ROWS_MAX * 10, ZB_SQL_RESULT_MAX >> 20);
            return false;
        }
        if (!read_row(r)) return false;
    }
    if (result == SQLITE_DONE) return true;
    if (!r->sql->faults.count) zb_sql_report(r->sql, r->query, false);
    return false;
}

static const zb_value *finish(run *r) {
    zb_arena *arena = r->sql->arena;
    const zb_value **names = ZB_NEW_ARRAY(arena, (size_t)r->count, const zb_value *);
    size_t count = 0;
    for (int i = 0; i < r->count; i++)
        if (i != r->at) names[count++] = zb_value_scalar(arena, r->names[i], false, r->loc);
    zb_value *columns = ZB_NEW(arena, zb_value), *table = ZB_NEW(arena, zb_value);
    *columns = (zb_value){.kind = ZB_LIST, .loc = r->loc, .items = names, .count = count};
    *table = (zb_value){.kind = ZB_LIST, .loc = r->loc, .items = r->rows.data, .count = r->rows.count, .columns = columns};
    return table;
}

const zb_value *zb_sql_run(zb_sql *sql, const zb_sql_text *query) {
    run r = {.sql = sql, .query = query, .loc = zb_sql_place(query, SIZE_MAX)};
    zb_sql_load_tables(sql, query->text);
    if (!zb_sql_guard_begin(sql, query)) return NULL;
    sql->operands.count = sql->faults.count = 0;
    sql->tokens = (zb_sql_tokens){0};
    bool fine = (prepare_watched(&r) || prepare(&r)) && name_columns(&r) && zb_sql_check_uses(sql, query);
    fine = fine && watch_numbers(&r) && zb_sql_bind(sql, r.statement, query) && read_rows(&r);
    fine = !zb_sql_report_numbers(sql, query) && fine;
    sqlite3_finalize(r.statement);
    zb_sql_guard_end(sql);
    return fine ? finish(&r) : NULL;
}
