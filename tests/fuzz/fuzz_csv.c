/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as CSV: decoded, read, and walked through as the dump does. */
#include <stdint.h>

#include "model/csv.h"
#include "model/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str bytes = zb_str_copy(arena, (zb_str){(const char *)data, size});
    const zb_source *source = zb_text_decode(arena, "fuzz.csv", bytes, diags);
    if (source) {
        zb_buf out = {0};
        zb_value_dump(zb_csv_read(arena, source, diags), 0, &out);
        zb_buf_free(&out);
    }
    zb_arena_close(arena);
    return 0;
}
