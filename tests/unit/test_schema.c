/* SPDX-License-Identifier: Apache-2.0
 * JSON Schema: what each keyword takes and refuses, where the finding stands and what it says, and schemas that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/json.h"
#include "model/schema.h"
#include "model/yaml.h"
#include "tests/unit/told.h"

typedef struct trial {
    const char *schema, *data;
    const char *told; /* "LINE:COLUMN CODE PART OF MESSAGE; ..." in the order found, NULL: nothing */
    const char *hint; /* part of the first finding's hint */
} trial;

static const zb_value *read_data(zb_arena *arena, const char *text, zb_diags *diags) {
    return zb_yaml_read_source(arena, zb_source_new(arena, "data.yaml", zb_str_copy(arena, zb_str_of(text))), diags);
}

static const zb_value *read_schema(zb_arena *arena, const char *text, zb_diags *diags) {
    const zb_value *root = zb_json_read_source(arena, zb_source_new(arena, "schema.json", zb_str_copy(arena, zb_str_of(text))), diags);
    if (!root) fail_msg("%s is no JSON: %s", text, zb_diags_at(diags, 0)->message);
    return root;
}

static void compare(const trial *t, const zb_diags *diags) { told_compare(t->schema, t->data, t->told, t->hint, diags); }

static void check(const trial *t) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_schema *schema = zb_schema_read(arena, read_schema(arena, t->schema, diags), diags);
    if (!schema) fail_msg("%s is no schema: %s", t->schema, zb_diags_at(diags, 0)->message);
    bool fine = zb_schema_check(arena, schema, read_data(arena, t->data, diags), diags);
    assert_int_equal(fine, t->told == NULL);
    compare(t, diags);
    zb_arena_close(arena);
}

static void check_all(const trial *trials, size_t count) {
    for (size_t i = 0; i < count; i++) check(&trials[i]);
}

#define CHECK(trials) check_all(trials, sizeof(trials) / sizeof *(trials))

static void test_types(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{\"type\": \"integer\"}", "3", NULL, NULL},
        {"{\"type\": \"integer\"}", "3.0", NULL, NULL},
        {"{\"type\": \"integer\"}", "3.5", "1:1 schema.type 3.5 is a number, not an integer", NULL},
        {"{\"type\": \"integer\"}", "\"3\"", "1:1 schema.type '3' is a text, not an integer", "leave out the quotes"},
        {"{\"type\": \"integer\"}", "三", "1:1 schema.type '三' is a text, not an integer", "digits"},
        {"{\"type\": \"integer\"}", "'1,234'", "1:1 schema.type not an integer", "write 1234"},
        {"{\"type\": \"integer\"}", "１２", "1:1 schema.type not an integer", "write 12"},
        {"{\"type\": \"integer\"}", "007", "1:1 schema.type '007' is a text", NULL},
        {"{\"type\": \"number\"}", "6.10", NULL, NULL},
        {"{\"type\": \"number\"}", "1e5", "1:1 schema.type '1e5' is a text, not a number", NULL},
        {"{\"type\": \"string\"}", "2019-06-24", NULL, NULL},
        {"{\"type\": \"string\"}", "360", "1:1 schema.type 360 is an integer, not a text", "in quotes: \"360\""},
        {"{\"type\": [\"string\", \"null\"]}", "~", NULL, NULL},
        {"{\"type\": \"boolean\"}", "true", NULL, NULL},
        {"{\"type\": [\"array\", \"integer\"]}", "a: 1", "1:1 schema.type this is a mapping, not an integer or a list", NULL},
        {"{\"properties\": {\"a\": {\"type\": \"array\"}}}", "a:\n", "1:1 schema.type 'a' is empty, not a list", NULL},
        {"{\"properties\": {\"a\": {\"type\": \"string\", \"minLength\": 9, \"enum\": [\"b\"]}}}", "a: 1",
         "1:4 schema.type 1 is an integer", NULL},
    };
    CHECK(trials);
}

