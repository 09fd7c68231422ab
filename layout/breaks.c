/* SPDX-License-Identifier: Apache-2.0
 * Break opportunities: Unicode's (UAX #14, from the shaper), changed by the table of pairs in layout/rules.c, and what happens inside
 * tokens: numbers, identifiers, words and URLs, which stay whole in the first pass as far as they can. */
#include <strings.h>

#include "layout/rules.h"

#define URL_REST_MIN 4   /* characters left after a break inside a word */
#define SCHEME_GUARD 8   /* characters of a URL between its scheme and the first break */
#define HASH_MIN 16      /* a run of letters and digits this long breaks inside */
#define HASH_MARGIN 3    /* but not this near to its ends */
#define WORD_PART_MIN 2  /* letters on both sides of a hyphen that may break */
#define TOKEN_CODES 0x530 /* Latin, Greek, Cyrillic; joining scripts are never broken inside a word */
#define SOFT_HYPHEN 0xAD
#define NO_BREAK_SPACE 0xA0
#define WORD_JOINER 0x2060

static const zb_chance forbidden = {ZB_FORBIDDEN, ZB_KIND_EMERGENCY};

static void chances_set(zb_unit *u, zb_chance first, zb_chance second) {
    u->chances[0] = first;
    u->chances[1] = second;
}

static bool in_token(const zb_unit *u) {
    return (u->class == ZB_CLASS_LATIN || u->class == ZB_CLASS_DIGIT || u->class == ZB_CLASS_SOLIDUS) && u->code < TOKEN_CODES;
}

static bool is_word_char(uint32_t code) {
    return (code >= '0' && code <= '9') || ((code | 32) >= 'a' && (code | 32) <= 'z') || code > 0xBF;
}

static bool row_applies(const zb_pair *row, const zb_unit *left, const zb_unit *right) {
    return zb_class_in(left->class, row->left) && zb_class_in(right->class, row->right) && zb_rule_on(row->rule) &&
           zb_set_has(row->left_set, left->code) && zb_set_has(row->right_set, right->code);
}

/* The table's verdict on a break between two units, given Unicode's. */
static int16_t judge_pair(const zb_unit *left, const zb_unit *right, bool allowed) {
    int16_t price = 0;
    for (const zb_pair *row = zb_pairs; row < zb_pairs + zb_pair_count; row++) {
        if (!row_applies(row, left, right)) continue;
        if (row->verdict == ZB_VERDICT_FORBID) return ZB_FORBIDDEN;
        if (row->verdict == ZB_VERDICT_ALLOW) allowed = true;
        else if (row->price > price) price = row->price;
    }
    return allowed ? price : ZB_FORBIDDEN;
}

/* The visible unit at or before i: a break after a space follows the rules of what stands before the space. */
static const zb_unit *solid_before(const zb_paragraph *p, size_t i) {
    while (i > 0 && p->units[i].class == ZB_CLASS_SPACE) i--;
    return &p->units[i];
}

static zb_chance judge(const zb_paragraph *p, size_t i) {
    const zb_unit *u = &p->units[i], *next = u + 1;
    uint8_t unicode = p->shaped->breaks[next->start];
    bool space = u->class == ZB_CLASS_SPACE;
    if (unicode == ZB_BREAK_MANDATORY || p->source.runs[u->inline_index].kind == ZB_INLINE_BREAK)
        return (zb_chance){ZB_FORCED, ZB_KIND_FORCED};
    bool glue = u->code == NO_BREAK_SPACE || u->code == WORD_JOINER || next->code == WORD_JOINER;
    bool glued = unicode == ZB_BREAK_NO && glue;
    if (next->class == ZB_CLASS_SPACE || glued || (space && !zb_rule_on(ZB_RULE_L13))) return forbidden;
    return (zb_chance){judge_pair(solid_before(p, i), next, unicode != ZB_BREAK_NO), space ? ZB_KIND_SPACE : ZB_KIND_HAN};
}

/* The third closing mark of a run: CLREQ lets it go as a last remedy; L14 does not. */
static bool is_released(const zb_paragraph *p, size_t i) {
    return !zb_rule_on(ZB_RULE_L14) && i > 0 && zb_class_in(p->units[i - 1].class, ZB_MASK_CLOSERS) &&
           zb_class_in(p->units[i].class, ZB_MASK_CLOSERS) && zb_class_in(p->units[i + 1].class, ZB_MASK_CLOSERS);
}

static bool is_url_mark(uint32_t code) {
    static const char marks[] = "/?&=.-_#%+,;:@";
    for (const char *m = marks; *m; m++)
        if ((uint32_t)(unsigned char)*m == code) return true;
    return false;
}

/* The unit after "://", or the first one. */
static size_t scheme_end(const zb_paragraph *p, size_t start, size_t end) {
    const zb_unit *u = p->units;
    for (size_t i = start; i + 3 < end; i++)
        if (u[i].code == ':' && u[i + 1].code == '/' && u[i + 2].code == '/') return i + 3;
    return start;
}

