/* SPDX-License-Identifier: Apache-2.0
 * Directives: what each makes of its keys and the data, and the errors about keys, values, tables, columns and colours.
 */
#include "markdown_fixture.h"
#include "templates/decimal.h"
#include "templates/directive.h"

#define DATA                                                                                                           \
    "n: 48%\nscores:\n  - {week: 第 25 周, score: 5.90, note: x}\n  - {week: 第 26 周, score: 6.23, note: y}\n"    \
    "  - {week: 第 27 周, score: 6.10, note: z}\n"                                                                   \
    "deep: {vendors: [{name: A, count: 3, level: 高, url: 'https://a.cn/x'}, {name: B, count: '', level: 低, url: "  \
    "'b@c.cn'}]}\n"                                                                                                    \
    "one: {name: C, count: 1}\nlist: [1, 2]\nempty: []\n"                                                              \
    "levels: [{l: 低危, n: 1, of: t}, {l: 高危, n: 4, of: t}, {l: 高危, n: 9, of: m}]\n"

static const zb_node *make(fixture *f, const char *text, zb_node_kind kind) {
    return find_node(read_text(f, text, DATA), kind);
}

#define CHART(settings) "```chart\ntype: bar\ndata: scores\nx: week\ny: score\n" settings "```\n"

/* ---- keys ---- */

static void unknown_directives_and_keys_are_errors(void **state) {
    fixture *f = *state;
    assert_null(make(f, "文\n\n```chrat\ntype: bar\n```\n", ZB_NODE_CODE));
    expect_only(f, "directive.unknown", f->template, 3, 1);
    expect_hint(f, "directive.unknown", "chart");
    assert_null(make(f, CHART("captoin: x\n"), ZB_NODE_FIGURE));
    expect_only(f, "directive.key", f->template, 6, 1);
    expect_hint(f, "directive.key", "caption");
    assert_non_null(make(f, "```text\nx\n```\n```python\nx\n```\n```\nx\n```\n", ZB_NODE_CODE));
    expect_clean(f);
    make(f, "```toc deep\n```\n", ZB_NODE_TOC);
    expect_only(f, "directive.words", f->template, 1, 1);
}

static void missing_and_wrong_values_are_errors(void **state) {
    fixture *f = *state;
    make(f, "> ```chart\n> type: pie\n> data: scores\n> x: week\n> ```\n", ZB_NODE_FIGURE);
    expect_only(f, "directive.missing", f->template, 1, 3);
    make(f, "- ```chart\n  type: pye\n  data: scores\n  x: week\n  y: score\n  where: 3\n  ```\n", ZB_NODE_FIGURE);
    assert_int_equal(zb_diags_count(f->diags), 2);
    assert_int_equal(zb_diags_at(f->diags, 0)->loc.line, 2);
    assert_int_equal(zb_diags_at(f->diags, 0)->loc.column, 9);
    assert_non_null(strstr(zb_diags_at(f->diags, 0)->hint, "pie"));
    assert_int_equal(zb_diags_at(f->diags, 1)->loc.line, 6);
    make(f, "```masthead\n- a\n```\n", ZB_NODE_MASTHEAD);
    expect_only(f, "directive.value", f->template, 1, 1);
    make(f, CHART("name: week\n"), ZB_NODE_FIGURE);
    expect_only(f, "directive.value", f->template, 6, 1);
    make(f, CHART("width: 3 yards\n"), ZB_NODE_FIGURE);
    expect_only(f, "directive.value", f->template, 6, 8);
    make(f, "```pagebreak\nx\n```\n", ZB_NODE_PAGE_BREAK);
    expect_only(f, "directive.value", f->template, 2, 1);
    make(f, "```toc\ndepth: 9\n```\n", ZB_NODE_TOC);
    expect_only(f, "directive.value", f->template, 2, 8);
}

static void broken_yaml_is_located(void **state) {
    fixture *f = *state;
    make(f, "文\n\n```chart\ntype: [bar\n```\n", ZB_NODE_FIGURE);
    assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), 1);
    assert_ptr_equal(zb_diags_at(f->diags, 0)->loc.source, f->template);
    assert_in_range(zb_diags_at(f->diags, 0)->loc.line, 4, 5);
}

/* ---- masthead, cards, toc, pagebreak, columns ---- */

