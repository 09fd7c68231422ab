/* SPDX-License-Identifier: Apache-2.0
 * Line layout with the box font: a full-width character is 1 em, an ASCII one 1/2 em, so that every width is arithmetic. A case gives
 * a text and a measure in em; the lines come back joined by '|'. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "layout/line.h"
#include "tests/unit/line_fixture.h"

static zb_text text_of(const char *text) {
    zb_inline *run = ZB_NEW(arena, zb_inline);
    *run = (zb_inline){.kind = ZB_INLINE_TEXT, .text = zb_str_of(text)};
    run->style = (zb_text_style){.role = ZB_ROLE_SERIF, .weight = 400, .size = EM, .pitch = 2 * EM};
    return (zb_text){run, 1};
}

static zb_lines set(const char *text, double em, zb_align align) {
    zb_measure measure = {.width = (zb_length)(em * EM), .align = align};
    return zb_text_lines_new(arena, fonts, text_of(text), &measure, diags);
}

static const char *joined(zb_lines lines) {
    zb_buf buf = {0};
    for (size_t i = 0; i < lines.count; i++) {
        if (i) zb_buf_add_char(&buf, '|');
        for (size_t k = 0; k < lines.lines[i].count; k++) zb_buf_add(&buf, lines.lines[i].pieces[k].run->text);
    }
    const char *text = zb_str_z(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return text;
}

typedef struct line_case {
    const char *rule, *text;
    double em;
    const char *lines;
} line_case;

/* Left-aligned, so that only break rules decide. */
static const line_case break_cases[] = {
    {"L1 no pause mark first", "漏洞漏洞，其中", 4, "漏洞漏|洞，其中"},
    {"L1 no closing bracket first", "一二三四）五", 4, "一二三|四）五"},
    {"L1 no per cent sign first", "一二三 34%", 4.5, "一二三 |34%"},
    {"L2 no opening bracket last", "一二三（四五", 4, "一二三|（四五"},
    {"L3 break before an opening quote", "出现“高危", 2.5, "出现|“高危"},
    {"L4 break between closer and opener", "一二。（三四）", 3.5, "一二。|（三四）"},
    {"L5 a dash is not split", "一二三——四五", 4, "一二|三——|四五"},
    {"L7 a number is not split", "一二三6.23四", 4, "一二三|6.23四"},
    {"L8 an identifier stays whole", "系统 OA-A8 漏洞", 4, "系统 |OA-A8 |漏洞"},
    {"L9 words break at spaces", "Data Center Network", 6, "Data Center |Network"},
    {"L9 ordinary hyphen", "well-known", 3, "well-|known"},
    {"L10 a URL breaks after a slash", "https://www.example.cn/flaw/show/abc", 14, "https://www.example.cn/flaw/|show/abc"},
    {"L13 a space at a break vanishes", "一二三四 CNVD", 4, "一二三四 |CNVD"},
};

static void test_break_rules(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof break_cases / sizeof *break_cases; i++) {
        const line_case *c = &break_cases[i];
        const char *lines = joined(set(c->text, c->em, ZB_ALIGN_LEFT));
        if (strcmp(lines, c->lines)) fail_msg("%s: '%s' at %.1f em: %s, wanted %s", c->rule, c->text, c->em, lines, c->lines);
    }
}

typedef struct width_case {
    const char *rule, *text;
    double em;
} width_case;

static const width_case width_cases[] = {
    {"Han is solid", "漏洞", 2},
    {"one mark between Han is 1 em", "文，文", 3},
    {"closer + pause", "文》，文", 3.5},
    {"pause + opener", "文，《文", 3.5},
    {"opener + opener", "文（《文", 3.5},
    {"three marks", "文》）。文", 4},
    {"empty brackets keep their width", "文（）文", 4},
    {"stop at the end is half wide", "漏洞。", 2.5},
    {"opener at the start loses half", "（漏洞", 2.5},
    {"Han-Latin gap", "共201个", 4},
    {"a typed space is the gap", "共 201 个", 4},
    {"no gap beside marks", "，A，", 2},
    {"a space beside a mark is nothing", "文， A", 2.5},
    {"Latin words keep their space", "AA AA", 2.5},
};

static void test_natural_widths(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof width_cases / sizeof *width_cases; i++) {
        const width_case *c = &width_cases[i];
        zb_lines lines = set(c->text, 100, ZB_ALIGN_LEFT);
        assert_int_equal(lines.count, 1);
        double em = (double)lines.lines[0].natural / EM;
        if (em < c->em - 0.001 || em > c->em + 0.001) fail_msg("%s: '%s' is %.3f em, wanted %.3f", c->rule, c->text, em, c->em);
        assert_int_equal(lines.lines[0].width, lines.lines[0].natural);
    }
}

