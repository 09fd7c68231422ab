/* SPDX-License-Identifier: Apache-2.0
 * Values of several paragraphs: where in Markdown they have room, and how they stay within the list or quote that they stand in. */
#ifndef ZB_TEMPLATES_PARAGRAPHS_H
#define ZB_TEMPLATES_PARAGRAPHS_H

#include "templates/expand.h"

/* Whether a text, but for what it begins and ends with, has an empty line in it; has a line end in it. */
bool zb_text_has_paragraphs(zb_str text);
bool zb_text_has_lines(zb_str text);
/* Whether it has paragraphs, or a list behind its first line: what must be indented to stay in an item. */
bool zb_text_has_blocks(zb_str text);
/* The text without the white space and line ends that it ends with. */
zb_str zb_text_solid(zb_str text);

/* Its paragraphs, each without the white space around it: how many; 0 for an empty text. */
size_t zb_text_paragraphs(zb_arena *arena, zb_str text, const zb_str **out);

/* What a line of Markdown, in which a value is to stand, makes of one with several lines. */
typedef struct zb_line_place {
    const char *only; /* what it is part of that has room for one paragraph: "a heading"; NULL: nothing such */
    bool single;      /* ... for one line */
    bool contained;   /* marks of lists or quotes stand in the line */
    zb_str prefix;    /* what each further line begins with to stay in the lists and quotes: in the arena */
} zb_line_place;

/* `line` up to where the value stands, and the line above it. */
zb_line_place zb_line_place_of(zb_arena *arena, zb_str line, zb_str above);

/* One paragraph of a value and its place in the data. */
typedef struct zb_paragraph {
    zb_str text;
    zb_loc loc;
} zb_paragraph;

/* Where `text` is one placeholder, white space beside it, and its value has several paragraphs: how many; else 0. */
size_t zb_expansion_paragraphs(zb_arena *arena, const zb_expansion *expansion, zb_str text, const zb_paragraph **out);
/* Adds [markup.refused], once for each tag and value, where `text` begins with a placeholder of a value with several paragraphs. */
void zb_expansion_refuse_paragraphs(zb_arena *arena, const zb_expansion *expansion, zb_str text, zb_diags *diags);

#endif
