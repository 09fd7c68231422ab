/* SPDX-License-Identifier: Apache-2.0
 * For tests of schemas: findings against what is expected of them. */
#ifndef ZB_TESTS_UNIT_TOLD_H
#define ZB_TESTS_UNIT_TOLD_H

#include <stdio.h>
#include <string.h>

#include "base/diag.h"

/* Fails unless the findings are `told`, in the order found: "LINE:COLUMN CODE PART OF MESSAGE; ...", NULL: none. `hint` (NULL: any) is
 * part of the first one's hint. `rule` and `data` name the trial. */
static void told_compare(const char *rule, const char *data, const char *told, const char *hint, const zb_diags *diags) {
    const char *at = told;
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *diag = zb_diags_at(diags, i);
        char head[100];
        snprintf(head, sizeof head, "%u:%u %s ", diag->loc.line, diag->loc.column, diag->code);
        if (!at || strncmp(at, head, strlen(head))) fail_msg("%s on %s: got %s'%s'", rule, data, head, diag->message);
        const char *end = strstr(at, "; ");
        size_t n = (end ? (size_t)(end - at) : strlen(at)) - strlen(head);
        if (strlen(diag->message) < n || !memmem(diag->message, strlen(diag->message), at + strlen(head), n))
            fail_msg("%s on %s: '%s' does not say '%.*s'", rule, data, diag->message, (int)n, at + strlen(head));
        at = end ? end + 2 : NULL;
    }
    if (at) fail_msg("%s on %s: did not come: %s", rule, data, at);
    const char *first = zb_diags_count(diags) ? zb_diags_at(diags, 0)->hint : NULL;
    if (hint && !(first && strstr(first, hint))) fail_msg("%s on %s: the hint is '%s', not '%s'", rule, data, first, hint);
}

#endif
