/* SPDX-License-Identifier: Apache-2.0
 * The environment without what libraries read there behind our back. Some of it changes the bytes of an output (CAIRO_DEBUG_PDF), some is
 * answered on standard output, where an output may go (FC_DEBUG), some ends the program (G_DEBUG), some lets it load code (GCONV_PATH).
 * The same input gives the same bytes, so none of it is let through. HOME and XDG_DATA_HOME stay: they say where the user's fonts are,
 * which are installed fonts like others. */
#include "cli/environment.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

/* Names that begin like this are taken out. */
static const char *const prefixes[] = {
    "CAIRO_",      /* cairo: debugging of its PDF, PostScript and traps */
    "PANGO",       /* Pango: language, back end, rc file */
    "FC_",         /* fontconfig: debugging, language */
    "FONTCONFIG_", /* fontconfig: its set-up and root folder, which are our own */
    "FREETYPE_",   /* FreeType: hinting, drivers */
    "FT2_",        /* FreeType: tracing */
    "HB_",         /* HarfBuzz: shapers, options */
    "G_",          /* GLib: fatal warnings, messages, slices */
    "GLIB_",
    "GOBJECT_",
    "JSIMD_",      /* libjpeg-turbo: instructions */
    "TJ_",         /* TurboJPEG */
    "JPEG",        /* libjpeg: JPEGMEM, JPEGVERBOSE */
    "PIXMAN_",     /* pixman: instructions */
    "SQLITE_",     /* SQLite: folders */
    "WEBP_",
};

/* Names that are taken out. */
static const char *const names[] = {"LANGUAGE", "LANG", "LC_ALL",     "LC_CTYPE",    "LC_MESSAGES", "LC_NUMERIC",
                                    "TZ",       "GCONV_PATH", "GETCONF_DIR", "LOCPATH",     "NLSPATH"};

static bool is_unwanted(const char *variable, size_t length) {
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (!strncmp(variable, prefixes[i], strlen(prefixes[i]))) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && !strncmp(variable, names[i], length)) return true;
    return false;
}

void zb_environment_clear(void) {
    /* Taking one out moves the others up. */
    for (char **at = environ; at && *at;) {
        size_t length = strcspn(*at, "=");
        char *name = length && is_unwanted(*at, length) ? strndup(*at, length) : NULL;
        if (!name || unsetenv(name)) at++;
        free(name);
    }
}

zb_language zb_environment_language(int argc, char **argv) {
    const char *word = NULL;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (!strncmp(argv[i], "--lang=", 7)) word = argv[i] + 7;
        else if (!strcmp(argv[i], "--lang") && argv[i + 1]) word = argv[++i];
    }
    if (word && *word) return zb_language_wanted(word, NULL, NULL, NULL);
    return zb_language_wanted(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"), getenv("LANGUAGE"));
}
