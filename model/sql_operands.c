/* SPDX-License-Identifier: Apache-2.0
 * Operands of a query: `count`, `t.count`, `"a b"`, `:a_b`. */
#include "model/sql_operands.h"

#include <string.h>

zb_sql_token zb_phrase_at(const zb_sql_phrase *phrase, size_t i) {
    return i < phrase->tokens.count ? phrase->tokens.data[i] : (zb_sql_token){0};
}

/* Most words differ in their first letter already. */
static bool may_be(zb_sql_token t, const char *word) { return t.text.n && (t.text.s[0] == *word || (t.text.s[0] ^ 0x20) == *word); }

bool zb_token_is_word(zb_sql_token t, const char *word) {
    return may_be(t, word) && t.kind == ZB_SQL_WORD && t.text.n == strlen(word) && !sqlite3_strnicmp(t.text.s, word, (int)t.text.n);
}

bool zb_token_is_sign(zb_sql_token t, const char *sign) { return t.kind == ZB_SQL_SIGN && zb_str_is(t.text, sign); }

bool zb_token_is_one_of(zb_sql_token t, const char *const *words) {
    for (; *words; words++)
        if (may_be(t, *words) && (zb_token_is_word(t, *words) || zb_token_is_sign(t, *words))) return true;
    return false;
}

static bool is_column(const zb_sql *sql, zb_str name) {
    for (size_t i = 0; i < sql->tables.count; i++)
        for (size_t j = 0; j < sql->tables.data[i].column_count; j++)
            if (name.n == sql->tables.data[i].columns[j].n && !sqlite3_strnicmp(name.s, sql->tables.data[i].columns[j].s, (int)name.n))
                return true;
    return false;
}

bool zb_phrase_is_keyword(const zb_sql_phrase *phrase, zb_sql_token t) {
    return t.kind == ZB_SQL_WORD && sqlite3_keyword_check(t.text.s, (int)t.text.n) && !is_column(phrase->sql, t.text);
}

size_t zb_operand_length(const zb_sql_phrase *phrase, size_t i) {
    zb_sql_token first = zb_phrase_at(phrase, i);
    if (first.kind == ZB_SQL_PARAMETER) return 1;
    bool name = first.kind == ZB_SQL_QUOTED || (first.kind == ZB_SQL_WORD && !zb_phrase_is_keyword(phrase, first));
    if (!name || (i > 0 && zb_token_is_sign(zb_phrase_at(phrase, i - 1), "."))) return 0;
    size_t n = 1;
    for (;; n += 2) {
        zb_sql_token part = zb_phrase_at(phrase, i + n + 1);
        if (!zb_token_is_sign(zb_phrase_at(phrase, i + n), ".") || (part.kind != ZB_SQL_WORD && part.kind != ZB_SQL_QUOTED)) break;
    }
    zb_sql_token behind = zb_phrase_at(phrase, i + n);
    return zb_token_is_sign(behind, "(") || zb_token_is_sign(behind, ".") ? 0 : n;
}

size_t zb_operand_before(const zb_sql_phrase *phrase, size_t i) {
    static const size_t lengths[] = {5, 3, 1}; /* a.b.c, b.c, c */
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
        if (lengths[k] <= i && zb_operand_length(phrase, i - lengths[k]) == lengths[k]) return lengths[k];
    return 0;
}

zb_str zb_sql_unquoted(zb_str name) {
    bool quoted = name.n > 1 && strchr("\"`[", name.s[0]);
    return quoted ? zb_str_sub(name, 1, name.n - 1) : name;
}
