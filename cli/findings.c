/* SPDX-License-Identifier: Apache-2.0
 * How a run tells its findings: as text for people, as JSON or SARIF for programs, on standard error or in a file. */
#include "base/diag_forms.h"
#include "cli/outputs.h"

bool zb_session_talks(const zb_settings *settings) { return settings->findings == ZB_FINDINGS_TEXT || settings->report; }

static void add_findings(const zb_session *session, int status, zb_buf *out) {
    switch (session->settings->findings) {
    case ZB_FINDINGS_JSON: zb_diags_json(session->diags, out); break;
    case ZB_FINDINGS_SARIF: zb_diags_sarif(session->diags, ZB_VERSION, status, out); break;
    case ZB_FINDINGS_TEXT: zb_diags_text(session->diags, false, out); break;
    }
}

int zb_findings_report(zb_session *session) {
    const zb_settings *settings = session->settings;
    zb_output *file = zb_report_open(session);
    int status = zb_exit_status(session->diags);
    zb_buf text = {0};
    if (file || !zb_session_talks(settings)) add_findings(session, status, &text);
    if (zb_session_talks(settings)) zb_diags_print(session->diags, stderr, zb_session_color());
    else fwrite(text.s, 1, text.n, stderr);
    if (file) {
        zb_diags *late = zb_diags_new(session->arena);
        zb_output_write(file, text.s, text.n);
        if (!zb_output_commit(file, late)) status = zb_exit_status(late);
        zb_diags_print(late, stderr, zb_session_color());
    }
    zb_buf_free(&text);
    return status;
}
