/* SPDX-License-Identifier: Apache-2.0
 * Numbers in queries. SQLite takes every text for a number, 'seventy' for 0 and '1,234' for 1, and says nothing. So columns and
 * parameters that stand where a number is wanted are looked at while the query runs: `count + :more` runs as
 * `zb_number(count, 0) + zb_number(:more, 1)`, which gives what it is given, or notes what is no number. Where an operand stands
 * is seen from the tokens beside it; no more of SQL has to be understood. What SQLite does not take in that form runs as written.
 *
 * A number is wanted beside + - * / %, in sum(), percent() and the like, for %d and %f of printf(), and where < > compare with a
 * number. The usual ways to make a number of a text (`x + 0`, `x * 1`, CAST) are left alone. */
#include <string.h>

#include "model/number.h"
#include "model/sql_operands.h"

/* Findings of one query, and cells shown for one text. */
#define FAULTS_MAX 20
#define CELLS_MAX 5

/* The calls and brackets that are open where a token stands. */
#define NESTING_MAX 100 /* of brackets; SQLite takes no query with so many ("parser stack overflow") */

typedef enum wish { ANYTHING, NUMBER, DATE, FORMAT, SAME } wish; /* SAME: what is wanted of the call's own value */

static const struct {
    const char *name;
    wish wish;
} functions[] = {
    {"sum", NUMBER},    {"avg", NUMBER},    {"total", NUMBER},  {"abs", NUMBER},  {"round", NUMBER},
    {"percent", NUMBER}, {"growth", NUMBER}, {"han_date", DATE}, {"printf", FORMAT}, {"format", FORMAT},
    {"coalesce", SAME}, {"ifnull", SAME},
};

/* An open bracket. */
typedef struct level {
    wish wish;
    zb_str format; /* of printf */
    int argument;  /* commas passed */
} level;

typedef struct rewriter {
    zb_sql *sql;
    zb_sql_phrase phrase;
    level levels[NESTING_MAX];
    int depth;
    zb_buf out;
    size_t copied; /* bytes of the query that are in `out` */
} rewriter;

/* Tokens ---------------------------------------------------------------------------------------------------------------------- */

static zb_sql_token at(const rewriter *r, size_t i) { return zb_phrase_at(&r->phrase, i); }
static bool is_word(zb_sql_token t, const char *word) { return zb_token_is_word(t, word); }
static bool is_sign(zb_sql_token t, const char *sign) { return zb_token_is_sign(t, sign); }
static bool is_one_of(zb_sql_token t, const char *const *words) { return zb_token_is_one_of(t, words); }
static bool is_keyword(const rewriter *r, zb_sql_token t) { return zb_phrase_is_keyword(&r->phrase, t); }
static size_t operand_length(const rewriter *r, size_t i) { return zb_operand_length(&r->phrase, i); }
static size_t operand_before(const rewriter *r, size_t i) { return zb_operand_before(&r->phrase, i); }

static bool is_tight(zb_sql_token t) {
    static const char *const signs[] = {"||", "->", "->>", "COLLATE", NULL};
    return is_one_of(t, signs);
}

static bool is_arithmetic(zb_sql_token t) {
    static const char *const signs[] = {"+", "-", "*", "/", "%", NULL};
    return t.kind == ZB_SQL_SIGN && is_one_of(t, signs);
}

static bool is_order(zb_sql_token t) {
    static const char *const signs[] = {"<", "<=", ">", ">=", NULL};
    return t.kind == ZB_SQL_SIGN && is_one_of(t, signs);
}

/* What is wanted ------------------------------------------------------------------------------------------------------------- */

static bool ends_operand(const rewriter *r, size_t i) {
    static const char *const ends[] = {")", "END", "NULL", NULL};
    zb_sql_token t = at(r, i);
    return t.kind == ZB_SQL_NUMBER || t.kind == ZB_SQL_TEXT || t.kind == ZB_SQL_PARAMETER || t.kind == ZB_SQL_QUOTED ||
           is_one_of(t, ends) || (t.kind == ZB_SQL_WORD && !is_keyword(r, t));
}

