/* SPDX-License-Identifier: Apache-2.0
 * The fonts in the folders of ZHOUBAO_FONT_PATH, described from their own tables by HarfBuzz: no cache is read or
 * written, so that tests and packagers get what lies in the folder now. */
#include <hb-ot.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fonts/catalogue.h"

#define FILES_MAX 10000 /* of one folder */
#define FACES_MAX 256   /* of one collection */
#define NAME_BYTES_MAX 256

static bool is_font_file(const char *name) {
    static const char *const suffixes[] = {".ttf", ".otf", ".ttc", ".otc"};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (n > 4 && !strcasecmp(name + n - 4, suffixes[i])) return true;
    return false;
}

static const char *name_text(zb_arena *arena, hb_face_t *face, const hb_ot_name_entry_t *entry) {
    char text[NAME_BYTES_MAX];
    unsigned size = sizeof text;
    hb_ot_name_get_utf8(face, entry->name_id, entry->language, &size, text);
    return size ? zb_str_z(arena, zb_str_of(text)) : NULL;
}

static bool known(const zb_installed *face, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (!strcmp(face->families[i], name)) return true;
    return false;
}

/* Family names (typographic and legacy) in all languages; the English style name. */
static void read_names(zb_arena *arena, hb_face_t *face, zb_installed *out) {
    unsigned count = 0;
    int families = 0;
    const hb_ot_name_entry_t *names = hb_ot_name_list_names(face, &count);
    for (unsigned i = 0; i < count; i++) {
        hb_ot_name_id_t id = names[i].name_id;
        bool family = id == HB_OT_NAME_ID_FONT_FAMILY || id == HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY;
        bool style = id == HB_OT_NAME_ID_FONT_SUBFAMILY || id == HB_OT_NAME_ID_TYPOGRAPHIC_SUBFAMILY;
        if (!family && !style) continue;
        const char *text = name_text(arena, face, &names[i]);
        if (!text) continue;
        if (family && families < ZB_FONT_NAMES_MAX && !known(out, families, text)) out->families[families++] = text;
        const char *language = style ? hb_language_to_string(names[i].language) : NULL;
        if (language && !strncmp(language, "en", 2)) out->style = text;
    }
}

static const char *why_unusable(hb_face_t *face) {
    if (hb_ot_var_has_data(face)) return "a variable font";
    if (hb_ot_color_has_png(face) || hb_ot_color_has_layers(face) || hb_ot_color_has_svg(face)) return "a colour font";
    return NULL;
}

static bool describe(zb_arena *arena, hb_blob_t *blob, const char *file, unsigned index, zb_installed *out) {
    hb_face_t *face = hb_face_create(blob, index);
    hb_font_t *font = hb_font_create(face);
    *out = (zb_installed){.file = file, .index = index, .unusable = why_unusable(face)};
    read_names(arena, face, out);
    out->weight = (int)(hb_style_get_value(font, HB_STYLE_TAG_WEIGHT) + 0.5f);
    out->width = (int)(hb_style_get_value(font, HB_STYLE_TAG_WIDTH) + 0.5f);
    out->slant = hb_style_get_value(font, HB_STYLE_TAG_ITALIC) != 0;
    bool ok = hb_face_get_glyph_count(face) > 0 && out->families[0];
    hb_font_destroy(font);
    hb_face_destroy(face);
    return ok;
}

static void read_file(zb_arena *arena, const char *file, zb_installed_list *list) {
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);
    if (!blob) return;
    unsigned count = hb_face_count(blob);
    for (unsigned i = 0; i < count && i < FACES_MAX; i++) {
        zb_installed face;
        if (describe(arena, blob, file, i, &face)) ZB_PUSH(arena, list, face);
    }
    hb_blob_destroy(blob);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void read_folder(zb_arena *arena, const char *folder, zb_installed_list *list, zb_diags *diags) {
    ZB_VEC(const char *) files = {0};
    DIR *dir = opendir(folder);
    zb_reads_state(zb_diags_reads(diags), folder);
    if (!dir) {
        zb_diag_add(diags, ZB_WARNING, "font.path", ZB_NOWHERE, "cannot read the font folder '%s': %s", folder,
                    strerror(errno));
        zb_diag_hint(diags, "correct the environment variable ZHOUBAO_FONT_PATH");
        return;
    }
    for (const struct dirent *entry; (entry = readdir(dir)) && files.count <= FILES_MAX;)
        if (is_font_file(entry->d_name)) ZB_PUSH(arena, &files, zb_str_format(arena, "%s/%s", folder, entry->d_name).s);
    closedir(dir);
    if (files.count > FILES_MAX) {
        zb_diag_add(diags, ZB_WARNING, "font.path", ZB_NOWHERE,
                    "the font folder '%s' holds more than %d files and is left out", folder, FILES_MAX);
        return;
    }
    if (files.count) qsort(files.data, files.count, sizeof *files.data, compare_names);
    for (size_t i = 0; i < files.count; i++) read_file(arena, files.data[i], list);
}

void zb_installed_in_folders(zb_arena *arena, const char *path, zb_installed_list *list, zb_diags *diags) {
    zb_str all = zb_str_of(path);
    for (size_t start = 0; start <= all.n;) {
        size_t end = zb_str_find(all, ZB_STR(":"), start);
        if (end == SIZE_MAX) end = all.n;
        if (end > start) read_folder(arena, zb_str_z(arena, zb_str_sub(all, start, end)), list, diags);
        start = end + 1;
    }
}
