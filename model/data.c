/* SPDX-License-Identifier: Apache-2.0
 * From the files of an issue to its data set: issue.yaml, then each table that it names under `tables`. */
#include "model/data.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "model/csv.h"
#include "model/data_accept.h"
#include "model/data_set.h"
#include "model/usage.h"
#include "model/yaml.h"

/* Files looked through for a hint. */
#define HINT_FILES_MAX 200

typedef struct collector {
    zb_arena *arena;
    const char *path;
    zb_diags *diags;
    ZB_VEC(zb_entry) entries; /* of the root */
    size_t written;           /* of them stand in the YAML */
} collector;

static bool is_folder(const char *path) {
    struct stat info;
    if (!strcmp(path, "-")) return false;
    bool known = stat(path, &info) == 0 || stat(path, &info) == 0; /* a passing fault; reading tells of one that stays */
    return known && S_ISDIR(info.st_mode);
}

static const zb_value *empty_map(zb_arena *arena, zb_loc loc) {
    zb_value *map = ZB_NEW(arena, zb_value);
    *map = (zb_value){.kind = ZB_MAP, .loc = loc};
    return map;
}

static int compare_names(const void *a, const void *b) { return zb_str_compare(*(const zb_str *)a, *(const zb_str *)b); }

/* The nearest of the CSV files in the folder where `path` is looked for. */
static void hint_file(collector *c, const char *path, zb_str name) {
    const char *slash = strrchr(path, '/');
    DIR *folder = opendir(slash ? zb_str_z(c->arena, zb_str_sub(zb_str_of(path), 0, (size_t)(slash - path) + 1)) : ".");
    ZB_VEC(zb_str) names = {0};
    struct dirent *entry;
    while (folder && names.count < HINT_FILES_MAX && (entry = readdir(folder)))
        if (zb_str_ends(zb_str_of(entry->d_name), ".csv")) ZB_PUSH(c->arena, &names, zb_str_copy(c->arena, zb_str_of(entry->d_name)));
    if (folder) closedir(folder);
    if (names.count) qsort(names.data, names.count, sizeof *names.data, compare_names);
    zb_diag_hint_nearest(c->diags, name, names.data, names.count);
}

static const zb_value *read_csv(collector *c, const zb_value *name) {
    const char *path = zb_path_beside(c->arena, c->path, name->text);
    const zb_source *source = zb_source_read(c->arena, path, name->loc, c->diags);
    if (source) return zb_csv_read(c->arena, source, c->diags);
    if (!zb_file_exists(path, c->diags)) hint_file(c, path, name->text);
    return NULL;
}

/* A list of mappings, perhaps empty, as it stands in the YAML. */
static const zb_value *check_inline(collector *c, const zb_entry *entry) {
    const zb_value *list = entry->value;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind == ZB_MAP) continue;
        zb_diag_add(c->diags, ZB_ERROR, "data.table", list->items[i]->loc, "a row of the table '%.*s' must be a mapping (found: %s)",
                    ZB_STR_ARG(entry->key), zb_value_kind_name(list->items[i]->kind));
        return NULL;
    }
    return list;
}

static const zb_value *read_table(collector *c, const zb_entry *entry) {
    if (entry->value->kind == ZB_LIST) return check_inline(c, entry);
    if (entry->value->kind == ZB_TEXT && entry->value->text.n) return read_csv(c, entry->value);
    zb_diag_add(c->diags, ZB_ERROR, "data.table", entry->value->loc,
                "the table '%.*s' must be a CSV file or a list of mappings (found: %s)", ZB_STR_ARG(entry->key),
                zb_value_kind_name(entry->value->kind));
    return NULL;
}

