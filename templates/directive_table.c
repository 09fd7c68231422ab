/* SPDX-License-Identifier: Apache-2.0
 * Tables from data: columns by name, looks by value, links, running numbers, a row of sums. */
#include <string.h>

#include "base/budget.h"
#include "base/language.h"
#include "base/utf8.h"
#include "model/csv.h"
#include "templates/attributes.h"
#include "templates/decimal.h"
#include "templates/directive.h"
#include "templates/paragraphs.h"
#include "templates/rows.h"

#define TABLE_CELLS_MAX 1000000
#define TABLE_COLUMNS_MAX 64
#define TABLE_NAMES_MAX 512 /* columns of the data that are counted */
#define TABLE_LISTED_MAX 12 /* values that a message lists */
#define OTHER_VALUES "else"

const zb_key zb_table_keys[] = {
    {"id", ZB_KEY_TEXT, false, "The name by which `[](#id)` refers to the table.", NULL, NULL},
    {"caption", ZB_KEY_TEXT, false, "What stands behind 表 1.", NULL, NULL},
    {"data", ZB_KEY_TABLE, true,
     "A table of the data or the name of a query, dotted where it stands deeper; or the rows themselves.", NULL, NULL},
    {"where", ZB_KEY_MAP, false, "Only rows whose columns have these values: {column: value}.", NULL, NULL},
    {"columns", ZB_KEY_LIST, false, "The columns shown, a list of mappings; without it every column of every row.", NULL, NULL},
    {"blank", ZB_KEY_TEXT, false, "What an empty cell of any column prints: —. Without it an empty cell is an error.", NULL, NULL},
    {"total", ZB_KEY_ANY, false,
     "The label of a row of sums; or {label: ..., row: last}: the data's last row is that row and looks like one.",
     NULL, NULL},
    {0},
};

static const zb_key column_keys[] = {
    {"title", ZB_KEY_TEXT, false, "The column's head.", NULL, NULL},
    {"value", ZB_KEY_TEXT, false, "The column of the data; required unless `number`.", NULL, NULL},
    {"number", ZB_KEY_FLAG, false, "A running number instead of a value.", NULL, NULL},
    {"align", ZB_KEY_CHOICE, false, "Without it numbers stand right, other values left.", "left center right", NULL},
    {"width", ZB_KEY_SHARE, false, "Share of the table's width, at least that of its longest word; without it from the content.", NULL,
     NULL},
    {"class", ZB_KEY_TEXT, false, "A class for the column's values.", NULL, NULL},
    {"values", ZB_KEY_MAP, false,
     "Classes for single values: {高: high}. Another value is an error, unless `else`, a class or ~, is listed too.", NULL, NULL},
    {"link", ZB_KEY_TEXT, false, "The column whose value the cells link to; or true: the value itself.", NULL, NULL},
    {"blank", ZB_KEY_TEXT, false, "What an empty cell prints, the table's without it. Sums leave such cells out.", NULL, NULL},
    {"sum", ZB_KEY_FLAG, false, "false: no sum of this column in the row of sums.", NULL, NULL},
    {0},
};
const zb_object zb_table_column_object = {"columns", column_keys};

static const zb_key total_keys[] = {
    {"label", ZB_KEY_TEXT, false, "Stands in the first column.", NULL, NULL},
    {"row", ZB_KEY_CHOICE, false, "Which row of the data it is.", "last", NULL},
    {0},
};

typedef struct column {
    zb_str value, link;
    bool number, linked, sum;
    bool numeric; /* all values are numbers */
    bool known;   /* some row has it, or the fault was told */
    const zb_value *blank; /* what an empty cell prints; NULL: it is an error */
    zb_text_style style;
    const zb_value *values;     /* MAP: value to class, or NULL */
    const zb_text_style *looks; /* of `values`; `else` counts for all that are not listed */
    zb_loc loc;
} column;

