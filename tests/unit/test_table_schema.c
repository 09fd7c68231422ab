/* SPDX-License-Identifier: Apache-2.0
 * The columns of tables against their description ("x-table"): what each word takes and refuses, where the finding stands, what it
 * says, and descriptions that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/csv.h"
#include "model/json.h"
#include "model/schema.h"
#include "model/yaml.h"
#include "tests/unit/told.h"

#define YAML_OTHERS "others: [{name: 甲, n: 1}, {name: 乙, n: 2}]\n"

typedef struct trial {
    const char *table; /* of "x-table" for the table t, with ' for " */
    const char *csv;   /* of the table t; NULL: what the YAML says */
    const char *yaml;  /* NULL: YAML_OTHERS */
    const char *told;  /* "LINE:COLUMN CODE PART OF MESSAGE; ..." in the order found, NULL: nothing */
    const char *hint;  /* part of the first finding's hint */
} trial;

static const zb_source *source(zb_arena *arena, const char *name, const char *text) {
    return zb_source_new(arena, name, zb_str_copy(arena, zb_str_of(text)));
}

static const zb_schema *read_schema(zb_arena *arena, const char *table, zb_diags *diags) {
    zb_str text = zb_str_format(arena, "{'properties': {'others': true, 'tables': {'properties': {'t': {'x-table': %s}}}}}", table);
    char *json = (char *)zb_str_z(arena, text);
    for (char *s = json; *s; s++)
        if (*s == '\'') *s = '"';
    const zb_value *root = zb_json_read_source(arena, source(arena, "schema.json", json), diags);
    if (!root) fail_msg("%s is no JSON: %s", table, zb_diags_at(diags, 0)->message);
    return zb_schema_read(arena, root, diags);
}

/* The root of the data: the YAML and the table from the CSV. */
static const zb_value *read_data(zb_arena *arena, const trial *t, zb_diags *diags) {
    const zb_value *written = zb_yaml_read_source(arena, source(arena, "issue.yaml", t->yaml ? t->yaml : YAML_OTHERS), diags);
    if (!t->csv) return written;
    zb_entry *entries = ZB_NEW_ARRAY(arena, written->count + 1, zb_entry);
    for (size_t i = 0; i < written->count; i++) entries[i] = written->entries[i];
    entries[written->count] = (zb_entry){ZB_STR("t"), ZB_NOWHERE, zb_csv_read(arena, source(arena, "a/t.csv", t->csv), diags)};
    zb_value *root = ZB_NEW(arena, zb_value);
    *root = *written;
    root->entries = entries;
    root->count++;
    return root;
}

static void compare(const trial *t, const zb_diags *diags) { told_compare(t->table, t->csv ? t->csv : "no CSV", t->told, t->hint, diags); }

static void check(const trial *t) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_schema *schema = read_schema(arena, t->table, diags);
    if (!schema) fail_msg("%s describes no table: %s", t->table, zb_diags_at(diags, 0)->message);
    bool fine = zb_schema_check_tables(arena, schema, read_data(arena, t, diags), true, diags);
    compare(t, diags);
    assert_int_equal(fine, t->told == NULL);
    zb_arena_close(arena);
}

#define CHECK(trials) \
    for (size_t i = 0; i < sizeof(trials) / sizeof *(trials); i++) check(&(trials)[i])

#define ONE(type) "{'fields': [{'name': 'a', 'type': '" type "'}]}"
#define LIMIT(type, limits) "{'fields': [{'name': 'a', 'type': '" type "', 'title': '列', 'constraints': {" limits "}}]}"
#define TO(resource, there) ", 'foreignKeys': [{'fields': 'a', 'reference': {'resource': '" resource "', 'fields': '" there "'}}]"
#define TWO(more) "{'fields': [{'name': 'a'}, {'name': 'b', 'type': 'integer'}]" more "}"

