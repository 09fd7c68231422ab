/* SPDX-License-Identifier: Apache-2.0
 * Fuzz target: a template with directives over fixed data, read to the document tree. */
#include <stdint.h>

#include "base/utf8.h"
#include "templates/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DATA                                                                                                           \
    "total: 201\nurl: https://example.org/a\nmail: a@b.cn\nrating: 高危\n"                                           \
    "alerts: [{title: 甲, links: ['https://a.cn', www.b.cn]}, {title: 乙, links: []}]\n"                             \
    "scores: [{week: 1, score: 5.90}, {week: 2, score: 6.23}]\nempty: []\n"
#define STYLE "colors: {brand: \"#123456\"}\nclasses: {severity: {ground: \"#C3272B\"}}\n"

static const zb_value *yaml(zb_arena *arena, const char *name, zb_str text, zb_diags *diags) {
    return zb_yaml_read_source(arena, zb_source_new(arena, name, text), diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (zb_utf8_invalid((zb_str){(const char *)data, size}) != SIZE_MAX)
        return 0; /* the reader of files refuses such */
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_value *root = yaml(arena, "issue.yaml", ZB_STR(DATA), diags);
    zb_str text = zb_str_copy(arena, (zb_str){(const char *)data, size});
    const zb_source *template = zb_source_new(arena, "template.md", text);
    zb_markdown_context context = {
        .expansion = zb_expand(arena, template, 0, size, root, NULL, NULL, diags),
        .sheet = zb_style_read(arena, yaml(arena, "style.yaml", ZB_STR(STYLE), diags), diags),
        .root = root,
        .template_path = "template.md",
        .data_path = "issue.yaml",
        .lang = "zh-CN",
        .diags = diags,
    };
    zb_node document = {.kind = ZB_NODE_DOCUMENT};
    zb_markdown_read(arena, &context, &document);
    zb_arena_close(arena);
    return 0;
}