static void masthead_reads_its_words(void **state) {
    fixture *f = *state;
    const zb_node *node =
        make(f, "```masthead\ntitle: \"周报 {{n}}\"\nnumber: 026\nnumber_unit: 期\n```\n", ZB_NODE_MASTHEAD);
    assert_true(zb_str_is(node->as.masthead.title, "周报 48%"));
    assert_true(zb_str_is(node->as.masthead.number, "026"));
    assert_true(zb_str_is(node->as.masthead.number_unit, "期"));
    assert_int_equal(node->as.masthead.period.n, 0);
    expect_clean(f);
}

static void cards_have_values_and_directions(void **state) {
    fixture *f = *state;
    const zb_node *node = make(
        f,
        "```cards\n- {label: 甲, value: \"{{n}}\", change: +48%}\n"
        "- {label: 乙, values: [{value: 1, class: high}, {value: 2, class: brand}, {value: 3, class: severity}]}\n"
        "- {label: 丙, value: 3, change: \"{{n}}\", direction: 下降}\n- {label: 丁, value: 3, change: 34%}\n"
        "- {label: 戊, value: 3, change: 增长 5%}\n- {label: 己, value: 3, change: \"-5%\", direction: none}\n"
        "- {label: 庚, value: 3, change: 持平}\n- {label: 辛, value: 3, change: \"\", direction: \"\"}\n"
        "- {label: 壬, value: 3{{#if n == \"0%\"}}, change: 持平{{else}}, change: \"+{{n}}\"{{/if}}}\n```\n",
        ZB_NODE_CARDS);
    const zb_card *cards = node->as.cards.cards;
    assert_int_equal(node->as.cards.count, 9);
    assert_true(zb_str_is(cards[0].values[0].text, "48%") && zb_str_is(cards[0].change, "48%") &&
                cards[0].direction == 1);
    assert_int_equal(cards[1].value_count, 3);
    assert_true(zb_color_equal(cards[1].values[0].color, f->sheet->style.chart.high));
    assert_int_equal(cards[1].values[1].color.r, 0x12);
    assert_int_equal(cards[1].values[2].color.r, 0xC3);
    assert_true(cards[2].direction == -1 && zb_str_is(cards[2].change, "48%"));
    assert_int_equal(cards[3].direction, 0);
    assert_true(cards[4].direction == 1 && zb_str_is(cards[4].change, "增长 5%"));
    assert_true(cards[5].direction == 0 && zb_str_is(cards[5].change, "5%"));
    assert_true(cards[6].direction == 0 && zb_str_is(cards[6].change, "持平"));
    assert_true(cards[7].direction == 0 && cards[7].change.n == 0);
    assert_true(cards[8].direction == 1 && zb_str_is(cards[8].change, "48%"));
    expect_clean(f);
}

static void wrong_cards_are_errors(void **state) {
    fixture *f = *state;
    make(f,
         "```cards\n- {label: 甲}\n- {label: 乙, value: 1, class: hihg}\n- {label: 丙, value: 1, direction: left}\n- "
         "{value: 1}\n```\n",
         ZB_NODE_CARDS);
    expect_only(f, "directive.missing", f->template, 5, 3); /* keys first: nothing is made of wrong ones */
    make(f,
         "```cards\n- {label: 甲}\n- {label: 乙, value: 1, class: hihg}\n- {label: 丙, value: 1, direction: "
         "left}\n```\n",
         ZB_NODE_CARDS);
    assert_int_equal(zb_diags_count(f->diags), 3);
    assert_non_null(diag_of(f, "directive.missing"));
    assert_non_null(diag_of(f, "directive.value"));
    make(f, "```cards\n```\n", ZB_NODE_CARDS);
    expect_only(f, "directive.value", f->template, 1, 1);
}

static void toc_pagebreak_and_columns(void **state) {
    fixture *f = *state;
    const zb_node *root = read_text(
        f,
        "```toc\ntitle: 目录\n```\n```pagebreak\n```\n```columns\n- chart: {type: pie, data: scores, x: week, y: "
        "score}\n- table: {data: one}\n```\n",
        DATA);
    assert_string_equal(tree_of(f, root), "document(toc() pagebreak() columns(figure() table()))");
    assert_int_equal(root->first->as.toc.depth, 2);
    assert_string_equal(words_of(f, root->first->as.toc.title), "目录");
    expect_clean(f);
    make(f, "```columns\n- cahrt: {}\n- {chart: {}, table: {}}\n```\n", ZB_NODE_COLUMNS);
    assert_int_equal(zb_diags_count(f->diags), 2);
    expect_hint(f, "directive.key", "chart");
}

/* ---- tables ---- */

