/* SPDX-License-Identifier: Apache-2.0
 * Reading JSON by recursive descent; nesting is bounded. The first error ends it. */
#include "model/json.h"

#include <stdlib.h>
#include <string.h>

#include "model/cursor.h"
#include "model/number.h"
#include "model/yaml_scalar.h"

/* Keys of a mapping that are compared each with each; more are sorted. */
#define COMPARED_MAX 24

typedef struct reader {
    zb_arena *arena;
    zb_str text;
    zb_cursor cursor;
    zb_diags *diags;
    size_t at;
    int depth;
    bool failed;
} reader;

static const zb_value *read_value(reader *r);

/* Adds the error unless there was one; NULL. */
static const zb_value *fail(reader *r, size_t offset, const char *message) {
    if (!r->failed) zb_diag_add(r->diags, ZB_ERROR, "json.syntax", zb_source_loc(r->cursor.source, offset), "%s", message);
    r->failed = true;
    return NULL;
}

static char skip_space(reader *r) {
    while (r->at < r->text.n && strchr(" \t\r\n", r->text.s[r->at])) r->at++;
    return r->at < r->text.n ? r->text.s[r->at] : 0;
}

static zb_value *new_value(reader *r, zb_value_kind kind, zb_loc loc) {
    zb_value *value = ZB_NEW(r->arena, zb_value);
    value->kind = kind;
    value->loc = loc;
    return value;
}

/* The text of a string whose opening quote is at r->at. */
static bool read_string(reader *r, zb_str *out) {
    size_t start = ++r->at, bad = SIZE_MAX;
    bool escapes = false;
    for (; r->at < r->text.n && r->text.s[r->at] != '"'; r->at++) {
        if ((unsigned char)r->text.s[r->at] < ' ') return fail(r, r->at, "a text ends in its line, line ends are written \\n"), false;
        if (r->text.s[r->at] != '\\') continue;
        escapes = true;
        if (++r->at >= r->text.n || !strchr("\"\\/bfnrtu", r->text.s[r->at])) return fail(r, r->at - 1, "there is no such escape"), false;
    }
    if (r->at >= r->text.n) return fail(r, start - 1, "the quote that begins here does not end"), false;
    *out = zb_str_sub(r->text, start, r->at++);
    if (escapes) *out = zb_yaml_double_quoted(r->arena, *out, &bad);
    if (bad != SIZE_MAX) fail(r, start + bad, "this escape gives a character that no text may hold");
    return bad == SIZE_MAX;
}

static const zb_value *read_text(reader *r, zb_loc loc) {
    zb_value *value = new_value(r, ZB_TEXT, loc);
    return read_string(r, &value->text) ? value : NULL;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)? */
static bool is_number(zb_str word) {
    size_t at = word.n && word.s[0] == '-';
    zb_str digits = ZB_STR("0123456789");
    bool zero = at < word.n && word.s[at] == '0';
    for (int part = 0; part < 3; part++) {
        size_t start = at;
        while (at < word.n && memchr(digits.s, word.s[at], digits.n)) at++;
        if (at == start || (part == 0 && zero && at > start + 1)) return false;
        if (at == word.n) return true;
        char next = word.s[at++];
        bool exponent = next == 'e' || next == 'E';
        if (part == 2 || !(exponent || (part == 0 && next == '.'))) return false;
        if (!exponent) continue;
        part = 1;
        at += at < word.n && (word.s[at] == '-' || word.s[at] == '+');
    }
    return false;
}

static const zb_value *read_word(reader *r, zb_loc loc) {
    size_t start = r->at;
    while (r->at < r->text.n && !strchr(" \t\r\n,:[]{}\"", r->text.s[r->at])) r->at++;
    zb_str word = zb_str_sub(r->text, start, r->at);
    zb_value *value = new_value(r, ZB_NULL, loc);
    zb_number number;
    if (zb_str_is(word, "null")) return value;
    value->text = word;
    bool yes = zb_str_is(word, "true");
    if (yes || zb_str_is(word, "false")) {
        value->kind = ZB_BOOL;
        value->integer = yes;
        return value;
    }
    if (!is_number(word) || !zb_number_read(word, &number))
        return fail(r, start, word.n ? "this is no value: texts stand in double quotes" : "a value is missing");
    value->kind = number.integral ? ZB_INT : ZB_REAL;
    value->integer = number.integer;
    value->real = number.integral ? (double)number.integer : number.real;
    return value;
}

