/* SPDX-License-Identifier: Apache-2.0
 * YAML: values and their places, anchors and merges, limits, and what each kind of broken input is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/yaml.h"

typedef struct trial {
    zb_arena *arena;
    zb_diags *diags;
    const zb_value *root;
} trial;

static trial read_text(zb_str yaml) {
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    t.root = zb_yaml_read_source(t.arena, zb_source_new(t.arena, "a.yaml", zb_str_copy(t.arena, yaml)), t.diags);
    return t;
}

static trial read(const char *yaml) { return read_text(zb_str_of(yaml)); }

static void end(trial *t) { zb_arena_close(t->arena); }

static void expect_clean(const trial *t) {
    for (size_t i = 0; i < zb_diags_count(t->diags); i++) fail_msg("unexpected: %s", zb_diags_at(t->diags, i)->message);
}

static void expect_text(const trial *t, const char *path, const char *text) {
    const zb_value *value = zb_value_lookup_path(t->root, zb_str_of(path));
    if (!value || !zb_str_is(value->text, text)) fail_msg("%s is '%.*s', not '%s'", path, value ? (int)value->text.n : 0, value ? value->text.s : "", text);
}

static void expect_place(const trial *t, const char *path, uint32_t line, uint32_t column) {
    const zb_value *value = zb_value_lookup_path(t->root, zb_str_of(path));
    assert_non_null(value);
    if (value->loc.line != line || value->loc.column != column) fail_msg("%s is at %u:%u", path, value->loc.line, value->loc.column);
}

static void expect_diag(const trial *t, size_t index, const char *code, uint32_t line, uint32_t column, const char *words) {
    assert_true(index < zb_diags_count(t->diags));
    const zb_diag *diag = zb_diags_at(t->diags, index);
    assert_string_equal(diag->code, code);
    assert_int_equal(diag->severity, ZB_ERROR);
    if (diag->loc.line != line || diag->loc.column != column)
        fail_msg("'%s' is at %u:%u, not %u:%u", diag->message, diag->loc.line, diag->loc.column, line, column);
    if (!strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words)))
        fail_msg("'%s' (%s) does not say '%s'", diag->message, diag->hint ? diag->hint : "", words);
}

static void test_places(void **state) {
    (void)state;
    trial t = read("标题: 甲\nperiod: {from: 2019-06-24, to: \"六月\"}\nabsent:\nlist:\n  - 1\n  - 'x'\nabout: |\n  第一行\n\n  第二行\n");
    expect_clean(&t);
    expect_place(&t, "标题", 1, 5);
    expect_place(&t, "period", 2, 9);
    expect_place(&t, "period.from", 2, 16);
    expect_place(&t, "period.to", 2, 32);
    expect_place(&t, "absent", 3, 1);
    expect_place(&t, "list", 5, 3);
    expect_place(&t, "list.1", 6, 5);
    expect_place(&t, "about", 8, 3);
    expect_text(&t, "about", "第一行\n\n第二行\n");
    expect_text(&t, "period.from", "2019-06-24");
    assert_int_equal(zb_value_lookup_z(t.root, "absent")->kind, ZB_NULL);
    assert_int_equal(t.root->entries[3].key_loc.line, 4);
    end(&t);
}

/* Places in one long line take linear time, and a mapping without braces stands at its key. */
static void test_long_line(void **state) {
    (void)state;
    zb_buf yaml = {0};
    zb_buf_add(&yaml, ZB_STR("a: ["));
    for (int i = 0; i < 30000; i++) zb_buf_add(&yaml, ZB_STR("甲: , "));
    zb_buf_add(&yaml, ZB_STR("x]\n"));
    trial t = read_text(zb_buf_str(&yaml));
    expect_clean(&t);
    expect_place(&t, "a.29999", 1, 5 + 29999 * 5);
    expect_place(&t, "a.29999.甲", 1, 5 + 29999 * 5);
    expect_place(&t, "a.30000", 1, 5 + 30000 * 5);
    zb_buf_free(&yaml);
    end(&t);
}

