/* SPDX-License-Identifier: Apache-2.0
 * What of the data nobody used: keys and columns without a mark, the outermost only, and the names that may have been meant. */
#include "base/utf8.h"
#include "model/usage_parts.h"

#include "model/schema.h"

#define DEPTH_MAX 128

typedef ZB_VEC(zb_use *) uses;
typedef ZB_VEC(zb_str) names;

/* ---- which ---- */

static bool is_table(const zb_usage *usage, const zb_use *use) {
    for (const zb_use *child = usage->tables ? usage->tables->first : NULL; child; child = child->next)
        if (child->same == use) return true;
    return false;
}

/* What the schema says of the name. */
static zb_schema_word said_of(const zb_usage *usage, const zb_use *use) {
    zb_str path[DEPTH_MAX + 2];
    size_t count = 0;
    for (const zb_use *at = use; at->up && count <= DEPTH_MAX; at = at->up) {
        path[count++] = at->key;
        if (at->up == usage->root && is_table(usage, at)) path[count++] = usage->tables->key; /* there the YAML has it */
    }
    for (size_t i = 0; i < count / 2; i++) {
        zb_str other = path[i];
        path[i] = path[count - 1 - i];
        path[count - 1 - i] = other;
    }
    return usage->schema ? zb_schema_says(usage->schema, path, count) : ZB_SCHEMA_SILENT;
}

/* Whether another name, which is used, has the same value: by an alias of YAML. */
static bool is_shared(const zb_usage *usage, const zb_use *use) {
    for (size_t i = 0; i < usage->nodes.count; i++) {
        const zb_use *other = usage->nodes.data[i];
        if (other != use && other->used && other->there && other->value == use->value && use->value) return true;
    }
    return false;
}

static bool any_shared(const zb_usage *usage, const zb_use *use) {
    for (const zb_use *child = use->first; child; child = child->next)
        if (is_shared(usage, child) || any_shared(usage, child)) return true;
    return false;
}

/* `quick`: what is not used is added as it is, and one is enough. */
static void collect(const zb_usage *usage, zb_use *up, bool quick, uses *out) {
    for (zb_use *use = up->first; use && !(quick && out->count); use = use->next) {
        if (!use->there || use->result || use->whole) continue;
        if (use->used) {
            collect(usage, use, quick, out);
            continue;
        }
        if (!quick && (out->count > ZB_USAGE_FINDINGS_MAX || said_of(usage, use) == ZB_SCHEMA_UNUSED || is_shared(usage, use))) continue;
        if (!quick && any_shared(usage, use)) collect(usage, use, quick, out);
        else ZB_PUSH(usage->arena, out, use);
    }
}

static uses unread_of(const zb_usage *usage) {
    uses list = {0};
    if (!usage->root->whole) collect(usage, usage->root, true, &list);
    if (!list.count) return list;
    list.count = 0;
    collect(usage, usage->root, false, &list);
    return list;
}

bool zb_usage_complete(zb_usage *usage) { return !usage || !usage->asked || unread_of(usage).count == 0; }

/* ---- what was meant ---- */

/* The name nearest to that of `use` among those beside it that are used; `lacking`: that are not there too. */
static const zb_str *nearest_beside(const zb_usage *usage, const zb_use *use, bool lacking) {
    names known = {0};
    if (zb_utf8_count(use->key) < 2) return NULL; /* any other letter would be near */
    for (const zb_use *other = use->up->first; other; other = other->next) {
        if (!other->used || other->result || other == use) continue;
        bool here = use->holder ? zb_value_lookup(use->holder, other->key) != NULL : other->there;
        if (!here || !lacking) ZB_PUSH(usage->arena, &known, other->key);
    }
    return zb_nearest(use->key, known.data, known.count);
}

static zb_str dotted(const zb_usage *usage, const zb_use *use) {
    zb_str path = use->key;
    for (const zb_use *up = use->up; up && up->up; up = up->up)
        path = zb_str_format(usage->arena, "%.*s.%.*s", ZB_STR_ARG(up->key), ZB_STR_ARG(path));
    return path;
}

/* The same name in another place, where it is asked for: the key may be indented wrongly. */
static const zb_use *same_elsewhere(const zb_usage *usage, const zb_use *use) {
    for (size_t i = 0; i < usage->nodes.count; i++) {
        const zb_use *other = usage->nodes.data[i];
        if (other != use && other->used && !other->there && zb_str_equal(other->key, use->key)) return other;
    }
    return NULL;
}

/* The name that was most likely meant; empty: none is known. `slips`: one that was asked for in vain. */
static zb_str meant(const zb_usage *usage, const zb_use *use, bool slips) {
    if (slips && said_of(usage, use) == ZB_SCHEMA_KNOWN) return (zb_str){0}; /* then it is right */
    const zb_str *near = nearest_beside(usage, use, true);
    const zb_use *elsewhere = near ? NULL : same_elsewhere(usage, use);
    if (!near && elsewhere) return dotted(usage, elsewhere);
    if (!near && !slips) near = nearest_beside(usage, use, false);
    return near ? *near : (zb_str){0};
}

static void report(const zb_usage *usage, const zb_use *use, zb_str near, zb_diags *diags) {
    zb_str name = dotted(usage, use);
    if (use->holder) zb_diag_add(diags, ZB_WARNING, "data.unused", use->loc, "nothing reads '%.*s'", ZB_STR_ARG(use->key));
    else
        zb_diag_add(diags, ZB_WARNING, "data.unused", use->loc, "nothing reads the column '%.*s' of '%.*s'", ZB_STR_ARG(use->key),
                    (int)(name.n - use->key.n - 1), name.s);
    if (near.n) zb_diag_hint(diags, "did you mean '%.*s'?", ZB_STR_ARG(near));
    else
        zb_diag_hint(diags, "no line of the template, no query and no check; leave it out, or let the template's issue.schema.json say "
                            "\"x-unused\": true of it");
}

void zb_usage_report(zb_usage *usage, bool slips, zb_diags *diags) {
    if (!usage || !usage->asked) return;
    uses list = unread_of(usage);
    for (size_t i = 0; i < list.count && i < ZB_USAGE_FINDINGS_MAX; i++) {
        const zb_use *use = list.data[i];
        zb_str near = meant(usage, use, slips);
        if (near.n || !slips) report(usage, use, near, diags);
    }
    if (list.count > ZB_USAGE_FINDINGS_MAX && !slips)
        zb_diag_add(diags, ZB_WARNING, "data.unused", list.data[ZB_USAGE_FINDINGS_MAX]->loc, "nothing reads '%.*s' and more",
                    ZB_STR_ARG(list.data[ZB_USAGE_FINDINGS_MAX]->key));
}
