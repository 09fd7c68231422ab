/* SPDX-License-Identifier: Apache-2.0
 * Tests of the PDF backend: what other programs (qpdf, poppler) read in its files, what it refuses. */
#include "render_fixture.h"

#include "render/pdf_tail.h"

static zb_str inspect(fixture *f, const char *tool, const char *path) {
    return output_of(f, zb_str_format(f->arena, tool, path).s);
}

/* The file with its streams unpacked, to look into. */
static zb_str unpacked(fixture *f, const char *path) {
    return inspect(f, "qpdf --stream-data=uncompress --object-streams=disable --normalize-content=n '%s' -", path);
}

static void assert_sound(fixture *f, const char *path) {
    zb_str report = inspect(f, "qpdf --check '%s'", path);
    assert_has(report, "No syntax or stream encoding errors found");
    assert_false(has(report, "WARNING"));
}

static void test_fonts_and_text(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "text.pdf");
    const zb_display_list *page = rich_page(f);
    assert_true(write_pdf(f, path, &page, 1, NULL));
    assert_sound(f, path);
    zb_str fonts = inspect(f, "pdffonts '%s'", path);
    assert_int_equal(count_of(fonts, "CID Type 0C       Identity-H       yes yes yes"), 2);
    assert_false(has(fonts, "Type 3"));
    zb_str text = inspect(f, "pdftotext '%s' -", path);
    assert_has(text, "一、本周漏洞态势研判情况");
    assert_has(text, "国家信息安全漏洞共享平台（CNVD）本周 office 201 个。");
    assert_has(text, "6.10 分");
    assert_true(file_bytes(f, path).n < 60000);
}

static void test_ground_and_full_page_shapes(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "ground.pdf");
    zb_painter page = page_of(f, 200, 100), inner = page_of(f, 200, 100);
    page.ground = ZB_RGB(0xF4F7FA);
    zb_paint_rect(&inner, (zb_rect){0, 0, zb_pt(200), zb_pt(100)}, ZB_RGB(0xE08A1E));
    zb_paint_list(&page, zb_painter_finish(&inner), (zb_point){0, 0});
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "P"}), 20, 50, "kept");
    zb_paint_rect(&page, (zb_rect){-zb_pt(10), -zb_pt(10), zb_pt(300), zb_pt(200)}, ZB_RGB(0x2C6FA6));
    const zb_display_list *list = zb_painter_finish(&page), *pages[] = {list, list};
    assert_true(write_pdf(f, path, pages, 2, NULL));
    assert_sound(f, path);
    assert_has(inspect(f, "pdfinfo -struct-text '%s'", path),
               "Document\n  P (block)\n    \"kept\"\n  P (block)\n    \"kept\"\n");
    assert_int_equal(count_of(unpacked(f, path), "0.956863 0.968627 0.980392 rg"), 2);
}

/* A page whose elements are open over pages: a section with a paragraph, and page furniture. */
static const zb_display_list *section_page(fixture *f, const char *paragraph, bool resumed, bool continued) {
    zb_painter page = page_of(f, 200, 100 + (resumed ? 50 : 0));
    const zb_tag *section = tag_of(f, (zb_tag){.name = "Sect", .resumed = resumed, .continued = continued});
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "Artifact"}), 20, 20, "running head");
    zb_paint_begin(&page, section, ZB_NOWHERE);
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "P"}), 20, 50, paragraph);
    zb_paint_end(&page, section);
    return zb_painter_finish(&page);
}

static void test_structure_over_pages(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "structure.pdf");
    const zb_display_list *pages[] = {section_page(f, "first", false, true), section_page(f, "second", true, true),
                                      section_page(f, "third", true, false), section_page(f, "alone", false, false)};
    assert_true(write_pdf(f, path, pages, 4, NULL));
    assert_sound(f, path);
    zb_str tree = inspect(f, "pdfinfo -struct-text '%s'", path);
    assert_has(tree, "Document\n  Sect\n    P (block)\n      \"first\"\n    P (block)\n      \"second\"\n    P "
                     "(block)\n      \"third\"\n"
                     "  Sect\n    P (block)\n      \"alone\"\n");
    assert_has(inspect(f, "pdftotext '%s' -", path), "running head");
    zb_str sizes = inspect(f, "pdfinfo -f 1 -l 4 '%s'", path);
    assert_has(sizes, "Page    1 size:  200 x 100");
    assert_has(sizes, "Page    2 size:  200 x 150");
    assert_has(sizes, "Page    4 size:  200 x 100");
}

