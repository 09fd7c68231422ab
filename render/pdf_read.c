/* SPDX-License-Identifier: Apache-2.0
 * Reading a PDF: tokens, cross references, objects, streams. Linear in the size of the file: each object is walked through once, streams
 * are stepped over by their length. */
#include "render/pdf_read.h"

#include <libdeflate.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"

#define DEPTH_MAX 100          /* arrays and dictionaries in each other */
#define OBJECTS_MAX 8388607    /* as PDF itself bounds them (ISO 32000-1, annex C) */
#define INFLATED_MAX ((size_t)1 << 30)

/* Tokens ------------------------------------------------------------------------------------------------------------ */

typedef enum token { END, NUMBER, WORD, NAME, STRING, OPEN_ARRAY, CLOSE_ARRAY, OPEN_DICTIONARY, CLOSE_DICTIONARY, BROKEN } token;

enum { PLAIN_BYTE, WHITE, DELIMITER, DIGIT };

/* What a byte is; a table, because every byte outside streams is asked. */
static const uint8_t byte_kinds[256] = {
    ['\0'] = WHITE,    ['\t'] = WHITE,    ['\n'] = WHITE,    ['\f'] = WHITE,    ['\r'] = WHITE,    [' '] = WHITE,     ['('] = DELIMITER,
    [')'] = DELIMITER, ['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER, [']'] = DELIMITER, ['{'] = DELIMITER, ['}'] = DELIMITER,
    ['/'] = DELIMITER, ['%'] = DELIMITER, ['0'] = DIGIT,     ['1'] = DIGIT,     ['2'] = DIGIT,     ['3'] = DIGIT,     ['4'] = DIGIT,
    ['5'] = DIGIT,     ['6'] = DIGIT,     ['7'] = DIGIT,     ['8'] = DIGIT,     ['9'] = DIGIT,     ['+'] = DIGIT,     ['-'] = DIGIT,
    ['.'] = DIGIT,
};

static uint8_t kind_of(char c) { return byte_kinds[(uint8_t)c]; }

