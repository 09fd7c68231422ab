/* SPDX-License-Identifier: Apache-2.0
 * What SQLite says, in the reader's language: it speaks English, with names in its sentences. What is not known here is quoted. */
#include <string.h>

#include "base/language.h"
#include "model/sql_database.h"

/* Sentences with one %s, which is a name or a number. In English they come out as SQLite has them. */
static const char *const sentences[] = {
    N_("no such table: %s"),
    N_("no such column: %s"),
    N_("no such function: %s"),
    N_("no such collation sequence: %s"),
    N_("no such window: %s"),
    N_("near \"%s\": syntax error"),
    N_("unrecognized token: \"%s\""),
    N_("ambiguous column name: %s"),
    N_("circular reference: %s"),
    N_("wrong number of arguments to function %s"),
    N_("misuse of aggregate: %s"),
    N_("misuse of aggregate function %s"),
    N_("misuse of window function %s"),
    N_("duplicate WITH table name: %s"),
    N_("sub-select returns %s columns - expected 1"),
    N_("Expression tree is too large (maximum depth %s)"),
};

/* What stands in the message for the %s of the sentence. False: it is another sentence. */
static bool find_name(const char *sentence, zb_str message, zb_str *name) {
    const char *mark = strstr(sentence, "%s");
    zb_str before = {sentence, (size_t)(mark - sentence)};
    const char *after = mark + 2;
    if (message.n < before.n + strlen(after) || !zb_str_equal(zb_str_sub(message, 0, before.n), before)) return false;
    if (!zb_str_ends(message, after)) return false;
    *name = zb_str_sub(message, before.n, message.n - strlen(after));
    return true;
}

const char *zb_sql_words(zb_arena *arena, const char *message) {
    if (zb_language_now() == ZB_ENGLISH) return message;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        zb_str name;
        if (!find_name(sentences[i], zb_str_of(message), &name) || zb_tr(sentences[i]) == sentences[i]) continue;
        return zb_say(arena, sentences[i], zb_str_z(arena, name)).s;
    }
    bool known = zb_tr(message) != message;
    for (const char *c = message; *c; c++) known = known || (unsigned char)*c >= 0x80; /* our own functions speak the reader's language */
    return known ? zb_tr(message) : zb_say(arena, N_("SQLite says \"%s\""), message).s;
}
