/* SPDX-License-Identifier: Apache-2.0
 * What a picture says to those who cannot see it: the sentences that charts/ makes, and all data as a table, a line for
 * each category with tabs between the columns. */
#include "cli/picture.h"

/* Bytes of the table; what is beyond is counted. */
#define TABLE_BYTES_MAX 4000

/* One word per cell: what separates cells becomes a space. */
static void add_cell(zb_buf *out, zb_str text) {
    for (size_t i = 0; i < text.n; i++) zb_buf_add_char(out, (unsigned char)text.s[i] < ' ' ? ' ' : text.s[i]);
}

static void add_value(zb_buf *out, const zb_datum *datum) {
    zb_buf_add_char(out, '\t');
    if (datum->missing) zb_buf_add_char(out, '-');
    else add_cell(out, datum->value_text);
}

static void add_head(zb_buf *out, const zb_chart *chart) {
    for (size_t s = 0; s < chart->series_count; s++) {
        zb_buf_add_char(out, '\t');
        add_cell(out, chart->series[s].name);
    }
    zb_buf_add_char(out, '\n');
}

static void add_row(zb_buf *out, const zb_chart *chart, size_t row) {
    add_cell(out, chart->data[row].name);
    if (!chart->series_count) add_value(out, &chart->data[row]);
    for (size_t s = 0; s < chart->series_count; s++) add_value(out, &chart->series[s].data[row]);
    zb_buf_add_char(out, '\n');
}

static void add_table(zb_buf *out, const zb_chart *chart, size_t start) {
    if (chart->series_count) add_head(out, chart);
    for (size_t row = 0; row < chart->count; row++) {
        if (out->n - start > TABLE_BYTES_MAX) {
            zb_buf_format(out, "… %zu\n", chart->count - row);
            return;
        }
        add_row(out, chart, row);
    }
}

zb_str zb_picture_description(zb_arena *arena, const zb_chart *chart) {
    zb_buf text = {0};
    zb_buf_add(&text, zb_chart_alt(arena, chart));
    zb_buf_add_char(&text, '\n');
    size_t start = text.n;
    if (!chart->panel_count) add_table(&text, chart, start);
    for (size_t i = 0; i < chart->panel_count; i++) {
        add_cell(&text, chart->panels[i].title);
        zb_buf_add_char(&text, '\n');
        add_table(&text, &chart->panels[i], start);
    }
    zb_str description = zb_str_copy(arena, zb_str_trim(zb_buf_str(&text)));
    zb_buf_free(&text);
    return description;
}
