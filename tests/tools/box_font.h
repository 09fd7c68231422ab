/* SPDX-License-Identifier: Apache-2.0
 * Writes box fonts for tests: TrueType fonts in which Chinese characters and full-width marks are one em square,
 * everything else half an em wide, so that layout can be computed in the head. Unit tests call box_fonts_open; scripts
 * use make_box_font. */
#ifndef ZB_TESTS_BOX_FONT_H
#define ZB_TESTS_BOX_FONT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BOX_EM 1000
#define BOX_FONT_MAX 8192 /* bytes of such a font */

enum { BOX_NOTDEF, BOX_WIDE, BOX_NARROW, BOX_BLANK, BOX_GLYPHS };

typedef struct box_font {
    const char *family, *style; /* ASCII */
    int weight;
    int narrow; /* advance of narrow glyphs in thousandths of an em */
    bool han;   /* false: a Latin font, in which even Chinese marks are narrow */
} box_font;

typedef struct box_bytes {
    uint8_t data[BOX_FONT_MAX];
    size_t n;
} box_bytes;

static inline void box_put(box_bytes *out, int size, uint32_t value) {
    while (size-- > 0) out->data[out->n++] = (uint8_t)(value >> 8 * size);
}

static inline void box_put_all(box_bytes *out, int size, const int32_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) box_put(out, size, (uint32_t)values[i]);
}

#define BOX_PUT(out, size, ...)                                                                                        \
    box_put_all((out), (size), (const int32_t[]){__VA_ARGS__}, sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))

/* First, last, glyph in a Chinese font; sorted. Latin fonts end at the first line whose first character is above
 * U+205E. */
static const struct {
    uint32_t first, last;
    int glyph;
} box_ranges[] = {
    {0x20, 0x20, BOX_BLANK},    {0x21, 0x7E, BOX_NARROW},     {0xA0, 0xA0, BOX_BLANK},
    {0xA1, 0xB6, BOX_NARROW},   {0xB7, 0xB7, BOX_WIDE},       {0xB8, 0xFF, BOX_NARROW},
    {0x5D0, 0x5EA, BOX_NARROW}, {0x2000, 0x200A, BOX_BLANK},  {0x2010, 0x2027, BOX_WIDE},
    {0x2030, 0x205E, BOX_WIDE}, {0x20AC, 0x20AC, BOX_NARROW}, {0x2100, 0x22FF, BOX_WIDE},
    {0x2460, 0x25FF, BOX_WIDE}, {0x2E3A, 0x2E3B, BOX_WIDE},   {0x3000, 0x3000, BOX_BLANK},
    {0x3001, 0x30FF, BOX_WIDE}, {0x3400, 0x4DBF, BOX_WIDE},   {0x4E00, 0x9FFF, BOX_WIDE},
    {0xFF01, 0xFF60, BOX_WIDE}, {0xFF61, 0xFFEE, BOX_NARROW}, {0x20000, 0x2A6DF, BOX_WIDE},
};

static inline size_t box_range_count(const box_font *font) {
    size_t count = 0;
    while (count < sizeof box_ranges / sizeof *box_ranges && (font->han || box_ranges[count].first <= 0x205E)) count++;
    return count;
}

/* One subtable of format 13 (many characters to one glyph), named twice. */
static inline void box_cmap(box_bytes *out, const box_font *font) {
    size_t count = box_range_count(font);
    BOX_PUT(out, 2, 0, 2, 0, 6);
    box_put(out, 4, 20);
    BOX_PUT(out, 2, 3, 10);
    box_put(out, 4, 20);
    BOX_PUT(out, 2, 13, 0);
    BOX_PUT(out, 4, (int32_t)(16 + 12 * count), 0, (int32_t)count);
    for (size_t i = 0; i < count; i++) {
        int glyph = !font->han && box_ranges[i].glyph == BOX_WIDE ? BOX_NARROW : box_ranges[i].glyph;
        BOX_PUT(out, 4, (int32_t)box_ranges[i].first, (int32_t)box_ranges[i].last, glyph);
    }
}

static inline int box_advance(const box_font *font, int glyph) {
    return glyph == BOX_NOTDEF || glyph == BOX_WIDE ? BOX_EM : font->narrow;
}

/* A rectangle from 120 below to 880 above the baseline, 100 in from either side. */
static inline void box_outline(box_bytes *out, int advance) {
    int left = 100, right = advance - 100, bottom = -120, top = 880;
    BOX_PUT(out, 2, 1, left, bottom, right, top, 3, 0);
    BOX_PUT(out, 1, 1, 1, 1, 1); /* four points on the curve */
    BOX_PUT(out, 2, left, 0, right - left, 0, bottom, top - bottom, 0, bottom - top);
}

#define BOX_OUTLINE 34

static inline void box_glyf(box_bytes *out, const box_font *font) {
    for (int glyph = 0; glyph < BOX_BLANK; glyph++) box_outline(out, box_advance(font, glyph));
}

static inline void box_loca(box_bytes *out, const box_font *font) {
    (void)font;
    for (int glyph = 0; glyph <= BOX_GLYPHS; glyph++)
        box_put(out, 4, (uint32_t)(BOX_OUTLINE * (glyph < BOX_BLANK ? glyph : BOX_BLANK)));
}

static inline void box_head(box_bytes *out, const box_font *font) {
    BOX_PUT(out, 4, 0x10000, 0x10000, 0, 0x5F0F3CF5);
    BOX_PUT(out, 2, 3, BOX_EM);
    BOX_PUT(out, 4, 0, 0, 0, 0);
    BOX_PUT(out, 2, 0, -120, BOX_EM, 880, font->weight >= 700, 8, 2, 1, 0);
}

