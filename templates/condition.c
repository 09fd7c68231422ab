/* SPDX-License-Identifier: Apache-2.0
 * Testing conditions. Both sides of `and` and `or` are looked at, whatever the first one says: a slip in the second must not wait for the
 * week in which it counts. */
#include "templates/condition.h"

#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "model/schema.h"
#include "templates/condition_parts.h"

#define CHOICES_MAX 100 /* of an enum: longer ones are not looked at */

typedef struct tester {
    zb_arena *arena;
    const zb_source *source;
    const zb_frame *context;
    size_t *work;
    zb_diags *diags;
} tester;

/* An operand with what it stands for. */
typedef struct meaning {
    const zb_operand *operand;
    const zb_value *value; /* NULL: it has none */
    zb_finding finding;    /* of a name */
} meaning;

static zb_loc place(const tester *t, size_t at) { return zb_source_loc(t->source, at); }

/* False: the name means nothing, which has been told, or stands for a query that failed. */
static bool operand_find(const tester *t, zb_operand *operand, meaning *out) {
    *out = (meaning){.operand = operand, .value = operand->literal};
    if (operand->literal) return true;
    out->finding = zb_context_find(t->arena, t->context, operand->name, t->work);
    if (out->finding.result == ZB_MISSING) {
        if (!operand->reported)
            zb_context_report(t->arena, t->context, operand->name, &out->finding, place(t, operand->at), t->diags);
        operand->reported = true;
        return false;
    }
    const zb_value *value = out->finding.result == ZB_FOUND ? out->finding.value : NULL;
    if (value && value->kind == ZB_MAP && value->count == 1 && zb_value_is_scalar(value->entries[0].value))
        value = value->entries[0].value; /* a query with one result */
    out->value = value && value->kind != ZB_NULL && !value->absent ? value : NULL;
    return value != &zb_query_failed;
}

/* ---- what cannot be compared ---- */

static const char *phrase(const tester *t, const meaning *m) {
    const zb_value *value = m->value;
    const char *kind = zb_value_kind_phrase(value->kind);
    if (!zb_value_is_scalar(value)) return kind;
    const char *text = zb_str_z(t->arena, value->text);
    return value->kind == ZB_TEXT ? zb_say(t->arena, "%s, '%.40s'", kind, text).s : zb_say(t->arena, "%s, %.40s", kind, text).s;
}

static bool refuse(const tester *t, zb_condition *c, const meaning *a, const meaning *b) {
    if (c->reported) return false;
    c->reported = true;
    zb_diag_add(t->diags, ZB_ERROR, "template.condition", place(t, c->at), "'%.*s' is %s; it cannot be compared with %s",
                ZB_STR_ARG(a->operand->name), phrase(t, a), phrase(t, b));
    const zb_value *value = a->operand->literal ? b->value : a->value;
    if (value->loc.source) {
        zb_diag_hint(t->diags, "the value stands at %s", zb_place_text(t->arena, value->loc));
        zb_diag_related(t->diags, value->loc);
    }
    return false;
}

/* Numbers with numbers, texts with texts; true and false are equal or not. */
static bool may_compare(const tester *t, zb_condition *c, const meaning *a, const meaning *b) {
    bool number_a = a->value->kind == ZB_INT || a->value->kind == ZB_REAL, number_b = b->value->kind == ZB_INT || b->value->kind == ZB_REAL;
    bool flags = a->value->kind == ZB_BOOL && (c->comparison == ZB_EQUAL || c->comparison == ZB_DIFFERENT);
    bool same = (number_a && number_b) || (a->value->kind == b->value->kind && (flags || a->value->kind == ZB_TEXT));
    if (same) return true;
    bool turned = a->operand->literal || (!zb_value_is_scalar(b->value) && zb_value_is_scalar(a->value));
    return turned ? refuse(t, c, b, a) : refuse(t, c, a, b);
}

/* ---- what the schema lists ---- */

/* What the schema says of the place that a name was found in; NULL: nothing. */
static zb_schema_shape *shape_of(const meaning *m) {
    const zb_frame *frame = m->finding.frame;
    if (!frame) return NULL;
    bool row = frame->walk && frame->walk->list->shape;
    zb_schema_shape *shape = row ? zb_schema_shape_items(frame->walk->list->shape) : frame->value->shape;
    zb_str name = m->operand->name;
    if (zb_str_is(name, ".")) return row ? shape : NULL;
    for (size_t at = 0; shape && at < name.n;) {
        size_t dot = zb_str_find(name, ZB_STR("."), at);
        zb_str part = zb_str_sub(name, at, dot);
        bool number = part.n > 0;
        for (size_t i = 0; i < part.n; i++) number = number && part.s[i] >= '0' && part.s[i] <= '9';
        shape = number ? zb_schema_shape_items(shape) : zb_schema_shape_member(shape, part);
        at = dot == SIZE_MAX ? name.n : dot + 1;
    }
    return shape;
}

