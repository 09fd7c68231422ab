/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a JPEG file. */
#include "tests/fuzz/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_image(data, size);
    return 0;
}
