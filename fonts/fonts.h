/* SPDX-License-Identifier: Apache-2.0
 * Characters to glyph runs. Faces are found in a private fontconfig set-up that holds only the families that a style
 * names, and are assigned per segment here, never silently by a library. */
#ifndef ZB_FONTS_FONTS_H
#define ZB_FONTS_FONTS_H

#include "base/diag.h"
#include "base/role.h"
#include "fonts/run.h"

typedef struct zb_fonts zb_fonts;

/* Opens the faces of all roles. A family that is not installed is an error [font.missing] that names the family, role
 * and the nearest installed one; later shaping then uses the faces there are. Closed with the arena. NULL only when no
 * face at all was found. */
zb_fonts *zb_fonts_open(zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT], zb_diags *diags);

/* Folders of font files that the user named. */
typedef struct zb_font_folders {
    const char *const *paths;
    size_t count;
} zb_font_folders;

/* The same where `folders` are searched first, in their order; then come those of ZHOUBAO_FONT_PATH and the system's. One that is not
 * there is an error [font.path]. */
zb_fonts *zb_fonts_open_in(zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT], zb_font_folders folders, zb_diags *diags);

/* Whether a font that was asked for could not be used: whoever keeps fonts for later runs opens them anew then, so that a fault that has
 * passed, or a file that was mended, is seen. */
bool zb_fonts_faulty(const zb_fonts *fonts);

/* Releases what the font libraries keep for the whole process. Last of all, after every arena with fonts was closed. */
void zb_fonts_finish(void);

/* What is shaped in what way. */
typedef struct zb_shape_style {
    zb_role role;
    int weight; /* CSS weight; the nearest installed one is taken */
    zb_length size;
    const char *lang; /* BCP 47, NULL: zh-CN */
    bool verbatim;    /* no ligatures (code, URLs) */
} zb_shape_style;

/* A stretch of a paragraph in one style. */
typedef struct zb_segment {
    size_t start, end; /* bytes of the paragraph */
    zb_shape_style style;
    zb_loc loc; /* for diagnostics: where byte `start` came from */
} zb_segment;

/* Break opportunity before a byte of the paragraph (UAX #14, untailored). */
enum { ZB_BREAK_NO = 0, ZB_BREAK_ALLOWED = 1, ZB_BREAK_MANDATORY = 2 };

/* The shaped paragraph: runs in logical order of their first byte. */
typedef struct zb_shaped {
    zb_str text;
    const zb_run *runs;     /* in logical order */
    const size_t *segments; /* index of each run's segment */
    size_t run_count;
    const uint8_t *breaks;    /* text.n + 1 entries; a value at each character's first byte */
    const uint8_t *graphemes; /* text.n + 1 entries: 1 where a grapheme cluster begins */
} zb_shaped;

/* Shapes a paragraph (pango_itemize + pango_shape_item). Segments cover the text in order without gaps. Chinese quotes,
 * dashes and ellipses come from the CJK face of the role, Latin letters and digits from the role's first family. A
 * character that no face of the role has is an error [font.glyph] that names the character (U+XXXX), the fonts tried
 * and the place. In the arena. */
const zb_shaped *zb_shape(zb_arena *arena, zb_fonts *fonts, zb_str text, const zb_segment *segments, size_t count,
                          zb_diags *diags);

/* One line of plain text in one style, for labels: runs in visual order, never broken, 1/4 em between Han and Latin. */
const zb_run *zb_shape_line(zb_arena *arena, zb_fonts *fonts, zb_str text, const zb_shape_style *style, zb_loc loc,
                            zb_diags *diags, size_t *run_count);
/* Advance of such a line. */
zb_length zb_line_width(zb_fonts *fonts, zb_str text, const zb_shape_style *style, zb_diags *diags);

/* The faces there are, one line each: role, weight, family, style, file, index, for keys of what was made with them. */
void zb_fonts_dump(const zb_fonts *fonts, zb_buf *out);

#endif
