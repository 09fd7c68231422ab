/* SPDX-License-Identifier: Apache-2.0
 * What the readers of foreign chart forms share: paths, checks by tables of keys, and the mapping they make. */
#include "templates/chart_json.h"

#include <string.h>

#define NAMES_MAX 48

const char *zb_json_path(const zb_json *json, const char *path, const char *step) {
    return zb_str_format(json->arena, "%s%s%s", path, step[0] == '[' ? "" : ".", step).s;
}

/* The names in a table of keys, without their types. */
static size_t names_split(const char *keys, zb_str names[NAMES_MAX]) {
    size_t count = 0;
    while (keys && *keys && count < NAMES_MAX) {
        size_t whole = strcspn(keys, " "), name = strcspn(keys, "!: ");
        names[count++] = (zb_str){keys, name < whole ? name : whole};
        keys += whole + (keys[whole] ? 1 : 0);
    }
    return count;
}

static bool is_among(zb_str name, const zb_str *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (zb_str_equal(name, names[i])) return true;
    return false;
}

void zb_json_unsupported(zb_json *json, zb_loc loc, const char *path, const char *why) {
    json->good = false;
    zb_diag_add(json->diags, ZB_ERROR, json->unsupported, loc, "%s is not supported", path);
    if (why) zb_diag_hint(json->diags, "%s", why);
}

void zb_json_wrong(zb_json *json, zb_loc loc, const char *path, const char *wants) {
    json->good = false;
    zb_diag_add(json->diags, ZB_ERROR, json->wrong, loc, "%s wants %s", path, wants);
}

/* The type that the table gives a key; empty: it has none of those below. */
static zb_str type_of(const char *keys, zb_str key) {
    for (size_t whole; *keys; keys += whole + (keys[whole] ? 1 : 0)) {
        size_t name = strcspn(keys, "!: "), colon = strcspn(keys, ": ");
        whole = strcspn(keys, " ");
        if (name == key.n && !memcmp(keys, key.s, key.n)) return (zb_str){keys + colon + 1, whole > colon ? whole - colon - 1 : 0};
    }
    return (zb_str){0};
}

/* Whether the value is of a simple type; what is made of others its reader says. Nothing is of any. */
static void value_check(zb_json *json, const zb_value *value, const char *path, zb_str type) {
    double number;
    const char *wants = NULL;
    if (value->kind == ZB_NULL) return;
    if (zb_str_is(type, "text") && !zb_value_is_scalar(value)) wants = "a text";
    if (zb_str_is(type, "number") && !zb_value_number(value, &number)) wants = "a number";
    if (zb_str_is(type, "flag") && value->kind != ZB_BOOL) wants = "true or false";
    if ((zb_str_is(type, "list") || zb_str_is(type, "marksOf")) && value->kind != ZB_LIST) wants = "a list";
    if (wants) zb_json_wrong(json, value->loc, path, wants);
}

bool zb_json_check(zb_json *json, const zb_value *value, const char *path, const zb_json_object *object) {
    zb_str names[NAMES_MAX], ignored[NAMES_MAX];
    size_t count = names_split(object->keys, names), ignored_count = names_split(object->ignored, ignored);
    if (!value || value->kind == ZB_NULL) return false;
    if (value->kind != ZB_MAP) {
        zb_json_wrong(json, value->loc, path, "an object");
        return false;
    }
    for (size_t i = 0; i < value->count; i++) {
        zb_str key = value->entries[i].key;
        const char *here = zb_json_path(json, path, zb_str_z(json->arena, key));
        if (is_among(key, names, count)) value_check(json, value->entries[i].value, here, type_of(object->keys, key));
        if (is_among(key, names, count) || is_among(key, ignored, ignored_count)) continue;
        zb_json_unsupported(json, value->entries[i].key_loc, here, NULL);
        zb_diag_hint_nearest(json->diags, key, names, count);
    }
    return true;
}

zb_str zb_json_text(zb_json *json, const zb_value *map, const char *path, const char *key) {
    const zb_value *value = zb_value_lookup_z(map, key);
    if (!value || value->kind == ZB_NULL) return (zb_str){0};
    if (zb_value_is_scalar(value)) return value->text;
    zb_json_wrong(json, value->loc, zb_json_path(json, path, key), "a text");
    return (zb_str){0};
}

void zb_json_put(zb_json *json, const char *key, const zb_value *value) {
    ZB_PUSH(json->arena, &json->entries, (zb_entry){zb_str_of(key), value->loc, value});
}

const zb_value *zb_json_scalar(const zb_json *json, zb_str text, zb_loc loc) {
    return zb_value_scalar(json->arena, text, false, loc);
}

void zb_json_put_text(zb_json *json, const char *key, zb_str text, zb_loc loc) {
    if (text.n > 0) zb_json_put(json, key, zb_json_scalar(json, text, loc));
}

const zb_value *zb_json_map(const zb_json *json, const zb_entry *entries, size_t count, zb_loc loc) {
    zb_value *map = ZB_NEW(json->arena, zb_value);
    zb_entry *copy = ZB_NEW_ARRAY(json->arena, count, zb_entry);
    for (size_t i = 0; i < count; i++) copy[i] = entries[i];
    *map = (zb_value){.kind = ZB_MAP, .loc = loc, .entries = copy, .count = count};
    return map;
}

const zb_value *zb_json_list(const zb_json *json, const zb_value *const *items, size_t count, zb_loc loc) {
    zb_value *list = ZB_NEW(json->arena, zb_value);
    const zb_value **copy = ZB_NEW_ARRAY(json->arena, count, const zb_value *);
    for (size_t i = 0; i < count; i++) copy[i] = items[i];
    *list = (zb_value){.kind = ZB_LIST, .loc = loc, .items = copy, .count = count};
    return list;
}
