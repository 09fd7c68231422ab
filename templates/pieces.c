/* SPDX-License-Identifier: Apache-2.0
 * Pieces of text to styled runs. The join rules live in one place, so that a line end in the template, a line end
 * inside a value and a line end between the two all behave alike: between two full-width characters it vanishes, else
 * it is one space. */
#include "templates/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/text.h"
#include "templates/numbering.h"
#include "templates/paragraphs.h"

/* A text being laid end to end. */
typedef struct flow {
    const zb_reader *reader;
    zb_inline *runs; /* outside the arena, which takes the finished ones: there are very many short texts */
    size_t count, room;
    zb_buf text;     /* of the run under construction */
    uint32_t last;   /* the last character, 0 at the beginning of a line */
    uint32_t solid;  /* the last one that was no space */
    bool pending;    /* a line end waits for the next character */
    zb_inline space; /* the run that a space for it would be */
} flow;

static bool is_hangul(uint32_t c) {
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F) || (c >= 0xA960 && c <= 0xA97F) ||
           (c >= 0xAC00 && c <= 0xD7FF);
}

/* Characters of scripts written without spaces. */
static bool is_wide(uint32_t c) { return zb_columns_of(c) == 2 && !is_hangul(c); }

/* Punctuation that is full-width beside full-width characters: quotes, dash, ellipsis, interpunct. */
static bool is_either(uint32_t c) { return c == 0xB7 || c == 0x2014 || c == 0x2026 || (c >= 0x2018 && c <= 0x201D); }

static bool joins(uint32_t before, uint32_t after) {
    return (is_wide(before) && (is_wide(after) || is_either(after))) || (is_either(before) && is_wide(after));
}

static bool is_line_end(uint32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

static uint32_t peek(zb_str text, size_t at) { return at < text.n ? zb_utf8_next(text, &at) : 0; }

/* What becomes of a character of `n` bytes. Files were held against the same rules when they were read; here come the
 * characters of entities and escapes, and the ill-formed bytes that the parser makes of some entities. */
static zb_text_rule rule_of(uint32_t c, size_t n, uint32_t before, uint32_t after) {
    if (c == 0xFFFD && n == 1)
        return (zb_text_rule){ZB_TEXT_REFUSED, "text.control", "not a character", 0};
    if (c == '\n' || c == '\t')
        return (zb_text_rule){0};
    return zb_text_rule_of(c, before, after);
}

bool zb_text_check(const zb_reader *reader, zb_str text, zb_loc loc) {
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = zb_utf8_next(text, &at);
        zb_text_rule rule = rule_of(c, at - from, 0, 0);
        if (c == '\n' || c == '\t')
            rule = (zb_text_rule){ZB_TEXT_REFUSED, "text.control", "a control character", 0};
        if (rule.fate == ZB_TEXT_KEPT || rule.fate == ZB_TEXT_REPLACED)
            continue;
        rule.fate = ZB_TEXT_REFUSED;
        zb_text_report(&rule, c, loc, reader->diags);
        return false;
    }
    return true;
}

static void flow_push(flow *f, zb_inline run, zb_str text) {
    run.text = text;
    if (f->count == f->room) {
        f->room = f->room ? f->room * 2 : 16;
        f->runs = zb_realloc(f->runs, f->room * sizeof *f->runs);
    }
    f->runs[f->count++] = run;
    if (zb_str_starts(run.link, "#") && f->reader->numbering)
        zb_numbering_refer(f->reader->numbering, f->reader->arena, f->count - 1);
}

/* Decides what the waiting line end becomes before character `next`. */
static void flow_join(flow *f, uint32_t next) {
    bool space = f->pending && f->last && f->last != ' ' && !joins(f->last, next);
    if (space && f->text.n)
        zb_buf_add_char(&f->text, ' ');
    else if (space)
        flow_push(f, f->space, ZB_STR(" "));
    f->pending = false;
}

static void flow_line_end(flow *f, const zb_inline *model) {
    while (f->text.n && f->text.s[f->text.n - 1] == ' ') {
        f->text.n--;
        f->last = f->solid;
    }
    if (!f->pending)
        f->space = *model;
    f->pending = true;
}

