/* SPDX-License-Identifier: Apache-2.0
 * System calls that a run needs, and nothing else. What is on no list gives ENOSYS, as on a kernel that lacks it, so that libraries
 * fall back to what they did before it existed; what is refused on purpose gives EPERM, so that the failure is told as one. Nothing is
 * killed: an attack gains nothing by an error, a library that probes survives it. */
#include "jobs/sandbox_calls.h"
#include "base/sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && defined(__LP64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#if defined(ZB_SANITIZED)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

/* The old calls for paths that other architectures do not have. */
#if defined(__x86_64__)
#define OLD(name) SYS_##name,
#else
#define OLD(name)
#endif

/* Calls that reach no further than what the process holds or what Landlock lets it reach. */
static const int allowed[] = {
    /* reading, writing, what is open */
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_pwritev, SYS_lseek, SYS_close, SYS_close_range,
    SYS_fstat, SYS_fsync, SYS_fdatasync, SYS_sync_file_range, SYS_ftruncate, SYS_fallocate, SYS_fadvise64, SYS_fchmod, SYS_flock, SYS_dup,
    SYS_dup3, SYS_pipe2, SYS_ppoll, SYS_pselect6, SYS_sendfile, SYS_copy_file_range, SYS_fstatfs, SYS_syncfs, SYS_memfd_create,
    SYS_getdents64,    OLD(poll) OLD(select) OLD(dup2) OLD(pipe) OLD(getdents)
    /* the pool's socket, which is open; no other can be made */
    SYS_sendto, SYS_recvfrom, SYS_shutdown, SYS_getsockopt,
    /* paths */
    SYS_openat, SYS_openat2, SYS_newfstatat, SYS_statx, SYS_statfs, SYS_readlinkat, SYS_faccessat, SYS_faccessat2, SYS_getcwd, SYS_chdir,
    SYS_fchdir, SYS_mkdirat, SYS_unlinkat, SYS_renameat2, SYS_linkat, SYS_truncate, SYS_umask,
#if defined(SYS_renameat)
    SYS_renameat,
#endif
    OLD(open) OLD(creat) OLD(stat) OLD(lstat) OLD(readlink) OLD(access) OLD(mkdir) OLD(rmdir) OLD(unlink) OLD(rename) OLD(link)
    /* memory; see the conditions below */
    SYS_munmap, SYS_mremap, SYS_brk, SYS_madvise, SYS_msync, SYS_mincore, SYS_membarrier,
    /* time, randomness, who and where we are */
    SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday, SYS_clock_nanosleep, SYS_nanosleep, SYS_setitimer, SYS_getitimer, SYS_times,
    SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getpgid, SYS_uname,
    SYS_sysinfo,    SYS_getrusage, SYS_getrlimit, SYS_sched_getaffinity, SYS_sched_yield, SYS_getcpu, SYS_getpriority,
    OLD(time) OLD(alarm) OLD(arch_prctl) OLD(getpgrp)
    /* threads and signals of our own; a thread ends, a process ends */
    SYS_futex, SYS_futex_waitv, SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address, SYS_rseq, SYS_exit, SYS_exit_group,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigpending, SYS_rt_sigtimedwait, SYS_rt_sigsuspend, SYS_sigaltstack,
    SYS_restart_syscall, SYS_wait4,
#if SANITIZED /* leaks are looked for by a process that traces this one */
    SYS_ptrace, SYS_clone, SYS_mprotect, SYS_prctl, SYS_kill, SYS_process_vm_readv, SYS_personality, SYS_prlimit64,
#endif
};

/* Refused on purpose. What is on neither list is as good as missing. */
static const int refused[] = {
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendmsg, SYS_recvmsg, SYS_sendmmsg,
    SYS_recvmmsg, SYS_setsockopt, SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_tkill,
    SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_open, SYS_pidfd_send_signal, SYS_kcmp, SYS_mount, SYS_umount2, SYS_pivot_root,
    SYS_chroot, SYS_unshare, SYS_setns, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key,
    SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_symlinkat, SYS_mknodat,
    SYS_fchmodat, SYS_fchmodat2, SYS_utimensat, /* Landlock does not look at these */
    SYS_fchownat, SYS_fchown, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid,
    SYS_setresgid, SYS_setgroups, SYS_capset, SYS_reboot, SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_swapon,
    SYS_swapoff, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_acct, SYS_quotactl,
    SYS_setrlimit, SYS_setsid, SYS_setpgid, SYS_setpriority, SYS_sched_setaffinity, SYS_personality, SYS_fanotify_init,
    OLD(fork) OLD(vfork) OLD(symlink) OLD(mknod) OLD(chmod) OLD(utime) OLD(utimes) OLD(futimesat) OLD(chown) OLD(lchown)
    OLD(ioperm) OLD(iopl) OLD(modify_ldt)
};

#if defined(ARCHITECTURE)

typedef struct builder {
    struct sock_filter *out;
    size_t count;
} builder;

static void add(builder *b, unsigned code, uint32_t k, unsigned yes, unsigned no) {
    if (b->count < ZB_FILTER_MAX) b->out[b->count] = (struct sock_filter){(uint16_t)code, (uint8_t)yes, (uint8_t)no, k};
    b->count++;
}

