/* SPDX-License-Identifier: Apache-2.0
 * Tests of the PNG backend and of picture files: sizes, colour types, single pixels, limits, damaged files. */
#include "render_fixture.h"

#include <cairo.h>
#include <libdeflate.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sanitized.h"
#include "render/picture.h"

static uint32_t be32(zb_str bytes, size_t at) {
    const uint8_t *b = (const uint8_t *)bytes.s + at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The names of a PNG's chunks, joined. */
static zb_str chunks_of(fixture *f, zb_str png) {
    zb_str names = {0};
    for (size_t at = 8; at + 12 <= png.n; at += be32(png, at) + 12)
        names = zb_str_format(f->arena, "%.*s%.4s ", ZB_STR_ARG(names), png.s + at + 4);
    return names;
}

enum { GREY = 0, RGB = 2, PALETTE = 3, RGBA = 6 };

static void assert_header(zb_str png, uint32_t width, uint32_t height, int type) {
    assert_int_equal(be32(png, 16), width);
    assert_int_equal(be32(png, 20), height);
    if (type != PALETTE) assert_int_equal(png.s[24], 8);
    assert_int_equal(png.s[25], type);
}

/* What the only IDAT chunk holds: rows with their filters. */
static zb_str rows_of(fixture *f, zb_str png, size_t count) {
    size_t at = zb_str_find(png, ZB_STR("IDAT"), 0), got = 0;
    char *rows = zb_alloc(f->arena, count);
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_zlib_decompress(d, png.s + at + 4, be32(png, at - 4), rows, count, &got), LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(d);
    assert_int_equal(got, count);
    return (zb_str){rows, count};
}

/* What these bytes take without any filter. */
static size_t packed_size(const uint8_t *bytes, size_t count) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(9);
    size_t room = libdeflate_zlib_compress_bound(c, count);
    void *packed = malloc(room);
    size_t size = libdeflate_zlib_compress(c, bytes, count, packed, room);
    free(packed);
    libdeflate_free_compressor(c);
    return size;
}

/* 0xAARRGGBB of a pixel. */
static uint32_t pixel_of(const char *path, int x, int y) {
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), 0);
    uint32_t v;
    memcpy(&v, cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + x * 4, 4);
    if (cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24) v |= 0xFF000000u;
    cairo_surface_destroy(surface);
    return v;
}

/* Four squares of 10 pt, red, green, blue and nothing, on this ground. */
static const zb_display_list *squares(fixture *f, zb_color ground) {
    zb_painter page = {.arena = f->arena, .width = zb_pt(20), .height = zb_pt(20), .ground = ground};
    zb_paint_rect(&page, (zb_rect){0, 0, zb_pt(10), zb_pt(10)}, ZB_RGB(0xFF0000));
    zb_paint_rect(&page, (zb_rect){zb_pt(10), 0, zb_pt(10), zb_pt(10)}, ZB_RGB(0x00FF00));
    zb_paint_rect(&page, (zb_rect){0, zb_pt(10), zb_pt(10), zb_pt(10)}, (zb_color){0, 0, 255, 128});
    return zb_painter_finish(&page);
}

static void test_pixels(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "squares.png");
    assert_true(write_png(f, path, squares(f, ZB_RGB(0xFFFFFF)), 144));
    assert_header(file_bytes(f, path), 40, 40, PALETTE);
    assert_int_equal(pixel_of(path, 0, 0), 0xFFFF0000);
    assert_int_equal(pixel_of(path, 19, 19), 0xFFFF0000);
    assert_int_equal(pixel_of(path, 20, 19), 0xFF00FF00);
    assert_int_equal(pixel_of(path, 39, 39), 0xFFFFFFFF);
    assert_int_equal(pixel_of(path, 0, 39) & 0xFF0000FF, 0xFF0000FF);
    assert_in_range(pixel_of(path, 0, 39) >> 16 & 255, 126, 128);
}

