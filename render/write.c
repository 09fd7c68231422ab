/* SPDX-License-Identifier: Apache-2.0
 * Numbers, colours, XML text and links as bytes. printf's %f and %g follow the locale, so numbers are written from
 * integers. */
#include "render/write.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

/* Decimal digits of `value`, at least `least`. Charts and pages are mostly numbers: printf would take most of the time. */
static void write_digits(zb_buf *out, uint64_t value, int least) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + value % 10), value /= 10, least--;
    while (value || least > 0);
    zb_buf_add(out, (zb_str){digits + at, sizeof digits - at});
}

void zb_write_decimal(zb_buf *out, int64_t value, int decimals) {
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    uint64_t unit = (uint64_t)powers[decimals], whole = size / unit, part = size % unit;
    if (value < 0 && size) zb_buf_add_char(out, '-');
    write_digits(out, whole, 1);
    if (!part) return;
    int digits = decimals;
    while (part % 10 == 0) part /= 10, digits--;
    zb_buf_add_char(out, '.');
    write_digits(out, part, digits);
}

void zb_write_pt(zb_buf *out, int64_t length, int decimals) {
    int64_t scaled = length * powers[decimals], half = scaled < 0 ? -ZB_PT / 2 : ZB_PT / 2;
    zb_write_decimal(out, (scaled + half) / ZB_PT, decimals);
}

void zb_write_color(zb_buf *out, zb_color color, bool alpha) {
    static const char hex[] = "0123456789ABCDEF";
    const uint8_t channels[] = {color.r, color.g, color.b, color.a};
    char text[9] = "#";
    for (size_t i = 0; i < 4; i++) text[1 + 2 * i] = hex[channels[i] >> 4], text[2 + 2 * i] = hex[channels[i] & 15];
    zb_buf_add(out, (zb_str){text, alpha && color.a != 255 ? 9 : 7});
}

static bool is_xml_character(uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code != 0xFFFE && code != 0xFFFF;
}

static const char *xml_entity(uint32_t code) {
    switch (code) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return NULL;
    }
}

void zb_write_xml(zb_buf *out, zb_str text) {
    size_t plain = 0; /* start of what needs no change */
    for (size_t at = 0; at < text.n;) {
        size_t from = at;
        uint32_t code = zb_utf8_next(text, &at);
        const char *entity = xml_entity(code);
        bool broken = !is_xml_character(code) || code == 0xFFFD;
        if (!entity && !broken) continue;
        zb_buf_add(out, zb_str_sub(text, plain, from));
        zb_buf_add(out, entity ? zb_str_of(entity) : ZB_STR("\xEF\xBF\xBD"));
        plain = at;
    }
    zb_buf_add(out, zb_str_sub(text, plain, text.n));
}

void zb_write_base64(zb_buf *out, zb_str bytes) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++) group = group << 8 | (k < left ? (uint8_t)bytes.s[i + k] : 0);
        char four[4] = {digits[group >> 18], digits[group >> 12 & 63], left > 1 ? digits[group >> 6 & 63] : '=',
                        left > 2 ? digits[group & 63] : '='};
        zb_buf_add(out, (zb_str){four, 4});
    }
}

static bool is_ascii_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

void zb_write_percent(zb_buf *out, zb_str bytes, const char *kept) {
    for (size_t i = 0; i < bytes.n; i++) {
        char c = bytes.s[i];
        if (is_ascii_alnum(c) || (c && strchr(kept, c))) zb_buf_add_char(out, c);
        else zb_buf_format(out, "%%%02X", (unsigned)(uint8_t)c);
    }
}

void zb_write_uri(zb_buf *out, zb_str uri) {
    for (size_t i = 0; i < uri.n; i++) {
        bool encoded = uri.s[i] == '%' && i + 2 < uri.n && is_hex(uri.s[i + 1]) && is_hex(uri.s[i + 2]);
        zb_write_percent(out, zb_str_sub(uri, i, i + 1), encoded ? "%" : "-._~:/?#[]@!$&*+,;=");
    }
}

bool zb_uri_allowed(zb_str uri) {
    static const char *const schemes[] = {"http", "https", "ftp", "mailto", "tel"};
    size_t n = 0;
    while (n < uri.n && (is_ascii_alnum(uri.s[n]) || strchr("+-.", uri.s[n] ? uri.s[n] : ' '))) n++;
    if (n == uri.n || uri.s[n] != ':') return true;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strlen(schemes[i]) == n && strncasecmp(schemes[i], uri.s, n) == 0) return true;
    return false;
}

const zb_cluster *zb_run_cluster(const zb_run *run, size_t index) {
    return &run->clusters[run->bidi_level & 1 ? run->cluster_count - 1 - index : index];
}

zb_str zb_cluster_text(const zb_run *run, const zb_cluster *cluster) {
    return zb_str_sub(run->text, cluster->text_start, (size_t)cluster->text_start + cluster->text_length);
}

void zb_write_run_text(zb_buf *out, const zb_run *run) {
    for (size_t i = 0; i < run->cluster_count; i++) zb_buf_add(out, zb_cluster_text(run, zb_run_cluster(run, i)));
}
