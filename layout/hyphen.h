/* SPDX-License-Identifier: Apache-2.0
 * Where words of alphabetic languages may be divided, after the patterns of an installed dictionary. Private to layout/. */
#ifndef ZB_LAYOUT_HYPHEN_H
#define ZB_LAYOUT_HYPHEN_H

#include "layout/layout.h"

/* Longest word that is looked up. */
#define ZB_WORD_MAX 64

typedef struct zb_hyphens zb_hyphens;

/* Hyphenation in one document in language `lang` (BCP 47), after these dictionaries (NULL: the system's, read for this one). */
zb_hyphens *zb_hyphens_new(zb_arena *arena, const char *lang, zb_dictionaries *dictionaries, zb_diags *diags);

/* The document's language. */
const char *zb_hyphens_language(const zb_hyphens *hyphens);

/* Whether there are patterns for such a language at all: only then its words are hyphenated. */
bool zb_hyphens_knows(const char *lang);

/* marks[i] becomes 1 where the word, ASCII letters, may be divided after byte i, else 0. False: no dictionary; that is a warning
 * [layout.hyphenation] at `loc`, once for each language. */
bool zb_hyphens_word(zb_hyphens *hyphens, const char *lang, zb_str word, zb_loc loc, uint8_t marks[ZB_WORD_MAX]);

#endif
