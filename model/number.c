/* SPDX-License-Identifier: Apache-2.0
 * Reading decimal numbers. Up to 15 digits and powers of ten up to 22 a single multiplication or division is correctly rounded;
 * the rest goes to strtod in the C locale. */
#include "model/number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"

typedef struct scan {
    size_t at;
    uint64_t digits; /* of the mantissa, as long as they fit */
    int count;       /* digits in it, without leading zeros */
    int exponent;
    bool overflow, point, exponent_seen;
} scan;

static bool is_digit(zb_str text, size_t at) { return at < text.n && text.s[at] >= '0' && text.s[at] <= '9'; }

static size_t read_digits(scan *s, zb_str text) {
    size_t start = s->at;
    for (; is_digit(text, s->at); s->at++) {
        uint64_t digit = (uint64_t)(text.s[s->at] - '0');
        if (s->count || digit) s->count++;
        if (s->digits > (UINT64_MAX - digit) / 10) s->overflow = true;
        else s->digits = s->digits * 10 + digit;
    }
    return s->at - start;
}

static bool read_exponent(scan *s, zb_str text) {
    if (s->at >= text.n || (text.s[s->at] | 0x20) != 'e') return true;
    s->at++;
    s->exponent_seen = true;
    int sign = 1, value = 0;
    if (s->at < text.n && (text.s[s->at] == '-' || text.s[s->at] == '+')) sign = text.s[s->at++] == '-' ? -1 : 1;
    if (!is_digit(text, s->at)) return false;
    for (; is_digit(text, s->at); s->at++)
        if (value < 100000) value = value * 10 + (text.s[s->at] - '0');
    s->exponent += sign * value;
    return true;
}

static double read_slowly(zb_str text) {
    char copy[ZB_NUMBER_LENGTH_MAX + 1];
    memcpy(copy, text.s, text.n);
    copy[text.n] = 0;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double value = strtod_l(copy, NULL, plain);
    freelocale(plain);
    return value;
}

static double to_double(const scan *s, bool negative, zb_str text) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (s->count > 15 || abs(s->exponent) > 22) return read_slowly(text);
    double value = (double)s->digits;
    value = s->exponent < 0 ? value / powers[-s->exponent] : value * powers[s->exponent];
    return negative ? -value : value;
}

static bool take_integer(const scan *s, bool negative, zb_number *out) {
    if (s->point || s->exponent_seen || s->overflow) return false;
    if (s->digits > (uint64_t)INT64_MAX + negative) return false;
    out->integer = negative ? (int64_t)(0 - s->digits) : (int64_t)s->digits;
    return true;
}

bool zb_number_read(zb_str text, zb_number *out) {
    if (text.n == 0 || text.n > ZB_NUMBER_LENGTH_MAX) return false;
    scan s = {0};
    bool negative = text.s[0] == '-';
    if (negative || text.s[0] == '+') s.at = 1;
    size_t first = s.at, whole = read_digits(&s, text), part = 0;
    if (s.at < text.n && text.s[s.at] == '.') {
        s.at++;
        s.point = true;
        part = read_digits(&s, text);
        s.exponent -= (int)part;
    }
    if (whole + part == 0 || !read_exponent(&s, text) || s.at != text.n) return false;
    *out = (zb_number){.leading_zero = whole > 1 && text.s[first] == '0', .exponent = s.exponent_seen};
    out->integral = take_integer(&s, negative, out);
    out->real = to_double(&s, negative, text);
    return isfinite(out->real);
}

/* Mending --------------------------------------------------------------------------------------------------------------------- */

/* The ASCII sign that stands for a character in numbers as people type them: full-width forms, minus signs, separators as ','. */
static char plain_sign(uint32_t c) {
    if (c >= 0xFF10 && c <= 0xFF19) return (char)('0' + (c - 0xFF10));
    switch (c) {
    case 0xFF0E: return '.';
    case 0xFF0D:
    case 0x2212:
    case 0x2013: return '-';
    case 0xFF0B: return '+';
    case '\'':
    case '_':
    case ' ':
    case 0xA0:
    case 0x2009:
    case 0x202F:
    case 0x3000:
    case 0xFF0C: return ',';
    default: return c < 0x80 ? (char)c : 0;
    }
}

/* Separators stand before groups of three digits, not behind a point; they are left out. */
static bool drop_separators(char *digits) {
    char *to = digits;
    bool point = false;
    for (const char *s = digits; *s; s++) {
        point = point || *s == '.';
        if (*s != ',') *to++ = *s;
        else if (point || s == digits || strspn(s + 1, "0123456789") != 3) return false;
    }
    *to = 0;
    return true;
}

/* "%" or "个": neither letters and digits, which may be slips, nor what multiplies. */
static bool is_unit(zb_str text) {
    static const char *const factors[] = {"万", "亿", "千", "百", "十"};
    bool unit = text.n <= 12;
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) unit = unit && !zb_str_starts(text, factors[i]);
    for (size_t at = 0; unit && at < text.n;) {
        char sign = plain_sign(zb_utf8_next(text, &at));
        unit = !((sign >= '0' && sign <= '9') || ((sign | 0x20) >= 'a' && (sign | 0x20) <= 'z'));
    }
    return unit;
}

/* The digits that a text means, and what follows them. False: it means no number. */
static bool read_meant(zb_str text, char digits[ZB_NUMBER_LENGTH_MAX + 1], zb_str *unit) {
    size_t at = 0, n = 0, end = 0;
    zb_number number;
    text = zb_str_trim(text);
    while (at < text.n && n < ZB_NUMBER_LENGTH_MAX) {
        char sign = plain_sign(zb_utf8_next(text, &at));
        if (!sign || !strchr("0123456789.,+-", sign)) break;
        digits[n++] = sign;
        end = at;
    }
    while (n > 0 && digits[n - 1] == ',') n--;
    digits[n] = 0;
    *unit = zb_str_trim(zb_str_sub(text, end, text.n));
    return drop_separators(digits) && zb_number_read(zb_str_of(digits), &number) && is_unit(*unit);
}

bool zb_number_meant(zb_str text) {
    char digits[ZB_NUMBER_LENGTH_MAX + 1];
    zb_str unit;
    return read_meant(text, digits, &unit) && unit.n == 0;
}

bool zb_number_with_unit(zb_str text) {
    char digits[ZB_NUMBER_LENGTH_MAX + 1];
    zb_str unit;
    return read_meant(text, digits, &unit) && unit.n > 0;
}

bool zb_number_value(zb_str text, double *out) {
    char digits[ZB_NUMBER_LENGTH_MAX + 1];
    zb_str unit;
    zb_number number = {0};
    if (!read_meant(text, digits, &unit) || unit.n || !zb_number_read(zb_str_of(digits), &number)) return false;
    *out = number.real;
    return true;
}

/* What stands before the first digit that counts: 007 is no number here, 7 is. */
static size_t leading_zeros(const char *digits) {
    size_t n = 0;
    while (digits[n] == '0' && digits[n + 1] >= '0' && digits[n + 1] <= '9') n++;
    return n;
}

zb_str zb_number_cure(zb_arena *arena, zb_str text) {
    char digits[ZB_NUMBER_LENGTH_MAX + 1];
    zb_str unit;
    if (!read_meant(text, digits, &unit)) return zb_str_of(zb_tr("write digits, or leave it empty where there is no number"));
    const char *shown = digits + leading_zeros(digits);
    if (unit.n) return zb_say(arena, "write %s without '%.*s'", shown, ZB_STR_ARG(unit));
    return zb_say(arena, "write %s", shown);
}
