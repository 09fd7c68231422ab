/* SPDX-License-Identifier: Apache-2.0
 * Reading "x-table": the words of Frictionless Table Schema about one table. The constraints that JSON Schema has too are read by
 * its keywords; a word that is not known, or that the column's type cannot have, is an error. */
#include <string.h>

#include "model/table_schema.h"

#define FIELDS_MAX 500

typedef ZB_VEC(zb_table_key) keys;

static const zb_str types[] = {{"string", 6}, {"integer", 7}, {"number", 6}, {"boolean", 7}, {"date", 4}, {"year", 4}, {"any", 3}};
enum { TYPES = sizeof types / sizeof *types };

static void fail(zb_schema_reader *r, const zb_value *value, const char *what) {
    zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", value->loc, "'%.*s' %s", ZB_STR_ARG(value->text), what);
}

static bool is_text(zb_schema_reader *r, const zb_value *value) {
    if (value->kind == ZB_TEXT && value->text.n) return true;
    zb_schema_refuse(r, value, "a text in quotes");
    return false;
}

static bool is_flag(zb_schema_reader *r, const zb_value *value) {
    if (value->kind != ZB_BOOL) zb_schema_refuse(r, value, "true or false");
    return value->kind == ZB_BOOL && value->integer;
}

/* Whether the words of a mapping are among those known; words of one's own begin with "x-". */
static bool check_words(zb_schema_reader *r, const zb_value *map, const zb_str *words, size_t count, const char *of) {
    if (map->kind != ZB_MAP) {
        zb_schema_refuse(r, map, "a mapping");
        return false;
    }
    for (size_t i = 0; i < map->count; i++) {
        bool known = zb_str_starts(map->entries[i].key, "x-");
        for (size_t k = 0; k < count && !known; k++) known = zb_str_equal(words[k], map->entries[i].key);
        if (known) continue;
        zb_diags *diags = zb_schema_fail(r);
        zb_diag_add(diags, ZB_ERROR, "schema.keyword", map->entries[i].key_loc, "'%.*s' is no word of %s that is known here",
                    ZB_STR_ARG(map->entries[i].key), of);
        zb_diag_hint_nearest(diags, map->entries[i].key, words, count);
    }
    return true;
}

/* Fields ---------------------------------------------------------------------------------------------------------------------- */

static void read_type(zb_schema_reader *r, const zb_value *value, zb_field *field) {
    static const unsigned kinds[TYPES] = {ZB_JSON_STRING, ZB_JSON_INTEGER, ZB_JSON_NUMBER | ZB_JSON_INTEGER, ZB_JSON_BOOLEAN,
                                          ZB_JSON_STRING, ZB_JSON_INTEGER, 0};
    size_t at = 0;
    while (value && at < TYPES && !(value->kind == ZB_TEXT && zb_str_equal(value->text, types[at]))) at++;
    if (at == TYPES) {
        zb_diags *diags = zb_schema_fail(r);
        zb_diag_add(diags, ZB_ERROR, "schema.keyword", value->loc, "there is no type '%.*s' of columns here", ZB_STR_ARG(value->text));
        zb_diag_hint_nearest(diags, value->text, types, TYPES);
        at = ZB_FIELD_ANY;
    }
    field->type = (zb_field_type)at;
    field->node->types = kinds[at];
    zb_value *day = zb_value_scalar(zb_schema_reader_arena(r), ZB_STR("date"), false, value ? value->loc : ZB_NOWHERE);
    if (at == ZB_FIELD_DATE) zb_schema_read_keyword(r, field->node, &(zb_entry){ZB_STR("format"), day->loc, day});
}

/* The formats of Table Schema: of texts some, of other types only the usual one. */
static void read_format(zb_schema_reader *r, const zb_entry *entry, zb_field *field) {
    static const char *const names[] = {"email", "uri", "uuid"};
    const zb_value *value = entry->value;
    if (!is_text(r, value) || zb_str_is(value->text, "default")) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (field->type != ZB_FIELD_STRING || !zb_str_is(value->text, names[i])) continue;
        zb_schema_read_keyword(r, field->node, entry);
        return;
    }
    fail(r, value, "is no format that is known here for this type");
    zb_diag_hint(zb_schema_fail(r), "known are 'default' and, for the type 'string', 'email', 'uri' and 'uuid'");
}

static void read_day(zb_schema_reader *r, const zb_value *value, zb_str *out) {
    const zb_format *format = zb_format_lookup(ZB_STR("date"));
    if (!is_text(r, value)) return;
    *out = value->text;
    bool day = value->text.n == strlen("2019-06-24") && zb_format_match(zb_schema_reader_arena(r), format, NULL, value->text);
    if (!day) fail(r, value, "is no day like 2019-06-24");
}

/* Whether the columns of a type can have a constraint. */
static bool fits(zb_field_type type, zb_str word) {
    bool text = type == ZB_FIELD_STRING;
    bool ordered = type == ZB_FIELD_INTEGER || type == ZB_FIELD_NUMBER || type == ZB_FIELD_YEAR || type == ZB_FIELD_DATE;
    if (zb_str_is(word, "pattern") || zb_str_ends(word, "Length")) return text;
    return !zb_str_ends(word, "imum") || ordered;
}

