/* SPDX-License-Identifier: Apache-2.0
 * Marks that could not become emphasis. Whether a mark may begin or end something is judged twice: as CommonMark has it, and as it would
 * be if punctuation counted as letters; where the two differ beside Chinese, the marks were meant. */
#include "templates/emphasis.h"

#include <string.h>

#include "base/utf8.h"

static const struct {
    const char *mark, *what, *instead;
} marks[ZB_EMPHASIS_MARKS] = {
    {"*", "emphasis", "\\*"}, {"_", "emphasis", "\\_"}, {"__", "strong text", "\\_\\_"}, {"~~", "deleted text", "\\~~"},
};

/* Two stars and more are told wherever they are left. */
#define STRONG "**"

/* Punctuation beyond ASCII, in pairs of first and last. */
static const uint32_t punctuation[][2] = {
    {0xA1, 0xA1},     {0xA7, 0xA7},     {0xAB, 0xAB},     {0xB6, 0xB7},     {0xBB, 0xBB},     {0xBF, 0xBF},     {0x2010, 0x2027},
    {0x2030, 0x205E}, {0x3001, 0x3003}, {0x3008, 0x3011}, {0x3014, 0x301F}, {0x3030, 0x3030}, {0x30FB, 0x30FB}, {0xFE10, 0xFE19},
    {0xFE30, 0xFE6B}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF3B, 0xFF3D}, {0xFF3F, 0xFF3F}, {0xFF5B, 0xFF5B}, {0xFF5D, 0xFF65},
};

static bool is_punctuation(uint32_t c) {
    if (c < 0x80) return c > ' ' && c != 0x7F && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9');
    for (size_t i = 0; i < sizeof punctuation / sizeof *punctuation; i++)
        if (c >= punctuation[i][0] && c <= punctuation[i][1]) return true;
    return false;
}

/* Marks that stand at the head of something, and at its end. */
static const uint32_t openings[] = {'(',    '[',    '{',    0xAB,   0x2018, 0x201C, 0x3008, 0x300A,
                                    0x300C, 0x300E, 0x3010, 0x3014, 0xFF08, 0xFF3B, 0xFF5B};
static const uint32_t closings[] = {')',    ']',    '}',    '.',    ',',    ':',    ';',    '!',    '?',    0xBB,
                                    0x2019, 0x201D, 0x3001, 0x3002, 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015,
                                    0xFF01, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF3D, 0xFF5D};

static bool is_one_of(uint32_t c, const uint32_t *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (list[i] == c) return true;
    return false;
}

static bool is_opening(uint32_t c) { return is_one_of(c, openings, sizeof openings / sizeof *openings); }
static bool is_closing(uint32_t c) { return is_one_of(c, closings, sizeof closings / sizeof *closings); }

/* 0 stands for the ends of the text. */
static bool is_space(uint32_t c) { return !c || c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000; }

static uint32_t before(zb_str source, size_t at) {
    if (!at) return 0;
    size_t from = at - 1;
    while (from && ((unsigned char)source.s[from] & 0xC0) == 0x80) from--;
    return zb_utf8_next(source, &from);
}

/* A row of one mark, with what stands on its sides. */
typedef struct row {
    zb_str mark;
    size_t at; /* in the source */
    uint32_t left, right;
} row;

/* Whether CommonMark forbids what the row would do, and Chinese has to do with it. */
static bool is_blocked(uint32_t inner, uint32_t outer) {
    bool chinese = inner >= 0x80 || outer >= 0x80;
    return chinese && is_punctuation(inner) && !is_space(outer) && !is_punctuation(outer);
}

/* Lines within words are part of them. */
static bool is_within(const row *r) {
    return r->mark.s[0] == '_' && !is_space(r->left) && !is_punctuation(r->left) && !is_space(r->right) && !is_punctuation(r->right);
}