static void test_words(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{\"enum\": [\"高\", \"中\", \"低\"]}", "中", NULL, NULL},
        {"{\"enum\": [\"高\", \"中\", \"低\"], \"description\": \"级别\"}", "中等", "1:1 schema.enum '中等' is not one of 高, 中, 低",
         "级别"},
        {"{\"enum\": [1, 2]}", "1.0", NULL, NULL},
        {"{\"const\": {\"a\": 1, \"b\": [2]}}", "{b: [2.0], a: 1}", NULL, NULL},
        {"{\"const\": \"a\"}", "b", "1:1 schema.enum 'b' is not 'a'", NULL},
        {"{\"const\": true}", "1", "1:1 schema.enum 1 is not true", NULL},
        {"{\"minLength\": 2, \"maxLength\": 3}", "漏洞", NULL, NULL},
        {"{\"minLength\": 1}", "''", "1:1 schema.count the text is empty", NULL},
        {"{\"maxLength\": 3}", "漏洞周报", "1:1 schema.count the text has 4 characters, allowed are at most 3", NULL},
        {"{\"pattern\": \"^CNVD-[0-9]{4}$\"}", "CNVD-2019", NULL, NULL},
        {"{\"pattern\": \"^CNVD-[0-9]{4}$\"}", "CNVD-19", "1:1 schema.pattern 'CNVD-19' does not have the form ^CNVD-", NULL},
        {"{\"pattern\": \"^\\\\S+$\"}", "\"a\\n\"", "1:1 schema.pattern does not have the form", NULL},
        {"{\"pattern\": \"^\\\\u6f0f.$\"}", "漏洞", NULL, NULL},
        {"{\"pattern\": \"^(a+)+$\"}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "1:1 schema.limit takes too long", "too many ways"},
        {"{\"minimum\": 0, \"maximum\": 10}", "62.3", "1:1 schema.range 62.3 is more than 10", NULL},
        {"{\"minimum\": 0}", "-3", "1:1 schema.range -3 is less than 0", NULL},
        {"{\"minimum\": 0}", "-0", "1:1 schema.range -0 has a sign, zero has none", NULL},
        {"{\"minimum\": -1}", "-0", NULL, NULL},
        {"{\"exclusiveMinimum\": 0}", "0", "1:1 schema.range 0 is not more than 0", NULL},
        {"{\"exclusiveMaximum\": 1}", "0.99", NULL, NULL},
        {"{\"maximum\": 1e2}", "101", "1:1 schema.range 101 is more than 1e2", NULL},
        {"{\"multipleOf\": 0.01}", "0.07", NULL, NULL},
        {"{\"multipleOf\": 0.01}", "0.075", "1:1 schema.range 0.075 is no multiple of 0.01", NULL},
    };
    CHECK(trials);
}

static void test_formats(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{\"format\": \"date\"}", "2020-02-29", NULL, NULL},
        {"{\"format\": \"date\"}", "2019-02-29", "1:1 schema.format '2019-02-29' is not a day of the calendar", NULL},
        {"{\"format\": \"time\"}", "\"23:59:60Z\"", NULL, NULL},
        {"{\"format\": \"time\"}", "\"22:59:60Z\"", "1:1 schema.format is not a time", NULL},
        {"{\"format\": \"date-time\"}", "\"2019-06-24T10:00:00+08:00\"", NULL, NULL},
        {"{\"format\": \"date-time\"}", "\"2019-06-24 10:00:00\"", "1:1 schema.format is not a date and time", NULL},
        {"{\"format\": \"uri\"}", "\"https://www.cnvd.org.cn/flaw/show/CNVD-2019-18510?a=1#b\"", NULL, NULL},
        {"{\"format\": \"uri\"}", "www.cnvd.org.cn", "1:1 schema.format 'www.cnvd.org.cn' is not an address", NULL},
        {"{\"format\": \"uri\"}", "\"https://例\"", "1:1 schema.format is not an address", NULL},
        {"{\"format\": \"iri\"}", "\"https://例\"", NULL, NULL},
        {"{\"format\": \"uri-reference\"}", "a/b.html", NULL, NULL},
        {"{\"format\": \"email\"}", "vreport@cert.org.cn", NULL, NULL},
        {"{\"format\": \"email\"}", "vreport", "1:1 schema.format is not an address like name@example.org", NULL},
        {"{\"format\": \"ipv6\"}", "\"8a2e::0370:7334\"", NULL, NULL},
        {"{\"format\": \"ipv6\"}", "\"8a2e::0370::1\"", "1:1 schema.format is not an IPv6 address", NULL},
        {"{\"format\": \"hostname\"}", "www.cnvd.org.cn", NULL, NULL},
        {"{\"format\": \"date\"}", "7", NULL, NULL},
    };
    CHECK(trials);
}

