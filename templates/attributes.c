/* SPDX-License-Identifier: Apache-2.0
 * Attributes in braces. The Markdown parser takes them for ordinary text, so they are read from the pieces it leaves.
 */
#include "templates/attributes.h"

#include <string.h>

#include "templates/language.h"

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
}

static size_t skip_space(zb_str text, size_t at) {
    while (at < text.n && text.s[at] == ' ')
        at++;
    return at;
}

static size_t skip_name(zb_str text, size_t at) {
    while (at < text.n && is_name(text.s[at]))
        at++;
    return at;
}

/* The value behind `key=`: a word, or words in double quotes. Returns the offset behind it, or 0. */
static size_t read_value(zb_str text, size_t at, zb_str *value) {
    if (at < text.n && text.s[at] == '"') {
        size_t end = zb_str_find(text, ZB_STR("\""), at + 1);
        *value = zb_str_sub(text, at + 1, end);
        return end == SIZE_MAX ? 0 : end + 1;
    }
    size_t end = at;
    while (end < text.n && text.s[end] != ' ' && text.s[end] != '}')
        end++;
    *value = zb_str_sub(text, at, end);
    return end > at ? end : 0;
}

/* One attribute at `at`; returns the offset behind it, or 0. */
static size_t read_attribute(zb_str text, size_t at, zb_attribute *out) {
    bool mark = text.s[at] == '#' || text.s[at] == '.';
    size_t from = mark ? at + 1 : at, end = skip_name(text, from);
    if (end == from)
        return 0;
    if (mark) {
        *out = (zb_attribute){zb_str_sub(text, at, at + 1), zb_str_sub(text, from, end)};
        return end;
    }
    out->key = zb_str_sub(text, from, end);
    return end < text.n && text.s[end] == '=' ? read_value(text, end + 1, &out->value) : 0;
}

size_t zb_attributes_read(zb_str text, zb_attributes *out) {
    out->count = 0;
    if (!zb_str_starts(text, "{"))
        return 0;
    for (size_t at = skip_space(text, 1); at < text.n; at = skip_space(text, at)) {
        if (text.s[at] == '}')
            return out->count ? at + 1 : 0;
        if (out->count == ZB_ATTRIBUTES_MAX || !(at = read_attribute(text, at, &out->items[out->count])))
            return 0;
        out->count++;
    }
    return 0;
}

bool zb_share_read(zb_str text, double *out) {
    zb_str number = zb_str_sub(text, 0, text.n ? text.n - 1 : 0);
    zb_value value = {.kind = ZB_TEXT, .text = number};
    if (!zb_str_ends(text, "%") || !zb_value_number(&value, out))
        return false;
    *out /= 100;
    return *out > 0 && *out <= 1;
}

static zb_str resolve(const zb_reader *reader, zb_str text, zb_loc loc) { return zb_line_string(reader, text, loc); }

static void report_attribute(const zb_reader *reader, const zb_attribute *a, zb_loc loc, const char *what,
                             const char *takes) {
    bool mark = zb_str_is(a->key, "#") || zb_str_is(a->key, ".");
    zb_diag_add(reader->diags, ZB_ERROR, "markdown.attribute", loc, "%s cannot take the attribute '%.*s%.*s'", what,
                ZB_STR_ARG(a->key), ZB_STR_ARG(mark ? a->value : (zb_str){0}));
    zb_diag_hint(reader->diags, "it takes %s", takes);
}

/* The value of `lang`; NULL: it is none, an error was added. */
static const char *read_language(const zb_reader *reader, zb_str tag, zb_loc loc) {
    if (zb_language_valid(tag))
        return zb_str_z(reader->arena, tag);
    zb_diag_add(reader->diags, ZB_ERROR, "markdown.lang", loc, "'%.*s' is no language tag", ZB_STR_ARG(tag));
    zb_language_hint(reader->diags, tag);
    return NULL;
}

/* ---- spans ---- */