static const zb_value *read_list(reader *r, zb_loc loc) {
    ZB_VEC(const zb_value *) items = {0};
    r->at++;
    while (skip_space(r) != ']' || items.count) {
        const zb_value *item = read_value(r);
        if (!item) return NULL;
        ZB_PUSH(r->arena, &items, item);
        char next = skip_space(r);
        if (next == ']') break;
        if (next != ',') return fail(r, r->at, "',' or ']' is missing");
        r->at++;
    }
    r->at++;
    zb_value *list = new_value(r, ZB_LIST, loc);
    list->items = items.data;
    list->count = items.count;
    return list;
}

static int by_key(const void *a, const void *b) {
    const zb_entry *x = *(const zb_entry *const *)a, *y = *(const zb_entry *const *)b;
    int order = zb_str_compare(x->key, y->key);
    return order ? order : (x > y) - (x < y);
}

/* The second of two entries with one key; NULL: there are none. */
static const zb_entry *find_repeated(reader *r, const zb_entry *entries, size_t count) {
    for (size_t i = 1; count <= COMPARED_MAX && i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (zb_str_equal(entries[i].key, entries[k].key)) return &entries[i];
    if (count <= COMPARED_MAX) return NULL;
    const zb_entry **sorted = ZB_NEW_ARRAY(r->arena, count, const zb_entry *);
    for (size_t i = 0; i < count; i++) sorted[i] = &entries[i];
    qsort(sorted, count, sizeof *sorted, by_key);
    for (size_t i = 1; i < count; i++)
        if (zb_str_equal(sorted[i - 1]->key, sorted[i]->key)) return sorted[i];
    return NULL;
}

static const zb_value *read_map(reader *r, zb_loc loc) {
    ZB_VEC(zb_entry) entries = {0};
    r->at++;
    while (skip_space(r) != '}' || entries.count) {
        if (skip_space(r) != '"') return fail(r, r->at, "a key in double quotes is missing");
        zb_entry entry = {.key_loc = zb_cursor_loc(&r->cursor, r->at)};
        if (!read_string(r, &entry.key)) return NULL;
        if (skip_space(r) != ':') return fail(r, r->at, "':' is missing behind the key");
        r->at++;
        entry.value = read_value(r);
        if (!entry.value) return NULL;
        ZB_PUSH(r->arena, &entries, entry);
        char next = skip_space(r);
        if (next == '}') break;
        if (next != ',') return fail(r, r->at, "',' or '}' is missing");
        r->at++;
    }
    r->at++;
    const zb_entry *repeated = find_repeated(r, entries.data, entries.count);
    if (repeated) {
        zb_diag_add(r->diags, ZB_ERROR, "json.key", repeated->key_loc, "the key '%.*s' stands here a second time",
                    ZB_STR_ARG(repeated->key));
        r->failed = true;
        return NULL;
    }
    zb_value *map = new_value(r, ZB_MAP, loc);
    map->entries = entries.data;
    map->count = entries.count;
    return map;
}

static const zb_value *read_value(reader *r) {
    char c = skip_space(r);
    zb_loc loc = zb_cursor_loc(&r->cursor, r->at);
    if (c == '"') return read_text(r, loc);
    if (c != '[' && c != '{') return read_word(r, loc);
    if (r->depth == ZB_JSON_DEPTH_MAX) return fail(r, r->at, "lists and mappings are nested more than 64 deep");
    r->depth++;
    const zb_value *value = c == '[' ? read_list(r, loc) : read_map(r, loc);
    r->depth--;
    return value;
}

const zb_value *zb_json_read_source(zb_arena *arena, const zb_source *source, zb_diags *diags) {
    reader r = {.arena = arena, .text = source->text, .cursor = {.source = source}, .diags = diags};
    const zb_value *value = read_value(&r);
    if (value && skip_space(&r)) return fail(&r, r.at, "something stands behind the end");
    return value;
}