static void test_section_that_is_not_resumed_ends(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "not-resumed.pdf");
    const zb_display_list *pages[] = {section_page(f, "first", false, true), section_page(f, "other", false, false)};
    assert_true(write_pdf(f, path, pages, 2, NULL));
    assert_sound(f, path);
    assert_int_equal(count_of(inspect(f, "pdfinfo -struct '%s'", path), "  Sect\n"), 2);
}

static void test_unknown_elements_and_documents(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "elements.pdf");
    zb_painter page = page_of(f, 200, 100);
    const zb_tag *document = tag_of(f, (zb_tag){.name = "Document"});
    const zb_tag *artifact = tag_of(f, (zb_tag){.name = "Artifact"});
    zb_paint_begin(&page, document, ZB_NOWHERE);
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "Sidebar"}), 20, 20, "strange");
    zb_paint_begin(&page, artifact, ZB_NOWHERE);
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "TH", .dest = ZB_STR("x")}), 20, 40, "repeated");
    zb_paint_end(&page, artifact);
    paint_tagged(f, &page, tag_of(f, (zb_tag){.name = "BlockQuote"}), 20, 60, "quoted");
    zb_paint_end(&page, document);
    const zb_display_list *list = zb_painter_finish(&page);
    assert_true(write_pdf(f, path, &list, 1, NULL));
    assert_sound(f, path);
    zb_str tree = inspect(f, "pdfinfo -struct-text '%s'", path);
    assert_has(tree, "Document\n  Span (inline)\n    \"strange\"\n  BlockQuote\n    \"quoted\"\n");
}

static void test_elements_must_be_closed(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 200, 100);
    zb_paint_end(&page, tag_of(f, (zb_tag){.name = "P"})); /* one too many is harmless */
    zb_paint_begin(&page, tag_of(f, (zb_tag){.name = "Sect"}), ZB_NOWHERE);
    zb_paint_begin(&page, tag_of(f, (zb_tag){.name = "TD"}), ZB_NOWHERE);
    const zb_display_list *list = zb_painter_finish(&page);
    assert_false(write_pdf(f, path_of(f, "open.pdf"), &list, 1, NULL));
    assert_true(found(f, "render.structure", "'TD'"));
}

/* A page of one link over a rectangle. */
static const zb_display_list *link_page(fixture *f, const char *link, double height) {
    zb_painter page = page_of(f, 200, height);
    zb_painter inner = {.arena = f->arena, .width = zb_pt(100), .height = zb_pt(50)};
    zb_rect *rect = ZB_NEW(f->arena, zb_rect);
    *rect = (zb_rect){zb_pt(2), zb_pt(3), zb_pt(40), zb_pt(10)};
    const zb_tag *paragraph = tag_of(f, (zb_tag){.name = "P"});
    const zb_tag *tag =
        tag_of(f, (zb_tag){.name = "Link", .link = zb_str_of(link), .link_rects = rect, .link_rect_count = 1});
    zb_paint_begin(&inner, paragraph, ZB_NOWHERE);
    paint_tagged(f, &inner, tag, 2, 10, "link");
    zb_paint_end(&inner, paragraph);
    zb_paint_list(&page, zb_painter_finish(&inner), (zb_point){zb_pt(10), zb_pt(20)});
    return zb_painter_finish(&page);
}

