/* SPDX-License-Identifier: Apache-2.0
 * The pool of workers: results in order, and what a crash, a hang, a kill or a shortage of memory costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/sanitized.h"
#include "jobs/jobs.h"

/* What the jobs are, and what became of them. */
typedef struct fixture {
    const char *const *jobs; /* NULL: `count` numbers */
    size_t count, next, done;
    zb_buf log;       /* "index:end:status:reply\n" */
    int ready, input; /* calls of ready; descriptor that LATER waits for, or -1 */
    int interrupt_at; /* raise SIGTERM before this job; -1: never */
    char marker[64];  /* a file that the first attempt of "kill once" makes */
    bool refuse, die; /* in open */
} fixture;

static bool open_worker(void *context, void **state, zb_buf *greeting) {
    const fixture *f = context;
    *state = context;
    zb_buf_add(greeting, zb_str_of(f->refuse ? "no fonts\n" : "hello"));
    if (f->die) _exit(7);
    return !f->refuse;
}

static void crash(void) {
    fputs("last words\n", stderr);
    signal(SIGABRT, SIG_DFL);
    abort();
}

static void kill_once(const char *marker) {
    if (access(marker, F_OK) == 0) return;
    FILE *file = fopen(marker, "w");
    if (file) fclose(file);
    raise(SIGKILL);
}

static int perform(void *state, zb_str job, zb_buf *reply) {
    const fixture *f = state;
    if (zb_str_is(job, "crash")) crash();
    if (zb_str_is(job, "exit")) exit(5);
    if (zb_str_is(job, "hang"))
        for (;;) pause();
    if (zb_str_is(job, "spin"))
        for (volatile unsigned i = 0;; i++) continue;
    if (zb_str_is(job, "kill")) raise(SIGKILL);
    if (zb_str_is(job, "kill once")) kill_once(f->marker);
    if (zb_str_is(job, "starve")) zb_limits_no_memory(77);
    if (zb_str_is(job, "eat")) memset(zb_realloc(NULL, (size_t)2 << 30), 1, (size_t)2 << 30);
    zb_buf_add(reply, ZB_STR("did "));
    zb_buf_add(reply, job);
    return job.n > 6;
}

static void ready(void *context, zb_str greeting) {
    fixture *f = context;
    assert_true(zb_str_is(greeting, "hello"));
    f->ready++;
}

static zb_next next(void *context, zb_buf *bytes, int *status) {
    fixture *f = context;
    char byte;
    if (f->interrupt_at >= 0 && f->next == (size_t)f->interrupt_at) raise(SIGTERM);
    if (f->next == f->count) return ZB_NEXT_NONE;
    if (f->input >= 0 && read(f->input, &byte, 1) != 1) return ZB_NEXT_LATER;
    if (f->jobs) zb_buf_add(bytes, zb_str_of(f->jobs[f->next]));
    else zb_buf_format(bytes, "%zu", f->next);
    f->next++;
    if (!f->jobs || strncmp(f->jobs[f->next - 1], "decided", 7) != 0) return ZB_NEXT_JOB;
    *status = 9;
    return ZB_NEXT_DECIDED;
}

static void done(void *context, const zb_job_result *result) {
    fixture *f = context;
    assert_int_equal(result->index, f->done);
    f->done++;
    zb_buf_format(&f->log, "%zu:%d:%d:%.*s\n", result->index, result->end, result->status, ZB_STR_ARG(result->reply));
}

static zb_pool_end run(fixture *f, zb_pool_limits limits, zb_buf *said) {
    zb_pool_work work = {f, open_worker, perform, NULL, ready, next, done, NULL, f->input};
    return zb_pool_run(&work, &limits, said);
}

static void expect(const char *const *jobs, size_t count, zb_pool_limits limits, const char *log) {
    fixture f = {.jobs = jobs, .count = count, .input = -1, .interrupt_at = -1};
    snprintf(f.marker, sizeof f.marker, "/tmp/zhoubao-test-pool-%d", (int)getpid());
    zb_buf said = {0};
    assert_int_equal(run(&f, limits, &said), ZB_POOL_FINE);
    if (said.n) fail_msg("workers said: %s", said.s);
    assert_int_equal(f.ready, 1);
    zb_buf_add(&f.log, (zb_str){0});
    assert_string_equal(f.log.s ? f.log.s : "", log);
    unlink(f.marker);
    zb_buf_free(&f.log);
    zb_buf_free(&said);
}

static void test_no_jobs(void **state) {
    (void)state;
    expect(NULL, 0, (zb_pool_limits){.workers = 2}, "");
}

/* Many more jobs than the pool holds at a time; the same with any number of workers, and when workers are replaced all
 * the time. */
