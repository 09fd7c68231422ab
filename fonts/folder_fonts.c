/* SPDX-License-Identifier: Apache-2.0
 * The fonts in the folders that the user names, described from their own tables by HarfBuzz: no cache is read or
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

bool zb_is_font_file(const char *name) {
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

static bool is_listed(const zb_installed_list *list, const char *path, unsigned index) {
    for (size_t i = 0; i < list->count; i++)
        if (list->data[i].index == index && !strcmp(list->data[i].file, path)) return true;
    return false;
}

bool zb_installed_in_file(zb_listing *listing, const char *path, zb_font_fault *fault) {
    zb_font_file file;
    if (!zb_font_file_open(listing->arena, path, &file)) {
        *fault = file.fault;
        return false;
    }
    const char *name = zb_str_z(listing->arena, zb_str_of(path));
    unsigned count = zb_font_file_faces(&file), found = 0;
    for (unsigned i = 0; i < count && i < FACES_MAX; i++) {
        zb_installed face;
        bool listed = is_listed(&listing->faces, path, i);
        if (!listed && !describe(listing->arena, file.blob, name, i, &face)) continue;
        found++;
        if (listed) continue;
        face.folder = listing->folders;
        ZB_PUSH(listing->arena, &listing->faces, face);
    }
    const char *damage = zb_font_file_damage(&file, 0);
    *fault = (zb_font_fault){ZB_ERROR, "font.file", damage ? damage : "it has no names", false};
    zb_font_file_close(&file);
    return found > 0;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* False: the end of the folder; *failed: it was not the end. */
static bool next_entry(DIR *dir, const struct dirent **entry, bool *failed) {
    errno = 0;
    *entry = readdir(dir);
    *failed = !*entry && errno;
    return *entry != NULL;
}

/* `named`: by --font-path, for this run alone. */
static void report_folder(zb_listing *listing, const char *folder, bool named) {
    bool missing = errno == ENOENT || errno == ENOTDIR;
    zb_severity severity = !missing ? ZB_FATAL : named ? ZB_ERROR : ZB_WARNING;
    zb_diag_add(listing->diags, severity, missing ? "font.path" : "font.folder", ZB_NOWHERE, "cannot read the font folder '%s': %s", folder,
                strerror(errno));
    if (missing) zb_diag_hint(listing->diags, "correct %s", named ? "--font-path" : "the environment variable ZHOUBAO_FONT_PATH");
}

static void read_file(zb_listing *listing, const char *path) {
    zb_font_fault fault;
    if (zb_installed_in_file(listing, path, &fault)) return;
    if (fault.severity == ZB_FATAL)
        zb_diag_add(listing->diags, ZB_FATAL, "font.read", ZB_NOWHERE, "cannot read the font file '%s': %s", path, fault.reason);
    else
        zb_diag_add(listing->diags, ZB_WARNING, "font.path", ZB_NOWHERE, "the font file '%s' is left out: %s", path, fault.reason);
}

static void read_folder(zb_listing *listing, const char *folder, bool named) {
    ZB_VEC(const char *) files = {0};
    DIR *dir = opendir(folder);
    int error = errno;
    zb_reads_state(zb_diags_reads(listing->diags), folder);
    errno = error;
    if (!dir) {
        report_folder(listing, folder, named);
        return;
    }
    bool failed;
    for (const struct dirent *entry; next_entry(dir, &entry, &failed) && files.count <= FILES_MAX;)
        if (zb_is_font_file(entry->d_name))
            ZB_PUSH(listing->arena, &files, zb_str_format(listing->arena, "%s/%s", folder, entry->d_name).s);
    if (failed) report_folder(listing, folder, named);
    closedir(dir);
    if (files.count > FILES_MAX) {
        zb_diag_add(listing->diags, ZB_WARNING, "font.path", ZB_NOWHERE,
                    "the font folder '%s' holds more than %d files and is left out", folder, FILES_MAX);
        return;
    }
    if (files.count) qsort(files.data, files.count, sizeof *files.data, compare_names);
    for (size_t i = 0; i < files.count; i++) read_file(listing, files.data[i]);
    listing->folders++;
}

void zb_installed_in_folder(zb_listing *listing, const char *folder) { read_folder(listing, folder, true); }

void zb_installed_in_folders(zb_listing *listing, const char *path) {
    zb_str all = zb_str_of(path);
    for (size_t start = 0; start <= all.n;) {
        size_t end = zb_str_find(all, ZB_STR(":"), start);
        if (end == SIZE_MAX) end = all.n;
        if (end > start) read_folder(listing, zb_str_z(listing->arena, zb_str_sub(all, start, end)), false);
        start = end + 1;
    }
}
