/* SPDX-License-Identifier: Apache-2.0
 * Finding families and faces: what is installed, what is missing and what is then said, weights, ZHOUBAO_FONT_PATH, bad
 * files, and the cairo faces that draw the same glyphs whole or cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cairo.h>
#include <cmocka.h>

#include "tests/tools/box_fonts_open.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
} fixture;

static fixture fixture_open(void) {
    fixture f = {.arena = zb_arena_open()};
    f.diags = zb_diags_new(f.arena);
    return f;
}

static const zb_font_spec real_specs[ZB_ROLE_COUNT] = {
    {.families = {"Noto Serif CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"LXGW WenKai"}}, {.families = {"Noto Sans Mono CJK SC"}}};

/* The name of the face that shows `text`. */
static const char *face_for(fixture *f, zb_fonts *fonts, zb_role role, int weight, const char *text) {
    zb_shape_style style = {role, weight, zb_pt(10), NULL, false};
    size_t count;
    const zb_run *runs = zb_shape_line(f->arena, fonts, zb_str_of(text), &style, ZB_NOWHERE, f->diags, &count);
    return count ? zb_face_name(runs[0].face) : "none";
}

static void shipped_families_are_found(void **state) {
    (void)state;
    fixture f = fixture_open();
    zb_fonts *fonts = zb_fonts_open(f.arena, real_specs, f.diags);
    assert_non_null(fonts);
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_SERIF, 400, "漏"), "Noto Serif CJK SC Regular");
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_SERIF, 700, "漏"), "Noto Serif CJK SC Bold");
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_SANS, 700, "漏"), "Noto Sans CJK SC Bold");
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_KAI, 400, "漏"), "LXGW WenKai Regular");
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_MONO, 400, "a"), "Noto Sans Mono CJK SC Regular");
    assert_int_equal(zb_diags_count(f.diags), 0);
    zb_arena_close(f.arena);
}

static void names_in_other_languages_and_cases_are_found(void **state) {
    (void)state;
    fixture f = fixture_open();
    const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"霞鹜文楷"}}, {.families = {"noto sans cjk sc"}}, {.families = {"霞鹜文楷"}}, {.families = {"Noto Sans CJK SC"}}};
    zb_fonts *fonts = zb_fonts_open(f.arena, specs, f.diags);
    assert_non_null(fonts);
    assert_int_equal(zb_diags_count(f.diags), 0);
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_SERIF, 400, "漏"), "霞鹜文楷 Regular");
    zb_arena_close(f.arena);
}

static void missing_family_is_an_error_with_advice(void **state) {
    (void)state;
    fixture f = fixture_open();
    const zb_font_spec specs[ZB_ROLE_COUNT] = {{.families = {"Noto Serif CJK CS"}},
                                               {.families = {"Noto Sans CJK SC"}},
                                               {.families = {"LXGW WenKai Screen Lite"}},
                                               {.families = {"Noto Serif CJK CS", "Qqqq"}}};
    zb_fonts *fonts = zb_fonts_open(f.arena, specs, f.diags);
    assert_non_null(fonts);
    assert_int_equal(zb_diags_count(f.diags), 3); /* once for each family */
    const zb_diag *first = zb_diags_at(f.diags, 0);
    assert_string_equal(first->code, "font.missing");
    assert_int_equal(first->severity, ZB_ERROR);
    assert_non_null(strstr(first->message, "'Noto Serif CJK CS' (role serif)"));
    assert_non_null(strstr(first->hint, "'Noto Serif CJK "));
    assert_null(strstr(first->hint, "package")); /* the near name is installed: no package is needed */
    assert_non_null(strstr(zb_diags_at(f.diags, 1)->hint, "fonts-lxgw-wenkai"));
    assert_non_null(strstr(zb_diags_at(f.diags, 2)->hint, "ZHOUBAO_FONT_PATH"));
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_SERIF, 400, "漏"),
                        "Noto Sans CJK SC Regular"); /* the faces there are */
    zb_arena_close(f.arena);
}

