/* SPDX-License-Identifier: Apache-2.0
 * CSV: cells and their places, quotes, headers, ragged rows, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/csv.h"

typedef struct trial {
    zb_arena *arena;
    zb_diags *diags;
    const zb_value *table;
} trial;

static trial read_text(zb_str csv) {
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    t.table = zb_csv_read(t.arena, zb_source_new(t.arena, "a.csv", zb_str_copy(t.arena, csv)), t.diags);
    return t;
}

static trial read(const char *csv) { return read_text(zb_str_of(csv)); }

static void end(trial *t) { zb_arena_close(t->arena); }

static void expect_clean(const trial *t) {
    for (size_t i = 0; i < zb_diags_count(t->diags); i++) fail_msg("unexpected: %s", zb_diags_at(t->diags, i)->message);
}

static void expect_cell(const trial *t, size_t row, const char *column, const char *text, uint32_t line, uint32_t at) {
    assert_true(row < t->table->count);
    const zb_value *value = zb_value_lookup_z(t->table->items[row], column);
    assert_non_null(value);
    if (!zb_str_is(value->text, text)) fail_msg("'%.*s' is not '%s'", ZB_STR_ARG(value->text), text);
    if (value->loc.line != line || value->loc.column != at) fail_msg("'%s' is at %u:%u", text, value->loc.line, value->loc.column);
}

static void expect_diag(const trial *t, size_t index, const char *code, uint32_t line, uint32_t column, const char *words) {
    assert_true(index < zb_diags_count(t->diags));
    const zb_diag *diag = zb_diags_at(t->diags, index);
    assert_string_equal(diag->code, code);
    if (diag->loc.line != line || diag->loc.column != column)
        fail_msg("'%s' is at %u:%u, not %u:%u", diag->message, diag->loc.line, diag->loc.column, line, column);
    if (!strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words)))
        fail_msg("'%s' (%s) does not say '%s'", diag->message, diag->hint ? diag->hint : "", words);
}

static void test_cells(void **state) {
    (void)state;
    trial t = read("名称,count , score\n应用程序,72,6.10\n\n \"a, \"\"b\"\"\" ,, x y \n操作系统,007,\"\"");
    expect_clean(&t);
    assert_int_equal(t.table->count, 3);
    expect_cell(&t, 0, "名称", "应用程序", 2, 1);
    expect_cell(&t, 0, "count", "72", 2, 6);
    expect_cell(&t, 0, "score", "6.10", 2, 9);
    expect_cell(&t, 1, "名称", "a, \"b\"", 4, 2);
    expect_cell(&t, 1, "count", "", 4, 14);
    expect_cell(&t, 1, "score", "x y", 4, 16);
    expect_cell(&t, 2, "count", "007", 5, 6);
    expect_cell(&t, 2, "score", "", 5, 10);
    assert_int_equal(zb_value_lookup_z(t.table->items[0], "count")->kind, ZB_INT);
    assert_int_equal(zb_value_lookup_z(t.table->items[0], "score")->kind, ZB_REAL);
    assert_int_equal(zb_value_lookup_z(t.table->items[1], "count")->kind, ZB_NULL);
    assert_int_equal(zb_value_lookup_z(t.table->items[2], "count")->kind, ZB_TEXT);
    assert_int_equal(zb_value_lookup_z(t.table->items[2], "score")->kind, ZB_NULL);
    assert_int_equal(t.table->items[1]->loc.line, 4);
    assert_int_equal(t.table->items[0]->entries[2].key_loc.column, 12);
    end(&t);
}

static void test_newlines_in_quotes(void **state) {
    (void)state;
    trial t = read("a,b\n\"x\ny\",1\nz,\"第一\n\n第二\"\nw,2\n");
    expect_clean(&t);
    expect_cell(&t, 0, "a", "x\ny", 2, 1);
    expect_cell(&t, 0, "b", "1", 3, 4);
    expect_cell(&t, 1, "b", "第一\n\n第二", 4, 3);
    expect_cell(&t, 2, "a", "w", 7, 1);
    end(&t);
}

static void test_comments_and_columns(void **state) {
    (void)state;
    trial t = read("# illustrative values\n\n#,\"\na,b\n#1,2\n");
    expect_clean(&t);
    assert_int_equal(t.table->count, 1);
    expect_cell(&t, 0, "a", "#1", 5, 1);
    end(&t);
    t = read("a,b\n");
    expect_clean(&t);
    assert_int_equal(t.table->kind, ZB_LIST);
    assert_int_equal(t.table->count, 0);
    assert_int_equal(t.table->columns->count, 2);
    assert_true(zb_str_is(t.table->columns->items[1]->text, "b"));
    end(&t);
}

static void test_header(void **state) {
    (void)state;
    trial t = read("a,,b,a\n1,2,3,4\n");
    expect_diag(&t, 0, "csv.header", 1, 3, "column 2");
    expect_diag(&t, 1, "csv.header", 1, 6, "'a'");
    assert_int_equal(zb_diags_count(t.diags), 2);
    expect_cell(&t, 0, "b", "3", 2, 5);
    end(&t);
    static const char *const empty[] = {"", "\n\n", "# only\n"};
    for (size_t i = 0; i < 3; i++) {
        t = read(empty[i]);
        expect_diag(&t, 0, "csv.header", 0, 0, "no header");
        assert_int_equal(t.table->count, 0);
        end(&t);
    }
    static const struct {
        const char *text;
        zb_severity severity;
    } single[] = {{"名称，数量\n甲\n", ZB_WARNING}, {"名称，数量\n", ZB_WARNING}, {"名称，数量\n甲，1\n", ZB_ERROR}, {"a;b\n1;2\n3;4\n", ZB_ERROR}};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        t = read(single[i].text);
        expect_diag(&t, 0, "csv.header", 1, 1, "','");
        assert_int_equal(zb_diags_at(t.diags, 0)->severity, single[i].severity);
        end(&t);
    }
}

static void test_ragged(void **state) {
    (void)state;
    trial t = read("a,b\n1\n1,2\n1,2,3\n1,\n");
    assert_int_equal(zb_diags_count(t.diags), 2);
    expect_diag(&t, 0, "csv.ragged", 2, 1, "1 cell, the header 2");
    expect_diag(&t, 1, "csv.ragged", 4, 5, "3 cells");
    assert_int_equal(t.table->count, 4);
    assert_int_equal(zb_value_lookup_z(t.table->items[0], "b")->kind, ZB_NULL);
    end(&t);
    zb_buf csv = {0};
    zb_buf_add(&csv, ZB_STR("a,b\n"));
    for (int i = 0; i < 100; i++) zb_buf_add(&csv, ZB_STR("1\n"));
    t = read_text(zb_buf_str(&csv));
    assert_int_equal(zb_diags_count(t.diags), 1); /* all rows agree: the header is wrong */
    expect_diag(&t, 0, "csv.ragged", 1, 1, "the header has 2 cells, each row 1");
    end(&t);
    zb_buf_add(&csv, ZB_STR("1,2\n"));
    t = read_text(zb_buf_str(&csv));
    assert_int_equal(zb_diags_count(t.diags), ZB_CSV_ERRORS_MAX + 1);
    expect_diag(&t, ZB_CSV_ERRORS_MAX, "csv.ragged", 0, 0, "80 more");
    zb_buf_free(&csv);
    end(&t);
}