static inline void box_hhea(box_bytes *out, const box_font *font) {
    (void)font;
    box_put(out, 4, 0x10000);
    BOX_PUT(out, 2, 880, -120, 0, BOX_EM, 100, 100, 900, 1, 0, 0, 0, 0, 0, 0, 0, BOX_GLYPHS);
}

static inline void box_hmtx(box_bytes *out, const box_font *font) {
    for (int glyph = 0; glyph < BOX_GLYPHS; glyph++)
        BOX_PUT(out, 2, box_advance(font, glyph), glyph == BOX_BLANK ? 0 : 100);
}

static inline void box_maxp(box_bytes *out, const box_font *font) {
    (void)font;
    box_put(out, 4, 0x10000);
    BOX_PUT(out, 2, BOX_GLYPHS, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0);
}

static inline void box_name(box_bytes *out, const box_font *font) {
    const char *const texts[] = {font->family, font->style, font->family, font->family};
    const int ids[] = {1, 2, 4, 6};
    size_t offset = 0;
    BOX_PUT(out, 2, 0, 4, 6 + 12 * 4);
    for (int i = 0; i < 4; i++) {
        BOX_PUT(out, 2, 3, 1, 0x409, ids[i], (int32_t)strlen(texts[i]) * 2, (int32_t)offset);
        offset += strlen(texts[i]) * 2;
    }
    for (int i = 0; i < 4; i++)
        for (const char *c = texts[i]; *c; c++) box_put(out, 2, (uint8_t)*c);
}

static inline void box_os2(box_bytes *out, const box_font *font) {
    BOX_PUT(out, 2, 4, 800, font->weight, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0);
    BOX_PUT(out, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0); /* panose and ranges */
    box_put(out, 4, 0x5A485542);
    BOX_PUT(out, 2, font->weight >= 700 ? 0x20 : 0x40, 0x20, 0xFFFF, 880, -120, 0, 880, 120);
    BOX_PUT(out, 4, 0, 0);
    BOX_PUT(out, 2, 500, 700, 0, 0x20, 1);
}

static inline void box_post(box_bytes *out, const box_font *font) {
    (void)font;
    box_put(out, 4, 0x30000);
    BOX_PUT(out, 4, 0, 0, 0, 0, 0, 0, 0);
}

static const struct {
    char tag[5];
    void (*write)(box_bytes *out, const box_font *font);
} box_tables[] = {
    {"OS/2", box_os2},  {"cmap", box_cmap}, {"glyf", box_glyf}, {"head", box_head}, {"hhea", box_hhea},
    {"hmtx", box_hmtx}, {"loca", box_loca}, {"maxp", box_maxp}, {"name", box_name}, {"post", box_post},
};

#define BOX_TABLES (sizeof box_tables / sizeof *box_tables)

static inline uint32_t box_sum(const uint8_t *data, size_t size) {
    uint32_t sum = 0;
    for (size_t i = 0; i < size; i++) sum += (uint32_t)data[i] << 8 * (3 - i % 4);
    return sum;
}

/* The whole font file. */
static inline void box_font_make(const box_font *font, box_bytes *out) {
    box_bytes body = {.n = 0};
    size_t head = 0, start = 12 + 16 * BOX_TABLES;
    memset(out, 0, sizeof *out);
    box_put(out, 4, 0x10000);
    BOX_PUT(out, 2, (int32_t)BOX_TABLES, 128, 3, (int32_t)BOX_TABLES * 16 - 128);
    for (size_t i = 0; i < BOX_TABLES; i++) {
        size_t from = body.n;
        box_tables[i].write(&body, font);
        size_t size = body.n - from;
        while (body.n % 4) box_put(&body, 1, 0);
        if (!strcmp(box_tables[i].tag, "head")) head = start + from;
        memcpy(out->data + out->n, box_tables[i].tag, 4);
        out->n += 4;
        BOX_PUT(out, 4, (int32_t)box_sum(body.data + from, size), (int32_t)(start + from), (int32_t)size);
    }
    memcpy(out->data + start, body.data, body.n);
    size_t end = start + body.n;
    out->n = head + 8;
    box_put(out, 4, 0xB1B0AFBA - box_sum(out->data, end));
    out->n = end;
}

/* False when the file cannot be written. */
static inline bool box_font_write(const box_font *font, const char *folder, const char *name) {
    char path[4096];
    box_bytes bytes;
    box_font_make(font, &bytes);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) return false;
    bool ok = fwrite(bytes.data, 1, bytes.n, file) == bytes.n;
    return !fclose(file) && ok;
}

/* "Zhoubao Box" (Regular, Bold; also has Hebrew, for right-to-left text) and "Zhoubao Latin" (Regular; narrow glyphs
 * 0.6 em, no Chinese). */
static const struct {
    const char *name;
    box_font font;
} box_fonts[] = {
    {"ZhoubaoBox-Regular.ttf", {"Zhoubao Box", "Regular", 400, 500, true}},
    {"ZhoubaoBox-Bold.ttf", {"Zhoubao Box", "Bold", 700, 500, true}},
    {"ZhoubaoLatin-Regular.ttf", {"Zhoubao Latin", "Regular", 400, 600, false}},
};

static inline bool box_fonts_write(const char *folder) {
    bool ok = true;
    for (size_t i = 0; i < sizeof box_fonts / sizeof *box_fonts; i++)
        ok &= box_font_write(&box_fonts[i].font, folder, box_fonts[i].name);
    return ok;
}

#endif