static void generic_names_are_not_families(void **state) {
    (void)state;
    fixture f = fixture_open();
    const zb_font_spec specs[ZB_ROLE_COUNT] = {{.families = {"serif"}}, {.families = {"sans-serif"}}, {.families = {"system-ui"}}, {.families = {"monospace"}}};
    assert_null(zb_fonts_open(f.arena, specs, f.diags));
    assert_int_equal(zb_diags_count_of(f.diags, ZB_ERROR), 4);
    zb_arena_close(f.arena);
}

static void no_families_no_fonts(void **state) {
    (void)state;
    fixture f = fixture_open();
    const zb_font_spec specs[ZB_ROLE_COUNT] = {{.families = {NULL}}};
    assert_null(zb_fonts_open(f.arena, specs, f.diags));
    zb_arena_close(f.arena);
}

static void nearest_weight_is_taken(void **state) {
    (void)state;
    fixture f = fixture_open();
    zb_fonts *fonts = box_fonts_open(f.arena, f.diags);
    assert_non_null(fonts);
    static const struct {
        int weight;
        const char *name;
    } cases[] = {{-5, "Regular"}, {100, "Regular"}, {400, "Regular"}, {450, "Regular"}, {500, "Regular"},
                 {501, "Bold"},   {600, "Bold"},    {700, "Bold"},    {900, "Bold"},    {100000, "Bold"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = face_for(&f, fonts, ZB_ROLE_SERIF, cases[i].weight, "漏");
        assert_string_equal(name + strlen("Zhoubao Box "), cases[i].name);
    }
    zb_arena_close(f.arena);
}

static void write_bytes(const char *folder, const char *name, const void *bytes, size_t count) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    fclose(file);
}

static void remove_file(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

/* Every cut of a font, and noise: whatever lies in the folder, the good file is found and nothing breaks. */
static void bad_files_do_no_harm(void **state) {
    (void)state;
    fixture f = fixture_open();
    const char *folder = box_folder(f.arena);
    box_bytes good;
    box_font_make(&(box_font){"Zhoubao Bad", "Regular", 400, 500, true}, &good);
    const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Zhoubao Bad", "Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}};
    setenv("ZHOUBAO_FONT_PATH", folder, 1);
    for (size_t size = 0; size < good.n; size += 13) {
        fixture inner = fixture_open();
        write_bytes(folder, "bad.ttf", good.data, size);
        zb_fonts *fonts = zb_fonts_open(inner.arena, specs, inner.diags);
        assert_non_null(fonts);
        face_for(&inner, fonts, ZB_ROLE_SERIF, 400, "漏洞 ab");
        zb_arena_close(inner.arena);
    }
    remove_file(folder, "bad.ttf");
    unsetenv("ZHOUBAO_FONT_PATH");
    zb_arena_close(f.arena);
}

static void font_path_comes_first_and_is_checked(void **state) {
    (void)state;
    fixture f = fixture_open();
    const char *folder = box_folder(f.arena);
    const box_font fake = {"Noto Serif CJK SC", "Regular", 400, 500, true};
    assert_true(box_font_write(&fake, folder, "fake.ttf"));
    setenv("ZHOUBAO_FONT_PATH", zb_str_format(f.arena, "%s/nowhere::%s", folder, folder).s, 1);
    zb_fonts *fonts = zb_fonts_open(f.arena, real_specs, f.diags);
    unsetenv("ZHOUBAO_FONT_PATH");
    remove_file(folder, "fake.ttf");
    assert_int_equal(zb_diags_count(f.diags), 1);
    assert_string_equal(zb_diags_at(f.diags, 0)->code, "font.path");
    assert_int_equal(zb_diags_at(f.diags, 0)->severity, ZB_WARNING);
    zb_buf dump = {0};
    zb_fonts_dump(fonts, &dump);
    assert_non_null(strstr(dump.s, "fake.ttf#0"));
    assert_null(strstr(dump.s, "NotoSerifCJK")); /* a family is taken from one place only */
    assert_non_null(strstr(dump.s, "NotoSansCJK"));
    zb_buf_free(&dump);
    zb_arena_close(f.arena);
}

