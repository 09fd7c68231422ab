/* SPDX-License-Identifier: Apache-2.0
 * SQL over a data set: every table of it is a table of an in-memory SQLite database, read-only for queries. */
#ifndef ZB_MODEL_SQL_H
#define ZB_MODEL_SQL_H

#include "model/data.h"
#include "model/yaml.h"

/* Virtual machine instructions after which a query ends with [sql.limit]; rows of a result before [sql.rows]. An instruction may work on
 * texts of ZB_SQL_TEXT_MAX bytes, so that processor time is limited too: of one query, and of all of a run together. */
#define ZB_SQL_STEPS_MAX 20000000
#define ZB_SQL_ROWS_MAX 100000
/* Further limits: bytes of one text or row of a table [sql.value], of all texts of a result [sql.rows], of SQLite's memory for one query
 * [sql.limit], of the characters that trim cuts off, tables and columns of one [sql.table], characters that edit_distance compares. */
#define ZB_SQL_TEXT_MAX (1 << 18)
#define ZB_SQL_QUERY_MAX 100000 /* bytes; [sql.syntax] */
#define ZB_SQL_RESULT_MAX ((size_t)64 << 20)
#define ZB_SQL_MEMORY_MAX ((int64_t)256 << 20)
#define ZB_SQL_SECONDS_MAX 5.0
#define ZB_SQL_ALL_SECONDS_MAX 30.0
#define ZB_SQL_TRIM_MAX 1000
#define ZB_SQL_TABLES_MAX 1000
#define ZB_SQL_COLUMNS_MAX 500
#define ZB_SQL_DISTANCE_MAX 64

typedef struct zb_sql zb_sql;

/* A database with all tables of the data set, at any depth that dotted names of mappings reach (a.b becomes a_b); an empty list is
 * a table without columns. Mappings inside a row become columns in the same way, lists inside a row the number of their items. A
 * table is filled when a query first names it. Column `_at` of each is an opaque place. Names differ by more than the case of A to
 * Z ([sql.table], [sql.column]). `data` must outlive it. Closed with the arena. */
zb_sql *zb_sql_open(zb_arena *arena, const zb_data *data, zb_diags *diags);

/* Keeps an open database with its data set for those who come later with the same owner (a template's text): they need not fill it and ask
 * again. The first one that lives as long as the data is kept. */
void zb_sql_keep(zb_sql *sql, zb_str owner);
/* The database that is kept for the owner, whose findings go to `diags` from now on; NULL: none is. */
zb_sql *zb_sql_kept(const zb_data *data, zb_str owner, zb_diags *diags);

/* Runs one SELECT. `:a_b` is the scalar a.b of the data set or of an earlier result ('-' and other signs in keys become '_' too);
 * `:total` is also the only value of an earlier result `total`. One row gives a MAP, several (or none) a LIST of MAPs; the result is
 * also a table `name` for later queries, unless `name` is empty. A row with a column `_at` has the place that it tells; `_at` itself
 * is not part of the result. Numbers are spelled as SQLite does (6.10 in the data is 6.1 in a result; use printf to keep digits).
 *
 * Functions besides SQLite's; a NULL argument gives NULL:
 *   percent(a, b [, decimals])  a as a share of b, rounded half away from zero: percent(69, 201) is '34%'. b = 0 gives NULL.
 *   growth(a, b [, decimals])   change from b to a: growth(2575, 1736) is '+48%', a fall '-12%' (hyphen), none '0%'. b = 0: NULL.
 *   han_date(d)                 '2019-06-24' is '2019年06月24日'
 *   join_han(x)                 aggregate: '甲、乙和丙'; NULLs are left out
 *   edit_distance(a, b)         changes of one character that turn a into b
 *   place('a.b')                an opaque place as in `_at`: of a value, of a table's header ('types'), of a column ('types.count');
 *                               where there is none, of the nearest that should hold it
 *   trim, ltrim, rtrim(a, set)  SQLite's own, which would look through the set for each character, take one of up to 1,000 bytes
 * A text that is no number does not count as 0: where a column or parameter stands beside + - * / %, in sum, avg, total, abs, round,
 * percent or growth, for a number of printf, or where < > compare with a number, it is an error [sql.number] at the value in the
 * data; for han_date, what is no date is [sql.date]. `x + 0`, `x * 1` and CAST make a number of any text.
 * What would differ from run to run is refused: random(), the current time, 'localtime'.
 *
 * NULL: an error was added at the place in the query: [sql.syntax], [sql.name] (`name` is no name or is taken), [sql.denied],
 * [sql.parameter] with the nearest name, [sql.limit], [sql.rows], [sql.column] (two columns of one name), [sql.value] (a result that
 * is no text or number), [sql.failed] (at run time). A query that needs the result of one that failed fails without a word. */
const zb_value *zb_sql_query(zb_sql *sql, zb_str name, zb_str query, zb_locate locate, const void *context);

/* Checks: runs each statement of a checks.sql source. Before each stands a comment "-- check: id severity: error" (or warning;
 * error when left out), perhaps followed by comments that say what it is about, which become the hint. Every row returned becomes a
 * diagnostic [check.id] with the text of its column `message`, at its column `_at`, related to the place of its column `_other`. Errors:
 * [check.header], [check.message], and those of zb_sql_query. The codes live in the arena of `sql`. */
void zb_sql_check(zb_sql *sql, const zb_source *checks);

/* The JSON Schema of such a header as a mapping: {check: id, severity: error}. */
void zb_checks_schema(zb_buf *out);

#endif
