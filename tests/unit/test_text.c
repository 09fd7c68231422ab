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

#include "base/utf8.h"
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
    if (words && !strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words))) fail_msg("'%s' does not say '%s'", diag->message, words);
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
    expect_error(ZB_STR("a\xEF\xBF\xBD"), "text.lost", 1, 2, "lost in a conversion");
    expect_error(ZB_STR("\xEF\xBF\xBC"), "text.lost", 1, 1, "lost in copying");
    expect_error(ZB_STR("\xEF\xBF\xB9"), "text.control", 1, 1, "annotations");
    expect_error(ZB_STR("\n\xEF\xB7\x90"), "text.control", 2, 1, "U+FDD0");
    expect_error(ZB_STR("\xEF\xB7\xAF"), "text.control", 1, 1, "U+FDEF");
    expect_error(ZB_STR("\xEF\xBF\xBE"), "text.control", 1, 1, "U+FFFE");
    expect_error(ZB_STR("\xF0\x9F\xBF\xBF"), "text.control", 1, 1, "U+1FFFF");
    expect_error(ZB_STR("\xEE\x80\x80"), "text.private", 1, 1, "U+E000");
    expect_error(ZB_STR("\xF4\x80\x80\x80"), "text.private", 1, 1, "U+100000");
    expect_text(decode(ZB_STR("\xEF\xB7\x8F\xEF\xB7\xB0\xF0\xA0\x80\x80")), "\xEF\xB7\x8F\xEF\xB7\xB0\xF0\xA0\x80\x80");
}

static void test_faults_are_bounded(void **state) {
    (void)state;
    char bytes[100];
    memset(bytes, 7, sizeof bytes);
    trial t = decode((zb_str){bytes, sizeof bytes});
    assert_null(t.source);
    assert_int_equal(zb_diags_count(t.diags), ZB_TEXT_FAULTS_MAX + 1);
    expect_diag(&t, ZB_TEXT_FAULTS_MAX, "text.more", 1, ZB_TEXT_FAULTS_MAX, "80 more");
    end(&t);
}

/* One warning at a place, and the text without its cause. */
static void expect_cleaned(const char *bytes, const char *text, const char *code, uint32_t line, uint32_t column, const char *words) {
    trial t = decode(zb_str_of(bytes));
    assert_non_null(t.source);
    if (!zb_str_is(t.source->text, text)) fail_msg("'%s' became '%.*s'", bytes, ZB_STR_ARG(t.source->text));
    assert_int_equal(zb_diags_count(t.diags), 1);
    assert_int_equal(zb_diags_at(t.diags, 0)->severity, ZB_WARNING);
    expect_diag(&t, 0, code, line, column, words);
    end(&t);
}

static void test_radicals(void **state) {
    (void)state;
    expect_cleaned("使\n用\u2F64户", "使\n用用户", "text.radical", 2, 2, "Kangxi");
    expect_cleaned("\u2F00", "一", "text.radical", 1, 1, "U+4E00");
    expect_cleaned("\u2FD5", "龠", "text.radical", 1, 1, "U+2FD5");
    expect_cleaned("\u2EDA", "页", "text.radical", 1, 1, "CJK radical");
    expect_cleaned("\u2E84", "乙", "text.radical", 1, 1, NULL);
    /* No ideograph stands for it; the last of the blocks is no character. */
    expect_text(decode(zb_str_of("\u2E80")), "\u2E80");
}

static void test_compatibility_ideographs(void **state) {
    (void)state;
    expect_cleaned("\uF900", "豈", "text.compatibility", 1, 1, "U+8C48");
    expect_cleaned("a\uFA19", "a神", "text.compatibility", 1, 2, "compatibility ideograph");
    expect_cleaned("\U0002F804", "\u4F60", "text.compatibility", 1, 1, NULL);
    expect_cleaned("\U0002FA1D", "\U0002A600", "text.compatibility", 1, 1, NULL);
    /* Unified although they stand among them. */
    expect_text(decode(zb_str_of("\uFA0E\uFA29")), "\uFA0E\uFA29");
}

