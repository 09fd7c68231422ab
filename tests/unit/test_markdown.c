/* SPDX-License-Identifier: Apache-2.0
 * Markdown to the document tree: line ends in Chinese text, placeholders, links, spans, blocks, footnotes, and what is
 * refused. */
#include "markdown_fixture.h"

/* ---- prose ---- */

static void line_ends_vanish_between_full_width_characters(void **state) {
    fixture *f = *state;
    assert_string_equal(
        words_of(f, find_node(read_text(f, "第一行\n第二行", ""), ZB_NODE_PARAGRAPH)->as.paragraph.text),
        "第一行第二行");
    assert_string_equal(words_of(f, find_node(read_text(f, "结束。\n“引”", ""), ZB_NODE_PARAGRAPH)->as.paragraph.text),
                        "结束。“引”");
    assert_string_equal(words_of(f, find_node(read_text(f, "one\ntwo", ""), ZB_NODE_PARAGRAPH)->as.paragraph.text),
                        "one two");
    assert_string_equal(words_of(f, find_node(read_text(f, "共\n12 个", ""), ZB_NODE_PARAGRAPH)->as.paragraph.text),
                        "共 12 个");
    assert_string_equal(words_of(f, find_node(read_text(f, "한국\n어", ""), ZB_NODE_PARAGRAPH)->as.paragraph.text),
                        "한국 어");
    assert_string_equal(
        words_of(f, find_node(read_text(f, "“*引*”\n**后**", ""), ZB_NODE_PARAGRAPH)->as.paragraph.text), "“引”后");
    expect_clean(f);
}

static void line_ends_in_values_behave_alike(void **state) {
    fixture *f = *state;
    const char *data = "a: \"第一\\n第二\\n\"\nb: \"one\\n two \"\n";
    assert_string_equal(prose(f, "{{a}}第三", data), "第一第二|第三");
    assert_string_equal(prose(f, "{{a}}x", data), "第一第二| |x");
    assert_string_equal(prose(f, "{{b}}", data), "one two ");
    expect_clean(f);
}

static void forced_breaks_stay(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "甲\\\n乙  \n丙", ""), "甲|\\n|乙|\\n|丙");
    expect_clean(f);
}

static void placeholders_are_runs_at_their_values_place(void **state) {
    fixture *f = *state;
    const zb_node *node = find_node(read_text(f, "甲{{n}}乙**{{n}}**。", "m: 1\nn: 72\n"), ZB_NODE_PARAGRAPH);
    const zb_inline *runs = node->as.paragraph.text.runs;
    assert_string_equal(text_of(f, node->as.paragraph.text), "甲|72|乙|72|。");
    assert_ptr_equal(runs[1].loc.source, f->data);
    assert_int_equal(runs[1].loc.line, 2);
    assert_int_equal(runs[1].loc.column, 4);
    assert_ptr_equal(runs[2].loc.source, f->template);
    assert_int_equal(runs[2].loc.column, 7);
    assert_int_equal(runs[3].style.weight, 700);
    assert_int_equal(runs[4].loc.column, 17);
    expect_clean(f);
}

static void values_never_become_markup(void **state) {
    fixture *f = *state;
    const char *data = "v: '**x** [a](http://b) <b> # `c`'\n";
    assert_string_equal(prose(f, "{{v}}", data), "**x** [a](http://b) <b> # `c`");
    expect_clean(f);
    assert_string_equal(prose(f, "{{{v}}}", "v: '**x**'\n"), "x");
    expect_clean(f);
}

static void emphasis_changes_the_look(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "甲*乙*丙`丁`~~戊~~1~2，3~4", ""), "甲|kai{乙}|丙|mono{丁}|strike{戊}|1~2，3~4");
    const zb_inline *runs = find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs;
    assert_true(runs[3].style.verbatim);
    assert_false(runs[2].style.verbatim);
    expect_clean(f);
}

static void leftover_markup_is_a_warning(void **state) {
    fixture *f = *state;
    read_text(f, "正文**“引文”**后文", "");
    expect_only(f, "markdown.emphasis", f->template, 1, 3);
    assert_int_equal(zb_diags_worst(f->diags), ZB_WARNING);
    read_text(f, "字面 \\*\\*星号\\*\\*，`**`", "");
    expect_clean(f);
    read_text(f, "见[^none]。", "");
    expect_only(f, "markdown.footnote", f->template, 1, 2);
}

