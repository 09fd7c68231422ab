/* SPDX-License-Identifier: Apache-2.0
 * The parts of the SQL database that its files share. Used inside model only. */
#ifndef ZB_MODEL_SQL_DATABASE_H
#define ZB_MODEL_SQL_DATABASE_H

#include <sqlite3.h>

#include "model/sql.h"
#include "model/sql_tokens.h"

/* What stands in a column. SQLite sorts every number before every text and finds none equal to one. */
#define ZB_SQL_SLIPS_MAX 5
typedef struct zb_sql_kind {
    size_t numbers;
    size_t plain, odd;              /* texts that are numbers but for their quotes; that mean one: "1,234", "１２" */
    size_t codes, units, soft, names; /* texts: 007, 1e5; 72 个; 三, n/a, —; all others */
    bool number;                    /* the column is one of numbers, its texts are slips */
    const zb_value *slips[ZB_SQL_SLIPS_MAX]; /* the first texts */
} zb_sql_kind;

/* A table that queries may name; its content goes into SQLite when one does. */
typedef struct zb_sql_table {
    zb_str name;
    zb_loc loc;
    const zb_value *rows; /* LIST, or MAP for a single row */
    const zb_str *columns; /* once loaded */
    const zb_sql_kind *kinds; /* of the columns */
    size_t column_count;
    bool loaded;
    bool result; /* of a query, not of the data */
} zb_sql_table;

/* What the guard counts and finds during one query. */
typedef struct zb_sql_guard {
    bool on; /* the statement comes from a user */
    int64_t steps, memory;
    double start;        /* processor seconds */
    double looked;       /* wall seconds at the last look at the processor's clock */
    const char *stopped; /* why it was ended; NULL: it was not */
    bool told;           /* the run's budget is used up, which was said */
    const char *denied;     /* what is not allowed about it; NULL: nothing */
    const char *denied_word; /* the word of the query that shows it; may be NULL */
} zb_sql_guard;

/* A column or parameter of the query that runs, where it needs a number or a date. */
typedef struct zb_sql_operand {
    zb_str written, name; /* "t.count" and "count", ":a_b" both times */
    size_t offset;
} zb_sql_operand;

/* A text that came to such an operand instead. */
typedef struct zb_sql_fault {
    size_t operand;
    zb_str text;
    size_t count; /* how often it came */
    bool date;
} zb_sql_fault;

struct zb_sql {
    zb_arena *arena;
    const zb_data *data;
    zb_diags *diags;
    sqlite3 *db;
    sqlite3 *dates; /* SQLite's own date functions, opened when first called */
    ZB_VEC(zb_sql_table) tables;
    bool full; /* there were more than may be */
    ZB_VEC(zb_entry) results;
    ZB_VEC(zb_loc) places; /* what `_at` - 1 selects */
    size_t asked;          /* of them by place() */
    zb_sql_guard guard;
    double seconds; /* processor time of the queries so far */
    bool spent;     /* they have taken all that they may, which was said */
    ZB_VEC(zb_sql_operand) operands; /* of the query that runs */
    zb_sql_tokens tokens;            /* of the text that runs: several look at them */
    ZB_VEC(zb_sql_fault) faults;
    ZB_VEC(zb_str) failed; /* queries without a result: what lacks it is not at fault */
};

/* The text of one statement and where it stands. */
typedef struct zb_sql_text {
    zb_str text;
    zb_locate locate;
    const void *context;
    bool unnamed; /* nobody looks at columns of the result that have no name of their own */
} zb_sql_text;

/* sql_run.c: runs one guarded statement: its rows as a LIST, also of one or none, with `columns`; NULL: errors were added. */
const zb_value *zb_sql_run(zb_sql *sql, const zb_sql_text *query);

/* sql_reads.c: the tokens of the query that runs, read once; of another text anew. Nobody changes them. */
zb_sql_tokens zb_sql_tokens_of(zb_sql *sql, zb_str query);

/* sql_error.c: adds the error of the newest call on the database. */
void zb_sql_report(zb_sql *sql, const zb_sql_text *query, bool preparing);

/* Whether a result of SQLite says that the system failed (memory, files) and not the query: then [sql.system] was added at `loc`. */
bool zb_sql_system_failed(zb_sql *sql, int result, zb_loc loc);

/* Makes a function known to SQL; [sql.system] where that fails: else it would be one that the query's author misspelt. */
void zb_sql_register(zb_sql *sql, const char *name, int arguments, int flags, void *user,
                     void (*call)(sqlite3_context *, int, sqlite3_value **));
/* Offset of `word` as a whole word in a query (A to Z in either case); SIZE_MAX: none. */
size_t zb_sql_find_word(zb_str query, zb_str word);
/* Whether a name is that of a query that failed, or of one of its columns as a parameter. */
bool zb_sql_has_failed(const zb_sql *sql, zb_str name);
/* The place of an offset of the query; the first word for SIZE_MAX. */
zb_loc zb_sql_place(const zb_sql_text *query, size_t offset);

