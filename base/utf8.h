/* SPDX-License-Identifier: Apache-2.0
 * UTF-8, display columns on a terminal, and the nearest-name search behind "did you mean". */
#ifndef ZB_BASE_UTF8_H
#define ZB_BASE_UTF8_H

#include "base/str.h"

/* Reads the code point at *at (< text.n) and moves *at behind it. An ill-formed sequence gives 0xFFFD and moves by one byte. */
uint32_t zb_utf8_next(zb_str text, size_t *at);
/* Writes the UTF-8 of a code point; returns 1 to 4 bytes. A surrogate or a value above 0x10FFFF is written as U+FFFD. */
size_t zb_utf8_encode(uint32_t code, char out[4]);
/* Offset of the first ill-formed byte, or SIZE_MAX where all is well-formed (Unicode 15, table 3-7). */
size_t zb_utf8_invalid(zb_str text);
size_t zb_utf8_count(zb_str text);

/* Columns that a code point takes on a terminal: 0 (combining, zero width), 1, or 2 (East Asian Wide and Fullwidth, UAX #11). */
int zb_columns_of(uint32_t code);
int zb_columns(zb_str text);

/* Han ideographs (Unified, Extensions A to H, Compatibility, 々 〇). */
bool zb_is_han(uint32_t code);

/* Appends the text as a string of JSON, in quotes; what is not UTF-8 becomes U+FFFD. */
void zb_json_add_text(zb_buf *out, zb_str text);

/* Edit distance in code points (insertion, deletion, substitution, transposition of neighbours); stops at `limit` + 1. */
int zb_edit_distance(zb_str a, zb_str b, int limit);
/* The name nearest to `name`, or NULL when none is near enough to suggest (more than a third of the characters differ, at least
 * one may). `name` itself is no suggestion. Ties go to the first. Borrowed from `names`. */
const zb_str *zb_nearest(zb_str name, const zb_str *names, size_t count);

#endif
