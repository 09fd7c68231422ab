/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a JSON Schema and, behind a line "=== data", as the data it is applied to. A schema that is not read is an error at a place
 * in it; what does not pass is an error at a place in the data; both say the same twice. */
#include "model/json.h"
#include "model/schema.h"
#include "model/yaml.h"
#include "tests/fuzz/fuzz.h"

static void apply(zb_arena *arena, const zb_value *rules, const zb_value *data, zb_diags *diags) {
    const zb_schema *schema = zb_schema_read(arena, rules, diags);
    FUZZ_CHECK(schema || zb_diags_worst(diags) >= ZB_ERROR);
    if (!schema || !data) return;
    bool written = zb_schema_check(arena, schema, data, diags);
    bool passed = zb_schema_check_tables(arena, schema, data, written, diags) && written;
    FUZZ_CHECK(passed == (zb_diags_worst(diags) < ZB_ERROR));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *again = zb_diags_new(arena), *unheard = zb_diags_new(arena);
    zb_str left = fuzz_text(arena, bytes, size), name, first = {0}, second = {0};
    fuzz_file_take(&left, &name, &first);
    fuzz_file_take(&left, &name, &second);
    const zb_value *rules = zb_json_read_source(arena, zb_source_new(arena, "issue.schema.json", first), unheard);
    const zb_value *data = zb_yaml_read_source(arena, zb_source_new(arena, "issue.yaml", second), unheard);
    if (rules) {
        apply(arena, rules, data, diags);
        apply(arena, rules, data, again);
        fuzz_check_findings(diags);
        fuzz_check_same_findings(diags, again);
    }
    zb_arena_close(arena);
    return 0;
}