static void control_characters_are_errors(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "文\n\n# &#7;a&#8;", ""), "文");
    assert_string_equal(text_of(f, find_node(f->root, ZB_NODE_HEADING)->as.heading.text), "a");
    assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), 2);
    assert_string_equal(prose(f, "x &#xFDD0;&#xFFFE;y", ""), "x |y");
    assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), 2);
    assert_non_null(diag_of(f, "text.control"));
}

/* ---- links ---- */

static void links_show_words_or_addresses(void **state) {
    fixture *f = *state;
    const char *data = "url: https://cnvd.org.cn/a_b*c\nmail: vreport@cert.org.cn\nno: a b\n";
    assert_string_equal(prose(f, "见[公告]({{url}})。", data), "见|<https://cnvd.org.cn/a_b*c>{公告}|。");
    assert_string_equal(prose(f, "见<{{url}}>、<{{mail}}>、<{{no}}>", data),
                        "见|<https://cnvd.org.cn/a_b*c>{https://cnvd.org.cn/"
                        "a_b*c}|、|<mailto:vreport@cert.org.cn>{vreport@cert.org.cn}|、<|"
                        "a b|>");
    assert_string_equal(prose(f, "<https://a.cn/x>尾", data), "<https://a.cn/x>{https://a.cn/x}|尾");
    assert_string_equal(
        prose(f, "<https://a.cn/{{mail}}>尾", data),
        "<https://a.cn/vreport@cert.org.cn>{https://a.cn/}|<https://a.cn/vreport@cert.org.cn>{vreport@cert.org.cn}|尾");
    const zb_inline *run = &find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs[0];
    assert_true(run->style.verbatim);
    assert_true(zb_color_equal(run->style.color, f->sheet->style.link));
    expect_clean(f);
}

static void free_addresses_end_where_chinese_begins(void **state) {
    fixture *f = *state;
    assert_string_equal(
        prose(f, "网址www.cert.org.cn，见https://a.cn/x_y_z。", ""),
        "网址|<http://www.cert.org.cn>{www.cert.org.cn}|，见|<https://a.cn/x_y_z>{https://a.cn/x_y_z}|。");
    assert_string_equal(prose(f, "(见 https://a.cn/b(c)。)后", ""),
                        "(见 |<https://a.cn/b(c)>{https://a.cn/b(c)}|。)后");
    expect_clean(f);
}

static void links_are_checked(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "见[x]( <javascript:alert(1)> )", ""), "见|x");
    expect_only(f, "link.scheme", f->template, 1, 2);
    read_text(f, "<{{u}}>", "u: JavaScript:x\n");
    expect_only(f, "link.scheme", f->data, 1, 4);
    read_text(f, "[x]()", "");
    expect_only(f, "link.empty", f->template, 1, 1);
}

/* ---- spans ---- */

static void spans_take_classes(void **state) {
    fixture *f = *state;
    assert_string_equal(prose(f, "甲[{{r}}]{.severity}乙", "r: 高危\n"), "甲|chip{高危}|乙");
    assert_string_equal(prose(f, "[*a* [b]{.severity} c]{.quiet}", ""), "kai{a}| |chip{b}| c");
    const zb_inline *run = &find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs[0];
    assert_int_equal(run->style.color.r, 0x77);
    assert_string_equal(prose(f, "[a]{lang=en} [b] {c} [d]{", ""), "a| |[|b|]| {c} |[|d|]|{");
    assert_string_equal(find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs[0].lang, "en");
    expect_clean(f);
    assert_string_equal(prose(f, "[x]{.{{c}}}", "c: severity\n"), "chip{x}");
    expect_clean(f);
}

static void unknown_classes_and_attributes_are_errors(void **state) {
    fixture *f = *state;
    read_text(f, "甲[x]{.severty}", "");
    expect_only(f, "style.class", f->template, 1, 5);
    expect_hint(f, "style.class", "severity");
    read_text(f, "甲[x]{.quiet size=3}", "");
    expect_only(f, "markdown.attribute", f->template, 1, 5);
}

/* ---- blocks ---- */

static void headings_open_sections(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "前\n\n# 一 {#one}\n\n## 二\n\n正文\n\n# 三\n", "");
    assert_string_equal(tree_of(f, root),
                        "document(paragraph(前) section(heading(一) section(heading(二) paragraph(正文))) "
                        "section(heading(三)))");
    const zb_node *heading = find_node(root, ZB_NODE_HEADING);
    assert_true(zb_str_is(heading->id, "one"));
    assert_int_equal(heading->as.heading.level, 1);
    assert_int_equal(heading->as.heading.text.runs[0].style.size, f->sheet->style.heading[0].text.size);
    expect_clean(f);
}

