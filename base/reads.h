/* SPDX-License-Identifier: Apache-2.0
 * What a run looked at outside itself: files that it read, paths that it asked for in vain; and the folders that it may read in. Whoever
 * keeps the list can tell later whether the run would come out the same. A list hangs on the findings of its run (zb_diags_watch), so
 * that reading files notes itself and keeps to the folders. */
#ifndef ZB_BASE_READS_H
#define ZB_BASE_READS_H

#include "base/hash.h"
#include "base/roots.h"

typedef enum zb_read_kind {
    ZB_READ_MISSING, /* there was nothing */
    ZB_READ_FOUND,   /* there was something; what is in it did not matter */
    ZB_READ_STATE,   /* size and time of a file or folder mattered */
    ZB_READ_CONTENT, /* what is in the file mattered */
    ZB_READ_OUTSIDE, /* the path led out of the folders that may be read */
    ZB_READ_ROOT     /* no read: such a folder, or such a file */
} zb_read_kind;

typedef struct zb_read {
    zb_str path;
    zb_read_kind kind;
    zb_hash hash; /* of the content or state; zeroes for the other kinds */
} zb_read;

typedef struct zb_reads zb_reads;

/* An empty list in the arena. */
zb_reads *zb_reads_new(zb_arena *arena);

/* Note what a path turned out to be, with the bytes of its content; the other kinds are looked at now. Each path is kept once, with what
 * tells most. NULL as the list: nobody wants to know. Paths are copied. */
void zb_reads_content(zb_reads *reads, const char *path, zb_str bytes);
void zb_reads_state(zb_reads *reads, const char *path);
void zb_reads_found(zb_reads *reads, const char *path, bool found);
void zb_reads_outside(zb_reads *reads, const char *path);
/* Notes what was found out elsewhere. */
void zb_reads_add(zb_reads *reads, zb_read read);
/* Notes all that another list has. */
void zb_reads_merge(zb_reads *reads, const zb_reads *other);

/* From now on the run reads only in this folder and in others that are named so, links resolved. Gives 0 or an errno as
 * zb_roots_add_folder. A list without any folder allows all. */
int zb_reads_allow(zb_reads *reads, const char *folder);
/* Allows this one file too, wherever it leads: the user named it. */
void zb_reads_allow_file(zb_reads *reads, const char *path);
/* Those folders and files; NULL: none, or no list. */
zb_roots *zb_reads_roots(const zb_reads *reads);

/* 0 for NULL. */
size_t zb_reads_count(const zb_reads *reads);
const zb_read *zb_reads_at(const zb_reads *reads, size_t index);
/* Whether all that a list had is still what it was, read in the same folders. Reads the files whose content mattered. */
bool zb_reads_hold(const zb_read *list, size_t count);

#endif
