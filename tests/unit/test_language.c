/* SPDX-License-Identifier: Apache-2.0
 * Languages: which tags are valid, and which language a text of the document has: the document's, its section's, its span's. */
#include "templates/language.h"
#include "tests/unit/markdown_fixture.h"

static void tags_are_checked(void **state) {
    (void)state;
    static const char *const valid[] = {"en", "EN", "zh-CN", "zh-Hans-CN", "zh-cmn-Hans-CN", "yue", "de-1996", "sl-rozaj-biske-1994",
                                        "es-419", "en-u-ca-gregory", "de-CH-x-phonebk", "en-a-bbb-x-a-ccc", "sr-Latn"};
    static const char *const invalid[] = {"", "e", "cn", "jp", "xx", "english", "en-", "-en", "en--GB", "en_GB", "zh-CN-Hans", "en-u",
                                          "en-u-x-a-", "e1", "中文", "en-GB-US", "en-a-b-cc", "en-123456789", "x-private", "en GB"};
    for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
        if (!zb_language_valid(zb_str_of(valid[i]))) fail_msg("'%s' is valid", valid[i]);
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
        if (zb_language_valid(zb_str_of(invalid[i]))) fail_msg("'%s' is not valid", invalid[i]);
    assert_true(zb_language_is("zh-Hant", "zh"));
    assert_true(zb_language_is("EN", "en"));
    assert_false(zb_language_is("zha", "zh"));
    assert_false(zb_language_is(NULL, "zh"));
}

/* The runs of a text with their languages: "甲|en{b}|丙". */
static const char *languages_of(fixture *f, zb_text text) {
    f->text.n = 0;
    for (size_t i = 0; i < text.count; i++) {
        if (i) zb_buf_add_char(&f->text, '|');
        if (text.runs[i].lang) zb_buf_format(&f->text, "%s{%.*s}", text.runs[i].lang, ZB_STR_ARG(text.runs[i].text));
        else zb_buf_add(&f->text, text.runs[i].text);
    }
    return zb_str_z(f->arena, zb_buf_str(&f->text));
}

static const char *paragraph(fixture *f, const char *template) {
    const zb_node *node = find_node(read_text(f, template, "x: 值"), ZB_NODE_PARAGRAPH);
    assert_non_null(node);
    return languages_of(f, node->as.paragraph.text);
}

static void spans_have_languages(void **state) {
    fixture *f = *state;
    assert_string_equal(paragraph(f, "甲[the *b* {{x}}]{lang=en}丙"), "甲|en{the }|en{b}|en{ }|en{值}|丙");
    assert_string_equal(paragraph(f, "[a [b]{lang=fr} c]{lang=en-GB .quiet}"), "en-GB{a }|fr{b}|en-GB{ c}");
    assert_string_equal(paragraph(f, "[a `b` <https://c.cn/>]{lang=en}"), "en{a }|b|en{ }|https://c.cn/");
    expect_clean(f);
}

static const char *paragraph_language(fixture *f, const char *template, const char *lang) {
    const zb_node *node = find_node(read_in(f, template, "x: 1", lang), ZB_NODE_PARAGRAPH);
    assert_non_null(node);
    return node->lang ? node->lang : "zh-CN";
}

static void paragraphs_share_what_their_runs_share(void **state) {
    fixture *f = *state;
    assert_string_equal(paragraph_language(f, "甲", "zh-CN"), "zh-CN");
    assert_string_equal(paragraph_language(f, "[All *of* `it`]{lang=en}", "zh-CN"), "en");
    assert_string_equal(paragraph_language(f, "[Most]{lang=en} 甲", "zh-CN"), "zh-CN");
    assert_string_equal(paragraph_language(f, "[A]{lang=en} [B]{lang=fr}", "zh-CN"), "zh-CN");
    assert_string_equal(paragraph_language(f, "text", "en"), "en");
    assert_string_equal(paragraph_language(f, "[甲]{lang=zh-CN}", "en"), "zh-CN");
    assert_string_equal(paragraph_language(f, "`code`", "en"), "en");
    expect_clean(f);
}

