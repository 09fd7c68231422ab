/* SPDX-License-Identifier: Apache-2.0
 * What a schema knows of data that is not there: names that may be absent, the columns of empty tables, the choices of an enum. A shape
 * gathers all that a schema says of one place, along $ref, allOf, anyOf, oneOf, then, else and dependentSchemas; what only forbids
 * (`not`, `if`) names nothing. Shapes of members are made when first asked for, so that schemas may refer to themselves. */
#include <string.h>

#include "model/schema_shape.h"

#include "model/table_schema.h"

#define NODES_MAX 256 /* subschemas that speak of one place; further ones are not looked at */

struct zb_schema_shape {
    zb_arena *arena;
    const zb_schema_node *nodes[NODES_MAX];
    size_t count;
    const zb_schema_shape *rows_of; /* items: the list that they are of, whose x-table names columns too */
    const zb_str *names;
    size_t name_count;
    zb_schema_shape **members; /* of the names, once asked for */
    zb_schema_shape *items;
    zb_schema_shape *others; /* of the last name that only patternProperties or additionalProperties know */
    zb_str other_name;
};

static void add_node(zb_schema_shape *shape, const zb_schema_node *node);

static void add_nodes(zb_schema_shape *shape, const zb_schema_list *list) {
    for (size_t i = 0; i < list->count; i++) add_node(shape, list->nodes[i]);
}

static void add_node(zb_schema_shape *shape, const zb_schema_node *node) {
    if (!node || node->never || shape->count == NODES_MAX) return;
    for (size_t i = 0; i < shape->count; i++)
        if (shape->nodes[i] == node) return;
    shape->nodes[shape->count++] = node;
    add_node(shape, node->target);
    add_nodes(shape, &node->all);
    add_nodes(shape, &node->any);
    add_nodes(shape, &node->one);
    add_node(shape, node->then);
    add_node(shape, node->otherwise);
    for (size_t i = 0; i < node->dependents.count; i++) add_node(shape, node->dependents.data[i].node);
}

typedef ZB_VEC(zb_str) names;

static void add_name(zb_arena *arena, names *list, zb_str name) {
    for (size_t i = 0; i < list->count; i++)
        if (zb_str_equal(list->data[i], name)) return;
    ZB_PUSH(arena, list, name);
}

/* The x-table that says what the columns of the items are; NULL: none. */
static const zb_table_schema *columns_of(const zb_schema_shape *shape) {
    for (size_t i = 0; shape->rows_of && i < shape->rows_of->count; i++)
        if (shape->rows_of->nodes[i]->table) return shape->rows_of->nodes[i]->table;
    return NULL;
}

static zb_schema_shape *finish(zb_schema_shape *shape) {
    names list = {0};
    const zb_table_schema *table = columns_of(shape);
    for (size_t i = 0; table && i < table->count; i++) add_name(shape->arena, &list, table->fields[i].name);
    for (size_t i = 0; i < shape->count; i++)
        for (size_t j = 0; j < shape->nodes[i]->members.count; j++)
            if (!shape->nodes[i]->members.data[j].node->never)
                add_name(shape->arena, &list, shape->nodes[i]->members.data[j].name);
    shape->names = list.data;
    shape->name_count = list.count;
    shape->members = ZB_NEW_ARRAY(shape->arena, list.count, zb_schema_shape *);
    return shape;
}

static zb_schema_shape *shape_new(zb_arena *arena) {
    zb_schema_shape *shape = ZB_NEW(arena, zb_schema_shape);
    shape->arena = arena;
    return shape;
}

zb_schema_shape *zb_schema_shape_new(zb_arena *arena, const zb_schema *schema) {
    zb_schema_shape *shape = shape_new(arena);
    add_node(shape, schema->root);
    return finish(shape);
}

size_t zb_schema_shape_count(const zb_schema_shape *shape) { return shape->name_count; }

