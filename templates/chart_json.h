/* SPDX-License-Identifier: Apache-2.0
 * Charts in the forms of other programs, translated into the mapping of a chart block. Whatever a form says that this
 * program does not do is an error that names its place as a JSON path: nothing is left out in silence. */
#ifndef ZB_TEMPLATES_CHART_JSON_H
#define ZB_TEMPLATES_CHART_JSON_H

#include "model/value.h"

/* Whether a mapping is a Vega-Lite specification ($schema, or mark and encoding, or layer), or an ECharts option
 * (series with types). */
bool zb_vega_is(const zb_value *spec);
bool zb_echarts_is(const zb_value *spec);
/* The mapping of a chart block that draws the same; NULL: errors [vega.*] or [echarts.*] were added. In the arena. */
const zb_value *zb_vega_translate(zb_arena *arena, const zb_value *spec, zb_diags *diags);
const zb_value *zb_echarts_translate(zb_arena *arena, const zb_value *spec, zb_diags *diags);

/* The definitions of their JSON Schemas, made from the tables that are read by: "vega-spec" and what it refers to, "echarts-option"
 * likewise, with commas between them. */
void zb_vega_defs(zb_buf *out);
void zb_echarts_defs(zb_buf *out);

/* ---- for the readers ---- */

/* Keys of an object of the form. */
typedef struct zb_json_object {
    const char *name; /* in the schema: "axis" */
    const char *keys; /* separated by spaces; "key:type" with a type of chart_schema.c or an object's name; "key!": it must be there */
    const char *ignored; /* keys that may stand there and change nothing; NULL: none */
    const char *also;    /* of its schema: what more must hold; NULL: nothing */
} zb_json_object;

typedef struct zb_json {
    zb_arena *arena;
    zb_diags *diags;
    const char *unsupported, *wrong; /* codes: outside the subset; inside, but wrong */
    bool good;                       /* no error so far */
    ZB_VEC(zb_entry) entries;        /* the mapping under construction */
} zb_json;

/* The schema of the object as a definition "PREFIX-NAME". */
void zb_json_object_def(zb_buf *out, const char *prefix, const zb_json_object *object);
/* A path one step longer: "$.encoding" and "x" give "$.encoding.x". In the arena. */
const char *zb_json_path(const zb_json *json, const char *path, const char *step);
/* Whether a value is a mapping whose keys the object knows; an error for each that it doesn't, and for each value that is not of the key's
 * type. NULL is no mapping, and no error. */
bool zb_json_check(zb_json *json, const zb_value *value, const char *path, const zb_json_object *object);
/* Adds an error about the value at a path. */
void zb_json_unsupported(zb_json *json, zb_loc loc, const char *path, const char *why);
void zb_json_wrong(zb_json *json, zb_loc loc, const char *path, const char *wants);
/* The text of a scalar; empty: absent. Another kind is an error. */
zb_str zb_json_text(zb_json *json, const zb_value *map, const char *path, const char *key);
/* Adds an entry to the mapping. A text that is empty is left out. */
void zb_json_put(zb_json *json, const char *key, const zb_value *value);
void zb_json_put_text(zb_json *json, const char *key, zb_str text, zb_loc loc);
/* A mapping of two or more entries, and a list. In the arena. */
const zb_value *zb_json_map(const zb_json *json, const zb_entry *entries, size_t count, zb_loc loc);
const zb_value *zb_json_list(const zb_json *json, const zb_value *const *items, size_t count, zb_loc loc);
const zb_value *zb_json_scalar(const zb_json *json, zb_str text, zb_loc loc);

#endif
