/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: the kinds of calls that can fail, and the traps. System calls are trapped by a seccomp filter, so that those made inside
 * the C library (stdio, the loader, malloc's own growth) are met as well; SIGSYS then brings each to us, where it fails or is made. */
#include "shim.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#if defined __x86_64__
#define ARCH AUDIT_ARCH_X86_64
__asm__(".text\n.globl fi_raw\n.hidden fi_raw_end\n.type fi_raw,@function\nfi_raw:\n"
        "movq %rdi,%rax\nmovq %rsi,%rdi\nmovq %rdx,%rsi\nmovq %rcx,%rdx\nmovq %r8,%r10\nmovq %r9,%r8\nmovq 8(%rsp),%r9\n"
        "syscall\n.globl fi_raw_end\nfi_raw_end:\nret\n.size fi_raw,.-fi_raw\n");
#elif defined __aarch64__
#define ARCH AUDIT_ARCH_AARCH64
__asm__(".text\n.globl fi_raw\n.hidden fi_raw_end\n.type fi_raw,@function\nfi_raw:\n"
        "mov x8,x0\nmov x0,x1\nmov x1,x2\nmov x2,x3\nmov x3,x4\nmov x4,x5\nmov x5,x6\n"
        "svc #0\n.globl fi_raw_end\nfi_raw_end:\nret\n.size fi_raw,.-fi_raw\n");
#else
#error "fault injection knows x86-64 and aarch64"
#endif
extern const char fi_raw_end[];

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif

#if defined __x86_64__
#define IF_OLD(...) __VA_ARGS__
#else
#define IF_OLD(...)
#endif

static const fi_kind kinds[] = {
    {"memory", FI_MEMORY, ENOMEM, false, {-1}},
    {"map", FI_ERROR, ENOMEM, false, {SYS_mmap, SYS_mremap, SYS_brk, SYS_mprotect, -1}},
    {"advise", FI_ERROR, EAGAIN, false, {SYS_madvise, SYS_fadvise64, -1}},
    {"open", FI_ERROR, EMFILE, false, {SYS_openat, SYS_openat2, IF_OLD(SYS_open, SYS_creat, ) SYS_memfd_create, -1}},
    {"stat", FI_ERROR, EIO, false,
     {SYS_newfstatat, SYS_fstat, SYS_statx, SYS_statfs, SYS_fstatfs, IF_OLD(SYS_stat, SYS_lstat, SYS_access, SYS_readlink, ) SYS_faccessat, SYS_faccessat2, -1}},
    {"read", FI_ERROR, EIO, false, {SYS_read, SYS_pread64, SYS_readv, SYS_preadv, SYS_getdents64, -1}},
    {"short-read", FI_SHORT, 0, false, {SYS_read, SYS_pread64, -1}},
    {"write", FI_ERROR, ENOSPC, false, {SYS_write, SYS_pwrite64, SYS_writev, SYS_pwritev, SYS_copy_file_range, SYS_sendfile, -1}},
    {"short-write", FI_SHORT, 0, false, {SYS_write, SYS_pwrite64, -1}},
    {"sync", FI_ERROR, EIO, false, {SYS_fsync, SYS_fdatasync, SYS_syncfs, SYS_sync_file_range, -1}},
    {"rename", FI_ERROR, EIO, false, {SYS_renameat, SYS_renameat2, IF_OLD(SYS_rename, ) -1}},
    {"link", FI_ERROR, EIO, false, {SYS_linkat, SYS_symlinkat, IF_OLD(SYS_link, SYS_symlink, ) -1}},
    {"unlink", FI_ERROR, EIO, true, {SYS_unlinkat, IF_OLD(SYS_unlink, SYS_rmdir, ) -1}},
    {"close", FI_CLOSE, EIO, false, {SYS_close, -1}},
    {"mkdir", FI_ERROR, ENOSPC, false, {SYS_mkdirat, IF_OLD(SYS_mkdir, ) -1}},
    {"truncate", FI_ERROR, ENOSPC, false, {SYS_ftruncate, SYS_truncate, SYS_fallocate, -1}},
    {"chmod", FI_ERROR, EPERM, false, {SYS_fchmod, SYS_fchmodat, IF_OLD(SYS_chmod, ) -1}},
    {"lock", FI_ERROR, ENOLCK, false, {SYS_flock, -1}},
    {"fcntl", FI_ERROR, EMFILE, false, {SYS_fcntl, SYS_dup, SYS_dup3, IF_OLD(SYS_dup2, ) -1}},
    {"seek", FI_ERROR, EIO, false, {SYS_lseek, -1}},
    {"limit", FI_ERROR, EPERM, false, {SYS_prlimit64, IF_OLD(SYS_getrlimit, ) SYS_setrlimit, SYS_prctl, -1}},
    {"random", FI_ERROR, ENOSYS, false, {SYS_getrandom, -1}},
    /* what changes the disk, for signals that come just then */
    {"change", FI_ERROR, EIO, false,
     {SYS_write, SYS_fsync, SYS_renameat, SYS_renameat2, SYS_linkat, SYS_unlinkat, SYS_fchmod, SYS_ftruncate, IF_OLD(SYS_rename, SYS_unlink, ) SYS_syncfs, -1}},
    {"socket", FI_ERROR, ENOBUFS, false, {SYS_recvfrom, SYS_sendto, SYS_recvmsg, SYS_sendmsg, IF_OLD(SYS_poll, ) SYS_ppoll, -1}},
    {"process", FI_PROCESS, EAGAIN, false, {SYS_socketpair, SYS_pipe2, SYS_wait4, -1}},
};

/* What a trace shows. */
static const short traced[] = {SYS_openat, SYS_openat2, SYS_memfd_create, SYS_write, SYS_pwrite64, SYS_fsync, SYS_fdatasync, SYS_syncfs, SYS_linkat,
    SYS_renameat, SYS_renameat2, SYS_unlinkat, SYS_mkdirat, IF_OLD(SYS_open, SYS_link, SYS_rename, SYS_unlink, SYS_rmdir, SYS_mkdir, ) -1};

/* What the fence looks at. */
static const short fenced[] = {SYS_openat, SYS_openat2, SYS_unlinkat, SYS_mkdirat, SYS_fchmodat, SYS_utimensat, SYS_renameat, SYS_renameat2, SYS_linkat,
    SYS_symlinkat, SYS_truncate,
    IF_OLD(SYS_open, SYS_creat, SYS_unlink, SYS_rmdir, SYS_mkdir, SYS_chmod, SYS_rename, SYS_link, SYS_symlink, ) -1};

static bool is_among(const short *calls, long number) {
    while (*calls >= 0 && *calls != number) calls++;
    return *calls >= 0;
}

const fi_kind *fi_kind_named(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].name, name)) return &kinds[i];
    return NULL;
}

