/* SPDX-License-Identifier: Apache-2.0
 * From the bytes of a file to checked UTF-8 text. UTF-8 is tried first. Bytes that are not UTF-8 are GB18030 when they read wholly
 * as that and do not look like UTF-8 with a few damaged places: text of Chinese in GB18030 has next to no well-formed sequences
 * of three bytes, damaged UTF-8 has many. */
#include "model/text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "model/data.h"
#include "model/text_guess.h"

/* Evidence for UTF-8 in bytes that are not wholly UTF-8. */
typedef struct census {
    size_t good; /* well-formed sequences of three or four bytes */
    size_t bad;  /* bytes that belong to no well-formed sequence */
} census;

static census take_census(zb_str bytes) {
    census c = {0};
    for (size_t at = 0; at < bytes.n;) {
        size_t start = at;
        uint32_t code = zb_utf8_next(bytes, &at);
        if (at - start >= 3) c.good++;
        else if (code == 0xFFFD) c.bad++;
    }
    return c;
}

static bool looks_like_utf8(zb_str bytes) {
    census c = take_census(bytes);
    return c.good > 0 && c.good * 4 >= c.bad;
}

/* All of `bytes` through iconv into `out`; false where they are not GB18030. */
static bool convert(iconv_t converter, zb_str bytes, zb_buf *out) {
    char block[1 << 14], *from = (char *)bytes.s;
    size_t left = bytes.n;
    while (left) {
        char *to = block;
        size_t room = sizeof block;
        size_t result = iconv(converter, &from, &left, &to, &room);
        zb_buf_add(out, (zb_str){block, (size_t)(to - block)});
        if (result == (size_t)-1 && errno != E2BIG) return false;
    }
    return true;
}

/* False: they are not GB18030; *fine becomes false where the system lacks what it takes to tell: every C library has the converter, so one
 * that cannot be opened is a module that could not be loaded. */
