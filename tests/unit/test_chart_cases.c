/* SPDX-License-Identifier: Apache-2.0
 * Twenty charts that are easily drawn wrong, each from its spec in tests/gallery/cases: clean in the lint in all three
 * themes, and right in what makes it hard. And every kind of chart there is. */
#include <dirent.h>

#include "tests/unit/chart_fixture.h"

#define MINUS "\xE2\x88\x92"

static double pt(zb_length length) { return zb_to_pt(length); }

static void case_01_types(void **state) {
    bench *b = *state;
    gallery(b, "cases/01-types.yaml");
    assert_text(b, "152 个");
    assert_text(b, "75.6%");
    assert_text(b, "13.9%");
    size_t halves = 0;
    for (size_t i = 0; i < b->list->count; i++)
        halves += b->list->items[i].kind == ZB_ITEM_RUN && zb_str_is(b->list->items[i].as.run->text, "0.5%");
    assert_int_equal(halves, 2);
    assert_text(b, "（物联网终端设备）漏洞");
    assert_false(text_holds(b, "…"));
}

static void case_02_zero_total(void **state) {
    bench *b = *state;
    gallery(b, "cases/02-zero-total.yaml");
    assert_text(b, "合计为 0");
    assert_text(b, "安全产品");
    assert_false(text_holds(b, "%"));
    assert_non_null(finding(b, "chart.zero"));
    assert_int_equal(zb_diags_worst(b->diags), ZB_WARNING);
}

static void case_03_one_slice(void **state) {
    bench *b = *state;
    gallery(b, "cases/03-one-slice.yaml");
    assert_text(b, "201 个");
    assert_text(b, "100%");
    assert_text(b, "注：WEB 应用、安全产品：0");
    zb_rect disc;
    assert_true(fill_bounds(b, b->look.palette[0], 0, &disc));
    assert_true(fabs(pt(disc.width - disc.height)) < 0.01);
    gallery(b, "cases/03-one-slice-alone.yaml");
    assert_text(b, "100%");
    assert_false(text_holds(b, "注："));
}

static void case_04_many_small(void **state) {
    bench *b = *state;
    gallery(b, "cases/04-many-small.yaml");
    assert_text(b, "其他 12 项");
    assert_text(b, "12 个");
    assert_text(b, "0.2%");
    assert_text(b, "类型丑");
    gallery(b, "cases/04-many-small-kept.yaml");
    assert_text(b, "类型丑");
    assert_false(text_holds(b, "其他"));
}

static void case_05_thirds(void **state) {
    bench *b = *state;
    gallery(b, "cases/05-thirds.yaml");
    size_t thirds = 0;
    for (size_t i = 0; i < b->list->count; i++)
        thirds += b->list->items[i].kind == ZB_ITEM_RUN && zb_str_is(b->list->items[i].as.run->text, "33.3%");
    assert_int_equal(thirds, 3);
    assert_text(b, "四舍五入");
}

static void case_06_negative(void **state) {
    bench *b = *state;
    gallery(b, "cases/06-negative.yaml");
    const zb_item *name = text_item(b, "中危"), *value = text_item(b, MINUS "8");
    zb_rect bar = {0};
    assert_true(name && value && fill_bounds(b, b->look.mark, 1, &bar));
    assert_true(value->at.y > bar.y + bar.height);
    assert_true(name->at.y > value->at.y);
    assert_null(text_item(b, "-8"));
}

static void case_07_magnitudes(void **state) {
    bench *b = *state;
    gallery(b, "cases/07-magnitudes.yaml");
    assert_text(b, "亿");
    assert_text(b, "120,000,000");
    assert_text(b, "3,600");
    assert_text(b, "有 3 项数值过小");
}