static void test_lists(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{\"items\": {\"type\": \"string\"}, \"minItems\": 1}", "[a, b]", NULL, NULL},
        {"{\"items\": {\"type\": \"string\"}}", "[a, 1, b, 2]", "1:5 schema.type 1 is; 1:11 schema.type 2 is", NULL},
        {"{\"minItems\": 1}", "[]", "1:1 schema.count the list is empty", NULL},
        {"{\"minItems\": 2}", "[a]", "1:1 schema.count the list has 1 items, wanted are 2 or more", NULL},
        {"{\"maxItems\": 1}", "[a, b]", "1:1 schema.count allowed are at most 1", NULL},
        {"{\"prefixItems\": [{\"type\": \"integer\"}], \"items\": false}", "[1]", NULL, NULL},
        {"{\"prefixItems\": [{\"type\": \"integer\"}], \"items\": false}", "[1, 2]", "1:5 schema.not nothing may stand here", NULL},
        {"{\"uniqueItems\": true}", "[a, b, c]", NULL, NULL},
        {"{\"uniqueItems\": true}", "- a\n- b\n- a", "3:3 schema.unique 'a' stands in the list twice", "line 1"},
        {"{\"uniqueItems\": true}", "[{a: 1, b: 2}, {b: 2.0, a: 1}]", "1:16 schema.unique a mapping stands", NULL},
        {"{\"contains\": {\"const\": 1}}", "[2, 1]", NULL, NULL},
        {"{\"contains\": {\"const\": 1}}", "[2]", "1:1 schema.count 0 items of the list", NULL},
        {"{\"contains\": {\"const\": 1}, \"minContains\": 0, \"maxContains\": 1}", "[1, 1]", "1:1 schema.count allowed are 1", NULL},
    };
    CHECK(trials);
}

#define ALERT "{\"additionalProperties\": false, \"required\": [\"title\", \"rated\"], " \
              "\"properties\": {\"title\": {}, \"rated\": {\"description\": \"范围\"}}}"