static bool is_white(char c) { return kind_of(c) == WHITE; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_hex(char c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

static void skip_white(zb_str text, size_t *at) {
    while (*at < text.n && (is_white(text.s[*at]) || text.s[*at] == '%')) {
        bool comment = text.s[*at] == '%';
        while (comment && *at < text.n && text.s[*at] != '\n' && text.s[*at] != '\r') ++*at;
        if (!comment) ++*at;
    }
}

/* Behind a string in round brackets. False: it has no end. */
static bool skip_string(zb_str text, size_t *at) {
    int depth = 0;
    for (; *at < text.n; ++*at) {
        char c = text.s[*at];
        if (c == '\\') ++*at;
        else if (c == '(') depth++;
        else if (c == ')' && --depth == 0) return ++*at, true;
    }
    return false;
}

static token take_angle(zb_str text, size_t *at) {
    char c = text.s[*at];
    if (*at + 1 < text.n && text.s[*at + 1] == c) return *at += 2, c == '<' ? OPEN_DICTIONARY : CLOSE_DICTIONARY;
    if (c == '>') return BROKEN;
    for (++*at; *at < text.n && text.s[*at] != '>'; ++*at)
        if (!is_white(text.s[*at]) && !is_hex(text.s[*at])) return BROKEN;
    return *at < text.n ? ++*at, STRING : BROKEN;
}

static token take_regular(zb_str text, size_t *at) {
    size_t from = *at;
    bool number = true;
    for (uint8_t kind; *at < text.n && (kind = kind_of(text.s[*at]), kind == PLAIN_BYTE || kind == DIGIT); ++*at)
        number = number && kind == DIGIT; /* digits, signs and points */
    if (*at == from) return BROKEN;
    return number ? NUMBER : WORD;
}

/* The next token from *at on, and where it ends; *from is where it begins. */
static token next_token(zb_str text, size_t *at, size_t *from) {
    skip_white(text, at);
    *from = *at;
    if (*at >= text.n) return END;
    switch (text.s[*at]) {
    case '(': return skip_string(text, at) ? STRING : BROKEN;
    case '<':
    case '>': return take_angle(text, at);
    case '[': return ++*at, OPEN_ARRAY;
    case ']': return ++*at, CLOSE_ARRAY;
    case '/':
        ++*at;
        take_regular(text, at);
        return NAME;
    default: return take_regular(text, at);
    }
}

/* Digits as a number; -1: something else, or too many. */
static long long integer_of(zb_str digits) {
    long long v = 0;
    if (!digits.n || digits.n > 15) return -1;
    for (size_t i = 0; i < digits.n; i++) {
        if (!is_digit(digits.s[i])) return -1;
        v = v * 10 + (digits.s[i] - '0');
    }
    return v;
}

static bool take_integer(zb_str text, size_t *at, long long *out) {
    size_t from;
    if (next_token(text, at, &from) != NUMBER) return false;
    *out = integer_of(zb_str_sub(text, from, *at));
    return *out >= 0;
}

static bool take_word(zb_str text, size_t *at, const char *word) {
    size_t from;
    return next_token(text, at, &from) == WORD && zb_str_is(zb_str_sub(text, from, *at), word);
}

/* "N G R" at *at. False: something else stands there, and *at stays. */
static bool take_reference(zb_str text, size_t *at, long long *number) {
    size_t start = *at;
    long long generation;
    if (take_integer(text, at, number) && take_integer(text, at, &generation) && take_word(text, at, "R")) return true;
    *at = start;
    return false;
}

bool zb_pdf_fault(zb_pdf_file *file, const char *format, ...) {
    if (file->fault) return false;
    va_list args;
    va_start(args, format);
    file->fault = zb_vsay_str(file->arena, format, args).s;
    va_end(args);
    return false;
}

/* Values ------------------------------------------------------------------------------------------------------------ */

/* Behind one value. False: there is none. */
static bool skip_value(zb_str text, size_t *at) {
    int depth = 0;
    do {
        size_t from;
        long long number;
        if (!depth && take_reference(text, at, &number)) return true;
        token t = next_token(text, at, &from);
        if (t == END || t == BROKEN) return false;
        if (t == OPEN_ARRAY || t == OPEN_DICTIONARY) depth++;
        if (t == CLOSE_ARRAY || t == CLOSE_DICTIONARY) depth--;
        if (depth < 0) return false;
    } while (depth);
    return true;
}

zb_str zb_pdf_get(zb_str dictionary, const char *key) {
    size_t at = 0, from;
    if (next_token(dictionary, &at, &from) != OPEN_DICTIONARY) return (zb_str){0};
    while (next_token(dictionary, &at, &from) == NAME) {
        bool found = zb_str_is(zb_str_sub(dictionary, from + 1, at), key);
        skip_white(dictionary, &at);
        from = at;
        if (!skip_value(dictionary, &at)) break;
        if (found) return zb_str_sub(dictionary, from, at);
    }
    return (zb_str){0};
}

bool zb_pdf_next(zb_str array, size_t *at, zb_str *value) {
    size_t from;
    if (!*at && next_token(array, at, &from) != OPEN_ARRAY) return false;
    skip_white(array, at);
    from = *at;
    if (!skip_value(array, at)) return false;
    *value = zb_str_sub(array, from, *at);
    return true;
}

const zb_pdf_object *zb_pdf_follow(const zb_pdf_file *file, zb_str value) {
    size_t at = 0;
    long long number;
    if (!take_reference(value, &at, &number) || (size_t)number >= file->count || !file->objects[number].body.s) return NULL;
    return &file->objects[number];
}

zb_str zb_pdf_resolve(const zb_pdf_file *file, zb_str value) {
    const zb_pdf_object *object = zb_pdf_follow(file, value);
    return object ? object->body : value;
}

long long zb_pdf_integer(const zb_pdf_file *file, zb_str value) { return integer_of(zb_str_trim(zb_pdf_resolve(file, value))); }

/* Streams ----------------------------------------------------------------------------------------------------------- */

typedef struct zb_pdf_inflater {
    struct libdeflate_decompressor *decompressor;
    void *room;
    size_t size;
} zb_pdf_inflater;

static void inflater_close(void *object) {
    zb_pdf_inflater *i = object;
    if (i->decompressor) libdeflate_free_decompressor(i->decompressor);
    free(i->room);
}

static zb_pdf_inflater *inflater_of(zb_pdf_file *file) {
    if (file->inflater) return file->inflater;
    file->inflater = ZB_NEW(file->arena, zb_pdf_inflater);
    file->inflater->decompressor = libdeflate_alloc_decompressor();
    zb_defer(file->arena, inflater_close, file->inflater);
    return file->inflater;
}

static bool grow(zb_pdf_inflater *i, size_t size) {
    if (size > INFLATED_MAX) return false;
    if (size <= i->size) return true;
    i->room = zb_realloc(i->room, size);
    i->size = size;
    return true;
}

bool zb_pdf_inflate(zb_pdf_file *file, const zb_pdf_object *object, zb_str *out) {
    zb_pdf_inflater *i = inflater_of(file);
    if (!i->decompressor || !object->stream.s || !grow(i, object->stream.n * 4 + 1024)) return false;
    for (;;) {
        size_t used, n;
        enum libdeflate_result result =
            libdeflate_zlib_decompress_ex(i->decompressor, object->stream.s, object->stream.n, i->room, i->size, &used, &n);
        *out = (zb_str){i->room, n};
        if (result == LIBDEFLATE_SUCCESS) return true;
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || !grow(i, i->size * 2)) return false;
    }
}

/* Objects ----------------------------------------------------------------------------------------------------------- */

typedef enum entry_kind { FREE, PLAIN, PACKED } entry_kind;

/* What the cross references say of an object. */
typedef struct entry {
    entry_kind kind;
    size_t at;    /* PLAIN: its offset; PACKED: the object stream that holds it */
    size_t index; /* PACKED: its position in there */
} entry;

typedef struct reader {
    zb_pdf_file *file;
    entry *entries;
    long long object; /* the one being read; 0: the trailer */
} reader;

static bool follow(reader *r, zb_str number, zb_str generation) {
    long long n = integer_of(number);
    if (n <= 0 || (size_t)n >= r->file->count || r->entries[n].kind == FREE || integer_of(generation) != 0)
        return zb_pdf_fault(r->file, "object %lld refers to object %.*s, which is missing", r->object, ZB_STR_ARG(number));
    return true;
}

/* Walks through a value up to a word at its outermost level, which is left in *word; follows all references. */
static bool walk(reader *r, zb_str text, size_t *at, zb_str *word) {
    char open[DEPTH_MAX];
    int depth = 0;
    zb_str last[2] = {{0}, {0}}; /* the tokens before, where they are numbers */
    for (;;) {
        size_t from;
        token t = next_token(text, at, &from);
        zb_str lexeme = zb_str_sub(text, from, *at);
        bool reference = t == WORD && zb_str_is(lexeme, "R");
        if (reference && last[0].n && !follow(r, last[0], last[1])) return false;
        if (reference && !last[0].n) return zb_pdf_fault(r->file, "object %lld is not well formed", r->object);
        *word = lexeme;
        if (!depth && (t == END || (t == WORD && (zb_str_is(lexeme, "endobj") || zb_str_is(lexeme, "stream"))))) return true;
        bool opens = t == OPEN_ARRAY || t == OPEN_DICTIONARY, closes = t == CLOSE_ARRAY || t == CLOSE_DICTIONARY;
        if (t == END || t == BROKEN || (opens && depth == DEPTH_MAX) || (closes && (!depth || open[--depth] != (char)(t - 1))))
            return zb_pdf_fault(r->file, "object %lld is not well formed", r->object);
        if (opens) open[depth++] = (char)t;
        last[0] = last[1];
        last[1] = t == NUMBER ? lexeme : (zb_str){0};
    }
}

/* A stream's length, which may be an object of its own, read or not yet. */
static long long length_of(reader *r, zb_str dictionary) {
    zb_str value = zb_pdf_get(dictionary, "Length");
    size_t at = 0;
    long long number, n, generation, length;
    if (!take_reference(value, &at, &number)) return integer_of(zb_str_trim(value));
    if ((size_t)number >= r->file->count || r->entries[number].kind != PLAIN) return zb_pdf_integer(r->file, value);
    at = r->entries[number].at;
    bool fine = take_integer(r->file->bytes, &at, &n) && take_integer(r->file->bytes, &at, &generation) &&
                take_word(r->file->bytes, &at, "obj") && take_integer(r->file->bytes, &at, &length);
    return fine ? length : -1;
}

/* Behind "stream": the bytes, and what ends them. */
static bool take_stream(reader *r, zb_pdf_object *object, size_t at) {
    zb_str bytes = r->file->bytes;
    if (at < bytes.n && bytes.s[at] == '\r') at++;
    if (at >= bytes.n || bytes.s[at++] != '\n') return zb_pdf_fault(r->file, "the stream of object %lld does not begin", r->object);
    long long length = length_of(r, object->body);
    if (length < 0 || (size_t)length > bytes.n - at) return zb_pdf_fault(r->file, "the stream of object %lld has no length", r->object);
    object->stream = zb_str_sub(bytes, at, at + (size_t)length);
    at += (size_t)length;
    if (take_word(bytes, &at, "endstream") && take_word(bytes, &at, "endobj")) return true;
    return zb_pdf_fault(r->file, "the stream of object %lld does not end where it should", r->object);
}

static bool read_object(reader *r, long long number, size_t at) {
    zb_str bytes = r->file->bytes, word;
    long long n = -1, generation;
    r->object = number;
    if (at >= bytes.n || !is_digit(bytes.s[at]) || !take_integer(bytes, &at, &n) || n != number || !take_integer(bytes, &at, &generation) ||
        !take_word(bytes, &at, "obj"))
        return zb_pdf_fault(r->file, "object %lld is not at its place", number);
    size_t start = at;
    if (!walk(r, bytes, &at, &word)) return false;
    zb_pdf_object *object = &r->file->objects[number];
    object->body = zb_str_trim(zb_str_sub(bytes, start, at - word.n));
    if (!object->body.n) return zb_pdf_fault(r->file, "object %lld is empty", number);
    if (zb_str_is(word, "stream")) return take_stream(r, object, at);
    return zb_str_is(word, "endobj") || zb_pdf_fault(r->file, "object %lld has no end", number);
}

/* The objects of an object stream, whose places stand at its beginning. */
static bool unpack(reader *r, long long number) {
    zb_pdf_object *pack = &r->file->objects[number];
    zb_str body, word;
    long long count = zb_pdf_integer(r->file, zb_pdf_get(pack->body, "N"));
    long long first = zb_pdf_integer(r->file, zb_pdf_get(pack->body, "First"));
    if (!zb_pdf_inflate(r->file, pack, &body) || count < 0 || first < 0 || (size_t)first > body.n)
        return zb_pdf_fault(r->file, "object stream %lld cannot be unpacked", number);
    body = zb_str_copy(r->file->arena, body);
    size_t at = 0;
    for (long long i = 0; i < count; i++) {
        long long n, offset, next_n, next = (long long)body.n - first;
        if (!take_integer(body, &at, &n) || !take_integer(body, &at, &offset))
            return zb_pdf_fault(r->file, "object stream %lld is cut off", number);
        size_t ahead = at;
        if (i + 1 < count && (!take_integer(body, &ahead, &next_n) || !take_integer(body, &ahead, &next)))
            return zb_pdf_fault(r->file, "object stream %lld is cut off", number);
        if ((size_t)n >= r->file->count || r->entries[n].kind != PACKED || r->entries[n].at != (size_t)number ||
            r->entries[n].index != (size_t)i || offset >= next || (size_t)(first + next) > body.n)
            return zb_pdf_fault(r->file, "object %lld is not at its place", n);
        zb_str value = zb_str_trim(zb_str_sub(body, (size_t)(first + offset), (size_t)(first + next)));
        size_t end = 0;
        r->object = n;
        if (!walk(r, value, &end, &word)) return false;
        r->file->objects[n].body = value;
    }
    return true;
}

static bool read_objects(reader *r) {
    zb_pdf_file *file = r->file;
    for (size_t i = 1; i < file->count; i++)
        if (r->entries[i].kind == PLAIN && !read_object(r, (long long)i, r->entries[i].at)) return false;
    for (size_t i = 1; i < file->count; i++)
        if (file->objects[i].stream.s && zb_str_is(zb_pdf_get(file->objects[i].body, "Type"), "/ObjStm") && !unpack(r, (long long)i))
            return false;
    for (size_t i = 1; i < file->count; i++)
        if (r->entries[i].kind != FREE && !file->objects[i].body.s) return zb_pdf_fault(file, "object %zu is missing", i);
    return true;
}

/* Cross references -------------------------------------------------------------------------------------------------- */

#define TABLE_LINE 20 /* bytes of one entry of a table */

static bool make_room(reader *r) {
    zb_pdf_file *file = r->file;
    long long size = integer_of(zb_str_trim(zb_pdf_get(file->trailer, "Size")));
    if (size <= 1 || size > OBJECTS_MAX) return zb_pdf_fault(file, "its trailer has no size");
    if (zb_pdf_get(file->trailer, "Prev").n) return zb_pdf_fault(file, "it has an older part");
    file->count = (size_t)size;
    file->objects = ZB_NEW_ARRAY(file->arena, file->count, zb_pdf_object);
    r->entries = ZB_NEW_ARRAY(file->arena, file->count, entry);
    return true;
}

/* One entry: ten digits, a blank, five digits, a blank, n or f, and two bytes that end the line. */
static bool read_line(reader *r, size_t number, const char *line) {
    long long offset = integer_of((zb_str){line, 10});
    if (offset < 0 || integer_of((zb_str){line + 11, 5}) < 0 || (line[17] != 'n' && line[17] != 'f')) return false;
    if (line[17] == 'n') r->entries[number] = (entry){.kind = PLAIN, .at = (size_t)offset};
    return true;
}

static bool read_lines(reader *r, size_t at, size_t end) {
    zb_str bytes = r->file->bytes;
    while (skip_white(bytes, &at), at < end) {
        long long first, count;
        if (!take_integer(bytes, &at, &first) || !take_integer(bytes, &at, &count)) return false;
        if ((size_t)(first + count) > r->file->count) return false;
        skip_white(bytes, &at);
        if ((size_t)count > (end - at) / TABLE_LINE) return false;
        for (long long i = 0; i < count; i++, at += TABLE_LINE)
            if (!read_line(r, (size_t)(first + i), bytes.s + at)) return false;
    }
    return true;
}

static bool read_table(reader *r, size_t at) {
    zb_str bytes = r->file->bytes;
    size_t trailer = zb_str_find(bytes, ZB_STR("trailer"), at);
    if (trailer == SIZE_MAX) return zb_pdf_fault(r->file, "it has no trailer");
    size_t start = trailer + strlen("trailer"), end = start;
    if (!skip_value(bytes, &end)) return zb_pdf_fault(r->file, "its trailer is not well formed");
    r->file->trailer = zb_str_sub(bytes, start, end);
    if (!make_room(r)) return false;
    return read_lines(r, at, trailer) || zb_pdf_fault(r->file, "its cross-reference table is damaged");
}

static size_t field(const uint8_t **at, size_t width, size_t otherwise) {
    size_t v = 0;
    for (size_t i = 0; i < width; i++) v = v << 8 | *(*at)++;
    return width ? v : otherwise;
}

/* Undoes the PNG predictors "none" and "up", in place. False: another one. */
static bool undo_predictor(uint8_t *rows, size_t columns, size_t count) {
    for (size_t y = 0; y < count; y++) {
        const uint8_t *from = rows + y * (columns + 1);
        uint8_t *to = rows + y * columns;
        if (*from != 0 && *from != 2) return false;
        bool up = *from++ == 2 && y;
        for (size_t x = 0; x < columns; x++) to[x] = (uint8_t)(from[x] + (up ? to[x - columns] : 0));
    }
    return true;
}

static bool read_rows(reader *r, zb_str rows, const size_t widths[3]) {
    const uint8_t *at = (const uint8_t *)rows.s;
    zb_str index = zb_pdf_get(r->file->trailer, "Index"), value;
    long long first = 0, count = (long long)r->file->count;
    size_t place_in_index = 0;
    for (bool whole = !index.n; whole || zb_pdf_next(index, &place_in_index, &value); whole = false) {
        if (!whole) first = integer_of(value), count = zb_pdf_next(index, &place_in_index, &value) ? integer_of(value) : -1;
        size_t width = widths[0] + widths[1] + widths[2], left = rows.n - (size_t)(at - (const uint8_t *)rows.s);
        if (first < 0 || count < 0 || (size_t)(first + count) > r->file->count || (size_t)count > left / width) return false;
        for (size_t i = (size_t)first; i < (size_t)(first + count); i++) {
            size_t kind = field(&at, widths[0], PLAIN), place = field(&at, widths[1], 0);
            r->entries[i] = (entry){(entry_kind)kind, place, field(&at, widths[2], 0)};
            if (kind > PACKED) return false;
        }
    }
    return true;
}

/* The widths of the three fields of a row. False: they are not there. */
static bool read_widths(zb_str dictionary, size_t widths[3]) {
    zb_str array = zb_pdf_get(dictionary, "W"), value;
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        long long w = zb_pdf_next(array, &at, &value) ? integer_of(value) : -1;
        if (w < 0 || w > 8) return false;
        widths[i] = (size_t)w;
    }
    return widths[0] + widths[1] + widths[2] > 0;
}

