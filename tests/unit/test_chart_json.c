/* SPDX-License-Identifier: Apache-2.0
 * The strict subset of Vega-Lite and the reader of ECharts options: what is drawn, and that whatever else they say is
 * an error with its JSON path. The schemas hold every key that is read. */
#include "model/yaml.h"
#include "templates/directive.h"
#include "tests/unit/chart_fixture.h"

static const zb_chart *read_text(bench *b, const char *json) {
    b->diags = zb_diags_new(b->arena);
    const zb_source *source = zb_source_new(b->arena, "spec.json", zb_str_of(json));
    const zb_value *spec = zb_yaml_read_source(b->arena, source, b->diags);
    return spec ? zb_chart_read_value(b->arena, "spec.json", spec, b->diags) : NULL;
}

static const zb_chart *read_fine(bench *b, const char *json) {
    const zb_chart *chart = read_text(b, json);
    if (!chart || zb_diags_count(b->diags)) {
        zb_diags_print(b->diags, stdout, false);
        fail_msg("not read: %s", json);
    }
    return chart;
}

static void assert_refused(bench *b, const char *json, const char *code, const char *path) {
    assert_null(read_text(b, json));
    const zb_diag *d = finding(b, code);
    if (!d || !strstr(d->message, path)) {
        zb_diags_print(b->diags, stdout, false);
        fail_msg("no [%s] with %s for %s", code, path, json);
    }
    assert_non_null(d->loc.source);
}

#define VALUES                                                                                                         \
    "\"data\": {\"values\": [{\"a\": \"甲\", \"b\": 3, \"c\": \"x\"}, {\"a\": \"乙\", \"b\": 5, \"c\": \"y\"}]}"
#define XY "\"encoding\": {\"x\": {\"field\": \"a\"}, \"y\": {\"field\": \"b\"}}"

static void vega_marks(void **state) {
    bench *b = *state;
    const zb_chart *chart = read_fine(b, "{" VALUES ", \"mark\": \"bar\", " XY "}");
    assert_int_equal(chart->kind, ZB_CHART_BAR);
    assert_int_equal(chart->count, 2);
    assert_true(chart->data[1].value == 5);
    assert_int_equal(read_fine(b, "{" VALUES ", \"mark\": {\"type\": \"line\", \"point\": true}, " XY "}")->kind,
                     ZB_CHART_LINE);
    assert_int_equal(read_fine(b, "{" VALUES ", \"mark\": \"area\", " XY "}")->kind, ZB_CHART_AREA);
    const char *turned =
        "{" VALUES
        ", \"mark\": \"bar\", \"encoding\": {\"y\": {\"field\": \"a\", \"sort\": \"-x\"}, \"x\": {\"field\": \"b\"}}}";
    chart = read_fine(b, turned);
    assert_int_equal(chart->kind, ZB_CHART_HBAR);
    assert_true(chart->data[0].value == 5);
    const char *pie =
        "{" VALUES ", \"mark\": \"arc\", \"encoding\": {\"theta\": {\"field\": \"b\"}, \"color\": {\"field\": \"a\"}}}";
    assert_int_equal(read_fine(b, pie)->kind, ZB_CHART_PIE);
}

static void vega_series(void **state) {
    bench *b = *state;
    const zb_chart *chart = gallery(b, "kinds/vega-stacked.json");
    assert_int_equal(chart->series_count, 3);
    assert_int_equal(chart->stack, ZB_STACK_ZERO);
    assert_true(chart->series[2].data[2].missing);
    assert_true(zb_color_equal(chart->series[0].color, ZB_RGB(0x8B1A2B)));
    const char *grouped =
        "{" VALUES ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\"}, \"y\": {\"field\": \"b\"}, "
        "\"xOffset\": {\"field\": \"c\"}, \"color\": {\"field\": \"c\"}}}";
    chart = read_fine(b, grouped);
    assert_int_equal(chart->stack, ZB_STACK_NONE);
    assert_int_equal(chart->series_count, 2);
    chart = read_fine(b, "{" VALUES
                         ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\"}, \"y\": {\"field\": \"b\", "
                         "\"stack\": \"normalize\"}, \"color\": {\"field\": \"c\"}}}");
    assert_int_equal(chart->stack, ZB_STACK_SHARE);
}

