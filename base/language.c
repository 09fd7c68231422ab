/* SPDX-License-Identifier: Apache-2.0
 * Messages in the reader's language: the catalogue's look-up, and printf for formats whose arguments may be phrases and may come in another
 * order. English messages go to the C library as they are. */
#include "base/language.h"

#include <stdlib.h>
#include <string.h>

#include "base/catalogue.h"

static zb_language spoken = ZB_ENGLISH;

void zb_language_set(zb_language language) { spoken = language; }
zb_language zb_language_now(void) { return spoken; }

/* The catalogue --------------------------------------------------------------------------------------------------------------- */

/* Number n of the catalogue's words, which are little-endian. */
static size_t word(size_t n) {
    const unsigned char *b = zb_catalogue_zh + 4 * n;
    return (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
}

static const char *text_of(size_t table, size_t index) { return (const char *)zb_catalogue_zh + word(table / 4 + 2 * index + 1); }

/* The format of GNU gettext: word 2 is the number of messages, 3 and 4 are where the tables of originals, in order, and of translations
 * begin: length and offset each. */
const char *zb_tr_in(zb_language language, const char *message) {
    if (language == ZB_ENGLISH || !*message) return message;
    for (size_t low = 0, high = word(2); low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(message, text_of(word(3), middle));
        if (order == 0) return text_of(word(4), middle);
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return message;
}

const char *zb_tr(const char *message) { return zb_tr_in(spoken, message); }

/* Formats --------------------------------------------------------------------------------------------------------------------- */

#define ARGUMENTS_MAX 16

typedef enum kind { KIND_INT, KIND_LONG, KIND_LLONG, KIND_SIZE, KIND_REAL, KIND_TEXT, KIND_POINTER } kind;

typedef struct argument {
    kind kind;
    bool phrase; /* a text that is looked up itself */
    union {
        int i;
        long l;
        long long ll;
        size_t z;
        double real;
        const char *text;
        const void *pointer;
    } is;
} argument;

/* One conversion: "%2$-*1$.3f". Numbers of arguments are from 0, -1: none. */
typedef struct conversion {
    char flags[8];
    int value, width_from, precision_from;
    int width, precision; /* -1: none given */
    char length[3];
    char letter;
} conversion;

static int read_digits(const char **at) {
    int number = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) number = number * 10 + (**at - '0');
    return number;
}

/* "N$" at *at: N - 1; else the next argument. */
static int read_place(const char **at, int *next) {
    const char *from = *at;
    int number = read_digits(at);
    if (number && **at == '$') return (*at)++, number - 1;
    *at = from;
    return (*next)++;
}

/* A width or precision: digits, or an argument. */
static int read_amount(const char **at, int *from, int *next) {
    *from = -1;
    if (**at != '*') return **at >= '0' && **at <= '9' ? read_digits(at) : -1;
    (*at)++;
    *from = read_place(at, next);
    return -1;
}

/* Reads the conversion behind a '%' and moves behind it. */
static conversion read_conversion(const char **at, int *next) {
    conversion c = {.precision = -1, .precision_from = -1};
    const char *from = *at;
    int number = read_digits(at);
    bool placed = number && **at == '$';
    if (placed) (*at)++;
    else *at = from;
    for (size_t n = 0; **at && strchr("-+ #0", **at); (*at)++)
        if (n + 1 < sizeof c.flags) c.flags[n++] = **at;
    c.width = read_amount(at, &c.width_from, next);
    if (**at == '.') {
        (*at)++;
        c.precision = read_amount(at, &c.precision_from, next);
        if (c.precision < 0 && c.precision_from < 0) c.precision = 0;
    }
    for (size_t n = 0; **at && strchr("hlzjtL", **at); (*at)++)
        if (n + 1 < sizeof c.length) c.length[n++] = **at;
    c.letter = **at;
    if (**at) (*at)++;
    c.value = placed ? number - 1 : c.letter == '%' ? -1 : (*next)++;
    return c;
}

static kind kind_of(const conversion *c) {
    if (c->letter == 's') return KIND_TEXT;
    if (c->letter == 'p') return KIND_POINTER;
    if (c->letter && strchr("fFeEgGaA", c->letter)) return KIND_REAL;
    if (c->length[0] == 'z') return KIND_SIZE;
    if (!strcmp(c->length, "ll")) return KIND_LLONG;
    return c->length[0] == 'l' ? KIND_LONG : KIND_INT;
}

/* A phrase stands among the other words of the message: it is not quoted, and no part of a name or a place. */
static bool is_phrase(const char *format, const char *percent, const char *end) {
    static const char program[] = "zhoubao ";
    size_t before = (size_t)(percent - format), n = sizeof program - 1;
    char left = before ? percent[-1] : ' ';
    if (before >= n && !strncmp(percent - n, program, n)) return false;
    return !(left == '\'' && *end == '\'') && !strchr("-/\"", left) && *end != '/' && !(*end == ':' && (end[1] == '%' || !before));
}

/* What the arguments of a format are; how many, or -1: more than there is room for. */
static int read_kinds(const char *format, argument *arguments) {
    int next = 0;
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        const char *percent = at++;
        conversion c = read_conversion(&at, &next);
        if (next > ARGUMENTS_MAX) return -1;
        if (c.width_from >= 0) arguments[c.width_from] = (argument){.kind = KIND_INT};
        if (c.precision_from >= 0) arguments[c.precision_from] = (argument){.kind = KIND_INT};
        if (c.value < 0) continue;
        bool whole = c.letter == 's' && c.precision_from < 0 && c.precision < 0;
        arguments[c.value] = (argument){.kind = kind_of(&c), .phrase = whole && is_phrase(format, percent, at)};
    }
    return next;
}

