/* SPDX-License-Identifier: Apache-2.0
 * Which characters a text may hold, and bytes to UTF-8. zb_source_read in data.h applies the rules to whole files; what enters
 * behind that (escapes, entities, results of queries) is held against the same rules where it enters. docs/characters.md. */
#ifndef ZB_MODEL_TEXT_H
#define ZB_MODEL_TEXT_H

#include "base/diag.h"

/* Faults reported for one text; the rest are counted [text.more]. */
#define ZB_TEXT_FAULTS_MAX 20

typedef enum zb_text_fate {
    ZB_TEXT_KEPT,
    ZB_TEXT_REPLACED, /* by one other character, with a warning: radicals, compatibility ideographs */
    ZB_TEXT_REMOVED,  /* with a warning: zero width, controls of direction */
    ZB_TEXT_REFUSED,  /* an error: controls, private use, what is no character */
} zb_text_fate;

typedef struct zb_text_rule {
    zb_text_fate fate;
    const char *code; /* of the diagnostic; NULL: KEPT */
    const char *what; /* "a control character" */
    uint32_t instead; /* REPLACED: what is read */
} zb_text_rule;

/* What becomes of a character; `before` and `after` are its neighbours, 0 for none. TAB and LF are kept. Noncharacters are refused:
 * templates use them inside. */
zb_text_rule zb_text_rule_of(uint32_t code, uint32_t before, uint32_t after);
/* Adds the rule's diagnostic for such a character; nothing where it is kept. */
void zb_text_report(const zb_text_rule *rule, uint32_t code, zb_loc loc, zb_diags *diags);
/* How many characters of a text are refused. */
size_t zb_text_fault_count(zb_str text);
/* The text with what the rules replace and leave out, each with a warning at `loc`. Refused characters stay, unreported. The same
 * slice when nothing changes. */
zb_str zb_text_clean(zb_arena *arena, zb_str text, zb_loc loc, zb_diags *diags);
/* The same for a whole source, each finding at its own place: the same source when nothing changes, NULL when characters are
 * refused. After a character that was left out, places in its line count without it. */
const zb_source *zb_text_admit(zb_arena *arena, const zb_source *source, zb_diags *diags);

/* The text of a file's bytes: UTF-8 with or without byte order mark, or GB18030 (noted); CR LF becomes LF; cleaned. NULL: errors were
 * added. */
const zb_source *zb_text_decode(zb_arena *arena, const char *name, zb_str bytes, zb_diags *diags);

#endif
