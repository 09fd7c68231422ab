/* SPDX-License-Identifier: Apache-2.0
 * The initial look of charts, and which colour stands for what. */
#include "charts/plot.h"

/* The first six stay apart for colour-blind readers (difference in CIELAB at least 20 for each kind) and on a grey
 * printer (lightness at least 8, neighbours 19). */
static const uint32_t palette[] = {0x183F6D, 0xEFB550, 0x2E9A7C, 0xA3272B, 0x98A9C7, 0x8A58AC, 0xD5CDA2, 0x4A5560};

/* Share of white (of 256) added in each further round through the palette. */
enum { ROUND_TINT = 80, TINT_MOST = 200 };

/* Text on white needs this contrast (WCAG 2.2, 1.4.3). */
#define TEXT_CONTRAST 4.5

void zb_chart_look_default(zb_chart_look *look) {
    *look = (zb_chart_look){
        .label_size = ZB_PT * 8,
        .value_size = ZB_PT * 8,
        .title_size = ZB_PT * 11,
        .label = ZB_RGB(0x55616E),
        .value = ZB_RGB(0x1E2A36),
        .title = ZB_RGB(0x0B2E4F),
        .mark = ZB_RGB(0x9DB2C9),
        .highlight = ZB_RGB(0xC3272B),
        .grid = ZB_RGB(0xDCE3EA),
        .axis = ZB_RGB(0x9AA7B4),
    };
    look->palette_count = sizeof palette / sizeof *palette;
    for (size_t i = 0; i < look->palette_count; i++) look->palette[i] = ZB_RGB(palette[i]);
}

zb_color zb_slice_color(const zb_chart *chart, const zb_chart_look *look, size_t index) {
    if (chart->data[index].color.a > 0) return chart->data[index].color;
    if (look->palette_count == 0) return look->mark;
    size_t round = index / look->palette_count;
    int tint = round * ROUND_TINT > TINT_MOST ? TINT_MOST : (int)round * ROUND_TINT;
    return zb_color_mix(look->palette[index % look->palette_count], ZB_RGB(0xFFFFFF), tint);
}

zb_color zb_bar_color(const zb_chart_look *look, const zb_datum *datum) {
    if (datum->color.a > 0) return datum->color;
    return datum->highlight ? look->highlight : look->mark;
}

zb_color zb_value_color(const zb_chart_look *look, const zb_datum *datum) {
    if (datum->missing) return look->label;
    zb_color ground = look->ground.a > 0 ? look->ground : ZB_RGB(0xFFFFFF), color = zb_bar_color(look, datum);
    return datum->highlight && zb_color_contrast(color, ground) >= TEXT_CONTRAST ? color : look->value;
}
