/* SPDX-License-Identifier: Apache-2.0
 * What a run looked at outside itself: files that it read, paths that it asked for in vain. Whoever keeps the list can tell later
 * whether the run would come out the same. A list hangs on the findings of its run (zb_diags_watch), so that reading files notes itself. */
#ifndef ZB_BASE_READS_H
#define ZB_BASE_READS_H

#include "base/hash.h"

typedef enum zb_read_kind {
    ZB_READ_MISSING, /* there was nothing */
    ZB_READ_FOUND,   /* there was something; what is in it did not matter */
    ZB_READ_STATE,   /* size and time of a file or folder mattered */
    ZB_READ_CONTENT  /* what is in the file mattered */
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
/* Notes all that another list has. */
void zb_reads_merge(zb_reads *reads, const zb_reads *other);

/* 0 for NULL. */
size_t zb_reads_count(const zb_reads *reads);
const zb_read *zb_reads_at(const zb_reads *reads, size_t index);
/* Whether the path is still what it was. Reads the file where its content mattered. */
bool zb_read_holds(const zb_read *read);

#endif
