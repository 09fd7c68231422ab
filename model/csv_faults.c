/* SPDX-License-Identifier: Apache-2.0
 * What a table from a file lacks, told at its header, whoever finds it: the editor has the file in hand, not the query. */
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/csv.h"

/* Columns that a message lists. */
#define LISTED_MAX 12

static const char *base_name(zb_loc loc) {
    const char *slash = loc.source ? strrchr(loc.source->name, '/') : NULL;
    return slash ? slash + 1 : loc.source ? loc.source->name : "";
}

void zb_csv_add_lack(const zb_value *table, zb_str name, zb_loc loc, zb_diags *diags) {
    const zb_value *columns = table->columns;
    zb_buf list = {0};
    for (size_t i = 0; i < columns->count && i < LISTED_MAX; i++)
        zb_say_to(&list, i ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(columns->items[i]->text));
    zb_diag_add(diags, ZB_ERROR, "data.column", loc, "%s has no column '%.*s'; it has %s%s", base_name(columns->loc), ZB_STR_ARG(name),
                list.n ? list.s : "none", columns->count > LISTED_MAX ? ", ..." : "");
    zb_buf_free(&list);
}

void zb_csv_report_column(zb_arena *arena, const zb_value *table, zb_str name, zb_loc used, zb_diags *diags) {
    const zb_value *columns = table->columns;
    zb_str *names = ZB_NEW_ARRAY(arena, columns->count, zb_str);
    for (size_t i = 0; i < columns->count; i++) names[i] = columns->items[i]->text;
    const zb_str *near = zb_nearest(name, names, columns->count);
    zb_csv_add_lack(table, name, near ? columns->items[near - names]->loc : columns->loc, diags);
    if (used.source && near)
        zb_diag_hint(diags, "perhaps this one is meant; it is asked for at %s:%u", used.source->name, used.line);
    else if (used.source) zb_diag_hint(diags, "it is asked for at %s:%u", used.source->name, used.line);
}

bool zb_csv_check_rows(const zb_value *table, zb_diags *diags) {
    if (!table->file || table->may_be_empty || table->count > 0 || table->columns->count == 0) return true;
    zb_diag_add(diags, ZB_ERROR, "data.empty", table->columns->loc, "%s has a header, but no rows", base_name(table->columns->loc));
    zb_diag_hint(diags, "write the rows below it; where a table may be empty, the template's issue.schema.json says \"x-empty\": true");
    return false;
}