static bool is_taken(collector *c, const zb_entry *entry) {
    for (size_t i = 0; i < c->written; i++) {
        if (!zb_str_equal(c->entries.data[i].key, entry->key)) continue;
        zb_diag_add(c->diags, ZB_ERROR, "data.duplicate", entry->key_loc, "'%.*s' names a table and something else",
                    ZB_STR_ARG(entry->key));
        if (c->entries.data[i].key_loc.line) zb_diag_hint(c->diags, "it is also in line %u", c->entries.data[i].key_loc.line);
        zb_diag_related(c->diags, c->entries.data[i].key_loc);
        return true;
    }
    return false;
}

static void add_tables(collector *c, const zb_entry *tables) {
    if (tables->value->kind == ZB_NULL) return;
    if (tables->value->kind != ZB_MAP) {
        zb_diag_add(c->diags, ZB_ERROR, "data.tables", tables->value->loc, "'tables' must be a mapping of names to CSV files (found: %s)",
                    zb_value_kind_name(tables->value->kind));
        return;
    }
    for (size_t i = 0; i < tables->value->count; i++) {
        const zb_entry *entry = &tables->value->entries[i];
        bool too_many = i >= ZB_DATA_TABLES_MAX, too_large = zb_arena_used(c->arena) > ZB_DATA_MEMORY_MAX;
        if (too_many || too_large) {
            size_t limit = too_many ? (size_t)ZB_DATA_TABLES_MAX : ZB_DATA_MEMORY_MAX >> 20;
            zb_diag_add(c->diags, ZB_ERROR, "data.size", entry->key_loc, "more than %zu %s", limit, too_many ? "tables" : "MiB of data");
            return;
        }
        if (is_taken(c, entry)) continue;
        const zb_value *table = read_table(c, entry);
        if (table) ZB_PUSH(c->arena, &c->entries, (zb_entry){entry->key, entry->key_loc, table});
    }
}

static const zb_value *with_tables(collector *c, const zb_value *root) {
    for (size_t i = 0; i < root->count; i++) ZB_PUSH(c->arena, &c->entries, root->entries[i]);
    c->written = root->count;
    for (size_t i = 0; i < root->count; i++)
        if (zb_str_is(root->entries[i].key, "tables")) add_tables(c, &root->entries[i]);
    zb_value *map = ZB_NEW(c->arena, zb_value);
    *map = (zb_value){.kind = ZB_MAP, .loc = root->loc, .entries = c->entries.data, .count = c->entries.count};
    return map;
}

const zb_data *zb_data_read(zb_arena *arena, const char *path, zb_diags *diags) { return zb_data_read_set(arena, path, NULL, 0, diags); }

const zb_data *zb_data_read_set(zb_arena *arena, const char *path, const char *const *sets, size_t set_count, zb_diags *diags) {
    if (is_folder(path)) {
        bool slash = path[0] && path[strlen(path) - 1] == '/';
        path = zb_str_format(arena, "%s%sissue.yaml", path, slash ? "" : "/").s;
    }
    zb_data *data = ZB_NEW(arena, zb_data);
    const zb_value *empty = empty_map(arena, ZB_NOWHERE);
    *data = (zb_data){zb_str_z(arena, zb_str_of(path)), empty, empty, zb_usage_new(arena)};
    const zb_source *source = zb_source_read(arena, path, ZB_NOWHERE, diags);
    const zb_value *root = source ? zb_yaml_read_source(arena, source, diags) : NULL;
    if (!root) return data;
    if (root->kind != ZB_MAP) {
        zb_diag_add(diags, ZB_ERROR, "data.root", root->loc, "an issue must be a mapping of names to values (found: %s)",
                    zb_value_kind_name(root->kind));
        return data;
    }
    collector c = {.arena = arena, .path = data->path, .diags = diags};
    for (size_t i = 0; i < set_count; i++) root = zb_set_apply(arena, root, sets[i], diags);
    root = zb_accept_take(arena, root, diags);
    data->written = root;
    data->root = with_tables(&c, root);
    return data;
}

void zb_data_dump(const zb_data *data, zb_buf *out) { zb_value_dump(data->root, 0, out); }
