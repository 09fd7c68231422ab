/* SPDX-License-Identifier: Apache-2.0
 * The expanded text's way back: from a byte to its place in the template or the data, and from placeholders to what
 * they hold. */
#include "templates/expand_parts.h"

#include <string.h>

#include "base/utf8.h"

/* Noncharacters U+FDD0, U+FDD1 and U+FDE0 to U+FDEF in UTF-8 differ in their last byte only. */
#define LEAD "\xEF\xB7"
#define OPEN ((char)0x90)
#define CLOSE ((char)0x91)
#define DIGIT ((char)0xA0)
#define DIGITS_MAX 16

static void put(char **at, char last) {
    memcpy(*at, LEAD, 2);
    (*at)[2] = last;
    *at += 3;
}

size_t zb_placeholder_write(size_t index, char out[ZB_PLACEHOLDER_MAX]) {
    char *at = out;
    int shift = 0;
    while (shift + 4 < 64 && index >> (shift + 4)) shift += 4;
    put(&at, OPEN);
    for (; shift >= 0; shift -= 4) put(&at, (char)(DIGIT + (char)((index >> shift) & 15)));
    put(&at, CLOSE);
    return (size_t)(at - out);
}

size_t zb_placeholder_find(zb_str text, size_t from) {
    const zb_str lead = ZB_STR(LEAD);
    for (size_t at = zb_str_find(text, lead, from); at != SIZE_MAX; at = zb_str_find(text, lead, at + 2)) {
        unsigned char last = at + 2 < text.n ? (unsigned char)text.s[at + 2] : 0;
        if (last == 0x90 || last == 0x91 || (last >= 0xA0 && last <= 0xAF)) return at;
    }
    return SIZE_MAX;
}

static bool is(zb_str text, size_t at, char last) {
    return at + 3 <= text.n && !memcmp(text.s + at, LEAD, 2) && text.s[at + 2] == last;
}

size_t zb_placeholder_read(const zb_expansion *expansion, zb_str text, size_t at, zb_held **held) {
    size_t start = at, index = 0;
    if (!is(text, at, OPEN)) return 0;
    for (at += 3; at + 3 <= text.n && at < start + 3 * (DIGITS_MAX + 1); at += 3) {
        unsigned char digit = (unsigned char)(text.s[at + 2] - DIGIT);
        if (memcmp(text.s + at, LEAD, 2) != 0 || digit > 15) break;
        index = index << 4 | digit;
    }
    if (at == start + 3 || !is(text, at, CLOSE) || index >= expansion->held_count) return 0;
    *held = &expansion->held[index];
    return at + 3 - start;
}

size_t zb_expansion_placeholder(const zb_expansion *expansion, zb_str text, zb_str *value, zb_loc *loc) {
    zb_held *held = NULL;
    size_t length = zb_placeholder_read(expansion, text, 0, &held);
    if (length && value) *value = held->text;
    if (length && loc) *loc = held->loc;
    return length;
}

zb_str zb_expansion_resolve(zb_arena *arena, const zb_expansion *expansion, zb_str text) {
    size_t at = zb_placeholder_find(text, 0), done = 0;
    if (at == SIZE_MAX) return text;
    zb_buf out = {0};
    while (at != SIZE_MAX) {
        zb_held *held = NULL;
        size_t length = zb_placeholder_read(expansion, text, at, &held);
        zb_buf_add(&out, zb_str_sub(text, done, at));
        if (held) zb_buf_add(&out, held->text);
        done = length ? at + length : at;
        at = zb_placeholder_find(text, length ? done : at + 3);
    }
    zb_buf_add(&out, zb_str_sub(text, done, text.n));
    zb_str resolved = zb_str_copy(arena, zb_buf_str(&out));
    zb_buf_free(&out);
    return resolved;
}

bool zb_expansion_faulty(const zb_expansion *expansion, zb_str text) {
    for (size_t at = zb_placeholder_find(text, 0); at != SIZE_MAX; at = zb_placeholder_find(text, at + 3)) {
        zb_held *held = NULL;
        if (zb_placeholder_read(expansion, text, at, &held) && held->fault) return true;
    }
    return false;
}

zb_str zb_expansion_text(const zb_expansion *expansion) { return expansion->text; }

/* The line of a value's text that begins at `offset`. */
static zb_str value_line(const zb_value *value, size_t offset) {
    return zb_str_sub(value->text, offset, zb_str_find(value->text, ZB_STR("\n"), offset));
}

/* Line `k` of a block text: the source spells it on a line of its own, indented. SIZE_MAX: it does not. */
static size_t block_line(const zb_value *value, uint32_t k, zb_str line) {
    zb_loc there = {value->loc.source, value->loc.line + k, 1};
    zb_str spelt = zb_source_line(there.source, there.line);
    size_t indent = line.n ? zb_str_find(spelt, line, 0) : 0;
    if (indent == SIZE_MAX || (line.n == 0 && zb_str_trim(spelt).n > 0)) return SIZE_MAX;
    return zb_source_offset(there) + indent;
}

size_t zb_value_spelt(const zb_value *value, uint32_t k, size_t start, size_t *same) {
    zb_loc loc = value->loc;
    zb_str line = value_line(value, start);
    *same = line.n;
    if (!loc.source || loc.line == 0 || loc.column == 0) return SIZE_MAX;
    zb_str source = loc.source->text;
    size_t at = zb_source_offset(loc);
    bool quoted =
        at < source.n && (source.s[at] == '"' || source.s[at] == '\'') && source.s[at] != (line.n ? line.s[0] : 0);
    if (k > 0) return quoted ? SIZE_MAX : block_line(value, k, line);
    at += quoted;
    for (*same = 0; *same < line.n && at + *same < source.n && line.s[*same] == source.s[at + *same];) ++*same;
    return at;
}

static zb_loc origin_loc(const zb_origin *origin, size_t offset) {
    if (origin->source) return zb_source_loc(origin->source, origin->offset + (offset - origin->out));
    return origin->loc;
}

zb_loc zb_expansion_loc(const void *context, size_t offset) {
    const zb_expansion *expansion = context;
    size_t low = 0, high = expansion->origin_count;
    if (high == 0) return ZB_NOWHERE;
    if (offset > expansion->text.n) offset = expansion->text.n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (expansion->origins[middle].out <= offset) low = middle;
        else high = middle;
    }
    return origin_loc(&expansion->origins[low], offset);
}