/* A literal that the schema does not list will never be equal: it is misspelt. */
static bool is_listed(const tester *t, zb_condition *c, const meaning *name, const meaning *literal) {
    zb_str choices[CHOICES_MAX];
    size_t count;
    zb_schema_shape *shape = literal->operand->literal && !name->operand->literal ? shape_of(name) : NULL;
    if (!shape || !zb_schema_shape_limits(shape, choices, CHOICES_MAX, &count)) return true;
    for (size_t i = 0; i < count; i++)
        if (zb_str_equal(choices[i], literal->value->text)) return true;
    if (c->reported) return false;
    c->reported = true;
    zb_buf list = {0};
    for (size_t i = 0; i < count; i++) zb_buf_format(&list, "%s%.*s", i ? ", " : "", ZB_STR_ARG(choices[i]));
    zb_diag_add(t->diags, ZB_ERROR, "template.condition", place(t, literal->operand->at), "'%.*s' is never %.*s: it is one of %s",
                ZB_STR_ARG(name->operand->name), ZB_STR_ARG(literal->operand->name), list.s);
    zb_buf_free(&list);
    const zb_str *near = zb_nearest(literal->value->text, choices, count);
    if (near) zb_diag_hint(t->diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
    return false;
}

/* ---- tests ---- */

static int order_of(const zb_value *a, const zb_value *b) {
    if (a->kind == ZB_TEXT) return zb_str_compare(a->text, b->text);
    if (a->kind == ZB_BOOL || (a->kind == ZB_INT && b->kind == ZB_INT)) return (a->integer > b->integer) - (a->integer < b->integer);
    return (a->real > b->real) - (a->real < b->real);
}

static bool holds(zb_comparison comparison, int order) {
    switch (comparison) {
    case ZB_EQUAL: return order == 0;
    case ZB_DIFFERENT: return order != 0;
    case ZB_LESS: return order < 0;
    case ZB_AT_MOST: return order <= 0;
    case ZB_MORE: return order > 0;
    default: return order >= 0;
    }
}

static zb_verdict compare(const tester *t, zb_condition *c) {
    meaning a, b;
    bool found = operand_find(t, &c->a, &a);
    if (!operand_find(t, &c->b, &b) || !found) return ZB_UNKNOWN;
    if (c->comparison <= ZB_DIFFERENT && (!is_listed(t, c, &a, &b) || !is_listed(t, c, &b, &a))) return ZB_UNKNOWN;
    if (!a.value || !b.value) return c->comparison == ZB_DIFFERENT ? ZB_YES : ZB_NO;
    if (!may_compare(t, c, &a, &b)) return ZB_UNKNOWN;
    return holds(c->comparison, order_of(a.value, b.value)) ? ZB_YES : ZB_NO;
}

static zb_verdict value_test(const tester *t, zb_condition *c) {
    meaning m;
    if (!operand_find(t, &c->a, &m)) return ZB_UNKNOWN;
    return m.value && !zb_value_is_false(m.value) ? ZB_YES : ZB_NO;
}

static zb_verdict test(const tester *t, zb_condition *c) {
    ++*t->work;
    if (c->kind == ZB_CONDITION_VALUE) return value_test(t, c);
    if (c->kind == ZB_CONDITION_COMPARE) return compare(t, c);
    zb_verdict left = test(t, c->left), right = c->right ? test(t, c->right) : ZB_NO;
    if (left == ZB_UNKNOWN || right == ZB_UNKNOWN) return ZB_UNKNOWN;
    if (c->kind == ZB_CONDITION_NOT) return left == ZB_YES ? ZB_NO : ZB_YES;
    bool both = c->kind == ZB_CONDITION_AND;
    return (both ? left == ZB_YES && right == ZB_YES : left == ZB_YES || right == ZB_YES) ? ZB_YES : ZB_NO;
}

zb_verdict zb_condition_test(zb_arena *arena, zb_condition *condition, const zb_source *source, const zb_frame *context, size_t *work,
                             zb_diags *diags) {
    return test(&(tester){arena, source, context, work, diags}, condition);
}