typedef struct table {
    const zb_reader *reader;
    zb_rows rows;
    column *columns;
    zb_column *heads;
    size_t count;
    const zb_value *blank; /* of all columns */
    zb_str total;    /* label */
    bool sums, last; /* a row of sums; the last row is a total */
} table;

static const zb_object table_object = {"table", zb_table_keys};

/* ---- columns ---- */

static bool is_numeric(const table *t, const column *c) {
    bool any = false;
    double number;
    for (size_t i = 0; i < t->rows.count && !c->number; i++) {
        const zb_value *value = zb_value_lookup(t->rows.items[i], c->value);
        if (!value || zb_value_is_blank(value))
            continue;
        if (!zb_value_number(value, &number))
            return false;
        any = true;
    }
    return any;
}

static void read_looks(const zb_reader *reader, column *c) {
    zb_text_style *looks = ZB_NEW_ARRAY(reader->arena, c->values ? c->values->count : 0, zb_text_style);
    for (size_t i = 0; c->values && i < c->values->count; i++) {
        const zb_value *class = c->values->entries[i].value;
        looks[i] = c->style;
        if (class->kind == ZB_NULL)
            continue; /* the value is known and looks like any other */
        zb_style_class(reader->sheet, zb_value_line(reader, class), zb_value_place(reader, class), reader->diags,
                       &looks[i]);
    }
    c->looks = looks;
}

static zb_align align_read(zb_str text, bool numeric) {
    if (!text.n)
        return numeric ? ZB_ALIGN_RIGHT : ZB_ALIGN_LEFT;
    return zb_str_is(text, "right") ? ZB_ALIGN_RIGHT : zb_str_is(text, "center") ? ZB_ALIGN_CENTER : ZB_ALIGN_LEFT;
}

/* The data column that a key names, checked: *known tells whether there is one. */
static zb_str column_name(const table *t, const zb_value *map, const char *key, bool *known) {
    const zb_value *value = zb_object_value(&zb_table_column_object, map, key);
    zb_str name = zb_value_line(t->reader, value);
    if (value)
        *known = zb_rows_column(t->reader, &t->rows, name, zb_value_place(t->reader, value));
    return name;
}

static void read_column(const table *t, const zb_value *map, column *c, zb_column *head) {
    const zb_reader *reader = t->reader;
    const zb_object *object = &zb_table_column_object;
    const zb_value *class = zb_object_value(object, map, "class");
    *c = (column){.style = reader->sheet->style.table.text, .loc = map->loc};
    c->number = zb_object_flag(reader, object, map, "number", false);
    c->sum = zb_object_flag(reader, object, map, "sum", true);
    c->values = zb_object_value(object, map, "values");
    c->value = column_name(t, map, "value", &c->known);
    c->blank = zb_object_value(object, map, "blank");
    if (!c->blank)
        c->blank = t->blank;
    zb_str link = zb_object_text(reader, object, map, "link");
    c->linked = link.n && !zb_str_is(link, "false");
    bool target = true;
    if (c->linked)
        c->link = zb_str_is(link, "true") ? c->value : column_name(t, map, "link", &target);
    c->linked = c->linked && target;
    if (!c->value.n && !c->number) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.missing", map->loc, "columns lacks 'value'");
        zb_diag_hint(reader->diags, "value: the column of the data; or number: true");
    }
    if (class)
        zb_style_class(reader->sheet, zb_value_line(reader, class), zb_value_place(reader, class), reader->diags,
                       &c->style);
    read_looks(reader, c);
    c->numeric = is_numeric(t, c);
    head->title = zb_object_styled(reader, object, map, "title", reader->sheet->style.table.header);
    head->align = align_read(zb_object_text(reader, object, map, "align"), c->numeric || c->number);
    zb_share_read(zb_object_text(reader, object, map, "width"), &head->width);
}

