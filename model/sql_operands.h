/* SPDX-License-Identifier: Apache-2.0
 * What can be told of a query from its tokens: where columns and parameters stand. Used inside model only. */
#ifndef ZB_MODEL_SQL_OPERANDS_H
#define ZB_MODEL_SQL_OPERANDS_H

#include "model/sql_database.h"
#include "model/sql_tokens.h"

/* The tokens of a query over the tables of a database. */
typedef struct zb_sql_phrase {
    const zb_sql *sql;
    zb_sql_tokens tokens;
} zb_sql_phrase;

/* The token at an index; a token of no kind behind the last. */
zb_sql_token zb_phrase_at(const zb_sql_phrase *phrase, size_t i);
/* Whether a token is a word (A to Z in either case), a sign, one of a list that ends with NULL. */
bool zb_token_is_word(zb_sql_token t, const char *word);
bool zb_token_is_sign(zb_sql_token t, const char *sign);
bool zb_token_is_one_of(zb_sql_token t, const char *const *words);
/* Whether a word is one of SQL's and no column. */
bool zb_phrase_is_keyword(const zb_sql_phrase *phrase, zb_sql_token t);
/* How many tokens from `i` on name a column or parameter; 0: they do not. */
size_t zb_operand_length(const zb_sql_phrase *phrase, size_t i);
/* The number of tokens of the operand that ends before `i`; 0: none does. */
size_t zb_operand_before(const zb_sql_phrase *phrase, size_t i);
/* A name without its quotes. */
zb_str zb_sql_unquoted(zb_str name);

#endif
