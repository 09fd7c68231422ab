/* SPDX-License-Identifier: Apache-2.0
 * SQL functions that bulletins need: shares, changes, dates and lists as Chinese text writes them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/sql_database.h"

#define DECIMALS_MAX 6
/* Beyond this a double no longer holds every integer. */
#define EXACT_MAX 9e15

const char *const zb_sql_function_names[] = {
    "percent", "growth", "han_date", "join_han",  "edit_distance", "place",  "abs",    "avg",    "coalesce", "count",  "date",
    "format",  "group_concat", "ifnull", "iif",   "instr",         "julianday", "length", "lower", "max",    "min",    "nullif",
    "printf",  "rank",  "replace",   "round",     "row_number",    "strftime",  "substr", "sum",   "total",  "trim",   "upper",
    NULL};

static bool any_null(int count, sqlite3_value **values) {
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) return true;
    return false;
}

/* percent and growth ---------------------------------------------------------------------------------------------------------- */

typedef struct ratio {
    double a, b;
    int decimals;
} ratio;

/* False: the result has been set, to NULL or an error. */
static bool read_ratio(sqlite3_context *context, int count, sqlite3_value **values, ratio *out) {
    if (any_null(count, values)) return false;
    for (int i = 0; i < count; i++) {
        int type = sqlite3_value_numeric_type(values[i]);
        if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) continue;
        char *message = sqlite3_mprintf(zb_tr("'%.60s' is not a number"), (const char *)sqlite3_value_text(values[i]));
        sqlite3_result_error(context, message ? message : zb_tr("not a number"), -1);
        sqlite3_free(message);
        return false;
    }
    *out = (ratio){sqlite3_value_double(values[0]), sqlite3_value_double(values[1]), count > 2 ? sqlite3_value_int(values[2]) : 0};
    if (out->decimals < 0 || out->decimals > DECIMALS_MAX) {
        sqlite3_result_error(context, zb_tr("decimals must be 0 to 6"), -1);
        return false;
    }
    return out->b != 0;
}

/* `share` x 100 with a percent sign. Scaled before it is divided, so that an exact half is seen as one. */
static void write_share(sqlite3_context *context, double dividend, double divisor, int decimals, bool sign) {
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    double scaled = round(dividend * 100 * (double)unit / divisor);
    if (!(fabs(scaled) < EXACT_MAX)) {
        sqlite3_result_error(context, zb_tr("the share is too large"), -1);
        return;
    }
    int64_t n = (int64_t)fabs(scaled);
    char text[64], fraction[16] = "";
    if (decimals) sqlite3_snprintf(sizeof fraction, fraction, ".%0*lld", decimals, (long long)(n % unit));
    const char *mark = scaled < 0 ? "-" : sign && n ? "+" : "";
    sqlite3_snprintf(sizeof text, text, "%s%lld%s%%", mark, (long long)(n / unit), fraction);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

static void percent(sqlite3_context *context, int count, sqlite3_value **values) {
    ratio r;
    if (read_ratio(context, count, values, &r)) write_share(context, r.a, r.b, r.decimals, false);
}

static void growth(sqlite3_context *context, int count, sqlite3_value **values) {
    ratio r;
    if (read_ratio(context, count, values, &r)) write_share(context, r.a - r.b, fabs(r.b), r.decimals, true);
}

/* Texts ----------------------------------------------------------------------------------------------------------------------- */

static int read_digits(const char *s, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (s[i] < '0' || s[i] > '9') return -1;
        value = value * 10 + (s[i] - '0');
    }
    return value;
}

