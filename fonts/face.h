/* SPDX-License-Identifier: Apache-2.0
 * Faces, and which of them serve a role. Private to fonts/. */
#ifndef ZB_FONTS_FACE_H
#define ZB_FONTS_FACE_H

#include <hb.h>
#include <pango/pango.h>

#include "fonts/catalogue.h"
#include "fonts/font_file.h"
#include "fonts/fonts.h"

typedef struct zb_face_size {
    zb_length size;
    PangoFont *font;
} zb_face_size;

typedef struct zb_face_subset {
    uint32_t *used, *packed; /* used NULL: the whole face; packed NULL: ids are kept */
    size_t count;
    struct _cairo_font_face *cairo;
} zb_face_subset;

struct zb_face {
    zb_fonts *owner;
    unsigned number; /* position in owner->faces */
    const char *name, *family, *style, *file;
    unsigned index;
    int weight;
    bool composes;   /* several glyphs have shown one character */
    zb_font_file source;
    zb_font_fault fault; /* why it cannot be used; stays, so that each run that asks is told */
    hb_face_t *hb;       /* NULL until first used */
    hb_font_t *cmap; /* for looking up characters, at no size */
    ZB_VEC(zb_face_size) sizes;
    ZB_VEC(zb_face_subset) subsets;
};

typedef struct zb_family {
    const char *name;
    zb_face **faces; /* by weight */
    size_t count;
} zb_family;

/* The faces that serve a role at a weight, in the order in which they are asked for a character: the role's own
 * families, then those of the other roles. They are loaded when they are asked, so that a font that cannot be read is an error of the
 * texts that need it and of no other. */
typedef struct zb_chain {
    zb_role role;
    int weight;
    zb_face **faces;
    size_t count, own; /* own: how many belong to the role itself */
    size_t han;        /* the first that has Han characters; count when none has. Those before it were asked too */
} zb_chain;

typedef struct zb_width_entry zb_width_entry;

struct zb_fonts {
    zb_arena *arena;
    ZB_VEC(zb_family *) families;
    ZB_VEC(zb_face *) faces;
    const zb_family *roles[ZB_ROLE_COUNT][ZB_FAMILIES_MAX];
    ZB_VEC(zb_chain *) chains;
    PangoFontMap *map;
    PangoContext *context;
    zb_width_entry *widths;
    bool faulty; /* some face cannot be used, or could not be cut */
};

extern const char *const zb_role_names[ZB_ROLE_COUNT];

/* The faces for a role and weight; made when first asked for. What is wrong with those that had to be asked meanwhile is said each time. */
const zb_chain *zb_chain_for(zb_fonts *fonts, zb_role role, int weight, zb_diags *diags);

/* Whether the face is of one of the families that the style names for the role. */
bool zb_role_owns(const zb_fonts *fonts, zb_role role, const zb_face *face);

/* Opens the face's file when it is first needed. False: it cannot be used, and why was added: [font.file] or [font.read], to the findings
 * of each run that asks. */
bool zb_face_load(zb_face *face, zb_diags *diags);
/* Keeps why a face cannot be used; adds it to the findings. */
void zb_face_spoil(zb_face *face, zb_font_fault fault, zb_diags *diags);
/* Adds why the face cannot be used; false where nothing speaks against it. */
bool zb_face_report(const zb_face *face, zb_diags *diags);

/* Whether a loaded face can show a character by itself, by its decomposition, or as something invisible. */
bool zb_face_has(const zb_face *face, uint32_t code);
/* Format characters, variation selectors and line separators: they draw nothing, so every face has them. */
bool zb_is_invisible(uint32_t code);
/* Whether the face has a glyph for exactly this character. */
bool zb_face_maps(const zb_face *face, uint32_t code);

/* The Pango view of the fonts: a font map whose font "7" is face number 7. One reference is the caller's. */
PangoFontMap *zb_pango_map_new(zb_fonts *fonts);
/* The face at a size as a Pango font. Borrowed; one per size. */
PangoFont *zb_face_pango(zb_face *face, zb_length size);
/* The face that such a font stands for. */
zb_face *zb_pango_face(PangoFont *font);

/* The face cut down to the glyphs `used`. Glyph ids are kept, or, where `packed` is not NULL, closed up: packed[i] is
 * then the new id of used[i]. NULL when HarfBuzz failed. The caller destroys the blob. */
hb_blob_t *zb_face_cut(const zb_face *face, const uint32_t *used, size_t count, uint32_t *packed);

/* Releases what zb_face_cairo made. */
void zb_face_cairo_close(zb_face *face);

#endif
