/* SPDX-License-Identifier: Apache-2.0
 * Texts of ticks, made from their decimal integers: one number of decimals and one unit of ten thousands on a whole
 * axis. */
#include "charts/scale.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define MINUS "\xE2\x88\x92"

/* More digits than these after the point, or an axis beyond 10^16, are written as powers of ten. */
enum { DECIMALS_MAX = 8, POWER_MAX = 16, DIGITS_MAX = 24, UNIT_DECIMALS = 3 };

/* Counting units: an axis whose greatest tick has more digits than `digits` is counted in 10^power. */
typedef struct counting_unit {
    int digits, power;
    const char *name;
} counting_unit;

static const counting_unit units[] = {
    {12, 12, "万亿"},
    {8, 8, "亿"},
    {5, 4, "万"},
    {0, 0, ""},
};

static int digits_of(int64_t n) {
    int digits = 0;
    for (; n != 0; n /= 10) digits++;
    return digits;
}

/* The axis in its simplest form: common noughts at the end belong to the exponent. */
static int exponent_of(const zb_linear *scale, int64_t *divisor) {
    int exponent = scale->exponent;
    for (*divisor = 1;; *divisor *= 10, exponent++) {
        bool all = true, any = false;
        for (int i = 0; i < scale->count; i++) {
            any = any || scale->mantissas[i] != 0;
            all = all && scale->mantissas[i] % (*divisor * 10) == 0;
        }
        if (!all || !any || *divisor > INT64_MAX / 100) return exponent;
    }
}

/* mantissa x 10^exponent, where 10^-DECIMALS_MAX <= 10^exponent. */
static zb_str plain_text(zb_arena *arena, int64_t mantissa, int exponent, const char *unit) {
    char digits[DIGITS_MAX];
    const char *sign = mantissa < 0 ? MINUS : "";
    int n = snprintf(digits, sizeof digits, "%0*" PRId64, exponent < 0 ? -exponent + 1 : 1,
                     mantissa < 0 ? -mantissa : mantissa);
    if (mantissa == 0 && exponent >= 0) return ZB_STR("0");
    if (exponent >= 0) return zb_str_format(arena, "%s%s%.*s%s", sign, digits, exponent, "0000000000000000", unit);
    return zb_str_format(arena, "%s%.*s.%s%s", sign, n + exponent, digits, digits + n + exponent, unit);
}

zb_str zb_linear_tick_styled(zb_arena *arena, const zb_linear *scale, int index, bool counted) {
    int64_t divisor, greatest = 0;
    int exponent = exponent_of(scale, &divisor);
    for (int i = 0; i < scale->count; i++) {
        int64_t size = llabs(scale->mantissas[i] / divisor);
        greatest = size > greatest ? size : greatest;
    }
    int64_t mantissa = scale->mantissas[index] / divisor;
    int digits = digits_of(greatest) + exponent;
    if (mantissa == 0 && (digits > 5 || exponent < -DECIMALS_MAX)) return ZB_STR("0");
    if (digits > POWER_MAX || exponent < -DECIMALS_MAX)
        return zb_str_format(arena, "%s%" PRId64 "e%d", mantissa < 0 ? MINUS : "", mantissa < 0 ? -mantissa : mantissa,
                             exponent);
    const counting_unit *unit = units;
    /* a unit that would only put digits behind the point makes nothing shorter */
    while (unit->power > 0 && (!counted || digits <= unit->digits || exponent - unit->power < -UNIT_DECIMALS)) unit++;
    return plain_text(arena, mantissa, exponent - unit->power, unit->name);
}

zb_str zb_linear_tick_text(zb_arena *arena, const zb_linear *scale, int index) {
    return zb_linear_tick_styled(arena, scale, index, true);
}
