/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as the text of a file, in UTF-8 or GB18030: what comes out is UTF-8 without a character that a text may not hold, and is
 * taken as it is when it is read once more; else there is an error. */
#include "model/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *again = zb_diags_new(arena);
    const zb_source *source = zb_text_decode(arena, "fuzz.txt", fuzz_text(arena, data, size), diags);
    fuzz_check_findings(diags);
    FUZZ_CHECK(!source == (zb_diags_worst(diags) >= ZB_ERROR));
    if (source) {
        FUZZ_CHECK(zb_utf8_invalid(source->text) == SIZE_MAX);
        FUZZ_CHECK(zb_text_fault_count(source->text) == 0);
        FUZZ_CHECK(zb_str_find(source->text, ZB_STR("\r\n"), 0) == SIZE_MAX);
        const zb_source *twice = zb_text_admit(arena, zb_source_new(arena, "fuzz.txt", source->text), again);
        FUZZ_CHECK(twice && zb_str_equal(twice->text, source->text) && zb_diags_count(again) == 0);
    }
    zb_arena_close(arena);
    return 0;
}
