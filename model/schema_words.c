/* SPDX-License-Identifier: Apache-2.0
 * What a fault against a schema is called: the value, the rule in words, the nearest name, the cure. */
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/number.h"
#include "model/schema_parts.h"

/* Characters of a value that a message shows; choices that it lists. */
#define SHOWN_MAX 60
#define CHOICES_MAX 12

bool zb_fault_add(zb_checker *c, zb_faults *out, zb_fault fault, const char *format, ...) {
    if (!out || out->count > 2 * ZB_SCHEMA_FINDINGS_MAX) return false;
    va_list args;
    va_start(args, format);
    fault.message = zb_vsay_str(c->arena, format, args);
    va_end(args);
    ZB_PUSH(c->arena, out, fault);
    return false;
}

static zb_str shortened(zb_arena *arena, zb_str text) {
    size_t at = 0, count = 0;
    for (; at < text.n && count < SHOWN_MAX && text.s[at] != '\n'; count++) zb_utf8_next(text, &at);
    return at == text.n ? text : zb_str_format(arena, "%.*s…", (int)at, text.s);
}

zb_str zb_value_words(zb_arena *arena, const zb_value *value) {
    if (value->kind == ZB_TEXT) {
        zb_str text = shortened(arena, value->text);
        return zb_say(arena, "'%.*s'", ZB_STR_ARG(text));
    }
    return zb_value_is_scalar(value) && value->kind != ZB_NULL ? value->text : zb_str_of(zb_tr(zb_value_kind_phrase(value->kind)));
}