static void take(argument *a, va_list *args, zb_language language) {
    switch (a->kind) {
    case KIND_INT: a->is.i = va_arg(*args, int); break;
    case KIND_LONG: a->is.l = va_arg(*args, long); break;
    case KIND_LLONG: a->is.ll = va_arg(*args, long long); break;
    case KIND_SIZE: a->is.z = va_arg(*args, size_t); break;
    case KIND_REAL: a->is.real = va_arg(*args, double); break;
    case KIND_POINTER: a->is.pointer = va_arg(*args, const void *); break;
    case KIND_TEXT:
        a->is.text = va_arg(*args, const char *);
        if (a->phrase && a->is.text) a->is.text = zb_tr_in(language, a->is.text);
        break;
    }
}

/* One argument as the C library writes it. */
static void put_number(zb_buf *out, const char *form, const argument *a) {
    switch (a->kind) {
    case KIND_INT: zb_buf_format(out, form, a->is.i); break;
    case KIND_LONG: zb_buf_format(out, form, a->is.l); break;
    case KIND_LLONG: zb_buf_format(out, form, a->is.ll); break;
    case KIND_SIZE: zb_buf_format(out, form, a->is.z); break;
    case KIND_REAL: zb_buf_format(out, form, a->is.real); break;
    case KIND_POINTER: zb_buf_format(out, form, a->is.pointer); break;
    case KIND_TEXT: zb_buf_format(out, form, a->is.text); break;
    }
}

/* False: it fits none of the arguments. */
static bool put(zb_buf *out, const conversion *c, const argument *arguments, int count) {
    if (c->letter == '%') return zb_buf_add_char(out, '%'), true;
    if (c->value < 0 || c->value >= count || c->width_from >= count || c->precision_from >= count) return false;
    const argument *a = &arguments[c->value];
    int width = c->width_from >= 0 ? arguments[c->width_from].is.i : c->width;
    int precision = c->precision_from >= 0 ? arguments[c->precision_from].is.i : c->precision;
    char form[64], wide[16] = "", precise[16] = "";
    if (a->kind != kind_of(c)) return false;
    if (width >= 0) snprintf(wide, sizeof wide, "%d", width);
    if (precision >= 0) snprintf(precise, sizeof precise, ".%d", precision);
    snprintf(form, sizeof form, "%%%s%s%s%s%c", c->flags, wide, precise, c->length, c->letter);
    put_number(out, form, a);
    return true;
}

