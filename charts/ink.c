/* SPDX-License-Identifier: Apache-2.0
 * Which colour and hatching stands for what. */
#include "charts/hatch.h"
#include "charts/series.h"

/* Share of white (of 256) added in each further round through the palette. */
enum { ROUND_TINT = 80, TINT_MOST = 200 };

/* Text needs this contrast, marks the other (WCAG 2.2, 1.4.3 and 1.4.11). */
#define TEXT_CONTRAST 4.5
#define MARK_CONTRAST 3.0

static const struct {
    const char *name;
    int rank;
} severities[] = {
    {"超危", 0}, {"严重", 0}, {"critical", 0}, {"Critical", 0}, {"高危", 1}, {"高", 1}, {"high", 1}, {"High", 1},
    {"中危", 2}, {"中", 2},   {"medium", 2},   {"Medium", 2},   {"低危", 3}, {"低", 3}, {"low", 3},  {"Low", 3},
};

int zb_severity_of(zb_str name) {
    for (size_t i = 0; i < sizeof severities / sizeof *severities; i++) {
        if (zb_str_is(name, severities[i].name)) return severities[i].rank;
    }
    return -1;
}

zb_color zb_ground_of(const zb_chart_look *look) { return look->ground.a > 0 ? look->ground : ZB_RGB(0xFFFFFF); }

zb_color zb_readable(const zb_chart_look *look, zb_color color) {
    return zb_color_contrast(color, zb_ground_of(look)) >= TEXT_CONTRAST ? color : look->value;
}

zb_color zb_text_color_on(const zb_chart_look *look, zb_color ground) {
    zb_color choices[] = {ZB_RGB(0xFFFFFF), look->value, ZB_RGB(0x1E2A36), ZB_RGB(0x000000)};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (zb_color_contrast(choices[i], ground) >= TEXT_CONTRAST) return choices[i];
    }
    return choices[3];
}

static zb_ink ink_plain(const zb_chart_look *look, zb_color fill) {
    zb_ink ink = {.fill = fill, .line = look->label};
    ink.edge = look->theme == ZB_THEME_PRINT && zb_color_contrast(fill, zb_ground_of(look)) < MARK_CONTRAST;
    return ink;
}

/* On paper without colour the patterns tell neighbours apart as the greys do. */
static zb_ink ink_hatched(const zb_chart_look *look, zb_color fill, size_t index) {
    zb_ink ink = ink_plain(look, fill);
    if (look->theme != ZB_THEME_PRINT) return ink;
    ink.hatch = zb_hatch_for(index);
    ink.edge = true;
    ink.line = zb_color_contrast(ZB_RGB(0x2A2A2A), fill) >= MARK_CONTRAST ? ZB_RGB(0x2A2A2A) : ZB_RGB(0xFFFFFF);
    return ink;
}

static zb_color palette_color(const zb_chart_look *look, size_t index) {
    if (look->palette_count == 0) return look->mark;
    size_t round = index / look->palette_count;
    int tint = round * ROUND_TINT > TINT_MOST ? TINT_MOST : (int)round * ROUND_TINT;
    return zb_color_mix(look->palette[index % look->palette_count], zb_ground_of(look), tint);
}

/* A theme that is not the maker's own knows severities only by their rank, and no other colours. */
static bool is_themed(const zb_chart_look *look) {
    return look->theme == ZB_THEME_DARK || look->theme == ZB_THEME_PRINT;
}

static zb_ink ink_of(const zb_chart_look *look, zb_color own, int severity, size_t index) {
    if (severity >= 0 && (own.a == 0 || is_themed(look)))
        return ink_hatched(look, look->severity[severity], (size_t)severity);
    if (own.a > 0 && look->theme != ZB_THEME_PRINT) return ink_plain(look, own);
    return ink_hatched(look, palette_color(look, index), index);
}

static bool all_severities(const zb_chart *chart) {
    for (size_t i = 0; i < chart->count; i++) {
        if (zb_severity_of(chart->data[i].name) < 0) return false;
    }
    return chart->count > 0;
}

static bool any_highlight(const zb_chart *chart) {
    for (size_t i = 0; i < chart->count; i++) {
        if (chart->data[i].highlight) return true;
    }
    return false;
}

zb_ink zb_slice_ink(const zb_chart *chart, const zb_chart_look *look, size_t index) {
    const zb_datum *datum = &chart->data[index];
    return ink_of(look, datum->color, all_severities(chart) ? zb_severity_of(datum->name) : -1, index);
}

zb_ink zb_bar_ink(const zb_chart *chart, const zb_chart_look *look, size_t index) {
    const zb_datum *datum = &chart->data[index];
    bool severity = all_severities(chart) && (datum->color.a > 0 ? is_themed(look) : !any_highlight(chart));
    if (severity) return zb_slice_ink(chart, look, index);
    if (datum->color.a > 0 && look->theme != ZB_THEME_PRINT) return ink_plain(look, datum->color);
    return ink_plain(look, datum->highlight ? look->highlight : look->mark);
}

zb_ink zb_series_ink(const zb_chart *chart, const zb_chart_look *look, size_t series) {
    bool all = true;
    for (size_t s = 0; s < chart->series_count; s++) all = all && zb_severity_of(chart->series[s].name) >= 0;
    const zb_series *one = &chart->series[series];
    if (chart->series_count == 1 && one->color.a == 0)
        return ink_plain(look, look->palette_count ? look->palette[0] : look->mark);
    return ink_of(look, one->color, all ? zb_severity_of(one->name) : -1, series);
}

zb_ink zb_mark_ink(const zb_chart *chart, const zb_chart_look *look, size_t series, size_t index) {
    if (chart->series_count == 1) return zb_bar_ink(chart, look, index);
    zb_color own = chart->series[series].data[index].color;
    return own.a > 0 && !is_themed(look) ? ink_plain(look, own) : zb_series_ink(chart, look, series);
}

zb_color zb_value_color(const zb_chart *chart, const zb_chart_look *look, size_t index) {
    const zb_datum *datum = &chart->data[index];
    if (datum->missing) return look->label;
    zb_color color = zb_bar_ink(chart, look, index).fill;
    return datum->highlight ? zb_readable(look, color) : look->value;
}
