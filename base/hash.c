/* SPDX-License-Identifier: Apache-2.0
 * Content hashes by libxxhash, kept in the byte order that the library calls canonical. */
#include "base/hash.h"

#include <string.h>
#include <xxhash.h>

zb_hash zb_hash_of(zb_str bytes) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.n ? bytes.s : "", bytes.n));
    zb_hash hash;
    memcpy(hash.bytes, canonical.digest, sizeof hash.bytes);
    return hash;
}

bool zb_hash_equal(zb_hash a, zb_hash b) { return !memcmp(a.bytes, b.bytes, sizeof a.bytes); }

void zb_hash_print(zb_hash hash, zb_buf *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < ZB_HASH_SIZE; i++) {
        zb_buf_add_char(out, digits[hash.bytes[i] >> 4]);
        zb_buf_add_char(out, digits[hash.bytes[i] & 15]);
    }
}

/* The value of a hexadecimal digit as it is printed here; 16: none. */
static unsigned digit_of(char c) {
    if (c >= '0' && c <= '9') return (unsigned)(c - '0');
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

bool zb_hash_read(zb_str text, zb_hash *out) {
    zb_hash hash;
    if (text.n != 2 * ZB_HASH_SIZE) return false;
    for (size_t i = 0; i < ZB_HASH_SIZE; i++) {
        unsigned high = digit_of(text.s[2 * i]), low = digit_of(text.s[2 * i + 1]);
        if (high > 15 || low > 15) return false;
        hash.bytes[i] = (uint8_t)(high << 4 | low);
    }
    *out = hash;
    return true;
}
