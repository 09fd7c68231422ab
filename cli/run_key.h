/* SPDX-License-Identifier: Apache-2.0
 * What the outputs of a run depend on beside the files that it reads, in one list for all that decide whether something changed. */
#ifndef ZB_CLI_RUN_KEY_H
#define ZB_CLI_RUN_KEY_H

#include "base/hash.h"
#include "cli/settings.h"

/* Appends an option as it was given. */
void zb_key_add_option(zb_buf *out, const zb_option *option, const char *value);
/* Appends all that every run of this program with these settings depends on: the program itself, the options but for neutral ones, the
 * folders of templates, the variables that change outputs. */
void zb_key_add_run(zb_buf *out, const zb_settings *settings, const char *const *template_dirs);
/* Appends size and time of a file, and whether there is one. */
void zb_key_add_file(zb_buf *out, const char *path);
/* The hash of all that; frees the buffer. */
zb_hash zb_key_finish(zb_buf *out);

#endif
