/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a JSON Schema and, behind a line "=== data", as the data it is applied to. A schema that is not read is an error at a place
 * in it; what does not pass is an error at a place in the data; both say the same twice. What passes is completed: nothing that was there
 * is lost, and what was completed lacks nothing more. */
#include "model/json.h"
#include "model/schema.h"
#include "model/yaml.h"
#include "tests/fuzz/fuzz.h"

static size_t lacks(const zb_value *before, const zb_value *after) {
    size_t added = after->count - before->count;
    FUZZ_CHECK(after->count >= before->count && after->kind == before->kind);
    for (size_t i = 0; i < before->count; i++) {
        const zb_value *was = before->entries[i].value, *is = after->entries[i].value;
        FUZZ_CHECK(zb_str_equal(before->entries[i].key, after->entries[i].key));
        if (was->kind == ZB_MAP) added += lacks(was, is);
        else FUZZ_CHECK(was->kind == is->kind || was->kind == ZB_NULL);
    }
    return added;
}

static void complete(zb_arena *arena, const zb_schema *schema, const zb_value *data) {
    zb_diags *diags = zb_diags_new(arena);
    if (data->kind != ZB_MAP) return;
    const zb_value *whole = zb_schema_complete(arena, schema, data, diags);
    lacks(data, whole);
    if (zb_diags_worst(diags) >= ZB_ERROR) return; /* it would be too much */
    FUZZ_CHECK(lacks(whole, zb_schema_complete(arena, schema, whole, diags)) == 0);
}

static void apply(zb_arena *arena, const zb_value *rules, const zb_value *data, zb_diags *diags) {
    const zb_schema *schema = zb_schema_read(arena, rules, diags);
    FUZZ_CHECK(schema || zb_diags_worst(diags) >= ZB_ERROR);
    if (!schema || !data) return;
    bool written = zb_schema_check(arena, schema, data, diags);
    bool passed = zb_schema_check_tables(arena, schema, data, written, diags) && written;
    FUZZ_CHECK(passed == (zb_diags_worst(diags) < ZB_ERROR));
    if (passed) complete(arena, schema, data);
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
