/* SPDX-License-Identifier: Apache-2.0
 * What holds of outputs on every file system: included by test_output.c, and by test_output_plain.c for those that have neither files without
 * a name nor names that can be swapped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/output.h"
#include "base/publish.h"
#include "tests/unit/folder_fixture.h"

static void put(const fixture *f, const char *name, const char *text) {
    int fd = open(in(f, name), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

/* The text of a file; "(none)" where there is none. */
static const char *text_of(const fixture *f, const char *name) {
    char text[256] = "";
    int fd = open(in(f, name), O_RDONLY);
    if (fd < 0) return "(none)";
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    return zb_str_z(f->arena, (zb_str){text, n < 0 ? 0 : (size_t)n});
}

/* How many files there are, hidden ones too. */
static int files(const fixture *f) {
    DIR *dir = opendir(f->dir);
    int count = -2;
    while (readdir(dir)) count++;
    closedir(dir);
    return count;
}

static zb_output *begin(const fixture *f, const char *name, const char *text) {
    zb_output *output = zb_output_open(in(f, name), f->diags);
    assert_non_null(output);
    assert_true(zb_output_write(output, text, strlen(text)));
    return output;
}

static void appears_at_the_end(void **state) {
    fixture *f = *state;
    umask(022);
    zb_output *output = begin(f, "a", "new");
    assert_string_equal(text_of(f, "a"), "(none)");
    assert_true(zb_output_commit(output, f->diags));
    assert_string_equal(text_of(f, "a"), "new");
    assert_int_equal(files(f), 1);
    struct stat info;
    assert_int_equal(stat(in(f, "a"), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0644);
    zb_output_abandon(begin(f, "b", "never"));
    assert_int_equal(files(f), 1);
}

static void keeps_permissions(void **state) {
    fixture *f = *state;
    put(f, "a", "old");
    assert_int_equal(chmod(in(f, "a"), 0600), 0);
    zb_output *output = begin(f, "a", "new");
    assert_string_equal(text_of(f, "a"), "old");
    assert_true(zb_output_commit(output, f->diags));
    assert_string_equal(text_of(f, "a"), "new");
    struct stat info;
    assert_int_equal(stat(in(f, "a"), &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(files(f), 1);
}

/* The third of four finds a folder where its name was: the two before it are undone. */
static void all_or_none(void **state) {
    fixture *f = *state;
    put(f, "a", "old a");
    put(f, "c", "old c");
    zb_output *outputs[] = {begin(f, "a", "new a"), begin(f, "b", "new b"), begin(f, "c", "new c"), begin(f, "d", "new d")};
    unlink(in(f, "c"));
    assert_int_equal(mkdir(in(f, "c"), 0755), 0);
    assert_false(zb_outputs_commit(outputs, 4, f->diags));
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_non_null(strstr(zb_diags_at(f->diags, 0)->message, "/c' cannot be written: Is a directory"));
    assert_string_equal(text_of(f, "a"), "old a");
    assert_string_equal(text_of(f, "b"), "(none)");
    assert_string_equal(text_of(f, "d"), "(none)");
    assert_int_equal(files(f), 2);
    rmdir(in(f, "c"));
    zb_output *again[] = {begin(f, "a", "new a"), begin(f, "b", "new b"), begin(f, "c", "new c")};
    assert_true(zb_outputs_commit(again, 3, f->diags));
    assert_string_equal(text_of(f, "a"), "new a");
    assert_string_equal(text_of(f, "c"), "new c");
    assert_int_equal(files(f), 3);
}

static void follows_links(void **state) {
    fixture *f = *state;
    mkdir(in(f, "d"), 0755);
    put(f, "d/file", "old");
    assert_int_equal(symlink("d/file", in(f, "link")), 0);
    assert_int_equal(symlink("link", in(f, "chain")), 0);
    assert_int_equal(symlink("d/later", in(f, "dangling")), 0);
    assert_int_equal(symlink("round", in(f, "round")), 0);
    assert_true(zb_output_commit(begin(f, "chain", "new"), f->diags));
    assert_string_equal(text_of(f, "d/file"), "new");
    assert_true(zb_output_commit(begin(f, "dangling", "born"), f->diags));
    assert_string_equal(text_of(f, "d/later"), "born");
    struct stat info;
    assert_int_equal(lstat(in(f, "chain"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_string_equal(zb_output_place(f->arena, in(f, "chain")), in(f, "d/file"));
    assert_null(zb_output_open(in(f, "round"), f->diags));
}

static void long_names(void **state) {
    fixture *f = *state;
    char name[257];
    memset(name, 'x', sizeof name);
    name[255] = '\0';
    put(f, name, "old");
    assert_true(zb_output_commit(begin(f, name, "new"), f->diags));
    assert_string_equal(text_of(f, name), "new");
    name[255] = 'x';
    name[256] = '\0';
    assert_null(zb_output_open(in(f, name), f->diags));
    assert_int_equal(files(f), 1);
}

static void clears_what_was_left(void **state) {
    fixture *f = *state;
    static const char *const others[] = {".zhoubao-0123456789abcde", ".zhoubao-0123456789abcdefg", ".zhoubao-0123456789abcdef.pdf", ".zhoubao.tmp"};
    put(f, ".zhoubao-0123456789abcdef", "left");
    put(f, ".zhoubao-0123456789abcdee.old", "left");
    put(f, ".zhoubao-00000000000000aa", "in use");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) put(f, others[i], "somebody's");
    int fd = open(in(f, ".zhoubao-00000000000000aa"), O_RDONLY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_true(zb_output_commit(begin(f, "a", "new"), f->diags));
    assert_string_equal(text_of(f, ".zhoubao-00000000000000aa"), "in use");
    assert_int_equal(files(f), 6);
    close(fd);
    assert_true(zb_output_commit(begin(f, "a", "new"), f->diags));
    assert_int_equal(files(f), 5);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) assert_string_equal(text_of(f, others[i]), "somebody's");
}

/* Runs `die` in a process of its own with an output begun; gives how it ended. */
static int die_with_output(const fixture *f, void (*die)(const fixture *f, zb_output *output)) {
    pid_t pid = fork();
    if (pid == 0) {
        zb_guard_install();
        die(f, begin(f, "a", "half"));
        _exit(99);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void by_signal(int number) { kill(getpid(), number); }
static void terminate(const fixture *f, zb_output *output) {
    (void)f, (void)output;
    by_signal(SIGTERM);
}
static void hang_up(const fixture *f, zb_output *output) {
    (void)f, (void)output;
    by_signal(SIGHUP);
}
static void interrupt(const fixture *f, zb_output *output) {
    (void)f, (void)output;
    by_signal(SIGINT);
}
static void give_up(const fixture *f, zb_output *output) {
    (void)f, (void)output;
    by_signal(SIGABRT);
}
static void starve(const fixture *f, zb_output *output) {
    (void)f, (void)output;
    freopen("/dev/null", "w", stderr);
    _exit(zb_guard_no_memory(1 << 20));
}
static void grow_too_large(const fixture *f, zb_output *output) {
    const struct rlimit limit = {100, 100};
    char block[200] = "";
    setrlimit(RLIMIT_FSIZE, &limit);
    zb_output_write(output, block, sizeof block);
    bool fine = zb_output_commit(output, f->diags);
    _exit(!fine && strstr(zb_diags_at(f->diags, 0)->message, "File too large") ? 42 : 1);
}

static void leaves_nothing(void **state) {
    fixture *f = *state;
    put(f, "a", "old");
    int status = die_with_output(f, terminate);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    status = die_with_output(f, hang_up);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGHUP);
    status = die_with_output(f, interrupt);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    status = die_with_output(f, give_up);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    status = die_with_output(f, starve);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == ZB_GUARD_STATUS);
    status = die_with_output(f, grow_too_large);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 42);
    assert_string_equal(text_of(f, "a"), "old");
    assert_int_equal(files(f), 1);
}

static void nohup_holds(void **state) {
    fixture *f = *state;
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGHUP, SIG_IGN);
        zb_guard_install();
        zb_output *output = begin(f, "a", "whole");
        raise(SIGHUP);
        _exit(zb_output_commit(output, f->diags) ? 0 : 1);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_int_equal(status, 0);
    assert_string_equal(text_of(f, "a"), "whole");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appears_at_the_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_permissions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_or_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(follows_links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clears_what_was_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nohup_holds, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
