/* SPDX-License-Identifier: Apache-2.0
 * The language of messages. They are written in English in the sources and looked up in a catalogue (po/), which is compiled into the
 * program: no file and no locale of the system is needed to speak to somebody. Nothing but messages comes through here; no output does. */
#ifndef ZB_BASE_LANGUAGE_H
#define ZB_BASE_LANGUAGE_H

#include <stdio.h>

#include "base/locale.h"
#include "base/str.h"

/* Marks a message of one word, or one that no function of those below gets directly, for po/messages.py. */
#define N_(text) text

/* Sets the language of all messages of the process. Called once, before anything is said and before there is a thread. */
void zb_language_set(zb_language language);
/* That language; English before it is set. */
zb_language zb_language_now(void);

/* A message in the language of the process, or in another; itself where the catalogue does not know it. Safe in signal handlers. */
const char *zb_tr(const char *message) __attribute__((format_arg(1)));
const char *zb_tr_in(zb_language language, const char *message) __attribute__((format_arg(2)));

/* Formats a message in the language of the process, as printf does; the format is looked up, and so is each argument of a %s that
 * stands without quotes, as the second in "'%s' is %s, not a file": a phrase of ours, the system's or a library's.
 * A translation may take arguments in another order, as in "%2$s". The text is in the arena, at the end of the buffer, or in the file. */
zb_str zb_say(zb_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void zb_say_to(zb_buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void zb_say_file(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same with a list of arguments, which is as before afterwards, in any language. */
zb_str zb_vsay_str(zb_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void zb_vsay(zb_buf *out, zb_language language, const char *format, va_list args) __attribute__((format(printf, 3, 0)));

#endif
