/* SPDX-License-Identifier: Apache-2.0
 * CSV text to a table (libcsv): the first row names the columns, each later row becomes a mapping. */
#ifndef ZB_MODEL_CSV_H
#define ZB_MODEL_CSV_H

#include "model/value.h"

/* Limits, all [csv.size]. */
#define ZB_CSV_ROWS_MAX 1000000
#define ZB_CSV_COLUMNS_MAX 500
#define ZB_CSV_CELLS_MAX 2000000
/* Errors of one kind reported for a file; the rest are counted. */
#define ZB_CSV_ERRORS_MAX 20

/* A LIST of MAPs; cells are resolved like plain YAML scalars, quoted cells included; empty cells are NULL values. A row with too
 * few or too many cells is an error at that row [csv.ragged]; an empty or double column name [csv.header];
 * a quote that does not end, or stands inside a cell without quotes [csv.quote]. Lines that begin with '#' before the header are
 * comments; empty lines are skipped; rows with cells but no value are left out and an error [csv.blank]; a first line `sep=;` names the
 * separator (, ; | or a tab); spaces round a cell without quotes do not count. `columns` of the list are the names in the
 * header. Never NULL. */
const zb_value *zb_csv_read(zb_arena *arena, const zb_source *source, zb_diags *diags);

/* Adds [data.column] at the header of a table from a file that lacks a column; `used` is where it is asked for. Said once for a
 * column, however many ask. */
void zb_csv_report_column(zb_arena *arena, const zb_value *table, zb_str name, zb_loc used, zb_diags *diags);
/* Adds [data.column] with the columns that the table has, at `loc`. */
void zb_csv_add_lack(const zb_value *table, zb_str name, zb_loc loc, zb_diags *diags);
/* Whether a table that is used has rows, or is no file, or may be empty; else [data.empty] was added at its header. */
bool zb_csv_check_rows(const zb_value *table, zb_diags *diags);

#endif
