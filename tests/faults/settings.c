/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: the settings, read once when the library is loaded, and the decision which call fails.
 *
 *   FI_FENCE   the folder below which a run may write; nothing happens without it
 *   FI_KIND    the kind of calls (kinds.c)
 *   FI_MODE    count, plain, fork; none: only fence and trace
 *   FI_N       plain: this call fails; fork: the first that is tried.  FI_LAST, FI_STRIDE: fork: the last, every so many
 *   FI_STICKY  all later calls fail too.  FI_ERRNO: the error, else the kind's own.  FI_WHO: parent, workers, all
 *   FI_DISTINCT  fork: only calls whose stack was not seen before
 *   FI_SIGNAL  the process gets this signal at the call instead
 *   FI_TALLY   a file of zeros that takes the counts.  FI_LOG: a file that takes what went wrong.  FI_TRACE: one that
 *              takes the calls that change the disk
 *   FI_OUT     fork: the folder of the outputs.  FI_KEEP: an empty folder on the same file system.  FI_GOOD, FI_OLD: folders with the
 *              outputs that are right and that were there before.  FI_STDOUT, FI_STDERR: files with what
 *              is written there when all is fine.  FI_SECONDS: more is a hang */
#include "shim.h"

#include <execinfo.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

fi_settings fi;

enum { SEEN_ROOM = 1 << 17 };
static uint64_t *seen; /* hashes of the stacks that were tried */
static int busy; /* no thread of the program's own is expected; see fi_fails */

bool fi_is(const char *a, const char *b) { return a && !strcmp(a, b); }

static long number_of(const char *name, long otherwise) {
    const char *s = getenv(name);
    return s && *s ? strtol(s, NULL, 10) : otherwise;
}

_Noreturn static void give_up(const char *why) {
    fi_text text = {.n = 0};
    fi_add(&text, "libfaults: ");
    fi_add(&text, why);
    fi_add(&text, "\n");
    fi_text_write(&text, 2);
    _exit(120);
}

static fi_mode mode_of(const char *word) {
    return fi_is(word, "count") ? FI_COUNT : fi_is(word, "plain") ? FI_PLAIN : fi_is(word, "fork") ? FI_FORK : FI_OFF;
}

static void open_tally(void) {
    static fi_tally own;
    const char *path = getenv("FI_TALLY");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *map = fd >= 0 ? mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (path && map == MAP_FAILED) give_up("FI_TALLY cannot be mapped");
    fi.tally = path ? map : &own;
    if (fd >= 0) close(fd);
}

/* -1: the variable is not set. */
static int open_log(const char *variable) {
    const char *path = getenv(variable);
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
    if (fd < 0) return -1;
    int high = fcntl(fd, F_DUPFD_CLOEXEC, 500); /* out of the program's way */
    close(fd);
    return high;
}

/* backtrace() loads a library when it is first called: before any trap, and before the first count. */
static void warm_up(void) {
    void *frames[4];
    backtrace(frames, 4);
    if (fi.distinct) seen = mmap(NULL, SEEN_ROOM * sizeof *seen, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (seen == MAP_FAILED) give_up("no memory");
}

static void read_settings(void) {
    const char *who = getenv("FI_WHO");
    fi.first = number_of("FI_N", 1);
    fi.last = number_of("FI_LAST", 0);
    fi.stride = number_of("FI_STRIDE", 1);
    fi.error = (int)number_of("FI_ERRNO", fi.kind ? fi.kind->error : 0);
    fi.seconds = (int)number_of("FI_SECONDS", 60);
    fi.signal = (int)number_of("FI_SIGNAL", 0);
    fi.sticky = getenv("FI_STICKY") != NULL;
    fi.distinct = getenv("FI_DISTINCT") != NULL;
    fi.who = fi_is(who, "workers") ? 2 : fi_is(who, "all") ? 3 : 1;
    fi.out = getenv("FI_OUT");
    fi.keep = getenv("FI_KEEP");
    fi.good = getenv("FI_GOOD");
    fi.old = getenv("FI_OLD");
    fi.good_stderr = getenv("FI_STDERR");
    fi.good_stdout = getenv("FI_STDOUT");
}

__attribute__((constructor)) static void begin(void) {
    const char *kind = getenv("FI_KIND");
    fi.fence = getenv("FI_FENCE");
    if (!fi.fence) return;
    fi.kind = kind ? fi_kind_named(kind) : NULL;
    if (kind && !fi.kind) give_up("FI_KIND is none that there is");
    read_settings();
    open_tally();
    fi.log = open_log("FI_LOG");
    fi.trace = open_log("FI_TRACE");
    fi_mode mode = mode_of(getenv("FI_MODE"));
    if (mode == FI_FORK) warm_up();
    if (mode == FI_FORK && !fi_scene_open()) give_up("the scene cannot be read");
    if (!fi_traps_install(fi.kind)) give_up("system calls cannot be trapped here");
    fi.mode = mode;
}

/* Whether this stack is the first of its kind. */
static bool is_new_stack(void) {
    void *frames[FI_DEPTH];
    uint64_t hash = fi_stack_hash(frames, fi_stack(frames, FI_DEPTH)) | 1;
    size_t at = hash % SEEN_ROOM;
    for (size_t i = 0; seen[at] && i < SEEN_ROOM / 2; i++, at = (at + 1) % SEEN_ROOM)
        if (seen[at] == hash) return false;
    seen[at] = hash;
    return true;
}

static bool is_tried(long n) {
    if (n < fi.first || (fi.last && n > fi.last) || (n - fi.first) % fi.stride) return false;
    return !fi.distinct || is_new_stack();
}

/* The n-th call of the program itself. With FI_SIGNAL it only gets the signal. */
static bool is_hit(long n) {
    bool hit = fi.sticky ? n >= fi.first : n == fi.first;
    if (hit && fi.signal) FI_RAW2(SYS_kill, FI_RAW0(SYS_getpid), fi.signal);
    return hit && !fi.signal;
}

bool fi_fails(void) {
    if (fi.mode == FI_OFF || busy) return false;
    if (fi.mode == FI_DOOMED) return fi.sticky;
    if (!(fi.who & (fi.worker ? 2 : 1))) return false;
    long n = (long)__atomic_add_fetch(&fi.tally->calls[fi.worker], 1, __ATOMIC_SEQ_CST);
    if (fi.mode == FI_PLAIN) return is_hit(n);
    if (fi.mode != FI_FORK) return false;
    busy = 1;
    bool fails = is_tried(n) && fi_scene_try(n);
    if (fails) fi.mode = FI_DOOMED;
    busy = 0;
    return fails;
}
