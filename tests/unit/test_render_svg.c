/* SPDX-License-Identifier: Apache-2.0
 * Tests of the SVG backend: well-formed, self-contained, safe to put several into one page, and drawn as the PNG is. */
#include "render_fixture.h"

#include <cairo.h>

static const zb_metadata named = {.title = {"图 1 & 平均分", sizeof "图 1 & 平均分" - 1},
                                  .subject = {"最高 <6.5>", sizeof "最高 <6.5>" - 1},
                                  .lang = {"zh-CN", 5}};

/* Every id="..." of a file, one after another, each followed by a line end. */
static zb_str ids_of(fixture *f, zb_str svg) {
    zb_buf ids = {0};
    for (size_t at = 0; (at = zb_str_find(svg, ZB_STR(" id=\""), at)) != SIZE_MAX; at++) {
        zb_buf_add(&ids, zb_str_sub(svg, at + 5, zb_str_find(svg, ZB_STR("\""), at + 5)));
        zb_buf_add_char(&ids, '\n');
    }
    zb_str all = zb_str_copy(f->arena, zb_buf_str(&ids));
    zb_buf_free(&ids);
    return all;
}

static void assert_well_formed(fixture *f, const char *path) {
    static const char command[] = "python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' '%s'";
    assert_int_equal(output_of(f, zb_str_format(f->arena, command, path).s).n, 0);
}

static void test_form(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "rich.svg");
    assert_true(write_svg(f, path, rich_page(f), &named));
    assert_well_formed(f, path);
    zb_str svg = file_bytes(f, path);
    assert_true(zb_str_starts(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\""));
    assert_has(svg, "width=\"300pt\" height=\"200pt\" viewBox=\"0 0 300 200\" role=\"img\"");
    assert_has(svg, ">图 1 &amp; 平均分</title>");
    assert_has(svg, ">最高 &lt;6.5&gt;</desc>");
    assert_has(svg, "xml:lang=\"zh-CN\"");
    assert_has(svg,
               "<rect fill=\"#F4F7FA\" x=\"20\" y=\"130\" width=\"120\" height=\"60\"/>"); /* the inner list's ground */
    assert_has(svg, "fill=\"#C3272B\" fill-opacity=\"0.502\"");
    assert_has(svg, "d=\"M20 120H280\"");
}

static void test_ids(void **state) {
    fixture *f = *state;
    const char *one = path_of(f, "ids-1.svg"), *two = path_of(f, "ids-2.svg"), *three = path_of(f, "ids-3.svg");
    zb_painter other = page_of(f, 50, 50);
    paint_text(f, &other, 5, 20, "漏洞漏洞", serif(10.5));
    assert_true(write_svg(f, one, rich_page(f), &named));
    assert_true(write_svg(f, two, rich_page(f), &named));
    assert_true(write_svg(f, three, zb_painter_finish(&other), &named));
    assert_true(zb_str_equal(file_bytes(f, one), file_bytes(f, two)));
    zb_str ids = ids_of(f, file_bytes(f, one)), others = ids_of(f, file_bytes(f, three));
    zb_str prefix = zb_str_sub(ids, 0, 9);
    assert_int_equal(count_of(ids, prefix.s ? zb_str_z(f->arena, prefix) : ""), count_of(ids, "\n"));
    assert_int_equal(count_of(others, zb_str_z(f->arena, prefix)), 0);
    assert_int_equal(count_of(others, "\n"), 4); /* title, desc, two outlines used twice each */
    assert_int_equal(count_of(file_bytes(f, three), "<use "), 4);
}

static void test_links(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "links.svg");
    zb_painter page = page_of(f, 100, 100);
    zb_rect rect = {zb_pt(5), zb_pt(10), zb_pt(30), zb_pt(12)};
    const zb_tag *good = tag_of(
        f, (zb_tag){.name = "Link", .link = ZB_STR("https://x/?a=\"1\"&b"), .link_rects = &rect, .link_rect_count = 1});
    paint_tagged(f, &page, good, 5, 20, "link");
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "Link", .link = ZB_STR("javascript:alert(1)")}), 5, 40, "bad");
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "Link", .link = ZB_STR("#id")}), 5, 60, "inner");
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "P"}), 5, 80, "text");
    assert_true(write_svg(f, path, zb_painter_finish(&page), NULL));
    assert_well_formed(f, path);
    zb_str svg = file_bytes(f, path);
    assert_has(
        svg,
        "<a xlink:href=\"https://x/?a=%221%22&amp;b\">\n<rect fill=\"none\" pointer-events=\"all\" x=\"5\" y=\"10\"");
    assert_has(svg, "role=\"group\"");
    assert_int_equal(count_of(svg, "<a "), 1);
    assert_int_equal(count_of(svg, "</a>"), 1);
    assert_true(found(f, "render.link", "javascript"));
}

