/* SPDX-License-Identifier: Apache-2.0
 * A pool of worker processes on this machine. Jobs are bytes that the worker's own function understands; results come
 * back in the order of the jobs, whatever the number of workers. A job that crashes, hangs or eats all memory costs
 * that job: its worker is replaced. */
#ifndef ZB_JOBS_POOL_H
#define ZB_JOBS_POOL_H

#include "base/diag.h"
#include "jobs/signals.h"

#define ZB_WORKERS_MAX 64
/* Bytes of one job, of one reply. */
#define ZB_JOB_SIZE_MAX ((size_t)64 << 20)

typedef enum zb_job_end {
    ZB_JOB_DONE,
    ZB_JOB_CRASHED, /* the worker ended by a signal, or by itself */
    ZB_JOB_LATE,    /* longer than the limit */
    ZB_JOB_SPENT,   /* more processor time than the limit */
    ZB_JOB_FULL,    /* more memory than the limit */
} zb_job_end;

typedef struct zb_job_result {
    size_t index; /* of the job, from 0 */
    zb_job_end end;
    int status;   /* DONE: what perform gave. Else: the signal, or minus the exit status */
    zb_str reply; /* DONE: what perform wrote; else the last words of the worker on its standard error */
} zb_job_result;

typedef enum zb_next { ZB_NEXT_JOB, ZB_NEXT_DECIDED, ZB_NEXT_LATER, ZB_NEXT_NONE } zb_next;

/* What is to be done. */
typedef struct zb_pool_work {
    void *context;

    /* In the worker. open: once, before its first job; *state goes to the others; what it writes to `greeting` goes to
     * `ready` below. False: no worker can work, the greeting says why. perform: one job; appends the reply, gives a
     * status. close: at the end; may be NULL. */
    bool (*open)(void *context, void **state, zb_buf *greeting);
    int (*perform)(void *state, zb_str job, zb_buf *reply);
    void (*close)(void *state);

    /* In the calling process. ready: once, with the greeting of the first worker, before the first `next`; may be NULL.
     * next: the next job into `bytes` (JOB); or a result that needs no worker into `bytes` and *status (DECIDED); or
     * nothing has come on `input` yet (LATER); or there are no more (NONE). done: one result, in the order of the jobs.
     * tick: a few times a second, with the number of jobs that are done (in any order); may be NULL. */
    void (*ready)(void *context, zb_str greeting);
    zb_next (*next)(void *context, zb_buf *bytes, int *status);
    void (*done)(void *context, const zb_job_result *result);
    void (*tick)(void *context, size_t done);
    int input; /* where `next` waits for data; -1: it never says LATER */
} zb_pool_work;

typedef struct zb_pool_limits {
    int workers;     /* at most; 0: as many as there are processors */
    double seconds;  /* for one job; 0: none */
    double cpu;      /* seconds of processor time for one job, after which it is ended where it does not end itself; 0: none */
    size_t memory;   /* data of a worker, without mapped files; 0: no limit. Not under AddressSanitizer, which needs terabytes */
    size_t resident; /* resident bytes beyond which a worker is replaced between two jobs: libraries leak; 0: never */
    size_t kept;     /* freed bytes that a worker keeps for its next job instead of giving them back; 0: as the C library likes */
    const zb_signals *signals; /* held signals that end the run; may be NULL */
} zb_pool_limits;

typedef enum zb_pool_end {
    ZB_POOL_FINE,        /* every job has its result */
    ZB_POOL_INTERRUPTED, /* a held signal came; the workers were ended, `done` was called for an unbroken first part of
                            the jobs */
    ZB_POOL_REFUSED,     /* open failed, the greeting is in `said` */
    ZB_POOL_NO_PROCESS,  /* the system does not let us start a process, or they end before they begin; `said` tells why
                          */
} zb_pool_end;

/* Does the work. `said` gets what workers wrote to standard error outside crashed jobs, and the reason why there are
 * none. */
zb_pool_end zb_pool_run(const zb_pool_work *work, const zb_pool_limits *limits, zb_buf *said);

/* Adds the finding that belongs to a result that is not DONE. Errors, for what the job asked for is more than it may have: [job.time],
 * [limit.cpu], [limit.memory]. ZB_FATAL [job.crash]: what failed is not known to be the job's fault. */
void zb_job_report(const zb_job_result *result, const zb_pool_limits *limits, zb_loc loc, zb_diags *diags);

#endif
