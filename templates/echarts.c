/* SPDX-License-Identifier: Apache-2.0
 * Simple ECharts options: pies, bars and lines over one category axis, stacked or not. Keys that only place, animate or
 * decorate are passed over, since this program lays out and styles by itself; what would change what is shown is an
 * error. */
#include <string.h>

#include "templates/chart_json.h"

static const zb_json_object option_object = {
    "option", "title:title xAxis:axes yAxis:axes series!:seriesList usermeta:any",
    "tooltip legend grid toolbox animation animationDuration backgroundColor color textStyle aria darkMode dataZoom", NULL};
static const zb_json_object title_object = {"title", "text:text subtext:text",
                                            "left top right bottom textStyle subtextStyle x y", NULL};
static const zb_json_object axis_object = {
    "axis", "type:text data:list name:text inverse:flag",
    "axisLabel axisLine axisTick splitLine boundaryGap nameLocation nameTextStyle nameGap min max scale position show", NULL};
static const zb_json_object series_object = {
    "series", "type!:seriesType name:text data!:items stack:text areaStyle:any radius:any markLine:markLine step:none",
    "label labelLine itemStyle lineStyle emphasis smooth symbol symbolSize showSymbol barWidth barMaxWidth barGap "
    "barCategoryGap center avoidLabelOverlap percentPrecision roseType animation tooltip z zlevel connectNulls color "
    "id", NULL};
static const zb_json_object mark_line_object = {"markLine", "data:marksOf", "symbol silent lineStyle label animation", NULL};
static const zb_json_object mark_object = {"mark", "yAxis:number xAxis:number name:text", "lineStyle label symbol", NULL};
static const zb_json_object item_object = {"item", "name:text value:any", "itemStyle label selected", NULL};

enum { SERIES_MAX = 64 };

typedef struct echarts {
    zb_json json;
    const zb_value *series; /* a list */
    zb_str type;            /* of all series */
    const zb_value *names;  /* of the categories; NULL: the items have theirs */
    bool level, inverse;
    ZB_VEC(const zb_value *) references;
} echarts;

static const zb_value *at(const zb_value *map, const char *key) {
    const zb_value *value = zb_value_lookup_z(map, key);
    return value && value->kind != ZB_NULL ? value : NULL;
}

/* One series may stand without its list. */
static const zb_value *list_of(const echarts *e, const zb_value *value) {
    return value && value->kind == ZB_MAP ? zb_json_list(&e->json, &value, 1, value->loc) : value;
}

bool zb_echarts_is(const zb_value *spec) {
    const zb_value *series = zb_value_lookup_z(spec, "series");
    if (!series || (series->kind != ZB_LIST && series->kind != ZB_MAP)) return false;
    return zb_value_lookup_z(spec, "xAxis") || zb_value_lookup_z(spec, "yAxis") || !zb_value_lookup_z(spec, "type");
}

static const char *series_path(const echarts *e, size_t index) {
    return zb_str_format(e->json.arena, "$.series[%zu]", index).s;
}

/* ---- axes ---- */

/* "单位：个" is 个. */
static zb_str unit_of(zb_str name) {
    static const char *const prefixes[] = {"单位：", "单位:"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (zb_str_starts(name, prefixes[i])) name = zb_str_sub(name, strlen(prefixes[i]), name.n);
    }
    return zb_str_trim(name);
}

static const zb_value *axis_read(echarts *e, const zb_value *option, const char *key) {
    const zb_value *axis = at(option, key);
    const char *path = zb_json_path(&e->json, "$", key);
    if (axis && axis->kind == ZB_LIST && axis->count == 1) axis = axis->items[0];
    if (axis && axis->kind == ZB_LIST) {
        zb_json_unsupported(&e->json, axis->loc, path, "charts have one axis of values");
        return NULL;
    }
    return zb_json_check(&e->json, axis, path, &axis_object) ? axis : NULL;
}

