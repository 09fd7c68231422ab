/* SPDX-License-Identifier: Apache-2.0
 * String slices, formatted copies in arenas, and a growable text. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

zb_str zb_str_of(const char *s) { return (zb_str){s, s ? strlen(s) : 0}; }

bool zb_str_equal(zb_str a, zb_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0); }

bool zb_str_is(zb_str a, const char *s) { return zb_str_equal(a, zb_str_of(s)); }

bool zb_str_starts(zb_str a, const char *prefix) {
    size_t n = strlen(prefix);
    return a.n >= n && (n == 0 || memcmp(a.s, prefix, n) == 0);
}

bool zb_str_ends(zb_str a, const char *suffix) {
    size_t n = strlen(suffix);
    return a.n >= n && (n == 0 || memcmp(a.s + a.n - n, suffix, n) == 0);
}

zb_str zb_str_sub(zb_str a, size_t from, size_t to) {
    if (to > a.n) to = a.n;
    if (from > to) from = to;
    return (zb_str){a.s ? a.s + from : NULL, to - from};
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

zb_str zb_str_trim(zb_str a) {
    while (a.n && is_space(a.s[0])) a = zb_str_sub(a, 1, a.n);
    while (a.n && is_space(a.s[a.n - 1])) a.n--;
    return a;
}

size_t zb_str_find(zb_str a, zb_str needle, size_t from) {
    if (needle.n == 0 || from >= a.n) return SIZE_MAX;
    const char *at = memmem(a.s + from, a.n - from, needle.s, needle.n);
    return at ? (size_t)(at - a.s) : SIZE_MAX;
}

int zb_str_compare(zb_str a, zb_str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.s, b.s, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

zb_str zb_str_copy(zb_arena *arena, zb_str a) {
    char *copy = zb_alloc(arena, a.n + 1);
    if (a.n) memcpy(copy, a.s, a.n);
    return (zb_str){copy, a.n};
}

const char *zb_str_z(zb_arena *arena, zb_str a) { return zb_str_copy(arena, a).s; }

zb_str zb_str_format(zb_arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    zb_str text = zb_str_vformat(arena, format, args);
    va_end(args);
    return text;
}

zb_str zb_str_vformat(zb_arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0) return (zb_str){"", 0};
    char *s = zb_alloc(arena, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, format, args);
    return (zb_str){s, (size_t)n};
}

static void reserve(zb_buf *buf, size_t more) {
    if (buf->room - buf->n > more) return;
    size_t room = buf->room ? buf->room * 2 : 256;
    while (room - buf->n <= more) room *= 2;
    buf->s = zb_realloc(buf->s, room);
    buf->room = room;
}

void zb_buf_add(zb_buf *buf, zb_str text) {
    reserve(buf, text.n);
    if (text.n) memcpy(buf->s + buf->n, text.s, text.n);
    buf->n += text.n;
    buf->s[buf->n] = 0;
}

void zb_buf_add_char(zb_buf *buf, char c) { zb_buf_add(buf, (zb_str){&c, 1}); }

void zb_buf_format(zb_buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n > 0) {
        reserve(buf, (size_t)n);
        vsnprintf(buf->s + buf->n, (size_t)n + 1, format, args);
        buf->n += (size_t)n;
    }
    va_end(args);
}

zb_str zb_buf_str(const zb_buf *buf) { return (zb_str){buf->s ? buf->s : "", buf->n}; }

void zb_buf_free(zb_buf *buf) {
    free(buf->s);
    *buf = (zb_buf){0};
}
