/* SPDX-License-Identifier: Apache-2.0
 * Packing and unpacking. */
#include "jobs/pack.h"

#include <string.h>

void zb_pack_bytes(zb_buf *out, const void *bytes, size_t count) { zb_buf_add(out, (zb_str){bytes, count}); }

void zb_pack_number(zb_buf *out, uint64_t number) { zb_pack_bytes(out, &number, sizeof number); }

void zb_pack_text(zb_buf *out, zb_str text) {
    zb_pack_number(out, text.n);
    zb_buf_add(out, text);
}

void zb_unpack_bytes(zb_str *in, void *bytes, size_t count) {
    memset(bytes, 0, count);
    if (in->n < count) {
        in->n = 0;
        return;
    }
    memcpy(bytes, in->s, count);
    *in = zb_str_sub(*in, count, in->n);
}

uint64_t zb_unpack_number(zb_str *in) {
    uint64_t number;
    zb_unpack_bytes(in, &number, sizeof number);
    return number;
}

zb_str zb_unpack_text(zb_str *in) {
    uint64_t size = zb_unpack_number(in);
    zb_str text = zb_str_sub(*in, 0, size > in->n ? in->n : (size_t)size);
    *in = zb_str_sub(*in, text.n, in->n);
    return text;
}
