/* SPDX-License-Identifier: Apache-2.0
 * SQL over a data set: tables, parameters, results, functions, checks; what is refused, and what ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/sql.h"

static const char issue[] = "year: 2019\n"
                            "severity: {high: 72, medium: 86, low: 43}\n"
                            "events: {this_week: 2575, last_week: 1736}\n"
                            "score: 6.10\n"
                            "word: 增长\n"
                            "nothing:\n"
                            "flag: true\n"
                            "two-words: 5\n"
                            "types:\n"
                            "  - {type: 应用程序, count: 3}\n"
                            "  - {type: 操作系统, count: 1}\n"
                            "  - {type: 网络设备, count: 2, share: 6.10}\n"
                            "by:\n"
                            "  vendor: [{name: A, severity: {high: 1, low: 2}, links: [x, y]}]\n"
                            "empty: []\n";

typedef struct trial {
    zb_arena *arena;
    zb_diags *diags;
    zb_sql *sql;
} trial;

static trial open_issue(const char *yaml) {
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    zb_data *data = ZB_NEW(t.arena, zb_data);
    *data = (zb_data){"issue.yaml", zb_yaml_read_source(t.arena, zb_source_new(t.arena, "issue.yaml", zb_str_of(yaml)), t.diags), NULL, NULL};
    t.sql = zb_sql_open(t.arena, data, t.diags);
    assert_int_equal(zb_diags_count(t.diags), 0);
    return t;
}

static void end(trial *t) { zb_arena_close(t->arena); }

static zb_loc locate(const void *context, size_t offset) { return zb_source_loc(context, offset); }

static const zb_value *query(trial *t, const char *name, const char *text) {
    const zb_source *source = zb_source_new(t->arena, "query.sql", zb_str_copy(t->arena, zb_str_of(text)));
    return zb_sql_query(t->sql, zb_str_of(name), source->text, locate, source);
}

static void expect_clean(const trial *t) {
    for (size_t i = 0; i < zb_diags_count(t->diags); i++) {
        const zb_diag *diag = zb_diags_at(t->diags, i);
        fail_msg("unexpected: %s [%s] (%s)", diag->message, diag->code, diag->hint ? diag->hint : "");
    }
}

/* The only cell of the only row. */
static void expect_result(trial *t, const char *text, const char *expected) {
    const zb_value *row = query(t, "", text);
    expect_clean(t);
    assert_non_null(row);
    assert_int_equal(row->kind, ZB_MAP);
    const zb_value *value = row->entries[0].value;
    if (!zb_str_is(value->text, expected)) fail_msg("%s is '%.*s', not '%s'", text, ZB_STR_ARG(value->text), expected);
}

static void expect_newest(const trial *t, const char *code, uint32_t line, uint32_t column, const char *words) {
    size_t count = zb_diags_count(t->diags);
    assert_true(count > 0);
    const zb_diag *diag = zb_diags_at(t->diags, count - 1);
    if (strcmp(diag->code, code)) fail_msg("'%s' is [%s], not [%s]", diag->message, diag->code, code);
    if (diag->loc.line != line || diag->loc.column != column)
        fail_msg("'%s' is at %u:%u, not %u:%u", diag->message, diag->loc.line, diag->loc.column, line, column);
    if (!strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words)))
        fail_msg("'%s' (%s) does not say '%s'", diag->message, diag->hint ? diag->hint : "", words);
}

static void expect_error(const char *text, const char *code, uint32_t line, uint32_t column, const char *words) {
    trial t = open_issue(issue);
    assert_null(query(&t, "q", text));
    expect_newest(&t, code, line, column, words);
    assert_int_equal(zb_diags_count(t.diags), 1);
    end(&t);
}