static void test_no_ground(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "clear.png");
    assert_true(write_png(f, path, squares(f, (zb_color){0}), 72));
    assert_header(file_bytes(f, path), 20, 20, PALETTE);
    assert_has(chunks_of(f, file_bytes(f, path)), "PLTE tRNS IDAT");
    assert_int_equal(pixel_of(path, 0, 0), 0xFFFF0000);
    assert_int_equal(pixel_of(path, 19, 19), 0);
    assert_int_equal(pixel_of(path, 0, 19) >> 24, 128);
    assert_true((pixel_of(path, 0, 19) & 255) >= 127); /* as cairo reads it: multiplied by alpha */
}

static void test_rgb_and_chunks(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "rich.png");
    zb_painter page = page_of(f, 100, 100); /* more than 256 colours */
    for (int i = 0; i < 300; i++)
        zb_paint_rect(&page, (zb_rect){zb_pt(i % 20 * 5), zb_pt(i / 20 * 5), zb_pt(5), zb_pt(5)}, ZB_RGB(0x123 * i));
    assert_true(write_png(f, path, zb_painter_finish(&page), 72));
    zb_str png = file_bytes(f, path);
    assert_header(png, 100, 100, RGB);
    assert_int_equal(pixel_of(path, 97, 72), 0xFF000000u | 0x123 * (14 * 20 + 19));
    zb_str chunks = chunks_of(f, png);
    assert_true(zb_str_is(chunks, "IHDR sRGB pHYs IDAT IEND "));
    size_t phys = zb_str_find(png, ZB_STR("pHYs"), 0);
    assert_int_equal(be32(png, phys + 4), 2835);
    assert_int_equal(png.s[phys + 12], 1);
}

static void test_exactly_256_colors(void **state) {
    fixture *f = *state;
    for (int extra = 0; extra < 2; extra++) {
        const char *path = path_of(f, "palette.png");
        zb_painter page = page_of(f, 16 + extra, 16); /* white is one of them, or the 257th */
        for (int i = 0; i < 256; i++)
            zb_paint_rect(&page, (zb_rect){zb_pt(i % 16), zb_pt(i / 16), zb_pt(1), zb_pt(1)},
                          ZB_RGB(i * 0x10305 & 0xFEFFFF));
        assert_true(write_png(f, path, zb_painter_finish(&page), 72));
        assert_header(file_bytes(f, path), 16 + (uint32_t)extra, 16, extra ? RGB : PALETTE);
        for (int i = 0; i < 256; i += 15)
            assert_int_equal(pixel_of(path, i % 16, i / 16), 0xFF000000u | (i * 0x10305 & 0xFEFFFF));
    }
}

static void test_sizes(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "size.png");
    zb_painter a4 = page_of(f, 595.276, 841.89);
    const zb_display_list *page = zb_painter_finish(&a4);
    static const struct {
        double dpi;
        uint32_t width, height;
    } cases[] = {{72, 596, 842}, {96, 794, 1123}, {144, 1191, 1684}, {8, 67, 94}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(write_png(f, path, page, cases[i].dpi));
        assert_header(file_bytes(f, path), cases[i].width, cases[i].height, PALETTE);
    }
}

static void test_limits(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "limits.png");
    zb_painter large = page_of(f, 2000, 2000), flat = page_of(f, 0, 20);
    const zb_display_list *page = zb_painter_finish(&large);
    assert_false(write_png(f, path, page, 7.9));
    assert_false(write_png(f, path, page, 2401));
    assert_false(write_png(f, path, page, NAN));
    assert_true(found(f, "png.dpi", "8 to 2400"));
    assert_false(write_png(f, path, page, 1200));
    assert_true(found(f, "png.size", "33334 x 33334"));
    assert_false(write_png(f, path, page, 1000));
    assert_true(found(f, "png.size", "27778 x 27778"));
    assert_false(write_png(f, path, zb_painter_finish(&flat), 72));
    assert_true(found(f, "render.size", "empty"));
}

static void test_same_bytes(void **state) {
    fixture *f = *state;
    const zb_display_list *page = rich_page(f);
    const char *one = path_of(f, "same-1.png"), *two = path_of(f, "same-2.png");
    assert_true(write_png(f, one, page, 96));
    assert_true(write_png(f, two, page, 96));
    assert_true(zb_str_equal(file_bytes(f, one), file_bytes(f, two)));
}

