/* SPDX-License-Identifier: Apache-2.0
 * What the files of the schema share: its nodes, patterns, and the faults found with values. Used inside model only. */
#ifndef ZB_MODEL_SCHEMA_PARTS_H
#define ZB_MODEL_SCHEMA_PARTS_H

#include "model/schema.h"

/* Kinds of JSON as bits: what `type` lists, and what a value is. */
enum {
    ZB_JSON_NULL = 1,
    ZB_JSON_BOOLEAN = 2,
    ZB_JSON_INTEGER = 4,
    ZB_JSON_NUMBER = 8,
    ZB_JSON_STRING = 16,
    ZB_JSON_ARRAY = 32,
    ZB_JSON_OBJECT = 64
};

typedef struct zb_pattern zb_pattern; /* of a regular expression */
typedef struct zb_format zb_format;
typedef struct zb_table_schema zb_table_schema;
typedef struct zb_schema_reader zb_schema_reader;
typedef struct zb_schema_node zb_schema_node;

typedef struct zb_schema_list {
    zb_schema_node **nodes;
    size_t count;
} zb_schema_list;

typedef struct zb_schema_member {
    zb_str name;
    const zb_pattern *pattern; /* of patternProperties */
    zb_schema_node *node;
} zb_schema_member;

typedef struct zb_schema_members {
    const zb_schema_member *data;
    size_t count;
} zb_schema_members;

/* A number that a keyword gives; `text` is how it is spelt. */
typedef struct zb_schema_number {
    bool given;
    double value;
    zb_str text;
} zb_schema_number;

/* A subschema. What it does not say is zero. */
struct zb_schema_node {
    const zb_value *source;
    bool never; /* the schema `false` */
    unsigned types;
    const zb_value *choices, *constant; /* enum (LIST), const */
    zb_schema_number minimum, maximum, above, below, step;
    zb_schema_number min_length, max_length, min_items, max_items, min_contains, max_contains, min_members, max_members;
    bool unique;
    bool may_be_empty; /* x-empty: of a table from a file */
    bool unread;       /* x-unused: nothing need read it */
    const zb_table_schema *table; /* x-table: of a table's columns */
    const zb_pattern *pattern;
    const zb_format *format;
    const zb_pattern *format_pattern; /* NULL: the format has none */
    const zb_value *required, *dependent; /* required (LIST of texts), dependentRequired (MAP of such) */
    zb_schema_members members, patterns, dependents, definitions;
    zb_schema_node *additional, *names, *items, *contains;
    zb_schema_list prefix, all, any, one;
    zb_schema_node *no, *condition, *then, *otherwise, *target; /* target: of $ref */
    zb_str description;
};

struct zb_schema {
    zb_schema_node *root;
};

/* schema_read.c: reads one keyword of a schema into a node; the errors of those that read parts of a schema: a value that should be
 * something else, and where to add any other (the schema is then no schema). */
void zb_schema_read_keyword(zb_schema_reader *r, zb_schema_node *node, const zb_entry *entry);
void zb_schema_refuse(zb_schema_reader *r, const zb_value *value, const char *wanted);
zb_diags *zb_schema_fail(zb_schema_reader *r);
zb_arena *zb_schema_reader_arena(const zb_schema_reader *r);

/* schema_pattern.c: a regular expression of ECMA-262 (as PCRE2 has them), closed with the arena; NULL: an error was added at `loc`. */
const zb_pattern *zb_pattern_new(zb_arena *arena, zb_str text, zb_loc loc, zb_diags *diags);
/* Whether it is found in the (well-formed) text: 1, 0; -1: it takes too long to tell. */
int zb_pattern_match(const zb_pattern *pattern, zb_str text);
zb_str zb_pattern_text(const zb_pattern *pattern);
/* Whether a text is a regular expression. */
bool zb_pattern_valid(zb_arena *arena, zb_str text);

/* schema_format.c: a format by name; NULL: none has it. */
const zb_format *zb_format_lookup(zb_str name);
size_t zb_format_names(zb_str *out, size_t room);
/* Its expression; empty: none. The same made by zb_pattern_new is `pattern` of zb_format_match. */
zb_str zb_format_pattern(const zb_format *format);
bool zb_format_match(zb_arena *arena, const zb_format *format, const zb_pattern *pattern, zb_str text);
/* "a date like 2019-06-24" */
const char *zb_format_words(const zb_format *format);

/* schema_equal.c: the order of values, whatever the spelling of their numbers: 0 where JSON Schema calls them equal. */
int zb_json_compare(const zb_value *a, const zb_value *b);
unsigned zb_json_kinds(const zb_value *value);

/* What is wrong with a value. */
typedef enum zb_fault_kind { ZB_FAULT_OTHER, ZB_FAULT_TYPE, ZB_FAULT_CHOICE, ZB_FAULT_KEY, ZB_FAULT_LACK } zb_fault_kind;

typedef struct zb_fault {
    zb_fault_kind kind;
    const char *code;
    zb_loc loc;
    const zb_value *value;      /* with which it is wrong */
    const zb_schema_node *node; /* what wants it otherwise */
    zb_str name;                /* KEY: the key that was meant, perhaps empty; LACK: the key that is missing */
    zb_str message, hint;
    zb_loc related; /* another place that has to do with it, or none */
} zb_fault;

typedef struct zb_faults {
    zb_fault *data;
    size_t count, room;
} zb_faults;

typedef struct zb_checker {
    zb_arena *arena;
    zb_diags *diags;
    zb_str key; /* under which the value stands, for messages */
    size_t steps;
    int depth;
    bool stopped; /* a limit was reached, and said */
} zb_checker;

/* schema_check.c: the node of a name; NULL: there is none. */
zb_schema_node *zb_schema_named(const zb_schema_members *members, zb_str name);
/* Whether a value is as the node wants it; `out` NULL: nobody wants to know why. */
bool zb_schema_apply(zb_checker *c, const zb_schema_node *node, const zb_value *value, zb_faults *out);

/* schema_choice.c: anyOf and oneOf. */
bool zb_schema_apply_any(zb_checker *c, const zb_schema_node *node, const zb_value *value, zb_faults *out);
bool zb_schema_apply_one(zb_checker *c, const zb_schema_node *node, const zb_value *value, zb_faults *out);

/* schema_words.c: adds a fault; `out` may be NULL. Returns false. */
bool zb_fault_add(zb_checker *c, zb_faults *out, zb_fault fault, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* "'三'", "62.3", "a list": what a value is, for messages. */
zb_str zb_value_words(zb_arena *arena, const zb_value *value);
/* "an integer or a list" for bits of kinds. */
zb_str zb_kinds_words(zb_arena *arena, unsigned kinds);
/* The texts of values with commas between them, the last few left out when there are many. */
void zb_choices_words(zb_buf *out, const zb_value *choices);
/* "telecom: what it is", for a hint: the key under which the value stands and the node's description; empty: there is none. */
zb_str zb_schema_about(const zb_checker *c, zb_str name, const zb_schema_node *node);
/* A value of the wrong type; none of the choices; a key that the mapping must not have. */
bool zb_fault_type(zb_checker *c, zb_faults *out, const zb_schema_node *node, const zb_value *value, unsigned types);
bool zb_fault_choice(zb_checker *c, zb_faults *out, const zb_schema_node *node, const zb_value *value, const zb_value *choices);
bool zb_fault_key(zb_checker *c, zb_faults *out, const zb_schema_node *node, const zb_value *map, size_t entry);

#endif