static const char prose[] =
    "国家信息安全漏洞共享平台（以下简称 CNVD）本周共收集、整理信息安全漏洞 201 个，其中高危漏洞 72 个、中危漏洞 86 个、低危漏洞 43 个。"
    "漏洞平均分为 6.23。本周收录的漏洞中，涉及 0day 漏洞 69 个（占 34%），其中互联网上出现“Creativity wityCMS SQL 注入漏洞”等。";

static void test_justified_lines_end_on_the_measure(void **state) {
    (void)state;
    for (int em = 16; em <= 40; em++) {
        zb_lines lines = set(prose, em, ZB_ALIGN_JUSTIFY);
        for (size_t i = 0; i + 1 < lines.count; i++) {
            int off = (int)lines.lines[i].width - em * EM;
            if (abs(off) > EM / 50) fail_msg("line %zu at %d em is off by %d units", i, em, off);
        }
        const zb_line *last = &lines.lines[lines.count - 1];
        if (last->width > em * EM + EM / 50) fail_msg("last line at %d em is %.3f em", em, (double)last->width / EM);
    }
}

static void test_no_lone_last_character(void **state) {
    (void)state;
    for (int em = 8; em <= 40; em++) {
        zb_lines lines = set("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一。", em, ZB_ALIGN_JUSTIFY);
        const zb_line *last = &lines.lines[lines.count - 1];
        if (lines.count > 1 && last->width < EM * 19 / 10) fail_msg("at %d em the last line is %.1f em", em, (double)last->width / EM);
    }
}

static void test_all_text_is_kept(void **state) {
    (void)state;
    for (int em = 2; em <= 60; em += 3) {
        zb_lines lines = set(prose, em, ZB_ALIGN_JUSTIFY);
        zb_buf all = {0};
        for (size_t i = 0; i < lines.count; i++)
            for (size_t k = 0; k < lines.lines[i].count; k++) zb_buf_add(&all, lines.lines[i].pieces[k].run->text);
        assert_string_equal(all.s, prose);
        zb_buf_free(&all);
    }
}

static void test_long_token_is_broken_and_reported_only_when_hopeless(void **state) {
    (void)state;
    size_t before = zb_diags_count(diags);
    char token[2001];
    memset(token, 'x', 2000);
    token[2000] = 0;
    zb_lines lines = set(token, 10, ZB_ALIGN_LEFT);
    assert_int_equal(lines.count, 100);
    assert_int_equal(zb_diags_count(diags), before);
    set("漏", 0.5, ZB_ALIGN_LEFT);
    assert_int_equal(zb_diags_count(diags), before + 1);
    assert_string_equal(zb_diags_at(diags, before)->code, "layout.overfull");
}

static void test_alignment(void **state) {
    (void)state;
    assert_int_equal(set("漏洞", 10, ZB_ALIGN_LEFT).lines[0].x, 0);
    assert_int_equal(set("漏洞", 10, ZB_ALIGN_CENTER).lines[0].x, 4 * EM);
    assert_int_equal(set("漏洞", 10, ZB_ALIGN_RIGHT).lines[0].x, 8 * EM);
}

static void test_right_to_left_is_reordered(void **state) {
    (void)state;
    zb_lines lines = set("ab \xD7\x90\xD7\x91 cd", 40, ZB_ALIGN_LEFT); /* Hebrew alef, bet between Latin words */
    if (lines.count == 0) skip();
    const zb_line *line = &lines.lines[0];
    for (size_t i = 1; i < line->count; i++) assert_true(line->pieces[i].x >= line->pieces[i - 1].x);
}

static void test_extent(void **state) {
    (void)state;
    zb_length min, max;
    zb_paragraph *p = zb_paragraph_new(arena, arena, fonts, text_of("漏洞 CNVD-2019-19836 漏洞"), diags);
    zb_paragraph_extent(p, &min, &max);
    assert_int_equal(min, 15 * EM / 2);
    assert_int_equal(max, 4 * EM + 15 * EM / 2 + EM / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_break_rules),
        cmocka_unit_test(test_natural_widths),
        cmocka_unit_test(test_justified_lines_end_on_the_measure),
        cmocka_unit_test(test_no_lone_last_character),
        cmocka_unit_test(test_all_text_is_kept),
        cmocka_unit_test(test_long_token_is_broken_and_reported_only_when_hopeless),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_right_to_left_is_reordered),
        cmocka_unit_test(test_extent),
    };
    return cmocka_run_group_tests_name("lines", tests, open_fonts, close_fonts);
}
