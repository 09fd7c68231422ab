/* SPDX-License-Identifier: Apache-2.0
 * The gate before the apply stage: the data against the schema that lies beside the template. The nearest schema along
 * `extends` counts alone, as the nearest text does: a template that wants other keys than its base brings a schema. What passes is
 * completed: all that the schema knows can be asked for. */
#include <string.h>

#include "model/json.h"
#include "model/schema.h"
#include "model/usage.h"
#include "templates/template_parts.h"

#define SCHEMA_FILE "issue.schema.json"

/* A table as the schema says: marked where it has no rows and needs none, without the texts that stand for nothing. */
static const zb_value *as_said(zb_arena *arena, const zb_schema *schema, zb_str name, const zb_value *table) {
    const zb_value *clean = zb_schema_clean_table(arena, schema, name, table);
    if (!clean->file || clean->count || !zb_schema_may_be_empty(schema, name)) return clean;
    zb_value *copy = ZB_NEW(arena, zb_value);
    *copy = *clean;
    copy->may_be_empty = true;
    return copy;
}

/* The data with its tables as the schema says, and with what it lacks and the schema knows. */
static const zb_data *as_known(zb_arena *arena, const zb_data *data, const zb_schema *schema, zb_diags *diags) {
    const zb_value *root = data->root;
    zb_entry *entries = NULL;
    for (size_t i = 0; i < root->count; i++) {
        const zb_entry *entry = &root->entries[i];
        const zb_value *table = as_said(arena, schema, entry->key, entry->value);
        if (table == entry->value) continue;
        if (!entries) entries = memcpy(ZB_NEW_ARRAY(arena, root->count, zb_entry), root->entries, root->count * sizeof *entries);
        entries[i].value = table;
    }
    zb_value *map = ZB_NEW(arena, zb_value);
    zb_data *copy = ZB_NEW(arena, zb_data);
    *map = *root;
    if (entries) map->entries = entries;
    *copy = (zb_data){data->path, zb_schema_complete(arena, schema, map, diags), data->written, data->usage};
    return copy;
}

const char *zb_template_schema_path(zb_arena *arena, const char *name, const char *const *template_dirs, zb_diags *diags) {
    zb_value *none = ZB_NEW(arena, zb_value);
    none->kind = ZB_MAP;
    zb_data data = {"./" SCHEMA_FILE, none, none, NULL}; /* no issue: names are looked for beside the current folder */
    const zb_template *template = zb_template_load(arena, &data, template_dirs, name, diags);
    const char *path = template ? zb_template_file(arena, template, SCHEMA_FILE, diags) : NULL;
    if (template && !path) {
        zb_diag_add(diags, ZB_ERROR, "template.schema", ZB_NOWHERE, "the template '%s' has no " SCHEMA_FILE, name);
        zb_diag_hint(diags, "a template without one takes all data");
    }
    return path;
}

const zb_data *zb_template_gate(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                                const char *template_override, zb_diags *diags) {
    const char *path = zb_template_nearest_file(arena, data, template_dirs, template_override, SCHEMA_FILE, diags);
    if (!path) return data;
    const zb_value *name = zb_value_lookup_z(data->root, "template");
    const zb_source *source = zb_source_read(arena, path, name ? name->loc : data->root->loc, diags);
    const zb_value *root = source ? zb_json_read_source(arena, source, diags) : NULL;
    const zb_schema *schema = root ? zb_schema_read(arena, root, diags) : NULL;
    if (!schema) return NULL;
    zb_usage_describe(data->usage, schema);
    bool written = zb_schema_check(arena, schema, data->written, diags);
    bool tables = zb_schema_check_tables(arena, schema, data->root, written, diags);
    return written && tables ? as_known(arena, data, schema, diags) : NULL;
}