/* Whether somebody may have meant the row to begin or to end something: stars of notes, as in （注*）, do neither. */
static bool begins(const row *r) { return !is_space(r->right) && !is_closing(r->right) && !is_within(r); }
static bool ends(const row *r) { return !is_space(r->left) && !is_opening(r->left) && !is_within(r); }

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

typedef struct scan {
    zb_emphasis *e;
    zb_locate locate;
    const void *context;
    zb_diags *diags;
    bool strong; /* two stars were told in this text */
} scan;

static void tell(const scan *s, zb_str mark, const char *what, const char *instead, size_t at) {
    zb_diag_add(s->diags, ZB_WARNING, "markdown.emphasis", s->locate(s->context, at), "'%.*s' neither begins nor ends %s here",
                ZB_STR_ARG(mark), what);
    zb_diag_hint(s->diags, "'%.*s' does not close between punctuation and a letter; leave the punctuation outside, or write %s",
                 ZB_STR_ARG(mark), instead);
}

static void take_mark(const scan *s, const row *r, size_t kind) {
    bool closes = s->e->open[kind].there && ends(r);
    bool blocked = s->e->open[kind].blocked || is_blocked(r->left, r->right);
    bool reckons = s->e->open[kind].digit && is_digit(r->right); /* 5*（3+2）*2 */
    if (closes && blocked && !reckons) {
        tell(s, r->mark, marks[kind].what, marks[kind].instead, s->e->open[kind].at);
        s->e->open[kind].there = false;
    } else if (begins(r)) {
        s->e->open[kind].there = true;
        s->e->open[kind].blocked = is_blocked(r->right, r->left);
        s->e->open[kind].digit = is_digit(r->left);
        s->e->open[kind].at = r->at;
    }
}

static void take_row(scan *s, const row *r) {
    if (zb_str_starts(r->mark, STRONG)) {
        if (!s->strong) tell(s, ZB_STR(STRONG), "strong text", "\\*\\*", r->at);
        s->strong = true;
        return;
    }
    for (size_t i = 0; i < ZB_EMPHASIS_MARKS; i++)
        if (zb_str_is(r->mark, marks[i].mark)) take_mark(s, r, i);
}

static size_t row_length(zb_str text, size_t at, zb_str source, size_t from) {
    size_t n = 0;
    while (at + n < text.n && from + n < source.n && text.s[at + n] == text.s[at] && source.s[from + n] == text.s[at]) n++;
    return n;
}

/* Bytes of an escape or entity of the source that stands for one character of the text; 0: neither. */
static size_t spelt_otherwise(zb_str source, size_t at, char c) {
    if (at + 1 < source.n && source.s[at] == '\\' && source.s[at + 1] == c) return 2;
    size_t end = at < source.n && source.s[at] == '&' ? zb_str_find(zb_str_sub(source, 0, at + 40), ZB_STR(";"), at) : SIZE_MAX;
    return end == SIZE_MAX ? 0 : end + 1 - at;
}

void zb_emphasis_check(zb_emphasis *e, zb_str text, zb_str source, size_t offset, zb_locate locate, const void *context, zb_diags *diags) {
    scan s = {.e = e, .locate = locate, .context = context, .diags = diags};
    if (!text.n || !(memchr(text.s, '*', text.n) || memchr(text.s, '_', text.n) || memchr(text.s, '~', text.n))) return;
    for (size_t i = 0, j = offset; i < text.n;) {
        char c = text.s[i];
        size_t n = j < source.n && source.s[j] == c ? row_length(text, i, source, j) : 0;
        if (n && strchr("*_~", c)) {
            size_t behind = j + n;
            row r = {zb_str_sub(text, i, i + n), j, before(source, j), behind < source.n ? zb_utf8_next(source, &behind) : 0};
            take_row(&s, &r);
        } else if (n) {
            n = 1;
        }
        size_t other = n ? 0 : spelt_otherwise(source, j, c);
        if (!n && !other) return; /* it cannot be told where the rest stands */
        if (other) zb_utf8_next(text, &i);
        i += n;
        j += n ? n : other;
    }
}
