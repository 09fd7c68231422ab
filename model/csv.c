/* SPDX-License-Identifier: Apache-2.0
 * CSV to a table. libcsv tells cells but not where they stand, so it is fed byte by byte: the byte that ends a cell is then known,
 * and with it the cell's first byte. */
#include "model/csv.h"

#include <csv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "model/cursor.h"

typedef struct cell {
    zb_str text;           /* of a name in the header */
    const zb_value *value; /* of a cell below it */
    zb_loc loc;
} cell;

typedef struct row_width {
    size_t cells;
    zb_loc loc, beyond; /* of the row; of its first cell beyond the header's width */
    bool blank;         /* which holds nothing, as the others after it */
} row_width;

typedef struct reader {
    zb_arena *arena;
    const zb_source *source;
    zb_diags *diags;
    zb_cursor cursor;
    size_t offset; /* of the byte that libcsv has now */
    size_t start;  /* of the cell being read, before the spaces and empty lines in front of it */
    ZB_VEC(cell) row;
    ZB_VEC(cell) header;
    ZB_VEC(const zb_value *) rows;
    size_t cells;
    ZB_VEC(row_width) ragged; /* the first rows that have another width than the header */
    size_t ragged_count;
    size_t width;             /* of the first row */
    bool even;                /* all rows are as wide as that one */
    char separator;
    size_t named;                      /* columns of the header before a tail without names */
    bool tail_used;                    /* some row has a value in the tail */
    size_t blanks;                     /* rows without a value that follow each other, not yet told */
    zb_loc first_blank, last_blank;
    bool stop;
} reader;

/* Offset of the cell's first character that counts. */
static size_t cell_offset(const reader *r) {
    size_t at = r->start, end = r->offset;
    while (at < end && strchr(" \t\n", r->source->text.s[at])) at++;
    return at;
}

static void report_size(reader *r, const char *what, int limit) {
    if (!r->stop) zb_diag_add(r->diags, ZB_ERROR, "csv.size", zb_cursor_loc(&r->cursor, r->offset), "more than %d %s", limit, what);
    r->stop = true;
}

static void on_cell(void *s, size_t n, void *context) {
    reader *r = context;
    if (r->stop) return;
    if (r->row.count >= ZB_CSV_COLUMNS_MAX) {
        report_size(r, "columns", ZB_CSV_COLUMNS_MAX);
        return;
    }
    cell c = {.loc = zb_cursor_loc(&r->cursor, cell_offset(r))};
    if (r->header.count) c.value = zb_value_scalar(r->arena, (zb_str){s, n}, true, c.loc);
    else c.text = zb_str_copy(r->arena, (zb_str){s, n});
    ZB_PUSH(r->arena, &r->row, c);
    r->start = r->offset + 1;
}

/* The header ------------------------------------------------------------------------------------------------------------------ */

static bool is_repeated(const reader *r, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (zb_str_equal(r->header.data[i].text, r->header.data[index].text)) return true;
    return false;
}

static bool all_rows_hold(const reader *r, zb_str separator) {
    for (size_t i = 0; i < r->rows.count; i++)
        if (zb_str_find(r->rows.data[i]->entries[0].value->text, separator, 0) == SIZE_MAX) return false;
    return r->rows.count > 0;
}

/* A single column may be named so; where its rows are divided in the same way there is no doubt. */
static void check_separator(reader *r) {
    static const char *const others[] = {";", "\t", ",", "\xEF\xBC\x8C", "\xEF\xBC\x9B", "|"};
    static const char *const cures[] = {"sep=;", "sep= and a tab", "sep=,", NULL, NULL, "sep=|"};
    if (r->header.count != 1) return;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (zb_str_find(r->header.data[0].text, zb_str_of(others[i]), 0) == SIZE_MAX) continue;
        zb_severity severity = all_rows_hold(r, zb_str_of(others[i])) ? ZB_ERROR : ZB_WARNING;
        zb_diag_add(r->diags, severity, "csv.header", r->header.data[0].loc, "the header names a single column, '%.*s'",
                    ZB_STR_ARG(r->header.data[0].text));
        if (cures[i]) zb_diag_hint(r->diags, "cells are separated by '%c'; or write %s as the first line", r->separator, cures[i]);
        else zb_diag_hint(r->diags, "cells are separated by '%c'", r->separator);
        return;
    }
}

