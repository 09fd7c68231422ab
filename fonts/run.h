/* SPDX-License-Identifier: Apache-2.0
 * Glyph runs: text already turned into placed glyphs of one face, with the clusters that tie glyphs to characters. */
#ifndef ZB_FONTS_RUN_H
#define ZB_FONTS_RUN_H

#include "base/diag.h"
#include "base/length.h"
#include "base/role.h"
#include "base/str.h"

/* One font file, at no particular size. Lives as long as its zb_fonts. */
typedef struct zb_face zb_face;

typedef struct zb_glyph {
    uint32_t id;    /* glyph index in the face; ZB_GLYPH_NONE: nothing is drawn, the cluster's text stays */
    zb_length x, y; /* offset of the glyph's origin from the pen; y grows downwards */
    zb_length advance;
} zb_glyph;

#define ZB_GLYPH_NONE UINT32_MAX

/* A cluster: bytes of text that map to glyphs as a whole, the smallest thing that can be separated. */
typedef struct zb_cluster {
    uint32_t text_start, text_length;  /* bytes of the run's text */
    uint32_t glyph_start, glyph_count; /* may be 0 glyphs */
    zb_length advance;                 /* sum of its glyphs' advances */
} zb_cluster;

/* Glyphs and clusters stand in visual order (left to right); in a right-to-left run text_start decreases. */
typedef struct zb_run {
    const zb_face *face;
    zb_length size; /* 1 em */
    zb_str text;
    const zb_glyph *glyphs;
    size_t glyph_count;
    const zb_cluster *clusters;
    size_t cluster_count;
    zb_length advance;
    uint8_t bidi_level; /* odd: right to left */
    zb_role role;       /* that the text is set in */
    bool fallback;      /* the face is of none of the role's own families */
    zb_loc loc;         /* where `fallback` begins: the place of its first character, as far as it is known */
} zb_run;

/* "Noto Serif CJK SC Bold", for dumps and messages. */
const char *zb_face_name(const zb_face *face);
/* "Noto Serif CJK SC", and the CSS weight, for files that name the fonts of their text. */
const char *zb_face_family(const zb_face *face);
int zb_face_weight(const zb_face *face);
/* The name that files with the font in them give it; in the arena, empty: it has none. */
const char *zb_face_postscript(zb_arena *arena, const zb_face *face);

/* A cairo face for drawing glyphs of this face. `used` / `count`: sorted, distinct glyph ids; the returned face holds
 * only these (same ids), so that PDF output embeds a small program; count 0: the whole face. Borrowed: owned by the
 * zb_fonts, which keeps the whole face and its last eight cuts. NULL: [font.file], [font.read] or [font.cut] was added. (struct
 * _cairo_font_face is cairo_font_face_t.) */
struct _cairo_font_face *zb_face_cairo(const zb_face *face, const uint32_t *used, size_t count, zb_diags *diags);

/* The same with glyph ids closed up: packed[i] becomes the id that draws glyph used[i] in the returned face. For a Noto
 * CJK face three times as fast as keeping the ids, which needs tables of 65,535 entries. count at least 1. */
struct _cairo_font_face *zb_face_cairo_packed(const zb_face *face, const uint32_t *used, size_t count, uint32_t *packed,
                                              zb_diags *diags);

#endif