/* sql_load.c: finds the tables of the data set. */
void zb_sql_find_tables(zb_sql *sql);
/* Registers a table of the data, or a result as one. */
void zb_sql_add_table(zb_sql *sql, zb_str name, zb_loc loc, const zb_value *rows, bool result);
/* Hands each cell of a column to `take`, in the order of the rows. */
void zb_sql_column_visit(zb_sql *sql, const zb_sql_table *table, size_t column, void (*take)(void *context, const zb_value *value),
                         void *context);
/* The table of a name; NULL: none. Borrowed until the next one is added. */
const zb_sql_table *zb_sql_table_named(const zb_sql *sql, zb_str name);
/* Fills the tables that a query names. */
void zb_sql_load_tables(zb_sql *sql, zb_str query);

/* sql_guard.c: limits and authorizer of a new database; the beginning and end of a user's statement. */
void zb_sql_guard_install(zb_sql *sql);
/* False: there is no time for it, which was said. */
bool zb_sql_guard_begin(zb_sql *sql, const zb_sql_text *query);
void zb_sql_guard_end(zb_sql *sql);
/* Whether the guard ended the query, after an error of SQLite; adds the error of one that it ended. */
bool zb_sql_guard_stopped(zb_sql *sql);
void zb_sql_guard_report(zb_sql *sql, const zb_sql_text *query);

/* sql_words.c: what SQLite says, in the reader's language. */
const char *zb_sql_words(zb_arena *arena, const char *message);

/* sql_functions.c: the functions of reports; the date functions without the current time (sql_dates.c). */
void zb_sql_add_functions(zb_sql *sql);
void zb_sql_add_dates(zb_sql *sql);
/* sql_place.c: the function place(); where a dotted name stands in the data: a value, a table's header, a column; of what is not there the
 * nearest that should hold it. The place that a value of `_at` selects. */
void zb_sql_add_place(zb_sql *sql);
zb_loc zb_sql_place_of(const zb_sql *sql, zb_str path);
zb_loc zb_sql_place_at(const zb_sql *sql, int64_t index, zb_loc otherwise);
/* The names of functions, for hints. */
extern const char *const zb_sql_function_names[];

/* sql_numbers.c: the functions that look at operands; the query with its operands handed to them (the same text where there are
 * none). Reports what they found in the query that ran: false: nothing. */
void zb_sql_add_numbers(zb_sql *sql);
zb_str zb_sql_number_query(zb_sql *sql, zb_str query);
bool zb_sql_report_numbers(zb_sql *sql, const zb_sql_text *query);
/* Whether a text (or NULL) is a day of the calendar like 2019-06-24. */
bool zb_sql_is_date(const char *text);

/* sql_kinds.c: counts a cell; says what the column is of when all are counted. */
void zb_sql_kind_count(zb_sql_kind *kind, const zb_value *value);
void zb_sql_kind_settle(zb_sql_kind *kind);
/* sql_uses.c: whether a query sorts and compares only what can be: no text among numbers, no number with a text that looks like it.
 * False: errors were added, at the cells. */
bool zb_sql_check_uses(zb_sql *sql, const zb_sql_text *query);
/* The table that `owner` names in a query, itself or by an alias; without an owner the only one of the query. NULL: it cannot be told. */
const zb_sql_table *zb_sql_table_meant(zb_sql *sql, const zb_sql_text *query, zb_str owner);

/* sql_reads.c: notes in the data's usage what a query reads: a column that SQLite asks leave for (empty: none of the table's), the
 * parameters of a query; of one that SQLite does not take, with its message, all that it names and what it lacks. */
void zb_sql_note_column(zb_sql *sql, const char *table, const char *column);
void zb_sql_note_parameters(zb_sql *sql, zb_str query);
void zb_sql_note_failed(zb_sql *sql, zb_str query, const char *message);

/* sql_blanks.c: the empty cells that the lacks in a column of a result come from, in order, as far as the column's name tells. Zero it to
 * begin. */
typedef struct zb_sql_blanks {
    const zb_loc *places;
    size_t count, next;
    bool sought;
} zb_sql_blanks;
/* The place of the next one; `loc` where there is none. */
zb_loc zb_sql_next_blank(zb_sql *sql, zb_str column, zb_sql_blanks *blanks, zb_loc loc);

/* sql_parameters.c: the value of a parameter, without its colon; NULL: none or several. Gives every parameter of a statement its
 * value. False: errors were added. */
const zb_value *zb_sql_parameter(const zb_sql *sql, zb_str name);
bool zb_sql_bind(zb_sql *sql, sqlite3_stmt *statement, const zb_sql_text *query);

#endif
