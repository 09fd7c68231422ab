/* SPDX-License-Identifier: Apache-2.0
 * Shaping: advances, clusters, the choice of faces, breaks, direction, and what is reported. Box fonts where the
 * arithmetic counts, the real faces where their features do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tests/tools/box_fonts_open.h"

#define EM (10 * ZB_PT)

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    zb_fonts *fonts;
} fixture;

static fixture open_specs(const zb_font_spec specs[ZB_ROLE_COUNT]) {
    fixture f = {.arena = zb_arena_open()};
    f.diags = zb_diags_new(f.arena);
    f.fonts = box_fonts_open_specs(f.arena, specs, f.diags);
    assert_non_null(f.fonts);
    return f;
}

static fixture open_box(void) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}};
    return open_specs(specs);
}

static fixture open_latin_first(void) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Zhoubao Latin", "Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Latin"}}, {.families = {"Zhoubao Box"}}};
    return open_specs(specs);
}

static fixture open_real(void) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Noto Serif CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"LXGW WenKai"}}, {.families = {"Noto Sans Mono CJK SC"}}};
    return open_specs(specs);
}

static void close_fixture(fixture *f) { zb_arena_close(f->arena); }

static const zb_shape_style serif = {ZB_ROLE_SERIF, 400, EM, NULL, false};

static const zb_shaped *shape_style(fixture *f, const char *text, zb_shape_style style) {
    zb_segment segment = {0, strlen(text), style, ZB_NOWHERE};
    return zb_shape(f->arena, f->fonts, zb_str_of(text), &segment, 1, f->diags);
}

static const zb_shaped *shape(fixture *f, const char *text) { return shape_style(f, text, serif); }

/* Runs cover the text in order; clusters cover each run's text without gap or overlap; glyphs and advances add up. */
static void check_sound(const zb_shaped *shaped) {
    size_t at = 0;
    for (size_t i = 0; i < shaped->run_count; i++) {
        const zb_run *run = &shaped->runs[i];
        assert_ptr_equal(run->text.s, shaped->text.s + at);
        at += run->text.n;
        size_t glyphs = 0, bytes = 0;
        int64_t advance = 0;
        for (size_t k = 0; k < run->cluster_count; k++) {
            const zb_cluster *cluster = &run->clusters[k];
            assert_int_equal(cluster->glyph_start, glyphs);
            glyphs += cluster->glyph_count;
            bytes += cluster->text_length;
            advance += cluster->advance;
            assert_true(cluster->text_length > 0);
            assert_int_equal(cluster->text_start,
                             run->bidi_level & 1 ? run->text.n - bytes : bytes - cluster->text_length);
        }
        assert_int_equal(glyphs, run->glyph_count);
        assert_int_equal(bytes, run->text.n);
        assert_int_equal(advance, run->advance);
    }
    assert_int_equal(at, shaped->text.n);
}

static int64_t width(const zb_shaped *shaped) {
    int64_t sum = 0;
    for (size_t i = 0; i < shaped->run_count; i++) sum += shaped->runs[i].advance;
    return sum;
}

static void boxes_add_up(void **state) {
    (void)state;
    fixture f = open_box();
    const zb_shaped *shaped = shape(&f, "漏洞 201 个，（高危）。");
    check_sound(shaped);
    assert_int_equal(shaped->run_count, 1); /* changes of script don't end a run */
    assert_int_equal(width(shaped), 9 * EM + 5 * EM / 2);
    assert_int_equal(shaped->runs[0].cluster_count, 14);
    assert_int_equal(zb_diags_count(f.diags), 0);
    close_fixture(&f);
}

static void full_width_glyphs_are_exact(void **state) {
    (void)state;
    fixture f = open_real();
    const zb_length sizes[] = {zb_pt(10.5), zb_pt(9), zb_pt(7.3), 10007, 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int role = 0; role < ZB_ROLE_COUNT; role++) {
            const zb_shaped *shaped = shape_style(&f, "国家信息安全漏洞",
                                                  (zb_shape_style){(zb_role)role, 400, sizes[i], NULL, false});
            check_sound(shaped);
            assert_int_equal(width(shaped), 8 * (int64_t)sizes[i]);
        }
    assert_int_equal(zb_diags_count(f.diags), 0);
    close_fixture(&f);
}

