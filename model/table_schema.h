/* SPDX-License-Identifier: Apache-2.0
 * The columns of a table as a schema describes them ("x-table", in the words of Frictionless Table Schema). Used inside model only. */
#ifndef ZB_MODEL_TABLE_SCHEMA_H
#define ZB_MODEL_TABLE_SCHEMA_H

#include "model/schema_parts.h"

typedef enum zb_field_type {
    ZB_FIELD_STRING,
    ZB_FIELD_INTEGER,
    ZB_FIELD_NUMBER,
    ZB_FIELD_BOOLEAN,
    ZB_FIELD_DATE,
    ZB_FIELD_YEAR,
    ZB_FIELD_ANY
} zb_field_type;

typedef struct zb_field {
    zb_str name;
    zb_field_type type;
    zb_schema_node *node;   /* what a cell with a value must be; its description is the column's */
    bool required, unique;
    zb_str earliest, latest; /* of dates; empty: no limit */
} zb_field;

/* Fields that together identify a row: by their positions among the fields. */
typedef struct zb_table_key {
    const size_t *fields;
    size_t count;
    bool primary;
} zb_table_key;

/* Fields whose values must stand in another table. */
typedef struct zb_foreign_key {
    const size_t *fields;
    size_t count;
    const zb_value *resource;      /* TEXT: a table's name; empty or NULL: the same table */
    const zb_value *const *others; /* TEXT: its columns */
} zb_foreign_key;

struct zb_table_schema {
    const zb_field *fields;
    size_t count;
    const zb_table_key *keys;
    size_t key_count;
    const zb_foreign_key *foreign;
    size_t foreign_count;
    const zb_value *missing; /* LIST of TEXT; NULL: only empty cells are missing */
};

/* A table at work: rows of a file or of the YAML. */
typedef struct zb_table_check {
    zb_checker checker;
    const zb_schema *schema;
    const zb_value *root, *table;
    const zb_table_schema *rules;
    zb_str name;
    size_t *places; /* of each field among the columns of a file; SIZE_MAX: it has none */
    bool *wrong;    /* of each field of each row: a fault was told; NULL: none was */
    bool lists;     /* as in zb_schema_check_tables */
    bool fine;
} zb_table_check;

/* table_schema_read.c: NULL or not, errors were added through the reader where it is no description of a table. */
const zb_table_schema *zb_table_schema_read(zb_schema_reader *r, const zb_value *value);

/* table_schema.c: the value of a row in a field; NULL: nothing, or what stands for nothing. */
const zb_value *zb_table_cell(const zb_table_check *t, const zb_value *row, size_t field);

/* table_schema_keys.c: rows that are there twice; values that the other table lacks. */
void zb_table_check_keys(zb_table_check *t);
void zb_table_check_foreign(zb_table_check *t);

/* Adds an error about a cell; the caller may give it a hint. */
void zb_table_fault(zb_table_check *t, const char *code, zb_loc loc, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A fault was told about a cell: nothing more is said about it. */
void zb_table_note_wrong(zb_table_check *t, size_t row, size_t field);

#endif