/* `x + 0` and `x * 1` say that a number is to be made of x, whatever it is. */
static bool is_cast(zb_sql_token sign, zb_sql_token other) {
    bool additive = is_sign(sign, "+") || is_sign(sign, "-");
    zb_number found;
    return other.kind == ZB_SQL_NUMBER && zb_number_read(other.text, &found) && found.real == (additive ? 0 : 1);
}

static bool is_part_of_text(const rewriter *r, size_t first, size_t behind) {
    return (first > 0 && is_tight(at(r, first - 1))) || is_tight(at(r, behind));
}

static bool is_calculated(const rewriter *r, size_t first, size_t behind) {
    zb_sql_token before = first > 0 ? at(r, first - 1) : (zb_sql_token){0}, after = at(r, behind);
    bool binary = is_arithmetic(before) && first > 1 && ends_operand(r, first - 2);
    bool looser = is_sign(after, "+") || is_sign(after, "-") || !is_arithmetic(after);
    bool casts = is_sign(before, "*") || (is_sign(before, "+") && looser);
    if (binary && casts && is_cast(before, at(r, first - 2))) return false;
    if (is_arithmetic(after)) return !is_cast(after, at(r, behind + 1));
    return is_arithmetic(before) && (binary || is_sign(before, "-"));
}

/* What stands on the other side of a comparison: a number or a calculation wants a number here, an operand the same kind. */
typedef struct other {
    bool number;
    size_t first, count; /* the operand's tokens; 0: none */
} other;

static other other_side(const rewriter *r, size_t first, size_t behind) {
    other o = {0};
    if (is_order(at(r, behind))) {
        size_t i = behind + 1;
        o.number = at(r, i).kind == ZB_SQL_NUMBER || is_sign(at(r, i), "-");
        o.first = i;
        o.count = operand_length(r, i);
    } else if (first > 0 && is_order(at(r, first - 1))) {
        o.number = first > 1 && at(r, first - 2).kind == ZB_SQL_NUMBER;
        o.count = operand_before(r, first - 1);
        o.first = first - 1 - o.count;
    } else if (is_word(at(r, behind), "BETWEEN")) {
        o.number = at(r, behind + 1).kind == ZB_SQL_NUMBER;
    }
    if (o.count && is_part_of_text(r, o.first, o.first + o.count)) o.count = 0;
    if (o.count && is_calculated(r, o.first, o.first + o.count)) o.number = true;
    return o;
}

/* The conversion of argument `argument` in a format: a letter, or 0. */
static char conversion(zb_str format, int argument) {
    int seen = 0;
    for (size_t i = 0; i + 1 < format.n; i++) {
        if (format.s[i] != '%') continue;
        for (i++; i < format.n && strchr("-+ #0123456789.,!l*", format.s[i]); i++)
            if (format.s[i] == '*' && ++seen == argument) return 'd';
        if (i < format.n && format.s[i] != '%' && ++seen == argument) return format.s[i];
    }
    return 0;
}

static wish wish_of_call(const level *call) {
    if (call->wish != FORMAT) return call->wish;
    char letter = call->argument ? conversion(call->format, call->argument) : 0;
    return letter && strchr("diuxXofeEgG", letter) ? NUMBER : ANYTHING;
}

static wish wish_of(const rewriter *r, size_t first, size_t behind) {
    static const char *const befores[] = {"(", ",", "DISTINCT", "THEN", "ELSE", NULL};
    static const char *const afters[] = {")", ",", "WHEN", "ELSE", "END", NULL};
    zb_sql_token before = first > 0 ? at(r, first - 1) : (zb_sql_token){0}, after = at(r, behind);
    if (is_calculated(r, first, behind)) return NUMBER;
    bool argument = is_one_of(before, befores) && is_one_of(after, afters);
    return argument && r->depth ? wish_of_call(&r->levels[r->depth - 1]) : ANYTHING;
}

