/* SPDX-License-Identifier: Apache-2.0
 * Content hashes by libxxhash, kept in the byte order that the library calls canonical. */
#include "base/hash.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static zb_hash canonical(XXH128_hash_t value) {
    XXH128_canonical_t order;
    XXH128_canonicalFromHash(&order, value);
    zb_hash hash;
    memcpy(hash.bytes, order.digest, sizeof hash.bytes);
    return hash;
}

zb_hash zb_hash_of(zb_str bytes) { return canonical(XXH3_128bits(bytes.n ? bytes.s : "", bytes.n)); }

struct zb_hasher {
    XXH3_state_t *state;
};

zb_hasher *zb_hasher_open(void) {
    zb_hasher *hasher = zb_realloc(NULL, sizeof *hasher);
    hasher->state = XXH3_createState();
    if (!hasher->state) zb_realloc(NULL, SIZE_MAX / 2); /* ends the program with the message about memory */
    XXH3_128bits_reset(hasher->state);
    return hasher;
}

void zb_hasher_add(zb_hasher *hasher, const void *bytes, size_t count) {
    if (count) XXH3_128bits_update(hasher->state, bytes, count);
}

zb_hash zb_hasher_close(zb_hasher *hasher) {
    zb_hash hash = canonical(XXH3_128bits_digest(hasher->state));
    XXH3_freeState(hasher->state);
    free(hasher);
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