static const char *cell(fixture *f, const zb_node *table, size_t row, size_t column) {
    assert_in_range(row, 0, table->as.table.row_count - 1);
    return text_of(f, table->as.table.rows[row].cells[column].text);
}

/* Paragraphs of a cell are lines; a table without rows shows the columns that are known (tests/diagnostics/optional-table). */
static void tables_keep_paragraphs_and_columns(void **state) {
    fixture *f = *state;
    const zb_node *node = find_node(read_text(f, "```table\ndata: t\n```\n", "t: [{a: \"一\\n续\\n\\n二\\n\"}]\n"), ZB_NODE_TABLE);
    zb_text text = node->as.table.rows[0].cells[0].text;
    assert_int_equal(text.count, 3);
    assert_true(text.runs[1].kind == ZB_INLINE_BREAK && zb_str_is(text.runs[0].text, "一续") && zb_str_is(text.runs[2].text, "二"));
    expect_clean(f);
    node = make(f, "```table\ndata: empty\n```\n", ZB_NODE_TABLE);
    assert_int_equal(node->as.table.column_count, 0);
}

static void tables_show_columns_and_sums(void **state) {
    fixture *f = *state;
    const zb_node *node = make(
        f,
        "```table\nid: t\ncaption: 说明\ndata: scores\ncolumns:\n- {title: 序号, number: true}\n- {title: 周, value: "
        "week}\n- {title: 分, value: score, width: 30%}\n- {value: score, sum: false, align: center}\ntotal: "
        "总计\n```\n",
        ZB_NODE_TABLE);
    expect_clean(f);
    assert_int_equal(node->as.table.row_count, 4);
    assert_string_equal(cell(f, node, 1, 0), "2");
    assert_string_equal(cell(f, node, 2, 2), "6.10");
    assert_true(node->as.table.rows[3].total && !node->as.table.rows[2].total);
    assert_string_equal(cell(f, node, 3, 0), "");
    assert_string_equal(cell(f, node, 3, 1), "总计");
    assert_string_equal(cell(f, node, 3, 2), "18.23");
    assert_string_equal(cell(f, node, 3, 3), "");
    assert_int_equal(node->as.table.columns[0].align, ZB_ALIGN_RIGHT);
    assert_int_equal(node->as.table.columns[1].align, ZB_ALIGN_LEFT);
    assert_int_equal(node->as.table.columns[2].align, ZB_ALIGN_RIGHT);
    assert_int_equal(node->as.table.columns[3].align, ZB_ALIGN_CENTER);
    assert_int_equal((int)(node->as.table.columns[2].width * 100 + 0.5), 30);
    assert_int_equal(node->as.table.rows[1].cells[2].loc.line, 4);
    assert_ptr_equal(node->as.table.rows[1].cells[2].loc.source, f->data);
    assert_int_equal(node->as.table.rows[3].cells[2].text.runs[0].style.weight, f->sheet->style.table.total.weight);
}

static void tables_have_defaults(void **state) {
    fixture *f = *state;
    const zb_node *node =
        make(f, "```table\ndata: deep.vendors\ntotal: {label: 末行, row: last}\n```\n", ZB_NODE_TABLE);
    expect_clean(f);
    assert_int_equal(node->as.table.column_count, 4);
    assert_string_equal(words_of(f, node->as.table.columns[1].title), "count");
    assert_int_equal(node->as.table.row_count, 2);
    assert_true(node->as.table.rows[1].total);
    assert_string_equal(cell(f, node, 1, 0), "末行");
    node = make(f, "```table\ndata:\n- {a: \"{{n}}\", b: x}\nwhere: {b: x}\n```\n", ZB_NODE_TABLE);
    assert_string_equal(cell(f, node, 0, 0), "48%");
    expect_clean(f);
    make(f, "```table\ndata: empty\n```\n", ZB_NODE_TABLE);
    expect_only(f, "table.empty", f->template, 1, 1);
    assert_int_equal(zb_diags_worst(f->diags), ZB_WARNING);
}

