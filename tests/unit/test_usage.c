/* SPDX-License-Identifier: Apache-2.0
 * What of the data nothing reads: every road by which a template, a query, a check, a block or the program uses a key or column, and
 * what is told where none does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/accept.h"
#include "model/usage.h"
#include "templates/template.h"

typedef struct fixture {
    zb_arena *arena;
    char folder[32];
    const char *dirs[2];
    zb_diags *diags;
    ZB_VEC(const char *) made;
} fixture;

/* An issue with its template; what is NULL is not there. `issue` begins in the second line, below `template: t`. */
typedef struct issue {
    const char *issue, *template, *checks, *schema, *csv; /* csv: t.csv */
    const char *card;                                     /* the template of card-wide */
    const char *wanted;                                   /* "LINE:COLUMN NAME(MEANT) ..." of the findings in order */
} issue;

static const char *path_of(fixture *f, const char *name) { return zb_str_format(f->arena, "%s/%s", f->folder, name).s; }

static void write_file(fixture *f, const char *name, const char *text) {
    const char *path = path_of(f, name);
    if (!text) return;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    ZB_PUSH(f->arena, &f->made, path);
}

static void make_folder(fixture *f, const char *name) {
    const char *path = path_of(f, name);
    assert_int_equal(mkdir(path, 0700), 0);
    ZB_PUSH(f->arena, &f->made, path);
}

