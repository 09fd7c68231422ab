/* SPDX-License-Identifier: Apache-2.0
 * Where pictures and pages go: names of output files, and sets of files that appear all together or not at all. */
#ifndef ZB_CLI_OUTPUTS_H
#define ZB_CLI_OUTPUTS_H

#include <sys/stat.h>

#include "cli/session.h"

/* What -o and --format say, resolved. */
typedef struct zb_target {
    zb_format format;
    const char *file;   /* the output as named: a file, "-", or NULL when a folder was named or nothing */
    const char *folder; /* with a slash at the end; empty: the current one */
    const char *name;   /* of files in a folder, without suffix */
} zb_target;

/* Resolves the settings' output; `name` is what files are called in a folder. False: the usage is wrong, which was said. */
bool zb_target_read(zb_session *session, const char *name, zb_format otherwise, zb_target *target);

/* The same for all outputs of the settings, one when there is none; gives their number, or 0: the usage is wrong, which was said. */
size_t zb_targets_read(zb_session *session, const char *name, zb_format otherwise, zb_target targets[ZB_OUTPUTS_MAX]);

/* The file for page `page` when `written` of `all` pages are written. In the arena. */
const char *zb_target_path(zb_arena *arena, const zb_target *target, int page, size_t written, size_t all);

/* What an input is called in file names: its base name without .yaml; an issue.yaml is called like its folder. In the arena. */
const char *zb_input_name(zb_arena *arena, const char *input);

/* Outputs that appear together. */
typedef struct zb_batch {
    zb_session *session;
    ZB_VEC(zb_output *) outputs;
    ZB_VEC(zb_str) names;               /* of the outputs, however they were written */
    ZB_VEC(const char *) paths;         /* of the outputs */
    ZB_VEC(const struct stat *) inputs; /* files that the run has read so far */
    bool memory;                        /* outputs only collect their bytes, whatever their name */
} zb_batch;

/* One more output; NULL: a diagnostic was added, [output.input] where the run has read that very file, [output.twice] where it is an
 * output already or the file of --deps or --diagnostics. Where one of these two was read, that is said before any output is opened. */
zb_output *zb_batch_open(zb_batch *batch, const char *path);
/* Makes all appear when the session is fine and every one of them is on the disk, else none; and the file of --deps with them. */
void zb_batch_close(zb_batch *batch);

/* Writes text to the settings' output, or standard output; a file only where the session is fine. Problems become diagnostics. */
void zb_session_write(zb_session *session, zb_str text);
/* The file of --deps for a run that has no outputs, where the settings want it and the session is fine. Problems become diagnostics. */
void zb_deps_write(zb_session *session);
/* The file of --diagnostics; NULL: there is none, or it is a file that the run read or made, which is said in a diagnostic. */
zb_output *zb_report_open(zb_session *session);

#endif