/* CRC-32 as PNG defines it, bit by bit. */
static uint32_t crc_of(const char *bytes, size_t count) {
    uint32_t sum = 0xFFFFFFFFu;
    for (size_t i = 0; i < count; i++) {
        sum ^= (uint8_t)bytes[i];
        for (int k = 0; k < 8; k++) sum = sum & 1 ? sum >> 1 ^ 0xEDB88320u : sum >> 1;
    }
    return ~sum;
}

static void test_check_sums(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "sums.png");
    assert_true(write_png(f, path, rich_page(f), 96));
    zb_str png = file_bytes(f, path);
    size_t chunks = 0;
    for (size_t at = 8; at + 12 <= png.n; at += be32(png, at) + 12, chunks++)
        assert_int_equal(be32(png, at + 8 + be32(png, at)), crc_of(png.s + at + 4, be32(png, at) + 4));
    assert_true(chunks >= 5);
}

static int channel_distance(uint32_t a, uint32_t b) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int d = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        if (d > most) most = d;
    }
    return most;
}

/* Where edges may move, text in several colours fits into a palette; no pixel moves by more than 4, areas don't move. */
static void test_flat(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 200, 100);
    zb_paint_rect(&page, (zb_rect){zb_pt(100), 0, zb_pt(100), zb_pt(100)}, ZB_RGB(0x0B2E4F));
    zb_paint_rect(&page, (zb_rect){zb_pt(150), 0, zb_pt(50), zb_pt(100)}, ZB_RGB(0x0C2F50));
    static const uint32_t inks[] = {0x1E2A36, 0xC3272B, 0x2E9A7C, 0xEFB550};
    for (int i = 0; i < 4; i++) {
        paint_text(f, &page, 5, 20 + 20 * i, "漏洞态势 office", serif(14));
        page.items.data[page.items.count - 1].color = ZB_RGB(inks[i]);
        page.items.data[page.items.count - 2].color = ZB_RGB(inks[i]);
    }
    const zb_display_list *list = zb_painter_finish(&page);
    const char *exact = path_of(f, "exact.png"), *flat = path_of(f, "flat.png");
    assert_true(write_png(f, exact, list, 144));
    assert_true(write_png_flat(f, flat, list, 144));
    assert_header(file_bytes(f, exact), 400, 200, RGB);
    assert_header(file_bytes(f, flat), 400, 200, PALETTE);
    assert_true(file_bytes(f, flat).n < file_bytes(f, exact).n);
    cairo_surface_t *a = cairo_image_surface_create_from_png(exact), *b = cairo_image_surface_create_from_png(flat);
    int most = 0, moved = 0;
    for (int y = 0; y < 200; y++)
        for (int x = 0; x < 400; x++) {
            uint32_t p, q;
            memcpy(&p, cairo_image_surface_get_data(a) + y * cairo_image_surface_get_stride(a) + x * 4, 4);
            memcpy(&q, cairo_image_surface_get_data(b) + y * cairo_image_surface_get_stride(b) + x * 4, 4);
            int d = channel_distance(p, q);
            if (d > most) most = d;
            moved += d > 0;
            if ((p & 0xFFFFFF) == 0x0B2E4F || (p & 0xFFFFFF) == 0x0C2F50) assert_int_equal(d, 0);
        }
    assert_in_range(most, 1, 4);
    assert_true(moved > 0);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
}

/* Pictures of very many colours stay as they are. */
static void test_flat_that_is_not(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 100, 100);
    for (int i = 0; i < 10000; i++)
        zb_paint_rect(&page, (zb_rect){zb_pt(i % 100), zb_pt(i / 100), zb_pt(1), zb_pt(1)}, ZB_RGB(i * 1679));
    const zb_display_list *list = zb_painter_finish(&page);
    const char *exact = path_of(f, "many.png"), *flat = path_of(f, "many-flat.png");
    assert_true(write_png(f, exact, list, 72));
    assert_true(write_png_flat(f, flat, list, 72));
    assert_header(file_bytes(f, flat), 100, 100, RGB);
    for (int i = 0; i < 100; i++) assert_int_equal(pixel_of(flat, i, i), pixel_of(exact, i, i));
}

