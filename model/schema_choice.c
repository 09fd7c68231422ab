/* SPDX-License-Identifier: Apache-2.0
 * anyOf and oneOf: where no branch fits, the reader is told about the one that fits best, for that is the one that was meant. */
#include "model/schema_parts.h"

/* How far a fault speaks against a branch being meant: the type of the whole value most, a fault deep inside least. */
enum { OTHER_TYPE = 1000000, OTHER_WORD = 1000, OTHER_KEY = 10, OTHER_CONTENT = 1 };

static long weight(const zb_fault *f, const zb_value *value) {
    bool whole = f->value == value;
    switch (f->kind) {
    case ZB_FAULT_TYPE: return whole ? OTHER_TYPE : OTHER_CONTENT;
    case ZB_FAULT_CHOICE: return whole ? OTHER_WORD : OTHER_KEY;
    case ZB_FAULT_KEY:
    case ZB_FAULT_LACK: return whole ? OTHER_KEY : OTHER_CONTENT;
    default: return OTHER_CONTENT;
    }
}

static long weight_of(const zb_faults *faults, const zb_value *value) {
    long sum = 0;
    for (size_t i = 0; i < faults->count; i++) sum += weight(&faults->data[i], value);
    return sum;
}

/* The one fault of a branch where it is about the whole value: its type, or its word. */
static const zb_fault *plain_fault(const zb_faults *faults, const zb_value *value) {
    if (faults->count != 1) return NULL;
    const zb_fault *f = &faults->data[0];
    return f->value == value && (f->kind == ZB_FAULT_TYPE || f->kind == ZB_FAULT_CHOICE) ? f : NULL;
}

/* Where each branch wants another word or another type: what all of them want together. False: it is not so. */
static bool tell_together(zb_checker *c, const zb_schema_node *node, const zb_value *value, const zb_faults *tried, size_t count,
                          zb_faults *out) {
    unsigned types = 0;
    ZB_VEC(const zb_value *) words = {0};
    for (size_t i = 0; i < count; i++) {
        const zb_fault *f = plain_fault(&tried[i], value);
        if (!f) return false;
        const zb_schema_node *n = f->node;
        if (f->kind == ZB_FAULT_TYPE) types |= n->types;
        else if (n->constant) ZB_PUSH(c->arena, &words, n->constant);
        for (size_t k = 0; f->kind == ZB_FAULT_CHOICE && !n->constant && k < n->choices->count; k++)
            ZB_PUSH(c->arena, &words, n->choices->items[k]);
    }
    zb_value list = {.kind = ZB_LIST, .items = words.data, .count = words.count};
    if (!words.count) {
        zb_fault_type(c, out, node, value, types);
    } else if (!types) {
        zb_fault_choice(c, out, node, value, &list);
    } else {
        zb_fault fault = {.kind = ZB_FAULT_CHOICE, .code = "schema.enum", .loc = value->loc, .value = value, .node = node};
        zb_buf text = {0};
        zb_choices_words(&text, &list);
        zb_fault_add(c, out, fault, "%.*s is neither one of %s nor %.*s", ZB_STR_ARG(zb_value_words(c->arena, value)), text.s,
                     ZB_STR_ARG(zb_kinds_words(c->arena, types)));
        zb_buf_free(&text);
    }
    return true;
}

/* No branch fits. */
static void tell_best(zb_checker *c, const zb_schema_node *node, const zb_schema_list *branches, const zb_value *value, zb_faults *out) {
    zb_faults *tried = ZB_NEW_ARRAY(c->arena, branches->count, zb_faults);
    size_t best = 0;
    for (size_t i = 0; i < branches->count; i++) {
        zb_schema_apply(c, branches->nodes[i], value, &tried[i]);
        if (weight_of(&tried[i], value) < weight_of(&tried[best], value)) best = i;
    }
    if (branches->count > 1 && tell_together(c, node, value, tried, branches->count, out)) return;
    for (size_t i = 0; i < tried[best].count; i++) ZB_PUSH(c->arena, out, tried[best].data[i]);
}

static size_t count_fitting(zb_checker *c, const zb_schema_list *branches, const zb_value *value, size_t enough) {
    size_t count = 0;
    for (size_t i = 0; i < branches->count && count < enough; i++) count += zb_schema_apply(c, branches->nodes[i], value, NULL);
    return count;
}

bool zb_schema_apply_any(zb_checker *c, const zb_schema_node *node, const zb_value *value, zb_faults *out) {
    if (count_fitting(c, &node->any, value, 1)) return true;
    if (out && !c->stopped) tell_best(c, node, &node->any, value, out);
    return false;
}

bool zb_schema_apply_one(zb_checker *c, const zb_schema_node *node, const zb_value *value, zb_faults *out) {
    size_t count = count_fitting(c, &node->one, value, 2);
    if (count == 1) return true;
    if (!out || c->stopped) return false;
    if (count == 0) {
        tell_best(c, node, &node->one, value, out);
        return false;
    }
    zb_fault fault = {.code = "schema.choice", .loc = value->loc, .value = value, .node = node, .hint = node->description};
    return zb_fault_add(c, out, fault, "%.*s fits more than one of the alternatives, it must fit just one",
                        ZB_STR_ARG(zb_value_words(c->arena, value)));
}
