/* SPDX-License-Identifier: Apache-2.0
 * Numbers of figures and tables, ids, and references to them. */
#include "markdown_fixture.h"

#define DATA "t: [{a: x, b: 1}, {a: y, b: 2}]\n"
#define TABLE(settings) "```table\n" settings "data: t\n```\n"
#define CHART(settings) "```chart\n" settings "type: bar\ndata: t\nx: a\ny: b\n```\n"

static const char *label_of(fixture *f, const zb_node *node) {
    return words_of(f, node->kind == ZB_NODE_TABLE ? node->as.table.label : node->as.figure.label);
}

static void numbers_follow_the_document(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(
        f,
        CHART("caption: 甲\n") TABLE(
            "caption: 乙\n") "```columns\n- chart: {type: pie, caption: 丙, data: t, x: a, y: b}\n"
                             "- table: {caption: 丁, data: t}\n- chart: {type: pie, id: d, data: t, x: a, y: b}\n```\n"
                             "| a |\n|---|\n| 1 |\n\n: 戊\n",
        DATA);
    const zb_node *columns = find_node(root, ZB_NODE_COLUMNS);
    assert_string_equal(label_of(f, root->first), "图 1");
    assert_string_equal(label_of(f, root->first->next), "表 1");
    assert_string_equal(label_of(f, columns->first), "图 2");
    assert_string_equal(label_of(f, columns->first->next), "表 2");
    assert_string_equal(label_of(f, columns->last), "图 3");
    assert_string_equal(label_of(f, root->last), "表 3");
    assert_int_equal(root->first->as.figure.label.runs[0].style.weight, f->sheet->style.caption.label.weight);
    expect_clean(f);
}

static void objects_without_caption_or_id_have_no_number(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, TABLE("") TABLE("caption: 乙\n"), DATA);
    assert_int_equal(root->first->as.table.label.count, 0);
    assert_string_equal(label_of(f, root->last), "表 1");
    expect_clean(f);
}

static void labels_follow_the_language(void **state) {
    fixture *f = *state;
    const zb_node *root = read_in(f, TABLE("id: t\n") CHART("id: c\n") "See [](#t)\nand [](#c).\n", DATA, "en-GB");
    assert_string_equal(label_of(f, root->first), "Table 1");
    assert_string_equal(label_of(f, root->first->next), "Figure 1");
    assert_string_equal(words_of(f, root->last->as.paragraph.text), "See Table 1 and Figure 1.");
    expect_clean(f);
}

static void references_show_labels_or_words(void **state) {
    fixture *f = *state;
    const char *template =
        "如[](#t)所示，\n[](#c)，**[](#h)**，[这里](#t)。\n\n# 标题 *甲* {#h}\n\n" TABLE("id: t\n") CHART("id: c\n");
    assert_string_equal(prose(f, template, DATA), "如|<#t>{表 1}|所示，|<#c>{图 1}|，|<#h>{标题 甲}|，|<#t>{这里}|。");
    const zb_inline *run = &find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs[1];
    assert_true(zb_color_equal(run->style.color, f->sheet->style.body.color));
    expect_clean(f);
}

static void references_stand_in_titles_cells_and_captions(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "# 见[](#t)\n\n| [](#t) |\n|---|\n| [](#t)后 |\n\n: 同[](#t) {#t}\n", "");
    const zb_node *table = find_node(root, ZB_NODE_TABLE);
    assert_string_equal(words_of(f, find_node(root, ZB_NODE_HEADING)->as.heading.text), "见表 1");
    assert_string_equal(words_of(f, table->as.table.columns[0].title), "表 1");
    assert_string_equal(words_of(f, table->as.table.rows[0].cells[0].text), "表 1后");
    assert_string_equal(words_of(f, table->as.table.caption), "同表 1");
    expect_clean(f);
}

static void unknown_ids_are_errors(void **state) {
    fixture *f = *state;
    read_text(f, "如[](#contributor)所示。\n\n" TABLE("id: contributors\n"), DATA);
    expect_only(f, "xref.unknown", f->template, 1, 2);
    expect_hint(f, "xref.unknown", "contributors");
    read_text(f, "[词](#x)[](#y)", "");
    assert_int_equal(zb_diags_count(f->diags), 2);
}

static void double_ids_are_errors(void **state) {
    fixture *f = *state;
    read_text(f, "[](#t)\n\n# 甲 {#t}\n\n" TABLE("id: t\n") "\n# 乙 {#t}\n", DATA);
    assert_int_equal(zb_diags_count(f->diags), 2);
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "xref.duplicate");
    assert_int_equal(zb_diags_at(f->diags, 0)->loc.line, 5);
    assert_int_equal(zb_diags_at(f->diags, 1)->loc.line, 10);
    assert_string_equal(words_of(f, f->root->first->as.paragraph.text), "甲"); /* the first one counts */
}

static void headings_are_named_without_collision(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "# 甲\n\n# 乙 {#sec-2}\n\n# 丙\n", "");
    assert_true(zb_str_is(root->first->first->id, "sec-1"));
    assert_true(zb_str_is(root->last->first->id, "sec-3"));
    expect_clean(f);
}

static void ids_may_come_from_the_data(void **state) {
    fixture *f = *state;
    const char *template = "{{#l}}\n# {{n}} {#{{id}} }\n\n见[](#{{id}})。\n\n{{/l}}\n";
    const zb_node *root = read_text(f, template, "l: [{id: p, n: 甲}, {id: q, n: 乙}]\n");
    assert_true(zb_str_is(root->last->first->id, "q"));
    assert_string_equal(words_of(f, root->last->last->as.paragraph.text), "见乙。");
    expect_clean(f);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(numbers_follow_the_document),
        TEST(objects_without_caption_or_id_have_no_number),
        TEST(labels_follow_the_language),
        TEST(references_show_labels_or_words),
        TEST(references_stand_in_titles_cells_and_captions),
        TEST(unknown_ids_are_errors),
        TEST(double_ids_are_errors),
        TEST(headings_are_named_without_collision),
        TEST(ids_may_come_from_the_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
