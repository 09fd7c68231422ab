/* SPDX-License-Identifier: Apache-2.0
 * The language of messages: what the environment asks for, the catalogue, formats whose arguments change places. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/diag.h"
#include "base/language.h"

static void test_environment(void **state) {
    (void)state;
    assert_int_equal(zb_language_wanted(NULL, NULL, NULL, NULL), ZB_ENGLISH);
    assert_int_equal(zb_language_wanted(NULL, NULL, "zh_CN.UTF-8", NULL), ZB_CHINESE);
    assert_int_equal(zb_language_wanted("", "", "zh_HK", ""), ZB_CHINESE);
    assert_int_equal(zb_language_wanted("C", NULL, "zh_CN", "zh"), ZB_ENGLISH);
    assert_int_equal(zb_language_wanted("en_US", NULL, "zh_CN", NULL), ZB_ENGLISH);
    assert_int_equal(zb_language_wanted("C.UTF-8", NULL, NULL, "de:zh:en"), ZB_CHINESE);
    assert_int_equal(zb_language_wanted("zh_CN", NULL, NULL, "de:C:zh"), ZB_ENGLISH);
    assert_int_equal(zb_language_wanted(NULL, "zha", NULL, NULL), ZB_ENGLISH);
}

static void test_catalogue(void **state) {
    (void)state;
    assert_string_equal(zb_tr_in(ZB_CHINESE, "error: "), "错误：");
    assert_string_equal(zb_tr_in(ZB_ENGLISH, "error: "), "error: ");
    assert_string_equal(zb_tr_in(ZB_CHINESE, "no such words"), "no such words");
    assert_string_equal(zb_tr_in(ZB_CHINESE, ""), "");
}

static void says(const char *wanted, const char *format, ...) {
    zb_buf text = {0};
    va_list args;
    va_start(args, format);
    zb_vsay(&text, ZB_CHINESE, format, args);
    zb_vsay(&text, ZB_CHINESE, format, args); /* the arguments are still there */
    va_end(args);
    size_t half = text.n / 2;
    assert_int_equal(text.n, 2 * half);
    assert_memory_equal(text.s, text.s + half, half);
    text.s[half] = 0;
    assert_string_equal(text.s, wanted);
    zb_buf_free(&text);
}

static void test_formats(void **state) {
    (void)state;
    says("types.csv 没有“n”列；它有 a", "%s has no column '%.*s'; it has %s%s", "types.csv", 1, "no", "a", "");
    says("types.csv 没有“n”列；它有零列……", "%s has no column '%.*s'; it has %s%s", "types.csv", 1, "no", "none", ", ...");
    says("末尾有 1 个空列", "%zu empty column%s at the end", (size_t)1, " stands");
    says("宽度是版心的百分比：width=60%", "widths are shares of the measure: width=60%%");
    says("字节 0x0F 不是 UTF-8", "byte 0x%02X is not UTF-8", 15u);
    says("这次运行已用去 0.5 秒处理器时间，到了限额，停在这里", "the run takes more than %g s of processor time, and is here", 0.5);
    says("<  3|4  >", "<%*d|%-3d>", 3, 3, 4);
    says("nobody knows 7 x", "nobody knows %lld %c", 7LL, 'x');
}

/* A phrase is looked up; a name, a path, what is quoted is not, though the catalogue knows the word. */
static void test_phrases(void **state) {
    (void)state;
    says("“a list”是文件夹，不是文件", "'%s' is a folder, not a file", "a list");
    says("“x”是命名管道，不是文件", "'%s' is %s, not a file", "x", "a named pipe");
    says("用 --max-files N 可以放宽", "--max-%s N allows more", "files");
    says("文件数多于 3", "there are more than %zu %s", (size_t)3, "files");
    says("见 files:3", "see %s:%u", "files", 3u);
    says("缺少参数：zhoubao files x", "missing: zhoubao %s %s", "files", "x");
    says("无法读取“files”：没有权限", "'%s' cannot be read: %s", "files", "Permission denied");
}

/* Chinese and Latin stand apart, Chinese and full-width marks do not, wherever they come from. */
static void test_distances(void **state) {
    (void)state;
    says("“三”是文本，要的是整数", "%.*s is %s, not %.*s", 9, "“三”", "a text", 6, "整数");
    says("62.3 是数，要的是 x", "%.*s is %s, not %.*s", 4, "62.3", "a number", 1, "x");
}

static void test_findings(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_diag_add(diags, ZB_ERROR, "file.missing", ZB_NOWHERE, "there is no file '%s'", "x");
    assert_string_equal(zb_diags_at(diags, 0)->message, "there is no file 'x'");
    assert_string_equal(zb_diags_at(diags, 0)->chinese, "没有文件“x”");
    zb_language_set(ZB_CHINESE);
    zb_diag_add(diags, ZB_ERROR, "file.missing", ZB_NOWHERE, "there is no file '%s'", "y");
    zb_diag_hint(diags, "did you mean '%s'?", "x");
    zb_language_set(ZB_ENGLISH);
    assert_string_equal(zb_diags_at(diags, 1)->message, "没有文件“y”");
    assert_string_equal(zb_diags_at(diags, 1)->english, "there is no file 'y'");
    assert_string_equal(zb_diags_at(diags, 1)->hint, "是不是“x”？");
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_environment), cmocka_unit_test(test_catalogue), cmocka_unit_test(test_formats),
                                       cmocka_unit_test(test_phrases),     cmocka_unit_test(test_distances), cmocka_unit_test(test_findings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
