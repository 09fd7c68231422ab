/* SPDX-License-Identifier: Apache-2.0
 * What the tests of the Markdown reader share: a template and its data become a document, and the document becomes
 * short text that a test can compare. */
#ifndef ZB_TESTS_MARKDOWN_FIXTURE_H
#define ZB_TESTS_MARKDOWN_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "templates/markdown.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    const zb_source *template, *data;
    const zb_style_sheet *sheet;
    zb_node *root;
    zb_buf text;
} fixture;

static inline int set_up(void **state) {
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    f->arena = arena;
    *state = f;
    return 0;
}

static inline int tear_down(void **state) {
    fixture *f = *state;
    zb_buf_free(&f->text);
    zb_arena_close(f->arena);
    return 0;
}

#define STYLE                                                                                                          \
    "colors: {brand: \"#123456\"}\nclasses:\n  severity: {color: \"#FFFFFF\", ground: \"#C3272B\"}\n  quiet: {color: " \
    "\"#777777\"}\n"

/* Reads a template over data (YAML; NULL: none) in a language. */
static inline zb_node *read_in(fixture *f, const char *template, const char *data, const char *lang) {
    f->diags = zb_diags_new(f->arena);
    f->data = zb_source_new(f->arena, "issue.yaml", zb_str_of(data));
    const zb_value *root = zb_yaml_read_source(f->arena, f->data, f->diags);
    const zb_source *style = zb_source_new(f->arena, "style.yaml", ZB_STR(STYLE));
    f->sheet = zb_style_read(f->arena, zb_yaml_read_source(f->arena, style, f->diags), f->diags);
    f->template = zb_source_new(f->arena, "template.md", zb_str_of(template));
    const zb_expansion *expansion =
        zb_expand(f->arena, f->template, 0, f->template->text.n, root, NULL, NULL, f->diags);
    zb_markdown_context context = {.expansion = expansion,
                                   .sheet = f->sheet,
                                   .root = root,
                                   .template_path = "template.md",
                                   .data_path = "tests/unit/issue.yaml",
                                   .lang = lang,
                                   .diags = f->diags};
    f->root = ZB_NEW(f->arena, zb_node);
    f->root->kind = ZB_NODE_DOCUMENT;
    zb_markdown_read(f->arena, &context, f->root);
    return f->root;
}

static inline zb_node *read_text(fixture *f, const char *template, const char *data) {
    return read_in(f, template, data, "zh-CN");
}

/* ---- the document as text: `kai{...}`, `bold{...}`, `mono{...}`, `strike{...}`, `<link>{...}`, runs separated by |
 * ---- */

static inline void put_run(fixture *f, const zb_inline *run) {
    zb_buf *out = &f->text;
    int open = 0;
    if (run->link.n)
        zb_buf_format(out, "<%.*s>{", ZB_STR_ARG(run->link)), open++;
    if (run->style.role == ZB_ROLE_KAI)
        zb_buf_format(out, "kai{"), open++;
    if (run->style.role == ZB_ROLE_MONO)
        zb_buf_format(out, "mono{"), open++;
    if (run->style.strike)
        zb_buf_format(out, "strike{"), open++;
    if (run->style.ground.a)
        zb_buf_format(out, "chip{"), open++;
    if (run->kind == ZB_INLINE_BREAK)
        zb_buf_format(out, "\\n");
    else if (run->kind == ZB_INLINE_IMAGE)
        zb_buf_format(out, "image(%s)", run->image->path);
    else if (run->kind == ZB_INLINE_FOOTNOTE)
        zb_buf_format(out, "^%.*s", ZB_STR_ARG(run->text));
    else
        zb_buf_add(out, run->text);
    while (open--)
        zb_buf_add_char(out, '}');
}

static inline void put_text(fixture *f, zb_text text) {
    for (size_t i = 0; i < text.count; i++) {
        if (i)
            zb_buf_add_char(&f->text, '|');
        put_run(f, &text.runs[i]);
    }
}

