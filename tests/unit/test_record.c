/* SPDX-License-Identifier: Apache-2.0
 * The output folder and its record: what counts as unchanged, what a killed run leaves, who may write; and the progress
 * bar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "jobs/jobs.h"
#include "tests/unit/folder_fixture.h"

static void write_file(const fixture *f, const char *name, const char *text) {
    FILE *file = fopen(in(f, name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static zb_str read_file(fixture *f, const char *name) {
    zb_str text = {0};
    assert_true(zb_file_read(f->arena, in(f, name), ZB_NOWHERE, f->diags, &text));
    return text;
}

/* One run: begins, ends, and what lies between. */
typedef struct run {
    zb_folder *folder;
    zb_record *record;
} run;

static run begin(fixture *f) {
    run r = {.folder = zb_folder_open(f->dir, f->diags)};
    assert_non_null(r.folder);
    r.record = zb_record_open(f->arena, r.folder, f->diags);
    return r;
}

static void end(fixture *f, run r) {
    zb_record_close(r.record, f->diags);
    zb_folder_close(r.folder);
    assert_false(zb_file_exists(in(f, ZB_FOLDER_OWN), NULL));
}

static zb_hash key(const char *text) { return zb_hash_of(zb_str_of(text)); }

static void make(fixture *f, run r, const char *name, const char *text, const char *made_of, const char *source) {
    zb_mark mark;
    assert_true(zb_folder_put(r.folder, name, zb_str_of(text), f->diags));
    assert_true(zb_mark_of(r.folder, name, zb_str_of(text), &mark));
    zb_record_add(r.record, name, key(made_of), &mark, zb_str_of(source));
}

static void test_hash(void **state) {
    (void)state;
    zb_buf text = {0};
    zb_hash hash = zb_hash_of(ZB_STR("")), other = zb_hash_of(ZB_STR("a"));
    assert_false(zb_hash_equal(hash, other));
    zb_hash_print(hash, &text);
    assert_string_equal(text.s, "99aa06d3014798d86001c324468d497f");
    assert_true(zb_hash_read(zb_buf_str(&text), &other));
    assert_true(zb_hash_equal(hash, other));
    assert_false(zb_hash_read(zb_str_sub(zb_buf_str(&text), 1, 32), &other));
    text.s[3] = 'g';
    assert_false(zb_hash_read(zb_buf_str(&text), &other));
    zb_buf_free(&text);
}

static void test_unchanged(void **state) {
    fixture *f = *state;
    run r = begin(f);
    assert_false(zb_record_unchanged(r.record, "a.svg", key("1")));
    make(f, r, "b.svg", "B", "2", "data.csv");
    make(f, r, "a.svg", "A", "1", "");
    end(f, r);

    zb_str first = read_file(f, ZB_RECORD_NAME);
    r = begin(f);
    assert_true(zb_record_unchanged(r.record, "a.svg", key("1")));
    assert_false(zb_record_unchanged(r.record, "a.svg", key("other")));
    assert_false(zb_record_unchanged(r.record, "c.svg", key("1")));
    assert_true(zb_str_is(zb_record_source(r.record, "b.svg"), "data.csv"));
    assert_int_equal(zb_record_source(r.record, "a.svg").n, 0);
    end(f, r);
    assert_true(zb_str_equal(first, read_file(f, ZB_RECORD_NAME)));
    size_t a = zb_str_find(first, ZB_STR(" a.svg\n"), 0), b = zb_str_find(first, ZB_STR(" b.svg\tdata.csv\n"), 0);
    assert_true(a < b && b != SIZE_MAX);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

static void test_files_changed(void **state) {
    fixture *f = *state;
    static const char *const names[] = {"same", "touched", "edited", "longer", "gone", "link"};
    run r = begin(f);
    for (size_t i = 0; i < 6; i++) make(f, r, names[i], "text", "1", "");
    end(f, r);
    struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    assert_int_equal(utimensat(AT_FDCWD, in(f, "touched"), times, 0), 0);
    write_file(f, "edited", "tixt");
    assert_int_equal(utimensat(AT_FDCWD, in(f, "edited"), times, 0), 0);
    write_file(f, "longer", "text and more");
    unlink(in(f, "gone"));
    unlink(in(f, "link"));
    assert_int_equal(symlink("same", in(f, "link")), 0);
    r = begin(f);
    for (size_t i = 0; i < 6; i++) assert_int_equal(zb_record_unchanged(r.record, names[i], key("1")), i < 2);
    end(f, r);
    assert_int_equal(zb_str_find(read_file(f, ZB_RECORD_NAME), ZB_STR(" gone\n"), 0), SIZE_MAX);
}

static void test_damaged(void **state) {
    fixture *f = *state;
    run r = begin(f);
    make(f, r, "a", "A", "1", "");
    make(f, r, "b", "B", "1", "");
    end(f, r);
    zb_str text = read_file(f, ZB_RECORD_NAME);
    char *copy = (char *)zb_str_z(f->arena, text);
    copy[strlen("zhoubao hashes 2\n") + 2] = '!'; /* in the key of a */
    write_file(f, ZB_RECORD_NAME, copy);
    r = begin(f);
    assert_int_equal(zb_diags_count(f->diags), 1);
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "record.damaged");
    assert_false(zb_record_unchanged(r.record, "a", key("1")));
    assert_true(zb_record_unchanged(r.record, "b", key("1")));
    end(f, r);

    static const char *const garbage[] = {"", "nonsense", "zhoubao hashes 2\nx", "zhoubao hashes 1\n",
                                          "zhoubao hashes 2\n\n \n    \n"};
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        write_file(f, ZB_RECORD_NAME, garbage[i]);
        r = begin(f);
        assert_false(zb_record_unchanged(r.record, "b", key("1")));
        end(f, r);
    }
}

