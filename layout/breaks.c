/* SPDX-License-Identifier: Apache-2.0
 * Break opportunities: Unicode's (UAX #14, from the shaper) with the tailorings of Chinese setting. A rule either forbids a break,
 * allows one that Unicode forbids, or prices it. Rule numbers (L1..L16) are those of docs/typesetting.md. */
#include "base/utf8.h"
#include "layout/line.h"

enum {
    PENALTY_URL = 30,
    PENALTY_MEASURE_WORD = 50, /* 201|个 */
    PENALTY_HYPHEN = 50,       /* well-|known */
    PENALTY_REFERENCE = 200,   /* 图|1 */
    PENALTY_IDENTIFIER = 300,  /* second pass: CNVD-|2019 */
};

#define SCHEME_GUARD 8   /* characters of a URL before its first break */
#define HASH_MIN 16      /* a run of letters and digits this long breaks inside */
#define HASH_MARGIN 3    /* but not this near to its ends */
#define WORD_PART_MIN 2  /* letters on both sides of a hyphen that may break */

static bool is_latin(const zb_unit *u) {
    return (u->class == ZB_CLASS_LATIN || u->class == ZB_CLASS_DIGIT || u->class == ZB_CLASS_SOLIDUS) && u->code < 0x250;
}

static bool is_alnum(uint32_t code) {
    return (code >= '0' && code <= '9') || ((code | 32) >= 'a' && (code | 32) <= 'z') || code > 0xBF;
}

/* L1, L6: what may not begin a line. */
static bool starts_badly(const zb_unit *before, const zb_unit *u) {
    switch (u->class) {
    case ZB_CLASS_CLOSE: case ZB_CLASS_PAUSE: case ZB_CLASS_STOP: case ZB_CLASS_MID:
    case ZB_CLASS_CONN: case ZB_CLASS_LONG: case ZB_CLASS_SPACE: return true;
    case ZB_CLASS_SOLIDUS: return true;
    default: break;
    }
    bool unit_sign = u->code == '%' || u->code == 0x2030 || u->code == 0x2103 || u->code == 0xB0;
    return unit_sign && before->class == ZB_CLASS_DIGIT;
}

/* L2: what may not end a line. */
static bool ends_badly(const zb_unit *u, const zb_unit *after) {
    if (u->class == ZB_CLASS_OPEN || u->class == ZB_CLASS_SOLIDUS || u->code == 0xFF0F) return true;
    bool currency = u->code == '$' || u->code == 0xA5 || u->code == 0x20AC || u->code == 0xFFE5 || u->code == 0xA3;
    return currency && after->class == ZB_CLASS_DIGIT;
}

static bool is_measure_word(uint32_t code) {
    static const uint32_t words[] = {0x4E2A /* 个 */, 0x8D77 /* 起 */, 0x6761 /* 条 */, 0x5E74 /* 年 */, 0x6708 /* 月 */,
                                     0x65E5 /* 日 */, 0x5BB6 /* 家 */, 0x9879 /* 项 */, 0x79CD /* 种 */, 0x671F /* 期 */,
                                     0x5468 /* 周 */, 0x6B21 /* 次 */, 0x4E07 /* 万 */, 0x4EBF /* 亿 */, 0x540D /* 名 */,
                                     0x4EBA /* 人 */, 0x6B3E /* 款 */, 0x4F8B /* 例 */, 0x53F0 /* 台 */, 0x5957 /* 套 */,
                                     0x7AE0 /* 章 */, 0x8282 /* 节 */, 0x53F7 /* 号 */, 0x9875 /* 页 */, 0x5206 /* 分 */,
                                     0x65F6 /* 时 */, 0x4EF6 /* 件 */, 0x7C7B /* 类 */, 0x4F4D /* 位 */, 0x5143 /* 元 */};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i] == code) return true;
    return false;
}

/* L12: a break between a number and its measure word, or 图/表 and its number, costs. */
static int16_t priced(const zb_unit *left, const zb_unit *right) {
    if (left->class == ZB_CLASS_DIGIT && is_measure_word(right->code)) return PENALTY_MEASURE_WORD;
    if ((left->code == 0x56FE || left->code == 0x8868) && right->class == ZB_CLASS_DIGIT) return PENALTY_REFERENCE;
    return 0;
}

/* The visible unit at or before i: a break after a space follows the rules of what stands before the space. */
static const zb_unit *solid_before(const zb_paragraph *p, size_t i) {
    while (i > 0 && p->units[i].class == ZB_CLASS_SPACE) i--;
    return &p->units[i];
}

