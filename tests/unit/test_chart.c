/* SPDX-License-Identifier: Apache-2.0
 * Whole charts, seen as display lists: no text over another, nothing outside the box, bars as long as their values, and
 * what odd data get. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "charts/callout.h"
#include "charts/chart.h"
#include "charts/wrap.h"
#include "fonts/fonts.h"
#include "render/display_list.h"

#define MINUS "\xE2\x88\x92"
#define MARK 0x9DB2C9
#define HIGHLIGHT 0xC3272B

typedef struct bench {
    zb_arena *arena;
    zb_fonts *fonts;
    zb_diags *diags;
    zb_chart_look look;
    const zb_display_list *list;
} bench;

static int bench_open(void **state) {
    static bench b;
    zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Noto Serif CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"Noto Sans CJK SC"}}, {.families = {"Noto Sans CJK SC"}}};
    b.arena = zb_arena_open();
    b.diags = zb_diags_new(b.arena);
    b.fonts = zb_fonts_open(b.arena, specs, b.diags);
    zb_chart_look_default(&b.look);
    *state = &b;
    return b.fonts ? 0 : -1;
}

static int bench_close(void **state) {
    bench *b = *state;
    zb_arena_close(b->arena);
    return 0;
}

/* "name:value" pairs; "!" before a name highlights, no value: missing. */
static zb_chart *chart_new(bench *b, zb_chart_kind kind, const char *const *pairs, size_t count) {
    zb_datum *data = ZB_NEW_ARRAY(b->arena, count, zb_datum);
    for (size_t i = 0; i < count; i++) {
        zb_str pair = zb_str_of(pairs[i]);
        data[i].highlight = zb_str_starts(pair, "!");
        if (data[i].highlight) pair = zb_str_sub(pair, 1, pair.n);
        size_t colon = zb_str_find(pair, ZB_STR(":"), 0);
        data[i].name = zb_str_sub(pair, 0, colon);
        data[i].value_text = zb_str_sub(pair, colon + 1, pair.n);
        data[i].missing = data[i].value_text.n == 0;
        if (!data[i].missing) data[i].value = strtod(zb_str_z(b->arena, data[i].value_text), NULL);
    }
    zb_chart *chart = ZB_NEW(b->arena, zb_chart);
    *chart = (zb_chart){.kind = kind, .data = data, .count = count};
    return chart;
}

#define CHART(b, kind, ...)                                                                                            \
    chart_new(b, kind, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void draw_in(bench *b, const zb_chart *chart, double width, double height) {
    b->diags = zb_diags_new(b->arena);
    b->list = zb_chart_draw(b->arena, chart, &b->look, b->fonts, zb_pt(width), zb_pt(height), b->diags);
    assert_int_equal(b->list->width, zb_pt(width));
}

static void draw(bench *b, const zb_chart *chart, double width) {
    zb_length height = zb_chart_height(chart, &b->look, zb_pt(width));
    assert_int_equal(height % ZB_PT, 0);
    draw_in(b, chart, width, zb_to_pt(height));
}

typedef struct box {
    double left, top, right, bottom;
    zb_str text;
} box;

/* The ink of a run, roughly: Han stands higher and hangs lower than digits; half of a bracket is blank. */
static box run_box(const zb_item *item) {
    const zb_run *run = item->as.run;
    double size = zb_to_pt(run->size), x = zb_to_pt(item->at.x), y = zb_to_pt(item->at.y);
    bool han = zb_columns(run->text) > (int)zb_utf8_count(run->text);
    box b = {x, y - size * (han ? 0.84 : 0.74), x + zb_to_pt(run->advance), y + size * (han ? 0.08 : 0), run->text};
    if (zb_str_starts(run->text, "（")) b.left += size * 0.4;
    if (zb_str_ends(run->text, "）") || zb_str_ends(run->text, "、")) b.right -= size * 0.4;
    return b;
}

static box path_box(zb_path path) {
    box b = {1e9, 1e9, -1e9, -1e9, {0}};
    for (size_t i = 0; i < path.count; i++) {
        if (path.steps[i].op == ZB_CLOSE) continue;
        /* the controls of an arc stand outside it */
        zb_point p = path.steps[i].p[path.steps[i].op == ZB_CURVE ? 2 : 0];
        double x = zb_to_pt(p.x), y = zb_to_pt(p.y);
        b = (box){fmin(b.left, x), fmin(b.top, y), fmax(b.right, x), fmax(b.bottom, y), {0}};
    }
    return b;
}

static bool text_shown(const bench *b, const char *text) {
    for (size_t i = 0; i < b->list->count; i++) {
        if (b->list->items[i].kind == ZB_ITEM_RUN && zb_str_is(b->list->items[i].as.run->text, text)) return true;
    }
    return false;
}

/* The nth filled path of a colour; false: there is none. */
static bool fill_box(const bench *b, uint32_t color, size_t index, box *out) {
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind != ZB_ITEM_FILL || !zb_color_equal(item->color, ZB_RGB(color)) || index-- > 0) continue;
        *out = path_box(item->as.fill.path);
        return true;
    }
    return false;
}