static void test_results(void **state) {
    (void)state;
    trial t = open_issue(issue);
    const zb_value *rows = query(&t, "big", "-- the larger ones\nSELECT type, count, _at FROM types WHERE count > 1 ORDER BY count");
    expect_clean(&t);
    assert_int_equal(rows->kind, ZB_LIST);
    assert_int_equal(rows->count, 2);
    assert_int_equal(rows->columns->count, 2);
    assert_int_equal(rows->loc.line, 2);
    assert_int_equal(rows->items[0]->count, 2); /* without _at */
    assert_true(zb_str_is(zb_value_lookup_path(rows, ZB_STR("0.type"))->text, "网络设备"));
    assert_int_equal(rows->items[0]->loc.line, 12);
    assert_string_equal(rows->items[0]->loc.source->name, "issue.yaml");
    expect_result(&t, "SELECT count(*) FROM big", "2"); /* a result is a table */
    rows = query(&t, "none", "SELECT type FROM types WHERE count > 9");
    assert_int_equal(rows->kind, ZB_LIST);
    assert_int_equal(rows->count, 0);
    expect_result(&t, "SELECT count(type) FROM none", "0");
    const zb_value *one = query(&t, "one", "SELECT 1 AS a, 2.50 AS b, 'x' AS c, NULL AS d");
    assert_int_equal(one->kind, ZB_MAP);
    assert_int_equal(zb_value_lookup_z(one, "a")->kind, ZB_INT);
    assert_int_equal(zb_value_lookup_z(one, "b")->kind, ZB_REAL);
    assert_int_equal(zb_value_lookup_z(one, "c")->kind, ZB_TEXT);
    assert_int_equal(zb_value_lookup_z(one, "d")->kind, ZB_NULL);
    assert_true(zb_str_is(zb_value_lookup_z(one, "b")->text, "2.5"));
    end(&t);
}

static void test_tables(void **state) {
    (void)state;
    trial t = open_issue(issue);
    expect_result(&t, "SELECT severity_high + severity_low + links FROM by_vendor", "5");
    expect_result(&t, "SELECT count(*) FROM empty", "0");
    expect_result(&t, "SELECT count(share) FROM TYPES", "1");
    expect_result(&t, "SELECT typeof(share) FROM types LIMIT 1", "null");
    expect_result(&t, "SELECT a.count FROM types a JOIN types AS b ON b.count = a.count + 1 ORDER BY 1 LIMIT 1;  -- done", "1");
    end(&t);
}

static void test_parameters(void **state) {
    (void)state;
    trial t = open_issue(issue);
    expect_result(&t, "SELECT :severity_high + :severity_medium + :severity_low", "201");
    expect_result(&t, "SELECT :events_this_week - :events_last_week", "839");
    expect_result(&t, "SELECT :word || :year", "增长2019");
    expect_result(&t, "SELECT :score", "6.1");
    expect_result(&t, "SELECT :nothing IS NULL AND :flag", "1");
    expect_result(&t, "SELECT :two_words", "5");
    assert_non_null(query(&t, "total", "SELECT :severity_high + :severity_low AS n"));
    assert_non_null(query(&t, "growth", "SELECT 1 AS up, 2 AS down"));
    expect_result(&t, "SELECT :total_n", "115");
    expect_result(&t, "SELECT :total", "115");
    expect_result(&t, "SELECT :growth_down", "2");
    end(&t);
    expect_error("SELECT 1,\n  :severity_hihg", "sql.parameter", 2, 3, "did you mean 'severity_high'");
    expect_error("SELECT :types", "sql.parameter", 1, 8, "it is a table");
    expect_error("SELECT ?", "sql.parameter", 1, 8, "':name'");
    expect_error("SELECT $year", "sql.parameter", 1, 8, "':name'");
    t = open_issue("a_b: 1\na: {b: 2}\n");
    assert_null(query(&t, "q", "SELECT :a_b"));
    expect_newest(&t, "sql.parameter", 1, 8, "several");
    end(&t);
}

static void test_syntax(void **state) {
    (void)state;
    expect_error("SELECT 1\nFORM types WHERE", "sql.syntax", 2, 6, "types");
    expect_error("SELECT 漏洞,\n tpye FROM types", "sql.syntax", 1, 8, "漏洞");
    expect_error("SELECT\n tpye FROM types", "sql.syntax", 2, 2, "did you mean 'type'");
    expect_error("SELECT t.cuont FROM types t", "sql.syntax", 1, 8, "did you mean 'count'");
    expect_error("SELECT 1 FROM tpyes", "sql.syntax", 1, 15, "did you mean 'types'");
    expect_error("SELECT percnt(1, 2)", "sql.syntax", 1, 8, "did you mean 'percent'");
    expect_error("SELECT percent(1)", "sql.syntax", 1, 8, "wrong number of arguments");
    expect_error("SELECT * FROM types WHERE type = \"应用程序\"", "sql.syntax", 1, 34, "single quotes");
    expect_error("", "sql.syntax", 1, 1, "no query");
    expect_error("  -- nothing\n", "sql.syntax", 1, 1, "no query");
    expect_error("SELECT 1; SELECT 2", "sql.syntax", 1, 11, "second statement");
    expect_error("SELECT 1; nonsense", "sql.syntax", 1, 11, "second statement");
    expect_error("SELECT 1 AS a, 2 AS a", "sql.column", 1, 1, "'a'");
}

