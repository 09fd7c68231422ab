/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as CSV: decoded, read, and walked through as the dump does. Without an error every row has all columns; reading twice gives
 * the same. */
#include "model/csv.h"
#include "model/text.h"
#include "tests/fuzz/fuzz.h"

static void check_table(const zb_value *table, const zb_diags *diags) {
    FUZZ_CHECK(table && table->kind == ZB_LIST);
    fuzz_check_value(table);
    if (zb_diags_worst(diags) >= ZB_ERROR) return;
    FUZZ_CHECK(table->columns && table->columns->kind == ZB_LIST);
    for (size_t i = 0; i < table->count; i++) {
        const zb_value *row = table->items[i];
        FUZZ_CHECK(row->kind == ZB_MAP && row->count == table->columns->count);
        for (size_t k = 0; k < row->count; k++) FUZZ_CHECK(zb_str_equal(row->entries[k].key, table->columns->items[k]->text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *decoding = zb_diags_new(arena), *diags = zb_diags_new(arena), *again = zb_diags_new(arena);
    const zb_source *source = zb_text_decode(arena, "fuzz.csv", fuzz_text(arena, data, size), decoding);
    if (source) {
        const zb_value *table = zb_csv_read(arena, source, diags);
        check_table(table, diags);
        fuzz_check_findings(diags);
        fuzz_check_same_value(table, zb_csv_read(arena, source, again));
        fuzz_check_same_findings(diags, again);
    }
    zb_arena_close(arena);
    return 0;
}
