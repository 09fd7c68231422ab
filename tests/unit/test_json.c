/* SPDX-License-Identifier: Apache-2.0
 * JSON: values and their places, and what is no JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/json.h"

/* The dump of what was read, or "LINE:COLUMN CODE PART OF MESSAGE" of the only error. */
static void expect(zb_str text, const char *wanted) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_value *value = zb_json_read_source(arena, zb_source_new(arena, "a.json", text), diags);
    zb_buf out = {0};
    if (value) zb_value_dump(value, 0, &out);
    assert_int_equal(zb_diags_count(diags), value ? 0 : 1);
    if (!value) {
        const zb_diag *d = zb_diags_at(diags, 0);
        zb_buf_format(&out, "%u:%u %s %s", d->loc.line, d->loc.column, d->code, d->message);
    }
    if (value ? !zb_str_is(zb_buf_str(&out), wanted) : strncmp(out.s, wanted, strlen(wanted)) != 0)
        fail_msg("%.*s gives '%s', not '%s'", ZB_STR_ARG(text), out.s, wanted);
    zb_buf_free(&out);
    zb_arena_close(arena);
}

static void test_values(void **state) {
    (void)state;
    expect(ZB_STR("{\"a\": [1, -2.50, 1e3, true, null],\n \"\\u9ad8\\\"\": \"007\"}\n"),
           "{2}  @a.json:1:1\n  a: [5]  @a.json:1:7\n    0: 1  @a.json:1:8\n    1: -2.50  @a.json:1:11\n    2: 1e3  @a.json:1:18\n"
           "    3: true  @a.json:1:23\n    4: null  @a.json:1:29\n  \"高\\\"\": \"007\"  @a.json:2:14\n");
    expect(ZB_STR("[]"), "[0]  @a.json:1:1\n");
    expect(ZB_STR(" {} "), "{0}  @a.json:1:2\n");
    expect(ZB_STR("\"\\ud83d\\ude00\""), "\"😀\"  @a.json:1:1\n");
}

static void test_faults(void **state) {
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", "1:1 json.syntax a value is missing"},
        {"{\"a\": 1,}", "1:9 json.syntax a key in double quotes is missing"},
        {"[1,]", "1:4 json.syntax a value is missing"},
        {"[1 2]", "1:4 json.syntax ',' or ']' is missing"},
        {"{a: 1}", "1:2 json.syntax a key in double quotes"},
        {"{\"a\" 1}", "1:6 json.syntax ':' is missing"},
        {"{\"a\": 1 \"b\": 2}", "1:9 json.syntax ',' or '}' is missing"},
        {"{\"a\": 1, \"b\": 2, \"a\": 3}", "1:18 json.key the key 'a' stands here a second time"},
        {"[yes]", "1:2 json.syntax this is no value"},
        {"[01]", "1:2 json.syntax this is no value"},
        {"[+1]", "1:2 json.syntax this is no value"},
        {"[.5]", "1:2 json.syntax this is no value"},
        {"[5.]", "1:2 json.syntax this is no value"},
        {"[1e]", "1:2 json.syntax this is no value"},
        {"[1.5e+3.2]", "1:2 json.syntax this is no value"},
        {"[NaN]", "1:2 json.syntax this is no value"},
        {"'a'", "1:1 json.syntax this is no value"},
        {"\"a", "1:1 json.syntax the quote that begins here does not end"},
        {"\"a\nb\"", "1:3 json.syntax a text ends in its line"},
        {"\"\\x41\"", "1:2 json.syntax there is no such escape"},
        {"\"\\u0000\"", "1:2 json.syntax this escape gives a character"},
        {"{} {}", "1:4 json.syntax something stands behind the end"},
        {"// a\n{}", "1:1 json.syntax this is no value"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) expect(zb_str_of(cases[i].text), cases[i].wanted);
}

/* Many keys are compared in another way than few; nesting ends. */
static void test_large(void **state) {
    (void)state;
    zb_buf text = {0};
    zb_buf_add_char(&text, '{');
    for (int i = 0; i < 100; i++) zb_buf_format(&text, "\"k%d\": %d,", i, i);
    zb_buf_add(&text, ZB_STR("\n\"k50\": 1}"));
    expect(zb_buf_str(&text), "2:1 json.key the key 'k50'");
    zb_buf_free(&text);
    for (int i = 0; i < ZB_JSON_DEPTH_MAX; i++) zb_buf_add_char(&text, '[');
    size_t deep = text.n;
    for (int i = 0; i < ZB_JSON_DEPTH_MAX; i++) zb_buf_add_char(&text, ']');
    zb_arena *arena = zb_arena_open();
    assert_non_null(zb_json_read_source(arena, zb_source_new(arena, "a", zb_buf_str(&text)), zb_diags_new(arena)));
    zb_arena_close(arena);
    text.n = deep;
    zb_buf_add_char(&text, '[');
    expect(zb_buf_str(&text), "1:65 json.syntax lists and mappings are nested");
    zb_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_faults), cmocka_unit_test(test_large)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
