/* SPDX-License-Identifier: Apache-2.0
 * Charts without a document: a chart file with its data in it or beside it, and how a style wants charts to look. */
#include <string.h>

#include "base/file.h"
#include "model/csv.h"
#include "templates/chart_json.h"
#include "templates/markdown.h"
#include "templates/template.h"

#define DATA_NAME "data" /* what the file's table is called when the chart is made */

/* The table that `data:` stands for: the list itself or the CSV file it names. NULL: none, an error was added. */
static const zb_value *table_read(zb_arena *arena, const char *path, const zb_value *value, zb_diags *diags) {
    if (value->kind == ZB_LIST) return value;
    if (value->kind == ZB_TEXT && value->text.n && value->text.n == strlen(zb_str_z(arena, value->text))) {
        const zb_source *source = zb_source_read(arena, zb_path_beside(arena, path, value->text), value->loc, diags);
        return source ? zb_csv_read(arena, source, diags) : NULL;
    }
    zb_diag_add(diags, ZB_ERROR, "chart.data", value->loc,
                "'data' is %s, neither a list of mappings nor the name of a CSV file",
                zb_value_kind_phrase(value->kind));
    return NULL;
}

/* The chart's mapping with `data` naming the table in the root, as it does in a document. */
static const zb_value *spec_named(zb_arena *arena, const zb_value *spec) {
    zb_entry *entries = ZB_NEW_ARRAY(arena, spec->count, zb_entry);
    zb_value *named = ZB_NEW(arena, zb_value);
    *named = *spec;
    named->entries = entries;
    for (size_t i = 0; i < spec->count; i++) {
        entries[i] = spec->entries[i];
        if (zb_str_is(entries[i].key, DATA_NAME))
            entries[i].value = zb_value_scalar(arena, ZB_STR(DATA_NAME), false, spec->entries[i].value->loc);
    }
    return named;
}

static const zb_value *root_of(zb_arena *arena, const zb_value *table) {
    zb_entry *entry = ZB_NEW(arena, zb_entry);
    *entry = (zb_entry){ZB_STR(DATA_NAME), table->loc, table};
    zb_value *root = ZB_NEW(arena, zb_value);
    root->kind = ZB_MAP;
    root->loc = table->loc;
    root->entries = entry;
    root->count = 1;
    return root;
}

/* The mapping of a chart block, whatever the form of the file; NULL: errors were added. */
static const zb_value *spec_translate(zb_arena *arena, const zb_value *spec, zb_diags *diags) {
    if (spec->kind != ZB_MAP) return spec;
    if (zb_vega_is(spec)) return zb_vega_translate(arena, spec, diags);
    return zb_echarts_is(spec) ? zb_echarts_translate(arena, spec, diags) : spec;
}

const zb_chart *zb_chart_read_styled(zb_arena *arena, const char *path, const zb_value *spec,
                                     const zb_style_sheet *sheet, zb_diags *diags) {
    spec = spec_translate(arena, spec, diags);
    if (!spec) return NULL;
    if (spec->kind != ZB_MAP) {
        zb_diag_add(diags, ZB_ERROR, "chart.data", spec->loc, "a chart is a mapping of keys and values, this is %s",
                    zb_value_kind_phrase(spec->kind));
        return NULL;
    }
    const zb_value *data = zb_value_lookup_z(spec, DATA_NAME);
    if (!data) {
        zb_diag_add(diags, ZB_ERROR, "chart.data", spec->loc, "the chart has no 'data'");
        zb_diag_hint(diags, "give a list of mappings, or the name of a CSV file beside the chart's");
        return NULL;
    }
    const zb_value *table = table_read(arena, path, data, diags);
    if (!table) return NULL;
    return zb_chart_from_value(arena, spec_named(arena, spec), root_of(arena, table), sheet, NULL, diags);
}

const zb_chart *zb_chart_read_value(zb_arena *arena, const char *path, const zb_value *spec, zb_diags *diags) {
    return zb_chart_read_styled(arena, path, spec, zb_style_read(arena, NULL, diags), diags);
}

const zb_chart *zb_chart_read(zb_arena *arena, const char *path, zb_diags *diags) {
    const zb_source *source = zb_source_read(arena, path, ZB_NOWHERE, diags);
    const zb_value *spec = source ? zb_yaml_read_source(arena, source, diags) : NULL;
    return spec ? zb_chart_read_value(arena, path, spec, diags) : NULL;
}

void zb_chart_look_of(const zb_style *style, zb_chart_look *look) {
    const zb_chart_style *chart = &style->chart;
    zb_chart_look_default(look);
    look->label_size = chart->label.size;
    look->value_size = chart->value.size;
    look->title_size = chart->title.size;
    look->label = chart->label.color;
    look->value = chart->value.color;
    look->title = chart->title.color;
    look->mark = chart->mark;
    look->highlight = chart->highlight;
    look->grid = chart->grid;
    look->axis = chart->axis;
    look->ground = chart->ground;
    /* the style knows three ranks; 超危 is 高危, darkened */
    look->severity[0] = zb_color_mix(chart->high, ZB_RGB(0), 130);
    look->severity[1] = chart->high;
    look->severity[2] = chart->medium;
    look->severity[3] = chart->low;
    size_t room = sizeof look->palette / sizeof *look->palette;
    look->palette_count = chart->palette_count < room ? chart->palette_count : room;
    memcpy(look->palette, chart->palette, look->palette_count * sizeof *look->palette);
}
