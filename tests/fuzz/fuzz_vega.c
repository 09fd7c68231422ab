/* SPDX-License-Identifier: Apache-2.0
 * Vega-Lite specifications: translated, and drawn where there is no error. */
#include "templates/chart_json.h"
#include "tests/fuzz/chart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_chart(data, size, zb_vega_is);
    return 0;
}