/* L10. The first pass breaks after marks and inside long hashes, beside a letter; the second anywhere. */
static void break_url(zb_paragraph *p, size_t start, size_t end) {
    size_t run_start = start, scheme = scheme_end(p, start, end), guard = scheme + SCHEME_GUARD;
    for (size_t i = start; i + 1 < end; i++) {
        zb_unit *u = &p->units[i], *next = u + 1;
        if (!is_word_char(u->code)) run_start = i + 1;
        size_t run_end = i + 1;
        bool inside = i >= run_start + HASH_MARGIN - 1;
        if (inside)
            while (run_end < end && run_end - i <= HASH_MIN && is_word_char(p->units[run_end].code)) run_end++;
        bool hash = inside && run_end - run_start >= HASH_MIN && run_end - i > HASH_MARGIN;
        bool digits = u->class == ZB_CLASS_DIGIT && next->class == ZB_CLASS_DIGIT;
        bool mark = is_url_mark(u->code) && !is_url_mark(next->code);
        bool guarded = i + 1 < guard || i + 3 > end;
        bool margin = i + URL_REST_MIN < end && i >= guard;
        int16_t inside_word = hash ? ZB_PRICE_CHAIN : margin ? ZB_PRICE_URL_WORD : ZB_PENALTY_EMERGENCY;
        if (i < scheme) inside_word = ZB_PRICE_NUMBER;
        zb_chance first = {ZB_PRICE_URL, ZB_KIND_URL}, second = {inside_word, ZB_KIND_URL};
        bool good = !guarded && (mark || (hash && !digits));
        chances_set(u, good ? first : forbidden, good ? first : second);
    }
}

/* A hyphenated ordinary word ("well-known"): letters only, lower case after the first. */
static bool is_compound(const zb_paragraph *p, size_t start, size_t end, size_t hyphen) {
    if (p->units[hyphen].code != '-' || end - start > ZB_WORD_MAX) return false;
    if (hyphen < start + WORD_PART_MIN || hyphen + WORD_PART_MIN >= end) return false;
    for (size_t i = start; i < end; i++) {
        uint32_t code = p->units[i].code;
        bool lower = code >= 'a' && code <= 'z', upper = code >= 'A' && code <= 'Z';
        bool edge = code == '-' || ((code == ',' || code == '.') && i + 1 == end);
        if (!lower && !edge && !(upper && i == start)) return false;
    }
    return true;
}

static zb_length hyphen_width(const zb_paragraph *p, const zb_unit *u) {
    const zb_inline *source = &p->source.runs[u->inline_index];
    zb_shape_style style = {source->style.role, source->style.weight, source->style.size, source->lang, true};
    return zb_line_width(p->fonts, ZB_STR("-"), &style, p->diags);
}

/* What the second pass may do inside a token. */
static zb_chance last_remedy(const zb_unit *u) {
    bool joint = u->code == '-' || u->code == '/' || u->code == '_' || u->code == '@';
    if (joint && zb_rule_on(ZB_RULE_L8)) return (zb_chance){ZB_PRICE_IDENTIFIER, ZB_KIND_IDENTIFIER};
    bool number = u->class == ZB_CLASS_DIGIT && u[1].class == ZB_CLASS_DIGIT && zb_rule_on(ZB_RULE_L7);
    bool letters = is_word_char(u->code) && is_word_char(u[1].code) && !number;
    return (zb_chance){letters ? ZB_PENALTY_EMERGENCY : ZB_PRICE_NUMBER, ZB_KIND_EMERGENCY};
}

/* L7 to L9. Numbers, identifiers and words stay whole; the second pass may break an identifier after its hyphens, then anywhere. */
static void break_token(zb_paragraph *p, size_t start, size_t end) {
    for (size_t i = start; i + 1 < end; i++) {
        zb_unit *u = &p->units[i];
        zb_chance first = zb_rule_on(ZB_RULE_L8) ? forbidden : u->chances[0], second = last_remedy(u);
        if (u->code == SOFT_HYPHEN) u->hyphen = hyphen_width(p, u);
        bool compound = zb_rule_on(ZB_RULE_L9) && is_compound(p, start, end, i);
        if (u->code == SOFT_HYPHEN || compound) first = second = (zb_chance){ZB_PRICE_HYPHEN, ZB_KIND_HYPHEN};
        chances_set(u, first, second);
    }
}

/* A break between a URL and what is attached to it. */
static void break_joint(zb_paragraph *p, size_t start, size_t at, size_t end) {
    if (at <= start || at >= end) return;
    zb_chance chance = zb_rule_on(ZB_RULE_L11) ? forbidden : (zb_chance){ZB_PRICE_URL, ZB_KIND_URL};
    chances_set(&p->units[at - 1], chance, chance);
}

static size_t unit_at(const zb_paragraph *p, size_t from, size_t end, size_t byte) {
    while (from < end && p->units[from].start < byte) from++;
    return from;
}

