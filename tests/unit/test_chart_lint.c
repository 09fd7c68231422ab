/* SPDX-License-Identifier: Apache-2.0
 * The lint finds what it claims to find: pictures with one thing wrong each, made by hand. */
#include "charts/lint.h"
#include "tests/unit/chart_fixture.h"

typedef struct sketch {
    bench *b;
    zb_painter painter;
    zb_trace trace;
    zb_chart chart;
} sketch;

static sketch sketch_new(bench *b) {
    return (sketch){.b = b, .painter = {.arena = b->arena, .width = zb_pt(200), .height = zb_pt(100)}};
}

static void text(sketch *s, double x, double y, const char *words, double size, uint32_t color) {
    size_t count;
    zb_shape_style style = {.role = ZB_ROLE_SANS, .weight = 400, .size = zb_pt(size)};
    const zb_run *runs =
        zb_shape_line(s->b->arena, s->b->fonts, zb_str_of(words), &style, ZB_NOWHERE, s->b->diags, &count);
    zb_point at = {zb_pt(x), zb_pt(y)};
    for (size_t i = 0; i < count; i++) {
        zb_paint_run(&s->painter, &runs[i], at, ZB_RGB(color), ZB_NOWHERE);
        at.x += runs[i].advance;
    }
}

static void rect(sketch *s, double x, double y, double width, double height, uint32_t color) {
    zb_paint_rect(&s->painter, (zb_rect){zb_pt(x), zb_pt(y), zb_pt(width), zb_pt(height)}, ZB_RGB(color));
}

static void line(sketch *s, double x1, double y1, double x2, double y2) {
    zb_paint_line(&s->painter, (zb_point){zb_pt(x1), zb_pt(y1)}, (zb_point){zb_pt(x2), zb_pt(y2)}, ZB_PT, ZB_RGB(0));
}

static void tick(sketch *s, const char *words) { ZB_PUSH(s->b->arena, &s->trace.ticks, zb_str_of(words)); }

static void leader(sketch *s, zb_trace_leader leader) { ZB_PUSH(s->b->arena, &s->trace.leaders, leader); }

/* Exactly one code is found; NULL: nothing. */
static void assert_found(sketch *s, zb_length margin, const char *code) {
    bench *b = s->b;
    b->diags = zb_diags_new(b->arena);
    zb_lint_list(b->arena, &s->chart, &b->look, zb_painter_finish(&s->painter), &s->trace, margin, b->diags);
    for (size_t i = 0; i < zb_diags_count(b->diags); i++) {
        const zb_diag *d = zb_diags_at(b->diags, i);
        if (!code || strcmp(d->code, code))
            fail_msg("%s: %s, expected %s", d->code, d->message, code ? code : "nothing");
    }
    if (code) assert_non_null(finding(b, code));
}

static void texts_over_each_other(void **state) {
    sketch s = sketch_new(*state), t = sketch_new(*state);
    text(&s, 20, 30, "应用程序", 10, 0);
    text(&s, 50, 32, "安全产品", 10, 0);
    assert_found(&s, 0, "lint.overlap");
    text(&t, 20, 30, "应用程序", 10, 0);
    text(&t, 20, 42, "安全产品", 10, 0);
    assert_found(&t, 0, NULL);
}

static void texts_outside(void **state) {
    sketch s = sketch_new(*state);
    text(&s, 180, 30, "应用程序", 10, 0);
    assert_found(&s, 0, "lint.clip");
}

static void faint_texts(void **state) {
    sketch s = sketch_new(*state), t = sketch_new(*state), dark = sketch_new(*state);
    text(&s, 20, 30, "应用程序", 10, 0xAAAAAA);
    assert_found(&s, 0, "lint.contrast");
    rect(&t, 10, 10, 80, 40, 0x0B2E4F);
    text(&t, 20, 30, "应用程序", 10, 0xFFFFFF);
    assert_found(&t, 0, NULL);
    rect(&dark, 10, 10, 80, 40, 0x0B2E4F);
    text(&dark, 20, 30, "应用程序", 10, 0x000000);
    assert_found(&dark, 0, "lint.contrast");
}

