/* SPDX-License-Identifier: Apache-2.0
 * What of an issue's data is used. The keys of the data set as one tree, in which all rows of a list are one: whoever reads a name (a tag,
 * a block, a query, the program) marks it, and what nobody marked is a warning at its place. */
#ifndef ZB_MODEL_USAGE_H
#define ZB_MODEL_USAGE_H

#include "model/data.h"

/* Findings of one issue; the rest is counted. */
#define ZB_USAGE_FINDINGS_MAX 100

struct zb_schema;

/* A name of the data: a key of a mapping, a column of a table. */
typedef struct zb_use {
    zb_str key;
    zb_loc loc;              /* where it stands first: the key, or the header's cell */
    const zb_value *value;   /* its first value */
    const zb_value *holder;  /* the mapping of that; NULL: a table from a file */
    struct zb_use *up, *first, *last, *next;
    struct zb_use *same;     /* of a name under `tables`: the table itself */
    size_t seen;             /* mappings that have it */
    size_t maps, lists;      /* that stand under it */
    bool there;              /* false: the data lack it, somebody asked for it */
    bool result;             /* of a query's result, not of the data */
    bool used, whole;        /* itself; with all below it */
} zb_use;

/* Notes that belong to one data set; they live in the arena. All functions take NULL for notes that nobody wants. */
zb_usage *zb_usage_new(zb_arena *arena);
/* Makes the tree of a data set's root, once; what the program itself reads (`template`, `tables`, ...) is used. */
void zb_usage_begin(zb_usage *usage, const zb_value *root);
/* Adds the entries of `root` from `first` on: results of queries, which names may mean too. From then on
 * what is not used can be told. */
void zb_usage_add_results(zb_usage *usage, const zb_value *root, size_t first);
/* The schema that may say of keys and columns that nothing need read them ("x-unused"); must live as long. */
void zb_usage_describe(zb_usage *usage, const struct zb_schema *schema);

/* The root of the tree; NULL before it is made. */
zb_use *zb_usage_root(zb_usage *usage);
/* What stands under a key; NULL: the data have nothing there. */
zb_use *zb_use_find(const zb_usage *usage, const zb_use *use, zb_str key);
/* Marks a name and those above it; with all below it; everything; a name that the data lack, perhaps (then it is only noted as one
 * that was asked for). */
void zb_use_mark(zb_use *use);
void zb_use_mark_whole(zb_use *use);
void zb_use_want(zb_usage *usage, zb_use *use, zb_str key);
/* Marks a dotted path below `use` as zb_value_lookup_path follows it; its end, or NULL. */
zb_use *zb_use_follow(zb_usage *usage, zb_use *use, zb_str path);

/* The same from the root, for blocks that name a table: one of its columns; with an empty column the table alone; all of it. */
void zb_usage_column(zb_usage *usage, zb_str table, zb_str column);
void zb_usage_table(zb_usage *usage, zb_str table);
/* The same by the names of SQL, in which '_' stands for the dots: a column (empty: the table alone), a parameter; a
 * column that the table lacks, or, of no table, one that the data lack. */
void zb_usage_sql_column(zb_usage *usage, zb_str table, zb_str column);
void zb_usage_sql_parameter(zb_usage *usage, zb_str name);
void zb_usage_sql_want(zb_usage *usage, zb_str table, zb_str name);

/* Whether everything is used, or need not be. */
bool zb_usage_complete(zb_usage *usage);
/* Adds a warning [data.unused] for each key and column that is not, with the nearest name that is used. `slips`: only for those whose
 * nearest name somebody asked for in vain: other stages failed, so that not all uses are known. */
void zb_usage_report(zb_usage *usage, bool slips, zb_diags *diags);

#endif
