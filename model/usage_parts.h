/* SPDX-License-Identifier: Apache-2.0
 * The notes about what is used, for the files that keep and report them. Used inside model only. */
#ifndef ZB_MODEL_USAGE_PARTS_H
#define ZB_MODEL_USAGE_PARTS_H

#include "model/usage.h"

struct zb_usage {
    zb_arena *arena;
    zb_use *root;           /* NULL: not made yet */
    bool asked;             /* a template's names were marked */
    zb_use **slots;         /* nodes by what stands above them and key */
    size_t slot_count;      /* a power of two */
    ZB_VEC(zb_use *) nodes; /* all but the root */
    const zb_use *tables;   /* the root's key of that name; NULL: there is none */
    struct zb_sql *sql;     /* a database of the data set that is kept, */
    zb_str owner;           /* and for whom */
    const struct zb_schema *schema;
};

#endif
