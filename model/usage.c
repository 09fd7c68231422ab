/* SPDX-License-Identifier: Apache-2.0
 * The tree of names of a data set, and marking what is used in it. */
#include "model/usage.h"

#include <string.h>

#include "model/usage_parts.h"

#define DEPTH_MAX 128
#define SLOTS_MIN 64

/* ---- the tree ---- */

static size_t hash_of(const zb_use *up, zb_str key) {
    uint64_t hash = 14695981039346656037u ^ ((uintptr_t)up >> 4); /* FNV-1a */
    for (size_t i = 0; i < key.n; i++) hash = (hash ^ (unsigned char)key.s[i]) * 1099511628211u;
    return (size_t)(hash ^ hash >> 29);
}

/* The slot of a key below `up`: its node, or empty. There is always an empty one. */
static zb_use **slot_of(const zb_usage *usage, const zb_use *up, zb_str key) {
    size_t at = hash_of(up, key) & (usage->slot_count - 1);
    while (usage->slots[at] && !(usage->slots[at]->up == up && zb_str_equal(usage->slots[at]->key, key)))
        at = (at + 1) & (usage->slot_count - 1);
    return &usage->slots[at];
}

static void grow(zb_usage *usage) {
    size_t count = usage->slot_count ? 2 * usage->slot_count : SLOTS_MIN;
    usage->slots = ZB_NEW_ARRAY(usage->arena, count, zb_use *);
    usage->slot_count = count;
    for (size_t i = 0; i < usage->nodes.count; i++) {
        zb_use *use = usage->nodes.data[i];
        if (use->up) *slot_of(usage, use->up, use->key) = use;
    }
}

static zb_use *child_of(zb_usage *usage, zb_use *up, zb_str key) {
    if (2 * usage->nodes.count >= usage->slot_count) grow(usage);
    zb_use **slot = slot_of(usage, up, key);
    if (*slot) return *slot;
    zb_use *use = *slot = ZB_NEW(usage->arena, zb_use);
    *use = (zb_use){.key = key, .up = up};
    if (up->last) up->last->next = use;
    else up->first = use;
    up->last = use;
    ZB_PUSH(usage->arena, &usage->nodes, use);
    return use;
}

static void see(zb_use *use, zb_loc loc, const zb_value *value, const zb_value *holder) {
    use->seen++;
    if (use->there) return;
    use->there = true;
    use->loc = loc;
    use->value = value;
    use->holder = holder;
}

static void add_value(zb_usage *usage, zb_use *use, const zb_value *value, int depth);

static void add_map(zb_usage *usage, zb_use *use, const zb_value *map, int depth) {
    zb_use *next = use->first; /* rows mostly repeat their keys */
    use->maps++;
    for (size_t i = 0; i < map->count; i++) {
        const zb_entry *entry = &map->entries[i];
        if (entry->value->absent) continue; /* known to the schema alone */
        zb_use *child = next && zb_str_equal(next->key, entry->key) ? next : child_of(usage, use, entry->key);
        see(child, entry->key_loc, entry->value, map);
        add_value(usage, child, entry->value, depth + 1);
        next = child->next;
    }
}

/* Of a table with known columns the rows need not be looked at: all have them all. */
static void add_list(zb_usage *usage, zb_use *use, const zb_value *list, int depth) {
    use->lists++;
    if (!list->columns) {
        for (size_t i = 0; i < list->count; i++) add_value(usage, use, list->items[i], depth + 1);
        return;
    }
    if (!list->count && !list->file) return; /* columns that the schema alone knows */
    use->maps++;
    for (size_t i = 0; i < list->columns->count; i++) {
        const zb_value *name = list->columns->items[i];
        see(child_of(usage, use, name->text), name->loc, name, NULL);
    }
}

static void add_value(zb_usage *usage, zb_use *use, const zb_value *value, int depth) {
    if (depth > DEPTH_MAX) return;
    if (value->kind == ZB_MAP) add_map(usage, use, value, depth);
    if (value->kind == ZB_LIST) add_list(usage, use, value, depth);
}

/* A table of `tables` stands in the root too: both names mean the same. */
static void join_tables(zb_usage *usage, const zb_use *tables) {
    for (zb_use *child = tables->first; child; child = child->next) child->same = zb_use_find(usage, usage->root, child->key);
}

zb_usage *zb_usage_new(zb_arena *arena) {
    zb_usage *usage = ZB_NEW(arena, zb_usage);
    usage->arena = arena;
    return usage;
}

void zb_usage_begin(zb_usage *usage, const zb_value *root) {
    static const char *const own[] = {"template", "style", "tables", "accept", "$schema"};
    if (!usage || usage->root) return;
    grow(usage);
    usage->root = ZB_NEW(usage->arena, zb_use);
    usage->root->there = true;
    add_value(usage, usage->root, root, 0);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) zb_use_mark_whole(child_of(usage, usage->root, zb_str_of(own[i])));
    usage->tables = zb_use_find(usage, usage->root, ZB_STR("tables"));
    if (usage->tables) join_tables(usage, usage->tables);
}

void zb_usage_add_results(zb_usage *usage, const zb_value *root, size_t first) {
    if (usage) usage->asked = true;
    for (size_t i = first; usage && usage->root && i < root->count; i++) {
        zb_use *use = child_of(usage, usage->root, root->entries[i].key);
        if (use->there && !use->result) continue;
        use->result = true;
        see(use, root->entries[i].key_loc, root->entries[i].value, root);
        add_value(usage, use, root->entries[i].value, 1);
    }
}

