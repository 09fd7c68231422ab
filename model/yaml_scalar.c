/* SPDX-License-Identifier: Apache-2.0
 * Quotes, escapes and line folding of YAML 1.2 (sections 7.3.1 and 7.3.2). */
#include "model/yaml_scalar.h"

#include "base/utf8.h"
#include "model/text.h"

typedef struct writer {
    zb_str raw;
    size_t at;
    char *out;
    size_t n;
    size_t bad;
} writer;

static bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* White space: as it is within a line. A line end becomes `joint` (a space, or 0 for nothing), each further one a line end. */
static void fold(writer *w, char joint) {
    size_t start = w->at, lines = 0;
    for (; w->at < w->raw.n && is_white(w->raw.s[w->at]); w->at++) lines += w->raw.s[w->at] == '\n';
    if (lines == 1 && joint) w->out[w->n++] = joint;
    for (size_t i = 1; i < lines; i++) w->out[w->n++] = '\n';
    for (size_t i = start; i < w->at && lines == 0; i++) w->out[w->n++] = w->raw.s[i];
}

zb_str zb_yaml_single_quoted(zb_arena *arena, zb_str raw) {
    writer w = {.raw = raw, .out = zb_alloc(arena, raw.n + 1)};
    while (w.at < raw.n) {
        char c = raw.s[w.at];
        if (is_white(c)) {
            fold(&w, ' ');
        } else {
            w.out[w.n++] = c;
            w.at += c == '\'' ? 2 : 1;
        }
    }
    return (zb_str){w.out, w.n};
}

/* Escapes of one character; those with digits are apart. */
typedef struct escape {
    char letter;
    uint16_t code;
} escape;

static const escape escapes[] = {
    {'0', 0x00}, {'a', 0x07}, {'b', 0x08}, {'t', 0x09}, {'\t', 0x09}, {'n', 0x0A}, {'v', 0x0B},   {'f', 0x0C},   {'r', 0x0D},
    {'e', 0x1B}, {' ', 0x20}, {'"', 0x22}, {'/', 0x2F}, {'\\', 0x5C}, {'N', 0x85}, {'_', 0xA0}, {'L', 0x2028}, {'P', 0x2029},
};

#define NO_CODE UINT32_MAX

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint32_t read_hex(writer *w, size_t digits) {
    uint32_t code = 0;
    for (size_t i = 0; i < digits; i++, w->at++) {
        int digit = w->at < w->raw.n ? hex_digit(w->raw.s[w->at]) : -1;
        if (digit < 0) return NO_CODE;
        code = code << 4 | (uint32_t)digit;
    }
    return code;
}

/* The code of the escape whose backslash has been read. */
static uint32_t read_escape(writer *w) {
    char letter = w->at < w->raw.n ? w->raw.s[w->at++] : 0;
    if (letter == 'x') return read_hex(w, 2);
    if (letter == 'u') return read_hex(w, 4);
    if (letter == 'U') return read_hex(w, 8);
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].letter == letter) return escapes[i].code;
    return NO_CODE;
}

/* Half of a character beyond U+FFFF, as JSON writes them: with its other half the whole. */
static uint32_t join_surrogates(writer *w, uint32_t high) {
    zb_str rest = zb_str_sub(w->raw, w->at, w->raw.n);
    if (high < 0xD800 || high > 0xDBFF || !zb_str_starts(rest, "\\u")) return high;
    size_t before = w->at;
    w->at += 2;
    uint32_t low = read_hex(w, 4);
    if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    w->at = before;
    return high;
}

static void unescape(writer *w) {
    size_t start = w->at++;
    if (w->at < w->raw.n && w->raw.s[w->at] == '\n') {
        fold(w, 0);
        return;
    }
    uint32_t code = join_surrogates(w, read_escape(w));
    bool fine = code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF) && zb_text_rule_of(code, 0, 0).fate != ZB_TEXT_REFUSED;
    if (fine) w->n += zb_utf8_encode(code, w->out + w->n);
    else if (w->bad == SIZE_MAX) w->bad = start;
}

zb_str zb_yaml_double_quoted(zb_arena *arena, zb_str raw, size_t *bad) {
    /* "\L" is the escape that grows most: from two bytes to three. */
    writer w = {.raw = raw, .out = zb_alloc(arena, raw.n * 2 + 4), .bad = SIZE_MAX};
    while (w.at < raw.n) {
        if (raw.s[w.at] == '\\') unescape(&w);
        else if (is_white(raw.s[w.at])) fold(&w, ' ');
        else w.out[w.n++] = raw.s[w.at++];
    }
    *bad = w.bad;
    return (zb_str){w.out, w.n};
}
