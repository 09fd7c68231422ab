/* SPDX-License-Identifier: Apache-2.0
 * The chart's own words, in Chinese and English. */
#ifndef ZB_CHARTS_WORDS_H
#define ZB_CHARTS_WORDS_H

#include "charts/chart.h"

typedef enum zb_word {
    ZB_WORD_UNIT,   /* takes the unit */
    ZB_WORD_CUT,    /* takes the first tick */
    ZB_WORD_SOURCE, /* takes the source */
    ZB_WORD_NOTE,   /* takes the note */
    ZB_WORD_NO_DATA,
    ZB_WORD_OTHERS,      /* takes a number */
    ZB_WORD_OTHERS_ARE,  /* takes the number and the names */
    ZB_WORD_OTHERS_EACH, /* takes the number and the greatest share */
    ZB_WORD_ROUNDED,
    ZB_WORD_ZERO_TOTAL,
    ZB_WORD_NO_SHARES,
    ZB_WORD_THIN,   /* takes a number */
    ZB_WORD_NET,    /* takes a value */
    ZB_WORD_ZEROES, /* takes names */
    ZB_WORD_COMMA,
    ZB_WORD_STOP,
    ZB_WORD_COUNT,
} zb_word;

/* The word, a printf format where it takes something. Static. */
const char *zb_word_of(const zb_chart *chart, zb_word word);

#endif
