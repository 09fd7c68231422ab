/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: the functions that stand before those of the C library. Memory fails here; fork counts as a call of the kind "process"
 * and tells workers from their parent; and SIGSYS, by which system calls come to us, is never blocked. */
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static bool memory_fails(void) {
    if (!fi.kind || fi.kind->what != FI_MEMORY || !fi_fails()) return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size) { return memory_fails() ? NULL : __libc_malloc(size); }

void *calloc(size_t count, size_t size) { return memory_fails() ? NULL : __libc_calloc(count, size); }

void *realloc(void *old, size_t size) { return size && memory_fails() ? NULL : __libc_realloc(old, size); }

void *memalign(size_t align, size_t size) { return memory_fails() ? NULL : __libc_memalign(align, size); }

void *aligned_alloc(size_t align, size_t size) { return memory_fails() ? NULL : __libc_memalign(align, size); }

int posix_memalign(void **out, size_t align, size_t size) {
    if (align % sizeof(void *) || (align & (align - 1)) || !align) return EINVAL;
    void *got = memory_fails() ? NULL : __libc_memalign(align, size);
    if (!got) return ENOMEM;
    *out = got;
    return 0;
}

/* The function that stands behind ours. */
static void *behind(const char *name) { return dlsym(RTLD_NEXT, name); }

pid_t fork(void) {
    static pid_t (*real)(void);
    if (!real) *(void **)&real = behind("fork");
    if (fi.kind && fi.kind->what == FI_PROCESS && fi_fails()) {
        errno = fi.error;
        return -1;
    }
    pid_t pid = real();
    if (pid == 0) fi.worker = true;
    return pid;
}

static const sigset_t *without_ours(const sigset_t *set, sigset_t *copy) {
    if (!set || !fi.fence) return set;
    *copy = *set;
    sigdelset(copy, SIGSYS);
    return copy;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old) {
    static int (*real)(int, const sigset_t *, sigset_t *);
    if (!real) *(void **)&real = behind("sigprocmask");
    sigset_t copy;
    return real(how, how == SIG_UNBLOCK ? set : without_ours(set, &copy), old);
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old) {
    static int (*real)(int, const sigset_t *, sigset_t *);
    if (!real) *(void **)&real = behind("pthread_sigmask");
    sigset_t copy;
    return real(how, how == SIG_UNBLOCK ? set : without_ours(set, &copy), old);
}

int sigaction(int number, const struct sigaction *action, struct sigaction *old) {
    static int (*real)(int, const struct sigaction *, struct sigaction *);
    if (!real) *(void **)&real = behind("sigaction");
    static bool installed; /* ours comes first */
    if (number == SIGSYS && installed && action) return old ? real(number, NULL, old) : 0;
    if (!action) return real(number, NULL, old);
    installed |= number == SIGSYS && fi.fence;
    struct sigaction copy = *action;
    sigdelset(&copy.sa_mask, SIGSYS);
    return real(number, &copy, old);
}