static void load(builder *b, size_t offset) { add(b, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0); }
static void give(builder *b, uint32_t what) { add(b, BPF_RET | BPF_K, what, 0, 0); }
static void give_error(builder *b, int error) { give(b, SECCOMP_RET_ERRNO | ((uint32_t)error & SECCOMP_RET_DATA)); }

#define NUMBER offsetof(struct seccomp_data, nr)
/* The low half of an argument: both architectures are little-endian, and what is asked about fits into it. */
#define ARGUMENT(i) (offsetof(struct seccomp_data, args) + 8 * (size_t)(i))

/* Whatever the call is, of these numbers. */
static void rule_all(builder *b, const int *calls, size_t count, uint32_t verdict) {
    for (size_t i = 0; i < count; i++) {
        add(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[i], 0, 1);
        give(b, verdict);
    }
}

/* Allowed when the argument is one of these values, else the error. */
static void rule_values(builder *b, int call, int argument, const uint32_t *values, size_t count, int error) {
    add(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (unsigned)(2 * count + 2));
    load(b, ARGUMENT(argument));
    for (size_t i = 0; i < count; i++) {
        add(b, BPF_JMP | BPF_JEQ | BPF_K, values[i], 0, 1);
        give(b, SECCOMP_RET_ALLOW);
    }
    give_error(b, error);
}

/* Allowed when the argument is none of these values. */
static void rule_but(builder *b, int call, int argument, const uint32_t *values, size_t count, int error) {
    add(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (unsigned)(2 * count + 2));
    load(b, ARGUMENT(argument));
    for (size_t i = 0; i < count; i++) {
        add(b, BPF_JMP | BPF_JEQ | BPF_K, values[i], 0, 1);
        give_error(b, error);
    }
    give(b, SECCOMP_RET_ALLOW);
}

/* Allowed when, of the bits in `mask`, exactly those in `bits` are set (`equal`), or not exactly those. */
static void rule_bits(builder *b, int call, int argument, uint32_t mask, uint32_t bits, bool equal, int error) {
    add(b, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 5);
    load(b, ARGUMENT(argument));
    add(b, BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
    add(b, BPF_JMP | BPF_JEQ | BPF_K, bits, equal ? 0 : 1, equal ? 1 : 0);
    give(b, SECCOMP_RET_ALLOW);
    give_error(b, error);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void rules_arguments(builder *b) {
    /* Questions about a terminal, and how much there is to read; TIOCSTI would type into it. */
    static const uint32_t requests[] = {TCGETS, 0x802C542A /* TCGETS2 */, TIOCGWINSZ, FIONREAD, FIONBIO};
    /* Signals for other processes when something happens to a file. */
    static const uint32_t owners[] = {F_SETOWN, F_SETSIG, 15 /* F_SETOWN_EX */};
    static const uint32_t attributes[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE, 0x53564D41 /* PR_SET_VMA: names for memory */};
    const uint32_t self[] = {(uint32_t)getpid()};
    static const uint32_t none[] = {0};
    rule_values(b, SYS_ioctl, 1, requests, COUNT(requests), ENOTTY);
    rule_but(b, SYS_fcntl, 1, owners, COUNT(owners), EPERM);
    rule_values(b, SYS_tgkill, 0, self, COUNT(self), EPERM); /* abort() and raise() */
    rule_values(b, SYS_kill, 0, self, COUNT(self), EPERM);
    rule_values(b, SYS_prlimit64, 2, none, COUNT(none), EPERM); /* limits can be asked for */
    rule_values(b, SYS_prctl, 0, attributes, COUNT(attributes), EPERM);
    /* A thread shares memory and is no process; clone3 hides its flags from a filter, and libraries fall back to clone. */
    rule_bits(b, SYS_clone, 0, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM, true, EPERM);
    /* No memory that can be written and run: iconv's modules are mapped to be read and run. */
    rule_bits(b, SYS_mmap, 2, PROT_WRITE | PROT_EXEC, PROT_WRITE | PROT_EXEC, false, EPERM);
    rule_bits(b, SYS_mprotect, 2, PROT_EXEC, 0, true, EPERM);
}

size_t zb_filter_build(struct sock_filter *out) {
    builder b = {.out = out};
    load(&b, offsetof(struct seccomp_data, arch));
    add(&b, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    give_error(&b, EPERM); /* calls in the manner of another architecture have other numbers */
    load(&b, NUMBER);
    rule_all(&b, allowed, COUNT(allowed), SECCOMP_RET_ALLOW);
    rule_all(&b, refused, COUNT(refused), SECCOMP_RET_ERRNO | EPERM);
    rules_arguments(&b);
    give_error(&b, ENOSYS);
    return b.count <= ZB_FILTER_MAX ? b.count : 0;
}

bool zb_filter_offered(void) {
    uint32_t action = SECCOMP_RET_ERRNO;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool zb_filter_enter(void) {
    struct sock_filter code[ZB_FILTER_MAX];
    struct sock_fprog program = {.filter = code, .len = (unsigned short)zb_filter_build(code)};
    return program.len && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

#else

size_t zb_filter_build(struct sock_filter *out) { return (void)out, (size_t)0; }
bool zb_filter_offered(void) { return false; }
bool zb_filter_enter(void) { return true; }

#endif
