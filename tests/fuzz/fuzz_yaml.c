/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as YAML: decoded, read, and walked through as the dump does. */
#include <stdint.h>

#include "model/text.h"
#include "model/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str bytes = zb_str_copy(arena, (zb_str){(const char *)data, size});
    const zb_source *source = zb_text_decode(arena, "fuzz.yaml", bytes, diags);
    /* Directives read text that holds what a file may not: the bytes themselves are tried too. */
    if (!source) source = zb_source_new(arena, "fuzz.yaml", bytes);
    const zb_value *root = zb_yaml_read_source(arena, source, diags);
    zb_buf out = {0};
    if (root) zb_value_dump(root, 0, &out);
    zb_buf_free(&out);
    zb_arena_close(arena);
    return 0;
}
