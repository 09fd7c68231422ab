/* SPDX-License-Identifier: Apache-2.0
 * The rules, classes and character sets as tables. CLREQ: W3C, Requirements for Chinese Text Layout; GB/T 15834-2011: the national
 * standard on punctuation marks; UAX #14: Unicode line breaking; CSS Text 4. Where no standard speaks, the source is "house rule". */
#include "layout/rules.h"

#include "base/utf8.h"

#define RULE(name, source, text) [ZB_RULE_##name] = {#name, source, text, true}
#define RULE_OFF(name, source, text) [ZB_RULE_##name] = {#name, source, text, false}

ZB_RULE_CONST zb_rule zb_rules[ZB_RULE_COUNT] = {
    RULE(L1, "CLREQ prohibition rules for line start; GB/T 15834 5.1.1-5.1.3, 5.1.6-5.1.9",
         "no line begins with a closing, pause or stop mark, interpunct, connector or solidus, nor with a unit sign after a number"),
    RULE(L2, "CLREQ prohibition rules for line end; GB/T 15834 5.1.3, 5.1.9",
         "no line ends with an opening mark or a solidus, nor with a currency sign before a number"),
    RULE(L3, "CLREQ prohibition rules, basic level", "full-width quotes break like brackets: before an opening, after a closing one"),
    RULE(L4, "CLREQ prohibition rules, basic level", "after a closing, pause or stop mark a break is possible"),
    RULE(L5, "CLREQ unbreakable marks; GB/T 15834 5.1.4, 5.1.5", "the two-em dash and the ellipsis are not split"),
    RULE(L6, "CLREQ prohibition rules, strict level", "no break before a dash or an ellipsis"),
    RULE(L7, "UAX #14 LB25; CLREQ digits with their prefix and suffix", "a number is broken later than anything else"),
    RULE(L8, "house rule", "identifiers stay whole; the second pass may break them after - / _"),
    RULE(L9, "CLREQ handling of Western text; UAX #14", "an ordinary compound may break after its hyphen, at a price"),
    RULE(L10, "house rule", "URLs break after their marks and inside long hashes, without a hyphen"),
    RULE(L11, "house rule", "angle brackets round a URL belong to it"),
    RULE(L12, "editorial practice", "number and measure word, or figure word and number, part at a price"),
    RULE(L13, "CLREQ mixed text composition", "a typed space is a break opportunity"),
    RULE(L14, "CLREQ prohibition rules, exceptions", "a run of closing marks is not released, not even as a last remedy"),
    RULE(L15, "CLREQ compression rules for punctuation", "what goes at the line's edges is known before breaks are chosen"),
    RULE(L16, "CLREQ line adjustment", "first squeeze in, then push out"),
    RULE(S1, "CLREQ solid setting", "Han characters touch; they are spread only after spaces and gaps gave what they can"),
    RULE(S2, "CLREQ size of punctuation marks", "a single mark between Han is one em wide"),
    RULE(S3, "CLREQ adjustment of adjacent punctuation marks", "two marks whose blanks meet give up half an em"),
    RULE(S4, "CLREQ adjustment of adjacent punctuation marks", "every pair of a run of marks is treated"),
    RULE(S5, "CLREQ adjustment of adjacent punctuation marks", "empty brackets keep their width: no blanks meet"),
    RULE_OFF(S6, "GB/T 15834 5.1.2", "two stacked stops take one em together"),
    RULE(S7, "GB/T 15834 5.1.4, 5.1.5", "dash and ellipsis are two em long and are never spread"),
    RULE(S8, "CLREQ mixed text composition", "between Han and Latin letters or digits stands a quarter em"),
    RULE(S9, "CLREQ mixed text composition", "a typed space between Han and Latin is that gap"),
    RULE(S10, "CLREQ mixed text composition, exceptions", "a typed space beside a full-width mark has no width"),
    RULE(S11, "CLREQ mixed text composition, exceptions", "no gap at the edges of a line"),
    RULE(S12, "CSS Text 4 text-autospace", "only letters and digits take the gap; a per cent sign does on its right"),
    RULE(S13, "house rule", "no gap beside a footnote mark"),
    RULE(S14, "CLREQ reduction and expansion; house rule for English", "word spaces give and take within limits"),
    RULE(S15, "CLREQ quotation marks", "full-width quotes, dashes and ellipses are Chinese marks"),
    RULE(E1, "GB/T 15834 5.1.10; CLREQ", "a closing, pause or stop mark at a line's end is half an em wide"),
    RULE(E2, "CLREQ compression rules", "an opening mark at a line's start loses its left half"),
    RULE(E3, "CLREQ compression rules", "also after the indent of the first line"),
    RULE(E4, "CLREQ hanging punctuation", "no mark hangs out of the measure"),
    RULE(E5, "CLREQ mixed text composition, exceptions", "spaces at the edges of a line have no width"),
    RULE(JR, "CLREQ procedures for reduction", "a line is shortened kind by kind, stops last"),
    RULE(JX, "CLREQ procedures for expansion", "a line is widened at spaces and gaps first"),
    RULE(J1, "CLREQ line adjustment", "a full line ends on the right edge"),
    RULE(J2, "CLREQ line adjustment", "the last line keeps its natural width"),
    RULE(J3, "CLREQ line adjustment", "all places of a kind change by the same amount"),
    RULE(J5, "house rule", "a second pass breaks identifiers, URLs and words where a line would be loose or overfull"),
    RULE(J6, "house rule", "lines of less than twelve em are not justified"),
    RULE(J8, "Knuth and Plass 1981, fitness classes", "a tight line beside a loose one costs"),
    RULE(P1, "CLREQ first-line indent", "the first line is indented"),
    RULE(P3, "CLREQ widows and orphans", "a last line holds at least two characters"),
    RULE(P8, "GB/T 9704 titles; house rule", "centred lines are of like length and end where words end"),
    RULE(P10, "CLREQ paragraph indentation", "turn-over lines of an item hang"),
};

