/* SPDX-License-Identifier: Apache-2.0
 * 128-bit hashes of content (XXH3), to find out whether something changed. They do not protect against somebody who
 * builds collisions. */
#ifndef ZB_BASE_HASH_H
#define ZB_BASE_HASH_H

#include "base/str.h"

#define ZB_HASH_SIZE 16

typedef struct zb_hash {
    uint8_t bytes[ZB_HASH_SIZE];
} zb_hash;

/* The hash of some bytes: the same on every machine. */
zb_hash zb_hash_of(zb_str bytes);
bool zb_hash_equal(zb_hash a, zb_hash b);

/* The same of bytes that come piece by piece; close gives the hash. */
typedef struct zb_hasher zb_hasher;
zb_hasher *zb_hasher_open(void);
void zb_hasher_add(zb_hasher *hasher, const void *bytes, size_t count);
zb_hash zb_hasher_close(zb_hasher *hasher);

/* Appends the 32 hexadecimal digits of a hash. */
void zb_hash_print(zb_hash hash, zb_buf *out);
/* Reads what zb_hash_print wrote. False: it is no hash, *out untouched. */
bool zb_hash_read(zb_str text, zb_hash *out);

#endif
