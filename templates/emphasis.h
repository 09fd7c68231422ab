/* SPDX-License-Identifier: Apache-2.0
 * Marks of emphasis that the Markdown parser left in the text although somebody meant them: CommonMark lets none close between
 * punctuation and a letter, and Chinese has no space there. */
#ifndef ZB_TEMPLATES_EMPHASIS_H
#define ZB_TEMPLATES_EMPHASIS_H

#include "model/yaml.h"

#define ZB_EMPHASIS_MARKS 4

/* What was seen of one block so far; begins with zeros. */
typedef struct zb_emphasis {
    struct {
        bool there, blocked, digit;
        size_t at; /* in the source */
    } open[ZB_EMPHASIS_MARKS];
} zb_emphasis;

/* Looks through a text that the parser left as text. It stands in the source at `offset`, perhaps with escapes and entities there.
 * Adds the warning [markdown.emphasis] at each mark that would begin what a later one of the block would end, if one of them did not
 * touch Chinese punctuation; of two stars also at one alone. A star or line by itself, and between figures, is nothing. */
void zb_emphasis_check(zb_emphasis *e, zb_str text, zb_str source, size_t offset, zb_locate locate, const void *context, zb_diags *diags);

#endif
