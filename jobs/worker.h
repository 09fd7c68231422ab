/* SPDX-License-Identifier: Apache-2.0
 * A worker process: how it is started, and what it does in its life. */
#ifndef ZB_JOBS_WORKER_H
#define ZB_JOBS_WORKER_H

#include <sys/types.h>

#include "jobs/pool.h"

typedef struct zb_worker {
    pid_t pid;
    int fd;    /* our end of the socket, non-blocking */
    int words; /* a memory file that is the worker's standard error; -1: it shares ours */
} zb_worker;

/* Starts a worker. False: the system refuses (errno). `others` are descriptors that the worker must not keep open:
 * those of the other workers, whose end it would otherwise hide. */
bool zb_worker_start(const zb_pool_work *work, const zb_pool_limits *limits, const int *others, size_t other_count,
                     zb_worker *worker);
/* Waits for the process, appends what it wrote to its standard error to `words` and closes all. Gives the wait status.
 */
int zb_worker_end(zb_worker *worker, zb_buf *words);

#endif
