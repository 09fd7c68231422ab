/* SPDX-License-Identifier: Apache-2.0
 * Diagnostics. No stage fails: it returns the best product it can and appends diagnostics, many at a time, each with a stable
 * code listed in docs/diagnostics.md. An error means that no output file is written. */
#ifndef ZB_BASE_DIAG_H
#define ZB_BASE_DIAG_H

#include <stdio.h>

#include "base/reads.h"
#include "base/source.h"

typedef enum zb_severity { ZB_NOTE, ZB_WARNING, ZB_ERROR, ZB_FATAL /* the system failed: exit status 3 */ } zb_severity;

typedef struct zb_diag {
    zb_severity severity;
    const char *code; /* "data.missing": stage.problem, static */
    zb_loc loc;
    const char *message; /* one line, no full stop, in the reader's language; what is wrong, with the offending text in quotes */
    const char *english, *chinese; /* the same in these languages, as far as it does not hold what was put into words before */
    const char *hint;    /* NULL, or one line: the nearest valid name, the cure */
    const char *accepted; /* NULL, or why this warning is accepted: it is a note then (base/accept.h) */
    bool warned;          /* an error only because of --strict */
    zb_loc related;       /* another place that has to do with it, or none */
} zb_diag;

typedef struct zb_diags zb_diags;
typedef struct zb_budget zb_budget; /* base/budget.h */
typedef struct zb_acceptances zb_acceptances; /* base/accept.h */

/* An empty list in the arena. At most 1,000 entries are kept; the rest are counted. */
zb_diags *zb_diags_new(zb_arena *arena);
/* An empty list for what nobody is to be told, of the same run as `diags`: what is looked at meanwhile counts all the same. */
zb_diags *zb_diags_unheard(zb_arena *arena, const zb_diags *diags);

/* From now on everything that is looked at with this list of findings at hand is noted in `reads`. */
void zb_diags_watch(zb_diags *diags, zb_reads *reads);
/* That list, or NULL. */
zb_reads *zb_diags_reads(const zb_diags *diags);

/* The budget of the run whose findings these are; NULL: none. Set by zb_budget_begin. */
void zb_diags_allow(zb_diags *diags, zb_budget *budget);
zb_budget *zb_diags_budget(const zb_diags *diags);

/* Appends one finding. `code` must be a string literal. The same code at the same place with the same message is kept once,
 * and nothing behind a ZB_FATAL one. */
void zb_diag_add(zb_diags *diags, zb_severity severity, const char *code, zb_loc loc, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Gives the newest entry a hint (printed as "= help: ..."). */
void zb_diag_hint(zb_diags *diags, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Gives the newest entry the other place that its hint speaks of. */
void zb_diag_related(zb_diags *diags, zb_loc loc);
/* Hint "did you mean 'x'?" where a near name exists, else the list of names when they are few (at most 12). */
void zb_diag_hint_nearest(zb_diags *diags, zb_str name, const zb_str *names, size_t count);

size_t zb_diags_count(const zb_diags *diags);
const zb_diag *zb_diags_at(const zb_diags *diags, size_t index);
/* The gravest severity so far, or ZB_NOTE when there is none. */
zb_severity zb_diags_worst(const zb_diags *diags);
/* How many were only counted, because there are more than are kept. */
size_t zb_diags_left_out(const zb_diags *diags);
size_t zb_diags_count_of(const zb_diags *diags, zb_severity severity);
/* The place of findings that have none: what the run is about, where there are many runs. */
void zb_diags_home(zb_diags *diags, zb_loc loc);
/* Turns every warning that is not accepted into an error (--strict). */
void zb_diags_strict(zb_diags *diags);

/* All findings in the order in which they are shown: errors, warnings, notes, each by file, line and column, places unknown last. In the
 * arena of the list; zb_diags_count of them. */
const zb_diag *const *zb_diags_sorted(const zb_diags *diags);

/* Prints all in that order, each with the source line and a caret placed by display
 * width:
 *   issue.yaml:41:9: error: 'severity.high' is missing [data.missing]
 *    41 | severity: {medium: 86, low: 43}
 *       |         ^
 *       = help: did you mean 'severity.heigh'?
 * `color`: use ANSI colours. Ends with a line "2 errors, 1 warning, 3 accepted" when there are any; where errors and warnings
 * are in more than one file, "2 errors, 1 warning: 2 in issue.yaml, 1 in types.csv; 3 accepted". */
void zb_diags_print(const zb_diags *diags, FILE *out, bool color);
/* Appends the same without the last line. */
void zb_diags_text(const zb_diags *diags, bool color, zb_buf *out);

#endif