static void test_styles_and_tags(void **state) {
    (void)state;
    trial t = read("a: '007'\nb: \"7\"\nc: !!str 7\nd: !!int \"7\"\ne: ! 7\nf: >\n  x\n  y\ng: \"\\u4e2d\\n\"\nh: 'it''s'\n~: n\n");
    expect_clean(&t);
    assert_int_equal(zb_value_lookup_z(t.root, "b")->kind, ZB_TEXT);
    assert_int_equal(zb_value_lookup_z(t.root, "c")->kind, ZB_TEXT);
    assert_int_equal(zb_value_lookup_z(t.root, "d")->kind, ZB_INT);
    assert_int_equal(zb_value_lookup_z(t.root, "e")->kind, ZB_TEXT);
    expect_text(&t, "f", "x y\n");
    expect_text(&t, "g", "中\n");
    expect_text(&t, "h", "it's");
    expect_text(&t, "~", "n");
    end(&t);
}

static void test_single_quotes(void **state) {
    (void)state;
    trial t = read("a: ''''''''''''''''\nb: ''\nc: '  x\t  y  '\nd: 'x  \n    y\n\n   z\n  '\n'it''s a key': '\"\\n'\n");
    expect_clean(&t);
    expect_text(&t, "a", "'''''''");
    expect_text(&t, "b", "");
    expect_text(&t, "c", "  x\t  y  ");
    expect_text(&t, "d", "x y\nz ");
    expect_text(&t, "it's a key", "\"\\n");
    end(&t);
}

/* Found by fuzzing: libfyaml gives the byte behind the end for such a text. */
static void test_block_at_the_end(void **state) {
    (void)state;
    static const char *const texts[] = {"a: |\n", "a: |\n ", "a: >\n  ", "a: |2\n   ", "a: >-\n", "a: |"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        trial t = read(texts[i]);
        expect_clean(&t);
        expect_text(&t, "a", "");
        end(&t);
    }
    trial t = read("a:\n  - x\n  - |\n    y");
    expect_text(&t, "a.1", "y\n");
    end(&t);
}

static void test_noncharacters_pass(void **state) {
    (void)state;
    trial t = read("a: \"\xEF\xB7\x90\xEF\xB7\xA1\xEF\xB7\x91\"\nb: \xEF\xB7\x90\xEF\xB7\x91\n");
    expect_clean(&t);
    expect_text(&t, "a", "\xEF\xB7\x90\xEF\xB7\xA1\xEF\xB7\x91");
    expect_text(&t, "b", "\xEF\xB7\x90\xEF\xB7\x91");
    end(&t);
}

static void test_empty(void **state) {
    (void)state;
    static const char *const empty[] = {"", "\n", "# nothing\n", "---\n"};
    for (size_t i = 0; i < 3; i++) {
        trial t = read(empty[i]);
        expect_clean(&t);
        assert_int_equal(t.root->kind, ZB_MAP);
        assert_int_equal(t.root->count, 0);
        end(&t);
    }
}

static void test_anchors_and_merges(void **state) {
    (void)state;
    trial t = read("base: &b {x: 1, y: 2}\nsame: *b\nm: {z: 3, <<: *b, y: 9}\nn: {<<: [{x: 5}, *b]}\ns: &s 中\nu: *s\n? *s\n: v\n\"<<\": w\n");
    expect_clean(&t);
    assert_ptr_equal(zb_value_lookup_z(t.root, "same"), zb_value_lookup_z(t.root, "base"));
    expect_text(&t, "m.y", "9");
    expect_text(&t, "m.x", "1");
    expect_place(&t, "m.x", 1, 14);
    assert_int_equal(zb_value_lookup_z(t.root, "m")->count, 3);
    expect_text(&t, "n.x", "5");
    expect_text(&t, "n.y", "2");
    expect_text(&t, "u", "中");
    expect_text(&t, "中", "v");
    expect_text(&t, "<<", "w");
    end(&t);
}

static void test_alias_errors(void **state) {
    (void)state;
    trial t = read("a: &name [*name]\nb: *nmae\nc: {<<: 5}\n");
    expect_diag(&t, 0, "yaml.alias", 1, 11, "inside");
    expect_diag(&t, 1, "yaml.alias", 2, 4, "did you mean 'name'");
    expect_diag(&t, 2, "yaml.merge", 3, 5, "mapping");
    end(&t);
}

static void test_keys(void **state) {
    (void)state;
    trial t = read("a: 1\nb: 2\na: 3\n: x\n[y]: z\nc: {{title}}\n");
    expect_diag(&t, 0, "yaml.key", 4, 1, "missing");
    expect_diag(&t, 1, "yaml.key", 5, 1, "found: list");
    expect_diag(&t, 2, "yaml.key", 6, 5, "quotes");
    expect_diag(&t, 3, "yaml.key", 3, 1, "line 1");
    assert_int_equal(zb_diags_count(t.diags), 4);
    expect_text(&t, "a", "1");
    end(&t);
}

