/* SPDX-License-Identifier: Apache-2.0
 * Decimal numbers in text, read the same way whatever the locale. Used inside model only. */
#ifndef ZB_MODEL_NUMBER_H
#define ZB_MODEL_NUMBER_H

#include "base/str.h"

/* Longer spellings are no numbers: nobody means them as one. */
#define ZB_NUMBER_LENGTH_MAX 64

typedef struct zb_number {
    bool integral;     /* no decimal point and no exponent, fits 64 bits: `integer` holds it */
    bool leading_zero; /* "007": an identifier rather than a quantity */
    bool exponent;     /* "1e5": the same in data; a number in specifications of charts, which are JSON */
    int64_t integer;
    double real;
} zb_number;

/* Reads [-+]digits[.digits][e[-+]digits]. False: `text` is not wholly a number, is too long, or is beyond a double's range. */
bool zb_number_read(zb_str text, zb_number *out);
/* Whether a text is a number but for full-width digits or separators of thousands. */
bool zb_number_meant(zb_str text);
/* Whether it is a number and what is counted: 72 个, 8%. */
bool zb_number_with_unit(zb_str text);
/* The number that such a text, or one that is a number, means. False: none. */
bool zb_number_value(zb_str text, double *out);
/* A line on how to write a text that is no number: the digits meant where they can be seen. In the arena. */
zb_str zb_number_cure(zb_arena *arena, zb_str text);

#endif
