/* SPDX-License-Identifier: Apache-2.0
 * JSON Schemas of chart files, from the tables that they are read by: the short form, the subsets of Vega-Lite and ECharts, and a file
 * in any of the three. */
#include <string.h>

#include "base/utf8.h"
#include "templates/chart_json.h"
#include "templates/chart_spec.h"

#define DRAFT "\"$schema\": \"https://json-schema.org/draft/2020-12/schema\""
#define SCALAR "\"string\", \"number\", \"boolean\""
#define NUMBER_PATTERN "\"^[-+]?([0-9]+(\\\\.[0-9]*)?|\\\\.[0-9]+)([eE][-+]?[0-9]+)?$\""

/* What a value of the type is; that it may be null is added where the key may be absent. */
static const char *const types[ZB_KEY_TYPES] = {
    [ZB_KEY_TEXT] = "\"type\": [" SCALAR,
    [ZB_KEY_NUMBER] = "\"pattern\": " NUMBER_PATTERN ", \"type\": [\"number\", \"string\"",
    [ZB_KEY_FLAG] = "\"enum\": [true, false, \"true\", \"false\"",
    [ZB_KEY_CHOICE] = "\"enum\": [",
    [ZB_KEY_LENGTH] = "\"pattern\": \"^ *[0-9.]+ *(pt|mm|cm|in|px|%) *$\", \"type\": [\"string\"",
    [ZB_KEY_SHARE] = "\"pattern\": \"^ *[0-9.]+ *% *$\", \"type\": [\"string\"",
    [ZB_KEY_LIST] = "\"type\": [\"array\"",
    [ZB_KEY_MAP] = "\"type\": [\"object\"",
    [ZB_KEY_TABLE] = "\"minLength\": 1, \"items\": {\"type\": \"object\"}, \"type\": [\"array\", \"string\"",
    [ZB_KEY_ANY] = "\"type\": [\"array\", \"object\", " SCALAR,
};

/* The mappings that may stand in a value that is checked by who uses it, or in a list there. */
static const struct {
    const char *key;
    const zb_object *part;
    int least; /* items of such a list */
} parts[] = {{"y", &zb_chart_series_object, 1}, {"value", &zb_chart_series_object, 1}, {"reference", &zb_chart_reference_object, 0}};

static void choices_put(zb_buf *out, const char *choices) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = zb_words_split(choices, names);
    for (size_t i = 0; i < count; i++) {
        zb_buf_add(out, i ? ZB_STR(", ") : ZB_STR(""));
        zb_json_add_text(out, names[i]);
    }
}

static const zb_key *key_named(const zb_object *object, const char *name) {
    const zb_key *key = object->keys;
    while (key->name && strcmp(key->name, name) != 0) key++;
    return key->name ? key : NULL;
}

/* Whether the key, or the one that it is another name of, must have a value. */
static bool is_needed(const zb_object *object, const zb_key *key) {
    return key->required || (key->same_as && key_named(object, key->same_as)->required);
}

static void part_put(zb_buf *out, const zb_object *object, const char *key) {
    for (size_t i = 0; object == &zb_chart_object && i < sizeof parts / sizeof *parts; i++) {
        const char *name = parts[i].part->name;
        if (strcmp(parts[i].key, key)) continue;
        zb_buf_format(out, ", \"minItems\": %d, "
                           "\"items\": {\"anyOf\": [{\"type\": [" SCALAR "]}, {\"$ref\": \"#/$defs/%s\"}]}", parts[i].least, name);
        zb_buf_format(out, ", \"if\": {\"type\": \"object\"}, \"then\": {\"$ref\": \"#/$defs/%s\"}", name);
    }
}

static void key_put(zb_buf *out, const zb_object *object, const zb_key *key) {
    zb_json_add_text(out, zb_str_of(key->name));
    zb_buf_format(out, ": {%s", types[key->type]);
    if (key->choices) choices_put(out, key->choices);
    bool words = key->type == ZB_KEY_FLAG || key->type == ZB_KEY_CHOICE; /* a list of values, not of types */
    zb_buf_format(out, "%s]", is_needed(object, key) ? "" : words ? ", null" : ", \"null\"");
    part_put(out, object, key->name);
    zb_buf_add(out, ZB_STR(", \"description\": "));
    if (key->about) zb_json_add_text(out, zb_str_of(key->about));
    else zb_buf_format(out, "\"The same as %s.\"", key->same_as);
    zb_buf_add_char(out, '}');
}

