/* SPDX-License-Identifier: Apache-2.0
 * What a schema says about names of the data: that it knows them, that nothing need read them ("x-unused"). Whichever of its parts can be
 * about a name counts. */
#include "model/table_schema.h"

#define NODES_MAX 1000 /* that can be about one name */

/* Subschemas that are about the same value, or about items of it. */
typedef ZB_VEC(const zb_schema_node *) nodes;

static void add(zb_arena *arena, nodes *list, const zb_schema_node *node) {
    for (size_t i = 0; i < list->count; i++)
        if (list->data[i] == node) return;
    if (node && list->count < NODES_MAX) ZB_PUSH(arena, list, node);
}

static void add_list(zb_arena *arena, nodes *list, const zb_schema_list *more) {
    for (size_t i = 0; i < more->count; i++) add(arena, list, more->nodes[i]);
}

/* Adds what the nodes of the list refer to and are made of, however deep. */
static void spread(zb_arena *arena, nodes *list) {
    for (size_t i = 0; i < list->count; i++) {
        const zb_schema_node *n = list->data[i];
        const zb_schema_node *ones[] = {n->target, n->items, n->contains, n->condition, n->then, n->otherwise};
        for (size_t k = 0; k < sizeof ones / sizeof *ones; k++) add(arena, list, ones[k]);
        add_list(arena, list, &n->all);
        add_list(arena, list, &n->any);
        add_list(arena, list, &n->one);
        add_list(arena, list, &n->prefix);
        for (size_t k = 0; k < n->dependents.count; k++) add(arena, list, n->dependents.data[k].node);
    }
}

/* What a node says about a key of a mapping, or a column of a table; whether it names it. */
static bool add_named(zb_arena *arena, nodes *list, const zb_schema_node *n, zb_str key) {
    const zb_schema_node *named = zb_schema_named(&n->members, key);
    bool known = named != NULL, column = false;
    if (named) add(arena, list, named);
    for (size_t i = 0; i < n->patterns.count; i++) {
        if (zb_pattern_match(n->patterns.data[i].pattern, key) != 1) continue;
        add(arena, list, n->patterns.data[i].node);
        known = true;
    }
    if (!known) add(arena, list, n->additional);
    for (size_t i = 0; n->table && i < n->table->count; i++) {
        if (!zb_str_equal(n->table->fields[i].name, key)) continue;
        add(arena, list, n->table->fields[i].node);
        column = true;
    }
    return named || column;
}

/* What the nodes say about a key; *known tells whether one of them names it. */
static nodes step(zb_arena *arena, const nodes *from, zb_str key, bool *known) {
    nodes list = {0};
    *known = false;
    for (size_t i = 0; i < from->count; i++) *known = add_named(arena, &list, from->data[i], key) || *known;
    spread(arena, &list);
    return list;
}

static bool says_so(const nodes *list) {
    for (size_t i = 0; i < list->count; i++)
        if (list->data[i]->unread) return true;
    return false;
}

zb_schema_word zb_schema_says(const zb_schema *schema, const zb_str *path, size_t count) {
    zb_arena *scratch = zb_arena_open();
    nodes at = {0};
    bool known = false, unused = false;
    add(scratch, &at, schema->root);
    spread(scratch, &at);
    for (size_t i = 0; i < count && !unused; i++) {
        at = step(scratch, &at, path[i], &known);
        unused = says_so(&at);
    }
    zb_arena_close(scratch);
    return unused ? ZB_SCHEMA_UNUSED : known ? ZB_SCHEMA_KNOWN : ZB_SCHEMA_SILENT;
}
