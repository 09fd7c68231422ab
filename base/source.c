/* SPDX-License-Identifier: Apache-2.0
 * Sources with a line index: places from byte offsets by binary search, and back. Long lines are marked every so many characters, for
 * a place that is counted from the start of its line makes whatever asks for many of them quadratic. */
#include "base/source.h"

#include <string.h>

#include "base/utf8.h"

typedef ZB_VEC(zb_source_mark) marks;

/* Marks the characters of a line that stand a stride apart. */
static void mark_line(zb_arena *arena, marks *out, zb_str text, size_t start, size_t end) {
    if (end - start <= ZB_SOURCE_STRIDE) return;
    uint32_t column = 1;
    for (size_t at = start; at < end; column++) {
        if (column > 1 && column % ZB_SOURCE_STRIDE == 1) ZB_PUSH(arena, out, (zb_source_mark){at, column});
        zb_utf8_next(text, &at);
    }
}

const zb_source *zb_source_new(zb_arena *arena, const char *name, zb_str text) {
    size_t lines = 1;
    marks found = {0};
    for (size_t i = 0; i < text.n; i++) lines += text.s[i] == '\n';
    size_t *starts = ZB_NEW_ARRAY(arena, lines, size_t);
    for (size_t i = 0, line = 1; i < text.n; i++)
        if (text.s[i] == '\n') starts[line++] = i + 1;
    for (size_t i = 0; i < lines; i++) mark_line(arena, &found, text, starts[i], i + 1 < lines ? starts[i + 1] : text.n);
    zb_source *source = ZB_NEW(arena, zb_source);
    *source = (zb_source){zb_str_z(arena, zb_str_of(name)), text, starts, lines, found.data, found.count};
    return source;
}

/* How many marks stand before an offset or at it. */
static size_t marks_up_to(const zb_source *source, size_t offset) {
    size_t low = 0, high = source->mark_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (source->marks[middle].offset <= offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The last mark at or before an offset in the line that begins at `start`; the start itself where there is none. */
static zb_source_mark mark_before(const zb_source *source, size_t start, size_t offset) {
    size_t count = marks_up_to(source, offset);
    return count && source->marks[count - 1].offset >= start ? source->marks[count - 1] : (zb_source_mark){start, 1};
}

zb_loc zb_source_loc(const zb_source *source, size_t offset) {
    if (!source) return ZB_NOWHERE;
    if (offset > source->text.n) offset = source->text.n;
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (source->lines[middle] <= offset) low = middle;
        else high = middle;
    }
    for (int i = 0; i < 3 && offset < source->text.n && (source->text.s[offset] & 0xC0) == 0x80 && offset > source->lines[low]; i++)
        offset--;
    zb_source_mark mark = mark_before(source, source->lines[low], offset);
    size_t before = zb_utf8_count(zb_str_sub(source->text, mark.offset, offset));
    return (zb_loc){source, (uint32_t)low + 1, mark.column + (uint32_t)before};
}

/* The same for a column: the marks of a line stand a stride apart. */
static zb_source_mark mark_of_column(const zb_source *source, size_t start, size_t end, uint32_t column) {
    size_t first = start ? marks_up_to(source, start - 1) : 0, last = marks_up_to(source, end);
    size_t wanted = column ? (column - 1) / ZB_SOURCE_STRIDE : 0;
    if (wanted > last - first) wanted = last - first;
    return wanted ? source->marks[first + wanted - 1] : (zb_source_mark){start, 1};
}

size_t zb_source_offset(zb_loc loc) {
    if (!loc.source || loc.line == 0 || loc.line > loc.source->line_count) return 0;
    size_t start = loc.source->lines[loc.line - 1], end = start + zb_source_line(loc.source, loc.line).n;
    zb_source_mark mark = mark_of_column(loc.source, start, end, loc.column);
    size_t at = mark.offset;
    for (uint32_t column = mark.column; column < loc.column && at < end; column++) zb_utf8_next(loc.source->text, &at);
    return at < end ? at : end;
}

zb_str zb_source_line(const zb_source *source, uint32_t line) {
    if (line == 0 || line > source->line_count) return (zb_str){0};
    size_t start = source->lines[line - 1], end = line < source->line_count ? source->lines[line] - 1 : source->text.n;
    if (end > start && source->text.s[end - 1] == '\r') end--;
    return zb_str_sub(source->text, start, end);
}
