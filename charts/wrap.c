/* SPDX-License-Identifier: Apache-2.0
 * Breaking labels: character classes and the choice of break. */
#include "charts/wrap.h"

#include "base/utf8.h"

/* Marks that may not begin a line; those that may not end one. Blank: their full-width form is half blank. */
static const char closing_marks[] = "、，。；：！？）】》〉」』〕”’…‥—·％%℃‰,.;:!?)]}~～／/";
static const char opening_marks[] = "（【《〈「『〔“‘([{#￥$";
static const char blank_at_end[] = "、，。；：！？）】》〉」』〕";
static const char blank_at_start[] = "（【《〈「『〔";
static const char pausing_marks[] = "、，；：）】》〉」』〕／/,;)";

static bool is_one_of(const char *set, uint32_t code) {
    zb_str s = zb_str_of(set);
    for (size_t at = 0; at < s.n;) {
        if (zb_utf8_next(s, &at) == code) return true;
    }
    return false;
}

zb_wrap_text zb_wrap_read(zb_arena *arena, zb_str text, zb_length em) {
    size_t n = zb_utf8_count(text), i = 0;
    uint32_t *codes = ZB_NEW_ARRAY(arena, n, uint32_t);
    size_t *offsets = ZB_NEW_ARRAY(arena, n + 1, size_t);
    for (size_t at = 0; at < text.n && i < n; i++) {
        offsets[i] = at;
        codes[i] = zb_utf8_next(text, &at);
    }
    offsets[i] = text.n;
    return (zb_wrap_text){text, i, codes, offsets, ZB_NEW_ARRAY(arena, n, zb_length), em};
}

/* May text be cut before character i? Not inside a grapheme. */
static bool can_cut(const zb_wrap_text *t, size_t i) {
    return i > 0 && i < t->count && zb_columns_of(t->codes[i]) != 0 && t->codes[i - 1] != 0x200D;
}

/* Letters of alphabets and digits hold together; wide characters do not. */
static bool is_letter(uint32_t code) {
    return code != ' ' && zb_columns_of(code) < 2 && !is_one_of(closing_marks, code);
}

static bool can_break(const zb_wrap_text *t, size_t i) {
    if (!can_cut(t, i)) return false;
    uint32_t before = t->codes[i - 1], after = t->codes[i];
    if (is_one_of(closing_marks, after) || is_one_of(opening_marks, before)) return false;
    if (before == ' ') return true;
    return after != ' ' && !(is_letter(before) && is_letter(after));
}

/* What a break costs beyond the lines' length: words and brackets are its best places. */
static zb_length break_cost(const zb_wrap_text *t, size_t i) {
    uint32_t before = t->codes[i - 1], after = t->codes[i];
    if (is_one_of(blank_at_start, after) || after == '(') return 0;
    if (before == ' ' || is_one_of(pausing_marks, before)) return t->em;
    bool digit = (before >= '0' && before <= '9') || (after >= '0' && after <= '9');
    return (digit ? 5 : 3) * t->em;
}

zb_wrap_line zb_wrap_measure(const zb_wrap_text *t, size_t start, size_t end) {
    while (start < end && t->codes[start] == ' ') start++;
    while (end > start && t->codes[end - 1] == ' ') end--;
    zb_wrap_line line = {.start = start, .end = end};
    int64_t width = 0;
    for (size_t i = start; i < end; i++) width += t->advances[i];
    if (end > start && is_one_of(blank_at_end, t->codes[end - 1])) line.blank = t->em * 4 / 10;
    if (end > start && is_one_of(blank_at_start, t->codes[start])) line.trim = t->em * 4 / 10;
    width -= line.trim + line.blank;
    line.width = width > ZB_LENGTH_MAX ? ZB_LENGTH_MAX : width < 0 ? 0 : (zb_length)width;
    return line;
}

/* The best pair of lines, balanced. */
static bool wrap_in_two(const zb_wrap_text *t, zb_length max_width, zb_wrap_line *lines) {
    int64_t best = INT64_MAX;
    for (size_t i = 1; i < t->count; i++) {
        if (!can_break(t, i)) continue;
        zb_wrap_line first = zb_wrap_measure(t, 0, i), second = zb_wrap_measure(t, i, t->count);
        if (first.width > max_width || second.width > max_width) continue;
        int64_t cost = (int64_t)zb_max(first.width, second.width) + break_cost(t, i);
        if (cost >= best) continue;
        best = cost;
        lines[0] = first;
        lines[1] = second;
    }
    return best < INT64_MAX;
}

size_t zb_wrap_cut(const zb_wrap_text *t, size_t start, zb_length max_width) {
    size_t end = start;
    for (size_t i = start + 1; i <= t->count; i++) {
        if (i < t->count && !can_cut(t, i)) continue;
        if (zb_wrap_measure(t, start, i).width > max_width) break;
        end = i;
    }
    return end;
}

/* The end of a full line: the last break that fits, or the last cut inside a word that is longer than the line. */
static size_t line_end(const zb_wrap_text *t, size_t start, zb_length max_width) {
    size_t end = zb_wrap_cut(t, start, max_width);
    if (end == t->count) return end;
    for (size_t i = end; i > start; i--) {
        if (can_break(t, i)) return i;
    }
    return end;
}

bool zb_wrap_lines(const zb_wrap_text *t, zb_length max_width, int max_lines, zb_wrap_line *lines, int *count) {
    *count = 1;
    lines[0] = zb_wrap_measure(t, 0, t->count);
    if (lines[0].width <= max_width) return true;
    *count = 2;
    if (max_lines >= 2 && wrap_in_two(t, max_width, lines)) return true;
    size_t start = 0;
    for (*count = 0; *count < max_lines - 1; ++*count) {
        size_t end = line_end(t, start, max_width);
        if (end == start) break;
        lines[*count] = zb_wrap_measure(t, start, end);
        start = end;
    }
    lines[*count] = zb_wrap_measure(t, start, t->count);
    return lines[(*count)++].width <= max_width;
}
