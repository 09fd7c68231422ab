/* SPDX-License-Identifier: Apache-2.0
 * What the parts of the SVG backend share: the file being written, its colours in light and dark, its shapes and its
 * text. Private to render/. */
#ifndef ZB_RENDER_SVG_PARTS_H
#define ZB_RENDER_SVG_PARTS_H

#include "base/diag.h"
#include "render/picture.h"
#include "render/render.h"
#include "render/svg_glyphs.h"

/* Decimals of places in points: 1/100 pt is below what can be seen. */
#define ZB_SVG_DECIMALS 2
/* Stands for the prefix of all ids, which is a hash of the finished file. No XML text can hold this character. */
#define ZB_SVG_PREFIX_MARK '\1'
#define ZB_SVG_PREFIX "\1\1\1\1\1\1\1\1\1"

/* Where the list being written has its origin, in 1/1024 pt. */
typedef struct zb_svg_place {
    int64_t x, y;
    int depth;
} zb_svg_place;

/* A colour, and what it becomes where readers prefer a dark ground. */
typedef struct zb_svg_color {
    zb_color light, dark;
} zb_svg_color;

/* A rule of the style sheet. The first dark colour of a light one is set for every element with the light one; any
 * other by a class. */
typedef struct zb_svg_rule {
    bool stroke;
    bool by_class;
    zb_svg_color color;
} zb_svg_rule;

/* How text looks; what most of it shares is said once, round everything. */
typedef struct zb_svg_look {
    const zb_face *face;
    zb_length size;
    zb_svg_color color;
    size_t uses;
} zb_svg_look;

typedef struct zb_svg {
    zb_arena *arena;
    zb_diags *diags;
    zb_buf *out;
    zb_svg_glyphs *glyphs; /* NULL: text is written as text */
    zb_svg_look look;      /* of most text; uses 0: there is no text */
    bool switches;         /* there are dark colours */
    ZB_VEC(zb_svg_rule) rules;
    zb_pictures pictures;
    int artifact, links; /* links: <a> elements open, at most 1 */
    bool any_link, any_href, failed;
} zb_svg;

/* A list being written together with the same list in dark colours (NULL: there is none). */
typedef struct zb_svg_list {
    const zb_item *items, *dark;
    size_t count;
} zb_svg_list;

/* The colours of item `index`. */
zb_svg_color zb_svg_color_of(const zb_svg_list *list, size_t index);
bool zb_svg_color_equal(zb_svg_color a, zb_svg_color b);
/* Whether two lists differ in nothing but colours; compares forms, not places. */
bool zb_svg_same_form(const zb_display_list *light, const zb_display_list *dark, int depth);

/* fill="#..." or stroke="#...", its opacity, and the class that switches it where there has to be one. */
void zb_svg_write_paint(zb_svg *svg, const char *what, zb_svg_color color);
/* The style sheet that switches colours; nothing when none is switched. */
void zb_svg_write_style(const zb_svg *svg, zb_buf *out);

/* name="length" in points. */
void zb_svg_write_length(zb_buf *out, const char *name, int64_t length);
/* The path of a fill. */
void zb_svg_write_fill(zb_svg *svg, const zb_svg_list *list, size_t index, zb_svg_place o);
/* Stroke `index` and those directly behind it that can be one path with it; gives how many they are. */
size_t zb_svg_write_strokes(zb_svg *svg, const zb_svg_list *list, size_t index, zb_svg_place o);

/* Finds the look that most text of the list and of the lists in it has. */
void zb_svg_find_look(zb_svg *svg, const zb_display_list *page, const zb_display_list *dark);
/* The group round everything that carries that look; not written when there is no text. */
void zb_svg_begin_text(zb_svg *svg);
void zb_svg_end_text(zb_svg *svg);
/* Run `index` and those directly behind it that belong to the same line of text; gives how many they are. */
size_t zb_svg_write_text(zb_svg *svg, const zb_svg_list *list, size_t index, zb_svg_place o);

#endif
