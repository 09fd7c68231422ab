/* SPDX-License-Identifier: Apache-2.0
 * Outputs: whole or not at all, alone and in groups, and nothing left behind. */
#include "tests/unit/output_cases.h"