static fixture *set_up(const issue *i) {
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    f->arena = arena;
    f->diags = zb_diags_new(arena);
    strcpy(f->folder, "/tmp/zb-usage-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    make_folder(f, "t");
    if (i->card) make_folder(f, "t/card-wide");
    f->dirs[0] = f->folder;
    write_file(f, "issue.yaml", zb_str_format(arena, "template: t\n%s", i->issue).s);
    write_file(f, "t.csv", i->csv);
    write_file(f, "t/template.md", i->template);
    write_file(f, "t/checks.sql", i->checks);
    write_file(f, "t/issue.schema.json", i->schema);
    write_file(f, "t/card-wide/template.md", i->card);
    write_file(f, "t/part.md", "{{part}}\n\n{{#tree}}{{name}}{{> part}}{{/tree}}\n");
    return f;
}

static void tear_down(fixture *f) {
    for (size_t i = f->made.count; i > 0; i--) remove(f->made.data[i - 1]);
    rmdir(f->folder);
    zb_arena_close(f->arena);
}

/* What stands in the first quotes of a text. */
static zb_str quoted(const char *text) {
    const char *from = text ? strchr(text, '\'') : NULL, *to = from ? strchr(from + 1, '\'') : NULL;
    return to ? (zb_str){from + 1, (size_t)(to - from - 1)} : (zb_str){0};
}

static void run(fixture *f) {
    const zb_data *data = zb_data_read(f->arena, path_of(f, "issue.yaml"), f->diags);
    data = zb_template_gate(f->arena, data, f->dirs, NULL, f->diags);
    assert_non_null(data);
    zb_template_apply(f->arena, data, f->dirs, NULL, NULL, f->diags);
    zb_template_check(f->arena, data, f->dirs, NULL, f->diags);
}

static void look_at(const issue *i) {
    fixture *f = set_up(i);
    zb_buf told = {0};
    run(f);
    const zb_diag *const *sorted = zb_diags_sorted(f->diags);
    for (size_t k = 0; k < zb_diags_count(f->diags); k++) {
        if (strcmp(sorted[k]->code, "data.unused") != 0) continue;
        assert_int_equal(sorted[k]->severity, ZB_WARNING);
        assert_non_null(sorted[k]->hint);
        zb_str name = quoted(sorted[k]->message), near = {0};
        if (strstr(sorted[k]->hint, "did you mean")) near = quoted(sorted[k]->hint);
        zb_buf_format(&told, "%s%u:%u %.*s", told.n ? " " : "", sorted[k]->loc.line, sorted[k]->loc.column, ZB_STR_ARG(name));
        if (near.n) zb_buf_format(&told, "(%.*s)", ZB_STR_ARG(near));
    }
    if (strcmp(told.n ? told.s : "", i->wanted) != 0) {
        zb_diags_print(f->diags, stderr, false);
        fail_msg("'%s' was told, not '%s', of\n%s", told.n ? told.s : "", i->wanted, i->issue);
    }
    zb_buf_free(&told);
    tear_down(f);
}

#define LOOK_AT(...) look_at(&(issue){__VA_ARGS__})

/* Tags ---------------------------------------------------------------------------------------------------------------- */

static void tags(void **state) {
    (void)state;
    LOOK_AT(.issue = "a: 1\nb: 2\n", .template = "{{a}}\n", .wanted = "3:1 b");
    LOOK_AT(.issue = "a: 1\nb: '2'\nc: '3'\n", .template = "{{{a}}} {{&b}} {{{markdown c}}}\n", .wanted = "");
    LOOK_AT(.issue = "m: {x: 1, y: 2}\n", .template = "{{m.x}}\n", .wanted = "2:11 y");
    LOOK_AT(.issue = "m: {x: 1, y: 2}\n", .template = "{{#m}}{{y}}{{/m}}\n", .wanted = "2:5 x");
    LOOK_AT(.issue = "m: {x: 1}\n", .template = "{{m}}\n", .wanted = ""); /* a single value stands for its mapping */
    LOOK_AT(.issue = "a: 1\nb: [1]\n", .template = "{{^a}}{{/a}}{{#b}}{{.}}{{@index}}{{/b}}\n", .wanted = "");
    LOOK_AT(.issue = "part: 1\n", .template = "{{> part}}{{#tree}}{{/tree}}\n", .wanted = "");
    LOOK_AT(.issue = "a.b: 1\n", .template = "x\n", .wanted = "2:1 a.b");
    LOOK_AT(.issue = "a: 1\n", .template = "---\ntitle: \"{{a}}\"\n---\nx\n", .wanted = "");
    LOOK_AT(.issue = "a: 1\nb: 2\n", .template = "{{=<% %>=}}\n<% a %> {{b}}\n", .wanted = "3:1 b");
}

/* Both sides of each comparison are used, whichever branch is taken; what stands in the others too. */
static void conditions(void **state) {
    (void)state;
    LOOK_AT(.issue = "a: 1\nb: 2\nc: 3\nd: 4\n", .template = "{{#if a > b}}{{c}}{{else}}x{{/if}}\n", .wanted = "5:1 d");
    LOOK_AT(.issue = "a: 1\nb: '甲'\nc: 3\n", .template = "{{#if not a or b == \"乙\"}}x{{else if c}}y{{else}}z{{/if}}\n", .wanted = "");
    LOOK_AT(.issue = "m: {x: 1, y: 2}\n", .template = "{{#if m.x == 2}}{{m.y}}{{/if}}\n", .wanted = "");
    LOOK_AT(.issue = "l:\n  - {x: 1, y: 2}\n", .template = "{{#l}}{{#if x == 1}}x{{/if}}{{/l}}\n", .wanted = "3:12 y");
}

static void once_for_all_below(void **state) {
    (void)state;
    LOOK_AT(.issue = "m: {x: 1, y: {z: 2}}\n", .template = "x\n", .wanted = "2:1 m");
    LOOK_AT(.issue = "l:\n  - {x: 1}\n  - {x: 1}\n", .template = "x\n", .wanted = "2:1 l");
    LOOK_AT(.issue = "l:\n  - {x: 1}\n  - {x: 1, y: 2}\n  - {y: 1}\n", .template = "{{#l}}{{#x}}{{x}}{{/x}}{{/l}}\n", .wanted = "4:12 y");
    LOOK_AT(.issue = "l:\n  - {x: 1, m: {a: 1}}\n  - {x: 1, m: {a: 2}}\n", .template = "{{#l}}{{x}}{{/l}}\n", .wanted = "3:12 m");
    LOOK_AT(.issue = "l:\n  - {i: [{a: 1, b: 1}]}\n  - {i: [{a: 2, c: 3}]}\n", .template = "{{#l}}{{#i}}{{a}}{{/i}}{{/l}}\n",
            .wanted = "3:17 b 4:17 c");
}

/* What is told only in other weeks. */
static void sections_not_entered(void **state) {
    (void)state;
    LOOK_AT(.issue = "l: []\nintro: 1\n", .template = "{{#l}}{{intro}}{{/l}}\n", .wanted = "");
    LOOK_AT(.issue = "on: false\nm: {a: 1, b: 2}\n", .template = "{{#on}}{{#m}}{{a}}{{/m}}{{/on}}\n", .wanted = "3:11 b");
    LOOK_AT(.issue = "on: true\na: 1\n", .template = "{{^on}}{{a}}{{/on}}\n", .wanted = "");
    LOOK_AT(.issue = "on: false\npart: 1\ntree: [{name: a, more: b}]\n", .template = "{{#on}}{{> part}}{{/on}}\n", .wanted = "4:18 more");
    LOOK_AT(.issue = "on: false\ntables: {t: t.csv}\n", .csv = "a,b,c,d,e\n1,2,3,4,5\n",
            .template = "{{#on}}\n\n```table\ndata: t\nwhere: {c: \"1\"}\ncolumns:\n  - {title: A, value: a, link: b}\n```\n{{/on}}\n",
            .wanted = "1:7 d 1:9 e");
    LOOK_AT(.issue = "on: false\ntables: {t: t.csv}\n", .csv = "a,b\n1,2\n",
            .template = "{{#on}}\n> ```table\n> data: t\n> ```\n{{/on}}\n", .wanted = "");
    LOOK_AT(.issue = "on: false\ntables: {t: t.csv}\n", .csv = "a,b,c,d\n1,2,3,4\n",
            .template = "{{#on}}\n```columns\n- chart: {type: bar, data: t, x: a, y: [{value: b}, c]}\n```\n{{/on}}\n", .wanted = "1:7 d");
}

/* A name that a row has means that of the row, not the one of the same name further out. */
static void names_of_rows(void **state) {
    (void)state;
    LOOK_AT(.issue = "title: 1\nl: [{title: 2}]\n", .template = "{{#l}}{{title}}{{/l}}\n", .wanted = "2:1 title");
    LOOK_AT(.issue = "title: 1\nl: [{a: 2}]\n", .template = "{{#l}}{{a}}{{title}}{{/l}}\n", .wanted = "");
    LOOK_AT(.issue = "title: 1\nl: [{a: 2}, {title: 3, a: 1}]\n", .template = "{{#l}}{{a}}{{#title}}{{.}}{{/title}}{{/l}}\n",
            .wanted = "2:1 title");
    LOOK_AT(.issue = "n: 1\nl: [{m: {n: 1}}, {m: {}}]\n", .template = "{{#l}}{{#m}}{{n}}{{/m}}{{/l}}\n", .wanted = "");
    LOOK_AT(.issue = "n: 1\nl: [{m: {n: 1}}, {m: {n: 2}}]\n", .template = "{{#l}}{{#m}}{{n}}{{/m}}{{/l}}\n", .wanted = "2:1 n");
    LOOK_AT(.issue = "n: 1\nl: [{a: 2}]\n",
            .template = "```sql q\nSELECT a AS n FROM l\n```\n{{#q}}{{n}}{{/q}}\n", .wanted = "2:1 n");
}

/* Queries and checks -------------------------------------------------------------------------------------------------- */

#define TABLE .csv = "a,b,c\n1,2,3\n2,3,4\n"
#define T "tables: {t: t.csv}\n"
#define SQL(query) "```sql q\n" query "\n```\n{{#q}}x{{/q}}\n"

static void columns_of_queries(void **state) {
    (void)state;
    LOOK_AT(.issue = T, TABLE, .template = SQL("SELECT a FROM t"), .wanted = "1:3 b 1:5 c");
    LOOK_AT(.issue = T, TABLE, .template = SQL("SELECT * FROM t"), .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = SQL("SELECT x.* FROM t AS x"), .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = SQL("SELECT count(*) AS n FROM t"), .wanted = "1:1 a 1:3 b 1:5 c");
    LOOK_AT(.issue = T, TABLE, .template = SQL("SELECT max(A) AS n FROM T WHERE b > 1 ORDER BY c"), .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = SQL("SELECT count(*) AS n FROM t AS x JOIN t AS y USING (b)"), .wanted = "1:1 a 1:5 c");
    LOOK_AT(.issue = T "u: [{a: 1, d: 2}]\n", TABLE, .template = SQL("SELECT d FROM t NATURAL JOIN u"), .wanted = "1:3 b 1:5 c");
    LOOK_AT(.issue = T, TABLE, .template = SQL("WITH t AS (SELECT 1 AS a) SELECT a FROM t"), .wanted = "2:10 t");
    LOOK_AT(.issue = "m: {l: [{x: {y: 1}, z: 2, i: [1]}]}\n", .template = SQL("SELECT x_y, i FROM m_l"), .wanted = "2:21 z");
    LOOK_AT(.issue = T, TABLE, .template = "x\n", .checks = "-- check: a\nSELECT 'm' AS message FROM t WHERE a = b AND a = c;\n", .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = "```sql q\nSELECT a FROM t\n```\nx\n",
            .checks = "-- check: x\nSELECT 'm' AS message FROM q, t WHERE q.a < 0 AND b < 0;\n", .wanted = "1:5 c");
}

static void parameters_of_queries(void **state) {
    (void)state;
    LOOK_AT(.issue = "m: {a-b: 1, c: 2}\nn: 3\n", .template = SQL("SELECT :m_a_b AS x"), .wanted = "2:13 c 3:1 n");
    LOOK_AT(.issue = "m: {n: 1}\nm_o: 2\n", .template = SQL("SELECT :m_n AS x, ':m_o' AS y -- :m_o"), .wanted = "3:1 m_o");
    LOOK_AT(.issue = "a: 1\n", .template = "x\n", .checks = "-- check: a\nSELECT 'm' AS message WHERE :a > 5;\n", .wanted = "");
}

/* Blocks -------------------------------------------------------------------------------------------------------------- */

#define BLOCK(name, body) "```" name "\n" body "\n```\n"

static void blocks(void **state) {
    (void)state;
    LOOK_AT(.issue = T, TABLE, .template = BLOCK("table", "data: t"), .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = BLOCK("table", "data: t\ncolumns: [{title: A, value: b}]"), .wanted = "1:1 a 1:5 c");
    LOOK_AT(.issue = T, TABLE, .template = BLOCK("table", "data: t\nwhere: {a: 1}\ncolumns: [{title: A, value: b, link: c}]"), .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = BLOCK("chart", "type: bar\ndata: t\nx: a\ny: [b]"), .wanted = "1:5 c");
    LOOK_AT(.issue = T, TABLE, .template = BLOCK("chart", "type: bar\ndata: t\nname: a\nvalue: b\nfacet: c"), .wanted = "");
    LOOK_AT(.issue = T "which: t\n", TABLE, .template = BLOCK("table", "data: \"{{which}}\"\ncolumns: [{title: A, value: b}]"),
            .wanted = "1:1 a 1:5 c");
    LOOK_AT(.issue = T, TABLE, .template = "```sql q\nSELECT a, b AS z FROM t\n```\n" BLOCK("table", "data: q"), .wanted = "1:5 c");
    LOOK_AT(.issue = "m: {l: [{a: 1, b: 2}]}\n", .template = BLOCK("table", "data: m.l\ncolumns: [{title: A, value: a}]"), .wanted = "2:16 b");
    LOOK_AT(.issue = "tables: {t: [{a: 1, b: 2}]}\n", .template = "{{#tables.t}}{{a}}{{/tables.t}}\n", .wanted = "2:21 b");
    LOOK_AT(.issue = T, TABLE, .template = "{{#t}}{{c}}{{/t}}\n", .wanted = "1:1 a 1:3 b");
    LOOK_AT(.issue = T, TABLE, .template = "x\n", .wanted = "2:10 t");
}

/* What the program reads, and what other templates of the folder do. */
static void program_and_cards(void **state) {
    (void)state;
    LOOK_AT(.issue = "$schema: x\nstyle: ~\naccept: []\ntables: {}\n", .template = "x\n", .wanted = "");
    LOOK_AT(.issue = "stlye: dark\n", .template = "x\n", .wanted = "2:1 stlye(style)");
    LOOK_AT(.issue = "a: 1\nb: 2\nc: 3\n", .template = "{{a}}\n", .card = "{{b}}\n", .wanted = "4:1 c");
}

/* What the schema knows and the data lack is nowhere: nothing can be said of it. */
static void absent(void **state) {
    (void)state;
    LOOK_AT(.issue = "a: 1\n", .template = "{{a}}\n",
            .schema = "{\"properties\": {\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"integer\"},"
                      "\"m\": {\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"string\"}}}}}",
            .wanted = "");
    LOOK_AT(.issue = "m: {x: 1}\nl: []\n", .template = "{{m.x}}{{#l}}{{b}}{{/l}}\n",
            .schema = "{\"properties\": {\"m\": {\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"integer\"}, \"y\": {\"type\": \"integer\"}}},"
                      "\"l\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\":"
                      "{\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"integer\"}}}}}}",
            .wanted = "");
}

static void schema_lets_pass(void **state) {
    (void)state;
    LOOK_AT(.issue = "a: 1\nb: 2\n", .template = "x\n", .schema = "{\"properties\": {\"a\": {\"x-unused\": true}, \"b\": {\"x-unused\": false}}}",
            .wanted = "3:1 b");
    LOOK_AT(.issue = "m: {a: 1, b: {c: 1}, d: 1}\n", .template = "{{m.d}}\n",
            .schema = "{\"$defs\": {\"m\": {\"properties\": {\"b\": {\"x-unused\": true}}}}, \"properties\": {\"m\": {\"allOf\": [{\"$ref\": \"#/$defs/m\"}]}}}",
            .wanted = "2:5 a");
    LOOK_AT(.issue = "l: [{a: 1, b: 2}]\n", .template = "{{#l}}{{/l}}\n",
            .schema = "{\"properties\": {\"l\": {\"items\": {\"patternProperties\": {\"^a\": {\"x-unused\": true}}}}}}", .wanted = "2:12 b");
    LOOK_AT(.issue = T, TABLE, .template = "{{#t}}{{a}}{{/t}}\n",
            .schema = "{\"properties\": {\"tables\": {\"properties\": {\"t\": {\"x-table\": {\"fields\": [{\"name\": \"a\", \"type\": \"any\"},"
                      "{\"name\": \"b\", \"type\": \"any\", \"x-unused\": true}, {\"name\": \"c\", \"type\": \"any\"}]}}}}}}",
            .wanted = "1:5 c");
    LOOK_AT(.issue = T "u: 1\n", TABLE, .template = "x\n",
            .schema = "{\"properties\": {\"tables\": {\"additionalProperties\": {\"x-unused\": true}}}}", .wanted = "3:1 u");
}

/* An alias shows the same place under another name. */
static void aliases(void **state) {
    (void)state;
    LOOK_AT(.issue = "base: &b {x: 1}\na: {<<: *b, y: 2}\n", .template = "{{a.x}} {{a.y}}\n", .wanted = "");
    LOOK_AT(.issue = "base: &b {x: 1, z: 2}\na: {<<: *b}\n", .template = "{{a.x}}\n", .wanted = "2:17 z");
    LOOK_AT(.issue = "a: &x 甲\nb: *x\n", .template = "{{b}}\n", .wanted = "");
}

/* Hints --------------------------------------------------------------------------------------------------------------- */

static void names_that_were_meant(void **state) {
    (void)state;
    LOOK_AT(.issue = "l:\n  - {title: a, rated: b}\n  - {title: c, ratde: d}\n", .template = "{{#l}}{{title}}{{#rated}}{{rated}}{{/rated}}{{/l}}\n",
            .wanted = "4:16 ratde(rated)");
    LOOK_AT(.issue = "high: 1\nhihg: 2\nhigg: 3\n", .template = "{{high}}\n", .wanted = "3:1 hihg(high) 4:1 higg(high)");
    LOOK_AT(.issue = "telecom: 1\nm: {a: 1}\n", .template = "{{m.a}}{{#m.telecom}}{{/m.telecom}}\n", .wanted = "2:1 telecom(m.telecom)");
    LOOK_AT(.issue = "x: 1\nw: 2\n", .template = "{{w}}\n", .wanted = "2:1 x");
    LOOK_AT(.issue = T, .csv = "type,coutn\na,1\n", .template = SQL("SELECT type, count FROM t"), .wanted = "1:6 coutn(count)");
    LOOK_AT(.issue = "tables: {tpyes: t.csv}\n", TABLE, .template = SQL("SELECT a FROM types"), .wanted = "2:10 tpyes(types)");
    LOOK_AT(.issue = "m: {hihg: 1}\nother: 2\n", .template = SQL("SELECT :m_high AS n"), .wanted = "2:5 hihg(high)");
}

/* Other stages failed: what they would have used is not known, so that only slips are told. */
static void after_errors(void **state) {
    (void)state;
    LOOK_AT(.issue = "a: 1\nb: 2\n", .template = "{{a}}{{nothing}}\n", .wanted = "");
    LOOK_AT(.issue = "severity: {hihg: 1, low: 2}\n", .template = "{{severity.high}}\n", .wanted = "2:12 hihg(high)");
    LOOK_AT(.issue = T, TABLE, .template = BLOCK("table", "data: t\ncolumns: ["), .wanted = "");
    LOOK_AT(.issue = T, TABLE, .template = "x\n", .checks = "-- check: a\nSELECT 'all is wrong' AS message;\n", .wanted = "2:10 t");
}

static void many(void **state) {
    (void)state;
    zb_buf text = {0};
    for (int i = 0; i < 3 * ZB_USAGE_FINDINGS_MAX; i++) zb_buf_format(&text, "key%d: 1\n", i);
    issue i = {.issue = text.s, .template = "x\n"};
    fixture *f = set_up(&i);
    run(f);
    assert_int_equal(zb_diags_count(f->diags), ZB_USAGE_FINDINGS_MAX + 1);
    zb_buf_free(&text);
    tear_down(f);
}

static void accepted(void **state) {
    (void)state;
    issue i = {.issue = "a: 1\nb: 2\naccept:\n  - {check: data.unused, at: issue.yaml, about: \"'b'\", reason: 备查}\n", .template = "{{a}}\n"};
    fixture *f = set_up(&i);
    run(f);
    zb_diags_strict(f->diags);
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_string_equal(zb_diags_at(f->diags, 0)->accepted, "备查");
    assert_int_equal(zb_diags_worst(f->diags), ZB_NOTE);
    tear_down(f);
}

/* Partials that name themselves end, and nothing is said where they do not. */
static void partials_within_themselves(void **state) {
    (void)state;
    LOOK_AT(.issue = "part: 1\ntree: [{name: a, tree: [{name: b, tree: [], x: 1}]}]\n", .template = "{{> part}}\n", .wanted = "3:45 x");
    LOOK_AT(.issue = "part: 1\ntree: []\nc: 1\n", .template = "{{> part}}\n", .wanted = "4:1 c");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags),
        cmocka_unit_test(conditions),
        cmocka_unit_test(once_for_all_below),
        cmocka_unit_test(sections_not_entered),
        cmocka_unit_test(names_of_rows),
        cmocka_unit_test(columns_of_queries),
        cmocka_unit_test(parameters_of_queries),
        cmocka_unit_test(blocks),
        cmocka_unit_test(program_and_cards),
        cmocka_unit_test(absent),
        cmocka_unit_test(schema_lets_pass),
        cmocka_unit_test(aliases),
        cmocka_unit_test(names_that_were_meant),
        cmocka_unit_test(after_errors),
        cmocka_unit_test(many),
        cmocka_unit_test(accepted),
        cmocka_unit_test(partials_within_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