/* The quote that would end it belongs to a later cell: the finding stands where the cell begins, and the rows between are read. */
static void test_open_quote(void **state) {
    (void)state;
    trial t = read("a,b\n1,\"x\n2,y\n3,\"z, z\"\n4,w\n");
    assert_int_equal(zb_diags_count(t.diags), 1);
    expect_diag(&t, 0, "csv.quote", 2, 3, "does not end");
    assert_int_equal(t.table->count, 3);
    assert_string_equal(zb_value_lookup_z(t.table->items[0], "b")->text.s, "y");
    end(&t);
}

static void test_quotes(void **state) {
    (void)state;
    trial t = read("a,b\nx \"y\",1\n\"p\"q,2\nfine,3\n\"open,4\n5,6\n");
    expect_diag(&t, 0, "csv.quote", 2, 3, "inside a cell");
    expect_diag(&t, 1, "csv.quote", 3, 4, "inside a cell");
    expect_diag(&t, 2, "csv.quote", 5, 1, "does not end");
    assert_int_equal(zb_diags_count(t.diags), 3);
    assert_int_equal(t.table->count, 1);
    expect_cell(&t, 0, "a", "fine", 4, 1);
    end(&t);
}

static void test_limits(void **state) {
    (void)state;
    zb_buf csv = {0};
    for (int i = 0; i < ZB_CSV_COLUMNS_MAX; i++) zb_buf_format(&csv, "c%d,", i);
    zb_buf_add(&csv, ZB_STR("last\n1\n"));
    trial t = read_text(zb_buf_str(&csv));
    expect_diag(&t, 0, "csv.size", 1, zb_diags_at(t.diags, 0)->loc.column, "500 columns");
    assert_int_equal(zb_diags_count(t.diags), 1);
    end(&t);
    csv.n = 0;
    zb_buf_add(&csv, ZB_STR("a\n"));
    for (int i = 0; i <= ZB_CSV_ROWS_MAX; i++) zb_buf_add(&csv, ZB_STR("1\n"));
    t = read_text(zb_buf_str(&csv));
    expect_diag(&t, 0, "csv.size", ZB_CSV_ROWS_MAX + 2, 2, "rows");
    assert_int_equal(t.table->count, ZB_CSV_ROWS_MAX);
    zb_buf_free(&csv);
    end(&t);
}