static void segments_are_never_joined(void **state) {
    (void)state;
    fixture f = open_box();
    const char *text = "甲乙ab";
    zb_loc loc = ZB_NOWHERE;
    zb_segment segments[] = {{0, 3, serif, loc}, {3, 3, serif, loc}, {3, 7, serif, loc}, {7, 8, serif, loc}};
    segments[3].style.weight = 700;
    const zb_shaped *shaped = zb_shape(f.arena, f.fonts, zb_str_of(text), segments, 4, f.diags);
    check_sound(shaped);
    assert_int_equal(shaped->run_count, 3);
    assert_int_equal(shaped->segments[0], 0);
    assert_int_equal(shaped->segments[1], 2);
    assert_int_equal(shaped->segments[2], 3);
    assert_string_equal(zb_face_name(shaped->runs[1].face), "Zhoubao Box Regular");
    assert_string_equal(zb_face_name(shaped->runs[2].face), "Zhoubao Box Bold");
    close_fixture(&f);
}

/* The faces of the text's characters, a letter for each: l Latin, b Box. */
static const char *faces_of(fixture *f, const char *text, const char *lang) {
    zb_shape_style style = serif;
    style.lang = lang;
    const zb_shaped *shaped = shape_style(f, text, style);
    check_sound(shaped);
    zb_buf out = {0};
    for (size_t i = 0; i < shaped->run_count; i++)
        for (size_t k = 0; k < zb_utf8_count(shaped->runs[i].text); k++)
            zb_buf_add_char(&out, strstr(zb_face_name(shaped->runs[i].face), "Latin") ? 'l' : 'b');
    const char *result = zb_str_z(f->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return result;
}

static void latin_comes_first_but_not_for_chinese_marks(void **state) {
    (void)state;
    fixture f = open_latin_first();
    assert_string_equal(faces_of(&f, "漏洞CNVD 12", NULL), "bblllllll");
    assert_string_equal(faces_of(&f, "出现“ab”——等……·", NULL), "bbbllbbbbbbb");
    assert_string_equal(faces_of(&f, "it’s", NULL), "llll"); /* an apostrophe */
    assert_string_equal(faces_of(&f, "‘it’是", NULL), "bllbb");
    assert_string_equal(faces_of(&f, "“it”…", "en"), "lllll");
    assert_int_equal(zb_diags_count(f.diags), 0);
    close_fixture(&f);
}

static void other_roles_help_out(void **state) {
    (void)state;
    fixture f = open_latin_first();
    const zb_shaped *shaped = shape_style(&f, "a楷", (zb_shape_style){ZB_ROLE_KAI, 700, EM, NULL, false});
    assert_int_equal(shaped->run_count, 2);
    assert_string_equal(zb_face_name(shaped->runs[0].face), "Zhoubao Latin Regular");
    assert_string_equal(zb_face_name(shaped->runs[1].face), "Zhoubao Box Bold");
    assert_int_equal(zb_diags_count(f.diags), 0);
    close_fixture(&f);
}

static void missing_characters_are_reported_once(void **state) {
    (void)state;
    fixture f = open_box();
    const zb_source *source = zb_source_new(f.arena, "issue.yaml", ZB_STR("a\nb\n"));
    const char *text = "漏😀洞😀\xF3\xB0\x80\x80";
    zb_segment segment = {0, strlen(text), serif, {source, 2, 1}};
    const zb_shaped *shaped = zb_shape(f.arena, f.fonts, zb_str_of(text), &segment, 1, f.diags);
    check_sound(shaped);
    zb_shape(f.arena, f.fonts, zb_str_of(text), &segment, 1, f.diags);
    assert_int_equal(zb_diags_count(f.diags), 2);
    const zb_diag *diag = zb_diags_at(f.diags, 0);
    assert_string_equal(diag->code, "font.glyph");
    assert_int_equal(diag->severity, ZB_ERROR);
    assert_int_equal(diag->loc.line, 2);
    assert_non_null(strstr(diag->message, "U+1F600 '😀'"));
    assert_non_null(strstr(diag->message, "serif"));
    assert_non_null(strstr(zb_diags_at(f.diags, 1)->message, "U+F0000"));
    zb_diags *others = zb_diags_new(f.arena); /* the next document hears of it too */
    zb_shape(f.arena, f.fonts, zb_str_of(text), &segment, 1, others);
    assert_int_equal(zb_diags_count(others), 2);
    close_fixture(&f);
}

static void many_missing_characters_are_bounded(void **state) {
    (void)state;
    fixture f = open_box();
    zb_buf text = {0};
    for (uint32_t code = 0x12000; code < 0x12300; code++) {
        char bytes[4];
        zb_buf_add(&text, (zb_str){bytes, zb_utf8_encode(code, bytes)});
    }
    check_sound(shape(&f, text.s));
    assert_in_range(zb_diags_count(f.diags), 2, 100);
    zb_buf_free(&text);
    close_fixture(&f);
}

static void verbatim_text_has_no_ligatures(void **state) {
    (void)state;
    fixture f = open_real();
    zb_shape_style style = serif;
    const zb_shaped *plain = shape_style(&f, "office", style);
    style.verbatim = true;
    const zb_shaped *verbatim = shape_style(&f, "office", style);
    check_sound(plain);
    check_sound(verbatim);
    assert_int_equal(verbatim->runs[0].glyph_count, 6);
    assert_true(plain->runs[0].glyph_count < 6);
    close_fixture(&f);
}

static void long_marks_are_two_em(void **state) {
    (void)state;
    fixture f = open_real();
    const char *const texts[] = {"——", "文——文", "A——B", "——文", "……", "文……文"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int role = ZB_ROLE_SERIF; role <= ZB_ROLE_SANS; role++) {
            const zb_shaped *shaped = shape_style(&f, texts[i], (zb_shape_style){(zb_role)role, 400, EM, NULL, false});
            int64_t marks = 0;
            for (size_t k = 0; k < shaped->runs[0].cluster_count; k++) {
                const zb_cluster *cluster = &shaped->runs[0].clusters[k];
                uint8_t first = (uint8_t)shaped->runs[0].text.s[cluster->text_start];
                if (first == 0xE2) marks += cluster->advance;
            }
            assert_int_equal(marks, 2 * EM);
        }
    close_fixture(&f);
}

static void chinese_quotes_are_full_width(void **state) {
    (void)state;
    fixture f = open_real();
    assert_int_equal(width(shape(&f, "“”‘’")), 4 * EM);
    close_fixture(&f);
}

static void marks_stay_with_their_letter(void **state) {
    (void)state;
    fixture f = open_real();
    const zb_shaped *shaped = shape(&f, "xe\xCC\x81g\xCC\x8A\xCC\x81z\xE2\x80\x8B漢\xF3\xA0\x84\x80字");
    check_sound(shaped);
    for (size_t i = 0; i < shaped->run_count; i++)
        for (size_t k = 0; k < shaped->runs[i].cluster_count; k++)
            assert_true(shaped->graphemes[(size_t)(shaped->runs[i].text.s - shaped->text.s) +
                                          shaped->runs[i].clusters[k].text_start]);
    close_fixture(&f);
}

static void invisible_characters_keep_their_text(void **state) {
    (void)state;
    fixture f = open_box();
    const zb_shaped *shaped = shape(&f, "漏\xE2\x80\x8B洞\xE2\x80\xA8后");
    check_sound(shaped);
    assert_int_equal(width(shaped), 3 * EM);
    assert_int_equal(shaped->runs[0].glyphs[1].id, ZB_GLYPH_NONE);
    assert_int_equal(shaped->breaks[6], ZB_BREAK_ALLOWED);    /* behind the zero width space */
    assert_int_equal(shaped->breaks[12], ZB_BREAK_MANDATORY); /* behind U+2028 */
    assert_int_equal(zb_diags_count(f.diags), 0);
    close_fixture(&f);
}

static void breaks_follow_uax14(void **state) {
    (void)state;
    fixture f = open_box();
    const zb_shaped *shaped = shape(&f, "漏洞，ab c");
    const uint8_t expected[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1};
    assert_memory_equal(shaped->breaks, expected, sizeof expected);
    const uint8_t graphemes[] = {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1};
    assert_memory_equal(shaped->graphemes, graphemes, sizeof graphemes);
    close_fixture(&f);
}

static void right_to_left_is_visual(void **state) {
    (void)state;
    fixture f = open_box();
    const char *text = "ab אבג 12 דה 漏";
    const zb_shaped *shaped = shape(&f, text);
    check_sound(shaped);
    assert_true(shaped->run_count >= 3);
    size_t count;
    const zb_run *runs = zb_shape_line(f.arena, f.fonts, zb_str_of(text), &serif, ZB_NOWHERE, f.diags, &count);
    zb_buf shown = {0};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < runs[i].cluster_count; k++)
            zb_buf_add(&shown, zb_str_sub(runs[i].text, runs[i].clusters[k].text_start,
                                          runs[i].clusters[k].text_start + runs[i].clusters[k].text_length));
    assert_string_equal(shown.s, "ab הד 12 גבא 漏");
    zb_buf_free(&shown);
    close_fixture(&f);
}

