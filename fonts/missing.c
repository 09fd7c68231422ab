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

void zb_missing_report(zb_missing *missing, uint32_t code, const zb_segment *segment, const zb_face *face,
                       zb_diags *diags) {
    if (seen(missing, code)) return;
    char start[16], shown[5] = "";
    snprintf(start, sizeof start, "U+%04X ", (unsigned)code);
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *old = zb_diags_at(diags, i);
        if (!strcmp(old->code, "font.glyph") && !strncmp(old->message, start, strlen(start))) return;
    }
    shown[zb_utf8_encode(code, shown)] = '\0';
    zb_diag_add(diags, ZB_ERROR, "font.glyph", segment->loc,
                "%s'%s' is in none of the style's fonts (role %s, %s asked first)", start, shown,
                zb_role_names[segment->style.role], face->family);
    zb_diag_hint(diags,
                 "write something else, or add a font family that has it to the fonts of this role in the style");
}