/* One long line costs no more than many short ones. */
static void test_long_line(void **state) {
    (void)state;
    zb_buf csv = {0};
    zb_buf_add(&csv, ZB_STR("a,b\n\""));
    for (int i = 0; i < 1 << 20; i++) zb_buf_add(&csv, ZB_STR("漏"));
    zb_buf_add(&csv, ZB_STR("\",1\n"));
    trial t = read_text(zb_buf_str(&csv));
    expect_clean(&t);
    assert_int_equal(zb_value_lookup_z(t.table->items[0], "a")->text.n, 3 << 20);
    assert_int_equal(zb_value_lookup_z(t.table->items[0], "b")->loc.column, (1 << 20) + 4);
    zb_buf_free(&csv);
    end(&t);
}

static void test_blank_rows(void **state) {
    (void)state;
    trial t = read("a,b\n1,2\n,\n3,4\n,,\n , \n\"\",\xE3\x80\x80\n");
    assert_int_equal(t.table->count, 2);
    expect_cell(&t, 1, "a", "3", 4, 1);
    expect_diag(&t, 0, "csv.blank", 3, 1, "the row has no value");
    expect_diag(&t, 0, "csv.blank", 3, 1, "clearing them is not enough");
    expect_diag(&t, 1, "csv.blank", 5, 1, "3 rows to line 7 have no value");
    assert_int_equal(zb_diags_count(t.diags), 2);
    end(&t);
    t = read("a\n\"\"\n\nx\n"); /* a single cell says nothing about the row */
    expect_clean(&t);
    assert_int_equal(t.table->count, 2);
    end(&t);
}

static void test_tails(void **state) {
    (void)state;
    trial t = read("a,b,,\n1,2,,\n3,4,,\n");
    expect_diag(&t, 0, "csv.header", 1, 5, "2 empty columns stand at the end");
    expect_diag(&t, 0, "csv.header", 1, 5, "the ',' at the end of each line");
    assert_int_equal(zb_diags_count(t.diags), 1);
    end(&t);
    t = read("a,b,\n1,2,\n3,4,5\n");
    expect_diag(&t, 0, "csv.header", 1, 5, "column 3 has no name");
    assert_int_equal(zb_diags_count(t.diags), 1);
    end(&t);
    t = read("a,b\n1,2,,\n1,2,3\n");
    expect_diag(&t, 0, "csv.ragged", 2, 5, "delete the ',' at the end of the line");
    expect_diag(&t, 1, "csv.ragged", 3, 5, "in double quotes");
    end(&t);
}

static void test_named_separators(void **state) {
    (void)state;
    trial t = read("sep=;\n# note\na;b\n1,5;\"x;y\"\n");
    expect_clean(&t);
    expect_cell(&t, 0, "a", "1,5", 4, 1);
    expect_cell(&t, 0, "b", "x;y", 4, 5);
    end(&t);
    t = read("SEP=\t\na\tb\n1\t 2\n\t3\n");
    expect_clean(&t);
    expect_cell(&t, 0, "b", "2", 3, 4);
    expect_cell(&t, 1, "a", "", 4, 1);
    expect_cell(&t, 1, "b", "3", 4, 2);
    end(&t);
    t = read("sep=|\na|b|\n1|2|\n");
    expect_diag(&t, 0, "csv.header", 2, 5, "the '|' at the end of each line");
    end(&t);
    t = read("sep=,\na;b\n1;2\n");
    expect_diag(&t, 0, "csv.header", 2, 1, "separated by ','; or write sep=; as the first line");
    end(&t);
    t = read("sep=;\na,b\n1,2\n");
    expect_diag(&t, 0, "csv.header", 2, 1, "separated by ';'; or write sep=, as the first line");
    end(&t);
    t = read("sep=\xEF\xBC\x9B\na,b\n1,2\n");
    expect_diag(&t, 0, "csv.header", 1, 1, "names no separator");
    end(&t);
    t = read("sep=x,b\n1,2\n");
    expect_clean(&t);
    end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blank_rows), cmocka_unit_test(test_tails), cmocka_unit_test(test_named_separators), cmocka_unit_test(test_cells),  cmocka_unit_test(test_newlines_in_quotes), cmocka_unit_test(test_comments_and_columns),
        cmocka_unit_test(test_header), cmocka_unit_test(test_ragged),             cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_open_quote),
        cmocka_unit_test(test_limits), cmocka_unit_test(test_long_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
