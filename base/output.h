/* SPDX-License-Identifier: Apache-2.0
 * Outputs that appear all at once: temporary file in the same folder, fsync, rename. A run that fails leaves the older output
 * untouched. */
#ifndef ZB_BASE_OUTPUT_H
#define ZB_BASE_OUTPUT_H

#include "base/diag.h"

/* An output under construction. Nothing is visible at `path` before zb_output_commit. "-" is standard output, collected in memory
 * and written at commit. */
typedef struct zb_output zb_output;

/* NULL: the folder does not exist, is not writable, or path is a folder; a ZB_FATAL diagnostic [output.open] was added. The
 * output must be committed or abandoned; either frees it. */
zb_output *zb_output_open(const char *path, zb_diags *diags);
/* False once any write failed (disk full); the reason is reported by commit. */
bool zb_output_write(zb_output *output, const void *bytes, size_t count);
size_t zb_output_size(const zb_output *output);
/* Brings everything to the disk, so that only the name is missing; nothing may be written any more. False: [output.write] was added
 * (ZB_FATAL). The output must still be committed or abandoned. Several files that belong together are all finished before the first is
 * committed. What goes to standard output or to a device is gone with this. */
bool zb_output_finish(zb_output *output, zb_diags *diags);
/* The hash of what was written. */
zb_hash zb_output_hash(zb_output *output);
/* Makes the file appear, finished or not. False: [output.write] was added (ZB_FATAL), the older file is untouched. */
bool zb_output_commit(zb_output *output, zb_diags *diags);
void zb_output_abandon(zb_output *output);

#endif