/* Text at a coarse resolution covers about as much as at a fine one. */
static void test_coarse_text(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "coarse.png");
    double ink[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        zb_painter page = page_of(f, 120, 30);
        paint_text(f, &page, 10, 20, "漏洞 office", serif(16));
        assert_true(write_png(f, path, zb_painter_finish(&page), k ? 144 : 72));
        cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
        int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                ink[k] += 255 - cairo_image_surface_get_data(
                                    surface)[y * cairo_image_surface_get_stride(surface) + x * 4 + 2];
        ink[k] /= width * height;
        cairo_surface_destroy(surface);
    }
    assert_true(ink[0] > 10 && ink[0] / ink[1] > 0.95 && ink[0] / ink[1] < 1.05);
}

static void test_images(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "with-images.png"), *jpeg = path_of(f, "png-photo.jpg"),
               *png = path_of(f, "png-picture.png");
    write_jpeg(jpeg, 64, 48, 95);
    assert_true(write_png(f, png, squares(f, (zb_color){0}), 72));
    zb_painter page = page_of(f, 100, 60);
    zb_paint_image(&page, jpeg, (zb_rect){0, 0, zb_pt(64), zb_pt(48)}, ZB_NOWHERE);
    zb_paint_image(&page, png, (zb_rect){zb_pt(70), 0, zb_pt(20), zb_pt(40)}, ZB_NOWHERE);
    assert_true(write_png(f, path, zb_painter_finish(&page), 72));
    assert_true((pixel_of(path, 2, 2) >> 16 & 255) > 180 && (pixel_of(path, 2, 2) & 255) < 40);
    assert_true((pixel_of(path, 61, 45) & 255) > 180);
    assert_int_equal(pixel_of(path, 66, 2), 0xFFFFFFFF);
    assert_int_equal(pixel_of(path, 72, 5), 0xFFFF0000); /* one point wide, two high */
    assert_int_equal(pixel_of(path, 72, 15), 0xFFFF0000);
    assert_int_equal(pixel_of(path, 88, 38), 0xFFFFFFFF); /* transparent */
}

static bool write_png_small(fixture *f, const char *path, const zb_display_list *page, double dpi) {
    zb_output *output = zb_output_open(path, f->diags);
    assert_non_null(output);
    return finish(f, output, zb_render_png_small(f->arena, page, dpi, output, f->diags));
}

/* Samples of something like a photograph: slow changes and some noise. */
static uint8_t *photo_samples(fixture *f, int width, int height, bool grey) {
    uint8_t *samples = zb_alloc(f->arena, (size_t)width * (size_t)height * 3), *at = samples;
    uint32_t noise = 1;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int c = 0; c < 3; c++) {
                noise = noise * 1664525u + 1013904223u;
                *at = (uint8_t)(120 + 60 * sin((x + 40 * c) / 37.0) + 50 * cos((y - 20 * c) / 53.0) + (noise >> 30));
                if (grey && c) *at = at[-1];
                at++;
            }
    return samples;
}

static const char *write_photo(fixture *f, const char *name, int width, int height, const uint8_t *samples) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, samples += 3) {
            uint32_t v = (uint32_t)samples[0] << 16 | (uint32_t)samples[1] << 8 | samples[2];
            memcpy(cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + x * 4, &v, 4);
        }
    cairo_surface_mark_dirty(surface);
    const char *path = path_of(f, name);
    assert_int_equal(cairo_surface_write_to_png(surface, path), 0);
    cairo_surface_destroy(surface);
    return path;
}

