/* SPDX-License-Identifier: Apache-2.0
 * Numbers of figures and tables, ids, and the references to them. */
#ifndef ZB_TEMPLATES_NUMBERING_H
#define ZB_TEMPLATES_NUMBERING_H

#include "templates/pieces.h"

/* Notes references while the document is being built. */
zb_numbering *zb_numbering_new(zb_arena *arena);
/* Run `index` of the text under construction refers to an id of the document; zb_numbering_bind tells where the runs
 * ended up. */
void zb_numbering_refer(zb_numbering *numbering, zb_arena *arena, size_t index);
void zb_numbering_bind(zb_numbering *numbering, zb_inline *runs);

/* A block that could not be read is not in the tree: a reference to an id that its text gives is not at fault. */
void zb_numbering_lose(zb_numbering *numbering, zb_arena *arena, zb_str text);

/* Gives figures and tables that have a caption or an id their labels in document order (图 1, 表 1; Figure 1, Table 1),
 * headings without an id one (sec-1), and empty references their text. Errors: [xref.unknown] with the nearest id,
 * [xref.duplicate]. */
void zb_numbering_apply(const zb_reader *reader, zb_node *document);

/* Whether a BCP 47 tag is Chinese; NULL is not. */
bool zb_lang_is_chinese(const char *lang);

#endif
