/* SPDX-License-Identifier: Apache-2.0
 * The fonts of the system and the user, from fontconfig's caches. The set-up is our own, in memory: the machine's rules
 * for substitution, preference and rendering have no say, and nothing is ever matched, only listed. */
#include <fontconfig/fontconfig.h>

#include <string.h>

#include "fonts/catalogue.h"
#include "fonts/fonts.h"

static const char set_up[] =
    "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'urn:fontconfig:fonts.dtd'><fontconfig>"
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><dir prefix='xdg'>fonts</dir><dir>~/.fonts</dir>"
    "<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix='xdg'>fontconfig</cachedir></fontconfig>";

static void close_config(void *config) { FcConfigDestroy(config); }

static const char *text_of(const FcPattern *pattern, const char *object, int n) {
    FcChar8 *text = NULL;
    return FcPatternGetString(pattern, object, n, &text) == FcResultMatch ? (const char *)text : NULL;
}

static int number_of(const FcPattern *pattern, const char *object, int otherwise) {
    double value = otherwise;
    return FcPatternGetDouble(pattern, object, 0, &value) == FcResultMatch ? (int)(value + 0.5) : otherwise;
}

static bool flag_of(const FcPattern *pattern, const char *object) {
    FcBool value = FcFalse;
    return FcPatternGetBool(pattern, object, 0, &value) == FcResultMatch && value == FcTrue;
}

/* Cairo embeds neither variable nor colour fonts as text, and a bitmap has no outlines. */
static const char *why_unusable(const FcPattern *pattern) {
    const char *format = text_of(pattern, FC_FONTFORMAT, 0);
    if (flag_of(pattern, FC_VARIABLE)) return "a variable font";
    if (flag_of(pattern, FC_COLOR)) return "a colour font";
    if (!flag_of(pattern, FC_OUTLINE)) return "a bitmap font";
    if (!format || (strcmp(format, "TrueType") && strcmp(format, "CFF")))
        return "neither a TrueType nor an OpenType font";
    return NULL;
}

static bool describe(const FcPattern *pattern, zb_installed *face) {
    *face = (zb_installed){.file = text_of(pattern, FC_FILE, 0), .style = text_of(pattern, FC_STYLE, 0)};
    int index = 0, slant = FC_SLANT_ROMAN;
    FcPatternGetInteger(pattern, FC_INDEX, 0, &index);
    FcPatternGetInteger(pattern, FC_SLANT, 0, &slant);
    if (!face->file || index >> 16) return false; /* named instances of variable fonts repeat the file */
    for (int i = 0; i < ZB_FONT_NAMES_MAX; i++)
        if (!(face->families[i] = text_of(pattern, FC_FAMILY, i))) break;
    double weight = FC_WEIGHT_REGULAR;
    FcPatternGetDouble(pattern, FC_WEIGHT, 0, &weight);
    face->index = (unsigned)index;
    face->weight = (int)(FcWeightToOpenTypeDouble(weight) + 0.5);
    face->width = number_of(pattern, FC_WIDTH, FC_WIDTH_NORMAL);
    face->slant = slant != FC_SLANT_ROMAN;
    face->unusable = why_unusable(pattern);
    return face->families[0] != NULL;
}

void zb_installed_on_system(zb_arena *arena, zb_installed_list *list) {
    FcConfig *config = FcConfigCreate();
    if (!config) return;
    zb_defer(arena, close_config, config);
    FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)set_up, FcFalse);
    FcConfigBuildFonts(config);
    const FcFontSet *set = FcConfigGetFonts(config, FcSetSystem);
    for (int i = 0; set && i < set->nfont; i++) {
        zb_installed face;
        if (describe(set->fonts[i], &face)) ZB_PUSH(arena, list, face);
    }
}

void zb_fonts_finish(void) { FcFini(); }
