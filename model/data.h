/* SPDX-License-Identifier: Apache-2.0
 * The data set of one issue: issue.yaml with the tables it names. The product of the first stage, read-only afterwards. */
#ifndef ZB_MODEL_DATA_H
#define ZB_MODEL_DATA_H

#include "model/value.h"

/* Limits [data.size]: tables named by an issue; memory of the data set before the last table is read. */
#define ZB_DATA_TABLES_MAX 200
#define ZB_DATA_MEMORY_MAX ((size_t)1 << 30)

typedef struct zb_usage zb_usage; /* model/usage.h */

typedef struct zb_data {
    const char *path;     /* of the YAML file; "-" is standard input */
    const zb_value *root; /* MAP, never NULL. Each table under `tables` also stands here under its own name. */
    const zb_value *written; /* the same as it stands in the YAML alone: what a schema is about. Neither has the key `accept`. */
    zb_usage *usage; /* what of it is used; NULL: nobody asks */
} zb_data;

/* Reads text in UTF-8 (with or without byte order mark) or GB18030 (sniffed; a ZB_NOTE [text.gb18030] says so) into a source; CR LF
 * becomes LF. NULL: an error was added ([file.*], [text.encoding] for bytes that are neither, [text.control] for control
 * characters and noncharacters, [text.private] for private-use characters). `loc` is the place that names the file. */
const zb_source *zb_source_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags);

/* Reads an issue: the YAML file at `path`, or `issue.yaml` in it when it is a folder. CSV paths are relative to it. A table that
 * cannot be read is left out. Errors of its own: [data.root], [data.tables], [data.table] (not as they must be), [data.duplicate]
 * (a table's name is a key of the root too), [data.size]. Always returns a data set, empty where nothing could be read. */
const zb_data *zb_data_read(zb_arena *arena, const char *path, zb_diags *diags);

/* The same with values from outside laid over what the YAML says, in this order (zb_set_apply). */
const zb_data *zb_data_read_set(zb_arena *arena, const char *path, const char *const *sets, size_t set_count, zb_diags *diags);

/* Whether a text is "PATH=VALUE" with a path of names between single dots. */
bool zb_set_is_one(const char *set);

/* Writes the root as zb_value_dump does. */
void zb_data_dump(const zb_data *data, zb_buf *out);

#endif