static void test_photo(void **state) {
    fixture *f = *state;
    uint8_t *samples = photo_samples(f, 200, 160, false);
    zb_painter page = page_of(f, 200, 160);
    zb_paint_image(&page, write_photo(f, "photo.png", 200, 160, samples), (zb_rect){0, 0, zb_pt(200), zb_pt(160)}, ZB_NOWHERE);
    const zb_display_list *list = zb_painter_finish(&page);
    for (int small = 0; small < 2; small++) {
        const char *path = path_of(f, "of-photo.png");
        assert_true((small ? write_png_small : write_png)(f, path, list, 72));
        zb_str png = file_bytes(f, path), rows = rows_of(f, png, 160 * 601);
        assert_header(png, 200, 160, RGB);
        for (size_t y = 0; y < 160; y++) assert_in_range(rows.s[y * 601], 1, 4);
        assert_true(png.n < packed_size(samples, 200 * 160 * 3) * 6 / 10);
        for (int y = 0; y < 160; y += 3)
            for (int x = 0; x < 200; x += 3) {
                const uint8_t *c = samples + (y * 200 + x) * 3;
                assert_int_equal(pixel_of(path, x, y), 0xFF000000u | (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | c[2]);
            }
    }
}

/* Of a page with a photograph in the middle only its rows are filtered; those of text are as they are, or repeat the one above. */
static void test_photo_on_page(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "of-page.png");
    zb_painter page = page_of(f, 300, 480);
    for (int i = 0; i < 20; i++)
        paint_text(f, &page, 5, i < 10 ? 12 + 16 * i : 172 + 16 * i, "信息安全漏洞周报 office 漏洞态势", serif(12));
    zb_paint_image(&page, write_photo(f, "photo.png", 200, 160, photo_samples(f, 200, 160, false)),
                   (zb_rect){zb_pt(40), zb_pt(160), zb_pt(200), zb_pt(160)}, ZB_NOWHERE);
    assert_true(write_png(f, path, zb_painter_finish(&page), 72));
    zb_str rows = rows_of(f, file_bytes(f, path), 480 * 901);
    for (size_t y = 0; y < 480; y++) {
        zb_str row = zb_str_sub(rows, y * 901, (y + 1) * 901);
        if (y >= 160 && y < 320) assert_in_range(row.s[0], 1, 4);
        else if (row.s[0]) assert_true(row.s[0] == 2 && !row.s[1] && !memcmp(row.s + 1, row.s + 2, 899));
    }
}

static void test_grey_photo(void **state) {
    fixture *f = *state;
    uint8_t *samples = photo_samples(f, 200, 160, true);
    const char *path = path_of(f, "of-grey.png");
    zb_painter page = page_of(f, 200, 160);
    zb_paint_image(&page, write_photo(f, "grey.png", 200, 160, samples), (zb_rect){0, 0, zb_pt(200), zb_pt(160)}, ZB_NOWHERE);
    assert_true(write_png(f, path, zb_painter_finish(&page), 72));
    zb_str png = file_bytes(f, path), rows = rows_of(f, png, 160 * 201);
    assert_header(png, 200, 160, GREY);
    for (size_t y = 0; y < 160; y++) assert_in_range(rows.s[y * 201], 1, 4);
    for (int i = 0; i < 160; i++) assert_int_equal(pixel_of(path, i, i) & 255, samples[(i * 200 + i) * 3]);
}

/* Few colours take few bits; the width fills no whole byte. */
static void test_few_colors(void **state) {
    fixture *f = *state;
    static const struct {
        int colors, depth;
    } cases[] = {{2, 1}, {3, 2}, {4, 2}, {5, 4}, {16, 4}, {17, 8}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const char *path = path_of(f, "few.png");
        zb_painter page = page_of(f, 225, 100);
        for (int i = 0; i < 19 * 20; i++)
            zb_paint_rect(&page, (zb_rect){zb_pt(i % 19 * 12), zb_pt(i / 19 * 5), zb_pt(12), zb_pt(5)},
                          ZB_RGB(0x0A0B0Cu * (uint32_t)(i % cases[k].colors)));
        assert_true(write_png(f, path, zb_painter_finish(&page), 72));
        zb_str png = file_bytes(f, path);
        assert_header(png, 225, 100, PALETTE);
        assert_int_equal(png.s[24], cases[k].depth);
        for (int i = 0; i < 19 * 20; i++)
            assert_int_equal(pixel_of(path, i % 19 * 12 + i % 4, i / 19 * 5 + i % 5),
                             0xFF000000u | 0x0A0B0Cu * (uint32_t)(i % cases[k].colors));
    }
}

