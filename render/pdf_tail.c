/* SPDX-License-Identifier: Apache-2.0
 * Rewriting the end of a cairo PDF. Document information and catalog are the last two objects before the
 * cross-reference table, so nothing but the catalog and the table itself moves when they grow. */
#include "render/pdf_tail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "render/write.h"

/* Bytes of one resource entry, "/x12 34 0 R", with room to spare. */
#define ENTRY_MAX 40

/* Dates --------------------------------------------------------------------------------------------------------- */

/* Takes `count` digits; false: there are not that many, or the number is outside [low, high]. */
static bool take_number(zb_str *text, size_t count, int low, int high, int *out) {
    if (text->n < count) return false;
    int v = 0;
    for (size_t i = 0; i < count; i++) {
        if (text->s[i] < '0' || text->s[i] > '9') return false;
        v = v * 10 + (text->s[i] - '0');
    }
    *text = zb_str_sub(*text, count, text->n);
    *out = v;
    return v >= low && v <= high;
}

static bool take(zb_str *text, char c) {
    if (!text->n || text->s[0] != c) return false;
    *text = zb_str_sub(*text, 1, text->n);
    return true;
}

/* T09:30[:15] and Z, +08:00 or nothing; false: something else. */
static bool add_time(zb_arena *arena, zb_str *left, zb_str *date) {
    int hour, minute, second = 0;
    if (!take_number(left, 2, 0, 23, &hour) || !take(left, ':') || !take_number(left, 2, 0, 59, &minute)) return false;
    if (take(left, ':') && !take_number(left, 2, 0, 59, &second)) return false;
    *date = zb_str_format(arena, "%.*s%02d%02d%02d", ZB_STR_ARG(*date), hour, minute, second);
    char sign = left->n ? left->s[0] : 0;
    if (take(left, 'Z')) *date = zb_str_format(arena, "%.*sZ", ZB_STR_ARG(*date));
    else if (take(left, '+') || take(left, '-')) {
        if (!take_number(left, 2, 0, 23, &hour) || !take(left, ':') || !take_number(left, 2, 0, 59, &minute))
            return false;
        *date = zb_str_format(arena, "%.*s%c%02d'%02d'", ZB_STR_ARG(*date), sign, hour, minute);
    }
    return true;
}

zb_str zb_pdf_date(zb_arena *arena, zb_str iso) {
    int year, month, day;
    zb_str left = zb_str_trim(iso);
    if (!take_number(&left, 4, 0, 9999, &year) || !take(&left, '-') || !take_number(&left, 2, 1, 12, &month) ||
        !take(&left, '-') || !take_number(&left, 2, 1, 31, &day))
        return (zb_str){0};
    zb_str date = zb_str_format(arena, "D:%04d%02d%02d", year, month, day);
    if ((take(&left, 'T') || take(&left, ' ')) && !add_time(arena, &left, &date)) return (zb_str){0};
    return left.n ? (zb_str){0} : date;
}

/* The seconds of SOURCE_DATE_EPOCH as ISO 8601; empty: it is no number of seconds. */
static zb_str epoch_date(zb_arena *arena, const char *epoch) {
    char *end = NULL;
    long long seconds = strtoll(epoch, &end, 10);
    time_t when = (time_t)seconds;
    struct tm parts;
    if (!*epoch || *end || seconds < 0 || seconds > 253402300799LL || !gmtime_r(&when, &parts)) return (zb_str){0};
    return zb_str_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                         parts.tm_hour, parts.tm_min, parts.tm_sec);
}

zb_str zb_pdf_date_of(zb_arena *arena, const zb_metadata *metadata, zb_diags *diags) {
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (!metadata->date.n && !epoch) return (zb_str){0};
    zb_str iso = metadata->date.n ? metadata->date : epoch_date(arena, epoch), date = zb_pdf_date(arena, iso);
    if (date.n) return date;
    if (metadata->date.n)
        zb_diag_add(diags, ZB_WARNING, "render.date", ZB_NOWHERE, "the document's date '%.*s' is not a date",
                    ZB_STR_ARG(metadata->date));
    else
        zb_diag_add(diags, ZB_WARNING, "render.date", ZB_NOWHERE,
                    "SOURCE_DATE_EPOCH is '%s', which is not a number of seconds", epoch);
    zb_diag_hint(diags, "dates are written 2019-06-30 or 2019-06-30T09:30:00+08:00");
    return date;
}

/* Resources ----------------------------------------------------------------------------------------------------- */

/* Blanks what the dictionary's earlier entries have said; `at` is its first entry " /x7 7 0 R". */
static void mend_dictionary(char *at) {
    const char *first = at;
    while (at[0] == ' ' && at[1] == '/') {
        char *name = at + 1, *end = strstr(name, " R");
        size_t length = strcspn(name, " ");
        if (!end || end - name > ENTRY_MAX) return;
        for (const char *earlier = first; earlier < at; earlier++) {
            if (*earlier != '/' || memcmp(earlier, name, length + 1) != 0) continue;
            memset(name, ' ', (size_t)(end + 2 - name));
            break;
        }
        at = end + 2;
    }
}

void zb_pdf_mend_resources(zb_buf *pdf) {
    zb_str text = zb_buf_str(pdf), opening = ZB_STR("\n   /XObject <<");
    for (size_t at = 0; (at = zb_str_find(text, opening, at)) != SIZE_MAX; at++)
        mend_dictionary(pdf->s + at + opening.n);
}

/* The end of the file ------------------------------------------------------------------------------------------- */

