/* SPDX-License-Identifier: Apache-2.0
 * Pango's view of our faces. Pango itemizes and shapes; it must not choose fonts, so it gets a font map that knows
 * nothing but the faces by their numbers, and fonts that are HarfBuzz fonts of the same files: no hinting, no rounding,
 * and one unit of Pango is one zb_length. (The registration of the two types is GObject's and is the only static
 * state.) */
#include <hb-ot.h>

#include <stdlib.h>

#include "fonts/face.h"

GType zb_pango_font_get_type(void);
GType zb_pango_map_get_type(void);

typedef struct zb_pango_font {
    PangoFont parent;
    zb_face *face;
    zb_length size;
} zb_pango_font;

typedef struct zb_pango_font_class {
    PangoFontClass parent;
} zb_pango_font_class;

typedef struct zb_pango_map {
    PangoFontMap parent;
    zb_fonts *fonts;
} zb_pango_map;

typedef struct zb_pango_map_class {
    PangoFontMapClass parent;
} zb_pango_map_class;

typedef zb_pango_font_class zb_pango_fontClass;
typedef zb_pango_map_class zb_pango_mapClass;

G_DEFINE_TYPE(zb_pango_font, zb_pango_font, PANGO_TYPE_FONT)
G_DEFINE_TYPE(zb_pango_map, zb_pango_map, PANGO_TYPE_FONT_MAP)

/* Fonts ------------------------------------------------------------------------------------------------------------- */

static zb_pango_font *as_font(PangoFont *font) { return (zb_pango_font *)(void *)font; }

zb_face *zb_pango_face(PangoFont *font) { return as_font(font)->face; }

static PangoFontDescription *font_describe(PangoFont *font) {
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, as_font(font)->face->family);
    pango_font_description_set_absolute_size(description, as_font(font)->size);
    return description;
}

/* Asked for only when Pango looks for a fallback, which it is told not to. */
static PangoCoverage *font_coverage(PangoFont *font, PangoLanguage *language) {
    (void)font, (void)language;
    return pango_coverage_new();
}

/* Asked for only for characters that the face lacks: an em box. */
static void font_extents(PangoFont *font, PangoGlyph glyph, PangoRectangle *ink, PangoRectangle *logical) {
    (void)glyph;
    int em = as_font(font)->size;
    PangoRectangle box = {0, -em, em, em};
    if (ink) *ink = box;
    if (logical) *logical = box;
}

static PangoFontMap *font_map(PangoFont *font) { return as_font(font)->face->owner->map; }

/* Without memory HarfBuzz gives an empty font, which has no glyphs: shaping looks at the fault and says it. */
static hb_font_t *font_harfbuzz(PangoFont *font) {
    zb_face *face = as_font(font)->face;
    hb_font_t *hb = hb_font_create(face->hb);
    if (hb == hb_font_get_empty()) {
        face->fault = (zb_font_fault){ZB_FATAL, "font.read", "HarfBuzz has no memory for it", false};
        face->owner->faulty = true;
    }
    hb_font_set_scale(hb, as_font(font)->size, as_font(font)->size);
    return hb;
}

static void zb_pango_font_class_init(zb_pango_font_class *class) {
    class->parent.describe = font_describe;
    class->parent.describe_absolute = font_describe;
    class->parent.get_coverage = font_coverage;
    class->parent.get_glyph_extents = font_extents;
    class->parent.get_font_map = font_map;
    class->parent.create_hb_font = font_harfbuzz;
}

static void zb_pango_font_init(zb_pango_font *font) { (void)font; }

PangoFont *zb_face_pango(zb_face *face, zb_length size) {
    for (size_t i = face->sizes.count; i-- > 0;)
        if (face->sizes.data[i].size == size) return face->sizes.data[i].font;
    zb_pango_font *font = g_object_new(zb_pango_font_get_type(), NULL);
    font->face = face;
    font->size = size;
    ZB_PUSH(face->owner->arena, &face->sizes, (zb_face_size){size, &font->parent});
    return &font->parent;
}

/* Map --------------------------------------------------------------------------------------------------------------- */

static PangoFont *map_font(PangoFontMap *map, PangoContext *context, const PangoFontDescription *description) {
    (void)context;
    const zb_fonts *fonts = ((zb_pango_map *)(void *)map)->fonts;
    const char *family = pango_font_description_get_family(description);
    size_t number = family ? strtoul(family, NULL, 10) : 0;
    if (number >= fonts->faces.count) number = 0; /* the context's own description, which no text uses */
    return g_object_ref(zb_face_pango(fonts->faces.data[number], pango_font_description_get_size(description)));
}

static PangoFontset *map_fontset(PangoFontMap *map, PangoContext *context, const PangoFontDescription *description,
                                 PangoLanguage *language) {
    PangoFontsetSimple *set = pango_fontset_simple_new(language);
    pango_fontset_simple_append(set, map_font(map, context, description));
    return (PangoFontset *)(void *)set;
}

static void map_families(PangoFontMap *map, PangoFontFamily ***families, int *count) {
    (void)map;
    *families = NULL;
    *count = 0;
}

static guint map_serial(PangoFontMap *map) {
    (void)map;
    return 1;
}

static void zb_pango_map_class_init(zb_pango_map_class *class) {
    class->parent.load_font = map_font;
    class->parent.load_fontset = map_fontset;
    class->parent.list_families = map_families;
    class->parent.get_serial = map_serial;
}

static void zb_pango_map_init(zb_pango_map *map) { (void)map; }

PangoFontMap *zb_pango_map_new(zb_fonts *fonts) {
    zb_pango_map *map = g_object_new(zb_pango_map_get_type(), NULL);
    map->fonts = fonts;
    return &map->parent;
}
