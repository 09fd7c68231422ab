/* SPDX-License-Identifier: Apache-2.0
 * All font files below a folder. The libraries that list fonts pass over what they cannot open; this walk does not, so that a font is
 * never taken for missing, nor another for it, because the system failed once. */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "fonts/catalogue.h"

#define DEPTH_MAX 32
#define FOLDERS_MAX 20000

typedef struct folder_id {
    dev_t device;
    ino_t inode;
} folder_id;

typedef struct walk {
    zb_listing *listing;
    zb_font_visitor visit;
    void *context;
    ZB_VEC(folder_id) seen; /* links may lead in circles */
} walk;

/* False: the system failed, and it was said. */
static bool forgive(walk *w, const char *path) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return true;
    if (errno == EACCES || errno == EPERM) {
        w->listing->denied = (zb_unseen){zb_str_z(w->listing->arena, zb_str_of(path)), strerror(errno)};
        return true;
    }
    zb_diag_add(w->listing->diags, ZB_FATAL, "font.folder", ZB_NOWHERE, "cannot read the font folder '%s': %s", path, strerror(errno));
    return false;
}

static bool is_new(walk *w, const struct stat *info) {
    for (size_t i = 0; i < w->seen.count; i++)
        if (w->seen.data[i].device == info->st_dev && w->seen.data[i].inode == info->st_ino) return false;
    if (w->seen.count == FOLDERS_MAX) return false;
    ZB_PUSH(w->listing->arena, &w->seen, (folder_id){info->st_dev, info->st_ino});
    return true;
}

static bool walk_folder(walk *w, const char *folder, int depth);

static bool walk_entry(walk *w, const char *folder, const struct dirent *entry, int depth) {
    if (entry->d_name[0] == '.') return true; /* fontconfig takes none of these either */
    bool font = zb_is_font_file(entry->d_name);
    if (entry->d_type == DT_REG && !font) return true;
    const char *path = zb_str_format(w->listing->arena, "%s/%s", folder, entry->d_name).s;
    struct stat info = {0};
    bool file = entry->d_type == DT_REG, inside = entry->d_type == DT_DIR;
    if (!file && !inside) {
        if (stat(path, &info)) return forgive(w, path);
        file = S_ISREG(info.st_mode);
        inside = S_ISDIR(info.st_mode);
    }
    if (file && font) w->visit(w->listing, w->context, path);
    return !inside || walk_folder(w, path, depth + 1);
}

static bool walk_folder(walk *w, const char *folder, int depth) {
    if (depth > DEPTH_MAX) return true;
    DIR *dir = opendir(folder);
    if (!dir) return forgive(w, folder);
    struct stat info;
    bool fine = true;
    if (fstat(dirfd(dir), &info)) fine = forgive(w, folder);
    else if (is_new(w, &info)) {
        const struct dirent *entry;
        while (fine && (errno = 0, entry = readdir(dir))) fine = walk_entry(w, folder, entry, depth);
        if (fine && errno) fine = forgive(w, folder);
    }
    closedir(dir);
    return fine;
}

bool zb_font_folder_walk(zb_listing *listing, const char *folder, zb_font_visitor visit, void *context) {
    walk w = {.listing = listing, .visit = visit, .context = context};
    return walk_folder(&w, folder, 0);
}