static void span_apply(const zb_reader *reader, const zb_attributes *attributes, zb_loc loc, zb_piece *piece) {
    for (size_t i = 0; i < attributes->count; i++) {
        const zb_attribute *a = &attributes->items[i];
        zb_str value = resolve(reader, a->value, loc);
        if (zb_str_is(a->key, "."))
            zb_style_class(reader->sheet, value, loc, reader->diags, &piece->style);
        else if (zb_str_is(a->key, "lang") && !piece->lang) /* the innermost counts */
            piece->lang = read_language(reader, value, loc);
        else if (zb_str_is(a->key, "lang"))
            continue;
        else
            report_attribute(reader, a, loc, "a span", "classes and lang: [text]{.class lang=en}");
    }
}

/* Brackets that may be open at once; of more, the innermost count. It bounds how often a piece is styled anew. */
#define SPANS_MAX 32

typedef struct spans {
    const zb_reader *reader;
    zb_pieces out;
    size_t open[SPANS_MAX]; /* pieces of `out` that are an opening bracket */
    size_t depth;
} spans;

static void spans_open(spans *s) {
    if (s->depth == SPANS_MAX)
        memmove(s->open, s->open + 1, --s->depth * sizeof *s->open);
    s->open[s->depth++] = s->out.count;
}

static void spans_push(spans *s, const zb_piece *piece, size_t from, size_t to) {
    if (to > from)
        ZB_PUSH(s->reader->arena, &s->out, zb_piece_sub(s->reader, piece, from, to));
}

/* A closing bracket at `at`. Returns the offset of what comes next; the bracket goes only when attributes follow. */
static size_t spans_close(spans *s, const zb_piece *piece, size_t at) {
    zb_attributes attributes;
    size_t n = zb_attributes_read(zb_str_sub(piece->text, at + 1, piece->text.n), &attributes);
    size_t open = s->open[--s->depth];
    if (!n) {
        spans_push(s, piece, at, at + 1);
        return at + 1;
    }
    zb_loc loc = zb_piece_sub(s->reader, piece, at + 1, at + 2).loc;
    s->out.data[open].text.n = 0;
    for (size_t i = open + 1; i < s->out.count; i++)
        span_apply(s->reader, &attributes, loc, &s->out.data[i]);
    return at + 1 + n;
}

static void spans_piece(spans *s, const zb_piece *piece) {
    size_t done = 0;
    for (size_t i = 0; i < piece->text.n; i++) {
        char c = piece->text.s[i];
        if (c != '[' && (c != ']' || !s->depth))
            continue;
        spans_push(s, piece, done, i);
        if (c == '[') {
            spans_open(s);
            spans_push(s, piece, i, i + 1);
            done = i + 1;
        } else {
            done = spans_close(s, piece, i);
            i = done - 1;
        }
    }
    spans_push(s, piece, done, piece->text.n);
}

static bool has_spans(const zb_pieces *pieces) {
    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->data[i].kind == ZB_PIECE_TEXT && zb_str_find(pieces->data[i].text, ZB_STR("]{"), 0) != SIZE_MAX)
            return true;
    return false;
}

void zb_attributes_spans(const zb_reader *reader, zb_pieces *pieces) {
    if (!has_spans(pieces))
        return;
    spans s = {.reader = reader};
    for (size_t i = 0; i < pieces->count; i++) {
        if (pieces->data[i].kind == ZB_PIECE_TEXT)
            spans_piece(&s, &pieces->data[i]);
        else
            ZB_PUSH(reader->arena, &s.out, pieces->data[i]);
    }
    *pieces = s.out;
}

/* ---- images ---- */

