/* SPDX-License-Identifier: Apache-2.0
 * Which face shows which characters of a paragraph. Private to fonts/. */
#ifndef ZB_FONTS_SEGMENT_H
#define ZB_FONTS_SEGMENT_H

#include "fonts/face.h"

/* A stretch of one segment that one face shows. */
typedef struct zb_span {
    size_t start, end; /* bytes of the paragraph */
    zb_face *face;
    size_t segment;
    bool narrow; /* a mark that Chinese shares with Latin, standing in Latin text: its proportional form is wanted */
} zb_span;

typedef ZB_VEC(zb_span) zb_spans;

/* Divides the paragraph into spans, grapheme by grapheme; `graphemes` as in zb_shaped. What no face has stays in the
 * role's first face. False when there is no face at all. */
bool zb_spans_assign(zb_arena *arena, zb_fonts *fonts, zb_str text, const uint8_t *graphemes,
                     const zb_segment *segments, size_t count, zb_diags *diags, zb_spans *out);

#define ZB_MISSING_MAX 64 /* missing characters named for one paragraph */

typedef struct zb_missing {
    uint32_t codes[ZB_MISSING_MAX];
    size_t count;
} zb_missing;

/* Adds the error [font.glyph] for a character of the cluster at byte `at` of the paragraph `text` that could not be
 * shaped; once for each character in `diags`, at its first place. */
void zb_missing_report(zb_missing *missing, uint32_t code, zb_str text, size_t at, const zb_segment *segment,
                       const zb_face *face, zb_diags *diags);
/* Where byte `at` of a segment was written: exact where its source spells the segment as it is but for white space,
 * quotes and backslashes; else the segment's place. */
zb_loc zb_segment_loc(const zb_segment *segment, zb_str text, size_t at);

#endif
