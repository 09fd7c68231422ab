/* SPDX-License-Identifier: Apache-2.0
 * Noting what queries read of the data: the columns that SQLite asks leave for, the parameters. Of a query that it does not understand,
 * everything that the query names. */
#include <string.h>

#include "model/sql_database.h"
#include "model/sql_tokens.h"
#include "model/usage.h"

void zb_sql_note_column(zb_sql *sql, const char *table, const char *column) {
    zb_usage_sql_column(sql->data->usage, zb_str_of(table), zb_str_of(column));
}

/* Whether a parameter means an earlier result, or one that failed. */
static bool is_of_result(const zb_sql *sql, zb_str name) {
    for (size_t i = 0; i < sql->results.count; i++) {
        zb_str key = sql->results.data[i].key;
        if (name.n >= key.n && zb_str_equal(zb_str_sub(name, 0, key.n), key) && (name.n == key.n || name.s[key.n] == '_')) return true;
    }
    return zb_sql_has_failed(sql, name);
}

zb_sql_tokens zb_sql_tokens_of(zb_sql *sql, zb_str query) {
    if (sql->tokens.text.s != query.s || sql->tokens.text.n != query.n) sql->tokens = zb_sql_tokens_read(sql->arena, query);
    return sql->tokens;
}

void zb_sql_note_parameters(zb_sql *sql, zb_str query) {
    if (!sql->data->usage) return;
    zb_sql_tokens tokens = zb_sql_tokens_of(sql, query);
    for (size_t i = 0; i < tokens.count; i++) {
        zb_str text = tokens.data[i].text;
        bool named = tokens.data[i].kind == ZB_SQL_PARAMETER && text.n > 1 && text.s[0] == ':';
        if (named && !is_of_result(sql, zb_str_sub(text, 1, text.n)))
            zb_usage_sql_parameter(sql->data->usage, zb_str_sub(text, 1, text.n));
    }
}

/* Notes the columns of a table that a query has the names of; all where it has a star. */
static void note_words(zb_sql *sql, const zb_sql_table *table, const zb_sql_tokens *tokens, bool star) {
    const char *name = zb_str_z(sql->arena, table->name);
    zb_sql_note_column(sql, name, "");
    for (size_t i = 0; i < table->column_count; i++)
        if (star || zb_sql_find_word(tokens->text, table->columns[i]) != SIZE_MAX)
            zb_sql_note_column(sql, name, zb_str_z(sql->arena, table->columns[i]));
}

void zb_sql_note_failed(zb_sql *sql, zb_str query, const char *message) {
    static const char table_lacks[] = "no such table: ", column_lacks[] = "no such column: ";
    if (!sql->data->usage) return;
    zb_sql_note_parameters(sql, query);
    zb_sql_tokens tokens = zb_sql_tokens_of(sql, query);
    bool star = false, column = zb_str_starts(zb_str_of(message), column_lacks);
    for (size_t i = 0; i < tokens.count; i++) star = star || zb_str_is(tokens.data[i].text, "*");
    const char *dot = column ? strrchr(message, '.') : NULL;
    zb_str lacking = zb_str_of(!column ? "" : dot ? dot + 1 : message + sizeof column_lacks - 1);
    for (size_t i = 0; i < sql->tables.count; i++) {
        const zb_sql_table *table = &sql->tables.data[i];
        if (table->result || !table->loaded || zb_sql_find_word(query, table->name) == SIZE_MAX) continue;
        note_words(sql, table, &tokens, star);
        if (column) zb_usage_sql_want(sql->data->usage, table->name, lacking);
    }
    if (zb_str_starts(zb_str_of(message), table_lacks))
        zb_usage_sql_want(sql->data->usage, (zb_str){0}, zb_str_of(message + sizeof table_lacks - 1));
}