/* A token, with the URL that may stand in it. */
static void break_latin(zb_paragraph *p, size_t start, size_t end, const zb_url *url) {
    if (!zb_rule_on(ZB_RULE_L10)) break_token(p, start, end);
    else if (p->source.runs[p->units[start].inline_index].style.verbatim) break_url(p, start, end);
    else if (!url || url->start >= p->units[end - 1].end) break_token(p, start, end);
    else {
        size_t from = unit_at(p, start, end, url->start), to = unit_at(p, from, end, url->end);
        break_token(p, start, from);
        break_url(p, from, to);
        break_token(p, to, end);
        break_joint(p, start, from, end);
        break_joint(p, start, to, end);
    }
}

static void break_tokens(zb_paragraph *p) {
    const zb_url *url = p->urls.data, *urls_end = url ? url + p->urls.count : NULL;
    for (size_t i = 0, end; i < p->count; i = end > i ? end : i + 1) {
        for (end = i; end < p->count && in_token(&p->units[end]) && (end == i || p->units[end - 1].chances[0].penalty != ZB_FORCED);) end++;
        while (url < urls_end && url->end <= p->units[i].start) url++;
        if (end > i + 1) break_latin(p, i, end, url < urls_end ? url : NULL);
    }
}

void zb_paragraph_breaks(zb_paragraph *p) {
    for (size_t i = 0; i + 1 < p->count; i++) {
        zb_unit *u = &p->units[i];
        zb_chance chance = judge(p, i);
        chances_set(u, chance, is_released(p, i) ? (zb_chance){ZB_PENALTY_EMERGENCY, ZB_KIND_EMERGENCY} : chance);
    }
    break_tokens(p);
    for (size_t i = 0; i + 1 < p->count; i++)
        if (!p->shaped->graphemes[p->units[i + 1].start] && p->units[i].chances[0].penalty != ZB_FORCED)
            chances_set(&p->units[i], forbidden, forbidden);
    zb_chance last = {ZB_FORCED, ZB_KIND_END};
    if (p->count) chances_set(&p->units[p->count - 1], last, last);
}

/* Hyphenation ------------------------------------------------------------------------------------------------------------- */

typedef struct word {
    size_t start, end; /* units: ASCII letters, lower case after the first */
} word;

static bool is_chinese(const char *lang) { return !lang || !strncasecmp(lang, "zh", 2); }

static bool is_letter(uint32_t code) { return (code | 32) >= 'a' && (code | 32) <= 'z'; }

/* The ordinary word in a token, less the punctuation round it. False: something else stands there. */
static bool word_in(const zb_paragraph *p, size_t start, size_t end, word *w) {
    while (start < end && !is_word_char(p->units[start].code) && p->units[start].code != '-') start++;
    while (end > start && !is_word_char(p->units[end - 1].code) && p->units[end - 1].code != '-') end--;
    *w = (word){start, end};
    for (size_t i = start; i < end; i++) {
        const zb_unit *u = &p->units[i];
        if (!is_letter(u->code) || (i > start && u->code <= 'Z') || u->run != p->units[start].run) return false;
    }
    return end > start && p->units[end - 1].end - p->units[start].start <= ZB_WORD_MAX &&
           !p->source.runs[p->units[start].inline_index].style.verbatim;
}

static void hyphenate_word(zb_paragraph *p, zb_hyphens *hyphens, word w, int pass) {
    const zb_inline *source = &p->source.runs[p->units[w.start].inline_index];
    const char *lang = source->lang ? source->lang : zb_hyphens_language(hyphens);
    bool native = zb_hyphens_knows(lang), foreign = is_chinese(lang);
    if (!native && (pass == 0 || !foreign)) return;
    uint8_t marks[ZB_WORD_MAX];
    size_t base = p->units[w.start].start;
    zb_str text = zb_str_sub(p->text, base, p->units[w.end - 1].end);
    if (!zb_hyphens_word(hyphens, native ? lang : "en", text, source->loc, marks)) return;
    zb_chance chance = {native ? ZB_PRICE_SYLLABLE : ZB_PRICE_WORD, ZB_KIND_HYPHEN};
    zb_length width = 0;
    for (size_t i = w.start; i + 1 < w.end; i++) {
        zb_unit *u = &p->units[i];
        if (!marks[u->end - 1 - base]) continue;
        u->hyphen = width = width ? width : hyphen_width(p, u);
        u->chances[1] = chance;
        if (native) u->chances[0] = chance;
    }
}

void zb_paragraph_hyphenate(zb_paragraph *p, zb_hyphens *hyphens, int pass) {
    if (!hyphens || p->hyphenated[pass]) return;
    p->hyphenated[pass] = true;
    const zb_url *url = p->urls.data, *urls_end = url ? url + p->urls.count : NULL;
    for (size_t i = 0, end; i < p->count; i = end > i ? end : i + 1) {
        for (end = i; end < p->count && in_token(&p->units[end]);) end++;
        while (url < urls_end && url->end <= p->units[i].start) url++;
        word w;
        bool in_url = url < urls_end && end > i && url->start < p->units[end - 1].end;
        if (end > i + 1 && !in_url && word_in(p, i, end, &w)) hyphenate_word(p, hyphens, w, pass);
    }
}
