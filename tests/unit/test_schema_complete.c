/* SPDX-License-Identifier: Apache-2.0
 * What the schema knows and the data lack: which names come, of which kind, where they stand, and what SQL sees of them. */
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
#include "model/sql.h"
#include "model/yaml.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
} fixture;

static int set_up(void **state) {
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    *f = (fixture){arena, zb_diags_new(arena)};
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    zb_arena_close(((fixture *)*state)->arena);
    return 0;
}

static const zb_value *yaml(fixture *f, const char *text) {
    const zb_value *value = zb_yaml_read_source(f->arena, zb_source_new(f->arena, "issue.yaml", zb_str_of(text)), f->diags);
    assert_non_null(value);
    return value;
}

static const zb_value *complete_value(fixture *f, const char *schema_text, const zb_value *root) {
    const zb_source *source = zb_source_new(f->arena, "schema.json", zb_str_of(schema_text));
    const zb_schema *schema = zb_schema_read(f->arena, zb_json_read_source(f->arena, source, f->diags), f->diags);
    if (!schema) fail_msg("%s is no schema: %s", schema_text, zb_diags_at(f->diags, 0)->message);
    return zb_schema_complete(f->arena, schema, root, f->diags);
}

static const zb_value *complete(fixture *f, const char *schema, const char *data) { return complete_value(f, schema, yaml(f, data)); }

/* "name" and what is there: "-" nothing, or the kind; absent ones with a question mark. */
static void has(const zb_value *root, const char *path, const char *wanted) {
    const zb_value *value = zb_value_lookup_path(root, zb_str_of(path));
    char got[40];
    snprintf(got, sizeof got, "%s%s", value ? zb_value_kind_name(value->kind) : "-", value && value->absent ? "?" : "");
    if (strcmp(got, wanted)) fail_msg("'%s' is %s, not %s", path, got, wanted);
}

static void test_kinds(void **state) {
    const zb_value *root = complete(*state,
                                    "{\"properties\": {\"a\": {\"type\": \"integer\"}, \"m\": {\"properties\": {\"x\": {}, \"l\": {\"type\": \"array\"}}}, "
                                    "\"l\": {\"type\": [\"array\", \"null\"]}, \"both\": {\"type\": [\"array\", \"string\"]}, "
                                    "\"there\": {\"type\": \"object\", \"properties\": {\"y\": {}, \"z\": {}}}, \"blank\": {\"type\": [\"object\", \"null\"], "
                                    "\"properties\": {\"q\": {}}}, \"never\": false}}",
                                    "there: {z: 1}\nblank:\nmore: 2\n");
    has(root, "a", "null?");
    has(root, "m", "mapping?");
    has(root, "m.x", "null?");
    has(root, "m.l", "list?");
    has(root, "l", "list?");
    has(root, "both", "null?");
    has(root, "there", "mapping");
    has(root, "there.y", "null?");
    has(root, "there.z", "integer");
    has(root, "blank", "mapping?");
    has(root, "blank.q", "null?");
    has(root, "never", "-");
    has(root, "more", "integer");
    const zb_value *y = zb_value_lookup_path(root, ZB_STR("there.y"));
    assert_int_equal(y->loc.line, 1); /* of what lacks it */
    assert_int_equal(y->loc.column, 8);
}

static void test_sources_of_names(void **state) {
    const zb_value *root = complete(*state,
                                    "{\"$ref\": \"#/$defs/base\", \"allOf\": [{\"properties\": {\"b\": {}}}], \"anyOf\": [{\"properties\": {\"c\": {}}}, "
                                    "{\"properties\": {\"d\": {}}}], \"if\": {\"properties\": {\"e\": {}}}, \"then\": {\"properties\": {\"f\": {}}}, "
                                    "\"else\": {\"properties\": {\"g\": {}}}, \"not\": {\"properties\": {\"h\": {\"type\": \"integer\"}}}, "
                                    "\"dependentSchemas\": {\"a\": {\"properties\": {\"i\": {}}}}, \"patternProperties\": {\"^p\": {\"properties\": {\"j\": {}}}}, "
                                    "\"additionalProperties\": {\"properties\": {\"k\": {}}}, \"$defs\": {\"base\": {\"properties\": {\"a\": {}}}}}",
                                    "pm: {}\nother: {}\n");
    static const char *const known[] = {"a", "b", "c", "d", "f", "g", "i", "pm.j", "other.k"}, *const unknown[] = {"e", "h", "pm.k", "other.j"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) has(root, known[i], "null?");
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) has(root, unknown[i], "-");
}