/* Whether the rows before have named the column, most likely at the same position. */
static bool is_named(const zb_entry *const *names, size_t count, size_t likely, zb_str key) {
    if (likely < count && zb_str_equal(names[likely]->key, key))
        return true;
    for (size_t i = 0; i < count; i++)
        if (zb_str_equal(names[i]->key, key))
            return true;
    return false;
}

/* The keys of all rows, each where it first stands. Of more than can be shown a few are enough to say so. */
static size_t name_columns(const table *t, const zb_entry **names) {
    size_t count = 0;
    for (size_t r = 0; r < t->rows.count; r++) {
        const zb_value *row = t->rows.items[r];
        for (size_t i = 0; i < row->count && count < TABLE_NAMES_MAX; i++)
            if (!row->entries[i].value->absent && !zb_str_is(row->entries[i].key, "_at") && !is_named(names, count, i, row->entries[i].key))
                names[count++] = &row->entries[i];
    }
    return count;
}

/* The columns of a table without rows. */
static size_t name_known(const table *t, const zb_entry **names) {
    const zb_value *columns = t->rows.table ? t->rows.table->columns : NULL;
    size_t count = 0;
    for (size_t i = 0; columns && i < columns->count && count < TABLE_NAMES_MAX; i++) {
        zb_entry *entry = ZB_NEW(t->reader->arena, zb_entry);
        *entry = (zb_entry){columns->items[i]->text, columns->items[i]->loc, columns->items[i]};
        names[count++] = entry;
    }
    return count;
}

/* Without `columns` the table shows what the data has. */
static void default_columns(table *t) {
    const zb_entry *names[TABLE_NAMES_MAX];
    zb_usage_table(t->reader->usage, t->rows.name);
    t->count = t->rows.count ? name_columns(t, names) : name_known(t, names);
    t->columns = ZB_NEW_ARRAY(t->reader->arena, t->count, column);
    t->heads = ZB_NEW_ARRAY(t->reader->arena, t->count, zb_column);
    for (size_t i = 0; i < t->count; i++) {
        column *c = &t->columns[i];
        *c = (column){.value = names[i]->key, .style = t->reader->sheet->style.table.text, .sum = true, .known = true};
        c->blank = t->blank;
        c->loc = names[i]->key_loc;
        c->numeric = is_numeric(t, c);
        zb_text_style header = t->reader->sheet->style.table.header;
        t->heads[i].title = zb_text_plain(t->reader, c->value, true, header, c->loc);
        t->heads[i].align = align_read((zb_str){0}, c->numeric);
    }
}

static bool read_columns(table *t, const zb_value *list) {
    bool good = true;
    if (!list) {
        default_columns(t);
        return true;
    }
    t->count = list->count;
    t->columns = ZB_NEW_ARRAY(t->reader->arena, t->count, column);
    t->heads = ZB_NEW_ARRAY(t->reader->arena, t->count, zb_column);
    for (size_t i = 0; i < t->count; i++) {
        if (zb_object_check(t->reader, &zb_table_column_object, list->items[i], list->items[i]->loc))
            read_column(t, list->items[i], &t->columns[i], &t->heads[i]);
        else
            good = false;
    }
    return good;
}

/* ---- cells ---- */

static void report_unlisted(const table *t, const column *c, const zb_value *value) {
    const zb_reader *reader = t->reader;
    zb_str *names = ZB_NEW_ARRAY(reader->arena, c->values->count, zb_str);
    zb_buf list = {0};
    for (size_t i = 0; i < c->values->count; i++) {
        names[i] = c->values->entries[i].key;
        if (i < TABLE_LISTED_MAX)
            zb_buf_format(&list, "%s%.*s", i ? zb_tr(", ") : "", ZB_STR_ARG(names[i]));
    }
    zb_loc known = zb_value_place(reader, c->values);
    zb_diag_add(reader->diags, ZB_ERROR, "table.value", value->loc, "'%.*s' is none of the values of '%.*s': %s%s",
                ZB_STR_ARG(value->text), ZB_STR_ARG(c->value), list.n ? list.s : "none is listed",
                c->values->count > TABLE_LISTED_MAX ? ", …" : "");
    const zb_str *near = zb_nearest(value->text, names, c->values->count);
    const char *file = known.source ? known.source->name : "the template";
    if (near)
        zb_diag_hint(reader->diags, "did you mean '%.*s'? They are listed at %s:%u", ZB_STR_ARG(*near), file, known.line);
    else
        zb_diag_hint(reader->diags, "they are listed at %s:%u; 'else' there takes all others", file, known.line);
    zb_buf_free(&list);
}

