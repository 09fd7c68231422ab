/* SPDX-License-Identifier: Apache-2.0
 * The seccomp half of the sandbox: the list of system calls and the filter made of it. */
#ifndef ZB_JOBS_SANDBOX_CALLS_H
#define ZB_JOBS_SANDBOX_CALLS_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

/* Instructions that a filter has at most. */
#define ZB_FILTER_MAX 1024

/* Writes the filter for the calling process; gives the number of instructions, 0 where the processor is not known. */
size_t zb_filter_build(struct sock_filter *out);
/* The kernel takes filters for this processor. */
bool zb_filter_offered(void);
/* From now on the process is held to the filter. False: errno says why. */
bool zb_filter_enter(void);

#endif