static bool read_gb18030(zb_arena *arena, zb_str bytes, zb_str *out, bool *fine) {
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    *fine = converter != (iconv_t)-1;
    if (!*fine) return false;
    zb_buf buf = {0};
    bool read = convert(converter, bytes, &buf) && zb_utf8_invalid(zb_buf_str(&buf)) == SIZE_MAX;
    if (read) *out = zb_str_copy(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    iconv_close(converter);
    return read;
}

/* Ill-formed bytes become U+FFFD, so that a message can show the line. */
static zb_str make_printable(zb_arena *arena, zb_str bytes) {
    zb_buf buf = {0};
    for (size_t at = 0; at < bytes.n;) {
        char code[4];
        size_t n = zb_utf8_encode(zb_utf8_next(bytes, &at), code);
        zb_buf_add(&buf, (zb_str){code, n});
    }
    zb_str text = zb_str_copy(arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return text;
}

/* `guess`: the encoding that the bytes are in more likely than in GB18030, or NULL. */
static void report_encoding(zb_arena *arena, const char *name, zb_str bytes, const char *guess, bool possible, zb_diags *diags) {
    const zb_source *source = zb_source_new(arena, name, make_printable(arena, bytes));
    size_t bad = zb_utf8_invalid(bytes);
    zb_loc loc = zb_source_loc(source, bad); /* up to there the printable text is the same as the bytes */
    if (possible)
        zb_diag_add(diags, ZB_ERROR, "text.encoding", loc, "the file is neither UTF-8 nor GB18030: it looks like %s", guess);
    else
        zb_diag_add(diags, ZB_ERROR, "text.encoding", loc, "byte 0x%02X is not UTF-8", (unsigned)(unsigned char)bytes.s[bad]);
    if (guess) zb_diag_hint(diags, "convert it: iconv -f %s -t UTF-8 %s > NEW", guess, name);
    else zb_diag_hint(diags, "save the file as UTF-8");
}

/* Bytes that are not UTF-8. False: they cannot be read, and why was added. */
static bool decode_other(zb_arena *arena, const char *name, zb_str bytes, bool marked, zb_str *text, zb_diags *diags) {
    bool fine = true, damaged = marked || looks_like_utf8(bytes);
    bool possible = !damaged && read_gb18030(arena, bytes, text, &fine);
    if (!fine) {
        zb_diag_add(diags, ZB_FATAL, "text.converter", ZB_NOWHERE, "'%s' cannot be read: the system has no converter of GB18030",
                    name);
        return false;
    }
    const char *guess = damaged ? NULL : zb_text_guess(bytes, possible);
    if (possible && !guess) return true;
    report_encoding(arena, name, bytes, guess, possible, diags);
    return false;
}

/* Zeros at every second byte (or nearly), all at even or all at odd places: ASCII in UTF-16. */
static bool is_utf16(zb_str bytes) {
    size_t zeros[2] = {0}, n = bytes.n < 256 ? bytes.n : 256;
    if (n >= 2 && (!memcmp(bytes.s, "\xFF\xFE", 2) || !memcmp(bytes.s, "\xFE\xFF", 2))) return true;
    for (size_t i = 0; i < n; i++) zeros[i % 2] += bytes.s[i] == 0;
    return n >= 8 && (!zeros[0] || !zeros[1]) && (zeros[0] + zeros[1]) * 4 > n;
}

/* Files that are no text at all, by their first bytes. */
static const struct {
    const char *begin;
    size_t n;
    const char *what, *cure;
} foreign[] = {
    {"PK\x03\x04", 4, "an Excel workbook, another office document or a ZIP archive", "save the sheet as CSV in UTF-8"},
    {"\xD0\xCF\x11\xE0", 4, "an old Excel or Word document", "save the sheet as CSV in UTF-8"},
    {"%PDF-", 5, "a PDF", "name a text file"},
    {"\x89PNG", 4, "a picture", "name a text file"},
    {"\xFF\xD8\xFF", 3, "a picture", "name a text file"},
};

/* What would else be one finding for each of its bytes. True: an error was added. */
static bool report_foreign(zb_arena *arena, const char *name, zb_str bytes, zb_diags *diags) {
    zb_loc loc = {zb_source_new(arena, name, ZB_STR("")), 0, 0};
    if (is_utf16(bytes)) {
        zb_diag_add(diags, ZB_ERROR, "text.encoding", loc, "the file is in UTF-16");
        zb_diag_hint(diags, "save the file as UTF-8");
        return true;
    }
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (bytes.n < foreign[i].n || memcmp(bytes.s, foreign[i].begin, foreign[i].n) != 0) continue;
        zb_diag_add(diags, ZB_ERROR, "text.encoding", loc, "the file is no text but %s", foreign[i].what);
        zb_diag_hint(diags, "%s", foreign[i].cure);
        return true;
    }
    return false;
}

static zb_str unify_line_ends(zb_arena *arena, zb_str text) {
    if (zb_str_find(text, ZB_STR("\r\n"), 0) == SIZE_MAX) return text;
    char *s = zb_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        bool pair = text.s[i] == '\r' && i + 1 < text.n && text.s[i + 1] == '\n';
        if (!pair) s[n++] = text.s[i];
    }
    return (zb_str){s, n};
}

const zb_source *zb_text_decode(zb_arena *arena, const char *name, zb_str bytes, zb_diags *diags) {
    zb_str text = zb_str_starts(bytes, "\xEF\xBB\xBF") ? zb_str_sub(bytes, 3, bytes.n) : bytes;
    if (report_foreign(arena, name, bytes, diags)) return NULL;
    bool gb18030 = zb_utf8_invalid(text) != SIZE_MAX;
    if (gb18030 && !decode_other(arena, name, text, text.n < bytes.n, &text, diags)) return NULL;
    const zb_source *source = zb_source_new(arena, name, unify_line_ends(arena, text));
    if (gb18030) {
        zb_diag_add(diags, ZB_NOTE, "text.gb18030", (zb_loc){source, 0, 0}, "the file is not UTF-8; it was read as GB18030");
        zb_diag_hint(diags, "save the file as UTF-8");
    }
    return zb_text_admit(arena, source, diags);
}

const zb_source *zb_source_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags) {
    zb_str bytes;
    if (!zb_file_read(arena, path, loc, diags, &bytes)) return NULL;
    return zb_text_decode(arena, path, bytes, diags);
}
