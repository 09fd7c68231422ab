/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a line of --jsonl. What is taken for strict JSON has an id that is a file name and a specification between braces; a fault
 * has a place in the line. */
#include "cli/cmd_chart.h"
#include "model/yaml.h"
#include "tests/fuzz/fuzz.h"

static void check_line(zb_arena *arena, zb_str text, const zb_chart_line *line) {
    FUZZ_CHECK(line->id_size > 0 && line->id_size <= ZB_CHART_ID_MAX);
    FUZZ_CHECK(!memchr(line->id, '/', line->id_size) && line->id[0] != '.');
    FUZZ_CHECK(zb_utf8_invalid((zb_str){line->id, line->id_size}) == SIZE_MAX);
    FUZZ_CHECK(line->spec_at < line->spec_end && line->spec_end <= text.n);
    FUZZ_CHECK(text.s[line->spec_at] == '{' && text.s[line->spec_end - 1] == '}');
    /* Taken apart at the same places when the specification stands alone. */
    zb_chart_line alone;
    zb_str whole = zb_str_format(arena, "{\"id\":\"a\",\"spec\":%.*s}", ZB_STR_ARG(zb_str_sub(text, line->spec_at, line->spec_end)));
    FUZZ_CHECK(!zb_chart_line_read(whole, &alone).code && alone.spec_end - alone.spec_at == line->spec_end - line->spec_at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str text = fuzz_text(arena, data, size);
    size_t end = zb_str_find(text, ZB_STR("\n"), 0);
    text = zb_str_copy(arena, zb_str_sub(text, 0, end));
    zb_chart_line line;
    zb_line_fault fault = zb_chart_line_read(text, &line);
    if (fault.code) {
        FUZZ_CHECK(fault.at <= text.n && fault.message);
        zb_line_fault_add(arena, text, 1000, &fault, diags);
        FUZZ_CHECK(zb_diags_at(diags, 0)->loc.line == 1000);
    } else check_line(arena, text, &line);
    zb_arena_close(arena);
    return 0;
}
