/* SPDX-License-Identifier: Apache-2.0
 * Lines of `zhoubao chart --jsonl`: what is taken, and where each fault is said to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/cmd_chart.h"

static void good(const char *text, const char *id, const char *spec) {
    zb_chart_line line;
    zb_line_fault fault = zb_chart_line_read(zb_str_of(text), &line);
    if (fault.code) fail_msg("%s: %s", text, fault.message);
    assert_int_equal(line.id_size, strlen(id));
    assert_memory_equal(line.id, id, line.id_size);
    zb_str found = zb_str_sub(zb_str_of(text), line.spec_at, line.spec_end);
    assert_true(zb_str_is(found, spec));
}

static void bad(const char *text, const char *code, size_t at) {
    zb_chart_line line;
    zb_line_fault fault = zb_chart_line_read(zb_str_of(text), &line);
    if (!fault.code || strcmp(fault.code, code) != 0 || fault.at != at)
        fail_msg("%s: %s at %zu, not %s at %zu", text, fault.code ? fault.code : "fine", fault.at, code, at);
}

static void test_good(void **state) {
    (void)state;
    good("{\"id\":\"a\",\"spec\":{}}", "a", "{}");
    good(" { \"spec\" : {\"id\":1, \"x\":[1,-2.5e+3,true,null,\"}\"]} , \"id\" : \"图 1\" } \r", "图 1",
         "{\"id\":1, \"x\":[1,-2.5e+3,true,null,\"}\"]}");
    good("{\"id\":\"\\u56fe\\ud83d\\ude00\\\"\\\\\",\"spec\":{\"a\":[]}}", "图\xF0\x9F\x98\x80\"\\", "{\"a\":[]}");
    good("{\"id\":\"0\",\"spec\":{\"a\":0,\"b\":-0.5,\"c\":10,\"d\":[[],{}]}}", "0",
         "{\"a\":0,\"b\":-0.5,\"c\":10,\"d\":[[],{}]}");
}

static void test_syntax(void **state) {
    (void)state;
    bad("nonsense", "jsonl.syntax", 0);
    bad("[]", "jsonl.syntax", 0);
    bad("{\"id\":\"a\",\"spec\":{}", "jsonl.syntax", 19);
    bad("{\"id\":\"a\",\"spec\":{}} x", "jsonl.syntax", 21);
    bad("{\"id\":\"a\" \"spec\":{}}", "jsonl.syntax", 10);
    bad("{\"id\":\"a\",}", "jsonl.syntax", 10);
    bad("{id:\"a\"}", "jsonl.syntax", 1);
    bad("{'id':\"a\"}", "jsonl.syntax", 1);
    bad("{\"id\":\"a", "jsonl.syntax", 8);
    bad("{\"id\":\"\\x\"}", "jsonl.syntax", 8);
    bad("{\"id\":\"\\u12g4\"}", "jsonl.syntax", 11);
    bad("{\"id\":\"\\ud800\"}", "jsonl.syntax", 13);
    bad("{\"id\":\"\\udc00\"}", "jsonl.syntax", 13);
    bad("{\"id\":\"a\tb\"}", "jsonl.syntax", 8);
    bad("{\"id\":\"a\xFF\"}", "jsonl.syntax", 8);
    bad("{\"spec\":{\"a\":01}}", "jsonl.syntax", 14);
    bad("{\"spec\":{\"a\":1.}}", "jsonl.syntax", 15);
    bad("{\"spec\":{\"a\":1e}}", "jsonl.syntax", 15);
    bad("{\"spec\":{\"a\":NaN}}", "jsonl.syntax", 13);
    bad("{\"spec\":{\"a\":[1,]}}", "jsonl.syntax", 16);
    bad("{\"spec\":{\"a\":.5}}", "jsonl.syntax", 13);
}

static void test_depth(void **state) {
    (void)state;
    zb_buf text = {0};
    zb_buf_add(&text, ZB_STR("{\"id\":\"a\",\"spec\":{\"a\":"));
    for (int i = 0; i < 100000; i++) zb_buf_add_char(&text, '[');
    zb_chart_line line;
    assert_string_equal(zb_chart_line_read(zb_buf_str(&text), &line).code, "jsonl.syntax");
    zb_buf_free(&text);
}

static void test_keys(void **state) {
    (void)state;
    bad("{}", "jsonl.key", 0);
    bad("{\"id\":\"a\"}", "jsonl.key", 0);
    bad("{\"spec\":{}}", "jsonl.key", 0);
    bad("{\"id\":1,\"spec\":{}}", "jsonl.key", 6);
    bad("{\"id\":\"a\",\"spec\":[]}", "jsonl.key", 17);
    bad("{\"id\":\"a\",\"id\":\"b\",\"spec\":{}}", "jsonl.key", 15);
    bad("{\"id\":\"a\",\"spec\":{},\"spec\":{}}", "jsonl.key", 27);
    bad("{\"id\":\"a\",\"spce\":{}}", "jsonl.key", 10);
    bad("{\"id\":\"a\",\"a key that is longer than ours\":{}}", "jsonl.key", 10);
}

static void test_ids(void **state) {
    (void)state;
    bad("{\"id\":\"\",\"spec\":{}}", "jsonl.id", 6);
    bad("{\"spec\":{},\"id\":\"a/b\"}", "jsonl.id", 16);
    bad("{\"id\":\"..\",\"spec\":{}}", "jsonl.id", 6);
    bad("{\"id\":\".a\",\"spec\":{}}", "jsonl.id", 6);
    bad("{\"id\":\"\\u002e\\u002e\\u002fa\",\"spec\":{}}", "jsonl.id", 6);
    bad("{\"id\":\"a\\u0000b\",\"spec\":{}}", "jsonl.id", 6);
    bad("{\"id\":\"a\\nb\",\"spec\":{}}", "jsonl.id", 6);
    zb_buf text = {0};
    for (int n = ZB_CHART_ID_MAX; n <= ZB_CHART_ID_MAX + 1; n++) {
        text.n = 0;
        zb_buf_add(&text, ZB_STR("{\"id\":\""));
        for (int i = 0; i < n; i++) zb_buf_add_char(&text, 'a');
        zb_buf_add(&text, ZB_STR("\",\"spec\":{}}"));
        zb_chart_line line;
        const char *code = zb_chart_line_read(zb_buf_str(&text), &line).code;
        assert_true(n > ZB_CHART_ID_MAX ? code && !strcmp(code, "jsonl.id") : !code);
    }
    zb_buf_free(&text);
}

static void test_places(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str text = ZB_STR("{\"id\":\"图\",]");
    zb_line_fault_add(arena, text, 731, &(zb_line_fault){"jsonl.syntax", 12, "no", "help"}, diags);
    zb_buf out = {0};
    zb_diags_text(diags, false, &out);
    assert_string_equal(
        out.s,
        "-:731:11: error: no [jsonl.syntax]\n  731 | {\"id\":\"图\",]\n      |            ^\n      = help: help\n");
    out.n = 0;
    zb_diags *first = zb_diags_new(arena);
    zb_diag_add(first, ZB_WARNING, "x.y", zb_source_loc(zb_source_new(arena, "-", text), 12), "odd");
    zb_diag_add(first, ZB_ERROR, "x.z", zb_source_loc(zb_source_new(arena, "data.csv", text), 0), "elsewhere");
    zb_diags_text(zb_diags_at_line(arena, first, 5), false, &out);
    assert_non_null(strstr(out.s, "-:5:11: warning: odd [x.y]\n"));
    assert_non_null(strstr(out.s, "data.csv:1:1: error: elsewhere [x.z]\n"));
    zb_buf_free(&out);
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good), cmocka_unit_test(test_syntax), cmocka_unit_test(test_depth),
        cmocka_unit_test(test_keys), cmocka_unit_test(test_ids),    cmocka_unit_test(test_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