/* Adds what the rules make of a character; false: nothing. */
static bool add_ruled(const zb_reader *reader, zb_buf *out, zb_text_rule rule, uint32_t c, zb_str bytes, zb_loc loc) {
    char instead[4];
    zb_text_report(&rule, c, loc, reader->diags);
    if (rule.fate == ZB_TEXT_REPLACED)
        bytes = (zb_str){instead, zb_utf8_encode(rule.instead, instead)};
    else if (rule.fate != ZB_TEXT_KEPT)
        return false;
    zb_buf_add(out, bytes);
    return true;
}

/* Spaces and tabs of prose are one space; in verbatim text each counts. */
static void flow_space(flow *f, const zb_inline *model) {
    if (f->pending || (f->last == ' ' && !model->style.verbatim))
        return;
    zb_buf_add_char(&f->text, ' ');
    f->last = ' ';
}

static void flow_character(flow *f, const zb_inline *model, uint32_t c, zb_str bytes, uint32_t after) {
    if (is_line_end(c)) {
        flow_line_end(f, model);
    } else if (c == ' ' || c == '\t') {
        flow_space(f, model);
    } else {
        zb_text_rule rule = rule_of(c, bytes.n, f->last, after);
        uint32_t shown = rule.fate == ZB_TEXT_REPLACED ? rule.instead : c;
        if (rule.fate != ZB_TEXT_REMOVED && rule.fate != ZB_TEXT_REFUSED)
            flow_join(f, shown);
        if (add_ruled(f->reader, &f->text, rule, c, bytes, model->loc))
            f->last = f->solid = shown;
    }
}

/* One stretch without placeholders becomes one run. */
static void flow_run(flow *f, const zb_inline *model, zb_str text) {
    f->text.n = 0;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = zb_utf8_next(text, &at);
        flow_character(f, model, c, zb_str_sub(text, from, at), peek(text, at));
    }
    if (f->text.n)
        flow_push(f, *model, zb_str_copy(f->reader->arena, zb_buf_str(&f->text)));
    f->text.n = 0;
}

static zb_loc piece_loc(const zb_reader *reader, const zb_piece *piece, size_t at) {
    if (piece->offset == SIZE_MAX || !reader->expansion || at == 0)
        return piece->loc;
    return zb_expansion_loc(reader->expansion, piece->offset + at);
}

zb_piece zb_piece_sub(const zb_reader *reader, const zb_piece *piece, size_t from, size_t to) {
    zb_piece sub = *piece;
    sub.text = zb_str_sub(piece->text, from, to);
    sub.loc = piece_loc(reader, piece, from);
    if (piece->offset != SIZE_MAX)
        sub.offset = piece->offset + from;
    return sub;
}

static zb_inline piece_model(const zb_reader *reader, const zb_piece *piece) {
    const char *lang = piece->lang ? piece->lang : reader->text_lang;
    return (zb_inline){.kind = ZB_INLINE_TEXT,
                       .style = piece->style,
                       .link = piece->link,
                       .lang = piece->style.verbatim ? NULL : lang, /* code and addresses are in none */
                       .loc = piece->loc};
}

/* The stretches between placeholders, and the placeholders. */
static void flow_text(flow *f, const zb_piece *piece) {
    const zb_reader *reader = f->reader;
    bool plain = piece->resolved || !reader->expansion;
    for (size_t at = 0; at < piece->text.n;) {
        size_t mark = plain ? SIZE_MAX : zb_str_find(piece->text, ZB_STR(ZB_PLACEHOLDER), at);
        size_t end = mark == SIZE_MAX ? piece->text.n : mark;
        zb_inline model = piece_model(reader, piece);
        if (end == at) {
            zb_str value = {0};
            size_t n = zb_expansion_placeholder(reader->expansion, zb_str_sub(piece->text, at, piece->text.n), &value,
                                                &model.loc);
            end = n ? at + n : at + sizeof ZB_PLACEHOLDER - 1;
            zb_expansion_refuse_paragraphs(reader->arena, reader->expansion, zb_str_sub(piece->text, at, end), reader->diags);
            flow_run(f, &model, n ? value : zb_str_sub(piece->text, at, end));
        } else {
            model.loc = piece_loc(reader, piece, at);
            flow_run(f, &model, zb_str_sub(piece->text, at, end));
        }
        at = end;
    }
}

/* A run that is no text of its own; `as` is the character it counts as for line ends. */
static void flow_object(flow *f, const zb_piece *piece, zb_inline_kind kind, uint32_t as) {
    zb_inline run = piece_model(f->reader, piece);
    run.kind = kind;
    run.image = piece->image;
    run.footnote = piece->footnote;
    if (kind == ZB_INLINE_BREAK)
        f->pending = false;
    else if (as)
        flow_join(f, as);
    flow_push(f, run, piece->text);
    if (as || kind == ZB_INLINE_BREAK)
        f->last = f->solid = as;
}

