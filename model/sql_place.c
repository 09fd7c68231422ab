/* SPDX-License-Identifier: Apache-2.0
 * place('a.b') in SQL: where a value, a table or a column stands in the data, for the findings of checks that are about no single row. */
#include "model/sql_database.h"

/* Places that the queries of one database may ask for. */
#define ASKED_MAX 100000

/* A step of a path: what has that name, and its place. */
typedef struct stand {
    const zb_value *value;
    zb_loc loc;
} stand;

/* A table from a file begins with its header, one in the YAML with its key. */
static stand stand_of(const zb_entry *entry) {
    const zb_value *value = entry->value;
    if (value->columns) return (stand){value, value->columns->loc};
    return (stand){value, zb_value_is_scalar(value) ? value->loc : entry->key_loc};
}

static stand step_into_map(const zb_value *map, zb_str name) {
    for (size_t i = 0; i < map->count; i++)
        if (zb_str_equal(map->entries[i].key, name)) return stand_of(&map->entries[i]);
    return (stand){0};
}

static stand step_into_table(const zb_value *table, zb_str name) {
    for (size_t i = 0; table->columns && i < table->columns->count; i++)
        if (zb_str_equal(table->columns->items[i]->text, name)) return (stand){table->columns->items[i], table->columns->items[i]->loc};
    for (size_t i = 0; !table->columns && i < table->count; i++)
        for (size_t k = 0; table->items[i]->kind == ZB_MAP && k < table->items[i]->count; k++)
            if (zb_str_equal(table->items[i]->entries[k].key, name))
                return (stand){table->items[i]->entries[k].value, table->items[i]->entries[k].key_loc};
    return (stand){0};
}

zb_loc zb_sql_place_of(const zb_sql *sql, zb_str path) {
    stand at = {sql->data->root, sql->data->root->loc};
    for (size_t dot = 0; dot != SIZE_MAX; path = zb_str_sub(path, dot + 1, path.n)) {
        dot = zb_str_find(path, ZB_STR("."), 0);
        zb_str name = zb_str_sub(path, 0, dot == SIZE_MAX ? path.n : dot);
        stand next = at.value->kind == ZB_MAP    ? step_into_map(at.value, name)
                     : at.value->kind == ZB_LIST ? step_into_table(at.value, name)
                                                 : (stand){0};
        if (!next.value) break;
        at = next;
        if (dot == SIZE_MAX) break;
    }
    return at.loc;
}

zb_loc zb_sql_place_at(const zb_sql *sql, int64_t index, zb_loc otherwise) {
    bool known = index >= 1 && (uint64_t)index <= sql->places.count;
    return known ? sql->places.data[index - 1] : otherwise;
}

static void place(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    zb_sql *sql = sqlite3_user_data(context);
    const char *path = (const char *)sqlite3_value_text(values[0]);
    if (!path) return;
    if (sql->asked++ >= ASKED_MAX) {
        sqlite3_result_error(context, "place() is asked for too many places", -1);
        return;
    }
    ZB_PUSH(sql->arena, &sql->places, zb_sql_place_of(sql, zb_str_of(path)));
    sqlite3_result_int64(context, (sqlite3_int64)sql->places.count);
}

void zb_sql_add_place(zb_sql *sql) {
    zb_sql_register(sql, "place", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, sql, place);
}
