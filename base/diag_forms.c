/* SPDX-License-Identifier: Apache-2.0
 * Writers of findings for other programs. What is known of a finding besides its place and words: the end of what it is about, where the
 * message quotes just the text that stands at the place. */
#include "base/diag_forms.h"
#include "base/language.h"

#include <string.h>

#include "base/utf8.h"

static const char *const levels[] = {"note", "warning", "error", "error"};

static void add_text(zb_buf *out, const char *key, const char *text) {
    zb_buf_format(out, "\"%s\":", key);
    if (text) zb_json_add_text(out, zb_str_of(text));
    else zb_buf_add(out, ZB_STR("null"));
}

static void add_number(zb_buf *out, const char *key, size_t number) {
    if (number) zb_buf_format(out, "\"%s\":%zu", key, number);
    else zb_buf_format(out, "\"%s\":null", key);
}

/* The first text between two marks of the message that stands at the beginning of `here`: how many characters; 0: none does. */
static size_t quoted_length(zb_str message, zb_str open, zb_str close, zb_str here) {
    for (size_t from = zb_str_find(message, open, 0); from != SIZE_MAX;) {
        size_t to = zb_str_find(message, close, from + open.n);
        if (to == SIZE_MAX) return 0;
        zb_str quoted = zb_str_sub(message, from + open.n, to);
        if (quoted.n && quoted.n <= here.n && zb_str_equal(quoted, zb_str_sub(here, 0, quoted.n))) return zb_utf8_count(quoted);
        from = zb_str_find(message, open, to + close.n);
    }
    return 0;
}

/* The column behind the first quoted text of the message that stands at the place, in whichever language; 0: none does. */
static size_t end_column(const zb_diag *d) {
    if (!d->loc.source || !d->loc.line || !d->loc.column) return 0;
    zb_str line = zb_source_line(d->loc.source, d->loc.line), message = zb_str_of(d->english ? d->english : d->message);
    size_t at = zb_source_offset(d->loc) - zb_source_offset((zb_loc){d->loc.source, d->loc.line, 1});
    zb_str here = zb_str_sub(line, at, line.n);
    size_t length = quoted_length(message, ZB_STR("'"), ZB_STR("'"), here);
    if (!length) length = quoted_length(message, ZB_STR("\""), ZB_STR("\""), here); /* SQLite's */
    if (!length) length = quoted_length(message, ZB_STR("\u201C"), ZB_STR("\u201D"), here);
    return length ? d->loc.column + length : 0;
}

/* ---- JSON ---- */

static void add_place(zb_buf *out, zb_loc loc) {
    add_text(out, "file", loc.source ? loc.source->name : NULL);
    zb_buf_add_char(out, ',');
    add_number(out, "line", loc.source ? loc.line : 0);
    zb_buf_add_char(out, ',');
    add_number(out, "column", loc.source ? loc.column : 0);
}

static void add_related(zb_buf *out, const zb_diag *d) {
    zb_buf_add(out, ZB_STR(",\"related\":["));
    if (d->related.source) {
        zb_buf_add_char(out, '{');
        add_place(out, d->related);
        zb_buf_add_char(out, ',');
        add_text(out, "message", d->hint ? d->hint : d->message);
        zb_buf_add_char(out, '}');
    }
    zb_buf_add(out, ZB_STR("]}\n"));
}

static void add_finding(zb_buf *out, const zb_diag *d) {
    size_t end = end_column(d);
    zb_buf_add_char(out, '{');
    add_text(out, "code", d->code);
    zb_buf_format(out, ",\"severity\":\"%s\",", levels[d->severity]);
    add_place(out, d->loc);
    zb_buf_add_char(out, ',');
    add_number(out, "endLine", end ? d->loc.line : 0);
    zb_buf_add_char(out, ',');
    add_number(out, "endColumn", end);
    zb_buf_add_char(out, ',');
    add_text(out, "message", d->message);
    zb_buf_add_char(out, ',');
    add_text(out, "help", d->hint);
    zb_buf_add_char(out, ',');
    add_text(out, "accepted", d->accepted);
    add_related(out, d);
}

/* What stands for those that are only counted. */
static zb_diag more_of(size_t left_out, char *room, size_t size) {
    snprintf(room, size, zb_tr("%zu more findings are not shown"), left_out);
    return (zb_diag){.severity = ZB_NOTE, .code = "findings.more", .message = room};
}

void zb_diags_json(const zb_diags *diags, zb_buf *out) {
    const zb_diag *const *sorted = zb_diags_sorted(diags);
    size_t left_out = zb_diags_left_out(diags);
    char room[80];
    for (size_t i = 0; i < zb_diags_count(diags); i++) add_finding(out, sorted[i]);
    zb_diag more = more_of(left_out, room, sizeof room);
    if (left_out) add_finding(out, &more);
}

/* ---- SARIF ---- */

/* What stands on the command line is in no file. */
static bool is_in_file(zb_loc loc) { return loc.source && strncmp(loc.source->name, "--", 2) != 0; }

