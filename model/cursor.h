/* SPDX-License-Identifier: Apache-2.0
 * Places of neighbouring offsets in a source, for the readers: each step costs what lies between two offsets, not the length of the
 * line, so that a file of one endless line is read in linear time. Used inside model only. */
#ifndef ZB_MODEL_CURSOR_H
#define ZB_MODEL_CURSOR_H

#include "base/source.h"

typedef struct zb_cursor {
    const zb_source *source;
    size_t offset; /* the newest place asked for */
    uint32_t line, column;
} zb_cursor;

/* Zero but for `source` to begin. The place of a byte offset (of the start of a character), as zb_source_loc gives it, forwards or
 * backwards. */
zb_loc zb_cursor_loc(zb_cursor *cursor, size_t offset);

#endif
