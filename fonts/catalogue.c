/* SPDX-License-Identifier: Apache-2.0
 * Finding a family among the installed fonts, by its exact name and never by likeness, and saying what to do when it is
 * not there: the nearest installed name and the Debian package that has it. */
#include "fonts/catalogue.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

struct zb_catalogue {
    zb_arena *arena;
    zb_listing folders, system;
    bool system_read;
};

/* Debian packages by the beginning of the family names in them; the first that fits counts. */
static const struct {
    const char *family, *package;
} packages[] = {
    {"Noto Serif CJK", "fonts-noto-cjk"},
    {"Noto Sans CJK", "fonts-noto-cjk"},
    {"Noto Sans Mono CJK", "fonts-noto-cjk"},
    {"Noto Mono", "fonts-noto-mono"},
    {"Noto Sans Mono", "fonts-noto-mono"},
    {"Noto Color Emoji", "fonts-noto-color-emoji"},
    {"Noto ", "fonts-noto-core"},
    {"LXGW WenKai", "fonts-lxgw-wenkai"},
    {"霞鹜文楷", "fonts-lxgw-wenkai"},
    {"WenQuanYi Zen Hei", "fonts-wqy-zenhei"},
    {"WenQuanYi Micro Hei", "fonts-wqy-microhei"},
    {"AR PL UMing", "fonts-arphic-uming"},
    {"AR PL UKai", "fonts-arphic-ukai"},
    {"AR PL SungtiL", "fonts-arphic-gbsn00lp"},
    {"AR PL KaitiM GB", "fonts-arphic-gkai00mp"},
    {"Liberation", "fonts-liberation"},
    {"DejaVu", "fonts-dejavu-core"},
    {"Hack", "fonts-hack"},
    {"Fira Code", "fonts-firacode"},
    {"JetBrains Mono", "fonts-jetbrains-mono"},
    {"Symbola", "fonts-symbola"},
};

zb_catalogue *zb_catalogue_new(zb_arena *arena, zb_font_folders folders, zb_diags *diags) {
    zb_catalogue *catalogue = ZB_NEW(arena, zb_catalogue);
    catalogue->arena = arena;
    const char *path = getenv("ZHOUBAO_FONT_PATH");
    catalogue->folders = catalogue->system = (zb_listing){.arena = arena, .diags = diags};
    for (size_t i = 0; i < folders.count; i++) zb_installed_in_folder(&catalogue->folders, folders.paths[i]);
    if (path && *path) zb_installed_in_folders(&catalogue->folders, path);
    return catalogue;
}

static const zb_installed_list *system_fonts(zb_catalogue *catalogue) {
    if (!catalogue->system_read) zb_installed_on_system(&catalogue->system);
    catalogue->system_read = true;
    return &catalogue->system.faces;
}

static bool has_name(const zb_installed *face, const char *family) {
    for (int i = 0; i < ZB_FONT_NAMES_MAX && face->families[i]; i++)
        if (!strcasecmp(face->families[i], family)) return true;
    return false;
}

/* By weight; among equals the upright one of normal width first, then the one in the folder that was named first, then a fixed order of
 * files. */
