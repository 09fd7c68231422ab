/* SPDX-License-Identifier: Apache-2.0
 * YAML text to values (libfyaml). Anchors, aliases and merge keys are allowed; what they expand to is bounded. */
#ifndef ZB_MODEL_YAML_H
#define ZB_MODEL_YAML_H

#include "model/value.h"

/* Limits, each with its diagnostic: [yaml.depth], [yaml.values] (counts alias expansions: bombs end here). */
#define ZB_YAML_DEPTH_MAX 64
#define ZB_YAML_VALUES_MAX 1000000
#define ZB_YAML_ANCHORS_MAX 200 /* [yaml.anchors] */
/* Bytes of a text, of white space in one stretch, and of a line that begins with '%': [yaml.size]. For the latter two libfyaml takes
 * time that grows with the square of their length. */
#define ZB_YAML_SIZE_MAX ((size_t)16 << 20)
#define ZB_YAML_BLANK_MAX 1000
#define ZB_YAML_DIRECTIVE_MAX 200
#define ZB_YAML_ERRORS_MAX 20   /* syntax errors, and wrong aliases, reported for one text */

/* Turns a byte offset of the YAML text into a place. */
typedef zb_loc (*zb_locate)(const void *context, size_t offset);

/* The first document of `text`; NULL when nothing usable could be read (diagnostics say why: [yaml.syntax], [yaml.key] for
 * duplicate keys...). An empty text gives an empty mapping. Places come from `locate(context, offset)`, asked mostly in growing
 * order. Nothing is read after a syntax error. A quoted text keeps the place of its quote, a block text that of its first character,
 * an absent value that of its key. What an alias or a merge key (`<<`) brings in keeps the place where it was written. */
const zb_value *zb_yaml_read(zb_arena *arena, zb_str text, zb_locate locate, const void *context, zb_diags *diags);
/* The same for a whole loaded source. After a syntax error reading goes on at the next key in the first column, so that several
 * errors are found at once. */
const zb_value *zb_yaml_read_source(zb_arena *arena, const zb_source *source, zb_diags *diags);

#endif
