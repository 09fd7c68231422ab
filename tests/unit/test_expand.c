/* SPDX-License-Identifier: Apache-2.0
 * Mustache expansion: the specification's modules, what Zhoubao adds to it, its diagnostics, and the way back to the
 * sources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "templates/expand.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    const zb_source *template;
    const zb_value *partials; /* name: text */
    const zb_value *root;
    const zb_expansion *expansion;
} fixture;

static int set_up(void **state) {
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    f->arena = arena;
    f->diags = zb_diags_new(arena);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    zb_arena_close(f->arena);
    return 0;
}

static const zb_source *partial_read(void *context, zb_str name, zb_loc loc) {
    fixture *f = context;
    const zb_value *text = zb_value_lookup(f->partials, name);
    if (text) return zb_source_new(f->arena, zb_str_format(f->arena, "%.*s.md", ZB_STR_ARG(name)).s, text->text);
    zb_diag_add(f->diags, ZB_ERROR, "template.partial", loc, "no partial '%.*s'", ZB_STR_ARG(name));
    return NULL;
}

static const zb_value *yaml(fixture *f, const char *name, const char *text) {
    const zb_value *value = zb_yaml_read_source(f->arena, zb_source_new(f->arena, name, zb_str_of(text)), f->diags);
    assert_non_null(value);
    return value;
}

static void expand(fixture *f, const char *template, const char *data) {
    f->diags = zb_diags_new(f->arena);
    f->root = yaml(f, "data.yaml", data);
    f->template = zb_source_new(f->arena, "template.md", zb_str_of(template));
    f->expansion = zb_expand(f->arena, f->template, 0, f->template->text.n, f->root, partial_read, f, f->diags);
}

static const char *result(fixture *f) {
    return zb_str_z(f->arena, zb_expansion_resolve(f->arena, f->expansion, zb_expansion_text(f->expansion)));
}

