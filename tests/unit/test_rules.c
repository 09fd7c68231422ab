/* SPDX-License-Identifier: Apache-2.0
 * Every rule of layout/rules.c does something: its case holds while the rule is on and fails when it is switched off. The sources of
 * line layout are compiled into this program with switches. Box font: a full-width character is 1 em, an ASCII one 1/2 em. */
#define ZB_RULE_SWITCHES

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "layout/rules.c"
#include "layout/compose.c"
#include "layout/breaks.c"
#include "layout/linebreak.c"
#include "layout/justify.c"
#include "tests/unit/line_fixture.h"

#define RUNS_MAX 8

/* What of the lines is looked at: their text, or of the first line its natural width, its set width, where it begins, or the advances
 * of its clusters, in hundredths of an em; or where the second line begins. */
typedef enum look { LINES, NATURAL, SET, START, ADVANCES, SECOND_START } look;

typedef struct rule_case {
    zb_rule_id rule;
    const char *text; /* a footnote mark stands in braces */
    double em;
    zb_align align;
    look look;
    const char *want;
    double indent, hang;
} rule_case;

#define LEFT ZB_ALIGN_LEFT
#define FULL ZB_ALIGN_JUSTIFY
#define CENTER ZB_ALIGN_CENTER

#define CASE(id, words, measure, aligned, seen, ...) \
    {.rule = ZB_RULE_##id, .text = (words), .em = (measure), .align = (aligned), .look = (seen), __VA_ARGS__},

static const rule_case cases[] = {
#include "tests/unit/rule_cases.h"
};

static zb_text text_of(const char *text) {
    zb_inline *runs = ZB_NEW_ARRAY(arena, RUNS_MAX, zb_inline);
    size_t count = 0;
    zb_inline_kind kind = ZB_INLINE_TEXT;
    for (size_t n; *text; text += n) {
        n = strcspn(text, "{}");
        if (n) {
            zb_inline run = {.kind = kind, .text = {text, n}};
            run.style = (zb_text_style){.role = ZB_ROLE_SERIF, .weight = 400, .size = EM, .pitch = 2 * EM};
            runs[count++] = run;
        }
        if (text[n]) kind = text[n++] == '{' ? ZB_INLINE_FOOTNOTE : ZB_INLINE_TEXT;
    }
    return (zb_text){runs, count};
}

static void put_lines(zb_buf *out, const zb_lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        if (i) zb_buf_add_char(out, '|');
        for (size_t k = 0; k < lines->lines[i].count; k++) zb_buf_add(out, lines->lines[i].pieces[k].run->text);
    }
}

static void put_em(zb_buf *out, zb_length length) {
    zb_buf_format(out, "%s%d", out->n ? " " : "", (int)((length * 100LL + (length < 0 ? -EM : EM) / 2) / EM));
}

static void put_advances(zb_buf *out, const zb_line *line) {
    for (size_t k = 0; k < line->count; k++)
        for (size_t c = 0; c < line->pieces[k].run->cluster_count; c++) put_em(out, line->pieces[k].run->clusters[c].advance);
}

static const char *outcome(const rule_case *c) {
    zb_measure measure = {.width = (zb_length)(c->em * EM), .indent = (zb_length)(c->indent * EM), .hang = (zb_length)(c->hang * EM)};
    measure.align = c->align;
    zb_lines lines = zb_text_lines_new(arena, fonts, text_of(c->text), &measure, diags);
    zb_buf out = {0};
    const zb_line *line = &lines.lines[c->look == SECOND_START];
    switch (c->look) {
    case LINES: put_lines(&out, &lines); break;
    case NATURAL: put_em(&out, line->natural); break;
    case SET: put_em(&out, line->width); break;
    case START: case SECOND_START: put_em(&out, line->x); break;
    case ADVANCES: put_advances(&out, line); break;
    }
    const char *text = zb_str_z(arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

static void test_every_rule_has_a_case(void **state) {
    (void)state;
    bool seen[ZB_RULE_COUNT] = {false};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) seen[cases[i].rule] = true;
    for (int rule = 0; rule < ZB_RULE_COUNT; rule++) {
        if (!seen[rule]) fail_msg("rule %s has no case", zb_rules[rule].name);
        if (!zb_rules[rule].name || !*zb_rules[rule].source || !*zb_rules[rule].text) fail_msg("rule %d is not described", rule);
    }
}

static void test_every_rule_decides_its_cases(void **state) {
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const rule_case *c = &cases[i];
        zb_rule *rule = &zb_rules[c->rule];
        bool usual = rule->on;
        rule->on = true;
        const char *on = outcome(c);
        rule->on = false;
        const char *off = outcome(c);
        rule->on = usual;
        if (getenv("SHOW_CASES")) print_message("%-4s %s (%.1f em)\n     on  %s\n     off %s\n", rule->name, c->text, c->em, on, off);
        if (!strcmp(on, c->want) && strcmp(off, c->want)) continue;
        print_error("%s, '%s' at %.1f em: wanted %s; on gives %s, off gives %s\n", rule->name, c->text, c->em, c->want, on, off);
        bad++;
    }
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_rule_has_a_case),
        cmocka_unit_test(test_every_rule_decides_its_cases),
    };
    return cmocka_run_group_tests_name("rules", tests, open_fonts, close_fonts);
}