/* How a value of the column looks; one that `values` does not know is an error: it would lose its colour in silence. */
static zb_text_style value_style(const table *t, const column *c, const zb_value *value) {
    size_t other = SIZE_MAX;
    for (size_t i = 0; c->values && i < c->values->count; i++) {
        if (zb_str_equal(c->values->entries[i].key, value->text))
            return c->looks[i];
        if (zb_str_is(c->values->entries[i].key, OTHER_VALUES))
            other = i;
    }
    if (other != SIZE_MAX)
        return c->looks[other];
    if (c->values)
        report_unlisted(t, c, value);
    return c->style;
}

/* The text of a cell, its paragraphs on lines of their own. */
static void cell_pieces(const zb_reader *reader, const zb_piece *model, zb_pieces *out) {
    const zb_str *parts;
    size_t count = zb_text_has_paragraphs(model->text) ? zb_text_paragraphs(reader->arena, model->text, &parts) : 0;
    if (!count)
        ZB_PUSH(reader->arena, out, *model);
    for (size_t i = 0; i < count; i++) {
        zb_piece piece = *model;
        piece.kind = ZB_PIECE_BREAK;
        if (i)
            ZB_PUSH(reader->arena, out, piece);
        piece.kind = ZB_PIECE_TEXT;
        piece.text = parts[i];
        ZB_PUSH(reader->arena, out, piece);
    }
}

static zb_text cell_text(const table *t, const column *c, const zb_value *row, const zb_value *value,
                         const zb_text_style *base) {
    zb_piece piece = {
        .kind = ZB_PIECE_TEXT, .resolved = true, .text = value->text, .offset = SIZE_MAX, .loc = value->loc};
    zb_pieces pieces = {0};
    piece.style = base ? *base : value_style(t, c, value);
    const zb_value *target = c->linked && c->link.n ? zb_rows_cell(t->reader, row, c->link) : NULL;
    zb_str link = target ? target->text : (zb_str){0};
    if (link.n) zb_url_read(t->reader->arena, target->text, &link);
    if (link.n && zb_url_allowed(link, target->loc, t->reader->diags) && zb_url_check(t->reader, link, target->loc)) {
        piece.link = link;
        piece.style = zb_link_style(t->reader, piece.style, zb_str_equal(target->text, value->text));
    }
    cell_pieces(t->reader, &piece, &pieces);
    zb_pieces_link(t->reader, &pieces, true);
    return zb_pieces_text(t->reader, &pieces);
}

/* A cell without a value. A row that is a total may have some. */
static zb_cell blank_cell(const table *t, const column *c, const zb_value *row, zb_loc loc, const zb_text_style *base) {
    if (c->blank)
        return (zb_cell){zb_text_plain(t->reader, zb_value_line(t->reader, c->blank), true, base ? *base : c->style, loc), loc};
    if (base)
        return (zb_cell){.loc = loc};
    zb_diag_add(t->reader->diags, ZB_ERROR, "table.blank", loc.source ? loc : row->loc, "there is no value for '%.*s' here",
                ZB_STR_ARG(c->value));
    zb_diag_hint(t->reader->diags, "write one; a column that may be empty says in the template what stands there: blank: \"—\"");
    return (zb_cell){.loc = loc};
}