const zb_class_traits zb_classes[] = {
    [ZB_CLASS_HAN] = {"ideographs", "CLREQ Chinese characters", ZB_BLANK_NONE, ZB_TIER_SPACE},
    [ZB_CLASS_LATIN] = {"Western letters and marks", "CLREQ Western characters", ZB_BLANK_NONE, ZB_TIER_SPACE},
    [ZB_CLASS_DIGIT] = {"European numerals", "CLREQ European numerals", ZB_BLANK_NONE, ZB_TIER_SPACE},
    [ZB_CLASS_OPEN] = {"opening brackets and quotation marks", "CLREQ brackets", ZB_BLANK_LEFT, ZB_TIER_BRACKET},
    [ZB_CLASS_CLOSE] = {"closing brackets and quotation marks", "CLREQ brackets", ZB_BLANK_RIGHT, ZB_TIER_BRACKET},
    [ZB_CLASS_PAUSE] = {"pause marks", "CLREQ pause or stop marks", ZB_BLANK_RIGHT, ZB_TIER_PAUSE},
    [ZB_CLASS_STOP] = {"stops", "CLREQ pause or stop marks", ZB_BLANK_RIGHT, ZB_TIER_STOP},
    [ZB_CLASS_MID] = {"interpuncts", "CLREQ interpuncts", ZB_BLANK_BOTH, ZB_TIER_MID},
    [ZB_CLASS_CONN] = {"connectors", "CLREQ connector marks", ZB_BLANK_NONE, ZB_TIER_SPACE},
    [ZB_CLASS_LONG] = {"dashes and ellipses", "CLREQ dashes, ellipses", ZB_BLANK_NONE, ZB_TIER_SPACE},
    [ZB_CLASS_SOLIDUS] = {"solidi", "CLREQ solidus", ZB_BLANK_NONE, ZB_TIER_SPACE},
    [ZB_CLASS_SPACE] = {"spaces", "CLREQ spaces", ZB_BLANK_NONE, ZB_TIER_SPACE},
};

