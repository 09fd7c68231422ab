/* SPDX-License-Identifier: Apache-2.0
 * PDF and PNG of one display list must look the same: the PDF as poppler's cairo draws it against our PNG, pixel by
 * pixel. */
#include "render_fixture.h"

#include <cairo.h>

/* Pixels that differ at all, and by more than a fifth of the range in any channel. */
typedef struct difference {
    long any, strong;
    int width, height;
} difference;

static int distance(const uint8_t *a, const uint8_t *b) {
    int most = 0;
    for (int k = 0; k < 3; k++) {
        int d = abs(a[k] - b[k]);
        if (d > most) most = d;
    }
    return most;
}

static difference compare(const char *one, const char *two) {
    cairo_surface_t *a = cairo_image_surface_create_from_png(one), *b = cairo_image_surface_create_from_png(two);
    assert_int_equal(cairo_surface_status(a), 0);
    assert_int_equal(cairo_surface_status(b), 0);
    difference d = {.width = cairo_image_surface_get_width(a), .height = cairo_image_surface_get_height(a)};
    assert_int_equal(d.width, cairo_image_surface_get_width(b));
    assert_int_equal(d.height, cairo_image_surface_get_height(b));
    for (int y = 0; y < d.height; y++) {
        const uint8_t *p = cairo_image_surface_get_data(a) + y * cairo_image_surface_get_stride(a);
        const uint8_t *q = cairo_image_surface_get_data(b) + y * cairo_image_surface_get_stride(b);
        for (int x = 0; x < d.width; x++) {
            int by = distance(p + x * 4, q + x * 4);
            d.any += by > 0;
            d.strong += by > 51;
        }
    }
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
    return d;
}

static difference pdf_against_png(fixture *f, const zb_display_list *page, const char *name, int dpi) {
    const char *pdf = path_of(f, zb_str_format(f->arena, "%s.pdf", name).s);
    const char *png = path_of(f, zb_str_format(f->arena, "%s-ours.png", name).s);
    const char *theirs = path_of(f, zb_str_format(f->arena, "%s-poppler", name).s);
    assert_true(write_pdf(f, pdf, &page, 1, NULL));
    assert_true(write_png(f, png, page, dpi));
    zb_str report =
        output_of(f, zb_str_format(f->arena, "pdftocairo -png -r %d -singlefile '%s' '%s'", dpi, pdf, theirs).s);
    if (report.n) fail_msg("pdftocairo (package poppler-utils): %.*s", (int)report.n, report.s);
    difference d = compare(png, zb_str_format(f->arena, "%s.png", theirs).s);
    print_message("%s at %d dpi: %ld of %d pixels differ, %ld by more than 20 %%\n", name, dpi, d.any,
                  d.width * d.height, d.strong);
    return d;
}

static void test_rich_page(void **state) {
    fixture *f = *state;
    difference d = pdf_against_png(f, rich_page(f), "parity", 144);
    assert_true(d.any < (long)d.width * d.height / 500);
    assert_true(d.strong < (long)d.width * d.height / 5000); /* the ends of hairlines */
}

/* A page full of text in two faces. */
static void test_text_page(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 420, 600);
    for (int i = 0; i < 30; i++) {
        zb_shape_style style = i % 10 ? serif(10.5) : sans(14);
        paint_text(f, &page, 20.3 + i * 0.11, 30 + 18 * i, "国家信息安全漏洞共享平台（CNVD）本周收集 201 个，WebSphere",
                   style);
    }
    difference d = pdf_against_png(f, zb_painter_finish(&page), "parity-text", 144);
    assert_true(d.any < (long)d.width * d.height / 500);
    assert_true(d.strong < (long)d.width * d.height / 5000); /* a glyph between two pixels may go either way */
}

/* The check must be able to fail: one line of text a third of a pixel further, another colour. */
static void test_it_can_fail(void **state) {
    fixture *f = *state;
    const char *one = path_of(f, "parity-a.png"), *two = path_of(f, "parity-b.png");
    for (int i = 0; i < 2; i++) {
        zb_painter page = page_of(f, 100, 40);
        paint_text(f, &page, 10 + i * 0.5, 20, "漏洞周报", serif(10.5));
        assert_true(write_png(f, i ? two : one, zb_painter_finish(&page), 144));
    }
    assert_true(compare(one, two).strong > 50);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_rich_page), TEST(test_text_page), TEST(test_it_can_fail)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
