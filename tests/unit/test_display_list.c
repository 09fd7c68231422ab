/* SPDX-License-Identifier: Apache-2.0
 * Tests of building and dumping display lists, and of the small writers behind the backends. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "render/display_list.h"
#include "render/write.h"

static zb_painter new_painter(void **state) {
    return (zb_painter){.arena = *state, .width = zb_pt(100), .height = zb_pt(50)};
}

static int set_up(void **state) {
    *state = zb_arena_open();
    return 0;
}

static int tear_down(void **state) {
    zb_arena_close(*state);
    return 0;
}

static void assert_dump(zb_painter *painter, const char *expected) {
    zb_buf out = {0};
    zb_display_list_dump(zb_painter_finish(painter), 0, &out);
    assert_string_equal(zb_buf_str(&out).s, expected);
    zb_buf_free(&out);
}

static void test_empty(void **state) {
    zb_painter p = new_painter(state);
    assert_dump(&p, "display 100x50\n");
    p.ground = (zb_color){255, 255, 255, 128};
    assert_dump(&p, "display 100x50 ground #FFFFFF80\n");
}

static void test_rects(void **state) {
    zb_painter p = new_painter(state);
    zb_paint_rect(&p, (zb_rect){zb_pt(1), zb_pt(2.5), zb_pt(3), zb_pt(4)}, ZB_RGB(0xC3272B));
    zb_paint_line(&p, (zb_point){0, 0}, (zb_point){zb_pt(10), 0}, zb_pt(0.5), ZB_RGB(0x102030));
    assert_dump(&p, "display 100x50\n"
                    "  fill #C3272B M 1,2.5 L 4,2.5 L 4,6.5 L 1,6.5 Z\n"
                    "  stroke #102030 width 0.5 M 0,0 L 10,0\n");
}

static void test_nothing_to_see_adds_no_item(void **state) {
    zb_painter p = new_painter(state);
    zb_color clear = {1, 2, 3, 0}, red = ZB_RGB(0xFF0000);
    zb_paint_rect(&p, (zb_rect){0, 0, zb_pt(1), zb_pt(1)}, clear);
    zb_paint_rect(&p, (zb_rect){0, 0, 0, zb_pt(1)}, red);
    zb_paint_rect(&p, (zb_rect){0, 0, zb_pt(1), -zb_pt(1)}, red);
    zb_paint_line(&p, (zb_point){0, 0}, (zb_point){zb_pt(1), 0}, 0, red);
    zb_paint_round_frame(&p, (zb_rect){0, 0, zb_pt(1), zb_pt(1)}, 0, zb_pt(2), red);
    zb_paint_image(&p, "x.png", (zb_rect){0, 0, 0, 0}, ZB_NOWHERE);
    zb_paint_run(&p, &(zb_run){.size = zb_pt(10)}, (zb_point){0, 0}, red, ZB_NOWHERE);
    zb_paint_fill(&p, red);
    zb_path_move(&p, 0, 0);
    zb_paint_stroke(&p, zb_pt(1), clear);
    assert_int_equal(zb_painter_finish(&p)->count, 0);
    /* and an abandoned path doesn't leak into the next */
    zb_path_move(&p, 1024, 1024);
    zb_paint_stroke(&p, zb_pt(1), red);
    assert_int_equal(zb_painter_finish(&p)->items[0].as.stroke.path.count, 1);
}

static void test_round_corners_are_clamped(void **state) {
    zb_painter p = new_painter(state);
    zb_paint_round_rect(&p, (zb_rect){0, 0, zb_pt(10), zb_pt(4)}, zb_pt(50), ZB_RGB(0));
    zb_paint_round_rect(&p, (zb_rect){0, 0, zb_pt(10), zb_pt(4)}, 0, ZB_RGB(0));
    const zb_display_list *list = zb_painter_finish(&p);
    assert_int_equal(list->items[0].as.fill.path.count, 10);
    assert_int_equal(list->items[0].as.fill.path.steps[0].p[0].x, zb_pt(2));
    assert_int_equal(list->items[1].as.fill.path.count, 5);
}

static void test_frame_stays_inside(void **state) {
    zb_painter p = new_painter(state);
    zb_paint_round_frame(&p, (zb_rect){0, 0, zb_pt(10), zb_pt(6)}, 0, zb_pt(2), ZB_RGB(0));
    assert_dump(&p, "display 100x50\n  stroke #000000 width 2 M 1,1 L 9,1 L 9,5 L 1,5 Z\n");
}

static const zb_path_step *last_step(const zb_painter *p) { return &p->path.data[p->path.count - 1]; }

