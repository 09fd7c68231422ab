/* SPDX-License-Identifier: Apache-2.0
 * Making values, finding them by name, and writing them as text. */
#include "model/value.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <string.h>

#include "base/language.h"
#include "model/number.h"

static zb_value *new_value(zb_arena *arena, zb_value_kind kind, zb_loc loc) {
    zb_value *value = ZB_NEW(arena, zb_value);
    value->kind = kind;
    value->loc = loc;
    return value;
}

static bool is_one_of(zb_str text, const char *const *words) {
    for (; *words; words++)
        if (zb_str_is(text, *words)) return true;
    return false;
}

/* Kind and number of a plain scalar by the core schema. */
static void resolve(zb_value *value, zb_str text) {
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    zb_number number;
    if (is_one_of(text, nulls)) {
        value->kind = ZB_NULL;
        value->text = (zb_str){0};
    } else if (is_one_of(text, trues) || is_one_of(text, falses)) {
        value->kind = ZB_BOOL;
        value->integer = (text.s[0] | 0x20) == 't';
    } else if (zb_number_read(text, &number) && !number.leading_zero && !number.exponent) {
        bool too_large = !number.integral && text.n == strspn(value->text.s, "+-0123456789");
        if (too_large) return;
        value->kind = number.integral ? ZB_INT : ZB_REAL;
        value->integer = number.integer;
        value->real = number.integral ? (double)number.integer : number.real;
    }
}

zb_value *zb_value_scalar(zb_arena *arena, zb_str text, bool plain, zb_loc loc) {
    zb_value *value = new_value(arena, ZB_TEXT, loc);
    value->text = zb_str_copy(arena, text);
    if (plain) resolve(value, text);
    return value;
}

zb_value *zb_value_int(zb_arena *arena, int64_t integer, zb_loc loc) {
    zb_value *value = new_value(arena, ZB_INT, loc);
    value->integer = integer;
    value->real = (double)integer;
    value->text = zb_str_format(arena, "%" PRId64, integer);
    return value;
}

zb_value *zb_value_real(zb_arena *arena, double real, zb_loc loc) {
    zb_value *value = new_value(arena, ZB_REAL, loc);
    char spelling[64];
    sqlite3_snprintf(sizeof spelling, spelling, "%!.15g", real); /* knows no locale, unlike printf */
    value->real = real;
    value->text = zb_str_copy(arena, zb_str_of(spelling));
    return value;
}

bool zb_value_is_scalar(const zb_value *value) { return value->kind < ZB_LIST; }

/* Bytes of the white space that a text begins with; 0: it begins with something else. */
static size_t space_length(zb_str text) {
    if (text.n && strchr(" \t\r\n", text.s[0])) return 1;
    return zb_str_starts(text, "\xE3\x80\x80") ? 3 : zb_str_starts(text, "\xC2\xA0") ? 2 : 0;
}

bool zb_value_is_blank(const zb_value *value) {
    zb_str text = value->text;
    if (value->kind != ZB_TEXT || !text.n) return value->kind == ZB_NULL;
    for (size_t n; (n = space_length(text)) > 0;) text = zb_str_sub(text, n, text.n);
    return text.n == 0;
}

bool zb_value_number(const zb_value *value, double *out) {
    zb_number number;
    if (value->kind == ZB_INT || value->kind == ZB_REAL) {
        *out = value->real;
        return true;
    }
    if (value->kind != ZB_TEXT || !zb_number_read(value->text, &number)) return false;
    *out = number.real;
    return true;
}

zb_str zb_value_number_cure(zb_arena *arena, zb_str text) { return zb_number_cure(arena, text); }

bool zb_value_means_number(zb_str text) { return zb_number_meant(text); }

bool zb_value_is_table(const zb_value *value) {
    if (value->kind != ZB_LIST || value->count == 0) return false;
    for (size_t i = 0; i < value->count; i++)
        if (value->items[i]->kind != ZB_MAP) return false;
    return true;
}

const char *zb_value_kind_name(zb_value_kind kind) {
    static const char *const names[] = {N_("null"), "true/false", N_("integer"), N_("number"), N_("text"), N_("list"), N_("mapping")};
    return names[kind];
}

const char *zb_value_kind_phrase(zb_value_kind kind) {
    static const char *const phrases[] = {N_("empty"), "true or false", "an integer", "a number", "a text", "a list", "a mapping"};
    return phrases[kind];
}

