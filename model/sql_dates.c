/* SPDX-License-Identifier: Apache-2.0
 * SQLite's date functions without the clock and the time zone of the machine. The built-in ones read the clock when they are called
 * with 'now' or with nothing, so each is replaced by one that looks at its arguments first and then asks the built-in one, on a
 * second connection. */
#include <string.h>

#include "base/language.h"
#include "model/sql_database.h"

#define ARGUMENTS_MAX 20

typedef struct date_function {
    const char *name;
    int time_value; /* index of the argument that is the time; without it the clock would be read */
} date_function;

static const date_function date_functions[] = {{"date", 0},      {"time", 0},      {"datetime", 0},
                                               {"julianday", 0}, {"unixepoch", 0}, {"strftime", 1}};
#define FUNCTION_COUNT (sizeof date_functions / sizeof *date_functions)

typedef struct caller {
    zb_sql *sql;
    const date_function *function;
} caller;

static void close_database(void *object) { sqlite3_close(object); }

static bool depends_on_machine(const date_function *function, int count, sqlite3_value **values) {
    static const char *const words[] = {"now", "localtime", "utc"};
    if (count <= function->time_value) return true;
    for (int i = 0; i < count; i++) {
        const char *s = sqlite3_value_type(values[i]) == SQLITE_TEXT ? (const char *)sqlite3_value_text(values[i]) : NULL;
        zb_str text = zb_str_trim(zb_str_of(s));
        for (size_t j = 0; j < sizeof words / sizeof *words; j++)
            if (text.n == strlen(words[j]) && !sqlite3_strnicmp(text.s, words[j], (int)text.n)) return true;
    }
    return false;
}

static sqlite3_stmt *prepare_call(const caller *c, int count) {
    zb_sql *sql = c->sql;
    if (!sql->dates) {
        if (sqlite3_open_v2(":memory:", &sql->dates, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
            sqlite3_close(sql->dates);
            sql->dates = NULL;
            return NULL;
        }
        zb_defer(sql->arena, close_database, sql->dates);
    }
    char text[128], marks[2 * ARGUMENTS_MAX + 1] = "";
    for (int i = 0; i < count; i++) strcat(marks, i ? ",?" : "?");
    sqlite3_snprintf(sizeof text, text, "SELECT %s(%s)", c->function->name, marks);
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v3(sql->dates, text, -1, 0, &statement, NULL);
    return statement;
}

static void copy_result(sqlite3_context *context, sqlite3_stmt *statement) {
    int type = sqlite3_column_type(statement, 0);
    if (type == SQLITE_TEXT) sqlite3_result_text(context, (const char *)sqlite3_column_text(statement, 0), -1, SQLITE_TRANSIENT);
    else if (type == SQLITE_FLOAT) sqlite3_result_double(context, sqlite3_column_double(statement, 0));
    else if (type == SQLITE_INTEGER) sqlite3_result_int64(context, sqlite3_column_int64(statement, 0));
    else sqlite3_result_null(context);
}

static void call_date(sqlite3_context *context, int count, sqlite3_value **values) {
    const caller *c = sqlite3_user_data(context);
    if (depends_on_machine(c->function, count, values)) {
        sqlite3_result_error(
            context, zb_tr("the current time and the local time zone differ from run to run; take dates from the data"), -1);
        return;
    }
    if (count > ARGUMENTS_MAX) {
        sqlite3_result_error(context, zb_tr("too many arguments for a date function"), -1);
        return;
    }
    sqlite3_stmt *statement = prepare_call(c, count);
    if (!statement) {
        sqlite3_result_error_nomem(context); /* the call is one that SQLite knows */
        return;
    }
    for (int i = 0; i < count; i++) sqlite3_bind_value(statement, i + 1, values[i]);
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) copy_result(context, statement);
    else sqlite3_result_error_code(context, result);
    sqlite3_finalize(statement);
}

void zb_sql_add_dates(zb_sql *sql) {
    caller *callers = ZB_NEW_ARRAY(sql->arena, FUNCTION_COUNT, caller);
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        callers[i] = (caller){sql, &date_functions[i]};
        zb_sql_register(sql, date_functions[i].name, -1, SQLITE_UTF8 | SQLITE_INNOCUOUS, &callers[i], call_date);
    }
}
