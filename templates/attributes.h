/* SPDX-License-Identifier: Apache-2.0
 * Attributes in braces, as pandoc writes them: {#id .class key=value key="several words"}. */
#ifndef ZB_TEMPLATES_ATTRIBUTES_H
#define ZB_TEMPLATES_ATTRIBUTES_H

#include "templates/pieces.h"

#define ZB_ATTRIBUTES_MAX 16

typedef struct zb_attribute {
    zb_str key; /* "#": an id, ".": a class; else a key */
    zb_str value;
} zb_attribute;

typedef struct zb_attributes {
    zb_attribute items[ZB_ATTRIBUTES_MAX];
    size_t count;
} zb_attributes;

/* Reads attributes that `text` begins with; returns their bytes with the braces, or 0 where it begins with something
 * else. */
size_t zb_attributes_read(zb_str text, zb_attributes *out);

/* Applies spans `[text]{.class lang=en}` among the pieces: the brackets and attributes go, the pieces between take the
 * look. */
void zb_attributes_spans(const zb_reader *reader, zb_pieces *pieces);
/* Applies `{#id width=60%}` behind images. */
void zb_attributes_images(const zb_reader *reader, zb_pieces *pieces);
/* Takes `{#id}` off the end of the last piece: for captions. `what` names the thing in messages. Empty: no id. */
zb_str zb_attributes_id(const zb_reader *reader, zb_pieces *pieces, const char *what);

typedef struct zb_heading_attributes {
    zb_str id;        /* empty: none */
    const char *lang; /* of the section; NULL: none given */
} zb_heading_attributes;

/* Takes `{#id .class lang=en}` off the end of a heading's last piece; the pieces take classes and language. */
zb_heading_attributes zb_attributes_heading(const zb_reader *reader, zb_pieces *pieces);

/* A share of the measure: "60%" gives 0.6. False: no percentage above 0 and up to 100. */
bool zb_share_read(zb_str text, double *out);

#endif