static void test_mappings(void **state) {
    (void)state;
    static const trial trials[] = {
        {ALERT, "{title: 甲, rated: 乙}", NULL, NULL},
        {ALERT, "title: 甲\nratde: 乙", "2:1 schema.key the key 'ratde' is not known here", "did you mean 'rated'?"},
        {ALERT, "title: 甲", "1:1 schema.required 'rated' is missing", "rated: 范围"},
        {ALERT, "title: |\n  甲 rated: 丙\n\n    rated: 乙\n", "1:1 schema.required 'rated' is missing", "in line 4 it is part of the text of 'title'"},
        {ALERT, "title: \"甲\\nrated: 乙\"", "1:1 schema.required 'rated' is missing", "rated: 范围"},
        {ALERT, "title: 甲\nrated: 乙\nother: 丙", "3:1 schema.key 'other'", "known here: 'title', 'rated'"},
        {"{\"patternProperties\": {\"^x_\": {\"type\": \"integer\"}}, \"additionalProperties\": {\"type\": \"string\"}}",
         "x_a: 1\nb: c", NULL, NULL},
        {"{\"patternProperties\": {\"^x_\": {\"type\": \"integer\"}}, \"additionalProperties\": {\"type\": \"string\"}}",
         "x_a: c\nb: 1", "1:6 schema.type 'c' is; 2:4 schema.type 1 is", NULL},
        {"{\"propertyNames\": {\"pattern\": \"^[a-z]+$\"}}", "a: 1\nB: 2", "2:1 schema.pattern 'B' does not have", NULL},
        {"{\"minProperties\": 2}", "a: 1", "1:1 schema.count the mapping has 1 keys, wanted are 2 or more", NULL},
        {"{\"maxProperties\": 1}", "a: 1\nb: 2", "1:1 schema.count allowed are at most 1", NULL},
        {"{\"dependentRequired\": {\"a\": [\"b\"], \"c\": [\"b\"]}}", "a: 1\nc: 2", "1:1 schema.required 'b' is missing: it goes with 'a'",
         NULL},
        {"{\"dependentSchemas\": {\"a\": {\"required\": [\"b\"]}}}", "a: 1", "1:1 schema.required 'b' is missing", NULL},
        {"{\"properties\": {\"a\": false}}", "a: 1", "1:1 schema.key the key 'a' is not known here", NULL},
    };
    CHECK(trials);
}

static void test_combinations(void **state) {
    (void)state;
    static const char rows[] = "{\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"properties\": {\"n\": "
                               "{\"type\": \"integer\"}}}}]}";
    static const trial trials[] = {
        {"{\"allOf\": [{\"minimum\": 1}, {\"maximum\": 3}]}", "2", NULL, NULL},
        {"{\"allOf\": [{\"minimum\": 1}, {\"minimum\": 2}]}", "0", "1:1 schema.range 0 is less than 1", NULL},
        {"{\"anyOf\": [{\"type\": \"integer\"}, {\"enum\": [\"auto\"]}]}", "auto", NULL, NULL},
        {"{\"anyOf\": [{\"type\": \"integer\"}, {\"enum\": [\"auto\"]}]}", "avto", "1:1 schema.enum 'avto' is neither one of auto nor an integer",
         NULL},
        {"{\"anyOf\": [{\"const\": \"a\"}, {\"const\": \"b\"}]}", "c", "1:1 schema.enum 'c' is not one of a, b", NULL},
        {rows, "types.csv", NULL, NULL},
        {rows, "- n: 1\n- n: 三", "2:6 schema.type '三' is a text, not an integer", NULL},
        {rows, "a: 1", "1:1 schema.type this is a mapping, not a text or a list", NULL},
        {"{\"oneOf\": [{\"minimum\": 1}, {\"maximum\": 5}]}", "3", "1:1 schema.choice 3 fits more than one", NULL},
        {"{\"oneOf\": [{\"properties\": {\"k\": {\"const\": \"a\"}}, \"required\": [\"k\", \"x\"]}, "
         "{\"properties\": {\"k\": {\"const\": \"b\"}}, \"required\": [\"k\", \"y\"]}]}", "k: b", "1:1 schema.required 'y' is missing", NULL},
        {"{\"not\": {\"const\": 0}}", "0", "1:1 schema.not 0 is just what may not stand here", NULL},
        {"{\"if\": {\"required\": [\"a\"]}, \"then\": {\"required\": [\"b\"]}, \"else\": {\"required\": [\"c\"]}}", "a: 1",
         "1:1 schema.required 'b' is missing", NULL},
        {"{\"if\": {\"required\": [\"a\"]}, \"then\": {\"required\": [\"b\"]}, \"else\": {\"required\": [\"c\"]}}", "c: 1", NULL, NULL},
        {"{\"$ref\": \"#/$defs/n\", \"$defs\": {\"n\": {\"type\": \"integer\"}}}", "x", "1:1 schema.type 'x' is a text", NULL},
        {"{\"properties\": {\"a\": {\"$ref\": \"#\"}}, \"additionalProperties\": false}", "a: {a: {b: 1}}", "1:9 schema.key 'b'", NULL},
        {"{\"$ref\": \"#n\", \"$defs\": {\"x\": {\"$anchor\": \"n\", \"const\": 1}}}", "2", "1:1 schema.enum 2 is not 1", NULL},
        {"{\"$ref\": \"#/$defs/a~1b%25\", \"$defs\": {\"a/b%\": {\"const\": 1}}}", "1", NULL, NULL},
        {"{\"x-note\": {\"any\": 1}, \"title\": \"t\", \"default\": 1, \"examples\": [1]}", "1", NULL, NULL},
    };
    CHECK(trials);
}

