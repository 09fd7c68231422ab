/* SPDX-License-Identifier: Apache-2.0
 * The initial look of charts and its themes. */
#include "charts/plot.h"

/* The first six of each stay apart for colour-blind readers (difference in CIELAB at least 20 for each kind) and on a
 * grey printer (lightness at least 8, neighbours 19). */
static const uint32_t light_palette[] = {0x183F6D, 0xEFB550, 0x2E9A7C, 0xA3272B,
                                         0x98A9C7, 0x8A58AC, 0xD5CDA2, 0x4A5560};
static const uint32_t dark_palette[] = {0x6FA8DC, 0xF2C063, 0x2FA88A, 0xE8837E, 0xC3D2EA, 0xA06CC4, 0xE9E2BC, 0x7C8996};
static const uint32_t print_palette[] = {0x3A3A3A, 0xE4E4E4, 0x8A8A8A, 0xFFFFFF, 0xBDBDBD, 0x5F5F5F};

/* 超危, 高危, 中危, 低危: lightness falls with gravity, by 19 or more each. */
static const uint32_t light_severity[] = {0x5C0A1E, 0xC3272B, 0xE58B2A, 0xF3D27A};
static const uint32_t dark_severity[] = {0xB0305C, 0xE8605A, 0xF0A24A, 0xF7DF9C};
static const uint32_t print_severity[] = {0x1C1C1C, 0x5A5A5A, 0xA6A6A6, 0xFFFFFF};

static zb_length points(int tenths) { return ZB_PT * tenths / 10; }

static void palette_set(zb_chart_look *look, const uint32_t *hex, size_t count) {
    look->palette_count = count;
    for (size_t i = 0; i < count; i++) look->palette[i] = ZB_RGB(hex[i]);
}

static void severity_set(zb_chart_look *look, const uint32_t *hex) {
    for (size_t i = 0; i < ZB_SEVERITIES; i++) look->severity[i] = ZB_RGB(hex[i]);
}

static void light_set(zb_chart_look *look) {
    look->label = ZB_RGB(0x55616E);
    look->value = ZB_RGB(0x1E2A36);
    look->title = ZB_RGB(0x0B2E4F);
    look->mark = ZB_RGB(0x9DB2C9);
    look->highlight = ZB_RGB(0xC3272B);
    look->grid = ZB_RGB(0xDCE3EA);
    look->axis = ZB_RGB(0x9AA7B4);
    look->ground = (zb_color){0};
    palette_set(look, light_palette, sizeof light_palette / sizeof *light_palette);
    severity_set(look, light_severity);
}

static void dark_set(zb_chart_look *look) {
    look->label = ZB_RGB(0xA9B6C3);
    look->value = ZB_RGB(0xE8EEF4);
    look->title = ZB_RGB(0xF4F8FB);
    look->mark = ZB_RGB(0x5D7FA3);
    look->highlight = ZB_RGB(0xFF7A70);
    look->grid = ZB_RGB(0x2C3844);
    look->axis = ZB_RGB(0x5B6B7A);
    look->ground = ZB_RGB(0x131B23);
    palette_set(look, dark_palette, sizeof dark_palette / sizeof *dark_palette);
    severity_set(look, dark_severity);
}

static void print_set(zb_chart_look *look) {
    look->label = ZB_RGB(0x3C3C3C);
    look->value = ZB_RGB(0x000000);
    look->title = ZB_RGB(0x000000);
    look->mark = ZB_RGB(0xB4B4B4);
    look->highlight = ZB_RGB(0x2A2A2A);
    look->grid = ZB_RGB(0xDADADA);
    look->axis = ZB_RGB(0x6E6E6E);
    look->ground = ZB_RGB(0xFFFFFF);
    palette_set(look, print_palette, sizeof print_palette / sizeof *print_palette);
    severity_set(look, print_severity);
}

void zb_chart_look_theme(zb_chart_look *look, zb_chart_theme theme) {
    if (theme == ZB_THEME_AUTO || theme == look->theme) return;
    if (theme == ZB_THEME_LIGHT) light_set(look);
    else if (theme == ZB_THEME_DARK) dark_set(look);
    else print_set(look);
    look->theme = theme;
}

void zb_chart_look_default(zb_chart_look *look) {
    *look = (zb_chart_look){.label_size = points(80), .value_size = points(80), .title_size = points(110)};
    light_set(look);
}

void zb_chart_look_alone(zb_chart_look *look) {
    zb_chart_look_default(look);
    look->label_size = look->value_size = points(90);
    look->title_size = points(130);
}
