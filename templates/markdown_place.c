/* SPDX-License-Identifier: Apache-2.0
 * Places: from the Markdown parser's lines and byte columns to offsets in the expanded text, and from there to lines of
 * input. The parser's columns are off behind autolinks and missing for some nodes, so they are taken as a guess and
 * checked. */
#include <string.h>

#include "templates/markdown_parts.h"

/* Bytes compared when a text is looked for. */
#define PROBE 24
/* Bytes within which the next text stands but for long addresses between them. */
#define NEAR 1024

zb_lines zb_lines_new(zb_arena *arena, zb_str text) {
    ZB_VEC(size_t) starts = {0};
    ZB_PUSH(arena, &starts, 0);
    for (size_t i = 0; i < text.n; i++) {
        bool crlf = text.s[i] == '\r' && i + 1 < text.n && text.s[i + 1] == '\n';
        if (text.s[i] == '\n' || (text.s[i] == '\r' && !crlf))
            ZB_PUSH(arena, &starts, i + 1);
    }
    return (zb_lines){text, starts.data, starts.count};
}

size_t zb_lines_find(const zb_lines *lines, size_t offset) {
    size_t low = 0, high = lines->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t zb_lines_end(const zb_lines *lines, size_t line) {
    if (line >= lines->count)
        return lines->text.n;
    size_t end = line + 1 < lines->count ? lines->starts[line + 1] : lines->text.n;
    while (end > lines->starts[line] && (lines->text.s[end - 1] == '\n' || lines->text.s[end - 1] == '\r'))
        end--;
    return end;
}

/* The parser's position as an offset; SIZE_MAX: it has none. */
static size_t parser_offset(const zb_md *md, cmark_node *node) {
    int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
    if (line < 1 || (size_t)line > md->lines.count)
        return SIZE_MAX;
    size_t start = md->lines.starts[line - 1], end = zb_lines_end(&md->lines, (size_t)line - 1);
    size_t offset = start + (column > 0 ? (size_t)column - 1 : 0);
    return offset < end ? offset : end;
}

zb_loc zb_md_loc(const zb_md *md, cmark_node *node) {
    size_t offset = parser_offset(md, node);
    return zb_expansion_loc(md->context->expansion, offset == SIZE_MAX ? md->cursor : offset);
}

void zb_md_enter(zb_md *md, cmark_node *block) {
    size_t offset = parser_offset(md, block);
    int first = cmark_node_get_start_line(block), last = cmark_node_get_end_line(block);
    if (offset == SIZE_MAX)
        return;
    md->cursor = offset;
    md->limit = zb_lines_end(&md->lines, (size_t)(last > first ? last : first) - 1);
}

static bool matches(const zb_md *md, size_t offset, zb_str probe) {
    return offset <= md->limit && md->limit - offset >= probe.n &&
           memcmp(md->lines.text.s + offset, probe.s, probe.n) == 0;
}

/* Looks for a text from the cursor on: first nearby, then in all of the block as long as the patience of this reading lasts, for texts
 * that are spelt otherwise (entities, escapes) stand nowhere, and would each be looked for in all of a long line. */
static size_t search(zb_md *md, zb_str probe) {
    size_t near = md->limit - md->cursor < NEAR ? md->limit : md->cursor + NEAR;
    size_t found = zb_str_find(zb_str_sub(md->lines.text, 0, near), probe, md->cursor);
    if (found != SIZE_MAX || near == md->limit || md->patience < md->limit - md->cursor) return found;
    found = zb_str_find(zb_str_sub(md->lines.text, 0, md->limit), probe, md->cursor);
    md->patience -= (found == SIZE_MAX ? md->limit : found) - md->cursor;
    return found;
}

size_t zb_md_locate(zb_md *md, cmark_node *leaf, zb_str text) {
    zb_str probe = zb_str_sub(text, 0, PROBE);
    size_t guess = parser_offset(md, leaf);
    if (!probe.n)
        return md->cursor;
    if (guess == SIZE_MAX || guess < md->cursor || !matches(md, guess, probe)) {
        size_t found = md->cursor <= md->limit ? search(md, probe) : SIZE_MAX;
        if (found == SIZE_MAX) /* entities and escapes: the guess is good enough */
            return guess == SIZE_MAX || guess < md->cursor ? md->cursor : guess;
        guess = found;
    }
    md->cursor = guess + text.n < md->limit ? guess + text.n : md->limit;
    return guess;
}

bool zb_md_too_deep(const zb_md *md, int depth, zb_loc loc) {
    if (depth <= ZB_MARKDOWN_DEPTH_MAX)
        return false;
    zb_diag_add(md->reader.diags, ZB_ERROR, "markdown.depth", loc, "the text is nested more than %d deep",
                ZB_MARKDOWN_DEPTH_MAX);
    return true;
}

bool zb_md_is(cmark_node *node, const char *type) {
    return node && strcmp(cmark_node_get_type_string(node), type) == 0;
}