static void test_types(void **state) {
    (void)state;
    static const trial trials[] = {
        {ONE("integer"), "a\n152\n-3\n", NULL, NULL, NULL},
        {ONE("integer"), "a\n1\n\n１５２\n", NULL, "4:1 schema.type '１５２' is a text, not an integer", "write 152"},
        {ONE("integer"), "a\n\"1,187\"\n", NULL, "2:1 schema.type '1,187' is a text", "write 1187"},
        {ONE("integer"), "a\n1 187\n", NULL, "2:1 schema.type '1 187' is a text", "write 1187"},
        {ONE("integer"), "a\n三\n", NULL, "2:1 schema.type '三' is a text", "in digits"},
        {ONE("integer"), "a\n1e5\n", NULL, "2:1 schema.type '1e5' is a text", "in digits"},
        {ONE("integer"), "a\n007\n", NULL, "2:1 schema.type '007' is a text", "write 7"},
        {ONE("integer"), "a\n3.5\n3.0\n", NULL, "2:1 schema.type 3.5 is a number; 3:1 schema.type not an integer", NULL},
        {ONE("number"), "a\n3\n3.50\n", NULL, NULL, NULL},
        {ONE("number"), "a\n5．92\n", NULL, "2:1 schema.type '5．92' is a text, not a number", "write 5.92"},
        {ONE("boolean"), "a\ntrue\nFALSE\n1\n", NULL, "4:1 schema.type 1 is an integer, not true or false", NULL},
        {ONE("date"), "a\n2019-06-24\n2019-02-30\n20190624\n", NULL,
         "3:1 schema.format '2019-02-30' is not a day; 4:1 schema.format '20190624' is not a day", NULL},
        {ONE("year"), "a\n2019\n19\n二〇一九\n", NULL, "3:1 schema.format 19 is not a year of four digits; 4:1 schema.type not an integer",
         NULL},
        {ONE("string"), "a\n360\n007\ntrue\n2019-06-24\n", NULL, NULL, NULL},
        {ONE("any"), "a\n360\nx\n", NULL, NULL, NULL},
    };
    CHECK(trials);
}

static void test_constraints(void **state) {
    (void)state;
    static const trial trials[] = {
        {LIMIT("string", "'required': true"), "a,b\n", NULL, "1:3 schema.key the column 'b' is not known here; 1:1 data.empty has a header",
         "known here: 'a'"},
        {LIMIT("string", "'required': true"), "a\n\"\"\n 　\nx\n", NULL, "2:1 schema.required there is no value for 'a' here", "a: 列"},
        {LIMIT("integer", "'minimum': 0, 'maximum': 10"), "a\n10\n-1\n11\n", NULL,
         "3:1 schema.range -1 is less than 0; 4:1 schema.range 11 is more than 10", "a: 列"},
        {LIMIT("date", "'minimum': '2019-01-01', 'maximum': '2019-12-31'"), "a\n2018-12-31\n2019-12-31\n2020-01-01\n", NULL,
         "2:1 schema.range 2018-12-31 is earlier than 2019-01-01; 4:1 schema.range later than 2019-12-31", NULL},
        {LIMIT("string", "'enum': ['高', '中', '低']"), "a\n高\n高危\n", NULL, "3:1 schema.enum '高危' is not one of 高, 中, 低", "a: 列"},
        {LIMIT("string", "'pattern': '^[0-9]+%$'"), "a\n8%\n8\n8％\n", NULL,
         "3:1 schema.pattern '8' does not have the form; 4:1 schema.pattern '8％' does not", NULL},
        {LIMIT("string", "'minLength': 2, 'maxLength': 3"), "a\n单位\n单\n单位单位\n", NULL, "3:1 schema.count has 1; 4:1 schema.count has 4",
         NULL},
        {LIMIT("string", "'unique': true"), "a\n甲\n\n乙\n甲\n甲\n", NULL,
         "5:1 schema.unique '甲' stands twice in the column 'a'; 6:1 schema.unique '甲' stands twice", "the first stands in line 2"},
        {LIMIT("string", "'unique': true"), "a\n1.0\n1\n", NULL, NULL, NULL},
        {LIMIT("number", "'unique': true"), "a\n1.0\n1\n", NULL, "3:1 schema.unique 1 stands twice", "line 2"},
        {LIMIT("number", "'unique': true"), "a\nx\nx\n", NULL, "2:1 schema.type 'x'; 3:1 schema.type 'x'", NULL},
        {"{'fields': [{'name': 'a', 'format': 'email'}]}", "a\nb@c.cn\nb\n", NULL, "3:1 schema.format 'b' is not an address", NULL},
        {"{'fields': [{'name': 'a', 'type': 'integer'}], 'missingValues': ['', '—']}", "a\n1\n—\nx\n", NULL, "4:1 schema.type 'x'", NULL},
        {"{'fields': [{'name': 'a', 'constraints': {'required': true}}], 'missingValues': ['—']}", "a\n1\n—\n", NULL,
         "3:1 schema.required no value for 'a'", NULL},
    };
    CHECK(trials);
}