static void test_links(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "links.pdf");
    zb_painter last = page_of(f, 300, 400);
    paint_tagged(f, &last, tag_of(f, (zb_tag){.name = "H1", .dest = ZB_STR("表 1'"), .dest_at = {zb_pt(5), zb_pt(50)}}),
                 20, 60, "aim");
    const zb_display_list *pages[] = {link_page(f, "https://x.cn/(漏)'\\?a=1&b=%41", 100), link_page(f, "#表 1'", 150),
                                      zb_painter_finish(&last)};
    assert_true(write_pdf(f, path, pages, 3, NULL));
    assert_sound(f, path);
    zb_str raw = unpacked(f, path);
    assert_has(raw, "/URI (https://x.cn/%28%E6%BC%8F%29%27%5C?a=1&b=%41)");
    assert_has(raw, "/Rect [ 12 67 52 77 ]");   /* page of 100 pt, the list's place added */
    assert_has(raw, "/Rect [ 12 117 52 127 ]"); /* page of 150 pt */
    assert_has(raw, "/Dest (%E8%A1%A8%201%27)");
    assert_has(raw, "/XYZ 5 350 0");
    assert_int_equal(zb_diags_count(f->diags), 0);
}

static void test_links_that_are_not_written(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "lost-links.pdf");
    const zb_display_list *pages[] = {link_page(f, "#nowhere", 100), link_page(f, "#neither", 100),
                                      link_page(f, "javascript:alert(1)", 100), link_page(f, "", 100)};
    assert_true(write_pdf(f, path, pages, 4, NULL));
    assert_sound(f, path);
    assert_false(has(unpacked(f, path), "/Annot "));
    assert_true(found(f, "render.link", "'#nowhere'"));
    assert_true(found(f, "render.link", "'javascript:alert(1)'"));
    assert_int_equal(zb_diags_count(f->diags), 2);
    assert_int_equal(count_of(inspect(f, "pdftotext '%s' -", path), "link"), 4);
}

static void test_outline(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "outline.pdf");
    zb_painter page = page_of(f, 200, 200);
    static const struct {
        const char *id, *text;
        int level;
    } heads[] = {
        {"a", "一、概述", 1}, {"b", "（1）漏洞 \\ (x)", 2}, {"c", "深", 7}, {"d", "二", 1}, {"a", "same id", 1}};
    for (int i = 0; i < 5; i++)
        paint_tagged(f, &page,
                     tag_of(f, (zb_tag){.name = "H2",
                                        .dest = zb_str_of(heads[i].id),
                                        .outline = zb_str_of(heads[i].text),
                                        .outline_level = heads[i].level}),
                     20, 20 + 20 * i, heads[i].text);
    const zb_display_list *list = zb_painter_finish(&page);
    assert_true(write_pdf(f, path, &list, 1, NULL));
    assert_sound(f, path);
    zb_str tree = inspect(f, "qpdf --json --json-key=outlines '%s'", path);
    assert_int_equal(count_of(tree, "\"title\": "), 4);
    assert_has(tree, "\"title\": \"一、概述\"");
    assert_has(tree, "\"title\": \"（1）漏洞 \\\\ (x)\"");
    assert_has(tree, "\"title\": \"二\"");
}

static void test_metadata(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "metadata.pdf");
    const zb_display_list *page = section_page(f, "text", false, false);
    zb_metadata m = {.title = ZB_STR("信息安全漏洞周报 (2019)\n/ModDate (x)"),
                     .author = ZB_STR("CNVD"),
                     .subject = ZB_STR("第 26 期"),
                     .keywords = ZB_STR("漏洞, 周报"),
                     .lang = ZB_STR("zh-CN"),
                     .date = ZB_STR("2019-07-01T09:30:00+08:00")};
    assert_true(write_pdf(f, path, &page, 1, &m));
    assert_sound(f, path);
    zb_str info = inspect(f, "TZ=UTC pdfinfo '%s'", path), raw = file_bytes(f, path);
    assert_has(info, "信息安全漏洞周报 (2019)");
    assert_has(info, "CNVD");
    assert_has(info, "第 26 期");
    assert_has(info, "漏洞, 周报");
    assert_has(raw, "/CreationDate (D:20190701093000+08'00')");
    assert_has(raw, "/Lang (zh-CN)");
    assert_has(raw, "/DisplayDocTitle true");
    assert_has(raw, "/ID [<");
    assert_has(info, "Tagged:          yes");
}

