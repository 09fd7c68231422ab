/* SPDX-License-Identifier: Apache-2.0
 * Tests of the WebP backend by decoding its files: pixels without loss, transparency, photographs, limits; and of what PNG and WebP
 * files share. */
#include "render_fixture.h"

#include <cairo.h>
#include <webp/decode.h>

static bool write_webp(fixture *f, const char *path, const zb_display_list *page, double dpi) {
    zb_output *output = zb_output_open(path, f->diags);
    assert_non_null(output);
    return finish(f, output, zb_render_webp(f->arena, page, dpi, output, f->diags));
}

static WebPBitstreamFeatures features_of(zb_str webp) {
    WebPBitstreamFeatures features;
    assert_int_equal(WebPGetFeatures((const uint8_t *)webp.s, webp.n, &features), VP8_STATUS_OK);
    return features;
}

enum { LOSSY = 1, LOSSLESS = 2 };

static void test_lossless(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "rich.webp"), *png = path_of(f, "rich-same.png");
    const zb_display_list *page = rich_page(f);
    assert_true(write_webp(f, path, page, 96));
    zb_str webp = file_bytes(f, path);
    WebPBitstreamFeatures features = features_of(webp);
    assert_int_equal(features.width, 400);
    assert_int_equal(features.height, 267);
    assert_int_equal(features.format, LOSSLESS);
    assert_int_equal(features.has_alpha, 0);
    int width, height;
    uint8_t *rgb = WebPDecodeRGB((const uint8_t *)webp.s, webp.n, &width, &height);
    assert_true(write_png(f, png, page, 96));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(png);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t v;
            memcpy(&v, cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + x * 4, 4);
            const uint8_t *p = rgb + 3 * (y * width + x);
            assert_int_equal(v & 0xFFFFFF, (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2]);
        }
    cairo_surface_destroy(surface);
    WebPFree(rgb);
}

static void test_transparency(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "clear.webp");
    zb_painter page = {.arena = f->arena, .width = zb_pt(20), .height = zb_pt(10)};
    zb_paint_rect(&page, (zb_rect){0, 0, zb_pt(10), zb_pt(10)}, (zb_color){255, 0, 0, 128});
    assert_true(write_webp(f, path, zb_painter_finish(&page), 72));
    zb_str webp = file_bytes(f, path);
    assert_int_equal(features_of(webp).has_alpha, 1);
    int width, height;
    uint8_t *rgba = WebPDecodeRGBA((const uint8_t *)webp.s, webp.n, &width, &height);
    assert_int_equal(rgba[3], 128);
    assert_int_equal(rgba[0], 255);
    assert_int_equal(rgba[19 * 4 + 3], 0);
    WebPFree(rgba);
}

/* A picture of noise is smaller with loss; drawn pictures never are. */
static void test_photograph(void **state) {
    fixture *f = *state;
    const char *jpeg = path_of(f, "noise.jpg"), *path = path_of(f, "noise.webp");
    enum { SIDE = 300 };
    uint8_t *pixels = malloc(SIDE * SIDE * 3), *packed = NULL;
    unsigned long size = 0;
    uint32_t random = 1;
    for (int i = 0; i < SIDE * SIDE * 3; i++) pixels[i] = (uint8_t)((random = random * 1664525u + 1013904223u) >> 24);
    tjhandle encoder = tjInitCompress();
    assert_int_equal(tjCompress2(encoder, pixels, SIDE, 0, SIDE, TJPF_RGB, &packed, &size, TJSAMP_444, 90, 0), 0);
    write_file(jpeg, packed, size);
    tjFree(packed);
    tjDestroy(encoder);
    free(pixels);
    zb_painter page = page_of(f, SIDE, SIDE);
    zb_paint_image(&page, jpeg, (zb_rect){0, 0, zb_pt(SIDE), zb_pt(SIDE)}, ZB_NOWHERE);
    const zb_display_list *list = zb_painter_finish(&page);
    assert_true(write_webp(f, path, list, 72));
    zb_str first = file_bytes(f, path);
    assert_int_equal(features_of(first).format, LOSSY);
    assert_true(write_webp(f, path, list, 72));
    assert_true(zb_str_equal(first, file_bytes(f, path)));
}

static void test_limits(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "long.webp");
    zb_painter high = page_of(f, 10, 16384);
    assert_false(write_webp(f, path, zb_painter_finish(&high), 72));
    assert_true(found(f, "webp.size", "10 x 16384"));
    zb_painter fits = page_of(f, 10, 16383);
    assert_true(write_webp(f, path, zb_painter_finish(&fits), 72));
    zb_painter empty = page_of(f, 0, 10);
    assert_false(write_webp(f, path, zb_painter_finish(&empty), 72));
    assert_true(found(f, "render.size", "0 x 10"));
}

static bool same_pixels(const char *a, const char *b) {
    cairo_surface_t *s[2] = {cairo_image_surface_create_from_png(a), cairo_image_surface_create_from_png(b)};
    size_t size = (size_t)cairo_image_surface_get_stride(s[0]) * (size_t)cairo_image_surface_get_height(s[0]);
    bool same = cairo_image_surface_get_height(s[0]) == cairo_image_surface_get_height(s[1]) &&
                !memcmp(cairo_image_surface_get_data(s[0]), cairo_image_surface_get_data(s[1]), size);
    cairo_surface_destroy(s[0]);
    cairo_surface_destroy(s[1]);
    return same;
}

/* More effort for PNG changes the bytes only, with and without a ground. */
static void test_small_png(void **state) {
    fixture *f = *state;
    const char *plain = path_of(f, "plain.png"), *small = path_of(f, "small.png");
    for (int ground = 0; ground < 2; ground++) {
        zb_display_list page = *rich_page(f);
        if (!ground) page.ground = (zb_color){0};
        assert_true(write_png(f, plain, &page, 144));
        zb_output *output = zb_output_open(small, f->diags);
        assert_true(finish(f, output, zb_render_png_small(f->arena, &page, 144, output, f->diags)));
        assert_true(same_pixels(plain, small));
        assert_true(file_bytes(f, small).n < file_bytes(f, plain).n);
        assert_int_equal(file_bytes(f, small).s[25], ground ? 2 : 6);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(test_lossless), TEST(test_transparency), TEST(test_photograph), TEST(test_limits),
                                       TEST(test_small_png)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