/* A blank area is one run over all rows: its colour is entry 0 whatever stands in the corner. Opacities end with the last that is one. */
static void test_order_of_palette(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 400, 500), clear = page_of(f, 40, 40);
    zb_paint_rect(&page, (zb_rect){0, 0, zb_pt(30), zb_pt(30)}, ZB_RGB(0x102030));
    assert_true(write_png(f, path_of(f, "blank.png"), zb_painter_finish(&page), 72));
    zb_str png = file_bytes(f, path_of(f, "blank.png"));
    assert_memory_equal(png.s + zb_str_find(png, ZB_STR("PLTE"), 0) + 4, "\xFF\xFF\xFF\x10\x20\x30", 6);
    assert_true(png.n < 250);
    clear.ground = (zb_color){0};
    for (int i = 0; i < 40; i++) zb_paint_rect(&clear, (zb_rect){0, zb_pt(i), zb_pt(20), zb_pt(1)}, ZB_RGB(0x50000 * i));
    zb_paint_rect(&clear, (zb_rect){zb_pt(30), zb_pt(30), zb_pt(5), zb_pt(5)}, (zb_color){0, 0, 255, 128});
    assert_true(write_png(f, path_of(f, "order.png"), zb_painter_finish(&clear), 72));
    png = file_bytes(f, path_of(f, "order.png"));
    size_t at = zb_str_find(png, ZB_STR("tRNS"), 0);
    assert_in_range(be32(png, at - 4), 2, 3);
}

/* The finding that a file of these bytes gives. */
static void assert_refused(fixture *f, const char *name, const void *bytes, size_t count, const char *code,
                           const char *part) {
    const char *path = path_of(f, name);
    int width = 0, height = 0;
    write_file(path, bytes, count);
    assert_false(zb_image_size(f->arena, path, ZB_NOWHERE, f->diags, &width, &height));
    assert_true(found(f, code, part));
    assert_int_equal(width + height, 0);
}

/* A PNG header for this size and nothing else. */
#define PNG_OF(w, h) "\x89PNG\r\n\x1a\n\0\0\0\rIHDR" w h "\x08\x02\0\0\0\0\0\0\0"
/* A JPEG header: one frame of these height, width and components, and an end. */
#define JPEG_OF(marker, h, w, n) "\xFF\xD8\xFF\xE0\0\x04xx\xFF\xFF" marker "\0\x0B\x08" h w n "xxxxxxxxx\xFF\xD9"

#define REFUSED(f, name, bytes, code, part) assert_refused(f, name, bytes, sizeof(bytes) - 1, code, part)

