/* SPDX-License-Identifier: Apache-2.0
 * The system call filter, run here as the kernel runs it, and the list of paths. Whether the walls hold is tried by tests/sandbox. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jobs/jobs.h"
#include "base/sanitized.h"
#include "jobs/sandbox_calls.h"

#define ALLOWED SECCOMP_RET_ALLOW
#define WITH(error) (SECCOMP_RET_ERRNO | (uint32_t)(error))

/* The verdict on a call: what classic BPF does, as far as the filter uses it. */
static uint32_t run(const struct sock_filter *code, size_t count, const struct seccomp_data *data) {
    uint32_t a = 0;
    for (size_t i = 0; i < count; i++) {
        const struct sock_filter *op = &code[i];
        if (op->code == (BPF_LD | BPF_W | BPF_ABS)) memcpy(&a, (const char *)data + op->k, sizeof a);
        else if (op->code == (BPF_ALU | BPF_AND | BPF_K)) a &= op->k;
        else if (op->code == (BPF_JMP | BPF_JEQ | BPF_K)) i += a == op->k ? op->jt : op->jf;
        else if (op->code == (BPF_RET | BPF_K)) return op->k;
        else fail_msg("instruction %zu", i);
    }
    fail_msg("the filter has no end");
    return 0;
}

#if defined(__x86_64__)
#define HERE AUDIT_ARCH_X86_64
#define OTHER AUDIT_ARCH_I386
#else
#define HERE AUDIT_ARCH_AARCH64
#define OTHER AUDIT_ARCH_ARM
#endif

static uint32_t verdict(uint32_t arch, long call, int argument, uint64_t value) {
    static struct sock_filter code[ZB_FILTER_MAX];
    struct seccomp_data data = {.nr = (int)call, .arch = arch};
    size_t count = zb_filter_build(code);
    assert_in_range(count, 1, ZB_FILTER_MAX);
    data.args[argument] = value;
    return run(code, count, &data);
}

static void calls_have_verdicts(void **state) {
    (void)state;
    if (!zb_filter_offered()) skip();
    assert_int_equal(verdict(HERE, SYS_read, 0, 3), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_exit_group, 0, 0), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_socket, 0, 2), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_execve, 0, 0), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_mount, 0, 0), WITH(EPERM));
    assert_int_equal(verdict(HERE, 9999, 0, 0), WITH(ENOSYS));
    assert_int_equal(verdict(HERE, 435 /* clone3 */, 0, 0), WITH(ENOSYS));
    assert_int_equal(verdict(HERE, SYS_socket | 0x40000000 /* x32 */, 0, 0), WITH(ENOSYS));
    assert_int_equal(verdict(OTHER, SYS_read, 0, 0), WITH(EPERM));
}

static void arguments_count(void **state) {
    (void)state;
    if (!zb_filter_offered()) skip();
    assert_int_equal(verdict(HERE, SYS_tgkill, 0, (uint64_t)getpid()), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_tgkill, 0, (uint64_t)getpid() + 1), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_ioctl, 1, 0x5401), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_ioctl, 1, 0x5412 /* TIOCSTI */), WITH(ENOTTY));
    assert_int_equal(verdict(HERE, SYS_fcntl, 1, 1), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_fcntl, 1, 8 /* F_SETOWN */), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_mmap, 2, 5), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_mmap, 2, 7), WITH(EPERM));
#if !defined(ZB_SANITIZED)
    assert_int_equal(verdict(HERE, SYS_kill, 0, (uint64_t)-1), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_clone, 0, 0x3D0F00), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_clone, 0, 0x11), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_mprotect, 2, 1), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_mprotect, 2, 5), WITH(EPERM));
    assert_int_equal(verdict(HERE, SYS_prlimit64, 2, 0), ALLOWED);
    assert_int_equal(verdict(HERE, SYS_prlimit64, 2, 4096), WITH(EPERM));
#endif
}

static void expect_path(const zb_sandbox *sandbox, size_t index, const char *wanted, bool writes) {
    bool write = false;
    const char *path = zb_sandbox_path(sandbox, index, &write);
    assert_non_null(path);
    assert_string_equal(path, wanted);
    assert_int_equal(write, writes);
}

static void paths_are_narrowed(void **state) {
    (void)state;
    bool write;
    zb_arena *arena = zb_arena_open();
    zb_sandbox *sandbox = zb_sandbox_new(arena);
    zb_sandbox_read(sandbox, "/a/b/1");
    zb_sandbox_read(sandbox, "/a/b/1");
    zb_sandbox_read(sandbox, NULL);
    zb_sandbox_read(sandbox, "");
    zb_sandbox_write(sandbox, "/out");
    zb_sandbox_read(sandbox, "/a/b/2/");
    zb_sandbox_read(sandbox, "/a/c/3");
    zb_sandbox_narrow(sandbox, 3);
    expect_path(sandbox, 0, "/a/b/1", false);
    expect_path(sandbox, 3, "/a/c/3", false);
    assert_null(zb_sandbox_path(sandbox, 4, &write));
    zb_sandbox_narrow(sandbox, 2);
    expect_path(sandbox, 0, "/a/b", false);
    expect_path(sandbox, 1, "/out", true);
    expect_path(sandbox, 2, "/a/c", false);
    assert_null(zb_sandbox_path(sandbox, 3, &write));
    zb_sandbox_narrow(sandbox, 1);
    expect_path(sandbox, 0, "/a", false);
    assert_null(zb_sandbox_path(sandbox, 2, &write));
    zb_arena_close(arena);
}

static void relative_paths_go_up(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_sandbox *sandbox = zb_sandbox_new(arena);
    zb_sandbox_read(sandbox, "tests/unit");
    zb_sandbox_read(sandbox, "tests/../docs");
    zb_sandbox_read(sandbox, "./jobs");
    zb_sandbox_narrow(sandbox, 2);
    bool write;
    const char *path = zb_sandbox_path(sandbox, 0, &write), *top = zb_sandbox_path(sandbox, 1, &write);
    assert_int_equal(*path, '/');
    assert_true(zb_str_ends(zb_str_of(path), "/tests"));
    assert_int_equal(strlen(top), strlen(path) - strlen("/tests"));
    assert_null(zb_sandbox_path(sandbox, 2, &write));
    zb_arena_close(arena);
}

static void what_is_missing_is_noted(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_sandbox_report(ZB_WALLS, diags);
    assert_int_equal(zb_diags_count(diags), 0);
    zb_sandbox_report(ZB_WALL_CALLS | ZB_WALL_FILES, diags);
    assert_int_equal(zb_diags_count(diags), 1);
    assert_int_equal(zb_diags_at(diags, 0)->severity, ZB_NOTE);
    assert_string_equal(zb_diags_at(diags, 0)->code, "sandbox.partial");
    assert_non_null(strstr(zb_diags_at(diags, 0)->message, ": TCP, signals"));
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_have_verdicts),  cmocka_unit_test(arguments_count),          cmocka_unit_test(paths_are_narrowed),
        cmocka_unit_test(relative_paths_go_up), cmocka_unit_test(what_is_missing_is_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
