/* SPDX-License-Identifier: Apache-2.0
 * The findings of the issues or charts of a batch: workers send them in every form, the program itself tells them in one. */
#ifndef ZB_CLI_FINDINGS_H
#define ZB_CLI_FINDINGS_H

#include "cli/session.h"

/* Findings of one issue: as text, as lines of JSON, as lines that are results of SARIF. */
typedef struct zb_findings {
    zb_str text, json, results;
} zb_findings;

/* Appends the findings in all forms, as bytes for zb_findings_unpack; `text`: what people see. */
void zb_findings_pack(const zb_diags *diags, zb_str text, zb_buf *out);
/* Takes them from the beginning of *in, which moves behind them; borrowed. */
zb_findings zb_findings_unpack(zb_str *in);
/* The same without packing: of a list that the program itself has. In the arena. */
zb_findings zb_findings_of(zb_arena *arena, const zb_diags *diags, bool color);
zb_findings zb_findings_copy(zb_arena *arena, zb_findings findings);

/* Begins to collect, in the session, what --diagnostics will tell; `key` is what a finding's subject is called: "issue" or "chart". */
void zb_findings_collect(zb_session *session, const char *key);
/* Adds findings, each of which gets its subject: the path of the issue, the id of the chart. */
void zb_findings_take(zb_session *session, zb_str subject, zb_findings findings);
/* What workers or the pool wrote apart from findings: for people as it is, for programs one finding [job.process]. */
void zb_findings_said(zb_session *session, zb_str words, zb_severity severity);

#endif