static void test_order(void **state) {
    (void)state;
    char *log = NULL;
    zb_buf expected = {0};
    for (int i = 0; i < 3000; i++) zb_buf_format(&expected, "%d:0:0:did %d\n", i, i);
    log = expected.s;
    expect(NULL, 3000, (zb_pool_limits){.workers = 1}, log);
    expect(NULL, 3000, (zb_pool_limits){.workers = 4}, log);
    expect(NULL, 3000, (zb_pool_limits){.workers = 3, .resident = 1, .seconds = 60}, log);
    zb_buf_free(&expected);
}

static void test_crash(void **state) {
    (void)state;
    static const char *const jobs[] = {"a", "crash", "b", "exit", "decided", "c", "crash", "d"};
    const char *log = "0:0:0:did a\n1:1:6:last words\n2:0:0:did b\n3:1:-5:\n4:0:9:decided\n5:0:0:did c\n6:1:6:last "
                      "words\n7:0:0:did d\n";
    expect(jobs, 8, (zb_pool_limits){.workers = 1}, log);
    expect(jobs, 8, (zb_pool_limits){.workers = 3}, log);
}

static void test_hang(void **state) {
    (void)state;
    static const char *const jobs[] = {"a", "hang", "b", "spin", "c"};
    expect(jobs, 5, (zb_pool_limits){.workers = 2, .seconds = 0.5},
           "0:0:0:did a\n1:2:14:\n2:0:0:did b\n3:2:14:\n4:0:0:did c\n");
}

/* Whoever kills a worker from outside costs nothing, unless it is the job that does it. */
static void test_kill(void **state) {
    (void)state;
    static const char *const jobs[] = {"a", "kill once", "b", "kill", "c"};
    expect(jobs, 5, (zb_pool_limits){.workers = 2},
           "0:0:0:did a\n1:0:1:did kill once\n2:0:0:did b\n3:1:9:\n4:0:0:did c\n");
}

static void test_memory(void **state) {
    (void)state;
#ifdef ZB_SANITIZED
    skip();
#else
    static const char *const jobs[] = {"a", "eat", "b"};
    expect(jobs, 3, (zb_pool_limits){.workers = 1, .memory = (size_t)1 << 30},
           "0:0:0:did a\n1:4:-1:zhoubao: error: out of memory: this run needs more than the 1024 MB that it may take [limit.memory]\n"
           "      = help: --memory MB allows more\n2:0:0:did b\n");
#endif
}

/* Without a limit of ours it is the system that has none. */
static void test_no_memory(void **state) {
    (void)state;
    static const char *const jobs[] = {"a", "starve", "b"};
    expect(jobs, 3, (zb_pool_limits){.workers = 1}, "0:0:0:did a\n1:1:-3:zhoubao: error: out of memory: 77 bytes more cannot be had [system.memory]\n2:0:0:did b\n");
}

static void test_processor(void **state) {
    (void)state;
    static const char *const jobs[] = {"a", "spin", "b"};
    expect(jobs, 3, (zb_pool_limits){.workers = 1, .cpu = 0.01}, "0:0:0:did a\n1:3:27:\n2:0:0:did b\n");
}

static void test_refused(void **state) {
    (void)state;
    fixture f = {.count = 5, .input = -1, .interrupt_at = -1, .refuse = true};
    zb_buf said = {0};
    assert_int_equal(run(&f, (zb_pool_limits){.workers = 2}, &said), ZB_POOL_REFUSED);
    assert_string_equal(said.s, "no fonts\n");
    assert_int_equal(f.done, 0);
    said.n = 0;
    f = (fixture){.count = 5, .input = -1, .interrupt_at = -1, .die = true};
    assert_int_equal(run(&f, (zb_pool_limits){.workers = 2}, &said), ZB_POOL_NO_PROCESS);
    assert_non_null(strstr(said.s, "did not start"));
    assert_int_equal(f.done, 0);
    zb_buf_free(&said);
}

static void test_large(void **state) {
    (void)state;
    size_t size = (size_t)5 << 20;
    char *big = zb_realloc(NULL, size + 1);
    memset(big, 'x', size);
    big[size] = '\0';
    const char *const jobs[] = {big, "a", big, big};
    fixture f = {.jobs = jobs, .count = 4, .input = -1, .interrupt_at = -1};
    zb_buf said = {0};
    assert_int_equal(run(&f, (zb_pool_limits){.workers = 2}, &said), ZB_POOL_FINE);
    assert_int_equal(f.log.n, 3 * (size + strlen("0:0:1:did \n")) + strlen("1:0:0:did a\n"));
    zb_buf_free(&f.log);
    zb_buf_free(&said);
    free(big);
}

