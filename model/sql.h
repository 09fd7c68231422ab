/* SPDX-License-Identifier: Apache-2.0
 * SQL over a data set: every table of it is a table of an in-memory SQLite database, read-only for queries. */
#ifndef ZB_MODEL_SQL_H
#define ZB_MODEL_SQL_H

#include "model/data.h"
#include "model/yaml.h"

/* Virtual machine instructions after which a query ends with [sql.limit]; rows of a result before [sql.rows]. */
#define ZB_SQL_STEPS_MAX 20000000
#define ZB_SQL_ROWS_MAX 100000

typedef struct zb_sql zb_sql;

/* A database with all tables of the data set, at any depth that dotted names of mappings reach (a.b becomes a_b); column `_at` of
 * each is an opaque place. Closed with the arena. */
zb_sql *zb_sql_open(zb_arena *arena, const zb_data *data, zb_diags *diags);

/* Runs one SELECT. `:a_b` is the scalar a.b of the data set or of an earlier result. Functions besides SQLite's: percent(a, b)
 * "34%", growth(a, b) "+48%", han_date(d), join_han(x) (aggregate), edit_distance(a, b). One row gives a MAP, several (or none)
 * a LIST of MAPs; the result is also a table `name` for later queries. NULL: an error was added at the place in the query
 * ([sql.syntax], [sql.denied], [sql.parameter] with the nearest name, [sql.limit], [sql.rows]). */
const zb_value *zb_sql_query(zb_sql *sql, zb_str name, zb_str query, zb_locate locate, const void *context);

/* Checks: runs each statement of a checks.sql source (comments "-- check: id severity: error|warning" before each); every row
 * returned becomes a diagnostic [check.id] with the text of its column `message`, at its column `_at`. */
void zb_sql_check(zb_sql *sql, const zb_source *checks);

#endif
