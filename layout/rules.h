/* SPDX-License-Identifier: Apache-2.0
 * The rules of Chinese typesetting as data: each with its source; the character classes and the tables that the code of composing,
 * breaking and justifying consults. A build with ZB_RULE_SWITCHES can switch every rule off, so that tests can show what it does. */
#ifndef ZB_LAYOUT_RULES_H
#define ZB_LAYOUT_RULES_H

#include "layout/line.h"

/* L: line breaking, S: spacing, E: line edges, J: justification (JR and JX: its orders), P: paragraph. */
#define ZB_RULE_LIST(X) \
    X(L1) X(L2) X(L3) X(L4) X(L5) X(L6) X(L7) X(L8) X(L9) X(L10) X(L11) X(L12) X(L13) X(L14) X(L15) X(L16) \
    X(S1) X(S2) X(S3) X(S4) X(S5) X(S6) X(S7) X(S8) X(S9) X(S10) X(S11) X(S12) X(S13) X(S14) X(S15) \
    X(E1) X(E2) X(E3) X(E4) X(E5) X(JR) X(JX) X(J1) X(J2) X(J3) X(J5) X(J6) X(J8) X(P1) X(P3) X(P8) X(P10)

#define ZB_RULE_ID(name) ZB_RULE_##name,
typedef enum zb_rule_id { ZB_RULE_LIST(ZB_RULE_ID) ZB_RULE_COUNT } zb_rule_id;

typedef struct zb_rule {
    const char *name, *source, *text;
    bool on;
} zb_rule;

#ifdef ZB_RULE_SWITCHES
#define ZB_RULE_CONST
#else
#define ZB_RULE_CONST const
#endif

/* Indexed by zb_rule_id. */
extern ZB_RULE_CONST zb_rule zb_rules[ZB_RULE_COUNT];

static inline bool zb_rule_on(zb_rule_id id) { return zb_rules[id].on; }

/* Sets of classes. */
#define ZB_MASK(class) (1u << ZB_CLASS_##class)
#define ZB_MASK_ALL 0xFFFFu
#define ZB_MASK_CLOSERS (ZB_MASK(CLOSE) | ZB_MASK(PAUSE) | ZB_MASK(STOP))
#define ZB_MASK_MARKS (ZB_MASK_CLOSERS | ZB_MASK(OPEN) | ZB_MASK(MID) | ZB_MASK(CONN) | ZB_MASK(LONG))

static inline bool zb_class_in(uint8_t class, unsigned mask) { return mask >> class & 1; }

/* Which half of a full-width mark holds no ink. */
typedef enum zb_blank { ZB_BLANK_NONE, ZB_BLANK_LEFT, ZB_BLANK_RIGHT, ZB_BLANK_BOTH } zb_blank;

typedef struct zb_class_traits {
    const char *name, *source; /* CLREQ's terms */
    uint8_t blank;
    uint8_t tier; /* in which turn the blank gives way */
} zb_class_traits;

/* Indexed by zb_class. */
extern const zb_class_traits zb_classes[];

/* Sets of characters. */
typedef enum zb_set { ZB_SET_ANY, ZB_SET_UNIT_SIGN, ZB_SET_CURRENCY, ZB_SET_MEASURE, ZB_SET_REFERENCE, ZB_SET_QUOTE } zb_set;

/* Whether the character belongs to the set. */
bool zb_set_has(zb_set set, uint32_t code);

/* What a rule says about a break between two units. FORBID wins over ALLOW, ALLOW over Unicode; PRICE adds to what is allowed. */
typedef enum zb_verdict { ZB_VERDICT_FORBID, ZB_VERDICT_ALLOW, ZB_VERDICT_PRICE } zb_verdict;

typedef struct zb_pair {
    uint8_t rule, verdict;
    uint16_t left, right; /* masks of classes */
    uint8_t left_set, right_set;
    int16_t price;
} zb_pair;

extern const zb_pair zb_pairs[];
extern const size_t zb_pair_count;

/* Prices of breaks; a line whose Han places are widened by 0.12 em (loose) costs about 340. */
enum {
    ZB_PRICE_URL = 30,
    ZB_PRICE_HYPHEN = 50,        /* well-|known */
    ZB_PRICE_SYLLABLE = 120,     /* hyphenation in a text of that language */
    ZB_PRICE_MEASURE_WORD = 50,  /* 201|个 */
    ZB_PRICE_REFERENCE = 200,    /* 图|1 */
    ZB_PRICE_WORD = 300,         /* second pass: a Latin word in a Chinese text, hyphenated */
    ZB_PRICE_IDENTIFIER = 320,   /* second pass: CNVD-|2019 */
    ZB_PRICE_URL_WORD = 800,     /* second pass: inside a word of a URL */
    ZB_PRICE_CHAIN = 120,        /* second pass: between two digits of a long hash */
    ZB_PRICE_NUMBER = 2 * ZB_PENALTY_EMERGENCY, /* second pass: inside a number, beside a mark */
};

/* How a line is widened, in this order: spaces and gaps by 1/8 em; places by 0.11 em (0.22 where no two Han characters meet: after marks
 * nobody sees it); spaces and gaps by another 1/8 em, CLREQ's limit; then every place as far as it must. */
#define ZB_STRETCH_GAP(em) ((em) / 8)
#define ZB_STRETCH_PLACES(em, solid) ((em) * ((solid) ? 11 : 22) / 100)

#endif
