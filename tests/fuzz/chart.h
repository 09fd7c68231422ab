/* SPDX-License-Identifier: Apache-2.0
 * For fuzz targets that read charts: from a specification to a picture, with the lint, the alternative text and a second time. */
#ifndef ZB_TESTS_FUZZ_CHART_H
#define ZB_TESTS_FUZZ_CHART_H

#include "charts/chart.h"
#include "model/text.h"
#include "model/yaml.h"
#include "templates/template.h"
#include "tests/fuzz/picture.h"

static inline void fuzz_chart_draw(zb_arena *arena, const zb_chart *chart, zb_diags *diags) {
    zb_chart_look look;
    zb_chart_look_alone(&look);
    zb_chart_look_theme(&look, chart->theme);
    zb_length width = chart->width > 0 ? chart->width : zb_pt(400);
    zb_length height = chart->height > 0 ? chart->height : zb_chart_height(chart, &look, width);
    FUZZ_CHECK(height > 0 && height < FUZZ_FAR);
    zb_buf first = {0}, second = {0};
    const zb_display_list *list = zb_chart_lint(arena, chart, &look, fuzz_fonts(), width, height, zb_pt(10), diags);
    fuzz_check_list(list, 0);
    zb_display_list_dump(list, 0, &first);
    zb_display_list_dump(zb_chart_draw(arena, chart, &look, fuzz_fonts(), width, height, zb_diags_new(arena)), 0, &second);
    FUZZ_CHECK(zb_str_equal(zb_buf_str(&first), zb_buf_str(&second)));
    FUZZ_CHECK(zb_utf8_invalid(zb_chart_alt(arena, chart)) == SIZE_MAX);
    zb_buf_free(&first);
    zb_buf_free(&second);
}

/* No chart without an error; what was read can be drawn. `is` NULL or the form that the specification must have. */
static inline void fuzz_chart(const uint8_t *data, size_t size, bool (*is)(const zb_value *spec)) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena), *reading = zb_diags_new(arena);
    const zb_source *source = zb_text_decode(arena, "chart.json", fuzz_text(arena, data, size), reading);
    const zb_value *spec = source ? zb_yaml_read_source(arena, source, reading) : NULL;
    if (spec && zb_diags_worst(reading) < ZB_ERROR && (!is || is(spec))) {
        const char *path = zb_str_format(arena, "%s/chart.json", fuzz_folder()).s;
        const zb_chart *chart = zb_chart_read_value(arena, path, spec, diags);
        FUZZ_CHECK(chart || zb_diags_worst(diags) >= ZB_ERROR);
        if (chart && zb_diags_worst(diags) < ZB_ERROR) fuzz_chart_draw(arena, chart, diags);
        fuzz_check_findings(diags);
    }
    zb_arena_close(arena);
}

#endif