static void test_unclosed_link_is_closed(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 100, 100);
    zb_paint_begin(&page, tag_of(f, (zb_tag){.name = "Link", .link = ZB_STR("http://x")}), ZB_NOWHERE);
    zb_paint_begin(&page, tag_of(f, (zb_tag){.name = "Span"}), ZB_NOWHERE);
    assert_true(write_svg(f, path_of(f, "open.svg"), zb_painter_finish(&page), NULL));
    assert_well_formed(f, path_of(f, "open.svg"));
}

static void test_strokes(void **state) {
    fixture *f = *state;
    static const zb_length dash[] = {2048, 1024}, none[] = {0, 0};
    zb_painter page = page_of(f, 100, 100);
    for (int i = 0; i < 3; i++)
        zb_paint_line(&page, (zb_point){0, 0}, (zb_point){zb_pt(9), zb_pt(3)}, zb_pt(1.5), ZB_RGB(0));
    page.items.data[1].as.stroke.dash = dash;
    page.items.data[1].as.stroke.dash_count = 2;
    page.items.data[1].as.stroke.round = true;
    page.items.data[2].as.stroke.dash = none;
    page.items.data[2].as.stroke.dash_count = 2;
    const zb_display_list *list = zb_painter_finish(&page);
    assert_true(write_svg(f, path_of(f, "strokes.svg"), list, NULL));
    zb_str svg = file_bytes(f, path_of(f, "strokes.svg"));
    assert_has(svg, "<path fill=\"none\" stroke=\"#000000\" stroke-width=\"1.5\" d=\"M0 0L9 3\"/>");
    assert_has(svg, "stroke-linecap=\"round\" stroke-linejoin=\"round\" stroke-dasharray=\"2 1\" d=");
    assert_int_equal(count_of(svg, "dasharray"), 1);
    assert_true(write_pdf(f, path_of(f, "strokes.pdf"), &list, 1, NULL)); /* noughts don't upset cairo either */
    assert_true(write_png(f, path_of(f, "strokes.png"), list, 72));
}

static void test_images(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "images.svg"), *jpeg = path_of(f, "svg-photo.jpg");
    write_jpeg(jpeg, 16, 16, 90);
    zb_painter page = page_of(f, 100, 100);
    zb_paint_image(&page, jpeg, (zb_rect){zb_pt(1), zb_pt(2), zb_pt(30), zb_pt(40)}, ZB_NOWHERE);
    assert_true(write_svg(f, path, zb_painter_finish(&page), NULL));
    assert_well_formed(f, path);
    assert_has(file_bytes(f, path), "<image x=\"1\" y=\"2\" width=\"30\" height=\"40\" preserveAspectRatio=\"none\" "
                                    "xlink:href=\"data:image/jpeg;base64,/9j/");
}

static void test_sizes(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 100, 0);
    assert_false(write_svg(f, path_of(f, "size.svg"), zb_painter_finish(&page), NULL));
    assert_true(found(f, "render.size", "empty"));
}

/* Text as text --------------------------------------------------------------------------------------------------- */

static const zb_svg_options as_text = {.text = true};

static zb_str text_svg(fixture *f, const char *name, const zb_display_list *page, const zb_svg_options *options) {
    const char *path = path_of(f, name);
    assert_true(write_svg_as(f, path, page, &named, options));
    assert_well_formed(f, path);
    return file_bytes(f, path);
}

static void test_text(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 300, 100);
    paint_text(f, &page, 5, 20, "应用程序", serif(10));
    paint_text(f, &page, 5, 40, "第17周", serif(10));
    paint_text(f, &page, 5, 60, "WEB 应用", serif(10));
    paint_text(f, &page, 5, 80, "标题", sans(14));
    zb_str svg = text_svg(f, "text.svg", zb_painter_finish(&page), &as_text);
    assert_has(svg, "font-family=\"'Noto Serif CJK SC','Source Han Serif SC',");
    assert_has(svg, "<text x=\"5\" y=\"20\">应用程序</text>");
    /* a quarter em on both sides of the number, which stays where it is in any font */
    assert_has(svg, "<text x=\"5\" y=\"40\">第<tspan x=\"17.5\">17</tspan><tspan x=\"");
    assert_has(svg, ">周</tspan></text>");
    assert_has(svg, "<text x=\"5\" y=\"60\"><tspan textLength=\"");
    assert_has(svg, "\">WEB</tspan> <tspan x=\"");
    assert_has(svg, "font-weight=\"700\"");
    assert_has(svg, "font-family=\"'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif\"");
    assert_false(has(svg, "<path") || has(svg, "<use") || has(svg, "xlink"));
    assert_has(svg, "role=\"img\"");
}