static bool is_category(const zb_value *axis, bool by_default) {
    const zb_value *type = at(axis, "type");
    return type ? zb_str_is(type->text, "category") : by_default || at(axis, "data") != NULL;
}

static void axes_read(echarts *e, const zb_value *option) {
    const zb_value *x = axis_read(e, option, "xAxis"), *y = axis_read(e, option, "yAxis");
    e->level = is_category(y, false) && !is_category(x, false);
    const zb_value *names = e->level ? y : x, *values = e->level ? x : y;
    if (!e->json.good) return;
    if (!is_category(names, true))
        zb_json_unsupported(&e->json, names->loc, "$.xAxis.type", "one of the axes must be of categories");
    if (is_category(values, false))
        zb_json_unsupported(&e->json, values->loc, "$.yAxis.type", "one of the axes must be of values");
    e->names = at(names, "data");
    const zb_value *inverse = at(names, "inverse");
    /* an upright axis of categories begins at the foot there, at the head here */
    e->inverse = e->level && !(inverse && zb_str_is(inverse->text, "true"));
    if (!e->names || e->names->kind != ZB_LIST)
        zb_json_wrong(&e->json, option->loc, e->level ? "$.yAxis.data" : "$.xAxis.data", "a list of names");
    zb_str unit = zb_json_text(&e->json, values, e->level ? "$.xAxis" : "$.yAxis", "name");
    zb_json_put_text(&e->json, "unit", unit_of(unit), values ? values->loc : option->loc);
    if (e->level) zb_json_put_text(&e->json, "orient", ZB_STR("horizontal"), option->loc);
}

/* ---- series ---- */

static void mark_lines_read(echarts *e, const zb_value *series, const char *path) {
    path = zb_json_path(&e->json, path, "markLine");
    const zb_value *line = at(series, "markLine"), *data = at(line, "data");
    if (!zb_json_check(&e->json, line, path, &mark_line_object)) return;
    for (size_t i = 0; data && data->kind == ZB_LIST && i < data->count; i++) {
        const char *here = zb_str_format(e->json.arena, "%s.data[%zu]", path, i).s;
        if (!zb_json_check(&e->json, data->items[i], here, &mark_object)) continue;
        const zb_value *value = at(data->items[i], e->level ? "xAxis" : "yAxis"), *name = at(data->items[i], "name");
        if (!value) {
            zb_json_unsupported(&e->json, data->items[i]->loc, here,
                                "mark lines stand at a number of the axis of values");
            continue;
        }
        zb_entry entries[] = {{ZB_STR("value"), value->loc, value}, {ZB_STR("label"), value->loc, name}};
        ZB_PUSH(e->json.arena, &e->references, zb_json_map(&e->json, entries, name ? 2 : 1, value->loc));
    }
}

static void series_check(echarts *e, size_t index) {
    const zb_value *series = e->series->items[index], *data = at(series, "data");
    const char *path = series_path(e, index);
    if (!zb_json_check(&e->json, series, path, &series_object)) {
        if (series->kind != ZB_MAP) zb_json_wrong(&e->json, series->loc, path, "an object");
        return;
    }
    zb_str type = zb_json_text(&e->json, series, path, "type");
    bool known = zb_str_is(type, "bar") || zb_str_is(type, "line") || zb_str_is(type, "pie");
    const char *type_path = zb_json_path(&e->json, path, "type");
    zb_loc type_loc = at(series, "type") ? at(series, "type")->loc : series->loc;
    if (!known) zb_json_unsupported(&e->json, type_loc, type_path, "series are pie, bar and line");
    else if (e->type.n > 0 && !zb_str_equal(type, e->type))
        zb_json_unsupported(&e->json, type_loc, type_path, "all series must be of one type");
    else if (e->type.n > 0 && zb_str_is(type, "pie"))
        zb_json_unsupported(&e->json, series->loc, path, "a pie has one series");
    e->type = type;
    if (!data || data->kind != ZB_LIST)
        zb_json_wrong(&e->json, series->loc, zb_json_path(&e->json, path, "data"), "a list");
    if (at(series, "step"))
        zb_json_unsupported(&e->json, at(series, "step")->loc, zb_json_path(&e->json, path, "step"), NULL);
}

