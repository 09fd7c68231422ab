/* SPDX-License-Identifier: Apache-2.0
 * Applying a schema to a value. A value of the wrong type is not looked at further, so that one slip gives one finding; what two
 * rules say about the same slip is told once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/schema_parts.h"

/* Subschemas within subschemas, for one value and those around it. */
#define DEPTH_MAX 1000

static zb_fault fault_at(const zb_checker *c, const char *code, const zb_schema_node *node, const zb_value *value) {
    return (zb_fault){.code = code, .loc = value->loc, .value = value, .node = node, .hint = zb_schema_about(c, c->key, node)};
}

/* Scalars --------------------------------------------------------------------------------------------------------------------- */

static bool is_multiple(double value, double step) {
    double times = value / step;
    return isfinite(times) && fabs(times - nearbyint(times)) <= fmin(1e-6, 1e-9 * fmax(1, fabs(times)));
}

static bool apply_number(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    const struct {
        const zb_schema_number *limit;
        bool broken;
        const char *words;
    } rules[] = {
        {&n->minimum, v->real < n->minimum.value, "less than"},
        {&n->maximum, v->real > n->maximum.value, "more than"},
        {&n->above, v->real <= n->above.value, "not more than"},
        {&n->below, v->real >= n->below.value, "not less than"},
        {&n->step, n->step.given && !is_multiple(v->real, n->step.value), "no multiple of"},
    };
    if (n->minimum.given && n->minimum.value == 0 && v->real == 0 && v->text.n && v->text.s[0] == '-')
        return zb_fault_add(c, out, fault_at(c, "schema.range", n, v), "%.*s has a sign, zero has none", ZB_STR_ARG(v->text));
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].limit->given && rules[i].broken)
            return zb_fault_add(c, out, fault_at(c, "schema.range", n, v), "%.*s is %s %.*s", ZB_STR_ARG(v->text), rules[i].words,
                                ZB_STR_ARG(rules[i].limit->text));
    return true;
}

/* Whether a number of things is within two limits. `things` in the plural; `subject` is what has them. */
static bool apply_count(zb_checker *c, zb_faults *out, zb_fault fault, size_t count, const zb_schema_number *least,
                        const zb_schema_number *most, const char *subject, const char *things) {
    bool few = least->given && (double)count < least->value, many = most->given && (double)count > most->value;
    if (!few && !many) return true;
    if (few && count == 0) return zb_fault_add(c, out, fault, "%s is empty", subject);
    return zb_fault_add(c, out, fault, "%s has %zu %s, %s are %.*s", subject, count, things, few ? "wanted" : "allowed",
                        ZB_STR_ARG(zb_say(c->arena, few ? "%.0f or more" : "at most %.0f", few ? least->value : most->value)));
}

static bool apply_pattern(zb_checker *c, const zb_schema_node *n, const zb_value *v, const zb_pattern *pattern, zb_faults *out) {
    int found = zb_pattern_match(pattern, v->text);
    zb_str words = zb_value_words(c->arena, v), wanted = zb_pattern_text(pattern);
    if (found > 0) return true;
    if (found == 0)
        return zb_fault_add(c, out, fault_at(c, "schema.pattern", n, v), "%.*s does not have the form %.*s", ZB_STR_ARG(words),
                            ZB_STR_ARG(wanted));
    zb_fault fault = fault_at(c, "schema.limit", n, v);
    fault.hint = zb_say(c->arena, "the expression tries the text in too many ways: %.*s", ZB_STR_ARG(wanted));
    return zb_fault_add(c, out, fault, "whether %.*s has the form wanted takes too long to tell", ZB_STR_ARG(words));
}

static bool apply_text(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    zb_fault fault = fault_at(c, "schema.count", n, v);
    bool counted = n->min_length.given || n->max_length.given;
    if (counted && !apply_count(c, out, fault, zb_utf8_count(v->text), &n->min_length, &n->max_length, "the text", "characters"))
        return false;
    if (n->pattern && !apply_pattern(c, n, v, n->pattern, out)) return false;
    if (!n->format || zb_format_match(c->arena, n->format, n->format_pattern, v->text)) return true;
    return zb_fault_add(c, out, fault_at(c, "schema.format", n, v), "%.*s is not %s", ZB_STR_ARG(zb_value_words(c->arena, v)),
                        zb_format_words(n->format));
}