/* The names of a key, of which one must stand there and no two may. */
static void names_put(zb_buf *out, const zb_object *object, const zb_key *key, bool *first) {
    bool others = false;
    for (const zb_key *other = object->keys; other->name; other++)
        others = others || (other->same_as && !strcmp(other->same_as, key->name));
    if (key->same_as || (!others && !key->required)) return;
    zb_buf_format(out, "%s\n    {\"oneOf\": [{\"required\": [\"%s\"]}", *first ? "" : ",", key->name);
    *first = false;
    for (const zb_key *other = object->keys; other->name; other++)
        if (other->same_as && !strcmp(other->same_as, key->name)) zb_buf_format(out, ", {\"required\": [\"%s\"]}", other->name);
    if (!key->required) zb_buf_format(out, ", {\"properties\": {\"%s\": false}}", key->name);
    zb_buf_add(out, ZB_STR("]}"));
}

/* The members of the schema of a mapping. */
static void object_put(zb_buf *out, const zb_object *object) {
    bool first = true;
    zb_buf_add(out, ZB_STR("\"type\": \"object\", \"additionalProperties\": false,\n  \"properties\": {"));
    for (const zb_key *key = object->keys; key->name; key++) {
        zb_buf_add(out, key == object->keys ? ZB_STR("\n    ") : ZB_STR(",\n    "));
        key_put(out, object, key);
    }
    zb_buf_add(out, ZB_STR("\n  },\n  \"allOf\": ["));
    for (const zb_key *key = object->keys; key->name; key++) names_put(out, object, key, &first);
    zb_buf_add(out, ZB_STR("]"));
}

static void parts_put(zb_buf *out) {
    const zb_object *const objects[] = {&zb_chart_series_object, &zb_chart_reference_object};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        zb_buf_format(out, "%s\n\"%s\": {", i ? "," : "", objects[i]->name);
        object_put(out, objects[i]);
        zb_buf_add_char(out, '}');
    }
}

void zb_chart_schema(zb_buf *out) {
    zb_buf_format(out, "{" DRAFT ",\n  \"title\": \"Zhoubao: chart\",\n  ");
    object_put(out, &zb_chart_object);
    zb_buf_add(out, ZB_STR(",\n  \"$defs\": {"));
    parts_put(out);
    zb_buf_add(out, ZB_STR("}\n}\n"));
}

/* The forms are told apart as zb_vega_is and zb_echarts_is do. */
void zb_chart_file_schema(zb_buf *out) {
    zb_buf_add(out, ZB_STR(
        "{" DRAFT ",\n\"title\": \"Zhoubao: a file with a chart\", \"type\": \"object\",\n"
        "\"if\": {\"anyOf\": [{\"required\": [\"$schema\"], "
        "\"properties\": {\"$schema\": {\"type\": \"string\", \"pattern\": \"vega\"}}},\n"
        "  {\"required\": [\"layer\"]}, {\"required\": [\"mark\", \"encoding\"]}]},\n"
        "\"then\": {\"$ref\": \"#/$defs/vega-spec\"},\n"
        "\"else\": {\"if\": {\"required\": [\"series\"], \"properties\": {\"series\": {\"type\": [\"array\", \"object\"]}},\n"
        "    \"anyOf\": [{\"required\": [\"xAxis\"]}, {\"required\": [\"yAxis\"]}, {\"not\": {\"required\": [\"type\"]}}]},\n"
        "  \"then\": {\"$ref\": \"#/$defs/echarts-option\"}, \"else\": {\"$ref\": \"#/$defs/chart\"}},\n\"$defs\": {\n\"chart\": {"));
    object_put(out, &zb_chart_object);
    zb_buf_add(out, ZB_STR("},"));
    parts_put(out);
    zb_buf_add(out, ZB_STR(",\n"));
    zb_vega_defs(out);
    zb_buf_add(out, ZB_STR(",\n"));
    zb_echarts_defs(out);
    zb_buf_add(out, ZB_STR("}}\n"));
}

void zb_vega_schema(zb_buf *out) {
    zb_buf_add(out, ZB_STR("{" DRAFT ",\n\"title\": \"Zhoubao: the subset of Vega-Lite\", "
                           "\"$ref\": \"#/$defs/vega-spec\",\n\"$defs\": {\n"));
    zb_vega_defs(out);
    zb_buf_add(out, ZB_STR("}}\n"));
}

/* ---- foreign forms ---- */