static void no_findings(fixture *f) {
    if (zb_diags_count(f->diags)) zb_diags_print(f->diags, stderr, false);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

#define EXPANDS(template, data, wanted)                                                                                \
    do {                                                                                                               \
        expand(f, template, data);                                                                                     \
        no_findings(f);                                                                                                \
        assert_string_equal(result(f), wanted);                                                                        \
    } while (0)

/* Finding number i: code, place as "line:column", and part of the message or NULL; a wanted hint may be part of it. */
static void finding(fixture *f, size_t i, const char *code, const char *place, const char *message, const char *hint) {
    if (i >= zb_diags_count(f->diags)) fail_msg("there are only %zu findings", zb_diags_count(f->diags));
    const zb_diag *diag = zb_diags_at(f->diags, i);
    assert_string_equal(diag->code, code);
    assert_string_equal(zb_str_format(f->arena, "%u:%u", diag->loc.line, diag->loc.column).s, place);
    if (message && !strstr(diag->message, message)) fail_msg("'%s' is not in '%s'", message, diag->message);
    if (hint && (!diag->hint || !strstr(diag->hint, hint)))
        fail_msg("'%s' is not in '%s'", hint, diag->hint ? diag->hint : "");
}

static void findings(fixture *f, size_t count) {
    if (zb_diags_count(f->diags) != count) zb_diags_print(f->diags, stderr, false);
    assert_int_equal(zb_diags_count(f->diags), count);
}

/* Interpolation
 * ------------------------------------------------------------------------------------------------------------ */

static void interpolation(void **state) {
    fixture *f = *state;
    EXPANDS("no {tags} here }}\n", "{}", "no {tags} here }}\n");
    EXPANDS("", "{}", "");
    EXPANDS("你好，{{who}}！", "who: 世界", "你好，世界！");
    EXPANDS("{{ who }}|{{{ who }}}|{{& who }}|{{\n who }}", "who: x", "x|x|x|x");
    EXPANDS("  {{who}}\n", "who: x", "  x\n");
    EXPANDS("{{a}} {{b}} {{c}} {{d}}", "{a: 85, b: 6.10, c: true, d: '007'}", "85 6.10 true 007");
    EXPANDS("{{a}}|{{{a}}}", "a: '{{b}}'", "{{b}}|{{b}}");
    EXPANDS("[{{empty}}]", "empty: ''", "[]");
}

static void dotted_names(void **state) {
    fixture *f = *state;
    EXPANDS("{{a.b.c}} {{{a.b.c}}} {{#a.b}}{{c}}{{/a.b}} {{#a}}{{b.c}}{{/a}}", "{a: {b: {c: x}}}", "x x x x");
    EXPANDS("{{list.1.n}}", "list: [{n: 1}, {n: 2}]", "2");
    EXPANDS("{{#a}}{{b.c}}{{/a}}", "{a: {n: 1}, b: {c: outer}}", "outer");
    /* The first part chooses the context; the rest must be there. */
    expand(f, "{{#a}}{{b.c}}{{/a}}", "{a: {b: {x: 1}}, b: {c: outer}}");
    findings(f, 1);
    finding(f, 0, "template.missing", "1:7", "'b.c'", "'b.x'");
}

static void implicit_iterator(void **state) {
    fixture *f = *state;
    EXPANDS("{{#l}}({{.}}){{/l}}", "l: [1, two, 3.50]", "(1)(two)(3.50)");
    EXPANDS("{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "l: [[1, 2], [3]]", "(12)(3)");
    EXPANDS("{{#s}}{{.}}{{/s}}", "s: text", "text");
    EXPANDS("{{#l}}{{{.}}}{{/l}}", "l: ['*']", "*");
}

/* Sections
 * ----------------------------------------------------------------------------------------------------------------- */

static void sections(void **state) {
    fixture *f = *state;
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: true", "yes");
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: false", "no");
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: null", "no");
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: []", "no");
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: ''", "no");
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: 0", "yes");
    EXPANDS("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "x: {}", "yes");
    EXPANDS("{{#l}}{{n}}{{/l}}", "l: [{n: 1}, {n: 2}]", "12");
    EXPANDS("|{{# x }}={{/ x }}|", "x: true", "|=|");
    EXPANDS("a {{#x}}b {{#x}}c{{/x}} d{{/x}} e", "x: true", "a b c d e");
    EXPANDS("a {{^x}}b {{^x}}c{{/x}} d{{/x}} e", "x: false", "a b c d e");
}

static void contexts_nest(void **state) {
    fixture *f = *state;
    EXPANDS("{{#a}}{{one}}{{#b}}{{one}}{{two}}{{#c}}{{one}}{{two}}{{three}}{{/c}}{{two}}{{/b}}{{one}}{{/a}}",
            "{a: {one: 1}, b: {two: 2}, c: {three: 3}}", "11212321");
    EXPANDS("{{#tops}}{{#middles}}{{top}}{{middle}}{{#bottoms}}{{top}}{{middle}}{{bottom}}.{{/bottoms}}{{/middles}}{{/"
            "tops}}",
            "tops: [{top: A, middles: [{middle: 1, bottoms: [{bottom: x}, {bottom: y}]}]}]", "A1A1x.A1y.");
}

static void standalone_lines(void **state) {
    fixture *f = *state;
    EXPANDS("a\n{{#x}}\nb\n{{/x}}\nc\n", "x: true", "a\nb\nc\n");
    EXPANDS("a\n  {{#x}}  \nb\n\t{{/x}}\nc", "x: true", "a\nb\nc");
    EXPANDS("a\n{{^x}}\nb\n{{/x}}\nc\n", "x: false", "a\nb\nc\n");
    EXPANDS("a\r\n{{#x}}\r\n{{/x}}\r\nc", "x: true", "a\r\nc");
    EXPANDS("  {{#x}}\nb{{/x}}\nc", "x: true", "b\nc");
    EXPANDS("b{{#x}}\nc\n  {{/x}}", "x: true", "b\nc\n");
    EXPANDS(" {{#x}}b{{/x}}\n {{#x}}c{{/x}}\n", "x: true", " b\n c\n");
    EXPANDS(" | {{#x}} {{! said }}\n {{/x}} | \n", "x: true", " |  \n  | \n");
    EXPANDS("{{#x}}\n\n{{/x}}\n", "x: true", "\n");
}

static void walk_positions(void **state) {
    fixture *f = *state;
    EXPANDS("{{#l}}{{@index}}{{^@last}}、{{/@last}}{{/l}}", "l: [a, b, c]", "1、2、3");
    EXPANDS("{{#l}}{{#@first}}<{{/@first}}{{.}}{{#@last}}>{{/@last}}{{/l}}", "l: [a, b, c]", "<abc>");
    EXPANDS("{{#l}}{{#@first}}{{#@last}}one{{/@last}}{{/@first}}{{/l}}", "l: [a]", "one");
    EXPANDS("{{#a}}{{@index}}{{#b}}{{@index}}{{/b}}{{@index}} {{/a}}", "a: [{b: [1, 2]}, {b: [1]}]", "1121 212 ");
    EXPANDS("{{#a}}{{#b}}{{@index}}{{/b}}{{/a}}", "a: [{b: {x: 1}}, {b: {x: 1}}]", "12");
    EXPANDS("{{#row}}{{@index}} {{@last}}{{/row}}", "row: {n: 1}", "1 true");
}

/* Comments, delimiters
 * ------------------------------------------------------------------------------------------------------ */

static void comments(void **state) {
    fixture *f = *state;
    EXPANDS("12{{! {{#x}} }}34", "{}", "12 }}34");
    EXPANDS("12{{! a comment }}34", "{}", "1234");
    EXPANDS("12{{!\n two\n lines\n}}34", "{}", "1234");
    EXPANDS("a\n{{! alone }}\nb\n", "{}", "a\nb\n");
    EXPANDS("a\n  {{!\n alone\n  }}\nb\n", "{}", "a\nb\n");
    EXPANDS("  12 {{! inline }}\n", "{}", "  12 \n");
    EXPANDS("a\r\n{{! alone }}\r\nb", "{}", "a\r\nb");
    EXPANDS("{{!}}x", "{}", "x");
}

static void delimiters(void **state) {
    fixture *f = *state;
    EXPANDS("{{=<% %>=}}(<%x%>{{x}})", "x: 1", "(1{{x}})");
    EXPANDS("({{=[ ]=}}[x])", "x: 1", "(1)");
    EXPANDS("{{=| |=}}|x||&x|", "x: 1", "11");
    EXPANDS("|{{= @   @ =}}|", "{}", "||");
    EXPANDS("{{=<% %>=}}<%{x}%><%={{ }}=%>{{x}}<%x%>", "x: 1", "11<%x%>");
    EXPANDS("a\n  {{=@ @=}}\nb", "{}", "a\nb");
    EXPANDS(" | {{=@ @=}}\n", "{}", " | \n");
    EXPANDS("[\n{{#s}}\n  {{d}}\n  |d|\n{{/s}}\n{{=| |=}}\n|#s|\n  {{d}}\n  |d|\n|/s|\n]\n", "{s: true, d: I}",
            "[\n  I\n  |d|\n  {{d}}\n  I\n]\n");
    f->partials = yaml(f, "p", "p: '.{{v}}. .|v|.'");
    EXPANDS("[{{>p}}]{{=| |=}}[|>p|]", "v: y", "[.y. .|v|.][.y. .|v|.]");
    f->partials = yaml(f, "p", "p: '.{{v}}. {{= | | =}} .|v|.'");
    EXPANDS("[{{>p}}][ .{{v}}. .|v|. ]", "v: y", "[.y.  .y.][ .y. .|v|. ]");
}

/* Partials
 * ----------------------------------------------------------------------------------------------------------------- */

static void partials(void **state) {
    fixture *f = *state;
    f->partials =
        yaml(f, "p", "{p: '*{{x}}*', node: '{{c}}<{{#n}}{{>node}}{{/n}}>', tab: \"\\t|\\t\", two: \">\\n>\"}");
    EXPANDS("\"{{> p }}\"", "x: in", "\"*in*\"");
    EXPANDS("{{>node}}", "{c: X, n: [{c: Y, n: []}]}", "X<Y<>>");
    EXPANDS("| {{>tab}} |", "{}", "| \t|\t |");
    EXPANDS("  {{x}}  {{>two}}\n", "x: '|'", "  |  >\n>\n");
    EXPANDS("|\r\n{{>p}}\r\n|", "x: '1'", "|\r\n*1*|");
    EXPANDS("  {{>two}}\n>", "{}", "  >\n  >>");
    EXPANDS(">\n  {{>two}}", "{}", ">\n  >\n  >");
}

static void partial_indent(void **state) {
    fixture *f = *state;
    f->partials = yaml(
        f, "p",
        "{p: \"|\\n{{{c}}}a\\n{{#t}}x{{/t}}\\n{{! c }}|\\n{{#t}}\\nin\\n{{/t}}\\n\", outer: \"<\\n {{>p}}\\n>\\n\"}");
    EXPANDS("-\n {{>p}}\n-\n", "{c: \"<\\n->\", t: true}", "-\n |\n <\n->a\n x\n |\n in\n-\n");
    EXPANDS(" {{>outer}}\n", "{c: c, t: false}", " <\n  |\n  ca\n  \n  |\n >\n");
    f->partials = yaml(f, "p", "p: \"a\\n\\nb\\n\"");
    EXPANDS("  {{>p}}\n", "{}", "  a\n  \n  b\n");
}

static void partial_faults(void **state) {
    fixture *f = *state;
    f->partials = yaml(f, "p", "{self: 'x{{>self}}', bad: \"one\\n{{#open}}\"}");
    expand(f, "{{>self}}", "{}");
    findings(f, 1);
    finding(f, 0, "template.depth", "1:2", "64", NULL);
    expand(f, "a {{>none}}{{>none}}", "{}");
    findings(f, 2);
    finding(f, 0, "template.partial", "1:3", "'none'", NULL);
    expand(f, "{{>bad}}{{>bad}}", "open: true");
    findings(f, 1);
    finding(f, 0, "template.section", "2:1", "'open' is not closed", NULL);
    assert_string_equal(zb_diags_at(f->diags, 0)->loc.source->name, "bad.md");
    f->diags = zb_diags_new(f->arena);
    zb_expand(f->arena, f->template, 0, f->template->text.n, f->root, NULL, NULL, f->diags);
    finding(f, 0, "template.partial", "1:1", NULL, NULL);
}

/* What the data lacks
 * ------------------------------------------------------------------------------------------------------- */

static void missing_names(void **state) {
    fixture *f = *state;
    expand(f, "a\n第 {{numbr}} 期", "{number: 26, title: t}");
    findings(f, 1);
    finding(f, 0, "template.missing", "2:3", "the data has no 'numbr'", "did you mean 'number'?");
    expand(f, "{{severity.hihg}}", "severity: {high: 1, low: 2}");
    findings(f, 1);
    finding(f, 0, "template.missing", "1:1", "'severity.hihg'", "did you mean 'severity.high'?");
    expand(f, "{{n.x}}", "n: 5");
    finding(f, 0, "template.missing", "1:1", "'n.x'", "'n' is a");
    expand(f, "{{#typo}}x{{/typo}}{{^typo}}y{{/typo}}", "typ: 1");
    findings(f, 2);
    finding(f, 0, "template.missing", "1:1", "'typo'", "'typ'");
    finding(f, 1, "template.missing", "1:20", "'typo'", "'typ'");
    expand(f, "{{#list}}{{nam}}{{/list}}", "{list: [{name: a}, {name: b}], number: 1}");
    findings(f, 1);
    finding(f, 0, "template.missing", "1:10", "'nam'", "'name'");
}

static void missing_shows_its_tag(void **state) {
    fixture *f = *state;
    expand(f, "a: {{x}}", "y: 1");
    assert_string_equal(result(f), "a: {{x}}");
    zb_str text = zb_expansion_text(f->expansion);
    assert_true(zb_expansion_placeholder(f->expansion, zb_str_sub(text, 3, 99), NULL, NULL) > 0);
    assert_true(zb_expansion_faulty(f->expansion, text));
    assert_false(zb_expansion_faulty(f->expansion, zb_str_sub(text, 0, 3)));
    expand(f, "a: {{y}}", "y: 1");
    assert_false(zb_expansion_faulty(f->expansion, zb_expansion_text(f->expansion)));
}

static void optional_keys(void **state) {
    fixture *f = *state;
    const char *rows = "note: outer\nrows:\n  - {n: 1, note: one}\n  - {n: 2}\n";
    EXPANDS("{{#rows}}{{n}}{{#note}}({{.}}){{/note}}{{^note}}-{{/note}} {{/rows}}", rows, "1(one) 2- ");
    /* Not the outer note: an editor forgot the row's. */
    expand(f, "{{#rows}}{{note}}{{/rows}}", rows);
    findings(f, 1);
    finding(f, 0, "template.missing", "1:10", "row 2 of 'rows' has no 'note'", "data.yaml:4:5");
    expand(f, "{{#rows}}{{a.b}}{{#a.b}}x{{/a.b}}{{/rows}}", "rows: [{a: {b: 1}}, {a: {c: 1}}]");
    findings(f, 1);
    finding(f, 0, "template.missing", "1:10", "row 2 of 'rows' has no 'a.b'", "data.yaml:1:21");
    expand(f, "{{#rows}}{{nothing}}{{/rows}}", rows);
    findings(f, 1);
    finding(f, 0, "template.missing", "1:10", "the data has no 'nothing'", NULL);
}

static void every_lacking_row_is_named(void **state) {
    fixture *f = *state;
    expand(f, "{{#r}}{{k}}{{/r}}", "r: [{k: 1}, {j: 2}, {j: 3}]");
    findings(f, 2);
    finding(f, 0, "template.missing", "1:7", "row 2 of 'r'", "1:13");
    finding(f, 1, "template.missing", "1:7", "row 3 of 'r'", "1:21");
}

static void specials_outside(void **state) {
    fixture *f = *state;
    expand(f, "{{@index}}", "{}");
    finding(f, 0, "template.missing", "1:1", "inside a section", NULL);
    expand(f, "{{#l}}{{@fist}}{{/l}}", "l: [1]");
    findings(f, 1);
    finding(f, 0, "template.missing", "1:7", "'@fist'", "did you mean '@first'?");
}

static void shapes(void **state) {
    fixture *f = *state;
    expand(f, "{{list}}", "list: [1]");
    finding(f, 0, "template.value", "1:1", "'list' is a list", "{{#list}}");
    expand(f, "{{m}}", "m: {a: 1, b: 2}");
    finding(f, 0, "template.value", "1:1", "'m' is a", "'m.a'");
    EXPANDS("{{one}} {{{one}}}", "one: {n: 201}", "201 201");
    expand(f, "{{one}}", "one: {n: [1]}");
    finding(f, 0, "template.value", "1:1", NULL, "'one.n'");
    expand(f, "{{m}}", "m: {}");
    findings(f, 1);
}

static void null_values(void **state) {
    fixture *f = *state;
    expand(f, "a {{x.y}}{{{x.y}}}", "x: {y: null}");
    findings(f, 1);
    finding(f, 0, "data.missing", "1:8", "'x.y' has no value", "template.md:1:3");
    assert_string_equal(zb_diags_at(f->diags, 0)->loc.source->name, "data.yaml");
}

/* Malformed tags
 * ------------------------------------------------------------------------------------------------------------ */

static void malformed_tags(void **state) {
    fixture *f = *state;
    static const struct {
        const char *template, *place, *message;
    } cases[] = {
        {"a {{b", "1:3", "not closed"},
        {"a {{b\n{{x}}", "1:3", "not closed"},
        {"{{}}", "1:1", "no name"},
        {"{{a b}}", "1:1", "'a b'"},
        {"{{{x}}", "1:1", "not closed"},
        {"{{! x", "1:1", "not closed"},
        {"{{=x=}}", "1:1", "delimiters"},
        {"{{=a= b=}}", "1:1", "delimiters"},
        {"{{= a b c =}}", "1:1", "delimiters"},
        {"{{=<% %>}}", "1:1", "not closed"},
        {"{{<parent}}", "1:1", "no name"},
        {"{{a..b}}", "1:1", "no name"},
        {"{{.a}}", "1:1", "no name"},
        {"{{x.}}", "1:1", "no name"},
        {"\n  {{#}}", "2:3", "no name"},
        {"{{=aaaaaaaaaaaaaaaaa b=}}", "1:1", "delimiters"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expand(f, cases[i].template, "x: 1");
        findings(f, 1);
        finding(f, 0, "template.syntax", cases[i].place, cases[i].message, NULL);
    }
    expand(f, "a {{b\n{{x}}", "x: 1");
    assert_string_equal(result(f), "a {{b\n1");
}

static void sections_that_do_not_match(void **state) {
    fixture *f = *state;
    expand(f, "a\n{{#x}}\nb\n", "x: true");
    findings(f, 1);
    finding(f, 0, "template.section", "2:1", "'x' is not closed", NULL);
    assert_string_equal(result(f), "a\nb\n");
    expand(f, "a {{/x}}", "x: true");
    findings(f, 1);
    finding(f, 0, "template.section", "1:3", "'{{/x}}' closes a section that is not open", NULL);
    expand(f, "{{#x}}{{#y}}a{{/x}}", "{x: true, y: true}");
    findings(f, 1);
    finding(f, 0, "template.section", "1:7", "'y' is not closed", "template.md:1:14");
    expand(f, "{{#x}}{{/y}}{{/x}}", "x: true");
    findings(f, 1);
    finding(f, 0, "template.section", "1:7", "'{{/y}}'", "'x' from template.md:1:1");
}

static void a_flood_of_errors_ends(void **state) {
    fixture *f = *state;
    zb_buf text = {0};
    for (int i = 0; i < 100000; i++) zb_buf_add(&text, ZB_STR("{{"));
    expand(f, zb_buf_str(&text).s, "{}");
    findings(f, 51);
    assert_int_equal(zb_expansion_text(f->expansion).n, 200000);
    zb_buf_free(&text);
}

/* Limits
 * -------------------------------------------------------------------------------------------------------------------
 */

static void depth_is_bounded(void **state) {
    fixture *f = *state;
    zb_buf text = {0};
    for (int i = 0; i < 70; i++) zb_buf_add(&text, ZB_STR("{{#x}}"));
    for (int i = 0; i < 70; i++) zb_buf_add(&text, ZB_STR("{{/x}}"));
    expand(f, zb_buf_str(&text).s, "x: true");
    findings(f, 1);
    finding(f, 0, "template.depth", "1:385", NULL, NULL);
    zb_buf_free(&text);
}

static void steps_are_bounded(void **state) {
    fixture *f = *state;
    expand(
        f,
        "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}",
        "a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
    findings(f, 1);
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "template.steps");
}

static void size_is_bounded(void **state) {
    fixture *f = *state;
    zb_buf text = {0};
    zb_buf_add(&text, ZB_STR("{{#a}}{{#a}}{{#a}}"));
    for (int i = 0; i < 200000; i++) zb_buf_add_char(&text, 'x');
    zb_buf_add(&text, ZB_STR("{{/a}}{{/a}}{{/a}}"));
    expand(f, zb_buf_str(&text).s, "a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
    findings(f, 1);
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "template.size");
    assert_true(zb_expansion_text(f->expansion).n < ZB_EXPAND_SIZE_MAX + 300000);
    zb_buf_free(&text);
}

/* Placeholders and places
 * --------------------------------------------------------------------------------------------------- */

static void placeholders(void **state) {
    fixture *f = *state;
    zb_buf template = {0};
    for (int i = 0; i < 300; i++) zb_buf_add(&template, ZB_STR("{{a}}{{b}}"));
    expand(f, zb_buf_str(&template).s, "{a: '*', b: '{{'}");
    zb_str text = zb_expansion_text(f->expansion);
    for (size_t at = 0, i = 0; at < text.n; i++) {
        zb_str value = {0};
        zb_loc loc;
        size_t n = zb_expansion_placeholder(f->expansion, zb_str_sub(text, at, text.n), &value, &loc);
        assert_true(n >= 9 && n % 3 == 0);
        assert_true(zb_str_is(value, i % 2 ? "{{" : "*"));
        assert_int_equal(loc.column, i % 2 ? 13 : 5);
        at += n;
    }
    assert_int_equal(strlen(result(f)), 900);
    zb_buf_free(&template);
}

static void forged_placeholders(void **state) {
    fixture *f = *state;
    static const char *const texts[] = {"\uFDD0",
                                        "\uFDD0\uFDD1",
                                        "\uFDD0\uFDE9\uFDD1",
                                        "\uFDD0\uFDE0",
                                        "\uFDE0",
                                        "\uFDD1",
                                        ("\uFDD0\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF"
                                         "\uFDEF\uFDEF\uFDEF\uFDEF\uFDEF\uFDD1")};
    expand(f, "{{a}}", "a: x");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        zb_str text = zb_str_of(texts[i]);
        assert_int_equal(zb_expansion_placeholder(f->expansion, text, NULL, NULL), 0);
        assert_true(zb_str_equal(zb_expansion_resolve(f->arena, f->expansion, text), text));
    }
    zb_str plain = ZB_STR("plain");
    assert_ptr_equal(zb_expansion_resolve(f->arena, f->expansion, plain).s, plain.s);
    const zb_value *forged = zb_value_scalar(f->arena, ZB_STR("x\uFDD0\uFDE0\uFDD1"), false, ZB_NOWHERE);
    const zb_entry entry = {ZB_STR("a"), ZB_NOWHERE, forged};
    const zb_value root = {.kind = ZB_MAP, .entries = &entry, .count = 1};
    f->template = zb_source_new(f->arena, "template.md", ZB_STR("{{{a}}}"));
    f->expansion = zb_expand(f->arena, f->template, 0, 7, &root, NULL, NULL, f->diags);
    findings(f, 1);
    finding(f, 0, "template.value", "1:1", "noncharacters", NULL);
    assert_false(strstr(zb_expansion_text(f->expansion).s, "\uFDD0") != NULL);
}

static const char *place(fixture *f, const char *needle, size_t offset) {
    size_t at = zb_str_find(zb_expansion_text(f->expansion), zb_str_of(needle), 0);
    assert_true(at != SIZE_MAX);
    zb_loc loc = zb_expansion_loc(f->expansion, at + offset);
    return zb_str_format(f->arena, "%s:%u:%u", loc.source->name, loc.line, loc.column).s;
}

static void places_in_the_template(void **state) {
    fixture *f = *state;
    expand(f, "一{{a}}二\n{{#l}}\n  三{{.}}四\n{{/l}}\n五", "{a: x, l: [1]}");
    assert_string_equal(place(f, "一", 0), "template.md:1:1");
    assert_string_equal(place(f, "二", 0), "template.md:1:7");
    assert_string_equal(place(f, "三", 0), "template.md:3:3");
    assert_string_equal(place(f, "四", 0), "template.md:3:9");
    assert_string_equal(place(f, "五", 0), "template.md:5:1");
    assert_string_equal(place(f, "五", 3), "template.md:5:2");
    assert_string_equal(place(f, "五", 99), "template.md:5:2");
    assert_string_equal(place(f, "\uFDD0", 0), "data.yaml:1:5");
    expand(f, "", "{}");
    assert_int_equal(zb_expansion_loc(f->expansion, 0).line, 1);
}

static void places_in_the_data(void **state) {
    fixture *f = *state;
    expand(f, "<{{{markdown b}}}>{{{p}}} {{{q}}} {{& markdown e }}",
           "p: plain text\nq: 'quoted text'\ne: \"esc\\u0061ped\"\nb: |\n  第一行\n  second\n\n    deep\n");
    assert_string_equal(place(f, "<", 0), "template.md:1:1");
    assert_string_equal(place(f, "plain", 0), "data.yaml:1:4");
    assert_string_equal(place(f, "text", 0), "data.yaml:1:10");
    assert_string_equal(place(f, "quoted", 0), "data.yaml:2:5");
    assert_string_equal(place(f, "escaped", 5), "data.yaml:3:4");
    assert_string_equal(place(f, "第一行", 3), "data.yaml:5:4");
    assert_string_equal(place(f, "second", 2), "data.yaml:6:5");
    assert_string_equal(place(f, "deep", 0), "data.yaml:8:5");
    assert_string_equal(place(f, ">", 0), "template.md:1:18");
}

/* What {{{x}}} writes anew keeps its places. */
static void places_in_written_markdown(void **state) {
    fixture *f = *state;
    expand(f, "{{{b}}}", "b: |\n  第一行 **粗体字** 后\n  second_line\n\n  - item `code` [words](https://a.cn)\n");
    no_findings(f);
    assert_string_equal(place(f, "第一行", 3), "data.yaml:2:4");
    assert_string_equal(place(f, "粗体字", 6), "data.yaml:2:11");
    assert_string_equal(place(f, " 后", 1), "data.yaml:2:15");
    assert_string_equal(place(f, "second", 2), "data.yaml:3:5");
    assert_string_equal(place(f, "line", 0), "data.yaml:3:10");
    assert_string_equal(place(f, "item", 1), "data.yaml:5:6");
    assert_string_equal(place(f, "words", 0), "data.yaml:5:18");
    expand(f, "{{#l}}{{{t}}};{{/l}}", "l: [{t: 'a*b'}, {t: '**c**'}]");
    assert_string_equal(place(f, "c", 0), "data.yaml:1:24");
}

static void places_in_partials(void **state) {
    fixture *f = *state;
    f->partials = yaml(f, "p", "p: \"alpha\\nbeta {{x}}\\n\"");
    expand(f, "a\n  {{>p}}\nb", "x: 1");
    assert_string_equal(place(f, "alpha", 0), "p.md:1:1");
    assert_string_equal(place(f, "beta", 1), "p.md:2:2");
    assert_string_equal(place(f, "b", 0), "p.md:2:1");
}

static void parts_of_a_source(void **state) {
    fixture *f = *state;
    expand(f, "head {{x}}\nbody {{x}}\ntail", "x: 1");
    f->expansion = zb_expand(f->arena, f->template, 11, 22, f->root, NULL, NULL, f->diags);
    assert_string_equal(result(f), "body 1\n");
    assert_string_equal(place(f, "body", 0), "template.md:2:1");
    f->expansion = zb_expand(f->arena, f->template, 100, 200, f->root, NULL, NULL, f->diags);
    assert_string_equal(result(f), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(interpolation),
        TEST(dotted_names),
        TEST(implicit_iterator),
        TEST(sections),
        TEST(contexts_nest),
        TEST(standalone_lines),
        TEST(walk_positions),
        TEST(comments),
        TEST(delimiters),
        TEST(partials),
        TEST(partial_indent),
        TEST(partial_faults),
        TEST(missing_names),
        TEST(missing_shows_its_tag),
        TEST(optional_keys),
        TEST(every_lacking_row_is_named),
        TEST(specials_outside),
        TEST(shapes),
        TEST(null_values),
        TEST(malformed_tags),
        TEST(sections_that_do_not_match),
        TEST(a_flood_of_errors_ends),
        TEST(depth_is_bounded),
        TEST(steps_are_bounded),
        TEST(size_is_bounded),
        TEST(placeholders),
        TEST(forged_placeholders),
        TEST(places_in_the_template),
        TEST(places_in_the_data),
        TEST(places_in_written_markdown),
        TEST(places_in_partials),
        TEST(parts_of_a_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