static void test_many_keys(void **state) {
    (void)state;
    zb_buf yaml = {0};
    for (int i = 0; i < 20000; i++) zb_buf_format(&yaml, "k%d: %d\n", i * 7919 % 20000, i);
    zb_buf_add(&yaml, ZB_STR("k5: again\n"));
    trial t = read_text(zb_buf_str(&yaml));
    assert_int_equal(t.root->count, 20000);
    expect_diag(&t, 0, "yaml.key", 20001, 1, "second time");
    assert_true(zb_str_is(t.root->entries[1].key, "k7919")); /* source order */
    zb_buf_free(&yaml);
    end(&t);
}

static void test_depth(void **state) {
    (void)state;
    char brackets[201];
    memset(brackets, '[', 64);
    memset(brackets + 64, ']', 64);
    trial t = read_text((zb_str){brackets, 128});
    expect_clean(&t);
    end(&t);
    memset(brackets, '[', 200);
    t = read_text((zb_str){brackets, 200});
    expect_diag(&t, 0, "yaml.depth", 1, 65, "64");
    assert_int_equal(zb_diags_count(t.diags), 1);
    end(&t);
    /* Aliases nest what they stand for. */
    t = read("a: &a [[[[[[[[[[x]]]]]]]]]]\nb: &b [[[[[[[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\nc: [[[[[[[[[[[[[[[[[[[[[[[[[*b]]]]]]]]]]]]]]]]]]]]]]]]]\n");
    expect_diag(&t, 0, "yaml.depth", 3, 29, "64");
    end(&t);
}

static void test_bombs(void **state) {
    (void)state;
    zb_buf yaml = {0};
    zb_buf_add(&yaml, ZB_STR("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"));
    for (int i = 1; i < 30; i++) {
        zb_buf_format(&yaml, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++) zb_buf_format(&yaml, "%s*a%d", j ? "," : "", i - 1);
        zb_buf_add(&yaml, ZB_STR("]\n"));
    }
    trial t = read_text(zb_buf_str(&yaml));
    expect_diag(&t, 0, "yaml.values", 6, 9, "1000000");
    assert_int_equal(zb_diags_count(t.diags), 1);
    assert_true(zb_arena_used(t.arena) < 1 << 20);
    end(&t);
    /* The same with merge keys: each mapping doubles the one before. */
    yaml.n = 0;
    zb_buf_add(&yaml, ZB_STR("m0: &m0 {x: 1}\n"));
    for (int i = 1; i < 40; i++) zb_buf_format(&yaml, "m%d: &m%d {<<: [*m%d, *m%d], k%d: 1}\n", i, i, i - 1, i - 1, i);
    t = read_text(zb_buf_str(&yaml));
    expect_diag(&t, 0, "yaml.values", zb_diags_at(t.diags, 0)->loc.line, zb_diags_at(t.diags, 0)->loc.column, "1000000");
    zb_buf_free(&yaml);
    end(&t);
}

static void test_many_anchors(void **state) {
    (void)state;
    zb_buf yaml = {0};
    for (int i = 0; i <= ZB_YAML_ANCHORS_MAX; i++) zb_buf_format(&yaml, "k%d: &a%d 1\n", i, i);
    trial t = read_text(zb_buf_str(&yaml));
    expect_diag(&t, 0, "yaml.anchors", ZB_YAML_ANCHORS_MAX + 1, 13, "200");
    zb_buf_free(&yaml);
    end(&t);
}

/* Errors of one kind do not make reading slow. */
static void test_many_alias_errors(void **state) {
    (void)state;
    zb_buf yaml = {0};
    for (int i = 0; i < ZB_YAML_ANCHORS_MAX; i++) zb_buf_format(&yaml, "k%d: &a%d 1\n", i, i);
    zb_buf_add(&yaml, ZB_STR("l: ["));
    for (int i = 0; i < 100000; i++) zb_buf_add(&yaml, ZB_STR("*x, "));
    zb_buf_add(&yaml, ZB_STR("]\n"));
    trial t = read_text(zb_buf_str(&yaml));
    assert_int_equal(zb_diags_count(t.diags), ZB_YAML_ERRORS_MAX);
    zb_buf_free(&yaml);
    end(&t);
}

