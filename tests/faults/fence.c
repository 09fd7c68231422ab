/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: the fence. A run into which faults are put may write below FI_FENCE and nowhere else: a library that took a failed read
 * for an empty folder must not write that down for the whole machine, as fontconfig does in its caches. What is tried outside fails with
 * EROFS, as it would for a user without rights, and is logged. */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

/* A path from the root on; one that is not to be followed further is left as it is. */
static void absolute(char *out, size_t room, long folder, const char *path) {
    size_t n = 0;
    if (*path != '/') {
        fi_text link = {.n = 0};
        fi_add(&link, (int)folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/");
        if ((int)folder != AT_FDCWD) fi_add_number(&link, (uint64_t)folder, 10);
        long got = FI_RAW4(SYS_readlinkat, AT_FDCWD, link.s, out, room - 2);
        n = got > 0 ? (size_t)got : 0;
        out[n++] = '/';
    }
    size_t length = strnlen(path, room - n - 1);
    memcpy(out + n, path, length);
    out[n + length] = '\0';
}

static bool begins(const char *s, const char *prefix) { return !strncmp(s, prefix, strlen(prefix)); }

static bool inside(long folder, long path) {
    static const char *const others[] = {"/dev/", "/proc/", "/memfd:"};
    char whole[4096];
    if (!path || !*(const char *)path) return true; /* about the open file itself */
    absolute(whole, sizeof whole, folder, (const char *)path);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (begins(whole, others[i])) return true;
    if (begins(whole, fi.fence) && !strstr(whole, "/../")) return true;
    fi_text text = {.n = 0};
    fi_add(&text, "OUTSIDE\t");
    fi_add(&text, whole);
    fi_add(&text, "\n");
    fi_text_write(&text, fi.log);
    fi.tally->outside++;
    return false;
}

enum { CHANGES = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC };

static bool may(long number, const long *a) {
    switch (number) {
    case SYS_openat: return !(a[2] & CHANGES) || inside(a[0], a[1]);
    case SYS_openat2: return !(*(const uint64_t *)a[2] & CHANGES) || inside(a[0], a[1]);
    case SYS_unlinkat: case SYS_mkdirat: case SYS_fchmodat: case SYS_utimensat: return inside(a[0], a[1]);
    case SYS_renameat: case SYS_renameat2: return inside(a[0], a[1]) && inside(a[2], a[3]);
    case SYS_linkat: return inside(a[2], a[3]);
    case SYS_symlinkat: return inside(a[1], a[2]);
    case SYS_truncate: return inside(AT_FDCWD, a[0]);
#ifdef SYS_rename
    case SYS_open: return !(a[1] & CHANGES) || inside(AT_FDCWD, a[0]);
    case SYS_creat: case SYS_unlink: case SYS_rmdir: case SYS_mkdir: case SYS_chmod: return inside(AT_FDCWD, a[0]);
    case SYS_rename: return inside(AT_FDCWD, a[0]) && inside(AT_FDCWD, a[1]);
    case SYS_link: case SYS_symlink: return inside(AT_FDCWD, a[1]);
#endif
    default: return true;
    }
}

bool fi_fenced_off(long number, const long *args) { return fi.fence && !may(number, args); }
