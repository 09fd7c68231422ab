/* SPDX-License-Identifier: Apache-2.0
 * What was drawn and why, for the lint: things that the display list alone does not tell apart. */
#ifndef ZB_CHARTS_TRACE_H
#define ZB_CHARTS_TRACE_H

#include "base/length.h"
#include "base/str.h"

/* A line from a mark to its label. */
typedef struct zb_trace_leader {
    zb_point points[3];
    zb_point centre;  /* of the disc it must not touch beyond its elbow */
    zb_length radius; /* 0: none */
} zb_trace_leader;

typedef struct zb_trace {
    ZB_VEC(zb_trace_leader) leaders;
    ZB_VEC(zb_str) ticks; /* texts of the value axis */
    bool few_ticks;       /* whole numbers leave no more */
} zb_trace;

#endif
