/* SPDX-License-Identifier: Apache-2.0
 * Lines of English, with hyphenation, and of texts that nobody should write: endless tokens, heaps of combining marks, scripts without
 * a font. Whatever comes, no text is lost, lines fit or a diagnostic says which one does not. Box font. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "layout/line.h"
#include "tests/unit/line_fixture.h"

static zb_text text_of(zb_str text, const char *lang) {
    zb_inline *run = ZB_NEW(arena, zb_inline);
    *run = (zb_inline){.kind = ZB_INLINE_TEXT, .text = text, .lang = lang};
    run->style = (zb_text_style){.role = ZB_ROLE_SERIF, .weight = 400, .size = EM, .pitch = 2 * EM};
    return (zb_text){run, 1};
}

static zb_lines set(zb_text text, double em, zb_align align, zb_hyphens *hyphens) {
    zb_measure measure = {.width = (zb_length)(em * EM), .align = align, .hyphens = hyphens};
    return zb_text_lines_new(arena, fonts, text, &measure, diags);
}

/* The lines with '|' between them, and '-' where a hyphen is added. */
static const char *shown(zb_lines lines) {
    zb_buf buf = {0};
    for (size_t i = 0; i < lines.count; i++) {
        if (i) zb_buf_add_char(&buf, '|');
        for (size_t k = 0; k < lines.lines[i].count; k++) {
            const zb_run *run = lines.lines[i].pieces[k].run;
            zb_buf_add(&buf, run->text);
            if (run->text.n == 0 && run->glyph_count == 1) zb_buf_add_char(&buf, '-');
        }
    }
    const char *text = zb_str_z(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return text;
}

static void assert_kept(zb_lines lines, zb_str text) {
    zb_buf all = {0};
    for (size_t i = 0; i < lines.count; i++)
        for (size_t k = 0; k < lines.lines[i].count; k++) zb_buf_add(&all, lines.lines[i].pieces[k].run->text);
    assert_int_equal(all.n, text.n);
    assert_memory_equal(all.s, text.s, text.n);
    zb_buf_free(&all);
}

static zb_str repeated(const char *piece, size_t times) {
    zb_buf buf = {0};
    for (size_t i = 0; i < times; i++) zb_buf_add(&buf, zb_str_of(piece));
    zb_str text = zb_str_copy(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return text;
}

/* English ------------------------------------------------------------------------------------------------------------------ */

typedef struct english_case {
    const char *text;
    const char *lang, *document; /* of the run, of the document */
    double em;
    zb_align align;
    const char *lines;
} english_case;

static const english_case english_cases[] = {
    {"the computer", "en", "zh-CN", 3.5, ZB_ALIGN_LEFT, "the |com-|puter"},
    {"the computer", NULL, "en-GB", 3.5, ZB_ALIGN_LEFT, "the |com-|puter"},
    {"the COMPUTER", "en", "zh-CN", 5, ZB_ALIGN_LEFT, "the |COMPUTER"},
    {"the ComPuter", "en", "zh-CN", 5, ZB_ALIGN_LEFT, "the |ComPuter"},
    {"the computer2", "en", "zh-CN", 5, ZB_ALIGN_LEFT, "the |computer2"},
    {"(computer).", "en", "zh-CN", 4, ZB_ALIGN_LEFT, "(com-|puter)."},
    {"a com\xC2\xADpu\xC2\xADter", NULL, "zh-CN", 4, ZB_ALIGN_LEFT, "a com\xC2\xADpu\xC2\xAD-|ter"},
    {"the computer", NULL, "zh-CN", 5, ZB_ALIGN_LEFT, "the |computer"},
    {"the ordinateur", "fr", "en", 6, ZB_ALIGN_LEFT, "the |ordinateur"},
    {"一二三四五 computer 六七八", NULL, "zh-CN", 8, ZB_ALIGN_LEFT, "一二三四五 |computer 六七八"},
};

static void test_english_is_hyphenated(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof english_cases / sizeof *english_cases; i++) {
        const english_case *c = &english_cases[i];
        zb_str text = zb_str_of(c->text);
        zb_lines lines = set(text_of(text, c->lang), c->em, c->align, zb_hyphens_new(arena, c->document, NULL, diags));
        assert_kept(lines, text);
        if (strcmp(shown(lines), c->lines)) fail_msg("'%s' (%s): %s, wanted %s", c->text, c->lang, shown(lines), c->lines);
    }
    assert_int_equal(zb_diags_count(diags), 0);
}

static void test_a_hyphen_counts_in_the_width(void **state) {
    (void)state;
    zb_lines lines = set(text_of(ZB_STR("the computer"), "en"), 3.5, ZB_ALIGN_LEFT, zb_hyphens_new(arena, "en", NULL, diags));
    assert_int_equal(lines.count, 3);
    assert_int_equal(lines.lines[1].width, 2 * EM); /* four characters with the hyphen */
    assert_int_equal(lines.lines[1].natural, 2 * EM);
    assert_int_equal(lines.lines[0].kind, ZB_KIND_SPACE);
    assert_int_equal(lines.lines[1].kind, ZB_KIND_HYPHEN);
    assert_int_equal(lines.lines[2].kind, ZB_KIND_END);
}

static const char english[] = "The National Vulnerability Database collects information about vulnerabilities in products of all vendors and "
                              "publishes a weekly report about their number, their severity and the products that they were found in.";

/* A line after which a URL goes on may be short: better than a break inside its number, or than the words before it pulled apart. */
static void test_a_line_that_ends_in_a_url_may_be_short(void **state) {
    (void)state;
    zb_str text = ZB_STR("参考链接：http://www.cnvd.org.cn/flaw/show/CNVD-2019-19475");
    zb_lines lines = set(text_of(text, NULL), 25.5, ZB_ALIGN_JUSTIFY, NULL);
    assert_string_equal(shown(lines), "参考链接：http://www.cnvd.org.cn/flaw/show/CNVD-|2019-19475");
    assert_int_equal(lines.lines[0].width, lines.lines[0].natural);
    assert_true(lines.lines[0].width < 25 * EM);
    lines = set(text_of(text, NULL), 24.1, ZB_ALIGN_JUSTIFY, NULL); /* nearly full: it is widened */
    assert_string_equal(shown(lines), "参考链接：http://www.cnvd.org.cn/flaw/show/CNVD-|2019-19475");
    assert_true(abs((int)lines.lines[0].width - (int)(24.1 * EM)) <= EM / 50);
}

static void test_english_lines_are_full_and_even(void **state) {
    (void)state;
    zb_hyphens *hyphens = zb_hyphens_new(arena, "en", NULL, diags);
    for (int em = 14; em <= 40; em++) {
        zb_lines lines = set(text_of(ZB_STR(english), "en"), em, ZB_ALIGN_JUSTIFY, hyphens);
        assert_kept(lines, ZB_STR(english));
        for (size_t i = 0; i + 1 < lines.count; i++)
            if (abs((int)lines.lines[i].width - em * EM) > EM / 50) fail_msg("line %zu at %d em does not end on the measure", i, em);
    }
}

static void test_chinese_text_is_hyphenated_only_where_a_line_would_be_loose(void **state) {
    (void)state;
    zb_hyphens *hyphens = zb_hyphens_new(arena, "zh-CN", NULL, diags);
    zb_str text = ZB_STR("一二三四五六七八九十 Vulnerability 一二三四五六七八九十");
    assert_string_equal(shown(set(text_of(text, NULL), 17.5, ZB_ALIGN_JUSTIFY, hyphens)), "一二三四五六七八九十 Vulnerability |一二三四五六七八九十");
    const char *narrow = shown(set(text_of(text, NULL), 14, ZB_ALIGN_JUSTIFY, hyphens));
    if (!strstr(narrow, "-|")) fail_msg("no hyphen: %s", narrow);
    const char *without = shown(set(text_of(text, NULL), 14, ZB_ALIGN_JUSTIFY, NULL));
    assert_null(strstr(without, "-|"));
}

static void test_a_missing_dictionary_is_reported_once(void **state) {
    (void)state;
    size_t before = zb_diags_count(diags);
    zb_hyphens *hyphens = zb_hyphens_new(arena, "en", zb_dictionaries_open(arena, "/nonexistent"), diags);
    set(text_of(ZB_STR("the computer"), "en"), 5, ZB_ALIGN_LEFT, hyphens);
    zb_lines lines = set(text_of(ZB_STR("the computer"), "en"), 5, ZB_ALIGN_LEFT, hyphens);
    assert_string_equal(shown(lines), "the |computer");
    assert_int_equal(zb_diags_count(diags), before + 1);
    assert_string_equal(zb_diags_at(diags, before)->code, "layout.hyphenation");
}

/* One that is there and cannot be read is a failure of the system, told to each document that asks. */
static void test_a_dictionary_that_cannot_be_read(void **state) {
    (void)state;
    const char *folder = zb_str_format(arena, "%s/dictionaries", getenv("SCRATCH") ? getenv("SCRATCH") : "build").s;
    const char *inside = zb_str_format(arena, "%s/hyph_en_US.dic", folder).s; /* a folder in its place: it can be opened, not read */
    mkdir(folder, 0777);
    mkdir(inside, 0777);
    zb_dictionaries *dictionaries = zb_dictionaries_open(arena, folder);
    for (int document = 0; document < 2; document++) {
        zb_diags *own = zb_diags_new(arena);
        uint8_t marks[ZB_WORD_MAX];
        assert_false(zb_hyphens_word(zb_hyphens_new(arena, "en", dictionaries, own), "en", ZB_STR("Management"), ZB_NOWHERE, marks));
        assert_int_equal(zb_diags_count(own), 1);
        assert_string_equal(zb_diags_at(own, 0)->code, "layout.dictionary");
        assert_int_equal(zb_diags_at(own, 0)->severity, ZB_FATAL);
    }
    rmdir(inside);
    rmdir(folder);
}

static void test_word_points(void **state) {
    (void)state;
    zb_hyphens *hyphens = zb_hyphens_new(arena, "en", NULL, diags);
    uint8_t marks[ZB_WORD_MAX];
    assert_true(zb_hyphens_word(hyphens, "en", ZB_STR("Management"), ZB_NOWHERE, marks));
    const uint8_t want[] = {0, 0, 1, 0, 0, 1, 0, 0, 0, 0}; /* man-age-ment */
    assert_memory_equal(marks, want, sizeof want);
    assert_true(zb_hyphens_word(hyphens, "en", ZB_STR("a"), ZB_NOWHERE, marks));
    assert_int_equal(marks[0], 0);
    assert_false(zb_hyphens_word(hyphens, "zh", ZB_STR("Management"), ZB_NOWHERE, marks));
}

/* Bad input ---------------------------------------------------------------------------------------------------------------- */

static void test_an_endless_token_is_broken(void **state) {
    (void)state;
    static const char *const tokens[] = {"x", "7", "-", "!", "/", "，", "“", "a1", "https://a.cn/"};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        zb_str text = repeated(tokens[i], 100000 / strlen(tokens[i]));
        size_t before = zb_diags_count(diags);
        zb_lines lines = set(text_of(text, NULL), 30, ZB_ALIGN_JUSTIFY, NULL);
        assert_kept(lines, text);
        for (size_t k = 0; k < lines.count && zb_diags_count(diags) == before; k++)
            if (lines.lines[k].width > 30 * EM + EM / 50) fail_msg("'%s': line %zu is too long and nobody says so", tokens[i], k);
        if (zb_diags_count(diags) > before + 1) fail_msg("'%s': %zu diagnostics", tokens[i], zb_diags_count(diags) - before);
    }
}