static void long_paragraphs_are_cut_into_runs(void **state) {
    (void)state;
    fixture f = open_box();
    zb_buf text = {0};
    for (int i = 0; i < 300000; i++) zb_buf_add(&text, ZB_STR("漏"));
    zb_shape_style style = serif;
    style.size = 40 * ZB_PT;
    const zb_shaped *shaped = shape_style(&f, text.s, style);
    check_sound(shaped);
    assert_true(shaped->run_count > 1);
    assert_int_equal(width(shaped), 300000ll * 40 * ZB_PT); /* more than a zb_length holds */
    assert_int_equal(zb_line_width(f.fonts, zb_buf_str(&text), &style, f.diags), ZB_LENGTH_MAX);
    zb_buf_free(&text);
    close_fixture(&f);
}

static void limits_are_reported(void **state) {
    (void)state;
    fixture f = open_box();
    zb_shape_style style = serif;
    style.size = 0;
    check_sound(shape_style(&f, "漏", style));
    assert_string_equal(zb_diags_at(f.diags, 0)->code, "font.size");
    style.size = ZB_LENGTH_MAX;
    check_sound(shape_style(&f, "漏洞", style));
    assert_int_equal(zb_diags_count(f.diags), 2);
    size_t size = ((size_t)4 << 20) + 1;
    char *text = zb_alloc(f.arena, size + 1);
    memset(text, 'a', size);
    const zb_shaped *shaped = shape(&f, text);
    assert_int_equal(shaped->run_count, 0);
    assert_string_equal(zb_diags_at(f.diags, 2)->code, "font.length");
    close_fixture(&f);
}

