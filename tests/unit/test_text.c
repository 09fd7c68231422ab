/* SPDX-License-Identifier: Apache-2.0
 * Bytes to text: byte order marks, line ends, GB18030 against damaged UTF-8, characters that no text may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/data.h"
#include "model/text.h"

typedef struct trial {
    zb_arena *arena;
    zb_diags *diags;
    const zb_source *source;
} trial;

static trial decode(zb_str bytes) {
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    t.source = zb_text_decode(t.arena, "a.txt", bytes, t.diags);
    return t;
}

static void end(trial *t) { zb_arena_close(t->arena); }

static void expect_text(trial t, const char *text) {
    assert_non_null(t.source);
    assert_true(zb_str_is(t.source->text, text));
    assert_int_equal(t.source->text.s[t.source->text.n], 0);
    end(&t);
}

static void expect_diag(const trial *t, size_t index, const char *code, uint32_t line, uint32_t column, const char *words) {
    assert_true(index < zb_diags_count(t->diags));
    const zb_diag *diag = zb_diags_at(t->diags, index);
    assert_string_equal(diag->code, code);
    assert_int_equal(diag->loc.line, line);
    assert_int_equal(diag->loc.column, column);
    if (!strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words))) fail_msg("'%s' does not say '%s'", diag->message, words);
}

static void expect_error(zb_str bytes, const char *code, uint32_t line, uint32_t column, const char *words) {
    trial t = decode(bytes);
    assert_null(t.source);
    expect_diag(&t, 0, code, line, column, words);
    assert_int_equal(zb_diags_at(t.diags, 0)->severity, ZB_ERROR);
    end(&t);
}

static void test_marks_and_line_ends(void **state) {
    (void)state;
    expect_text(decode(ZB_STR("")), "");
    expect_text(decode(ZB_STR("\xEF\xBB\xBF" "a")), "a");
    expect_text(decode(ZB_STR("\xEF\xBB\xBF")), "");
    expect_text(decode(ZB_STR("a\r\nb\r\n")), "a\nb\n");
    expect_text(decode(ZB_STR("漏洞\t\n")), "漏洞\t\n");
    expect_error(ZB_STR("a\rb"), "text.control", 1, 2, "LF");
}

static void test_gb18030(void **state) {
    (void)state;
    /* 信息安全漏洞,1 and, in four bytes, 㐀 */
    trial t = decode(ZB_STR("\xD0\xC5\xCF\xA2\xB0\xB2\xC8\xAB\xC2\xA9\xB6\xB4,1\n\x81\x39\xEE\x39\n"));
    assert_non_null(t.source);
    assert_true(zb_str_is(t.source->text, "信息安全漏洞,1\n\xE3\x90\x80\n"));
    assert_int_equal(zb_diags_count(t.diags), 1);
    expect_diag(&t, 0, "text.gb18030", 0, 0, "GB18030");
    assert_int_equal(zb_diags_at(t.diags, 0)->severity, ZB_NOTE);
    end(&t);
}

static void test_damaged_utf8(void **state) {
    (void)state;
    expect_error(ZB_STR("信息\n安全\xFF漏洞\n"), "text.encoding", 2, 3, "0xFF");
    expect_error(ZB_STR("信息安全漏\xE6\xB4"), "text.encoding", 1, 6, "UTF-8"); /* cut in the last character */
    expect_error(ZB_STR("\xEF\xBB\xBF" "ab\xD0\xC5"), "text.encoding", 1, 3, "0xD0");
    expect_error(ZB_STR("\xFF\xFE" "a\0"), "text.encoding", 0, 0, "UTF-16");
    expect_error(ZB_STR("\x80"), "text.encoding", 1, 1, "0x80");
    expect_error(ZB_STR("a\xD0"), "text.encoding", 1, 2, "0xD0");
}

static void test_refused_characters(void **state) {
    (void)state;
    expect_error((zb_str){"a\0b", 3}, "text.control", 1, 2, "U+0000");
    expect_error(ZB_STR("\x1B[31m"), "text.control", 1, 1, "U+001B");
    expect_error(ZB_STR("a\x7F"), "text.control", 1, 2, "U+007F");
    expect_error(ZB_STR("a\xC2\x85"), "text.control", 1, 2, "U+0085");
    expect_error(ZB_STR("漏\xEF\xBB\xBF"), "text.control", 1, 2, "byte order mark");
    expect_error(ZB_STR("\n\xEF\xB7\x90"), "text.control", 2, 1, "U+FDD0");
    expect_error(ZB_STR("\xEF\xB7\xAF"), "text.control", 1, 1, "U+FDEF");
    expect_error(ZB_STR("\xEF\xBF\xBE"), "text.control", 1, 1, "U+FFFE");
    expect_error(ZB_STR("\xF0\x9F\xBF\xBF"), "text.control", 1, 1, "U+1FFFF");
    expect_error(ZB_STR("\xEE\x80\x80"), "text.private", 1, 1, "U+E000");
    expect_error(ZB_STR("\xF4\x80\x80\x80"), "text.private", 1, 1, "U+100000");
    expect_text(decode(ZB_STR("\xEF\xB7\x8F\xEF\xB7\xB0\xEF\xBF\xBD\xE2\x80\x8B\xF0\xA0\x80\x80")),
                "\xEF\xB7\x8F\xEF\xB7\xB0\xEF\xBF\xBD\xE2\x80\x8B\xF0\xA0\x80\x80");
}

static void test_faults_are_bounded(void **state) {
    (void)state;
    char bytes[100];
    memset(bytes, 7, sizeof bytes);
    trial t = decode((zb_str){bytes, sizeof bytes});
    assert_null(t.source);
    assert_int_equal(zb_diags_count(t.diags), ZB_TEXT_FAULTS_MAX + 1);
    expect_diag(&t, ZB_TEXT_FAULTS_MAX, "text.control", 1, ZB_TEXT_FAULTS_MAX, "80 more");
    end(&t);
}

static void test_source_read(void **state) {
    (void)state;
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    char path[] = "/tmp/zhoubao-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "a\r\n", 3), 3);
    close(file);
    t.source = zb_source_read(t.arena, path, ZB_NOWHERE, t.diags);
    assert_string_equal(t.source->name, path);
    assert_true(zb_str_is(t.source->text, "a\n"));
    unlink(path);
    assert_null(zb_source_read(t.arena, path, ZB_NOWHERE, t.diags));
    expect_diag(&t, 0, "file.missing", 0, 0, path);
    end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks_and_line_ends), cmocka_unit_test(test_gb18030),
        cmocka_unit_test(test_damaged_utf8),        cmocka_unit_test(test_refused_characters),
        cmocka_unit_test(test_faults_are_bounded),  cmocka_unit_test(test_source_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
