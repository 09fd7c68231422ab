/* SPDX-License-Identifier: Apache-2.0
 * UTF-8 decoding (Unicode 15, table 3-7), terminal columns (UAX #11 and zero-width characters, by range tables) and the search for
 * the nearest name. */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Length of the well-formed sequence at s, or 0; the range of the second byte excludes overlong forms, surrogates and values above
 * U+10FFFF. */
static size_t sequence(const unsigned char *s, size_t n) {
    unsigned char a = s[0], low = 0x80, high = 0xBF;
    size_t length = a < 0x80 ? 1 : a < 0xC2 ? 0 : a < 0xE0 ? 2 : a < 0xF0 ? 3 : a < 0xF5 ? 4 : 0;
    if (length <= 1) return length;
    if (length > n) return 0;
    if (a == 0xE0) low = 0xA0;
    if (a == 0xED) high = 0x9F;
    if (a == 0xF0) low = 0x90;
    if (a == 0xF4) high = 0x8F;
    if (s[1] < low || s[1] > high) return 0;
    for (size_t i = 2; i < length; i++)
        if (s[i] < 0x80 || s[i] > 0xBF) return 0;
    return length;
}

uint32_t zb_utf8_next(zb_str text, size_t *at) {
    const unsigned char *s = (const unsigned char *)text.s + *at;
    size_t length = sequence(s, text.n - *at);
    if (length == 0) {
        (*at)++;
        return 0xFFFD;
    }
    *at += length;
    if (length == 1) return s[0];
    uint32_t code = s[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) code = code << 6 | (s[i] & 0x3F);
    return code;
}

size_t zb_utf8_encode(uint32_t code, char out[4]) {
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3F));
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[length] | code);
    return length;
}

size_t zb_utf8_invalid(zb_str text) {
    for (size_t at = 0; at < text.n;) {
        size_t length = sequence((const unsigned char *)text.s + at, text.n - at);
        if (length == 0) return at;
        at += length;
    }
    return SIZE_MAX;
}

size_t zb_utf8_count(zb_str text) {
    size_t count = 0;
    for (size_t at = 0; at < text.n; count++) zb_utf8_next(text, &at);
    return count;
}

typedef struct range {
    uint32_t first, last;
} range;

static bool in_ranges(uint32_t code, const range *ranges, size_t count) {
    for (size_t i = 0; i < count && ranges[i].first <= code; i++)
        if (code <= ranges[i].last) return true;
    return false;
}
#define IN(code, table) in_ranges((code), (table), sizeof(table) / sizeof *(table))

int zb_columns_of(uint32_t code) {
    static const range zero[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
                                 {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
                                 {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064},
                                 {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
                                 {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};
    static const range wide[] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x4DBF}, {0x4E00, 0xA4CF}, {0xA960, 0xA97C},
                                 {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE10, 0xFE19}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
                                 {0xFFE0, 0xFFE6}, {0x16FE0, 0x18D08}, {0x1B000, 0x1B2FB}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
                                 {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};
    if (code < 0x300) return code >= 0x20 && code != 0x7F ? 1 : 0;
    if (IN(code, zero)) return 0;
    return IN(code, wide) ? 2 : 1;
}

int zb_columns(zb_str text) {
    int columns = 0;
    for (size_t at = 0; at < text.n;) columns += zb_columns_of(zb_utf8_next(text, &at));
    return columns;
}

bool zb_is_han(uint32_t code) {
    static const range han[] = {{0x3005, 0x3005}, {0x3007, 0x3007}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
                                {0xF900, 0xFAFF}, {0x20000, 0x2EBE0}, {0x2F800, 0x2FA1F}, {0x30000, 0x323AF}};
    return IN(code, han);
}

#define NAME_MAX_CODES 64

static size_t decode(zb_str text, uint32_t out[NAME_MAX_CODES]) {
    size_t count = 0;
    for (size_t at = 0; at < text.n && count < NAME_MAX_CODES;) out[count++] = zb_utf8_next(text, &at);
    return count;
}

void zb_json_add_text(zb_buf *out, zb_str text) {
    zb_buf_add_char(out, '"');
    for (size_t at = 0; at < text.n;) {
        char utf8[4];
        uint32_t code = zb_utf8_next(text, &at);
        if (code < ' ' || code == 0x7F) zb_buf_format(out, "\\u%04x", (unsigned)code);
        else if (code == '"' || code == '\\') zb_buf_format(out, "\\%c", (char)code);
        else zb_buf_add(out, (zb_str){utf8, zb_utf8_encode(code, utf8)});
    }
    zb_buf_add_char(out, '"');
}

static int least(int a, int b) { return a < b ? a : b; }

/* Optimal string alignment with three rows; names longer than 64 characters are compared by their first 64. */
int zb_edit_distance(zb_str a, zb_str b, int limit) {
    uint32_t x[NAME_MAX_CODES], y[NAME_MAX_CODES];
    int n = (int)decode(a, x), m = (int)decode(b, y);
    if (abs(n - m) > limit) return limit + 1;
    int rows[3][NAME_MAX_CODES + 1];
    for (int j = 0; j <= m; j++) rows[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1]) row[j] = least(row[j], above2[j - 2] + 1);
        }
    }
    return least(rows[n % 3][m], limit + 1);
}

const zb_str *zb_nearest(zb_str name, const zb_str *names, size_t count) {
    int limit = (int)(zb_utf8_count(name) / 3);
    if (limit < 1) limit = 1;
    const zb_str *best = NULL;
    for (size_t i = 0; i < count; i++) {
        int distance = zb_edit_distance(name, names[i], limit);
        if (distance > limit || distance == 0) continue;
        best = &names[i];
        limit = distance - 1;
        if (limit < 0) break;
    }
    return best;
}