static void test_heaps_of_combining_marks_stay_on_their_base(void **state) {
    (void)state;
    zb_buf buf = {0};
    zb_buf_add(&buf, ZB_STR("漏洞a"));
    for (int i = 0; i < 10000; i++) zb_buf_add(&buf, ZB_STR("\xCC\x81"));
    zb_buf_add(&buf, ZB_STR("漏洞漏洞"));
    zb_str text = zb_str_copy(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    zb_lines lines = set(text_of(text, NULL), 4, ZB_ALIGN_LEFT, NULL);
    assert_kept(lines, text);
    assert_true(lines.count <= 3);
}

static void test_scripts_without_a_font_keep_their_text(void **state) {
    (void)state;
    static const char *const texts[] = {
        "漏洞 \xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9 漏洞",                               /* Arabic */
        "漏洞 \xE0\xB8\xA0\xE0\xB8\xB2\xE0\xB8\xA9\xE0\xB8\xB2\xE0\xB9\x84\xE0\xB8\x97\xE0\xB8\xA2 漏洞", /* Thai */
        "漏洞 \xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80 漏洞",             /* Devanagari */
        "漏洞\xF0\x9F\x98\x80\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA7漏洞",                             /* emoji */
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t before = zb_diags_count(diags);
        for (int em = 1; em <= 20; em += 3) {
            zb_lines lines = set(text_of(zb_str_of(texts[i]), NULL), em, ZB_ALIGN_JUSTIFY, NULL);
            size_t bytes = 0;
            for (size_t k = 0; k < lines.count; k++)
                for (size_t m = 0; m < lines.lines[k].count; m++) bytes += lines.lines[k].pieces[m].run->text.n;
            assert_int_equal(bytes, strlen(texts[i]));
        }
        assert_true(zb_diags_count(diags) > before);
        assert_string_equal(zb_diags_at(diags, before)->code, "font.glyph");
    }
}

static void test_right_to_left_words_keep_their_order(void **state) {
    (void)state;
    zb_str text = ZB_STR("漏洞 \xD7\x90\xD7\x91\xD7\x92 \xD7\x93\xD7\x94\xD7\x95 漏洞");
    for (int em = 3; em <= 12; em++) {
        zb_lines lines = set(text_of(text, NULL), em, ZB_ALIGN_LEFT, NULL);
        size_t bytes = 0;
        for (size_t i = 0; i < lines.count; i++) {
            const zb_line *line = &lines.lines[i];
            for (size_t k = 0; k < line->count; k++) {
                bytes += line->pieces[k].run->text.n;
                if (k) assert_int_equal(line->pieces[k].x, line->pieces[k - 1].x + line->pieces[k - 1].run->advance);
            }
        }
        assert_int_equal(bytes, text.n);
    }
}

static void test_edges_of_nothing(void **state) {
    (void)state;
    assert_int_equal(set(text_of(ZB_STR(""), NULL), 10, ZB_ALIGN_JUSTIFY, NULL).count, 0);
    assert_int_equal(set((zb_text){NULL, 0}, 10, ZB_ALIGN_JUSTIFY, NULL).count, 0);
    zb_lines spaces = set(text_of(ZB_STR("     "), NULL), 1, ZB_ALIGN_JUSTIFY, NULL);
    assert_int_equal(spaces.count, 1);
    assert_int_equal(spaces.lines[0].width, 0);
    zb_lines padded = set(text_of(ZB_STR("  漏洞  "), NULL), 10, ZB_ALIGN_RIGHT, NULL);
    assert_int_equal(padded.lines[0].width, 2 * EM);
    assert_int_equal(padded.lines[0].x, 8 * EM);
    assert_kept(padded, ZB_STR("  漏洞  "));
}

static void test_two_hundred_styles_in_a_row(void **state) {
    (void)state;
    enum { COUNT = 200 };
    zb_inline *runs = ZB_NEW_ARRAY(arena, COUNT, zb_inline);
    for (size_t i = 0; i < COUNT; i++) {
        runs[i] = (zb_inline){.kind = ZB_INLINE_TEXT, .text = i % 3 ? ZB_STR("漏") : ZB_STR("A")};
        runs[i].style = (zb_text_style){.role = ZB_ROLE_SERIF, .weight = i % 2 ? 700 : 400, .size = EM - (zb_length)(i % 4), .pitch = 2 * EM};
    }
    zb_lines lines = set((zb_text){runs, COUNT}, 20, ZB_ALIGN_JUSTIFY, NULL);
    for (size_t i = 0; i + 1 < lines.count; i++) assert_in_range(lines.lines[i].width, 20 * EM - EM / 50, 20 * EM + EM / 50);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_english_is_hyphenated),
        cmocka_unit_test(test_a_hyphen_counts_in_the_width),
        cmocka_unit_test(test_a_line_that_ends_in_a_url_may_be_short),
        cmocka_unit_test(test_english_lines_are_full_and_even),
        cmocka_unit_test(test_chinese_text_is_hyphenated_only_where_a_line_would_be_loose),
        cmocka_unit_test(test_a_missing_dictionary_is_reported_once),
        cmocka_unit_test(test_a_dictionary_that_cannot_be_read),
        cmocka_unit_test(test_word_points),
        cmocka_unit_test(test_an_endless_token_is_broken),
        cmocka_unit_test(test_heaps_of_combining_marks_stay_on_their_base),
        cmocka_unit_test(test_scripts_without_a_font_keep_their_text),
        cmocka_unit_test(test_right_to_left_words_keep_their_order),
        cmocka_unit_test(test_edges_of_nothing),
        cmocka_unit_test(test_two_hundred_styles_in_a_row),
    };
    return cmocka_run_group_tests_name("lines input", tests, open_fonts, close_fonts);
}
