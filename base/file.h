/* SPDX-License-Identifier: Apache-2.0
 * The door for input: everything that a run reads is opened here. Only regular files inside the run's folders (zb_reads_allow) pass, and
 * nothing that is asked for in vain is told apart from what the system refuses to tell. */
#ifndef ZB_BASE_FILE_H
#define ZB_BASE_FILE_H

#include "base/diag.h"

/* Largest input file read: 64 MiB; larger is an error [file.size]. */
#define ZB_FILE_MAX ((size_t)64 << 20)

/* The bytes of a file ("-": standard input, which may be a pipe) in the arena, followed by a NUL. False: an error at `loc` (the place that
 * names the file) was added: [file.missing], [file.outside], [file.folder], [file.special] for a pipe, socket or device, [file.size];
 * ZB_FATAL [file.read] where the system refuses it, or it changes while it is read. Never waits for anything but the disk. */
bool zb_file_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, zb_str *out);

typedef enum zb_look {
    ZB_LOOK_MISSING, /* there is nothing */
    ZB_LOOK_THERE,   /* there is something, perhaps no file */
    ZB_LOOK_OUTSIDE, /* it is not looked at: the path leads out of the folders that may be read */
    ZB_LOOK_FAILED   /* the system does not tell */
} zb_look;

/* What is at the path. The run that `diags` belong to notes it; NULL: nobody notes, and the path may lead anywhere. */
zb_look zb_file_look(const char *path, const zb_diags *diags);
/* False only where there certainly is nothing: who goes on to the next place then takes no other file because the system failed or because
 * the path leads outside. What may not or cannot be read is found, and reading it says why. */
bool zb_file_exists(const char *path, const zb_diags *diags);
/* Adds the error [file.outside] for a path that ZB_LOOK_OUTSIDE was told of. */
void zb_file_refuse(const char *path, zb_loc loc, zb_diags *diags);

/* `path` seen from the folder of `base_file`: absolute paths stay. In the arena. */
const char *zb_path_beside(zb_arena *arena, const char *base_file, zb_str path);
/* The folder that a file is in, "." where its path names none. In the arena. */
const char *zb_path_folder(zb_arena *arena, const char *file);

#endif
