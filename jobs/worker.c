/* SPDX-License-Identifier: Apache-2.0
 * The life of a worker: limits, open, jobs until the socket ends, close. It takes its time itself (an alarm that
 * kills), so that it also ends when nobody is left to watch it. What it writes to standard error goes to a memory file
 * of bounded size, for messages among a progress bar help nobody. */
#include "jobs/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/limits.h"
#include "jobs/wire.h"

#define WORDS_ROOM ((size_t)64 << 10)
#define RESIDENT_EVERY 16 /* jobs between two looks at the memory */

/* ---- in the worker ---- */

/* Jobs of one kind need the same memory again and again: giving it back and faulting it in anew takes 7 % of a bulletin's time. */
static void keep_memory(size_t kept) {
#if defined(__GLIBC__)
    const size_t large = 32 << 20; /* the most that may come from the heap */
    if (!kept) return;
    mallopt(M_TRIM_THRESHOLD, (int)kept);
    mallopt(M_MMAP_THRESHOLD, (int)(kept < large ? kept : large));
#else
    (void)kept;
#endif
}

#define CPU_GRACE_SECONDS 2 /* and a quarter of the limit, in which a job should end itself */

static void start_clock(__itimer_which_t clock, double seconds) {
    struct itimerval timer = {.it_value = {(time_t)floor(seconds), (suseconds_t)((seconds - floor(seconds)) * 1e6)}};
    setitimer(clock, &timer, NULL);
}

/* Starts the clocks that kill this process. */
static void limit_time(const zb_pool_limits *limits) {
    if (limits->seconds > 0) start_clock(ITIMER_REAL, limits->seconds);
    if (limits->cpu > 0) start_clock(ITIMER_PROF, limits->cpu * 1.25 + CPU_GRACE_SECONDS);
}

static void stop_clocks(void) {
    start_clock(ITIMER_REAL, 0);
    start_clock(ITIMER_PROF, 0);
}

/* A terminal sends Ctrl-C to us too; our parent decides what it means. */
static void settle_signals(const zb_signals *signals) {
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    signal(SIGALRM, SIG_DFL);
    signal(SIGPROF, SIG_DFL);
    if (signals) zb_signals_release(signals);
}

static bool send_all(int fd, zb_str bytes) {
    while (bytes.n) {
        ssize_t n = send(fd, bytes.s, bytes.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes = zb_str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

static bool send_frame(int fd, zb_buf *out, zb_frame frame, zb_str bytes) {
    out->n = 0;
    zb_frame_add(out, frame, bytes);
    return send_all(fd, zb_buf_str(out));
}

/* Resident bytes of this process, from its /proc/self/statm; 0 where the system does not tell. */
static size_t resident(int statm) {
    char text[128] = "";
    ssize_t n = statm >= 0 ? pread(statm, text, sizeof text - 1, 0) : 0;
    unsigned long pages = 0;
    return n > 0 && sscanf(text, "%*u %lu", &pages) == 1 ? (size_t)pages * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

/* More bytes behind what is in the buffer; false: the pool has closed its end. */
static bool receive(int fd, zb_buf *in) {
    char block[1 << 14];
    for (;;) {
        ssize_t n = recv(fd, block, sizeof block, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n > 0) zb_buf_add(in, (zb_str){block, (size_t)n});
        return n > 0;
    }
}

typedef struct life {
    const zb_pool_work *work;
    void *state;
    const zb_pool_limits *limits;
    int fd;
    int statm;     /* open from the beginning: a worker may wall itself in */
    unsigned done; /* jobs */
    bool tired;    /* has grown too large */
    zb_buf in, out, reply;
} life;

/* Looks now and then whether this process has grown too large. */
static bool is_tired(life *l) {
    size_t limit = l->limits->resident;
    return limit && ++l->done % RESIDENT_EVERY == 0 && resident(l->statm) > limit;
}

/* All jobs that are whole in the buffer. False: nobody takes the replies, or this worker is to be replaced. */
static bool perform_received(life *l) {
    size_t at = 0;
    zb_frame frame;
    zb_str bytes;
    bool fine = true;
    while (fine && !l->tired && zb_frame_take(zb_buf_str(&l->in), &at, &frame, &bytes)) {
        l->reply.n = 0;
        limit_time(l->limits);
        int status = l->work->perform(l->state, bytes, &l->reply);
        stop_clocks();
        fine = send_frame(l->fd, &l->out, (zb_frame){.kind = ZB_FRAME_REPLY, .status = status, .index = frame.index},
                          zb_buf_str(&l->reply));
        l->tired = is_tired(l);
    }
    memmove(l->in.s, l->in.s + at, l->in.n - at);
    l->in.n -= at;
    return fine && !l->tired;
}

static int live(const zb_pool_work *work, const zb_pool_limits *limits, int fd) {
    life l = {.work = work, .limits = limits, .fd = fd, .statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)};
    zb_limits_memory(limits->memory);
    keep_memory(limits->kept);
    limit_time(limits);
    bool open = work->open(work->context, &l.state, &l.reply);
    stop_clocks();
    bool heard =
        send_frame(fd, &l.out, (zb_frame){.kind = open ? ZB_FRAME_READY : ZB_FRAME_REFUSED}, zb_buf_str(&l.reply));
    if (open) {
        while (heard && receive(fd, &l.in)) heard = perform_received(&l);
        if (l.tired) send_frame(fd, &l.out, (zb_frame){.kind = ZB_FRAME_RETIRE}, (zb_str){0});
        limit_time(limits);
        if (work->close) work->close(l.state);
    }
    if (l.statm >= 0) close(l.statm);
    zb_buf_free(&l.in);
    zb_buf_free(&l.out);
    zb_buf_free(&l.reply);
    return 0;
}

/* ---- in the pool's process ---- */

/* A file in memory that cannot grow beyond WORDS_ROOM. */
static int words_open(void) {
    int fd = memfd_create("words", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    if (ftruncate(fd, (off_t)WORDS_ROOM) == 0 && fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) == 0) return fd;
    close(fd);
    return -1;
}

static void words_take(int fd, zb_buf *out) {
    char block[4096];
    ssize_t n;
    for (off_t at = 0; (n = pread(fd, block, sizeof block, at)) > 0; at += n) {
        size_t text = strnlen(block, (size_t)n);
        zb_buf_add(out, (zb_str){block, text});
        if (text < (size_t)n) return;
    }
}

static void become_worker(const zb_pool_work *work, const zb_pool_limits *limits, pid_t parent, int fd, int words) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    settle_signals(limits->signals);
    if (words >= 0) dup2(words, STDERR_FILENO);
    exit(live(work, limits, fd));
}

bool zb_worker_start(const zb_pool_work *work, const zb_pool_limits *limits, const int *others, size_t other_count,
                     zb_worker *worker) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
    int words = words_open();
    pid_t parent = getpid();
    fflush(NULL); /* or the worker would write what we have not written yet a second time */
    pid_t pid = fork();
    if (pid == 0) {
        zb_guard_forget();
        close(ends[0]);
        for (size_t i = 0; i < other_count; i++) close(others[i]);
        become_worker(work, limits, parent, ends[1], words);
    }
    close(ends[1]);
    *worker = (zb_worker){pid, ends[0], words};
    if (pid > 0) return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
    int reason = errno;
    close(ends[0]);
    if (words >= 0) close(words);
    errno = reason;
    return false;
}

int zb_worker_end(zb_worker *worker, zb_buf *words) {
    int status = 0;
    close(worker->fd);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR) continue;
    if (worker->words >= 0) {
        words_take(worker->words, words);
        close(worker->words);
    }
    return status;
}
