/* SPDX-License-Identifier: Apache-2.0
 * Data with what it lacks and the schema knows. Whoever reads the data then finds every name that it could have: one that is absent is
 * false in a section, NULL in SQL, an empty table with its columns. What is there already is not changed, and copied only where
 * something is added. */
#include <string.h>

#include "model/schema_shape.h"

#define DEPTH_MAX 64
#define ABSENT_DEPTH_MAX 8 /* mappings within each other that are all absent: a schema may refer to itself without end */

typedef struct completer {
    zb_arena *arena;
    size_t added;
    bool full;
} completer;

static const zb_value *complete(completer *k, const zb_value *value, zb_schema_shape *shape, int depth);

static zb_value *copy_of(zb_arena *arena, const zb_value *value) {
    zb_value *copy = ZB_NEW(arena, zb_value);
    *copy = *value;
    return copy;
}

/* ---- what is absent ---- */

typedef ZB_VEC(const zb_value *) texts;

static void add_columns(completer *k, zb_schema_shape *items, zb_str prefix, zb_loc loc, int depth, texts *out) {
    for (size_t i = 0; i < zb_schema_shape_count(items); i++) {
        zb_str name = zb_schema_shape_name(items, i);
        zb_schema_shape *member = zb_schema_shape_member(items, name);
        if (prefix.n) name = zb_str_format(k->arena, "%.*s_%.*s", ZB_STR_ARG(prefix), ZB_STR_ARG(name));
        if (zb_schema_shape_kind(member) != ZB_MAP) ZB_PUSH(k->arena, out, zb_value_scalar(k->arena, name, false, loc));
        else if (depth < ABSENT_DEPTH_MAX) add_columns(k, member, name, loc, depth + 1, out);
    }
}

/* The columns of a list without rows; NULL: its items are no mappings. */
static const zb_value *columns_of(completer *k, zb_schema_shape *shape, zb_loc loc) {
    texts list = {0};
    add_columns(k, zb_schema_shape_items(shape), (zb_str){0}, loc, 0, &list);
    if (!list.count) return NULL;
    zb_value *columns = ZB_NEW(k->arena, zb_value);
    *columns = (zb_value){.kind = ZB_LIST, .loc = loc, .items = list.data, .count = list.count};
    return columns;
}

static const zb_value *absent(completer *k, zb_schema_shape *shape, zb_value_kind kind, zb_loc loc, int depth) {
    zb_value *value = ZB_NEW(k->arena, zb_value);
    *value = (zb_value){.kind = kind, .loc = loc, .absent = true, .shape = shape};
    if (kind == ZB_LIST) value->columns = columns_of(k, shape, loc);
    if (kind != ZB_MAP || depth >= ABSENT_DEPTH_MAX) return value;
    zb_entry *entries = ZB_NEW_ARRAY(k->arena, zb_schema_shape_count(shape), zb_entry);
    for (size_t i = 0; i < zb_schema_shape_count(shape); i++) {
        zb_schema_shape *member = zb_schema_shape_member(shape, zb_schema_shape_name(shape, i));
        entries[i] = (zb_entry){zb_schema_shape_name(shape, i), loc, absent(k, member, zb_schema_shape_kind(member), loc, depth + 1)};
    }
    value->entries = entries;
    value->count = zb_schema_shape_count(shape);
    return value;
}

/* ---- what is there ---- */

static bool room_for_more(completer *k, size_t count) {
    k->added += count;
    k->full = k->full || k->added > ZB_SCHEMA_ADDED_MAX;
    return !k->full;
}

static size_t lacking(const zb_value *map, const zb_schema_shape *shape) {
    size_t count = 0;
    for (size_t i = 0; i < zb_schema_shape_count(shape); i++) count += !zb_value_lookup(map, zb_schema_shape_name(shape, i));
    return count;
}

static zb_entry *entries_of(zb_arena *arena, const zb_value *map, size_t more) {
    zb_entry *entries = ZB_NEW_ARRAY(arena, map->count + more, zb_entry);
    if (map->count) memcpy(entries, map->entries, map->count * sizeof *entries);
    return entries;
}

/* Adds the names that are not there, behind those that are. `keep`: where nothing is added and nothing within has changed, the mapping
 * stays what it was. */
