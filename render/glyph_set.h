/* SPDX-License-Identifier: Apache-2.0
 * Which glyphs of which faces are used, and a number kept for each: the PDF backend embeds only these, the SVG backend
 * numbers its outlines. Private to render/. */
#ifndef ZB_RENDER_GLYPH_SET_H
#define ZB_RENDER_GLYPH_SET_H

#include "render/display_list.h"

/* Glyph indices of OpenType are 16 bits; larger ones cannot be drawn and are left out. */
#define ZB_GLYPH_ID_MAX 65535

typedef struct zb_glyph_face {
    const zb_face *face;
    uint32_t *marks;                /* by glyph id; 0: not used */
    size_t room;                    /* entries of marks */
    size_t count;                   /* marks that are not 0 */
    struct _cairo_font_face *cairo; /* filled by zb_glyph_set_close */
} zb_glyph_face;

typedef struct zb_glyph_set {
    zb_arena *arena; /* set before use */
    ZB_VEC(zb_glyph_face) faces;
} zb_glyph_set;

/* The face's entry, made when it is new. Valid until the next new face. */
zb_glyph_face *zb_glyph_set_face(zb_glyph_set *set, const zb_face *face);
/* The mark of a glyph, to be read or set; NULL for ids that cannot be drawn (ZB_GLYPH_NONE). */
uint32_t *zb_glyph_mark(zb_glyph_set *set, zb_glyph_face *entry, uint32_t id);
/* Marks every glyph of the list and of the lists in it. */
void zb_glyph_set_add_list(zb_glyph_set *set, const zb_display_list *list);
/* Makes a subset face for each entry; from then on a glyph's mark is its id in that face plus 1. False:
 * a face could not be made, and why was added. */
bool zb_glyph_set_close(zb_glyph_set *set, zb_diags *diags);

#endif
