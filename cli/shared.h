/* SPDX-License-Identifier: Apache-2.0
 * What the layouts of one process share, within a run and from one run to the next: open fonts and hyphenation dictionaries. */
#ifndef ZB_CLI_SHARED_H
#define ZB_CLI_SHARED_H

#include "layout/layout.h"

typedef struct zb_shared zb_shared;

/* Closed with the arena; whatever was laid out with it must be gone by then. Fonts are looked for in `folders` first. */
zb_shared *zb_shared_open(zb_arena *arena, zb_font_folders folders);

/* The fonts for these roles: a set that is open already, or one that is opened now and kept. A set with anything wrong is not kept, so
 * that each run that asks for it is told: such a one is opened in `arena`. Nor is a set handed out of which a font proved unusable later.
 * NULL: no face at all was found. */
zb_fonts *zb_shared_fonts(zb_shared *shared, zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT], zb_diags *diags);

/* What zb_layout needs beside the fonts. */
zb_layout_tools zb_shared_tools(const zb_shared *shared, zb_fonts *fonts);

#endif
