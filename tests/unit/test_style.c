/* SPDX-License-Identifier: Apache-2.0
 * Styles: initial values, reading, inheritance, ranges, named colours and classes, the reference and the schema. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/yaml.h"
#include "templates/style_read.h"

typedef struct trial {
    zb_arena *arena;
    zb_diags *diags;
    const zb_style_sheet *sheet;
    const zb_style *style;
} trial;

static trial begin(const char *yaml) {
    trial t = {.arena = zb_arena_open()};
    t.diags = zb_diags_new(t.arena);
    const zb_value *value = NULL;
    if (yaml) {
        value = zb_yaml_read_source(t.arena, zb_source_new(t.arena, "style.yaml", zb_str_of(yaml)), t.diags);
        assert_non_null(value);
    }
    t.sheet = zb_style_read(t.arena, value, t.diags);
    t.style = &t.sheet->style;
    return t;
}

static void end(trial *t) {
    zb_arena_close(t->arena);
}

/* The only diagnostic has this code, place and words. */
static void expect_one(const trial *t, const char *code, uint32_t line, uint32_t column, const char *words) {
    assert_int_equal(zb_diags_count(t->diags), 1);
    const zb_diag *diag = zb_diags_at(t->diags, 0);
    assert_string_equal(diag->code, code);
    assert_int_equal(diag->severity, ZB_ERROR);
    assert_int_equal(diag->loc.line, line);
    assert_int_equal(diag->loc.column, column);
    if (!strstr(diag->message, words) && !(diag->hint && strstr(diag->hint, words))) {
        fail_msg("'%s' (%s) does not say '%s'", diag->message, diag->hint ? diag->hint : "", words);
    }
}

static void expect_clean(const trial *t) {
    for (size_t i = 0; i < zb_diags_count(t->diags); i++) {
        fail_msg("unexpected: %s", zb_diags_at(t->diags, i)->message);
    }
}

static void expect_color(zb_color color, unsigned hex) {
    assert_true(zb_color_equal(color, ZB_RGB(hex)));
}

static void test_initial(void **state) {
    (void)state;
    trial t = begin(NULL);
    expect_clean(&t);
    assert_int_equal(t.style->body.size, zb_pt(10.5));
    assert_int_equal(t.style->body.pitch, zb_pt(18));
    assert_int_equal(t.style->indent, zb_pt(21));
    assert_int_equal(t.style->body.weight, 400);
    assert_string_equal(t.style->fonts[ZB_ROLE_SERIF].families[0], "Noto Serif CJK SC");
    assert_null(t.style->fonts[ZB_ROLE_SERIF].families[1]);
    assert_int_equal(t.style->heading[0].text.role, ZB_ROLE_SANS);
    assert_int_equal(t.style->table.header.weight, 700);
    assert_int_equal(t.style->table.header.size, t.style->table.text.size);
    assert_int_equal(t.style->caption.label.role, ZB_ROLE_SANS);
    assert_int_equal(t.style->chart.palette_count, 8);
    assert_true(t.style->code.text.verbatim);
    assert_true(t.style->folio_first);
    assert_false(t.style->running_head_first);
    assert_string_equal(t.style->folio_format, "— {page} —");
    assert_int_equal(t.style->body.ground.a, 0);
    end(&t);
}

static void test_empty_mapping_is_initial(void **state) {
    (void)state;
    trial a = begin(NULL), b = begin("# nothing\n");
    expect_clean(&b);
    assert_int_equal(a.style->margin_left, b.style->margin_left);
    assert_int_equal(a.style->heading[1].text.size, b.style->heading[1].text.size);
    end(&a);
    end(&b);
}

/* A4 is 595.28pt wide; 20mm on each side leave 481.89pt, 45 em of 10.5pt. */
static void test_measure_widest(void **state) {
    (void)state;
    trial t = begin(NULL);
    zb_length measure = t.style->page_width - t.style->margin_left - t.style->margin_right;
    assert_int_equal(measure, 45 * zb_pt(10.5));
    assert_in_range(t.style->margin_right - t.style->margin_left, 0, 1);
    end(&t);
}

