/* SPDX-License-Identifier: Apache-2.0
 * Loaded source files and places in them. Every value, node and display item carries a zb_loc, so that any later problem can
 * point at a line of input. */
#ifndef ZB_BASE_SOURCE_H
#define ZB_BASE_SOURCE_H

#include "base/str.h"

/* A character within a long line whose column is known, so that a place in the line need not be counted from its start. */
typedef struct zb_source_mark {
    size_t offset;
    uint32_t column; /* from 1 */
} zb_source_mark;

/* Characters between two marks of a line; shorter lines have none. */
#define ZB_SOURCE_STRIDE 256

typedef struct zb_source {
    const char *name;    /* as the user wrote it, for messages; "-" is standard input */
    zb_str text;         /* the whole content, UTF-8 after decoding, followed by a NUL */
    const size_t *lines; /* offset of each line's first byte */
    size_t line_count;
    const zb_source_mark *marks; /* in ascending order; may be NULL */
    size_t mark_count;
} zb_source;

typedef struct zb_loc {
    const zb_source *source; /* NULL: no place known */
    uint32_t line;           /* from 1; 0: the file as a whole */
    uint32_t column;         /* from 1, in characters (code points); 0: the line as a whole */
} zb_loc;

#define ZB_NOWHERE ((zb_loc){0})

/* A source over text that stays alive as long as the arena. `name` is copied. */
const zb_source *zb_source_new(zb_arena *arena, const char *name, zb_str text);
/* The place of a byte offset (clamped to the text): of the character that it lies in. */
zb_loc zb_source_loc(const zb_source *source, size_t offset);
/* The byte offset of a place: the inverse; clamped to the line. */
size_t zb_source_offset(zb_loc loc);
/* Line `line` (from 1) without its line end; empty outside the text. */
zb_str zb_source_line(const zb_source *source, uint32_t line);

#endif
