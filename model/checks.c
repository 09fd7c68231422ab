/* SPDX-License-Identifier: Apache-2.0
 * Checks of a data set: the statements of checks.sql, each with a header comment; every row found is a diagnostic. */
#include <string.h>

#include "model/sql_database.h"

/* Findings of one check that are told apart, without those that are accepted. */
#define FINDINGS_MAX 20

typedef struct check {
    zb_sql *sql;
    const zb_source *source;
    size_t header, start, end; /* offsets of the header line, of the text after it, of the next header */
    zb_str id;
    zb_str about; /* the comments under the header, on one line; may be empty */
    zb_severity severity;
    zb_loc loc;
} check;

typedef ZB_VEC(zb_str) names;

static zb_str line_at(zb_str text, size_t at) {
    size_t end = zb_str_find(text, ZB_STR("\n"), at);
    return zb_str_sub(text, at, end == SIZE_MAX ? text.n : end);
}

/* The text after "--" of a comment line; false where the line is none. */
static bool read_comment(zb_str line, zb_str *text) {
    line = zb_str_trim(line);
    if (!zb_str_starts(line, "--")) return false;
    *text = zb_str_trim(zb_str_sub(line, 2, line.n));
    return true;
}

static bool is_header(zb_str line) {
    zb_str text;
    return read_comment(line, &text) && zb_str_starts(text, "check:");
}

static size_t next_header(zb_str text, size_t at) {
    while (at < text.n && !is_header(line_at(text, at))) at += line_at(text, at).n + 1;
    return at < text.n ? at : text.n;
}

static zb_str next_word(zb_str *text) {
    *text = zb_str_trim(*text);
    size_t n = 0;
    while (n < text->n && text->s[n] != ' ' && text->s[n] != '\t') n++;
    zb_str word = zb_str_sub(*text, 0, n);
    *text = zb_str_sub(*text, n, text->n);
    return word;
}

static bool is_id(zb_str id) {
    for (size_t i = 0; i < id.n; i++) {
        char c = id.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) return false;
    }
    return id.n > 0;
}

static void report_header(check *c, zb_str what, const char *message) {
    zb_loc loc = zb_source_loc(c->source, (size_t)(what.s - c->source->text.s));
    zb_diag_add(c->sql->diags, ZB_ERROR, "check.header", loc, "'%.*s' %s", ZB_STR_ARG(what), message);
}

static const zb_str severities[] = {{"error", 5}, {"warning", 7}, {"note", 4}};

static bool read_severity(check *c, zb_str word) {
    static const zb_severity values[] = {ZB_ERROR, ZB_WARNING, ZB_NOTE};
    for (size_t i = 0; i < 3; i++) {
        if (!zb_str_equal(word, severities[i])) continue;
        c->severity = values[i];
        return true;
    }
    report_header(c, word, "is no severity");
    zb_diag_hint_nearest(c->sql->diags, word, severities, 3);
    return false;
}

/* "-- check: id severity: error" */
static bool read_header(check *c, names *ids) {
    zb_str text;
    read_comment(line_at(c->source->text, c->header), &text);
    next_word(&text);
    c->id = next_word(&text);
    c->severity = ZB_ERROR;
    if (!is_id(c->id)) {
        if (c->id.n) report_header(c, c->id, "is no name for a check");
        else zb_diag_add(c->sql->diags, ZB_ERROR, "check.header", zb_source_loc(c->source, c->header), "the check has no name");
        zb_diag_hint(c->sql->diags, "write '-- check: name severity: error', the name in a-z, 0-9 and '-'");
        return false;
    }
    for (size_t i = 0; i < ids->count; i++)
        if (zb_str_equal(ids->data[i], c->id)) {
            report_header(c, c->id, "names a second check");
            return false;
        }
    ZB_PUSH(c->sql->arena, ids, c->id);
    zb_str key = next_word(&text), value = next_word(&text);
    if (key.n == 0) return true;
    if (zb_str_is(key, "severity:") && zb_str_trim(text).n == 0) return read_severity(c, value);
    report_header(c, key, "is not understood");
    zb_diag_hint(c->sql->diags, "write 'severity: error' or 'severity: warning'");
    return false;
}

static void read_about(check *c) {
    zb_buf about = {0};
    zb_str text = c->source->text, comment;
    size_t at = c->start;
    for (; at < c->end && read_comment(line_at(text, at), &comment); at += line_at(text, at).n + 1) {
        if (about.n) zb_buf_add_char(&about, ' ');
        zb_buf_add(&about, comment);
    }
    c->about = zb_str_copy(c->sql->arena, zb_buf_str(&about));
    c->start = at < c->end ? at : c->end;
    zb_buf_free(&about);
}

