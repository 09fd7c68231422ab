/* SPDX-License-Identifier: Apache-2.0
 * Where a lack in the result of a query comes from. SQLite does not tell; but a column that is called like one of the data's, and has empty
 * cells there, most likely is that: then the lacks are told at those cells, one after the other. */
#include "model/sql_database.h"

typedef struct search {
    zb_arena *arena;
    ZB_VEC(zb_loc) places;
} search;

static void take_blank(void *context, const zb_value *value) {
    search *s = context;
    if (value->kind == ZB_NULL && value->loc.source) ZB_PUSH(s->arena, &s->places, value->loc);
}

/* Of the loaded tables only one may have such a column with empty cells: else it cannot be told. */
static void seek(zb_sql *sql, zb_str column, zb_sql_blanks *blanks) {
    search s = {.arena = sql->arena};
    size_t tables = 0;
    for (size_t t = 0; t < sql->tables.count; t++) {
        const zb_sql_table *table = &sql->tables.data[t];
        size_t before = s.places.count;
        for (size_t c = 0; table->loaded && !table->result && c < table->column_count; c++)
            if (zb_str_equal(table->columns[c], column)) zb_sql_column_visit(sql, table, c, take_blank, &s);
        tables += s.places.count > before;
    }
    blanks->sought = true;
    if (tables == 1) blanks->places = s.places.data, blanks->count = s.places.count;
}

zb_loc zb_sql_next_blank(zb_sql *sql, zb_str column, zb_sql_blanks *blanks, zb_loc loc) {
    if (!blanks->sought) seek(sql, column, blanks);
    if (!blanks->count) return loc;
    return blanks->places[blanks->next++ % blanks->count];
}
