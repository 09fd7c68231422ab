/* SPDX-License-Identifier: Apache-2.0
 * What texts and tables say where there is only plain text: in titles, alternative texts and descriptions. */
#ifndef ZB_CLI_TABLE_TEXT_H
#define ZB_CLI_TABLE_TEXT_H

#include "templates/document.h"

/* Whether the program's own words are Chinese in a document of this language (BCP 47; empty: nobody said); else they are English. */
bool zb_speaks_chinese(zb_str lang);

/* Appends the text without line breaks and footnote marks; pictures say their alternative text. */
void zb_text_add_plain(zb_buf *out, zb_text text);
/* The same in the arena. */
zb_str zb_text_to_plain(zb_arena *arena, zb_text text);

/* A table in one or two sentences: label, caption, columns, number of rows. In the arena. */
zb_str zb_table_summary(zb_arena *arena, const zb_node *table, zb_str lang);
/* The same, then the rows, a line each with tabs between the cells. After some 4,000 bytes the rest is only counted. In the arena. */
zb_str zb_table_description(zb_arena *arena, const zb_node *table, zb_str lang);

#endif
