/* SPDX-License-Identifier: Apache-2.0
 * The door for input: what may be read, what is said of what may not, and that nothing is waited for. */
#include "render_fixture.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define NOBODY 65534

static void put(fixture *f, const char *path, const char *text) {
    (void)f;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Reads in vain: the one finding has this code. Gives its message. */
static const char *refused(fixture *f, const char *path, zb_severity severity, const char *code) {
    zb_diags *diags = zb_diags_new(f->arena);
    zb_str bytes;
    zb_diags_watch(diags, zb_diags_reads(f->diags));
    alarm(20); /* a pipe that is waited for */
    assert_false(zb_file_read(f->arena, path, ZB_NOWHERE, diags, &bytes));
    alarm(0);
    assert_int_equal(zb_diags_count(diags), 1);
    assert_string_equal(zb_diags_at(diags, 0)->code, code);
    assert_int_equal(zb_diags_at(diags, 0)->severity, severity);
    return zb_diags_at(diags, 0)->message;
}

static void test_kinds(void **state) {
    fixture *f = *state;
    const char *pipe_path = path_of(f, "pipe"), *socket_path = path_of(f, "socket");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    unlink(pipe_path);
    unlink(socket_path);
    assert_int_equal(mkfifo(pipe_path, 0666), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_non_null(strstr(refused(f, pipe_path, ZB_ERROR, "file.special"), "a named pipe"));
    assert_non_null(strstr(refused(f, socket_path, ZB_ERROR, "file.special"), "a socket"));
    assert_non_null(strstr(refused(f, "/dev/zero", ZB_ERROR, "file.special"), "a device"));
    assert_non_null(strstr(refused(f, "/dev/tty", ZB_ERROR, "file.special"), "a device"));
    refused(f, f->folder, ZB_ERROR, "file.folder");
    assert_int_equal(zb_file_look(pipe_path, f->diags), ZB_LOOK_THERE);
    assert_int_equal(zb_file_look(socket_path, f->diags), ZB_LOOK_THERE);
    close(fd);
}

static void test_missing(void **state) {
    fixture *f = *state;
    char long_name[400] = {0};
    memset(long_name, 'x', sizeof long_name - 1);
    put(f, path_of(f, "file"), "x");
    const char *paths[] = {"no/such/file", zb_str_format(f->arena, "%s/y", path_of(f, "file")).s, long_name, ""};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        refused(f, paths[i], ZB_ERROR, "file.missing");
        assert_int_equal(zb_file_look(paths[i], f->diags), ZB_LOOK_MISSING);
        assert_false(zb_file_exists(paths[i], NULL));
    }
}

/* What the system refuses to tell is not missing. */
static void test_failing(void **state) {
    fixture *f = *state;
    const char *loop = path_of(f, "loop");
    unlink(loop);
    assert_int_equal(symlink(strrchr(loop, '/') + 1, loop), 0);
    assert_int_equal(zb_file_look(loop, f->diags), ZB_LOOK_FAILED);
    assert_true(zb_file_exists(loop, f->diags));
    assert_non_null(strstr(refused(f, loop, ZB_FATAL, "file.read"), strerror(ELOOP)));
    struct rlimit old, none;
    getrlimit(RLIMIT_NOFILE, &old);
    none = old;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
    zb_look look = zb_file_look("nowhere", f->diags);
    const char *message = refused(f, "Makefile", ZB_FATAL, "file.read");
    setrlimit(RLIMIT_NOFILE, &old);
    assert_int_equal(look, ZB_LOOK_FAILED);
    assert_non_null(strstr(message, strerror(EMFILE)));
}

/* In a process without rights. */
static void test_permission(void **state) {
    fixture *f = *state;
    const char *folder = path_of(f, "closed");
    mkdir(folder, 0700);
    assert_int_equal(chmod(folder, geteuid() ? 0 : 0700), 0);
    pid_t child = fork();
    if (child == 0) {
        zb_diags *diags = zb_diags_new(f->arena);
        const char *path = zb_str_format(f->arena, "%s/x", folder).s;
        zb_str bytes;
        if (geteuid() == 0 && setuid(NOBODY) != 0) _exit(2);
        bool read = zb_file_read(f->arena, path, ZB_NOWHERE, diags, &bytes);
        _exit(!read && zb_file_look(path, NULL) == ZB_LOOK_FAILED && zb_diags_worst(diags) == ZB_FATAL ? 0 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    chmod(folder, 0700);
    assert_int_equal(status, 0);
}

static void test_size(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "large");
    put(f, path, "");
    assert_int_equal(truncate(path, ZB_FILE_MAX + 1), 0);
    refused(f, path, ZB_ERROR, "file.size");
    assert_int_equal(truncate(path, ZB_FILE_MAX), 0);
    zb_arena *arena = zb_arena_open();
    zb_str bytes;
    assert_true(zb_file_read(arena, path, ZB_NOWHERE, f->diags, &bytes));
    assert_int_equal(bytes.n, ZB_FILE_MAX);
    zb_arena_close(arena);
    assert_int_equal(truncate(path, 0), 0);
    /* larger than its size says: no fault; shorter: somebody cut it off */
    assert_true(zb_file_read(f->arena, "/proc/self/status", ZB_NOWHERE, f->diags, &bytes));
    assert_true(zb_str_starts(bytes, "Name:"));
    const char *cut = "/sys/kernel/mm/transparent_hugepage/enabled";
    if (access(cut, R_OK) == 0) refused(f, cut, ZB_FATAL, "file.read");
}

/* Reads standard input, which `input` is meanwhile. */
static bool read_standard(fixture *f, int input, zb_str *bytes) {
    int saved = dup(STDIN_FILENO);
    dup2(input, STDIN_FILENO);
    bool fine = zb_file_read(f->arena, "-", ZB_NOWHERE, f->diags, bytes);
    dup2(saved, STDIN_FILENO);
    close(saved);
    return fine;
}

static void test_standard_input(void **state) {
    fixture *f = *state;
    int ends[2];
    zb_str bytes;
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 3; i++) {
            usleep(20000);
            if (write(ends[1], "abc", 3) != 3) _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    assert_true(read_standard(f, ends[0], &bytes));
    assert_true(zb_str_is(bytes, "abcabcabc"));
    close(ends[0]);
    waitpid(child, NULL, 0);
    int folder = open(f->folder, O_RDONLY | O_DIRECTORY);
    assert_false(read_standard(f, folder, &bytes));
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "file.folder");
    close(folder);
}

static void test_confined(void **state) {
    fixture *f = *state;
    zb_reads *reads = zb_reads_new(f->arena);
    mkdir(path_of(f, "in"), 0777);
    put(f, path_of(f, "in/a"), "a");
    put(f, path_of(f, "secret"), "a");
    const char *out = path_of(f, "in/../render-secret"), *none = path_of(f, "none");
    zb_str bytes;
    zb_diags_watch(f->diags, reads);
    assert_int_equal(zb_reads_allow(reads, path_of(f, "in")), 0);
    assert_true(zb_file_read(f->arena, path_of(f, "in/a"), ZB_NOWHERE, f->diags, &bytes));
    assert_non_null(strstr(refused(f, out, ZB_ERROR, "file.outside"), "render-in'"));
    refused(f, none, ZB_ERROR, "file.outside"); /* whether it is there is not told */
    refused(f, "/dev/zero", ZB_ERROR, "file.outside");
    assert_int_equal(zb_file_look(out, f->diags), ZB_LOOK_OUTSIDE);
    assert_int_equal(zb_file_look(none, f->diags), ZB_LOOK_OUTSIDE);
    assert_int_equal(zb_file_look(none, NULL), ZB_LOOK_MISSING);
    assert_int_equal(zb_reads_allow(reads, f->folder), 0);
    assert_true(zb_file_read(f->arena, out, ZB_NOWHERE, f->diags, &bytes));
    refused(f, none, ZB_ERROR, "file.missing");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kinds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_failing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_permission, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_size, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_standard_input, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_confined, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