const zb_value *zb_value_lookup(const zb_value *map, zb_str key) {
    if (!map || map->kind != ZB_MAP) return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (zb_str_equal(map->entries[i].key, key)) return map->entries[i].value;
    return NULL;
}

const zb_value *zb_value_lookup_z(const zb_value *map, const char *key) { return zb_value_lookup(map, zb_str_of(key)); }

static const zb_value *lookup_item(const zb_value *list, zb_str index) {
    size_t number = 0;
    if (index.n == 0 || index.n > 9 || (index.n > 1 && index.s[0] == '0')) return NULL;
    for (size_t i = 0; i < index.n; i++) {
        if (index.s[i] < '0' || index.s[i] > '9') return NULL;
        number = number * 10 + (size_t)(index.s[i] - '0');
    }
    return number < list->count ? list->items[number] : NULL;
}

const zb_value *zb_value_lookup_path(const zb_value *map, zb_str path) {
    const zb_value *at = map;
    while (at) {
        const zb_value *whole = zb_value_lookup(at, path);
        if (whole) return whole;
        size_t dot = zb_str_find(path, ZB_STR("."), 0);
        zb_str step = dot == SIZE_MAX ? path : zb_str_sub(path, 0, dot);
        at = at->kind == ZB_LIST ? lookup_item(at, step) : zb_value_lookup(at, step);
        if (dot == SIZE_MAX) return at;
        path = zb_str_sub(path, dot + 1, path.n);
    }
    return NULL;
}

static void dump_quoted(zb_str text, zb_buf *out) {
    zb_buf_add_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '\n') zb_buf_add(out, ZB_STR("\\n"));
        else if (c == '\t') zb_buf_add(out, ZB_STR("\\t"));
        else {
            if (c == '"' || c == '\\') zb_buf_add_char(out, '\\');
            zb_buf_add_char(out, c);
        }
    }
    zb_buf_add_char(out, '"');
}

/* Quotes round keys that would make the dump ambiguous. */
static void dump_key(zb_str key, zb_buf *out) {
    bool odd = key.n == 0 || key.s[0] == ' ' || key.s[key.n - 1] == ' ' || zb_str_find(key, ZB_STR(": "), 0) != SIZE_MAX;
    for (size_t i = 0; i < key.n; i++) odd = odd || key.s[i] == '"' || (unsigned char)key.s[i] < ' ';
    if (odd) dump_quoted(key, out);
    else zb_buf_add(out, key);
}

static void dump_head(const zb_value *value, zb_buf *out) {
    if (value->kind == ZB_NULL) zb_buf_add(out, ZB_STR("null"));
    else if (value->kind == ZB_TEXT) dump_quoted(value->text, out);
    else if (value->kind == ZB_LIST) zb_buf_format(out, "[%zu]", value->count);
    else if (value->kind == ZB_MAP) zb_buf_format(out, "{%zu}", value->count);
    else zb_buf_add(out, value->text);
}

static void dump_place(zb_loc loc, zb_buf *out) {
    if (!loc.source) {
        zb_buf_add(out, ZB_STR("  @-\n"));
        return;
    }
    const char *slash = strrchr(loc.source->name, '/');
    zb_buf_format(out, "  @%s:%u:%u\n", slash ? slash + 1 : loc.source->name, loc.line, loc.column);
}

static void indent(int depth, zb_buf *out) {
    for (int i = 0; i < depth; i++) zb_buf_add(out, ZB_STR("  "));
}

static void dump_children(const zb_value *value, int depth, zb_buf *out);

static void dump_line(const zb_value *value, int depth, zb_buf *out) {
    dump_head(value, out);
    dump_place(value->loc, out);
    dump_children(value, depth + 1, out);
}

static void dump_children(const zb_value *value, int depth, zb_buf *out) {
    for (size_t i = 0; value->kind == ZB_MAP && i < value->count; i++) {
        indent(depth, out);
        dump_key(value->entries[i].key, out);
        zb_buf_add(out, ZB_STR(": "));
        dump_line(value->entries[i].value, depth, out);
    }
    for (size_t i = 0; value->kind == ZB_LIST && i < value->count; i++) {
        indent(depth, out);
        zb_buf_format(out, "%zu: ", i);
        dump_line(value->items[i], depth, out);
    }
}

void zb_value_dump(const zb_value *value, int depth, zb_buf *out) {
    indent(depth, out);
    dump_line(value, depth, out);
}
