/* SPDX-License-Identifier: Apache-2.0
 * The formats of texts that a schema can ask for. Each is a regular expression; what such a one cannot see (whether a month has the
 * day, whether brackets match) is looked at in code. */
#include <string.h>

#include "base/utf8.h"
#include "model/schema_parts.h"
#include "model/sql_database.h"

struct zb_format {
    const char *name, *words;
    const char *pattern; /* NULL: none needed */
    bool (*check)(zb_arena *arena, zb_str text);
};

#define DATE "[0-9]{4}-[0-9]{2}-[0-9]{2}"
#define TIME "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
#define OCTET "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
#define IPV4 "(?:" OCTET "\\.){3}" OCTET
#define LABEL "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#define ATOM "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
/* RFC 3986; x stands for what RFC 3987 adds. */
#define PCT "%[0-9A-Fa-f]{2}"
#define PCHAR(x) "(?:[A-Za-z0-9._~!$&'()*+,;=:@" x "-]|" PCT ")"
#define USER(x) "(?:(?:[A-Za-z0-9._~!$&'()*+,;=:" x "-]|" PCT ")*@)?"
#define AUTHORITY(x) USER(x) "(?:\\[[0-9A-Fa-fv:.]+\\]|(?:[A-Za-z0-9._~!$&'()*+,;=" x "-]|" PCT ")*)(?::[0-9]*)?"
#define TAIL(x) "(?:\\?(?:" PCHAR(x) "|[/?])*)?(?:#(?:" PCHAR(x) "|[/?])*)?"
#define SEGMENTS(x) "(?:/" PCHAR(x) "*)*"
#define ROOTED(x) "//" AUTHORITY(x) SEGMENTS(x) "|/(?:" PCHAR(x) "+" SEGMENTS(x) ")?"
#define PATHS(x) "(?:" ROOTED(x) "|" PCHAR(x) "+" SEGMENTS(x) "|)"
#define RELATIVE(x) "(?:" ROOTED(x) "|(?![^/?#]*:)" PCHAR(x) "+" SEGMENTS(x) "|)"
#define ABSOLUTE(x) "[A-Za-z][A-Za-z0-9+.-]*:" PATHS(x) TAIL(x)
#define REFERENCE(x) "(?:" ABSOLUTE(x) "|" RELATIVE(x) TAIL(x) ")"
#define WIDE "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}\\u{10000}-\\u{EFFFD}"

static bool is_day(zb_arena *arena, zb_str text) { return zb_sql_is_date(zb_str_z(arena, zb_str_sub(text, 0, 10))); }

/* The sixtieth second is the last of a day in UTC. */
static bool is_time(zb_arena *arena, zb_str text) {
    (void)arena;
    const char *s = text.s;
    if (s[6] != '6') return true;
    int minutes = ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4] - '0';
    const char *zone = text.s + text.n - 6;
    if ((s[text.n - 1] | 0x20) != 'z') {
        int offset = ((zone[1] - '0') * 10 + zone[2] - '0') * 60 + (zone[4] - '0') * 10 + zone[5] - '0';
        minutes += zone[0] == '+' ? -offset : offset;
    }
    return (minutes + 2880) % 1440 == 1439;
}

static bool is_moment(zb_arena *arena, zb_str text) {
    return is_day(arena, text) && is_time(arena, zb_str_sub(text, 11, text.n));
}

static bool is_short_enough(zb_arena *arena, zb_str text) {
    (void)arena;
    return text.n <= 253;
}

/* Groups of four hexadecimal digits, at most one run of them left out as "::". */
static bool is_ipv6(zb_arena *arena, zb_str text) {
    (void)arena;
    int groups = 0;
    size_t twice = zb_str_find(text, ZB_STR("::"), 0), dot = zb_str_find(text, ZB_STR("."), 0);
    if (twice != SIZE_MAX && zb_str_find(text, ZB_STR("::"), twice + 1) != SIZE_MAX) return false;
    for (size_t at = 0; at < text.n;) {
        size_t end = zb_str_find(text, ZB_STR(":"), at);
        if (end == SIZE_MAX) end = text.n;
        groups += end > at;
        if (end > at && end - at > 4 && dot == SIZE_MAX) return false;
        at = end + 1;
    }
    if (dot != SIZE_MAX) groups++; /* an IPv4 address is two of them */
    bool edges = (text.s[0] != ':' || twice == 0) && (text.s[text.n - 1] != ':' || twice == text.n - 2);
    return edges && (twice == SIZE_MAX ? groups == 8 : groups < 8);
}

static const zb_format formats[] = {
    {"date", "a day of the calendar like 2019-06-24", "^" DATE "$", is_day},
    {"time", "a time like 10:15:00+08:00", "^" TIME "$", is_time},
    {"date-time", "a date and time like 2019-06-24T10:15:00+08:00", "^" DATE "[Tt]" TIME "$", is_moment},
    {"duration", "a duration like P7D",
     "^P(?!$)(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?"
     "(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?)$", NULL},
    {"email", "an address like name@example.org",
     "^(?:" ATOM "(?:\\." ATOM ")*|\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\")@(?:" LABEL "(?:\\." LABEL
     ")*|\\[(?:" IPV4 "|IPv6:[0-9A-Fa-f:.]+)\\])$", NULL},
    {"idn-email", "an address like name@example.org", "^[^@\\s]+@[^@\\s.]+(?:\\.[^@\\s.]+)*$", NULL},
    {"hostname", "the name of a host like www.example.org", "^" LABEL "(?:\\." LABEL ")*$", is_short_enough},
    {"ipv4", "an IPv4 address", "^" IPV4 "$", NULL},
    {"ipv6", "an IPv6 address", "^[0-9A-Fa-f:]+(?:(?<=:)" IPV4 ")?$", is_ipv6},
    {"uri", "an address like https://example.org/", "^" ABSOLUTE("") "$", NULL},
    {"uri-reference", "an address, perhaps a relative one", "^" REFERENCE("") "$", NULL},
    {"iri", "an address like https://example.org/", "^" ABSOLUTE(WIDE) "$", NULL},
    {"iri-reference", "an address, perhaps a relative one", "^" REFERENCE(WIDE) "$", NULL},
    {"uuid", "a UUID", "^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$", NULL},
    {"json-pointer", "a JSON pointer", "^(?:/(?:[^~/]|~[01])*)*$", NULL},
    {"regex", "a regular expression", NULL, zb_pattern_valid},
};

enum { FORMATS = sizeof formats / sizeof *formats };

const zb_format *zb_format_lookup(zb_str name) {
    for (size_t i = 0; i < FORMATS; i++)
        if (zb_str_is(name, formats[i].name)) return &formats[i];
    return NULL;
}

size_t zb_format_names(zb_str *out, size_t room) {
    size_t count = 0;
    for (; count < FORMATS && count < room; count++) out[count] = zb_str_of(formats[count].name);
    return count;
}

const char *zb_format_words(const zb_format *format) { return format->words; }
zb_str zb_format_pattern(const zb_format *format) { return zb_str_of(format->pattern); }

bool zb_format_match(zb_arena *arena, const zb_format *format, const zb_pattern *pattern, zb_str text) {
    if (pattern && zb_pattern_match(pattern, text) != 1) return false;
    return !format->check || format->check(arena, text);
}