static void vega_layers_and_own_words(void **state) {
    bench *b = *state;
    const zb_chart *chart = gallery(b, "kinds/vega-bar.json");
    assert_int_equal(chart->reference_count, 1);
    assert_true(chart->references[0].value == 6.06);
    assert_true(chart->data[4].highlight && chart->decimals_set && chart->decimals == 2);
    assert_int_equal(chart->width, zb_pt(420));
    assert_true(zb_str_is(chart->unit, "分") && zb_str_is(chart->source, "CNVD") &&
                zb_str_is(chart->subtitle, "CNVD 收录漏洞"));
    assert_int_equal(gallery(b, "kinds/vega-facet.json")->panel_count, 2);
    assert_int_equal(gallery(b, "kinds/vega-donut.json")->kind, ZB_CHART_DONUT);
}

static void vega_refuses(void **state) {
    bench *b = *state;
    static const struct {
        const char *json, *code, *path;
    } cases[] = {
        {"{" VALUES ", \"mark\": \"bar\", " XY ", \"transform\": []}", "vega.unsupported", "$.transform"},
        {"{" VALUES ", \"mark\": \"boxplot\", " XY "}", "vega.unsupported", "$.mark"},
        {"{" VALUES ", \"mark\": {\"type\": \"boxplot\"}, " XY "}", "vega.unsupported", "$.mark.type"},
        {"{" VALUES ", \"mark\": {\"point\": true}, " XY "}", "vega.value", "$.mark.type"},
        {"{" VALUES ", \"mark\": {\"type\": \"bar\", \"opacity\": 1}, " XY "}", "vega.unsupported", "$.mark.opacity"},
        {"{" VALUES ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\", \"timeUnit\": \"year\"}, \"y\": "
         "{\"field\": \"b\"}}}",
         "vega.unsupported", "$.encoding.x.timeUnit"},
        {"{" VALUES
         ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\"}, \"y\": {\"aggregate\": \"count\"}}}",
         "vega.unsupported", "$.encoding.y.aggregate"},
        {"{" VALUES ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\"}, \"y\": {\"field\": \"b\", "
         "\"scale\": {\"type\": \"log\"}}}}",
         "vega.unsupported", "$.encoding.y.scale.type"},
        {"{" VALUES ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\"}, \"y\": {\"field\": \"b\", "
         "\"axis\": {\"format\": \"%\"}}}}",
         "vega.unsupported", "$.encoding.y.axis.format"},
        {"{" VALUES ", \"mark\": \"bar\", \"encoding\": {\"x\": {\"field\": \"a\"}}}", "vega.value",
         "$.encoding.y.field"},
        {"{\"mark\": \"bar\", " XY "}", "vega.value", "$.data"},
        {"{" VALUES ", \"mark\": \"bar\", \"encoding\": 3}", "vega.value", "$.encoding"},
        {"{" VALUES ", \"layer\": []}", "vega.value", "$.layer"},
        {"{" VALUES ", \"layer\": [{\"mark\": \"rule\", \"encoding\": {\"y\": {\"datum\": 3}}}]}", "vega.value",
         "$.layer"},
        {"{" VALUES ", \"layer\": [{\"mark\": \"bar\", " XY "}, {\"mark\": \"line\", " XY "}]}", "vega.unsupported",
         "$.layer[1].mark"},
        {"{" VALUES ", \"mark\": \"bar\", " XY ", \"width\": \"container\"}", "vega.value", "$.width"},
        {"{" VALUES ", \"mark\": \"bar\", " XY ", \"usermeta\": {\"zhoubao\": {\"units\": \"个\"}}}",
         "vega.unsupported", "$.usermeta.zhoubao.units"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(b, cases[i].json, cases[i].code, cases[i].path);
}

static void echarts_charts(void **state) {
    bench *b = *state;
    const zb_chart *chart = gallery(b, "kinds/echarts-stack.json");
    assert_int_equal(chart->series_count, 3);
    assert_int_equal(chart->stack, ZB_STACK_ZERO);
    assert_true(chart->series[2].data[2].missing && zb_str_is(chart->unit, "个"));
    assert_int_equal(chart->reference_count, 1);
    chart = gallery(b, "kinds/echarts-pie.json");
    assert_int_equal(chart->kind, ZB_CHART_PIE);
    assert_int_equal(chart->count, 6);
    chart = gallery(b, "kinds/echarts-line.json");
    assert_true(chart->kind == ZB_CHART_LINE && chart->count == 7 && chart->data[3].missing);
    chart = gallery(b, "kinds/echarts-hbar.json");
    assert_true(chart->kind == ZB_CHART_HBAR && zb_str_is(chart->data[0].name, "Google") && chart->data[0].value == 26);
}

#define CATEGORIES "\"xAxis\": {\"data\": [\"甲\", \"乙\"]}, \"yAxis\": {}"

static void echarts_refuses(void **state) {
    bench *b = *state;
    static const struct {
        const char *json, *code, *path;
    } cases[] = {
        {"{" CATEGORIES ", \"series\": [{\"type\": \"radar\", \"data\": [1, 2]}]}", "echarts.unsupported",
         "$.series[0].type"},
        {"{" CATEGORIES
         ", \"series\": [{\"type\": \"bar\", \"data\": [1, 2]}, {\"type\": \"line\", \"data\": [1, 2]}]}",
         "echarts.unsupported", "$.series[1].type"},
        {"{" CATEGORIES ", \"series\": [{\"type\": \"bar\", \"data\": [1, 2]}], \"visualMap\": {}}",
         "echarts.unsupported", "$.visualMap"},
        {"{" CATEGORIES ", \"series\": [{\"type\": \"bar\", \"data\": [1, [2, 3]]}]}", "echarts.unsupported",
         "$.series[0].data[1]"},
        {"{" CATEGORIES ", \"series\": [{\"type\": \"bar\", \"data\": [1, 2, 3]}]}", "echarts.value",
         "$.series[0].data"},
        {"{" CATEGORIES
         ", \"series\": [{\"type\": \"bar\", \"stack\": \"a\", \"data\": [1]}, {\"type\": \"bar\", \"data\": [1]}]}",
         "echarts.unsupported", "$.series[1].stack"},
        {"{" CATEGORIES ", \"series\": []}", "echarts.value", "$.series"},
        {"{" CATEGORIES ", \"series\": [3]}", "echarts.value", "$.series[0]"},
        {"{\"xAxis\": {}, \"yAxis\": [{}, {}], \"series\": [{\"type\": \"bar\", \"data\": [1]}]}",
         "echarts.unsupported", "$.yAxis"},
        {"{\"series\": [{\"type\": \"pie\", \"data\": [3]}]}", "echarts.value", "$.series[0].data[0]"},
        {"{" CATEGORIES ", \"series\": [{\"type\": \"line\", \"stack\": \"a\", \"data\": [1]}]}", "echarts.unsupported",
         "$.series[0].stack"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused(b, cases[i].json, cases[i].code, cases[i].path);
}

static void bad_numbers(void **state) {
    bench *b = *state;
    assert_null(read_text(b, "{\"series\": ["));
    const zb_chart *chart =
        read_text(b, "{" CATEGORIES ", \"series\": [{\"type\": \"bar\", \"data\": [\"NaN\", 1e308]}]}");
    assert_true(chart && chart->data[0].missing && chart->data[1].value == 1e308);
    assert_non_null(finding(b, "chart.number"));
    read_text(b, "{" CATEGORIES ", \"series\": [{\"type\": \"bar\", \"data\": [\"three\", 1]}]}");
    assert_non_null(finding(b, "chart.value"));
    read_text(b, "{\n\t\"series\": [\n\t\t{\"type\": \"pie\", \"data\": [{\"name\": \"甲\", \"value\": 3}]}\n\t]\n}");
    assert_int_equal(zb_diags_count(b->diags), 0);
}

/* Each schema is JSON and names the keys. */
static void schemas(void **state) {
    bench *b = *state;
    void (*const makers[])(zb_buf *) = {zb_chart_schema, zb_vega_schema, zb_chart_file_schema, zb_chart_file_schema};
    const char *const keys[] = {"properties.series", "$defs.vega-spec.properties.encoding", "$defs.chart.properties.series",
                                "$defs.echarts-series.properties.type"};
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        zb_buf out = {0};
        makers[i](&out);
        b->diags = zb_diags_new(b->arena);
        const zb_source *source = zb_source_new(b->arena, "schema.json", zb_str_copy(b->arena, zb_buf_str(&out)));
        const zb_value *schema = zb_yaml_read_source(b->arena, source, b->diags);
        zb_buf_free(&out);
        assert_int_equal(zb_diags_count(b->diags), 0);
        assert_non_null(zb_value_lookup_path(schema, zb_str_of(keys[i])));
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, bench_open, bench_close)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(vega_marks),   TEST(vega_series),    TEST(vega_layers_and_own_words),
        TEST(vega_refuses), TEST(echarts_charts), TEST(echarts_refuses),
        TEST(bad_numbers),  TEST(schemas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
