/* SPDX-License-Identifier: Apache-2.0
 * What {{{x}}} may bring: emphasis, links and lists. A value's Markdown is parsed by itself and written anew, with marks for what is
 * allowed and everything else as literal text, so that nothing in a value can become markup with the help of what stands around it in the
 * template. */
#ifndef ZB_TEMPLATES_MARKUP_H
#define ZB_TEMPLATES_MARKUP_H

#include "model/value.h"
#include "model/yaml.h"

typedef enum zb_markup_kind {
    ZB_MARKUP_MARK,  /* markup that was allowed, and line ends */
    ZB_MARKUP_PLAIN, /* text of ordinary letters: it can stand in Markdown as it is */
    ZB_MARKUP_HELD,  /* text that must be kept from the parser: a placeholder stands for it */
} zb_markup_kind;

typedef struct zb_markup_part {
    zb_markup_kind kind;
    zb_str text;
    size_t at; /* the byte of the value's text that it comes from */
} zb_markup_part;

typedef struct zb_markup {
    ZB_VEC(zb_markup_part) parts;
    bool blocks; /* it is more than one paragraph */
} zb_markup;

/* Whether text is letters and such only, wherever in Markdown it stands. */
bool zb_markup_is_plain(zb_str text);
/* Reads a value's text; `locate` gives the place of its bytes. False: it holds more than data may bring ([markup.refused], [link.scheme])
 * or goes beyond a limit of Markdown; errors were added. `tag` is how the template names the value, for the hint. */
bool zb_markup_read(zb_arena *arena, zb_str text, zb_str tag, zb_locate locate, const void *context, zb_markup *out, zb_diags *diags);

#endif
