/* SPDX-License-Identifier: Apache-2.0
 * Files that get their names together: all of them, or every older file is there again. */
#ifndef ZB_BASE_PUBLISH_H
#define ZB_BASE_PUBLISH_H

#include "base/str.h"

/* A finished file and the name that it is to get. Both paths lie on one file system; the folder of `to` exists. */
typedef struct zb_publication {
    const char *from, *to;
    bool gone; /* the other way: what is at `to`, if anything, is to go, and waits at `from` until it is certain */
    enum { ZB_PUBLISH_NOT, ZB_PUBLISH_NEW, ZB_PUBLISH_SWAPPED, ZB_PUBLISH_LINKED, ZB_PUBLISH_GONE } state; /* for zb_publish alone */
} zb_publication;

/* When the folders are brought to the disk: never; when all have their names, before the older files go; the same before the last, which
 * tells of the others, gets its own. */
typedef enum zb_publish_sync { ZB_PUBLISH_UNSYNCED, ZB_PUBLISH_SYNCED, ZB_PUBLISH_SYNCED_BEFORE_LAST } zb_publish_sync;

/* Renames each in order. Where there is an older file, the two change places (renameat2 RENAME_EXCHANGE; elsewhere a link keeps the older
 * one), and it is removed when all went well. Whatever fails, what was done is undone: the older files have their names again, the new ones
 * are at `from`, or nowhere where a name could only be taken back by removing it. Gives SIZE_MAX when all went well, else the index of
 * the one that failed, with *reason the errno. Takes no memory; signals wait meanwhile. */
size_t zb_publish(zb_publication *list, size_t count, zb_publish_sync sync, int *reason);

/* How many bytes of a path name its folder, with the slash; 0: there is none. */
size_t zb_path_folder_length(const char *path);
/* Whether two paths name their folder with the same words. */
bool zb_path_same_folder(const char *a, const char *b);

#endif