zb_str zb_kinds_words(zb_arena *arena, unsigned kinds) {
    static const char *const words[] = {N_("nothing"), "true or false", "an integer", "a number", "a text", "a list", "a mapping"};
    enum { WORDS = sizeof words / sizeof *words };
    zb_buf out = {0};
    if (kinds & ZB_JSON_NUMBER) kinds &= ~(unsigned)ZB_JSON_INTEGER;
    for (unsigned i = 0, left = kinds; i < WORDS; i++) {
        if (!(kinds & 1u << i)) continue;
        left &= ~(1u << i);
        zb_buf_format(&out, "%s%s", out.n == 0 ? "" : zb_tr(left ? ", " : " or "), zb_tr(words[i]));
    }
    zb_str text = zb_str_copy(arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

void zb_choices_words(zb_buf *out, const zb_value *choices) {
    for (size_t i = 0; i < choices->count && i < CHOICES_MAX; i++) {
        const zb_value *choice = choices->items[i];
        bool shown = zb_value_is_scalar(choice) && choice->kind != ZB_NULL;
        zb_str text = shown ? choice->text : zb_str_of(zb_tr(zb_value_kind_phrase(choice->kind)));
        zb_buf_format(out, "%s%.*s", i ? zb_tr(", ") : "", ZB_STR_ARG(text));
    }
    if (choices->count > CHOICES_MAX) zb_say_to(out, ", … (%zu in all)", choices->count);
}

/* How to make the wanted type of what stands there. */
static zb_str cure_of(zb_checker *c, const zb_value *value, unsigned types) {
    double number;
    bool wants_number = types & (ZB_JSON_INTEGER | ZB_JSON_NUMBER), text = value->kind == ZB_TEXT;
    bool exponent = zb_str_find(value->text, ZB_STR("e"), 0) != SIZE_MAX || zb_str_find(value->text, ZB_STR("E"), 0) != SIZE_MAX;
    if (wants_number && text && zb_value_number(value, &number) && value->text.s[0] != '0' && !exponent)
        return zb_str_of(zb_tr("leave out the quotes: a number in quotes is a text"));
    if (wants_number && text) {
        bool meant = zb_number_meant(value->text) || zb_number_with_unit(value->text);
        return meant ? zb_value_number_cure(c->arena, value->text) : zb_str_of(zb_tr("write it in digits"));
    }
    if (types & ZB_JSON_STRING && zb_value_is_scalar(value) && value->kind != ZB_NULL)
        return zb_say(c->arena, "as a text it stands in quotes: \"%.*s\"", ZB_STR_ARG(value->text));
    if (text && types & ZB_JSON_OBJECT && zb_str_find(value->text, ZB_STR("："), 0) < zb_str_find(value->text, ZB_STR(":"), 0))
        return zb_str_of(zb_tr("write ':' and a space, not the full-width '：'"));
    if (text && types & ZB_JSON_ARRAY && zb_str_starts(value->text, "［"))
        return zb_str_of(zb_tr("write '[' and ']', not the full-width '［' and '］'"));
    if (types & ZB_JSON_ARRAY && value->kind != ZB_NULL) return zb_str_of(zb_tr("write '- ' before it, or put it in [ ]: a list of one"));
    return (zb_str){0};
}

zb_str zb_schema_about(const zb_checker *c, zb_str name, const zb_schema_node *node) {
    if (!node || !node->description.n) return (zb_str){0};
    if (!name.n) return node->description;
    return zb_str_format(c->arena, "%.*s: %.*s", ZB_STR_ARG(name), ZB_STR_ARG(node->description));
}

bool zb_fault_type(zb_checker *c, zb_faults *out, const zb_schema_node *node, const zb_value *value, unsigned types) {
    if (!out) return false;
    zb_fault fault = {.kind = ZB_FAULT_TYPE, .code = "schema.type", .loc = value->loc, .value = value, .node = node};
    fault.hint = cure_of(c, value, types);
    if (!fault.hint.n) fault.hint = zb_schema_about(c, c->key, node);
    zb_str wanted = zb_kinds_words(c->arena, types), words = zb_value_words(c->arena, value);
    if (value->kind == ZB_NULL && c->key.n)
        return zb_fault_add(c, out, fault, "'%.*s' is empty, not %.*s", ZB_STR_ARG(c->key), ZB_STR_ARG(wanted));
    if (value->kind == ZB_TEXT || value->kind == ZB_REAL || value->kind == ZB_INT)
        return zb_fault_add(c, out, fault, "%.*s is %s, not %.*s", ZB_STR_ARG(words), zb_value_kind_phrase(value->kind),
                            ZB_STR_ARG(wanted));
    return zb_fault_add(c, out, fault, "this is %.*s, not %.*s", ZB_STR_ARG(words), ZB_STR_ARG(wanted));
}

bool zb_fault_choice(zb_checker *c, zb_faults *out, const zb_schema_node *node, const zb_value *value, const zb_value *choices) {
    if (!out) return false;
    zb_fault fault = {.kind = ZB_FAULT_CHOICE, .code = "schema.enum", .loc = value->loc, .value = value, .node = node};
    fault.hint = zb_schema_about(c, c->key, node);
    zb_str words = zb_value_words(c->arena, value);
    bool single = choices->kind != ZB_LIST || choices->count == 1;
    const zb_value *only = choices->kind == ZB_LIST && choices->count == 1 ? choices->items[0] : choices;
    zb_buf list = {0};
    if (!single) zb_choices_words(&list, choices);
    zb_str wanted = single ? zb_value_words(c->arena, only) : zb_buf_str(&list);
    if (value->kind == ZB_NULL && c->key.n)
        zb_fault_add(c, out, fault, single ? "'%.*s' is empty, not %.*s" : "'%.*s' is empty, not one of %.*s", ZB_STR_ARG(c->key),
                     ZB_STR_ARG(wanted));
    else zb_fault_add(c, out, fault, single ? "%.*s is not %.*s" : "%.*s is not one of %.*s", ZB_STR_ARG(words), ZB_STR_ARG(wanted));
    zb_buf_free(&list);
    return false;
}

/* The nearest of the keys that the mapping may have and lacks; else of all that it may have. */
static zb_str nearest_key(zb_checker *c, const zb_schema_node *node, const zb_value *map, zb_str key) {
    ZB_VEC(zb_str) lacking = {0};
    for (size_t i = 0; i < node->members.count; i++)
        if (!zb_value_lookup(map, node->members.data[i].name)) ZB_PUSH(c->arena, &lacking, node->members.data[i].name);
    zb_str before = zb_str_sub(key, 0, zb_str_find(key, ZB_STR("："), 0)); /* {high：72} is a key without a value */
    for (size_t i = 0; before.n < key.n && i < lacking.count; i++)
        if (zb_str_equal(zb_str_trim(before), lacking.data[i])) return lacking.data[i];
    const zb_str *near = zb_nearest(zb_str_trim(before), lacking.data, lacking.count);
    return near ? *near : (zb_str){0};
}

static zb_str listed(zb_checker *c, const zb_schema_members *members) {
    if (members->count == 0 || members->count > CHOICES_MAX) return (zb_str){0};
    zb_buf out = {0};
    for (size_t i = 0; i < members->count; i++) zb_say_to(&out, i ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(members->data[i].name));
    zb_str text = zb_say(c->arena, "known here: %.*s", ZB_STR_ARG(zb_buf_str(&out)));
    zb_buf_free(&out);
    return text;
}

bool zb_fault_key(zb_checker *c, zb_faults *out, const zb_schema_node *node, const zb_value *map, size_t entry) {
    if (!out) return false;
    const zb_entry *e = &map->entries[entry];
    zb_fault fault = {.kind = ZB_FAULT_KEY, .code = "schema.key", .loc = e->key_loc, .value = map, .node = node};
    fault.name = nearest_key(c, node, map, e->key);
    if (fault.name.n && zb_str_find(e->key, ZB_STR("："), 0) != SIZE_MAX)
        fault.hint = zb_str_of(zb_tr("write ':' and a space, not the full-width '：'"));
    else
        fault.hint = fault.name.n ? zb_say(c->arena, "did you mean '%.*s'?", ZB_STR_ARG(fault.name)) : listed(c, &node->members);
    return zb_fault_add(c, out, fault, "the key '%.*s' is not known here", ZB_STR_ARG(e->key));
}
