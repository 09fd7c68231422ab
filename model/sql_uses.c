/* SPDX-License-Identifier: Apache-2.0
 * What a query does with columns, seen from its tokens before it runs. Sorting, grouping, max() and comparing go wrong without a word
 * where a text stands among numbers: SQLite puts '１2' above 900, and 7 is never '7'. So where a column of numbers is used so, its texts
 * are errors at their cells; where a number is compared with a text that looks like it, that text is. Whoever wants a mixture writes
 * CAST(x AS REAL) or x + 0, which are let pass. */
#include <stdlib.h>
#include <string.h>

#include "model/number.h"
#include "base/language.h"
#include "model/sql_operands.h"

#define NESTING_MAX 64
#define CANDIDATES_MAX 8 /* columns that a name without its table may mean */

typedef struct alias {
    zb_str name;
    size_t table;
} alias;

/* A column of a select list: `count`, `count AS c`. */
typedef struct item {
    int depth;
    size_t number;       /* from 1 */
    size_t first, count; /* its tokens */
    zb_str alias;
} item;

/* An open bracket. */
typedef struct level {
    bool selecting, distinct, sorting; /* within a select list; of SELECT DISTINCT; behind BY */
    bool extremes, joining;            /* within max() or min(); behind USING */
    size_t number;                     /* of the item of the select list */
} level;

typedef struct scan {
    zb_sql *sql;
    const zb_sql_text *query;
    zb_sql_phrase phrase;
    ZB_VEC(alias) aliases;
    ZB_VEC(item) items;
    level levels[NESTING_MAX];
    int depth;
    bool fine;
} scan;

typedef struct candidate {
    const zb_sql_table *table;
    size_t column;
} candidate;

static zb_sql_token at(const scan *s, size_t i) { return zb_phrase_at(&s->phrase, i); }

static bool same_name(zb_str a, zb_str b) { return a.n == b.n && !sqlite3_strnicmp(a.s ? a.s : "", b.s ? b.s : "", (int)a.n); }

static const zb_sql_kind *kind_of(const candidate *c) { return &c->table->kinds[c->column]; }

/* Names ----------------------------------------------------------------------------------------------------------------------- */

static bool is_name(const scan *s, zb_sql_token t) {
    return t.kind == ZB_SQL_QUOTED || (t.kind == ZB_SQL_WORD && !zb_phrase_is_keyword(&s->phrase, t));
}

/* FROM types t, JOIN types AS t */
static void find_tables(scan *s) {
    static const char *const befores[] = {"FROM", "JOIN", ",", NULL};
    for (size_t i = 1; i < s->phrase.tokens.count; i++) {
        bool name_here = at(s, i).kind == ZB_SQL_WORD || at(s, i).kind == ZB_SQL_QUOTED; /* also one that is a word of SQL's */
        if (!zb_token_is_one_of(at(s, i - 1), befores) || !name_here) continue;
        zb_str name = zb_sql_unquoted(at(s, i).text);
        for (size_t t = 0; t < s->sql->tables.count; t++) {
            const zb_sql_table *table = &s->sql->tables.data[t];
            if (!table->loaded || !same_name(table->name, name)) continue;
            size_t next = i + 1 + zb_token_is_word(at(s, i + 1), "AS");
            ZB_PUSH(s->sql->arena, &s->aliases, (alias){name, t});
            if (is_name(s, at(s, next))) ZB_PUSH(s->sql->arena, &s->aliases, (alias){zb_sql_unquoted(at(s, next).text), t});
        }
    }
}

static size_t column_of(const zb_sql_table *table, zb_str name) {
    for (size_t i = 0; i < table->column_count; i++)
        if (same_name(table->columns[i], name)) return i;
    return SIZE_MAX;
}

static size_t add_candidate(candidate *out, size_t count, candidate c) {
    for (size_t i = 0; i < count; i++)
        if (out[i].table == c.table && out[i].column == c.column) return count;
    if (count < CANDIDATES_MAX) out[count++] = c;
    return count;
}

