/* SPDX-License-Identifier: Apache-2.0
 * What is in an output folder, and of what it was made: a text file of one line an output, by which a later run finds
 * out that it has nothing to do. A record that is damaged or missing only costs time. */
#ifndef ZB_JOBS_RECORD_H
#define ZB_JOBS_RECORD_H

#include "jobs/folder.h"

#define ZB_RECORD_NAME ".zhoubao.hashes"

/* A file as it is. */
typedef struct zb_mark {
    zb_hash hash;     /* of its content */
    uint64_t size;    /* bytes */
    int64_t modified; /* nanoseconds since 1970 */
} zb_mark;

typedef struct zb_record zb_record;

/* Reads the record of a folder, and the journal of a run that was killed in it; then begins a journal of this run.
 * Damaged lines are left out, which a note [record.damaged] says. In the arena. */
zb_record *zb_record_open(zb_arena *arena, const zb_folder *folder, zb_diags *diags);

/* The other file, besides what the job says itself, that the output was made of: as named then; empty: none or not
 * known. Borrowed. */
zb_str zb_record_source(const zb_record *record, const char *name);
/* The output was made from what `key` is the hash of, and is still there as it was then. */
bool zb_record_unchanged(zb_record *record, const char *name, zb_hash key);
/* The output was made just now. `source` as above; outputs whose source cannot be written in one line are not recorded.
 */
void zb_record_add(zb_record *record, const char *name, zb_hash key, const zb_mark *mark, zb_str source);

/* Writes the record, sorted by name, all at once; outputs that are gone are left out. Problems become diagnostics. Ends
 * the journal. */
void zb_record_close(zb_record *record, zb_diags *diags);

/* The mark of a file in the folder whose content is known to be `bytes`. False: it is gone. */
bool zb_mark_of(const zb_folder *folder, const char *name, zb_str bytes, zb_mark *mark);

#endif