static void report_unnamed(reader *r, size_t column) {
    zb_diag_add(r->diags, ZB_ERROR, "csv.header", r->header.data[column].loc, "column %zu has no name", column + 1);
}

/* What stands at the end of a header that Excel made of columns once used: told when all rows are read. */
static void check_tail(reader *r) {
    if (r->named == r->header.count) return;
    if (r->tail_used || r->named == 0) {
        for (size_t i = r->named; i < r->header.count; i++) report_unnamed(r, i);
        return;
    }
    size_t count = r->header.count - r->named;
    zb_diag_add(r->diags, ZB_ERROR, "csv.header", r->header.data[r->named].loc, "%zu empty column%s at the end", count,
                count == 1 ? " stands" : "s stand");
    zb_diag_hint(r->diags, "delete %s: in a spreadsheet clearing is not enough, in a text editor it is the '%c' at the end of each line",
                 count == 1 ? "it" : "them", r->separator);
}

static void take_header(reader *r) {
    r->named = r->row.count;
    while (r->named > 0 && r->row.data[r->named - 1].text.n == 0) r->named--;
    for (size_t i = 0; i < r->row.count; i++) {
        cell *name = ZB_PUSH(r->arena, &r->header, r->row.data[i]);
        if (name->text.n == 0) {
            if (i < r->named) report_unnamed(r, i);
            name->text = zb_str_format(r->arena, "column_%zu", i + 1);
        } else if (is_repeated(r, i)) {
            zb_diag_add(r->diags, ZB_ERROR, "csv.header", name->loc, "a second column has the name '%.*s'", ZB_STR_ARG(name->text));
        }
    }
}

/* Rows ------------------------------------------------------------------------------------------------------------------------ */

static bool is_blank(const zb_value *value) {
    zb_str text = value->text;
    while (zb_str_starts(text, "\xE3\x80\x80")) text = zb_str_sub(text, 3, text.n); /* full-width spaces */
    return zb_str_trim(text).n == 0;
}

static bool are_blank(const reader *r, size_t from) {
    for (size_t i = from; i < r->row.count; i++)
        if (!is_blank(r->row.data[i].value)) return false;
    return true;
}

/* Rows without a value that follow each other are one finding. */
static void report_blanks(reader *r) {
    if (r->blanks == 0) return;
    if (r->blanks == 1) zb_diag_add(r->diags, ZB_ERROR, "csv.blank", r->first_blank, "the row has no value");
    else
        zb_diag_add(r->diags, ZB_ERROR, "csv.blank", r->first_blank, "%zu rows to line %u have no value", r->blanks, r->last_blank.line);
    zb_diag_hint(r->diags, "delete %s: in a spreadsheet delete the rows, clearing them is not enough", r->blanks == 1 ? "it" : "them");
    r->blanks = 0;
}

static void take_blank(reader *r) {
    if (r->blanks++ == 0) r->first_blank = r->row.data[0].loc;
    r->last_blank = r->row.data[0].loc;
}

static void check_width(reader *r) {
    size_t have = r->row.count, want = r->header.count;
    r->even = r->rows.count == 0 || (r->even && have == r->width);
    if (r->rows.count == 0) r->width = have;
    if (have == want || r->ragged_count++ >= ZB_CSV_ERRORS_MAX) return;
    zb_loc first = r->row.data[0].loc;
    row_width *row = ZB_PUSH(r->arena, &r->ragged, (row_width){.cells = have, .loc = first});
    if (have <= want) return;
    row->beyond = r->row.data[want].loc;
    row->blank = are_blank(r, want);
}

static void report_width(reader *r, const row_width *row) {
    size_t want = r->header.count;
    bool wide = row->cells > want;
    zb_diag_add(r->diags, ZB_ERROR, "csv.ragged", wide ? row->beyond : row->loc, "the row has %zu cell%s, the header %zu", row->cells,
                row->cells == 1 ? "" : "s", want);
    if (!wide) return;
    if (row->blank) zb_diag_hint(r->diags, "delete the '%c' at the end of the line", r->separator);
    else zb_diag_hint(r->diags, "put cells that contain '%c' in double quotes", r->separator);
}

