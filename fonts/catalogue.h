/* SPDX-License-Identifier: Apache-2.0
 * Which fonts there are: those in the folders of ZHOUBAO_FONT_PATH first, then those that fontconfig knows. Private to
 * fonts/. */
#ifndef ZB_FONTS_CATALOGUE_H
#define ZB_FONTS_CATALOGUE_H

#include "base/diag.h"

#define ZB_FONT_NAMES_MAX 16 /* family names of one face, in all languages */

/* One face of a font file as its own tables describe it. */
typedef struct zb_installed {
    const char *families[ZB_FONT_NAMES_MAX]; /* unused entries are NULL */
    const char *style;                       /* "Bold" */
    const char *file;
    unsigned index;       /* within a collection */
    int weight;           /* CSS: 400 regular */
    int width;            /* percent of normal */
    int slant;            /* 0 upright, 1 slanted */
    const char *unusable; /* NULL, or why it cannot be set: "a variable font" */
} zb_installed;

typedef ZB_VEC(zb_installed) zb_installed_list;

/* Adds the faces of all font files in the folders of a colon-separated list, in the order of that list and of file
 * names. A folder that cannot be read is a warning [font.path]. */
void zb_installed_in_folders(zb_arena *arena, const char *path, zb_installed_list *list, zb_diags *diags);
/* Adds the faces that a private fontconfig set-up finds in the system's and the user's font folders. Strings live as
 * long as the arena. */
void zb_installed_on_system(zb_arena *arena, zb_installed_list *list);

typedef struct zb_catalogue zb_catalogue;

/* Reads ZHOUBAO_FONT_PATH; the system's fonts are looked up when first needed. Never NULL. */
zb_catalogue *zb_catalogue_new(zb_arena *arena, zb_diags *diags);

/* The usable faces of a family (upright and of normal width where there are such), ordered by weight, one for each; the
 * name is compared without regard to case. NULL: an error [font.missing] or [font.format] was added. */
const zb_installed *const *zb_catalogue_family(zb_catalogue *catalogue, const char *family, const char *role,
                                               zb_loc loc, zb_diags *diags, size_t *count);

#endif
