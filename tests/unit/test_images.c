/* SPDX-License-Identifier: Apache-2.0
 * Picture files: every output and the check take or refuse the same ones, and all turn them as their Exif orientation says. */
#include "render/picture.h"
#include "tests/unit/render_fixture.h"

#include <cairo.h>

#include "base/file.h"

#define WIDTH 48
#define HEIGHT 32

static const uint32_t corners[2][2] = {{0xC01010, 0x10A010}, {0x1010C0, 0xD0B000}}; /* of the stored rows: top, bottom; left, right */

/* A JPEG with a colour in each quarter, and an orientation in front where that is not 0; as big or little endian. */
static const char *write_quarters(fixture *f, const char *name, int orientation, bool little) {
    uint8_t pixels[WIDTH * HEIGHT * 3], *jpeg = NULL;
    unsigned long size = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
        uint32_t color = corners[i / WIDTH >= HEIGHT / 2][i % WIDTH >= WIDTH / 2];
        memcpy(pixels + i * 3, (uint8_t[]){(uint8_t)(color >> 16), (uint8_t)(color >> 8), (uint8_t)color}, 3);
    }
    tjhandle encoder = tjInitCompress();
    assert_int_equal(tjCompress2(encoder, pixels, WIDTH, 0, HEIGHT, TJPF_RGB, &jpeg, &size, TJSAMP_444, 95, 0), 0);
    tjDestroy(encoder);
    static const char big[] = "\xFF\xE1\0\x22" "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0";
    static const char small[] = "\xFF\xE1\0\x22" "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0?\0\0\0\0\0\0\0";
    zb_buf out = {0};
    zb_buf_add(&out, (zb_str){(const char *)jpeg, 2});
    size_t at = out.n;
    if (orientation) zb_buf_add(&out, (zb_str){little ? small : big, 36});
    char *mark = orientation ? memchr(out.s + at, '?', 36) : NULL;
    if (mark) *mark = (char)orientation;
    zb_buf_add(&out, (zb_str){(const char *)jpeg + 2, size - 2});
    tjFree(jpeg);
    const char *path = path_of(f, name);
    write_file(path, out.s, out.n);
    zb_buf_free(&out);
    return path;
}

static const zb_display_list *page_with(fixture *f, const char *path, int width, int height) {
    zb_painter page = page_of(f, 60, 60);
    zb_paint_image(&page, path, (zb_rect){zb_pt(5), zb_pt(3), zb_pt(width), zb_pt(height)}, ZB_NOWHERE);
    return zb_painter_finish(&page);
}

/* The colour of the upright picture in the quarter (right, bottom), from what Exif says of each value: the side that the first row shows
 * at, and the side of the first column. */
static uint32_t expected(int orientation, bool right, bool bottom) {
    static const char *const sides[] = {"TL", "TL", "TR", "BR", "BL", "LT", "RT", "RB", "LB"};
    char row = sides[orientation][0], column = sides[orientation][1];
    bool near_row = row == 'T' ? !bottom : row == 'B' ? bottom : row == 'L' ? !right : right;
    bool near_column = column == 'T' ? !bottom : column == 'B' ? bottom : column == 'L' ? !right : right;
    return corners[!near_row][!near_column];
}

static void assert_color(cairo_surface_t *surface, int x, int y, uint32_t color, const char *what, int orientation) {
    uint32_t pixel;
    memcpy(&pixel, cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + x * 4, 4);
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((int)(pixel >> shift & 255) - (int)(color >> shift & 255)) > 12)
            fail_msg("%s, orientation %d: %06X at %d,%d instead of %06X", what, orientation, pixel & 0xFFFFFF, x, y, color);
}

static void assert_turned(const char *png, const char *what, int orientation, int width, int height) {
    cairo_surface_t *surface = cairo_image_surface_create_from_png(png);
    assert_int_equal(cairo_surface_status(surface), 0);
    assert_int_equal(cairo_image_surface_get_width(surface), 60);
    for (int right = 0; right < 2; right++)
        for (int bottom = 0; bottom < 2; bottom++)
            for (int k = 1; k < 4; k += 2) /* near the middle and near the edge of each quarter */
                assert_color(surface, 5 + (right ? width - width * k / 8 : width * k / 8), 3 + (bottom ? height - height * k / 8 : height * k / 8),
                             expected(orientation, right, bottom), what, orientation);
    cairo_surface_destroy(surface);
}

static void every_output_turns_pictures(void **state) {
    fixture *f = *state;
    for (int orientation = 0; orientation <= 8; orientation++) {
        const char *path = write_quarters(f, "turned.jpg", orientation, orientation & 1);
        int width = orientation >= 5 ? HEIGHT : WIDTH, height = orientation >= 5 ? WIDTH : HEIGHT, w = 0, h = 0;
        assert_true(zb_image_size(f->arena, path, ZB_NOWHERE, f->diags, &w, &h));
        assert_int_equal(w, width);
        assert_int_equal(h, height);
        const zb_display_list *page = page_with(f, path, width, height);
        const char *png = path_of(f, "turned.png"), *pdf = path_of(f, "turned.pdf"), *svg = path_of(f, "turned.svg");
        assert_true(write_png(f, png, page, 72));
        assert_turned(png, "PNG", orientation, width, height);
        assert_true(write_svg(f, svg, page, NULL));
        output_of(f, zb_str_format(f->arena, "rsvg-convert -w 60 -h 60 %s -o %s", svg, png).s);
        assert_turned(png, "SVG", orientation, width, height);
        assert_true(write_pdf(f, pdf, &page, 1, NULL));
        output_of(f, zb_str_format(f->arena, "pdftoppm -r 72 -png -singlefile %s %s", pdf, path_of(f, "turned")).s);
        assert_turned(png, "PDF", orientation, width, height);
        zb_str file = file_bytes(f, path), bytes = file_bytes(f, pdf); /* as it is, not packed anew */
        assert_true(zb_str_find(bytes, file, 0) != SIZE_MAX);
    }
}