static void test_zero_width(void **state) {
    (void)state;
    expect_cleaned("漏\u200B洞", "漏洞", "text.zero-width", 1, 2, "zero-width space");
    expect_cleaned("漏\uFEFF洞", "漏洞", "text.zero-width", 1, 2, "byte order mark");
    expect_cleaned("漏\u2060洞", "漏洞", "text.zero-width", 1, 2, "word joiner");
    expect_cleaned("a\u200Cb", "ab", "text.zero-width", 1, 2, "non-joiner");
    expect_cleaned("a\u200Db", "ab", "text.zero-width", 1, 2, "joiner");
    expect_cleaned("a\U000E0041b", "ab", "text.zero-width", 1, 2, "tag");
    trial t = decode(zb_str_of("\u200B\u200Ba\u200B"));
    assert_true(zb_str_is(t.source->text, "a"));
    assert_int_equal(zb_diags_count(t.diags), 3);
    expect_diag(&t, 2, "text.zero-width", 1, 4, NULL);
    /* Messages show a mark in place of what cannot be seen. */
    assert_true(zb_str_is(zb_source_line(zb_diags_at(t.diags, 0)->loc.source, 1), "\uFFFD\uFFFDa\uFFFD"));
    end(&t);
}

static void expect_kept(const char *text) { expect_text(decode(zb_str_of(text)), text); }

static void test_joiners_with_meaning(void **state) {
    (void)state;
    expect_kept("می\u200Cخواهم");
    expect_kept("क्\u200Dष");
    expect_kept("\u0DC1\u0DCA\u200D\u0DBB\u0DD3");
    expect_kept("👨\u200D👩\u200D👧");
    expect_kept("🏳\uFE0F\u200D🌈");
    expect_kept("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F");
    expect_cleaned("👨\u200D,", "👨,", "text.zero-width", 1, 2, NULL);
    expect_cleaned("👨\u200C👩", "👨👩", "text.zero-width", 1, 2, NULL);
}

static void test_controls_of_direction(void **state) {
    (void)state;
    expect_cleaned("access\u202E", "access", "text.bidi", 1, 7, "direction");
    expect_cleaned("\u2067a", "a", "text.bidi", 1, 1, NULL);
    expect_cleaned("a\u200Eb", "ab", "text.bidi", 1, 2, NULL);
    expect_kept("שלום\u200F, a");
}

static void test_what_is_kept(void **state) {
    (void)state;
    expect_kept("a\u00A0b\u3000c\td");
    expect_kept("ＡＢ１２①②③㎡℃№ﬃ");
    expect_kept("葛\U000E0100城 a\u0301 ✓\uFE0F");
}

static void test_warnings_are_bounded(void **state) {
    (void)state;
    zb_buf bytes = {0};
    for (int i = 0; i < 100; i++) zb_buf_add(&bytes, ZB_STR("\u2F00"));
    trial t = decode(zb_buf_str(&bytes));
    assert_non_null(t.source);
    assert_int_equal(zb_utf8_count(t.source->text), 100);
    assert_int_equal(zb_diags_count(t.diags), ZB_TEXT_FAULTS_MAX + 1);
    expect_diag(&t, ZB_TEXT_FAULTS_MAX, "text.more", 1, ZB_TEXT_FAULTS_MAX, "80 more");
    zb_buf_free(&bytes);
    end(&t);
}

static void test_clean(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str same = ZB_STR("漏洞\x07"), changed = ZB_STR("\u2F00\u200Ba");
    assert_ptr_equal(zb_text_clean(arena, same, ZB_NOWHERE, diags).s, same.s);
    assert_int_equal(zb_diags_count(diags), 0);
    assert_true(zb_str_is(zb_text_clean(arena, changed, ZB_NOWHERE, diags), "一a"));
    assert_int_equal(zb_diags_count(diags), 2);
    assert_int_equal(zb_text_fault_count(ZB_STR("a\x07\u200B\uE000")), 2);
    zb_arena_close(arena);
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
        cmocka_unit_test(test_marks_and_line_ends),
        cmocka_unit_test(test_gb18030),
        cmocka_unit_test(test_damaged_utf8),
        cmocka_unit_test(test_refused_characters),
        cmocka_unit_test(test_faults_are_bounded),
        cmocka_unit_test(test_radicals),
        cmocka_unit_test(test_compatibility_ideographs),
        cmocka_unit_test(test_zero_width),
        cmocka_unit_test(test_joiners_with_meaning),
        cmocka_unit_test(test_controls_of_direction),
        cmocka_unit_test(test_what_is_kept),
        cmocka_unit_test(test_warnings_are_bounded),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_source_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
