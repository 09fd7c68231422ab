/* SPDX-License-Identifier: Apache-2.0
 * What is counted as set in which face, and how a family is told of that serves a role it was not named for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fonts/use.h"
#include "tests/tools/box_fonts_open.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    zb_fonts *fonts;
    zb_font_use *use;
    const zb_source *source;
} fixture;

/* The serif role has no Han; every other role is the box font. */
static const zb_font_spec specs[ZB_ROLE_COUNT] = {
    {.families = {"Zhoubao Latin"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}};

static fixture fixture_open(const char *source) {
    fixture f = {.arena = zb_arena_open()};
    f.diags = zb_diags_new(f.arena);
    f.fonts = box_fonts_open_specs(f.arena, specs, f.diags);
    f.use = zb_font_use_new(f.arena);
    f.source = zb_source_new(f.arena, "text.md", zb_str_of(source));
    return f;
}

/* Shows all of the source in a role, as it stands there. */
static void show(fixture *f, zb_role role, int weight) {
    zb_shape_style style = {role, weight, zb_pt(10), NULL, false};
    size_t count;
    const zb_run *runs = zb_shape_line(f->arena, f->fonts, f->source->text, &style, zb_source_loc(f->source, 0), f->diags, &count);
    for (size_t i = 0; i < count; i++) zb_font_use_add(f->use, &runs[i], ZB_NOWHERE, 1);
}

static size_t count_of(const fixture *f, zb_role role, bool fallback) {
    size_t count = 0;
    const zb_font_share *share;
    for (size_t i = 0; (share = zb_font_use_at(f->use, i)); i++)
        if (share->role == role && share->fallback == fallback) count += share->count;
    return count;
}

static void characters_are_counted_by_role(void **state) {
    (void)state;
    fixture f = fixture_open("ab \u3000c\u4E2D\u56FD de\u00AD");
    show(&f, ZB_ROLE_SERIF, 400);
    show(&f, ZB_ROLE_SANS, 400);
    assert_int_equal(count_of(&f, ZB_ROLE_SERIF, false), 5); /* blanks and the soft hyphen are none */
    assert_int_equal(count_of(&f, ZB_ROLE_SERIF, true), 2);
    assert_int_equal(count_of(&f, ZB_ROLE_SANS, false), 7);
    assert_int_equal(count_of(&f, ZB_ROLE_SANS, true), 0);
    zb_arena_close(f.arena);
}

static void an_added_hyphen_counts(void **state) {
    (void)state;
    fixture f = fixture_open("\u4E2D");
    zb_shape_style style = {ZB_ROLE_SERIF, 400, zb_pt(10), NULL, false};
    size_t count;
    zb_run run = *zb_shape_line(f.arena, f.fonts, f.source->text, &style, ZB_NOWHERE, f.diags, &count);
    run.text = (zb_str){0};
    zb_font_use_add(f.use, &run, zb_source_loc(f.source, 0), 3);
    assert_int_equal(count_of(&f, ZB_ROLE_SERIF, true), 1);
    zb_arena_close(f.arena);
}

static void a_family_is_told_once_at_its_first_character(void **state) {
    (void)state;
    fixture f = fixture_open("ab \u4E2D\u56FD c \u4EBA");
    show(&f, ZB_ROLE_SERIF, 400);
    show(&f, ZB_ROLE_SERIF, 700);
    show(&f, ZB_ROLE_KAI, 400);
    zb_font_use_report(f.use, specs, ZB_NOWHERE, f.diags);
    assert_int_equal(zb_diags_count(f.diags), 1);
    const zb_diag *d = zb_diags_at(f.diags, 0);
    assert_string_equal(d->code, "font.fallback");
    assert_int_equal(d->severity, ZB_WARNING);
    assert_int_equal(d->loc.line, 1);
    assert_int_equal(d->loc.column, 4);
    assert_non_null(strstr(d->message, "6 characters of the role serif are set in 'Zhoubao Box'"));
    assert_non_null(strstr(d->message, "first '\u4E2D' U+4E2D"));
    assert_non_null(strstr(d->hint, "{serif: [Zhoubao Latin, Zhoubao Box]}"));
    show(&f, ZB_ROLE_SERIF, 400);
    zb_font_use_report(f.use, specs, ZB_NOWHERE, f.diags);
    assert_int_equal(zb_diags_count(f.diags), 1);
    zb_arena_close(f.arena);
}

static void what_has_no_place_is_told_at_home_with_its_page(void **state) {
    (void)state;
    fixture f = fixture_open("\u4E2D");
    zb_shape_style style = {ZB_ROLE_SERIF, 400, zb_pt(10), NULL, false};
    size_t count;
    const zb_run *runs = zb_shape_line(f.arena, f.fonts, f.source->text, &style, ZB_NOWHERE, f.diags, &count);
    zb_font_use_add(f.use, runs, ZB_NOWHERE, 7);
    zb_font_use_report(f.use, NULL, (zb_loc){f.source, 1, 1}, f.diags);
    const zb_diag *d = zb_diags_at(f.diags, 0);
    assert_ptr_equal(d->loc.source, f.source);
    assert_non_null(strstr(d->message, "1 character of the role serif is set"));
    assert_non_null(strstr(d->message, "U+4E2D on page 7)"));
    zb_arena_close(f.arena);
}

/* Each stretch that is borrowed has a place; looking for all of them must not take the square of the text. */
static void many_stretches_take_no_square_time(void **state) {
    (void)state;
    zb_buf text = {0};
    for (int i = 0; i < 20000; i++) zb_buf_add(&text, ZB_STR("a\u4E2D"));
    fixture f = fixture_open(text.s);
    show(&f, ZB_ROLE_SERIF, 400);
    assert_int_equal(count_of(&f, ZB_ROLE_SERIF, true), 20000);
    zb_font_use_report(f.use, specs, ZB_NOWHERE, f.diags);
    assert_int_equal(zb_diags_at(f.diags, 0)->loc.column, 2);
    zb_buf_free(&text);
    zb_arena_close(f.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_counted_by_role),
        cmocka_unit_test(an_added_hyphen_counts),
        cmocka_unit_test(a_family_is_told_once_at_its_first_character),
        cmocka_unit_test(what_has_no_place_is_told_at_home_with_its_page),
        cmocka_unit_test(many_stretches_take_no_square_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