static void test_denied(void **state) {
    (void)state;
    static const char *const writing[] = {"DELETE FROM types", "CREATE TABLE x(a)", "ATTACH 'x.db' AS x", "PRAGMA user_version",
                                          "INSERT INTO types DEFAULT VALUES", "DROP TABLE types", "VACUUM", "BEGIN", "REINDEX",
                                          "CREATE VIRTUAL TABLE f USING fts5(a)", "EXPLAIN DELETE FROM types", "DETACH main"};
    for (size_t i = 0; i < sizeof writing / sizeof *writing; i++) expect_error(writing[i], "sql.denied", 1, 1, "only SELECT");
    expect_error("SELECT\n random()", "sql.denied", 2, 2, "'random'");
    expect_error("SELECT randomblob(9)", "sql.denied", 1, 8, "same");
    expect_error("SELECT load_extension('x')", "sql.denied", 1, 8, "outside");
    expect_error("SELECT CURRENT_TIMESTAMP", "sql.denied", 1, 8, "same");
    expect_error("SELECT sqlite_version()", "sql.denied", 1, 8, "sqlite_version");
    expect_error("SELECT * FROM sqlite_master", "sql.denied", 1, 15, "outside");
    expect_error("SELECT * FROM pragma_table_info('types')", "sql.denied", 1, 1, "only SELECT");
    expect_error("SELECT date('now')", "sql.failed", 1, 1, "current time");
    expect_error("SELECT date('n' || 'OW')", "sql.failed", 1, 1, "current time");
    expect_error("SELECT datetime()", "sql.failed", 1, 1, "current time");
    expect_error("SELECT strftime('%Y')", "sql.failed", 1, 1, "current time");
    expect_error("SELECT datetime('2019-06-24', 'localtime')", "sql.failed", 1, 1, "time zone");
}

