/* SPDX-License-Identifier: Apache-2.0
 * What the tests of the backends share: fonts, a page with everything on it, files in the test folder, other programs'
 * opinion of them. */
#ifndef ZB_TESTS_RENDER_FIXTURE_H
#define ZB_TESTS_RENDER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <turbojpeg.h>

#include <cmocka.h>

#include "fonts/fonts.h"
#include "render/render.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    zb_fonts *fonts;
    const char *folder;
} fixture;

static inline int set_up(void **state) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Noto Serif CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"LXGW WenKai"}}, {.families = {"Noto Sans Mono CJK SC"}}};
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    *f = (fixture){.arena = arena, .diags = zb_diags_new(arena)};
    f->fonts = zb_fonts_open(arena, specs, f->diags);
    f->folder = getenv("ZB_TEST_DIR") ? getenv("ZB_TEST_DIR") : "build/tests";
    mkdir(f->folder, 0777);
    *state = f;
    return f->fonts ? 0 : -1;
}

static inline int tear_down(void **state) {
    fixture *f = *state;
    zb_arena_close(f->arena);
    return 0;
}

static inline const char *path_of(fixture *f, const char *name) {
    return zb_str_format(f->arena, "%s/render-%s", f->folder, name).s;
}

/* A painter for a page of this size in points, with a white ground. */
static inline zb_painter page_of(fixture *f, double width, double height) {
    return (zb_painter){.arena = f->arena, .width = zb_pt(width), .height = zb_pt(height), .ground = ZB_RGB(0xFFFFFF)};
}

static inline void paint_text(fixture *f, zb_painter *painter, double x, double y, const char *text,
                              zb_shape_style style) {
    size_t count = 0;
    zb_point at = {zb_pt(x), zb_pt(y)};
    const zb_run *runs = zb_shape_line(f->arena, f->fonts, zb_str_of(text), &style, ZB_NOWHERE, f->diags, &count);
    for (size_t i = 0; i < count; at.x += runs[i++].advance)
        zb_paint_run(painter, &runs[i], at, ZB_RGB(0x0B2E4F), ZB_NOWHERE);
}

static inline zb_shape_style serif(double size) {
    return (zb_shape_style){ZB_ROLE_SERIF, 400, zb_pt(size), NULL, false};
}
static inline zb_shape_style sans(double size) { return (zb_shape_style){ZB_ROLE_SANS, 700, zb_pt(size), NULL, false}; }

/* Text in an element of its own. */
static inline void paint_tagged(fixture *f, zb_painter *painter, const zb_tag *tag, double x, double y,
                                const char *text) {
    zb_paint_begin(painter, tag, ZB_NOWHERE);
    paint_text(f, painter, x, y, text, tag->name[0] == 'H' ? sans(14) : serif(10.5));
    zb_paint_end(painter, tag);
}

/* A tag in the arena. */
static inline zb_tag *tag_of(fixture *f, zb_tag tag) {
    zb_tag *copy = ZB_NEW(f->arena, zb_tag);
    *copy = tag;
    return copy;
}

/* One page with text in two faces, shapes, curves, a translucent ground and a list in the list. */
static inline const zb_display_list *rich_page(fixture *f) {
    zb_painter inner = {.arena = f->arena, .width = zb_pt(120), .height = zb_pt(60), .ground = ZB_RGB(0xF4F7FA)};
    for (int i = 0; i < 5; i++)
        zb_paint_rect(&inner, (zb_rect){zb_pt(10 + 20 * i), zb_pt(40 - 6 * i), zb_pt(12), zb_pt(10 + 6 * i)},
                      ZB_RGB(0x2C6FA6));
    paint_text(f, &inner, 10, 58, "6.10 分", sans(7));
    zb_painter page = page_of(f, 300, 200);
    zb_paint_rect(&page, (zb_rect){0, 0, zb_pt(300), zb_pt(24)}, ZB_RGB(0x0B2E4F));
    zb_paint_round_rect(&page, (zb_rect){zb_pt(20), zb_pt(90), zb_pt(60), zb_pt(18)}, zb_pt(4),
                        (zb_color){195, 39, 43, 128});
    zb_paint_round_frame(&page, (zb_rect){zb_pt(100), zb_pt(90), zb_pt(60), zb_pt(18)}, zb_pt(4), zb_pt(0.75),
                         ZB_RGB(0xC3272B));
    zb_paint_line(&page, (zb_point){zb_pt(20), zb_pt(120)}, (zb_point){zb_pt(280), zb_pt(120)}, zb_pt(0.5),
                  ZB_RGB(0x6B7785));
    zb_path_arc(&page, (zb_point){zb_pt(240), zb_pt(160)}, zb_pt(30), 0, 4.2);
    zb_path_arc(&page, (zb_point){zb_pt(240), zb_pt(160)}, zb_pt(15), 4.2, 0);
    zb_path_close(&page);
    zb_paint_fill(&page, ZB_RGB(0xE08A1E));
    paint_text(f, &page, 20, 50, "一、本周漏洞态势研判情况", sans(14));
    paint_text(f, &page, 20, 75, "国家信息安全漏洞共享平台（CNVD）本周 office 201 个。", serif(10.5));
    zb_paint_list(&page, zb_painter_finish(&inner), (zb_point){zb_pt(20), zb_pt(130)});
    return zb_painter_finish(&page);
}