static void file_that_is_gone_is_reported(void **state) {
    (void)state;
    fixture f = fixture_open();
    const char *folder = box_folder(f.arena);
    const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Zhoubao Latin"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}};
    setenv("ZHOUBAO_FONT_PATH", folder, 1);
    zb_fonts *fonts = zb_fonts_open(f.arena, specs, f.diags);
    unsetenv("ZHOUBAO_FONT_PATH");
    remove_file(folder, "ZhoubaoLatin-Regular.ttf");
    assert_string_equal(face_for(&f, fonts, ZB_ROLE_SERIF, 400, "a"), "Zhoubao Box Regular");
    face_for(&f, fonts, ZB_ROLE_SERIF, 700, "a");
    assert_int_equal(zb_diags_count(f.diags), 1);
    assert_string_equal(zb_diags_at(f.diags, 0)->code, "font.file");
    zb_arena_close(f.arena);
}

static void dump_lists_roles_in_order(void **state) {
    (void)state;
    fixture f = fixture_open();
    zb_buf dump = {0};
    zb_fonts_dump(zb_fonts_open(f.arena, real_specs, f.diags), &dump);
    const char *serif = strstr(dump.s, "serif  400  first     Noto Serif CJK SC  Regular  /");
    const char *sans = strstr(dump.s, "sans   700  first     Noto Sans CJK SC  Bold  /");
    assert_non_null(serif);
    assert_non_null(sans);
    assert_true(serif < sans);
    assert_non_null(strstr(dump.s, "NotoSansCJK-Bold.ttc#2"));
    zb_buf_free(&dump);
    zb_arena_close(f.arena);
}

/* Pictures of a run ------------------------------------------------------------------------------------------------- */

#define SIDE 64

static cairo_surface_t *draw(cairo_font_face_t *face, uint32_t glyph) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, SIDE, SIDE);
    cairo_t *cr = cairo_create(surface);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(cr, options);
    cairo_set_font_face(cr, face);
    cairo_set_font_size(cr, 48);
    cairo_show_glyphs(cr, &(cairo_glyph_t){glyph, 8, 50}, 1);
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_font_options_destroy(options);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    return surface;
}

static int ink(cairo_surface_t *surface) {
    int sum = 0;
    for (int i = 0; i < SIDE * cairo_image_surface_get_stride(surface); i++)
        sum += cairo_image_surface_get_data(surface)[i];
    return sum;
}

/* The same picture? Some ink it must have, unless it is a blank. */
static void check_same(cairo_font_face_t *a, uint32_t glyph_a, cairo_font_face_t *b, uint32_t glyph_b) {
    cairo_surface_t *left = draw(a, glyph_a), *right = draw(b, glyph_b);
    assert_true(ink(left) > 0);
    assert_memory_equal(cairo_image_surface_get_data(left), cairo_image_surface_get_data(right),
                        (size_t)(SIDE * cairo_image_surface_get_stride(left)));
    cairo_surface_destroy(left);
    cairo_surface_destroy(right);
}