static void cells_have_looks_and_links(void **state) {
    fixture *f = *state;
    const zb_node *node = make(
        f,
        "```table\ndata: deep.vendors\ncolumns:\n- {value: level, values: {高: severity, 低: ~}}\n- {value: name, link: url, "
        "class: quiet}\n- {value: url, link: true}\n- {value: url}\n```\n",
        ZB_NODE_TABLE);
    expect_clean(f);
    assert_string_equal(cell(f, node, 0, 0), "chip{高}");
    assert_string_equal(cell(f, node, 1, 0), "低");
    assert_string_equal(cell(f, node, 0, 1), "<https://a.cn/x>{A}");
    assert_string_equal(cell(f, node, 1, 2), "<mailto:b@c.cn>{b@c.cn}");
    assert_string_equal(cell(f, node, 0, 3), "<https://a.cn/x>{https://a.cn/x}");
    assert_true(node->as.table.rows[0].cells[3].text.runs[0].style.verbatim);
    assert_string_equal(cell(f, node, 1, 3), "b@c.cn");
}

static void addresses_in_cells_are_links(void **state) {
    fixture *f = *state;
    const zb_node *node = find_node(
        read_text(f, "```table\ndata: t\n```\n", "t: [{a: '补丁获取：https://a.cn/x?y=1。详见(http://b.cn)'}]\n"),
        ZB_NODE_TABLE);
    assert_string_equal(cell(f, node, 0, 0),
                        "补丁获取：|<https://a.cn/x?y=1>{https://a.cn/x?y=1}|。详见(|<http://b.cn>{http://b.cn}|)");
    expect_clean(f);
}

/* A column that only a later row has is shown too. */
static void all_columns_of_all_rows_are_shown(void **state) {
    fixture *f = *state;
    const char *data = "t:\n- {a: 1}\n- {b: 2, a: 3}\n- {c: 4, b: ~, a: '　'}\n";
    const zb_node *node = find_node(read_text(f, "```table\ndata: t\nblank: —\n```\n", data), ZB_NODE_TABLE);
    expect_clean(f);
    assert_int_equal(node->as.table.column_count, 3);
    assert_string_equal(cell(f, node, 0, 0), "1");
    assert_string_equal(cell(f, node, 0, 2), "—");
    assert_string_equal(cell(f, node, 1, 1), "2");
    assert_string_equal(cell(f, node, 2, 0), "—");
    assert_string_equal(cell(f, node, 2, 1), "—");
    assert_string_equal(cell(f, node, 2, 2), "4");
}

/* A cell without a value is an error unless the template says what stands there; sums leave it out. */
static void blank_cells_are_errors_or_declared(void **state) {
    fixture *f = *state;
    const char *data = "t:\n- {a: 甲, n: 1}\n- {a: 乙, n: }\n- {a: 丙, n: 2}\n";
    read_text(f, "```table\ndata: t\n```\n", data);
    expect_only(f, "table.blank", f->data, 3, 10);
    expect_hint(f, "table.blank", "blank:");
    const zb_node *node = find_node(
        read_text(f, "```table\ndata: t\ntotal: 合计\ncolumns: [{value: a}, {value: n, blank: 无}]\n```\n", data), ZB_NODE_TABLE);
    expect_clean(f);
    assert_string_equal(cell(f, node, 1, 1), "无");
    assert_string_equal(cell(f, node, 3, 1), "3");
    assert_int_equal(node->as.table.columns[1].align, ZB_ALIGN_RIGHT);
    node = find_node(read_text(f, "```table\ndata: t\nblank: —\ncolumns: [{value: a}, {value: n, blank: ''}]\n```\n", data),
                     ZB_NODE_TABLE);
    expect_clean(f);
    assert_string_equal(cell(f, node, 1, 1), "");
    find_node(read_text(f, "```table\ndata: t\n```\n", "t:\n- {a: ''}\n- {a: x}\n"), ZB_NODE_TABLE);
    expect_clean(f);
}

static void wrong_tables_are_errors(void **state) {
    fixture *f = *state;
    make(f, "```table\ndata: score\n```\n", ZB_NODE_TABLE);
    expect_only(f, "table.data", f->template, 2, 7);
    expect_hint(f, "table.data", "scores");
    make(f, "```table\ndata: list\n```\n", ZB_NODE_TABLE);
    expect_only(f, "table.data", f->template, 2, 7);
    make(f, "```table\ndata: scores\ncolumns:\n- {value: scroe}\n- {title: x}\n- {value: week, titel: x}\n```\n",
         ZB_NODE_TABLE);
    assert_int_equal(zb_diags_count(f->diags), 3);
    expect_hint(f, "data.column", "score");
    assert_int_equal(diag_of(f, "data.column")->loc.line, 4);
    assert_non_null(diag_of(f, "directive.missing"));
    assert_non_null(diag_of(f, "directive.key"));
    make(f, "```table\ndata: scores\ncolumns: [{value: week, values: {a: nothing}}]\n```\n", ZB_NODE_TABLE);
    assert_non_null(diag_of(f, "style.class"));
    read_text(f, "```table\ndata: t\n```\n", "t:\n- {a: 1, b: 2}\n- {a: 1}\n- {a: 1, b: [x]}\n");
    assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), 2);
    assert_int_equal(diag_of(f, "table.blank")->loc.line, 3);
    assert_int_equal(diag_of(f, "data.cell")->loc.line, 4);
    read_text(f, "```table\ndata: t\ntotal: 总\n```\n", "t:\n- {a: x, b: 1e300}\n- {a: y, b: 2}\n");
    assert_int_equal(diag_of(f, "table.sum")->loc.line, 2);
}

