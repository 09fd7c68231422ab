/* SPDX-License-Identifier: Apache-2.0
 * Scripts that join letters or run from right to left, and the exact place of characters that no font has. The former need DejaVu Sans
 * (Debian: fonts-dejavu-core) and are skipped without it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "fonts/segment.h"

#define EM (10 * ZB_PT)

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    zb_fonts *fonts;
} fixture;

static const zb_shape_style serif = {ZB_ROLE_SERIF, 400, EM, NULL, false};

static fixture open_fonts(const char *fallback) {
    const zb_font_spec specs[ZB_ROLE_COUNT] = {{.families = {"Noto Serif CJK SC", fallback}},
                                               {.families = {"Noto Serif CJK SC"}},
                                               {.families = {"Noto Serif CJK SC"}},
                                               {.families = {"Noto Serif CJK SC"}}};
    fixture f = {.arena = zb_arena_open()};
    f.diags = zb_diags_new(f.arena);
    f.fonts = zb_fonts_open(f.arena, specs, f.diags);
    assert_non_null(f.fonts);
    if (zb_diags_count(f.diags) == 0) return f;
    zb_arena_close(f.arena);
    skip();
    return f;
}

static const zb_shaped *shape_at(fixture *f, const char *text, zb_loc loc) {
    zb_segment segment = {0, strlen(text), serif, loc};
    return zb_shape(f->arena, f->fonts, zb_str_of(text), &segment, 1, f->diags);
}

/* The glyph of a text's only cluster. */
static uint32_t glyph_of(fixture *f, const char *text) {
    const zb_shaped *shaped = shape_at(f, text, ZB_NOWHERE);
    assert_int_equal(shaped->run_count, 1);
    assert_int_equal(shaped->runs[0].glyph_count, 1);
    return shaped->runs[0].glyphs[0].id;
}

/* BEH four times: an initial, two medial and a final form, none the isolated one, from right to left. */
static void arabic_letters_join(void **state) {
    (void)state;
    fixture f = open_fonts("DejaVu Sans");
    uint32_t isolated = glyph_of(&f, "ب");
    const zb_shaped *shaped = shape_at(&f, "بببب", ZB_NOWHERE);
    assert_int_equal(shaped->run_count, 1);
    const zb_run *run = &shaped->runs[0];
    assert_string_equal(zb_face_name(run->face), "DejaVu Sans Book");
    assert_true(run->bidi_level & 1);
    assert_int_equal(run->cluster_count, 4);
    const zb_glyph *g = run->glyphs;
    for (size_t i = 0; i < 4; i++) assert_int_not_equal(g[i].id, isolated);
    assert_int_equal(g[1].id, g[2].id);
    assert_int_not_equal(g[0].id, g[1].id);
    assert_int_not_equal(g[3].id, g[1].id);
    assert_int_equal(run->clusters[0].text_start, 6); /* in visual order the last letter is first */
    assert_int_equal(run->clusters[3].text_start, 0);
    assert_int_equal(zb_diags_count(f.diags), 0);
    zb_arena_close(f.arena);
}

/* ZWNJ keeps the letters beside it apart. */
static void joiners_have_their_effect(void **state) {
    (void)state;
    fixture f = open_fonts("DejaVu Sans");
    uint32_t isolated = glyph_of(&f, "ب");
    const zb_shaped *shaped = shape_at(&f, "ب\u200Cب", ZB_NOWHERE);
    size_t seen = 0;
    for (size_t r = 0; r < shaped->run_count; r++)
        for (size_t i = 0; i < shaped->runs[r].glyph_count; i++) seen += shaped->runs[r].glyphs[i].id == isolated;
    assert_int_equal(seen, 2);
    zb_arena_close(f.arena);
}

/* Chinese before and behind, numbers in between: the line runs from left to right, Arabic inside it the other way. */
static void arabic_keeps_its_order_in_chinese(void **state) {
    (void)state;
    fixture f = open_fonts("DejaVu Sans");
    const char *text = "漏洞 مرحبا بك 本周";
    size_t count = 0;
    const zb_run *runs = zb_shape_line(f.arena, f.fonts, zb_str_of(text), &serif, ZB_NOWHERE, f.diags, &count);
    zb_buf seen = {0};
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < runs[r].cluster_count; c++)
            zb_buf_add(&seen, zb_str_sub(runs[r].text, runs[r].clusters[c].text_start,
                                         runs[r].clusters[c].text_start + runs[r].clusters[c].text_length));
    assert_string_equal(seen.s, "漏洞 كب ابحرم 本周");
    zb_buf_free(&seen);
    assert_int_equal(zb_diags_count(f.diags), 0);
    zb_arena_close(f.arena);
}

