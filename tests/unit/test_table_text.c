/* SPDX-License-Identifier: Apache-2.0
 * What tables say as plain text, in two languages and within bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/table_text.h"

static void assert_text(zb_str text, const char *expected) {
    if (!zb_str_is(text, expected)) fail_msg("'%.*s' is not '%s'", ZB_STR_ARG(text), expected);
}

static zb_text text_of(zb_arena *arena, const char *text) {
    zb_inline *run = ZB_NEW(arena, zb_inline);
    run->text = zb_str_of(text);
    return (zb_text){run, *text ? 1 : 0};
}

/* A table of two columns: names and numbers. The last row may be the total. */
static zb_node *table_new(zb_arena *arena, size_t rows, bool total) {
    zb_node *table = ZB_NEW(arena, zb_node);
    zb_column *columns = ZB_NEW_ARRAY(arena, 2, zb_column);
    zb_row *all = ZB_NEW_ARRAY(arena, rows, zb_row);
    columns[0].title = text_of(arena, "名称");
    columns[1].title = text_of(arena, "数量");
    for (size_t i = 0; i < rows; i++) {
        zb_cell *cells = ZB_NEW_ARRAY(arena, 2, zb_cell);
        cells[0].text = text_of(arena, zb_str_format(arena, "n%zu", i).s);
        cells[1].text = text_of(arena, "a\tb");
        all[i] = (zb_row){.cells = cells, .total = total && i + 1 == rows};
    }
    table->kind = ZB_NODE_TABLE;
    table->as.table.columns = columns;
    table->as.table.column_count = 2;
    table->as.table.rows = all;
    table->as.table.row_count = rows;
    return table;
}

static void test_summary(void **state) {
    zb_arena *arena = *state;
    zb_node *table = table_new(arena, 3, true);
    assert_text(zb_table_summary(arena, table, ZB_STR("zh-CN")), "表格：2 列：名称、数量；2 行和合计。");
    assert_text(zb_table_summary(arena, table, ZB_STR("en")), "Table: 2 columns: 名称, 数量; 2 rows and a total.");
    table->as.table.label = text_of(arena, "表 4");
    table->as.table.caption = text_of(arena, "漏洞");
    assert_text(zb_table_summary(arena, table, (zb_str){0}), "表 4：漏洞。2 列：名称、数量；2 行和合计。");
    table->as.table.column_count = table->as.table.row_count = 1;
    assert_text(zb_table_summary(arena, table, ZB_STR("en-GB")), "表 4: 漏洞. 1 column: 名称; 1 row.");
}

static void test_columns_without_names(void **state) {
    zb_arena *arena = *state;
    zb_node *table = table_new(arena, 0, false);
    zb_column columns[3] = {{.title = text_of(arena, "")}, {.title = text_of(arena, "甲")}, {.title = text_of(arena, "")}};
    table->as.table.columns = columns;
    table->as.table.column_count = 3;
    assert_text(zb_table_summary(arena, table, ZB_STR("zh")), "表格：3 列：甲；0 行。");
    columns[1].title.count = 0;
    assert_text(zb_table_summary(arena, table, ZB_STR("zh")), "表格：3 列；0 行。");
}

static void test_rows(void **state) {
    zb_arena *arena = *state;
    assert_text(zb_table_description(arena, table_new(arena, 2, false), ZB_STR("zh")),
                "表格：2 列：名称、数量；2 行。\nn0\ta b\nn1\ta b");
}

/* However much there is, the description ends, between characters. */
static void test_bounds(void **state) {
    zb_arena *arena = *state;
    zb_node *table = table_new(arena, 5000, false);
    zb_str all = zb_table_description(arena, table, ZB_STR("zh"));
    size_t mark = zb_str_find(all, ZB_STR("\n… "), 0);
    assert_true(all.n < 4200 && mark != SIZE_MAX);
    size_t lines = 0;
    for (size_t i = 0; i < mark; i++) lines += all.s[i] == '\n';
    assert_int_equal(lines + (size_t)atoi(zb_str_z(arena, zb_str_sub(all, mark + 5, all.n))), 5000);

    zb_buf long_name = {0};
    for (int i = 0; i < 1000; i++) zb_buf_add(&long_name, ZB_STR("字"));
    table->as.table.row_count = 0;
    ((zb_column *)table->as.table.columns)[0].title = text_of(arena, long_name.s);
    zb_str summary = zb_table_summary(arena, table, ZB_STR("zh"));
    assert_true(summary.n < 500 && zb_str_find(summary, ZB_STR("字…、数量"), 0) != SIZE_MAX);
    zb_buf_free(&long_name);
}

static void test_plain(void **state) {
    static const zb_image image = {.alt = {"an icon", 7}};
    zb_inline runs[] = {{.text = ZB_STR("a")},
                        {.kind = ZB_INLINE_BREAK},
                        {.kind = ZB_INLINE_IMAGE, .image = &image},
                        {.kind = ZB_INLINE_FOOTNOTE, .text = ZB_STR("1")},
                        {.text = ZB_STR(" b ")}};
    assert_text(zb_text_to_plain(*state, (zb_text){runs, 5}), "a an icon b");
}

static int open_arena(void **state) { return *state = zb_arena_open(), 0; }
static int close_arena(void **state) { return zb_arena_close(*state), 0; }

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary), cmocka_unit_test(test_columns_without_names), cmocka_unit_test(test_rows),
        cmocka_unit_test(test_bounds),  cmocka_unit_test(test_plain),
    };
    return cmocka_run_group_tests_name("table_text", tests, open_arena, close_arena);
}