static void test_no_clock(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "no-date.pdf");
    const zb_display_list *page = section_page(f, "text", false, false);
    unsetenv("SOURCE_DATE_EPOCH");
    assert_true(write_pdf(f, path, &page, 1, NULL));
    assert_sound(f, path);
    assert_false(has(file_bytes(f, path), "Date"));
    setenv("SOURCE_DATE_EPOCH", "1561852800", 1);
    assert_true(write_pdf(f, path, &page, 1, NULL));
    assert_has(file_bytes(f, path), "/CreationDate (D:20190630000000Z)");
    setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
    assert_true(write_pdf(f, path, &page, 1, NULL));
    assert_true(found(f, "render.date", "'yesterday'"));
    assert_false(has(file_bytes(f, path), "Date"));
    unsetenv("SOURCE_DATE_EPOCH");
    zb_metadata m = {.date = ZB_STR("June")};
    assert_true(write_pdf(f, path, &page, 1, &m));
    assert_true(found(f, "render.date", "'June'"));
}

static void test_dates(void **state) {
    fixture *f = *state;
    static const char *const cases[][2] = {{"2019-06-30", "D:20190630"},
                                           {" 2019-06-30T09:05 ", "D:20190630090500"},
                                           {"2019-06-30 09:05:59Z", "D:20190630090559Z"},
                                           {"2019-06-30T09:05:59-03:30", "D:20190630090559-03'30'"},
                                           {"2019-13-01", ""},
                                           {"2019-06-30T25:00", ""},
                                           {"2019-6-3", ""},
                                           {"2019-06-30x", ""},
                                           {"2019-06-30T09", ""},
                                           {"2019-06-30T09:05+8", ""},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(zb_str_is(zb_pdf_date(f->arena, zb_str_of(cases[i][0])), cases[i][1]));
}

static void test_same_bytes(void **state) {
    fixture *f = *state;
    const zb_display_list *page = rich_page(f);
    const char *one = path_of(f, "same-1.pdf"), *two = path_of(f, "same-2.pdf");
    assert_true(write_pdf(f, one, &page, 1, NULL));
    setenv("TZ", "Asia/Shanghai", 1);
    assert_true(write_pdf(f, two, &page, 1, NULL));
    unsetenv("TZ");
    assert_true(zb_str_equal(file_bytes(f, one), file_bytes(f, two)));
}

static void test_glyphless_clusters_and_rtl(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "clusters.pdf");
    size_t count = 0;
    zb_shape_style style = serif(20);
    const zb_run *run = zb_shape_line(f->arena, f->fonts, ZB_STR("abc"), &style, ZB_NOWHERE, f->diags, &count);
    zb_glyph glyphs[] = {run->glyphs[0], {.id = ZB_GLYPH_NONE}, run->glyphs[2]};
    zb_run holed = *run, backward = *run, blank = *run;
    holed.glyphs = glyphs;
    zb_cluster turned[] = {{2, 1, 0, 1, 9999}, {1, 1, 1, 1, 9999}, {0, 1, 2, 1, 9999}}, none[] = {{0, 3, 0, 0, 0}};
    backward.clusters = turned;
    backward.bidi_level = 1;
    blank.clusters = none;
    blank.cluster_count = 1;
    zb_painter page = page_of(f, 200, 200);
    const zb_run *const all[] = {&holed, &backward, &blank};
    for (int i = 0; i < 3; i++) {
        const zb_tag *p = tag_of(f, (zb_tag){.name = "P"});
        zb_paint_begin(&page, p, ZB_NOWHERE);
        zb_paint_run(&page, all[i], (zb_point){zb_pt(20), zb_pt(40 + 40 * i)}, ZB_RGB(0), ZB_NOWHERE);
        zb_paint_end(&page, p);
    }
    const zb_display_list *list = zb_painter_finish(&page);
    assert_true(write_pdf(f, path, &list, 1, NULL));
    assert_sound(f, path);
    assert_has(unpacked(f, path), "/ActualText <feff0062>");
    assert_has(inspect(f, "pdftotext '%s' -", path),
               "cba"); /* as it stands on the line, since these are Latin letters */
    zb_str fonts = inspect(f, "pdffonts '%s'", path);
    assert_false(has(fonts, "Type 3"));
}

