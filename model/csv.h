/* SPDX-License-Identifier: Apache-2.0
 * CSV text to a table (libcsv): the first row names the columns, each later row becomes a mapping. */
#ifndef ZB_MODEL_CSV_H
#define ZB_MODEL_CSV_H

#include "model/value.h"

#define ZB_CSV_ROWS_MAX 1000000

/* A LIST of MAPs; cells are resolved like plain YAML scalars, quoted cells included; empty cells are NULL values. A row with too
 * few or too many cells is an error at that row [csv.ragged]; an empty or double column name [csv.header]. Lines that begin with
 * '#' before the header are comments. Never NULL. */
const zb_value *zb_csv_read(zb_arena *arena, const zb_source *source, zb_diags *diags);

#endif
