/* SPDX-License-Identifier: Apache-2.0
 * The document tree as text, one node a line, for `zhoubao dump document` and golden tests. Texts show a style only
 * where it differs from that of the block they stand in. */
#include <stdio.h>
#include <string.h>

#include "templates/template.h"

typedef struct dumper {
    const zb_style *style;
    zb_buf *out;
    const char *lang; /* of the node at hand: runs say theirs only where it is another */
} dumper;

static const char *const kind_names[] = {
    [ZB_NODE_DOCUMENT] = "document",    [ZB_NODE_SECTION] = "section", [ZB_NODE_HEADING] = "heading",
    [ZB_NODE_PARAGRAPH] = "paragraph",  [ZB_NODE_LIST] = "list",       [ZB_NODE_ITEM] = "item",
    [ZB_NODE_QUOTE] = "quote",          [ZB_NODE_NOTE] = "note",       [ZB_NODE_CODE] = "code",
    [ZB_NODE_TABLE] = "table",          [ZB_NODE_FIGURE] = "figure",   [ZB_NODE_COLUMNS] = "columns",
    [ZB_NODE_MASTHEAD] = "masthead",    [ZB_NODE_CARDS] = "cards",     [ZB_NODE_TOC] = "toc",
    [ZB_NODE_PAGE_BREAK] = "pagebreak", [ZB_NODE_RULE] = "rule",       [ZB_NODE_FOOTNOTE] = "footnote",
};
static const char *const align_names[] = {"justify", "left", "center", "right"};
static const char *const role_names[] = {"serif", "sans", "kai", "mono"};
static const char *const note_names[] = {"note", "tip", "important", "warning", "caution"};
static const char *const chart_names[] = {"bar", "hbar", "pie", "donut", "line", "area", "point"};

static void put(const dumper *d, const char *text) { zb_buf_add(d->out, zb_str_of(text)); }

static void put_quoted(const dumper *d, zb_str text) {
    zb_buf_add_char(d->out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.s[i] == '\n') {
            put(d, "\\n");
            continue;
        }
        if (text.s[i] == '"' || text.s[i] == '\\') zb_buf_add_char(d->out, '\\');
        zb_buf_add_char(d->out, text.s[i]);
    }
    zb_buf_add_char(d->out, '"');
}

/* Thousandths as a decimal number without needless noughts. */
static void put_thousandths(const dumper *d, int64_t value) {
    uint64_t n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    zb_buf_format(d->out, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(n / 1000));
    if (n % 1000 == 0) return;
    char digits[8];
    snprintf(digits, sizeof digits, ".%03u", (unsigned)(n % 1000));
    for (size_t i = strlen(digits); digits[i - 1] == '0'; i--) digits[i - 1] = 0;
    put(d, digits);
}

static void put_length(const dumper *d, const char *name, zb_length length) {
    zb_buf_format(d->out, " %s=", name);
    put_thousandths(d, zb_scale(length, 1000, ZB_PT));
    put(d, "pt");
}

static void put_double(const dumper *d, const char *name, double value) {
    zb_buf_format(d->out, " %s=", name);
    if (value > -1e15 && value < 1e15) put_thousandths(d, (int64_t)(value * 1000 + (value < 0 ? -0.5 : 0.5)));
    else put(d, "large");
}

static void put_color(const dumper *d, const char *name, zb_color c) {
    zb_buf_format(d->out, " %s=#%02X%02X%02X", name, c.r, c.g, c.b);
    if (c.a != 255) zb_buf_format(d->out, "%02X", c.a);
}

static void put_string(const dumper *d, const char *name, zb_str text) {
    if (text.n == 0) return;
    zb_buf_format(d->out, " %s=", name);
    put_quoted(d, text);
}

static void put_loc(const dumper *d, zb_loc loc) {
    if (loc.source) zb_buf_format(d->out, " @%s:%u:%u", loc.source->name, loc.line, loc.column);
}

static bool flags_equal(const zb_text_style *a, const zb_text_style *b) {
    return a->underline == b->underline && a->strike == b->strike && a->verbatim == b->verbatim;
}

static bool styles_equal(const zb_text_style *a, const zb_text_style *b) {
    return a->role == b->role && a->weight == b->weight && a->size == b->size && a->spacing == b->spacing &&
           zb_color_equal(a->color, b->color) && zb_color_equal(a->ground, b->ground) && flags_equal(a, b);
}