/* Lists ----------------------------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b) {
    const zb_value *x = **(const zb_value *const *const *)a, *y = **(const zb_value *const *const *)b;
    int order = zb_json_compare(x, y);
    return order ? order : (a > b) - (a < b);
}

static bool apply_unique(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    const zb_value *const **sorted = ZB_NEW_ARRAY(c->arena, v->count, const zb_value *const *);
    for (size_t i = 0; i < v->count; i++) sorted[i] = &v->items[i];
    if (v->count) qsort(sorted, v->count, sizeof *sorted, by_value);
    for (size_t i = 1; i < v->count; i++) {
        if (zb_json_compare(*sorted[i - 1], *sorted[i])) continue;
        bool later = sorted[i] > sorted[i - 1];
        const zb_value *second = *sorted[later ? i : i - 1], *first = *sorted[later ? i - 1 : i];
        zb_fault fault = fault_at(c, "schema.unique", n, second);
        fault.hint = zb_say(c->arena, "it also stands in line %u", first->loc.line);
        fault.related = first->loc;
        return zb_fault_add(c, out, fault, "%.*s stands in the list twice", ZB_STR_ARG(zb_value_words(c->arena, second)));
    }
    return true;
}

static bool apply_contains(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) count += zb_schema_apply(c, n->contains, v->items[i], NULL);
    double least = n->min_contains.given ? n->min_contains.value : 1;
    bool few = (double)count < least, many = n->max_contains.given && (double)count > n->max_contains.value;
    if (!few && !many) return true;
    zb_fault fault = fault_at(c, "schema.count", n, v);
    if (n->contains->description.n) fault.hint = n->contains->description;
    return zb_fault_add(c, out, fault, "%zu items of the list are of the kind that must be there, %s are %.0f", count,
                        few ? "wanted" : "allowed", few ? least : n->max_contains.value);
}

static bool apply_list(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    bool fine = apply_count(c, out, fault_at(c, "schema.count", n, v), v->count, &n->min_items, &n->max_items, "the list", "items");
    for (size_t i = 0; i < v->count && (out || fine); i++) {
        const zb_schema_node *item = i < n->prefix.count ? n->prefix.nodes[i] : n->items;
        if (item) fine = zb_schema_apply(c, item, v->items[i], out) && fine;
    }
    if (n->contains) fine = apply_contains(c, n, v, out) && fine;
    if (n->unique) fine = apply_unique(c, n, v, out) && fine;
    return fine;
}

/* Mappings -------------------------------------------------------------------------------------------------------------------- */

zb_schema_node *zb_schema_named(const zb_schema_members *members, zb_str key) {
    for (size_t i = 0; i < members->count; i++)
        if (zb_str_equal(members->data[i].name, key)) return members->data[i].node;
    return NULL;
}

/* A key that stands one level too deep below '|' became a line of the text there. */
static void find_swallowed(zb_checker *c, const zb_value *map, zb_fault *fault) {
    zb_str words = zb_str_format(c->arena, "%.*s:", ZB_STR_ARG(fault->name));
    for (size_t i = 0; i < map->count; i++) {
        const zb_value *v = map->entries[i].value;
        if (v->kind != ZB_TEXT || !v->loc.source || !v->loc.line) continue;
        for (size_t at = zb_str_find(v->text, words, 0); at != SIZE_MAX; at = zb_str_find(v->text, words, at + 1)) {
            size_t start = at, lines = 0;
            while (start > 0 && v->text.s[start - 1] == ' ') start--;
            if (start == 0 || v->text.s[start - 1] != '\n') continue;
            for (size_t k = 0; k < start; k++) lines += v->text.s[k] == '\n';
            zb_loc loc = {v->loc.source, v->loc.line + (uint32_t)lines, 0};
            if (!zb_str_starts(zb_str_trim(zb_source_line(loc.source, loc.line)), words.s)) continue;
            fault->related = loc;
            fault->hint = zb_str_format(c->arena, "in line %u it is part of the text of '%.*s': indent it like the other keys",
                                        fault->related.line, ZB_STR_ARG(map->entries[i].key));
            return;
        }
    }
}

