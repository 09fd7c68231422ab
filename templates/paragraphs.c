/* SPDX-License-Identifier: Apache-2.0
 * Lines of Markdown as the expander writes them: containers at their head, and what has room for one paragraph only. */
#include "templates/paragraphs.h"

#include <string.h>

#include "templates/expand_parts.h"

#define IDEOGRAPHIC_SPACE "\xE3\x80\x80"
#define CONTAINER_MAX 1000 /* bytes of a line that may be marks of lists and quotes */

/* ---- texts ---- */

/* Bytes of white space within a line at `at`. */
static size_t blank_at(zb_str text, size_t at) {
    if (at < text.n && (text.s[at] == ' ' || text.s[at] == '\t')) return 1;
    return zb_str_starts(zb_str_sub(text, at, text.n), IDEOGRAPHIC_SPACE) ? sizeof IDEOGRAPHIC_SPACE - 1 : 0;
}

zb_str zb_text_solid(zb_str text) {
    while (text.n && text.s[text.n - 1] && strchr(" \t\r\n", text.s[text.n - 1])) text.n--;
    return text;
}

/* Without what it begins and ends with. */
static zb_str core(zb_str text) {
    size_t from = 0;
    while (from < text.n && strchr(" \t\r\n", text.s[from]) && text.s[from]) from++;
    return zb_text_solid(zb_str_sub(text, from, text.n));
}

/* Bytes of the line end at `at`, as the Markdown parser has them; 0: there is none. */
static size_t line_end_at(zb_str text, size_t at) {
    if (at >= text.n || (text.s[at] != '\n' && text.s[at] != '\r')) return 0;
    return text.s[at] == '\r' && at + 1 < text.n && text.s[at + 1] == '\n' ? 2 : 1;
}

/* The first empty line from `at` on: where the text before it ends, and in *next where it goes on; SIZE_MAX: none. */
static size_t gap_find(zb_str text, size_t at, size_t *next) {
    for (; at < text.n; at++) {
        size_t to = at + line_end_at(text, at), line = to;
        if (to == at) continue;
        while (to < text.n) {
            size_t end = line_end_at(text, to), n = end ? end : blank_at(text, to);
            if (!n) break;
            to += n;
            if (end) line = to;
        }
        if (line == at + line_end_at(text, at)) continue;
        *next = line;
        return at;
    }
    return SIZE_MAX;
}

bool zb_text_has_paragraphs(zb_str text) {
    size_t next;
    return gap_find(core(text), 0, &next) != SIZE_MAX;
}

bool zb_text_has_lines(zb_str text) {
    text = core(text);
    return zb_str_find(text, ZB_STR("\n"), 0) != SIZE_MAX || zb_str_find(text, ZB_STR("\r"), 0) != SIZE_MAX;
}

size_t zb_text_paragraphs(zb_arena *arena, zb_str text, const zb_str **out) {
    ZB_VEC(zb_str) list = {0};
    text = zb_text_solid(text);
    for (size_t at = 0, end = 0, next = 0; end != SIZE_MAX; at = next) {
        end = gap_find(text, at, &next);
        zb_str part = zb_str_trim(zb_str_sub(text, at, end == SIZE_MAX ? text.n : end));
        if (part.n) ZB_PUSH(arena, &list, part);
    }
    *out = list.data;
    return list.count;
}

/* ---- lines ---- */

/* Bytes of the mark of a list item with its space at `at`; 0: none. */
static size_t item_mark(zb_str line, size_t at) {
    size_t n = at;
    while (n < line.n && n - at < 9 && line.s[n] >= '0' && line.s[n] <= '9') n++;
    if (n >= line.n || !line.s[n] || !strchr(n > at ? ".)" : "-+*", line.s[n])) return 0;
    return n + 1 < line.n && line.s[n + 1] == ' ' ? n + 2 - at : 0;
}

/* Bytes of "[^note]: " at `at`; 0: something else stands there. */
static size_t note_mark(zb_str line, size_t at) {
    size_t end = zb_str_starts(zb_str_sub(line, at, line.n), "[^") ? zb_str_find(line, ZB_STR("]:"), at) : SIZE_MAX;
    return end == SIZE_MAX ? 0 : end + 2 - at;
}

bool zb_text_has_blocks(zb_str text) {
    if (zb_text_has_paragraphs(text)) return true;
    for (size_t at = 0; at < text.n; at++) {
        size_t to = at + line_end_at(text, at);
        if (to == at) continue;
        while (to < text.n && blank_at(text, to)) to += blank_at(text, to);
        if (item_mark(text, to)) return true;
    }
    return false;
}