/* ---- charts ---- */

static void charts_read_their_data(void **state) {
    fixture *f = *state;
    const zb_node *node =
        make(f, CHART("id: c\ncaption: 分布\nhighlight: last\nunit: 分\nsort: desc\nheight: 50mm\nwidth: 50%\n"),
             ZB_NODE_FIGURE);
    expect_clean(f);
    const zb_chart *chart = node->as.figure.chart;
    assert_int_equal(chart->kind, ZB_CHART_BAR);
    assert_true(zb_str_is(chart->caption, "分布") && zb_str_is(chart->title, "分布") && zb_str_is(chart->unit, "分"));
    assert_int_equal(chart->count, 3);
    assert_true(zb_str_is(chart->data[0].name, "第 26 周") && zb_str_is(chart->data[1].value_text, "6.10"));
    assert_true(chart->data[2].highlight && !chart->data[0].highlight);
    assert_int_equal(chart->data[1].loc.line, 5);
    assert_int_equal(node->as.figure.height, zb_pt(50 * 72 / 25.4));
    assert_int_equal(node->as.figure.width,
                     (f->sheet->style.page_width - f->sheet->style.margin_left - f->sheet->style.margin_right) / 2);
    node = make(f, "```chart\ntype: hbar\ndata: deep.vendors\nname: name\nvalue: count\nhighlight: max\n```\n",
                ZB_NODE_FIGURE);
    assert_true(node->as.figure.chart->data[0].highlight);
}

static void charts_take_colors(void **state) {
    fixture *f = *state;
    const char *base =
        "```chart\ntype: donut\ndata: levels\nwhere: {of: t}\nx: l\ny: n\ntotal: 合计\ncolors: %s\n```\n";
    const zb_chart_style *look;
    const zb_chart *chart = make(f, zb_str_format(f->arena, base, "severity").s, ZB_NODE_FIGURE)->as.figure.chart;
    look = &f->sheet->style.chart;
    assert_int_equal(chart->count, 2);
    assert_true(zb_str_is(chart->total_label, "合计"));
    assert_true(zb_color_equal(chart->data[0].color, look->low) && zb_color_equal(chart->data[1].color, look->high));
    chart = make(f, zb_str_format(f->arena, base, "[brand, \"#010203\"]").s, ZB_NODE_FIGURE)->as.figure.chart;
    assert_true(chart->data[0].color.r == 0x12 && chart->data[1].color.b == 3);
    chart = make(f, zb_str_format(f->arena, base, "{高危: severity, 无: brand}").s, ZB_NODE_FIGURE)->as.figure.chart;
    assert_true(chart->data[0].color.a == 0 && chart->data[1].color.r == 0xC3);
    expect_clean(f);
    make(f, zb_str_format(f->arena, base, "[brand]").s, ZB_NODE_FIGURE);
    expect_only(f, "chart.color", f->template, 8, 9);
    make(f, zb_str_format(f->arena, base, "{高危: brnd}").s, ZB_NODE_FIGURE);
    expect_only(f, "style.color", f->template, 8, 14);
    make(f, zb_str_format(f->arena, base, "rainbow").s, ZB_NODE_FIGURE);
    expect_only(f, "chart.color", f->template, 8, 9);
    make(f, CHART("colors: severity\n"), ZB_NODE_FIGURE);
    assert_int_equal(zb_diags_count(f->diags), 3);
}