#define FORBID(rule, left, left_set, right, right_set) \
    {ZB_RULE_##rule, ZB_VERDICT_FORBID, left, right, ZB_SET_##left_set, ZB_SET_##right_set, 0}
#define ALLOW(rule, left, left_set, right, right_set) \
    {ZB_RULE_##rule, ZB_VERDICT_ALLOW, left, right, ZB_SET_##left_set, ZB_SET_##right_set, 0}
#define PRICE(rule, left, left_set, right, right_set, price) \
    {ZB_RULE_##rule, ZB_VERDICT_PRICE, left, right, ZB_SET_##left_set, ZB_SET_##right_set, price}
#define ALL ZB_MASK_ALL

const zb_pair zb_pairs[] = {
    FORBID(L1, ALL, ANY, ZB_MASK_CLOSERS | ZB_MASK(MID) | ZB_MASK(CONN) | ZB_MASK(SOLIDUS), ANY),
    FORBID(L1, ZB_MASK(DIGIT) | ZB_MASK(CLOSE), ANY, ALL, UNIT_SIGN),
    FORBID(L2, ZB_MASK(OPEN) | ZB_MASK(SOLIDUS), ANY, ALL, ANY),
    FORBID(L2, ALL, CURRENCY, ZB_MASK(DIGIT), ANY),
    ALLOW(L3, ALL & ~ZB_MASK_CLOSERS, ANY, ZB_MASK(OPEN), QUOTE),
    ALLOW(L3, ZB_MASK(CLOSE), QUOTE, ALL & ~ZB_MASK(OPEN), ANY),
    ALLOW(L4, ZB_MASK_CLOSERS, ANY, ZB_MASK(OPEN), ANY),
    FORBID(L5, ZB_MASK(LONG), ANY, ZB_MASK(LONG), ANY),
    FORBID(L6, ALL & ~ZB_MASK(LONG), ANY, ZB_MASK(LONG), ANY),
    PRICE(L12, ZB_MASK(DIGIT), ANY, ZB_MASK(HAN), MEASURE, ZB_PRICE_MEASURE_WORD),
    PRICE(L12, ZB_MASK(HAN), REFERENCE, ZB_MASK(DIGIT), ANY, ZB_PRICE_REFERENCE),
};
const size_t zb_pair_count = sizeof zb_pairs / sizeof *zb_pairs;

static const uint32_t unit_signs[] = {'%', 0xB0 /* ° */, 0x2030 /* ‰ */, 0x2103 /* ℃ */, 0xFF05 /* ％ */, 0};
static const uint32_t currencies[] = {'$', 0xA3 /* £ */, 0xA5 /* ¥ */, 0x20AC /* € */, 0xFFE5 /* ￥ */, 0};
static const uint32_t references[] = {0x56FE /* 图 */, 0x8868 /* 表 */, 0};
static const uint32_t quotes[] = {0x2018, 0x2019, 0x201C, 0x201D, 0};
static const uint32_t measure_words[] = {
    0x4E07 /* 万 */, 0x4E2A /* 个 */, 0x4EBA /* 人 */, 0x4EBF /* 亿 */, 0x4EF6 /* 件 */, 0x4F4D /* 位 */, 0x4F8B /* 例 */,
    0x5143 /* 元 */, 0x5206 /* 分 */, 0x53F0 /* 台 */, 0x53F7 /* 号 */, 0x540D /* 名 */, 0x5468 /* 周 */, 0x5957 /* 套 */,
    0x5BB6 /* 家 */, 0x5E74 /* 年 */, 0x65E5 /* 日 */, 0x65F6 /* 时 */, 0x6708 /* 月 */, 0x671F /* 期 */, 0x6761 /* 条 */,
    0x6B21 /* 次 */, 0x6B3E /* 款 */, 0x79CD /* 种 */, 0x7AE0 /* 章 */, 0x7C7B /* 类 */, 0x8282 /* 节 */, 0x8D77 /* 起 */,
    0x9875 /* 页 */, 0x9879 /* 项 */, 0};

bool zb_set_has(zb_set set, uint32_t code) {
    static const uint32_t *const sets[] = {[ZB_SET_UNIT_SIGN] = unit_signs, [ZB_SET_CURRENCY] = currencies,
                                           [ZB_SET_MEASURE] = measure_words, [ZB_SET_REFERENCE] = references,
                                           [ZB_SET_QUOTE] = quotes};
    if (set == ZB_SET_ANY) return true;
    for (const uint32_t *member = sets[set]; *member; member++)
        if (*member == code) return true;
    return false;
}

typedef struct member {
    uint32_t code;
    uint8_t class;
    bool by_width; /* a Chinese mark only when its glyph is full width; else LATIN */
} member;

/* Members of the classes, sorted by code: CLREQ, tables of Chinese punctuation marks. */
static const member members[] = {
    {0x0020, ZB_CLASS_SPACE, false},   {0x002F, ZB_CLASS_SOLIDUS, false}, {0x00A0, ZB_CLASS_SPACE, false},
    {0x00B7, ZB_CLASS_MID, false},     {0x2013, ZB_CLASS_CONN, false},    {0x2014, ZB_CLASS_LONG, true},
    {0x2018, ZB_CLASS_OPEN, true},     {0x2019, ZB_CLASS_CLOSE, true},    {0x201C, ZB_CLASS_OPEN, true},
    {0x201D, ZB_CLASS_CLOSE, true},    {0x2026, ZB_CLASS_LONG, true},     {0x22EF, ZB_CLASS_LONG, true},
    {0x2E3A, ZB_CLASS_LONG, false},    {0x3000, ZB_CLASS_HAN, false},     {0x3001, ZB_CLASS_PAUSE, false},
    {0x3002, ZB_CLASS_STOP, false},    {0x3008, ZB_CLASS_OPEN, false},    {0x3009, ZB_CLASS_CLOSE, false},
    {0x300A, ZB_CLASS_OPEN, false},    {0x300B, ZB_CLASS_CLOSE, false},   {0x300C, ZB_CLASS_OPEN, false},
    {0x300D, ZB_CLASS_CLOSE, false},   {0x300E, ZB_CLASS_OPEN, false},    {0x300F, ZB_CLASS_CLOSE, false},
    {0x3010, ZB_CLASS_OPEN, false},    {0x3011, ZB_CLASS_CLOSE, false},   {0x3014, ZB_CLASS_OPEN, false},
    {0x3015, ZB_CLASS_CLOSE, false},   {0x3016, ZB_CLASS_OPEN, false},    {0x3017, ZB_CLASS_CLOSE, false},
    {0x30FB, ZB_CLASS_MID, false},     {0xFF01, ZB_CLASS_STOP, false},    {0xFF08, ZB_CLASS_OPEN, false},
    {0xFF09, ZB_CLASS_CLOSE, false},   {0xFF0C, ZB_CLASS_PAUSE, false},   {0xFF0E, ZB_CLASS_PAUSE, false},
    {0xFF0F, ZB_CLASS_SOLIDUS, false}, {0xFF1A, ZB_CLASS_PAUSE, false},   {0xFF1B, ZB_CLASS_PAUSE, false},
    {0xFF1F, ZB_CLASS_STOP, false},    {0xFF3B, ZB_CLASS_OPEN, false},    {0xFF3D, ZB_CLASS_CLOSE, false},
    {0xFF5B, ZB_CLASS_OPEN, false},    {0xFF5D, ZB_CLASS_CLOSE, false},   {0xFF5E, ZB_CLASS_CONN, false},
};

static const member *member_lookup(uint32_t code) {
    size_t low = 0, high = sizeof members / sizeof *members;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (members[middle].code == code) return &members[middle];
        if (members[middle].code < code) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

/* Blocks that are set solid like ideographs: CJK symbols, kana, bopomofo, hangul, full-width forms. */
static bool is_solid(uint32_t code) {
    return zb_is_han(code) || (code >= 0x2E80 && code <= 0x31FF) || (code >= 0x3200 && code <= 0x4DBF) ||
           (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xFE30 && code <= 0xFE4F) || (code >= 0xFF00 && code <= 0xFF60) ||
           (code >= 0x20000 && code <= 0x3FFFF);
}

zb_class zb_classify(uint32_t code, zb_length advance, zb_length em) {
    if (code >= 0x4E00 && code <= 0x9FFF) return ZB_CLASS_HAN;
    if (code >= '0' && code <= '9') return ZB_CLASS_DIGIT;
    const member *m = member_lookup(code);
    if (m) return m->by_width && (advance < em * 9L / 10 || !zb_rule_on(ZB_RULE_S15)) ? ZB_CLASS_LATIN : (zb_class)m->class;
    return is_solid(code) ? ZB_CLASS_HAN : ZB_CLASS_LATIN;
}
