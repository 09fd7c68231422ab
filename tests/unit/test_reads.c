/* SPDX-License-Identifier: Apache-2.0
 * What a run looked at: each path once, with what tells most, noted by reading alone; and whether it is still so. */
#include "render_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const zb_read *only(const zb_reads *reads) {
    assert_int_equal(zb_reads_count(reads), 1);
    return zb_reads_at(reads, 0);
}

static void test_reading_notes(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "a.txt");
    zb_reads *reads = zb_reads_new(f->arena);
    zb_str bytes;
    write_text(path, "one");
    assert_true(zb_file_read(f->arena, path, ZB_NOWHERE, f->diags, &bytes)); /* nobody watches */
    zb_diags_watch(f->diags, reads);
    assert_int_equal(zb_reads_count(reads), 0);
    assert_true(zb_file_exists(path, f->diags));
    assert_int_equal(only(reads)->kind, ZB_READ_FOUND);
    assert_true(zb_file_read(f->arena, path, ZB_NOWHERE, zb_diags_unheard(f->arena, f->diags), &bytes));
    assert_int_equal(only(reads)->kind, ZB_READ_CONTENT);
    assert_true(zb_reads_hold(only(reads), 1));
    write_text(path, "two");
    assert_false(zb_reads_hold(only(reads), 1));
    write_text(path, "one");
    assert_true(zb_reads_hold(only(reads), 1));
    unlink(path);
    assert_false(zb_reads_hold(only(reads), 1));
}

static void test_missing(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "missing.txt");
    zb_reads *reads = zb_reads_new(f->arena);
    zb_diags_watch(f->diags, reads);
    zb_str bytes;
    assert_false(zb_file_exists(path, f->diags));
    assert_false(zb_file_exists(path, NULL));
    assert_int_equal(only(reads)->kind, ZB_READ_MISSING);
    assert_true(zb_reads_hold(only(reads), 1));
    write_text(path, "now");
    assert_false(zb_reads_hold(only(reads), 1));
    assert_true(zb_file_read(f->arena, path, ZB_NOWHERE, f->diags, &bytes));
    assert_int_equal(only(reads)->kind, ZB_READ_MISSING); /* it came during the run: part of that did without */
    zb_reads *other = zb_reads_new(f->arena);
    zb_diags_watch(f->diags, other);
    unlink(path);
    assert_false(zb_file_read(f->arena, path, ZB_NOWHERE, f->diags, &bytes));
    assert_int_equal(only(other)->kind, ZB_READ_MISSING);
}

static void test_state(void **state) {
    fixture *f = *state;
    const char *path = path_of(f, "b.txt");
    zb_reads *reads = zb_reads_new(f->arena);
    write_text(path, "font");
    zb_reads_state(reads, path);
    assert_int_equal(only(reads)->kind, ZB_READ_STATE);
    assert_true(zb_reads_hold(only(reads), 1));
    write_text(path, "longer font");
    assert_false(zb_reads_hold(only(reads), 1));
    zb_reads_state(NULL, path); /* nobody wants to know */
    unlink(path);
    zb_reads *other = zb_reads_new(f->arena);
    zb_reads_state(other, path);
    assert_int_equal(only(other)->kind, ZB_READ_MISSING);
}

static void test_many(void **state) {
    fixture *f = *state;
    zb_reads *reads = zb_reads_new(f->arena), *all = zb_reads_new(f->arena);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 1000; i++)
            zb_reads_content(reads, zb_str_format(f->arena, "file-%d", i).s, zb_str_format(f->arena, "%d in round %d", i, round));
    assert_int_equal(zb_reads_count(reads), 1000);
    zb_reads_merge(all, reads);
    zb_reads_merge(all, reads);
    zb_reads_merge(NULL, reads);
    assert_int_equal(zb_reads_count(all), 1000);
    assert_true(zb_str_is(zb_reads_at(all, 999)->path, "file-999"));
    assert_true(zb_hash_equal(zb_reads_at(all, 7)->hash, zb_hash_of(ZB_STR("7 in round 0"))));
}

/* Whether a run would still come out the same is asked in its own folders, and never waits. */
static void test_in_its_folders(void **state) {
    fixture *f = *state;
    zb_reads *reads = zb_reads_new(f->arena);
    const char *folder = path_of(f, "root"), *path = path_of(f, "root/a.txt"), *none = path_of(f, "root/none"), *out = path_of(f, "b.txt");
    zb_str bytes;
    mkdir(folder, 0777);
    unlink(path);
    unlink(none);
    write_text(path, "one");
    write_text(out, "one");
    zb_diags_watch(f->diags, reads);
    zb_reads_allow(reads, folder);
    assert_true(zb_file_read(f->arena, path, ZB_NOWHERE, f->diags, &bytes));
    assert_false(zb_file_exists(none, f->diags));
    assert_int_equal(zb_file_look(out, f->diags), ZB_LOOK_OUTSIDE);
    size_t count = zb_reads_count(reads);
    assert_int_equal(count, 4); /* with the folder */
    assert_true(zb_reads_hold(zb_reads_at(reads, 0), count));
    assert_int_equal(symlink("../render-none", none), 0);
    assert_false(zb_reads_hold(zb_reads_at(reads, 0), count)); /* it leads outside now, whatever is there */
    unlink(none);
    unlink(path);
    assert_int_equal(symlink("../render-b.txt", path), 0);
    assert_false(zb_reads_hold(zb_reads_at(reads, 0), count)); /* the same text, but outside */
    unlink(path);
    assert_int_equal(mkfifo(path, 0666), 0);
    alarm(20);
    assert_false(zb_reads_hold(zb_reads_at(reads, 0), count));
    alarm(0);
    unlink(path);
    write_text(path, "one");
    assert_true(zb_reads_hold(zb_reads_at(reads, 0), count));
}

/* A file that was named is read wherever it leads, then and later; what was outside first may be allowed later. */
static void test_named_file(void **state) {
    fixture *f = *state;
    zb_reads *reads = zb_reads_new(f->arena);
    const char *folder = path_of(f, "root"), *out = path_of(f, "b.txt");
    zb_str bytes;
    mkdir(folder, 0777);
    write_text(out, "one");
    zb_diags_watch(f->diags, reads);
    zb_reads_allow(reads, folder);
    assert_int_equal(zb_file_look(out, f->diags), ZB_LOOK_OUTSIDE);
    zb_reads_allow_file(reads, out);
    assert_true(zb_file_read(f->arena, out, ZB_NOWHERE, f->diags, &bytes));
    assert_int_equal(zb_reads_count(reads), 3);
    assert_true(zb_reads_hold(zb_reads_at(reads, 0), 3));
    write_text(out, "two");
    assert_false(zb_reads_hold(zb_reads_at(reads, 0), 3));
    unlink(out);
    assert_false(zb_reads_hold(zb_reads_at(reads, 0), 3));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reading_notes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_state, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_in_its_folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_named_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