static void test_measure_given(void **state) {
    (void)state;
    for (int em = 28; em <= 45; em++) {
        char yaml[64];
        snprintf(yaml, sizeof yaml, "grid: {measure: %d}\n", em);
        trial t = begin(yaml);
        expect_clean(&t);
        assert_int_equal(t.style->page_width - t.style->margin_left - t.style->margin_right, em * zb_pt(10.5));
        assert_true(t.style->margin_left >= zb_pt(20 * 72 / 25.4));
        end(&t);
    }
}

static void test_measure_keeps_unequal_margins(void **state) {
    (void)state;
    trial t = begin("page: {margin: {left: 30mm, right: 20mm}}\ngrid: {measure: 40}\n");
    expect_clean(&t);
    assert_in_range(t.style->margin_left - t.style->margin_right, zb_pt(28.34), zb_pt(28.36));
    end(&t);
}

static void test_measure_too_wide(void **state) {
    (void)state;
    trial t = begin("grid: {measure: 60}\n");
    expect_one(&t, "style.range", 1, 17, "60 em (630.0pt)");
    end(&t);
}

static void test_margins_leave_nothing(void **state) {
    (void)state;
    trial t = begin("page:\n  margin: {left: 300mm}\n");
    expect_one(&t, "style.range", 2, 18, "does not fit");
    end(&t);
    t = begin("page:\n  margin: {top: 200mm, bottom: 90mm}\n");
    expect_one(&t, "style.range", 2, 17, "less than 4 lines");
    end(&t);
}

static void test_lengths(void **state) {
    (void)state;
    trial t = begin("grid: {size: 10pt, pitch: 20pt}\n"
                    "h1: {size: 2em, space_before: 1.5lines, space_after: 1em, bar_width: 4px}\n"
                    "table: {padding_x: 0, space_after: 2 lines}\n"
                    "masthead: {height: 50mm}\n"
                    "cards: {label: {tracking: -0.5pt}}\n");
    expect_clean(&t);
    assert_int_equal(t.style->heading[0].text.size, zb_pt(20));
    assert_int_equal(t.style->heading[0].space_before, zb_pt(30));
    assert_int_equal(t.style->heading[0].space_after, zb_pt(20)); /* 1em is the heading's own size */
    assert_int_equal(t.style->heading[0].bar_width, zb_pt(3));
    assert_int_equal(t.style->table.padding_x, 0);
    assert_int_equal(t.style->table.space_after, zb_pt(40));
    assert_int_equal(t.style->masthead.height, zb_pt(50 * 72 / 25.4));
    assert_int_equal(t.style->cards.label.spacing, zb_pt(-0.5));
    assert_int_equal(t.style->indent, zb_pt(20));
    end(&t);
}

static void test_bad_lengths(void **state) {
    (void)state;
    static const char *const bad[] = {"12",       "pt",           "1.pt",   "10 points", "1e3pt",
                                      "--1pt",    "''",           "0.5 .5", "1.2.3pt",   "[1pt]",
                                      "{a: 1pt}", "1234567890pt", "~",      "１pt",      "10pt;"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char yaml[96];
        snprintf(yaml, sizeof yaml, "h1: {space_before: %s}\n", bad[i]);
        trial t = begin(yaml);
        expect_one(&t, "style.value", 1, 20, "it takes a length");
        assert_int_equal(t.style->heading[0].space_before, zb_pt(22)); /* the initial value stays */
        end(&t);
    }
}

static void test_ranges(void **state) {
    (void)state;
    static const char *const bad[] = {"h1: {size: 201pt}",
                                      "h1: {size: 0}",
                                      "h1: {size: -3pt}",
                                      "cards: {radius: 100001pt}",
                                      "table: {padding_x: -1pt}",
                                      "h1: {line: 401pt}",
                                      "page: {margin: {top: 3000mm}}",
                                      "folio: {tracking: 5000em}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        trial t = begin(bad[i]);
        assert_int_equal(zb_diags_count(t.diags), 1);
        assert_string_equal(zb_diags_at(t.diags, 0)->code, "style.range");
        end(&t);
    }
}

