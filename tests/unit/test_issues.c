/* SPDX-License-Identifier: Apache-2.0
 * Which issues a batch makes: as many as there may be, or none and an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "cli/cmd_batch.h"

#define COUNT 5

static zb_arena *arena;
static char folder[] = "/tmp/zhoubao-issues-XXXXXX";

static const char *path_of(const char *name) { return zb_str_format(arena, "%s/%s", folder, name).s; }

static void put(const char *name, const char *text) {
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int set_up(void **state) {
    (void)state;
    arena = zb_arena_open();
    assert_non_null(mkdtemp(folder));
    mkdir(path_of("none"), 0777); /* no issue, and does not count */
    zb_buf manifest = {0};
    for (int i = 1; i <= COUNT; i++) {
        mkdir(path_of(zb_str_format(arena, "i%d", i).s), 0777);
        put(zb_str_format(arena, "i%d/issue.yaml", i).s, "title: t\n");
        zb_buf_format(&manifest, "- {issue: i%d, outputs: %s}\n", i, i < 4 ? "[pdf, {png: {dpi: 96}}]" : "[{png: {dpi: 97}}]");
    }
    zb_buf_add_char(&manifest, '\0');
    put("manifest.yaml", manifest.s);
    zb_buf_free(&manifest);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    zb_tree_remove(folder, 0);
    zb_arena_close(arena);
    return 0;
}

static zb_issue_list list_of(const char *input, size_t most, zb_diags *diags) {
    zb_settings *settings = ZB_NEW(arena, zb_settings);
    *settings = zb_settings_of(NULL);
    settings->input = input;
    zb_issue_list list;
    zb_issues_read(arena, settings, most, &list, diags);
    return list;
}

static void expect_size(const char *input, size_t most, bool fits) {
    zb_diags *diags = zb_diags_new(arena);
    zb_issue_list list = list_of(input, most, diags);
    assert_int_equal(list.issues.count, fits ? COUNT : 0);
    assert_int_equal(zb_diags_count(diags), !fits);
    if (fits) return;
    assert_string_equal(zb_diags_at(diags, 0)->code, "batch.size");
    assert_string_equal(zb_diags_at(diags, 0)->message, zb_str_format(arena, "5 issues are more than %zu", most).s);
    assert_int_equal(zb_diags_worst(diags), ZB_ERROR);
}

static void test_size(void **state) {
    (void)state;
    expect_size(folder, COUNT, true);
    expect_size(folder, COUNT - 1, false);
    expect_size(folder, 1, false);
    expect_size(path_of("manifest.yaml"), COUNT, true);
    expect_size(path_of("manifest.yaml"), COUNT - 1, false);
}

static void test_shared(void **state) {
    (void)state;
    zb_diags *diags = zb_diags_new(arena);
    zb_issue_list list = list_of(path_of("manifest.yaml"), COUNT, diags);
    assert_int_equal(zb_diags_count(diags), 0);
    const zb_issue *issues = list.issues.data;
    assert_ptr_equal(issues[0].outputs.data, issues[2].outputs.data);
    assert_ptr_not_equal(issues[2].outputs.data, issues[3].outputs.data);
    assert_ptr_equal(issues[3].outputs.data, issues[4].outputs.data);
    assert_int_equal(issues[0].outputs.count, 2);
    zb_settings usual = zb_settings_of(NULL), made = zb_issue_output_settings(&usual, &issues[1].outputs.data[1]);
    assert_int_equal(made.format, ZB_FORMAT_PNG);
    assert_true(made.dpi > 95 && made.dpi < 96.5);
    assert_string_equal(made.command->name, "render");
    usual.dpi = 50; /* of the batch, where the output says nothing */
    assert_true(zb_issue_output_settings(&usual, &issues[1].outputs.data[0]).dpi < 51);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_size), cmocka_unit_test(test_shared)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