/* What the call of this kind gives when it fails: half of it is done, or nothing, or (close) everything but in vain. */
static long fail(long number, const long *a) {
    long half = a[2] / 2;
    switch (fi.kind->what) {
    case FI_SHORT: return fi_raw(number, a[0], a[1], half ? half : a[2], a[3], a[4], a[5]);
    case FI_CLOSE: fi_raw(number, a[0], 0, 0, 0, 0, 0); return -fi.error;
    default: return number == SYS_brk ? FI_RAW1(SYS_brk, 0) : -fi.error; /* brk gives the old end instead */
    }
}

/* Whether the call counts: what is said on standard error is never kept back. */
static bool counts(long number, const long *a) {
    if (!fi.kind || !is_among(fi.kind->calls, number)) return false;
    if (number == SYS_write || number == SYS_writev) return a[0] != STDERR_FILENO;
    if (number == SYS_brk) return a[0] != 0; /* with 0 it only asks */
    return true;
}

static void trapped(int signal_number, siginfo_t *info, void *context) {
    (void)signal_number;
    mcontext_t *m = &((ucontext_t *)context)->uc_mcontext;
    long number = info->si_syscall, result;
#if defined __x86_64__
    const greg_t *r = m->gregs;
    long a[6] = {r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]};
#else
    long a[6];
    for (int i = 0; i < 6; i++) a[i] = (long)m->regs[i];
#endif
    bool outside = fi_fenced_off(number, a), fails = !outside && counts(number, a) && fi_fails();
    result = outside ? -EROFS : fails ? fail(number, a) : fi_raw(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    if (fi.trace >= 0) fi_trace(number, a, result);
#if defined __x86_64__
    m->gregs[REG_RAX] = result;
#else
    m->regs[0] = (unsigned long long)result;
#endif
}

static bool filter(const short *calls) {
    enum { ROOM = 80 };
    struct sock_filter code[ROOM];
    unsigned n = 0, count = 0;
    uintptr_t end = (uintptr_t)fi_raw_end;
    while (calls[count] >= 0) count++;
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 0, (__u8)(count + 1));
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (unsigned i = 0; i < count; i++)
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i], (__u8)(count - i), 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)end, 0, 2);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4);
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(end >> 32), 1, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {(unsigned short)n, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void add_calls(short *all, const short *calls) {
    while (*all >= 0) all++;
    for (; *calls >= 0; calls++) *all++ = *calls;
    *all = -1;
}

bool fi_traps_install(const fi_kind *kind) {
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_RESTART};
    short calls[64] = {-1};
    add_calls(calls, fenced);
    if (kind) add_calls(calls, kind->calls);
    if (fi.trace >= 0) add_calls(calls, traced);
    sigemptyset(&action.sa_mask);
    return sigaction(SIGSYS, &action, NULL) == 0 && filter(calls);
}
