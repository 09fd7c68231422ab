/* SPDX-License-Identifier: Apache-2.0
 * The tokens of an SQL statement. */
#include "model/sql_tokens.h"

#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) {
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static size_t word_end(zb_str text, size_t at) {
    while (at < text.n && (is_letter(text.s[at]) || is_digit(text.s[at]) || text.s[at] == '$')) at++;
    return at;
}

/* Behind the closing quote; one written twice does not close. */
static size_t quote_end(zb_str text, size_t at) {
    char quote = text.s[at] == '[' ? ']' : text.s[at];
    for (at++; at < text.n; at++) {
        if (text.s[at] != quote) continue;
        if (quote == ']' || at + 1 == text.n || text.s[at + 1] != quote) return at + 1;
        at++;
    }
    return text.n;
}

/* 12, 1.5, .5, 1e-3, 0x1F */
static size_t number_end(zb_str text, size_t at) {
    for (; at < text.n; at++) {
        char c = text.s[at], before = at ? text.s[at - 1] : 0;
        bool sign = (c == '+' || c == '-') && (before | 0x20) == 'e';
        if (!is_digit(c) && c != '.' && !is_letter(c) && !sign) break;
    }
    return at;
}

static size_t comment_end(zb_str text, size_t at) {
    bool line = text.s[at] == '-';
    size_t end = zb_str_find(text, line ? ZB_STR("\n") : ZB_STR("*/"), at + 2);
    return end == SIZE_MAX ? text.n : end + (line ? 1 : 2);
}

static size_t sign_end(zb_str text, size_t at) {
    static const char *const signs[] = {"->>", "||", "->", "<=", ">=", "<>", "!=", "==", "<<", ">>"};
    if (at + 1 == text.n || !strchr("|>=<", text.s[at + 1])) return at + 1;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (zb_str_starts(zb_str_sub(text, at, text.n), signs[i])) return at + strlen(signs[i]);
    return at + 1;
}

static size_t token_end(zb_str text, size_t at, zb_sql_token_kind *kind) {
    char c = text.s[at], next = at + 1 < text.n ? text.s[at + 1] : 0;
    if (is_letter(c)) {
        *kind = ZB_SQL_WORD;
        return word_end(text, at);
    }
    if (is_digit(c) || (c == '.' && is_digit(next))) {
        *kind = ZB_SQL_NUMBER;
        return number_end(text, at);
    }
    if (c == '\'' || c == '"' || c == '`' || c == '[') {
        *kind = c == '\'' ? ZB_SQL_TEXT : ZB_SQL_QUOTED;
        return quote_end(text, at);
    }
    if ((c == ':' || c == '@' || c == '?') && (is_letter(next) || is_digit(next))) {
        *kind = ZB_SQL_PARAMETER;
        return word_end(text, at + 1);
    }
    *kind = ZB_SQL_SIGN;
    return sign_end(text, at);
}

zb_sql_tokens zb_sql_tokens_read(zb_arena *arena, zb_str text) {
    ZB_VEC(zb_sql_token) list = {0};
    for (size_t at = 0; at < text.n;) {
        char next = at + 1 < text.n ? text.s[at + 1] : '\0';
        if (is_space(text.s[at])) {
            at++;
        } else if ((text.s[at] == '-' && next == '-') || (text.s[at] == '/' && next == '*')) {
            at = comment_end(text, at);
        } else {
            zb_sql_token_kind kind;
            size_t end = token_end(text, at, &kind);
            ZB_PUSH(arena, &list, (zb_sql_token){kind, zb_str_sub(text, at, end), at});
            at = end;
        }
    }
    return (zb_sql_tokens){text, list.data, list.count};
}