static void test_one_document(void **state) {
    (void)state;
    trial t = read("---\na: 1\n...\n---\nb: 2\n");
    expect_diag(&t, 0, "yaml.documents", 4, 1, "second");
    expect_text(&t, "a", "1");
    end(&t);
}

static void test_escapes(void **state) {
    (void)state;
    trial t = read("a: \"x\\x07\"\nb: \"\\uFDD0\"\nc: \"\\t\\n \\u3000\"\nd: \"\\0\"\ne: \"\\uE000\"\nf: \"\\N\"\n");
    assert_int_equal(zb_diags_count(t.diags), 5);
    expect_diag(&t, 0, "yaml.escape", 1, 6, "escape");
    expect_diag(&t, 1, "yaml.escape", 2, 5, "escape");
    expect_diag(&t, 2, "yaml.escape", 4, 5, "escape");
    expect_text(&t, "a", "x");
    expect_text(&t, "c", "\t\n \xE3\x80\x80");
    end(&t);
}

static void test_double_quotes(void **state) {
    (void)state;
    trial t = read("a: \"\\\"\\\\\\/\\_\\x41\\U0001F600\"\nb: \"x \\\n   y\\\n\n   z\"\nc: \" x  \n  y\t\n\n  z \"\nd: \"\\\\\\\n  z\"\ne: \"\\L\\L\\L\\P\"\n");
    expect_clean(&t);
    expect_text(&t, "a", "\"\\/\xC2\xA0" "A\xF0\x9F\x98\x80");
    expect_text(&t, "b", "x y\nz");
    expect_text(&t, "c", " x y\nz ");
    expect_text(&t, "d", "\\z");
    expect_text(&t, "e", "\xE2\x80\xA8\xE2\x80\xA8\xE2\x80\xA8\xE2\x80\xA9");
    end(&t);
}

