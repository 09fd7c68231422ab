/* SPDX-License-Identifier: Apache-2.0
 * Any text as a query over a small data set, with parameters. A query that gives nothing gives an error; asked again, it says the same:
 * queries change nothing and know neither clock nor chance. */
#include "tests/fuzz/query.h"

/* What ends a query by its time is no property of it. */
static bool timed_out(const zb_diags *diags) {
    for (size_t i = 0; i < zb_diags_count(diags); i++)
        if (!strcmp(zb_diags_at(diags, i)->code, "sql.limit")) return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *again = zb_diags_new(arena);
    const zb_source *source = zb_text_decode(arena, "fuzz.sql", fuzz_text(arena, data, size), zb_diags_new(arena));
    if (source) {
        zb_sql *sql = fuzz_sql(arena, diags);
        const zb_value *result = zb_sql_query(sql, ZB_STR("total"), source->text, fuzz_locate, source);
        FUZZ_CHECK(!result == (zb_diags_worst(diags) >= ZB_ERROR));
        if (result) fuzz_check_value(result);
        fuzz_check_findings(diags);
        const zb_value *second = zb_sql_query(fuzz_sql(arena, again), ZB_STR("total"), source->text, fuzz_locate, source);
        if (!timed_out(diags) && !timed_out(again)) {
            fuzz_check_same_value(result, second);
            fuzz_check_same_findings(diags, again);
        }
        /* The result is a table for the next query, the first one is still there. */
        const zb_source *next = zb_source_new(arena, "next.sql", ZB_STR("SELECT n, m FROM totals"));
        FUZZ_CHECK(zb_sql_query(sql, ZB_STR("next"), next->text, fuzz_locate, next));
    }
    zb_arena_close(arena);
    return 0;
}