static void heading_levels_are_checked(void **state) {
    fixture *f = *state;
    read_text(f, "# 一\n\n### 三\n", "");
    expect_only(f, "markdown.level", f->template, 3, 1);
    read_text(f, "# a\n## b\n### c\n#### d\n##### e\n", "");
    expect_only(f, "markdown.heading", f->template, 5, 1);
    read_text(f, "# 一 {width=3}\n", "");
    expect_only(f, "markdown.attribute", f->template, 1, 5);
}

static void quotes_and_notes(void **state) {
    fixture *f = *state;
    const zb_node *root =
        read_text(f, "> 引文\n> - 项\n\n> [!NOTE]\n> 甲\n> 乙\n>\n> 丙\n\n> [!warning] 注意 *了*\n> 丁\n", "");
    assert_string_equal(
        tree_of(f, root),
        "document(quote(paragraph(引文) list(item(paragraph(项)))) note(paragraph(甲|乙) paragraph(丙)) "
        "note(注意 |kai{了} paragraph(丁)))");
    assert_int_equal(find_node(root, ZB_NODE_NOTE)->next->as.note.kind, ZB_NOTE_WARNING);
    assert_int_equal(find_node(root, ZB_NODE_NOTE)->next->as.note.title.runs[0].style.weight, 700);
    assert_int_equal(find_node(root, ZB_NODE_QUOTE)->first->as.paragraph.indent, 0);
    expect_clean(f);
    read_text(f, "> [!NOT]\n> 甲\n", "");
    expect_only(f, "markdown.note", f->template, 1, 3);
    expect_hint(f, "markdown.note", "NOTE");
    assert_string_equal(tree_of(f, read_text(f, "> [!TIP]\n", "")), "document(note())");
}

static void lists_and_tasks(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "3. 甲\n4. 乙\n\n- [ ] 丙\n- [x] 丁\n", "");
    const zb_node *list = find_node(root, ZB_NODE_LIST);
    assert_true(list->as.list.ordered && list->as.list.tight && list->as.list.start == 3);
    assert_false(list->next->as.list.ordered);
    assert_int_equal(list->first->as.item.task, 0);
    assert_int_equal(list->next->first->as.item.task, 1);
    assert_int_equal(list->next->last->as.item.task, 2);
    expect_clean(f);
}

static void code_keeps_its_lines(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "```c\nint\ta; {{v}}\n  b\n```\n", "v: \"x\\ny\"\n");
    const zb_node *code = find_node(root, ZB_NODE_CODE);
    assert_true(zb_str_is(code->as.code.text, "int a; x\ny\n  b\n"));
    assert_true(zb_str_is(code->as.code.language, "c"));
    expect_clean(f);
}

static void tables_take_captions(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "| a | b |\n|--:|:-:|\n| 1 | **x** |\n| {{v}} |\n\n: 说明 {#t}\n", "v: '|'\n");
    const zb_node *table = find_node(root, ZB_NODE_TABLE);
    assert_string_equal(tree_of(f, root), "document(table(说明))");
    assert_true(zb_str_is(table->id, "t"));
    assert_int_equal(table->as.table.column_count, 2);
    assert_int_equal(table->as.table.row_count, 2);
    assert_int_equal(table->as.table.columns[0].align, ZB_ALIGN_RIGHT);
    assert_int_equal(table->as.table.columns[1].align, ZB_ALIGN_CENTER);
    assert_string_equal(text_of(f, table->as.table.rows[1].cells[0].text), "|");
    assert_int_equal(table->as.table.rows[1].cells[1].text.count, 0);
    assert_int_equal(table->as.table.rows[0].cells[1].text.runs[0].style.weight, 700);
    expect_clean(f);
    assert_string_equal(tree_of(f, read_text(f, "Table: 前\n\n| a |\n|---|\n| 1 |\n\n: 不是说明\n\n文\n", "")),
                        "document(table(前) paragraph(: 不是说明) paragraph(文))");
}