/* Neither Thai nor Devanagari nor emoji is in the fonts: one error for each character, at its own place. */
static void missing_scripts_are_errors(void **state) {
    (void)state;
    static const struct {
        const char *line, *code;
        uint32_t column;
    } cases[] = {
        {"漏洞 ไทย。", "U+0E44 ", 4},      {"版本 हिन्दी", "U+0939 ", 4}, {"见图😀。", "U+1F600 ", 3},
        {"一家👨\u200D👩", "U+1F468 ", 3}, {"ab 漏 السلام", "U+0627 ", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f = open_fonts(NULL);
        const zb_source *source = zb_source_new(f.arena, "a.md", zb_str_of(cases[i].line));
        shape_at(&f, cases[i].line, zb_source_loc(source, 0));
        assert_true(zb_diags_count(f.diags) > 0);
        const zb_diag *diag = NULL; /* right-to-left text is met from its end */
        for (size_t k = 0; k < zb_diags_count(f.diags); k++) {
            const zb_diag *each = zb_diags_at(f.diags, k);
            assert_string_equal(each->code, "font.glyph");
            assert_ptr_equal(each->loc.source, source);
            if (!strncmp(each->message, cases[i].code, strlen(cases[i].code))) diag = each;
        }
        assert_non_null(diag);
        assert_int_equal(diag->loc.column, cases[i].column);
        zb_arena_close(f.arena);
    }
}

static zb_length width_in(fixture *f, const char *text, const char *lang, bool verbatim) {
    zb_shape_style style = serif;
    style.lang = lang;
    style.verbatim = verbatim;
    return zb_line_width(f->fonts, zb_str_of(text), &style, f->diags);
}

/* The Chinese face has both forms of quotes, dashes and ellipses: which one is wanted follows from the language. */
static void shared_marks_follow_the_language(void **state) {
    (void)state;
    fixture f = open_fonts(NULL);
    static const char *const quotes[] = {"“", "”", "‘", "’"};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        assert_int_equal(width_in(&f, quotes[i], NULL, false), EM);
        assert_int_equal(width_in(&f, quotes[i], "zh-Hant", false), EM);
        assert_true(width_in(&f, quotes[i], "en", false) < EM / 2);
    }
    zb_length letters = width_in(&f, "Its", NULL, false);
    assert_true(width_in(&f, "It’s", NULL, false) < letters + EM / 2); /* an apostrophe, also in Chinese */
    assert_true(width_in(&f, "It’s", NULL, true) >= width_in(&f, "Its", NULL, true) + EM / 2); /* code keeps its cells */
    zb_arena_close(f.arena);
}

/* `shown`: what a segment at `column` of the source became; where its byte `at` stands there. */
static void expect_place(const char *written, uint32_t line, uint32_t column, const char *shown, const char *at, uint32_t want_line,
                         uint32_t want_column) {
    zb_arena *arena = zb_arena_open();
    const zb_source *source = zb_source_new(arena, "a.md", zb_str_of(written));
    zb_segment segment = {0, strlen(shown), serif, {source, line, column}};
    zb_loc loc = zb_segment_loc(&segment, zb_str_of(shown), (size_t)(strstr(shown, at) - shown));
    assert_int_equal(loc.line, want_line);
    assert_int_equal(loc.column, want_column);
    zb_arena_close(arena);
}

static void places_are_exact_where_text_stands_as_it_is(void **state) {
    (void)state;
    expect_place("一\n文 字X", 2, 1, "文 字X", "X", 2, 4);
    expect_place("a: \"文字X\"", 1, 4, "文字X", "X", 1, 7);
    expect_place("a: |\n  文字\n  X", 2, 3, "文字X", "X", 3, 3);
    expect_place("a\n  b  X", 1, 1, "a b X", "X", 2, 6);
    expect_place("1\\* X", 1, 1, "1* X", "X", 1, 5);
    expect_place("a&lt;X", 1, 1, "a<X", "X", 1, 1); /* an entity: the segment's place */
    expect_place("X", 1, 1, "abX", "X", 1, 1);
    zb_segment nowhere = {0, 1, serif, ZB_NOWHERE};
    assert_null(zb_segment_loc(&nowhere, ZB_STR("X"), 0).source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arabic_letters_join),
        cmocka_unit_test(joiners_have_their_effect),
        cmocka_unit_test(arabic_keeps_its_order_in_chinese),
        cmocka_unit_test(missing_scripts_are_errors),
        cmocka_unit_test(shared_marks_follow_the_language),
        cmocka_unit_test(places_are_exact_where_text_stands_as_it_is),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
