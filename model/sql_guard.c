/* SPDX-License-Identifier: Apache-2.0
 * What a query may do and how much: SQLite's limits, an authorizer that lets reading through and nothing else, and a progress
 * handler that ends what runs too long. */
#include <time.h>

#include "base/budget.h"
#include "model/sql_database.h"

/* Virtual machine instructions between two calls of the progress handler. */
#define STEPS_PER_CALL 50
/* Between two looks at the processor's clock, by the one on the wall, which costs a tenth. */
#define LOOK_SECONDS 0.004

typedef struct refusal {
    const char *name, *why;
} refusal;

#define RUN "gives something else in every run; a report must come out the same"
#define OUTSIDE "reaches outside the report's data"

static const refusal refused_functions[] = {
    {"random", RUN},
    {"randomblob", RUN},
    {"current_date", RUN},
    {"current_time", RUN},
    {"current_timestamp", RUN},
    {"changes", RUN},
    {"total_changes", RUN},
    {"last_insert_rowid", RUN},
    {"load_extension", OUTSIDE},
    {"readfile", OUTSIDE},
    {"writefile", OUTSIDE},
    {"edit", OUTSIDE},
    {"fts3_tokenizer", OUTSIDE},
};

static int refuse(zb_sql *sql, const char *why, const char *word) {
    if (!sql->guard.denied) {
        sql->guard.denied = why;
        sql->guard.denied_word = word ? zb_str_z(sql->arena, zb_str_of(word)) : NULL;
    }
    return SQLITE_DENY;
}

static int authorize_function(zb_sql *sql, const char *name) {
    for (size_t i = 0; i < sizeof refused_functions / sizeof *refused_functions; i++)
        if (!sqlite3_stricmp(name, refused_functions[i].name)) return refuse(sql, refused_functions[i].why, name);
    if (!sqlite3_strnicmp(name, "sqlite_", 7)) return refuse(sql, RUN, name);
    return SQLITE_OK;
}

static double wall_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Ends the query that runs where it, or all of the run's together, takes too long. */
static void look_at_clock(zb_sql *sql) {
    zb_sql_guard *guard = &sql->guard;
    double seconds = zb_processor_seconds() - guard->start;
    if (sqlite3_memory_used() - guard->memory > ZB_SQL_MEMORY_MAX) guard->stopped = "takes too much memory";
    else if (seconds > ZB_SQL_SECONDS_MAX) guard->stopped = "runs too long";
    else if (sql->seconds + seconds > ZB_SQL_ALL_SECONDS_MAX)
        guard->stopped = "comes behind others that took all the time there is for queries";
    else if (zb_budget_over(sql->diags)) {
        guard->stopped = "runs when the run's time is over";
        guard->told = true;
    }
}

/* A query that is prepared has no instructions yet, but SQLite asks for leave at each part of it, however often it copies one. */
static bool stops(zb_sql *sql) {
    zb_sql_guard *guard = &sql->guard;
    double now = wall_seconds();
    if (guard->stopped || now - guard->looked < LOOK_SECONDS) return guard->stopped != NULL;
    guard->looked = now;
    look_at_clock(sql);
    return guard->stopped != NULL;
}

static int authorize(void *context, int action, const char *first, const char *second, const char *database, const char *trigger) {
    (void)database, (void)trigger;
    zb_sql *sql = context;
    if (!sql->guard.on) return SQLITE_OK;
    if (stops(sql)) return SQLITE_DENY;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_READ:
        if (first && !sqlite3_strnicmp(first, "sqlite_", 7)) return refuse(sql, OUTSIDE, first);
        zb_sql_note_column(sql, first, second);
        return SQLITE_OK;
    case SQLITE_FUNCTION: return authorize_function(sql, second ? second : "");
    default: return refuse(sql, "is more than reading: only SELECT is allowed", NULL);
    }
}

static int watch(void *context) {
    zb_sql *sql = context;
    zb_sql_guard *guard = &sql->guard;
    if (!guard->on) return 0;
    guard->steps += STEPS_PER_CALL;
    if (guard->steps > ZB_SQL_STEPS_MAX) guard->stopped = "runs too long";
    else if (sqlite3_memory_used() - guard->memory > ZB_SQL_MEMORY_MAX) guard->stopped = "takes too much memory";
    return stops(sql);
}

void zb_sql_guard_install(zb_sql *sql) {
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, ZB_SQL_TEXT_MAX}, {SQLITE_LIMIT_SQL_LENGTH, ZB_SQL_QUERY_MAX},  {SQLITE_LIMIT_COLUMN, ZB_SQL_COLUMNS_MAX + 1},
        {SQLITE_LIMIT_EXPR_DEPTH, 200},         {SQLITE_LIMIT_COMPOUND_SELECT, 100},  {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100}, {SQLITE_LIMIT_VARIABLE_NUMBER, 500}, {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) sqlite3_limit(sql->db, limits[i][0], limits[i][1]);
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* "x" is always a name, never a text by mistake. */
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_exec(sql->db, "PRAGMA temp_store=MEMORY", NULL, NULL, NULL);
    sqlite3_set_authorizer(sql->db, authorize, sql);
    sqlite3_progress_handler(sql->db, STEPS_PER_CALL, watch, sql);
}

bool zb_sql_guard_begin(zb_sql *sql, const zb_sql_text *query) {
    zb_loc loc = zb_sql_place(query, SIZE_MAX);
    if (sql->spent || !zb_budget_lasts(sql->diags, loc)) return false;
    sql->guard = (zb_sql_guard){.on = true, .memory = sqlite3_memory_used(), .start = zb_processor_seconds()};
    sqlite3_memory_highwater(true);
    sqlite3_hard_heap_limit64(sql->guard.memory + ZB_SQL_MEMORY_MAX); /* expanding a query asks nobody for leave */
    return true;
}

void zb_sql_guard_end(zb_sql *sql) {
    sql->guard.on = false;
    sqlite3_hard_heap_limit64(0);
    sql->seconds += zb_processor_seconds() - sql->guard.start;
}

/* The memory that is lacking is what we did not give. */
static bool lacks_ours(const zb_sql *sql) {
    return sqlite3_errcode(sql->db) == SQLITE_NOMEM && sqlite3_memory_highwater(false) - sql->guard.memory > ZB_SQL_MEMORY_MAX / 2;
}

bool zb_sql_guard_stopped(zb_sql *sql) {
    if (!sql->guard.stopped && lacks_ours(sql)) sql->guard.stopped = "takes too much memory";
    return sql->guard.stopped != NULL;
}

void zb_sql_guard_report(zb_sql *sql, const zb_sql_text *query) {
    zb_loc loc = zb_sql_place(query, SIZE_MAX);
    if (sql->guard.told) {
        zb_budget_lasts(sql->diags, loc);
        return;
    }
    zb_diag_add(sql->diags, ZB_ERROR, "sql.limit", loc, "the query %s", sql->guard.stopped);
    sql->spent = sql->seconds + zb_processor_seconds() - sql->guard.start > ZB_SQL_ALL_SECONDS_MAX;
    if (sql->spent) zb_diag_hint(sql->diags, "all queries of an issue together may take %g seconds", ZB_SQL_ALL_SECONDS_MAX);
}