static zb_loc locate(const void *context, size_t offset) {
    const check *c = context;
    return zb_source_loc(c->source, c->start + offset);
}

/* The second place that has to do with a finding: its column `_other`. */
static void add_other(check *c, const zb_value *row) {
    const zb_value *other = zb_value_lookup_z(row, "_other");
    zb_loc loc = other && other->kind == ZB_INT ? zb_sql_place_at(c->sql, other->integer, ZB_NOWHERE) : ZB_NOWHERE;
    zb_diags *diags = c->sql->diags;
    zb_str about = c->about;
    if (!loc.source) {
        if (about.n) zb_diag_hint(diags, "%.*s", ZB_STR_ARG(about));
        return;
    }
    zb_diag_hint(diags, "%.*s%ssee %s:%u", ZB_STR_ARG(about), about.n ? "; " : "", loc.source->name, loc.line);
    zb_diag_related(diags, loc);
}

static void report_findings(check *c, const zb_value *rows) {
    zb_diags *diags = c->sql->diags;
    const char *code = zb_str_format(c->sql->arena, "check.%.*s", ZB_STR_ARG(c->id)).s;
    size_t i = 0;
    for (size_t told = 0; i < rows->count && told < FINDINGS_MAX; i++) {
        const zb_value *message = zb_value_lookup_z(rows->items[i], "message");
        if (!message || message->text.n == 0) {
            zb_diag_add(diags, ZB_ERROR, "check.message", c->loc, "the check '%.*s' gives a row without a text in 'message'",
                        ZB_STR_ARG(c->id));
            zb_diag_hint(diags, "SELECT 'what is wrong' AS message, _at FROM ...");
            return;
        }
        zb_diag_add(diags, c->severity, code, rows->items[i]->loc, "%.*s", ZB_STR_ARG(message->text));
        add_other(c, rows->items[i]);
        told += !zb_diags_at(diags, zb_diags_count(diags) - 1)->accepted;
    }
    if (rows->count > i) zb_diag_add(diags, c->severity, code, c->loc, "%zu more findings", rows->count - i);
}

static void run_check(check *c) {
    read_about(c);
    zb_sql_text query = {zb_str_sub(c->source->text, c->start, c->end), locate, c, .unnamed = true};
    c->loc = zb_sql_place(&query, SIZE_MAX);
    const zb_value *rows = zb_sql_run(c->sql, &query);
    if (rows) report_findings(c, rows);
}

/* Before the first header only comments may stand. */
static void check_preamble(check *c, size_t end) {
    zb_str comment, text = c->source->text;
    for (size_t at = 0; at < end; at += line_at(text, at).n + 1) {
        zb_str line = line_at(text, at);
        if (zb_str_trim(line).n == 0 || read_comment(line, &comment)) continue;
        report_header(c, zb_str_trim(line), "stands before the first check");
        zb_diag_hint(c->sql->diags, "put '-- check: name' above each statement");
        return;
    }
}

void zb_sql_check(zb_sql *sql, const zb_source *checks) {
    names ids = {0};
    zb_str text = checks->text;
    check c = {.sql = sql, .source = checks, .header = next_header(text, 0)};
    check_preamble(&c, c.header);
    while (c.header < text.n) {
        c.start = c.header + line_at(text, c.header).n + 1;
        if (c.start > text.n) c.start = text.n;
        c.end = next_header(text, c.start);
        size_t next = c.end;
        if (read_header(&c, &ids)) run_check(&c);
        c.header = next;
    }
}

void zb_checks_schema(zb_buf *out) {
    zb_buf_format(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                       "\"title\": \"The header of a check in checks.sql, the line that begins with '-- check:', as a mapping\",\n"
                       "\"type\": \"object\", \"additionalProperties\": false, \"required\": [\"check\"], \"properties\": {\n"
                       "  \"check\": {\"type\": [\"string\", \"integer\"], \"pattern\": \"^[a-z0-9_-]+$\", \"minimum\": 0},\n  "
                       "\"severity\": {\"enum\": [");
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++)
        zb_buf_format(out, "%s\"%.*s\"", i ? ", " : "", ZB_STR_ARG(severities[i]));
    zb_buf_format(out, "]}}}\n");
}
