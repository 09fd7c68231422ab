/* SPDX-License-Identifier: Apache-2.0
 * The JSON Schema of a chart file in the short form, from the table of keys that it is read by. */
#include <string.h>

#include "templates/chart_json.h"
#include "templates/chart_spec.h"

static void string_put(zb_buf *out, const char *text) {
    zb_buf_add_char(out, '"');
    for (; text && *text; text++) {
        if (*text == '"' || *text == '\\') zb_buf_add_char(out, '\\');
        zb_buf_add_char(out, *text);
    }
    zb_buf_add_char(out, '"');
}

static void choices_put(zb_buf *out, const char *choices) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = zb_words_split(choices, names);
    zb_buf_format(out, ", \"enum\": [");
    for (size_t i = 0; i < count; i++) zb_buf_format(out, "%s\"%.*s\"", i ? ", " : "", ZB_STR_ARG(names[i]));
    zb_buf_add_char(out, ']');
}

static const char *const types[ZB_KEY_TYPES] = {
    [ZB_KEY_TEXT] = "\"type\": [\"string\", \"number\", \"boolean\", \"null\"]",
    [ZB_KEY_NUMBER] = "\"type\": [\"number\", \"string\"]",
    [ZB_KEY_FLAG] = "\"type\": \"boolean\"",
    [ZB_KEY_CHOICE] = "\"type\": \"string\"",
    [ZB_KEY_LENGTH] = "\"type\": \"string\"",
    [ZB_KEY_SHARE] = "\"type\": \"string\"",
    [ZB_KEY_LIST] = "\"type\": \"array\"",
    [ZB_KEY_MAP] = "\"type\": \"object\"",
    [ZB_KEY_TABLE] = "\"type\": [\"array\", \"string\"]",
    [ZB_KEY_ANY] = "\"type\": [\"array\", \"object\", \"string\", \"number\"]",
};

static void key_put(zb_buf *out, const zb_key *key, bool first) {
    zb_buf_format(out, "%s\n    \"%s\": {%s", first ? "" : ",", key->name, types[key->type]);
    if (key->choices) choices_put(out, key->choices);
    if (key->about) {
        zb_buf_format(out, ", \"description\": ");
        string_put(out, key->about);
    } else if (key->same_as) {
        zb_buf_format(out, ", \"description\": \"The same as %s.\"", key->same_as);
    }
    zb_buf_add_char(out, '}');
}

/* Whether the key may be missing because another name of it may stand instead. */
static bool has_other_name(const char *name) {
    for (const zb_key *key = zb_chart_keys; key->name; key++)
        if (key->same_as && !strcmp(key->same_as, name)) return true;
    return false;
}

void zb_chart_schema(zb_buf *out) {
    zb_buf_format(
        out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"Zhoubao: chart\",\n");
    zb_buf_format(out, "  \"type\": \"object\", \"additionalProperties\": false,\n  \"properties\": {");
    for (const zb_key *key = zb_chart_keys; key->name; key++) key_put(out, key, key == zb_chart_keys);
    zb_buf_format(out, "\n  },\n  \"required\": [");
    bool first = true;
    for (const zb_key *key = zb_chart_keys; key->name; key++) {
        if (!key->required || has_other_name(key->name)) continue;
        zb_buf_format(out, "%s\"%s\"", first ? "" : ", ", key->name);
        first = false;
    }
    zb_buf_format(out, "]\n}\n");
}
