/* SPDX-License-Identifier: Apache-2.0
 * The data set of an issue: its folder, its CSV files, and what is wrong with either. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/data.h"

typedef struct trial {
    zb_arena *arena;
    zb_diags *diags;
    const zb_data *data;
    char folder[64];
} trial;

static const char *path_of(const trial *t, const char *name) { return zb_str_format(t->arena, "%s/%s", t->folder, name).s; }

static void write_file(const trial *t, const char *name, const char *text) {
    FILE *file = fopen(path_of(t, name), "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static trial read_issue(const char *yaml, const char *csv) {
    trial t = {.arena = zb_arena_open(), .folder = "/tmp/zhoubao-test-XXXXXX"};
    t.diags = zb_diags_new(t.arena);
    assert_non_null(mkdtemp(t.folder));
    write_file(&t, "issue.yaml", yaml);
    if (csv) write_file(&t, "types.csv", csv);
    t.data = zb_data_read(t.arena, t.folder, t.diags);
    return t;
}

static void end(trial *t) {
    unlink(path_of(t, "issue.yaml"));
    unlink(path_of(t, "types.csv"));
    rmdir(t->folder);
    zb_arena_close(t->arena);
}

static void expect_diag(const trial *t, size_t index, const char *code, uint32_t line, uint32_t column, const char *words) {
    assert_true(index < zb_diags_count(t->diags));
    const zb_diag *diag = zb_diags_at(t->diags, index);
    if (strcmp(diag->code, code)) fail_msg("'%s' is [%s], not [%s]", diag->message, diag->code, code);
    if (diag->loc.line != line || diag->loc.column != column)
        fail_msg("'%s' is at %u:%u, not %u:%u", diag->message, diag->loc.line, diag->loc.column, line, column);
    if (!strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words))) fail_msg("'%s' does not say '%s'", diag->message, words);
}

static void expect_only(const char *yaml, const char *csv, const char *code, uint32_t line, uint32_t column, const char *words) {
    trial t = read_issue(yaml, csv);
    expect_diag(&t, 0, code, line, column, words);
    assert_int_equal(zb_diags_count(t.diags), 1);
    end(&t);
}

static void test_tables(void **state) {
    (void)state;
    trial t = read_issue("year: 2019\ntables:\n  types: types.csv\n  weeks: [{week: 1, score: 6.10}]\n  none: []\n", "type,count\n应用程序,7\n");
    assert_int_equal(zb_diags_count(t.diags), 0);
    assert_string_equal(t.data->path, path_of(&t, "issue.yaml"));
    assert_int_equal(t.data->root->count, 5);
    const zb_value *cell = zb_value_lookup_path(t.data->root, ZB_STR("types.0.count"));
    assert_int_equal(cell->integer, 7);
    assert_string_equal(cell->loc.source->name, path_of(&t, "types.csv"));
    assert_int_equal(cell->loc.line, 2);
    assert_int_equal(cell->loc.column, 6);
    assert_true(zb_str_is(zb_value_lookup_path(t.data->root, ZB_STR("weeks.0.score"))->text, "6.10"));
    assert_int_equal(zb_value_lookup_path(t.data->root, ZB_STR("none"))->count, 0);
    assert_true(zb_str_is(zb_value_lookup_path(t.data->root, ZB_STR("tables.types"))->text, "types.csv"));
    end(&t);
}

static void test_dump(void **state) {
    (void)state;
    trial t = read_issue("a: 1\ntables: {types: types.csv}\n", "type,count\r\n甲,\r\n");
    zb_buf out = {0};
    zb_data_dump(t.data, &out);
    assert_string_equal(out.s, "{3}  @issue.yaml:1:1\n"
                               "  a: 1  @issue.yaml:1:4\n"
                               "  tables: {1}  @issue.yaml:2:9\n"
                               "    types: \"types.csv\"  @issue.yaml:2:17\n"
                               "  types: [1]  @types.csv:1:1\n"
                               "    0: {2}  @types.csv:2:1\n"
                               "      type: \"甲\"  @types.csv:2:1\n"
                               "      count: null  @types.csv:2:3\n");
    zb_buf_free(&out);
    end(&t);
}

static void test_errors(void **state) {
    (void)state;
    expect_only("- 1\n", NULL, "data.root", 1, 1, "list");
    expect_only("just words\n", NULL, "data.root", 1, 1, "text");
    expect_only("tables: [a.csv]\n", NULL, "data.tables", 1, 9, "list");
    expect_only("tables: {a: 5}\n", NULL, "data.table", 1, 13, "integer");
    expect_only("tables: {a: }\n", NULL, "data.table", 1, 10, "null");
    expect_only("tables: {a: [{b: 1}, 2]}\n", NULL, "data.table", 1, 22, "row");
    expect_only("tables: {a: gone.csv}\n", NULL, "file.missing", 1, 13, "gone.csv");
    expect_only("tables: {a: tpyes.csv}\n", "a\n1\n", "file.missing", 1, 13, "did you mean 'types.csv'");
    expect_only("tables: {a: .}\n", NULL, "file.folder", 1, 13, "folder");
    expect_only("types: 1\ntables: {types: types.csv}\n", "a\n1\n", "data.duplicate", 2, 10, "line 1");
    expect_only("tables: {types: types.csv}\n", "a,b\n1\n", "csv.ragged", 2, 1, "1 cell");
}

static void test_missing_issue(void **state) {
    (void)state;
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    t.data = zb_data_read(t.arena, "/nonexistent/issue.yaml", t.diags);
    expect_diag(&t, 0, "file.missing", 0, 0, "issue.yaml");
    assert_int_equal(t.data->root->kind, ZB_MAP);
    assert_int_equal(t.data->root->count, 0);
    zb_arena_close(t.arena);
}

/* What could be read is there although something else was broken. */
static void test_goes_on(void **state) {
    (void)state;
    trial t = read_issue("a: 'x\nb: 2\ntables: {gone: gone.csv, types: types.csv}\n", "n\n1\n");
    assert_int_equal(zb_diags_count(t.diags), 2);
    assert_int_equal(zb_value_lookup_path(t.data->root, ZB_STR("b"))->integer, 2);
    assert_int_equal(zb_value_lookup_path(t.data->root, ZB_STR("types.0.n"))->integer, 1);
    assert_null(zb_value_lookup_z(t.data->root, "gone"));
    end(&t);
}

static void test_no_tables(void **state) {
    (void)state;
    trial t = read_issue("tables:\n", NULL);
    assert_int_equal(zb_diags_count(t.diags), 0);
    end(&t);
}

static void test_many_tables(void **state) {
    (void)state;
    zb_buf yaml = {0};
    zb_buf_add(&yaml, ZB_STR("tables:\n"));
    for (int i = 0; i <= ZB_DATA_TABLES_MAX; i++) zb_buf_format(&yaml, "  t%d: []\n", i);
    expect_only(yaml.s, NULL, "data.size", ZB_DATA_TABLES_MAX + 2, 3, "200");
    zb_buf_free(&yaml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tables),  cmocka_unit_test(test_dump),      cmocka_unit_test(test_errors), cmocka_unit_test(test_missing_issue),
        cmocka_unit_test(test_goes_on), cmocka_unit_test(test_no_tables), cmocka_unit_test(test_many_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
