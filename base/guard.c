/* SPDX-License-Identifier: Apache-2.0
 * Handlers that call nothing but what POSIX allows in them. The list is changed with all signals blocked. */
#include "base/guard.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/language.h"
#include "base/limits.h"
#include "base/sanitized.h"

#define STACK_ROOM ((size_t)64 << 10) /* of the handlers */
#define STACK_SLACK ((uintptr_t)1 << 20) /* how far below its end a used up stack is touched */

static zb_guarded *first;
static uintptr_t stack_top; /* an address in the frame of main */
static bool done, all_told; /* zb_guard_done */
static int done_status;

/* An entry of a folder as the kernel gives it (getdents64(2)): readdir takes memory. */
typedef struct folder_entry {
    uint64_t number;
    int64_t next;
    uint16_t length;
    unsigned char kind;
    char name[];
} folder_entry;

static void remove_tree(int at, const char *path, int depth) {
    _Alignas(folder_entry) char room[2048];
    if (unlinkat(at, path, 0) == 0 || depth > ZB_GUARD_DEPTH) return;
    int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return;
    for (long n; (n = syscall(SYS_getdents64, fd, room, sizeof room)) > 0;) {
        for (long i = 0; i < n; i += ((const folder_entry *)(const void *)(room + i))->length) {
            const char *name = room + i + offsetof(folder_entry, name);
            if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) remove_tree(fd, name, depth + 1);
        }
    }
    close(fd);
    unlinkat(at, path, AT_REMOVEDIR);
}

static void remove_files(void) {
    for (const zb_guarded *file = first; file; file = file->after) {
        if (file->tree) remove_tree(AT_FDCWD, file->path, 0);
        else unlink(file->path);
    }
    first = NULL;
}

void zb_guard_hold(sigset_t *before) {
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
    sigset_t all;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&all, faults[i]);
    sigprocmask(SIG_BLOCK, &all, before);
}

void zb_guard_release(const sigset_t *before) { sigprocmask(SIG_SETMASK, before, NULL); }

static void add(zb_guarded *file, const char *path, bool tree) {
    sigset_t before;
    zb_guard_hold(&before);
    *file = (zb_guarded){NULL, first, path, tree};
    if (first) first->before = file;
    first = file;
    zb_guard_release(&before);
}

void zb_guard_add(zb_guarded *file, const char *path) { add(file, path, false); }

void zb_guard_add_tree(zb_guarded *folder, const char *path) { add(folder, path, true); }

void zb_guard_drop(zb_guarded *file) {
    if (!file->path) return;
    sigset_t before;
    zb_guard_hold(&before);
    if (file->before) file->before->after = file->after;
    else if (first == file) first = file->after;
    if (file->after) file->after->before = file->before;
    *file = (zb_guarded){0};
    zb_guard_release(&before);
}

void zb_guard_forget(void) { first = NULL; }

void zb_guard_tidy(void) {
    sigset_t before;
    zb_guard_hold(&before);
    remove_files();
    zb_guard_release(&before);
}

void zb_guard_done(int status, bool told) {
    done = true;
    all_told = told;
    done_status = status;
}

int zb_guard_no_memory(size_t wanted) {
    const char *late = zb_tr("zhoubao: warning: out of memory when all was done: some findings may not have been told [system.memory]\n");
    zb_guard_tidy();
    if (done) {
        ssize_t n = all_told ? 0 : write(STDERR_FILENO, late, strlen(late));
        (void)n;
        return done_status;
    }
    return zb_limits_say_no_memory(wanted);
}

/* ---- handlers ---- */

static void end_by(int number) {
    signal(number, SIG_DFL);
    raise(number); /* comes when the handler has returned */
}

static void on_end(int number) {
    remove_files();
    end_by(number);
}

static void handle_end(int number) {
    struct sigaction old, new = {.sa_handler = on_end};
    if (sigaction(number, NULL, &old) != 0 || old.sa_handler == SIG_IGN) return; /* nohup */
    sigfillset(&new.sa_mask);
    sigaction(number, &new, NULL);
}

#if defined(ZB_SANITIZED)
static void handle_faults(void) {} /* the sanitizer reports them */
#else
static void say(const char *message) {
    const char *text = zb_tr(message);
    ssize_t n = write(STDERR_FILENO, text, strlen(text));
    (void)n; /* nobody is left to be told */
}

static bool stack_is_full(const siginfo_t *info) {
    struct rlimit limit;
    uintptr_t at = (uintptr_t)info->si_addr;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || !at || at > stack_top) return false;
    if (limit.rlim_cur == RLIM_INFINITY) return stack_top - at < ((uintptr_t)1 << 30);
    return stack_top - at < (uintptr_t)limit.rlim_cur + STACK_SLACK;
}

static void on_fault(int number, siginfo_t *info, void *context) {
    (void)context;
    remove_files();
    if (number == SIGSEGV && stack_is_full(info)) say("zhoubao: error: the stack is used up [system.stack]\n");
    else if (number == SIGBUS && info->si_code == BUS_ADRERR) say("zhoubao: error: a file changed while it was read [system.file]\n");
    else {
        end_by(number);
        return;
    }
    _exit(ZB_GUARD_STATUS);
}

static void handle_faults(void) {
    static char room[STACK_ROOM];
    const stack_t stack = {.ss_sp = room, .ss_size = sizeof room};
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigaltstack(&stack, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}
#endif

void zb_guard_install(void) {
    static const int enders[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGXCPU, SIGUSR1, SIGUSR2, SIGABRT};
    char here;
    stack_top = (uintptr_t)&here + STACK_SLACK;
    for (size_t i = 0; i < sizeof enders / sizeof *enders; i++) handle_end(enders[i]);
    signal(SIGXFSZ, SIG_IGN);
    handle_faults();
}
