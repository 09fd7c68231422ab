/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as messages between the pool and its workers: those that are whole, put together again, are the same bytes, and numbers and
 * texts in them never reach behind their end. */
#include "jobs/pack.h"
#include "jobs/wire.h"
#include "tests/fuzz/fuzz.h"

static void unpack(zb_str bytes) {
    zb_str all = bytes;
    for (int i = 0; bytes.n && i < 100; i++) {
        zb_str text = zb_unpack_text(&bytes);
        FUZZ_CHECK(!text.n || (text.s >= all.s && text.s + text.n <= all.s + all.n));
        zb_unpack_number(&bytes);
        uint8_t some[5];
        zb_unpack_bytes(&bytes, some, sizeof some);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_str in = {(const char *)data, size}, bytes;
    zb_buf again = {0};
    zb_frame frame;
    size_t at = 0;
    while (!zb_frame_broken(in, at) && zb_frame_take(in, &at, &frame, &bytes)) {
        FUZZ_CHECK(at <= size && bytes.n == frame.size);
        unpack(bytes);
        zb_frame_add(&again, frame, bytes);
    }
    FUZZ_CHECK(zb_str_equal(zb_buf_str(&again), zb_str_sub(in, 0, at)));
    zb_buf_free(&again);
    return 0;
}
