/* SPDX-License-Identifier: Apache-2.0
 * The chart language of our own: any bytes as a chart file, drawn where there is no error. */
#include "tests/fuzz/chart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_chart(data, size, NULL);
    return 0;
}
