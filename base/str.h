/* SPDX-License-Identifier: Apache-2.0
 * String slices and text building. A zb_str is a borrowed piece of UTF-8: pointer and length, not NUL-terminated. */
#ifndef ZB_BASE_STR_H
#define ZB_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct zb_str {
    const char *s; /* may be NULL when n is 0 */
    size_t n;      /* bytes */
} zb_str;

#define ZB_STR(literal) ((zb_str){(literal), sizeof(literal) - 1})
#define ZB_STR_ARG(str) (int)(str).n, (str).n ? (str).s : "" /* for "%.*s" */

/* A slice of a NUL-terminated string; NULL gives the empty slice. */
zb_str zb_str_of(const char *s);
bool zb_str_equal(zb_str a, zb_str b);
bool zb_str_is(zb_str a, const char *s);
bool zb_str_starts(zb_str a, const char *prefix);
bool zb_str_ends(zb_str a, const char *suffix);
/* Bytes [from, to) of a; clamped to its length. */
zb_str zb_str_sub(zb_str a, size_t from, size_t to);
/* Without ASCII white space (space, tab, CR, LF) at both ends. */
zb_str zb_str_trim(zb_str a);
/* Offset of the first `needle` at or after `from`, or SIZE_MAX. An empty needle is never found. */
size_t zb_str_find(zb_str a, zb_str needle, size_t from);
/* Order by bytes: <0, 0, >0. */
int zb_str_compare(zb_str a, zb_str b);

/* Copies in the arena; both are followed by a NUL that is not counted. */
zb_str zb_str_copy(zb_arena *arena, zb_str a);
const char *zb_str_z(zb_arena *arena, zb_str a);
/* Formatted like printf, in the arena. */
zb_str zb_str_format(zb_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
zb_str zb_str_vformat(zb_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* A text under construction, outside arenas. Zero it to begin. */
typedef struct zb_buf {
    char *s;
    size_t n, room;
} zb_buf;

/* Append a copy of the text, one byte, or a formatted text. */
void zb_buf_add(zb_buf *buf, zb_str text);
void zb_buf_add_char(zb_buf *buf, char c);
void zb_buf_format(zb_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Borrows the text, always followed by a NUL; valid until the next call that appends. */
zb_str zb_buf_str(const zb_buf *buf);
/* Ends it; the buffer is empty afterwards and may be used again. */
void zb_buf_free(zb_buf *buf);

#endif
