/* SPDX-License-Identifier: Apache-2.0
 * What a table says to those who cannot see it: a sentence about it, then its cells. Each part is bounded, since nobody listens to a
 * description that does not end. */
#include "cli/table_text.h"

#include <strings.h>

#define ROWS_BYTES_MAX 4000  /* of the rows; what is beyond is counted */
#define NAMES_BYTES_MAX 1000 /* of the columns' names */
#define CELL_BYTES_MAX 400   /* of one cell, name or caption */

/* The words of one language; [1] of a pair is the plural. */
typedef struct words {
    const char *colon, *stop, *list, *semicolon;
    const char *table; /* where it has no number */
    const char *columns[2], *rows[2];
    const char *total; /* behind the number of rows */
    const char *rest;  /* of columns that are not named */
} words;

static const words chinese = {"：", "。", "、", "；", "表格", {"列", "列"}, {"行", "行"}, "和合计", "等"};
static const words english = {": ", ". ", ", ", "; ", "Table", {"column", "columns"}, {"row", "rows"}, " and a total", " and others"};

bool zb_speaks_chinese(zb_str lang) { return !lang.n || (lang.n >= 2 && !strncasecmp(lang.s, "zh", 2)); }

static const words *words_of(zb_str lang) { return zb_speaks_chinese(lang) ? &chinese : &english; }

/* One line: what separates cells and rows becomes a space. */
static void add_line(zb_buf *out, zb_str text) {
    for (size_t i = 0; i < text.n; i++) zb_buf_add_char(out, (unsigned char)text.s[i] < ' ' ? ' ' : text.s[i]);
}

void zb_text_add_plain(zb_buf *out, zb_text text) {
    for (size_t i = 0; i < text.count; i++) {
        const zb_inline *run = &text.runs[i];
        switch (run->kind) {
        case ZB_INLINE_TEXT: add_line(out, run->text); break;
        case ZB_INLINE_BREAK: zb_buf_add_char(out, ' '); break;
        case ZB_INLINE_IMAGE: add_line(out, run->image ? run->image->alt : run->text); break;
        case ZB_INLINE_FOOTNOTE: break;
        }
    }
}

/* Copies and ends a text. */
static zb_str finish(zb_arena *arena, zb_buf *buf) {
    zb_str text = zb_str_copy(arena, zb_str_trim(zb_buf_str(buf)));
    zb_buf_free(buf);
    return text;
}

zb_str zb_text_to_plain(zb_arena *arena, zb_text text) {
    zb_buf out = {0};
    zb_text_add_plain(&out, text);
    return finish(arena, &out);
}

/* A text of at most CELL_BYTES_MAX, cut between characters. */
static void add_short(zb_buf *out, zb_text text) {
    zb_buf whole = {0};
    zb_text_add_plain(&whole, text);
    zb_str said = zb_str_trim(zb_buf_str(&whole));
    size_t end = said.n < CELL_BYTES_MAX ? said.n : CELL_BYTES_MAX;
    while (end < said.n && end > 0 && ((unsigned char)said.s[end] & 0xC0) == 0x80) end--;
    zb_buf_add(out, zb_str_sub(said, 0, end));
    if (end < said.n) zb_buf_add(out, ZB_STR("…"));
    zb_buf_free(&whole);
}

static void add_count(zb_buf *out, size_t count, const char *const forms[2]) { zb_buf_format(out, "%zu %s", count, forms[count != 1]); }

static void add_names(zb_buf *out, const zb_node *table, const words *w) {
    size_t start = out->n, named = 0;
    for (size_t c = 0; c < table->as.table.column_count; c++) {
        size_t before = out->n;
        if (before - start > NAMES_BYTES_MAX) {
            zb_buf_add(out, zb_str_of(w->rest));
            return;
        }
        zb_buf_add(out, zb_str_of(named ? w->list : w->colon));
        size_t name = out->n;
        add_short(out, table->as.table.columns[c].title);
        if (out->n > name) named++;
        else out->n = before; /* has no name */
    }
}

static void add_summary(zb_buf *out, const zb_node *table, const words *w) {
    size_t totals = 0, rows = table->as.table.row_count;
    for (size_t r = 0; r < rows; r++) totals += table->as.table.rows[r].total;
    size_t start = out->n;
    zb_text_add_plain(out, table->as.table.label);
    if (out->n == start) zb_buf_add(out, zb_str_of(w->table));
    zb_buf_add(out, zb_str_of(w->colon));
    size_t caption = out->n;
    add_short(out, table->as.table.caption);
    if (out->n > caption) zb_buf_add(out, zb_str_of(w->stop));
    add_count(out, table->as.table.column_count, w->columns);
    add_names(out, table, w);
    zb_buf_add(out, zb_str_of(w->semicolon));
    add_count(out, rows - totals, w->rows);
    if (totals) zb_buf_add(out, zb_str_of(w->total));
    zb_buf_add(out, zb_str_trim(zb_str_of(w->stop)));
}

static void add_rows(zb_buf *out, const zb_node *table) {
    size_t start = out->n;
    for (size_t r = 0; r < table->as.table.row_count; r++) {
        if (out->n - start > ROWS_BYTES_MAX) {
            zb_buf_format(out, "\n… %zu", table->as.table.row_count - r);
            return;
        }
        for (size_t c = 0; c < table->as.table.column_count; c++) {
            zb_buf_add_char(out, c ? '\t' : '\n');
            add_short(out, table->as.table.rows[r].cells[c].text);
        }
    }
}

zb_str zb_table_summary(zb_arena *arena, const zb_node *table, zb_str lang) {
    zb_buf out = {0};
    add_summary(&out, table, words_of(lang));
    return finish(arena, &out);
}

zb_str zb_table_description(zb_arena *arena, const zb_node *table, zb_str lang) {
    zb_buf out = {0};
    add_summary(&out, table, words_of(lang));
    add_rows(&out, table);
    return finish(arena, &out);
}
