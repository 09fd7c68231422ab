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
    bool file;                    /* LIST read from a CSV file */
    bool may_be_empty;            /* of such a list: having no rows is no fault (the template's schema says so) */
    const zb_value *columns;      /* LIST read from CSV or by SQL, even without rows: its column names, a LIST of TEXT; else NULL */
    bool absent; /* NULL, or a MAP or LIST of nothing: the data lacks it, the template's schema knows it. `loc`: of what lacks it */
    struct zb_schema_shape *shape; /* MAP, LIST: what the template's schema says of it (model/schema.h); NULL: nothing. */
};

/* New values in the arena. zb_value_scalar resolves plain text by the YAML 1.2 core schema (null, booleans, decimal integers and
 * reals; 2019-06-24, 007, 1e5, 0x1F, .inf and integers beyond 64 bits stay text); `plain` false: always TEXT. `text` is copied. A real is
 * spelled with up to 15 significant digits. */
zb_value *zb_value_scalar(zb_arena *arena, zb_str text, bool plain, zb_loc loc);
zb_value *zb_value_int(zb_arena *arena, int64_t value, zb_loc loc);
zb_value *zb_value_real(zb_arena *arena, double value, zb_loc loc);

bool zb_value_is_scalar(const zb_value *value);
/* Nothing, or a text of nothing but white space (the ideographic space and the one that does not break too). An empty text in quotes is
 * meant so and is not blank. */
bool zb_value_is_blank(const zb_value *value);
/* INT or REAL (also a TEXT that reads wholly as a decimal number, as CSV and quoted cells give): true and *out. */
bool zb_value_number(const zb_value *value, double *out);
/* Whether a text would be a number if it were written plainly: "1,234", "１２３４". */
bool zb_value_means_number(zb_str text);
/* How to mend a text that should be a number: "write 1234" for "1,234" or "１２３４", or what to write at all. In the arena. */
zb_str zb_value_number_cure(zb_arena *arena, zb_str text);
/* A list with at least one item, all mappings. */
bool zb_value_is_table(const zb_value *value);
/* "text", "list", ... for messages; "a text", "an integer", "empty" for what a value is. */
const char *zb_value_kind_name(zb_value_kind kind);
const char *zb_value_kind_phrase(zb_value_kind kind);

/* The value under a key of a mapping; NULL when `map` is NULL or no mapping, or the key is absent. Borrowed. */
const zb_value *zb_value_lookup(const zb_value *map, zb_str key);
const zb_value *zb_value_lookup_z(const zb_value *map, const char *key);
/* The same along a dotted path; a number selects from a list, counted from 0. A key that itself contains dots is found where the
 * whole rest of the path is that key. */
const zb_value *zb_value_lookup_path(const zb_value *map, zb_str path);

/* Writes a value as an indented text dump with places (for `zhoubao dump data` and golden tests): one value a line, `key: spelling`
 * with texts in quotes, `{n}` and `[n]` before the n entries or items that follow one level deeper, then two spaces and
 * `@file:line:column` (the file without its folders, `@-` when unknown). `depth` is the indentation in levels. */
void zb_value_dump(const zb_value *value, int depth, zb_buf *out);

#endif
