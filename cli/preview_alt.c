/* SPDX-License-Identifier: Apache-2.0
 * Alternative texts of the preview pictures, for readers who do not see them: what the masthead and the figure cards say, and the
 * headings of each page, in the document's language. */
#include "cli/preview.h"
#include "cli/table_text.h"

/* Headings named for one page. */
#define HEADINGS_MAX 3

/* The words of one language. */
typedef struct words {
    const char *comma, *stop, *colon, *list;
    const char *open, *close; /* round a change */
    const char *up, *down;
    const char *page, *a_page, *pages; /* before the number of a page, at the beginning and later on, and of several */
    const char *to, *unit;             /* between and after the numbers */
    const char *continued;             /* after a heading from a page before */
    const char *untitled;
} words;

static const words chinese = {"，",   "。",   "：",    "；",   "（",    "）",       "上升 ", "下降 ",
                              "第 ", "第 ", "第 ", " 至 ", " 页", "（续）", "无题"};
static const words english = {", ",    ". ",    ": ",     "; ",   " (", ")",            "up ",     "down ",
                              "Page ", "page ", "pages ", " to ", "",   " (continued)", "Untitled"};

static const words *words_of(const zb_document *document) { return zb_speaks_chinese(document->lang) ? &chinese : &english; }

/* The first node of a kind, in reading order; NULL: there is none. */
static const zb_node *node_find(const zb_node *node, zb_node_kind kind) {
    for (const zb_node *n = node->first; n; n = n->next) {
        const zb_node *found = n->kind == kind ? n : node_find(n, kind);
        if (found) return found;
    }
    return NULL;
}

/* Adds a part behind a separator; an empty one is left out. */
static void add_part(zb_buf *out, const char *separator, zb_str part) {
    if (!part.n) return;
    if (out->n) zb_buf_add(out, zb_str_of(separator));
    zb_buf_add(out, part);
}

/* "第26期", which the masthead has in pieces. */
static void add_number(zb_buf *out, const zb_node *masthead, const words *w) {
    zb_str label = masthead->as.masthead.number_label, number = masthead->as.masthead.number, unit = masthead->as.masthead.number_unit;
    if (out->n && label.n + number.n + unit.n) zb_buf_add(out, zb_str_of(w->comma));
    zb_buf_add(out, label);
    zb_buf_add(out, number);
    zb_buf_add(out, unit);
}

/* What the front of the document says: its masthead, without one its title and subject. */
static void add_front(zb_buf *out, const zb_document *document, const words *w) {
    const zb_node *masthead = node_find(document->root, ZB_NODE_MASTHEAD);
    zb_str title = masthead ? masthead->as.masthead.title : (zb_str){0};
    add_part(out, w->comma, title.n ? title : document->title);
    if (!masthead) {
        add_part(out, w->comma, document->subject);
        return;
    }
    add_number(out, masthead, w);
    add_part(out, w->comma, masthead->as.masthead.period);
    if (!out->n) add_part(out, w->comma, document->subject);
}

/* Without a front the first heading stands for the whole. */
static void add_heading(zb_buf *out, const zb_document *document, const words *w) {
    size_t start = out->n;
    add_front(out, document, w);
    if (out->n > start) return;
    const zb_node *heading = node_find(document->root, ZB_NODE_HEADING);
    if (heading) zb_text_add_plain(out, heading->as.heading.text);
    while (out->n > start && out->s[out->n - 1] == ' ') out->n--;
    if (out->n == start) zb_buf_add(out, zb_str_of(w->untitled));
}

static void add_card(zb_buf *out, const zb_card *card, const words *w) {
    zb_buf_format(out, "%.*s%s", ZB_STR_ARG(card->label), w->colon);
    for (size_t i = 0; i < card->value_count; i++) zb_buf_format(out, "%s%.*s", i ? " / " : "", ZB_STR_ARG(card->values[i].text));
    const char *way = card->direction > 0 ? w->up : card->direction < 0 ? w->down : "";
    if (card->change.n) zb_buf_format(out, "%s%s%.*s%s", w->open, way, ZB_STR_ARG(card->change), w->close);
}

static void add_figures(zb_buf *out, const zb_document *document, const words *w) {
    const zb_node *cards = node_find(document->root, ZB_NODE_CARDS);
    for (size_t i = 0; cards && i < cards->as.cards.count; i++) {
        if (out->n) zb_buf_add(out, zb_str_of(i ? w->list : w->stop));
        add_card(out, &cards->as.cards.cards[i], w);
    }
}

static zb_str finish(zb_arena *arena, zb_buf *buf) {
    zb_str text = zb_str_copy(arena, zb_buf_str(buf));
    zb_buf_free(buf);
    return text;
}

zb_str zb_preview_alt(zb_arena *arena, const zb_document *document) {
    const words *w = words_of(document);
    zb_buf out = {0};
    add_heading(&out, document, w);
    add_figures(&out, document, w);
    return finish(arena, &out);
}

zb_str zb_preview_page_alt(zb_arena *arena, const zb_document *document, const zb_display_list *list, int page, zb_str *heading) {
    const words *w = words_of(document);
    zb_buf out = {0};
    int named = 0;
    zb_buf_format(&out, "%s%d%s", w->page, page, w->unit);
    for (size_t i = 0; i < list->count; i++) {
        const zb_tag *tag = list->items[i].kind == ZB_ITEM_BEGIN ? list->items[i].as.tag : NULL;
        if (!tag || !tag->outline.n) continue;
        *heading = tag->outline;
        if (named++ < HEADINGS_MAX) add_part(&out, named == 1 ? w->colon : w->list, tag->outline);
    }
    if (!named && heading->n) zb_buf_format(&out, "%s%.*s%s", w->colon, ZB_STR_ARG(*heading), w->continued);
    return finish(arena, &out);
}

zb_str zb_preview_sheet_alt(zb_arena *arena, const zb_document *document, int first, int last) {
    const words *w = words_of(document);
    zb_buf out = {0};
    add_heading(&out, document, w);
    if (first == last) zb_buf_format(&out, "%s%s%d%s", w->colon, w->a_page, first, w->unit);
    else zb_buf_format(&out, "%s%s%d%s%d%s", w->colon, w->pages, first, w->to, last, w->unit);
    return finish(arena, &out);
}

void zb_preview_title(const zb_document *document, zb_buf *out) {
    zb_buf_add(out, document->title);
    if (document->title.n && document->subject.n) zb_buf_add_char(out, ' ');
    zb_buf_add(out, document->subject);
    if (!document->title.n && !document->subject.n) add_heading(out, document, words_of(document));
}
