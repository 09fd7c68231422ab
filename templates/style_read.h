/* SPDX-License-Identifier: Apache-2.0
 * style.yaml to a computed style; one property table drives reading, defaults, the reference and the JSON Schema. */
#ifndef ZB_TEMPLATES_STYLE_READ_H
#define ZB_TEMPLATES_STYLE_READ_H

#include "model/value.h"
#include "templates/style.h"

/* A named class for [text]{.name}: overrides of a text style. */
typedef struct zb_class zb_class;

typedef struct zb_style_sheet {
    zb_style style;
    const zb_class *classes;
    size_t class_count;
    const zb_entry *colors; /* the style's named colours; values are scalars */
    size_t color_count;
} zb_style_sheet;

/* The initial style (the house look) with `value` (the mapping of style.yaml, may be NULL) laid over it. Unknown keys
 * [style.unknown] with the nearest name, wrong types [style.value]. Lengths: 10.5pt, 22mm, 1.2em (of the text's own size), 18px,
 * 2lines (of the body pitch). Never NULL. */
const zb_style_sheet *zb_style_read(zb_arena *arena, const zb_value *value, zb_diags *diags);

/* `style` as class `name` changes it. False: no such class ([style.class] was added at loc with the nearest name). */
bool zb_style_class(const zb_style_sheet *sheet, zb_str name, zb_loc loc, zb_diags *diags, zb_text_style *style);

/* A colour by name in the style's `colors`, or in #RRGGBB. False: [style.color] was added. */
bool zb_style_color(const zb_style_sheet *sheet, zb_str text, zb_loc loc, zb_diags *diags, zb_color *out);

/* Reference of all properties as a Markdown table (docs/style.md), and as a JSON Schema. */
void zb_style_reference(zb_buf *out);
void zb_style_schema(zb_buf *out);

#endif
