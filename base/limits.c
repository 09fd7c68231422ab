/* SPDX-License-Identifier: Apache-2.0
 * The limits of the process: what the kernel keeps for us. The mark of our own limit of memory is a state of the process as the limit
 * itself is, so it is kept where the process keeps it: a limit of ours leaves room for one page more in the hard one. */
#include "base/limits.h"

#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/language.h"
#include "base/sanitized.h"

#define EXIT_INPUT 1
#define GRACE_SECONDS 2.0 /* and a quarter of the limit */
#define MARK ((rlim_t)4096)
#define FULL_SLACK ((size_t)2 << 20) /* what the allocator asks the system for at once */
#define GUESS_SLACK ((size_t)12 << 20) /* data of the libraries, and what they map themselves */

double zb_processor_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- processor time ---- */

static void end_of_time(int signal) {
    const char *words = zb_tr("zhoubao: error: this run takes more processor time than it may [limit.cpu]\n"
                              "      = help: --cpu SECONDS allows more\n");
    ssize_t n = write(STDERR_FILENO, words, strlen(words));
    (void)n, (void)signal;
    zb_guard_tidy();
    _exit(EXIT_INPUT);
}

void zb_limits_processor(double seconds) {
    struct rlimit limit;
    if (seconds <= 0 || getrlimit(RLIMIT_CPU, &limit) != 0) return;
    rlim_t end = (rlim_t)ceil(zb_processor_seconds() + seconds * 1.25 + GRACE_SECONDS);
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= end) return; /* somebody else's, whose meaning is theirs */
    struct sigaction action = {.sa_handler = end_of_time};
    sigemptyset(&action.sa_mask);
    sigaction(SIGXCPU, &action, NULL);
    limit.rlim_cur = end;
    setrlimit(RLIMIT_CPU, &limit);
}

/* ---- memory ---- */

void zb_limits_memory(size_t bytes) {
#if defined(ZB_SANITIZED)
    (void)bytes;
#else
    struct rlimit limit;
    if (!bytes || getrlimit(RLIMIT_DATA, &limit) != 0) return;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= bytes) return;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < bytes + MARK) return;
    limit = (struct rlimit){bytes, bytes + MARK};
    setrlimit(RLIMIT_DATA, &limit);
#endif
}

static bool ours(struct rlimit *limit) {
    return getrlimit(RLIMIT_DATA, limit) == 0 && limit->rlim_cur != RLIM_INFINITY && limit->rlim_max != RLIM_INFINITY &&
           limit->rlim_max - limit->rlim_cur == MARK;
}

bool zb_limits_memory_is_ours(void) {
    struct rlimit limit;
    return ours(&limit);
}

double zb_limits_megabytes(void) {
    struct rlimit limit;
    return ours(&limit) ? (double)limit.rlim_cur / (1 << 20) : 0;
}

/* What the allocator has from the system, and some for what others have. */
static size_t data_guessed(void) {
#if defined(__GLIBC__)
    struct mallinfo2 info = mallinfo2();
    return info.arena + info.hblkhd + GUESS_SLACK;
#else
    return 0;
#endif
}

/* Bytes of data that this process has, as RLIMIT_DATA counts them, and of its stack. A sandbox may hide the file. */
static size_t data_now(void) {
    char text[128] = "";
    size_t pages = 0;
    int field = 0, fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
    if (fd >= 0) close(fd);
    if (n <= 0) return data_guessed();
    for (ssize_t i = 0; i < n && field < 6; i++) {
        if (text[i] == ' ') field++;
        else if (field == 5 && text[i] >= '0' && text[i] <= '9') pages = pages * 10 + (size_t)(text[i] - '0');
    }
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Whether it is our limit that the process runs into: the system may have less than we allow. */
static bool is_full(size_t wanted) {
    struct rlimit limit;
    if (!ours(&limit)) return false;
    return wanted >= limit.rlim_cur || data_now() + wanted + FULL_SLACK >= limit.rlim_cur;
}

int zb_limits_say_no_memory(size_t wanted) {
    char words[240];
    double megabytes = is_full(wanted) ? zb_limits_megabytes() : 0;
    int n;
    if (megabytes > 0)
        n = snprintf(words, sizeof words,
                     zb_tr("zhoubao: error: out of memory: this run needs more than the %.0f MB that it may take [limit.memory]\n"
                           "      = help: --memory MB allows more\n"), megabytes);
    else if (wanted)
        n = snprintf(words, sizeof words, zb_tr("zhoubao: error: out of memory: %zu bytes more cannot be had [system.memory]\n"), wanted);
    else n = snprintf(words, sizeof words, "%s", zb_tr("zhoubao: error: out of memory [system.memory]\n"));
    ssize_t written = write(STDERR_FILENO, words, (size_t)n);
    (void)written;
    return megabytes > 0 ? EXIT_INPUT : ZB_GUARD_STATUS;
}

_Noreturn void zb_limits_no_memory(size_t wanted) { _exit(zb_guard_no_memory(wanted)); }