/* What says nothing that Exif knows is upright. */
static void strange_orientations_are_upright(void **state) {
    fixture *f = *state;
    static const int values[] = {9, 64, 255};
    for (size_t i = 0; i < 3; i++) {
        int w = 0, h = 0;
        assert_true(zb_image_size(f->arena, write_quarters(f, "strange.jpg", values[i], i & 1), ZB_NOWHERE, f->diags, &w, &h));
        assert_int_equal(w, WIDTH);
    }
    zb_str whole = file_bytes(f, write_quarters(f, "strange.jpg", 6, false));
    for (size_t at = 6; at < 38; at++) { /* a directory that leads anywhere */
        char *bytes = (char *)zb_str_copy(f->arena, whole).s;
        int w = 0, h = 0;
        bytes[at] = (char)0xFE;
        write_file(path_of(f, "strange.jpg"), bytes, whole.n);
        zb_image_size(f->arena, path_of(f, "strange.jpg"), ZB_NOWHERE, f->diags, &w, &h);
        assert_int_equal(w + h, WIDTH + HEIGHT);
    }
}

/* Bit k: output k takes the page. */
static int verdict(fixture *f, const zb_display_list *page) {
    fixture quiet = *f;
    quiet.arena = zb_arena_open();
    bool taken[5];
    for (int i = 0; i < 5; i++) {
        quiet.diags = zb_diags_new(quiet.arena);
        zb_output *output = zb_output_open(path_of(f, "verdict.out"), quiet.diags);
        if (i == 0) taken[i] = zb_render_pdf(quiet.arena, &page, 1, &no_metadata, output, quiet.diags);
        if (i == 1) taken[i] = zb_render_png(quiet.arena, page, 72, output, quiet.diags);
        if (i == 2) taken[i] = zb_render_svg(quiet.arena, page, &no_metadata, NULL, output, quiet.diags);
        if (i == 3) taken[i] = zb_render_webp(quiet.arena, page, 72, output, quiet.diags);
        if (i == 4) taken[i] = zb_images_check(quiet.arena, &page, 1, quiet.diags);
        zb_output_abandon(output);
        assert_int_equal(taken[i], zb_diags_worst(quiet.diags) < ZB_ERROR);
        const zb_diag *first = taken[i] ? NULL : zb_diags_at(quiet.diags, 0);
        if (first && strcmp(first->code, "image.format") != 0 && strcmp(first->code, "image.size") != 0)
            fail_msg("%s: %s", first->code, first->message);
    }
    zb_arena_close(quiet.arena);
    return taken[0] | taken[1] << 1 | taken[2] << 2 | taken[3] << 3 | taken[4] << 4;
}

/* A file cut or changed in one place, all over: all outputs say the same of it. */
static void assert_same_verdicts(fixture *f, zb_str whole, const char *name) {
    const char *path = path_of(f, name);
    const zb_display_list *page = page_with(f, path, 40, 40);
    write_file(path, whole.s, whole.n);
    assert_int_equal(verdict(f, page), 31);
    int refused = 0, taken = 0;
    for (size_t at = 30; at < whole.n; at += 1 + whole.n / 60)
        for (int way = 0; way < 3; way++) {
            char *bytes = (char *)zb_str_copy(f->arena, whole).s;
            if (way) bytes[at] = (char)(bytes[at] ^ (way == 1 ? 0x10 : 0xFF));
            if (!way) memcpy(bytes + at - 2, "\xFF\xD9", 2); /* a cut that ends as a JPEG does */
            write_file(path, bytes, way ? whole.n : at);
            int all = verdict(f, page);
            if (all && all != 31) fail_msg("%s, way %d at %zu: %d", name, way, at, all);
            if (all) taken++;
            else refused++;
        }
    assert_true(refused > 20);
    assert_true(taken + refused > 100);
}

static void all_outputs_agree_on_jpeg(void **state) {
    fixture *f = *state;
    assert_same_verdicts(f, file_bytes(f, write_quarters(f, "agree.jpg", 6, false)), "agree-cut.jpg");
    write_jpeg(path_of(f, "larger.jpg"), 200, 120, 80);
    assert_same_verdicts(f, file_bytes(f, path_of(f, "larger.jpg")), "agree-cut.jpg");
}

static void all_outputs_agree_on_png(void **state) {
    fixture *f = *state;
    const char *jpeg = write_quarters(f, "source.jpg", 0, false), *png = path_of(f, "agree.png");
    assert_true(write_png(f, png, page_with(f, jpeg, 40, 40), 72));
    assert_same_verdicts(f, file_bytes(f, png), "agree-cut.png");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(every_output_turns_pictures), TEST(strange_orientations_are_upright),
                                       TEST(all_outputs_agree_on_jpeg), TEST(all_outputs_agree_on_png)};
    int failed = cmocka_run_group_tests_name("images", tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
