/* SPDX-License-Identifier: Apache-2.0
 * Values: what plain scalars become, numbers in text, lookup along paths, and the dump. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/number.h"
#include "model/value.h"
#include "model/yaml.h"

static zb_value_kind kind_of(zb_arena *arena, const char *text) {
    return zb_value_scalar(arena, zb_str_of(text), true, ZB_NOWHERE)->kind;
}

static void test_plain_scalars(void **state) {
    (void)state;
    static const struct {
        const char *text;
        zb_value_kind kind;
    } cases[] = {
        {"", ZB_NULL},           {"~", ZB_NULL},       {"null", ZB_NULL},    {"Null", ZB_NULL},  {"nULL", ZB_TEXT},
        {"true", ZB_BOOL},       {"FALSE", ZB_BOOL},   {"yes", ZB_TEXT},     {"on", ZB_TEXT},    {"0", ZB_INT},
        {"-0", ZB_INT},          {"+12", ZB_INT},      {"007", ZB_TEXT},     {"-007", ZB_TEXT},  {"00.5", ZB_TEXT},
        {"6.10", ZB_REAL},       {"1e3", ZB_TEXT},     {".5", ZB_REAL},      {"5.", ZB_REAL},    {"0x1F", ZB_TEXT},
        {"0o7", ZB_TEXT},        {".inf", ZB_TEXT},    {".nan", ZB_TEXT},    {"1e999", ZB_TEXT}, {"1_000", ZB_TEXT},
        {"2019-06-24", ZB_TEXT}, {"12:30", ZB_TEXT},   {"1.2.3", ZB_TEXT},   {"-", ZB_TEXT},     {".", ZB_TEXT},
        {"e5", ZB_TEXT},         {"1.5E-3", ZB_TEXT}, {"1e", ZB_TEXT},      {"1 ", ZB_TEXT},      {"34%", ZB_TEXT},   {"中", ZB_TEXT},
        {"9223372036854775807", ZB_INT}, {"-9223372036854775808", ZB_INT},   {"9223372036854775808", ZB_TEXT},
    };
    zb_arena *arena = zb_arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (kind_of(arena, cases[i].text) != cases[i].kind)
            fail_msg("'%s' is %s", cases[i].text, zb_value_kind_name(kind_of(arena, cases[i].text)));
    zb_arena_close(arena);
}

static void test_spelling_is_kept(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    char text[] = "6.10";
    const zb_value *value = zb_value_scalar(arena, zb_str_of(text), true, ZB_NOWHERE);
    text[0] = 'x'; /* it is a copy */
    assert_true(zb_str_is(value->text, "6.10"));
    assert_true(value->real == 6.1);
    assert_int_equal(zb_value_scalar(arena, ZB_STR("true"), true, ZB_NOWHERE)->integer, 1);
    assert_int_equal(zb_value_scalar(arena, ZB_STR("12"), false, ZB_NOWHERE)->kind, ZB_TEXT);
    assert_int_equal(zb_value_scalar(arena, ZB_STR(""), false, ZB_NOWHERE)->kind, ZB_TEXT);
    assert_int_equal(zb_value_scalar(arena, ZB_STR("null"), true, ZB_NOWHERE)->text.n, 0);
    zb_arena_close(arena);
}

static void test_numbers_are_exact(void **state) {
    (void)state;
    static const char *const spellings[] = {"0.1", "6.23", "123456789012345678", "1e22", "1e23", "4.9e-324", "2.2250738585072014e-308",
                                            "-0.3", "9007199254740993", "1.7976931348623157e308", "0.000001", "5e-1"};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        zb_number number;
        assert_true(zb_number_read(zb_str_of(spellings[i]), &number));
        assert_true(number.real == strtod(spellings[i], NULL));
    }
    zb_number number;
    char zeros[100];
    memset(zeros, '0', sizeof zeros);
    assert_false(zb_number_read((zb_str){zeros, sizeof zeros}, &number));
    assert_false(zb_number_read((zb_str){0}, &number));
}

static void test_numbers_in_text(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    double number = 0;
    assert_true(zb_value_number(zb_value_scalar(arena, ZB_STR("12.5"), false, ZB_NOWHERE), &number));
    assert_true(number == 12.5);
    assert_true(zb_value_number(zb_value_int(arena, -3, ZB_NOWHERE), &number));
    assert_true(number == -3);
    assert_false(zb_value_number(zb_value_scalar(arena, ZB_STR("12 个"), false, ZB_NOWHERE), &number));
    assert_false(zb_value_number(zb_value_scalar(arena, ZB_STR("true"), true, ZB_NOWHERE), &number));
    assert_false(zb_value_number(zb_value_scalar(arena, ZB_STR(""), true, ZB_NOWHERE), &number));
    zb_arena_close(arena);
}

static void test_spelling_of_new_numbers(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    assert_true(zb_str_is(zb_value_int(arena, INT64_MIN, ZB_NOWHERE)->text, "-9223372036854775808"));
    assert_true(zb_str_is(zb_value_real(arena, 0.1, ZB_NOWHERE)->text, "0.1"));
    assert_true(zb_str_is(zb_value_real(arena, 6, ZB_NOWHERE)->text, "6.0"));
    zb_arena_close(arena);
}