static bool apply_required(zb_checker *c, const zb_schema_node *n, const zb_value *v, const zb_value *names, zb_str because,
                           zb_faults *out) {
    bool fine = true;
    for (size_t i = 0; i < names->count; i++) {
        zb_str name = names->items[i]->text;
        if (zb_value_lookup(v, name)) continue;
        zb_fault fault = {.kind = ZB_FAULT_LACK, .code = "schema.required", .loc = v->loc, .value = v, .node = n, .name = name};
        const zb_schema_node *member = zb_schema_named(&n->members, name);
        if (member && member->description.n)
            fault.hint = zb_str_format(c->arena, "%.*s: %.*s", ZB_STR_ARG(name), ZB_STR_ARG(member->description));
        if (out) find_swallowed(c, v, &fault);
        if (because.n)
            zb_fault_add(c, out, fault, "'%.*s' is missing: it goes with '%.*s'", ZB_STR_ARG(name), ZB_STR_ARG(because));
        else zb_fault_add(c, out, fault, "'%.*s' is missing", ZB_STR_ARG(name));
        fine = false;
    }
    return fine;
}

/* A member against all that is said about its key. */
static bool apply_member(zb_checker *c, const zb_schema_node *n, const zb_value *v, size_t index, zb_faults *out) {
    const zb_entry *e = &v->entries[index];
    const zb_schema_node *named = zb_schema_named(&n->members, e->key);
    bool known = named, fine = true;
    zb_str around = c->key;
    c->key = e->key;
    if (named && named->never) fine = zb_fault_key(c, out, n, v, index);
    else if (named) fine = zb_schema_apply(c, named, e->value, out);
    for (size_t i = 0; i < n->patterns.count; i++) {
        if (zb_pattern_match(n->patterns.data[i].pattern, e->key) != 1) continue;
        known = true;
        fine = zb_schema_apply(c, n->patterns.data[i].node, e->value, out) && fine;
    }
    if (!known && n->additional && n->additional->never) fine = zb_fault_key(c, out, n, v, index);
    else if (!known && n->additional) fine = zb_schema_apply(c, n->additional, e->value, out);
    if (n->names) {
        zb_value *key = zb_value_scalar(c->arena, e->key, false, e->key_loc);
        fine = zb_schema_apply(c, n->names, key, out) && fine;
    }
    c->key = around;
    return fine;
}

static bool apply_map(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    bool fine = apply_count(c, out, fault_at(c, "schema.count", n, v), v->count, &n->min_members, &n->max_members, "the mapping", "keys");
    if (n->required) fine = apply_required(c, n, v, n->required, (zb_str){0}, out) && fine;
    for (size_t i = 0; i < v->count && (out || fine) && !c->stopped; i++) fine = apply_member(c, n, v, i, out) && fine;
    for (size_t i = 0; n->dependent && i < n->dependent->count; i++) {
        const zb_entry *e = &n->dependent->entries[i];
        if (zb_value_lookup(v, e->key)) fine = apply_required(c, n, v, e->value, e->key, out) && fine;
    }
    for (size_t i = 0; i < n->dependents.count; i++)
        if (zb_value_lookup(v, n->dependents.data[i].name)) fine = zb_schema_apply(c, n->dependents.data[i].node, v, out) && fine;
    return fine;
}

/* All together ---------------------------------------------------------------------------------------------------------------- */

static bool is_choice(const zb_value *choices, const zb_value *value) {
    for (size_t i = 0; i < choices->count; i++)
        if (zb_json_compare(choices->items[i], value) == 0) return true;
    return false;
}

/* Whether it is such a value at all. */
static bool apply_kind(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    if (n->never) return zb_fault_add(c, out, fault_at(c, "schema.not", n, v), "nothing may stand here");
    if (n->types && !(n->types & zb_json_kinds(v))) return zb_fault_type(c, out, n, v, n->types);
    if (n->choices && !is_choice(n->choices, v)) return zb_fault_choice(c, out, n, v, n->choices);
    if (n->constant && zb_json_compare(n->constant, v)) return zb_fault_choice(c, out, n, v, n->constant);
    return true;
}