static void test_text_is_escaped(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 300, 100);
    paint_text(f, &page, 5, 20, "<b>&\"'", serif(10));
    zb_str svg = text_svg(f, "escaped.svg", zb_painter_finish(&page), &as_text);
    assert_has(svg, ">&lt;b&gt;&amp;&quot;'</text>");
}

/* A run made by hand, a glyph of one em for each byte. */
static const zb_run *run_by_hand(fixture *f, zb_str text, const char *part, uint8_t level) {
    zb_shape_style style = serif(10);
    size_t count = 0, n = strlen(part), start = zb_str_find(text, zb_str_of(part), 0);
    const zb_run *model = zb_shape_line(f->arena, f->fonts, ZB_STR("a"), &style, ZB_NOWHERE, f->diags, &count);
    zb_run *run = ZB_NEW(f->arena, zb_run);
    zb_glyph *glyphs = ZB_NEW_ARRAY(f->arena, n, zb_glyph);
    zb_cluster *clusters = ZB_NEW_ARRAY(f->arena, n, zb_cluster);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = (uint32_t)(start + (level & 1 ? n - 1 - i : i));
        glyphs[i] = (zb_glyph){.id = model->glyphs[0].id, .advance = zb_pt(10)};
        clusters[i] = (zb_cluster){at, 1, (uint32_t)i, 1, zb_pt(10)};
    }
    *run = (zb_run){.face = model->face, .size = zb_pt(10), .text = text, .glyphs = glyphs, .glyph_count = n,
                    .clusters = clusters, .cluster_count = n, .advance = (zb_length)n * zb_pt(10), .bidi_level = level};
    return run;
}

/* Written in the order in which it is read, each direction at its own place. */
static void test_text_in_two_directions(void **state) {
    fixture *f = *state;
    zb_str text = ZB_STR("one two!");
    const zb_run *first = run_by_hand(f, text, "one ", 1), *second = run_by_hand(f, text, "two!", 0);
    zb_painter page = page_of(f, 300, 100);
    zb_paint_run(&page, second, (zb_point){zb_pt(10), zb_pt(20)}, ZB_RGB(0), ZB_NOWHERE);
    zb_paint_run(&page, first, (zb_point){zb_pt(50), zb_pt(20)}, ZB_RGB(0), ZB_NOWHERE);
    zb_str svg = text_svg(f, "bidi.svg", zb_painter_finish(&page), &as_text);
    assert_has(svg, "<text x=\"50\" y=\"20\">\u2067one\u2069 </text>\n"
                    "<text x=\"10\" y=\"20\" textLength=\"40\">two!</text>");
}

/* A viewer with the fonts draws text as it draws outlines. */
static void test_text_looks_like_outlines(void **state) {
    fixture *f = *state;
    const zb_display_list *page = rich_page(f);
    const char *images[2];
    for (int i = 0; i < 2; i++) {
        const char *path = path_of(f, i ? "same-text.svg" : "same-outlines.svg");
        assert_true(write_svg_as(f, path, page, &named, i ? &as_text : NULL));
        images[i] = zb_str_format(f->arena, "%s.png", path).s;
        zb_str command = zb_str_format(f->arena, "rsvg-convert --zoom 2 -o '%s' '%s'", images[i], path);
        if (has(output_of(f, command.s), "not found")) skip();
    }
    cairo_surface_t *a = cairo_image_surface_create_from_png(images[0]), *b = cairo_image_surface_create_from_png(images[1]);
    int height = cairo_image_surface_get_height(a), stride = cairo_image_surface_get_stride(a);
    assert_int_equal(height, cairo_image_surface_get_height(b));
    const uint8_t *p = cairo_image_surface_get_data(a), *q = cairo_image_surface_get_data(b);
    long strong = 0;
    for (long i = 0; i < (long)height * stride; i++) strong += abs(p[i] - q[i]) > 100;
    if (strong > (long)height * stride / 200) fail_msg("%ld of %ld bytes differ", strong, (long)height * stride);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
}

/* Light and dark ------------------------------------------------------------------------------------------------- */

/* Two squares and a line of text. */
static const zb_display_list *colored(fixture *f, uint32_t ground, uint32_t one, uint32_t two, uint32_t ink) {
    zb_painter page = {.arena = f->arena, .width = zb_pt(100), .height = zb_pt(50), .ground = ZB_RGB(ground)};
    zb_paint_rect(&page, (zb_rect){0, 0, zb_pt(10), zb_pt(10)}, ZB_RGB(one));
    zb_paint_rect(&page, (zb_rect){zb_pt(20), 0, zb_pt(10), zb_pt(10)}, ZB_RGB(two));
    zb_paint_line(&page, (zb_point){0, zb_pt(12)}, (zb_point){zb_pt(50), zb_pt(12)}, zb_pt(1), ZB_RGB(one));
    zb_shape_style style = serif(10);
    size_t count = 0;
    const zb_run *runs = zb_shape_line(f->arena, f->fonts, ZB_STR("漏洞"), &style, ZB_NOWHERE, f->diags, &count);
    zb_paint_run(&page, runs, (zb_point){0, zb_pt(30)}, ZB_RGB(ink), ZB_NOWHERE);
    return zb_painter_finish(&page);
}