static inline const char *text_of(fixture *f, zb_text text) {
    f->text.n = 0;
    put_text(f, text);
    return zb_str_z(f->arena, zb_buf_str(&f->text));
}

/* The same with runs joined and bare of style. */
static inline const char *words_of(fixture *f, zb_text text) {
    f->text.n = 0;
    for (size_t i = 0; i < text.count; i++)
        zb_buf_add(&f->text, text.runs[i].text);
    return zb_str_z(f->arena, zb_buf_str(&f->text));
}

static inline void put_node(fixture *f, const zb_node *node) {
    static const char *const names[] = {"document", "section", "heading", "paragraph", "list",   "item",
                                        "quote",    "note",    "code",    "table",     "figure", "columns",
                                        "masthead", "cards",   "toc",     "pagebreak", "rule",   "footnote"};
    zb_buf_format(&f->text, "%s(", names[node->kind]);
    if (node->kind == ZB_NODE_HEADING)
        put_text(f, node->as.heading.text);
    else if (node->kind == ZB_NODE_PARAGRAPH)
        put_text(f, node->as.paragraph.text);
    else if (node->kind == ZB_NODE_CODE)
        zb_buf_add(&f->text, node->as.code.text);
    else if (node->kind == ZB_NODE_NOTE)
        put_text(f, node->as.note.title);
    else if (node->kind == ZB_NODE_FIGURE || node->kind == ZB_NODE_TABLE)
        put_text(f, node->kind == ZB_NODE_TABLE ? node->as.table.caption : node->as.figure.caption);
    for (const zb_node *child = node->first; child; child = child->next) {
        if (child != node->first || zb_str_ends(zb_buf_str(&f->text), "("))
            zb_buf_format(&f->text, child == node->first ? "" : " ");
        else
            zb_buf_add_char(&f->text, ' ');
        put_node(f, child);
    }
    zb_buf_add_char(&f->text, ')');
}

static inline const char *tree_of(fixture *f, const zb_node *node) {
    f->text.n = 0;
    put_node(f, node);
    return zb_str_z(f->arena, zb_buf_str(&f->text));
}

/* The first node of a kind in preorder; NULL: none. */
static inline const zb_node *find_node(const zb_node *node, zb_node_kind kind) {
    const zb_node *found = node->kind == kind ? node : NULL;
    for (const zb_node *child = node->first; child && !found; child = child->next)
        found = find_node(child, kind);
    return found;
}

/* Reads a template of one paragraph and gives its text. */
static inline const char *prose(fixture *f, const char *template, const char *data) {
    const zb_node *node = find_node(read_text(f, template, data), ZB_NODE_PARAGRAPH);
    return node ? text_of(f, node->as.paragraph.text) : "";
}

/* ---- diagnostics ---- */

static inline const zb_diag *diag_of(const fixture *f, const char *code) {
    for (size_t i = 0; i < zb_diags_count(f->diags); i++)
        if (!strcmp(zb_diags_at(f->diags, i)->code, code))
            return zb_diags_at(f->diags, i);
    return NULL;
}

static inline void expect_clean(const fixture *f) {
    if (zb_diags_count(f->diags))
        zb_diags_print(f->diags, stderr, false);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

/* Exactly one finding, with this code, at this place of a source. */
static inline void expect_only(const fixture *f, const char *code, const zb_source *source, unsigned line,
                               unsigned column) {
    if (zb_diags_count(f->diags) != 1)
        zb_diags_print(f->diags, stderr, false);
    assert_int_equal(zb_diags_count(f->diags), 1);
    const zb_diag *diag = zb_diags_at(f->diags, 0);
    assert_string_equal(diag->code, code);
    assert_ptr_equal(diag->loc.source, source);
    assert_int_equal(diag->loc.line, line);
    assert_int_equal(diag->loc.column, column);
}

static inline void expect_hint(const fixture *f, const char *code, const char *part) {
    const zb_diag *diag = diag_of(f, code);
    assert_non_null(diag);
    assert_non_null(diag->hint);
    assert_non_null(strstr(diag->hint, part));
}

#endif