/* Where the containers at the head of a line end; in *prefix what a further line begins with. */
static size_t containers_read(zb_str line, zb_buf *prefix, bool *any) {
    size_t at = 0;
    while (at < line.n && at < CONTAINER_MAX) {
        size_t item = item_mark(line, at), note = note_mark(line, at);
        if (item) zb_buf_format(prefix, "%*s", (int)item, "");
        else if (note) zb_buf_format(prefix, "    ");
        else if (strchr(" \t>", line.s[at]) && line.s[at]) zb_buf_add_char(prefix, line.s[at]);
        else break;
        *any = *any || item || note || line.s[at] == '>';
        at += item ? item : note ? note : 1;
    }
    return at;
}

static bool is_heading(zb_str line) {
    size_t n = 0;
    while (n < line.n && line.s[n] == '#') n++;
    return n >= 1 && n <= 6 && (n == line.n || line.s[n] == ' ' || line.s[n] == '\t');
}

static bool has_bar(zb_str line) { return zb_str_find(line, ZB_STR("|"), 0) != SIZE_MAX; }

/* Whether a bracket is open at the end of the line. */
static bool in_brackets(zb_str line) {
    size_t depth = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (line.s[i] == '\\') i++;
        else if (line.s[i] == '[') depth++;
        else if (line.s[i] == ']' && depth) depth--;
    }
    return depth > 0;
}

zb_line_place zb_line_place_of(zb_arena *arena, zb_str line, zb_str above) {
    zb_buf prefix = {0};
    zb_line_place place = {0};
    size_t at = containers_read(line, &prefix, &place.contained);
    zb_str rest = zb_str_sub(line, at, line.n);
    place.prefix = zb_str_copy(arena, zb_buf_str(&prefix));
    zb_buf_free(&prefix);
    if (is_heading(rest)) place.only = "a heading";
    else if (zb_str_starts(rest, "|") || (has_bar(rest) && has_bar(above))) place.only = "a row of a table";
    place.single = place.only;
    if (place.only) return place;
    if (zb_str_starts(rest, ": ") || zb_str_starts(rest, "Table: ")) place.only = "a caption";
    else if (in_brackets(rest)) place.only = "the words of a link or an image";
    return place;
}

/* ---- placeholders ---- */

/* Where the value's source spells what begins at `offset`, else the value's place. */
static zb_loc place_in(const zb_held *held, size_t offset) {
    uint32_t line = 0;
    size_t start = 0, same;
    for (size_t i = 0; i < offset; i++)
        if (held->text.s[i] == '\n') line++, start = i + 1;
    size_t at = held->value ? zb_value_spelt(held->value, line, start, &same) : SIZE_MAX;
    return at == SIZE_MAX || offset - start > same ? held->loc : zb_source_loc(held->value->loc.source, at + (offset - start));
}

size_t zb_expansion_paragraphs(zb_arena *arena, const zb_expansion *expansion, zb_str text, const zb_paragraph **out) {
    text = zb_str_trim(text);
    zb_held *held = NULL;
    size_t n = zb_placeholder_read(expansion, text, 0, &held);
    if (!n || n < text.n || held->fault || !zb_text_has_paragraphs(held->text)) return 0;
    const zb_str *texts;
    size_t count = zb_text_paragraphs(arena, held->text, &texts);
    zb_paragraph *list = ZB_NEW_ARRAY(arena, count, zb_paragraph);
    for (size_t i = 0; i < count; i++) list[i] = (zb_paragraph){texts[i], place_in(held, (size_t)(texts[i].s - held->text.s))};
    *out = list;
    return count;
}

void zb_expansion_refuse_paragraphs(zb_arena *arena, const zb_expansion *expansion, zb_str text, zb_diags *diags) {
    zb_held *held = NULL;
    if (!zb_placeholder_read(expansion, text, 0, &held) || !held->value || held->told || !zb_text_has_paragraphs(held->text)) return;
    held->told = true;
    zb_diag_add(diags, ZB_ERROR, "markup.refused", held->loc, "'%.*s' holds several paragraphs, and stands where one has room",
                ZB_STR_ARG(held->name));
    zb_diag_hint(diags, "the template uses it at %s; alone in its paragraph the tag keeps them", zb_place_text(arena, held->tag));
    zb_diag_related(diags, held->tag);
}