/* A run that was killed: nothing was closed, a file is half done, the journal's last line is cut off. */
static void test_killed(void **state) {
    fixture *f = *state;
    pid_t child = fork();
    if (child == 0) {
        run r = begin(f);
        make(f, r, "a", "A", "1", "");
        make(f, r, "b", "B", "1", "");
        write_file(f, ZB_FOLDER_OWN "/c", "hal");
        FILE *journal = fopen(in(f, ZB_FOLDER_JOURNAL), "a");
        if (journal) fputs("0123456789abcdef0123", journal), fclose(journal);
        _exit(0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_true(zb_file_exists(in(f, ZB_FOLDER_JOURNAL), NULL));
    run r = begin(f);
    assert_false(zb_file_exists(in(f, ZB_FOLDER_OWN "/c"), NULL));
    assert_true(zb_record_unchanged(r.record, "a", key("1")));
    make(f, r, "d", "D", "1", "");
    end(f, r);
    r = begin(f);
    static const char *const names[] = {"a", "b", "d"};
    for (size_t i = 0; i < 3; i++) assert_true(zb_record_unchanged(r.record, names[i], key("1")));
    end(f, r);
    assert_int_equal(zb_diags_count(f->diags), 0);
}

static void test_busy(void **state) {
    fixture *f = *state;
    run r = begin(f);
    pid_t child = fork();
    if (child == 0) {
        zb_folder *second = zb_folder_open(f->dir, f->diags);
        _exit(second || strcmp(zb_diags_at(f->diags, 0)->code, "output.busy") != 0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    end(f, r);
}

static void test_folder(void **state) {
    fixture *f = *state;
    zb_folder *folder = zb_folder_open(in(f, "new/"), f->diags);
    assert_non_null(folder);
    assert_true(zb_folder_put(folder, "a", ZB_STR("one"), f->diags));
    assert_int_equal(chmod(in(f, "new/a"), 0600), 0);
    assert_true(zb_folder_put(folder, "a", ZB_STR("two"), f->diags));
    struct stat info;
    assert_int_equal(stat(in(f, "new/a"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_true(zb_str_is(read_file(f, "new/a"), "two"));
    assert_int_equal(mkdir(in(f, "new/b"), 0755), 0);
    assert_false(zb_folder_put(folder, "b", ZB_STR("x"), f->diags));
    assert_string_equal(zb_diags_at(f->diags, 0)->code, "output.write");
    assert_false(zb_file_exists(in(f, "new/" ZB_FOLDER_OWN "/b"), NULL));
    zb_folder_close(folder);

    zb_diags *missing = zb_diags_new(f->arena), *file = zb_diags_new(f->arena);
    assert_null(zb_folder_open(in(f, "not/there"), missing));
    assert_string_equal(zb_diags_at(missing, 0)->code, "output.open");
    assert_null(zb_folder_open(in(f, "new/a"), file));
    assert_string_equal(zb_diags_at(file, 0)->code, "output.open");
    assert_null(zb_folder_open(in(f, "not/there"), file));
    assert_int_equal(zb_diags_count(file), 1); /* what a failing system leads to says nothing new */
    assert_int_equal(symlink("/tmp", in(f, "new/" ZB_FOLDER_OWN)), 0);
    assert_null(zb_folder_open(in(f, "new"), f->diags)); /* and nothing outside was cleaned */
}

static void bar(const zb_progress_state *state, int columns, const char *expected) {
    zb_buf out = {0};
    zb_buf_add(&out, (zb_str){0});
    zb_progress_bar(state, columns, &out);
    assert_string_equal(out.s ? out.s : "", expected);
    assert_true(out.n < (size_t)columns || !out.n);
    zb_buf_free(&out);
}

static void test_bar(void **state) {
    (void)state;
    zb_progress_state half = {.done = 50, .all = 100, .share = 0.5, .seconds = 10, .failed = 3};
    bar(&half, 80, "[====================>                   ]  50/100  5.0/s  0:10 left  3 failed");
    bar(&half, 60, "[==========>          ]  50/100  5.0/s  0:10 left  3 failed");
    bar(&half, 40, "50/100  5.0/s  0:10 left  3 failed");
    bar(&half, 30, "50/100  5.0/s  0:10 left");
    bar(&half, 8, "50/100");
    bar(&half, 3, "");
    bar(&(zb_progress_state){.done = 7, .share = -1, .seconds = 0.5}, 80, "7  14/s");
    bar(&(zb_progress_state){.done = 10, .all = 10, .share = 1, .seconds = 1}, 40,
        "[=============]  10/10  10/s  0:00 left");
    bar(&(zb_progress_state){.done = 1, .share = 0.0001, .seconds = 2}, 50,
        "[>                      ]  1  0.5/s  5:33:18 left");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hash),
        cmocka_unit_test_setup_teardown(test_unchanged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_files_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_busy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_folder, set_up, tear_down),
        cmocka_unit_test(test_bar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