/* Schemas that are none: `told` as above, in the schema. */
static void test_bad_schemas(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{\"propertys\": {}}", "", "1:2 schema.keyword 'propertys' is no keyword", "did you mean 'properties'?"},
        {"{\"unevaluatedProperties\": false}", "", "1:2 schema.keyword 'unevaluatedProperties'", "x-"},
        {"{\"$defs\": {\"a\": {\"minimun\": 1}}}", "", "1:18 schema.keyword 'minimun'", "minimum"},
        {"{\"type\": \"text\"}", "", "1:10 schema.keyword there is no type 'text'", NULL},
        {"{\"minimum\": \"one\"}", "", "1:13 schema.keyword the schema wants a number here, this is a text", NULL},
        {"{\"minLength\": -1}", "", "1:15 schema.keyword the schema wants a number of 0, 1, 2", NULL},
        {"{\"multipleOf\": 0}", "", "1:16 schema.keyword a number above 0", NULL},
        {"{\"pattern\": \"(\"}", "", "1:13 schema.keyword '(' is no regular expression", NULL},
        {"{\"patternProperties\": {\"[\": {}}}", "", "1:24 schema.keyword '[' is no regular expression", NULL},
        {"{\"format\": \"data\"}", "", "1:12 schema.keyword the format 'data' is not known", "did you mean 'date'?"},
        {"{\"$ref\": \"#/$defs/b\", \"$defs\": {\"bb\": {}}}", "", "1:10 schema.reference '#/$defs/b' leads nowhere", "#/$defs/bb"},
        {"{\"$ref\": \"https://example.org/a\"}", "", "1:10 schema.reference leads out of this file", "$defs"},
        {"{\"$ref\": \"#\"}", "", "1:10 schema.reference '#' leads back to itself", NULL},
        {"{\"properties\": {\"a\": {\"$id\": \"b\"}}}", "", "1:30 schema.reference '$id' can only stand at the top", NULL},
        {"{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}", "", "1:13 schema.keyword is not the JSON Schema", NULL},
        {"[1]", "", "1:1 schema.keyword the schema wants a schema: a mapping", NULL},
        {"{\"items\": 1}", "", "1:11 schema.keyword the schema wants a schema", NULL},
        {"{\"allOf\": []}", "", "1:11 schema.keyword a list of schemas", NULL},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        zb_arena *arena = zb_arena_open();
        zb_diags *diags = zb_diags_new(arena);
        assert_null(zb_schema_read(arena, read_schema(arena, trials[i].schema, diags), diags));
        compare(&trials[i], diags);
        zb_arena_close(arena);
    }
}

/* A schema that goes round over one value ends. */
static void test_circles(void **state) {
    (void)state;
    static const trial trials[] = {
        {"{\"allOf\": [{\"$ref\": \"#\"}]}", "1", "1:1 schema.limit takes too long", "schema.json:1"},
        {"{\"anyOf\": [{\"not\": {\"$ref\": \"#\"}}, {\"$ref\": \"#\"}]}", "1", "1:1 schema.limit takes too long", NULL},
    };
    CHECK(trials);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),        cmocka_unit_test(test_words),       cmocka_unit_test(test_formats),
        cmocka_unit_test(test_lists),        cmocka_unit_test(test_mappings),    cmocka_unit_test(test_combinations),
        cmocka_unit_test(test_bad_schemas),  cmocka_unit_test(test_circles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