/* Offset of the last `needle` before `end`, or SIZE_MAX. */
static size_t find_last(zb_str text, const char *needle, size_t end) {
    zb_str wanted = zb_str_of(needle);
    for (size_t at = end < wanted.n ? 0 : end - wanted.n + 1; at-- > 0;)
        if (memcmp(text.s + at, wanted.s, wanted.n) == 0) return at;
    return SIZE_MAX;
}

/* Where things stand in the old file. */
typedef struct landmarks {
    size_t info, info_body, catalog, catalog_body; /* "34 0 obj", and its dictionary */
    size_t table, entries, trailer;                /* "xref", its first entry, "trailer" */
    int catalog_number;
} landmarks;

/* The beginning of the line before the one at `at`: an object's header. */
static size_t line_before(zb_str pdf, size_t at) {
    size_t start = at < 2 ? 0 : at - 1;
    while (start > 0 && pdf.s[start - 1] != '\n') start--;
    return start;
}

static bool find_landmarks(zb_str pdf, landmarks *m) {
    m->trailer = find_last(pdf, "\ntrailer\n<<", pdf.n);
    m->table = m->trailer == SIZE_MAX ? SIZE_MAX : find_last(pdf, "\nxref\n0 ", m->trailer);
    m->catalog_body = m->table == SIZE_MAX ? SIZE_MAX : find_last(pdf, "<< /Type /Catalog\n", m->table);
    m->info_body = m->catalog_body == SIZE_MAX ? SIZE_MAX : find_last(pdf, "<< /Producer (", m->catalog_body);
    if (m->info_body == SIZE_MAX) return false;
    m->trailer++;
    m->table++;
    m->entries = zb_str_find(pdf, ZB_STR("\n"), m->table + strlen("xref\n")) + 1;
    m->catalog = line_before(pdf, m->catalog_body);
    m->info = line_before(pdf, m->info_body);
    m->catalog_number = atoi(pdf.s + m->catalog);
    size_t entry = m->entries + (size_t)m->catalog_number * 20;
    return m->catalog_number > 0 && entry + 20 <= m->trailer && strtoull(pdf.s + entry, NULL, 10) == m->catalog;
}

/* The old dictionary at `body` up to its end, without the lines of the stand-in dates. */
static void copy_dictionary(zb_buf *out, zb_str pdf, size_t body, size_t end) {
    size_t close = find_last(pdf, "\n>>", end);
    zb_str left = zb_str_sub(pdf, body, close);
    while (left.n) {
        size_t line_end = zb_str_find(left, ZB_STR("\n"), 0), n = line_end == SIZE_MAX ? left.n : line_end + 1;
        zb_str line = zb_str_trim(zb_str_sub(left, 0, n));
        if (!zb_str_starts(line, "/CreationDate (") && !zb_str_starts(line, "/ModDate (")) {
            zb_buf_add(out, zb_str_sub(left, 0, n));
            if (n == left.n) zb_buf_add_char(out, '\n');
        }
        left = zb_str_sub(left, n, left.n);
    }
}

static uint64_t hash(zb_str bytes, uint64_t seed) {
    uint64_t h = seed;
    for (size_t i = 0; i < bytes.n; i++) h = (h ^ (uint8_t)bytes.s[i]) * 0x100000001B3u;
    return h;
}

static void write_objects(zb_buf *tail, zb_str pdf, const landmarks *m, const zb_metadata *metadata, zb_str date,
                          size_t *catalog) {
    zb_buf_add(tail, zb_str_sub(pdf, m->info, m->info_body));
    copy_dictionary(tail, pdf, m->info_body, m->catalog);
    if (date.n)
        zb_buf_format(tail, "   /CreationDate (%.*s)\n   /ModDate (%.*s)\n", ZB_STR_ARG(date), ZB_STR_ARG(date));
    zb_buf_add(tail, ZB_STR(">>\nendobj\n"));
    *catalog = m->info + tail->n;
    zb_buf_add(tail, zb_str_sub(pdf, m->catalog, m->catalog_body));
    copy_dictionary(tail, pdf, m->catalog_body, m->table);
    if (metadata->lang.n) {
        zb_buf_add(tail, ZB_STR("   /Lang ("));
        zb_write_percent(tail, metadata->lang, "-");
        zb_buf_add(tail, ZB_STR(")\n"));
    }
    if (metadata->title.n) zb_buf_add(tail, ZB_STR("   /ViewerPreferences << /DisplayDocTitle true >>\n"));
    zb_buf_add(tail, ZB_STR(">>\nendobj\n"));
}

size_t zb_pdf_tail(zb_str pdf, const zb_metadata *metadata, zb_str date, zb_buf *tail) {
    landmarks m;
    if (!find_landmarks(pdf, &m)) return 0;
    size_t catalog = 0, entry = m.entries + (size_t)m.catalog_number * 20, trailer_end = find_last(pdf, "\n>>", pdf.n);
    write_objects(tail, pdf, &m, metadata, date, &catalog);
    size_t table = m.info + tail->n;
    zb_buf_add(tail, zb_str_sub(pdf, m.table, entry));
    zb_buf_format(tail, "%010zu", catalog);
    zb_buf_add(tail, zb_str_sub(pdf, entry + 10, trailer_end));
    zb_str head = zb_str_sub(pdf, 0, m.info), end = zb_buf_str(tail);
    uint64_t a = hash(end, hash(head, 0xCBF29CE484222325u)), b = hash(end, hash(head, a));
    char id[33];
    snprintf(id, sizeof id, "%016llX%016llX", (unsigned long long)a, (unsigned long long)b);
    zb_buf_format(tail, "\n   /ID [<%s> <%s>]\n>>\nstartxref\n%zu\n%%%%EOF\n", id, id, table);
    return m.info;
}