/* Where all rows agree it is the header that is wrong, and told once. */
static void report_widths(reader *r) {
    if (r->ragged_count > 1 && r->even && !r->ragged.data[0].blank) {
        zb_diag_add(r->diags, ZB_ERROR, "csv.ragged", r->header.data[0].loc, "the header has %zu cell%s, each row %zu", r->header.count,
                    r->header.count == 1 ? "" : "s", r->width);
        zb_diag_hint(r->diags, "the header names each column once, in a line of its own");
        return;
    }
    for (size_t i = 0; i < r->ragged.count; i++) report_width(r, &r->ragged.data[i]);
    if (r->ragged_count > ZB_CSV_ERRORS_MAX)
        zb_diag_add(r->diags, ZB_NOTE, "csv.ragged", (zb_loc){r->source, 0, 0}, "%zu more rows like this",
                    r->ragged_count - ZB_CSV_ERRORS_MAX);
}

static void take_row(reader *r) {
    size_t width = r->header.count;
    if (r->row.count > 1 && are_blank(r, 0)) {
        take_blank(r);
        return;
    }
    report_blanks(r);
    check_width(r);
    r->tail_used = r->tail_used || !are_blank(r, r->named);
    if (r->rows.count >= ZB_CSV_ROWS_MAX) {
        report_size(r, "rows", ZB_CSV_ROWS_MAX);
        return;
    }
    r->cells += width;
    if (r->cells > ZB_CSV_CELLS_MAX) {
        report_size(r, "cells", ZB_CSV_CELLS_MAX);
        return;
    }
    zb_entry *entries = ZB_NEW_ARRAY(r->arena, width, zb_entry);
    zb_loc loc = r->row.data[0].loc;
    for (size_t i = 0; i < width; i++) {
        const zb_value *value = i < r->row.count ? r->row.data[i].value : zb_value_scalar(r->arena, (zb_str){0}, true, loc);
        entries[i] = (zb_entry){r->header.data[i].text, r->header.data[i].loc, value};
    }
    zb_value *row = ZB_NEW(r->arena, zb_value);
    *row = (zb_value){.kind = ZB_MAP, .loc = loc, .entries = entries, .count = width};
    ZB_PUSH(r->arena, &r->rows, row);
}

static void on_row(int end, void *context) {
    (void)end;
    reader *r = context;
    if (!r->stop && r->row.count) {
        if (r->header.count) take_row(r);
        else take_header(r);
    }
    r->row.count = 0;
    r->start = r->offset + 1;
}

/* Feeding --------------------------------------------------------------------------------------------------------------------- */

static size_t skip_comments(zb_str text, size_t at) {
    while (at < text.n && (text.s[at] == '#' || text.s[at] == '\n')) {
        size_t end = zb_str_find(text, ZB_STR("\n"), at);
        at = end == SIZE_MAX ? text.n : end + 1;
    }
    return at;
}

/* The first line of a file for spreadsheets may name the separator: sep=; */
static void read_separator(reader *r) {
    zb_str text = r->source->text;
    size_t at = r->offset, end = zb_str_find(text, ZB_STR("\n"), at);
    if (end == SIZE_MAX) end = text.n;
    zb_str line = zb_str_sub(text, at, end);
    if (line.n < 4 || strncasecmp(line.s, "sep=", 4) || memchr(line.s, ',', line.n - 1)) return;
    if (line.n == 5 && strchr(",;|\t", line.s[4])) r->separator = line.s[4];
    else {
        zb_diag_add(r->diags, ZB_ERROR, "csv.header", zb_cursor_loc(&r->cursor, at), "'%.*s' names no separator", ZB_STR_ARG(line));
        zb_diag_hint(r->diags, "write sep=, or sep=; or sep=| or sep= and a tab, and nothing else in the line");
    }
    r->offset = r->start = end == text.n ? end : end + 1;
}

static void begin(const reader *r, struct csv_parser *parser) {
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI) != 0) return;
    csv_set_delim(parser, (unsigned char)r->separator);
    csv_set_realloc_func(parser, zb_realloc);
    csv_set_blk_size(parser, 4096);
}

static void report_open(reader *r) {
    zb_diag_add(r->diags, ZB_ERROR, "csv.quote", zb_source_loc(r->source, cell_offset(r)), "the quoted cell that begins here does not end");
    zb_diag_hint(r->diags, "close it with '\"'; a quote inside it is written twice");
}

/* A quote at a wrong place: the row is dropped, reading goes on in the next line. A cell that began in quotes lines before is at fault
 * itself: the quote that ends it belongs to a later cell. */
