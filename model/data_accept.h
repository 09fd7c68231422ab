/* SPDX-License-Identifier: Apache-2.0
 * The key `accept` of an issue, which is the program's own: templates, queries and schemas do not see it. */
#ifndef ZB_MODEL_DATA_ACCEPT_H
#define ZB_MODEL_DATA_ACCEPT_H

#include "model/value.h"

/* Entries of one issue [accept.entry]: each finding is held against all. */
#define ZB_ACCEPTED_MAX 1000

/* Takes the accepted warnings out of the root of an issue and hands them to the findings (zb_diags_accept). What is no entry adds an
 * error [accept.entry]. Gives the root without them. */
const zb_value *zb_accept_take(zb_arena *arena, const zb_value *root, zb_diags *diags);

#endif
