/* SPDX-License-Identifier: Apache-2.0
 * Reading whole files. */
#ifndef ZB_BASE_FILE_H
#define ZB_BASE_FILE_H

#include "base/diag.h"

/* Largest input file read: 64 MiB; larger is an error [file.size]. */
#define ZB_FILE_MAX ((size_t)64 << 20)

/* The bytes of a file ("-": standard input) in the arena, followed by a NUL. False: an error at `loc` (the place that names the
 * file) was added: [file.missing], [file.read], [file.size] or [file.folder] where the path is a directory. */
bool zb_file_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, zb_str *out);
/* Whether there is anything at the path; a run that notes what it looks at has `diags`, others NULL. */
bool zb_file_exists(const char *path, const zb_diags *diags);

/* `path` seen from the folder of `base_file`: absolute paths stay. In the arena. */
const char *zb_path_beside(zb_arena *arena, const char *base_file, zb_str path);

#endif