static void test_dark(void **state) {
    fixture *f = *state;
    const zb_display_list *light = colored(f, 0xFFFFFF, 0x336699, 0x336699, 0x000000);
    zb_svg_options options = {.text = true, .dark = colored(f, 0x111111, 0x6699CC, 0x336699, 0xEEEEEE)};
    zb_str svg = text_svg(f, "dark.svg", light, &options);
    zb_str prefix = zb_str_sub(ids_of(f, svg), 0, 9);
    assert_has(svg, zb_str_format(f->arena, "class=\"%.*s\"", ZB_STR_ARG(prefix)).s);
    assert_has(svg, zb_str_format(f->arena, "<style>@media(prefers-color-scheme:dark){.%.*s [fill=\"#FFFFFF\"]{fill:#111111}",
                                  ZB_STR_ARG(prefix)).s);
    assert_has(svg, " [fill=\"#336699\"]{fill:#6699CC}");
    assert_has(svg, " [stroke=\"#336699\"]{stroke:#6699CC}");
    assert_has(svg, " [fill=\"#000000\"]{fill:#EEEEEE}");
    /* the second square has the same colour and keeps it */
    assert_int_equal(count_of(svg, "<path fill=\"#336699\" class=\"d"), 1);
    assert_has(svg, "{fill:#336699;fill-opacity:1}");
    options.text = false;
    svg = text_svg(f, "dark-outlines.svg", light, &options);
    assert_has(svg, "@media");
    assert_false(has(text_svg(f, "no-dark.svg", light, &as_text), "style>"));
}

static void test_dark_of_another_form(void **state) {
    fixture *f = *state;
    zb_painter other = page_of(f, 100, 50);
    zb_paint_rect(&other, (zb_rect){0, 0, zb_pt(10), zb_pt(10)}, ZB_RGB(0));
    zb_svg_options options = {.text = true, .dark = zb_painter_finish(&other)};
    zb_str svg = text_svg(f, "other.svg", colored(f, 0xFFFFFF, 1, 2, 3), &options);
    assert_false(has(svg, "@media"));
    assert_true(found(f, "svg.theme", "more than colours"));
}

/* What differs in one file must not reach another on the same page. */
static void test_several_in_one_page(void **state) {
    fixture *f = *state;
    zb_str prefixes[3];
    for (int i = 0; i < 3; i++) {
        zb_svg_options options = {.text = true, .dark = colored(f, i == 2 ? 0x222222 : 0x111111, 4, 5, 6)};
        zb_str svg = text_svg(f, "several.svg", colored(f, 0xFFFFFF, 1, i ? 2 : 3, 3), &options);
        prefixes[i] = zb_str_sub(ids_of(f, svg), 0, 9);
        const char *scope = zb_str_format(f->arena, ".%.*s ", ZB_STR_ARG(prefixes[i])).s;
        assert_int_equal(count_of(svg, "{fill:") + count_of(svg, "{stroke:"), count_of(svg, scope));
        for (int k = 0; k < i; k++) assert_false(zb_str_equal(prefixes[i], prefixes[k]));
    }
}

static void test_lines_of_one_look_are_one_path(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 100, 100);
    for (int i = 1; i < 4; i++)
        zb_paint_line(&page, (zb_point){0, zb_pt(10 * i)}, (zb_point){zb_pt(90), zb_pt(10 * i)}, 512, ZB_RGB(0));
    zb_color faint = {0, 0, 0, 128};
    for (int i = 1; i < 3; i++) zb_paint_line(&page, (zb_point){0, 0}, (zb_point){zb_pt(9), zb_pt(9)}, 512, faint);
    zb_str svg = text_svg(f, "joined.svg", zb_painter_finish(&page), NULL);
    assert_has(svg, "d=\"M0 10H90M0 20H90M0 30H90\"");
    assert_int_equal(count_of(svg, "stroke-opacity"), 2); /* each darkens what is below it */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_form),    TEST(test_ids),    TEST(test_links), TEST(test_unclosed_link_is_closed),
        TEST(test_strokes), TEST(test_images), TEST(test_sizes), TEST(test_text), TEST(test_text_is_escaped),
        TEST(test_text_in_two_directions), TEST(test_text_looks_like_outlines), TEST(test_dark),
        TEST(test_dark_of_another_form), TEST(test_several_in_one_page), TEST(test_lines_of_one_look_are_one_path)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
