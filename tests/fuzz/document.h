/* SPDX-License-Identifier: Apache-2.0
 * For fuzz targets that read templates: data, a style and a reader of Markdown over them, and what holds of every document tree. */
#ifndef ZB_TESTS_FUZZ_DOCUMENT_H
#define ZB_TESTS_FUZZ_DOCUMENT_H

#include "templates/markdown.h"
#include "templates/template.h"
#include "tests/fuzz/fuzz.h"

static inline const zb_value *fuzz_yaml(zb_arena *arena, const char *name, zb_str text, zb_diags *diags) {
    return zb_yaml_read_source(arena, zb_source_new(arena, name, text), diags);
}

/* Texts are UTF-8 without control characters; places are real. */
static inline void fuzz_check_text(zb_text text) {
    for (size_t i = 0; i < text.count; i++) {
        const zb_inline *run = &text.runs[i];
        FUZZ_CHECK(zb_utf8_invalid(run->text) == SIZE_MAX && zb_utf8_invalid(run->link) == SIZE_MAX);
        for (size_t k = 0; k < run->text.n; k++) FUZZ_CHECK((unsigned char)run->text.s[k] >= 0x20);
        FUZZ_CHECK(run->style.size > 0 && run->style.weight > 0);
        FUZZ_CHECK(run->kind != ZB_INLINE_IMAGE || (run->image && run->image->width >= 0 && run->image->width <= 1));
        FUZZ_CHECK(run->kind != ZB_INLINE_FOOTNOTE || run->footnote);
        fuzz_check_loc(run->loc);
    }
}

static inline void fuzz_check_table(const zb_node *table) {
    size_t count = table->as.table.column_count;
    for (size_t i = 0; i < count; i++) {
        const zb_column *column = &table->as.table.columns[i];
        FUZZ_CHECK(column->width >= 0 && column->width <= 1 && isfinite(column->width));
        fuzz_check_text(column->title);
    }
    for (size_t i = 0; i < table->as.table.row_count; i++)
        for (size_t k = 0; k < count; k++) fuzz_check_text(table->as.table.rows[i].cells[k].text);
    fuzz_check_text(table->as.table.caption);
}

/* Every node knows its parent, the last child ends the list, numbers are what they may be. */
static inline void fuzz_check_node(const zb_node *node, const zb_node *parent) {
    FUZZ_CHECK(node->parent == parent);
    FUZZ_CHECK(!node->first == !node->last && (!node->last || !node->last->next));
    fuzz_check_loc(node->loc);
    if (node->kind == ZB_NODE_HEADING) {
        FUZZ_CHECK(node->as.heading.level >= 1 && node->as.heading.level <= 6);
        fuzz_check_text(node->as.heading.text);
    }
    if (node->kind == ZB_NODE_PARAGRAPH) fuzz_check_text(node->as.paragraph.text);
    if (node->kind == ZB_NODE_TABLE) fuzz_check_table(node);
    if (node->kind == ZB_NODE_FIGURE) {
        FUZZ_CHECK(!node->as.figure.chart != !node->as.figure.image);
        FUZZ_CHECK(node->as.figure.width >= 0 && node->as.figure.height >= 0);
        fuzz_check_text(node->as.figure.caption);
    }
    for (const zb_node *child = node->first; child; child = child->next) {
        FUZZ_CHECK(child->next || child == node->last);
        fuzz_check_node(child, node);
    }
}

#define FUZZ_DATA                                                                                                                     \
    "total: 201\nurl: https://example.org/a\nmail: a@b.cn\nrating: 高危\n"                                                           \
    "alerts: [{title: 甲, links: ['https://a.cn', www.b.cn], n: 3}, {title: 乙, links: [], n: 4.50}]\n"                               \
    "scores: [{week: 1, score: 5.90, kind: a}, {week: 2, score: 6.23, kind: b}]\nempty: []\n"
#define FUZZ_STYLE "colors: {brand: \"#123456\"}\nclasses: {severity: {ground: \"#C3272B\"}}\n"

/* Expands and reads the text of a template over that data, which is read once; the dump is left in `out`. */
static inline void fuzz_markdown(zb_arena *arena, zb_str text, zb_diags *diags, zb_buf *out) {
    static const zb_value *root;
    static const zb_style_sheet *sheet;
    static zb_arena *kept;
    if (!kept) {
        kept = zb_arena_open();
        root = fuzz_yaml(kept, "issue.yaml", ZB_STR(FUZZ_DATA), diags);
        sheet = zb_style_read(kept, fuzz_yaml(kept, "style.yaml", ZB_STR(FUZZ_STYLE), diags), diags);
        FUZZ_CHECK(zb_diags_count(diags) == 0);
    }
    const zb_source *template = zb_source_new(arena, "template.md", text);
    zb_markdown_context context = {
        .expansion = zb_expand(arena, template, 0, text.n, root, NULL, NULL, diags),
        .sheet = sheet,
        .root = root,
        .template_path = "template.md",
        .data_path = "issue.yaml",
        .lang = "zh-CN",
        .diags = diags,
    };
    zb_node tree = {.kind = ZB_NODE_DOCUMENT};
    zb_markdown_read(arena, &context, &tree);
    fuzz_check_node(&tree, NULL);
    zb_document document = {.root = &tree, .style = &sheet->style, .lang = ZB_STR("zh-CN")};
    zb_document_dump(&document, out);
}

/* The same twice: the same findings, the same tree. */
static inline void fuzz_markdown_twice(zb_str text) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *again = zb_diags_new(arena);
    zb_buf first = {0}, second = {0};
    fuzz_markdown(arena, text, diags, &first);
    fuzz_check_findings(diags);
    fuzz_markdown(arena, text, again, &second);
    fuzz_check_same_findings(diags, again);
    FUZZ_CHECK(zb_str_equal(zb_buf_str(&first), zb_buf_str(&second)));
    zb_buf_free(&first);
    zb_buf_free(&second);
    zb_arena_close(arena);
}

#endif
