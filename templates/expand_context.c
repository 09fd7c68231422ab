/* SPDX-License-Identifier: Apache-2.0
 * What a name in a tag means: the context stack, dotted names, @index and its kin, and the diagnostics for names that
 * mean nothing. */
#include "templates/expand_parts.h"

#include <stdlib.h>

#include "base/utf8.h"

#define NAMES_MAX 2000      /* candidates for "did you mean" */
#define ENTRIES_PER_STEP 64 /* looking through so many entries counts as one step of work */

const zb_value zb_query_failed = {.kind = ZB_NULL};

const char *zb_place_text(zb_arena *arena, zb_loc loc) {
    if (!loc.source) return "an unknown place";
    return zb_str_format(arena, "%s:%u:%u", loc.source->name, loc.line, loc.column).s;
}

static int by_bytes(const void *a, const void *b) { return zb_str_compare(*(const zb_str *)a, *(const zb_str *)b); }

/* Whether the key stands in `row` at the same position as in `before`: tables mostly repeat their keys. */
static bool repeats(const zb_value *before, const zb_value *row, size_t i) {
    return before && i < before->count && zb_str_equal(before->entries[i].key, row->entries[i].key);
}

static void walk_keys(zb_arena *arena, zb_walk *walk, size_t *work) {
    ZB_VEC(zb_str) keys = {0};
    const zb_value *before = NULL;
    for (size_t r = 0; r < walk->list->count; r++) {
        const zb_value *row = walk->list->items[r];
        if (row->kind != ZB_MAP) continue;
        for (size_t i = 0; i < row->count; i++)
            if (!repeats(before, row, i)) ZB_PUSH(arena, &keys, row->entries[i].key);
        *work += 1 + row->count / ENTRIES_PER_STEP;
        before = row;
    }
    if (keys.count) qsort(keys.data, keys.count, sizeof *keys.data, by_bytes);
    walk->keys = keys.data;
    walk->key_count = keys.count;
    walk->keyed = true;
}

/* Whether some row of the list has the key. */
static bool walk_has(zb_arena *arena, zb_walk *walk, zb_str key, size_t *work) {
    if (!walk->keyed) walk_keys(arena, walk, work);
    return walk->key_count && bsearch(&key, walk->keys, walk->key_count, sizeof key, by_bytes);
}

static const zb_value *map_lookup(const zb_value *value, zb_str key, size_t *work) {
    if (value->kind != ZB_MAP) return NULL;
    *work += value->count / ENTRIES_PER_STEP;
    return zb_value_lookup(value, key);
}

/* A mapping's entry, or an item of a list by its number from 0. */
static const zb_value *part_lookup(const zb_value *value, zb_str part, size_t *work) {
    if (value->kind == ZB_LIST) return zb_value_lookup_path(value, part);
    return map_lookup(value, part, work);
}

/* Whether another row of the walked table has what `path` says. */
static bool siblings_have(const zb_frame *row, zb_str path, size_t *work) {
    if (!row->walk) return false;
    for (size_t i = 0; i < row->walk->list->count; i++) {
        const zb_value *sibling = row->walk->list->items[i];
        *work += 1 + (sibling->kind == ZB_MAP ? sibling->count / ENTRIES_PER_STEP : 0);
        if (sibling->kind == ZB_MAP && zb_value_lookup_path(sibling, path)) return true;
    }
    return false;
}

static size_t part_end(zb_str name, size_t from) {
    size_t dot = zb_str_find(name, ZB_STR("."), from);
    return dot == SIZE_MAX ? name.n : dot;
}

/* Follows the parts of `name` from `at` (behind its first part, which `value` is). */
static zb_finding parts_follow(const zb_frame *frame, const zb_value *value, zb_str name, size_t at, size_t *work) {
    while (at < name.n && value != &zb_query_failed) {
        size_t end = part_end(name, at + 1);
        zb_str part = zb_str_sub(name, at + 1, end);
        const zb_value *next = part_lookup(value, part, work);
        if (!next && siblings_have(frame, name, work)) return (zb_finding){.result = ZB_LACKING, .row = frame};
        if (!next) return (zb_finding){.result = ZB_MISSING, .parent = value, .before = zb_str_sub(name, 0, at), .part = part};
        value = next;
        at = end;
    }
    return (zb_finding){.result = ZB_FOUND, .value = value, .frame = frame};
}

/* @index, @first and @last of the innermost list; where there is none, of the innermost section, which is walked once:
 * a query's single row behaves like a table of one. */
static zb_finding special_find(zb_arena *arena, const zb_frame *context, zb_str name) {
    const zb_frame *frame = context;
    while (frame && !frame->walk) frame = frame->up;
    if (!frame && context->up) frame = context;
    zb_finding finding = {.result = ZB_MISSING, .part = name};
    if (!frame) return finding;
    size_t count = frame->walk ? frame->walk->list->count : 1;
    bool first = frame->index == 0, last = frame->index + 1 == count;
    if (zb_str_is(name, "@index")) finding.value = zb_value_int(arena, (int64_t)frame->index + 1, frame->value->loc);
    else if (zb_str_is(name, "@first") || zb_str_is(name, "@last"))
        finding.value = zb_value_scalar(arena, zb_str_of((name.s[1] == 'f' ? first : last) ? "true" : "false"), true,
                                        frame->value->loc);
    if (finding.value) finding.result = ZB_FOUND;
    return finding;
}

