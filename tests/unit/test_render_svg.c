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

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_form),    TEST(test_ids),    TEST(test_links), TEST(test_unclosed_link_is_closed),
        TEST(test_strokes), TEST(test_images), TEST(test_sizes)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
