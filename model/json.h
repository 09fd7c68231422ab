/* SPDX-License-Identifier: Apache-2.0
 * JSON text to values with places, and back, for files that are JSON by their name: a schema. Strict, and many times faster than the YAML
 * reader. */
#ifndef ZB_MODEL_JSON_H
#define ZB_MODEL_JSON_H

#include "model/value.h"

/* Nesting: [json.syntax]. */
#define ZB_JSON_DEPTH_MAX 64

/* The value of a whole source as RFC 8259 has it. Numbers are INT, or REAL where they have a fraction or exponent or do not fit 64 bits;
 * what stands in quotes is TEXT. NULL: an error was added, [json.syntax] or (for a key that stands twice) [json.key]. */
const zb_value *zb_json_read_source(zb_arena *arena, const zb_source *source, zb_diags *diags);

/* Appends the value as JSON, indented by `depth` levels of two spaces from its second line on. Numbers stay as they are spelt, so they must
 * come from JSON. */
void zb_json_write(const zb_value *value, int depth, zb_buf *out);

#endif