static void test_recursion(void **state) {
    const zb_value *root = complete(*state, "{\"properties\": {\"next\": {\"$ref\": \"#\"}, \"n\": {}, \"kids\": {\"type\": \"array\", \"items\": {\"$ref\": \"#\"}}}}",
                                    "kids:\n  - {n: 1, kids: [{}]}\n");
    has(root, "next.next.next.n", "null?");
    has(root, "kids.0.next", "mapping?");
    has(root, "kids.0.kids.0.n", "null?");
}

static void test_rows(void **state) {
    fixture *f = *state;
    const zb_value *data = yaml(f, "rows: [{a: 1}, {a: 2, b: 3}, {a: 4, b: 5, c: {d: 6}}]\nfull: [{a: 1}]\nnone: []\n");
    const zb_value *root = complete_value(f,
                                          "{\"properties\": {\"rows\": {\"items\": {\"properties\": {\"a\": {}, \"b\": {}, \"c\": {\"type\": \"object\", "
                                          "\"properties\": {\"d\": {}}}}}}, \"full\": {\"items\": {\"properties\": {\"a\": {}}}}, "
                                          "\"none\": {\"items\": {\"properties\": {\"a\": {}}}}}}",
                                          data);
    has(root, "rows.0.b", "null?");
    has(root, "rows.0.c.d", "null?");
    has(root, "rows.1.b", "integer");
    has(root, "rows.2.c.d", "integer");
    assert_ptr_equal(zb_value_lookup_path(root, ZB_STR("full.0")), zb_value_lookup_path(data, ZB_STR("full.0"))); /* nothing to add */
    const zb_value *none = zb_value_lookup_z(root, "none");
    assert_non_null(none->columns);
    assert_false(none->absent);
    assert_int_equal(none->columns->count, 1);
}

static const char *const tables_schema =
    "{\"properties\": {\"level\": {\"enum\": [\"高\"]}, \"events\": {\"type\": \"object\", \"properties\": {\"last_week\": {\"type\": \"integer\"}}}, "
    "\"alerts\": {\"type\": \"array\", \"items\": {\"properties\": {\"title\": {}, \"rating\": {}, \"links\": {\"type\": \"array\"}, "
    "\"by\": {\"type\": \"object\", \"properties\": {\"name\": {}}}}}}, \"news\": {\"type\": \"array\", \"items\": {\"properties\": {\"title\": {}, "
    "\"by\": {\"type\": \"object\", \"properties\": {\"name\": {}}}}}}, "
    "\"tables\": {\"properties\": {\"types\": {\"x-table\": {\"fields\": [{\"name\": \"type\"}, {\"name\": \"count\"}]}}, "
    "\"extra\": {\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"properties\": {\"k\": {}}}}]}, "
    "\"file\": {\"x-table\": {\"fields\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}}}}}}";

/* The data with a file as a table, as the reader of data puts it there. */
static const zb_value *with_file(fixture *f, const char *text, const char *csv) {
    const zb_value *root = yaml(f, text);
    zb_entry *entries = ZB_NEW_ARRAY(f->arena, root->count + 1, zb_entry);
    zb_value *map = ZB_NEW(f->arena, zb_value);
    memcpy(entries, root->entries, root->count * sizeof *entries);
    *map = *root;
    map->entries = entries;
    const zb_value *table = zb_csv_read(f->arena, zb_source_new(f->arena, "file.csv", zb_str_of(csv)), f->diags);
    entries[map->count++] = (zb_entry){ZB_STR("file"), table->loc, table};
    return map;
}