static void texts_over_edges_and_lines(void **state) {
    sketch s = sketch_new(*state), t = sketch_new(*state), hidden = sketch_new(*state);
    rect(&s, 10, 10, 30, 40, 0xE0E0E0);
    text(&s, 20, 30, "应用程序", 10, 0);
    assert_found(&s, 0, "lint.edge");
    line(&t, 0, 0, 100, 50);
    text(&t, 40, 28, "应用程序", 10, 0);
    assert_found(&t, 0, "lint.line");
    line(&hidden, 0, 0, 100, 50);
    rect(&hidden, 30, 10, 70, 30, 0xFFFFFF);
    text(&hidden, 40, 28, "应用程序", 10, 0);
    assert_found(&hidden, 0, NULL);
    line(&hidden, 0, 40, 100, 10);
    assert_found(&hidden, 0, "lint.line");
}

static void sizes_of_text(void **state) {
    sketch s = sketch_new(*state), many = sketch_new(*state);
    text(&s, 20, 30, "应用程序", 8, 0);
    assert_found(&s, 0, NULL);
    assert_found(&s, zb_pt(10), "lint.size");
    for (int i = 0; i < 5; i++) text(&many, 20, 20 + 18 * i, "程序", 9 + i, 0);
    assert_found(&many, 0, "lint.sizes");
}

static void leaders(void **state) {
    sketch cross = sketch_new(*state), rim = sketch_new(*state), good = sketch_new(*state);
    zb_point p[] = {{0, 0},         {zb_pt(10), zb_pt(10)}, {zb_pt(50), zb_pt(10)},
                    {zb_pt(30), 0}, {zb_pt(30), zb_pt(20)}, {zb_pt(60), zb_pt(20)}};
    leader(&cross, (zb_trace_leader){{p[0], p[1], p[2]}, {0, 0}, 0});
    leader(&cross, (zb_trace_leader){{p[3], p[4], p[5]}, {0, 0}, 0});
    assert_found(&cross, 0, "lint.cross");
    zb_point centre = {zb_pt(100), zb_pt(50)};
    leader(&rim, (zb_trace_leader){
                     {{zb_pt(100), zb_pt(19)}, {zb_pt(70), zb_pt(20)}, {zb_pt(140), zb_pt(20)}}, centre, zb_pt(28)});
    assert_found(&rim, 0, "lint.leader");
    leader(&good, (zb_trace_leader){
                      {{zb_pt(100), zb_pt(19)}, {zb_pt(100), zb_pt(10)}, {zb_pt(140), zb_pt(10)}}, centre, zb_pt(30)});
    assert_found(&good, 0, NULL);
}

static void ticks_of_axes(void **state) {
    sketch few = sketch_new(*state), whole = sketch_new(*state), same = sketch_new(*state), mixed = sketch_new(*state);
    for (int i = 0; i < 3; i++)
        tick(&few, i == 0 ? "0" : i == 1 ? "1" : "2"), tick(&whole, i == 0 ? "0" : i == 1 ? "1" : "2");
    assert_found(&few, 0, "lint.ticks");
    whole.trace.few_ticks = true;
    assert_found(&whole, 0, NULL);
    for (int i = 0; i < 4; i++) tick(&same, "1.0");
    assert_found(&same, 0, "lint.ticks");
    tick(&mixed, "0"), tick(&mixed, "0.5"), tick(&mixed, "1.0"), tick(&mixed, "1.5");
    assert_found(&mixed, 0, NULL);
    tick(&mixed, "2");
    assert_found(&mixed, 0, "lint.decimals");
}

static void margins(void **state) {
    sketch s = sketch_new(*state);
    assert_found(&s, zb_pt(2), "lint.margin");
    assert_found(&s, zb_pt(10), NULL);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bench_open, bench_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(texts_over_each_other), TEST(texts_outside), TEST(faint_texts),   TEST(texts_over_edges_and_lines),
        TEST(sizes_of_text),         TEST(leaders),       TEST(ticks_of_axes), TEST(margins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