static void test_image_headers(void **state) {
    fixture *f = *state;
    int width = 0, height = 0;
    const char *path = path_of(f, "header.jpg");
    write_file(path, JPEG_OF("\xC2", "\x01\x02", "\x03\x04", "\x01"),
               sizeof(JPEG_OF("\xC2", "\x01\x02", "\x03\x04", "\x01")) - 1);
    assert_true(zb_image_size(f->arena, path, ZB_NOWHERE, f->diags, &width, &height));
    assert_int_equal(width, 0x304);
    assert_int_equal(height, 0x102);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

static void test_images_refused(void **state) {
    fixture *f = *state;
    int w, h;
    assert_false(zb_image_size(f->arena, "no/such.png", ZB_NOWHERE, f->diags, &w, &h));
    assert_true(found(f, "image.missing", "no/such.png"));
    assert_false(zb_image_size(f->arena, "-", ZB_NOWHERE, f->diags, &w, &h));
    assert_true(found(f, "image.missing", "'-'"));
    assert_false(zb_image_size(f->arena, f->folder, ZB_NOWHERE, f->diags, &w, &h));
    assert_true(found(f, "file.folder", f->folder));
    REFUSED(f, "empty.png", "", "image.format", "empty.png' cannot be used: it is neither");
    REFUSED(f, "gif.png", "GIF89a", "image.format", "gif.png' cannot be used: it is neither");
    REFUSED(f, "short.png", "\x89PNG\r\n\x1a\n\0\0", "image.format", "short.png' cannot be used: its PNG header");
    REFUSED(f, "zero.png", PNG_OF("\0\0\0\0", "\0\0\0\x01"), "image.format",
            "zero.png' cannot be used: its PNG header");
    REFUSED(f, "wide.png", PNG_OF("\0\0\x80\0", "\0\0\0\x01"), "image.size", "32768 x 1 pixels");
    REFUSED(f, "large.png", PNG_OF("\0\0\x40\0", "\0\0\x40\0"), "image.size", "16384 x 16384 pixels");
    REFUSED(f, "huge.png", PNG_OF("\xFF\xFF\xFF\xFF", "\xFF\xFF\xFF\xFF"), "image.format", "huge.png");
    REFUSED(f, "cmyk.jpg", JPEG_OF("\xC0", "\0\x01", "\0\x01", "\x04"), "image.format",
            "cmyk.jpg' cannot be used: it is a JPEG of neither");
    REFUSED(f, "lossless.jpg", JPEG_OF("\xC3", "\0\x01", "\0\x01", "\x03"), "image.format", "compression");
    REFUSED(f, "empty.jpg", JPEG_OF("\xC0", "\0\0", "\0\x01", "\x03"), "image.format", "empty.jpg");
    REFUSED(f, "cut.jpg", "\xFF\xD8\xFF\xC0\0\x0B\x08\0\1\0\1\3xxxxxxxxx", "image.format",
            "cut.jpg' cannot be used: it is cut off");
    REFUSED(f, "head.jpg", "\xFF\xD8\xFF\xC0\0\x0B\x08", "image.format", "head.jpg' cannot be used: it ends");
    REFUSED(f, "stub.jpg", "\xFF\xD8\xFF\xE0\xFF\xFF", "image.format", "stub.jpg");
    REFUSED(f, "loop.jpg", "\xFF\xD8\xFF\xE0\0\0\0\0\0\0", "image.format", "loop.jpg");
}

/* The file `png` with a part behind its header: draws it, gives how many KiB of memory more than before that took at the most. */
static long memory_to_draw(fixture *f, zb_str png, zb_str part, bool *fine) {
    const char *path = path_of(f, "part.png");
    struct rusage before, after;
    zb_str bytes = zb_str_format(f->arena, "%*s", (int)(png.n + part.n), "");
    char *s = (char *)bytes.s;
    memcpy(s, png.s, 33);
    memcpy(s + 33, part.s, part.n);
    memcpy(s + 33 + part.n, png.s + 33, png.n - 33);
    write_file(path, bytes.s, bytes.n);
    zb_painter page = page_of(f, 20, 20);
    zb_paint_image(&page, path, (zb_rect){0, 0, zb_pt(20), zb_pt(20)}, ZB_NOWHERE);
    getrusage(RUSAGE_SELF, &before);
    zb_output *output = zb_output_open(path_of(f, "from-part.png"), f->diags);
    assert_non_null(output);
    *fine = zb_render_png(f->arena, zb_painter_finish(&page), 72, output, f->diags);
    zb_output_abandon(output);
    getrusage(RUSAGE_SELF, &after);
    return after.ru_maxrss - before.ru_maxrss;
}

/* Found by fuzzing: libpng makes room for what a text in the file claims to hold, 412 MB here. Parts without pixels are not handed to it. */
static void test_parts_without_pixels(void **state) {
    fixture *f = *state;
    bool fine;
    zb_painter page = page_of(f, 8, 8);
    zb_paint_rect(&page, (zb_rect){0, 0, zb_pt(4), zb_pt(8)}, ZB_RGB(0x102030));
    assert_true(write_png(f, path_of(f, "whole.png"), zb_painter_finish(&page), 72));
    zb_str png = file_bytes(f, path_of(f, "whole.png"));
    assert_in_range(memory_to_draw(f, png, ZB_STR("\x18\x9a\0\x07tEXtTitle\0x"), &fine), 0, 100 << 10);
    assert_false(fine);
    assert_true(found(f, "image.format", "part.png' cannot be decoded: its PNG data are damaged"));
    /* Whole, but its checksum is wrong: not looked at. */
    memory_to_draw(f, png, ZB_STR("\0\0\0\x03zTXta\0bXXXX"), &fine);
    assert_true(fine);
}

/* Files whose header is fine and whose pixels are not: found when they are drawn. */
static void test_damaged_pixels(void **state) {
    fixture *f = *state;
    const char *png = path_of(f, "damaged.png"), *jpeg = path_of(f, "damaged.jpg");
    write_file(png, PNG_OF("\0\0\0\x08", "\0\0\0\x08"), sizeof(PNG_OF("\0\0\0\x08", "\0\0\0\x08")) - 1);
    write_file(jpeg, JPEG_OF("\xC0", "\0\x08", "\0\x08", "\x03"),
               sizeof(JPEG_OF("\xC0", "\0\x08", "\0\x08", "\x03")) - 1);
    zb_painter page = page_of(f, 20, 20);
    for (int i = 0; i < 2; i++) {
        zb_paint_image(&page, png, (zb_rect){0, 0, 1024, 1024}, ZB_NOWHERE);
        zb_paint_image(&page, jpeg, (zb_rect){0, 0, 1024, 1024}, ZB_NOWHERE);
    }
    const zb_display_list *list = zb_painter_finish(&page);
    assert_false(write_png(f, path_of(f, "from-damaged.png"), list, 72));
    assert_true(found(f, "image.format", "damaged.png' cannot be decoded: its PNG data are damaged"));
    assert_true(found(f, "image.format", "damaged.jpg' cannot be decoded"));
    assert_int_equal(zb_diags_count(f->diags), 2);
    assert_false(write_svg(f, path_of(f, "from-damaged.svg"), list, NULL));
}

/* A PNG of one bit a pixel: small as a file, large when decoded. */
static const char *write_large(fixture *f, const char *name, int side) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A1, side, side);
    const char *path = path_of(f, name);
    assert_int_equal(cairo_surface_write_to_png(surface, path), 0);
    cairo_surface_destroy(surface);
    return path;
}