static void test_page_sizes(void **state) {
    (void)state;
    trial t = begin("page: {size: [50mm, 2000mm], margin: {left: 0, right: 0}}\n");
    expect_clean(&t);
    assert_int_equal(t.style->page_width, zb_pt(50 * 72 / 25.4));
    assert_int_equal(t.style->page_height, zb_pt(2000 * 72 / 25.4));
    end(&t);
    t = begin("page: {size: A5}\n");
    expect_clean(&t);
    assert_int_equal(t.style->page_width, zb_pt(148 * 72 / 25.4));
    end(&t);
    t = begin("page: {size: [49mm, 297mm]}\n");
    expect_one(&t, "style.range", 1, 15, "50mm to 2000mm");
    end(&t);
    t = begin("page: {size: A44}\n");
    expect_one(&t, "style.value", 1, 14, "A3, A4, A5");
    end(&t);
    t = begin("page: {size: [210mm]}\n");
    expect_one(&t, "style.value", 1, 14, "cannot be a");
    end(&t);
}

static void test_inheritance(void **state) {
    (void)state;
    trial t = begin("body: {color: \"#112233\", weight: 500}\ngrid: {size: 12pt}\n"
                    "caption: {font: kai, size: 8pt}\ntable: {color: \"#445566\"}\n");
    expect_clean(&t);
    expect_color(t.style->footnote.color, 0x112233);
    expect_color(t.style->quote.text.color, 0x112233);
    assert_int_equal(t.style->quote.text.weight, 500);
    assert_int_equal(t.style->caption.label.role, ZB_ROLE_KAI);
    assert_int_equal(t.style->caption.label.size, zb_pt(8));
    expect_color(t.style->table.header.color, 0x445566);
    assert_int_equal(t.style->caption.label_gap, zb_pt(8));
    end(&t);
}

static void test_unknown(void **state) {
    (void)state;
    trial t = begin("h1:\n  colour: red\n");
    expect_one(&t, "style.unknown", 2, 3, "did you mean 'color'");
    end(&t);
    t = begin("tabel: {}\n");
    expect_one(&t, "style.unknown", 1, 1, "did you mean 'table'");
    end(&t);
    t = begin("body: {size: 12pt}\n");
    expect_one(&t, "style.unknown", 1, 8, "'body.size'");
    end(&t);
    t = begin("masthead: {titel: {size: 3pt}}\n");
    expect_one(&t, "style.unknown", 1, 12, "did you mean 'title'");
    end(&t);
    t = begin("table: {header: bold}\n");
    expect_one(&t, "style.value", 1, 17, "mapping");
    end(&t);
    t = begin("- a\n");
    assert_int_equal(zb_diags_count(t.diags), 1);
    assert_string_equal(zb_diags_at(t.diags, 0)->code, "style.value");
    end(&t);
}

static void test_keywords(void **state) {
    (void)state;
    trial t = begin("h2: {font: kai, weight: bold, page_break: true, underline: true}\nparagraph: {align: left}\n"
                    "folio: {format: \"{page}/{pages}\", first: false}\nh3: {weight: 350}\n");
    expect_clean(&t);
    assert_int_equal(t.style->heading[1].text.role, ZB_ROLE_KAI);
    assert_int_equal(t.style->heading[1].text.weight, 700);
    assert_int_equal(t.style->heading[2].text.weight, 350);
    assert_true(t.style->heading[1].page_break);
    assert_true(t.style->heading[1].text.underline);
    assert_int_equal(t.style->paragraph_align, ZB_ALIGN_LEFT);
    assert_string_equal(t.style->folio_format, "{page}/{pages}");
    assert_false(t.style->folio_first);
    end(&t);
    static const char *const bad[] = {"h1: {font: song}",
                                      "h1: {weight: heavy}",
                                      "h1: {weight: 50}",
                                      "h1: {weight: 7.5}",
                                      "h1: {page_break: yes}",
                                      "paragraph: {align: middle}",
                                      "folio: {format: \"{seite}\"}",
                                      "folio: {format: \"{page\"}",
                                      "grid: {measure: 4}",
                                      "grid: {measure: 40.5}",
                                      "fonts: {kai: []}",
                                      "fonts: {kai: [a, b, c, d, e, f, g, h, i]}",
                                      "fonts: {kai: ''}",
                                      "chart: {palette: red}",
                                      "chart: {palette: []}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        t = begin(bad[i]);
        assert_int_equal(zb_diags_count(t.diags), 1);
        assert_string_equal(zb_diags_at(t.diags, 0)->code, "style.value");
        assert_non_null(zb_diags_at(t.diags, 0)->hint);
        end(&t);
    }
}

