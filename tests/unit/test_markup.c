/* SPDX-License-Identifier: Apache-2.0
 * What data may bring: {{{x}}} takes emphasis, links and lists and refuses the rest at its place, {{{markdown x}}} takes anything, {{x}}
 * takes nothing; and no way round leads to more. */
#include "markdown_fixture.h"

/* A value as a YAML block text `v`, beginning in line 2, column 3. */
static const char *block(fixture *f, const char *text) {
    zb_buf out = {0};
    zb_buf_add(&out, ZB_STR("v: |\n"));
    zb_str rest = zb_str_of(text);
    for (size_t from = 0, to; from <= rest.n; from = to + 1) {
        to = zb_str_find(rest, ZB_STR("\n"), from);
        if (to == SIZE_MAX) to = rest.n;
        zb_buf_format(&out, "  %.*s\n", ZB_STR_ARG(zb_str_sub(rest, from, to)));
    }
    const char *data = zb_str_z(f->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return data;
}

static const char *given(fixture *f, const char *text) { return tree_of(f, read_text(f, "{{{v}}}\n", block(f, text))); }

static void emphasis_links_and_lists_are_taken(void **state) {
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"甲**乙**丙", "document(paragraph(甲|乙|丙))"},
        {"甲*乙*~~丁~~`戊`", "document(paragraph(甲|kai{乙}|strike{丁}|mono{戊}))"},
        {"**注：**后", "document(paragraph(**注：**|后))"}, /* as in CommonMark: text, with a warning */
        {"**注：** 后", "document(paragraph(注：| 后))"},
        {"***a** b*", "document(paragraph(kai{a}|kai{ b}))"},
        {"*a **b** c*", "document(paragraph(kai{a }|kai{b}|kai{ c}))"},
        {"见[公告](https://a.cn/x_y)。", "document(paragraph(见|<https://a.cn/x_y>{公告}|。))"},
        {"见<https://a.cn/x>，或 https://b.cn/y_z。", "document(paragraph(见|<https://a.cn/x>{https://a.cn/x}|，或 |<https://b.cn/y_z>{https://b.cn/y_z}|。))"},
        {"网址www.cert.org.cn，后", "document(paragraph(网址|<http://www.cert.org.cn>{www.cert.org.cn}|，后))"},
        {"<a@b.cn>", "document(paragraph(<mailto:a@b.cn>{a@b.cn}))"},
        {"第一段\n\n第二段", "document(paragraph(第一段) paragraph(第二段))"},
        {"行末\\\n下一行", "document(paragraph(行末|\\n|下一行))"},
        {"- 甲\n- 乙\n  - 丙\n- 丁", "document(list(item(paragraph(甲)) item(paragraph(乙) list(item(paragraph(丙)))) item(paragraph(丁))))"},
        {"3) 甲\n4) 乙", "document(list(item(paragraph(甲)) item(paragraph(乙))))"},
        {"- 甲\n\n  乙\n\n- 丙", "document(list(item(paragraph(甲) paragraph(乙)) item(paragraph(丙))))"},
        {"- 甲\n\n+ 乙", "document(list(item(paragraph(甲))) list(item(paragraph(乙))))"},
        {"- [x] 完", "document(list(item(paragraph(完))))"},
        {"1 \\* 2 \\[3\\] &lt;b&gt; snake_case a|b {x}", "document(paragraph(1| |*| 2 |[| |3|]| |<|b|>| snake|_|case a|||b |{|x|}))"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *tree = given(f, cases[i].text);
        if (i == sizeof cases / sizeof *cases - 1) {
            assert_string_equal(words_of(f, find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text), "1 * 2 [3] <b> snake_case a|b {x}");
            expect_clean(f);
            continue;
        }
        if (strchr(cases[i].tree, '*')) {
            assert_string_equal(words_of(f, find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text), "**注：**后");
            expect_only(f, "markdown.emphasis", f->data, 2, 3);
            continue;
        }
        assert_string_equal(tree, cases[i].tree);
        expect_clean(f);
    }
}