static void recover(reader *r, struct csv_parser *parser) {
    zb_str text = r->source->text;
    size_t start = cell_offset(r), line_end = zb_str_find(text, ZB_STR("\n"), start);
    bool open = start < text.n && text.s[start] == '"' && line_end < r->offset;
    if (open) {
        report_open(r);
    } else {
        zb_diag_add(r->diags, ZB_ERROR, "csv.quote", zb_cursor_loc(&r->cursor, r->offset), "a quote stands inside a cell");
        zb_diag_hint(r->diags, "put the whole cell in double quotes and write quotes inside it twice");
    }
    size_t end = open ? line_end : zb_str_find(text, ZB_STR("\n"), r->offset);
    r->offset = end == SIZE_MAX ? text.n : end;
    r->row.count = 0;
    r->start = r->offset + 1;
    csv_free(parser);
    begin(r, parser);
}

static void finish(reader *r, struct csv_parser *parser) {
    if (r->stop || csv_fini(parser, on_cell, on_row, r) == 0) return;
    report_open(r);
}

static void feed(reader *r) {
    struct csv_parser parser;
    zb_str text = r->source->text;
    int errors = 0;
    begin(r, &parser);
    for (; r->offset < text.n && !r->stop; r->offset++) {
        if (csv_parse(&parser, text.s + r->offset, 1, on_cell, on_row, r) == 1) continue;
        recover(r, &parser);
        r->stop = ++errors == ZB_CSV_ERRORS_MAX;
    }
    finish(r, &parser);
    csv_free(&parser);
}

static const zb_value *name_columns(const reader *r) {
    const zb_value **names = ZB_NEW_ARRAY(r->arena, r->header.count, const zb_value *);
    for (size_t i = 0; i < r->header.count; i++)
        names[i] = zb_value_scalar(r->arena, r->header.data[i].text, false, r->header.data[i].loc);
    zb_value *list = ZB_NEW(r->arena, zb_value);
    zb_loc loc = r->header.count ? r->header.data[0].loc : zb_source_loc(r->source, 0);
    *list = (zb_value){.kind = ZB_LIST, .loc = loc, .items = names, .count = r->header.count};
    return list;
}

/* What else a file may be that was named as a table: "XML" for all with tags; NULL: nothing known. */
static const char *other_format(zb_str text) {
    text = zb_str_trim(text);
    char next = text.n > 1 ? text.s[1] : 0;
    if (text.n && text.s[0] == '<' && (next == '?' || next == '!' || ((next | 0x20) >= 'a' && (next | 0x20) <= 'z'))) return "XML";
    bool list = text.n && text.s[0] == '[', object = text.n && text.s[0] == '{';
    size_t at = 1;
    while (at < text.n && strchr(" \t\n", text.s[at])) at++;
    char first = at < text.n ? text.s[at] : 0;
    return (list && (first == '{' || first == '[')) || (object && first == '"') ? "JSON" : NULL;
}

static zb_value *table_of(const reader *r) {
    zb_value *table = ZB_NEW(r->arena, zb_value);
    *table = (zb_value){.kind = ZB_LIST, .loc = zb_source_loc(r->source, 0), .items = r->rows.data, .count = r->rows.count};
    table->file = true;
    table->columns = name_columns(r);
    return table;
}

const zb_value *zb_csv_read(zb_arena *arena, const zb_source *source, zb_diags *diags) {
    reader r = {.arena = arena, .source = source, .diags = diags, .cursor = {.source = source}, .separator = ','};
    const char *other = other_format(source->text);
    if (other) {
        size_t first = (size_t)(zb_str_trim(source->text).s - source->text.s);
        zb_diag_add(diags, ZB_ERROR, "csv.format", zb_source_loc(source, first), "the file is %s, a table is read from CSV alone", other);
        zb_diag_hint(diags, "save the rows as CSV: the first row names the columns");
        return table_of(&r);
    }
    r.offset = r.start = skip_comments(source->text, 0);
    read_separator(&r);
    r.offset = r.start = skip_comments(source->text, r.offset);
    feed(&r);
    zb_loc whole = {source, 0, 0};
    if (r.header.count == 0 && !r.stop) {
        zb_diag_add(diags, ZB_ERROR, "csv.header", whole, "the file has no header row");
        zb_diag_hint(diags, "its first row names the columns");
    }
    report_blanks(&r);
    check_separator(&r);
    check_tail(&r);
    report_widths(&r);
    return table_of(&r);
}