/* A path as a relative reference, or as a file: address. */
static void add_uri(zb_buf *out, const char *name) {
    zb_buf_format(out, "\"%s", name[0] == '/' ? "file://" : "");
    for (const char *c = name; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-._~/", *c);
        if (plain) zb_buf_add_char(out, *c);
        else zb_buf_format(out, "%%%02X", (unsigned char)*c);
    }
    zb_buf_add_char(out, '"');
}

static void add_location(zb_buf *out, zb_loc loc, size_t end, const char *message) {
    zb_buf_add(out, ZB_STR("{\"physicalLocation\":{\"artifactLocation\":{\"uri\":"));
    add_uri(out, loc.source->name);
    zb_buf_add_char(out, '}');
    if (loc.line) zb_buf_format(out, ",\"region\":{\"startLine\":%u", loc.line);
    if (loc.line && loc.column) zb_buf_format(out, ",\"startColumn\":%u", loc.column);
    if (loc.line && end) zb_buf_format(out, ",\"endColumn\":%zu", end);
    zb_buf_add(out, loc.line ? ZB_STR("}}") : ZB_STR("}"));
    if (message) {
        zb_buf_add(out, ZB_STR(",\"message\":{"));
        add_text(out, "text", message);
        zb_buf_add_char(out, '}');
    }
    zb_buf_add_char(out, '}');
}

static void add_message(zb_buf *out, const zb_diag *d) {
    zb_buf text = {0};
    zb_buf_format(&text, "%s%s%s%s", d->message, d->hint ? "\n" : "", d->hint ? zb_tr("help: ") : "", d->hint ? d->hint : "");
    zb_buf_add(out, ZB_STR("\"message\":{"));
    add_text(out, "text", zb_buf_str(&text).s);
    zb_buf_add_char(out, '}');
    zb_buf_free(&text);
}

static void add_result(zb_buf *out, const zb_diag *d) {
    zb_buf_add_char(out, '{');
    add_text(out, "ruleId", d->code);
    zb_buf_format(out, ",\"level\":\"%s\",", levels[d->severity]);
    add_message(out, d);
    if (is_in_file(d->loc)) {
        zb_buf_add(out, ZB_STR(",\"locations\":["));
        add_location(out, d->loc, end_column(d), NULL);
        zb_buf_add_char(out, ']');
    }
    if (is_in_file(d->related)) {
        zb_buf_add(out, ZB_STR(",\"relatedLocations\":["));
        add_location(out, d->related, 0, d->hint ? d->hint : d->message);
        zb_buf_add_char(out, ']');
    }
    if (d->accepted) {
        zb_buf_add(out, ZB_STR(",\"suppressions\":[{\"kind\":\"external\","));
        add_text(out, "justification", d->accepted);
        zb_buf_add(out, ZB_STR("}]"));
    }
    zb_buf_add_char(out, '}');
}

void zb_diags_results(const zb_diags *diags, zb_buf *out) {
    const zb_diag *const *sorted = zb_diags_sorted(diags);
    size_t left_out = zb_diags_left_out(diags);
    char room[80];
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        add_result(out, sorted[i]);
        zb_buf_add_char(out, '\n');
    }
    zb_diag more = more_of(left_out, room, sizeof room);
    if (!left_out) return;
    add_result(out, &more);
    zb_buf_add_char(out, '\n');
}

#define RULE_KEY "\"ruleId\":\""

/* The code in a line of results. */
static zb_str code_of(zb_str line) {
    size_t from = zb_str_find(line, ZB_STR(RULE_KEY), 0) + sizeof RULE_KEY - 1;
    return zb_str_sub(line, from, zb_str_find(line, ZB_STR("\""), from));
}

static zb_str next_line(zb_str *rest) {
    size_t end = zb_str_find(*rest, ZB_STR("\n"), 0);
    zb_str line = zb_str_sub(*rest, 0, end);
    *rest = end == SIZE_MAX ? (zb_str){0} : zb_str_sub(*rest, end + 1, rest->n);
    return line;
}

/* Each code once, in the order in which they come. */
static void add_rules(zb_buf *out, zb_str results) {
    zb_arena *scratch = zb_arena_open();
    ZB_VEC(zb_str) codes = {0};
    while (results.n) {
        zb_str code = code_of(next_line(&results));
        size_t known = 0;
        while (known < codes.count && !zb_str_equal(codes.data[known], code)) known++;
        if (known < codes.count) continue;
        ZB_PUSH(scratch, &codes, code);
        zb_buf_format(out, "%s{\"id\":\"%.*s\"}", known ? "," : "", ZB_STR_ARG(code));
    }
    zb_arena_close(scratch);
}

void zb_results_log(zb_str results, const char *version, int status, zb_buf *out) {
    zb_buf_add(out, ZB_STR("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
                           "\"tool\":{\"driver\":{\"name\":\"zhoubao\","));
    add_text(out, "version", version);
    zb_buf_add(out, ZB_STR(",\"rules\":["));
    add_rules(out, results);
    zb_buf_format(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"invocations\":[{\"executionSuccessful\":%s,\"exitCode\":%d}],"
                       "\"results\":[", status ? "false" : "true", status);
    for (const char *comma = ""; results.n; comma = ",\n") {
        zb_str line = next_line(&results);
        zb_buf_format(out, "%s", comma);
        zb_buf_add(out, line);
    }
    zb_buf_add(out, ZB_STR("]}]}\n"));
}