static void the_rest_is_refused_at_its_place(void **state) {
    static const struct {
        const char *text, *what;
        unsigned line, column;
    } cases[] = {
        {"甲\n\n```table\ndata: x\n```", "code or a directive", 4, 3},
        {"~~~\nx\n~~~", "code or a directive", 2, 3},
        {"甲\n\n      x = 1", "code or a directive", 4, 7},
        {"甲![图](a.png)乙", "an image", 2, 4},
        {"- ![](/etc/passwd)", "an image", 2, 5},
        {"[![](a.png)](https://a.cn)", "an image", 2, 4},
        {"甲\n\n# 标题", "a heading", 4, 3},
        {"标题\n===", "a heading", 2, 3},
        {"- # 标题", "a heading", 2, 5},
        {"| a | b |\n| - | - |\n| 1 | 2 |", "a table", 2, 3},
        {"甲\n\n> 引", "a quote", 4, 3},
        {"> [!NOTE]\n> x", "a quote", 2, 3},
        {"甲<b>乙", "HTML", 2, 4},
        {"<!-- x -->", "HTML", 2, 3},
        {"甲\n\n---\n", "a rule", 4, 3},
        {"甲[^1]乙\n\n[^1]: 注", "a footnote", 4, 3},
        {"甲[^a]乙", "a footnote", 2, 4},
        {"[危]{.severity}", "a text with attributes", 2, 5},
        {"[**危**]{.severity}", "a text with attributes", 2, 9},
        {"见[](#id)", "a reference that is numbered", 2, 4},
        {"[a]: https://a.cn\n\n甲", "the target of a link", 2, 3},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        given(f, cases[i].text);
        const zb_diag *diag = diag_of(f, "markup.refused");
        if (!diag || !strstr(diag->message, cases[i].what)) fail_msg("%s: %s", cases[i].text, diag ? diag->message : "nothing refused");
        if (diag->loc.line != cases[i].line || diag->loc.column != cases[i].column || diag->loc.source != f->data)
            fail_msg("%s: at %u:%u", cases[i].text, diag->loc.line, diag->loc.column);
        expect_hint(f, "markup.refused", "{{{markdown v}}}");
        assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), i == 15 ? 2 : 1);
    }
}

static void links_lead_where_data_may(void **state) {
    static const char *const bad[] = {"[a](javascript:x)", "[a](JavaScript:x)", "[a](&#106;avascript:x)", "[a](data:text/html,x)", "[a](file:///etc/passwd)",
                                      "[a](ftp://a.cn/)", "[a](b.html)", "[a](//a.cn/x)", "<javascript:x>", "<tel:110>", "[a](vbscript:x)", "[a](\\\\a\\b)"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        given(f, bad[i]);
        expect_only(f, "link.scheme", f->data, 2, 3 + (*bad[i] == '<'));
    }
    assert_string_equal(given(f, "见 ftp://a.cn/x"), "document(paragraph(见 |ftp://a.cn/x))");
    expect_clean(f);
    assert_string_equal(given(f, "[a](#b)\n\n[a](MAILTO:a@b.cn)"), "document(paragraph(<#b>{a}) paragraph(<MAILTO:a@b.cn>{a}))");
    assert_int_equal(zb_diags_count(f->diags), 1); /* nothing is called #b */
    assert_non_null(diag_of(f, "xref.unknown"));
}

/* The template says so for this value. */
static void a_template_opts_in(void **state) {
    fixture *f = *state;
    const char *data = "v: \"# 标题\\n\\n> 引\\n\\n- [危]{.severity}\\n\"\n";
    assert_string_equal(tree_of(f, read_text(f, "{{{markdown v}}}", data)),
                        "document(section(heading(标题) quote(paragraph(引)) list(item(paragraph(chip{危})))))");
    expect_clean(f);
    read_text(f, "{{&  markdown\tv}}", data);
    expect_clean(f);
    assert_string_equal(prose(f, "{{{markdown}}}", "markdown: 甲*乙*\n"), "甲|kai{乙}");
    read_text(f, "{{{markdown a b}}}", data);
    assert_non_null(diag_of(f, "template.syntax"));
    read_text(f, "{{markdown v}}", data);
    assert_non_null(diag_of(f, "template.syntax"));
}