static bool apply_content(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    switch (v->kind) {
    case ZB_INT:
    case ZB_REAL: return apply_number(c, n, v, out);
    case ZB_TEXT: return apply_text(c, n, v, out);
    case ZB_LIST: return apply_list(c, n, v, out);
    case ZB_MAP: return apply_map(c, n, v, out);
    default: return true;
    }
}

static bool apply_not(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    if (!n->no || !zb_schema_apply(c, n->no, v, NULL) || c->stopped) return true;
    zb_fault fault = fault_at(c, "schema.not", n, v);
    if (n->no->description.n) fault.hint = n->no->description;
    return zb_fault_add(c, out, fault, "%.*s is just what may not stand here", ZB_STR_ARG(zb_value_words(c->arena, v)));
}

static bool apply_combined(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    bool fine = !n->target || zb_schema_apply(c, n->target, v, out);
    for (size_t i = 0; i < n->all.count && (out || fine); i++) fine = zb_schema_apply(c, n->all.nodes[i], v, out) && fine;
    if (n->any.count) fine = zb_schema_apply_any(c, n, v, out) && fine;
    if (n->one.count) fine = zb_schema_apply_one(c, n, v, out) && fine;
    fine = apply_not(c, n, v, out) && fine;
    if (!n->condition) return fine;
    const zb_schema_node *next = zb_schema_apply(c, n->condition, v, NULL) ? n->then : n->otherwise;
    return (!next || zb_schema_apply(c, next, v, out)) && fine;
}

static bool may_go_on(zb_checker *c, const zb_schema_node *n, const zb_value *v) {
    if (c->stopped) return false;
    if (c->steps++ < ZB_SCHEMA_STEPS_MAX && c->depth < DEPTH_MAX) return true;
    c->stopped = true;
    zb_diag_add(c->diags, ZB_ERROR, "schema.limit", v->loc, "the schema takes too long over this value");
    if (n->source->loc.source) zb_diag_hint(c->diags, "see %s:%u", n->source->loc.source->name, n->source->loc.line);
    return false;
}

bool zb_schema_apply(zb_checker *c, const zb_schema_node *n, const zb_value *v, zb_faults *out) {
    if (!may_go_on(c, n, v)) return false;
    c->depth++;
    bool fine = apply_kind(c, n, v, out);
    if (fine) {
        fine = apply_content(c, n, v, out);
        if (fine || out) fine = apply_combined(c, n, v, out) && fine;
    }
    c->depth--;
    return fine;
}

/* Findings -------------------------------------------------------------------------------------------------------------------- */

/* Whether `other` tells the slip of `f`: a key that lacks stands there misspelt, or it was told before. */
static bool tells(const zb_fault *other, const zb_fault *f, bool before) {
    if (other->value != f->value) return false;
    bool same_name = zb_str_equal(f->name, other->name);
    if (f->kind == ZB_FAULT_LACK) return same_name && (other->kind == ZB_FAULT_KEY || (before && other->kind == ZB_FAULT_LACK));
    if (!before || f->kind == ZB_FAULT_KEY) return false;
    return zb_value_is_scalar(f->value) || !strcmp(f->code, other->code);
}

static bool is_told(const zb_faults *faults, size_t index) {
    for (size_t i = 0; i < faults->count; i++)
        if (i != index && tells(&faults->data[i], &faults->data[index], i < index)) return true;
    return false;
}

bool zb_schema_check(zb_arena *arena, const zb_schema *schema, const zb_value *value, zb_diags *diags) {
    zb_checker c = {.arena = arena, .diags = diags};
    zb_faults faults = {0};
    bool fine = zb_schema_apply(&c, schema->root, value, &faults);
    size_t told = 0;
    for (size_t i = 0; i < faults.count && told < ZB_SCHEMA_FINDINGS_MAX; i++) {
        const zb_fault *f = &faults.data[i];
        if (is_told(&faults, i)) continue;
        zb_diag_add(diags, ZB_ERROR, f->code, f->loc, "%.*s", ZB_STR_ARG(f->message));
        if (f->hint.n) zb_diag_hint(diags, "%.*s", ZB_STR_ARG(f->hint));
        zb_diag_related(diags, f->related);
        told++;
    }
    return fine && !c.stopped;
}
