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

#define CASE(test) cmocka_unit_test_setup_teardown(test, bench_open, bench_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(case_01_types),       CASE(case_02_zero_total),
        CASE(case_03_one_slice),   CASE(case_04_many_small),
        CASE(case_05_thirds),      CASE(case_06_negative),
        CASE(case_07_magnitudes),  CASE(case_08_missing),
        CASE(case_09_thirty),      CASE(case_10_long_names),
        CASE(case_11_scripts),     cmocka_unit_test_setup_teardown(case_11_right_to_left, open_with_dejavu, close_if_open),
        CASE(case_12_one_point),   CASE(case_13_not_numbers),
        CASE(case_14_equal),       CASE(case_15_stack_with_negatives),
        CASE(case_16_no_data),     CASE(case_17_all_zero),
        CASE(case_18_close),       CASE(case_19_valleys),
        CASE(case_20_stacked),     CASE(all_of_the_gallery_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
