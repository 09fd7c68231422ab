/* SPDX-License-Identifier: Apache-2.0
 * Conditions, as in {{#if threat_level == "高" and not alerts}}: names and comparisons of names, texts and numbers, joined by and, or, not
 * and parentheses. Values compare by what they are: numbers as numbers, texts character by character; nothing is converted. */
#ifndef ZB_TEMPLATES_CONDITION_H
#define ZB_TEMPLATES_CONDITION_H

#include "templates/expand_parts.h"

#define ZB_CONDITION_DEPTH_MAX 32 /* parentheses and `not` within each other; [template.condition] */

/* Reads bytes [start, end) of a template. NULL: an error was added, [template.condition]. */
zb_condition *zb_condition_read(zb_arena *arena, const zb_source *source, size_t start, size_t end, zb_diags *diags);

typedef enum zb_verdict { ZB_NO, ZB_YES, ZB_UNKNOWN } zb_verdict;

/* Whether it holds in a context. What has no value is neither equal to anything nor less nor greater. UNKNOWN: a name has no meaning
 * ([template.missing]), values cannot be compared, or a text is none of those that the schema lists ([template.condition]), each told once;
 * or a name stands for a query that failed. Adds what it cost to *work. */
zb_verdict zb_condition_test(zb_arena *arena, zb_condition *condition, const zb_source *source, const zb_frame *context, size_t *work,
                             zb_diags *diags);

#endif
