/* SPDX-License-Identifier: Apache-2.0
 * A directive: the first line of the input is what stands behind the fence, the others are its body. */
#include "model/text.h"
#include "tests/fuzz/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_str text = {(const char *)data, size};
    if (zb_utf8_invalid(text) != SIZE_MAX || zb_text_fault_count(text)) return 0;
    zb_arena *arena = zb_arena_open();
    fuzz_markdown_twice(zb_str_format(arena, "字 [](#a)\n\n``````%.*s\n``````\n\n尾\n", ZB_STR_ARG(text)));
    zb_arena_close(arena);
    return 0;
}
