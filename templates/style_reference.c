/* SPDX-License-Identifier: Apache-2.0
 * The property table written out for people and for editors: a reference in Markdown and a JSON Schema. */
#include "base/utf8.h"
#include "templates/style_table.h"

static void reference_row(zb_buf *out, const char *path, const char *type, const char *initial, const char *range,
                          const char *help) {
    zb_buf_format(out, "| `%s` | %s | %s%s%s | %s%s%s%s |\n", path, type, initial[0] ? "`" : "", initial,
                  initial[0] ? "`" : "", help, range[0] ? " (" : "", range, range[0] ? ")" : "");
}

static void reference_fields(zb_buf *out) {
    static const char *const where[] = {"", "blocks only", "classes only", ""};
    zb_buf_format(out, "| property | type | initial | meaning |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < zb_style_field_count; i++) {
        const zb_property *field = &zb_style_fields[i];
        const char *range = zb_style_ranges[field->range].words;
        zb_buf_format(out, "| `%s` | %s | %s | %s%s%s%s%s |\n", field->path, zb_style_types[field->type].name,
                      field->initial ? field->initial : "inherited", field->help, range[0] ? "; " : "", range,
                      where[field->use][0] ? "; " : "", where[field->use]);
    }
}

void zb_style_reference(zb_buf *out) {
    zb_buf_format(out, "## Text styles\n\nEvery property below whose type is *text style* takes these, as does each "
                       "entry of `classes`:\n\n");
    reference_fields(out);
    zb_buf_format(out, "\n## Properties\n\n| property | type | initial | meaning |\n| --- | --- | --- | --- |\n");
    reference_row(out, "colors", "names", "", "", "colours by name, usable wherever a colour is");
    reference_row(out, "classes", "names", "", "", "text styles by name, for `[text]{.name}`, cells and cards");
    for (size_t i = 0; i < zb_style_property_count; i++) {
        const zb_property *row = &zb_style_properties[i];
        reference_row(out, row->path, zb_style_types[row->type].name, row->initial, zb_style_ranges[row->range].words,
                      row->help);
    }
}

/* "name": {<schema>, "description": help} */
static void schema_leaf(zb_buf *out, zb_str name, const zb_property *row) {
    bool length = row->type == ZB_STYLE_LENGTH || row->type == ZB_STYLE_PAGE, negative = zb_style_ranges[row->range].least < 0;
    zb_str schema = zb_str_of(length && negative ? "{\"$ref\": \"#/$defs/signed\"}" : zb_style_types[row->type].schema);
    zb_json_add_text(out, name);
    zb_buf_format(out, ": {\"description\": ");
    zb_json_add_text(out, zb_str_of(row->help));
    zb_buf_format(out, ", %.*s", ZB_STR_ARG(zb_str_sub(schema, 1, schema.n)));
}

/* `group`: the row whose fields they are; NULL: those of classes. */
static void schema_fields(zb_buf *out, const zb_property *group, const char *separator) {
    for (size_t i = 0; i < zb_style_field_count; i++) {
        if (group ? zb_style_field_applies(group, &zb_style_fields[i]) : zb_style_fields[i].use & ZB_STYLE_INLINE) {
            zb_buf_format(out, "%s\n", separator);
            schema_leaf(out, zb_str_of(zb_style_fields[i].path), &zb_style_fields[i]);
            separator = ",";
        }
    }
}

/* Whether the row stands at or below `prefix`; *rest is the name behind it. */
static bool row_below(const zb_property *row, zb_str prefix, zb_str *rest) {
    zb_str path = zb_str_of(row->path);
    bool inside = path.n > prefix.n && zb_str_equal(zb_str_sub(path, 0, prefix.n), prefix) &&
                  (prefix.n == 0 || path.s[prefix.n] == '.');
    *rest = inside ? zb_str_sub(path, prefix.n > 0 ? prefix.n + 1 : 0, path.n) : (zb_str){NULL, 0};
    return inside;
}