static void case_08_missing(void **state) {
    bench *b = *state;
    const zb_chart *chart = gallery(b, "cases/08-missing.yaml");
    assert_text(b, "5.87");
    assert_null(text_item(b, "0"));
    /* two pieces of line for three pieces of data: the middle one is a single dot */
    size_t lines = 0;
    for (size_t i = 0; i < b->list->count; i++)
        lines += b->list->items[i].kind == ZB_ITEM_STROKE && b->list->items[i].as.stroke.width == ZB_PT * 3 / 2;
    assert_int_equal(lines, 2);
    zb_str alt = zb_chart_alt(b->arena, chart);
    assert_true(zb_str_find(alt, ZB_STR("第 19 周 无数据"), 0) != SIZE_MAX);
    assert_true(zb_str_find(alt, ZB_STR("其中 2 项无数据"), 0) != SIZE_MAX);
}

static void case_09_thirty(void **state) {
    bench *b = *state;
    gallery(b, "cases/09-thirty.yaml");
    zb_rect first = {0}, last = {0};
    assert_true(fill_bounds(b, b->look.mark, 0, &first) && fill_bounds(b, b->look.mark, 29, &last));
    assert_true(first.width > 3 * first.height && last.y > first.y + 29 * first.height);
    assert_text(b, "宁夏分中心");
    assert_text(b, "黑龙江分中心");
    assert_false(text_holds(b, "…"));
}

static void case_10_long_names(void **state) {
    bench *b = *state;
    gallery(b, "cases/10-long-names.yaml");
    zb_rect bar = {0};
    assert_true(fill_bounds(b, b->look.mark, 0, &bar) && bar.width > 3 * bar.height);
    assert_true(bar.x < WIDTH / 2);
    assert_false(text_holds(b, "…"));
    gallery(b, "cases/10-long-names-upright.yaml");
    assert_true(fill_bounds(b, b->look.mark, 0, &bar) && bar.height > bar.width);
    assert_false(text_holds(b, "…"));
}

static void case_11_scripts(void **state) {
    bench *b = *state;
    gallery(b, "cases/11-scripts.yaml");
    assert_text(b, "<b>&\"'");
    assert_text(b, "CVE-2019-2729");
}

static int open_with_dejavu(void **state) {
    if (bench_open_with(state, "DejaVu Sans")) return -1;
    bench *b = *state;
    if (zb_diags_count(b->diags) == 0) return 0;
    bench_close(state);
    *state = NULL;
    return 0;
}

static int close_if_open(void **state) { return *state ? bench_close(state) : 0; }

static void case_11_right_to_left(void **state) {
    bench *b = *state;
    if (!b) skip();
    zb_datum data[] = {{.name = ZB_STR("שלום (CVE-1)"), .value = 3}, {.name = ZB_STR("شركة الأمن"), .value = 5}};
    zb_chart chart = {.kind = ZB_CHART_HBAR, .data = data, .count = 2};
    draw(b, &chart);
    assert_clean(b, "right to left");
    assert_int_equal(zb_diags_count(b->diags), 0);
    const zb_item *number = text_item(b, "3");
    assert_non_null(number);
    size_t rtl = 0;
    for (size_t i = 0; i < b->list->count; i++)
        rtl += b->list->items[i].kind == ZB_ITEM_RUN && (b->list->items[i].as.run->bidi_level & 1);
    assert_true(rtl >= 2);
}

static void case_12_one_point(void **state) {
    bench *b = *state;
    gallery(b, "cases/12-one-point.yaml");
    const zb_item *value = text_item(b, "6.23");
    assert_non_null(value);
    assert_true(value->at.y > b->list->height / 4 && value->at.y < b->list->height * 3 / 4);
    assert_text(b, "纵轴自 5.2 起");
    assert_false(text_holds(b, "6.230"));
}

static void case_13_not_numbers(void **state) {
    bench *b = *state;
    const zb_chart *chart = zb_chart_read(b->arena, "tests/gallery/cases/13-not-numbers.yaml", b->diags);
    assert_non_null(chart);
    assert_int_equal(zb_diags_count_of(b->diags, ZB_WARNING), 3);
    assert_non_null(strstr(finding(b, "chart.number")->message, "第 24 周"));
    gallery(b, "cases/13-not-numbers.yaml");
    assert_false(text_holds(b, "nan") || text_holds(b, "NaN") || text_holds(b, "inf"));
    zb_rect bar = {0};
    assert_true(fill_bounds(b, b->look.mark, 0, &bar) && !fill_bounds(b, b->look.mark, 1, &bar));
}