/* Brackets -------------------------------------------------------------------------------------------------------------------- */

static size_t closing(const rewriter *r, size_t open) {
    int depth = 0;
    for (size_t i = open; i < r->phrase.tokens.count; i++) {
        depth += is_sign(at(r, i), "(") - is_sign(at(r, i), ")");
        if (depth == 0) return i;
    }
    return r->phrase.tokens.count;
}

static void open_bracket(rewriter *r, size_t i) {
    static const char *const queries[] = {"SELECT", "WITH", "VALUES", NULL};
    level l = {.wish = ANYTHING};
    zb_sql_token name = i > 0 ? at(r, i - 1) : (zb_sql_token){0};
    bool call = name.kind == ZB_SQL_WORD && !is_keyword(r, name), plain = !call && name.kind != ZB_SQL_QUOTED && !is_word(name, "IN");
    if (plain && !is_one_of(at(r, i + 1), queries)) l.wish = SAME;
    for (size_t f = 0; f < sizeof functions / sizeof *functions; f++)
        if (is_word(name, functions[f].name)) l.wish = functions[f].wish;
    if (l.wish == SAME) l.wish = wish_of(r, plain ? i : i - 1, closing(r, i) + 1);
    if (l.wish == FORMAT && at(r, i + 1).kind == ZB_SQL_TEXT) l.format = at(r, i + 1).text;
    if (r->depth < NESTING_MAX) r->levels[r->depth] = l;
    r->depth++;
}

/* Rewriting ------------------------------------------------------------------------------------------------------------------- */

/* The same operand has the same number wherever it stands, so that expressions stay equal where SQL wants them equal. */
static size_t operand_index(rewriter *r, zb_str written, zb_str name, size_t offset) {
    zb_sql *sql = r->sql;
    for (size_t i = 0; i < sql->operands.count; i++)
        if (zb_str_equal(sql->operands.data[i].written, written)) return i;
    ZB_PUSH(sql->arena, &sql->operands, (zb_sql_operand){written, name, offset});
    return sql->operands.count - 1;
}

static zb_str written(const rewriter *r, size_t first, size_t count) {
    zb_sql_token begin = at(r, first), end = at(r, first + count - 1);
    return zb_str_sub(r->phrase.tokens.text, begin.offset, end.offset + end.text.n);
}

static void wrap(rewriter *r, size_t first, size_t count) {
    if (is_part_of_text(r, first, first + count)) return;
    wish want = wish_of(r, first, first + count);
    other o = want == ANYTHING ? other_side(r, first, first + count) : (other){0};
    if (o.number) want = NUMBER;
    if (want == ANYTHING && !o.count) return;
    zb_str text = written(r, first, count), name = at(r, first + count - 1).text;
    size_t offset = at(r, first).offset, index = operand_index(r, text, name, offset);
    zb_buf_add(&r->out, zb_str_sub(r->phrase.tokens.text, r->copied, offset));
    if (want == ANYTHING) {
        zb_str beside = written(r, o.first, o.count);
        zb_buf_format(&r->out, "zb_beside(%.*s,%zu,%.*s)", ZB_STR_ARG(text), index, ZB_STR_ARG(beside));
    } else {
        zb_buf_format(&r->out, "%s(%.*s,%zu)", want == DATE ? "zb_date" : "zb_number", ZB_STR_ARG(text), index);
    }
    r->copied = offset + text.n;
}

