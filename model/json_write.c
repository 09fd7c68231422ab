/* SPDX-License-Identifier: Apache-2.0
 * Values as JSON text, and the columns of a table as Frictionless Table Schema has them, for other tools. */
#include <string.h>

#include "base/utf8.h"
#include "model/json.h"
#include "model/table_schema.h"

static void write_line(zb_buf *out, int depth) {
    zb_buf_add_char(out, '\n');
    for (int i = 0; i < depth; i++) zb_buf_add(out, ZB_STR("  "));
}

static void write_group(const zb_value *value, int depth, zb_buf *out) {
    bool map = value->kind == ZB_MAP;
    zb_buf_add_char(out, map ? '{' : '[');
    for (size_t i = 0; i < value->count; i++) {
        if (i) zb_buf_add_char(out, ',');
        write_line(out, depth + 1);
        if (map) {
            zb_json_add_text(out, value->entries[i].key);
            zb_buf_add(out, ZB_STR(": "));
        }
        zb_json_write(map ? value->entries[i].value : value->items[i], depth + 1, out);
    }
    if (value->count) write_line(out, depth);
    zb_buf_add_char(out, map ? '}' : ']');
}

void zb_json_write(const zb_value *value, int depth, zb_buf *out) {
    switch (value->kind) {
    case ZB_NULL: zb_buf_add(out, ZB_STR("null")); break;
    case ZB_BOOL: zb_buf_add(out, value->integer ? ZB_STR("true") : ZB_STR("false")); break;
    case ZB_INT:
    case ZB_REAL: zb_buf_add(out, value->text); break;
    case ZB_TEXT: zb_json_add_text(out, value->text); break;
    case ZB_LIST:
    case ZB_MAP: write_group(value, depth, out); break;
    }
}

/* Table Schema -------------------------------------------------------------------------------------------------------------- */

static const zb_schema_members *tables_of(const zb_schema *schema) {
    static const zb_schema_members none;
    const zb_schema_node *tables = zb_schema_named(&schema->root->members, ZB_STR("tables"));
    return tables ? &tables->members : &none;
}

/* What the node says of its columns, itself or where it refers to; NULL: nothing. */
static const zb_value *words_of(const zb_schema_node *node) {
    for (; node; node = node->target)
        if (node->table) return zb_value_lookup_z(node->source, "x-table");
    return NULL;
}

size_t zb_schema_tables(zb_arena *arena, const zb_schema *schema, const zb_str **names) {
    const zb_schema_members *tables = tables_of(schema);
    zb_str *list = ZB_NEW_ARRAY(arena, tables->count, zb_str);
    size_t count = 0;
    for (size_t i = 0; i < tables->count; i++)
        if (words_of(tables->data[i].node)) list[count++] = tables->data[i].name;
    *names = list;
    return count;
}

static const zb_value *text_value(zb_arena *arena, const char *text) { return zb_value_scalar(arena, zb_str_of(text), false, ZB_NOWHERE); }

/* The mapping with an entry more, unless it has that key. */
static const zb_value *with_entry(zb_arena *arena, const zb_value *map, const char *key, const char *text) {
    if (map->kind != ZB_MAP || zb_value_lookup_z(map, key)) return map;
    zb_value *copy = ZB_NEW(arena, zb_value);
    zb_entry *entries = ZB_NEW_ARRAY(arena, map->count + 1, zb_entry);
    if (map->count) memcpy(entries, map->entries, map->count * sizeof *entries);
    entries[map->count] = (zb_entry){zb_str_of(key), ZB_NOWHERE, text_value(arena, text)};
    *copy = *map;
    copy->entries = entries;
    copy->count++;
    return copy;
}

/* An empty cell is missing here, whatever else is; there only where the list says so. */
static const zb_value *with_empty(zb_arena *arena, const zb_value *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->text.n == 0) return list;
    zb_value *copy = ZB_NEW(arena, zb_value);
    const zb_value **items = ZB_NEW_ARRAY(arena, list->count + 1, const zb_value *);
    items[0] = text_value(arena, "");
    if (list->count) memcpy(items + 1, list->items, list->count * sizeof *items);
    *copy = *list;
    copy->items = items;
    copy->count++;
    return copy;
}

static const zb_value *pure(zb_arena *arena, const zb_value *value, const char *key);

static const zb_value *pure_map(zb_arena *arena, const zb_value *map) {
    zb_value *copy = ZB_NEW(arena, zb_value);
    zb_entry *entries = ZB_NEW_ARRAY(arena, map->count, zb_entry);
    *copy = *map;
    copy->entries = entries;
    copy->count = 0;
    for (size_t i = 0; i < map->count; i++) {
        zb_entry entry = map->entries[i];
        if (zb_str_starts(entry.key, "x-")) continue; /* words of our own */
        entry.value = pure(arena, entry.value, zb_str_z(arena, entry.key));
        entries[copy->count++] = entry;
    }
    return copy;
}

static const zb_value *pure_list(zb_arena *arena, const zb_value *list, const char *key) {
    zb_value *copy = ZB_NEW(arena, zb_value);
    const zb_value **items = ZB_NEW_ARRAY(arena, list->count, const zb_value *);
    for (size_t i = 0; i < list->count; i++) {
        items[i] = list->items[i]->kind == ZB_MAP ? pure_map(arena, list->items[i]) : list->items[i];
        if (!strcmp(key, "fields")) items[i] = with_entry(arena, items[i], "type", "string"); /* in version 2 it is "any" without it */
    }
    *copy = *list;
    copy->items = items;
    return copy;
}

/* The value of a key without words of our own, and with what is taken for granted here but not there. */
static const zb_value *pure(zb_arena *arena, const zb_value *value, const char *key) {
    if (!strcmp(key, "enum") || !strcmp(key, "example")) return value;
    if (!strcmp(key, "missingValues")) return with_empty(arena, value);
    if (value->kind == ZB_LIST) return pure_list(arena, value, key);
    if (value->kind != ZB_MAP) return value;
    value = pure_map(arena, value);
    return strcmp(key, "reference") ? value : with_entry(arena, value, "resource", ""); /* the table itself */
}

bool zb_schema_write_table(zb_arena *arena, const zb_schema *schema, zb_str name, zb_buf *out) {
    const zb_value *words = words_of(zb_schema_named(tables_of(schema), name));
    if (!words) return false;
    zb_json_write(pure(arena, words, ""), 0, out);
    zb_buf_add_char(out, '\n');
    return true;
}