/* Between Chinese and a Latin word or a number stands a space, between Chinese and full-width quotes or Chinese none. A translation cannot
 * know which of them its arguments are. */
static bool is_wide(char c) { return (unsigned char)c >= 0x80; }
static bool is_latin(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }
static bool starts_han(const char *s) { return (unsigned char)*s >= 0xE4 && (unsigned char)*s <= 0xE9; }
static bool ends_han(const char *s, size_t n) { return n >= 3 && starts_han(s + n - 3); }

/* Puts the right distance between what ends at `at` and what begins there. */
static void join(zb_buf *out, size_t at) {
    if (at < 2 || at >= out->n) return;
    if (out->s[at - 1] == ' ' && is_wide(out->s[at - 2]) && is_wide(out->s[at])) {
        memmove(out->s + at - 1, out->s + at, out->n - at + 1);
        out->n--;
    } else if (out->s[at] == ' ' && at + 1 < out->n && is_wide(out->s[at - 1]) && is_wide(out->s[at + 1])) {
        memmove(out->s + at, out->s + at + 1, out->n - at);
        out->n--;
    } else if ((ends_han(out->s, at) && is_latin(out->s[at])) || (is_latin(out->s[at - 1]) && starts_han(out->s + at))) {
        zb_buf_add_char(out, ' ');
        memmove(out->s + at + 1, out->s + at, out->n - at - 1);
        out->s[at] = ' ';
    }
}

/* Writes the arguments as the translated format wants them. False: it does not fit them. */
static bool fill(zb_buf *out, const char *format, const argument *arguments, int count) {
    const size_t first = out->n;
    int next = 0;
    while (*format) {
        size_t plain = strcspn(format, "%");
        size_t begin = out->n;
        zb_buf_add(out, (zb_str){format, plain});
        if (begin > first) join(out, begin);
        format += plain;
        if (!*format) break;
        format++;
        conversion c = read_conversion(&format, &next);
        begin = out->n;
        if (!put(out, &c, arguments, count)) return false;
        if (begin > first) join(out, begin);
    }
    return true;
}

static void put_plain(zb_buf *out, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = zb_realloc(NULL, (size_t)(n < 0 ? 0 : n) + 1);
    va_copy(again, args);
    if (n > 0) vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    zb_buf_add(out, (zb_str){text, (size_t)(n < 0 ? 0 : n)});
    free(text);
}

void zb_vsay(zb_buf *out, zb_language language, const char *format, va_list args) {
    argument arguments[ARGUMENTS_MAX];
    int count = language == ZB_ENGLISH ? -1 : read_kinds(format, arguments);
    if (count < 0) {
        put_plain(out, format, args);
        return;
    }
    va_list taken;
    va_copy(taken, args);
    for (int i = 0; i < count; i++) take(&arguments[i], &taken, language);
    va_end(taken);
    size_t begin = out->n;
    if (fill(out, zb_tr_in(language, format), arguments, count)) return;
    if (out->s) out->s[out->n = begin] = 0; /* a translation that does not fit is none; a test keeps such out */
    put_plain(out, format, args);
}

void zb_say_to(zb_buf *out, const char *format, ...) {
    va_list args;
    va_start(args, format);
    zb_vsay(out, spoken, format, args);
    va_end(args);
}

zb_str zb_vsay_str(zb_arena *arena, const char *format, va_list args) {
    zb_buf text = {0};
    zb_vsay(&text, spoken, format, args);
    zb_str copy = zb_str_copy(arena, zb_buf_str(&text));
    zb_buf_free(&text);
    return copy;
}

zb_str zb_say(zb_arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    zb_str text = zb_vsay_str(arena, format, args);
    va_end(args);
    return text;
}

void zb_say_file(FILE *out, const char *format, ...) {
    zb_buf text = {0};
    va_list args;
    va_start(args, format);
    zb_vsay(&text, spoken, format, args);
    va_end(args);
    fwrite(zb_buf_str(&text).s, 1, text.n, out);
    zb_buf_free(&text);
}