zb_str zb_sql_number_query(zb_sql *sql, zb_str query) {
    rewriter *r = ZB_NEW(sql->arena, rewriter);
    *r = (rewriter){.sql = sql, .phrase = {sql, zb_sql_tokens_of(sql, query)}};
    for (size_t i = 0; i < r->phrase.tokens.count && r->depth < NESTING_MAX;) {
        size_t count = operand_length(r, i);
        if (count) {
            wrap(r, i, count);
        } else if (is_sign(at(r, i), "(")) {
            open_bracket(r, i);
        } else if (is_sign(at(r, i), ")") && r->depth) {
            r->depth--;
        } else if (is_sign(at(r, i), ",") && r->depth) {
            r->levels[r->depth - 1].argument++;
        }
        i += count ? count : 1;
    }
    zb_buf_add(&r->out, zb_str_sub(query, r->copied, query.n));
    zb_str rewritten = r->copied ? zb_str_copy(sql->arena, zb_buf_str(&r->out)) : query;
    zb_buf_free(&r->out);
    return rewritten;
}

/* Running --------------------------------------------------------------------------------------------------------------------- */

static void note_fault(zb_sql *sql, sqlite3_value *value, sqlite3_value *index, bool date) {
    sqlite3_int64 operand = sqlite3_value_int64(index);
    zb_str text = {(const char *)sqlite3_value_text(value), (size_t)sqlite3_value_bytes(value)};
    if (operand < 0 || (uint64_t)operand >= sql->operands.count) return;
    for (size_t i = 0; i < sql->faults.count; i++) {
        zb_sql_fault *known = &sql->faults.data[i];
        if (known->operand != (size_t)operand || !zb_str_equal(known->text, text)) continue;
        known->count++;
        return;
    }
    if (sql->faults.count < FAULTS_MAX)
        ZB_PUSH(sql->arena, &sql->faults, (zb_sql_fault){(size_t)operand, zb_str_copy(sql->arena, text), 1, date});
}

/* The number that a text spells as a whole; false: it spells none. */
static bool spelt_number(sqlite3_value *value, zb_number *out) {
    zb_str text = {(const char *)sqlite3_value_text(value), (size_t)sqlite3_value_bytes(value)};
    return text.s && zb_number_read(zb_str_trim(text), out);
}

/* zb_number(value, operand) */
static void number(sqlite3_context *context, int count, sqlite3_value **values) {
    zb_number found;
    if (sqlite3_value_type(values[0]) != SQLITE_TEXT) sqlite3_result_value(context, values[0]);
    else if (!spelt_number(values[0], &found)) note_fault(sqlite3_user_data(context), values[0], values[count > 1], false);
    else if (found.integral) sqlite3_result_int64(context, found.integer);
    else sqlite3_result_double(context, found.real);
}

/* zb_beside(value, operand, other): texts are compared with texts, but no text with a number. */
static void beside(sqlite3_context *context, int count, sqlite3_value **values) {
    int type = sqlite3_value_type(values[2]);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) number(context, count, values);
    else sqlite3_result_value(context, values[0]);
}

/* zb_date(value, operand) */
static void date(sqlite3_context *context, int count, sqlite3_value **values) {
    bool null = sqlite3_value_type(values[0]) == SQLITE_NULL;
    if (null || zb_sql_is_date((const char *)sqlite3_value_text(values[0]))) sqlite3_result_value(context, values[0]);
    else note_fault(sqlite3_user_data(context), values[0], values[count > 1], true);
}

void zb_sql_add_numbers(zb_sql *sql) {
    /* Not SQLITE_DETERMINISTIC: an operand in a branch that is not taken must not be looked at. */
    const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;
    zb_sql_register(sql, "zb_number", 2, flags, sql, number);
    zb_sql_register(sql, "zb_beside", 3, flags, sql, beside);
    zb_sql_register(sql, "zb_date", 2, flags, sql, date);
}

/* Reports --------------------------------------------------------------------------------------------------------------------- */

typedef ZB_VEC(zb_loc) places;

