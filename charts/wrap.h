/* SPDX-License-Identifier: Apache-2.0
 * Where a label may be broken into lines: between Han characters, never before a closing mark or after an opening one,
 * best before a bracket or behind a comma. Works on advances, measured or estimated. */
#ifndef ZB_CHARTS_WRAP_H
#define ZB_CHARTS_WRAP_H

#include <stdbool.h>

#include "base/length.h"
#include "base/str.h"

/* A text as characters; `advances` are filled by the caller. */
typedef struct zb_wrap_text {
    zb_str text;
    size_t count;
    const uint32_t *codes;
    const size_t *offsets; /* count + 1: bytes */
    zb_length *advances;
    zb_length em;
} zb_wrap_text;

typedef struct zb_wrap_line {
    size_t start, end; /* characters, without spaces at the ends */
    zb_length width;   /* without the blank halves */
    zb_length trim;    /* blank half at the start */
    zb_length blank;   /* blank half at the end */
} zb_wrap_line;

/* Reads the characters of `text`; advances are zero. */
zb_wrap_text zb_wrap_read(zb_arena *arena, zb_str text, zb_length em);
/* Lines of at most max_width, at most max_lines (1 to 3) of them; two lines are balanced. False: the text does not fit;
 * then the last line goes to the end and is too wide. */
bool zb_wrap_lines(const zb_wrap_text *text, zb_length max_width, int max_lines, zb_wrap_line *lines, int *count);
/* The line from character `start` to `end`. */
zb_wrap_line zb_wrap_measure(const zb_wrap_text *text, size_t start, size_t end);
/* The greatest end such that the characters from `start` fit, at a place where a text may be cut. At least start. */
size_t zb_wrap_cut(const zb_wrap_text *text, size_t start, zb_length max_width);

#endif
