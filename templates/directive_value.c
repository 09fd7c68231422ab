/* SPDX-License-Identifier: Apache-2.0
 * Values of directives: checked against the table of keys once, then read as text, numbers, flags and lengths. */
#include <string.h>

#include "base/utf8.h"
#include "templates/attributes.h"
#include "templates/directive.h"

zb_str zb_value_line(const zb_reader *reader, const zb_value *value) {
    return value && zb_value_is_scalar(value) ? zb_line_string(reader, value->text, value->loc) : (zb_str){0};
}

zb_loc zb_value_place(const zb_reader *reader, const zb_value *value) {
    zb_str inserted;
    zb_loc loc;
    if (reader->expansion && zb_value_is_scalar(value) && zb_str_starts(value->text, ZB_PLACEHOLDER) &&
        zb_expansion_placeholder(reader->expansion, value->text, &inserted, &loc))
        return loc;
    return value->loc;
}

bool zb_value_faulty(const zb_reader *reader, const zb_value *value) {
    return reader->expansion && zb_value_is_scalar(value) && zb_expansion_faulty(reader->expansion, value->text);
}

size_t zb_words_split(const char *words, zb_str names[ZB_KEYS_MAX]) {
    size_t count = 0;
    while (words && *words && count < ZB_KEYS_MAX) {
        size_t n = strcspn(words, " ");
        names[count++] = (zb_str){words, n};
        words += words[n] ? n + 1 : n;
    }
    return count;
}

/* ---- checks ---- */

static bool number_read(const zb_reader *reader, const zb_value *value, double *out) {
    zb_str text = zb_value_line(reader, value);
    return text.n && zb_value_number(zb_value_scalar(reader->arena, text, true, value->loc), out);
}

/* Points in a unit. */
static const struct {
    const char *name;
    double points;
} units[] = {{"pt", 1}, {"mm", 72 / 25.4}, {"cm", 72 / 2.54}, {"in", 72}, {"px", 0.75}};

/* Lengths above two metres are mistakes. */
#define LENGTH_MAX_PT 5669.0

static bool length_read(const zb_reader *reader, zb_str text, zb_length *out) {
    const zb_style *style = &reader->sheet->style;
    double share, number;
    if (zb_share_read(text, &share)) {
        *out = (zb_length)(share * (style->page_width - style->margin_left - style->margin_right));
        return true;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        zb_value value = {.kind = ZB_TEXT, .text = zb_str_trim(zb_str_sub(text, 0, text.n > 2 ? text.n - 2 : 0))};
        if (!zb_str_ends(text, units[i].name) || !zb_value_number(&value, &number))
            continue;
        number *= units[i].points;
        *out = number > 0 && number <= LENGTH_MAX_PT ? zb_pt(number) : 0;
        return *out > 0;
    }
    return false;
}

static bool is_choice(const zb_key *key, zb_str text) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = zb_words_split(key->choices, names);
    for (size_t i = 0; i < count; i++)
        if (zb_str_equal(names[i], text))
            return true;
    return false;
}

static bool value_fits(const zb_reader *reader, const zb_key *key, const zb_value *value) {
    zb_str text = zb_value_line(reader, value);
    zb_length length;
    double number;
    switch (key->type) {
    case ZB_KEY_TEXT: return zb_value_is_scalar(value);
    case ZB_KEY_NUMBER: return number_read(reader, value, &number);
    case ZB_KEY_FLAG: return zb_str_is(text, "true") || zb_str_is(text, "false");
    case ZB_KEY_CHOICE: return is_choice(key, text);
    case ZB_KEY_LENGTH: return length_read(reader, text, &length);
    case ZB_KEY_SHARE: return zb_share_read(text, &number);
    case ZB_KEY_LIST: return value->kind == ZB_LIST;
    case ZB_KEY_MAP: return value->kind == ZB_MAP;
    case ZB_KEY_TABLE: return value->kind == ZB_LIST || zb_value_is_scalar(value);
    default: return true;
    }
}

static const char *const wants[ZB_KEY_TYPES] = {
    [ZB_KEY_TEXT] = "text",
    [ZB_KEY_NUMBER] = "a number",
    [ZB_KEY_FLAG] = "true or false",
    [ZB_KEY_CHOICE] = "one of its words",
    [ZB_KEY_LENGTH] = "a length as 60mm, 120pt or 50%",
    [ZB_KEY_SHARE] = "a share as 30%",
    [ZB_KEY_LIST] = "a list",
    [ZB_KEY_MAP] = "a mapping",
    [ZB_KEY_TABLE] = "the name of a table",
    [ZB_KEY_ANY] = "a value",
};

