/* SPDX-License-Identifier: Apache-2.0
 * Values of an issue that are given outside of it, on the command line. */
#ifndef ZB_MODEL_DATA_SET_H
#define ZB_MODEL_DATA_SET_H

#include "model/value.h"

/* The root of an issue with one value set: "severity.high=72", "alerts.0.title=...". The value is read like a plain YAML scalar,
 * literally; in quotes, brackets or braces as YAML. It stands at the place "--set PATH". Mappings on the way that do not exist are made;
 * [set.path] is the error where something else stands there or a list has no such item. Gives the root as it was after an error. */
const zb_value *zb_set_apply(zb_arena *arena, const zb_value *root, const char *set, zb_diags *diags);

#endif
