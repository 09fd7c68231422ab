/* SPDX-License-Identifier: Apache-2.0
 * Shapes: all that a schema says of one place in the data. Used inside model only; others ask through model/schema.h. */
#ifndef ZB_MODEL_SCHEMA_SHAPE_H
#define ZB_MODEL_SCHEMA_SHAPE_H

#include "model/schema_parts.h"

/* The shape of the whole data; its memory is the arena's. */
zb_schema_shape *zb_schema_shape_new(zb_arena *arena, const zb_schema *schema);
/* The names that a mapping there may have, each once, in the order of the schema. */
size_t zb_schema_shape_count(const zb_schema_shape *shape);
zb_str zb_schema_shape_name(const zb_schema_shape *shape, size_t index);
/* MAP or LIST where nothing else may stand there, else NULL. */
zb_value_kind zb_schema_shape_kind(const zb_schema_shape *shape);

#endif
