/* SPDX-License-Identifier: Apache-2.0
 * Numbers of figures and tables, ids, and the references to them. All numbers are given in one walk over the finished
 * tree, so that an object counts where it stands, also side by side with others. */
#include "templates/numbering.h"

#include <stdlib.h>
#include <string.h>

#include "templates/language.h"

struct zb_numbering {
    ZB_VEC(zb_inline *) refs; /* bound */
    ZB_VEC(size_t) open;      /* indices of the text under construction */
    ZB_VEC(zb_str) lost;      /* texts of blocks that could not be read */
};

typedef struct target {
    zb_str id;
    size_t order; /* in the document: the first of equal ids wins */
    const zb_node *node;
} target;

typedef struct walk {
    const zb_reader *reader;
    ZB_VEC(target) targets;
    ZB_VEC(zb_node *) unnamed; /* headings without an id */
    int figures, tables;
} walk;

bool zb_lang_is_chinese(const char *lang) { return zb_language_is(lang, "zh"); }

zb_numbering *zb_numbering_new(zb_arena *arena) { return ZB_NEW(arena, zb_numbering); }

void zb_numbering_refer(zb_numbering *numbering, zb_arena *arena, size_t index) {
    ZB_PUSH(arena, &numbering->open, index);
    ZB_PUSH(arena, &numbering->refs, NULL);
}

void zb_numbering_bind(zb_numbering *numbering, zb_inline *runs) {
    size_t first = numbering->refs.count - numbering->open.count;
    for (size_t i = 0; i < numbering->open.count; i++)
        numbering->refs.data[first + i] = &runs[numbering->open.data[i]];
    numbering->open.count = 0;
}

void zb_numbering_lose(zb_numbering *numbering, zb_arena *arena, zb_str text) {
    ZB_PUSH(arena, &numbering->lost, text);
}

static bool is_id_byte(char c) {
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c & 0x80);
}

static bool holds_word(zb_str text, zb_str word) {
    for (size_t at = 0; word.n && (at = zb_str_find(text, word, at)) != SIZE_MAX; at++) {
        bool begins = at == 0 || !is_id_byte(text.s[at - 1]);
        if (begins && (at + word.n == text.n || !is_id_byte(text.s[at + word.n])))
            return true;
    }
    return false;
}

static bool is_lost(const zb_numbering *numbering, zb_str id) {
    for (size_t i = 0; i < numbering->lost.count; i++)
        if (holds_word(numbering->lost.data[i], id))
            return true;
    return false;
}

static void walk_label(walk *w, const zb_node *node, const zb_text *caption, zb_text *label, int *number,
                       const char *word) {
    if (!caption->count && !node->id.n)
        return;
    zb_inline *run = ZB_NEW(w->reader->arena, zb_inline);
    run->kind = ZB_INLINE_TEXT;
    run->text = zb_str_format(w->reader->arena, "%s %d", word, ++*number);
    run->style = w->reader->sheet->style.caption.label;
    run->loc = node->loc;
    run->lang = w->reader->text_lang;
    *label = (zb_text){run, 1};
}

static void walk_node(walk *w, zb_node *node) {
    bool chinese = zb_lang_is_chinese(w->reader->lang);
    if (node->kind == ZB_NODE_FIGURE)
        walk_label(w, node, &node->as.figure.caption, &node->as.figure.label, &w->figures, chinese ? "图" : "Figure");
    else if (node->kind == ZB_NODE_TABLE)
        walk_label(w, node, &node->as.table.caption, &node->as.table.label, &w->tables, chinese ? "表" : "Table");
    else if (node->kind == ZB_NODE_HEADING && !node->id.n)
        ZB_PUSH(w->reader->arena, &w->unnamed, node);
    if (node->id.n)
        ZB_PUSH(w->reader->arena, &w->targets, (target){node->id, w->targets.count, node});
}

/* Preorder, without recursion: the tree may be deep. */
static void walk_tree(walk *w, zb_node *root) {
    for (zb_node *node = root; node;) {
        walk_node(w, node);
        if (node->first) {
            node = node->first;
            continue;
        }
        while (node != root && !node->next)
            node = node->parent;
        node = node == root ? NULL : node->next;
    }
}

static int target_order(const void *a, const void *b) {
    const target *x = a, *y = b;
    int order = zb_str_compare(x->id, y->id);
    return order ? order : x->order < y->order ? -1 : 1;
}

static int target_match(const void *key, const void *element) {
    return zb_str_compare(*(const zb_str *)key, ((const target *)element)->id);
}

