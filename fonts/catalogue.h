/* SPDX-License-Identifier: Apache-2.0
 * Which fonts there are: those in the folders that the user named first (--font-path, ZHOUBAO_FONT_PATH), then those that fontconfig
 * knows. Private to fonts/. */
#ifndef ZB_FONTS_CATALOGUE_H
#define ZB_FONTS_CATALOGUE_H

#include "base/diag.h"
#include "fonts/font_file.h"
#include "fonts/fonts.h"

#define ZB_FONT_NAMES_MAX 16 /* family names of one face, in all languages */

/* One face of a font file as its own tables describe it. */
typedef struct zb_installed {
    const char *families[ZB_FONT_NAMES_MAX]; /* unused entries are NULL */
    const char *style;                       /* "Bold" */
    const char *file;
    unsigned index;       /* within a collection */
    unsigned folder;      /* how many folders come before its own */
    int weight;           /* CSS: 400 regular */
    int width;            /* percent of normal */
    int slant;            /* 0 upright, 1 slanted */
    const char *unusable; /* NULL, or why it cannot be set: "a variable font" */
} zb_installed;

typedef ZB_VEC(zb_installed) zb_installed_list;

/* A place of fonts that could not be looked at, so that a font in it is not missed in silence. */
typedef struct zb_unseen {
    const char *path, *reason;
} zb_unseen;

/* What a listing found. */
typedef struct zb_listing {
    zb_arena *arena;
    zb_diags *diags;
    zb_installed_list faces;
    unsigned folders; /* looked through before the one at hand */
    zb_unseen denied; /* something that the user may not read; path NULL: nothing */
} zb_listing;

/* Adds the faces of all font files in a folder that --font-path names, in the order of file names. A folder that is not there is an error
 * [font.path], one that cannot be read [font.folder], a file [font.read]. A file that is no font is left out with a warning
 * [font.path]. */
void zb_installed_in_folder(zb_listing *listing, const char *folder);
/* The same for the folders of ZHOUBAO_FONT_PATH, which have colons between them. One that is not there is a warning: the variable holds
 * for all that the user runs. */
void zb_installed_in_folders(zb_listing *listing, const char *path);
/* Adds the faces of one file, from its own tables, but for those that are listed already. False: it is none that can be used; *fault says
 * why. */
bool zb_installed_in_file(zb_listing *listing, const char *path, zb_font_fault *fault);
/* Adds the faces that a private fontconfig set-up finds in the system's and the user's font folders, and those that it should have found:
 * fontconfig passes over what it cannot open without a word. [font.folder], [font.read] or [font.library] where the system failed.
 * Strings live as long as the arena. */
void zb_installed_on_system(zb_listing *listing);

/* Whether the name ends as those of font files do that can be used. */
bool zb_is_font_file(const char *name);

/* Calls `visit` with every font file in the folder and in those below it. False: the system failed, and [font.folder] was added. What
 * is not there is passed over; what the user may not read goes to `listing->denied`. */
typedef void (*zb_font_visitor)(zb_listing *listing, void *context, const char *path);
bool zb_font_folder_walk(zb_listing *listing, const char *folder, zb_font_visitor visit, void *context);

typedef struct zb_catalogue zb_catalogue;

/* Reads `folders` and ZHOUBAO_FONT_PATH; the system's fonts are looked up when first needed. Never NULL. */
zb_catalogue *zb_catalogue_new(zb_arena *arena, zb_font_folders folders, zb_diags *diags);

/* The usable faces of a family (upright and of normal width where there are such), ordered by weight, one for each; the
 * name is compared without regard to case. NULL: an error [font.missing] or [font.format] was added, or [font.folder] where it may lie
 * in what cannot be read. */
const zb_installed *const *zb_catalogue_family(zb_catalogue *catalogue, const char *family, const char *role,
                                               zb_loc loc, zb_diags *diags, size_t *count);

#endif
