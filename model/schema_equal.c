/* SPDX-License-Identifier: Apache-2.0
 * When values are the same for a schema: numbers by their value, mappings whatever the order of their keys. */
#include <math.h>
#include <stdlib.h>

#include "model/schema_parts.h"

unsigned zb_json_kinds(const zb_value *value) {
    switch (value->kind) {
    case ZB_NULL: return ZB_JSON_NULL;
    case ZB_BOOL: return ZB_JSON_BOOLEAN;
    case ZB_INT: return ZB_JSON_INTEGER | ZB_JSON_NUMBER;
    case ZB_REAL: return ZB_JSON_NUMBER | (value->real == floor(value->real) ? ZB_JSON_INTEGER : 0);
    case ZB_TEXT: return ZB_JSON_STRING;
    case ZB_LIST: return ZB_JSON_ARRAY;
    default: return ZB_JSON_OBJECT;
    }
}

static int kind_order(const zb_value *value) { return value->kind == ZB_REAL ? ZB_INT : (int)value->kind; }

static int compare_numbers(const zb_value *a, const zb_value *b) {
    if (a->kind == ZB_INT && b->kind == ZB_INT) return (a->integer > b->integer) - (a->integer < b->integer);
    return (a->real > b->real) - (a->real < b->real);
}

static int compare_lists(const zb_value *a, const zb_value *b) {
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        int order = zb_json_compare(a->items[i], b->items[i]);
        if (order) return order;
    }
    return (a->count > b->count) - (a->count < b->count);
}

static int by_key(const void *a, const void *b) {
    return zb_str_compare((*(const zb_entry *const *)a)->key, (*(const zb_entry *const *)b)->key);
}

static const zb_entry **sorted(const zb_value *map) {
    const zb_entry **list = zb_realloc(NULL, (map->count + 1) * sizeof *list);
    for (size_t i = 0; i < map->count; i++) list[i] = &map->entries[i];
    qsort(list, map->count, sizeof *list, by_key);
    return list;
}

static int compare_maps(const zb_value *a, const zb_value *b) {
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    const zb_entry **x = sorted(a), **y = sorted(b);
    int order = 0;
    for (size_t i = 0; i < a->count && !order; i++) {
        order = zb_str_compare(x[i]->key, y[i]->key);
        if (!order) order = zb_json_compare(x[i]->value, y[i]->value);
    }
    free(x);
    free(y);
    return order;
}

int zb_json_compare(const zb_value *a, const zb_value *b) {
    if (kind_order(a) != kind_order(b)) return kind_order(a) - kind_order(b);
    switch (a->kind) {
    case ZB_NULL: return 0;
    case ZB_BOOL: return (int)(a->integer - b->integer);
    case ZB_INT:
    case ZB_REAL: return compare_numbers(a, b);
    case ZB_TEXT: return zb_str_compare(a->text, b->text);
    case ZB_LIST: return compare_lists(a, b);
    default: return compare_maps(a, b);
    }
}