/* Where memory runs out, nobody is told that the file is damaged. */
static void test_no_memory(void **state) {
    fixture *f = *state;
#ifdef ZB_SANITIZED
    skip(); /* it needs more than any limit */
#endif
    zb_painter page = page_of(f, 20, 20);
    zb_paint_image(&page, write_large(f, "large.png", 9900), (zb_rect){0, 0, 1024, 1024}, ZB_NOWHERE);
    const zb_display_list *list = zb_painter_finish(&page);
    pid_t child = fork();
    if (!child) {
        struct rlimit limit = {200 << 20, 200 << 20};
        setrlimit(RLIMIT_DATA, &limit);
        bool wrote = write_png(f, path_of(f, "from-large.png"), list, 72);
        bool told = found(f, "render.cairo", "large.png' cannot be decoded: there is no memory for its 9900 x 9900 pixels");
        _exit(wrote || !told || found(f, "image.format", ""));
    }
    int status = 1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* Large pictures are given back when others are wanted, small ones are kept. */
static void test_pictures_given_back(void **state) {
    fixture *f = *state;
    static const int sides[] = {100, 6000, 6000};
    zb_pictures pictures = {.arena = f->arena};
    zb_picture *list[3];
    for (int i = 0; i < 3; i++) {
        const char *path = write_large(f, i == 0 ? "a.png" : i == 1 ? "b.png" : "c.png", sides[i]);
        list[i] = zb_pictures_find(&pictures, path, ZB_NOWHERE, f->diags);
        assert_non_null(list[i]);
        assert_non_null(zb_picture_decode(f->arena, list[i], ZB_NOWHERE, f->diags));
        if (i == 1) assert_non_null(list[0]->surface);
    }
    assert_null(list[1]->surface);
    assert_non_null(list[2]->surface);
    assert_ptr_equal(zb_pictures_find(&pictures, list[1]->path, ZB_NOWHERE, f->diags), list[1]);
    assert_null(list[2]->surface);
    assert_non_null(zb_picture_decode(f->arena, list[1], ZB_NOWHERE, f->diags));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_pixels), TEST(test_no_ground),     TEST(test_rgb_and_chunks), TEST(test_exactly_256_colors),
        TEST(test_sizes),  TEST(test_limits),        TEST(test_same_bytes), TEST(test_check_sums), TEST(test_flat), TEST(test_flat_that_is_not),     TEST(test_coarse_text),
        TEST(test_images), TEST(test_image_headers), TEST(test_images_refused), TEST(test_damaged_pixels),
        TEST(test_parts_without_pixels),
        TEST(test_photo), TEST(test_photo_on_page), TEST(test_grey_photo), TEST(test_few_colors), TEST(test_order_of_palette),
        TEST(test_no_memory), TEST(test_pictures_given_back)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