static void test_images(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "images.pdf"), *jpeg = path_of(f, "photo.jpg"), *png = path_of(f, "picture.png");
    const zb_display_list *rich = rich_page(f);
    write_jpeg(jpeg, 64, 48, 90);
    assert_true(write_png(f, png, rich, 72));
    zb_painter page = page_of(f, 400, 300);
    for (int i = 0; i < 2; i++)
        zb_paint_image(&page, jpeg, (zb_rect){zb_pt(10 + 100 * i), zb_pt(10), zb_pt(80), zb_pt(60)}, ZB_NOWHERE);
    zb_paint_image(&page, png, (zb_rect){zb_pt(10), zb_pt(90), zb_pt(150), zb_pt(100)}, ZB_NOWHERE);
    const zb_display_list *list = zb_painter_finish(&page);
    assert_true(write_pdf(f, path, &list, 1, NULL));
    assert_sound(f, path);
    zb_str images = inspect(f, "pdfimages -list '%s'", path);
    assert_has(images, "64    48  rgb     3   8  jpeg");
    assert_has(images, "300   200  rgb     3   8  image");
    assert_true(zb_str_find(file_bytes(f, path), zb_str_sub(file_bytes(f, jpeg), 0, 400), 0) !=
                SIZE_MAX); /* as it is */
    assert_false(has(unpacked(f, path), "/Interpolate true"));
}

static void test_image_that_is_missing(void **state) {
    fixture *f = *state;
    zb_painter page = page_of(f, 400, 300);
    const zb_source *source = zb_source_new(f->arena, "t.md", ZB_STR("![x](y.png)"));
    for (int i = 0; i < 2; i++)
        zb_paint_image(&page, "no/such.png", (zb_rect){0, 0, 1024, 1024}, zb_source_loc(source, 3));
    const zb_display_list *list = zb_painter_finish(&page);
    assert_false(write_pdf(f, path_of(f, "missing.pdf"), &list, 1, NULL));
    assert_true(found(f, "image.missing", "'no/such.png'"));
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_int_equal(zb_diags_at(f->diags, 0)->loc.column, 4);
}

static void test_sizes(void **state) {
    fixture *f = *state;
    zb_painter small = page_of(f, 0, 10), large = page_of(f, 14401, 10), most = page_of(f, 14400, 1);
    const zb_display_list *lists[] = {zb_painter_finish(&small), zb_painter_finish(&large), zb_painter_finish(&most)};
    assert_false(write_pdf(f, path_of(f, "size.pdf"), lists, 2, NULL));
    assert_int_equal(zb_diags_count_of(f->diags, ZB_ERROR), 2);
    assert_true(found(f, "render.size", "page 2 is 14401 x 10 pt"));
    assert_true(write_pdf(f, path_of(f, "size.pdf"), lists + 2, 1, NULL));
    assert_false(write_pdf(f, path_of(f, "size.pdf"), lists, 0, NULL));
    assert_true(found(f, "render.empty", "no page"));
}

static void test_depth(void **state) {
    fixture *f = *state;
    const zb_display_list *list = rich_page(f);
    for (int i = 0; i < 40; i++) {
        zb_painter outer = page_of(f, 300, 200);
        zb_paint_list(&outer, list, (zb_point){0, 0});
        list = zb_painter_finish(&outer);
    }
    assert_false(write_pdf(f, path_of(f, "depth.pdf"), &list, 1, NULL));
    assert_true(found(f, "render.depth", "32"));
    assert_int_equal(zb_diags_count(f->diags), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_fonts_and_text),
                                       TEST(test_ground_and_full_page_shapes),
                                       TEST(test_structure_over_pages),
                                       TEST(test_section_that_is_not_resumed_ends),
                                       TEST(test_unknown_elements_and_documents),
                                       TEST(test_elements_must_be_closed),
                                       TEST(test_links),
                                       TEST(test_links_that_are_not_written),
                                       TEST(test_outline),
                                       TEST(test_metadata),
                                       TEST(test_no_clock),
                                       TEST(test_dates),
                                       TEST(test_same_bytes),
                                       TEST(test_glyphless_clusters_and_rtl),
                                       TEST(test_images),
                                       TEST(test_image_that_is_missing),
                                       TEST(test_sizes),
                                       TEST(test_depth)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    zb_fonts_finish();
    return failed;
}
