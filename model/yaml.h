/* SPDX-License-Identifier: Apache-2.0
 * YAML text to values (libfyaml). Anchors, aliases and merge keys are allowed; what they expand to is bounded. */
#ifndef ZB_MODEL_YAML_H
#define ZB_MODEL_YAML_H

#include "model/value.h"

/* Limits, each with its diagnostic: [yaml.depth], [yaml.values] (counts alias expansions: bombs end here). */
#define ZB_YAML_DEPTH_MAX 64
#define ZB_YAML_VALUES_MAX 1000000

/* Turns a byte offset of the YAML text into a place. */
typedef zb_loc (*zb_locate)(const void *context, size_t offset);

/* The first document of `text`; NULL when nothing usable could be read (diagnostics say why: [yaml.syntax], [yaml.key] for
 * duplicate keys...). An empty text gives an empty mapping. Places come from `locate(context, offset)`. */
const zb_value *zb_yaml_read(zb_arena *arena, zb_str text, zb_locate locate, const void *context, zb_diags *diags);
/* The same for a whole loaded source. */
const zb_value *zb_yaml_read_source(zb_arena *arena, const zb_source *source, zb_diags *diags);

#endif
