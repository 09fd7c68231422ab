/* SPDX-License-Identifier: Apache-2.0
 * The table of characters that a text may not hold as they are. Used by text_rule.c; docs/characters.md says the same in words. */
#ifndef ZB_MODEL_TEXT_TABLE_H
#define ZB_MODEL_TEXT_TABLE_H

#include "model/text.h"

/* Where a character has a meaning and stays although its range says otherwise. */
typedef enum zb_text_context {
    ZB_CONTEXT_NONE,
    ZB_CONTEXT_JOINING, /* beside a letter of a joining or Indic script; ZWJ also between emoji */
    ZB_CONTEXT_BIDI,    /* beside a letter of a right-to-left script */
    ZB_CONTEXT_FLAG,    /* tags behind the black flag: the flags of England, Scotland and Wales */
} zb_text_context;

typedef struct zb_text_range {
    uint32_t first, last;
    zb_text_fate fate;
    const char *code, *what;
    zb_text_context context;
    const uint32_t *instead; /* REPLACED: by first, first + 1...; ' ' where a character stays, as behind the end */
    size_t count;
} zb_text_range;

/* Ranges in ascending order, without overlap. Noncharacters at the ends of planes are not among them. */
extern const zb_text_range zb_text_ranges[];
extern const size_t zb_text_range_count;

#endif
