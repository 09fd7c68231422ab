/* SPDX-License-Identifier: Apache-2.0
 * The walking place finder of the readers. */
#include "model/cursor.h"

#include "base/utf8.h"

static zb_loc jump(zb_cursor *cursor, size_t offset) {
    zb_loc loc = zb_source_loc(cursor->source, offset);
    *cursor = (zb_cursor){cursor->source, offset, loc.line, loc.column};
    return loc;
}

zb_loc zb_cursor_loc(zb_cursor *cursor, size_t offset) {
    const zb_source *source = cursor->source;
    if (offset > source->text.n) offset = source->text.n;
    if (cursor->line == 0 || offset < source->lines[cursor->line - 1]) return jump(cursor, offset);
    bool same_line = cursor->line >= source->line_count || offset < source->lines[cursor->line];
    if (!same_line) return jump(cursor, offset);
    if (offset < cursor->offset) cursor->column -= (uint32_t)zb_utf8_count(zb_str_sub(source->text, offset, cursor->offset));
    else cursor->column += (uint32_t)zb_utf8_count(zb_str_sub(source->text, cursor->offset, offset));
    cursor->offset = offset;
    return (zb_loc){source, cursor->line, cursor->column};
}
