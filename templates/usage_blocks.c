/* SPDX-License-Identifier: Apache-2.0
 * What a template's chart and table blocks name in the data, wherever they stand: those in sections that are entered are noted where
 * they are read; the others are read here, as far as their text says it without data. Looked at only where something seems unused. */
#include <string.h>

#include "templates/directive.h"
#include "templates/expand_parts.h"
#include "templates/usage.h"

#define UNKNOWN "\xEF\xB7\x90" /* stands for what a tag inserts: U+FDD0, which no text holds */
#define FENCE_INDENT " \t>"

typedef struct blocks {
    zb_arena *arena;
    zb_usage *usage;
    const zb_queries *queries;
    zb_partial_reader reader;
    void *context;
    zb_diags *unheard;
    ZB_VEC(zb_str) partials; /* those looked at */
    zb_buf out;
} blocks;

/* ---- the text without its tags ---- */

static void put_text(blocks *b, const zb_source *source, size_t start, size_t end);

static void put_partial(blocks *b, zb_str name) {
    for (size_t i = 0; i < b->partials.count; i++)
        if (zb_str_equal(b->partials.data[i], name)) return;
    ZB_PUSH(b->arena, &b->partials, name);
    const zb_source *source = b->reader ? b->reader(b->context, name, ZB_NOWHERE) : NULL;
    if (source) put_text(b, source, 0, source->text.n);
}

static void put_text(blocks *b, const zb_source *source, size_t start, size_t end) {
    const zb_token_list *list = zb_template_tokenize(b->arena, source, start, end, b->unheard);
    for (size_t i = 0; i < list->count; i++) {
        const zb_token *token = &list->tokens[i];
        bool shows = token->kind == ZB_TOKEN_VALUE || token->kind == ZB_TOKEN_RAW || token->kind == ZB_TOKEN_MARKDOWN;
        if (token->kind == ZB_TOKEN_TEXT) zb_buf_add(&b->out, zb_str_sub(source->text, token->start, token->end));
        else if (token->kind == ZB_TOKEN_PARTIAL) put_partial(b, token->name);
        else if (shows) zb_buf_add(&b->out, ZB_STR(UNKNOWN));
    }
}

/* ---- what a block names ---- */

static bool is_known(const zb_value *value) {
    return value && zb_value_is_scalar(value) && value->text.n && zb_str_find(value->text, ZB_STR(UNKNOWN), 0) == SIZE_MAX;
}

static bool is_query(const blocks *b, zb_str name) {
    for (size_t i = 0; i < b->queries->count; i++)
        if (zb_str_equal(b->queries->queries[i].name, name)) return true;
    return false;
}

/* A column of the table that a block names; of every table where a tag names it. */
static void note_column(const blocks *b, const zb_value *table, const zb_value *column) {
    if (!is_known(column)) return;
    if (is_known(table)) {
        zb_usage_column(b->usage, table->text, column->text);
        return;
    }
    for (zb_use *use = zb_usage_root(b->usage)->first; use; use = use->next)
        if (use->there && use->lists) zb_use_mark(zb_use_find(b->usage, use, column->text));
}

/* A column as text, one as `value` of a mapping, or a list of such. */
static void note_columns(const blocks *b, const zb_value *table, const zb_value *value) {
    if (!value) return;
    note_column(b, table, value->kind == ZB_MAP ? zb_value_lookup_z(value, "value") : value);
    if (value->kind == ZB_MAP) note_column(b, table, zb_value_lookup_z(value, "link"));
    for (size_t i = 0; value->kind == ZB_LIST && i < value->count; i++) note_columns(b, table, value->items[i]);
}

static void note_block(const blocks *b, const zb_value *map, bool chart) {
    static const char *const keys[] = {"columns", "x", "name", "y", "value", "series", "facet"};
    const zb_value *table = zb_value_lookup_z(map, "data"), *where = zb_value_lookup_z(map, "where");
    if (!table || !zb_value_is_scalar(table) || is_query(b, table->text)) return;
    if (is_known(table)) zb_usage_column(b->usage, table->text, (zb_str){0});
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) note_columns(b, table, zb_value_lookup_z(map, keys[i]));
    for (size_t i = 0; where && where->kind == ZB_MAP && i < where->count; i++)
        note_column(b, table, zb_value_scalar(b->arena, where->entries[i].key, false, ZB_NOWHERE));
    if (!chart && !zb_value_lookup_z(map, "columns") && is_known(table)) zb_usage_table(b->usage, table->text);
}