/* The rows of a cross-reference stream, without its filter and predictor. */
static bool unpack_rows(zb_pdf_file *file, const zb_pdf_object *object, size_t width, zb_str *rows) {
    *rows = object->stream;
    if (!zb_pdf_get(object->body, "Filter").n) return true;
    if (!zb_pdf_inflate(file, object, rows)) return false;
    if (integer_of(zb_pdf_get(zb_pdf_get(object->body, "DecodeParms"), "Predictor")) < 10) return true;
    size_t count = rows->n / (width + 1);
    rows->n = count * width;
    return undo_predictor((uint8_t *)file->inflater->room, width, count);
}

/* The cross references as a stream, whose dictionary is the trailer. */
static bool read_stream(reader *r, size_t at) {
    zb_pdf_file *file = r->file;
    size_t widths[3];
    long long number, generation;
    if (!take_integer(file->bytes, &at, &number) || !take_integer(file->bytes, &at, &generation) || !take_word(file->bytes, &at, "obj"))
        return zb_pdf_fault(file, "there are no cross references where they should be");
    size_t from = at;
    if (!skip_value(file->bytes, &at)) return zb_pdf_fault(file, "its trailer is not well formed");
    file->trailer = zb_str_sub(file->bytes, from, at);
    zb_pdf_object object = {.body = file->trailer};
    r->object = number;
    if (!make_room(r) || !take_word(file->bytes, &at, "stream") || !take_stream(r, &object, at))
        return zb_pdf_fault(file, "its cross references are damaged");
    zb_str rows;
    bool fine = read_widths(file->trailer, widths) && unpack_rows(file, &object, widths[0] + widths[1] + widths[2], &rows) &&
                read_rows(r, rows, widths);
    return fine || zb_pdf_fault(file, "its cross references are damaged");
}