static const zb_value *complete_map(completer *k, const zb_value *map, zb_schema_shape *shape, bool keep, int depth) {
    size_t more = lacking(map, shape);
    if (!room_for_more(k, more)) return map;
    zb_entry *entries = keep && !more ? NULL : entries_of(k->arena, map, more);
    for (size_t i = 0; i < map->count; i++) {
        zb_schema_shape *member = zb_schema_shape_member(shape, map->entries[i].key);
        const zb_value *value = map->entries[i].value, *whole = member ? complete(k, value, member, depth + 1) : value;
        if (whole != value && !entries) entries = entries_of(k->arena, map, more);
        if (whole != value) entries[i].value = whole;
    }
    if (!entries) return map;
    zb_value *copy = copy_of(k->arena, map);
    for (size_t i = 0; i < zb_schema_shape_count(shape); i++) {
        zb_str name = zb_schema_shape_name(shape, i);
        if (zb_value_lookup(map, name)) continue;
        zb_schema_shape *member = zb_schema_shape_member(shape, name);
        entries[copy->count++] = (zb_entry){name, map->loc, absent(k, member, zb_schema_shape_kind(member), map->loc, 0)};
    }
    copy->entries = entries;
    copy->shape = shape;
    return copy;
}

/* The columns of a file with those that only the schema knows behind them. */
static const zb_value *more_columns(completer *k, const zb_value *list, zb_schema_shape *items) {
    const zb_value *columns = list->columns;
    texts all = {0};
    for (size_t i = 0; i < columns->count; i++) ZB_PUSH(k->arena, &all, columns->items[i]);
    for (size_t i = 0; i < zb_schema_shape_count(items); i++) {
        bool there = false;
        for (size_t j = 0; j < columns->count && !there; j++) there = zb_str_equal(columns->items[j]->text, zb_schema_shape_name(items, i));
        if (!there) ZB_PUSH(k->arena, &all, zb_value_scalar(k->arena, zb_schema_shape_name(items, i), false, columns->loc));
    }
    zb_value *copy = copy_of(k->arena, columns);
    copy->items = all.data;
    copy->count = all.count;
    return copy;
}

static const zb_value *complete_list(completer *k, const zb_value *list, zb_schema_shape *shape, int depth) {
    zb_schema_shape *items = zb_schema_shape_items(shape);
    const zb_value **rows = ZB_NEW_ARRAY(k->arena, list->count, const zb_value *);
    for (size_t i = 0; i < list->count; i++) {
        const zb_value *row = list->items[i];
        rows[i] = row->kind == ZB_MAP && !k->full ? complete_map(k, row, items, true, depth + 1)
                                                  : complete(k, row, items, depth + 1);
    }
    zb_value *copy = copy_of(k->arena, list);
    copy->items = rows;
    copy->shape = shape;
    if (list->columns) copy->columns = more_columns(k, list, items);
    else if (!list->count) copy->columns = columns_of(k, shape, list->loc);
    return copy;
}

static const zb_value *complete(completer *k, const zb_value *value, zb_schema_shape *shape, int depth) {
    if (k->full || depth > DEPTH_MAX) return value;
    switch (value->kind) {
    case ZB_MAP: return complete_map(k, value, shape, false, depth);
    case ZB_LIST: return complete_list(k, value, shape, depth);
    case ZB_NULL: return zb_schema_shape_kind(shape) == ZB_NULL ? value : absent(k, shape, zb_schema_shape_kind(shape), value->loc, 0);
    default: return value;
    }
}

/* ---- tables ---- */

/* The root with the tables under their own names: those that are absent are empty, what a column of a file is comes from x-table. */
static const zb_value *with_tables(completer *k, const zb_value *root, zb_schema_shape *shape) {
    zb_schema_shape *tables = zb_schema_shape_member(shape, ZB_STR("tables"));
    size_t count = tables ? zb_schema_shape_count(tables) : 0;
    zb_entry *entries = ZB_NEW_ARRAY(k->arena, root->count + count, zb_entry);
    zb_value *copy = copy_of(k->arena, root);
    if (root->count) memcpy(entries, root->entries, root->count * sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        zb_str name = zb_schema_shape_name(tables, i);
        zb_schema_shape *table = zb_schema_shape_member(tables, name);
        size_t at = 0;
        while (at < copy->count && !zb_str_equal(entries[at].key, name)) at++;
        if (at == copy->count) entries[copy->count++] = (zb_entry){name, root->loc, absent(k, table, ZB_LIST, root->loc, 0)};
        else if (entries[at].value->kind == ZB_LIST) entries[at].value = complete_list(k, entries[at].value, table, 1);
    }
    copy->entries = entries;
    return copy;
}

const zb_value *zb_schema_complete(zb_arena *arena, const zb_schema *schema, const zb_value *root, zb_diags *diags) {
    zb_schema_shape *shape = zb_schema_shape_new(arena, schema);
    completer k = {.arena = arena};
    if (root->kind != ZB_MAP) return root;
    const zb_value *whole = with_tables(&k, complete_map(&k, root, shape, false, 0), shape);
    if (k.full)
        zb_diag_add(diags, ZB_ERROR, "schema.limit", root->loc, "the data lacks more than %d optional values", ZB_SCHEMA_ADDED_MAX);
    return whole;
}