static void read_constraint(zb_schema_reader *r, const zb_entry *entry, zb_field *field) {
    zb_str word = entry->key;
    if (!fits(field->type, word)) {
        zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", entry->key_loc, "a column of the type '%.*s' can have no '%.*s'",
                    ZB_STR_ARG(types[field->type]), ZB_STR_ARG(word));
        return;
    }
    if (zb_str_is(word, "required")) field->required = is_flag(r, entry->value);
    else if (zb_str_is(word, "unique")) field->unique = is_flag(r, entry->value);
    else if (field->type == ZB_FIELD_DATE && zb_str_is(word, "minimum")) read_day(r, entry->value, &field->earliest);
    else if (field->type == ZB_FIELD_DATE && zb_str_is(word, "maximum")) read_day(r, entry->value, &field->latest);
    else if (!zb_str_starts(word, "x-")) zb_schema_read_keyword(r, field->node, entry);
}

static void read_field(zb_schema_reader *r, const zb_value *value, zb_field *field) {
    static const zb_str words[] = {{"name", 4}, {"title", 5}, {"description", 11}, {"type", 4}, {"format", 6}, {"example", 7},
                                   {"constraints", 11}};
    static const zb_str limits[] = {{"required", 8}, {"unique", 6}, {"minimum", 7}, {"maximum", 7}, {"pattern", 7}, {"enum", 4},
                                    {"minLength", 9}, {"maxLength", 9}};
    *field = (zb_field){.node = ZB_NEW(zb_schema_reader_arena(r), zb_schema_node)};
    field->node->source = value;
    if (!check_words(r, value, words, sizeof words / sizeof *words, "a column's description")) return;
    const zb_value *name = zb_value_lookup_z(value, "name"), *title = zb_value_lookup_z(value, "title"),
                   *about = zb_value_lookup_z(value, "description"), *constraints = zb_value_lookup_z(value, "constraints");
    if (!name) zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", value->loc, "the column's description lacks 'name'");
    if (name && is_text(r, name)) field->name = name->text;
    if (title && is_text(r, title)) field->node->description = title->text;
    if (about && is_text(r, about)) field->node->description = about->text;
    read_type(r, zb_value_lookup_z(value, "type"), field);
    for (size_t i = 0; i < value->count; i++)
        if (zb_str_is(value->entries[i].key, "format")) read_format(r, &value->entries[i], field);
    const zb_value *unused = zb_value_lookup_z(value, "x-unused");
    field->node->unread = unused && is_flag(r, unused);
    if (!constraints || !check_words(r, constraints, limits, sizeof limits / sizeof *limits, "a column's constraints")) return;
    for (size_t i = 0; i < constraints->count; i++) read_constraint(r, &constraints->entries[i], field);
}

static void read_fields(zb_schema_reader *r, const zb_value *value, zb_table_schema *out) {
    if (value->kind != ZB_LIST) {
        zb_schema_refuse(r, value, "a list of the table's columns");
        return;
    }
    if (value->count == 0 || value->count > FIELDS_MAX) {
        zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", value->loc, "'fields' lists %s columns",
                    value->count ? "too many" : "no");
        return;
    }
    zb_field *fields = ZB_NEW_ARRAY(zb_schema_reader_arena(r), value->count, zb_field);
    for (size_t i = 0; i < value->count; i++) {
        read_field(r, value->items[i], &fields[i]);
        for (size_t k = 0; k < i; k++)
            if (zb_str_equal(fields[k].name, fields[i].name) && fields[i].name.n)
                fail(r, zb_value_lookup_z(value->items[i], "name"), "names a second column");
    }
    out->fields = fields;
    out->count = value->count;
}

/* Keys ------------------------------------------------------------------------------------------------------------------------ */

/* One text or a list of texts. NULL: an error was added. */
static const zb_value *const *read_names(zb_schema_reader *r, const zb_value *value, size_t *count) {
    const zb_value **names = ZB_NEW_ARRAY(zb_schema_reader_arena(r), value->kind == ZB_LIST ? value->count : 1, const zb_value *);
    *count = value->kind == ZB_LIST ? value->count : 1;
    for (size_t i = 0; i < *count; i++) {
        names[i] = value->kind == ZB_LIST ? value->items[i] : value;
        if (!is_text(r, names[i])) return NULL;
    }
    if (*count == 0) zb_schema_refuse(r, value, "the name of a column, or a list of such");
    return *count ? names : NULL;
}

/* The positions of the fields that are named. NULL: an error was added. */
static const size_t *read_positions(zb_schema_reader *r, const zb_value *value, const zb_table_schema *table, size_t *count) {
    const zb_value *const *names = read_names(r, value, count);
    size_t *positions = ZB_NEW_ARRAY(zb_schema_reader_arena(r), *count, size_t);
    zb_str *known = ZB_NEW_ARRAY(zb_schema_reader_arena(r), table->count, zb_str);
    for (size_t i = 0; i < table->count; i++) known[i] = table->fields[i].name;
    for (size_t i = 0; names && i < *count; i++) {
        while (positions[i] < table->count && !zb_str_equal(known[positions[i]], names[i]->text)) positions[i]++;
        if (positions[i] < table->count) continue;
        fail(r, names[i], "is none of the columns in 'fields'");
        zb_diag_hint_nearest(zb_schema_fail(r), names[i]->text, known, table->count);
        return NULL;
    }
    return names ? positions : NULL;
}