/* Whether an earlier row already wrote the child of `prefix` that begins row `index`. */
static bool child_written(zb_str prefix, zb_str child, size_t index) {
    for (size_t i = 0; i < index; i++) {
        zb_str rest;
        if (row_below(&zb_style_properties[i], prefix, &rest) &&
            zb_str_equal(zb_str_sub(rest, 0, zb_str_find(rest, ZB_STR("."), 0)), child)) {
            return true;
        }
    }
    return false;
}

static void schema_object(zb_buf *out, zb_str prefix);

/* The child of `prefix` in row `index`: a leaf, or an object of all rows below it. */
static void schema_child(zb_buf *out, zb_str prefix, zb_str child, size_t index) {
    const zb_property *row = &zb_style_properties[index];
    zb_str path = zb_str_of(row->path);
    size_t end = (prefix.n > 0 ? prefix.n + 1 : 0) + child.n;
    bool leaf = end == path.n && row->type != ZB_STYLE_TEXT;
    if (leaf) {
        schema_leaf(out, child, row);
        return;
    }
    zb_json_add_text(out, child);
    zb_buf_format(out, ": ");
    schema_object(out, zb_str_sub(path, 0, end));
}

static void schema_object(zb_buf *out, zb_str prefix) {
    const char *separator = "";
    zb_buf_format(out, "{\"type\": [\"object\", \"null\"], \"additionalProperties\": false, \"properties\": {");
    for (size_t i = 0; i < zb_style_property_count; i++) {
        zb_str rest;
        const zb_property *row = &zb_style_properties[i];
        if (row->type == ZB_STYLE_TEXT && prefix.n > 0 && zb_str_is(prefix, row->path)) {
            schema_fields(out, row, separator);
            separator = ",";
        }
        if (row_below(row, prefix, &rest)) {
            zb_str child = zb_str_sub(rest, 0, zb_str_find(rest, ZB_STR("."), 0));
            if (!child_written(prefix, child, i)) {
                zb_buf_format(out, "%s\n", separator);
                schema_child(out, prefix, child, i);
                separator = ",";
            }
        }
    }
    if (prefix.n == 0)
        zb_buf_format(out, ",\n\"colors\": {\"type\": [\"object\", \"null\"], \"additionalProperties\": {\"$ref\": \"#/$defs/ink\"}},\n"
                           "\"classes\": {\"type\": [\"object\", \"null\"], \"additionalProperties\": {\"$ref\": \"#/$defs/class\"}}");
    zb_buf_format(out, "}}");
}

/* A colour as zb_color_read takes it; others are names. */
#define INK "#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})"

/* A number of at most nine digits with its unit, or nought. */
static void schema_length(zb_buf *out, const char *name, const char *sign) {
    zb_buf_format(out, "\"%s\": {\"anyOf\": [{\"const\": 0}, {\"type\": \"string\", \"pattern\": \"^(%s([0-9]{1,9}(\\\\.[0-9]{1,8})?"
                       "|\\\\.[0-9]{1,9})[ \\\\t]*(pt|mm|px|em|lines?)|-?(0+(\\\\.0+)?|\\\\.0+))[ \\\\t]*$\"}]},\n",
                  name, sign);
}

void zb_style_schema(zb_buf *out) {
    zb_buf_format(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n\"title\": \"style.yaml\",\n\"$defs\": {\n");
    schema_length(out, "length", "");
    schema_length(out, "signed", "-?");
    zb_buf_format(out, "\"family\": {\"type\": [\"string\", \"number\"], \"pattern\": \"[^ \\\\t]\"},\n"
                       "\"ink\": {\"type\": \"string\", \"pattern\": \"^(transparent|" INK ")$\"},\n"
                       "\"color\": {\"type\": \"string\", \"pattern\": \"^([^#]|" INK "$)\"},\n"
                       "\"class\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    schema_fields(out, NULL, "");
    zb_buf_format(out, "}}},\n\"allOf\": [");
    schema_object(out, (zb_str){NULL, 0});
    zb_buf_format(out, "]}\n");
}