static const zb_value *read(zb_arena *arena, const char *yaml) {
    zb_diags *diags = zb_diags_new(arena);
    const zb_value *value = zb_yaml_read_source(arena, zb_source_new(arena, "folder/a.yaml", zb_str_of(yaml)), diags);
    assert_int_equal(zb_diags_count(diags), 0);
    return value;
}

static void test_lookup(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    const zb_value *root = read(arena, "a: {b: {c: 1}}\nl: [x, {y: 2}]\nd.e: 3\n");
    assert_int_equal(zb_value_lookup_path(root, ZB_STR("a.b.c"))->integer, 1);
    assert_true(zb_str_is(zb_value_lookup_path(root, ZB_STR("l.0"))->text, "x"));
    assert_int_equal(zb_value_lookup_path(root, ZB_STR("l.1.y"))->integer, 2);
    assert_int_equal(zb_value_lookup_path(root, ZB_STR("d.e"))->integer, 3);
    static const char *const absent[] = {"", ".", "a.", "a..b", "a.x", "l.2", "l.x", "l.-1", "l.00", "l.9999999999", "a.b.c.d", "l"};
    for (size_t i = 0; i + 1 < sizeof absent / sizeof *absent; i++) assert_null(zb_value_lookup_path(root, zb_str_of(absent[i])));
    assert_null(zb_value_lookup(NULL, ZB_STR("a")));
    assert_null(zb_value_lookup_z(zb_value_lookup_z(root, "l"), "a"));
    zb_arena_close(arena);
}

static void test_is_table(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    const zb_value *root = read(arena, "a: [{b: 1}, {c: 2}]\nb: []\nc: [{b: 1}, 2]\nd: {a: 1}\n");
    assert_true(zb_value_is_table(zb_value_lookup_z(root, "a")));
    assert_false(zb_value_is_table(zb_value_lookup_z(root, "b")));
    assert_false(zb_value_is_table(zb_value_lookup_z(root, "c")));
    assert_false(zb_value_is_table(zb_value_lookup_z(root, "d")));
    zb_arena_close(arena);
}

static void test_dump(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_buf out = {0};
    const zb_value *root = read(arena, "a: 6.10\n中: [\"x\\\"y\\n\", {c: }]\n\"k: l\": '1'\nb: true\n");
    zb_value_dump(root, 1, &out);
    assert_string_equal(out.s, "  {4}  @a.yaml:1:1\n"
                               "    a: 6.10  @a.yaml:1:4\n"
                               "    中: [2]  @a.yaml:2:4\n"
                               "      0: \"x\\\"y\\n\"  @a.yaml:2:5\n"
                               "      1: {1}  @a.yaml:2:15\n"
                               "        c: null  @a.yaml:2:16\n"
                               "    \"k: l\": \"1\"  @a.yaml:3:9\n"
                               "    b: true  @a.yaml:4:4\n");
    out.n = 0;
    zb_value_dump(zb_value_int(arena, 5, ZB_NOWHERE), 0, &out);
    assert_string_equal(out.s, "5  @-\n");
    zb_buf_free(&out);
    zb_arena_close(arena);
}

static void test_cures(void **state) {
    (void)state;
    static const struct {
        const char *text, *cure;
        bool meant;
    } cases[] = {
        {"1,234", "write 1234", true},        {"１２３４", "write 1234", true},  {"1 234 567.5", "write 1234567.5", true},
        {"－３．５", "write -3.5", true},     {"−3", "write -3", true},           {"8%", "write 8 without '%'", false},
        {"72 个", "write 72 without '个'", false}, {"1,234，", "write 1234", true},
        {"3万", "write digits", false},       {"7O", "write digits", false},      {"6,23", "write digits", false},
        {"1,23,456", "write digits", false},  {"2019-06-24", "write digits", false}, {"seventy", "write digits", false},
        {"1.234,567", "write digits", false}, {"", "write digits", false},        {"—", "write digits", false},
        {",123", "write digits", false},      {"5 to 7", "write digits", false},
    };
    zb_arena *arena = zb_arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        zb_str cure = zb_value_number_cure(arena, zb_str_of(cases[i].text));
        bool exact = strcmp(cases[i].cure, "write digits") != 0;
        if (exact ? !zb_str_is(cure, cases[i].cure) : !zb_str_starts(cure, cases[i].cure))
            fail_msg("'%s': %.*s", cases[i].text, ZB_STR_ARG(cure));
        if (zb_value_means_number(zb_str_of(cases[i].text)) != cases[i].meant) fail_msg("'%s' is meant otherwise", cases[i].text);
    }
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_scalars),   cmocka_unit_test(test_spelling_is_kept),
        cmocka_unit_test(test_numbers_are_exact), cmocka_unit_test(test_numbers_in_text),
        cmocka_unit_test(test_spelling_of_new_numbers), cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_is_table),        cmocka_unit_test(test_dump),
        cmocka_unit_test(test_cures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