static void test_arc(void **state) {
    zb_painter p = new_painter(state);
    zb_point centre = {zb_pt(50), zb_pt(50)};
    zb_path_arc(&p, centre, zb_pt(10), 0, M_PI / 2);
    assert_int_equal(p.path.data[0].op, ZB_MOVE);
    assert_int_equal(p.path.data[0].p[0].y, zb_pt(40)); /* 12 o'clock */
    assert_int_equal(last_step(&p)->p[2].x, zb_pt(60)); /* 3 o'clock */
    assert_int_equal(last_step(&p)->p[2].y, zb_pt(50));
    size_t before = p.path.count;
    zb_path_arc(&p, centre, zb_pt(5), M_PI / 2, 0);
    assert_int_equal(p.path.data[before].op, ZB_LINE);
    assert_int_equal(p.path.data[before].p[0].x, zb_pt(55));
    assert_int_equal(last_step(&p)->p[2].y, zb_pt(45));
    for (size_t i = 0; i < p.path.count; i++) { /* every joint lies on one of the circles */
        if (p.path.data[i].op != ZB_CURVE) continue;
        zb_point e = p.path.data[i].p[2];
        double r = hypot(e.x - centre.x, e.y - centre.y);
        assert_true(fabs(r - zb_pt(10)) < 2 || fabs(r - zb_pt(5)) < 2);
    }
}

static void test_arc_limits(void **state) {
    zb_painter p = new_painter(state);
    zb_path_arc(&p, (zb_point){0, 0}, zb_pt(1), 0, NAN);
    zb_path_arc(&p, (zb_point){0, 0}, zb_pt(1), INFINITY, 0);
    assert_int_equal(p.path.count, 0);
    zb_path_arc(&p, (zb_point){0, 0}, zb_pt(1), 0, 1e12);
    assert_true(p.path.count < 40);
    zb_path_close(&p);
    assert_int_equal(last_step(&p)->op, ZB_CLOSE);
}

/* A run of three clusters; right to left their bytes stand in falling order. */
static zb_run abc_run(bool rtl) {
    static const zb_glyph glyphs[] = {{1, 0, 0, 1024}, {2, 0, 0, 1024}, {3, 0, 0, 1024}};
    static const zb_cluster ltr_clusters[] = {{0, 1, 0, 1, 1024}, {1, 1, 1, 1, 1024}, {2, 1, 2, 1, 1024}};
    static const zb_cluster rtl_clusters[] = {{2, 1, 0, 1, 1024}, {1, 1, 1, 1, 1024}, {0, 1, 2, 1, 1024}};
    return (zb_run){.size = zb_pt(10.5),
                    .text = ZB_STR("abc"),
                    .glyphs = glyphs,
                    .glyph_count = 3,
                    .clusters = rtl ? rtl_clusters : ltr_clusters,
                    .cluster_count = 3,
                    .advance = 3072,
                    .bidi_level = rtl};
}

static void test_run_text(void **state) {
    (void)state;
    for (int rtl = 0; rtl < 2; rtl++) {
        zb_run run = abc_run(rtl);
        zb_buf out = {0};
        zb_write_run_text(&out, &run);
        assert_string_equal(zb_buf_str(&out).s, "abc");
        zb_buf_free(&out);
    }
    zb_run run = abc_run(false);
    assert_int_equal(zb_cluster_text(&run, &(zb_cluster){.text_start = 2, .text_length = 9}).n, 1);
}