static void sections_hand_their_language_down(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f,
                                    "甲\n\n# News {#news lang=en}\n\nText[^1]\n\n## More\n\n- item\n\n| a |\n|---|\n| b |\n\n"
                                    "# 四 {.quiet}\n\n丁\n\n[^1]: Note\n",
                                    "");
    expect_clean(f);
    const zb_node *first = root->first, *news = first->next, *more = news->last, *four = news->next;
    assert_null(first->lang);
    assert_string_equal(news->lang, "en");
    assert_string_equal(news->first->lang, "en");
    assert_string_equal(zb_str_z(f->arena, news->first->id), "news");
    assert_string_equal(languages_of(f, news->first->as.heading.text), "en{News}");
    assert_string_equal(more->lang, "en");
    assert_string_equal(languages_of(f, find_node(more, ZB_NODE_PARAGRAPH)->as.paragraph.text), "en{item}");
    assert_string_equal(languages_of(f, find_node(more, ZB_NODE_TABLE)->as.table.rows[0].cells[0].text), "en{b}");
    assert_null(four->lang);
    assert_null(four->first->next->lang);
    assert_int_equal(four->first->as.heading.text.runs[0].style.color.r, 0x77);
    const zb_node *note = find_node(root, ZB_NODE_FOOTNOTE);
    assert_string_equal(note->lang, "en");
    assert_string_equal(languages_of(f, note->first->as.paragraph.text), "en{Note}");
}

static void directives_are_in_the_section_s_language(void **state) {
    fixture *f = *state;
    const char *template = "# A {lang=en}\n\n```table\ncaption: Words\ndata: rows\ncolumns:\n  - {title: Name, value: n}\n```\n";
    const zb_node *table = find_node(read_text(f, template, "rows: [{n: one}]"), ZB_NODE_TABLE);
    assert_non_null(table);
    assert_string_equal(languages_of(f, table->as.table.caption), "en{Words}");
    assert_string_equal(languages_of(f, table->as.table.rows[0].cells[0].text), "en{one}");
    assert_string_equal(languages_of(f, table->as.table.label), "表 1"); /* labels are in the document's */
    expect_clean(f);
}

static void english_documents(void **state) {
    fixture *f = *state;
    const zb_node *root = read_in(f, "two\nlines [](#t)\n\n: Words {#t}\n\n| a |\n|---|\n| b |\n", "", "en");
    expect_clean(f);
    assert_string_equal(words_of(f, find_node(root, ZB_NODE_PARAGRAPH)->as.paragraph.text), "two lines Table 1");
    assert_string_equal(languages_of(f, find_node(root, ZB_NODE_TABLE)->as.table.label), "en{Table 1}");
    root = read_in(f, "# 甲 {lang=zh-CN}\n\n乙\n", "", "en");
    assert_string_equal(languages_of(f, find_node(root, ZB_NODE_HEADING)->as.heading.text), "zh-CN{甲}");
    assert_string_equal(languages_of(f, find_node(root, ZB_NODE_PARAGRAPH)->as.paragraph.text), "zh-CN{乙}");
}

static void bad_tags_are_errors(void **state) {
    fixture *f = *state;
    read_text(f, "甲\n乙[text]{lang=cn}\n", "");
    expect_only(f, "markdown.lang", f->template, 2, 8);
    expect_hint(f, "markdown.lang", "zh-CN");
    assert_null(find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs[1].lang);
    read_text(f, "# 一 {lang=\"\"}\n", "");
    expect_only(f, "markdown.lang", f->template, 1, 5);
    read_text(f, ": t {lang=en}\n\n| a |\n|---|\n| b |\n", "");
    expect_only(f, "markdown.attribute", f->template, 1, 5);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_checked),
        TEST(spans_have_languages),
        TEST(paragraphs_share_what_their_runs_share),
        TEST(sections_hand_their_language_down),
        TEST(directives_are_in_the_section_s_language),
        TEST(english_documents),
        TEST(bad_tags_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
