/* SPDX-License-Identifier: Apache-2.0
 * Which face set how many characters of which role: what is finally shown is counted, not what was only measured. */
#ifndef ZB_FONTS_USE_H
#define ZB_FONTS_USE_H

#include "fonts/fonts.h"

/* Counts of one run of the program. */
typedef struct zb_font_use zb_font_use;

/* No characters yet. In the arena. */
zb_font_use *zb_font_use_new(zb_arena *arena);

/* Counts the characters of a run that is shown; blanks, format characters and combining marks are none, a hyphen that was added is one.
 * `loc` stands for the place of a run that has none of its own, `page` (from 1; 0: no page) says where it is. */
void zb_font_use_add(zb_font_use *use, const zb_run *run, zb_loc loc, size_t page);

/* How many characters of a role the face has set so far. */
size_t zb_font_use_of(const zb_font_use *use, zb_role role, const zb_face *face);

/* A face that set characters of a role. */
typedef struct zb_font_share {
    zb_role role;
    const zb_face *face;
    size_t count;
    bool fallback; /* the face is of none of the role's own families */
} zb_font_share;

/* All of them, in the order in which they were met; NULL behind the last. */
const zb_font_share *zb_font_use_at(const zb_font_use *use, size_t index);

/* Adds a warning [font.fallback] for each family that set characters of a role without being named for it, at the first place; each is
 * told once, however often this is called. What has no place of its own is told at `home`. `specs` (may be NULL): what the style says. */
void zb_font_use_report(zb_font_use *use, const zb_font_spec *specs, zb_loc home, zb_diags *diags);

/* Appends what serves the roles, one line a face in the order in which they are asked: role, weight, "first", "fallback" (named later in
 * the role's list) or "other" (named for another role only), characters, family, style, file; families that are not there too. `use` NULL:
 * nothing was counted. */
void zb_fonts_list(const zb_fonts *fonts, const zb_font_use *use, zb_buf *out);
/* The same as JSON. */
void zb_fonts_list_json(const zb_fonts *fonts, const zb_font_use *use, zb_buf *out);

#endif
