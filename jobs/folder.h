/* SPDX-License-Identifier: Apache-2.0
 * The folder that takes the outputs of a run. One run at a time writes into it; a file that is not finished lies in a
 * folder of our own inside it and is moved out when it is, so whatever happens to a run, the next one can clean up and
 * nobody sees half a file. */
#ifndef ZB_JOBS_FOLDER_H
#define ZB_JOBS_FOLDER_H

#include "base/diag.h"
#include "base/hash.h"

/* Our own folder, and the journal of the run in it (jobs/record.h). */
#define ZB_FOLDER_OWN ".zhoubao.tmp"
#define ZB_FOLDER_JOURNAL ZB_FOLDER_OWN "/journal"

typedef struct zb_folder zb_folder;

/* Opens `path` for a run; made when only its last part is missing. NULL: a ZB_FATAL diagnostic was added
 * ([output.open]; [output.busy] where another run writes into it). What an ended run left unfinished is removed, but
 * for its journal. Close it with zb_folder_close. */
zb_folder *zb_folder_open(const char *path, zb_diags *diags);
/* "DIR/name". In the arena. */
const char *zb_folder_path(zb_arena *arena, const zb_folder *folder, const char *name);
/* Makes `name` appear with these bytes, or replaces it. False: [output.write] was added (ZB_FATAL), an older file is
 * untouched. Not synced: zb_folder_sync does that once for all. May be called in worker processes, with names that
 * differ. */
bool zb_folder_put(const zb_folder *folder, const char *name, zb_str bytes, zb_diags *diags);
/* Size and time of last change (nanoseconds since 1970) of a file in the folder. False: there is no regular file of
 * that name. */
bool zb_folder_stat(const zb_folder *folder, const char *name, uint64_t *size, int64_t *modified);
/* Sees to it that everything put so far survives a power cut. False: [output.write] was added (ZB_FATAL). */
bool zb_folder_sync(const zb_folder *folder, zb_diags *diags);
/* Removes our own folder with what is left in it and ends the claim. */
void zb_folder_close(zb_folder *folder);

#endif
