/* SPDX-License-Identifier: Apache-2.0
 * Reading below folders only, whether the kernel keeps a path there or we do: each path once each way. */
#include "render_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/roots.h"

#define SECRET "secret"
#define SWAPS 20000

static const char *in(fixture *f, const char *name) { return zb_str_format(f->arena, "%s/roots/%s", f->folder, name).s; }

static void put(fixture *f, const char *name, const char *text) {
    FILE *file = fopen(in(f, name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void link_to(fixture *f, const char *target, const char *name) {
    unlink(in(f, name));
    assert_int_equal(symlink(target, in(f, name)), 0);
}

/* The path without links. */
static const char *whole(fixture *f, const char *name) {
    char path[4096];
    assert_non_null(realpath(in(f, name), path));
    return zb_str_z(f->arena, zb_str_of(path));
}

static void make_tree(fixture *f) {
    static const char *const folders[] = {"", "in", "in/sub", "in-too", "out"};
    assert_int_equal(system(zb_str_format(f->arena, "rm -rf '%s'", in(f, "")).s), 0);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) mkdir(in(f, folders[i]), 0777);
    put(f, "in/a", "a");
    put(f, "in/sub/b", "b");
    put(f, "in-too/c", "c");
    put(f, "out/s", SECRET);
    link_to(f, "a", "in/to-a");
    link_to(f, "../in/./sub", "in/round");
    link_to(f, whole(f, "in/a"), "in/absolute");
    link_to(f, "../out/s", "in/to-s");
    link_to(f, "../out", "in/to-out");
    link_to(f, whole(f, "out/s"), "in/far");
    link_to(f, "../out/none", "in/to-none");
    link_to(f, "none", "in/to-nothing");
    link_to(f, "loop", "in/loop");
    link_to(f, "to-s", "in/twice");
    link_to(f, "/proc/self/cwd", "in/magic");
    link_to(f, "in", "alias");
}

/* What a path below the test folder gives: 0, or an errno. */
static const struct {
    const char *path;
    int failure;
} cases[] = {
    {"in/a", 0},
    {"in//sub/./b", 0},
    {"in/sub/../a", 0},
    {"in/../in/a", 0},
    {"out/../in/a", 0},
    {"in/to-a", 0},
    {"in/round/b", 0},
    {"in/absolute", 0},
    {"alias/a", 0},
    {"in/to-out/../in/a", 0},
    {"in/none", ENOENT},
    {"in/sub/none/x", ENOENT},
    {"in/to-nothing", ENOENT},
    {"in/a/x", ENOTDIR},
    {"in/loop", ELOOP},
    {"in/to-s", ZB_ROOTS_OUTSIDE},
    {"in/twice", ZB_ROOTS_OUTSIDE},
    {"in/far", ZB_ROOTS_OUTSIDE},
    {"in/to-out/s", ZB_ROOTS_OUTSIDE},
    {"in/to-none", ZB_ROOTS_OUTSIDE},
    {"in/magic", ZB_ROOTS_OUTSIDE},
    {"in/magic/none", ZB_ROOTS_OUTSIDE},
    {"in/../out/s", ZB_ROOTS_OUTSIDE},
    {"in/../out/none", ZB_ROOTS_OUTSIDE},
    {"out/s", ZB_ROOTS_OUTSIDE},
    {"in-too/c", ZB_ROOTS_OUTSIDE}, /* its name begins like the folder's */
    {"", ZB_ROOTS_OUTSIDE},
    {"../../../../../../../../../../../../../etc/hostname", ZB_ROOTS_OUTSIDE},
};

static void expect(zb_roots *roots, const char *path, int failure) {
    char byte = 0;
    int fd = zb_roots_open(roots, path, O_RDONLY), given = fd < 0 ? errno : 0;
    if (given != failure) print_error("%.200s: %s, expected %s\n", path, strerror(given), strerror(failure));
    assert_int_equal(given, failure);
    if (failure) return;
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(read(fd, &byte, 1), 1);
    assert_true(byte == 'a' || byte == 'b' || byte == 'c');
    close(fd);
}

static void try_all(fixture *f, const char *root, bool plain) {
    zb_roots *roots = zb_roots_new(f->arena, plain);
    const char *top = whole(f, "");
    assert_int_equal(zb_roots_add_folder(roots, root), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect(roots, in(f, cases[i].path), cases[i].failure);
        expect(roots, zb_str_format(f->arena, "%s/%s", top, cases[i].path).s, cases[i].failure);
    }
}

static void test_paths(void **state) {
    fixture *f = *state;
    make_tree(f);
    for (int plain = 0; plain < 2; plain++) {
        try_all(f, in(f, "in"), plain);
        try_all(f, in(f, "in//"), plain);
        try_all(f, in(f, "alias"), plain);
        try_all(f, whole(f, "in"), plain);
    }
}

static void test_current_folder(void **state) {
    fixture *f = *state;
    make_tree(f);
    int before = open(".", O_PATH | O_DIRECTORY);
    const char *top = whole(f, "in");
    assert_int_equal(chdir(top), 0);
    for (int plain = 0; plain < 2; plain++) {
        zb_roots *roots = zb_roots_new(f->arena, plain);
        zb_roots_add_folder(roots, ".");
        expect(roots, "a", 0);
        expect(roots, "./sub/b", 0);
        expect(roots, zb_str_format(f->arena, "%s/a", top).s, 0);
        expect(roots, "none", ENOENT);
        expect(roots, "../out/s", ZB_ROOTS_OUTSIDE);
        expect(roots, "to-s", ZB_ROOTS_OUTSIDE);
        expect(roots, "/etc/hostname", ZB_ROOTS_OUTSIDE);
        expect(roots, "", plain ? ZB_ROOTS_OUTSIDE : ENOENT);
    }
    assert_int_equal(fchdir(before), 0);
    close(before);
}

/* A path that no system call takes is not resolved at all. */
static void test_long(void **state) {
    fixture *f = *state;
    zb_buf path = {0};
    make_tree(f);
    zb_buf_add(&path, ZB_STR("/"));
    while (path.n < 4 << 20) zb_buf_add(&path, ZB_STR("a/"));
    for (int plain = 0; plain < 2; plain++) {
        zb_roots *roots = zb_roots_new(f->arena, plain);
        zb_roots_add_folder(roots, in(f, "in"));
        alarm(5);
        expect(roots, path.s, ENAMETOOLONG);
        alarm(0);
    }
    zb_buf_free(&path);
}

static void test_several(void **state) {
    fixture *f = *state;
    make_tree(f);
    for (int plain = 0; plain < 2; plain++) {
        zb_roots *roots = zb_roots_new(f->arena, plain);
        expect(roots, in(f, "in-too/c"), 0); /* none: all */
        expect(NULL, in(f, "in-too/c"), 0);
        zb_roots_add_file(roots, in(f, "in/to-s"));
        expect(roots, in(f, "in-too/c"), 0); /* a file alone confines nothing */
        assert_int_equal(zb_roots_add_folder(roots, in(f, "in")), 0);
        assert_int_equal(zb_roots_add_folder(roots, in(f, "in/")), 0);
        assert_int_equal(zb_roots_count(roots), 1);
        assert_string_equal(zb_roots_first(roots), in(f, "in"));
        expect(roots, in(f, "in-too/c"), ZB_ROOTS_OUTSIDE);
        expect(roots, in(f, "out/s"), ZB_ROOTS_OUTSIDE);
        int named = zb_roots_open(roots, in(f, "in/to-s"), O_RDONLY);
        assert_true(named >= 0); /* by this path */
        close(named);
        expect(roots, in(f, "in/./to-s"), ZB_ROOTS_OUTSIDE);
        assert_int_equal(zb_roots_add_folder(roots, in(f, "in-too")), 0);
        expect(roots, in(f, "in-too/c"), 0);
        expect(roots, in(f, "in/../in-too/c"), 0);
        assert_int_equal(zb_roots_add_folder(roots, in(f, "in/a")), ENOTDIR);
        assert_int_equal(zb_roots_add_folder(roots, in(f, "later")), ENOENT);
        expect(roots, in(f, "later/x"), ENOENT);
        expect(roots, in(f, "in/../later/x"), ENOENT);
        assert_true(zb_roots_has_folder(roots, in(f, "in-too/")));
        assert_false(zb_roots_has_folder(roots, in(f, "later")));
        assert_false(zb_roots_has_folder(roots, in(f, "in/sub")));
        assert_false(zb_roots_has_folder(NULL, "in"));
    }
}

static void test_all_of_it(void **state) {
    fixture *f = *state;
    make_tree(f);
    for (int plain = 0; plain < 2; plain++) {
        zb_roots *roots = zb_roots_new(f->arena, plain);
        assert_int_equal(zb_roots_add_folder(roots, "/"), 0);
        assert_string_equal(zb_roots_first(roots), "/");
        expect(roots, in(f, "in/a"), 0);
        expect(roots, whole(f, "in/a"), 0);
    }
}

/* A process that puts a link out of the folder in the place of a file, and of a folder, over and over. */
static pid_t start_swapping(fixture *f) {
    link_to(f, "../out/s", "in/other");
    link_to(f, "../out", "in/other-folder");
    pid_t child = fork();
    if (child == 0)
        for (prctl(PR_SET_PDEATHSIG, SIGKILL);;) {
            renameat2(AT_FDCWD, in(f, "in/a"), AT_FDCWD, in(f, "in/other"), RENAME_EXCHANGE);
            renameat2(AT_FDCWD, in(f, "in/sub"), AT_FDCWD, in(f, "in/other-folder"), RENAME_EXCHANGE);
        }
    return child;
}

static void test_swapped(void **state) {
    fixture *f = *state;
    make_tree(f);
    put(f, "in/sub/s", "b");
    pid_t child = start_swapping(f);
    const char *paths[] = {in(f, "in/a"), in(f, "in/sub/s")};
    for (int plain = 0; plain < 2; plain++) {
        zb_roots *roots = zb_roots_new(f->arena, plain);
        zb_roots_add_folder(roots, in(f, "in"));
        for (int i = 0; i < SWAPS; i++) {
            char text[sizeof SECRET] = "";
            int fd = zb_roots_open(roots, paths[i % 2], O_RDONLY);
            if (fd >= 0 && read(fd, text, sizeof text - 1) > 0) assert_string_not_equal(text, SECRET);
            if (fd >= 0) close(fd);
        }
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_current_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_several, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_all_of_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_swapped, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