static void assert_inside(const bench *b, box x, const char *what) {
    double width = zb_to_pt(b->list->width) + 0.6, height = zb_to_pt(b->list->height) + 0.6;
    if (x.left < -0.6 || x.top < -0.6 || x.right > width || x.bottom > height)
        fail_msg("%s outside the box: '%.*s' %.1f %.1f - %.1f %.1f in %.1f x %.1f", what, ZB_STR_ARG(x.text), x.left,
                 x.top, x.right, x.bottom, width, height);
}

static bool boxes_overlap(box a, box b) {
    const double slack = 0.2;
    return a.left + slack < b.right - slack && b.left + slack < a.right - slack && a.top + slack < b.bottom - slack &&
           b.top + slack < a.bottom - slack;
}

/* No text over another, nothing outside. */
static void assert_clean(const bench *b) {
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind == ZB_ITEM_FILL) assert_inside(b, path_box(item->as.fill.path), "fill");
        if (item->kind == ZB_ITEM_STROKE) assert_inside(b, path_box(item->as.stroke.path), "stroke");
        if (item->kind != ZB_ITEM_RUN) continue;
        box x = run_box(item);
        assert_inside(b, x, "text");
        for (size_t j = 0; j < i; j++) {
            if (b->list->items[j].kind != ZB_ITEM_RUN) continue;
            box y = run_box(&b->list->items[j]);
            if (boxes_overlap(x, y)) fail_msg("'%.*s' over '%.*s'", ZB_STR_ARG(x.text), ZB_STR_ARG(y.text));
        }
    }
}

static void assert_no_findings(const bench *b) {
    if (zb_diags_count(b->diags) > 0)
        fail_msg("[%s] %s", zb_diags_at(b->diags, 0)->code, zb_diags_at(b->diags, 0)->message);
}

static void assert_finding(const bench *b, const char *code, zb_severity severity) {
    if (zb_diags_count(b->diags) == 0) fail_msg("no [%s]", code);
    assert_string_equal(zb_diags_at(b->diags, 0)->code, code);
    assert_int_equal(zb_diags_worst(b->diags), severity);
}

#define WEEKS                                                                                                          \
    "第17周:5.92", "第18周:6.08", "第19周:6.31", "第20周:5.87", "第21周:6.02", "第22周:6.15", "第23周:5.79",           \
        "第24周:6.11", "第25周:6.04", "!第26周:6.23"
#define TYPES                                                                                                          \
    "应用程序:152", "WEB 应用:28", "网络设备（交换机、路由器等网络端设备）:13", "安全产品:6", "操作系统:1",            \
        "智能设备（物联网终端设备）漏洞:1"

static void bars_are_as_high_as_their_values(void **state) {
    bench *b = *state;
    zb_chart *chart = CHART(b, ZB_CHART_BAR, WEEKS);
    draw(b, chart, 420);
    assert_no_findings(b);
    assert_clean(b);
    box first, last;
    assert_true(fill_box(b, MARK, 0, &first) && fill_box(b, HIGHLIGHT, 0, &last));
    double unit = (first.bottom - first.top) / 5.92;
    for (size_t i = 0; i < 9; i++) {
        box bar;
        assert_true(fill_box(b, MARK, i, &bar));
        assert_true(fabs((bar.bottom - bar.top) - unit * chart->data[i].value) < 0.01);
        assert_true(fabs((bar.right - bar.left) - (first.right - first.left)) < 0.01 && bar.bottom == first.bottom);
    }
    assert_true(fabs((last.bottom - last.top) - unit * 6.23) < 0.01);
    assert_true(text_shown(b, "8") && text_shown(b, "0") && text_shown(b, "6.23") && !text_shown(b, "7"));
}

