/* SPDX-License-Identifier: Apache-2.0
 * Sources with a line index: places from byte offsets by binary search, and back. */
#include "base/source.h"

#include <string.h>

#include "base/utf8.h"

const zb_source *zb_source_new(zb_arena *arena, const char *name, zb_str text) {
    size_t lines = 1;
    for (size_t i = 0; i < text.n; i++) lines += text.s[i] == '\n';
    size_t *starts = ZB_NEW_ARRAY(arena, lines, size_t);
    for (size_t i = 0, line = 1; i < text.n; i++)
        if (text.s[i] == '\n') starts[line++] = i + 1;
    zb_source *source = ZB_NEW(arena, zb_source);
    *source = (zb_source){zb_str_z(arena, zb_str_of(name)), text, starts, lines};
    return source;
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
    size_t before = zb_utf8_count(zb_str_sub(source->text, source->lines[low], offset));
    return (zb_loc){source, (uint32_t)low + 1, (uint32_t)before + 1};
}

size_t zb_source_offset(zb_loc loc) {
    if (!loc.source || loc.line == 0 || loc.line > loc.source->line_count) return 0;
    zb_str line = zb_source_line(loc.source, loc.line);
    size_t at = 0;
    for (uint32_t column = 1; column < loc.column && at < line.n; column++) zb_utf8_next(line, &at);
    return loc.source->lines[loc.line - 1] + at;
}

zb_str zb_source_line(const zb_source *source, uint32_t line) {
    if (line == 0 || line > source->line_count) return (zb_str){0};
    size_t start = source->lines[line - 1], end = line < source->line_count ? source->lines[line] - 1 : source->text.n;
    if (end > start && source->text.s[end - 1] == '\r') end--;
    return zb_str_sub(source->text, start, end);
}