/* What of a run's style differs from the style round it. */
static void put_style(const dumper *d, const zb_text_style *s, const zb_text_style *base) {
    if (s->role != base->role) zb_buf_format(d->out, " %s", role_names[s->role]);
    if (s->weight != base->weight) zb_buf_format(d->out, " weight=%d", s->weight);
    if (s->size != base->size) put_length(d, "size", s->size);
    if (s->spacing != base->spacing) put_length(d, "spacing", s->spacing);
    if (!zb_color_equal(s->color, base->color)) put_color(d, "color", s->color);
    if (!zb_color_equal(s->ground, base->ground)) put_color(d, "ground", s->ground);
    if (s->underline != base->underline) put(d, s->underline ? " underline" : " no-underline");
    if (s->strike != base->strike) put(d, s->strike ? " strike" : " no-strike");
    if (s->verbatim != base->verbatim) put(d, s->verbatim ? " verbatim" : " no-verbatim");
}

static const char *lang_name(const char *lang) { return lang ? lang : "zh-CN"; }

static bool same_lang(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

/* Whether two runs look and behave alike, so that the dump shows them as one. */
static bool runs_join(const zb_inline *a, const zb_inline *b) {
    return a->kind == ZB_INLINE_TEXT && b->kind == ZB_INLINE_TEXT && styles_equal(&a->style, &b->style) &&
           zb_str_equal(a->link, b->link) && same_lang(a->lang, b->lang);
}

static void put_image(const dumper *d, const zb_image *image) {
    if (!image) return;
    put_string(d, "path", zb_str_of(image->path));
    put_string(d, "alt", image->alt);
    if (image->width > 0) put_double(d, "width", image->width);
}

static void put_run_text(const dumper *d, const zb_inline *runs, size_t count) {
    zb_buf text = {0};
    for (size_t i = 0; i < count; i++) zb_buf_add(&text, runs[i].text);
    put_quoted(d, zb_buf_str(&text));
    zb_buf_free(&text);
}

/* `count` runs that are shown as one: "text", or ["text" weight=700 link="..."] where it is not as its surroundings. */
static void put_runs(const dumper *d, const zb_inline *runs, size_t count, const zb_text_style *base) {
    bool plain = runs->kind == ZB_INLINE_TEXT && styles_equal(&runs->style, base) && runs->link.n == 0 &&
                 (runs->style.verbatim || same_lang(runs->lang, d->lang));
    put(d, plain ? " " : " [");
    if (runs->kind == ZB_INLINE_BREAK) put(d, "break");
    else if (runs->kind == ZB_INLINE_IMAGE) put(d, "image");
    else put_run_text(d, runs, count);
    if (plain) return;
    if (runs->kind == ZB_INLINE_FOOTNOTE) put(d, " footnote");
    if (runs->kind == ZB_INLINE_IMAGE) put_image(d, runs->image);
    if (runs->kind == ZB_INLINE_TEXT || runs->kind == ZB_INLINE_FOOTNOTE) put_style(d, &runs->style, base);
    put_string(d, "link", runs->link);
    if (!runs->style.verbatim && !same_lang(runs->lang, d->lang)) put_string(d, "lang", zb_str_of(lang_name(runs->lang)));
    put(d, "]");
}

static void put_text(const dumper *d, zb_text text, const zb_text_style *base) {
    for (size_t i = 0, n; i < text.count; i += n) {
        for (n = 1; i + n < text.count && runs_join(&text.runs[i], &text.runs[i + n]);) n++;
        put_runs(d, &text.runs[i], n, base);
    }
}

static void put_indent(const dumper *d, int depth) {
    for (int i = 0; i < depth; i++) put(d, "  ");
}

/* One line of its own below a node: a word and a text. */
static void put_text_line(const dumper *d, int depth, const char *name, zb_text text, const zb_text_style *base) {
    if (text.count == 0) return;
    put_indent(d, depth);
    put(d, name);
    put_text(d, text, base);
    put(d, "\n");
}

static void dump_row(const dumper *d, const zb_row *row, size_t columns, int depth) {
    const zb_text_style *base = row->total ? &d->style->table.total : &d->style->table.text;
    put_indent(d, depth);
    put(d, row->total ? "total" : "row");
    put_loc(d, row->loc);
    put(d, "\n");
    for (size_t i = 0; i < columns; i++) {
        put_indent(d, depth + 1);
        put(d, "cell");
        put_text(d, row->cells[i].text, base);
        put_loc(d, row->cells[i].loc);
        put(d, "\n");
    }
}

static void dump_table(const dumper *d, const zb_node *node, int depth) {
    const zb_style *style = d->style;
    put_text_line(d, depth, "label", node->as.table.label, &style->caption.label);
    put_text_line(d, depth, "caption", node->as.table.caption, &style->caption.text);
    for (size_t i = 0; i < node->as.table.column_count; i++) {
        const zb_column *column = &node->as.table.columns[i];
        put_indent(d, depth);
        zb_buf_format(d->out, "column %s", align_names[column->align]);
        if (column->width > 0) put_double(d, "width", column->width);
        put_text(d, column->title, &style->table.header);
        put(d, "\n");
    }
    for (size_t i = 0; i < node->as.table.row_count; i++)
        dump_row(d, &node->as.table.rows[i], node->as.table.column_count, depth);
}

static void dump_datum(const dumper *d, const zb_datum *datum, int depth) {
    put_indent(d, depth);
    put(d, "datum ");
    put_quoted(d, datum->name);
    if (datum->missing) put(d, " missing");
    else put_double(d, "value", datum->value);
    put_string(d, "text", datum->value_text);
    if (datum->highlight) put(d, " highlight");
    if (datum->color.a) put_color(d, "color", datum->color);
    put_loc(d, datum->loc);
    put(d, "\n");
}

static void dump_chart(const dumper *d, const zb_chart *chart, int depth) {
    put_indent(d, depth);
    zb_buf_format(d->out, "chart %s", chart_names[chart->kind]);
    put_string(d, "title", chart->title);
    put_string(d, "unit", chart->unit);
    put_string(d, "total", chart->total_label);
    put_loc(d, chart->loc);
    put(d, "\n");
    for (size_t i = 0; i < chart->count; i++) dump_datum(d, &chart->data[i], depth + 1);
}

static void dump_figure(const dumper *d, const zb_node *node, int depth) {
    put_text_line(d, depth, "label", node->as.figure.label, &d->style->caption.label);
    put_text_line(d, depth, "caption", node->as.figure.caption, &d->style->caption.text);
    if (node->as.figure.chart) dump_chart(d, node->as.figure.chart, depth);
    if (!node->as.figure.image) return;
    put_indent(d, depth);
    put(d, "image");
    put_image(d, node->as.figure.image);
    put(d, "\n");
}

static void dump_card(const dumper *d, const zb_card *card, int depth) {
    put_indent(d, depth);
    put(d, "card");
    put_string(d, "label", card->label);
    for (size_t i = 0; i < card->value_count; i++) {
        put_string(d, "value", card->values[i].text);
        if (card->values[i].color.a) put_color(d, "color", card->values[i].color);
    }
    put_string(d, "change", card->change);
    if (card->direction) put(d, card->direction > 0 ? " up" : " down");
    put_loc(d, card->loc);
    put(d, "\n");
}

static void put_masthead(const dumper *d, const zb_node *node) {
    put_string(d, "publisher", node->as.masthead.publisher);
    put_string(d, "title", node->as.masthead.title);
    put_string(d, "period", node->as.masthead.period);
    put_string(d, "number_label", node->as.masthead.number_label);
    put_string(d, "number", node->as.masthead.number);
    put_string(d, "number_unit", node->as.masthead.number_unit);
}

static const zb_text_style *heading_style(const dumper *d, int level) {
    int index = level < 1 ? 0 : level > ZB_HEADING_LEVELS ? ZB_HEADING_LEVELS - 1 : level - 1;
    return &d->style->heading[index].text;
}

static void put_list(const dumper *d, const zb_node *node) {
    if (node->as.list.ordered) zb_buf_format(d->out, " ordered start=%d", node->as.list.start);
    put(d, node->as.list.tight ? " tight" : " loose");
}

static void put_paragraph(const dumper *d, const zb_node *node, const zb_text_style *base) {
    if (node->as.paragraph.align != d->style->paragraph_align)
        zb_buf_format(d->out, " %s", align_names[node->as.paragraph.align]);
    if (node->as.paragraph.indent != d->style->indent) put_length(d, "indent", node->as.paragraph.indent);
    put_text(d, node->as.paragraph.text, base);
}

/* What stands on a node's own line. */
static void put_attributes(const dumper *d, const zb_node *node, const zb_text_style *base) {
    static const char *const tasks[] = {"", " open", " done"};
    switch (node->kind) {
    case ZB_NODE_SECTION: zb_buf_format(d->out, " level=%d", node->as.section.level); break;
    case ZB_NODE_HEADING:
        zb_buf_format(d->out, " level=%d", node->as.heading.level);
        put_text(d, node->as.heading.text, heading_style(d, node->as.heading.level));
        break;
    case ZB_NODE_PARAGRAPH: put_paragraph(d, node, base); break;
    case ZB_NODE_LIST: put_list(d, node); break;
    case ZB_NODE_ITEM: put(d, tasks[node->as.item.task % 3]); break;
    case ZB_NODE_NOTE:
        zb_buf_format(d->out, " %s", note_names[node->as.note.kind]);
        put_text(d, node->as.note.title, base);
        break;
    case ZB_NODE_CODE:
        put_string(d, "language", node->as.code.language);
        put_string(d, "text", node->as.code.text);
        break;
    case ZB_NODE_FIGURE:
        if (node->as.figure.width) put_length(d, "width", node->as.figure.width);
        if (node->as.figure.height) put_length(d, "height", node->as.figure.height);
        break;
    case ZB_NODE_MASTHEAD: put_masthead(d, node); break;
    case ZB_NODE_TOC:
        zb_buf_format(d->out, " depth=%d", node->as.toc.depth);
        put_text(d, node->as.toc.title, heading_style(d, 1));
        break;
    case ZB_NODE_FOOTNOTE: zb_buf_format(d->out, " number=%d", node->as.footnote.number); break;
    default: break;
    }
}

/* The style of the texts inside a node, `base` where it sets none. */
static const zb_text_style *inner_style(const dumper *d, const zb_node *node, const zb_text_style *base) {
    const zb_style *s = d->style;
    const zb_box_style *const notes[] = {&s->note, &s->tip, &s->important, &s->warning, &s->caution};
    switch (node->kind) {
    case ZB_NODE_QUOTE: return &s->quote.text;
    case ZB_NODE_NOTE: return &notes[node->as.note.kind]->text;
    case ZB_NODE_FOOTNOTE: return &s->footnote;
    default: return base;
    }
}

/* The language of a node's texts; only some kinds of nodes name it. */
static const char *inner_lang(const dumper *d, const zb_node *node) {
    bool named = node->kind == ZB_NODE_SECTION || node->kind == ZB_NODE_HEADING || node->kind == ZB_NODE_PARAGRAPH ||
                 node->kind == ZB_NODE_FOOTNOTE;
    return named ? node->lang : d->lang;
}

static void dump_node(const dumper *outer, const zb_node *node, int depth, const zb_text_style *base) {
    dumper inner = *outer, *d = &inner;
    inner.lang = inner_lang(outer, node);
    base = inner_style(d, node, base);
    put_indent(d, depth);
    put(d, kind_names[node->kind]);
    if (node->id.n) zb_buf_format(d->out, " #%.*s", ZB_STR_ARG(node->id));
    put_attributes(d, node, base);
    if (!same_lang(inner.lang, outer->lang)) put_string(d, "lang", zb_str_of(lang_name(inner.lang)));
    put_loc(d, node->loc);
    put(d, "\n");
    if (node->kind == ZB_NODE_TABLE) dump_table(d, node, depth + 1);
    if (node->kind == ZB_NODE_FIGURE) dump_figure(d, node, depth + 1);
    for (size_t i = 0; node->kind == ZB_NODE_CARDS && i < node->as.cards.count; i++)
        dump_card(d, &node->as.cards.cards[i], depth + 1);
    for (const zb_node *child = node->first; child; child = child->next) dump_node(d, child, depth + 1, base);
}

void zb_document_dump(const zb_document *document, zb_buf *out) {
    dumper d = {.style = document->style, .out = out};
    put(&d, "metadata");
    put_string(&d, "title", document->title);
    put_string(&d, "author", document->author);
    put_string(&d, "subject", document->subject);
    put_string(&d, "keywords", document->keywords);
    put_string(&d, "lang", document->lang);
    put_string(&d, "date", document->date);
    put_string(&d, "left", document->running_head_left);
    put_string(&d, "right", document->running_head_right);
    put(&d, "\n");
    dump_node(&d, document->root, 0, &d.style->body);
}