static void case_14_equal(void **state) {
    bench *b = *state;
    gallery(b, "cases/14-equal.yaml");
    const zb_item *value = text_item(b, "6.23"), *name = text_item(b, "第 22 周");
    (void)name;
    assert_non_null(value);
    assert_true(value->at.y > b->list->height / 4 && value->at.y < b->list->height * 3 / 4);
    assert_false(text_holds(b, "6.229"));
}

static void case_15_stack_with_negatives(void **state) {
    bench *b = *state;
    gallery(b, "cases/15-stack-negative.yaml");
    const zb_item *up = text_item(b, "150"), *down = text_item(b, MINUS "90");
    assert_true(up && down && up->at.y < down->at.y);
    assert_text(b, "净 60");
    assert_text(b, "净 " MINUS "28");
    assert_text(b, "净 0");
}

static void case_16_no_data(void **state) {
    bench *b = *state;
    const zb_chart *chart = gallery(b, "cases/16-no-data.yaml");
    assert_text(b, "暂无数据");
    assert_text(b, "本周漏洞");
    assert_int_equal(zb_diags_count(b->diags), 0);
    zb_chart strict = *chart;
    strict.show_empty = false;
    draw(b, &strict);
    assert_int_equal(finding(b, "chart.empty")->severity, ZB_ERROR);
    assert_int_equal(b->list->count, 0);
}

static void case_17_all_zero(void **state) {
    bench *b = *state;
    gallery(b, "cases/17-all-zero.yaml");
    assert_true(text_item(b, "0") && text_item(b, "1"));
    assert_false(text_holds(b, "0.5") || text_holds(b, MINUS));
}

static void case_18_close(void **state) {
    bench *b = *state;
    gallery(b, "cases/18-close.yaml");
    assert_text(b, "1,000,000.0050");
    assert_text(b, "1,000,000.010");
    assert_false(text_holds(b, "00200000"));
}

/* Whether a text's ink is met by the line of the data. */
static void case_19_valleys(void **state) {
    bench *b = *state;
    gallery(b, "cases/19-valleys.yaml");
    const zb_item *valley = text_item(b, "5.87"), *peak = text_item(b, "6.31"), *last = text_item(b, "6.42");
    assert_true(valley && peak && last && text_item(b, "6.10"));
    assert_true(zb_color_equal(last->color, b->look.highlight));
    zb_path line = {0};
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind == ZB_ITEM_STROKE && item->as.stroke.path.count == 10) line = item->as.stroke.path;
    }
    assert_int_equal(line.count, 10);
    assert_true(peak->at.y < line.steps[2].p[0].y);
    assert_true(valley->at.y > line.steps[3].p[0].y);
    assert_text(b, "纵轴自 5.6 起");
    gallery(b, "cases/19-valleys-zero.yaml");
    assert_false(text_holds(b, "纵轴"));
    assert_non_null(text_item(b, "0"));
}

/* Lightness (CIE L*) of a grey. */
static double lightness(zb_color c) {
    double y = zb_color_contrast(c, ZB_RGB(0)) * 0.05 - 0.05;
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y;
}

static void case_20_stacked(void **state) {
    bench *b = *state;
    zb_chart_look print = b->look, dark = b->look;
    zb_chart_look_theme(&print, ZB_THEME_PRINT);
    zb_chart_look_theme(&dark, ZB_THEME_DARK);
    for (int i = 1; i < ZB_SEVERITIES; i++) {
        assert_true(lightness(print.severity[i]) - lightness(print.severity[i - 1]) >= 20);
        assert_true(lightness(b->look.severity[i]) - lightness(b->look.severity[i - 1]) >= 15);
        assert_true(lightness(dark.severity[i]) > lightness(dark.severity[i - 1]));
    }
    gallery(b, "cases/20-stacked-print.yaml");
    assert_true(fill_count(b, print.severity[1]) >= 6 && fill_count(b, print.severity[2]) >= 6);
    assert_text(b, "201");
    gallery(b, "cases/20-stacked-dark.yaml");
    assert_true(zb_color_equal(b->list->ground, dark.ground));
    zb_rect high = {0}, medium = {0};
    assert_true(fill_bounds(b, dark.severity[1], 1, &high) && fill_bounds(b, dark.severity[2], 1, &medium));
    assert_true(medium.y + medium.height <= high.y);
}

