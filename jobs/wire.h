/* SPDX-License-Identifier: Apache-2.0
 * Messages between the pool and its workers: a fixed head, then bytes. Both ends are the same program, so no byte order
 * is agreed on. */
#ifndef ZB_JOBS_WIRE_H
#define ZB_JOBS_WIRE_H

#include "base/str.h"

typedef enum zb_frame_kind {
    ZB_FRAME_JOB = 1,
    ZB_FRAME_READY,
    ZB_FRAME_REFUSED,
    ZB_FRAME_REPLY,
    ZB_FRAME_RETIRE
} zb_frame_kind;

typedef struct zb_frame {
    uint32_t kind;
    int32_t status;
    uint64_t index;
    uint64_t size; /* of the bytes that follow; set by zb_frame_add */
} zb_frame;

/* Appends a message. */
void zb_frame_add(zb_buf *out, zb_frame frame, zb_str bytes);
/* The message at *at, which moves behind it; the bytes are borrowed from `in`. False: it is not whole yet. */
bool zb_frame_take(zb_str in, size_t *at, zb_frame *frame, zb_str *bytes);
/* The message that begins `in` cannot be one of ours. */
bool zb_frame_broken(zb_str in, size_t at);

#endif