static zb_cell read_cell(const table *t, const column *c, size_t number, const zb_text_style *base) {
    const zb_value *row = t->rows.items[number - 1];
    if (c->number) {
        zb_str text = base ? (zb_str){0} : zb_str_format(t->reader->arena, "%zu", number);
        return (zb_cell){zb_text_plain(t->reader, text, true, c->style, row->loc), row->loc};
    }
    if (!c->known)
        return (zb_cell){.loc = row->loc}; /* reported once, at the column */
    const zb_value *there = zb_value_lookup(row, c->value);
    if (!there || zb_value_is_blank(there))
        return blank_cell(t, c, row, there ? there->loc : row->loc, base);
    const zb_value *value = zb_rows_cell(t->reader, row, c->value);
    return value ? (zb_cell){cell_text(t, c, row, value, base), value->loc} : (zb_cell){.loc = row->loc};
}

static zb_row read_row(const table *t, size_t number) {
    bool total = t->last && number == t->rows.count;
    const zb_text_style *base = total ? &t->reader->sheet->style.table.total : NULL;
    zb_cell *cells = ZB_NEW_ARRAY(t->reader->arena, t->count, zb_cell);
    for (size_t i = 0; i < t->count; i++)
        cells[i] = read_cell(t, &t->columns[i], number, base);
    return (zb_row){cells, total, t->rows.items[number - 1]->loc};
}

/* ---- totals ---- */

static zb_str column_sum(const table *t, const column *c) {
    zb_decimal sum = {0}, term;
    for (size_t i = 0; i < t->rows.count; i++) {
        const zb_value *value = zb_value_lookup(t->rows.items[i], c->value);
        if (!value || zb_value_is_blank(value))
            continue;
        if (zb_decimal_read(value->text, &term) && zb_decimal_add(&sum, term))
            continue;
        zb_diag_add(t->reader->diags, ZB_ERROR, "table.sum", value->loc, "'%.*s' cannot be added up",
                    ZB_STR_ARG(value->text));
        zb_diag_hint(t->reader->diags,
                     "sums take plain numbers with at most %d decimals; 'sum: false' leaves a column out",
                     ZB_DECIMAL_SCALE_MAX);
        return (zb_str){0};
    }
    return zb_decimal_text(t->reader->arena, sum);
}

/* A column that would be numbers if all were written plainly: its sum must not just be missing. */
static void check_plain(const table *t, const column *c) {
    const zb_value *first = NULL;
    double number;
    for (size_t i = 0; i < t->rows.count; i++) {
        const zb_value *value = zb_value_lookup(t->rows.items[i], c->value);
        if (!value || zb_value_is_blank(value) || zb_value_number(value, &number))
            continue;
        if (value->kind != ZB_TEXT || !zb_value_means_number(value->text))
            return;
        if (!first)
            first = value;
    }
    if (!first)
        return;
    zb_str cure = zb_value_number_cure(t->reader->arena, first->text);
    zb_diag_add(t->reader->diags, ZB_ERROR, "table.sum", first->loc, "'%.*s' cannot be added up", ZB_STR_ARG(first->text));
    zb_diag_hint(t->reader->diags, "%.*s; 'sum: false' leaves a column out", ZB_STR_ARG(cure));
}

/* The column that shows the total's label: the first that is no running number. */
static size_t label_column(const table *t) {
    size_t i = 0;
    while (i < t->count && t->columns[i].number)
        i++;
    return i;
}

static zb_row sum_row(const table *t, zb_loc loc) {
    zb_cell *cells = ZB_NEW_ARRAY(t->reader->arena, t->count, zb_cell);
    size_t label = label_column(t);
    for (size_t i = 0; i < t->count; i++) {
        const column *c = &t->columns[i];
        if (i != label && c->sum && !c->number && !c->numeric)
            check_plain(t, c);
        zb_str text = i == label ? t->total : c->numeric && c->sum ? column_sum(t, c) : (zb_str){0};
        cells[i] = (zb_cell){zb_text_plain(t->reader, text, true, t->reader->sheet->style.table.total, loc), loc};
    }
    return (zb_row){cells, true, loc};
}

