/* SPDX-License-Identifier: Apache-2.0
 * What a batch says at its end: batch.json, and the table of results. */
#include "base/language.h"
#include "base/utf8.h"
#include "cli/cmd_batch.h"

static const char *const status_names[] = {N_("left"), N_("made"), N_("unchanged"), N_("failed")};

/* ---- batch.json ---- */

/* The first line of each message: those that end in a code. */
static void add_findings(zb_buf *out, zb_str text) {
    const char *comma = "";
    zb_buf_add(out, ZB_STR("\"findings\": ["));
    for (size_t at = 0; at < text.n;) {
        size_t end = zb_str_find(text, ZB_STR("\n"), at);
        zb_str line = zb_str_sub(text, at, end);
        at = end == SIZE_MAX ? text.n : end + 1;
        if (!zb_str_ends(line, "]") || zb_str_starts(line, " ")) continue;
        zb_buf_format(out, "%s\n      ", comma);
        zb_json_add_text(out, line);
        comma = ",";
    }
    zb_buf_format(out, "%s]", *comma ? "\n    " : "");
}

static void add_files(zb_buf *out, const zb_made *made) {
    zb_buf_add(out, ZB_STR("\"outputs\": ["));
    for (size_t i = 0; i < made->files.count; i++) {
        const zb_made_file *file = &made->files.data[i];
        zb_buf_format(out, "%s\n      {\"file\": ", i ? "," : "");
        zb_json_add_text(out, file->name);
        zb_buf_format(out, ", \"bytes\": %llu, \"hash\": \"xxh3-128:", (unsigned long long)file->mark.size);
        zb_hash_print(file->mark.hash, out);
        zb_buf_add(out, ZB_STR("\"}"));
    }
    zb_buf_format(out, "%s]", made->files.count ? "\n    " : "");
}

/* Milliseconds as seconds, whatever the locale. */
static void add_seconds(zb_buf *out, double seconds) {
    long long ms = (long long)(seconds * 1e3 + 0.5);
    zb_buf_format(out, "%lld.%03lld", ms / 1000, ms % 1000);
}

void zb_issues_json(const zb_issue_list *list, const zb_issue_result *results, zb_buf *out) {
    zb_buf_add(out, ZB_STR("{\n  \"issues\": ["));
    for (size_t i = 0; i < list->issues.count; i++) {
        zb_buf_format(out, "%s{\n    \"name\": ", i ? ", " : "");
        zb_json_add_text(out, zb_str_of(list->issues.data[i].name));
        zb_buf_add(out, ZB_STR(",\n    \"issue\": "));
        zb_json_add_text(out, zb_str_of(list->issues.data[i].path));
        zb_buf_format(out, ",\n    \"status\": \"%s\",\n    \"seconds\": ", status_names[results[i].status]);
        add_seconds(out, results[i].made.seconds);
        zb_buf_add(out, ZB_STR(",\n    "));
        add_files(out, &results[i].made);
        zb_buf_add(out, ZB_STR(",\n    "));
        add_findings(out, results[i].made.findings.text);
        zb_buf_add(out, ZB_STR("\n  }"));
    }
    zb_buf_add(out, ZB_STR("]\n}\n"));
}

/* ---- the table ---- */

/* A cell of so many terminal columns, behind two spaces but for the first of a line. */
static void add_padded(zb_buf *out, const char *text, int width, bool right) {
    int left = width - zb_columns(zb_str_of(text));
    if (left < 0) left = 0;
    bool first = !out->n || out->s[out->n - 1] == '\n';
    zb_buf_format(out, "%s%*s%s%*s", first ? "" : "  ", right ? left : 0, "", text, right ? 0 : left, "");
}

void zb_issues_table(const zb_issue_list *list, const zb_issue_result *results, bool changed, zb_buf *out) {
    static const char *const heads[] = {N_("issue"), N_("status"), N_("files"), N_("bytes"), N_("seconds")};
    int width = zb_columns(zb_str_of(zb_tr(heads[0])));
    for (size_t i = 0; i < list->issues.count; i++) {
        int columns = zb_columns(zb_str_of(list->issues.data[i].name));
        width = columns > width ? columns : width;
    }
    add_padded(out, zb_tr(heads[0]), width, false);
    for (size_t i = 1; i < sizeof heads / sizeof *heads; i++) add_padded(out, zb_tr(heads[i]), (const int[]){9, 5, 11, 8}[i - 1], i > 1);
    zb_buf_add_char(out, '\n');
    for (size_t i = 0; i < list->issues.count; i++) {
        const zb_issue_result *result = &results[i];
        if (changed && (result->status == ZB_ISSUE_UNCHANGED || result->status == ZB_ISSUE_LEFT)) continue;
        zb_str name = zb_str_of(list->issues.data[i].name);
        unsigned long long bytes = 0;
        for (size_t k = 0; k < result->made.files.count; k++) bytes += result->made.files.data[k].mark.size;
        zb_buf_format(out, "%.*s%*s", ZB_STR_ARG(name), width - zb_columns(name), "");
        add_padded(out, zb_tr(status_names[result->status]), 9, false);
        zb_buf_format(out, "  %5zu  %11llu  %8.3f\n", result->made.files.count, bytes, result->made.seconds);
    }
}