void zb_usage_describe(zb_usage *usage, const struct zb_schema *schema) {
    if (usage) usage->schema = schema;
}

/* ---- marking ---- */

zb_use *zb_usage_root(zb_usage *usage) { return usage ? usage->root : NULL; }

zb_use *zb_use_find(const zb_usage *usage, const zb_use *use, zb_str key) {
    if (!use) return NULL;
    zb_use *child = *slot_of(usage, use, key);
    if (!child || !child->there) return NULL;
    return child->same ? child->same : child;
}

void zb_use_mark(zb_use *use) {
    for (; use && !use->used; use = use->up) use->used = true;
}

void zb_use_mark_whole(zb_use *use) {
    zb_use_mark(use);
    if (use) use->whole = true;
}

void zb_use_want(zb_usage *usage, zb_use *use, zb_str key) { child_of(usage, use, key)->used = true; }

static bool is_index(zb_str step) {
    for (size_t i = 0; i < step.n; i++)
        if (step.s[i] < '0' || step.s[i] > '9') return false;
    return step.n > 0;
}

zb_use *zb_use_follow(zb_usage *usage, zb_use *use, zb_str path) {
    for (;;) {
        zb_use *whole = zb_use_find(usage, use, path);
        size_t dot = whole ? SIZE_MAX : zb_str_find(path, ZB_STR("."), 0);
        zb_str step = zb_str_sub(path, 0, dot);
        zb_use *next = whole ? whole : zb_use_find(usage, use, step);
        if (!next && use->lists && is_index(step)) next = use; /* all items of a list are one */
        if (!next) {
            if (!use->result) zb_use_want(usage, use, step);
            return NULL;
        }
        zb_use_mark(next);
        if (dot == SIZE_MAX) return next;
        use = next;
        path = zb_str_sub(path, dot + 1, path.n);
    }
}

void zb_usage_column(zb_usage *usage, zb_str table, zb_str column) {
    zb_use *use = usage && usage->root && table.n ? zb_use_follow(usage, usage->root, table) : NULL;
    if (use && column.n) zb_use_follow(usage, use, column);
}

void zb_usage_table(zb_usage *usage, zb_str table) {
    if (usage && usage->root && table.n) zb_use_mark_whole(zb_use_follow(usage, usage->root, table));
}

/* ---- the names of SQL ---- */

/* The bytes of a key as a name of SQL has them: a table's or column's ignore case, a parameter's have '_' for signs. */
typedef char (*spelling)(char c);

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static char as_parameter(char c) {
    bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
    return letter ? c : '_';
}

static bool begins(zb_str name, zb_str key, spelling as) {
    if (key.n == 0 || key.n > name.n) return false;
    for (size_t i = 0; i < key.n; i++)
        if (as(key.s[i]) != as(name.s[i])) return false;
    return true;
}

typedef struct search {
    spelling as;
    void (*found)(zb_usage *usage, zb_use *use, zb_str column);
    zb_str column;
    size_t count;
    zb_use *nearest; /* what a name that leads nowhere leads to, and what is left of it */
    zb_str rest;
} search;

/* Goes along the keys that, joined by '_', are the name. */
static void find_joined(zb_usage *usage, zb_use *up, zb_str name, search *s) {
    s->nearest = up;
    s->rest = name;
    for (zb_use *use = up->first; use; use = use->next) {
        if (!use->there || !begins(name, use->key, s->as)) continue;
        if (use->key.n == name.n) {
            s->count++;
            s->found(usage, use, s->column);
        } else if (name.s[use->key.n] == '_' && use->maps && !use->lists) {
            find_joined(usage, use, zb_str_sub(name, use->key.n + 1, name.n), s);
        }
    }
}

static void found_name(zb_usage *usage, zb_use *use, zb_str column) {
    (void)usage, (void)column;
    zb_use_mark(use);
}

static void found_table(zb_usage *usage, zb_use *use, zb_str column) {
    if (!use->lists) return;
    zb_use_mark(use);
    if (column.n) find_joined(usage, use, column, &(search){.as = lower, .found = found_name});
}

static void found_lacking(zb_usage *usage, zb_use *use, zb_str column) {
    if (use->lists && !zb_use_find(usage, use, column)) zb_use_want(usage, use, zb_str_copy(usage->arena, column));
}

void zb_usage_sql_column(zb_usage *usage, zb_str table, zb_str column) {
    search s = {.as = lower, .found = found_table, .column = column};
    if (usage && usage->root) find_joined(usage, usage->root, table, &s);
}

void zb_usage_sql_parameter(zb_usage *usage, zb_str name) {
    search s = {.as = as_parameter, .found = found_name};
    if (!usage || !usage->root) return;
    find_joined(usage, usage->root, name, &s);
    if (s.count || s.nearest->result) return;
    zb_use_mark(s.nearest);
    zb_use_want(usage, s.nearest, zb_str_copy(usage->arena, s.rest));
}

void zb_usage_sql_want(zb_usage *usage, zb_str table, zb_str name) {
    search s = {.as = lower, .found = found_lacking, .column = name};
    if (!usage || !usage->root || !name.n) return;
    if (table.n) find_joined(usage, usage->root, table, &s);
    else if (!zb_use_find(usage, usage->root, name)) zb_use_want(usage, usage->root, zb_str_copy(usage->arena, name));
}