static void last_tick_is_above_the_top_label(void **state) {
    bench *b = *state;
    draw(b, CHART(b, ZB_CHART_BAR, "甲:8", "乙:3"), 300);
    double top = 1e9, label = 1e9;
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind == ZB_ITEM_STROKE || (item->kind == ZB_ITEM_FILL && zb_color_equal(item->color, b->look.grid)))
            top = fmin(top, path_box(item->kind == ZB_ITEM_STROKE ? item->as.stroke.path : item->as.fill.path).top);
        if (item->kind == ZB_ITEM_RUN && zb_str_is(item->as.run->text, "8") && item->at.x > zb_pt(40))
            label = fmin(label, run_box(item).top);
    }
    assert_true(top < label);
}

static void negative_bars_hang_below_zero(void **state) {
    bench *b = *state;
    draw(b, CHART(b, ZB_CHART_BAR, "甲:10", "乙:-5", "丙:0"), 300);
    assert_no_findings(b);
    assert_clean(b);
    box up, down, none;
    assert_true(fill_box(b, MARK, 0, &up) && fill_box(b, MARK, 1, &down) && !fill_box(b, MARK, 2, &none));
    assert_true(fabs(up.bottom - down.top) < 0.01);
    assert_true(fabs((up.bottom - up.top) - 2 * (down.bottom - down.top)) < 0.02);
    assert_true(text_shown(b, MINUS "5") && !text_shown(b, "-5"));
}

static void panels_match(void **state) {
    bench *b = *state;
    box one, two;
    draw(b, CHART(b, ZB_CHART_HBAR, "电信:4", "移动:4", "工控:1"), 126);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(fill_box(b, MARK, 0, &one));
    draw(b, CHART(b, ZB_CHART_HBAR, "电信:6", "移动:3", "工控:1"), 126);
    assert_true(fill_box(b, MARK, 0, &two));
    assert_true(one.left == two.left && one.top == two.top && one.bottom == two.bottom && one.right == two.right);
}

static void zero_has_no_bar(void **state) {
    bench *b = *state;
    box bar;
    draw(b, CHART(b, ZB_CHART_HBAR, "高危:0", "中危:0"), 126);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(!fill_box(b, MARK, 0, &bar) && text_shown(b, "0"));
    draw(b, CHART(b, ZB_CHART_BAR, "高危:0", "中危:0"), 126);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(text_shown(b, "1") && !text_shown(b, "0.5"));
}

static void missing_values_are_dashes(void **state) {
    bench *b = *state;
    box bar;
    draw(b, CHART(b, ZB_CHART_BAR, "甲:6.1", "乙:", "丙:6.42"), 300);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(fill_box(b, MARK, 1, &bar) && !fill_box(b, MARK, 2, &bar));
    assert_true(text_shown(b, "\xE2\x80\x93") && text_shown(b, "6.10"));
}

static void long_names_turn_bars_on_their_side(void **state) {
    bench *b = *state;
    box bar;
    draw(b,
         CHART(b, ZB_CHART_BAR, "国家计算机网络应急技术处理协调中心北京分中心:36",
               "电信和互联网行业网络安全威胁信息共享平台:20", "WebSphere Application Server Network Deployment:14",
               "移动:3", "固定:2"),
         420);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(fill_box(b, MARK, 0, &bar) && bar.right - bar.left > 3 * (bar.bottom - bar.top));
}

static void endless_names_are_cut_with_a_warning(void **state) {
    bench *b = *state;
    zb_buf name = {0};
    for (int i = 0; i < 5000; i++) zb_buf_add(&name, ZB_STR("长"));
    zb_datum data[] = {{.name = zb_str_copy(b->arena, zb_buf_str(&name)), .value = 3},
                       {.name = ZB_STR("短"), .value = 5}};
    zb_buf_free(&name);
    for (int kind = 0; kind < 4; kind++) {
        zb_chart chart = {.kind = (zb_chart_kind)kind, .data = data, .count = 2};
        draw(b, &chart, 420);
        assert_finding(b, "chart.name", ZB_WARNING);
        assert_clean(b);
        assert_true(b->list->count > 4);
    }
}

