/* SPDX-License-Identifier: Apache-2.0
 * The folders that a run may read in. Whatever path a file is named by, links resolved: it is opened only when it lies in one of them.
 * Nothing outside is opened or looked at, not even to find out whether it is there. */
#ifndef ZB_BASE_ROOTS_H
#define ZB_BASE_ROOTS_H

#include <errno.h>

#include "base/str.h"

typedef struct zb_roots zb_roots;

/* What errno says of a path that leads outside. */
#define ZB_ROOTS_OUTSIDE EXDEV

/* None, in the arena, which closes what they hold open. `plain`: the kernel is not asked to keep a path below a folder (openat2), as where
 * it cannot; for tests. */
zb_roots *zb_roots_new(zb_arena *arena, bool plain);

/* Adds a folder; the path is copied. Gives 0, or the errno of opening it. ENOTDIR: it is no folder and was not added; with any other, what
 * is named below it cannot be opened for that reason. */
int zb_roots_add_folder(zb_roots *roots, const char *folder);
/* Adds one file, wherever it leads, when it is asked for by this very path; the path is copied. */
void zb_roots_add_file(zb_roots *roots, const char *path);
/* Whether this very path (but for slashes at its end) was added as a folder that could be opened. */
bool zb_roots_has_folder(const zb_roots *roots, const char *folder);

/* Number of folders, 0 for NULL; the first one as it was named, NULL where there is none. */
size_t zb_roots_count(const zb_roots *roots);
const char *zb_roots_first(const zb_roots *roots);

/* Opens a path, close-on-exec, with flags of open(2) that create nothing. -1: errno says why, ZB_ROOTS_OUTSIDE where it leads out of all
 * folders. Without any folder (or roots NULL) every path may be opened. */
int zb_roots_open(zb_roots *roots, const char *path, int flags);

#endif
