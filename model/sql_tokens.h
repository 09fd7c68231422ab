/* SPDX-License-Identifier: Apache-2.0
 * The tokens of an SQL statement. Used inside model only. */
#ifndef ZB_MODEL_SQL_TOKENS_H
#define ZB_MODEL_SQL_TOKENS_H

#include "base/str.h"

typedef enum zb_sql_token_kind {
    ZB_SQL_END, /* of no token: what stands behind the last */
    ZB_SQL_WORD,
    ZB_SQL_QUOTED, /* a name in "", `` or [] */
    ZB_SQL_PARAMETER,
    ZB_SQL_NUMBER,
    ZB_SQL_TEXT, /* in '' */
    ZB_SQL_SIGN, /* an operator or other punctuation */
} zb_sql_token_kind;

typedef struct zb_sql_token {
    zb_sql_token_kind kind;
    zb_str text; /* as written, with its quotes */
    size_t offset;
} zb_sql_token;

typedef struct zb_sql_tokens {
    zb_str text;
    zb_sql_token *data;
    size_t count;
} zb_sql_tokens;

/* Tokens in the arena, without white space and comments. Anything is read somehow: SQLite says what is wrong with it. */
zb_sql_tokens zb_sql_tokens_read(zb_arena *arena, zb_str text);

#endif
