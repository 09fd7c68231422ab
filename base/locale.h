/* SPDX-License-Identifier: Apache-2.0
 * The languages that the program speaks, and which of them the environment asks for. */
#ifndef ZB_BASE_LOCALE_H
#define ZB_BASE_LOCALE_H

typedef enum zb_language { ZB_ENGLISH, ZB_CHINESE } zb_language;

/* The language that the environment asks for, as gettext has it: `all` (LC_ALL), `messages` (LC_MESSAGES) or `lang` (LANG), and where that
 * is neither empty nor C or POSIX, the first language that we speak in `list` (LANGUAGE). Each may be NULL. */
zb_language zb_language_wanted(const char *all, const char *messages, const char *lang, const char *list);

#endif
