/* SPDX-License-Identifier: Apache-2.0
 * What a query may do and how much: SQLite's limits, an authorizer that lets reading through and nothing else, and a progress
 * handler that ends what runs too long. */
#include "model/sql_database.h"

/* Virtual machine instructions between two calls of the progress handler. */
#define STEPS_PER_CALL 250
#define CALLS_PER_CLOCK 100

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

static int authorize(void *context, int action, const char *first, const char *second, const char *database, const char *trigger) {
    (void)database, (void)trigger;
    zb_sql *sql = context;
    if (!sql->guard.on) return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_READ: return first && !sqlite3_strnicmp(first, "sqlite_", 7) ? refuse(sql, OUTSIDE, first) : SQLITE_OK;
    case SQLITE_FUNCTION: return authorize_function(sql, second ? second : "");
    default: return refuse(sql, "is more than reading: only SELECT is allowed", NULL);
    }
}

static double seconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static int watch(void *context) {
    zb_sql *sql = context;
    zb_sql_guard *guard = &sql->guard;
    if (!guard->on) return 0;
    guard->steps += STEPS_PER_CALL;
    bool clock_due = guard->steps / STEPS_PER_CALL % CALLS_PER_CLOCK == 0;
    if (guard->steps > ZB_SQL_STEPS_MAX) guard->stopped = "runs too long";
    else if (clock_due && seconds_since(&guard->start) > ZB_SQL_SECONDS_MAX) guard->stopped = "runs too long";
    else if (sqlite3_memory_used() - guard->memory > ZB_SQL_MEMORY_MAX) guard->stopped = "takes too much memory";
    return guard->stopped != NULL;
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

void zb_sql_guard_begin(zb_sql *sql) {
    sql->guard = (zb_sql_guard){.on = true, .memory = sqlite3_memory_used()};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &sql->guard.start);
}

void zb_sql_guard_end(zb_sql *sql) { sql->guard.on = false; }