static void test_columns(void **state) {
    (void)state;
    static const trial trials[] = {
        {TWO(""), "b,a\n1,x\n", NULL, NULL, NULL},
        {TWO(""), "# note\na\nx\ny\n", NULL, "2:1 data.column t.csv has no column 'b'", NULL},
        {TWO(""), "a,bb\nx,三\n", NULL, "1:3 data.column t.csv has no column 'b'", "'bb' is not known here; is 'b' meant?"},
        {TWO(""), "a,数量\nx,三\n", NULL, "1:3 data.column has no column 'b'", "'数量' is not known here"},
        {TWO(""), "a,b,c\nx,1,2\n", NULL, "1:5 schema.key the column 'c' is not known here", "known here"},
        {TWO(""), NULL, "t:\n  - {a: x, b: 1}\n  - {b: x}\n  - {c: 1}\n",
         "4:6 schema.key the column 'c' is not known here; 3:9 schema.type 'x' is a text", NULL},
        {LIMIT("string", "'required': true"), NULL, "t:\n  - {}\n", "2:5 schema.required 'a' is missing", "a: 列"},
        {TWO(""), NULL, "t: t.csv\n", NULL, NULL},
        {TWO(""), NULL, "t: [[1], 2]\n", NULL, NULL},
        {TWO(TO("others", "name")), NULL, "t: [{a: x, b: 1}]\nothers: [[1]]\n", "1:196 schema.reference 'others' is no table", NULL},
    };
    CHECK(trials);
}

static void test_keys(void **state) {
    (void)state;
    static const trial trials[] = {
        {TWO(", 'primaryKey': ['a', 'b']"), "a,b\nx,1\nx,2\nx,1\n", NULL, "4:1 schema.unique a second row has 'x', 1", "line 2"},
        {TWO(", 'primaryKey': 'a'"), "a,b\nx,1\n,2\n", NULL, "3:1 schema.required there is no value for 'a' here", "tells the rows"},
        {TWO(", 'uniqueKeys': [['b']]"), "a,b\nx,1\ny,1\nz,\nw,\n", NULL, "3:3 schema.unique 1 stands twice in the column 'b'", "line 2"},
        {TWO(", 'primaryKey': 'a', 'uniqueKeys': [['b']]"), "a,b\nx,1\ny,2\nx,1\n", NULL, "4:1 schema.unique 'x' stands twice", "line 2"},
        {TWO(TO("others", "name")), "a,b\n甲,1\n,1\n乙,1\n", NULL, NULL, NULL},
        {TWO(TO("others", "name")), "a,b\n丙,1\n甲方,1\n", NULL,
         "2:1 schema.foreign '丙' does not stand under 'name' in the table 'others'; 3:1 schema.foreign '甲方'", "there are '甲', '乙'"},
        {TWO(TO("others", "name")), "a,b\n移动联网,1\n", "others: [{name: 移动互联网}]\n", "2:1 schema.foreign '移动联网'", "did you mean '移动互联网'?"},
        {TWO(TO("others", "nam")), "a,b\n甲,1\n", NULL, "1:216 schema.reference the table has no column 'nam'", NULL},
        {TWO(TO("other", "name")), "a,b\n甲,1\n", NULL, "1:196 schema.reference 'other' is no table", NULL},
        {TWO(TO("others", "name")), "a,b\n甲,1\n", "title: x\n", NULL, NULL},
        {TWO(TO("", "b")), "a,b\n1,1\n2,1\n", NULL, "3:1 schema.foreign 2 does not stand under 'b' in the table 't'", NULL},
    };
    CHECK(trials);
}