static int compare_faces(const void *left, const void *right) {
    const zb_installed *a = *(const zb_installed *const *)left, *b = *(const zb_installed *const *)right;
    if (a->weight != b->weight) return a->weight < b->weight ? -1 : 1;
    if (a->slant != b->slant) return a->slant - b->slant;
    if (a->width != b->width) return abs(a->width - 100) - abs(b->width - 100);
    if (a->folder != b->folder) return a->folder < b->folder ? -1 : 1;
    int order = strcmp(a->file, b->file);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Slanted and condensed faces count only in a family that has no others. */
static int strangeness(const zb_installed *face) { return (face->slant ? 1000 : 0) + abs(face->width - 100); }

typedef ZB_VEC(const zb_installed *) face_list;

/* The faces of the family; *refused becomes one that had to be left out. */
static void collect(zb_arena *arena, const zb_installed_list *list, const char *family, face_list *found,
                    const zb_installed **refused) {
    int least = INT32_MAX;
    for (size_t i = 0; i < list->count; i++) {
        const zb_installed *face = &list->data[i];
        if (!has_name(face, family)) continue;
        if (face->unusable) {
            *refused = face;
            continue;
        }
        if (strangeness(face) > least) continue;
        if (strangeness(face) < least) found->count = 0;
        least = strangeness(face);
        ZB_PUSH(arena, found, face);
    }
    if (found->count) qsort(found->data, found->count, sizeof *found->data, compare_faces);
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++)
        if (kept == 0 || found->data[i]->weight != found->data[kept - 1]->weight) found->data[kept++] = found->data[i];
    found->count = kept;
}

static const char *package_of(const char *family) {
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (!strncasecmp(family, packages[i].family, strlen(packages[i].family))) return packages[i].package;
    return NULL;
}

static void add_names(zb_arena *arena, const zb_installed_list *list, zb_str **names, size_t *count) {
    for (size_t i = 0; i < list->count; i++)
        for (int k = 0; k < ZB_FONT_NAMES_MAX && list->data[i].families[k]; k++)
            if (!list->data[i].unusable)
                (*names)[(*count)++] = zb_str_copy(arena, zb_str_of(list->data[i].families[k]));
}

static const zb_str *nearest_installed(zb_catalogue *catalogue, const char *family) {
    const zb_installed_list *system = system_fonts(catalogue);
    size_t room = (catalogue->folders.faces.count + system->count) * ZB_FONT_NAMES_MAX, count = 0;
    zb_str *names = ZB_NEW_ARRAY(catalogue->arena, room, zb_str);
    add_names(catalogue->arena, &catalogue->folders.faces, &names, &count);
    add_names(catalogue->arena, system, &names, &count);
    return zb_nearest(zb_str_of(family), names, count);
}

static void report_missing(zb_catalogue *catalogue, const char *family, const char *role, zb_loc loc, zb_diags *diags) {
    const zb_unseen *denied = &catalogue->system.denied;
    if (denied->path) {
        zb_diag_add(diags, ZB_FATAL, "font.folder", loc, "font family '%s' (role %s) is not among the fonts that can be read: '%s': %s",
                    family, role, denied->path, denied->reason);
        return;
    }
    zb_diag_add(diags, ZB_ERROR, "font.missing", loc, "font family '%s' (role %s) is not installed", family,
                role);
    const zb_str *near = nearest_installed(catalogue, family);
    const char *package = package_of(family);
    if (near)
        zb_diag_hint(diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
    else if (package)
        zb_diag_hint(diags, "if it is what Debian has in the package %s, install that", package);
    else
        zb_diag_hint(
            diags,
            "install it, name the folder with its files (--font-path, ZHOUBAO_FONT_PATH), or another family in the style's fonts");
}

const zb_installed *const *zb_catalogue_family(zb_catalogue *catalogue, const char *family, const char *role,
                                               zb_loc loc, zb_diags *diags, size_t *count) {
    face_list found = {0};
    const zb_installed *refused = NULL;
    collect(catalogue->arena, &catalogue->folders.faces, family, &found, &refused);
    if (!found.count) collect(catalogue->arena, system_fonts(catalogue), family, &found, &refused);
    *count = found.count;
    if (found.count) return found.data;
    if (!refused) {
        report_missing(catalogue, family, role, loc, diags);
        return NULL;
    }
    zb_diag_add(diags, ZB_ERROR, "font.format", loc, "font family '%s' (role %s) cannot be used: %s is %s",
                family, role, refused->file, refused->unusable);
    zb_diag_hint(diags,
                 "install static TrueType or OpenType outlines of it, or name another family in the style's fonts");
    return NULL;
}