static int compare_ids(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The sorted, distinct glyphs of the run, which is all of the text. */
static size_t used_glyphs(const zb_run *run, uint32_t *used) {
    size_t count = 0;
    for (size_t i = 0; i < run->glyph_count; i++) used[i] = run->glyphs[i].id;
    qsort(used, run->glyph_count, sizeof *used, compare_ids);
    for (size_t i = 0; i < run->glyph_count; i++)
        if (!count || used[count - 1] != used[i]) used[count++] = used[i];
    return count;
}

static void cut_faces_draw_the_same(void **state) {
    (void)state;
    fixture f = fixture_open();
    zb_fonts *fonts = zb_fonts_open(f.arena, real_specs, f.diags);
    for (int role = 0; role < ZB_ROLE_COUNT; role++) {
        zb_shape_style style = {(zb_role)role, 400, zb_pt(10), NULL, false};
        uint32_t used[32], packed[32];
        size_t runs;
        const zb_run *run = zb_shape_line(f.arena, fonts, ZB_STR("漏洞éÅAg1，。国—"), &style, ZB_NOWHERE, f.diags,
                                          &runs);
        assert_int_equal(runs, 1);
        size_t count = used_glyphs(run, used);
        cairo_font_face_t *whole = zb_face_cairo(run->face, NULL, 0, f.diags), *cut = zb_face_cairo(run->face, used, count, f.diags);
        cairo_font_face_t *closed = zb_face_cairo_packed(run->face, used, count, packed, f.diags);
        assert_ptr_not_equal(whole, cut);
        assert_ptr_not_equal(cut, closed);
        for (size_t i = 0; i < count; i++) {
            check_same(whole, used[i], cut, used[i]);
            check_same(whole, used[i], closed, packed[i]);
            assert_true(packed[i] < 64); /* with the parts of composites */
        }
        assert_ptr_equal(whole, zb_face_cairo(run->face, NULL, 0, f.diags));
        assert_ptr_equal(cut, zb_face_cairo(run->face, used, count, f.diags));
        assert_ptr_equal(closed, zb_face_cairo_packed(run->face, used, count, packed, f.diags));
        assert_ptr_not_equal(cut, zb_face_cairo(run->face, used, count - 1, f.diags));
    }
    assert_int_equal(zb_diags_count(f.diags), 0);
    zb_arena_close(f.arena);
}

/* A long run of charts makes one cut after the other: memory stays bounded, and a cut that was given up is made again. */
static void only_the_last_cuts_are_kept(void **state) {
    (void)state;
    fixture f = fixture_open();
    zb_fonts *fonts = zb_fonts_open(f.arena, real_specs, f.diags);
    zb_shape_style style = {ZB_ROLE_SERIF, 400, zb_pt(10), NULL, false};
    size_t runs, used = 0;
    const zb_run *run = zb_shape_line(f.arena, fonts, ZB_STR("漏"), &style, ZB_NOWHERE, f.diags, &runs);
    uint32_t glyph = run->glyphs[0].id, packed;
    cairo_font_face_t *whole = zb_face_cairo(run->face, NULL, 0, f.diags);
    cairo_font_face_t *held = cairo_font_face_reference(zb_face_cairo_packed(run->face, &glyph, 1, &packed, f.diags));
    for (uint32_t id = 34; id < 74; id++) {
        if (id == 54) used = zb_arena_used(f.arena);
        check_same(whole, id, zb_face_cairo(run->face, &id, 1, f.diags), id);
    }
    assert_int_equal(zb_arena_used(f.arena), used);
    assert_ptr_equal(whole, zb_face_cairo(run->face, NULL, 0, f.diags));
    cairo_font_face_t *again = zb_face_cairo_packed(run->face, &glyph, 1, &packed, f.diags);
    assert_ptr_not_equal(held, again);
    check_same(whole, glyph, held, packed);
    check_same(whole, glyph, again, packed);
    cairo_font_face_destroy(held);
    zb_arena_close(f.arena);
}

static void cairo_may_outlive_the_fonts(void **state) {
    (void)state;
    fixture f = fixture_open();
    zb_fonts *fonts = box_fonts_open(f.arena, f.diags);
    zb_shape_style style = {ZB_ROLE_SERIF, 400, zb_pt(10), NULL, false};
    size_t runs;
    const zb_run *run = zb_shape_line(f.arena, fonts, ZB_STR("漏"), &style, ZB_NOWHERE, f.diags, &runs);
    uint32_t glyph = run->glyphs[0].id;
    cairo_font_face_t *whole = cairo_font_face_reference(zb_face_cairo(run->face, NULL, 0, f.diags));
    cairo_font_face_t *cut = cairo_font_face_reference(zb_face_cairo(run->face, &glyph, 1, f.diags));
    zb_arena_close(f.arena);
    check_same(whole, glyph, cut, glyph);
    cairo_font_face_destroy(whole);
    cairo_font_face_destroy(cut);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_families_are_found),
        cmocka_unit_test(names_in_other_languages_and_cases_are_found),
        cmocka_unit_test(missing_family_is_an_error_with_advice),
        cmocka_unit_test(generic_names_are_not_families),
        cmocka_unit_test(no_families_no_fonts),
        cmocka_unit_test(nearest_weight_is_taken),
        cmocka_unit_test(bad_files_do_no_harm),
        cmocka_unit_test(font_path_comes_first_and_is_checked),
        cmocka_unit_test(file_that_is_gone_is_reported),
        cmocka_unit_test(dump_lists_roles_in_order),
        cmocka_unit_test(cut_faces_draw_the_same),
        cmocka_unit_test(only_the_last_cuts_are_kept),
        cmocka_unit_test(cairo_may_outlive_the_fonts),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
