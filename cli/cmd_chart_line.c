/* SPDX-License-Identifier: Apache-2.0
 * A line of `zhoubao chart --jsonl`: strict JSON (RFC 8259), checked to the end and taken apart without building
 * values, so that the process that hands out work spends little on each line. */
#include <string.h>

#include "base/utf8.h"
#include "cli/cmd_chart.h"

#define DEPTH_MAX 64

typedef struct scanner {
    zb_str text;
    size_t at;
    int depth;
    zb_line_fault fault;
} scanner;

static bool fail(scanner *s, const char *message) {
    if (!s->fault.code) s->fault = (zb_line_fault){"jsonl.syntax", s->at, message, NULL};
    return false;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* The byte ahead behind white space; '\0' at the end. */
static char ahead(scanner *s) {
    while (s->at < s->text.n && is_blank(s->text.s[s->at])) s->at++;
    return s->at < s->text.n ? s->text.s[s->at] : '\0';
}

static bool take(scanner *s, char c, const char *message) {
    if (ahead(s) != c) return fail(s, message);
    s->at++;
    return true;
}

/* ---- texts ---- */

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits behind \u. */
static bool scan_hex(scanner *s, uint32_t *code) {
    *code = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        int digit = s->at < s->text.n ? hex_value(s->text.s[s->at]) : -1;
        if (digit < 0) return fail(s, "'\\u' needs four hexadecimal digits");
        *code = *code << 4 | (uint32_t)digit;
    }
    return true;
}

