/* SPDX-License-Identifier: Apache-2.0
 * JSON Schema (draft 2020-12) over values: whether the data of an issue is as its template wants it. Findings stand at the value,
 * one for one slip, and say the rule in words. */
#ifndef ZB_MODEL_SCHEMA_H
#define ZB_MODEL_SCHEMA_H

#include "model/value.h"

/* Limits: subschemas of one schema, and applications of subschemas to values in one check, both [schema.limit]; findings of one
 * check. */
#define ZB_SCHEMA_NODES_MAX 10000
#define ZB_SCHEMA_STEPS_MAX 20000000
#define ZB_SCHEMA_FINDINGS_MAX 100
#define ZB_SCHEMA_ADDED_MAX 1000000 /* values that zb_schema_complete adds */

/* A schema ready for use. */
typedef struct zb_schema zb_schema;

/* Makes a schema of the value that its JSON was read into; `root` must live as long. Known are all keywords of the core, applicator,
 * validation, format (asserted) and annotation vocabularies but $dynamicRef, $dynamicAnchor and $vocabulary, and none of those
 * about what is unevaluated or about contents; words that begin with "x-" are let pass. References lead to places in the same file
 * ("#/$defs/name", "#anchor"). NULL: errors were added, each at its place in the schema: [schema.keyword] (a keyword that is not known,
 * or a value that it cannot have), [schema.reference], [schema.limit]. */
const zb_schema *zb_schema_read(zb_arena *arena, const zb_value *root, zb_diags *diags);

/* Whether `value` is as the schema wants it; else errors were added: [schema.key], [schema.required], [schema.type],
 * [schema.enum], [schema.range], [schema.count], [schema.unique], [schema.pattern], [schema.format], [schema.choice],
 * [schema.not], [schema.limit]. A number with a fraction of zero is an integer; a number in quotes is a text. */
bool zb_schema_check(zb_arena *arena, const zb_schema *schema, const zb_value *value, zb_diags *diags);

/* Whether the schema of an issue says of a table under `tables` that a file for it may have no rows ("x-empty": true). */
bool zb_schema_may_be_empty(const zb_schema *schema, zb_str table);

/* What the schema of an issue says of a name (keys from the root on; the items of a list add none): nothing; what it must be; that nothing
 * need read it ("x-unused": true), or one above it. */
typedef enum zb_schema_word { ZB_SCHEMA_SILENT, ZB_SCHEMA_KNOWN, ZB_SCHEMA_UNUSED } zb_schema_word;
zb_schema_word zb_schema_says(const zb_schema *schema, const zb_str *path, size_t count);

/* The tables of an issue (`root`: the data with the tables in it) against what the schema says of their columns ("x-table", in the
 * words of Frictionless Table Schema). `lists`: the lists written in the YAML are as the schema wants them and are looked at too, as
 * tables and as what foreign keys lead to. Errors stand at the cell, the header or the row: [data.column], [data.empty],
 * [schema.foreign] and those of zb_schema_check. */
bool zb_schema_check_tables(zb_arena *arena, const zb_schema *schema, const zb_value *root, bool lists, zb_diags *diags);
/* The same table, but that cells which stand for no value (`missingValues`) are NULL; `table` itself where there are none. */
const zb_value *zb_schema_clean_table(zb_arena *arena, const zb_schema *schema, zb_str name, const zb_value *table);

/* The data (MAP, with the tables in it) with what it lacks and the schema knows, marked `absent`: a NULL; a mapping or a list where the
 * schema lets nothing else stand there, with members that are absent or with `columns`; tables that no file is named for. Empty lists
 * get their columns, too. [schema.limit]. */
const zb_value *zb_schema_complete(zb_arena *arena, const zb_schema *schema, const zb_value *root, zb_diags *diags);

/* All that a schema says of one place in the data. */
typedef struct zb_schema_shape zb_schema_shape;
/* The shape of what stands under a name of a mapping, and of the items of a list; NULL: the schema does not know the name. */
zb_schema_shape *zb_schema_shape_member(zb_schema_shape *shape, zb_str name);
zb_schema_shape *zb_schema_shape_items(zb_schema_shape *shape);
/* Whether only certain values may stand there (enum, const). Their spellings go into `choices`. False also where there are too many. */
bool zb_schema_shape_limits(const zb_schema_shape *shape, zb_str *choices, size_t room, size_t *count);
/* The tables whose columns the schema of an issue describes. In the arena. */
size_t zb_schema_tables(zb_arena *arena, const zb_schema *schema, const zb_str **names);
/* Appends what it says of a table as a Frictionless Table Schema, without words of our own. False: it describes no such table. */
bool zb_schema_write_table(zb_arena *arena, const zb_schema *schema, zb_str name, zb_buf *out);

#endif