static const zb_node *walk_lookup(const walk *w, zb_str id) {
    const target *t =
        w->targets.count ? bsearch(&id, w->targets.data, w->targets.count, sizeof *t, target_match) : NULL;
    return t ? t->node : NULL;
}

/* Sorts the targets and drops all but the first of each id. */
static void walk_index(walk *w) {
    size_t kept = 0;
    if (w->targets.count)
        qsort(w->targets.data, w->targets.count, sizeof(target), target_order);
    for (size_t i = 0; i < w->targets.count; i++) {
        target *t = &w->targets.data[i];
        if (!kept || !zb_str_equal(w->targets.data[kept - 1].id, t->id)) {
            w->targets.data[kept++] = *t;
            continue;
        }
        zb_loc first = w->targets.data[kept - 1].node->loc;
        zb_diag_add(w->reader->diags, ZB_ERROR, "xref.duplicate", t->node->loc, "the id '%.*s' is already taken",
                    ZB_STR_ARG(t->id));
        zb_diag_hint(w->reader->diags, "it is first given in line %u; ids must differ", first.line);
        zb_diag_related(w->reader->diags, first);
    }
    w->targets.count = kept;
}

static void walk_name_headings(walk *w) {
    int number = 0;
    for (size_t i = 0; i < w->unnamed.count; i++) {
        zb_str id;
        do
            id = zb_str_format(w->reader->arena, "sec-%d", ++number);
        while (walk_lookup(w, id));
        w->unnamed.data[i]->id = id;
    }
}

/* What a reference without words shows. */
static zb_str target_text(const zb_reader *reader, const zb_node *node) {
    switch (node->kind) {
    case ZB_NODE_FIGURE: return zb_text_string(reader->arena, node->as.figure.label);
    case ZB_NODE_TABLE: return zb_text_string(reader->arena, node->as.table.label);
    case ZB_NODE_HEADING: return zb_text_string(reader->arena, node->as.heading.text);
    default: return (zb_str){0};
    }
}

#define TAG_SHOWN_MAX 60

/* What stands in a section that this issue does not print. False: the id is nowhere. */
static bool report_omitted(const walk *w, const zb_inline *ref, zb_str id) {
    zb_str tag;
    zb_loc loc;
    bool fault;
    if (!w->reader->expansion || !zb_expansion_omitted(w->reader->expansion, id, &tag, &loc, &fault)) return false;
    if (fault) return true;
    zb_diag_add(w->reader->diags, ZB_ERROR, "xref.unknown", ref->loc, "'%.*s' stands in a section that is not printed here",
                ZB_STR_ARG(id));
    size_t shown = tag.n < TAG_SHOWN_MAX ? tag.n : TAG_SHOWN_MAX;
    while (shown && shown < tag.n && ((unsigned char)tag.s[shown] & 0xC0) == 0x80)
        shown--;
    zb_diag_hint(w->reader->diags, "the section is %.*s%s at %s:%u:%u; put the reference under the same condition",
                 ZB_STR_ARG(zb_str_sub(tag, 0, shown)), shown < tag.n ? "..." : "", loc.source->name, loc.line, loc.column);
    zb_diag_related(w->reader->diags, loc);
    return true;
}

static void report_unknown(const walk *w, const zb_inline *ref, zb_str id) {
    if (report_omitted(w, ref, id)) return;
    zb_str *names = ZB_NEW_ARRAY(w->reader->arena, w->targets.count, zb_str);
    for (size_t i = 0; i < w->targets.count; i++)
        names[i] = w->targets.data[i].id;
    zb_diag_add(w->reader->diags, ZB_ERROR, "xref.unknown", ref->loc, "nothing has the id '%.*s'", ZB_STR_ARG(id));
    zb_diag_hint_nearest(w->reader->diags, id, names, w->targets.count);
}

static void walk_resolve(const walk *w, zb_inline *ref) {
    zb_str id = zb_str_sub(ref->link, 1, ref->link.n);
    const zb_node *node = walk_lookup(w, id);
    if (!node && !is_lost(w->reader->numbering, id))
        report_unknown(w, ref, id);
    if (!ref->text.n && ref->kind == ZB_INLINE_TEXT)
        ref->text = node ? target_text(w->reader, node) : ref->link;
}

void zb_numbering_apply(const zb_reader *reader, zb_node *document) {
    walk w = {.reader = reader};
    walk_tree(&w, document);
    walk_index(&w);
    for (size_t i = 0; reader->numbering && i < reader->numbering->refs.count; i++)
        walk_resolve(&w, reader->numbering->refs.data[i]);
    walk_name_headings(&w);
}
