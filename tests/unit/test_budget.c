/* SPDX-License-Identifier: Apache-2.0
 * The budget of a run, and the limits of the process: what is told, where, how often, and with which exit status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/budget.h"

static void spin(double seconds) {
    for (double end = zb_processor_seconds() + seconds; zb_processor_seconds() < end;) continue;
}

static void assert_code(const zb_diags *diags, size_t index, const char *code) {
    assert_true(index < zb_diags_count(diags));
    assert_string_equal(zb_diags_at(diags, index)->code, code);
    assert_int_equal(zb_diags_at(diags, index)->severity, ZB_ERROR);
}

static void test_processor_time(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    assert_true(zb_budget_lasts(diags, ZB_NOWHERE)); /* nobody has set one */
    zb_budget_begin(arena, (zb_limits){.cpu = 0.05}, diags);
    zb_diags *tried = zb_diags_unheard(arena, diags);
    zb_loc first = {zb_source_new(arena, "a.md", ZB_STR("x")), 1, 1}, second = {first.source, 1, 2};
    assert_true(zb_budget_lasts(tried, first));
    assert_false(zb_budget_over(diags));
    spin(0.06);
    assert_true(zb_budget_over(tried));
    assert_int_equal(zb_diags_count(diags), 0); /* a question says nothing */
    assert_false(zb_budget_lasts(tried, first));
    assert_false(zb_budget_lasts(diags, second));
    assert_int_equal(zb_diags_count(tried), 0); /* nobody hears that list */
    assert_int_equal(zb_diags_count(diags), 1);
    assert_code(diags, 0, "limit.cpu");
    assert_int_equal(zb_diags_at(diags, 0)->loc.column, 1);
    assert_non_null(strstr(zb_diags_at(diags, 0)->hint, "--cpu"));
    zb_arena_close(arena);
}

static void test_counts(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    assert_true(zb_budget_file(diags));
    zb_budget_begin(arena, (zb_limits){.pages = 3, .files = 2}, diags);
    spin(0.01);
    assert_true(zb_budget_lasts(diags, ZB_NOWHERE)); /* 0: no limit */
    assert_true(zb_budget_pages(diags, 3, ZB_NOWHERE));
    assert_true(zb_budget_file(diags) && zb_budget_file(diags));
    assert_int_equal(zb_diags_count(diags), 0);
    assert_false(zb_budget_pages(diags, 4, ZB_NOWHERE));
    assert_false(zb_budget_file(diags));
    assert_code(diags, 0, "limit.pages");
    assert_non_null(strstr(zb_diags_at(diags, 0)->hint, "--max-pages"));
    assert_code(diags, 1, "limit.files");
    assert_non_null(strstr(zb_diags_at(diags, 1)->message, "2 files"));
    zb_arena_close(arena);
}

/* What a process says on standard error, and its exit status; -1: it was ended by a signal. */
static int said_by(void (*what)(void), char *words, size_t room) {
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        what();
        _exit(77);
    }
    close(ends[1]);
    size_t n = 0;
    for (ssize_t got; n < room - 1 && (got = read(ends[0], words + n, room - 1 - n)) > 0;) n += (size_t)got;
    words[n] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void never_ask(void) {
    zb_limits_processor(0.01);
    spin(20);
}

static void test_kernel(void **state) {
    (void)state;
    char words[400];
    assert_int_equal(said_by(never_ask, words, sizeof words), 1);
    assert_non_null(strstr(words, "[limit.cpu]"));
    assert_non_null(strstr(words, "--cpu"));
}

static void our_limit(void) {
    zb_limits_memory((size_t)256 << 20);
    free(zb_realloc(NULL, (size_t)512 << 20));
}

static void limit_of_others(void) {
    struct rlimit limit = {(rlim_t)128 << 20, (rlim_t)128 << 20};
    setrlimit(RLIMIT_DATA, &limit);
    our_limit(); /* a wider one than there is already */
}

static void test_memory(void **state) {
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip();
#endif
    char words[400];
    assert_false(zb_limits_memory_is_ours());
    assert_int_equal(said_by(our_limit, words, sizeof words), 1);
    assert_non_null(strstr(words, "256 MB"));
    assert_non_null(strstr(words, ZB_LIMIT_MEMORY_WORDS));
    assert_int_equal(said_by(limit_of_others, words, sizeof words), 3);
    assert_string_equal(words, "zhoubao: error: out of memory: 536870912 bytes more cannot be had [system.memory]\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_processor_time), cmocka_unit_test(test_counts), cmocka_unit_test(test_kernel),
                                       cmocka_unit_test(test_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