static void test_dump_of_everything(void **state) {
    zb_painter inner = new_painter(state), p = new_painter(state);
    zb_run run = abc_run(true);
    zb_rect rect = {zb_pt(1), zb_pt(2), zb_pt(3), zb_pt(4)};
    zb_tag table = {.name = "Table", .resumed = true, .continued = true};
    zb_tag link = {.name = "Link", .link = ZB_STR("http://a/\"b\""), .link_rects = &rect, .link_rect_count = 1};
    zb_tag heading = {
        .name = "H1", .dest = ZB_STR("一"), .dest_at = {0, zb_pt(5)}, .outline = ZB_STR("题\n"), .outline_level = 2};
    zb_tag figure = {.name = "Figure", .alt = ZB_STR("图\\")};
    zb_paint_begin(&inner, &figure, ZB_NOWHERE);
    zb_paint_end(&inner, &figure);
    zb_paint_begin(&p, &table, ZB_NOWHERE);
    zb_paint_begin(&p, &link, ZB_NOWHERE);
    zb_paint_run(&p, &run, (zb_point){zb_pt(20), zb_pt(30)}, (zb_color){1, 2, 3, 254}, ZB_NOWHERE);
    zb_paint_end(&p, &link);
    zb_paint_begin(&p, &heading, ZB_NOWHERE);
    zb_paint_end(&p, &heading);
    zb_paint_list(&p, zb_painter_finish(&inner), (zb_point){zb_pt(7), zb_pt(8)});
    zb_paint_image(&p, "/some/where/pic.png", (zb_rect){0, 0, zb_pt(9), zb_pt(10)}, ZB_NOWHERE);
    zb_paint_end(&p, &table);
    zb_path_move(&p, 0, 0);
    zb_path_curve(&p, (zb_point){1024, 0}, (zb_point){1024, 1024}, (zb_point){0, 1024});
    zb_paint_stroke(&p, zb_pt(1), ZB_RGB(0xFFFFFF));
    assert_dump(&p, "display 100x50\n"
                    "  begin Table resumed\n"
                    "  begin Link link \"http://a/\\\"b\\\"\" [1,2 3x4]\n"
                    "  run at 20,30 size 10.5 width 3 #010203FE rtl no face \"abc\"\n"
                    "  end Link\n"
                    "  begin H1 dest \"一\" at 0,5 outline 2 \"题\\x0a\"\n"
                    "  end H1\n"
                    "  list at 7,8 size 100x50\n"
                    "    begin Figure alt \"图\\\\\"\n"
                    "    end Figure\n"
                    "  image at 0,0 size 9x10 \"pic.png\"\n"
                    "  end Table continued\n"
                    "  stroke #FFFFFF width 1 M 0,0 C 1,0 1,1 0,1\n");
}

static void assert_pt(int64_t length, int decimals, const char *expected) {
    zb_buf out = {0};
    zb_write_pt(&out, length, decimals);
    assert_string_equal(zb_buf_str(&out).s, expected);
    zb_buf_free(&out);
}

static void test_numbers(void **state) {
    (void)state;
    assert_pt(0, 3, "0");
    assert_pt(10752, 3, "10.5");
    assert_pt(-10752, 3, "-10.5");
    assert_pt(1, 3, "0.001");
    assert_pt(-1, 2, "0");
    assert_pt(1023, 2, "1");
    assert_pt(-1023, 3, "-0.999");
    assert_pt(1030, 3, "1.006");
    assert_pt(INT32_MAX, 3, "2097151.999");
    assert_pt(INT32_MIN, 3, "-2097152");
}

/* What a writer makes of a text. */
#define assert_writes(call, expected)                        \
    do {                                                     \
        zb_buf out = {0};                                    \
        call;                                                \
        assert_string_equal(zb_buf_str(&out).s, (expected)); \
        zb_buf_free(&out);                                   \
    } while (0)

static void test_escapes(void **state) {
    (void)state;
    assert_writes(zb_write_xml(&out, ZB_STR("a<b>&\"漏\x01")), "a&lt;b&gt;&amp;&quot;漏\xEF\xBF\xBD");
    assert_writes(zb_write_base64(&out, ZB_STR("")), "");
    assert_writes(zb_write_base64(&out, ZB_STR("a")), "YQ==");
    assert_writes(zb_write_base64(&out, ZB_STR("ab")), "YWI=");
    assert_writes(zb_write_base64(&out, ZB_STR("\xFF\xFE\xFD")), "//79");
    assert_writes(zb_write_percent(&out, ZB_STR("a-漏 '"), "-"), "a-%E6%BC%8F%20%27");
    assert_writes(zb_write_uri(&out, ZB_STR("http://x/(a)?b='c'&d=\\%41%zz#漏")),
                  "http://x/%28a%29?b=%27c%27&d=%5C%41%25zz#%E6%BC%8F");
    assert_writes(zb_write_uri(&out, ZB_STR("x%4")), "x%254");
    assert_writes(zb_write_color(&out, (zb_color){1, 2, 3, 4}, false), "#010203");
}

static void test_schemes(void **state) {
    (void)state;
    static const char *const good[] = {"http://x", "HTTPS://x", "mailto:a@b", "tel:1", "ftp://x",
                                       "a.pdf",    "../a:b",    "",           "//x/y"};
    static const char *const bad[] = {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JavaScript:x",
                                      "vbscript:x"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(zb_uri_allowed(zb_str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(zb_uri_allowed(zb_str_of(bad[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_to_see_adds_no_item, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_round_corners_are_clamped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_frame_stays_inside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_limits, set_up, tear_down),
        cmocka_unit_test(test_run_text),
        cmocka_unit_test_setup_teardown(test_dump_of_everything, set_up, tear_down),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_schemes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