static void test_fonts(void **state) {
    (void)state;
    trial t = begin("fonts:\n  serif: [FangSong, Noto Serif CJK SC]\n  mono: Courier\n");
    expect_clean(&t);
    assert_string_equal(t.style->fonts[ZB_ROLE_SERIF].families[0], "FangSong");
    assert_string_equal(t.style->fonts[ZB_ROLE_SERIF].families[1], "Noto Serif CJK SC");
    assert_null(t.style->fonts[ZB_ROLE_SERIF].families[2]);
    assert_string_equal(t.style->fonts[ZB_ROLE_MONO].families[0], "Courier");
    assert_string_equal(t.style->fonts[ZB_ROLE_KAI].families[0], "LXGW WenKai");
    end(&t);
}

static void test_colors(void **state) {
    (void)state;
    trial t = begin("colors: {navy: \"#0B2E4F\", 红: \"#C3272B\"}\nh1: {color: navy, bar: 红}\n"
                    "chart: {palette: [navy, \"#fff\", 红]}\nquote: {ground: transparent}\n");
    expect_clean(&t);
    expect_color(t.style->heading[0].text.color, 0x0B2E4F);
    expect_color(t.style->heading[0].bar, 0xC3272B);
    assert_int_equal(t.style->chart.palette_count, 3);
    expect_color(t.style->chart.palette[2], 0xC3272B);
    assert_int_equal(t.style->quote.ground.a, 0);
    zb_color color = ZB_RGB(0x010203);
    assert_true(zb_style_color(t.sheet, ZB_STR("navy"), ZB_NOWHERE, t.diags, &color));
    expect_color(color, 0x0B2E4F);
    assert_false(zb_style_color(t.sheet, ZB_STR("navi"), ZB_NOWHERE, t.diags, &color));
    expect_color(color, 0x0B2E4F);
    assert_string_equal(zb_diags_at(t.diags, 0)->code, "style.color");
    assert_non_null(strstr(zb_diags_at(t.diags, 0)->hint, "navy"));
    end(&t);
}

static void test_bad_colors(void **state) {
    (void)state;
    trial t = begin("colors: {navy: \"#0B2E4F\"}\nh1: {color: navvy}\n");
    expect_one(&t, "style.color", 2, 13, "did you mean 'navy'");
    end(&t);
    t = begin("colors: {navy: blue}\n");
    expect_one(&t, "style.color", 1, 16, "'navy' is not #RRGGBB");
    end(&t);
    t = begin("h1:\n  color: #FF0000\n"); /* a comment in YAML */
    assert_int_equal(zb_diags_count(t.diags), 1);
    assert_string_equal(zb_diags_at(t.diags, 0)->code, "style.value");
    assert_non_null(strstr(zb_diags_at(t.diags, 0)->hint, "in quotes"));
    end(&t);
    t = begin("chart: {palette: [\"#123456\", nope]}\n");
    expect_one(&t, "style.color", 1, 30, "'nope'");
    end(&t);
}

static void test_classes(void **state) {
    (void)state;
    trial t = begin("colors: {red: \"#C3272B\"}\nclasses:\n  chip: {tracking: 0.1em, size: 0.5em, ground: red, weight: "
                    "bold, font: sans}\n"
                    "  high: {color: red}\n");
    expect_clean(&t);
    zb_text_style style = t.style->body;
    style.size = zb_pt(20);
    assert_true(zb_style_class(t.sheet, ZB_STR("chip"), ZB_NOWHERE, t.diags, &style));
    assert_int_equal(style.size, zb_pt(10));
    assert_int_equal(style.spacing, zb_pt(1)); /* em of the new size, whatever the order in the file */
    assert_int_equal(style.weight, 700);
    assert_int_equal(style.role, ZB_ROLE_SANS);
    assert_int_equal(style.pitch, t.style->body.pitch);
    expect_color(style.ground, 0xC3272B);
    expect_color(style.color, 0xFFFFFF); /* a chip without a colour of its own */
    assert_true(zb_style_class(t.sheet, ZB_STR("high"), ZB_NOWHERE, t.diags, &style));
    expect_color(style.color, 0xC3272B);
    assert_int_equal(zb_diags_count(t.diags), 0);
    assert_false(zb_style_class(t.sheet, ZB_STR("hihg"), ZB_NOWHERE, t.diags, &style));
    assert_string_equal(zb_diags_at(t.diags, 0)->code, "style.class");
    assert_non_null(strstr(zb_diags_at(t.diags, 0)->hint, "high"));
    end(&t);
}

