/* SPDX-License-Identifier: Apache-2.0
 * Language tags (BCP 47): whether one is well formed and names a language. */
#ifndef ZB_TEMPLATES_LANGUAGE_H
#define ZB_TEMPLATES_LANGUAGE_H

#include "base/diag.h"

/* Whether `tag` has the shape of RFC 5646 and, where its language has two letters, these are assigned in ISO 639-1. Tags of three
 * letters are taken as they are. */
bool zb_language_valid(zb_str tag);
/* Gives the newest diagnostic, about a tag that is not valid, a hint. */
void zb_language_hint(zb_diags *diags, zb_str tag);

/* The language itself, without script and region, in any case: zb_language_is("zh-Hant", "zh"). NULL is none. */
bool zb_language_is(const char *tag, const char *language);

#endif