zb_finding zb_context_find(zb_arena *arena, const zb_frame *context, zb_str name, size_t *work) {
    if (zb_str_is(name, ".")) return (zb_finding){.result = ZB_FOUND, .value = context->value, .frame = context};
    if (zb_str_starts(name, "@")) return special_find(arena, context, name);
    size_t end = part_end(name, 0);
    zb_str first = zb_str_sub(name, 0, end);
    for (const zb_frame *frame = context; frame; frame = frame->up) {
        const zb_value *value = map_lookup(frame->value, first, work);
        if (value) return parts_follow(frame, value, name, end, work);
        /* Looking further out would give this row another thing's value under the same name. */
        if (frame->walk && frame->value->kind == ZB_MAP && walk_has(arena, frame->walk, first, work))
            return (zb_finding){.result = ZB_LACKING, .row = frame};
    }
    return (zb_finding){.result = ZB_MISSING, .part = first};
}

typedef ZB_VEC(zb_str) names;

static void names_of(zb_arena *arena, const zb_value *value, names *out) {
    if (value->kind != ZB_MAP) return;
    for (size_t i = 0; i < value->count && out->count < NAMES_MAX; i++) ZB_PUSH(arena, out, value->entries[i].key);
}

static void hint_dotted(zb_arena *arena, const zb_finding *finding, zb_diags *diags) {
    names known = {0};
    names_of(arena, finding->parent, &known);
    const zb_str *near = zb_nearest(finding->part, known.data, known.count);
    if (near) zb_diag_hint(diags, "did you mean '%.*s.%.*s'?", ZB_STR_ARG(finding->before), ZB_STR_ARG(*near));
    else if (finding->parent->kind == ZB_MAP) zb_diag_hint_nearest(diags, finding->part, known.data, known.count);
    else
        zb_diag_hint(diags, "'%.*s' is %s, from %s", ZB_STR_ARG(finding->before),
                     zb_value_kind_phrase(finding->parent->kind), zb_place_text(arena, finding->parent->loc));
}

/* A section over a text has no names of its own: perhaps a list was meant. */
static bool hint_scalar(zb_arena *arena, const zb_frame *context, zb_diags *diags) {
    const zb_value *value = context->value;
    if (!context->up || !zb_value_is_scalar(value)) return false;
    if (context->walk)
        zb_diag_hint(diags, "the items of '%.*s' are no mappings: {{.}} is the item itself", ZB_STR_ARG(context->walk->name));
    else
        zb_diag_hint(diags, "the section around it stands for '%.40s', %s from %s, not for a list", zb_str_z(arena, value->text),
                     zb_value_kind_phrase(value->kind), zb_place_text(arena, value->loc));
    return true;
}

static void hint_names(zb_arena *arena, const zb_frame *context, zb_str name, zb_diags *diags) {
    names known = {0};
    if (zb_str_starts(name, "@")) {
        ZB_PUSH(arena, &known, ZB_STR("@first"));
        ZB_PUSH(arena, &known, ZB_STR("@last"));
        ZB_PUSH(arena, &known, ZB_STR("@index"));
    }
    for (const zb_frame *frame = context; frame && !zb_str_starts(name, "@"); frame = frame->up)
        names_of(arena, frame->value, &known);
    if (!zb_nearest(name, known.data, known.count) && hint_scalar(arena, context, diags)) return;
    zb_diag_hint_nearest(diags, name, known.data, known.count);
}

static void report_lacking(zb_arena *arena, zb_str name, const zb_frame *row, zb_loc loc, zb_diags *diags) {
    zb_diag_add(diags, ZB_ERROR, "template.missing", loc, "row %zu of '%.*s' has no '%.*s'", row->index + 1,
                ZB_STR_ARG(row->walk->name), ZB_STR_ARG(name));
    zb_diag_hint(diags, "the row begins at %s", zb_place_text(arena, row->value->loc));
}

/* "high：72" where a mapping was meant is told where it stands. */
static bool report_wide(const zb_finding *finding, zb_loc loc, zb_diags *diags) {
    zb_str text = finding->parent->text;
    if (finding->parent->kind != ZB_TEXT || !zb_str_starts(zb_str_sub(text, finding->part.n, text.n), "：")) return false;
    if (!zb_str_equal(zb_str_sub(text, 0, finding->part.n), finding->part)) return false;
    zb_diag_add(diags, ZB_ERROR, "yaml.wide", finding->parent->loc, "the full-width '%s' stands here for '%s'", "：", ":");
    zb_diag_hint(diags, "write ':' and a space");
    zb_diag_related(diags, loc);
    return true;
}

static bool special_outside(const zb_frame *context, zb_str name) {
    return !context->up && (zb_str_is(name, "@index") || zb_str_is(name, "@first") || zb_str_is(name, "@last"));
}

void zb_context_report(zb_arena *arena, const zb_frame *context, zb_str name, const zb_finding *finding, zb_loc loc,
                       zb_diags *diags) {
    if (finding->result == ZB_LACKING) {
        report_lacking(arena, name, finding->row, loc, diags);
        return;
    }
    if (special_outside(context, name)) {
        zb_diag_add(diags, ZB_ERROR, "template.missing", loc, "'%.*s' means something only inside a section",
                    ZB_STR_ARG(name));
        return;
    }
    if (finding->parent && report_wide(finding, loc, diags)) return;
    zb_diag_add(diags, ZB_ERROR, "template.missing", loc, "the data has no '%.*s'", ZB_STR_ARG(name));
    if (finding->parent) hint_dotted(arena, finding, diags);
    else hint_names(arena, context, finding->part, diags);
}