/* Either all series are of one stack, or none. */
static bool is_stacked(echarts *e) {
    zb_str stack = zb_json_text(&e->json, e->series->items[0], "$.series[0]", "stack");
    for (size_t i = 1; i < e->series->count; i++) {
        const char *path = series_path(e, i);
        if (zb_str_equal(stack, zb_json_text(&e->json, e->series->items[i], path, "stack"))) continue;
        zb_json_unsupported(&e->json, e->series->items[i]->loc, zb_json_path(&e->json, path, "stack"),
                            "all series must be of one stack");
    }
    return stack.n > 0;
}

/* ---- rows ---- */

/* The number of an item: itself, or the value of an object; "-" is none, as there. NULL: none. */
static const zb_value *item_value(echarts *e, const zb_value *item, const char *path) {
    if (item->kind == ZB_MAP) {
        if (!zb_json_check(&e->json, item, path, &item_object)) return NULL;
        item = at(item, "value");
    }
    if (item && item->kind == ZB_LIST)
        zb_json_unsupported(&e->json, item->loc, path, "an item is a number or {name, value}");
    return item && item->kind != ZB_LIST && !zb_str_is(item->text, "-") ? item : NULL;
}

static const char *column_of(const echarts *e, size_t series) { return zb_str_format(e->json.arena, "s%zu", series).s; }

static const zb_value *row_make(echarts *e, const zb_value *name, size_t index) {
    zb_value *none = ZB_NEW(e->json.arena, zb_value);
    none->loc = name->loc;
    zb_entry *entries = ZB_NEW_ARRAY(e->json.arena, e->series->count + 1, zb_entry);
    entries[0] = (zb_entry){ZB_STR("name"), name->loc, name};
    for (size_t s = 0; s < e->series->count; s++) {
        const zb_value *data = at(e->series->items[s], "data"), *value = NULL;
        const char *path = zb_str_format(e->json.arena, "%s.data[%zu]", series_path(e, s), index).s;
        if (index < data->count) value = item_value(e, data->items[index], path);
        entries[s + 1] = (zb_entry){zb_str_of(column_of(e, s)), name->loc, value ? value : none};
    }
    return zb_json_map(&e->json, entries, e->series->count + 1, name->loc);
}

static const zb_value *slice_name(echarts *e, const zb_value *item, size_t index) {
    const zb_value *name = at(item, "name");
    if (name) return name;
    zb_json_wrong(&e->json, item->loc, zb_str_format(e->json.arena, "$.series[0].data[%zu]", index).s, "{name, value}");
    return zb_json_scalar(&e->json, ZB_STR(""), item->loc);
}

static void rows_put(echarts *e, zb_loc loc) {
    const zb_value *first = at(e->series->items[0], "data");
    size_t count = e->names ? e->names->count : first->count;
    for (size_t s = 0; s < e->series->count && e->names; s++) {
        const zb_value *data = at(e->series->items[s], "data");
        if (data->count > count)
            zb_json_wrong(&e->json, data->loc, zb_json_path(&e->json, series_path(e, s), "data"),
                          "no more items than there are categories");
    }
    const zb_value **rows = ZB_NEW_ARRAY(e->json.arena, count, const zb_value *);
    for (size_t i = 0; i < count; i++) {
        const zb_value *name = e->names ? e->names->items[i] : slice_name(e, first->items[i], i);
        rows[e->inverse ? count - 1 - i : i] = row_make(e, name, i);
    }
    zb_json_put(&e->json, "data", zb_json_list(&e->json, rows, count, loc));
}