static int16_t penalty_between(const zb_paragraph *p, size_t i) {
    const zb_unit *u = &p->units[i], *next = u + 1, *left = solid_before(p, i);
    uint8_t unicode = p->shaped->breaks[next->start];
    if (unicode == ZB_BREAK_MANDATORY || p->source.runs[u->inline_index].kind == ZB_INLINE_BREAK) return ZB_FORCED;
    if (next->class == ZB_CLASS_SPACE || starts_badly(left, next) || ends_badly(left, next)) return ZB_FORBIDDEN;
    bool tailored = left->class == ZB_CLASS_CLOSE || left->class == ZB_CLASS_PAUSE || left->class == ZB_CLASS_STOP || /* L4 */
                    left->class == ZB_CLASS_LONG || next->class == ZB_CLASS_OPEN;                                       /* L3, L6 */
    if (unicode == ZB_BREAK_NO && !tailored) return ZB_FORBIDDEN;
    return priced(left, next);
}

static size_t token_end(const zb_paragraph *p, size_t i) {
    while (i < p->count && is_latin(&p->units[i])) i++;
    return i;
}

static bool is_url(const zb_paragraph *p, size_t start, size_t end) {
    if (p->source.runs[p->units[start].inline_index].style.verbatim) return true;
    for (size_t i = start; i + 2 < end; i++)
        if (p->units[i].code == ':' && p->units[i + 1].code == '/' && p->units[i + 2].code == '/') return true;
    return false;
}

static bool is_url_mark(uint32_t code) {
    static const char marks[] = "/?&=.-_#%+,;:@";
    for (const char *m = marks; *m; m++)
        if ((uint32_t)(unsigned char)*m == code) return true;
    return false;
}

/* L10. The first pass breaks after marks and inside long hashes, the second anywhere. */
static void break_url(zb_paragraph *p, size_t start, size_t end) {
    size_t run_start = start;
    for (size_t i = start; i + 1 < end; i++) {
        zb_unit *u = &p->units[i], *next = u + 1;
        if (!is_alnum(u->code)) run_start = i + 1;
        size_t run_end = i + 1;
        bool inside = i >= run_start + HASH_MARGIN - 1;
        if (inside)
            while (run_end < end && run_end - i <= HASH_MIN && is_alnum(p->units[run_end].code)) run_end++;
        bool hash = inside && run_end - run_start >= HASH_MIN && run_end - i > HASH_MARGIN;
        bool mark = is_url_mark(u->code) && !is_url_mark(next->code);
        bool guarded = i + 1 < start + SCHEME_GUARD || i + 3 > end;
        u->penalty = (mark || hash) && !guarded ? PENALTY_URL : ZB_FORBIDDEN;
        u->emergency = u->penalty == PENALTY_URL ? PENALTY_URL : PENALTY_IDENTIFIER;
    }
}

/* A hyphenated ordinary word ("well-known"): letters only, lower case after the first. */
static bool is_word_hyphen(const zb_paragraph *p, size_t start, size_t end, size_t hyphen) {
    if (hyphen < start + WORD_PART_MIN || hyphen + WORD_PART_MIN >= end) return false;
    for (size_t i = start; i < end; i++) {
        uint32_t code = p->units[i].code;
        bool lower = code >= 'a' && code <= 'z', upper = code >= 'A' && code <= 'Z';
        bool edge = code == '-' || ((code == ',' || code == '.') && i + 1 == end);
        if (!lower && !edge && !(upper && i == start)) return false;
    }
    return true;
}

/* L7 to L9. Numbers, identifiers and words stay whole; the second pass may break an identifier after its hyphens, then anywhere. */
static void break_token(zb_paragraph *p, size_t start, size_t end) {
    for (size_t i = start; i + 1 < end; i++) {
        zb_unit *u = &p->units[i];
        bool joint = u->code == '-' || u->code == '/' || u->code == '_';
        bool word = u->code == '-' && is_word_hyphen(p, start, end, i);
        bool number = u->class == ZB_CLASS_DIGIT && u[1].class == ZB_CLASS_DIGIT;
        u->penalty = word ? PENALTY_HYPHEN : ZB_FORBIDDEN;
        u->emergency = word ? PENALTY_HYPHEN : joint ? PENALTY_IDENTIFIER : number ? ZB_PENALTY_EMERGENCY * 2 : ZB_PENALTY_EMERGENCY;
    }
}

void zb_paragraph_breaks(zb_paragraph *p) {
    for (size_t i = 0; i + 1 < p->count; i++) {
        zb_unit *u = &p->units[i];
        u->penalty = u->emergency = penalty_between(p, i);
    }
    for (size_t i = 0; i < p->count;) {
        size_t end = token_end(p, i);
        if (end > i + 1) (is_url(p, i, end) ? break_url : break_token)(p, i, end);
        i = end > i ? end : i + 1;
    }
    for (size_t i = 0; i + 1 < p->count; i++)
        if (!p->shaped->graphemes[p->units[i + 1].start] && p->units[i].penalty != ZB_FORCED)
            p->units[i].penalty = p->units[i].emergency = ZB_FORBIDDEN;
    if (p->count) p->units[p->count - 1].penalty = p->units[p->count - 1].emergency = ZB_FORCED;
}