/* The columns that the operand may mean: `t.count` those of t, `count` those of every table of the query. */
static size_t find_columns(const scan *s, size_t first, size_t count, candidate *out) {
    size_t found = 0;
    if (at(s, first).kind == ZB_SQL_PARAMETER) return 0;
    zb_str name = zb_sql_unquoted(at(s, first + count - 1).text), owner = {0};
    if (count > 1) owner = zb_sql_unquoted(at(s, first + count - 3).text);
    for (size_t i = 0; i < s->aliases.count; i++) {
        if (count > 1 && !same_name(s->aliases.data[i].name, owner)) continue;
        const zb_sql_table *table = &s->sql->tables.data[s->aliases.data[i].table];
        size_t column = column_of(table, name);
        if (column != SIZE_MAX) found = add_candidate(out, found, (candidate){table, column});
    }
    return found;
}

/* Slips ----------------------------------------------------------------------------------------------------------------------- */

typedef struct search {
    zb_str text;
    const zb_value *found[ZB_SQL_SLIPS_MAX];
    size_t count;
} search;

static void search_cell(void *context, const zb_value *value) {
    search *s = context;
    if (value->kind == ZB_TEXT && zb_str_equal(value->text, s->text) && s->count < ZB_SQL_SLIPS_MAX) s->found[s->count++] = value;
}

/* The cells of the data that a value of a result comes from, as its column and text tell. */
static void find_origins(zb_sql *sql, zb_str column, search *s) {
    for (size_t t = 0; t < sql->tables.count; t++) {
        const zb_sql_table *table = &sql->tables.data[t];
        size_t index = table->loaded && !table->result ? column_of(table, column) : SIZE_MAX;
        if (index != SIZE_MAX) zb_sql_column_visit(sql, table, index, search_cell, s);
    }
}

static void report(scan *s, const candidate *c, const zb_value *value, size_t token, bool compared) {
    zb_sql *sql = s->sql;
    search origins = {.text = value->text, .found = {value}, .count = 1};
    if (c->table->result) {
        origins.count = 0;
        find_origins(sql, c->table->columns[c->column], &origins);
        if (!origins.count) origins.found[origins.count++] = value;
    }
    zb_loc used = zb_sql_place(s->query, at(s, token).offset);
    const char *file = used.source ? used.source->name : "", *text = zb_str_z(sql->arena, value->text);
    zb_number number;
    bool spelt = zb_number_read(value->text, &number);
    zb_str cure = spelt ? zb_str_of(zb_tr("leave out the quotes")) : zb_value_number_cure(sql->arena, value->text);
    for (size_t i = 0; i < origins.count; i++) {
        if (compared)
            zb_diag_add(sql->diags, ZB_ERROR, "sql.number", origins.found[i]->loc,
                        "'%.60s' is a text here, but a query compares it with numbers: it is equal to none", text);
        else
            zb_diag_add(sql->diags, ZB_ERROR, "sql.number", origins.found[i]->loc, "'%.60s' is no number, but a query reckons with it",
                        text);
        zb_diag_hint(sql->diags, "%.*s (the query stands at %s:%u)", ZB_STR_ARG(cure), file, used.line);
    }
    s->fine = false;
}

/* The texts of a column of numbers that is sorted, grouped or compared. */
static void check_slips(scan *s, size_t first, size_t count, size_t token) {
    candidate columns[CANDIDATES_MAX];
    size_t found = find_columns(s, first, count, columns);
    for (size_t i = 0; i < found; i++) {
        const zb_sql_kind *kind = kind_of(&columns[i]);
        for (size_t k = 0; kind->number && k < ZB_SQL_SLIPS_MAX && kind->slips[k]; k++)
            report(s, &columns[i], kind->slips[k], token, false);
    }
}

