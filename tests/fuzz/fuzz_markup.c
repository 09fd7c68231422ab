/* SPDX-License-Identifier: Apache-2.0
 * Fuzz target: a value that the template inserts with {{{x}}}. Whatever it holds, the document has paragraphs and lists only, without
 * images, classes, footnotes or links to elsewhere than data may lead. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "templates/markdown.h"
#include "templates/pieces.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(zb_text text) {
    for (size_t i = 0; i < text.count; i++) {
        const zb_inline *run = &text.runs[i];
        if (run->kind == ZB_INLINE_IMAGE || run->kind == ZB_INLINE_FOOTNOTE || run->style.ground.a) abort();
        if (run->link.n && !zb_url_safe(run->link)) abort();
    }
}

static void check_node(const zb_node *node) {
    zb_node_kind kind = node->kind;
    if (kind != ZB_NODE_DOCUMENT && kind != ZB_NODE_PARAGRAPH && kind != ZB_NODE_LIST && kind != ZB_NODE_ITEM) abort();
    if (node->id.n) abort();
    if (node->kind == ZB_NODE_PARAGRAPH) check_text(node->as.paragraph.text);
    for (const zb_node *child = node->first; child; child = child->next) check_node(child);
}

/* What a value stands in holds all of it. */
static void check_within(const zb_node *document) {
    const zb_node *first = document->first;
    if (first && first->next) abort();
    if (first && first->kind != ZB_NODE_QUOTE && first->kind != ZB_NODE_LIST) abort();
}

static void try(zb_arena *arena, const zb_value *root, const char *template, void (*check)(const zb_node *document)) {
    zb_diags *diags = zb_diags_new(arena);
    const zb_source *source = zb_source_new(arena, "template.md", zb_str_of(template));
    zb_markdown_context context = {
        .expansion = zb_expand(arena, source, 0, source->text.n, root, NULL, NULL, diags),
        .sheet = zb_style_read(arena, NULL, diags),
        .root = root,
        .template_path = "template.md",
        .data_path = "issue.yaml",
        .lang = "zh-CN",
        .diags = diags,
    };
    zb_node document = {.kind = ZB_NODE_DOCUMENT};
    zb_markdown_read(arena, &context, &document);
    check(&document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (zb_utf8_invalid((zb_str){(const char *)data, size}) != SIZE_MAX) return 0; /* the reader of files refuses such */
    zb_arena *arena = zb_arena_open();
    size_t half = size / 2;
    while (half < size && (data[half] & 0xC0) == 0x80) half++;
    zb_str text = zb_str_copy(arena, (zb_str){(const char *)data, size});
    const zb_source *home = zb_source_new(arena, "issue.yaml", text);
    zb_entry entries[] = {
        {ZB_STR("v"), ZB_NOWHERE, zb_value_scalar(arena, text, false, (zb_loc){home, 1, 1})},
        {ZB_STR("a"), ZB_NOWHERE, zb_value_scalar(arena, zb_str_sub(text, 0, half), false, ZB_NOWHERE)},
        {ZB_STR("b"), ZB_NOWHERE, zb_value_scalar(arena, zb_str_sub(text, half, size), false, ZB_NOWHERE)},
    };
    zb_value root = {.kind = ZB_MAP, .entries = entries, .count = 3};
    try(arena, &root, "{{{v}}}\n", check_node);
    try(arena, &root, "{{{a}}}{{{b}}}", check_node);
    try(arena, &root, "甲!{{{a}}}乙\n{{{b}}}\n{{{a}}}\n\n- {{{v}}}\n", check_node);
    try(arena, &root, "{{v}} {{a}}{{b}}\n{{v}}\n", check_node);
    try(arena, &root, "> 甲{{{v}}}\n> {{{a}}}\n", check_within);
    try(arena, &root, "- 甲{{{v}}}\n\n  乙{{{a}}}\n- {{v}}\n", check_within);
    try(arena, &root, "> 1. 甲{{{v}}}", check_within);
    zb_arena_close(arena);
    return 0;
}
