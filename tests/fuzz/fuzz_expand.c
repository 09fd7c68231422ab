/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a template over data of every shape. Besides not crashing, each byte of the expanded text
 * must have a place, and resolving must leave no placeholder that was not in the input. */
#include "model/text.h"
#include "templates/expand.h"
#include "tests/fuzz/fuzz.h"

static const char data_text[] = "title: 周报 *x*\n"
                                "n: 26\n"
                                "total: {n: 201}\n"
                                "severity: {high: 72, medium: 86, low: null}\n"
                                "about: |\n  第一行\n  `second`\n"
                                "empty: []\n"
                                "alerts:\n"
                                "  - {title: a, about: '{{title}}', links: [x, y]}\n"
                                "  - {title: b, links: []}\n"
                                "lists: [[1, 2], [3, [4]]]\n";

typedef struct input {
    zb_arena *arena;
    zb_str text;
} input;

/* Every partial is the template itself: what recursion can do is bounded. */
static const zb_source *partial_read(void *context, zb_str name, zb_loc loc) {
    const input *in = context;
    (void)loc;
    return zb_source_new(in->arena, zb_str_z(in->arena, name), in->text);
}

static void check_places(const zb_expansion *expansion) {
    zb_str text = zb_expansion_text(expansion);
    size_t step = 1 + text.n / 1000;
    for (size_t at = 0; at <= text.n; at += step) {
        if (at < text.n && (text.s[at] & 0xC0) == 0x80) continue; /* inside a character */
        zb_loc loc = zb_expansion_loc(expansion, at);
        FUZZ_CHECK(loc.source);
        fuzz_check_loc(loc);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {zb_arena_open(), {0}};
    zb_diags *diags = zb_diags_new(in.arena);
    const zb_source *source = zb_source_new(in.arena, "data.yaml", ZB_STR(data_text));
    const zb_value *root = zb_yaml_read_source(in.arena, source, diags);
    in.text = zb_str_copy(in.arena, (zb_str){(const char *)data, size});
    const zb_source *template = zb_source_new(in.arena, "template.md", in.text);
    const zb_expansion *expansion = zb_expand(in.arena, template, 0, size, root, partial_read, &in, diags);
    if (zb_utf8_invalid(in.text) == SIZE_MAX && !zb_text_fault_count(in.text)) { /* the reader of files refuses others */
        check_places(expansion);
        fuzz_check_findings(diags);
    }
    zb_str resolved = zb_expansion_resolve(in.arena, expansion, zb_expansion_text(expansion));
    if (zb_text_fault_count(in.text) == 0) FUZZ_CHECK(zb_str_find(resolved, ZB_STR("\xEF\xB7\x90"), 0) == SIZE_MAX);
    zb_arena_close(in.arena);
    return 0;
}