/* The offset that the last lines give. */
static bool find_start(zb_pdf_file *file, size_t *at) {
    zb_str bytes = file->bytes;
    if (!zb_str_starts(bytes, "%PDF-1.") && !zb_str_starts(bytes, "%PDF-2.")) return zb_pdf_fault(file, "it does not begin as a PDF");
    size_t end = bytes.n, keyword = bytes.n > 64 ? bytes.n - 64 : 0;
    while (end && is_white(bytes.s[end - 1])) end--;
    if (!zb_str_ends(zb_str_sub(bytes, 0, end), "%%EOF")) return zb_pdf_fault(file, "it is cut off");
    keyword = zb_str_find(bytes, ZB_STR("startxref"), keyword);
    long long start = -1;
    if (keyword != SIZE_MAX) keyword += strlen("startxref");
    if (keyword == SIZE_MAX || !take_integer(bytes, &keyword, &start) || (size_t)start >= bytes.n)
        return zb_pdf_fault(file, "there are no cross references where they should be");
    *at = (size_t)start;
    return true;
}

bool zb_pdf_read(zb_arena *arena, zb_str bytes, zb_pdf_file *file) {
    *file = (zb_pdf_file){.arena = arena, .bytes = bytes};
    reader r = {.file = file};
    size_t at = 0, end = 0;
    zb_str word;
    if (!find_start(file, &at)) return false;
    bool table = zb_str_starts(zb_str_sub(bytes, at, bytes.n), "xref");
    if (table ? !read_table(&r, at + strlen("xref")) : !read_stream(&r, at)) return false;
    return walk(&r, file->trailer, &end, &word) && read_objects(&r);
}
