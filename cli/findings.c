/* SPDX-License-Identifier: Apache-2.0
 * How a run tells its findings: as text for people, as JSON or SARIF for programs, on standard error or in a file. A batch collects
 * those of its issues or charts, each with its subject, and tells them in one stream. */
#include "cli/findings.h"

#include "base/diag_forms.h"
#include "base/utf8.h"
#include "cli/outputs.h"
#include "jobs/jobs.h"

struct zb_collection {
    const char *key;
    zb_buf text, json, results;
};

bool zb_session_talks(const zb_settings *settings) { return settings->findings == ZB_FINDINGS_TEXT || settings->report; }

/* One run ------------------------------------------------------------------------------------------------------------------------ */

/* Lines that are objects, with one more member in front: `"KEY":VALUE`, where `value` is JSON. */
static void add_lines(zb_buf *out, zb_str lines, const char *before, zb_str value, const char *after) {
    while (lines.n) {
        size_t end = zb_str_find(lines, ZB_STR("\n"), 0);
        zb_str line = zb_str_sub(lines, 0, end);
        lines = end == SIZE_MAX ? (zb_str){0} : zb_str_sub(lines, end + 1, lines.n);
        if (!line.n) continue;
        zb_buf_format(out, "{%s", before);
        zb_buf_add(out, value);
        zb_buf_format(out, "%s,%.*s\n", after, ZB_STR_ARG(zb_str_sub(line, 1, line.n)));
    }
}

static void add_own(const zb_session *session, zb_buf *out) {
    const zb_collection *c = session->collection;
    bool sarif = session->settings->findings == ZB_FINDINGS_SARIF;
    zb_buf lines = {0};
    if (sarif) zb_diags_results(session->diags, &lines);
    else zb_diags_json(session->diags, &lines);
    if (c && !sarif) {
        zb_str before = zb_str_format(session->arena, "\"%s\":", c->key);
        add_lines(out, zb_buf_str(&lines), before.s, ZB_STR("null"), "");
    } else zb_buf_add(out, zb_buf_str(&lines));
    zb_buf_free(&lines);
}

static void add_findings(const zb_session *session, int status, zb_buf *out) {
    static zb_collection none;
    const zb_collection *c = session->collection ? session->collection : &none;
    zb_buf results = {0};
    switch (session->settings->findings) {
    case ZB_FINDINGS_JSON:
        zb_buf_add(out, zb_buf_str(&c->json));
        add_own(session, out);
        break;
    case ZB_FINDINGS_SARIF:
        zb_buf_add(&results, zb_buf_str(&c->results));
        add_own(session, &results);
        zb_results_log(zb_buf_str(&results), ZB_VERSION, status, out);
        zb_buf_free(&results);
        break;
    case ZB_FINDINGS_TEXT:
        zb_buf_add(out, zb_buf_str(&c->text));
        zb_diags_text(session->diags, false, out);
        break;
    }
}

int zb_findings_report(zb_session *session) {
    const zb_settings *settings = session->settings;
    zb_output *file = zb_report_open(session);
    int status = zb_exit_status(session->diags);
    if (session->worst > status) status = session->worst;
    zb_buf text = {0};
    if (file || !zb_session_talks(settings)) add_findings(session, status, &text);
    if (zb_session_talks(settings)) zb_diags_print(session->diags, stderr, zb_session_color());
    else fwrite(zb_buf_str(&text).s, 1, text.n, stderr);
    if (file) {
        zb_diags *late = zb_diags_new(session->arena);
        zb_output_write(file, zb_buf_str(&text).s, text.n);
        if (!zb_output_commit(file, late)) status = zb_exit_status(late);
        zb_diags_print(late, stderr, zb_session_color());
    }
    zb_buf_free(&text);
    return status;
}

/* Batches ------------------------------------------------------------------------------------------------------------------------ */

void zb_findings_pack(const zb_diags *diags, zb_str text, zb_buf *out) {
    zb_buf json = {0}, results = {0};
    zb_diags_json(diags, &json);
    zb_diags_results(diags, &results);
    zb_pack_text(out, text);
    zb_pack_text(out, zb_buf_str(&json));
    zb_pack_text(out, zb_buf_str(&results));
    zb_buf_free(&json);
    zb_buf_free(&results);
}

zb_findings zb_findings_unpack(zb_str *in) {
    zb_findings findings;
    findings.text = zb_unpack_text(in);
    findings.json = zb_unpack_text(in);
    findings.results = zb_unpack_text(in);
    return findings;
}

zb_findings zb_findings_copy(zb_arena *arena, zb_findings findings) {
    return (zb_findings){zb_str_copy(arena, findings.text), zb_str_copy(arena, findings.json), zb_str_copy(arena, findings.results)};
}

zb_findings zb_findings_of(zb_arena *arena, const zb_diags *diags, bool color) {
    zb_buf text = {0}, bytes = {0};
    zb_diags_text(diags, color, &text);
    zb_findings_pack(diags, zb_buf_str(&text), &bytes);
    zb_str packed = zb_buf_str(&bytes);
    zb_findings findings = zb_findings_copy(arena, zb_findings_unpack(&packed));
    zb_buf_free(&text);
    zb_buf_free(&bytes);
    return findings;
}

static void free_collection(void *collection) {
    zb_collection *c = collection;
    zb_buf_free(&c->text);
    zb_buf_free(&c->json);
    zb_buf_free(&c->results);
}

void zb_findings_collect(zb_session *session, const char *key) {
    if (!session->settings->findings && !session->settings->report) return;
    session->collection = ZB_NEW(session->arena, zb_collection);
    session->collection->key = key;
    zb_defer(session->arena, free_collection, session->collection);
}

void zb_findings_take(zb_session *session, zb_str subject, zb_findings findings) {
    zb_collection *c = session->collection;
    if (!c || !findings.json.n) return;
    zb_buf name = {0};
    zb_json_add_text(&name, subject);
    zb_str before = zb_str_format(session->arena, "\"%s\":", c->key);
    zb_buf_add(&c->text, findings.text);
    add_lines(&c->json, findings.json, before.s, zb_buf_str(&name), "");
    add_lines(&c->results, findings.results, zb_str_format(session->arena, "\"properties\":{%s", before.s).s, zb_buf_str(&name), "}");
    zb_buf_free(&name);
}

void zb_findings_said(zb_session *session, zb_str words, zb_severity severity) {
    if (!words.n) return;
    if (zb_session_talks(session->settings)) fwrite(words.s, 1, words.n, stderr);
    else zb_diag_add(session->diags, severity, "job.process", ZB_NOWHERE, "%.*s", ZB_STR_ARG(zb_str_trim(words)));
}
