/* SPDX-License-Identifier: Apache-2.0
 * The gate before the apply stage: the data against the schema that lies beside the template. The nearest schema along
 * `extends` counts alone, as the nearest text does: a template that wants other keys than its base brings a schema. */
#include "model/json.h"
#include "model/schema.h"
#include "templates/template_parts.h"

#define SCHEMA_FILE "issue.schema.json"

bool zb_template_gate(zb_arena *arena, const zb_data *data, const char *const *template_dirs, const char *template_override,
                      zb_diags *diags) {
    const char *path = zb_template_nearest_file(arena, data, template_dirs, template_override, SCHEMA_FILE, diags);
    if (!path) return true;
    const zb_value *name = zb_value_lookup_z(data->root, "template");
    const zb_source *source = zb_source_read(arena, path, name ? name->loc : data->root->loc, diags);
    const zb_value *root = source ? zb_json_read_source(arena, source, diags) : NULL;
    const zb_schema *schema = root ? zb_schema_read(arena, root, diags) : NULL;
    return schema && zb_schema_check(arena, schema, data->written, diags);
}
