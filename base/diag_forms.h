/* SPDX-License-Identifier: Apache-2.0
 * Findings for other programs: JSON, one object a line, and SARIF 2.1.0 for code hosts. Both are well-formed whatever the input was. */
#ifndef ZB_BASE_DIAG_FORMS_H
#define ZB_BASE_DIAG_FORMS_H

#include "base/diag.h"

/* Appends each finding, in the order of zb_diags_sorted, as one line with an object: code, severity (error, warning, note), file, line,
 * column (null where unknown; from 1, columns in characters), endLine, endColumn (behind the last character; null where unknown), message,
 * help, accepted (null where there is none), related (a list of {file, line, column, message}). Findings that are only counted are one
 * more line with the code findings.more. */
void zb_diags_json(const zb_diags *diags, zb_buf *out);

/* Appends each finding, in the same order, as a line that is a result of SARIF 2.1.0: level, place and related places; accepted ones are
 * suppressed with their reason. */
void zb_diags_results(const zb_diags *diags, zb_buf *out);

/* Appends one SARIF 2.1.0 log with one run that has these results, a line each. `version` of the program, and the run's exit status. */
void zb_results_log(zb_str results, const char *version, int status, zb_buf *out);

#endif
