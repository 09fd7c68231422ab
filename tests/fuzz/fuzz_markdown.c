/* SPDX-License-Identifier: Apache-2.0
 * A template's text over fixed data, read to the document tree. The tree is well formed and the same each time. */
#include "model/text.h"
#include "tests/fuzz/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_str text = {(const char *)data, size};
    if (zb_utf8_invalid(text) != SIZE_MAX || zb_text_fault_count(text)) return 0; /* the reader of files refuses such */
    fuzz_markdown_twice(text);
    return 0;
}