static void wrong_charts_are_errors(void **state) {
    fixture *f = *state;
    make(f, "```chart\ntype: bar\ndata: empty\nx: a\ny: b\n```\n", ZB_NODE_FIGURE);
    expect_only(f, "chart.data", f->template, 1, 1);
    make(f, "```chart\ntype: bar\ndata: levls\nx: l\ny: n\n```\n", ZB_NODE_FIGURE);
    expect_only(f, "chart.data", f->template, 3, 7);
    expect_hint(f, "chart.data", "levels");
    make(f, CHART("where: {week: 30}\n"), ZB_NODE_FIGURE);
    expect_only(f, "chart.data", f->template, 6, 15);
    make(f, CHART("where: {wek: 30}\n"), ZB_NODE_FIGURE);
    expect_only(f, "data.column", f->template, 6, 9);
    make(f, CHART("highlight: 第 28 周\n"), ZB_NODE_FIGURE);
    expect_only(f, "chart.highlight", f->template, 6, 12);
    make(f, "```chart\ntype: bar\ndata: scores\nx: week\ny: note\n```\n", ZB_NODE_FIGURE);
    assert_int_equal(zb_diags_count(f->diags), 3);
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "chart.value");
    assert_ptr_equal(zb_diags_at(f->diags, 0)->loc.source, f->data);
}

static void charts_stand_alone(void **state) {
    fixture *f = *state;
    read_text(f, "", DATA);
    const zb_source *source =
        zb_source_new(f->arena, "c.yaml", ZB_STR("type: pie\ndata: [{a: x, b: 1.50}]\nx: a\ny: b\n"));
    const zb_value *spec = zb_yaml_read_source(f->arena, source, f->diags);
    const zb_chart *chart = zb_chart_from_value(f->arena, spec, NULL, f->sheet, NULL, f->diags);
    expect_clean(f);
    assert_true(zb_str_is(chart->data[0].value_text, "1.50"));
    spec = zb_yaml_read_source(f->arena, zb_source_new(f->arena, "c.yaml", ZB_STR("type: pie\n")), f->diags);
    assert_null(zb_chart_from_value(f->arena, spec, NULL, f->sheet, NULL, f->diags));
    assert_int_equal(zb_diags_count(f->diags), 3);
}

/* ---- decimals, the reference ---- */

static void decimals_add_exactly(void **state) {
    fixture *f = *state;
    zb_decimal sum = {0}, term;
    assert_true(zb_decimal_read(ZB_STR("0.10"), &term) && zb_decimal_add(&sum, term));
    assert_true(zb_decimal_read(ZB_STR("-0.3"), &term) && zb_decimal_add(&sum, term));
    assert_string_equal(zb_decimal_text(f->arena, sum).s, "-0.20");
    assert_true(zb_decimal_read(ZB_STR("9000000000000000000"), &term) && !zb_decimal_add(&sum, term));
    assert_string_equal(zb_decimal_text(f->arena, sum).s, "-0.20");
    assert_false(zb_decimal_read(ZB_STR("1e3"), &term));
    assert_false(zb_decimal_read(ZB_STR("."), &term));
    assert_false(zb_decimal_read(ZB_STR(""), &term));
    assert_false(zb_decimal_read(ZB_STR("99999999999999999999"), &term));
    assert_false(zb_decimal_read(ZB_STR("0.1234567890"), &term));
}

static void the_reference_names_every_key(void **state) {
    (void)state;
    zb_buf out = {0};
    zb_directive_reference(&out);
    static const char *const parts[] = {"### masthead",
                                        "### cards",
                                        "### table",
                                        "### chart",
                                        "### columns",
                                        "### toc",
                                        "### pagebreak",
                                        "| `highlight` | text |",
                                        "| `type` | `bar`, `hbar`, `grouped`, `stacked`, ",
                                        "| `sum` |"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_true(zb_str_find(zb_buf_str(&out), zb_str_of(parts[i]), 0) != SIZE_MAX);
    zb_buf_free(&out);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(unknown_directives_and_keys_are_errors),
        TEST(missing_and_wrong_values_are_errors),
        TEST(broken_yaml_is_located),
        TEST(masthead_reads_its_words),
        TEST(cards_have_values_and_directions),
        TEST(wrong_cards_are_errors),
        TEST(toc_pagebreak_and_columns),
        TEST(tables_keep_paragraphs_and_columns), TEST(tables_show_columns_and_sums),
        TEST(tables_have_defaults),
        TEST(cells_have_looks_and_links),
        TEST(addresses_in_cells_are_links),
        TEST(all_columns_of_all_rows_are_shown),
        TEST(blank_cells_are_errors_or_declared),
        TEST(wrong_tables_are_errors),
        TEST(charts_read_their_data),
        TEST(charts_take_colors),
        TEST(wrong_charts_are_errors),
        TEST(charts_stand_alone),
        TEST(decimals_add_exactly),
        TEST(the_reference_names_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