zb_str zb_schema_shape_name(const zb_schema_shape *shape, size_t index) { return shape->names[index]; }

static zb_schema_shape *member_new(zb_schema_shape *shape, zb_str name) {
    zb_schema_shape *member = shape_new(shape->arena);
    const zb_table_schema *table = columns_of(shape);
    for (size_t i = 0; table && i < table->count; i++)
        if (zb_str_equal(table->fields[i].name, name)) add_node(member, table->fields[i].node);
    for (size_t i = 0; i < shape->count; i++) add_node(member, zb_schema_named(&shape->nodes[i]->members, name));
    return finish(member);
}

/* A member of a name that the schema does not spell out. */
static zb_schema_shape *other_member(zb_schema_shape *shape, zb_str name) {
    if (shape->others && zb_str_equal(shape->other_name, name)) return shape->others;
    zb_schema_shape *member = shape_new(shape->arena);
    for (size_t i = 0; i < shape->count; i++) {
        const zb_schema_node *node = shape->nodes[i];
        size_t before = member->count;
        for (size_t j = 0; j < node->patterns.count; j++)
            if (zb_pattern_match(node->patterns.data[j].pattern, name) == 1) add_node(member, node->patterns.data[j].node);
        if (member->count == before) add_node(member, node->additional);
    }
    if (!member->count) return NULL;
    shape->others = finish(member);
    shape->other_name = name;
    return member;
}

zb_schema_shape *zb_schema_shape_member(zb_schema_shape *shape, zb_str name) {
    for (size_t i = 0; i < shape->name_count; i++) {
        if (!zb_str_equal(shape->names[i], name)) continue;
        if (!shape->members[i]) shape->members[i] = member_new(shape, name);
        return shape->members[i];
    }
    return other_member(shape, name);
}

zb_schema_shape *zb_schema_shape_items(zb_schema_shape *shape) {
    if (shape->items) return shape->items;
    zb_schema_shape *items = shape_new(shape->arena);
    items->rows_of = shape;
    for (size_t i = 0; i < shape->count; i++) {
        add_node(items, shape->nodes[i]->items);
        add_nodes(items, &shape->nodes[i]->prefix);
    }
    return shape->items = finish(items);
}

/* What kinds of values may stand there, as far as the schema says; 0: it does not. */
static unsigned kinds_of(const zb_schema_shape *shape) {
    unsigned kinds = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const zb_schema_node *node = shape->nodes[i];
        if (node->types) kinds |= node->types;
        else if (node->members.count) kinds |= ZB_JSON_OBJECT;
        else if (node->items || node->prefix.count) kinds |= ZB_JSON_ARRAY;
    }
    return kinds & ~(unsigned)ZB_JSON_NULL;
}

zb_value_kind zb_schema_shape_kind(const zb_schema_shape *shape) {
    unsigned kinds = kinds_of(shape);
    return kinds == ZB_JSON_OBJECT ? ZB_MAP : kinds == ZB_JSON_ARRAY ? ZB_LIST : ZB_NULL;
}

/* Whether a subschema of a shape leaves it to others which values there may be: it only gathers or adds. */
static bool is_open(const zb_schema_node *node) { return !node->choices && !node->constant; }

bool zb_schema_shape_limits(const zb_schema_shape *shape, zb_str *choices, size_t room, size_t *count) {
    *count = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const zb_schema_node *node = shape->nodes[i];
        bool gathers = node->target || node->all.count || node->any.count || node->one.count;
        if (is_open(node) && !gathers) return false;
        const zb_value *list = node->choices;
        for (size_t j = 0; list && j < list->count; j++)
            if (zb_value_is_scalar(list->items[j]) && *count < room) choices[(*count)++] = list->items[j]->text;
        if (node->constant && zb_value_is_scalar(node->constant) && *count < room) choices[(*count)++] = node->constant->text;
    }
    return *count > 0 && *count < room;
}
