/* SPDX-License-Identifier: Apache-2.0
 * Reading, mixing and comparing colours. */
#include "base/color.h"

#include <math.h>

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool zb_color_read(zb_str text, zb_color *out) {
    if (zb_str_is(text, "transparent")) {
        *out = (zb_color){0};
        return true;
    }
    if (text.n < 1 || text.s[0] != '#' || (text.n != 4 && text.n != 7 && text.n != 9)) return false;
    uint8_t channel[4] = {0, 0, 0, 255};
    bool brief = text.n == 4;
    for (size_t i = 0, at = 1; at < text.n; i++, at += brief ? 1 : 2) {
        int high = hex_digit(text.s[at]), low = hex_digit(text.s[brief ? at : at + 1]);
        if (high < 0 || low < 0) return false;
        channel[i] = (uint8_t)(high * 16 + low);
    }
    *out = (zb_color){channel[0], channel[1], channel[2], channel[3]};
    return true;
}

bool zb_color_equal(zb_color a, zb_color b) { return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a; }

static uint8_t mix(int a, int b, int share) { return (uint8_t)(a + (b - a) * share / 256); }

zb_color zb_color_mix(zb_color a, zb_color b, int share) {
    return (zb_color){mix(a.r, b.r, share), mix(a.g, b.g, share), mix(a.b, b.b, share), mix(a.a, b.a, share)};
}

static double linear(uint8_t channel) {
    double v = channel / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(zb_color c) { return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b); }

double zb_color_contrast(zb_color a, zb_color b) {
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}
