/* SPDX-License-Identifier: Apache-2.0
 * Which line is out of place where the parser gave up: used by the explanations of syntax problems alone. */
#ifndef ZB_MODEL_YAML_BLAME_H
#define ZB_MODEL_YAML_BLAME_H

#include "base/str.h"

typedef enum zb_yaml_slip { ZB_YAML_INDENT, ZB_YAML_DASH, ZB_YAML_COLON, ZB_YAML_BRACKET } zb_yaml_slip;

typedef struct zb_yaml_blame {
    zb_yaml_slip slip;
    size_t offset;         /* of the line's first character; COLON: of the colon; BRACKET: of the one that is open */
    size_t indent, wanted; /* INDENT: the spaces that there are and should be */
} zb_yaml_blame;

/* Looks for the one line near `offset`, where the parser stopped, that with other spaces before it, a '- ', another colon or a closing
 * bracket makes the text around it well-formed. False: there is none, or the text around is too long to try. */
bool zb_yaml_find_blame(zb_str text, size_t offset, zb_yaml_blame *out);

#endif
