/* SPDX-License-Identifier: Apache-2.0
 * Where the shipped templates are. An installed program finds them relative to itself, so that a tree moved as a whole still works; a
 * program in its build folder finds those of its source tree. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/session.h"

#define PATH_ROOM 4096
#define DIRS_MAX 4

/* The folder that holds the running program; NULL where the system does not tell. */
static const char *program_folder(zb_arena *arena) {
    char path[PATH_ROOM];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    if (n <= 0 || (size_t)n == sizeof path) return NULL;
    while (n > 0 && path[n - 1] != '/') n--;
    return n > 1 ? zb_str_z(arena, (zb_str){path, (size_t)n - 1}) : NULL;
}

/* The source tree round a build folder: build/ or build/san/. NULL: the program does not stand in one. */
static const char *source_tree(zb_arena *arena, const char *folder) {
    static const char *const builds[] = {"/build", "/build/san"};
    zb_str text = zb_str_of(folder);
    for (size_t i = 0; i < sizeof builds / sizeof *builds; i++)
        if (zb_str_ends(text, builds[i])) return zb_str_z(arena, zb_str_sub(text, 0, text.n - strlen(builds[i])));
    return NULL;
}

/* The path as seen from the current folder where it lies below that: messages and dumps are shorter and say the same everywhere. */
static const char *from_here(const char *path) {
    char here[PATH_ROOM];
    if (!getcwd(here, sizeof here)) return path;
    size_t n = strlen(here);
    return !strncmp(path, here, n) && path[n] == '/' && path[n + 1] ? path + n + 1 : path;
}

static void add(zb_arena *arena, const char **dirs, const char *base, const char *below) {
    if (!base || !*base) return;
    const char *dir = zb_str_format(arena, "%s%s", base, below).s;
    if (!zb_file_exists(dir, NULL)) return;
    while (*dirs) dirs++;
    *dirs = from_here(dir);
}

const char *const *zb_template_dirs(zb_arena *arena) {
    const char **dirs = ZB_NEW_ARRAY(arena, DIRS_MAX + 1, const char *);
    const char *folder = program_folder(arena);
    add(arena, dirs, getenv("ZHOUBAO_DATADIR"), "/templates");
    if (folder) add(arena, dirs, source_tree(arena, folder), "/templates");
    add(arena, dirs, folder, "/../share/zhoubao/templates");
    add(arena, dirs, ZB_DATADIR, "/templates");
    return dirs;
}