static void report_value(const zb_reader *reader, const zb_key *key, const zb_value *value) {
    zb_str text = zb_value_line(reader, value), names[ZB_KEYS_MAX];
    zb_loc loc = zb_value_place(reader, value);
    if (zb_value_is_scalar(value))
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", loc, "'%s' is '%.*s', it wants %s", key->name,
                    ZB_STR_ARG(text), wants[key->type]);
    else
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", loc, "'%s' is %s, it wants %s", key->name,
                    zb_value_kind_phrase(value->kind), wants[key->type]);
    if (key->type == ZB_KEY_CHOICE)
        zb_diag_hint_nearest(reader->diags, text, names, zb_words_split(key->choices, names));
}

static const zb_key *key_lookup(const zb_object *object, zb_str name) {
    for (const zb_key *key = object->keys; key->name; key++)
        if (zb_str_is(name, key->name))
            return key;
    return NULL;
}

static void report_key(const zb_reader *reader, const zb_object *object, const zb_entry *entry) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = 0;
    for (const zb_key *key = object->keys; key->name && count < ZB_KEYS_MAX; key++)
        names[count++] = zb_str_of(key->name);
    zb_str name = zb_line_string(reader, entry->key, entry->key_loc);
    zb_diag_add(reader->diags, ZB_ERROR, "directive.key", entry->key_loc, "%.*s has no key '%.*s'",
                ZB_STR_ARG(zb_str_of(object->name)), ZB_STR_ARG(name));
    zb_diag_hint_nearest(reader->diags, name, names, count);
}

static bool entry_check(const zb_reader *reader, const zb_object *object, const zb_value *map, const zb_entry *entry) {
    const zb_key *key = key_lookup(object, entry->key);
    if (!key) {
        report_key(reader, object, entry);
        return false;
    }
    if (key->same_as && zb_value_lookup_z(map, key->same_as)) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", entry->key_loc,
                    "'%s' is another name of '%s', which is given too", key->name, key->same_as);
        return false;
    }
    if (entry->value->kind == ZB_NULL || zb_value_faulty(reader, entry->value) || value_fits(reader, key, entry->value))
        return true;
    report_value(reader, key, entry->value);
    return false;
}

/* Whether a key that is missing stands there misspelt: that has been said with the right name. */
static bool is_misspelt(const zb_object *object, const zb_value *map, const char *name) {
    int slips = strlen(name) <= 4 ? 1 : 2;
    for (size_t i = 0; i < map->count; i++) {
        zb_str key = map->entries[i].key;
        if (!key_lookup(object, key) && zb_edit_distance(key, zb_str_of(name), slips) <= slips)
            return true;
    }
    return false;
}

bool zb_object_check(const zb_reader *reader, const zb_object *object, const zb_value *map, zb_loc loc) {
    bool good = true;
    if (map->kind != ZB_MAP) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", loc,
                    "%.*s wants a mapping of keys and values, this is %s", ZB_STR_ARG(zb_str_of(object->name)),
                    zb_value_kind_phrase(map->kind));
        return false;
    }
    for (size_t i = 0; i < map->count; i++)
        good = entry_check(reader, object, map, &map->entries[i]) && good;
    for (const zb_key *key = object->keys; key->name; key++) {
        if (!key->required || zb_object_value(object, map, key->name))
            continue;
        good = false;
        if (is_misspelt(object, map, key->name))
            continue;
        zb_diag_add(reader->diags, ZB_ERROR, "directive.missing", loc, "%.*s lacks '%s'", ZB_STR_ARG(zb_str_of(object->name)), key->name);
        zb_diag_hint(reader->diags, "%s: %s", key->name, key->about);
    }
    return good;
}

/* ---- reading ---- */

const zb_value *zb_object_value(const zb_object *object, const zb_value *map, const char *name) {
    const zb_value *value = zb_value_lookup_z(map, name);
    for (const zb_key *key = object->keys; !value && key->name; key++)
        if (key->same_as && strcmp(key->same_as, name) == 0)
            value = zb_value_lookup_z(map, key->name);
    return value && value->kind != ZB_NULL ? value : NULL;
}

zb_str zb_object_text(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name) {
    return zb_value_line(reader, zb_object_value(object, map, name));
}

zb_text zb_object_styled(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name,
                         zb_text_style style) {
    const zb_value *value = zb_object_value(object, map, name);
    return value ? zb_text_plain(reader, value->text, false, style, value->loc) : (zb_text){0};
}

bool zb_object_flag(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name,
                    bool initial) {
    zb_str text = zb_object_text(reader, object, map, name);
    return text.n ? zb_str_is(text, "true") : initial;
}

double zb_object_number(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name,
                        double initial) {
    const zb_value *value = zb_object_value(object, map, name);
    double number;
    return value && number_read(reader, value, &number) ? number : initial;
}

zb_length zb_object_length(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name) {
    zb_length length = 0;
    length_read(reader, zb_object_text(reader, object, map, name), &length);
    return length;
}