/* Types of the tables of keys that are no objects of their own; '@' stands for the place of those. */
static const struct {
    const char *name, *schema;
} foreign[] = {
    {"text", "{\"type\": [" SCALAR ", \"null\"]}"},
    {"number", "{\"type\": [\"number\", \"string\", \"null\"], \"pattern\": " NUMBER_PATTERN "}"},
    {"flag", "{\"type\": [\"boolean\", \"null\"]}"},
    {"list", "{\"type\": [\"array\", \"null\"]}"},
    {"any", "{}"},
    {"rows", "{\"type\": [\"array\", \"null\"], \"items\": {\"type\": \"object\"}}"},
    {"marks", "{\"anyOf\": [{\"enum\": [\"bar\", \"line\", \"area\", \"point\", \"circle\", \"arc\", \"rule\", \"text\"]}, "
              "{\"$ref\": \"@mark\"}]}"},
    {"titles", "{\"anyOf\": [{\"type\": [" SCALAR ", \"null\"]}, {\"$ref\": \"@title\"}]}"},
    {"layers", "{\"type\": [\"array\", \"null\"], \"minItems\": 1, "
               "\"items\": {\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"@layer\"}]}}"},
    {"axes", "{\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"@axis\"}, {\"type\": \"array\", \"minItems\": 1, \"maxItems\": 1, "
             "\"items\": {\"$ref\": \"@axis\"}}]}"},
    {"seriesList", "{\"anyOf\": [{\"$ref\": \"@series\"}, {\"type\": \"array\", \"minItems\": 1, \"maxItems\": 64, "
                   "\"items\": {\"$ref\": \"@series\"}}]}"},
    {"seriesType", "{\"enum\": [\"pie\", \"bar\", \"line\"]}"},
    {"items", "{\"type\": \"array\", \"items\": {\"anyOf\": [{\"type\": [" SCALAR ", \"null\"]}, {\"$ref\": \"@item\"}]}}"},
    {"marksOf", "{\"type\": [\"array\", \"null\"], \"items\": {\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"@mark\"}]}}"},
    {"none", "{\"type\": \"null\"}"},
};

static void type_put(zb_buf *out, const char *prefix, zb_str type) {
    const char *schema = NULL;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (zb_str_is(type, foreign[i].name)) schema = foreign[i].schema;
    if (!schema) zb_buf_format(out, "{\"anyOf\": [{\"type\": \"null\"}, {\"$ref\": \"#/$defs/%s-%.*s\"}]}", prefix, ZB_STR_ARG(type));
    for (; schema && *schema; schema++) {
        if (*schema == '@') zb_buf_format(out, "#/$defs/%s-", prefix);
        else zb_buf_add_char(out, *schema);
    }
}

static zb_str next_word(const char **words) {
    zb_str word = {*words, strcspn(*words, " ")};
    *words += word.n + ((*words)[word.n] ? 1 : 0);
    return word;
}

static void members_put(zb_buf *out, const char *prefix, const zb_json_object *object, zb_buf *required) {
    const char *keys = object->keys, *ignored = object->ignored ? object->ignored : "", *comma = "";
    for (; *keys; comma = ",\n  ") {
        zb_str word = next_word(&keys);
        size_t colon = zb_str_find(word, ZB_STR(":"), 0);
        zb_str name = zb_str_sub(word, 0, colon);
        bool needed = zb_str_ends(name, "!");
        name.n -= needed;
        if (needed) zb_buf_format(required, "%s\"%.*s\"", required->n ? ", " : "", ZB_STR_ARG(name));
        zb_buf_format(out, "%s\"%.*s\": %s", comma, ZB_STR_ARG(name), needed ? "{\"not\": {\"type\": \"null\"}, \"allOf\": [" : "");
        type_put(out, prefix, zb_str_sub(word, colon + 1, word.n));
        if (needed) zb_buf_add(out, ZB_STR("]}"));
    }
    while (*ignored) {
        zb_str name = next_word(&ignored);
        zb_buf_format(out, "%s\"%.*s\": {\"description\": \"Changes nothing here.\"}", comma, ZB_STR_ARG(name));
    }
}

void zb_json_object_def(zb_buf *out, const char *prefix, const zb_json_object *object) {
    zb_buf required = {0};
    zb_buf_format(out, "\"%s-%s\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\n  ", prefix, object->name);
    members_put(out, prefix, object, &required);
    zb_buf_format(out, "}, \"required\": [%s]", required.n ? required.s : "");
    if (object->also) zb_buf_format(out, ", %s", object->also);
    zb_buf_add_char(out, '}');
    zb_buf_free(&required);
}
