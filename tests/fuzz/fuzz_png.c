/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a PNG file. Each is tried as it is, and with the checksums of its parts put right, behind which a fuzzer would never get. */
#include <libdeflate.h>

#include "tests/fuzz/image.h"

#define SIGNATURE 8

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The checksum of every part of the file. */
static void mend(uint8_t *bytes, size_t size) {
    for (size_t at = SIGNATURE; size - at >= 12;) {
        size_t length = big_endian(bytes + at);
        if (length > size - at - 12) return;
        uint32_t sum = libdeflate_crc32(0, bytes + at + 4, length + 4);
        uint8_t *end = bytes + at + 8 + length;
        for (int i = 0; i < 4; i++) end[i] = (uint8_t)(sum >> (24 - 8 * i));
        at += 12 + length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_image(data, size);
    if (size < SIGNATURE) return 0;
    uint8_t *copy = malloc(size);
    FUZZ_CHECK(copy);
    memcpy(copy, data, size);
    mend(copy, size);
    if (memcmp(copy, data, size) != 0) fuzz_image(copy, size);
    free(copy);
    return 0;
}