static void donut_lists_names_values_and_shares(void **state) {
    bench *b = *state;
    zb_chart *chart = CHART(b, ZB_CHART_DONUT, TYPES);
    chart->total_label = ZB_STR("收录漏洞");
    draw(b, chart, 420);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(text_shown(b, "201") && text_shown(b, "收录漏洞") && text_shown(b, "75.6%") && text_shown(b, "0.5%"));
    for (size_t i = 0; i < 6; i++) {
        box slice, swatch;
        zb_color c = b->look.palette[i];
        uint32_t hex = (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
        assert_true(fill_box(b, hex, 0, &slice) && fill_box(b, hex, 1, &swatch));
    }
}

static void pie_labels_stand_outside(void **state) {
    bench *b = *state;
    draw_in(b, CHART(b, ZB_CHART_PIE, TYPES), 420, 180);
    assert_no_findings(b);
    assert_clean(b);
    size_t leaders = 0;
    for (size_t i = 0; i < b->list->count; i++) leaders += b->list->items[i].kind == ZB_ITEM_STROKE;
    assert_int_equal(leaders, 6);
}

static void odd_discs(void **state) {
    bench *b = *state;
    draw(b, CHART(b, ZB_CHART_DONUT, "甲:0", "乙:0"), 420);
    assert_finding(b, "chart.zero", ZB_WARNING);
    assert_clean(b);
    assert_true(text_shown(b, "甲") && !text_shown(b, "nan%") && !text_shown(b, "0%"));
    draw(b, CHART(b, ZB_CHART_PIE, "甲:201", "乙:0"), 420);
    assert_no_findings(b);
    assert_true(text_shown(b, "100%") && text_shown(b, "注：乙：0"));
    draw(b, CHART(b, ZB_CHART_PIE, "甲:1", "乙:1", "丙:1"), 420);
    assert_no_findings(b);
    assert_clean(b);
    assert_true(text_shown(b, "33.3%") && !text_shown(b, "33.4%"));
    draw(b, CHART(b, ZB_CHART_DONUT, "甲:1", "乙:"), 420);
    assert_no_findings(b);
}

static void what_cannot_be_drawn_is_said(void **state) {
    bench *b = *state;
    zb_chart none = {.kind = ZB_CHART_BAR};
    draw(b, &none, 420);
    assert_finding(b, "chart.empty", ZB_ERROR);
    assert_int_equal(b->list->count, 0);
    draw(b, CHART(b, ZB_CHART_HBAR, "甲:", "乙:"), 420);
    assert_finding(b, "chart.empty", ZB_ERROR);
    draw(b, CHART(b, ZB_CHART_BAR, "甲:nan", "乙:inf", "丙:1"), 420);
    assert_finding(b, "chart.number", ZB_WARNING);
    assert_int_equal(zb_diags_count(b->diags), 2);
    assert_true(b->list->count > 0);
    draw(b, CHART(b, ZB_CHART_PIE, "甲:-1", "乙:2"), 420);
    assert_finding(b, "chart.negative", ZB_ERROR);
    zb_chart many = {.kind = ZB_CHART_HBAR, .data = ZB_NEW_ARRAY(b->arena, 501, zb_datum), .count = 501};
    draw(b, &many, 420);
    assert_finding(b, "chart.size", ZB_ERROR);
    assert_int_equal(b->list->count, 0);
}

static void small_boxes_are_refused(void **state) {
    bench *b = *state;
    draw_in(b, CHART(b, ZB_CHART_HBAR, "甲:1", "乙:2", "丙:3"), 126, 20);
    assert_finding(b, "chart.space", ZB_ERROR);
    draw_in(b, CHART(b, ZB_CHART_BAR, "甲:1", "乙:2", "丙:3"), 126, 40);
    assert_finding(b, "chart.space", ZB_ERROR);
    draw_in(b, CHART(b, ZB_CHART_DONUT, TYPES), 420, 50);
    assert_finding(b, "chart.space", ZB_ERROR);
    draw_in(b, CHART(b, ZB_CHART_HBAR, "甲:1"), 5, 100);
    assert_finding(b, "chart.space", ZB_ERROR);
    draw_in(b, CHART(b, ZB_CHART_HBAR, "甲:123456789", "乙:1"), 50, 100);
    assert_finding(b, "chart.space", ZB_ERROR);
}

static void extreme_values(void **state) {
    bench *b = *state;
    for (int kind = ZB_CHART_BAR; kind <= ZB_CHART_HBAR; kind++) {
        draw(b, CHART(b, (zb_chart_kind)kind, "甲:1e308", "乙:1.7e308", "丙:-1.7e308"), 420);
        assert_no_findings(b);
        assert_clean(b);
        draw(b, CHART(b, (zb_chart_kind)kind, "甲:1", "乙:40", "丙:3600", "丁:120000000"), 420);
        assert_no_findings(b);
        assert_clean(b);
        box thin;
        assert_true(fill_box(b, MARK, 3, &thin));
    }
}

/* Charts at their natural height are always drawable, clean, and the same twice. */
static void natural_charts_are_clean(void **state) {
    bench *b = *state;
    static const char *const names[] = {"高危",
                                        "第26周",
                                        "网络设备（交换机、路由器等网络端设备）",
                                        "WebSphere Application Server",
                                        "A",
                                        "斗象科技（漏洞盒子）",
                                        "",
                                        "CVE-2019-18510"};
    static const double widths[] = {150, 240, 345, 420};
    static const size_t counts[] = {1, 2, 3, 6, 11, 30};
    for (int round = 0; round < 4 * 4 * 6 * 3; round++) {
        size_t count = counts[round / 16 % 6];
        int set = round / 96;
        zb_datum *data = ZB_NEW_ARRAY(b->arena, count, zb_datum);
        zb_chart chart = {.kind = (zb_chart_kind)(round % 4),
                          .data = data,
                          .count = count,
                          .unit = set == 1 ? ZB_STR("个") : ZB_STR("")};
        for (size_t i = 0; i < count; i++) {
            data[i].name = zb_str_of(names[set == 0 ? i % 2 : (i * 3 + (size_t)set) % 8]);
            data[i].value =
                set == 2 && chart.kind < ZB_CHART_PIE ? (double)((i * 37) % 23) - 7.5 : (double)((i * 7919) % 1201);
            data[i].highlight = i + 1 == count;
        }
        if (chart.kind >= ZB_CHART_PIE) data[0].value = 5;
        draw(b, &chart, widths[round / 4 % 4]);
        for (size_t i = 0; i < zb_diags_count(b->diags); i++) {
            const zb_diag *d = zb_diags_at(b->diags, i);
            if (d->severity == ZB_ERROR)
                fail_msg("kind %d, %zu data, width %.0f, set %d: %s", chart.kind, count, widths[round / 4 % 4], set,
                         d->message);
        }
        assert_true(b->list->count > count);
        assert_clean(b);
    }
}

static void same_chart_same_bytes(void **state) {
    bench *b = *state;
    zb_buf one = {0}, two = {0};
    zb_chart *chart = CHART(b, ZB_CHART_DONUT, TYPES);
    draw(b, chart, 420);
    zb_display_list_dump(b->list, 0, &one);
    draw(b, chart, 420);
    zb_display_list_dump(b->list, 0, &two);
    assert_true(one.n > 0 && zb_str_equal(zb_buf_str(&one), zb_buf_str(&two)));
    zb_buf_free(&one);
    zb_buf_free(&two);
}

static void assert_alt(bench *b, zb_chart *chart, const char *caption, const char *unit, const char *expected) {
    chart->caption = zb_str_of(caption);
    chart->unit = zb_str_of(unit);
    zb_str alt = zb_chart_alt(b->arena, chart);
    assert_string_equal(zb_str_z(b->arena, alt), expected);
}

static void alternative_texts(void **state) {
    bench *b = *state;
    assert_alt(b, CHART(b, ZB_CHART_BAR, "第24周:6.11", "第25周:6.04", "!第26周:6.23"), "近 3 周平均分", "分",
               "柱状图：近 3 周平均分。共 3 项；最高为第26周 6.23 分，最低为第25周 6.04 分。第26周为 6.23 "
               "分，与第25周相比上升 0.19 分。"
               "数据：第24周 6.11 分；第25周 6.04 分；第26周 6.23 分。");
    assert_alt(b, CHART(b, ZB_CHART_DONUT, "甲:3", "乙:1"), "分布", "个",
               "环形图：分布。共 2 项，合计 4 个；最高为甲 3 个（75%），最低为乙 1 个（25%）。数据：甲 3 个（75%）；乙 "
               "1 个（25%）。");
    assert_alt(b, CHART(b, ZB_CHART_HBAR, "甲:4", "乙:4", "丙:"), "", "",
               "条形图。共 3 项，其中 1 项无数据；各项均为 4。数据：甲 4；乙 4；丙 无数据。");
    assert_alt(b, CHART(b, ZB_CHART_HBAR, ":4"), "", "", "条形图。共 1 项；（无名称） 4。");
    zb_chart none = {.kind = ZB_CHART_PIE};
    assert_alt(b, &none, "", "", "饼图。共 0 项。");
}

static void spreading_is_least_and_in_order(void **state) {
    (void)state;
    double apart[] = {10, 40, 90}, heights[] = {10, 10, 10};
    assert_true(zb_callouts_spread(apart, heights, 3, 0, 100));
    assert_true(apart[0] == 10 && apart[1] == 40 && apart[2] == 90);
    double crowd[] = {50, 50, 50};
    assert_true(zb_callouts_spread(crowd, heights, 3, 0, 100));
    assert_true(crowd[0] == 40 && crowd[1] == 50 && crowd[2] == 60);
    double edge[] = {1, 2, 98};
    assert_true(zb_callouts_spread(edge, heights, 3, 0, 100));
    assert_true(edge[0] == 5 && edge[1] == 15 && edge[2] == 95);
    assert_false(zb_callouts_spread(edge, heights, 3, 0, 29));
    assert_true(zb_callouts_spread(edge, heights, 0, 0, 29));
}

/* Lines of a text whose every character is one em wide. */
static void assert_lines(bench *b, const char *source, int em, int max_lines, const char *expected) {
    zb_wrap_text text = zb_wrap_read(b->arena, zb_str_of(source), 1000);
    zb_wrap_line lines[3];
    int count;
    for (size_t i = 0; i < text.count; i++) text.advances[i] = 1000;
    bool fits = zb_wrap_lines(&text, em * 1000, max_lines, lines, &count);
    zb_buf out = {0};
    for (int i = 0; i < count; i++) {
        zb_str line = zb_str_sub(text.text, text.offsets[lines[i].start], text.offsets[lines[i].end]);
        zb_buf_format(&out, "%s%.*s", i ? "|" : "", ZB_STR_ARG(line));
    }
    zb_buf_format(&out, "%s", fits ? "" : "*");
    assert_string_equal(zb_str_z(b->arena, zb_buf_str(&out)), expected);
    zb_buf_free(&out);
}

static void names_wrap_by_chinese_rules(void **state) {
    bench *b = *state;
    assert_lines(b, "应用程序", 4, 2, "应用程序");
    assert_lines(b, "智能设备（物联网终端设备）漏洞", 12, 2, "智能设备|（物联网终端设备）漏洞");
    assert_lines(b, "甲乙丙丁，戊己", 4, 2, "甲乙丙|丁，戊己");
    assert_lines(b, "甲乙丙（丁戊）", 4, 2, "甲乙丙|（丁戊）");
    assert_lines(b, "Web Server", 6, 2, "Web|Server");
    assert_lines(b, "abcdefgh", 4, 2, "abcd|efgh");
    assert_lines(b, "甲乙丙丁戊己庚", 3, 2, "甲乙丙|丁戊己庚*");
    assert_lines(b, "甲乙丙丁戊己庚", 3, 3, "甲乙丙|丁戊己|庚");
    assert_lines(b, "", 3, 2, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_are_as_high_as_their_values),
        cmocka_unit_test(last_tick_is_above_the_top_label),
        cmocka_unit_test(negative_bars_hang_below_zero),
        cmocka_unit_test(panels_match),
        cmocka_unit_test(zero_has_no_bar),
        cmocka_unit_test(missing_values_are_dashes),
        cmocka_unit_test(long_names_turn_bars_on_their_side),
        cmocka_unit_test(endless_names_are_cut_with_a_warning),
        cmocka_unit_test(donut_lists_names_values_and_shares),
        cmocka_unit_test(pie_labels_stand_outside),
        cmocka_unit_test(odd_discs),
        cmocka_unit_test(what_cannot_be_drawn_is_said),
        cmocka_unit_test(small_boxes_are_refused),
        cmocka_unit_test(extreme_values),
        cmocka_unit_test(natural_charts_are_clean),
        cmocka_unit_test(same_chart_same_bytes),
        cmocka_unit_test(alternative_texts),
        cmocka_unit_test(spreading_is_least_and_in_order),
        cmocka_unit_test(names_wrap_by_chinese_rules),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
