/* SPDX-License-Identifier: Apache-2.0
 * Characters that reach the document behind the reading of files: entities of Markdown, escapes of YAML, results of queries. */
#include "tests/unit/markdown_fixture.h"

static void entities_follow_the_rules(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "用&#x2F64;户", ""), "用用户");
    expect_only(f, "text.radical", f->template, 1, 1);
    assert_int_equal(zb_diags_at(f->diags, 0)->severity, ZB_WARNING);
    assert_string_equal(prose(f, "漏&#xFA19;洞", ""), "漏神洞");
    expect_only(f, "text.compatibility", f->template, 1, 1);
    assert_string_equal(prose(f, "a&#8203;b&#x202E;c", ""), "abc");
    assert_non_null(diag_of(f, "text.zero-width"));
    assert_non_null(diag_of(f, "text.bidi"));
    assert_string_equal(prose(f, "a&#xE000;b", ""), "ab");
    expect_only(f, "text.private", f->template, 1, 1);
    assert_int_equal(zb_diags_at(f->diags, 0)->severity, ZB_ERROR);
    prose(f, "a&#0;b", "");
    expect_only(f, "text.lost", f->template, 1, 1);
    assert_string_equal(prose(f, "می&zwnj;خواهم", ""), "می\u200Cخواهم");
    expect_clean(f);
}

static void escapes_follow_the_rules(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "{{a}}", "a: \"\\u2F64\\u200B户\""), "用户");
    assert_int_equal(zb_diags_count(f->diags), 2);
    assert_string_equal(diag_of(f, "text.radical")->loc.source->name, "issue.yaml");
    assert_int_equal(diag_of(f, "text.radical")->loc.column, 4);
    prose(f, "{{a}}", "a: \"x\\x07\"");
    assert_non_null(diag_of(f, "yaml.escape"));
    prose(f, "{{a}}", "a: \"x\\uFDD0\\uFDE0\\uFDD1\"");
    assert_non_null(diag_of(f, "yaml.escape"));
    /* In a directive's body, where placeholders stand in the text. */
    const zb_node *root = read_text(f, "```masthead\ntitle: \"{{a}}\\u2F00\"\n```\n", "a: 甲");
    assert_true(zb_str_is(find_node(root, ZB_NODE_MASTHEAD)->as.masthead.title, "甲一"));
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_non_null(diag_of(f, "text.radical"));
}

static void code_and_links_follow_the_rules(void **state) {
    fixture *f = *state;
    const zb_node *code = find_node(read_text(f, "```\n{{a}}\tb\n```\n", "a: \"x\u2F00\u200B\""), ZB_NODE_CODE);
    assert_string_equal(zb_str_z(f->arena, code->as.code.text), "x一 b\n");
    assert_int_equal(zb_diags_count(f->diags), 2);
    prose(f, "[a](https://a.cn/&#8203;x)", "");
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "text.zero-width");
    assert_int_equal(zb_diags_at(f->diags, 0)->severity, ZB_ERROR);
}

static void spaces_of_prose(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "a \t b", ""), "a b");
    assert_string_equal(prose(f, "{{a}}", "a: \"a  b\\tc\""), "a b c");
    assert_string_equal(prose(f, "`a  b`", ""), "mono{a  b}");
    assert_string_equal(prose(f, "a&nbsp;&nbsp;b\u3000\u3000c", ""), "a\u00A0\u00A0b\u3000\u3000c");
    expect_clean(f);
    assert_string_equal(prose(f, "\u3000\u3000甲\u3000乙", ""), "甲\u3000乙");
    expect_only(f, "markdown.indent", f->template, 1, 1);
    assert_string_equal(prose(f, "{{a}}乙", "a: \u3000\u3000甲"), "甲|乙");
    assert_non_null(diag_of(f, "markdown.indent"));
    assert_null(find_node(read_text(f, "\u3000\n\n# 甲\n", ""), ZB_NODE_PARAGRAPH));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(entities_follow_the_rules),
        TEST(escapes_follow_the_rules),
        TEST(code_and_links_follow_the_rules),
        TEST(spaces_of_prose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