static void test_descriptions_that_are_none(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{}", NULL, NULL, "schema.keyword lacks 'fields'", NULL},
        {"{'fields': {}}", NULL, NULL, "schema.keyword a list of the table's columns here", NULL},
        {"[]", NULL, NULL, "schema.keyword a mapping here", NULL},
        {"{'fields': []}", NULL, NULL, "schema.keyword 'fields' lists no columns", NULL},
        {"{'fields': [{'title': 'x'}]}", NULL, NULL, "schema.keyword lacks 'name'", NULL},
        {"{'fields': [{'name': 'a', 'typ': 'any'}]}", NULL, NULL, "schema.keyword 'typ' is no word of a column", "did you mean 'type'?"},
        {"{'fields': [{'name': 'a', 'x-typ': 'any'}], 'x-own': 1, 'primarykey': 'a'}", NULL, NULL, "schema.keyword 'primarykey'",
         "primaryKey"},
        {ONE("text"), NULL, NULL, "schema.keyword there is no type 'text'", NULL},
        {ONE("intger"), NULL, NULL, "schema.keyword there is no type 'intger'", "integer"},
        {LIMIT("integer", "'pattern': 'x'"), NULL, NULL, "schema.keyword type 'integer' can have no 'pattern'", NULL},
        {LIMIT("string", "'minimum': 1"), NULL, NULL, "schema.keyword can have no 'minimum'", NULL},
        {LIMIT("string", "'min': 1"), NULL, NULL, "schema.keyword 'min' is no word of a column's constraints", NULL},
        {LIMIT("string", "'pattern': '('"), NULL, NULL, "schema.keyword", NULL},
        {LIMIT("string", "'required': 1"), NULL, NULL, "schema.keyword true or false", NULL},
        {LIMIT("date", "'minimum': '2019-02-30'"), NULL, NULL, "schema.keyword is no day", NULL},
        {"{'fields': [{'name': 'a', 'type': 'date', 'format': '%d/%m/%Y'}]}", NULL, NULL, "schema.keyword no format", "default"},
        {"{'fields': [{'name': 'a'}, {'name': 'a'}]}", NULL, NULL, "schema.keyword 'a' names a second column", NULL},
        {TWO(", 'primaryKey': ['c']"), NULL, NULL, "schema.keyword 'c' is none of the columns", NULL},
        {TWO(", 'primaryKey': []"), NULL, NULL, "schema.keyword the name of a column", NULL},
        {TWO(", 'missingValues': '—'"), NULL, NULL, "schema.keyword a list of texts", NULL},
        {TWO(", 'foreignKeys': [{'fields': 'a'}]"), NULL, NULL, "schema.keyword lacks 'reference'", NULL},
        {TWO(", 'foreignKeys': [{'fields': 'a', 'reference': {'fields': ['x', 'y']}}]"), NULL, NULL, "schema.keyword 1 columns here and 2", NULL},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        const trial *t = &trials[i];
        zb_arena *arena = zb_arena_open();
        zb_diags *diags = zb_diags_new(arena);
        if (read_schema(arena, t->table, diags)) fail_msg("%s is taken", t->table);
        const zb_diag *diag = zb_diags_at(diags, 0);
        size_t code = strcspn(t->told, " ");
        if (strncmp(diag->code, t->told, code) || (t->told[code] && !strstr(diag->message, t->told + code + 1)))
            fail_msg("%s: got %s '%s'", t->table, diag->code, diag->message);
        if (t->hint && !(diag->hint && strstr(diag->hint, t->hint))) fail_msg("%s: the hint is '%s'", t->table, diag->hint);
        zb_arena_close(arena);
    }
}

/* Texts that stand for nothing are nothing for all that come after; tables that hold none stay as they are. */
static void test_cleaning(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_schema *schema = read_schema(arena, TWO(", 'missingValues': ['—', '0']"), diags);
    const zb_value *table = zb_csv_read(arena, source(arena, "t.csv", "a,b\n—,1\nx,0\ny,2\n"), diags);
    const zb_value *clean = zb_schema_clean_table(arena, schema, ZB_STR("t"), table);
    assert_int_equal(zb_value_lookup_z(clean->items[0], "a")->kind, ZB_NULL);
    assert_int_equal(zb_value_lookup_z(clean->items[0], "a")->loc.line, 2);
    assert_int_equal(zb_value_lookup_z(clean->items[1], "b")->kind, ZB_NULL);
    assert_ptr_equal(clean->items[2], table->items[2]);
    assert_true(clean->file && clean->columns == table->columns);
    assert_ptr_equal(zb_schema_clean_table(arena, schema, ZB_STR("others"), table), table);
    assert_int_equal(zb_diags_count(diags), 0);
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),   cmocka_unit_test(test_constraints),
        cmocka_unit_test(test_columns), cmocka_unit_test(test_keys),
        cmocka_unit_test(test_cleaning), cmocka_unit_test(test_descriptions_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
