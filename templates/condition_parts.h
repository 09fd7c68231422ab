/* SPDX-License-Identifier: Apache-2.0
 * The tree of a condition: what its reader makes and its test walks. Nothing else uses it. */
#ifndef ZB_TEMPLATES_CONDITION_PARTS_H
#define ZB_TEMPLATES_CONDITION_PARTS_H

#include "templates/expand_parts.h"

typedef enum zb_comparison { ZB_EQUAL, ZB_DIFFERENT, ZB_LESS, ZB_AT_MOST, ZB_MORE, ZB_AT_LEAST } zb_comparison;

typedef struct zb_operand {
    zb_str name; /* as it is written, literals with their quotes */
    size_t at;   /* in the source */
    const zb_value *literal; /* NULL: a name */
    bool reported;           /* that the name means nothing */
} zb_operand;

typedef enum zb_condition_kind {
    ZB_CONDITION_VALUE,   /* a: whether it is there and neither false nor empty */
    ZB_CONDITION_COMPARE, /* a, b */
    ZB_CONDITION_NOT,     /* left */
    ZB_CONDITION_AND,     /* left, right */
    ZB_CONDITION_OR,
} zb_condition_kind;

struct zb_condition {
    zb_condition_kind kind;
    zb_comparison comparison;
    size_t at; /* of the operator */
    zb_operand a, b;
    zb_condition *left, *right;
    bool reported; /* that its values cannot be compared */
};

#endif
