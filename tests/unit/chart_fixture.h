/* SPDX-License-Identifier: Apache-2.0
 * Charts of the gallery, drawn and examined: what their tests share. */
#ifndef TESTS_UNIT_CHART_FIXTURE_H
#define TESTS_UNIT_CHART_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "charts/chart.h"
#include "fonts/fonts.h"
#include "render/display_list.h"
#include "templates/template.h"

#define WIDTH zb_pt(400)
#define MARGIN zb_pt(10)

typedef struct bench {
    zb_arena *arena;
    zb_fonts *fonts;
    zb_diags *diags;
    zb_chart_look look;
    const zb_chart *chart;
    const zb_display_list *list;
} bench;

static inline int bench_open_with(void **state, const char *fallback) {
    bench *b = test_calloc(1, sizeof *b);
    b->arena = zb_arena_open();
    b->diags = zb_diags_new(b->arena);
    const zb_font_spec sans = {.families = {"Noto Sans CJK SC", fallback}};
    const zb_font_spec specs[ZB_ROLE_COUNT] = {sans, sans, sans, sans};
    b->fonts = zb_fonts_open(b->arena, specs, b->diags);
    zb_chart_look_alone(&b->look);
    *state = b;
    return b->fonts ? 0 : -1;
}

static inline int bench_open(void **state) { return bench_open_with(state, NULL); }

static inline int bench_close(void **state) {
    bench *b = *state;
    zb_arena_close(b->arena);
    test_free(b);
    return 0;
}

/* Draws a chart at its natural height and examines it. */
static inline void draw(bench *b, const zb_chart *chart) {
    b->chart = chart;
    b->diags = zb_diags_new(b->arena);
    zb_length height = zb_chart_height(chart, &b->look, WIDTH);
    b->list = zb_chart_lint(b->arena, chart, &b->look, b->fonts, WIDTH, height, MARGIN, b->diags);
    assert_int_equal(b->list->width, WIDTH);
}

static inline void assert_clean(const bench *b, const char *what) {
    for (size_t i = 0; i < zb_diags_count(b->diags); i++) {
        const zb_diag *d = zb_diags_at(b->diags, i);
        if (d->severity >= ZB_ERROR || !strncmp(d->code, "lint.", 5))
            fail_msg("%s: %s [%s]", what, d->message, d->code);
    }
}

static inline const zb_diag *finding(const bench *b, const char *code) {
    for (size_t i = 0; i < zb_diags_count(b->diags); i++) {
        if (!strcmp(zb_diags_at(b->diags, i)->code, code)) return zb_diags_at(b->diags, i);
    }
    return NULL;
}

/* A spec of the gallery, drawn in the three themes and found clean in each; the light one stays. */
static inline const zb_chart *gallery(bench *b, const char *name) {
    const char *path = zb_str_format(b->arena, "tests/gallery/%s", name).s;
    const zb_chart *chart = zb_chart_read(b->arena, path, b->diags);
    if (!chart) fail_msg("%s cannot be read", path);
    zb_chart themed = *chart;
    for (int theme = ZB_THEME_PRINT; theme >= ZB_THEME_LIGHT; theme--) {
        if (chart->theme == ZB_THEME_AUTO) themed.theme = (zb_chart_theme)theme;
        draw(b, &themed);
        assert_clean(b, zb_str_format(b->arena, "%s, theme %d", name, theme).s);
    }
    draw(b, chart);
    return chart;
}

/* The first run whose text is `text`; NULL: there is none. */
static inline const zb_item *text_item(const bench *b, const char *text) {
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind == ZB_ITEM_RUN && zb_str_is(zb_str_trim(item->as.run->text), text)) return item;
    }
    return NULL;
}

/* All texts of the picture one after the other. */
static inline zb_str all_texts(const bench *b) {
    zb_buf out = {0};
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind == ZB_ITEM_RUN) zb_buf_add(&out, item->as.run->text);
        else zb_buf_add_char(&out, '|');
    }
    zb_str text = zb_str_copy(b->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return text;
}

static inline bool text_holds(const bench *b, const char *part) {
    return zb_str_find(all_texts(b), zb_str_of(part), 0) != SIZE_MAX;
}

#define assert_text(b, part)                                                                                           \
    do {                                                                                                               \
        if (!text_holds((b), (part))) fail_msg("'%s' is not in %s", (part), all_texts(b).s);                           \
    } while (0)

/* Bounds of a path, in points. */
static inline zb_rect path_bounds(zb_path path) {
    zb_length left = ZB_LENGTH_MAX, top = ZB_LENGTH_MAX, right = -ZB_LENGTH_MAX, bottom = -ZB_LENGTH_MAX;
    for (size_t i = 0; i < path.count; i++) {
        if (path.steps[i].op == ZB_CLOSE) continue;
        zb_point p = path.steps[i].p[path.steps[i].op == ZB_CURVE ? 2 : 0];
        left = zb_min(left, p.x);
        right = zb_max(right, p.x);
        top = zb_min(top, p.y);
        bottom = zb_max(bottom, p.y);
    }
    return (zb_rect){left, top, right - left, bottom - top};
}

/* The nth fill of a colour. */
static inline bool fill_bounds(const bench *b, zb_color color, size_t index, zb_rect *out) {
    *out = (zb_rect){0};
    for (size_t i = 0; i < b->list->count; i++) {
        const zb_item *item = &b->list->items[i];
        if (item->kind != ZB_ITEM_FILL || !zb_color_equal(item->color, color) || index-- > 0) continue;
        *out = path_bounds(item->as.fill.path);
        return true;
    }
    return false;
}

static inline size_t fill_count(const bench *b, zb_color color) {
    size_t count = 0;
    zb_rect r;
    while (fill_bounds(b, color, count, &r)) count++;
    return count;
}

#endif
