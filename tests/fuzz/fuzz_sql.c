/* SPDX-License-Identifier: Apache-2.0
 * Any text as a query and as a source of checks, over a small data set. */
#include <stdint.h>

#include "model/sql.h"
#include "model/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static zb_loc locate(const void *context, size_t offset) { return zb_source_loc(context, offset); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char issue[] = "year: 2019\nseverity: {high: 72, low: 43}\ntypes: [{type: 应用程序, count: 3}, {type: x, count: 1.5}]\n";
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_data set = {"issue.yaml", zb_yaml_read_source(arena, zb_source_new(arena, "issue.yaml", zb_str_of(issue)), diags)};
    const zb_source *source = zb_text_decode(arena, "fuzz.sql", zb_str_copy(arena, (zb_str){(const char *)data, size}), diags);
    if (source) {
        zb_sql *sql = zb_sql_open(arena, &set, diags);
        zb_buf out = {0};
        const zb_value *result = zb_sql_query(sql, ZB_STR("total"), source->text, locate, source);
        if (result) zb_value_dump(result, 0, &out);
        zb_sql_check(sql, source);
        zb_buf_free(&out);
    }
    zb_arena_close(arena);
    return 0;
}
