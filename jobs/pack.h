/* SPDX-License-Identifier: Apache-2.0
 * Numbers and texts in the bytes of jobs and replies. Both ends are the same program. */
#ifndef ZB_JOBS_PACK_H
#define ZB_JOBS_PACK_H

#include "base/str.h"

/* Append a number; a text with its length; some bytes of which the reader knows how many. */
void zb_pack_number(zb_buf *out, uint64_t number);
void zb_pack_text(zb_buf *out, zb_str text);
void zb_pack_bytes(zb_buf *out, const void *bytes, size_t count);

/* Take what stands at the beginning of *in, which moves behind it. 0, empty or zeroes where there is not enough. Texts
 * are borrowed. */
uint64_t zb_unpack_number(zb_str *in);
zb_str zb_unpack_text(zb_str *in);
void zb_unpack_bytes(zb_str *in, void *bytes, size_t count);

#endif
