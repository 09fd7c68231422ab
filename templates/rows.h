/* SPDX-License-Identifier: Apache-2.0
 * Rows of data for tables and charts, and colours by name. */
#ifndef ZB_TEMPLATES_ROWS_H
#define ZB_TEMPLATES_ROWS_H

#include "templates/directive.h"

typedef struct zb_rows {
    zb_str name;                  /* of the table, for messages; empty: it stands in the directive */
    const zb_value *const *items; /* mappings */
    size_t count;
    const zb_value *table; /* the LIST that they are of; NULL: a single mapping */
} zb_rows;

/* The rows of the table that `data` names (a dotted path from the reader's root) or is. A single mapping, as a query
 * with one row gives, is one row. False: an error `code` was added, with the nearest name of a table;
 * or earlier the one of the query that was to make the table. */
bool zb_rows_read(const zb_reader *reader, const char *code, const zb_value *data, zb_rows *out);
/* Keeps the rows whose columns have the values that `where` (a MAP, or NULL) says. False: an error was added
 * ([data.column]). */
bool zb_rows_filter(const zb_reader *reader, const zb_value *where, zb_rows *rows);
/* Whether `name` is a column of the rows. False: [data.column] was added with the nearest name. Rows without any: true.
 */
bool zb_rows_column(const zb_reader *reader, const zb_rows *rows, zb_str name, zb_loc loc);
/* The value in a column; NULL: the row lacks it, [data.cell] was added. */
const zb_value *zb_rows_cell(const zb_reader *reader, const zb_value *row, zb_str column);

/* A colour by a name of the style's colours, as #RRGGBB, by high, medium, low of the charts, or by a class (its ground,
 * else its text colour over `base`). False: [style.color] was added. */
bool zb_paint_read(const zb_reader *reader, zb_str name, zb_loc loc, const zb_text_style *base, zb_color *out);

#endif
