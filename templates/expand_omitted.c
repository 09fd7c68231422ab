/* SPDX-License-Identifier: Apache-2.0
 * What the sections that were not printed define: so that a reference to a table that this issue does not have is told apart from one to
 * a table that no issue has. */
#include <string.h>

#include "templates/expand_parts.h"

static bool is_id_byte(char c) {
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c & 0x80);
}

/* Whether an id is written at `at`; one that goes on with a tag is any that begins so. */
static bool is_written(zb_str text, size_t at, zb_str id) {
    size_t n = 0;
    while (n < id.n && at + n < text.n && text.s[at + n] == id.s[n]) n++;
    if (n > 0 && zb_str_starts(zb_str_sub(text, at + n, text.n), "{{")) return true;
    return n == id.n && (at + n == text.n || !is_id_byte(text.s[at + n]));
}

/* {#id}, or `id: id` of a directive. */
static bool defines(zb_str text, zb_str id) {
    static const zb_str marks[] = {{"{#", 2}, {"id:", 3}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        for (size_t at = 0; (at = zb_str_find(text, marks[i], at)) != SIZE_MAX;) {
            at += marks[i].n;
            while (i && at < text.n && strchr(" \t\"'", text.s[at])) at++;
            if (is_written(text, at, id)) return true;
        }
    }
    return false;
}

bool zb_expansion_omitted(const zb_expansion *expansion, zb_str id, zb_str *tag, zb_loc *loc, bool *fault) {
    bool found = false;
    *fault = false;
    for (size_t i = 0; id.n && i < expansion->omitted_count; i++) {
        const zb_omitted *o = &expansion->omitted[i];
        if ((found && !o->fault) || !defines(zb_str_sub(o->source->text, o->start, o->end), id)) continue;
        *tag = o->tag;
        *loc = o->loc;
        *fault = *fault || o->fault;
        found = true;
    }
    return found;
}