static void columns_put(echarts *e) {
    const zb_value *columns[SERIES_MAX];
    zb_loc loc = e->series->loc;
    zb_json_put_text(&e->json, "x", ZB_STR("name"), loc);
    if (e->series->count == 1) {
        zb_json_put_text(&e->json, "y", ZB_STR("s0"), loc);
        return;
    }
    for (size_t s = 0; s < e->series->count; s++) {
        const zb_value *one = e->series->items[s];
        zb_str name = zb_json_text(&e->json, one, series_path(e, s), "name"), column = zb_str_of(column_of(e, s));
        zb_entry entries[] = {{ZB_STR("value"), one->loc, zb_json_scalar(&e->json, column, one->loc)},
                              {ZB_STR("name"), one->loc, zb_json_scalar(&e->json, name.n ? name : column, one->loc)}};
        columns[s] = zb_json_map(&e->json, entries, 2, one->loc);
    }
    zb_json_put(&e->json, "y", zb_json_list(&e->json, columns, e->series->count, loc));
}

static void type_put(echarts *e) {
    const zb_value *first = e->series->items[0], *radius = at(first, "radius");
    bool stacked = is_stacked(e), area = at(first, "areaStyle") != NULL;
    if (zb_str_is(e->type, "pie")) {
        bool donut = radius && radius->kind == ZB_LIST && radius->count == 2 && !zb_str_is(radius->items[0]->text, "0");
        zb_json_put_text(&e->json, "type", donut ? ZB_STR("donut") : ZB_STR("pie"), first->loc);
        return;
    }
    zb_json_put_text(&e->json, "type", area ? ZB_STR("area") : e->type, first->loc);
    zb_json_put_text(&e->json, "stack", stacked ? ZB_STR("zero") : ZB_STR("none"), first->loc);
    if (stacked && !area && zb_str_is(e->type, "line"))
        zb_json_unsupported(&e->json, first->loc, "$.series[0].stack", "lines are stacked as areas: add areaStyle");
}

static void title_put(echarts *e, const zb_value *option) {
    const zb_value *title = at(option, "title");
    if (!zb_json_check(&e->json, title, "$.title", &title_object)) return;
    zb_json_put_text(&e->json, "title", zb_json_text(&e->json, title, "$.title", "text"), title->loc);
    zb_json_put_text(&e->json, "subtitle", zb_json_text(&e->json, title, "$.title", "subtext"), title->loc);
}

const zb_value *zb_echarts_translate(zb_arena *arena, const zb_value *option, zb_diags *diags) {
    echarts e = {.json = {.arena = arena,
                          .diags = diags,
                          .unsupported = "echarts.unsupported",
                          .wrong = "echarts.value",
                          .good = true}};
    zb_json_check(&e.json, option, "$", &option_object);
    title_put(&e, option);
    e.series = list_of(&e, at(option, "series"));
    if (e.series->count == 0 || e.series->count > SERIES_MAX) {
        zb_json_wrong(&e.json, e.series->loc, "$.series", "1 to 64 series");
        return NULL;
    }
    for (size_t s = 0; s < e.series->count; s++) series_check(&e, s);
    if (!e.json.good) return NULL;
    if (!zb_str_is(e.type, "pie")) axes_read(&e, option);
    if (!e.json.good) return NULL;
    for (size_t s = 0; s < e.series->count; s++) mark_lines_read(&e, e.series->items[s], series_path(&e, s));
    type_put(&e);
    columns_put(&e);
    rows_put(&e, e.series->loc);
    if (e.references.count > 0)
        zb_json_put(&e.json, "reference", zb_json_list(&e.json, e.references.data, e.references.count, option->loc));
    return e.json.good ? zb_json_map(&e.json, e.json.entries.data, e.json.entries.count, option->loc) : NULL;
}

/* ---- schema ---- */

void zb_echarts_defs(zb_buf *out) {
    const zb_json_object *const objects[] = {&option_object, &title_object, &axis_object, &series_object, &mark_line_object,
                                             &mark_object, &item_object};
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        zb_buf_add(out, i ? ZB_STR(",\n") : ZB_STR(""));
        zb_json_object_def(out, "echarts", objects[i]);
    }
}