static void all_of_the_gallery_is_clean(void **state) {
    bench *b = *state;
    DIR *folder = opendir("tests/gallery/kinds");
    size_t count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!strstr(entry->d_name, ".yaml") && !strstr(entry->d_name, ".json")) continue;
        zb_str name = zb_str_format(b->arena, "kinds/%s", entry->d_name);
        gallery(b, name.s);
        assert_true(b->list->count > 4);
        assert_true(zb_chart_alt(b->arena, b->chart).n > 0);
        count++;
    }
    closedir(folder);
    assert_true(count >= 15);
}

/* ---- any chart ---- */

static const char *const names[] = {"高危",
                                    "第 26 周",
                                    "网络设备（交换机、路由器等网络端设备）",
                                    "WebSphere Application Server",
                                    "A",
                                    "斗象科技（漏洞盒子）",
                                    "",
                                    "CVE-2019-18510"};
static const char *const series_names[] = {"收录", "修复", "超过三十日未修复的漏洞", "Open", "其他"};

typedef struct recipe {
    zb_chart_kind kind;
    zb_chart_stack stack;
    size_t count, series;
    int set, references;
    zb_length width;
} recipe;

static double value_of(const recipe *r, size_t series, size_t index) {
    size_t n = index * 7919 + series * 104729 + 31;
    if (r->set == 1) return (double)(n % 12) * 1e6 + 17;
    if (r->set == 2 && r->stack != ZB_STACK_SHARE && r->kind != ZB_CHART_AREA) return (double)(n % 23) - 7.5;
    return (double)(n % 1201) / (r->set == 3 ? 100 : 1);
}

static const zb_chart *chart_of(bench *b, const recipe *r) {
    zb_chart *chart = ZB_NEW(b->arena, zb_chart);
    zb_series *series = ZB_NEW_ARRAY(b->arena, r->series, zb_series);
    for (size_t s = 0; s < r->series; s++) {
        zb_datum *data = ZB_NEW_ARRAY(b->arena, r->count, zb_datum);
        for (size_t i = 0; i < r->count; i++) {
            data[i].name = zb_str_of(names[r->set == 0 ? i % 2 : (i * 3 + (size_t)r->set) % 8]);
            data[i].value = value_of(r, s, i);
            data[i].missing = (i + s) % 9 == 7;
        }
        series[s] = (zb_series){.name = zb_str_of(series_names[s]), .data = data};
    }
    zb_reference *references = ZB_NEW_ARRAY(b->arena, 2, zb_reference);
    references[0] = (zb_reference){.value = value_of(r, 0, 0), .label = ZB_STR("目标")};
    references[1] = (zb_reference){.value = value_of(r, 0, 0) * 1.02, .label = ZB_STR("去年同期的平均")};
    *chart = (zb_chart){.kind = r->kind,
                        .stack = r->stack,
                        .title = ZB_STR("标题"),
                        .unit = ZB_STR("个"),
                        .source = ZB_STR("来源"),
                        .data = series[0].data,
                        .count = r->count,
                        .series = series,
                        .series_count = r->series,
                        .references = references,
                        .reference_count = (size_t)r->references};
    return chart;
}

static void recipe_try(bench *b, const recipe *r) {
    zb_arena *whole = b->arena;
    b->arena = zb_arena_open();
    b->diags = zb_diags_new(b->arena);
    const zb_chart *chart = chart_of(b, r);
    zb_length height = zb_chart_height(chart, &b->look, r->width);
    const zb_display_list *list =
        zb_chart_lint(b->arena, chart, &b->look, b->fonts, r->width, height, MARGIN, b->diags);
    zb_str what = zb_str_format(b->arena, "kind %d, stack %d, %zu x %zu, set %d, %d references, width %.0f", r->kind,
                                r->stack, r->count, r->series, r->set, r->references, zb_to_pt(r->width));
    assert_clean(b, what.s);
    if (list->count < 5) fail_msg("%s: nothing drawn", what.s);
    zb_arena_close(b->arena);
    b->arena = whole;
}