/* The second half of a pair of surrogates, joined to the first. */
static bool scan_low_half(scanner *s, uint32_t *code) {
    uint32_t low;
    if (!zb_str_starts(zb_str_sub(s->text, s->at, s->text.n), "\\u")) return fail(s, "half a surrogate pair");
    s->at += 2;
    if (!scan_hex(s, &low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return fail(s, "half a surrogate pair");
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

/* What stands behind a backslash. */
static bool scan_escape(scanner *s, uint32_t *code) {
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    char c = s->at < s->text.n ? s->text.s[s->at] : '\0';
    const char *name = c ? strchr(names, c) : NULL;
    if (name) {
        *code = (unsigned char)values[name - names];
        s->at++;
        return true;
    }
    if (c != 'u') return fail(s, "this is no escape of JSON");
    s->at++;
    if (!scan_hex(s, code)) return false;
    if (*code >= 0xDC00 && *code <= 0xDFFF) return fail(s, "half a surrogate pair");
    return *code < 0xD800 || *code > 0xDBFF || scan_low_half(s, code);
}

/* Bytes of a text up to the next quote, backslash or control character. */
static size_t plain_size(const scanner *s) {
    size_t at = s->at;
    while (at < s->text.n && s->text.s[at] != '"' && s->text.s[at] != '\\' && (unsigned char)s->text.s[at] >= 0x20)
        at++;
    return at - s->at;
}

/* A text, decoded into out as far as there is room; *size is its full length. */
static bool scan_text(scanner *s, char *out, size_t room, size_t *size) {
    *size = 0;
    if (!take(s, '"', "a text in double quotes is expected here")) return false;
    for (;;) {
        char bytes[4];
        uint32_t code;
        size_t n = plain_size(s);
        if (n && *size + n <= room) memcpy(out + *size, s->text.s + s->at, n);
        *size += n;
        s->at += n;
        if (s->at == s->text.n) return fail(s, "the text is not closed");
        if ((unsigned char)s->text.s[s->at] < 0x20) return fail(s, "a control character inside a text");
        if (s->text.s[s->at++] == '"') return true;
        if (!scan_escape(s, &code)) return false;
        n = zb_utf8_encode(code, bytes);
        if (*size + n <= room) memcpy(out + *size, bytes, n);
        *size += n;
    }
}

/* ---- other values ---- */

static bool scan_digits(scanner *s) {
    size_t from = s->at;
    while (s->at < s->text.n && s->text.s[s->at] >= '0' && s->text.s[s->at] <= '9') s->at++;
    return s->at > from || fail(s, "a digit is expected here");
}

static bool next_is(const scanner *s, const char *set) {
    return s->at < s->text.n && s->text.s[s->at] && strchr(set, s->text.s[s->at]);
}

static bool scan_number(scanner *s) {
    if (next_is(s, "-")) s->at++;
    bool nought = next_is(s, "0");
    size_t from = s->at;
    if (!scan_digits(s)) return false;
    if (nought && s->at > from + 1) {
        s->at = from + 1;
        return fail(s, "a number does not begin with 0");
    }
    if (next_is(s, ".")) {
        s->at++;
        if (!scan_digits(s)) return false;
    }
    if (!next_is(s, "eE")) return true;
    s->at++;
    if (next_is(s, "+-")) s->at++;
    return scan_digits(s);
}

static bool scan_word(scanner *s) {
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!zb_str_starts(zb_str_sub(s->text, s->at, s->text.n), words[i])) continue;
        s->at += strlen(words[i]);
        return true;
    }
    return fail(s, "a value is expected here");
}

static bool scan_value(scanner *s);

/* The members of an object or the items of a list. */
static bool scan_group(scanner *s, char close, bool keys) {
    size_t size;
    if (++s->depth > DEPTH_MAX) return fail(s, "this is nested too deeply");
    s->at++;
    for (bool first = true; ahead(s) != close; first = false) {
        if (!first && !take(s, ',', keys ? "',' or '}' is expected here" : "',' or ']' is expected here")) return false;
        if (keys && (!scan_text(s, NULL, 0, &size) || !take(s, ':', "':' is expected here"))) return false;
        if (!scan_value(s)) return false;
    }
    s->at++;
    s->depth--;
    return true;
}

static bool scan_value(scanner *s) {
    size_t size;
    char c = ahead(s);
    if (c == '"') return scan_text(s, NULL, 0, &size);
    if (c == '{') return scan_group(s, '}', true);
    if (c == '[') return scan_group(s, ']', false);
    return c == '-' || (c >= '0' && c <= '9') ? scan_number(s) : scan_word(s);
}

/* ---- the line ---- */

static zb_line_fault key_fault(size_t at, const char *message, const char *hint) {
    return (zb_line_fault){"jsonl.key", at, message, hint};
}

/* Where the members of the line are. */
typedef struct members {
    bool id, spec;
    size_t count;
} members;

static bool scan_id(scanner *s, members *m, zb_chart_line *line) {
    if (ahead(s) != '"') s->fault = key_fault(s->at, "'id' is no text", NULL);
    if (m->id) s->fault = key_fault(s->at, "'id' stands twice", NULL);
    m->id = true;
    line->id_at = s->at;
    return !s->fault.code && scan_text(s, line->id, ZB_CHART_ID_MAX + 1, &line->id_size);
}

static bool scan_spec(scanner *s, members *m, zb_chart_line *line) {
    if (ahead(s) != '{') s->fault = key_fault(s->at, "'spec' is no object", NULL);
    if (m->spec) s->fault = key_fault(s->at, "'spec' stands twice", NULL);
    m->spec = true;
    line->spec_at = s->at;
    if (s->fault.code || !scan_value(s)) return false;
    line->spec_end = s->at;
    return true;
}

static bool scan_member(scanner *s, members *m, zb_chart_line *line) {
    char key[8];
    size_t size, at = (ahead(s), s->at);
    if (!scan_text(s, key, sizeof key, &size) || !take(s, ':', "':' is expected here")) return false;
    if (size == 2 && !memcmp(key, "id", 2)) return scan_id(s, m, line);
    if (size == 4 && !memcmp(key, "spec", 4)) return scan_spec(s, m, line);
    s->fault = key_fault(at, "this key is unknown here", "a line has 'id' and 'spec'");
    return false;
}

static bool scan_line(scanner *s, members *m, zb_chart_line *line) {
    if (!take(s, '{', "a line is an object: {\"id\": ..., \"spec\": {...}}")) return false;
    for (bool first = true; ahead(s) != '}'; first = false) {
        if (!first && !take(s, ',', "',' or '}' is expected here")) return false;
        if (!scan_member(s, m, line)) return false;
    }
    s->at++;
    return ahead(s) == '\0' && s->at == s->text.n ? true : fail(s, "the line goes on behind its object");
}

zb_line_fault zb_chart_id_check(zb_str id, size_t at) {
    static const char code[] = "jsonl.id";
    if (!id.n) return (zb_line_fault){code, at, "the id is empty", NULL};
    if (id.n > ZB_CHART_ID_MAX) return (zb_line_fault){code, at, "the id is longer than 200 bytes", NULL};
    if (id.s[0] == '.') return (zb_line_fault){code, at, "the id begins with a dot", "files are called after their id"};
    for (size_t i = 0; i < id.n; i++) {
        if (id.s[i] == '/')
            return (zb_line_fault){code, at, "the id contains a slash", "files are called after their id"};
        if ((unsigned char)id.s[i] < 0x20 || id.s[i] == 0x7F)
            return (zb_line_fault){code, at, "the id contains a control character", NULL};
    }
    return (zb_line_fault){0};
}

zb_line_fault zb_chart_line_read(zb_str text, zb_chart_line *line) {
    scanner s = {.text = text};
    members m = {0};
    *line = (zb_chart_line){0};
    size_t bad = zb_utf8_invalid(text);
    if (bad != SIZE_MAX) return (zb_line_fault){"jsonl.syntax", bad, "a byte that is not UTF-8", NULL};
    if (!scan_line(&s, &m, line)) return s.fault;
    if (!m.id) return key_fault(0, "'id' is missing", NULL);
    if (!m.spec) return key_fault(0, "'spec' is missing", NULL);
    return zb_chart_id_check((zb_str){line->id, line->id_size}, line->id_at);
}

/* ---- places ---- */

/* A source in which `text` is line `number`; the lines before it are empty. */
static const zb_source *source_at_line(zb_arena *arena, zb_str text, size_t number) {
    zb_source *source = ZB_NEW(arena, zb_source);
    *source = (zb_source){.name = "-", .text = text, .lines = ZB_NEW_ARRAY(arena, number, size_t), .line_count = number};
    return source;
}

void zb_line_fault_add(zb_arena *arena, zb_str text, size_t number, const zb_line_fault *fault, zb_diags *diags) {
    zb_loc loc = zb_source_loc(zb_source_new(arena, "-", text), fault->at);
    loc.source = source_at_line(arena, text, number);
    loc.line = (uint32_t)number;
    zb_diag_add(diags, ZB_ERROR, fault->code, loc, "%s", fault->message);
    if (fault->hint) zb_diag_hint(diags, "%s", fault->hint);
}

const zb_diags *zb_diags_at_line(zb_arena *arena, const zb_diags *diags, size_t number) {
    zb_diags *moved = zb_diags_new(arena);
    const zb_source *source = NULL, *old = NULL;
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *d = zb_diags_at(diags, i);
        zb_loc loc = d->loc;
        if (loc.source && loc.line && !strcmp(loc.source->name, "-")) {
            if (loc.source != old) source = source_at_line(arena, loc.source->text, number);
            old = loc.source;
            loc.source = source;
            loc.line = (uint32_t)number;
        }
        zb_diag_add(moved, d->severity, d->code, loc, "%s", d->message);
        if (d->hint) zb_diag_hint(moved, "%s", d->hint);
    }
    return moved;
}
