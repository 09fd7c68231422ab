/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: a log of the calls that change the disk, one a line: process, call, result, and the paths they are about, by which a
 * test shows in which order things become durable. */
#include "shim.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

static void add_link(fi_text *text, const char *link) {
    char path[4096];
    long n = FI_RAW4(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    path[n > 0 ? n : 0] = '\0';
    fi_add(text, path);
}

static void add_fd(fi_text *text, long fd) {
    fi_text link = {.n = 0};
    fi_add(&link, (int)fd == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/");
    if ((int)fd != AT_FDCWD) fi_add_number(&link, (uint64_t)fd, 10);
    add_link(text, link.s);
}

/* A path as the kernel sees it: from its folder on, and what /proc/self/fd/N stands for. */
static void add_path(fi_text *text, long folder, long path) {
    const char *s = (const char *)path;
    fi_add(text, "\t");
    if (!s || !*s) add_fd(text, folder);
    else if (!strncmp(s, "/proc/self/fd/", 14)) add_link(text, s);
    else {
        if (*s != '/') add_fd(text, folder), fi_add(text, "/");
        fi_add(text, s);
    }
}

static void add_file(fi_text *text, long fd) {
    fi_add(text, "\t");
    add_fd(text, fd);
}

/* The name of the call and its paths; false: it does not matter. */
static bool add_call(fi_text *text, long number, const long *a) {
    switch (number) {
    case SYS_openat: case SYS_openat2:
        if (number == SYS_openat && !(a[2] & (O_CREAT | O_TMPFILE | O_WRONLY | O_RDWR))) return false;
        fi_add(text, "open"), add_path(text, a[0], a[1]); return true;
    case SYS_write: case SYS_pwrite64: fi_add(text, "write"), add_file(text, a[0]); return true;
    case SYS_fsync: case SYS_fdatasync: fi_add(text, "sync"), add_file(text, a[0]); return true;
    case SYS_syncfs: fi_add(text, "syncfs"), add_file(text, a[0]); return true;
    case SYS_linkat: fi_add(text, "link"), add_path(text, a[0], a[1]), add_path(text, a[2], a[3]); return true;
    case SYS_renameat: case SYS_renameat2:
        fi_add(text, number == SYS_renameat2 && a[4] & 2 ? "exchange" : "rename"), add_path(text, a[0], a[1]), add_path(text, a[2], a[3]); return true;
    case SYS_unlinkat: fi_add(text, "unlink"), add_path(text, a[0], a[1]); return true;
    case SYS_mkdirat: fi_add(text, "mkdir"), add_path(text, a[0], a[1]); return true;
#ifdef SYS_rename
    case SYS_open:
        if (!(a[1] & (O_CREAT | O_TMPFILE | O_WRONLY | O_RDWR))) return false;
        fi_add(text, "open"), add_path(text, AT_FDCWD, a[0]); return true;
    case SYS_link: fi_add(text, "link"), add_path(text, AT_FDCWD, a[0]), add_path(text, AT_FDCWD, a[1]); return true;
    case SYS_rename: fi_add(text, "rename"), add_path(text, AT_FDCWD, a[0]), add_path(text, AT_FDCWD, a[1]); return true;
    case SYS_unlink: case SYS_rmdir: fi_add(text, "unlink"), add_path(text, AT_FDCWD, a[0]); return true;
    case SYS_mkdir: fi_add(text, "mkdir"), add_path(text, AT_FDCWD, a[0]); return true;
#endif
    default: return false;
    }
}

void fi_trace(long number, const long *args, long result) {
    fi_text text = {.n = 0};
    fi_add_number(&text, (uint64_t)FI_RAW0(SYS_getpid), 10);
    fi_add(&text, result < 0 ? "\t-" : "\t+");
    if (add_call(&text, number, args)) fi_add(&text, "\n"), fi_text_write(&text, fi.trace);
}