/* Charts of every kind, of few and many data, in narrow and wide boxes, are drawable and clean at their own height. */
static void any_chart_is_clean(void **state) {
    bench *b = *state;
    static const zb_chart_kind kinds[] = {ZB_CHART_BAR, ZB_CHART_HBAR, ZB_CHART_LINE, ZB_CHART_AREA, ZB_CHART_POINT};
    static const size_t counts[] = {1, 2, 5, 12, 26}, series[] = {1, 2, 3, 5};
    static const int widths[] = {260, 400, 560};
    for (int i = 0; i < 5 * 5 * 4 * 3 * 3; i++) {
        recipe r = {.kind = kinds[i % 5], .count = counts[i / 5 % 5], .series = series[i / 25 % 4]};
        r.stack = (zb_chart_stack)(i / 100 % 3);
        r.width = zb_pt(widths[i / 300 % 3]);
        r.set = i % 4;
        r.references = r.stack != ZB_STACK_SHARE ? i % 3 : 0;
        if (r.kind == ZB_CHART_LINE || r.kind == ZB_CHART_POINT) r.stack = ZB_STACK_NONE;
        recipe_try(b, &r);
    }
}

/* Numbers at the ends of what there is are drawn, or refused where their sum is beyond it; a picture never says "inf".
 */
static void extreme_numbers(void **state) {
    bench *b = *state;
    static const double values[] = {1e308, -1e308, 1.7e308, 5e-324, 0, 1e-300, 123456789012345680.0, -1e15};
    for (int i = 0; i < ZB_CHART_KINDS * 3 * 8; i++) {
        zb_chart_kind kind = (zb_chart_kind)(i % ZB_CHART_KINDS);
        zb_datum one[3], two[3];
        for (int k = 0; k < 3; k++) {
            double value = values[(i / 21 + k * 3) % 8];
            if (kind == ZB_CHART_PIE || kind == ZB_CHART_DONUT || kind == ZB_CHART_AREA) value = fabs(value);
            one[k] = two[k] = (zb_datum){.name = zb_str_of(names[k]), .value = value};
        }
        zb_series series[] = {{.name = ZB_STR("甲"), .data = one}, {.name = ZB_STR("乙"), .data = two}};
        zb_chart chart = {.kind = kind, .data = one, .count = 3, .series = series};
        chart.stack = (zb_chart_stack)(i / ZB_CHART_KINDS % 3);
        chart.series_count = kind != ZB_CHART_PIE && kind != ZB_CHART_DONUT ? 2 : 1;
        chart.number = (zb_number_style)(i % 4);
        draw(b, &chart);
        if (text_holds(b, "inf") || text_holds(b, "nan"))
            fail_msg("kind %d, stack %d, number %d: %s", kind, chart.stack, chart.number, all_texts(b).s);
        assert_true(zb_chart_alt(b->arena, &chart).n > 0);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, bench_open, bench_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(case_01_types),
        CASE(case_02_zero_total),
        CASE(case_03_one_slice),
        CASE(case_04_many_small),
        CASE(case_05_thirds),
        CASE(case_06_negative),
        CASE(case_07_magnitudes),
        CASE(case_08_missing),
        CASE(case_09_thirty),
        CASE(case_10_long_names),
        CASE(case_11_scripts),
        cmocka_unit_test_setup_teardown(case_11_right_to_left, open_with_dejavu, close_if_open),
        CASE(case_12_one_point),
        CASE(case_13_not_numbers),
        CASE(case_14_equal),
        CASE(case_15_stack_with_negatives),
        CASE(case_16_no_data),
        CASE(case_17_all_zero),
        CASE(case_18_close),
        CASE(case_19_valleys),
        CASE(case_20_stacked),
        CASE(all_of_the_gallery_is_clean),
        CASE(any_chart_is_clean),
        CASE(extreme_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