static void image_apply(const zb_reader *reader, const zb_attribute *a, zb_loc loc, zb_piece *piece) {
    zb_str value = resolve(reader, a->value, loc);
    if (zb_str_is(a->key, "#")) {
        piece->image_id = value;
    } else if (zb_str_is(a->key, "alt")) {
        piece->image->alt = value;
    } else if (!zb_str_is(a->key, "width")) {
        report_attribute(reader, a, loc, "an image", "an id, width and alt: ![caption](file){#id width=60%}");
    } else if (!zb_share_read(value, &piece->image->width)) {
        piece->image->width = 0;
        zb_diag_add(reader->diags, ZB_ERROR, "markdown.attribute", loc, "'%.*s' is no width for an image",
                    ZB_STR_ARG(value));
        zb_diag_hint(reader->diags, "widths are shares of the measure: width=60%%");
    }
}

void zb_attributes_images(const zb_reader *reader, zb_pieces *pieces) {
    for (size_t i = 0; i + 1 < pieces->count; i++) {
        zb_piece *image = &pieces->data[i], *next = &pieces->data[i + 1];
        zb_attributes attributes;
        size_t n = image->kind == ZB_PIECE_IMAGE && image->image && next->kind == ZB_PIECE_TEXT
                       ? zb_attributes_read(next->text, &attributes)
                       : 0;
        if (!n)
            continue;
        for (size_t k = 0; k < attributes.count; k++)
            image_apply(reader, &attributes.items[k], next->loc, image);
        *next = zb_piece_sub(reader, next, n, next->text.n);
    }
}

/* ---- headings and captions ---- */

/* Takes attributes off the end of the last piece. False: it has none. */
static bool take_attributes(const zb_reader *reader, zb_pieces *pieces, zb_attributes *out, zb_loc *loc) {
    zb_piece *last = pieces->count ? &pieces->data[pieces->count - 1] : NULL;
    size_t brace = last ? last->text.n : 0;
    if (!last || last->kind != ZB_PIECE_TEXT || !zb_str_ends(last->text, "}"))
        return false;
    while (brace && last->text.s[brace - 1] != '{')
        brace--;
    if (!brace || zb_attributes_read(zb_str_sub(last->text, brace - 1, last->text.n), out) != last->text.n - brace + 1)
        return false;
    *loc = zb_piece_sub(reader, last, brace - 1, last->text.n).loc;
    last->text = zb_str_sub(last->text, 0, brace - 1);
    while (last->text.n && last->text.s[last->text.n - 1] == ' ')
        last->text.n--;
    return true;
}

zb_str zb_attributes_id(const zb_reader *reader, zb_pieces *pieces, const char *what) {
    zb_attributes attributes;
    zb_loc loc;
    zb_str id = {0};
    if (!take_attributes(reader, pieces, &attributes, &loc))
        return id;
    for (size_t i = 0; i < attributes.count; i++) {
        if (zb_str_is(attributes.items[i].key, "#"))
            id = resolve(reader, attributes.items[i].value, loc);
        else
            report_attribute(reader, &attributes.items[i], loc, what, "an id: {#id}");
    }
    return id;
}

zb_heading_attributes zb_attributes_heading(const zb_reader *reader, zb_pieces *pieces) {
    zb_heading_attributes heading = {0};
    zb_attributes attributes;
    zb_loc loc;
    if (!take_attributes(reader, pieces, &attributes, &loc))
        return heading;
    for (size_t i = 0; i < attributes.count; i++) {
        const zb_attribute *a = &attributes.items[i];
        zb_str value = resolve(reader, a->value, loc);
        if (zb_str_is(a->key, "#"))
            heading.id = value;
        else if (zb_str_is(a->key, "lang"))
            heading.lang = read_language(reader, value, loc);
        else if (!zb_str_is(a->key, "."))
            report_attribute(reader, a, loc, "a heading", "an id, classes and the section's language: {#id lang=en}");
        for (size_t k = 0; zb_str_is(a->key, ".") && k < pieces->count; k++)
            zb_style_class(reader->sheet, value, loc, reader->diags, &pieces->data[k].style);
    }
    for (size_t k = 0; k < pieces->count; k++)
        if (!pieces->data[k].lang)
            pieces->data[k].lang = heading.lang;
    return heading;
}