static void test_limits(void **state) {
    (void)state;
    expect_error("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "sql.limit", 1, 1, "too long");
    expect_error("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", "sql.rows", 1, 1, "100000");
    expect_error("WITH RECURSIVE n(i, b) AS (SELECT 1, zeroblob(200000) UNION ALL SELECT i + 1, b FROM n LIMIT 1000000) "
                 "SELECT length(max(b)) FROM (SELECT b || i AS b FROM n ORDER BY b, i DESC)",
                 "sql.limit", 1, 1, "memory");
    expect_error("SELECT zeroblob(1000000)", "sql.failed", 1, 1, "too big");
    expect_error("SELECT x'00'", "sql.value", 1, 1, "no text");
    expect_error("SELECT 9e999", "sql.value", 1, 1, "finite");
    expect_error("SELECT char(7)", "sql.value", 1, 1, "characters");
    expect_error("SELECT char(64976)", "sql.value", 1, 1, "characters");
    expect_error("SELECT CAST(x'FF' AS TEXT)", "sql.value", 1, 1, "characters");
    expect_error("SELECT edit_distance(printf('%100s', 'a'), 'b')", "sql.failed", 1, 1, "64");
}

static void test_names(void **state) {
    (void)state;
    trial t = open_issue(issue);
    assert_null(query(&t, "a b", "SELECT 1"));
    expect_newest(&t, "sql.name", 1, 1, "cannot be the name");
    assert_null(query(&t, "types", "SELECT 1"));
    expect_newest(&t, "sql.name", 1, 1, "already");
    assert_null(query(&t, "year", "SELECT 2"));
    assert_non_null(query(&t, "合计", "SELECT 1 AS n"));
    assert_null(query(&t, "合计", "SELECT 3 AS n"));
    expect_newest(&t, "sql.name", 1, 1, "'合计'");
    assert_int_equal(zb_value_lookup_z(query(&t, "", "SELECT n FROM 合计"), "n")->integer, 1);
    end(&t);
}

static void test_bad_tables(void **state) {
    (void)state;
    trial t = open_issue("t: [{A: 1, a: 2}]\nu: [{_at: 1}]\nv: [{x: 1}]\n");
    assert_null(query(&t, "", "SELECT * FROM t"));
    assert_string_equal(zb_diags_at(t.diags, 0)->code, "sql.column");
    assert_int_equal(zb_diags_at(t.diags, 0)->loc.column, 12);
    assert_null(query(&t, "", "SELECT * FROM u"));
    assert_string_equal(zb_diags_at(t.diags, 2)->code, "sql.column");
    assert_non_null(query(&t, "", "SELECT * FROM v"));
    end(&t);
    trial u = {.arena = zb_arena_open()};
    u.diags = zb_diags_new(u.arena);
    zb_data data = {"a", zb_yaml_read_source(u.arena, zb_source_new(u.arena, "a", ZB_STR("a: {b: [{x: 1}]}\na_B: [{x: 2}]\n")), u.diags), NULL, NULL};
    zb_sql_open(u.arena, &data, u.diags);
    expect_newest(&u, "sql.table", 2, 1, "line 1");
    end(&u);
}

static void test_functions(void **state) {
    (void)state;
    trial t = open_issue(issue);
    expect_result(&t, "SELECT percent(69, 201)", "34%");
    expect_result(&t, "SELECT percent(1, 8)", "13%");
    expect_result(&t, "SELECT percent(-1, 8)", "-13%");
    expect_result(&t, "SELECT percent(1, 3, 2)", "33.33%");
    expect_result(&t, "SELECT percent(1, 2, 1)", "50.0%");
    expect_result(&t, "SELECT percent('72', 201.0)", "36%");
    expect_result(&t, "SELECT percent(1, 0) IS NULL AND percent(NULL, 1) IS NULL", "1");
    expect_result(&t, "SELECT percent(0, 5)", "0%");
    expect_result(&t, "SELECT percent(1, 1000)", "0%");
    expect_result(&t, "SELECT growth(2575, 1736)", "+48%");
    expect_result(&t, "SELECT growth(1736, 2575, 1)", "-32.6%");
    expect_result(&t, "SELECT growth(5, 5)", "0%");
    expect_result(&t, "SELECT growth(1, 0) IS NULL", "1");
    expect_result(&t, "SELECT growth(-1, -2)", "+50%");
    expect_result(&t, "SELECT han_date('2019-06-24')", "2019年06月24日");
    expect_result(&t, "SELECT han_date('2020-02-29')", "2020年02月29日");
    expect_result(&t, "SELECT join_han(type) FROM types", "应用程序、操作系统和网络设备");
    expect_result(&t, "SELECT join_han(type) FROM types WHERE count > 1", "应用程序和网络设备");
    expect_result(&t, "SELECT join_han(type) FROM types WHERE count > 2", "应用程序");
    expect_result(&t, "SELECT join_han(share) FROM types", "6.1");
    expect_result(&t, "SELECT join_han(type) IS NULL FROM types WHERE count > 9", "1");
    expect_result(&t, "SELECT edit_distance('漏洞', '漏桶')", "1");
    expect_result(&t, "SELECT edit_distance('', 'abc')", "3");
    expect_result(&t, "SELECT trim('，。漏洞。，', '。，') || ltrim('xxay', 'xy') || rtrim('xayy', 'xy')", "漏洞ayxa");
    expect_result(&t, "SELECT '<' || trim('aaa', 'a') || trim(' b ') || trim('c', '') || trim(12, '2') || '>'", "<bc1>");
    expect_result(&t, "SELECT coalesce(trim(NULL, 'a'), trim('a', NULL), 'none')", "none");
    expect_result(&t, "SELECT date('2019-06-24', '+6 days')", "2019-06-30");
    expect_result(&t, "SELECT strftime('%d', '2019-06-24')", "24");
    expect_result(&t, "SELECT unixepoch('1970-01-02')", "86400");
    end(&t);
    expect_error("SELECT percent('x', 2)", "sql.failed", 1, 1, "'x' is not a number");
    expect_error("SELECT percent(1, 2, 9)", "sql.failed", 1, 1, "decimals");
    expect_error("SELECT percent(1e300, 1e-9)", "sql.failed", 1, 1, "too large");
    expect_error("SELECT han_date('2019-02-29')", "sql.failed", 1, 1, "2019-02-29");
    expect_error("SELECT han_date('24.6.2019')", "sql.failed", 1, 1, "2019-06-24");
    expect_error("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 90000) SELECT join_han('漏洞') FROM n", "sql.failed", 1,
                 1, "too big");
}

static const zb_source *checks(trial *t, const char *text) { return zb_source_new(t->arena, "checks.sql", zb_str_of(text)); }

static const char slips[] = "a: seventy\n"
                            "b: 2\n"
                            "day: 2019-06-24\n"
                            "share: 8%\n"
                            "quoted: \"72\"\n"
                            "t:\n"
                            "  - {name: x, count: 3, id: CVE-1, score: {base: 1}}\n"
                            "  - {name: y, count: 四, id: 5, score: {base: 九}}\n"
                            "  - {name: z, count: , id: 6, score: {base: 2}}\n";

/* Where a number is wanted, the text that is none is found at its own place. */
static void test_no_number(void **state) {
    (void)state;
    static const struct {
        const char *query;
        uint32_t line;
    } cases[] = {
        {"SELECT :a + :b", 1},
        {"SELECT :b - :a AS n", 1},
        {"SELECT -:a AS n", 1},
        {"SELECT (:a) * 2 AS n", 1},
        {"SELECT coalesce(:a, 0) * 2 AS n", 1},
        {"SELECT :b % :a AS n", 1},
        {"SELECT abs(:a) AS n", 1},
        {"SELECT round(:a, 1) AS n", 1},
        {"SELECT percent(1, :a) AS n", 1},
        {"SELECT growth(coalesce(:a, 1), 2) AS n", 1},
        {"SELECT printf('%s is %5.1f%%', 'x', :a) AS n", 1},
        {"SELECT printf('%*d', 3, :a) AS n", 1},
        {"SELECT :a > 5 AS n", 1},
        {"SELECT 5 >= :a AS n", 1},
        {"SELECT :a < :b AS n", 1},
        {"SELECT :b < :a AS n", 1},
        {"SELECT :a <= :b + 1 AS n", 1},
        {"SELECT :a BETWEEN 1 AND 5 AS n", 1},
        {"SELECT sum(count) AS n FROM t", 8},
        {"SELECT avg(DISTINCT t.count) AS n FROM t", 8},
        {"SELECT total(x.\"count\") AS n FROM t AS x", 8},
        {"SELECT sum(CASE WHEN name = 'y' THEN count ELSE 0 END) AS n FROM t", 8},
        {"SELECT sum(ifnull((count), 0)) AS n FROM t", 8},
        {"SELECT name FROM t WHERE count > 2", 8},
        {"SELECT max(score_base + 0.5) AS n FROM t", 8},
        {"SELECT sum(n) AS m FROM (SELECT count AS n FROM t)", 8},
        {"WITH w AS (SELECT count AS n FROM t) SELECT n * 2 AS m FROM w", 8},
        {"SELECT name FROM t ORDER BY count DESC", 8},
        {"SELECT name, count FROM t ORDER BY 2", 8},
        {"SELECT name, x.count AS n FROM t x ORDER BY name, n", 8},
        {"SELECT name FROM t WHERE name IN ('x', 'y') ORDER BY length(name), count LIMIT 1", 8},
        {"SELECT max(count) AS n FROM t", 8},
        {"SELECT min(t.count) AS n, name FROM t", 8},
        {"SELECT DISTINCT count FROM t", 8},
        {"SELECT count(DISTINCT count) AS n FROM t", 8},
        {"SELECT count, count(*) AS n FROM t GROUP BY count", 8},
        {"SELECT name, row_number() OVER (PARTITION BY name ORDER BY count) AS n FROM t", 8},
        {"SELECT name FROM t WHERE count = 3", 8},
        {"SELECT name FROM t WHERE 3 <> count", 8},
        {"SELECT name FROM t WHERE count NOT IN (1, 2)", 8},
        {"SELECT name FROM t WHERE score_base = 2", 8},
        {"SELECT a.name AS n FROM t a JOIN t b ON a.count = b.count", 8},
        {"SELECT a.name AS n FROM t a JOIN t AS b USING (count)", 8},
        {"SELECT name FROM (SELECT name FROM t ORDER BY count)", 8},
        {"SELECT name, count / 2 AS n FROM t /* a + b */ -- c + d\n ORDER BY count / 2", 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trial t = open_issue(slips);
        assert_null(query(&t, "q", cases[i].query));
        if (zb_diags_count(t.diags) != 1 || strcmp(zb_diags_at(t.diags, 0)->code, "sql.number") != 0)
            fail_msg("%s: %zu findings", cases[i].query, zb_diags_count(t.diags));
        assert_int_equal(zb_diags_at(t.diags, 0)->loc.line, cases[i].line);
        assert_non_null(zb_diags_at(t.diags, 0)->hint);
        end(&t);
    }
}

/* Numbers and texts that look like them never meet in SQL, and sort apart. */
static void test_numbers_as_texts(void **state) {
    (void)state;
    static const char data[] = "wide: [{a: 大, n: 900}, {a: 小, n: \"１2\"}]\n"
                               "comma: [{a: 大, n: '1,234'}, {a: 小, n: '2,000'}]\n"
                               "blank: [{a: 大, n: 9}, {a: 小, n: ' 12 '}]\n"
                               "t: [{id: 7, name: x}, {id: 8, name: y}]\n"
                               "u: [{id: \"7\", sum: 3}, {id: \"9\", sum: 4}]\n"
                               "v: [{id: 007}, {id: 123}, {id: 1e5}]\n"
                               "w: [{name: 360, day: 2019-06-24, share: 8%}, {name: Adobe, day: 2019-06-25, share: 7}]\n"
                               "seven: \"7\"\n"
                               "number: 7\n";
    static const struct {
        const char *query;
        uint32_t line, column; /* 0: no finding */
    } cases[] = {
        {"SELECT a FROM wide ORDER BY n DESC LIMIT 1", 1, 34},
        {"SELECT max(n) AS n FROM wide", 1, 34},
        {"SELECT a, n FROM wide", 0, 0},
        {"SELECT a FROM comma ORDER BY n", 2, 19},
        {"SELECT a FROM blank ORDER BY n", 3, 33},
        {"SELECT count(*) AS n FROM t JOIN u ON t.id = u.id", 5, 10},
        {"SELECT count(*) AS n FROM t JOIN u USING (id)", 5, 10},
        {"SELECT count(*) AS n FROM t NATURAL JOIN u", 5, 10},
        {"SELECT name FROM t WHERE id IN (SELECT id FROM u)", 5, 10},
        {"SELECT name FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.id == t.id)", 5, 10},
        {"SELECT name FROM t WHERE id = '7'", 9, 1},
        {"SELECT name FROM t WHERE id IN (1, '8')", 9, 1},
        {"SELECT name FROM t WHERE id = :seven", 8, 8},
        {"SELECT sum FROM u WHERE id = :number", 5, 10},
        {"SELECT sum FROM u WHERE id = 9", 5, 29},
        {"SELECT sum FROM u WHERE id = '9' ORDER BY id", 0, 0},
        {"SELECT sum FROM u WHERE id = :seven", 0, 0},
        {"SELECT id FROM v ORDER BY id", 0, 0},
        {"SELECT id FROM v WHERE id = '007'", 0, 0},
        {"SELECT name FROM w WHERE name IN ('Adobe', 'IBM') ORDER BY name, day, share", 0, 0},
        {"SELECT max(day) AS n FROM w WHERE day > '2019-01-01'", 0, 0},
        {"SELECT day FROM w WHERE name = '360'", 9, 1},
        {"SELECT day FROM w WHERE name = 360", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trial t = open_issue(data);
        const zb_value *result = query(&t, "q", cases[i].query);
        const zb_diag *diag = zb_diags_count(t.diags) ? zb_diags_at(t.diags, 0) : NULL;
        if (!diag != !cases[i].line || !result != !!diag) fail_msg("%s: %s", cases[i].query, diag ? diag->message : "no finding");
        if (diag && cases[i].line < 9 && (diag->loc.line != cases[i].line || diag->loc.column != cases[i].column))
            fail_msg("%s: %u:%u %s", cases[i].query, diag->loc.line, diag->loc.column, diag->message);
        if (diag) assert_string_equal(diag->code, "sql.number");
        if (diag && cases[i].line == 9) assert_string_equal(diag->loc.source->name, "query.sql");
        end(&t);
    }
    trial t = open_issue(data); /* a slip that came through a result is told where it was written */
    assert_non_null(query(&t, "first", "SELECT a, n FROM wide"));
    assert_null(query(&t, "second", "SELECT a FROM first ORDER BY n"));
    assert_int_equal(zb_diags_at(t.diags, 0)->loc.line, 1);
    assert_int_equal(zb_diags_at(t.diags, 0)->loc.column, 34);
    end(&t);
}

/* Texts that are rightly texts, and texts of which a number is made on purpose. */
static void test_texts_stay(void **state) {
    (void)state;
    static const char *const queries[] = {
        "SELECT :a || :b AS n",
        "SELECT :a || :b < 5 AS n",
        "SELECT :a + 0 AS n",
        "SELECT 1 * :a + 2 AS n",
        "SELECT CAST(:a AS REAL) + 1 AS n",
        "SELECT +:a AS n",
        "SELECT :a = 5 AS n",
        "SELECT :a <> :b AS n",
        "SELECT :a < :day AS n",
        "SELECT :day >= '2019' AS n",
        "SELECT :quoted + :b > 5 AS n",
        "SELECT printf('%s %d %.2f', :a, :b, :quoted) AS n",
        "SELECT coalesce(:a, 1) AS n",
        "SELECT max(:a, :b) AS n",
        "SELECT julianday(:day) - julianday('2019-06-01') AS n",
        "SELECT substr(:a, -1) AS n",
        "SELECT count(*) * 1.0, count(count) FROM t",
        "SELECT sum(count) AS n FROM t WHERE name <> 'y'",
        "SELECT name FROM t WHERE id IN ('CVE-1', 5) ORDER BY id",
        "SELECT CASE WHEN name = 'y' THEN 0 ELSE count + 1 END AS n FROM t",
        "SELECT max(id) AS n, group_concat(count, ',') AS m FROM t",
        "SELECT count FROM t WHERE count IS NOT NULL GROUP BY id LIMIT 1 + 1",
        "SELECT count AS n FROM t ORDER BY count + 0, CAST(count AS REAL)",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        trial t = open_issue(slips);
        if (!query(&t, "q", queries[i]) || zb_diags_count(t.diags))
            fail_msg("%s: %s", queries[i], zb_diags_count(t.diags) ? zb_diags_at(t.diags, 0)->message : "no result");
        end(&t);
    }
    trial t = open_issue(slips); /* a number in quotes is compared as a number */
    expect_result(&t, "SELECT :quoted > 100", "0");
    expect_result(&t, "SELECT :quoted + 1", "73");
    end(&t);
}

static void test_checks(void **state) {
    (void)state;
    trial t = open_issue(issue);
    query(&t, "total", "SELECT 6 AS n");
    zb_sql_check(t.sql, checks(&t, "-- Checks of the sample\n\n"
                                   "-- check: sum   severity: error\n"
                                   "-- 各类型之和应等于\n-- 收录总数\n"
                                   "SELECT printf('和为 %d', sum(count)) AS message, _at FROM types HAVING sum(count) <> :total;\n\n"
                                   "-- check: few severity: warning\n"
                                   "SELECT type || '太少' AS message, _at FROM types WHERE count < 2;\n"
                                   "-- check: plain\nSELECT '甲' AS message"));
    assert_int_equal(zb_diags_count(t.diags), 2);
    expect_newest(&t, "check.plain", 11, 1, "甲");
    assert_int_equal(zb_diags_at(t.diags, 1)->severity, ZB_ERROR);
    const zb_diag *few = zb_diags_at(t.diags, 0);
    assert_string_equal(few->code, "check.few");
    assert_string_equal(few->message, "操作系统太少");
    assert_int_equal(few->severity, ZB_WARNING);
    assert_int_equal(few->loc.line, 11);
    assert_string_equal(few->loc.source->name, "issue.yaml");
    end(&t);
    t = open_issue(issue);
    query(&t, "total", "SELECT 7 AS n");
    zb_sql_check(t.sql, checks(&t, "-- check: sum\n-- 各类型之和应等于\n-- 收录总数\n"
                                   "SELECT printf('和为 %d', sum(count)) AS message, _at FROM types HAVING sum(count) <> :total;\n"));
    expect_newest(&t, "check.sum", 10, 5, "和为 6");
    assert_string_equal(zb_diags_at(t.diags, 0)->hint, "各类型之和应等于 收录总数");
    end(&t);
}

/* Where a finding stands that is about no single row, and the other place that it names. */
static void test_places(void **state) {
    (void)state;
    static const struct {
        const char *path;
        uint32_t line, column;
    } places[] = {{"two-words", 8, 12},     {"types", 9, 1},    {"types.count", 10, 18}, {"types.share", 12, 28}, {"severity", 2, 1},
                  {"severity.high", 2, 18}, {"types.no", 9, 1}, {"severity.no", 2, 1},   {"nothing.at", 6, 1},    {"nowhere.at.all", 1, 1},
                  {"", 1, 1}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        trial t = open_issue(issue);
        const char *text = zb_str_format(t.arena, "-- check: a\nSELECT 'x' AS message, place('%s') AS _at, place('empty') AS _other",
                                         places[i].path).s;
        zb_sql_check(t.sql, checks(&t, text));
        expect_newest(&t, "check.a", places[i].line, places[i].column, "see issue.yaml:15");
        assert_int_equal(zb_diags_at(t.diags, 0)->related.line, 15);
        end(&t);
    }
    trial t = open_issue(issue);
    zb_sql_check(t.sql, checks(&t, "-- check: a\n-- 说明\nSELECT 'x' AS message, _at, NULL AS _other FROM types WHERE count = 1"));
    expect_newest(&t, "check.a", 11, 5, "说明");
    assert_null(zb_diags_at(t.diags, 0)->related.source);
    end(&t);
    expect_error("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100010) SELECT max(place('a' || i)) FROM n", "sql.failed",
                 1, 1, "too many places");
}

static void expect_check_error(const char *text, const char *code, uint32_t line, uint32_t column, const char *words) {
    trial t = open_issue(issue);
    zb_sql_check(t.sql, checks(&t, text));
    assert_int_equal(zb_diags_count(t.diags), 1);
    expect_newest(&t, code, line, column, words);
    end(&t);
}

static void test_check_errors(void **state) {
    (void)state;
    expect_check_error("SELECT 1;\n", "check.header", 1, 1, "before the first check");
    expect_check_error("-- check: Bad!\nSELECT 1", "check.header", 1, 11, "a-z");
    expect_check_error("-- check:\nSELECT 1", "check.header", 1, 1, "no name");
    expect_check_error("-- check: a severity: eror\nSELECT 1", "check.header", 1, 23, "did you mean 'error'");
    expect_check_error("-- check: a serverity: error\nSELECT 1", "check.header", 1, 13, "severity: error");
    expect_check_error("-- check: a\nSELECT 1 WHERE 0;\n-- check: a\nSELECT 1", "check.header", 3, 11, "second check");
    expect_check_error("-- check: a\nSELECT 1 AS n", "check.message", 2, 1, "message");
    expect_check_error("-- check: a\nSELECT nope FROM types", "sql.syntax", 2, 8, "nope");
    expect_check_error("-- check: a\n-- only words\n", "sql.syntax", 3, 1, "no query");
    expect_check_error("-- check: a", "sql.syntax", 1, 12, "no query");
    trial t = open_issue(issue);
    zb_sql_check(t.sql, checks(&t, "-- check: many\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50) "
                                   "SELECT 'no ' || i AS message FROM n"));
    assert_int_equal(zb_diags_count(t.diags), 21);
    expect_newest(&t, "check.many", 2, 1, "30 more");
    end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results), cmocka_unit_test(test_tables),     cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_syntax),  cmocka_unit_test(test_denied),     cmocka_unit_test(test_limits),
        cmocka_unit_test(test_names),   cmocka_unit_test(test_bad_tables), cmocka_unit_test(test_functions),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_checks),  cmocka_unit_test(test_check_errors),
        cmocka_unit_test(test_no_number), cmocka_unit_test(test_numbers_as_texts), cmocka_unit_test(test_texts_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
