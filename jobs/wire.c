/* SPDX-License-Identifier: Apache-2.0
 * Messages in and out of buffers. */
#include "jobs/wire.h"

#include <string.h>

#include "jobs/pool.h"

void zb_frame_add(zb_buf *out, zb_frame frame, zb_str bytes) {
    frame.size = bytes.n;
    zb_buf_add(out, (zb_str){(const char *)&frame, sizeof frame});
    zb_buf_add(out, bytes);
}

/* The head at `at`; false: not there yet. */
static bool head_at(zb_str in, size_t at, zb_frame *frame) {
    if (in.n < at || in.n - at < sizeof *frame) return false;
    memcpy(frame, in.s + at, sizeof *frame);
    return true;
}

bool zb_frame_take(zb_str in, size_t *at, zb_frame *frame, zb_str *bytes) {
    if (!head_at(in, *at, frame) || in.n - *at - sizeof *frame < frame->size) return false;
    *bytes = zb_str_sub(in, *at + sizeof *frame, *at + sizeof *frame + frame->size);
    *at += sizeof *frame + frame->size;
    return true;
}

bool zb_frame_broken(zb_str in, size_t at) {
    zb_frame frame;
    if (!head_at(in, at, &frame)) return false;
    return frame.kind < ZB_FRAME_JOB || frame.kind > ZB_FRAME_RETIRE || frame.size > ZB_JOB_SIZE_MAX;
}