static void empty_text_is_fine(void **state) {
    (void)state;
    fixture f = open_box();
    const zb_shaped *shaped = zb_shape(f.arena, f.fonts, (zb_str){NULL, 0}, NULL, 0, f.diags);
    assert_int_equal(shaped->run_count, 0);
    shaped = shape(&f, "");
    assert_int_equal(shaped->run_count, 0);
    assert_int_equal(shaped->breaks[0], 0);
    assert_int_equal(zb_line_width(f.fonts, (zb_str){NULL, 0}, &serif, f.diags), 0);
    close_fixture(&f);
}

static void widths_are_the_sum_of_advances(void **state) {
    (void)state;
    fixture f = open_real();
    const char *const texts[] = {"72", "漏洞 201", "6.23", "漏洞报送情况统计表（续）以及很长很长的一行文字", "AVATAR"};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            for (int weight = 400; weight <= 700; weight += 300) {
                zb_shape_style style = {ZB_ROLE_SANS, weight, zb_pt(9), NULL, false};
                assert_int_equal(zb_line_width(f.fonts, zb_str_of(texts[i]), &style, f.diags),
                                 width(shape_style(&f, texts[i], style)));
            }
    zb_shape_style large = {ZB_ROLE_SANS, 400, zb_pt(18), NULL, false}, small = large;
    small.size /= 2;
    assert_true(zb_line_width(f.fonts, ZB_STR("72"), &large, f.diags) >
                zb_line_width(f.fonts, ZB_STR("72"), &small, f.diags));
    assert_int_equal(zb_diags_count(f.diags), 0);
    close_fixture(&f);
}

static void widths_report_missing_characters_to_everyone(void **state) {
    (void)state;
    fixture f = open_box();
    zb_line_width(f.fonts, ZB_STR("😀"), &serif, f.diags);
    zb_diags *others = zb_diags_new(f.arena);
    zb_line_width(f.fonts, ZB_STR("😀"), &serif, others);
    assert_int_equal(zb_diags_count(f.diags), 1);
    assert_int_equal(zb_diags_count(others), 1);
    close_fixture(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boxes_add_up),
        cmocka_unit_test(full_width_glyphs_are_exact),
        cmocka_unit_test(segments_are_never_joined),
        cmocka_unit_test(latin_comes_first_but_not_for_chinese_marks),
        cmocka_unit_test(other_roles_help_out),
        cmocka_unit_test(missing_characters_are_reported_once),
        cmocka_unit_test(many_missing_characters_are_bounded),
        cmocka_unit_test(verbatim_text_has_no_ligatures),
        cmocka_unit_test(long_marks_are_two_em),
        cmocka_unit_test(chinese_quotes_are_full_width),
        cmocka_unit_test(marks_stay_with_their_letter),
        cmocka_unit_test(invisible_characters_keep_their_text),
        cmocka_unit_test(breaks_follow_uax14),
        cmocka_unit_test(right_to_left_is_visual),
        cmocka_unit_test(long_paragraphs_are_cut_into_runs),
        cmocka_unit_test(limits_are_reported),
        cmocka_unit_test(empty_text_is_fine),
        cmocka_unit_test(widths_are_the_sum_of_advances),
        cmocka_unit_test(widths_report_missing_characters_to_everyone),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
