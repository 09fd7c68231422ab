/* SPDX-License-Identifier: Apache-2.0
 * Colours of charts: by severity, in order, or by name; of the series where there are several, else of the data. */
#include "templates/chart_spec.h"

/* Something that gets a colour. */
typedef struct colored {
    zb_str name;
    zb_loc loc;
    zb_color *color;
} colored;

static const struct {
    const char *name, *level;
} severities[] = {
    {"超危", "high"}, {"高危", "high"}, {"中危", "medium"},   {"低危", "low"},  {"高", "high"},       {"中", "medium"},
    {"低", "low"},    {"严重", "high"}, {"critical", "high"}, {"high", "high"}, {"medium", "medium"}, {"low", "low"},
};

static void color_severity(const zb_reader *reader, const zb_value *colors, const colored *one) {
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        if (zb_str_is(one->name, severities[i].name)) {
            zb_paint_read(reader, zb_str_of(severities[i].level), colors->loc, &reader->sheet->style.chart.label,
                          one->color);
            return;
        }
    }
    zb_diag_add(reader->diags, ZB_ERROR, "chart.color", one->loc, "'%.*s' is no severity", ZB_STR_ARG(one->name));
    zb_diag_hint(reader->diags, "'colors: severity' knows 高危, 中危 and 低危; give {name: colour} for other names");
}

/* With a fourth rank above it 高危 is no longer the gravest: 超危 is its colour, darkened. */
static void color_severities(const zb_reader *reader, const zb_value *colors, const colored *list, size_t count) {
    bool high = false;
    for (size_t i = 0; i < count; i++) high = high || zb_severity_of(list[i].name) == 1;
    for (size_t i = 0; i < count; i++) {
        color_severity(reader, colors, &list[i]);
        if (high && zb_severity_of(list[i].name) == 0) *list[i].color = zb_color_mix(*list[i].color, ZB_RGB(0), 130);
    }
}

static void color_one(const zb_reader *reader, const zb_value *color, zb_color *out) {
    zb_paint_read(reader, zb_value_line(reader, color), zb_value_place(reader, color),
                  &reader->sheet->style.chart.label, out);
}

static void color_list(const zb_reader *reader, const zb_value *colors, const colored *list, size_t count) {
    if (colors->count < count)
        zb_diag_add(reader->diags, ZB_ERROR, "chart.color", colors->loc, "there are %zu colours for %zu marks",
                    colors->count, count);
    for (size_t i = 0; i < count && i < colors->count; i++) color_one(reader, colors->items[i], list[i].color);
}

static void color_map(const zb_reader *reader, const zb_value *colors, const colored *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const zb_value *color = zb_value_lookup(colors, list[i].name);
        if (color) color_one(reader, color, list[i].color);
    }
}

static void color_all(const zb_reader *reader, const zb_value *colors, const colored *list, size_t count) {
    if (colors->kind == ZB_LIST) {
        color_list(reader, colors, list, count);
    } else if (colors->kind == ZB_MAP) {
        color_map(reader, colors, list, count);
    } else if (zb_str_is(zb_value_line(reader, colors), "severity")) {
        color_severities(reader, colors, list, count);
    } else {
        zb_diag_add(reader->diags, ZB_ERROR, "chart.color", colors->loc, "'colors' is '%.*s'",
                    ZB_STR_ARG(colors->text));
        zb_diag_hint(reader->diags, "it takes severity, a list of colours, or {name: colour}");
    }
}

void zb_chart_colors_read(const zb_reader *reader, const zb_value *spec, zb_chart *chart, zb_datum *data,
                          zb_series *series) {
    const zb_value *colors = zb_object_value(&zb_chart_object, spec, "colors");
    if (!colors) return;
    size_t count = chart->series_count > 0 ? chart->series_count : chart->count;
    colored *list = ZB_NEW_ARRAY(reader->arena, count, colored);
    for (size_t i = 0; i < count; i++)
        list[i] = chart->series_count > 0 ? (colored){series[i].name, series[i].loc, &series[i].color}
                                          : (colored){data[i].name, data[i].loc, &data[i].color};
    color_all(reader, colors, list, count);
}