static void test_bad_classes(void **state) {
    (void)state;
    trial t = begin("classes:\n  chip: {grund: red}\n");
    expect_one(&t, "style.unknown", 2, 10, "did you mean 'ground'");
    end(&t);
    t = begin("classes:\n  chip: {line: 3pt}\n");
    expect_one(&t, "style.unknown", 2, 10, "no property 'line'");
    end(&t);
    t = begin("classes:\n  chip: red\n");
    expect_one(&t, "style.value", 2, 9, "takes a mapping");
    end(&t);
    t = begin("classes: [a]\n");
    expect_one(&t, "style.value", 1, 10, "'classes' takes a mapping");
    end(&t);
    t = begin("classes:\n  chip: {size: big, color: \"#FF0000\"}\n");
    expect_one(&t, "style.value", 2, 16, "it takes a length");
    zb_text_style style = t.style->body;
    assert_true(zb_style_class(t.sheet, ZB_STR("chip"), ZB_NOWHERE, t.diags, &style)); /* the rest of it works */
    expect_color(style.color, 0xFF0000);
    end(&t);
}

static void test_many_errors_in_one_run(void **state) {
    (void)state;
    trial t = begin("page: {size: A9}\nh1: {colour: red, size: 0}\nfoo: 1\n");
    assert_int_equal(zb_diags_count(t.diags), 4);
    end(&t);
}

static void test_reference(void **state) {
    (void)state;
    zb_buf out = {0};
    zb_style_reference(&out);
    assert_non_null(strstr(out.s, "| `page.margin.top` | length | `22mm` |"));
    assert_non_null(strstr(out.s, "| `h1` | text style |"));
    assert_non_null(strstr(out.s, "| `tracking` | length | 0 |"));
    for (const char *line = strstr(out.s, "## Properties"); line; line = strchr(line + 1, '\n')) {
        assert_null(strstr(line, "%s"));
    }
    zb_buf_free(&out);
}

/* The schema is JSON (which is YAML) and names what the reader knows. */
static void test_schema(void **state) {
    (void)state;
    zb_buf out = {0};
    zb_style_schema(&out);
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_value *schema = zb_yaml_read_source(arena, zb_source_new(arena, "schema", zb_buf_str(&out)), diags);
    assert_int_equal(zb_diags_count(diags), 0);
    const zb_value *properties = zb_value_lookup_path(schema, ZB_STR("allOf.0.properties"));
    assert_non_null(properties);
    static const char *const paths[] = {"page.properties.margin.properties.top",
                                        "h1.properties.size",
                                        "colors",
                                        "classes",
                                        "table.properties.header.properties.ground",
                                        "table.properties.header.properties.weight",
                                        "quote.properties.hang",
                                        "folio.properties.format",
                                        "grid.properties.measure"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        if (!zb_value_lookup_path(properties, zb_str_of(paths[i]))) {
            fail_msg("the schema lacks %s", paths[i]);
        }
    }
    assert_null(zb_value_lookup_path(properties, ZB_STR("h1.properties.ground")));
    zb_arena_close(arena);
    zb_buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_initial),
        cmocka_unit_test(test_empty_mapping_is_initial),
        cmocka_unit_test(test_measure_widest),
        cmocka_unit_test(test_measure_given),
        cmocka_unit_test(test_measure_keeps_unequal_margins),
        cmocka_unit_test(test_measure_too_wide),
        cmocka_unit_test(test_margins_leave_nothing),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_bad_lengths),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_page_sizes),
        cmocka_unit_test(test_inheritance),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_keywords),
        cmocka_unit_test(test_fonts),
        cmocka_unit_test(test_colors),
        cmocka_unit_test(test_bad_colors),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_bad_classes),
        cmocka_unit_test(test_many_errors_in_one_run),
        cmocka_unit_test(test_reference),
        cmocka_unit_test(test_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
