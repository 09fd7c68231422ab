/* SPDX-License-Identifier: Apache-2.0
 * Outputs that appear all at once: a file without a name in the target's folder (O_TMPFILE; elsewhere one with a name of our own), fsync,
 * then the name. A run that fails, or is ended, leaves the older output untouched and nothing else. */
#ifndef ZB_BASE_OUTPUT_H
#define ZB_BASE_OUTPUT_H

#include "base/diag.h"

/* Our temporary files are called so, 16 digits, so that names of any length can be written, and a run can clear away what a killed one
 * left: they are locked while they are in use. */
#define ZB_OUTPUT_PREFIX ".zhoubao-"

/* An output under construction. Nothing is visible at `path` before zb_outputs_commit. "-" is standard output, collected in memory and
 * written at commit. */
typedef struct zb_output zb_output;

/* NULL: the folder does not exist, is not writable, or path is a folder; a ZB_FATAL diagnostic [output.open] was added. A symbolic link is
 * followed: what it leads to is replaced, the link stays. A device or a pipe is written to directly. The output must be committed or
 * abandoned; either frees it. */
zb_output *zb_output_open(const char *path, zb_diags *diags);
/* One that only collects its bytes. */
zb_output *zb_output_open_memory(void);
/* They are valid until it is committed or abandoned; empty for an output of the other kind. */
zb_str zb_output_bytes(const zb_output *output);
/* Where writing to `path` would put the file: links of the last part followed. In the arena. */
const char *zb_output_place(zb_arena *arena, const char *path);
/* False once any write failed (disk full); the reason is reported by finish. */
bool zb_output_write(zb_output *output, const void *bytes, size_t count);
size_t zb_output_size(const zb_output *output);
/* Brings everything to the disk, so that only the name is missing; nothing may be written any more. False: [output.write] was added
 * (ZB_FATAL). What goes to a device is gone with this. */
bool zb_output_finish(zb_output *output, zb_diags *diags);
/* Whether its file has these very bytes already; nothing may be written any more. */
bool zb_output_is_there(zb_output *output);
/* The hash of what was written. */
zb_hash zb_output_hash(zb_output *output);
/* Makes all of them appear, finished or not, and frees them. False: [output.write] was added (ZB_FATAL), no file has changed. Standard
 * output is written when all files are on the disk and before the first gets its name. */
bool zb_outputs_commit(zb_output *const *outputs, size_t count, zb_diags *diags);
/* The same for one. */
bool zb_output_commit(zb_output *output, zb_diags *diags);
void zb_output_abandon(zb_output *output);

#endif
