/* SPDX-License-Identifier: Apache-2.0
 * The property table of styles and the reading of single values, shared by the style files of this folder only. */
#ifndef ZB_TEMPLATES_STYLE_TABLE_H
#define ZB_TEMPLATES_STYLE_TABLE_H

#include "templates/style_read.h"

/* A style while it is read: the result and what it is computed from. */
typedef struct zb_style_draft {
    zb_style style;
    int measure;            /* em of the body; 0: the widest that the margins leave */
    zb_length folio_offset; /* baseline of the folio above the foot of the page */
} zb_style_draft;

typedef enum zb_style_type {
    ZB_STYLE_TEXT, /* a group: the fields of a text style below the property's path */
    ZB_STYLE_LENGTH,
    ZB_STYLE_COLOR,
    ZB_STYLE_ROLE,
    ZB_STYLE_WEIGHT,
    ZB_STYLE_ALIGN,
    ZB_STYLE_BOOL,
    ZB_STYLE_MEASURE,
    ZB_STYLE_FORMAT,
    ZB_STYLE_PAGE,     /* two lengths: width, height */
    ZB_STYLE_FAMILIES, /* zb_font_spec */
    ZB_STYLE_PALETTE,  /* the chart palette and its count */
    ZB_STYLE_TYPE_COUNT
} zb_style_type;

typedef enum zb_style_range {
    ZB_RANGE_NONE,
    ZB_RANGE_PAGE,
    ZB_RANGE_MARGIN,
    ZB_RANGE_SIZE,
    ZB_RANGE_PITCH,
    ZB_RANGE_SPACE,
    ZB_RANGE_TRACKING,
    ZB_RANGE_RULE,
    ZB_RANGE_COUNT
} zb_style_range;

/* Where a field of a text style may be set. */
enum { ZB_STYLE_BLOCK = 1, ZB_STYLE_INLINE = 2, ZB_STYLE_BOTH = 3 };

typedef struct zb_property {
    const char *path; /* "page.margin.top"; fields of a text style: the last part only */
    zb_style_type type;
    zb_style_range range;
    size_t offset; /* in zb_style_draft; fields: in zb_text_style */
    size_t em;     /* offset of the size that em means; TEXT: of the text style that unset fields are inherited from */
    const char *initial; /* as style.yaml would say it; TEXT: "field: value; ..."; NULL (fields): inherited */
    const char *help;
    unsigned use; /* fields: ZB_STYLE_BLOCK, ZB_STYLE_INLINE or both */
} zb_property;

/* All properties in the order of evaluation, and the fields of every text style. */
extern const zb_property zb_style_properties[];
extern const size_t zb_style_property_count;
extern const zb_property zb_style_fields[];
extern const size_t zb_style_field_count;

/* Whether a group of text properties has this field: blocks' ones, but the body's size and pitch have names of their own. */
bool zb_style_field_applies(const zb_property *group, const zb_property *field);

/* Smallest and largest value in points, and both in words. */
typedef struct zb_range_words {
    double least, most;
    const char *words;
} zb_range_words;
extern const zb_range_words zb_style_ranges[ZB_RANGE_COUNT];

/* What a type is called in the reference, what a value must look like in messages, and its JSON Schema. */
typedef struct zb_type_words {
    const char *name, *form, *schema;
} zb_type_words;
extern const zb_type_words zb_style_types[ZB_STYLE_TYPE_COUNT];

/* One value to be read. */
typedef struct zb_setting {
    zb_arena *arena;
    const zb_style_sheet *sheet; /* for named colours */
    const zb_property *property;
    zb_str path; /* the full name, for messages */
    const zb_value *value;
    zb_length em, line; /* what 1em and 1lines are */
    zb_diags *diags;
} zb_setting;

/* Reads the setting's value into `at`. False: an error was added and *at is untouched. */
bool zb_style_set(const zb_setting *setting, void *at);

/* Reads the mapping under `classes` into the sheet. */
void zb_style_classes_read(zb_arena *arena, const zb_value *map, zb_style_sheet *sheet, zb_length line,
                           zb_diags *diags);

#endif
