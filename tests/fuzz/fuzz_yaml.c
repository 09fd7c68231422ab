/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as YAML: decoded, read, and walked through as the dump does. Nothing read means an error; reading twice gives the same; what
 * is read holds no character that a text may not hold. */
#include "model/text.h"
#include "model/yaml.h"
#include "tests/fuzz/fuzz.h"

static void check_texts(const zb_value *value) {
    for (size_t i = 0; i < value->count; i++) check_texts(value->kind == ZB_MAP ? value->entries[i].value : value->items[i]);
    if (zb_value_is_scalar(value)) FUZZ_CHECK(zb_text_fault_count(value->text) == 0);
    for (size_t i = 0; value->kind == ZB_MAP && i < value->count; i++) FUZZ_CHECK(zb_text_fault_count(value->entries[i].key) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *again = zb_diags_new(arena);
    zb_str bytes = fuzz_text(arena, data, size);
    const zb_source *source = zb_text_decode(arena, "fuzz.yaml", bytes, diags);
    bool decoded = source != NULL;
    /* Directives read text that holds what a file may not: the bytes themselves are tried too. */
    if (!source) source = zb_source_new(arena, "fuzz.yaml", bytes);
    diags = zb_diags_new(arena);
    const zb_value *root = zb_yaml_read_source(arena, source, diags);
    if (root && decoded) {
        FUZZ_CHECK(fuzz_check_value(root) <= ZB_YAML_VALUES_MAX + 1);
        check_texts(root);
    }
    FUZZ_CHECK(root || zb_diags_worst(diags) >= ZB_ERROR);
    if (decoded) fuzz_check_findings(diags);
    fuzz_check_same_value(root, zb_yaml_read_source(arena, source, again));
    fuzz_check_same_findings(diags, again);
    zb_arena_close(arena);
    return 0;
}