/* One line out of place each, noticed at another: the error stands at the line. */
static void test_blame(void **state) {
    (void)state;
    static const struct {
        const char *yaml;
        uint32_t line;
        const char *words;
    } cases[] = {
        {"a: 1\nd:\n    e: 1\n  f: 2\n  g: 3\nz: 1\n", 3, "4 spaces, to fit the lines around it must be 2"},
        {"a: 1\nd:\ne: 1\n  f: 2\n  g: 3\nz: 1\n", 3, "must be 2"},
        {"a: 1\nd:\n  e: 1\nf: 2\n  g: 3\nz: 1\n", 4, "must be 2"},
        {"a: 1\nd:\n  e: 1\n  f: 2\n    g: 3\nz: 1\n", 5, "must be 2"},
        {"a: 1\nb: x\n  c: 2\nd: 3\n", 3, "must be 0"},
        {"a: 1\nl:\n    - t: x\n    u: y\n  - t: z\n    u: w\nz: 1\n", 3, "must be 2"},
        {"a: 1\nl:\n    t: x\n    v: y\n    w: q\n  - t: z\n    v: w\nz: 1\n", 3, "'- ' is missing"},
        {"a: 1\nl:\n    u: y\n  - t: z\n    u: w\nz: 1\n", 3, "'- ' is missing"},
        {"a: 1\nl:\n      - x\n    - y\n    - z\nz: 1\n", 3, "must be 4"},
        {"a: 1\nd:\n  e：1\n  f: 2\n", 3, "full-width"},
        {"a: 1\nd:\n  e:1\n  f: 2\n", 3, "space"},
        {"a: 1\nl:\n  - {t: x}\n  - {t: y\n  - {t: z}\nz: 1\n", 4, "'{' that opens here is not closed"},
        {"a: 1\nl:\n  - t: |\n      one\n    u: x\n      v: y\n    w: z\nz: 1\n", 6, "must be 4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trial t = read(cases[i].yaml);
        if (zb_diags_count(t.diags) != 1) fail_msg("%zu errors for: %s", zb_diags_count(t.diags), cases[i].yaml);
        const zb_diag *d = zb_diags_at(t.diags, 0);
        if (d->loc.line != cases[i].line || !strstr(d->message, cases[i].words)) fail_msg("%u: %s, for %s", d->loc.line, d->message, cases[i].yaml);
        end(&t);
    }
}

/* What YAML takes for one text where an editor wrote two items. */
static void test_folded(void **state) {
    (void)state;
    trial t = read("l:\n  - x\n    y\n  - z\nm: a\n  - b\n");
    assert_int_equal(zb_diags_count(t.diags), 2);
    const zb_diag *item = zb_diags_at(t.diags, 0), *dash = zb_diags_at(t.diags, 1);
    assert_string_equal(item->code, "yaml.folded");
    assert_int_equal(item->severity, ZB_WARNING);
    assert_int_equal(item->loc.line, 3);
    assert_non_null(strstr(item->message, "the item above"));
    assert_int_equal(dash->loc.line, 6);
    assert_int_equal(dash->related.line, 5);
    assert_non_null(strstr(dash->message, "begins no item"));
    end(&t);
    t = read("m: a\n  b\nl:\n  - |\n    x\n    - y\n  - \"c\n    - d\"\nf: [a\n  b, c]\n"); /* as it is meant */
    expect_clean(&t);
    end(&t);
}

/* An item without anything stands at its dash, whatever was before it. */
static void test_empty_items(void **state) {
    (void)state;
    trial t = read("m: 1\n\n\nl:\n  -\n  - x\n  - # nothing\n\n  - |\n    -\n  -\n  - - a\n    -\nz: 1\n");
    expect_clean(&t);
    expect_place(&t, "l.0", 5, 3);
    expect_place(&t, "l.2", 7, 3);
    expect_place(&t, "l.4", 11, 3);
    expect_place(&t, "l.5.1", 13, 5);
    end(&t);
    t = read("l:\n- a\n-\n");
    expect_diag(&t, 0, "yaml.syntax", 3, 1, "nothing stands behind");
    end(&t);
    t = read("l:\n- a\n-\nm: 1\n");
    expect_diag(&t, 0, "yaml.syntax", 3, 1, "nothing stands behind");
    end(&t);
}

/* One broken text each: where the error is and what it says. */
static void test_syntax(void **state) {
    (void)state;
    static const struct {
        const char *yaml;
        uint32_t line, column;
        const char *words;
    } cases[] = {
        {"a: 1\n\tb: 2\n", 2, 1, "tab"},
        {"a:\n\t- b\n", 2, 1, "spaces"},
        {"a: \"x\nb: 2\n", 1, 4, "double quotes"},
        {"a: 'x\nb: 2\n", 1, 4, "single quotes"},
        {"a: \"x", 1, 4, "double quotes"},
        {"a: \"x\"y\n", 1, 7, "closing quote"},
        {"a: \"\\q\"\n", 1, 5, "escape"},
        {"a: [1, 2\nb: 3\n", 1, 4, "']'"},
        {"a: {b: 1,\nc: 2\n", 1, 4, "'}'"},
        {"a: {b: 1 c: 2}\n", 1, 11, ""},
        {"a: [1]]\n", 1, 7, "closes nothing"},
        {"a: [1}\n", 1, 6, "does not match"},
        {"a: b: c\n", 1, 5, "put the text in quotes"},
        {"标题：甲\n年: 1\n", 1, 3, "full-width"},
        {"a:1\nb: 2\n", 1, 2, "space"},
        {"a: 1\nb\nc: 2\n", 2, 1, "must be followed by"},
        {"a: 1\n  b: 2\n", 2, 3, "must be 0"},
        {"a:\n    b: 1\n  c: 2\n", 2, 5, "must be 2"},
        {"a:\n  - 1\n - 2\n", 2, 3, "must be 1"},
        {"a: @x\n", 1, 4, "cannot begin with '@'"},
        {"a: %x\n", 1, 4, "cannot begin with '%'"},
        {"a: - b\n", 1, 4, "next line"},
        {"a: x # c\n  more\n", 2, 3, "comment"},
        {"a: &\n", 1, 5, "'&'"},
        {"a: !foo 1\n", 1, 9, "'!foo'"},
        {"%YAML 3.0\n---\na: 1\n", 1, 1, "YAML"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trial t = read(cases[i].yaml);
        if (zb_diags_count(t.diags) != 1) fail_msg("%zu errors for: %s", zb_diags_count(t.diags), cases[i].yaml);
        expect_diag(&t, 0, strstr(cases[i].yaml, "!foo") ? "yaml.tag" : "yaml.syntax", cases[i].line, cases[i].column, cases[i].words);
        end(&t);
    }
}

static void test_goes_on_after_errors(void **state) {
    (void)state;
    trial t = read("a: 'x\nb: 2\nc: [1, 2\n  }\nd:\n  e: \"\n# comment\nf: *gone\ng: 7\nb: 3\n");
    expect_diag(&t, 0, "yaml.syntax", 1, 4, "single quotes");
    expect_diag(&t, 1, "yaml.syntax", 4, 3, "does not match");
    expect_diag(&t, 2, "yaml.syntax", 6, 6, "double quotes");
    expect_diag(&t, 3, "yaml.key", 10, 1, "line 2");
    assert_int_equal(zb_diags_count(t.diags), 4);
    expect_text(&t, "b", "2");
    expect_text(&t, "g", "7");
    end(&t);
}

static void test_errors_are_bounded(void **state) {
    (void)state;
    zb_buf yaml = {0};
    for (int i = 0; i < 1000; i++) zb_buf_format(&yaml, "k%d: 'x\n", i);
    trial t = read_text(zb_buf_str(&yaml));
    assert_int_equal(zb_diags_count(t.diags), ZB_YAML_ERRORS_MAX);
    zb_buf_free(&yaml);
    end(&t);
}

static void test_not_utf8(void **state) {
    (void)state;
    trial t = read("a: 1\n%\xE5");
    expect_diag(&t, 0, "yaml.syntax", 2, 2, "UTF-8");
    end(&t);
    t = read_text((zb_str){"a: \0", 4});
    expect_diag(&t, 0, "yaml.syntax", 1, 4, "UTF-8");
    assert_null(t.root);
    end(&t);
}

/* What the parser would need quadratic time for is refused. */
static void test_sizes(void **state) {
    (void)state;
    zb_buf yaml = {0};
    zb_buf_add(&yaml, ZB_STR("a: |\n  x\n"));
    for (int i = 0; i < ZB_YAML_BLANK_MAX; i++) zb_buf_add_char(&yaml, '\n');
    trial t = read_text(zb_buf_str(&yaml));
    expect_diag(&t, 0, "yaml.size", 2, 4, "white space");
    end(&t);
    yaml.n = 0;
    zb_buf_add(&yaml, ZB_STR("a: 1\n%"));
    for (int i = 0; i < ZB_YAML_DIRECTIVE_MAX; i++) zb_buf_add_char(&yaml, 'x');
    t = read_text(zb_buf_str(&yaml));
    expect_clean(&t);
    end(&t);
    zb_buf_add_char(&yaml, 'x');
    t = read_text(zb_buf_str(&yaml));
    expect_diag(&t, 0, "yaml.size", 2, 1, "'%'");
    zb_buf_free(&yaml);
    end(&t);
}

static zb_loc shifted(const void *context, size_t offset) { return zb_source_loc(context, offset + 6); }

static void test_part_of_a_source(void **state) {
    (void)state;
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    const zb_source *source = zb_source_new(t.arena, "t.md", ZB_STR("first\na: 1\nb: [\n"));
    t.root = zb_yaml_read(t.arena, zb_str_sub(source->text, 6, 15), shifted, source, t.diags);
    expect_place(&t, "a", 2, 4);
    expect_diag(&t, 0, "yaml.syntax", 3, 4, "'['");
    end(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),          cmocka_unit_test(test_styles_and_tags),
        cmocka_unit_test(test_noncharacters_pass), cmocka_unit_test(test_empty),
        cmocka_unit_test(test_block_at_the_end),
        cmocka_unit_test(test_anchors_and_merges), cmocka_unit_test(test_alias_errors),
        cmocka_unit_test(test_keys),            cmocka_unit_test(test_many_keys),
        cmocka_unit_test(test_depth),           cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_many_anchors), cmocka_unit_test(test_many_alias_errors),    cmocka_unit_test(test_one_document),
        cmocka_unit_test(test_escapes),         cmocka_unit_test(test_blame), cmocka_unit_test(test_folded), cmocka_unit_test(test_empty_items),
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_goes_on_after_errors), cmocka_unit_test(test_errors_are_bounded),
        cmocka_unit_test(test_part_of_a_source), cmocka_unit_test(test_sizes), cmocka_unit_test(test_double_quotes), cmocka_unit_test(test_single_quotes), cmocka_unit_test(test_long_line), cmocka_unit_test(test_not_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