/* Comparisons ----------------------------------------------------------------------------------------------------------------- */

typedef struct numbers {
    double *data;
    size_t count, room;
} numbers;

typedef struct gathering {
    zb_arena *arena;
    numbers numbers;
} gathering;

static void gather(void *context, const zb_value *value) {
    gathering *g = context;
    if (value->kind == ZB_INT || value->kind == ZB_REAL) ZB_PUSH(g->arena, &g->numbers, value->real);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct meeting {
    const numbers *numbers;
    const zb_value *found[ZB_SQL_SLIPS_MAX];
    size_t count;
} meeting;

/* 007 is no number. */
static bool is_code(zb_str text) { return text.n > 1 && text.s[0] == '0' && text.s[1] != '.'; }

/* A text that is one of the numbers but for its kind. */
static void meet(void *context, const zb_value *value) {
    meeting *m = context;
    double number;
    if (m->count == ZB_SQL_SLIPS_MAX || value->kind != ZB_TEXT || is_code(value->text)) return;
    if (!zb_number_value(value->text, &number)) return;
    if (bsearch(&number, m->numbers->data, m->numbers->count, sizeof number, by_size)) m->found[m->count++] = value;
}

static void compare_with_numbers(scan *s, const candidate *texts, const numbers *all, size_t token) {
    const zb_sql_kind *kind = kind_of(texts);
    meeting m = {.numbers = all};
    if (all->count == 0 || kind->plain + kind->odd == 0 || kind->number) return; /* of the latter all texts are slips */
    zb_sql_column_visit(s->sql, texts->table, texts->column, meet, &m);
    for (size_t i = 0; i < m.count; i++) report(s, texts, m.found[i], token, true);
}

static numbers numbers_of(scan *s, const candidate *c) {
    gathering g = {.arena = s->sql->arena};
    if (kind_of(c)->numbers) zb_sql_column_visit(s->sql, c->table, c->column, gather, &g);
    if (g.numbers.count) qsort(g.numbers.data, g.numbers.count, sizeof *g.numbers.data, by_size);
    return g.numbers;
}

static void compare_columns(scan *s, const candidate *a, const candidate *b, size_t token) {
    if (!kind_of(a)->numbers || kind_of(b)->plain + kind_of(b)->odd == 0) return;
    numbers all = numbers_of(s, a);
    compare_with_numbers(s, b, &all, token);
}

/* What a side of a comparison is when it is no column: a number, or a text with its place. */
typedef struct constant {
    bool number, text;
    double value;
    zb_str spelling;
    zb_loc loc;
} constant;

static constant constant_at(const scan *s, size_t i) {
    zb_sql_token t = at(s, i);
    constant c = {.loc = zb_sql_place(s->query, t.offset)};
    zb_number number;
    if (t.kind == ZB_SQL_NUMBER && zb_number_read(t.text, &number)) {
        c.number = true;
        c.value = number.real;
    } else if (t.kind == ZB_SQL_TEXT) {
        c.text = true;
        c.spelling = zb_str_sub(t.text, 1, t.text.n - 1);
    } else if (t.kind == ZB_SQL_PARAMETER) {
        const zb_value *value = zb_sql_parameter(s->sql, zb_str_sub(t.text, 1, t.text.n));
        c.number = value && (value->kind == ZB_INT || value->kind == ZB_REAL);
        c.text = value && value->kind == ZB_TEXT;
        if (!value) return c;
        c.value = value->real;
        c.spelling = value->text;
        if (value->loc.source) c.loc = value->loc;
    }
    return c;
}

static void compare_constant(scan *s, const candidate *column, const constant *c, size_t token) {
    double value = c->value;
    numbers one = {&value, 1, 1};
    if (c->number) compare_with_numbers(s, column, &one, token);
    if (!c->text || is_code(c->spelling) || !kind_of(column)->numbers || !zb_number_value(c->spelling, &value)) return;
    numbers all = numbers_of(s, column);
    if (!bsearch(&value, all.data, all.count, sizeof value, by_size)) return;
    zb_diag_add(s->sql->diags, ZB_ERROR, "sql.number", c->loc,
                "'%.*s' is a text here, but a query compares it with numbers: it is equal to none", ZB_STR_ARG(c->spelling));
    zb_diag_hint(s->sql->diags, "the column '%.*s' of '%.*s' has it as a number: write it without quotes and in plain digits",
                 ZB_STR_ARG(column->table->columns[column->column]), ZB_STR_ARG(column->table->name));
    s->fine = false;
}

/* Two sides that are compared, each of `count` tokens from `first` on; no operand: a constant of one token. */
static void compare(scan *s, size_t left, size_t left_count, size_t right, size_t right_count) {
    candidate a[CANDIDATES_MAX], b[CANDIDATES_MAX];
    size_t m = left_count ? find_columns(s, left, left_count, a) : 0, n = right_count ? find_columns(s, right, right_count, b) : 0;
    constant x = m ? (constant){0} : constant_at(s, left), y = n ? (constant){0} : constant_at(s, right);
    for (size_t i = 0; i < m; i++) {
        for (size_t k = 0; k < n; k++) {
            if (a[i].table == b[k].table && a[i].column == b[k].column) continue;
            compare_columns(s, &a[i], &b[k], left);
            compare_columns(s, &b[k], &a[i], right);
        }
        if (!n) compare_constant(s, &a[i], &y, left);
    }
    for (size_t k = 0; k < n && !m; k++) compare_constant(s, &b[k], &x, right);
}

/* For what tables are joined by SQLite asks no leave. */
static void note_joined(scan *s, zb_str column, const zb_sql_table *table) {
    zb_sql_note_column(s->sql, zb_str_z(s->sql->arena, table->name), zb_str_z(s->sql->arena, column));
}

/* Columns of one name that are joined by it. */
static void compare_joined(scan *s, zb_str name, size_t token) {
    for (size_t i = 0; i < s->aliases.count; i++) {
        for (size_t k = 0; k < s->aliases.count; k++) {
            const zb_sql_table *a = &s->sql->tables.data[s->aliases.data[i].table], *b = &s->sql->tables.data[s->aliases.data[k].table];
            size_t x = column_of(a, name), y = column_of(b, name);
            if (a == b || x == SIZE_MAX || y == SIZE_MAX) continue;
            note_joined(s, name, a);
            note_joined(s, name, b);
            compare_columns(s, &(candidate){a, x}, &(candidate){b, y}, token);
        }
    }
}

/* USING: also of a table with itself. */
static void check_joined(scan *s, zb_str name, size_t token) {
    for (size_t i = 0; i < s->aliases.count; i++) note_joined(s, name, &s->sql->tables.data[s->aliases.data[i].table]);
    compare_joined(s, name, token);
}

/* NATURAL JOIN: by every name that two tables have. */
static void compare_naturally(scan *s, size_t token) {
    for (size_t i = 0; i < s->aliases.count; i++) {
        const zb_sql_table *table = &s->sql->tables.data[s->aliases.data[i].table];
        for (size_t k = 0; k < table->column_count; k++) compare_joined(s, table->columns[k], token);
    }
}

/* Of `x IN (a, 'b')` each item, of `x IN (SELECT y ...)` the first column. */
static void compare_list(scan *s, size_t left, size_t left_count, size_t open) {
    int depth = 0;
    bool query = zb_token_is_word(at(s, open + 1), "SELECT");
    for (size_t i = open; i < s->phrase.tokens.count; i++) {
        depth += zb_token_is_sign(at(s, i), "(") - zb_token_is_sign(at(s, i), ")");
        if (depth == 0) return;
        bool begins = depth == 1 && (i == open || zb_token_is_sign(at(s, i), ","));
        if (!begins) continue;
        size_t first = i + 1 + query + (query && zb_token_is_word(at(s, i + 2), "DISTINCT"));
        compare(s, left, left_count, first, zb_operand_length(&s->phrase, first));
        if (query) return;
    }
}

/* Whether a side stands alone: beside + or || it is something else. */
static bool is_alone(const scan *s, size_t first, size_t behind) {
    static const char *const signs[] = {"+", "-", "*", "/", "%", "||", "->", "->>", "&", "|", "COLLATE", NULL};
    return !(first > 0 && zb_token_is_one_of(at(s, first - 1), signs)) && !zb_token_is_one_of(at(s, behind), signs);
}

static void check_comparison(scan *s, size_t i) {
    static const char *const equals[] = {"=", "==", "<>", "!=", "IS", NULL};
    zb_sql_token t = at(s, i);
    bool list = zb_token_is_word(t, "IN");
    if (!list && !zb_token_is_one_of(t, equals)) return;
    size_t end = list && i > 0 && zb_token_is_word(at(s, i - 1), "NOT") ? i - 1 : i;
    size_t count = zb_operand_before(&s->phrase, end), left = end - (count ? count : 1);
    if (end == 0 || !is_alone(s, left, end)) return;
    if (list) {
        if (zb_token_is_sign(at(s, i + 1), "(")) compare_list(s, left, count, i + 1);
        return;
    }
    size_t right = zb_operand_length(&s->phrase, i + 1);
    if (is_alone(s, i + 1, i + 1 + (right ? right : 1))) compare(s, left, count, i + 1, right);
}

/* Uses ------------------------------------------------------------------------------------------------------------------------ */

static bool is_compared(const scan *s, size_t first, size_t behind) {
    static const char *const signs[] = {"=", "==", "<>", "!=", "<", "<=", ">", ">=", "BETWEEN", "IN", NULL};
    zb_sql_token before = first > 0 ? at(s, first - 1) : (zb_sql_token){0}, after = at(s, behind);
    if (zb_token_is_word(after, "NOT")) after = at(s, behind + 1);
    return zb_token_is_one_of(before, signs) || zb_token_is_one_of(after, signs);
}

/* Whether the operand is used in a way that its kind decides. */
static bool is_used(const scan *s, size_t first, size_t behind) {
    static const char *const befores[] = {"(", ",", "BY", "DISTINCT", NULL};
    const level *l = &s->levels[s->depth];
    if (!is_alone(s, first, behind)) return false;
    if (is_compared(s, first, behind)) return true;
    zb_sql_token before = first > 0 ? at(s, first - 1) : (zb_sql_token){0};
    if (zb_token_is_word(before, "DISTINCT") || (l->distinct && l->selecting)) return true;
    return (l->sorting || l->extremes || l->joining) && zb_token_is_one_of(before, befores);
}

/* The column of the select list that a name or number behind ORDER BY means; NULL: none. */
static const item *item_meant(const scan *s, size_t i) {
    zb_number number = {0};
    bool counted = at(s, i).kind == ZB_SQL_NUMBER && zb_number_read(at(s, i).text, &number) && number.integral;
    for (size_t k = s->items.count; k > 0; k--) {
        const item *found = &s->items.data[k - 1];
        if (found->depth != s->depth) continue;
        if (counted ? (int64_t)found->number == number.integer : same_name(found->alias, zb_sql_unquoted(at(s, i).text))) return found;
    }
    return NULL;
}

static void note_item(scan *s, size_t first, size_t count) {
    static const char *const befores[] = {"SELECT", "DISTINCT", "ALL", ",", NULL};
    const level *l = &s->levels[s->depth];
    if (!l->selecting || first == 0 || !zb_token_is_one_of(at(s, first - 1), befores)) return;
    size_t next = first + count + zb_token_is_word(at(s, first + count), "AS");
    zb_str name = is_name(s, at(s, next)) ? zb_sql_unquoted(at(s, next).text) : (zb_str){0};
    ZB_PUSH(s->sql->arena, &s->items, (item){s->depth, l->number, first, count, name});
}

static void check_operand(scan *s, size_t i, size_t count) {
    note_item(s, i, count);
    if (s->levels[s->depth].joining) check_joined(s, zb_sql_unquoted(at(s, i).text), i);
    if (!is_used(s, i, i + count)) return;
    const item *meant = s->levels[s->depth].sorting && count == 1 ? item_meant(s, i) : NULL;
    if (meant) check_slips(s, meant->first, meant->count, i);
    else check_slips(s, i, count, i);
}

static void check_ordinal(scan *s, size_t i) {
    static const char *const befores[] = {",", "BY", NULL};
    const item *meant = s->levels[s->depth].sorting && i > 0 && zb_token_is_one_of(at(s, i - 1), befores) ? item_meant(s, i) : NULL;
    if (meant) check_slips(s, meant->first, meant->count, i);
}

static void open_bracket(scan *s, size_t i) {
    static const char *const extremes[] = {"max", "min", NULL};
    if (s->depth + 1 < NESTING_MAX) s->depth++;
    s->levels[s->depth] = (level){0};
    if (i == 0) return;
    s->levels[s->depth].extremes = zb_token_is_one_of(at(s, i - 1), extremes);
    s->levels[s->depth].joining = zb_token_is_word(at(s, i - 1), "USING");
}

/* Words and signs between the operands. */
static void step(scan *s, size_t i) {
    static const char *const ends[] = {"FROM", "WHERE", "HAVING", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "WINDOW", "ROWS", "RANGE", NULL};
    zb_sql_token t = at(s, i);
    level *l = &s->levels[s->depth];
    if (zb_token_is_sign(t, "(")) {
        open_bracket(s, i);
    } else if (zb_token_is_sign(t, ")")) {
        if (s->depth) s->depth--;
    } else if (zb_token_is_word(t, "SELECT")) {
        *l = (level){.selecting = true, .distinct = zb_token_is_word(at(s, i + 1), "DISTINCT"), .number = 1};
    } else if (zb_token_is_word(t, "NATURAL")) {
        compare_naturally(s, i);
    } else if (zb_token_is_word(t, "BY")) {
        l->sorting = true;
        l->selecting = false;
    } else if (zb_token_is_one_of(t, ends)) {
        l->selecting = l->sorting = false;
    } else if (zb_token_is_sign(t, ",")) {
        l->number++;
    } else if (t.kind == ZB_SQL_NUMBER) {
        check_ordinal(s, i);
    }
}

const zb_sql_table *zb_sql_table_meant(zb_sql *sql, const zb_sql_text *query, zb_str owner) {
    scan *s = ZB_NEW(sql->arena, scan);
    *s = (scan){.sql = sql, .query = query, .phrase = {sql, zb_sql_tokens_of(sql, query->text)}};
    find_tables(s);
    const zb_sql_table *meant = NULL;
    for (size_t i = 0; i < s->aliases.count; i++) {
        const zb_sql_table *table = &sql->tables.data[s->aliases.data[i].table];
        if (owner.n && !same_name(s->aliases.data[i].name, owner)) continue;
        if (meant && meant != table) return NULL;
        meant = table;
    }
    return meant;
}

bool zb_sql_check_uses(zb_sql *sql, const zb_sql_text *query) {
    scan *s = ZB_NEW(sql->arena, scan);
    *s = (scan){.sql = sql, .query = query, .phrase = {sql, zb_sql_tokens_of(sql, query->text)}, .fine = true};
    find_tables(s);
    for (size_t i = 0; i < s->phrase.tokens.count;) {
        size_t count = zb_operand_length(&s->phrase, i);
        check_comparison(s, i);
        if (count) check_operand(s, i, count);
        else step(s, i);
        i += count ? count : 1;
    }
    return s->fine;
}