/* What is harmless in one value must not become more beside the template's text or another value. */
static void values_do_not_add_up(void **state) {
    static const struct {
        const char *template, *data, *tree;
    } cases[] = {
        {"!{{{v}}}", "v: '[a](https://b.cn)'", "document(paragraph(!|<https://b.cn>{a}))"},
        {"{{{v}}}{{{w}}}", "{v: '![a', w: '](b.png)'}", "document(paragraph(![|a|](|b.png)))"},
        {"[a]{{{v}}}", "v: '(https://b.cn)'", "document(paragraph([|a|]|(|https://b.cn|)))"},
        {"`{{{v}}}", "v: '`x`'", "document(paragraph(mono{}|x|`))"},
        {"甲\n{{{v}}}", "v: '==='", "document(paragraph(甲|===))"},
        {"甲\n{{{v}}}", "v: '-'", "document(paragraph(甲|-))"},
        {"甲\n{{{v}}}\n乙", "v: '1'", "document(paragraph(甲|1|乙))"},
        {"{{{v}}}. 甲", "v: '1'", "document(paragraph(1|. 甲))"},
        {"{{{v}}} 甲", "v: '#'", NULL},
        {"#{{{v}}}甲", "v: ' '", "document(paragraph(#|甲))"},
        {"| a | b |\n| - | - |\n| {{{v}}} | 2 |", "v: 'x | y'", "document(table())"},
        {"{{{v}}}\n\n| a |\n| - |\n", "v: ': 题'", "document(paragraph(:| 题) table())"},
        {"[甲]{{{v}}}", "v: '{.severity}'", "document(paragraph([|甲|]|{|.severity|}))"},
        {"甲{{{v}}}", "v: '{#id}'", "document(paragraph(甲|{#|id|}))"},
        {"&{{{v}}}", "v: 'lt;'", "document(paragraph(&|lt;))"},
        {"``{{{v}}}", "v: '`table'", "document(paragraph(``|`|table))"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *tree = tree_of(f, read_text(f, cases[i].template, cases[i].data));
        if (!cases[i].tree) assert_non_null(diag_of(f, "markup.refused"));
        else if (!diag_of(f, "markup.refused")) {
            assert_null(find_node(f->root, ZB_NODE_HEADING));
            assert_null(find_node(f->root, ZB_NODE_FIGURE));
            assert_null(find_node(f->root, ZB_NODE_CODE));
            assert_null(find_node(f->root, ZB_NODE_LIST));
            assert_null(strstr(tree, "image("));
            assert_null(strstr(tree, "chip{"));
            if (!strchr(cases[i].tree, '|') || i == 0) assert_string_equal(tree, cases[i].tree);
        }
        assert_null(diag_of(f, "image.missing"));
    }
}

/* A value keeps its paragraphs where it has one to itself, also in lists and quotes; {{{x}}} stays in them, too. */
static void paragraphs_stay(void **state) {
    static const char *const cases[][2] = {
        {"{{v}}\n", "document(paragraph(一二) paragraph(*三*))"},
        {"  {{v}}  \n\n甲\n", "document(paragraph(一二) paragraph(*三*) paragraph(甲))"},
        {"- {{v}}\n- 甲\n", "document(list(item(paragraph(一二) paragraph(*三*)) item(paragraph(甲))))"},
        {"> {{v}}\n", "document(quote(paragraph(一二) paragraph(*三*)))"},
        {"> - {{v}}\n", "document(quote(list(item(paragraph(一二) paragraph(*三*)))))"},
        {"- {{{p}}}\n- 甲\n", "document(list(item(paragraph(一) paragraph(二)) item(paragraph(甲))))"},
        {"> {{{p}}}\n> 甲\n", "document(quote(paragraph(一) paragraph(二|甲)))"},
        {"> - 乙{{{p}}}\n", "document(quote(list(item(paragraph(乙一) paragraph(二)))))"},
        {"1. {{&markdown p}}\n\n   {{{p}}}\n", "document(list(item(paragraph(一) paragraph(二) paragraph(一) paragraph(二))))"},
        {"- {{{l}}}\n", "document(list(item(paragraph(一) list(item(paragraph(甲)) item(paragraph(乙))))))"},
        {"- 甲\n\n  乙{{{e}}}\n- 丙\n", "document(list(item(paragraph(甲) paragraph(乙|-) paragraph(丁)) item(paragraph(丙))))"},
        {"- 甲\n\n  {{{t}}}\n- 丙\n", "document(list(item(paragraph(甲) list(item(paragraph(甲)) item(paragraph(乙)))) item(paragraph(丙))))"},
        {"> {{{q}}}\n> 甲\n", "document(quote(paragraph(一|*) paragraph(甲)))"},
        {"乙{{{p}}}丙\n", "document(paragraph(乙一) paragraph(二丙))"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_text(f, cases[i][0], "v: \"一\\n二\\n \\n*三*\\n\"\np: \"一\\n\\n二\"\nl: \"一\\n\\n- 甲\\n- 乙\"\n"
                                 "q: \"一*\\n\"\ne: \"-\\n丁\"\nt: \"3) 甲\\n4) 乙\"\n");
        expect_clean(f);
        assert_string_equal(tree_of(f, f->root), cases[i][1]);
    }
}

/* A value of several paragraphs where one has room: told once, and still no markup. */
static void expect_refused(const fixture *f) {
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_non_null(diag_of(f, "markup.refused"));
}

/* Without {{{: headings, cells, targets of links, attributes, YAML. */
static void plain_values_are_text_everywhere(void **state) {
    fixture *f = *state;
    const char *data = "v: \"*a* | ![i](x.png)\\n# h [危]{.severity} <b> `c` [^1]\"\n";
    const char *two = "v: \"*a* | ![i](x.png)\\n\\n# h [危]{.severity} <b> `c` [^1]\"\n";
    assert_string_equal(tree_of(f, read_text(f, "# {{v}}\n", data)),
                        "document(section(heading(*a* | ![i](x.png) # h [危]{.severity} <b> `c` [^1])))");
    expect_clean(f);
    const zb_node *table = find_node(read_text(f, "| a | b |\n| - | - |\n| {{v}} | 2 |\n", data), ZB_NODE_TABLE);
    assert_int_equal(table->as.table.row_count, 1);
    assert_string_equal(words_of(f, table->as.table.rows[0].cells[1].text), "2");
    expect_clean(f);
    read_text(f, "[x](https://a.cn){{v}} ```{{v}}``` > {{v}}\n", data);
    expect_clean(f);
    assert_null(find_node(f->root, ZB_NODE_QUOTE));
    assert_string_equal(tree_of(f, read_text(f, "# {{v}}\n", two)),
                        "document(section(heading(*a* | ![i](x.png) # h [危]{.severity} <b> `c` [^1])))");
    expect_refused(f);
    table = find_node(read_text(f, "| a | b |\n| - | - |\n| {{v}} | 2 |\n", two), ZB_NODE_TABLE);
    assert_int_equal(table->as.table.row_count, 1);
    expect_refused(f);
    read_text(f, "```{{d}}\ndata: x\n```\n", "d: table\n"); /* no directive */
    assert_non_null(find_node(f->root, ZB_NODE_CODE));
    expect_clean(f);
    read_text(f, "```{{{d}}}\ndata: x\n```\n", "d: table\n");
    assert_non_null(find_node(f->root, ZB_NODE_CODE));
    expect_clean(f);
}

static void targets_from_data_are_held_to_the_same(void **state) {
    static const char *const bad[] = {"[a]({{v}})", "[a]({{{v}}})", "[a](<{{{v}}}>)", "<{{v}}>", "[a](java{{w}})", "[a]({{x}}{{w}})"};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        read_text(f, bad[i], "{v: 'javascript:alert(1)', w: 'script:alert(1)', x: 'java'}");
        assert_int_equal(zb_diags_count(f->diags), 1);
        assert_non_null(diag_of(f, "link.scheme"));
    }
    assert_string_equal(prose(f, "[a]({{v}})[b]({{{v}}})", "v: 'https://a.cn/x_y'\n"), "<https://a.cn/x_y>{a}|<https://a.cn/x_y>{b}");
    expect_clean(f);
    assert_string_equal(prose(f, "[a](https://a.cn/{{v}}) [b](docs/{{v}})", "v: 'x:y'\n"), "<https://a.cn/x:y>{a}| |<docs/x:y>{b}");
    expect_clean(f);
    read_text(f, "[a]({{v}})", "v: 'b.html'\n");
    assert_non_null(diag_of(f, "link.scheme"));
}

/* In YAML a value is one text, whatever it holds. */
static void yaml_of_directives_takes_words(void **state) {
    fixture *f = *state;
    const char *data = "v: \"甲\\\", value: 9}\\n- {label: x, value: 1}\\n```\\n# h\"\nw: '*a*'\n";
    read_text(f, "```cards\n- {label: {{v}}, value: 1}\n- {label: \"{{{v}}}\", value: {{{w}}}}\n```\n", data);
    expect_clean(f);
    const zb_node *cards = find_node(f->root, ZB_NODE_CARDS);
    assert_int_equal(cards->as.cards.count, 2);
    assert_string_equal(zb_str_z(f->arena, cards->as.cards.cards[1].values[0].text), "*a*");
    assert_null(find_node(f->root, ZB_NODE_HEADING));
    read_text(f, "> - ~~~cards\n>   - {label: a, value: \"{{{w}}}\"}\n>   ~~~\n\n{{{w}}}\n", data);
    expect_clean(f);
    assert_string_equal(text_of(f, find_node(f->root, ZB_NODE_PARAGRAPH)->as.paragraph.text), "kai{a}");
}

static void a_heading_and_a_row_are_one_line(void **state) {
    fixture *f = *state;
    read_text(f, "# {{{v}}}\n", "v: \"甲\\n\\n乙\"\n");
    expect_only(f, "markup.refused", f->data, 1, 4);
    read_text(f, "| a |\n| - |\n| {{{v}}} |\n", "v: \"甲\\n*乙*\"\n");
    expect_only(f, "markup.refused", f->data, 1, 4);
    read_text(f, "| a |\n| - |\n| {{{v}}} |\n", "v: \"*甲*乙\"\n");
    expect_clean(f);
}

static void entities_forge_no_placeholder(void **state) {
    fixture *f = *state;
    read_text(f, "{{a}}{{{v}}}", "a: geheim\nv: '&#xFDD0;&#xFDE0;&#xFDD1;'\n");
    assert_null(strstr(tree_of(f, f->root), "geheim|geheim"));
    assert_true(zb_diags_count_of(f->diags, ZB_ERROR) > 0);
}

static void limits_hold_for_values(void **state) {
    fixture *f = *state;
    zb_buf text = {0};
    zb_buf_add(&text, ZB_STR("v: '"));
    for (int i = 0; i < 100; i++) zb_buf_add(&text, ZB_STR("- "));
    zb_buf_add(&text, ZB_STR("x'\n"));
    read_text(f, "{{{v}}}", zb_str_z(f->arena, zb_buf_str(&text)));
    assert_non_null(diag_of(f, "markdown.depth"));
    text.n = 4;
    for (int i = 0; i < 30000; i++) zb_buf_add(&text, ZB_STR("["));
    zb_buf_add(&text, ZB_STR("'\n"));
    read_text(f, "{{{v}}}", zb_str_z(f->arena, zb_buf_str(&text)));
    assert_non_null(diag_of(f, "markdown.marks"));
    zb_buf_free(&text);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(emphasis_links_and_lists_are_taken),
        TEST(the_rest_is_refused_at_its_place),
        TEST(links_lead_where_data_may),
        TEST(a_template_opts_in),
        TEST(values_do_not_add_up),
        TEST(paragraphs_stay),
        TEST(plain_values_are_text_everywhere),
        TEST(targets_from_data_are_held_to_the_same),
        TEST(yaml_of_directives_takes_words),
        TEST(a_heading_and_a_row_are_one_line),
        TEST(entities_forge_no_placeholder),
        TEST(limits_hold_for_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
