/* SPDX-License-Identifier: Apache-2.0
 * A PDF taken apart: every object that its cross references name, found at its place and held against the grammar. It trusts nothing of
 * who wrote it, and takes tables and streams of cross references alike. Private to render/. */
#ifndef ZB_RENDER_PDF_READ_H
#define ZB_RENDER_PDF_READ_H

#include <stdbool.h>

#include "base/str.h"

typedef struct zb_pdf_object {
    zb_str body;   /* the value, without "N 0 obj"; s NULL: there is no such object */
    zb_str stream; /* the bytes of its stream as they stand in the file; s NULL: it has none */
} zb_pdf_object;

typedef struct zb_pdf_file {
    zb_arena *arena;
    zb_str bytes;
    zb_str trailer;         /* a dictionary */
    zb_pdf_object *objects; /* by number */
    size_t count;
    const char *fault; /* the first thing that is wrong, as the end of a sentence; NULL: nothing */
    struct zb_pdf_inflater *inflater;
} zb_pdf_file;

/* Reads all objects of the file and follows every reference in them. False: file->fault says what is wrong. Objects are slices of
 * `bytes` or live in the arena. */
bool zb_pdf_read(zb_arena *arena, zb_str bytes, zb_pdf_file *file);

/* Notes what is wrong, once. Gives false. */
bool zb_pdf_fault(zb_pdf_file *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The value of a key in a dictionary, as it stands there; empty: it has none. */
zb_str zb_pdf_get(zb_str dictionary, const char *key);
/* The next value of an array; *at is 0 to begin with. False: there is none left. */
bool zb_pdf_next(zb_str array, size_t *at, zb_str *value);
/* The object that a value "N 0 R" refers to; NULL: it is no reference to an object of the file. */
const zb_pdf_object *zb_pdf_follow(const zb_pdf_file *file, zb_str value);
/* The value itself, or what it refers to. */
zb_str zb_pdf_resolve(const zb_pdf_file *file, zb_str value);
/* A whole number that is not negative, direct or by reference; -1: it is none. */
long long zb_pdf_integer(const zb_pdf_file *file, zb_str value);

/* The bytes of a stream that is packed with FlateDecode. False: they cannot be unpacked. Valid until the next call. */
bool zb_pdf_inflate(zb_pdf_file *file, const zb_pdf_object *object, zb_str *out);

#endif