/* What a command prints; its standard error too. */
static inline zb_str output_of(fixture *f, const char *command) {
    zb_buf out = {0};
    FILE *pipe = popen(zb_str_format(f->arena, "LC_ALL=C.UTF-8 %s 2>&1", command).s, "r");
    assert_non_null(pipe);
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, pipe)) > 0;) zb_buf_add(&out, (zb_str){block, n});
    pclose(pipe);
    zb_str text = zb_str_copy(f->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

static inline bool has(zb_str text, const char *part) { return zb_str_find(text, zb_str_of(part), 0) != SIZE_MAX; }

static inline size_t count_of(zb_str text, const char *part) {
    size_t n = 0;
    for (size_t at = 0; (at = zb_str_find(text, zb_str_of(part), at)) != SIZE_MAX; at++) n++;
    return n;
}

#define assert_has(text, part)                                                                         \
    do {                                                                                               \
        zb_str text_ = (text);                                                                         \
        if (!has(text_, (part)))                                                                       \
            fail_msg("'%s' is not in: %.*s", (part), (int)(text_.n > 4000 ? 4000 : text_.n), text_.s); \
    } while (0)

static inline zb_str file_bytes(fixture *f, const char *path) {
    zb_str bytes = {0};
    assert_true(zb_file_read(f->arena, path, ZB_NOWHERE, f->diags, &bytes));
    return bytes;
}

static inline void write_file(const char *path, const void *bytes, size_t count) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    fclose(file);
}

/* Whether a finding with this code, and this text in its message, was added. */
static inline bool found(const fixture *f, const char *code, const char *part) {
    for (size_t i = 0; i < zb_diags_count(f->diags); i++) {
        const zb_diag *d = zb_diags_at(f->diags, i);
        if (!strcmp(d->code, code) && strstr(d->message, part)) return true;
    }
    return false;
}

/* A JPEG of this size: red left, blue right. */
static inline void write_jpeg(const char *path, int width, int height, int quality) {
    uint8_t *pixels = malloc((size_t)width * (size_t)height * 3), *jpeg = NULL;
    unsigned long size = 0;
    assert_non_null(pixels);
    for (int i = 0; i < width * height; i++)
        memcpy(pixels + i * 3, i % width < width / 2 ? "\xC0\x10\x10" : "\x10\x10\xC0", 3);
    tjhandle encoder = tjInitCompress();
    assert_int_equal(tjCompress2(encoder, pixels, width, 0, height, TJPF_RGB, &jpeg, &size, TJSAMP_444, quality, 0), 0);
    write_file(path, jpeg, size);
    tjFree(jpeg);
    tjDestroy(encoder);
    free(pixels);
}

static const zb_metadata no_metadata;

/* The end of a rendering; findings are shown, in case that they weren't expected. */
static inline bool finish(fixture *f, zb_output *output, bool fine) {
    if (fine) return zb_output_commit(output, f->diags);
    zb_output_abandon(output);
    zb_diags_print(f->diags, stdout, false);
    return false;
}

static inline bool write_pdf(fixture *f, const char *path, const zb_display_list *const *pages, size_t count,
                             const zb_metadata *metadata) {
    zb_output *output = zb_output_open(path, f->diags);
    assert_non_null(output);
    bool fine = zb_render_pdf(f->arena, pages, count, metadata ? metadata : &no_metadata, output, f->diags);
    return finish(f, output, fine);
}

static inline bool write_png(fixture *f, const char *path, const zb_display_list *page, double dpi) {
    zb_output *output = zb_output_open(path, f->diags);
    assert_non_null(output);
    bool fine = zb_render_png(f->arena, page, dpi, output, f->diags);
    return finish(f, output, fine);
}

static inline bool write_png_flat(fixture *f, const char *path, const zb_display_list *page, double dpi) {
    zb_output *output = zb_output_open(path, f->diags);
    assert_non_null(output);
    bool fine = zb_render_png_flat(f->arena, page, dpi, output, f->diags);
    return finish(f, output, fine);
}

static inline bool write_svg_as(fixture *f, const char *path, const zb_display_list *page, const zb_metadata *metadata,
                                const zb_svg_options *options) {
    zb_output *output = zb_output_open(path, f->diags);
    assert_non_null(output);
    bool fine = zb_render_svg(f->arena, page, metadata ? metadata : &no_metadata, options, output, f->diags);
    return finish(f, output, fine);
}

/* Text as outlines. */
static inline bool write_svg(fixture *f, const char *path, const zb_display_list *page, const zb_metadata *metadata) {
    return write_svg_as(f, path, page, metadata, NULL);
}

#endif
