/* SPDX-License-Identifier: Apache-2.0
 * The sql blocks of a template: found before anything is expanded, run in order, and blanked out of the text. */
#include <string.h>

#include "templates/expand_parts.h"
#include "templates/template_parts.h"

#define QUERIES_MAX 1000 /* [template.query] */

typedef struct scanner {
    zb_arena *arena;
    zb_diags *diags;
    const zb_source *source;
    const zb_value *root;
    ZB_VEC(zb_query) queries;
    char *blanked; /* the text under way */
} scanner;

/* A fence line: its character, length, and what follows. */
typedef struct fence {
    char mark;
    size_t length;
    zb_str info;
} fence;

static size_t line_end(zb_str text, size_t from) {
    size_t end = zb_str_find(text, ZB_STR("\n"), from);
    return end == SIZE_MAX ? text.n : end;
}

/* Whether a line is a code fence as CommonMark has it: at most three spaces before it, three or more of one mark. */
static bool fence_read(zb_str line, fence *out) {
    size_t at = 0, start;
    while (at < line.n && line.s[at] == ' ') at++;
    if (at > 3 || at == line.n || (line.s[at] != '`' && line.s[at] != '~')) return false;
    start = at;
    while (at < line.n && line.s[at] == line.s[start]) at++;
    *out = (fence){line.s[start], at - start, zb_str_trim(zb_str_sub(line, at, line.n))};
    return out->length >= 3 && !(out->mark == '`' && zb_str_find(out->info, ZB_STR("`"), 0) != SIZE_MAX);
}

static bool closes(const fence *open, zb_str line) {
    fence f;
    return fence_read(line, &f) && f.mark == open->mark && f.length >= open->length && f.info.n == 0;
}

/* Whether an info string is "sql" with or without a name. */
static bool is_sql(zb_str info, zb_str *name) {
    if (!zb_str_starts(info, "sql") || (info.n > 3 && !strchr(" \t", info.s[3]))) return false;
    *name = zb_str_trim(zb_str_sub(info, 3, info.n));
    return true;
}

/* Letters, digits and _, not beginning with a digit, so that the name can be used in queries and dotted names as it is.
 */
static bool name_valid(zb_str name) {
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
        if (!letter && !(i > 0 && c >= '0' && c <= '9')) return false;
    }
    return name.n > 0;
}

static void query_error(const scanner *s, zb_loc loc, const char *message, zb_str name) {
    zb_diag_add(s->diags, ZB_ERROR, "template.query", loc, message, ZB_STR_ARG(name));
}

static const zb_query *query_lookup(const scanner *s, zb_str name) {
    for (size_t i = 0; i < s->queries.count; i++)
        if (zb_str_equal(s->queries.data[i].name, name)) return &s->queries.data[i];
    return NULL;
}

/* Whether a block may have its name; else an error was added. */
static bool name_free(const scanner *s, zb_str name, zb_loc loc) {
    const zb_query *same = query_lookup(s, name);
    const zb_value *value = zb_value_lookup(s->root, name);
    if (!name_valid(name)) {
        query_error(s, loc, "'%.*s' is no name for a query", name);
        zb_diag_hint(s->diags, "the block begins with ```sql and a name of letters, digits and _");
    } else if (same) {
        query_error(s, loc, "there are two queries '%.*s'", name);
        zb_diag_hint(s->diags, "the first stands at %s:%u", same->loc.source->name, same->loc.line);
    } else if (value) {
        query_error(s, loc, "the data has a '%.*s' already", name);
        if (value->loc.source) zb_diag_hint(s->diags, "it stands at %s:%u", value->loc.source->name, value->loc.line);
    } else {
        return true;
    }
    return false;
}

/* Notes the block and blanks its lines, [from, to) with both fences. */
static void query_take(scanner *s, zb_str name, size_t from, size_t start, size_t end, size_t to) {
    size_t name_at = name.n ? (size_t)(name.s - s->source->text.s) : from;
    zb_loc loc = zb_source_loc(s->source, name_at);
    for (size_t i = from; i < to; i++)
        if (s->blanked[i] != '\n') s->blanked[i] = ' ';
    if (s->queries.count == QUERIES_MAX) query_error(s, loc, "'%.*s' is one query too many", name);
    else if (name_free(s, name, loc)) ZB_PUSH(s->arena, &s->queries, (zb_query){name, start, end, loc});
}

/* Offset behind the block that opens with the line [from, start). */
static size_t block_read(scanner *s, const fence *open, size_t from, size_t start) {
    zb_str text = s->source->text, name;
    size_t at = start, end = start;
    bool sql = is_sql(open->info, &name), closed = false;
    for (; at < text.n && !closed; at = end + 1) {
        end = line_end(text, at);
        closed = closes(open, zb_str_sub(text, at, end));
        if (closed && sql) query_take(s, name, from, start, at, end);
    }
    if (!closed && sql) {
        query_error(s, zb_source_loc(s->source, from), "the sql block '%.*s' has no end", name);
        zb_diag_hint(s->diags, "it ends with a line of %zu '%c'", open->length, open->mark);
        memset(s->blanked + from, ' ', text.n - from);
    }
    return at;
}

const zb_queries *zb_queries_scan(zb_arena *arena, const zb_template *template, const zb_value *root, zb_diags *diags) {
    const zb_source *source = template->source;
    scanner s = {.arena = arena, .diags = diags, .source = source, .root = root};
    zb_str copy = zb_str_copy(arena, source->text), text = source->text;
    s.blanked = (char *)copy.s;
    for (size_t at = template->body_start; at < text.n;) {
        size_t end = line_end(text, at);
        fence open;
        if (fence_read(zb_str_sub(text, at, end), &open))
            at = block_read(&s, &open, at, end < text.n ? end + 1 : text.n);
        else at = end + 1;
    }
    zb_queries *queries = ZB_NEW(arena, zb_queries);
    *queries = (zb_queries){zb_source_new(arena, source->name, copy), s.queries.data, s.queries.count};
    return queries;
}

typedef struct place {
    const zb_source *source;
    size_t start;
} place;

static zb_loc query_locate(const void *context, size_t offset) {
    const place *p = context;
    return zb_source_loc(p->source, p->start + offset);
}

const zb_value *zb_queries_run(const zb_queries *queries, const zb_template *template, zb_arena *arena,
                               const zb_value *root, zb_sql *sql) {
    const zb_source *source = template->source;
    zb_entry *entries = ZB_NEW_ARRAY(arena, root->count + queries->count, zb_entry);
    zb_value *all = ZB_NEW(arena, zb_value);
    if (root->count) memcpy(entries, root->entries, root->count * sizeof *entries);
    *all = *root;
    all->entries = entries;
    for (size_t i = 0; i < queries->count; i++) {
        const zb_query *query = &queries->queries[i];
        place here = {source, query->start};
        const zb_value *result =
            zb_sql_query(sql, query->name, zb_str_sub(source->text, query->start, query->end), query_locate, &here);
        entries[all->count++] = (zb_entry){query->name, query->loc, result ? result : &zb_query_failed};
    }
    return all;
}