/* Cells with a text, in the column `name` or (empty) in any. */
static void find_cells(zb_sql *sql, const zb_value *row, zb_str prefix, zb_str name, zb_str text, places *out) {
    for (size_t i = 0; i < row->count && out->count < CELLS_MAX; i++) {
        const zb_entry *entry = &row->entries[i];
        zb_str full = prefix.n ? zb_str_format(sql->arena, "%.*s_%.*s", ZB_STR_ARG(prefix), ZB_STR_ARG(entry->key)) : entry->key;
        bool same = full.n == name.n && !sqlite3_strnicmp(full.s ? full.s : "", name.s, (int)name.n);
        if (entry->value->kind == ZB_MAP) find_cells(sql, entry->value, full, name, text, out);
        else if ((same || name.n == 0) && entry->value->kind == ZB_TEXT && zb_str_equal(entry->value->text, text))
            ZB_PUSH(sql->arena, out, entry->value->loc);
    }
}

static void find_in_tables(zb_sql *sql, zb_str query, zb_str name, zb_str text, places *out) {
    for (size_t t = 0; t < sql->tables.count; t++) {
        const zb_value *rows = sql->tables.data[t].rows;
        if (zb_sql_find_word(query, sql->tables.data[t].name) == SIZE_MAX) continue;
        if (rows->kind == ZB_MAP) find_cells(sql, rows, (zb_str){0}, name, text, out);
        for (size_t i = 0; rows->kind == ZB_LIST && i < rows->count && out->count < CELLS_MAX; i++)
            find_cells(sql, rows->items[i], (zb_str){0}, name, text, out);
    }
}

static void find_places(zb_sql *sql, const zb_sql_text *query, const zb_sql_fault *fault, places *out) {
    const zb_sql_operand *operand = &sql->operands.data[fault->operand];
    bool parameter = zb_str_starts(operand->written, ":");
    const zb_value *value = parameter ? zb_sql_parameter(sql, zb_str_sub(operand->written, 1, operand->written.n)) : NULL;
    if (value) ZB_PUSH(sql->arena, out, value->loc);
    else find_in_tables(sql, query->text, zb_sql_unquoted(operand->name), fault->text, out);
    if (!out->count) find_in_tables(sql, query->text, (zb_str){0}, fault->text, out);
    if (!out->count || !out->data[0].source) {
        out->count = 0;
        ZB_PUSH(sql->arena, out, zb_sql_place(query, operand->offset));
    }
    if (out->count > fault->count) out->count = fault->count;
}

static void report_fault(zb_sql *sql, const zb_sql_text *query, const zb_sql_fault *fault, zb_loc loc) {
    const zb_sql_operand *operand = &sql->operands.data[fault->operand];
    zb_loc used = zb_sql_place(query, operand->offset);
    zb_str cure = zb_value_number_cure(sql->arena, fault->text);
    const char *file = used.source ? used.source->name : "";
    if (fault->date) {
        zb_diag_add(sql->diags, ZB_ERROR, "sql.date", loc, "'%.40s' is no day of the calendar written like '2019-06-24'",
                    zb_str_z(sql->arena, fault->text));
        zb_diag_hint(sql->diags, "the query at %s:%u wants a date", file, used.line);
        return;
    }
    zb_diag_add(sql->diags, ZB_ERROR, "sql.number", loc, "'%.60s' is no number, but a query reckons with it",
                zb_str_z(sql->arena, fault->text));
    zb_diag_hint(sql->diags, "%.*s (the query stands at %s:%u)", ZB_STR_ARG(cure), file, used.line);
}

bool zb_sql_report_numbers(zb_sql *sql, const zb_sql_text *query) {
    for (size_t i = 0; i < sql->faults.count; i++) {
        places found = {0};
        find_places(sql, query, &sql->faults.data[i], &found);
        for (size_t j = 0; j < found.count; j++) report_fault(sql, query, &sql->faults.data[i], found.data[j]);
    }
    return sql->faults.count > 0;
}