static void flow_piece(flow *f, const zb_piece *piece) {
    zb_inline model = piece_model(f->reader, piece);
    switch (piece->kind) {
    case ZB_PIECE_TEXT:
    case ZB_PIECE_CODE: flow_text(f, piece); break;
    case ZB_PIECE_SOFT: flow_line_end(f, &model); break;
    case ZB_PIECE_BREAK: flow_object(f, piece, ZB_INLINE_BREAK, 0); break;
    case ZB_PIECE_IMAGE: flow_object(f, piece, ZB_INLINE_IMAGE, 0xFFFC); break;
    case ZB_PIECE_FOOTNOTE: flow_object(f, piece, ZB_INLINE_FOOTNOTE, 0); break;
    case ZB_PIECE_REFERENCE: /* its label begins with a Han character in Chinese, and ends in a digit */
        flow_join(f, zb_lang_is_chinese(f->reader->lang) ? 0x8868 : 'T');
        flow_push(f, model, (zb_str){0});
        f->last = f->solid = '1';
        break;
    }
}

zb_text zb_pieces_text(const zb_reader *reader, const zb_pieces *pieces) {
    flow f = {.reader = reader};
    for (size_t i = 0; i < pieces->count; i++)
        flow_piece(&f, &pieces->data[i]);
    zb_buf_free(&f.text);
    zb_inline *runs = ZB_NEW_ARRAY(reader->arena, f.count, zb_inline);
    if (f.count)
        memcpy(runs, f.runs, f.count * sizeof *runs);
    free(f.runs);
    if (reader->numbering)
        zb_numbering_bind(reader->numbering, runs);
    return (zb_text){runs, f.count};
}

zb_text zb_text_plain(const zb_reader *reader, zb_str text, bool resolved, zb_text_style style, zb_loc loc) {
    zb_piece piece = {
        .kind = ZB_PIECE_CODE, .resolved = resolved, .text = text, .offset = SIZE_MAX, .loc = loc, .style = style};
    zb_pieces pieces = {.data = &piece, .count = 1, .room = 1};
    return zb_pieces_text(reader, &pieces);
}

zb_str zb_text_string(zb_arena *arena, zb_text text) {
    zb_buf out = {0};
    for (size_t i = 0; i < text.count; i++) {
        if (text.runs[i].kind == ZB_INLINE_TEXT)
            zb_buf_add(&out, text.runs[i].text);
        else if (text.runs[i].kind == ZB_INLINE_BREAK)
            zb_buf_add_char(&out, ' ');
    }
    zb_str line = zb_str_copy(arena, zb_str_trim(zb_buf_str(&out)));
    zb_buf_free(&out);
    return line;
}

zb_str zb_line_string(const zb_reader *reader, zb_str text, zb_loc loc) {
    return zb_text_string(reader->arena, zb_text_plain(reader, text, false, (zb_text_style){0}, loc));
}

/* Columns a tab moves on to in code. */
#define TAB_WIDTH 4

zb_str zb_block_string(const zb_reader *reader, zb_str text, zb_loc loc) {
    if (reader->expansion)
        text = zb_expansion_resolve(reader->arena, reader->expansion, text);
    zb_buf out = {0};
    int column = 0;
    uint32_t before = 0;
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t c = zb_utf8_next(text, &at);
        if (c == '\t') {
            for (int n = TAB_WIDTH - column % TAB_WIDTH; n > 0; n--, column++)
                zb_buf_add_char(&out, ' ');
        } else if (add_ruled(reader, &out, rule_of(c, at - from, before, peek(text, at)), c, zb_str_sub(text, from, at),
                             loc)) {
            column = c == '\n' ? 0 : column + zb_columns_of(c);
            before = c;
        }
    }
    zb_str block = zb_str_copy(reader->arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return block;
}

void zb_node_append(zb_node *parent, zb_node *node) {
    node->parent = parent;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

zb_node *zb_node_new(zb_arena *arena, zb_node *parent, zb_node_kind kind, zb_loc loc) {
    zb_node *node = ZB_NEW(arena, zb_node);
    node->kind = kind;
    node->loc = loc;
    if (parent)
        zb_node_append(parent, node);
    return node;
}
