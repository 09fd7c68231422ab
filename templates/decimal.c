/* SPDX-License-Identifier: Apache-2.0
 * Exact sums of decimal numbers as they are spelled. */
#include "templates/decimal.h"

#include <inttypes.h>

static bool push_digit(int64_t *units, char c) {
    return c >= '0' && c <= '9' && !__builtin_mul_overflow(*units, 10, units) &&
           !__builtin_add_overflow(*units, c - '0', units);
}

bool zb_decimal_read(zb_str text, zb_decimal *out) {
    bool minus = zb_str_starts(text, "-"), digits = false;
    zb_decimal value = {0};
    size_t at = minus || zb_str_starts(text, "+") ? 1 : 0;
    for (; at < text.n && text.s[at] != '.'; at++, digits = true)
        if (!push_digit(&value.units, text.s[at]))
            return false;
    for (at++; at < text.n; at++, value.scale++, digits = true)
        if (value.scale == ZB_DECIMAL_SCALE_MAX || !push_digit(&value.units, text.s[at]))
            return false;
    if (minus)
        value.units = -value.units;
    *out = value;
    return digits;
}

static bool rescale(zb_decimal *value, int scale) {
    for (; value->scale < scale; value->scale++)
        if (__builtin_mul_overflow(value->units, 10, &value->units))
            return false;
    return true;
}

bool zb_decimal_add(zb_decimal *sum, zb_decimal term) {
    zb_decimal result = *sum;
    int scale = result.scale > term.scale ? result.scale : term.scale;
    if (!rescale(&result, scale) || !rescale(&term, scale) ||
        __builtin_add_overflow(result.units, term.units, &result.units))
        return false;
    *sum = result;
    return true;
}

zb_str zb_decimal_text(zb_arena *arena, zb_decimal value) {
    uint64_t units = value.units < 0 ? 0 - (uint64_t)value.units : (uint64_t)value.units, unit = 1;
    const char *sign = value.units < 0 ? "-" : "";
    for (int i = 0; i < value.scale; i++)
        unit *= 10;
    if (!value.scale)
        return zb_str_format(arena, "%s%" PRIu64, sign, units);
    return zb_str_format(arena, "%s%" PRIu64 ".%0*" PRIu64, sign, units / unit, value.scale, units % unit);
}
