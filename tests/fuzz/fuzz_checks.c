/* SPDX-License-Identifier: Apache-2.0
 * Any text as checks.sql over a small data set: findings have a place and a code of their own. */
#include "tests/fuzz/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_source *source = zb_text_decode(arena, "checks.sql", fuzz_text(arena, data, size), zb_diags_new(arena));
    if (source) {
        zb_sql_check(fuzz_sql(arena, diags), source);
        fuzz_check_findings(diags);
        for (size_t i = 0; i < zb_diags_count(diags); i++) FUZZ_CHECK(zb_diags_at(diags, i)->loc.source);
    }
    zb_arena_close(arena);
    return 0;
}