static zb_loc locate(const void *context, size_t offset) { return zb_source_loc(context, offset); }

static void test_sql(void **state) {
    fixture *f = *state;
    static const char *const questions[] = {
        "SELECT :level IS NULL AND :events_last_week IS NULL",
        "SELECT count(*) = 2 AND count(rating) = 0 AND count(links) = 0 AND count(by_name) = 0 FROM alerts",
        "SELECT count(*) = 0 AND sum(count) IS NULL AND count(type) = 0 FROM types",
        "SELECT count(*) = 0 AND count(by_name) = 0 AND count(title) = 0 FROM news",
        "SELECT count(*) = 0 AND count(k) = 0 FROM extra",
        "SELECT count(*) = 1 AND count(a) = 1 AND count(b) = 0 FROM file",
        "SELECT growth(5, :events_last_week) IS NULL AND growth(5, 0) IS NULL AND growth(5, 5) = '0%' AND percent(5, 0) IS NULL",
    };
    zb_data data = {.path = "issue.yaml"};
    data.root = complete_value(f, tables_schema, with_file(f, "alerts: [{title: 甲}, {title: 乙}]\n", "a\n1\n"));
    zb_sql *sql = zb_sql_open(f->arena, &data, f->diags);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const zb_source *query = zb_source_new(f->arena, "query.sql", zb_str_of(questions[i]));
        const zb_value *row = zb_sql_query(sql, (zb_str){0}, query->text, locate, query);
        if (!row) fail_msg("%s: %s", questions[i], zb_diags_at(f->diags, 0)->message);
        if (row->entries[0].value->integer != 1) fail_msg("%s: no", questions[i]);
    }
    const zb_source *query = zb_source_new(f->arena, "query.sql", ZB_STR("SELECT :levle, (SELECT ratnig FROM alerts)"));
    assert_null(zb_sql_query(sql, (zb_str){0}, query->text, locate, query)); /* what the schema does not know is still a slip */
}

/* A value that is there is meant, not one that could be and is written alike. */
static void test_ambiguous_parameter(void **state) {
    fixture *f = *state;
    zb_data data = {.path = "issue.yaml"};
    data.root = complete(f, "{\"properties\": {\"a\": {\"properties\": {\"b\": {}}}, \"a_b\": {}}}", "a_b: 5\n");
    zb_sql *sql = zb_sql_open(f->arena, &data, f->diags);
    const zb_source *query = zb_source_new(f->arena, "query.sql", ZB_STR("SELECT :a_b"));
    const zb_value *row = zb_sql_query(sql, (zb_str){0}, query->text, locate, query);
    assert_non_null(row);
    assert_int_equal(row->entries[0].value->integer, 5);
}

static void test_limit(void **state) {
    fixture *f = *state;
    zb_buf schema = {0}, text = {0};
    zb_buf_format(&schema, "{\"properties\": {\"rows\": {\"items\": {\"properties\": {");
    for (int i = 0; i < 200; i++) zb_buf_format(&schema, "%s\"k%d\": {}", i ? ", " : "", i);
    zb_buf_format(&schema, "}}}}}");
    zb_buf_format(&text, "rows: [");
    for (int i = 0; i < 6000; i++) zb_buf_format(&text, "{},");
    zb_buf_format(&text, "{}]\n");
    complete(f, schema.s, text.s);
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "schema.limit");
    zb_buf_free(&schema);
    zb_buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kinds, set_up, tear_down),     cmocka_unit_test_setup_teardown(test_sources_of_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_recursion, set_up, tear_down), cmocka_unit_test_setup_teardown(test_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sql, set_up, tear_down),       cmocka_unit_test_setup_teardown(test_ambiguous_parameter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