static bool read_total(table *t, const zb_value *total) {
    static const zb_object object = {"total", total_keys};
    if (!total)
        return true;
    if (total->kind == ZB_LIST) {
        zb_diag_add(t->reader->diags, ZB_ERROR, "directive.value", total->loc, "'total' is a list, it wants a label");
        return false;
    }
    bool map = total->kind == ZB_MAP;
    if (map && !zb_object_check(t->reader, &object, total, total->loc))
        return false;
    t->last = map && zb_object_value(&object, total, "row") && t->rows.count;
    t->sums = !t->last;
    t->total = map ? zb_object_text(t->reader, &object, total, "label") : zb_value_line(t->reader, total);
    return true;
}

static void read_rows(table *t, const zb_value *total, zb_node *node) {
    size_t count = t->rows.count + (t->sums ? 1 : 0);
    zb_row *rows = ZB_NEW_ARRAY(t->reader->arena, count, zb_row);
    for (size_t i = 0; i < t->rows.count; i++) {
        if (!zb_budget_lasts(t->reader->diags, t->rows.items[i]->loc))
            return;
        rows[i] = read_row(t, i + 1);
    }
    if (t->sums)
        rows[count - 1] = sum_row(t, total->loc);
    size_t label = label_column(t);
    if (t->last && t->total.n && label < t->count) {
        zb_cell *cells = ZB_NEW_ARRAY(t->reader->arena, t->count, zb_cell);
        memcpy(cells, rows[count - 1].cells, t->count * sizeof *cells);
        cells[label].text = zb_text_plain(t->reader, t->total, true, t->reader->sheet->style.table.total, total->loc);
        rows[count - 1].cells = cells;
    }
    node->as.table.rows = rows;
    node->as.table.row_count = count;
}

static bool is_bounded(const table *t, zb_loc loc) {
    if (t->count > TABLE_COLUMNS_MAX)
        zb_diag_add(t->reader->diags, ZB_ERROR, "table.columns", loc, "the table has %zu columns, at most %d fit",
                    t->count, TABLE_COLUMNS_MAX);
    else if (t->count && t->rows.count > TABLE_CELLS_MAX / t->count)
        zb_diag_add(t->reader->diags, ZB_ERROR, "table.cells", loc, "the table has more than %d cells",
                    TABLE_CELLS_MAX);
    else
        return true;
    return false;
}

zb_node *zb_table_read(const zb_reader *reader, const zb_value *body, zb_loc loc) {
    table t = {.reader = reader};
    const zb_value *data = zb_object_value(&table_object, body, "data"),
                   *total = zb_object_value(&table_object, body, "total");
    if (!zb_rows_read(reader, "table.data", data, &t.rows) ||
        !zb_rows_filter(reader, zb_object_value(&table_object, body, "where"), &t.rows))
        return NULL;
    t.blank = zb_object_value(&table_object, body, "blank");
    bool told = !t.rows.count && t.rows.table && !zb_csv_check_rows(t.rows.table, reader->diags);
    if (!t.rows.count && !told)
        zb_diag_add(reader->diags, ZB_WARNING, "table.empty", loc, "the table has no rows");
    if (!read_columns(&t, zb_object_value(&table_object, body, "columns")) || !read_total(&t, total) ||
        !is_bounded(&t, loc))
        return NULL;
    zb_node *node = zb_node_new(reader->arena, NULL, ZB_NODE_TABLE, loc);
    node->id = zb_object_text(reader, &table_object, body, "id");
    node->as.table.caption =
        zb_object_styled(reader, &table_object, body, "caption", reader->sheet->style.caption.text);
    node->as.table.columns = t.heads;
    node->as.table.column_count = t.count;
    read_rows(&t, total, node);
    return node;
}
