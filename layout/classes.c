/* SPDX-License-Identifier: Apache-2.0
 * Character classes as a table. Source of the members: W3C CLREQ, "Categories and usage of punctuation marks" and the tables of
 * Chinese punctuation marks; widths: CLREQ "Glyphs, sizes and positions in character faces of punctuation marks". */
#include "base/utf8.h"
#include "layout/line.h"

typedef struct member {
    uint32_t code;
    uint8_t class;
    bool by_width; /* a Chinese mark only when its glyph is full width; else LATIN */
} member;

/* Sorted by code. */
static const member members[] = {
    {0x0020, ZB_CLASS_SPACE, false},   {0x002F, ZB_CLASS_SOLIDUS, false}, {0x00A0, ZB_CLASS_SPACE, false},
    {0x00B7, ZB_CLASS_MID, false},     {0x2013, ZB_CLASS_CONN, false},    {0x2014, ZB_CLASS_LONG, true},
    {0x2018, ZB_CLASS_OPEN, true},     {0x2019, ZB_CLASS_CLOSE, true},    {0x201C, ZB_CLASS_OPEN, true},
    {0x201D, ZB_CLASS_CLOSE, true},    {0x2026, ZB_CLASS_LONG, true},     {0x22EF, ZB_CLASS_LONG, true},
    {0x2E3A, ZB_CLASS_LONG, false},    {0x3000, ZB_CLASS_HAN, false},     {0x3001, ZB_CLASS_PAUSE, false},
    {0x3002, ZB_CLASS_STOP, false},    {0x3008, ZB_CLASS_OPEN, false},    {0x3009, ZB_CLASS_CLOSE, false},
    {0x300A, ZB_CLASS_OPEN, false},    {0x300B, ZB_CLASS_CLOSE, false},   {0x300C, ZB_CLASS_OPEN, false},
    {0x300D, ZB_CLASS_CLOSE, false},   {0x300E, ZB_CLASS_OPEN, false},    {0x300F, ZB_CLASS_CLOSE, false},
    {0x3010, ZB_CLASS_OPEN, false},    {0x3011, ZB_CLASS_CLOSE, false},   {0x3014, ZB_CLASS_OPEN, false},
    {0x3015, ZB_CLASS_CLOSE, false},   {0x3016, ZB_CLASS_OPEN, false},    {0x3017, ZB_CLASS_CLOSE, false},
    {0x30FB, ZB_CLASS_MID, false},     {0xFF01, ZB_CLASS_STOP, false},    {0xFF08, ZB_CLASS_OPEN, false},
    {0xFF09, ZB_CLASS_CLOSE, false},   {0xFF0C, ZB_CLASS_PAUSE, false},   {0xFF0E, ZB_CLASS_PAUSE, false},
    {0xFF0F, ZB_CLASS_SOLIDUS, false}, {0xFF1A, ZB_CLASS_PAUSE, false},   {0xFF1B, ZB_CLASS_PAUSE, false},
    {0xFF1F, ZB_CLASS_STOP, false},    {0xFF3B, ZB_CLASS_OPEN, false},    {0xFF3D, ZB_CLASS_CLOSE, false},
    {0xFF5B, ZB_CLASS_OPEN, false},    {0xFF5D, ZB_CLASS_CLOSE, false},   {0xFF5E, ZB_CLASS_CONN, false},
};

static const member *find(uint32_t code) {
    size_t low = 0, high = sizeof members / sizeof *members;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (members[middle].code == code) return &members[middle];
        if (members[middle].code < code) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

/* Blocks that are set solid like ideographs: CJK symbols, kana, bopomofo, hangul, full-width forms. */
static bool is_solid(uint32_t code) {
    return zb_is_han(code) || (code >= 0x2E80 && code <= 0x31FF) || (code >= 0x3200 && code <= 0x4DBF) ||
           (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xFE30 && code <= 0xFE4F) || (code >= 0xFF00 && code <= 0xFF60) ||
           (code >= 0x20000 && code <= 0x3FFFF);
}

zb_class zb_classify(uint32_t code, zb_length advance, zb_length em) {
    const member *m = find(code);
    if (m) return m->by_width && advance < em * 9L / 10 ? ZB_CLASS_LATIN : (zb_class)m->class;
    if (code >= '0' && code <= '9') return ZB_CLASS_DIGIT;
    return is_solid(code) ? ZB_CLASS_HAN : ZB_CLASS_LATIN;
}