static zb_loc nowhere(const void *context, size_t offset) {
    (void)context, (void)offset;
    return ZB_NOWHERE;
}

/* Of a block that is no YAML without its tags: every table that it has the name of. */
static void note_words(const blocks *b, zb_str body) {
    for (zb_use *use = zb_usage_root(b->usage)->first; use; use = use->next)
        if (use->there && use->lists && zb_str_find(body, use->key, 0) != SIZE_MAX) zb_use_mark_whole(use);
}

static void read_block(const blocks *b, zb_str name, zb_str body) {
    const zb_value *value = zb_yaml_read(b->arena, body, nowhere, NULL, b->unheard);
    bool columns = zb_str_is(name, "columns");
    if (!value || value->kind != (columns ? ZB_LIST : ZB_MAP)) {
        note_words(b, body);
        return;
    }
    if (!columns) note_block(b, value, zb_str_is(name, "chart"));
    for (size_t i = 0; columns && i < value->count; i++) {
        const zb_value *chart = zb_value_lookup_z(value->items[i], "chart"), *table = zb_value_lookup_z(value->items[i], "table");
        if (chart && chart->kind == ZB_MAP) note_block(b, chart, true);
        if (table && table->kind == ZB_MAP) note_block(b, table, false);
    }
}

/* ---- finding them ---- */

static zb_str without_indent(zb_str line) {
    size_t at = 0;
    while (at < line.n && strchr(FENCE_INDENT, line.s[at])) at++;
    return zb_str_trim(zb_str_sub(line, at, line.n));
}

static zb_str next_line(zb_str text, size_t *at) {
    size_t end = zb_str_find(text, ZB_STR("\n"), *at);
    zb_str line = zb_str_sub(text, *at, end);
    *at = end == SIZE_MAX ? text.n : end + 1;
    return line;
}

static size_t fence_width(zb_str line) {
    size_t n = 0;
    while (n < line.n && line.s[n] == line.s[0]) n++;
    return line.n && (line.s[0] == '`' || line.s[0] == '~') && n >= 3 ? n : 0;
}

/* The lines of the block up to its fence, without the marks of the quotes it stands in. */
static zb_str read_body(const blocks *b, zb_str text, size_t *at, zb_str fence, bool quoted) {
    zb_buf body = {0};
    while (*at < text.n) {
        zb_str line = next_line(text, at), inner = without_indent(line);
        if (inner.n >= fence.n && zb_str_equal(zb_str_sub(inner, 0, fence.n), fence) && fence_width(inner) == inner.n) break;
        size_t mark = quoted ? zb_str_find(line, ZB_STR(">"), 0) : SIZE_MAX;
        zb_buf_add(&body, mark == SIZE_MAX ? line : zb_str_sub(line, mark + 1, line.n));
        zb_buf_add_char(&body, '\n');
    }
    zb_str copy = zb_str_copy(b->arena, zb_buf_str(&body));
    zb_buf_free(&body);
    return copy;
}

static void read_blocks(const blocks *b, zb_str text) {
    for (size_t at = 0; at < text.n;) {
        zb_str line = next_line(text, &at), inner = without_indent(line);
        size_t width = fence_width(inner);
        if (!width) continue;
        zb_str name = zb_str_trim(zb_str_sub(inner, width, inner.n));
        zb_str body = read_body(b, text, &at, zb_str_sub(inner, 0, width), zb_str_find(line, ZB_STR(">"), 0) < line.n);
        if (zb_str_is(name, "chart") || zb_str_is(name, "table") || zb_str_is(name, "columns")) read_block(b, name, body);
    }
}

void zb_usage_of_blocks(zb_arena *arena, const zb_data *data, const zb_template *template, const zb_queries *queries,
                        zb_partial_reader partials, void *context) {
    blocks b = {.arena = arena, .usage = data->usage, .queries = queries, .reader = partials, .context = context};
    b.unheard = zb_diags_new(arena);
    if (!zb_usage_root(data->usage)) return;
    put_text(&b, queries->source, zb_template_body(template)->body_start, queries->source->text.n);
    zb_str text = zb_str_copy(arena, zb_buf_str(&b.out));
    zb_buf_free(&b.out);
    read_blocks(&b, text);
}