static void test_input(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t writer = fork();
    if (writer == 0) {
        for (int i = 0; i < 3; i++) {
            usleep(50000);
            if (write(ends[1], "x", 1) != 1) _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    fixture f = {.count = 3, .input = ends[0], .interrupt_at = -1};
    zb_buf said = {0};
    assert_int_equal(run(&f, (zb_pool_limits){.workers = 1}, &said), ZB_POOL_FINE);
    assert_string_equal(f.log.s, "0:0:0:did 0\n1:0:0:did 1\n2:0:0:did 2\n");
    zb_buf_free(&f.log);
    zb_buf_free(&said);
    close(ends[0]);
}

static void test_interrupt(void **state) {
    (void)state;
    zb_signals signals;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    zb_signals_hold(&signals);
    assert_false(zb_signals_came(&signals));
    fixture f = {.count = 100000, .input = -1, .interrupt_at = 500};
    zb_buf said = {0};
    assert_int_equal(run(&f, (zb_pool_limits){.workers = 2, .signals = &signals}, &said), ZB_POOL_INTERRUPTED);
    assert_true(zb_signals_came(&signals));
    assert_true(f.next < 3000);
    assert_true(f.done <= f.next);
    sigaction(SIGTERM, &ignore, &before); /* or releasing would end this test */
    zb_signals_release(&signals);
    sigaction(SIGTERM, &before, NULL);
    zb_buf_free(&f.log);
    zb_buf_free(&said);
}

static void test_ignored_signal(void **state) {
    (void)state;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGHUP, &ignore, &before);
    zb_signals signals;
    zb_signals_hold(&signals);
    raise(SIGHUP);
    assert_false(zb_signals_came(&signals));
    zb_signals_release(&signals);
    sigaction(SIGHUP, &before, NULL);
}

static void test_report(void **state) {
    (void)state;
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    const zb_pool_limits limits = {.seconds = 2.5, .cpu = 1.5, .memory = (size_t)64 << 20};
    zb_job_report(&(zb_job_result){.end = ZB_JOB_DONE}, &limits, ZB_NOWHERE, diags);
    assert_int_equal(zb_diags_count(diags), 0);
    zb_job_report(&(zb_job_result){.end = ZB_JOB_SPENT, .status = SIGPROF}, &limits, ZB_NOWHERE, diags);
    zb_job_report(&(zb_job_result){.end = ZB_JOB_FULL, .status = -1}, &limits, ZB_NOWHERE, diags);
    assert_string_equal(zb_diags_at(diags, 0)->code, "limit.cpu");
    assert_non_null(strstr(zb_diags_at(diags, 0)->message, "1.5 s of"));
    assert_string_equal(zb_diags_at(diags, 1)->code, "limit.memory");
    assert_non_null(strstr(zb_diags_at(diags, 1)->message, "64 MB"));
    assert_int_equal(zb_diags_worst(diags), ZB_ERROR);
    diags = zb_diags_new(arena);
    zb_job_report(&(zb_job_result){.end = ZB_JOB_LATE}, &limits, ZB_NOWHERE, diags);
    assert_int_equal(zb_diags_worst(diags), ZB_ERROR);
    zb_job_report(&(zb_job_result){.end = ZB_JOB_CRASHED, .status = SIGSEGV, .reply = ZB_STR("oh")}, &limits, ZB_NOWHERE,
                  diags);
    zb_diags *other = zb_diags_new(arena);
    zb_job_report(&(zb_job_result){.end = ZB_JOB_CRASHED, .status = -3}, &limits, ZB_NOWHERE, other);
    assert_int_equal(zb_diags_worst(diags), ZB_FATAL); /* whoever waits for the batch does not mend the input */
    assert_string_equal(zb_diags_at(diags, 0)->code, "job.time");
    assert_non_null(strstr(zb_diags_at(diags, 0)->message, "2.5 seconds"));
    assert_string_equal(zb_diags_at(diags, 1)->code, "job.crash");
    assert_non_null(strstr(zb_diags_at(diags, 1)->message, "signal 11"));
    assert_string_equal(zb_diags_at(diags, 1)->hint, "it said: oh");
    assert_non_null(strstr(zb_diags_at(other, 0)->message, "status 3"));
    zb_arena_close(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_jobs),   cmocka_unit_test(test_order),          cmocka_unit_test(test_crash),
        cmocka_unit_test(test_hang),      cmocka_unit_test(test_kill),           cmocka_unit_test(test_memory),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_processor),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_large),          cmocka_unit_test(test_input),
        cmocka_unit_test(test_interrupt), cmocka_unit_test(test_ignored_signal), cmocka_unit_test(test_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
