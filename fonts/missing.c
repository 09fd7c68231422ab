/* SPDX-License-Identifier: Apache-2.0
 * Saying which characters no font has: never drawn as boxes in silence. */
#include <string.h>

#include "base/utf8.h"
#include "fonts/segment.h"

static bool seen(zb_missing *missing, uint32_t code) {
    for (size_t i = 0; i < missing->count; i++)
        if (missing->codes[i] == code) return true;
    if (missing->count == ZB_MISSING_MAX) return true;
    missing->codes[missing->count++] = code;
    return false;
}

static bool is_blank(uint32_t code) {
    return code == ' ' || code == '\t' || code == '\n' || code == 0x2028 || code == 0x3000;
}

zb_loc zb_segment_loc(const zb_segment *segment, zb_str text, size_t at) {
    const zb_source *source = segment->loc.source;
    if (!source || !segment->loc.line || !segment->loc.column) return segment->loc;
    size_t from = zb_source_offset(segment->loc), first = from;
    for (size_t to = segment->start; from < source->text.n && to <= at;) {
        size_t here = from, there = to;
        uint32_t written = zb_utf8_next(source->text, &from), shown = zb_utf8_next(text, &to);
        if (written == shown && there == at) return zb_source_loc(source, here);
        if (written == shown) continue;
        bool quote = here == first && (written == '"' || written == '\'');
        if (is_blank(written) || written == '\\' || quote) to = there;
        else if (is_blank(shown)) from = here;
        else break;
    }
    return segment->loc;
}

/* Where the character stands in its cluster: clusters begin with another one. */
static size_t find_code(zb_str text, size_t at, uint32_t code) {
    for (size_t next = at; next < text.n;) {
        size_t here = next;
        if (zb_utf8_next(text, &next) == code) return here;
    }
    return at;
}

void zb_missing_report(zb_missing *missing, uint32_t code, zb_str text, size_t at, const zb_segment *segment,
                       const zb_face *face, zb_diags *diags) {
    if (seen(missing, code)) return;
    char start[16], shown[5] = "";
    snprintf(start, sizeof start, "U+%04X ", (unsigned)code);
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *old = zb_diags_at(diags, i);
        if (!strcmp(old->code, "font.glyph") && !strncmp(old->message, start, strlen(start))) return;
    }
    shown[zb_utf8_encode(code, shown)] = '\0';
    zb_loc loc = zb_segment_loc(segment, text, find_code(zb_str_sub(text, 0, segment->end), at, code));
    zb_diag_add(diags, ZB_ERROR, "font.glyph", loc,
                "%s'%s' is in none of the style's fonts (role %s, %s asked first)", start, shown,
                zb_role_names[segment->style.role], face->family);
    zb_diag_hint(diags,
                 "write something else, or add a font family that has it to the fonts of this role in the style");
}
