/* SPDX-License-Identifier: Apache-2.0
 * Conditions: what each comparison says of each kind of value, how they are joined, branches, white space, and the findings of those that
 * are none. */
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
#include "templates/condition.h"
#include "templates/expand.h"

static const char *const data = "n: 3\nreal: 2.5\nten: 10\ntext: 高\nquoted: \"3\"\nyes: true\nno: false\nempty: \"\"\nnull_value:\n"
                                "list: [一, 二]\nnone: []\nmap: {a: 1, b: 2}\none: {only: 7}\nday: 2019-06-24\n"
                                "rows:\n  - {name: 甲, level: 高, n: 1}\n  - {name: 乙, n: 2}\n";

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
} fixture;

static const zb_value *read_data(fixture *f, const char *schema_text) {
    const zb_value *root = zb_yaml_read_source(f->arena, zb_source_new(f->arena, "data.yaml", zb_str_of(data)), f->diags);
    if (!schema_text) return root;
    const zb_source *source = zb_source_new(f->arena, "schema.json", zb_str_of(schema_text));
    const zb_schema *schema = zb_schema_read(f->arena, zb_json_read_source(f->arena, source, f->diags), f->diags);
    assert_non_null(schema);
    return zb_schema_complete(f->arena, schema, root, f->diags);
}

static const char *expand(fixture *f, const char *template, const char *schema) {
    f->diags = zb_diags_new(f->arena);
    const zb_source *source = zb_source_new(f->arena, "template.md", zb_str_of(template));
    const zb_expansion *e = zb_expand(f->arena, source, 0, source->text.n, read_data(f, schema), NULL, NULL, f->diags);
    return zb_str_z(f->arena, zb_expansion_resolve(f->arena, e, zb_expansion_text(e)));
}

static void gives(const char *template, const char *wanted) {
    fixture f = {.arena = zb_arena_open()};
    const char *got = expand(&f, template, NULL);
    if (zb_diags_count(f.diags)) fail_msg("%s: %s", template, zb_diags_at(f.diags, 0)->message);
    if (strcmp(got, wanted)) fail_msg("%s gives '%s', not '%s'", template, got, wanted);
    zb_arena_close(f.arena);
}

static void test_holds(void **state) {
    static const char *const holding[] = {
        "n == 3", "n != 4", "n < 4", "n <= 3", "n > 2", "n >= 3", "n == 3.0", "3 == n", "4 > n", "real < n", "real > 2.4", "ten > n",
        "n > -1", "n == +3", "text == \"高\"", "text == '高'", "text != \"中\"", "\"高\" == text", "quoted == \"3\"", "yes == true", "yes",
        "no == false", "yes != no", "not no", "not empty", "not none", "not null_value", "list", "map", "one == 7", "map.a == 1", "list.0 == \"一\"",
        "empty == \"\"", "null_value != 3", "null_value != \"\"", "null_value != null_value", "not (null_value == null_value)",
        "not null_value < 3", "not (null_value >= 3)", "day > \"2019-06-23\"", "day < \"2019-07-01\"", "yes and n == 3", "no or n==3",
        "no and no or yes", "yes or yes and no", "not (no or no)", "not no and yes", "(n > 2) and (n < 4)", "not not yes", "text<\"龥\"",
        "rows.0.level == \"高\""};
    char text[200];
    (void)state;
    for (size_t i = 0; i < sizeof holding / sizeof *holding; i++) {
        snprintf(text, sizeof text, "{{#if %s}}yes{{else}}no{{/if}}", holding[i]);
        gives(text, "yes");
        snprintf(text, sizeof text, "{{#if not (%s)}}yes{{else}}no{{/if}}", holding[i]);
        gives(text, "no");
    }
}

static void test_branches(void **state) {
    (void)state;
    gives("{{#if n == 1}}a{{else if n == 3}}b{{else if n == 3}}c{{else}}d{{/if}}.", "b.");
    gives("{{#if n == 1}}a{{else if n == 2}}b{{/if}}.", ".");
    gives("{{#if n == 1}}a{{else if n == 2}}b{{else}}{{#if text}}c{{else}}d{{/if}}{{/if}}.", "c.");
    gives("a\n  {{#if n == 3}}\nb\n  {{else}}  \nc\n{{/if}}\nd\n", "a\nb\nd\n");
    gives("a\n{{#if n != 3}}\nb\n{{else if n}}\nc\n{{/if}}\nd\n", "a\nc\nd\n");
    gives("a {{#if n != 3}}b{{else}} c\n{{/if}}\nd\n", "a  c\nd\n");
    gives("{{#rows}}{{name}}{{#if level == \"高\"}}！{{else}}。{{/if}}{{#if not @last}}、{{/if}}{{/rows}}", "甲！、乙。");
    gives("{{#rows}}{{#if n == 2}}{{name}}{{/if}}{{/rows}}", "乙");
    gives("{{#list}}{{#if . == \"二\"}}{{.}}{{/if}}{{#if @index == 1}}-{{/if}}{{/list}}", "-二");
    gives("{{#if list}}{{#list}}{{.}}{{/list}}{{/if}}{{#if none}}x{{/if}}", "一二"); /* once, not for each item */
    gives("{{=<% %>=}}<%#if n == 3%>a<%else%>b<%/if%>", "a");
    gives("{{! if n }}{{#if   n   ==   3   }}a{{ else }}b{{/ if }}", "a");
}

