/* SPDX-License-Identifier: Apache-2.0
 * Which language the environment asks for. The executable needs this before anything else is loaded, so nothing else is in this file. No
 * locale of the system is asked: most containers have none but C, and a Chinese reader is one all the same. */
#include "base/locale.h"

#include <stdbool.h>
#include <string.h>

static bool is_language(const char *name, size_t length, const char *language) {
    size_t n = strlen(language);
    return length >= n && !strncmp(name, language, n) && (length == n || strchr("_.@-", name[n]));
}

/* The first of a list with colons between that we speak; English where we speak none. */
static zb_language first_of(const char *list) {
    while (*list) {
        size_t length = strcspn(list, ":");
        if (is_language(list, length, "zh")) return ZB_CHINESE;
        if (is_language(list, length, "en") || is_language(list, length, "C") || is_language(list, length, "POSIX")) return ZB_ENGLISH;
        list += length + (list[length] == ':');
    }
    return ZB_ENGLISH;
}

zb_language zb_language_wanted(const char *all, const char *messages, const char *lang, const char *list) {
    const char *locale = all && *all ? all : messages && *messages ? messages : lang && *lang ? lang : "C";
    if (!strcmp(locale, "C") || !strcmp(locale, "POSIX")) return ZB_ENGLISH;
    return first_of(list && *list ? list : locale);
}