static int days_of(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool zb_sql_is_date(const char *s) {
    if (!s || strlen(s) != 10 || s[4] != '-' || s[7] != '-') return false;
    int year = read_digits(s, 4), month = read_digits(s + 5, 2), day = read_digits(s + 8, 2);
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

static void han_date(sqlite3_context *context, int count, sqlite3_value **values) {
    if (any_null(count, values)) return;
    const char *date = (const char *)sqlite3_value_text(values[0]);
    char text[64];
    if (!zb_sql_is_date(date)) {
        char *message = sqlite3_mprintf(zb_tr("'%.40s' is not a date like '2019-06-24'"), date ? date : "");
        sqlite3_result_error(context, message ? message : zb_tr("not a date"), -1);
        sqlite3_free(message);
        return;
    }
    sqlite3_snprintf(sizeof text, text, "%.4s\xE5\xB9\xB4%.2s\xE6\x9C\x88%.2s\xE6\x97\xA5", date, date + 5, date + 8);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

static void edit_distance(sqlite3_context *context, int count, sqlite3_value **values) {
    if (any_null(count, values)) return;
    zb_str texts[2];
    for (int i = 0; i < 2; i++) {
        const char *s = (const char *)sqlite3_value_text(values[i]);
        texts[i] = (zb_str){s, s ? (size_t)sqlite3_value_bytes(values[i]) : 0};
        if (zb_utf8_count(texts[i]) <= ZB_SQL_DISTANCE_MAX) continue;
        sqlite3_result_error(context, zb_tr("edit_distance compares texts of up to 64 characters"), -1);
        return;
    }
    sqlite3_result_int(context, zb_edit_distance(texts[0], texts[1], ZB_SQL_DISTANCE_MAX));
}

/* SQLite's trim with a set. It goes through the set for each character, hours in one call, so that no look at a clock can end it. */

/* The bytes of the character of the set that a text begins (or ends) with; 0: none. */
static size_t cut_of(zb_str text, zb_str set, bool at_end) {
    for (size_t at = 0, next; at < set.n; at = next) {
        next = at;
        zb_utf8_next(set, &next);
        size_t n = next - at;
        if (n <= text.n && !memcmp(at_end ? text.s + text.n - n : text.s, set.s + at, n)) return n;
    }
    return 0;
}

static void trim(sqlite3_context *context, int count, sqlite3_value **values) {
    if (any_null(count, values)) return;
    unsigned ends = *(const unsigned char *)sqlite3_user_data(context);
    const char *s = (const char *)sqlite3_value_text(values[0]), *cut = (const char *)sqlite3_value_text(values[1]);
    zb_str text = {s, s ? (size_t)sqlite3_value_bytes(values[0]) : 0}, set = {cut, cut ? (size_t)sqlite3_value_bytes(values[1]) : 0};
    if (set.n > ZB_SQL_TRIM_MAX) {
        sqlite3_result_error(context, zb_tr("trim cuts off characters of a set of up to 1,000 bytes"), -1);
        return;
    }
    for (size_t n; ends & 1 && (n = cut_of(text, set, false));) text = zb_str_sub(text, n, text.n);
    for (size_t n; ends & 2 && (n = cut_of(text, set, true));) text.n -= n;
    sqlite3_result_text(context, text.n ? text.s : "", (int)text.n, SQLITE_TRANSIENT);
}

static void add_trim(zb_sql *sql, const char *name, const unsigned char *ends) {
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    zb_sql_register(sql, name, 2, flags, (void *)ends, trim);
}

/* join_han: the newest item waits, for only the last one is joined by 和. */
typedef struct joining {
    zb_buf joined, last;
    int count;
    bool too_long;
} joining;

static void join_step(sqlite3_context *context, int count, sqlite3_value **values) {
    joining *j = sqlite3_aggregate_context(context, sizeof *j);
    if (!j || any_null(count, values)) return;
    const char *s = (const char *)sqlite3_value_text(values[0]);
    zb_str text = {s, s ? (size_t)sqlite3_value_bytes(values[0]) : 0};
    j->too_long = j->too_long || j->joined.n + j->last.n + text.n > ZB_SQL_TEXT_MAX - 16;
    if (j->too_long) return;
    if (j->count > 1) zb_buf_add(&j->joined, ZB_STR("\xE3\x80\x81"));
    if (j->count > 0) zb_buf_add(&j->joined, zb_buf_str(&j->last));
    j->last.n = 0;
    zb_buf_add(&j->last, text);
    j->count++;
}

static void join_finish(sqlite3_context *context) {
    joining *j = sqlite3_aggregate_context(context, 0);
    if (!j) return;
    if (j->count > 1) zb_buf_add(&j->joined, ZB_STR("\xE5\x92\x8C"));
    zb_buf_add(&j->joined, zb_buf_str(&j->last));
    if (j->too_long) sqlite3_result_error_toobig(context);
    else if (j->count) sqlite3_result_text(context, zb_buf_str(&j->joined).s, (int)j->joined.n, SQLITE_TRANSIENT);
    zb_buf_free(&j->joined);
    zb_buf_free(&j->last);
}

typedef struct function {
    const char *name;
    int arguments;
    void (*call)(sqlite3_context *context, int count, sqlite3_value **values);
} function;

static const function functions[] = {
    {"percent", 2, percent}, {"percent", 3, percent},   {"growth", 2, growth},
    {"growth", 3, growth},   {"han_date", 1, han_date}, {"edit_distance", 2, edit_distance},
};

void zb_sql_register(zb_sql *sql, const char *name, int arguments, int flags, void *user,
                     void (*call)(sqlite3_context *, int, sqlite3_value **)) {
    zb_sql_system_failed(sql, sqlite3_create_function_v2(sql->db, name, arguments, flags, user, call, NULL, NULL, NULL), ZB_NOWHERE);
}

void zb_sql_add_functions(zb_sql *sql) {
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        zb_sql_register(sql, functions[i].name, functions[i].arguments, flags, NULL, functions[i].call);
    int result = sqlite3_create_function_v2(sql->db, "join_han", 1, flags, NULL, NULL, join_step, join_finish, NULL);
    zb_sql_system_failed(sql, result, ZB_NOWHERE);
    static const unsigned char left = 1, right = 2, both = 3;
    add_trim(sql, "ltrim", &left);
    add_trim(sql, "rtrim", &right);
    add_trim(sql, "trim", &both);
    zb_sql_add_place(sql);
    zb_sql_add_dates(sql);
    zb_sql_add_numbers(sql);
}