typedef struct slip {
    const char *template;
    unsigned column;
    const char *code, *message, *hint;
} slip;

static const char *const schema = "{\"properties\": {\"text\": {\"enum\": [\"高\", \"中\", \"低\"]}, \"rows\": {\"items\": {\"properties\": "
                                  "{\"level\": {\"$ref\": \"#/$defs/level\"}}}}, \"absent\": {\"const\": \"甲\"}}, "
                                  "\"$defs\": {\"level\": {\"enum\": [\"高\", \"低\"]}}}";

static void test_slips(void **state) {
    static const slip slips[] = {
        {"{{#if txet}}{{/if}}", 7, "template.missing", "no 'txet'", "'text'"},
        {"{{#if n == txet}}{{/if}}", 12, "template.missing", "no 'txet'", "'text'"},
        {"{{#if no and txet}}{{/if}}", 14, "template.missing", "no 'txet'", "'text'"},
        {"{{#if map.c}}{{/if}}", 7, "template.missing", "no 'map.c'", NULL},
        {"{{#if n == \"3\"}}{{/if}}", 9, "template.condition", "'n' is an integer, 3; it cannot be compared with a text, '3'", "data.yaml:1:4"},
        {"{{#if quoted > 2}}{{/if}}", 14, "template.condition", "cannot be compared", "data.yaml:5"},
        {"{{#if 2 < quoted}}{{/if}}", 9, "template.condition", "'quoted' is a text, '3'", "data.yaml:5"},
        {"{{#if list == \"一\"}}{{/if}}", 12, "template.condition", "'list' is a list", NULL},
        {"{{#if map == 3}}{{/if}}", 11, "template.condition", "'map' is a mapping", NULL},
        {"{{#if yes > no}}{{/if}}", 11, "template.condition", "cannot be compared", NULL},
        {"{{#if yes == 1}}{{/if}}", 11, "template.condition", "cannot be compared", NULL},
        {"{{#if text == \"高级\"}}{{/if}}", 15, "template.condition", "'text' is never \"高级\": it is one of 高, 中, 低", "'高'"},
        {"{{#if \"特高\" != text}}{{/if}}", 7, "template.condition", "is never", "'高'"},
        {"{{#if absent == \"乙\"}}{{/if}}", 17, "template.condition", "it is one of 甲", NULL},
        {"{{#rows}}{{#if level == \"中\"}}{{/if}}{{/rows}}", 25, "template.condition", "it is one of 高, 低", NULL},
        {"{{#if rows.1.level == \"中\"}}{{/if}}", 23, "template.condition", "it is one of 高, 低", NULL},
        {"{{#if text = \"高\"}}{{/if}}", 12, "template.condition", "'=' means nothing", "=="},
        {"{{#if text === \"高\"}}{{/if}}", 14, "template.condition", "'=' means nothing", "=="},
        {"{{#if !n}}{{/if}}", 7, "template.condition", "'!' means nothing", "'not'"},
        {"{{#if n && yes}}{{/if}}", 9, "template.condition", "'&&' is no name", "'and'"},
        {"{{#if n || yes}}{{/if}}", 9, "template.condition", "'||' is no name", "'or'"},
        {"{{#if text == “高”}}{{/if}}", 15, "template.condition", "is no name", "straight quotes"},
        {"{{#if n ＞ 3}}{{/if}}", 9, "template.condition", "is no name", "write >"},
        {"{{#if n 3}}{{/if}}", 9, "template.condition", "ends before '3'", "'and'"},
        {"{{#if n ==}}{{/if}}", 11, "template.condition", "the condition ends where", NULL},
        {"{{#if == 3}}{{/if}}", 7, "template.condition", "'==' stands where", NULL},
        {"{{#if n and}}{{/if}}", 12, "template.condition", "the condition ends where", NULL},
        {"{{#if (n}}{{/if}}", 7, "template.condition", "'(' is not closed", NULL},
        {"{{#if n)}}{{/if}}", 8, "template.condition", "ends before ')'", NULL},
        {"{{#if 1 < n < 4}}{{/if}}", 13, "template.condition", "second comparison", "'and'"},
        {"{{#if 3x == n}}{{/if}}", 7, "template.condition", "'3x' is no number", "quotes"},
        {"{{#if \"高 == text}}{{/if}}", 7, "template.condition", "is not closed", NULL},
        {"{{#if \"高\"}}{{/if}}", 7, "template.condition", "alone is no condition", NULL},
        {"{{#if 1 == 1}}{{/if}}", 7, "template.condition", "never changes", NULL},
        {"{{#if .a. == 1}}{{/if}}", 7, "template.condition", "is no name", NULL},
        {"{{#if n}}a{{else}}b{{else}}c{{/if}}", 20, "template.section", "'{{else}}' stands in no", "'{{else}}' from template.md:1:11"},
        {"{{#rows}}{{else}}{{/rows}}", 10, "template.section", "'{{else}}' stands in no", "'{{#rows}}'"},
        {"{{else}}", 1, "template.section", "'{{else}}' stands in no", NULL},
        {"{{#if n}}", 1, "template.section", "'if' is not closed", NULL},
        {"{{/if}}", 1, "template.section", "not open", NULL},
        {"{{^if n}}{{!x}}", 1, "template.syntax", "'if n' is no name", "{{#if not ...}}"},
        {"{{if n}}", 1, "template.syntax", "'if n' is no name", "{{#if ...}}"},
        {"{{elif n}}", 1, "template.syntax", "'elif n' is no name", "{{else if ...}}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        fixture f = {.arena = zb_arena_open()};
        expand(&f, slips[i].template, schema);
        if (zb_diags_count(f.diags) != 1) fail_msg("%s: %zu findings", slips[i].template, zb_diags_count(f.diags));
        const zb_diag *diag = zb_diags_at(f.diags, 0);
        bool right = !strcmp(diag->code, slips[i].code) && diag->loc.column == slips[i].column && strstr(diag->message, slips[i].message);
        if (!right) fail_msg("%s: %u %s %s", slips[i].template, diag->loc.column, diag->code, diag->message);
        if (slips[i].hint && !(diag->hint && strstr(diag->hint, slips[i].hint))) fail_msg("%s: hint '%s'", slips[i].template, diag->hint);
        zb_arena_close(f.arena);
    }
}

/* A slip in a condition prints neither branch, and is told once however many rows there are. */
static void test_unknown(void **state) {
    (void)state;
    fixture f = {.arena = zb_arena_open()};
    assert_string_equal(expand(&f, "{{#if n == \"3\"}}a{{else}}b{{/if}}", NULL), "");
    assert_string_equal(expand(&f, "{{#if nn}}a{{else if yes}}b{{else}}c{{/if}}", NULL), "");
    assert_string_equal(expand(&f, "{{#if yes or nn}}a{{else}}b{{/if}}{{#if no and nn}}c{{else}}d{{/if}}{{#if not nn}}e{{else}}f{{/if}}", NULL), "");
    assert_string_equal(expand(&f, "{{#rows}}{{#if name > 3}}{{/if}}{{#if naem}}{{/if}}{{/rows}}", NULL), "");
    assert_int_equal(zb_diags_count(f.diags), 2);
    zb_arena_close(f.arena);
}

static void test_limits(void **state) {
    (void)state;
    fixture f = {.arena = zb_arena_open()};
    zb_buf text = {0};
    zb_buf_format(&text, "{{#if ");
    for (int i = 0; i < 1000; i++) zb_buf_format(&text, "(");
    zb_buf_format(&text, "n");
    for (int i = 0; i < 1000; i++) zb_buf_format(&text, ")");
    zb_buf_format(&text, "}}{{/if}}{{#if n");
    for (int i = 0; i < 1000; i++) zb_buf_format(&text, " and n");
    zb_buf_format(&text, "}}{{/if}}");
    expand(&f, text.s, NULL);
    assert_int_equal(zb_diags_count(f.diags), 2);
    assert_non_null(strstr(zb_diags_at(f.diags, 0)->message, "too deep"));
    assert_non_null(strstr(zb_diags_at(f.diags, 1)->message, "too many parts"));
    zb_buf_free(&text);
    zb_arena_close(f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_holds),   cmocka_unit_test(test_branches), cmocka_unit_test(test_slips),
        cmocka_unit_test(test_unknown), cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
