/* SPDX-License-Identifier: Apache-2.0
 * The values of a bulletin: scalars, lists, mappings, each with its place in the source. A list of mappings is a table, wherever
 * it stands; a CSV file is read into one. */
#ifndef ZB_MODEL_VALUE_H
#define ZB_MODEL_VALUE_H

#include "base/diag.h"

typedef enum zb_value_kind { ZB_NULL, ZB_BOOL, ZB_INT, ZB_REAL, ZB_TEXT, ZB_LIST, ZB_MAP } zb_value_kind;

typedef struct zb_value zb_value;

typedef struct zb_entry {
    zb_str key;
    zb_loc key_loc;
    const zb_value *value; /* never NULL */
} zb_entry;

struct zb_value {
    zb_value_kind kind;
    zb_loc loc;  /* where it begins; for a query's result: where the query stands */
    zb_str text; /* scalars: the spelling in the source without quotes ("6.10" stays "6.10"); NULL kind: empty */
    int64_t integer;              /* BOOL (0, 1) and INT */
    double real;                  /* INT and REAL */
    const zb_value *const *items; /* LIST */
    const zb_entry *entries;      /* MAP, in source order */
    size_t count;                 /* of items or entries */
};

/* New values in the arena. zb_value_scalar resolves plain text by the YAML 1.2 core schema (null, booleans, decimal integers and
 * reals; 2019-06-24 and 007 stay text); `plain` false: always TEXT. */
zb_value *zb_value_scalar(zb_arena *arena, zb_str text, bool plain, zb_loc loc);
zb_value *zb_value_int(zb_arena *arena, int64_t value, zb_loc loc);
zb_value *zb_value_real(zb_arena *arena, double value, zb_loc loc);

bool zb_value_is_scalar(const zb_value *value);
/* INT or REAL (also a TEXT that reads wholly as a decimal number, as CSV and quoted cells give): true and *out. */
bool zb_value_number(const zb_value *value, double *out);
/* A list with at least one item, all mappings. */
bool zb_value_is_table(const zb_value *value);
/* "text", "list", ... for messages. */
const char *zb_value_kind_name(zb_value_kind kind);

/* The value under a key of a mapping; NULL when `map` is NULL or no mapping, or the key is absent. Borrowed. */
const zb_value *zb_value_lookup(const zb_value *map, zb_str key);
const zb_value *zb_value_lookup_z(const zb_value *map, const char *key);
/* The same along a dotted path; a number selects from a list, counted from 0. */
const zb_value *zb_value_lookup_path(const zb_value *map, zb_str path);

/* Writes a value as an indented text dump with places (for `zhoubao dump data` and golden tests). */
void zb_value_dump(const zb_value *value, int depth, zb_buf *out);

#endif
