/* SPDX-License-Identifier: Apache-2.0
 * Tries to get out of the sandbox, one way at a time.
 *   probe MODE ATTEMPT INSIDE OUTSIDE
 * MODE: `walled`, or `open` for the same attempt without walls, by which the test knows that the attempt is a real one. INSIDE: a folder that
 * may be read and, in its folder `out`, written; OUTSIDE: a folder that may not. Prints `done` or `stopped` and why. `probe offered` prints
 * the walls that this system has; `probe list` the attempts. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jobs/jobs.h"
#include "base/sanitized.h"

static char inside[4000], outside[4000];
static int outside_fd, parent;

static const char *at(const char *folder, const char *name) {
    static char room[4][8192];
    static int next;
    char *path = room[next++ % 4];
    snprintf(path, sizeof *room, "%s/%s", folder, name);
    return path;
}

static bool opens(const char *path, int flags) {
    char byte;
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd < 0) return false;
    return (flags & (O_WRONLY | O_RDWR)) ? write(fd, "x", 1) == 1 : read(fd, &byte, 1) >= 0;
}

static bool calls(long result) { return result >= 0; }

/* What a run needs: these must succeed. */
static bool read_inside(void) { return opens(at(inside, "data"), O_RDONLY); }
static bool write_inside(void) { return opens(at(inside, "out/new"), O_WRONLY | O_CREAT | O_TRUNC); }
static bool move_inside(void) {
    return write_inside() && mkdir(at(inside, "out/sub"), 0700) == 0 && rename(at(inside, "out/new"), at(inside, "out/sub/new")) == 0 &&
           unlink(at(inside, "out/sub/new")) == 0 && rmdir(at(inside, "out/sub")) == 0;
}
static bool temporary_inside(void) {
    int fd = open(at(inside, "out"), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    if (fd < 0) return errno == EOPNOTSUPP;
    return write(fd, "x", 1) == 1 && linkat(AT_FDCWD, self, AT_FDCWD, at(inside, "out/named"), AT_SYMLINK_FOLLOW) == 0;
}
static void *thread(void *seen) { return *(bool *)seen = true, NULL; }
static bool threads(void) {
    pthread_t one;
    bool seen = false;
    return pthread_create(&one, NULL, thread, &seen) == 0 && pthread_join(one, NULL) == 0 && seen;
}
static bool memory_file(void) { return ftruncate(memfd_create("m", MFD_CLOEXEC), 10) == 0; }

/* Files. */
static bool read_outside(void) { return opens(at(outside, "secret"), O_RDONLY); }
static bool read_passwd(void) { return opens("/etc/passwd", O_RDONLY); }
static bool read_dots(void) { return opens(at(inside, "../outside/secret"), O_RDONLY); }
static bool read_link(void) { return opens(at(inside, "link"), O_RDONLY); }
static bool read_open_folder(void) {
    char byte;
    int fd = openat(outside_fd, "secret", O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, &byte, 1) == 1;
}
static bool list_outside(void) { return open(outside, O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0; }
static bool write_inside_input(void) { return opens(at(inside, "data"), O_WRONLY); }
static bool write_outside(void) { return opens(at(outside, "secret"), O_WRONLY); }
static bool make_outside(void) { return opens(at(outside, "new"), O_WRONLY | O_CREAT | O_EXCL) && unlink(at(outside, "new")) == 0; }
static bool make_folder_outside(void) { return mkdir(at(outside, "folder"), 0700) == 0 && rmdir(at(outside, "folder")) == 0; }
static bool remove_outside(void) { return unlink(at(outside, "spare")) == 0; }
static bool truncate_outside(void) { return truncate(at(outside, "secret"), 1) == 0; }
static bool move_in(void) { return rename(at(outside, "spare"), at(inside, "out/spare")) == 0; }
static bool link_in(void) { return link(at(outside, "secret"), at(inside, "out/hard")) == 0 && unlink(at(inside, "out/hard")) == 0; }
static bool link_made(void) { return symlink(at(outside, "secret"), at(inside, "out/soft")) == 0 && unlink(at(inside, "out/soft")) == 0; }
static bool chmod_outside(void) { return chmod(at(outside, "secret"), 0666) == 0; }
static bool times_outside(void) { return utimensat(AT_FDCWD, at(outside, "secret"), NULL, 0) == 0; }
static bool device(void) { return mknod(at(inside, "out/null"), S_IFCHR | 0600, 0x103) == 0 && unlink(at(inside, "out/null")) == 0; }
static bool by_handle(void) {
    struct {
        struct file_handle head;
        char room[128];
    } handle = {.head = {.handle_bytes = 128}};
    int mount;
    return name_to_handle_at(AT_FDCWD, at(outside, "secret"), &handle.head, &mount, 0) == 0;
}

/* Other processes. */
static bool read_environment(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", parent);
    return opens(path, O_RDONLY);
}
static bool read_environment_1(void) { return opens("/proc/1/environ", O_RDONLY); }
static bool kill_parent(void) { return kill(parent, 0) == 0; }
static bool tgkill_parent(void) { return calls(syscall(SYS_tgkill, parent, parent, 0)); }
static bool pidfd_parent(void) { return calls(syscall(434, parent, 0)); }
static bool trace_parent(void) { return ptrace(PTRACE_SEIZE, parent, NULL, NULL) == 0 && ptrace(PTRACE_DETACH, parent, NULL, NULL) <= 0; }
static bool memory_of_parent(void) {
    char byte;
    struct iovec to = {&byte, 1}, from = {(void *)(uintptr_t)&inside, 1};
    return process_vm_readv(parent, &to, 1, &from, 1, 0) == 1;
}
static bool limits_of_parent(void) {
    struct rlimit limit = {0, RLIM_INFINITY};
    return getrlimit(RLIMIT_CORE, &limit) == 0 && prlimit(parent, RLIMIT_CORE, &limit, NULL) == 0;
}
static bool signal_by_file(void) {
    int ends[2];
    return pipe(ends) == 0 && fcntl(ends[0], F_SETOWN, parent) == 0;
}

/* New processes and programs. */
static bool execute(void) { return execl("/bin/echo", "echo", "done", NULL) == 0; }
static bool execute_memory(void) {
    int from = open("/bin/echo", O_RDONLY), fd = memfd_create("x", 0);
    char block[65536], *words[] = {"echo", "done", NULL}, *none[] = {NULL};
    for (ssize_t n; (n = read(from, block, sizeof block)) > 0;)
        if (write(fd, block, (size_t)n) != n) return false;
    return fexecve(fd, words, none) == 0;
}
static bool reap(long pid) {
    if (pid == 0) _exit(0);
    return pid > 0 && waitpid((pid_t)pid, NULL, 0) == pid;
}
static bool fork_once(void) { return reap(fork()); }
static bool fork_raw(void) { return reap(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }
static bool fork_clone3(void) {
    uint64_t arguments[8] = {0, 0, 0, 0, SIGCHLD};
    return reap(syscall(435, arguments, sizeof arguments));
}

/* Network and the like. */
static bool socket_inet(void) { return socket(AF_INET, SOCK_STREAM, 0) >= 0; }
static bool socket_inet6(void) { return socket(AF_INET6, SOCK_DGRAM, 0) >= 0; }
static bool socket_unix(void) { return socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }
static bool socket_netlink(void) { return socket(AF_NETLINK, SOCK_RAW, 0) >= 0; }
static bool socket_pair(void) { return socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){0}) == 0; }

/* The kernel. */
static bool mount_tmpfs(void) { return mount("none", at(inside, "out"), "tmpfs", 0, NULL) == 0 && umount(at(inside, "out")) == 0; }
static bool unshare_user(void) { return unshare(CLONE_NEWUSER) == 0; }
static bool unshare_mount(void) { return unshare(CLONE_NEWNS) == 0; }
static bool change_root(void) { return chroot(outside) == 0; }
static bool bpf(void) { return calls(syscall(SYS_bpf, 0, (uint64_t[8]){1, 0x0000000400000004, 1}, 64)); }
static bool perf(void) { return calls(syscall(SYS_perf_event_open, (uint64_t[16]){112ULL << 32 | 1}, 0, -1, -1, 0)); }
static bool uring(void) { return calls(syscall(425, 1, (uint32_t[64]){0})); }
static bool keys(void) { return calls(syscall(SYS_keyctl, 0, -3, 1)); }
static bool faults(void) { return calls(syscall(SYS_userfaultfd, 1)); }
static bool write_and_run(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
static bool make_runnable(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}
static bool raise_limit(void) {
    struct rlimit limit = {1 << 20, 1 << 20};
    return setrlimit(RLIMIT_CORE, &limit) == 0;
}
static bool core_dumps(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max > 0;
}
static bool new_privileges(void) { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0; }
static bool type_into_terminal(void) {
    char byte = 'x';
    return ioctl(STDIN_FILENO, TIOCSTI, &byte) == 0 || errno == EIO; /* EIO: the terminal forbids it, not we */
}
static bool other_numbers(void) {
#if defined(__x86_64__)
    long result = 20; /* getpid of i386 */
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    if (result < 0) errno = (int)-result;
    return result == getpid();
#else
    errno = ENOSYS;
    return false;
#endif
}

static const struct {
    const char *name;
    bool (*try)(void);
} attempts[] = {
#define TRY(name) {#name, name}
    TRY(read_inside), TRY(write_inside), TRY(move_inside), TRY(temporary_inside), TRY(threads), TRY(memory_file), TRY(read_outside),
    TRY(read_passwd), TRY(read_dots), TRY(read_link), TRY(read_open_folder), TRY(list_outside), TRY(write_inside_input), TRY(write_outside),
    TRY(make_outside), TRY(make_folder_outside), TRY(remove_outside), TRY(truncate_outside), TRY(move_in), TRY(link_in), TRY(link_made),
    TRY(chmod_outside), TRY(times_outside), TRY(device), TRY(by_handle), TRY(read_environment), TRY(read_environment_1), TRY(kill_parent),
    TRY(tgkill_parent), TRY(pidfd_parent), TRY(trace_parent), TRY(memory_of_parent), TRY(limits_of_parent), TRY(signal_by_file), TRY(execute),
    TRY(execute_memory), TRY(fork_once), TRY(fork_raw), TRY(fork_clone3), TRY(socket_inet), TRY(socket_inet6), TRY(socket_unix),
    TRY(socket_netlink), TRY(socket_pair), TRY(mount_tmpfs), TRY(unshare_user), TRY(unshare_mount), TRY(change_root), TRY(bpf), TRY(perf),
    TRY(uring), TRY(keys), TRY(faults), TRY(write_and_run), TRY(make_runnable), TRY(raise_limit), TRY(core_dumps), TRY(new_privileges),
    TRY(type_into_terminal), TRY(other_numbers),
};
#define ATTEMPTS (sizeof attempts / sizeof *attempts)

static bool wall_in(void) {
    zb_arena *arena = zb_arena_open();
    zb_sandbox *sandbox = zb_sandbox_new(arena);
    zb_sandbox_read(sandbox, inside);
    zb_sandbox_read(sandbox, "/bin");
    zb_sandbox_read(sandbox, "/usr/bin");
    zb_sandbox_read(sandbox, "/no/such/folder");
#if defined(ZB_SANITIZED)
    zb_sandbox_read(sandbox, "/proc"); /* where leaks are looked for */
#endif
    zb_sandbox_write(sandbox, at(inside, "out"));
    bool fine = zb_sandbox_enter(sandbox, true);
    zb_arena_close(arena);
    return fine;
}

int main(int argc, char **argv) {
    if (argc == 2 && !strcmp(argv[1], "offered")) return printf("%u\n", zb_sandbox_offered()) < 0;
    for (size_t i = 0; argc == 2 && i < ATTEMPTS; i++) puts(attempts[i].name);
    if (argc < 5) return argc != 2;
    snprintf(inside, sizeof inside, "%s", argv[3]);
    snprintf(outside, sizeof outside, "%s", argv[4]);
    outside_fd = open(outside, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    parent = getppid();
    setvbuf(stdout, NULL, _IONBF, 0);
    if (!strcmp(argv[1], "walled") && !wall_in()) return perror("the sandbox"), 3;
    for (size_t i = 0; i < ATTEMPTS; i++) {
        if (strcmp(attempts[i].name, argv[2]) != 0) continue;
        errno = 0;
        if (attempts[i].try()) puts("done");
        else printf("stopped %s\n", strerror(errno));
        return 0;
    }
    return 2;
}
