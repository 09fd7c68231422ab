/* SPDX-License-Identifier: Apache-2.0
 * What an early end removes: files and whole folders on the list, links in them not followed, nothing that was taken off it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "base/guard.h"
#include "tests/unit/folder_fixture.h"

static void put(const fixture *f, const char *name) {
    FILE *file = fopen(in(f, name), "w");
    assert_non_null(file);
    fclose(file);
}

static void make(const fixture *f, const char *name) { assert_int_equal(mkdir(in(f, name), 0777), 0); }

static bool is_there(const fixture *f, const char *name) { return access(in(f, name), F_OK) == 0; }

static void files(void **state) {
    const fixture *f = *state;
    zb_guarded a = {0}, b = {0}, c = {0};
    put(f, "a");
    put(f, "b");
    zb_guard_add(&a, in(f, "a"));
    zb_guard_add(&b, in(f, "b"));
    zb_guard_add(&c, in(f, "none"));
    zb_guard_drop(&b);
    zb_guard_tidy();
    assert_false(is_there(f, "a"));
    assert_true(is_there(f, "b"));
}

static void trees(void **state) {
    const fixture *f = *state;
    zb_guarded stage = {0}, kept = {0}, none = {0};
    make(f, "other");
    put(f, "other/file");
    make(f, "stage");
    make(f, "stage/i1");
    make(f, "stage/i1/parts");
    assert_int_equal(symlink(in(f, "other"), in(f, "stage/link")), 0);
    for (int i = 0; i < 200; i++) put(f, zb_str_format(f->arena, "stage/i1/parts/a name that fills the room for entries %d", i).s);
    zb_guard_add_tree(&stage, in(f, "stage"));
    zb_guard_add_tree(&kept, in(f, "other"));
    zb_guard_add_tree(&none, in(f, "none"));
    zb_guard_drop(&kept);
    zb_guard_tidy();
    assert_false(is_there(f, "stage"));
    assert_true(is_there(f, "other/file"));
}

/* A folder of ours is never that deep: what is was put there by others. */
static void depth(void **state) {
    const fixture *f = *state;
    zb_guarded stage = {0};
    zb_str path = ZB_STR("stage");
    make(f, path.s);
    for (int i = 0; i <= ZB_GUARD_DEPTH; i++) {
        path = zb_str_format(f->arena, "%s/d", path.s);
        make(f, path.s);
    }
    put(f, "stage/file");
    zb_guard_add_tree(&stage, in(f, "stage"));
    zb_guard_tidy();
    assert_true(is_there(f, path.s));
    assert_false(is_there(f, "stage/file"));
}

/* In a process that was forked the list is the other one's. */
static void forgotten(void **state) {
    const fixture *f = *state;
    zb_guarded stage = {0};
    make(f, "stage");
    zb_guard_add_tree(&stage, in(f, "stage"));
    zb_guard_forget();
    zb_guard_tidy();
    assert_true(is_there(f, "stage"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(trees, set_up, tear_down),
        cmocka_unit_test_setup_teardown(depth, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forgotten, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
