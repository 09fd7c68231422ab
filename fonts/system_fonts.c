/* SPDX-License-Identifier: Apache-2.0
 * The fonts of the system and the user, from fontconfig's caches. The set-up is our own, in memory: the machine's rules
 * for substitution, preference and rendering have no say, and nothing is ever matched, only listed. The caches are only
 * read: fontconfig would write what it finds, for the whole machine, also when it cannot read a folder and takes it for
 * empty. A folder whose cache is missing or old is looked through by ourselves. */
#include <fontconfig/fontconfig.h>

#include <stdlib.h>
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

static void close_cache(void *cache) { FcDirCacheUnload(cache); }
static void close_set(void *set) { FcFontSetDestroy(set); }

typedef ZB_VEC(const char *) folder_list;

static void add_folder(zb_arena *arena, folder_list *folders, const char *folder) {
    for (size_t i = 0; i < folders->count; i++)
        if (!strcmp(folders->data[i], folder)) return; /* links may lead round */
    ZB_PUSH(arena, folders, zb_str_z(arena, zb_str_of(folder)));
}

/* The faces that a folder's cache lists, where there is one as new as the folder; its folders are added to the list. */
static void list_folder(zb_listing *listing, FcConfig *config, const char *folder, folder_list *folders) {
    FcCache *cache = FcDirCacheLoad((const FcChar8 *)folder, config, NULL);
    if (!cache) return;
    zb_defer(listing->arena, close_cache, cache);
    FcFontSet *set = FcCacheCopySet(cache);
    if (set) zb_defer(listing->arena, close_set, set);
    for (int i = 0; set && i < set->nfont; i++) {
        zb_installed face;
        if (describe(set->fonts[i], &face)) ZB_PUSH(listing->arena, &listing->faces, face);
    }
    for (int i = 0; i < FcCacheNumSubdir(cache); i++) add_folder(listing->arena, folders, (const char *)FcCacheSubdir(cache, i));
}

/* What was missed ------------------------------------------------------------------------------------------------- */

/* The paths of the files of which some face is listed, in order. */
typedef struct listed_files {
    const char **paths;
    size_t count;
} listed_files;

static int compare_paths(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static listed_files list_files(const zb_listing *listing) {
    const zb_installed_list *faces = &listing->faces;
    listed_files files = {ZB_NEW_ARRAY(listing->arena, faces->count, const char *), faces->count};
    for (size_t i = 0; i < faces->count; i++) files.paths[i] = faces->data[i].file;
    if (faces->count) qsort(files.paths, faces->count, sizeof *files.paths, compare_paths);
    return files;
}

static bool is_collection(const char *path) {
    size_t n = strlen(path);
    return n > 4 && (path[n - 1] | 32) == 'c';
}

/* A file that fontconfig has not listed is looked at by ourselves; a collection too where it may have listed only some of the faces. */
static void look_again(zb_listing *listing, void *context, const char *path) {
    const listed_files *files = context;
    bool listed = files->count && bsearch(&path, files->paths, files->count, sizeof path, compare_paths);
    if (listed && !is_collection(path)) return;
    zb_font_fault fault;
    if (zb_installed_in_file(listing, path, &fault) || fault.severity != ZB_FATAL) return;
    if (fault.denied)
        listing->denied = (zb_unseen){zb_str_z(listing->arena, zb_str_of(path)), fault.reason};
    else
        zb_diag_add(listing->diags, ZB_FATAL, "font.read", ZB_NOWHERE, "cannot read the font file '%s': %s", path, fault.reason);
}

/* The folders of the set-up. */
static folder_list folders_of(zb_arena *arena, FcConfig *config) {
    folder_list folders = {0};
    FcStrList *list = FcConfigGetFontDirs(config);
    for (const FcChar8 *folder; list && (folder = FcStrListNext(list));) add_folder(arena, &folders, (const char *)folder);
    if (list) FcStrListDone(list);
    return folders;
}

static void report_failure(zb_listing *listing, const char *what) {
    zb_diag_add(listing->diags, ZB_FATAL, "font.library", ZB_NOWHERE, "fontconfig cannot %s", what);
}

void zb_installed_on_system(zb_listing *listing) {
    FcConfig *config = FcConfigCreate();
    if (!config) {
        report_failure(listing, "start");
        return;
    }
    zb_defer(listing->arena, close_config, config);
    if (!FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)set_up, FcTrue)) {
        report_failure(listing, "read its own set-up");
        return;
    }
    folder_list folders = folders_of(listing->arena, config);
    size_t count = folders.count;
    if (!count) report_failure(listing, "name the font folders");
    for (size_t i = 0; i < folders.count; i++) list_folder(listing, config, folders.data[i], &folders);
    listed_files files = list_files(listing);
    for (size_t i = 0; i < count; i++) zb_font_folder_walk(listing, folders.data[i], look_again, &files);
}

void zb_fonts_finish(void) { FcFini(); }