static void add_key(zb_schema_reader *r, const zb_value *value, bool primary, const zb_table_schema *table, keys *out) {
    zb_table_key key = {.primary = primary};
    key.fields = read_positions(r, value, table, &key.count);
    if (key.fields) ZB_PUSH(zb_schema_reader_arena(r), out, key);
}

static void read_keys(zb_schema_reader *r, const zb_value *value, zb_table_schema *table) {
    const zb_value *primary = zb_value_lookup_z(value, "primaryKey"), *unique = zb_value_lookup_z(value, "uniqueKeys");
    keys list = {0};
    if (primary) add_key(r, primary, true, table, &list);
    if (unique && unique->kind != ZB_LIST) zb_schema_refuse(r, unique, "a list of lists of columns");
    for (size_t i = 0; unique && unique->kind == ZB_LIST && i < unique->count; i++) add_key(r, unique->items[i], false, table, &list);
    for (size_t i = 0; i < table->count; i++) {
        if (!table->fields[i].unique) continue;
        size_t *position = ZB_NEW(zb_schema_reader_arena(r), size_t);
        *position = i;
        ZB_PUSH(zb_schema_reader_arena(r), &list, (zb_table_key){position, 1, false});
    }
    table->keys = list.data;
    table->key_count = list.count;
}

static bool read_foreign(zb_schema_reader *r, const zb_value *value, const zb_table_schema *table, zb_foreign_key *out) {
    static const zb_str words[] = {{"fields", 6}, {"reference", 9}}, parts[] = {{"resource", 8}, {"fields", 6}};
    if (!check_words(r, value, words, 2, "a foreign key")) return false;
    const zb_value *fields = zb_value_lookup_z(value, "fields"), *reference = zb_value_lookup_z(value, "reference");
    if (!fields || !reference) {
        zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", value->loc, "the foreign key lacks '%s'",
                    fields ? "reference" : "fields");
        return false;
    }
    if (!check_words(r, reference, parts, 2, "a foreign key's reference")) return false;
    const zb_value *others = zb_value_lookup_z(reference, "fields");
    out->resource = zb_value_lookup_z(reference, "resource");
    if (out->resource && out->resource->kind != ZB_TEXT) zb_schema_refuse(r, out->resource, "the name of a table");
    if (!others) zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", reference->loc, "the reference lacks 'fields'");
    size_t count = 0;
    out->fields = read_positions(r, fields, table, &out->count);
    out->others = others ? read_names(r, others, &count) : NULL;
    if (!out->fields || !out->others) return false;
    if (count == out->count) return true;
    zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", others->loc, "the key has %zu columns here and %zu there", out->count,
                count);
    return false;
}

static void read_foreigns(zb_schema_reader *r, const zb_value *value, zb_table_schema *table) {
    if (value->kind != ZB_LIST) {
        zb_schema_refuse(r, value, "a list of foreign keys");
        return;
    }
    zb_foreign_key *list = ZB_NEW_ARRAY(zb_schema_reader_arena(r), value->count, zb_foreign_key);
    for (size_t i = 0; i < value->count; i++)
        if (read_foreign(r, value->items[i], table, &list[table->foreign_count])) table->foreign_count++;
    table->foreign = list;
}

static void read_missing(zb_schema_reader *r, const zb_value *value, zb_table_schema *table) {
    bool texts = value->kind == ZB_LIST;
    for (size_t i = 0; texts && i < value->count; i++) texts = value->items[i]->kind == ZB_TEXT;
    if (texts) table->missing = value;
    else zb_schema_refuse(r, value, "a list of texts in quotes");
}

const zb_table_schema *zb_table_schema_read(zb_schema_reader *r, const zb_value *value) {
    static const zb_str words[] = {{"fields", 6}, {"primaryKey", 10}, {"uniqueKeys", 10}, {"foreignKeys", 11}, {"missingValues", 13},
                                   {"title", 5}, {"description", 11}};
    zb_table_schema *table = ZB_NEW(zb_schema_reader_arena(r), zb_table_schema);
    if (!check_words(r, value, words, sizeof words / sizeof *words, "a table's description")) return table;
    const zb_value *fields = zb_value_lookup_z(value, "fields"), *foreign = zb_value_lookup_z(value, "foreignKeys"),
                   *missing = zb_value_lookup_z(value, "missingValues");
    if (fields) read_fields(r, fields, table);
    else zb_diag_add(zb_schema_fail(r), ZB_ERROR, "schema.keyword", value->loc, "the table's description lacks 'fields'");
    if (table->count == 0) return table;
    read_keys(r, value, table);
    if (foreign) read_foreigns(r, foreign, table);
    if (missing) read_missing(r, missing, table);
    return table;
}