static void images_alone_are_figures(void **state) {
    fixture *f = *state;
    const zb_node *root =
        read_text(f, "![图 *一*](markdown_fixture.h){#p width=60%}\n\n文 ![x](markdown_fixture.h) 中\n", "");
    const zb_node *figure = find_node(root, ZB_NODE_FIGURE);
    assert_string_equal(text_of(f, figure->as.figure.caption), "图 |kai{一}");
    assert_true(zb_str_is(figure->id, "p"));
    assert_true(zb_str_is(figure->as.figure.image->alt, "图 一"));
    assert_int_equal((int)(figure->as.figure.image->width * 100 + 0.5), 60);
    assert_string_equal(text_of(f, find_node(root, ZB_NODE_PARAGRAPH)->as.paragraph.text),
                        "文 |image(tests/unit/markdown_fixture.h)| 中");
    expect_clean(f);
    read_text(f, "文\n\n![x](none.png)\n", "");
    expect_only(f, "image.missing", f->template, 3, 1);
    read_text(f, "![x](markdown_fixture.h){width=3cm}\n", "");
    expect_only(f, "markdown.attribute", f->template, 1, 25);
}

static void footnotes_come_last(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(f, "# 一\n\n甲[^b]乙[^a]。\n\n[^a]: 注甲\n[^b]: 注乙\n", "");
    assert_string_equal(tree_of(f, root),
                        "document(section(heading(一) paragraph(甲|^1|乙|^2|。)) footnote(paragraph(注乙)) "
                        "footnote(paragraph(注甲)))");
    const zb_inline *mark = &find_node(root, ZB_NODE_PARAGRAPH)->as.paragraph.text.runs[1];
    assert_ptr_equal(mark->footnote, find_node(root, ZB_NODE_FOOTNOTE));
    assert_int_equal(root->last->as.footnote.number, 2);
    expect_clean(f);
}

static void html_is_refused_but_for_comments(void **state) {
    fixture *f = *state;
    assert_string_equal(tree_of(f, read_text(f, "<!-- a\nb -->\n\n甲<!-- c -->乙\n\n---\n", "")),
                        "document(paragraph(甲|乙) rule())");
    expect_clean(f);
    read_text(f, "文\n\n<div>\nx\n</div>\n", "");
    expect_only(f, "markdown.html", f->template, 3, 1);
    read_text(f, "甲<b>乙\n", "");
    expect_only(f, "markdown.html", f->template, 1, 2);
}

/* ---- limits ---- */

static const char *repeat(fixture *f, const char *part, int count) {
    zb_buf out = {0};
    while (count--)
        zb_buf_add(&out, zb_str_of(part));
    const char *text = zb_str_z(f->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

static void depth_and_width_are_bounded(void **state) {
    fixture *f = *state;
    read_text(f, repeat(f, "> ", 2000), "");
    expect_only(f, "markdown.depth", f->template, 1, 1);
    read_text(f, repeat(f, "- ", 2000), "");
    expect_only(f, "markdown.depth", f->template, 1, 1);
    read_text(f, repeat(f, "*a **b ", 500), "");
    read_text(f, zb_str_format(f->arena, "%s x %s", repeat(f, "*a **b ", 200), repeat(f, "b** a*", 200)).s, "");
    assert_non_null(diag_of(f, "markdown.depth"));
    read_text(f, repeat(f, "|", 300), "");
    expect_only(f, "markdown.columns", f->template, 1, 1);
    read_text(f, repeat(f, "文", 30000), "");
    expect_only(f, "markdown.line", f->template, 1, 1);
    read_text(f, repeat(f, "![[]()\n", 6000), "");
    expect_only(f, "markdown.marks", f->template, 3334, 1);
}

static void brackets_without_end_are_text(void **state) {
    fixture *f = *state;
    const char *text = zb_str_format(f->arena, "%s%s", repeat(f, "[", 3000), repeat(f, "a]{.quiet}", 3000)).s;
    read_text(f, text, "");
    assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), 0);
    assert_string_equal(tree_of(f, read_text(f, "", "")), "document()");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(line_ends_vanish_between_full_width_characters),
        TEST(line_ends_in_values_behave_alike),
        TEST(forced_breaks_stay),
        TEST(placeholders_are_runs_at_their_values_place),
        TEST(values_never_become_markup),
        TEST(emphasis_changes_the_look),
        TEST(leftover_markup_is_a_warning),
        TEST(control_characters_are_errors),
        TEST(links_show_words_or_addresses),
        TEST(free_addresses_end_where_chinese_begins),
        TEST(links_are_checked),
        TEST(spans_take_classes),
        TEST(unknown_classes_and_attributes_are_errors),
        TEST(headings_open_sections),
        TEST(heading_levels_are_checked),
        TEST(quotes_and_notes),
        TEST(lists_and_tasks),
        TEST(code_keeps_its_lines),
        TEST(tables_take_captions),
        TEST(images_alone_are_figures),
        TEST(footnotes_come_last),
        TEST(html_is_refused_but_for_comments),
        TEST(depth_and_width_are_bounded),
        TEST(brackets_without_end_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
