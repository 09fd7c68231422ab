/* SPDX-License-Identifier: Apache-2.0
 * The pool: a ring of jobs between the first whose result was not given yet and the newest, and workers that hold at
 * most two of them, so that none waits while its reply travels. One thread, one poll. */
#include "jobs/pool.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/limits.h"
#include "jobs/wire.h"
#include "jobs/worker.h"

#define SLOTS 1024         /* jobs begun before the oldest one is over */
#define QUEUE 2            /* jobs that one worker holds */
#define POLL_MS 100        /* how soon a signal is noticed and the clock ticks */
#define ATTEMPTS_MAX 2     /* of a job whose worker was killed from outside */
#define LAST_WORDS_MAX 300 /* bytes of a crashed worker's standard error that are reported */

typedef enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_OUT, SLOT_OVER } slot_state;

typedef struct slot {
    slot_state state;
    int attempts;
    zb_buf bytes, reply;
    zb_job_result result;
} slot;

typedef struct member {
    zb_worker worker;
    bool alive, ready, retired;
    zb_buf in, out;
    size_t in_at, out_at; /* bytes of the buffers that are dealt with */
    size_t queue[QUEUE];  /* indices of jobs, oldest first */
    int queued;
} member;

typedef struct pool {
    const zb_pool_work *work;
    const zb_pool_limits *limits;
    zb_buf *said;
    slot *slots;
    size_t first, next, waiting,
        done; /* jobs: first without result given, first not begun; how many wait again; how many are over */
    member members[ZB_WORKERS_MAX];
    int room, alive;                                 /* workers: at most, now */
    bool greeted, exhausted, stuck, refused, broken; /* broken: a worker ended before it was ready */
    struct timespec ticked;
} pool;

static slot *slot_of(pool *p, size_t index) { return &p->slots[index % SLOTS]; }

/* ---- workers ---- */

static bool member_start(pool *p) {
    int others[ZB_WORKERS_MAX];
    size_t count = 0;
    member *m = NULL;
    for (int i = 0; i < p->room; i++) {
        if (p->members[i].alive) others[count++] = p->members[i].worker.fd;
        else if (!m) m = &p->members[i];
    }
    *m = (member){0};
    m->alive = zb_worker_start(p->work, p->limits, others, count, &m->worker);
    if (m->alive) p->alive++;
    else if (!p->alive) zb_say_to(p->said, "zhoubao: error: no process can be started: %s [job.process]\n", strerror(errno));
    return m->alive;
}

/* The worker for the next job: the one with the least to do, or a new one while none is idle. NULL: all are busy. */
static member *member_choose(pool *p) {
    member *best = NULL;
    for (int i = 0; i < p->room; i++) {
        member *m = &p->members[i];
        if (m->alive && !m->retired && m->queued < QUEUE && (!best || m->queued < best->queued)) best = m;
    }
    if ((!best || best->queued) && p->alive < p->room && !p->stuck) {
        p->stuck = !member_start(p); /* then those that there are must do */
        if (!p->stuck) return member_choose(p);
    }
    return best;
}

/* ---- jobs ---- */

static void assign(pool *p, member *m, size_t index) {
    slot *s = slot_of(p, index);
    s->state = SLOT_OUT;
    s->attempts++;
    m->queue[m->queued++] = index;
    zb_frame_add(&m->out, (zb_frame){.kind = ZB_FRAME_JOB, .index = index}, zb_buf_str(&s->bytes));
}

static void settle(pool *p, size_t index, zb_job_end end, int status, zb_str reply) {
    slot *s = slot_of(p, index);
    s->state = SLOT_OVER;
    s->result = (zb_job_result){.index = index, .end = end, .status = status};
    zb_buf_add(&s->reply, reply);
    zb_buf_free(&s->bytes);
    p->done++;
}

/* One more job from the caller; false: none now. */
static bool take_next(pool *p) {
    if (p->exhausted || p->next - p->first == SLOTS) return false;
    slot *s = slot_of(p, p->next);
    int status = 0;
    zb_next what = p->work->next(p->work->context, &s->bytes, &status);
    p->exhausted = what == ZB_NEXT_NONE;
    if (what != ZB_NEXT_JOB && what != ZB_NEXT_DECIDED) return false;
    s->state = SLOT_WAITING;
    size_t index = p->next++;
    if (what == ZB_NEXT_JOB) {
        p->waiting++;
        return true;
    }
    zb_buf reply = s->bytes;
    s->bytes = (zb_buf){0};
    settle(p, index, ZB_JOB_DONE, status, zb_buf_str(&reply));
    zb_buf_free(&reply);
    return true;
}

static size_t oldest_waiting(pool *p) {
    for (size_t i = p->first; i < p->next; i++)
        if (slot_of(p, i)->state == SLOT_WAITING) return i;
    return p->next;
}

/* Gives the results that are due. */
static void deliver(pool *p) {
    for (; p->first < p->next && slot_of(p, p->first)->state == SLOT_OVER; p->first++) {
        slot *s = slot_of(p, p->first);
        s->result.reply = zb_buf_str(&s->reply);
        p->work->done(p->work->context, &s->result);
        zb_buf_free(&s->reply);
        *s = (slot){0};
    }
}

/* Jobs to workers as long as there are both. False: nobody is left to work. */
static bool feed(pool *p) {
    for (;;) {
        deliver(p);
        if (!p->waiting && !take_next(p)) return true;
        if (!p->waiting) continue;
        member *m = member_choose(p);
        if (!m) return p->alive > 0;
        assign(p, m, oldest_waiting(p));
        p->waiting--;
    }
}

/* ---- the end of a worker ---- */

/* The beginning of what a worker wrote to its standard error. */
static zb_str last_words(const zb_buf *words) {
    zb_str text = zb_str_trim(zb_buf_str(words));
    return text.n > LAST_WORDS_MAX ? zb_str_sub(text, 0, LAST_WORDS_MAX) : text;
}

static bool says(zb_str words, const char *word) { return zb_str_find(words, zb_str_of(word), 0) != SIZE_MAX; }

/* How the job ended in whose hands the worker was. Libraries that lack memory end in their own ways. */
static zb_job_end end_of(const pool *p, int status, zb_str words) {
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) return ZB_JOB_LATE;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF) return ZB_JOB_SPENT;
    bool aborted = WIFSIGNALED(status) && (WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGTRAP);
    if (!WIFSIGNALED(status) && says(words, ZB_LIMIT_MEMORY_WORDS)) return ZB_JOB_FULL;
    bool lacking = says(words, "failed to allocate") || says(words, zb_tr(ZB_NO_MEMORY_WORDS));
    return p->limits->memory && aborted && lacking ? ZB_JOB_FULL : ZB_JOB_CRASHED;
}

/* The job in hand is lost, or waits once more where someone else killed the worker; the others of its queue wait again.
 */
static void return_jobs(pool *p, member *m, int status, const zb_buf *words) {
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    for (int i = 0; i < m->queued; i++) {
        slot *s = slot_of(p, m->queue[i]);
        bool begun = i == 0 && !m->retired;
        if (!begun) s->attempts--;
        if (!begun || (killed && s->attempts < ATTEMPTS_MAX)) {
            s->state = SLOT_WAITING;
            p->waiting++;
            continue;
        }
        int code = WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
        settle(p, m->queue[i], end_of(p, status, zb_buf_str(words)), code, last_words(words));
    }
}

static void member_end(pool *p, member *m) {
    zb_buf words = {0};
    int status = zb_worker_end(&m->worker, &words);
    bool crashed = m->queued > 0 && !m->retired;
    if (!m->ready && !p->refused) {
        if (!p->broken && words.n) zb_say_to(p->said, "a worker did not start (wait status %d)\n", status);
        else if (!p->broken) zb_say_to(p->said, "zhoubao: error: a worker did not start (wait status %d) [job.process]\n", status);
        p->broken = true;
    }
    return_jobs(p, m, status, &words);
    if (!crashed && status && m->ready) zb_say_to(p->said, "a worker ended badly (wait status %d)\n", status);
    if (!crashed || p->broken) zb_buf_add(p->said, zb_buf_str(&words));
    zb_buf_free(&words);
    zb_buf_free(&m->in);
    zb_buf_free(&m->out);
    m->alive = false;
    p->alive--;
}

/* ---- messages ---- */

static void greet(pool *p, member *m, const zb_frame *frame, zb_str bytes) {
    m->ready = frame->kind == ZB_FRAME_READY;
    if (!m->ready) {
        if (!p->refused) zb_buf_add(p->said, bytes);
        p->refused = true;
    } else if (!p->greeted) {
        p->greeted = true;
        if (p->work->ready) p->work->ready(p->work->context, bytes);
    }
}

static bool accept_reply(pool *p, member *m, const zb_frame *frame, zb_str bytes) {
    if (!m->queued || m->queue[0] != frame->index) return false;
    settle(p, frame->index, ZB_JOB_DONE, frame->status, bytes);
    m->queued--;
    memmove(m->queue, m->queue + 1, (size_t)m->queued * sizeof *m->queue);
    return true;
}

/* Deals with what came from a worker. False: it is none of our language. */
static bool interpret(pool *p, member *m) {
    zb_frame frame;
    zb_str bytes;
    bool fine = true;
    while (fine && zb_frame_take(zb_buf_str(&m->in), &m->in_at, &frame, &bytes)) {
        if (frame.kind == ZB_FRAME_REPLY) fine = accept_reply(p, m, &frame, bytes);
        else if (frame.kind == ZB_FRAME_RETIRE) m->retired = true;
        else greet(p, m, &frame, bytes);
    }
    if (m->in_at == m->in.n) m->in.n = m->in_at = 0;
    return fine && !zb_frame_broken(zb_buf_str(&m->in), m->in_at);
}

/* Reads what there is. False: the worker has ended, or talks nonsense and was killed. */
static bool hear(pool *p, member *m) {
    char block[1 << 14];
    for (;;) {
        ssize_t n = recv(m->worker.fd, block, sizeof block, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
        if (n <= 0) return false;
        zb_buf_add(&m->in, (zb_str){block, (size_t)n});
        if (interpret(p, m)) {
            if (m->retired) return false;
            continue;
        }
        kill(m->worker.pid, SIGKILL);
        return false;
    }
}

/* Writes as much as goes; a broken connection shows when it is read. */
static void tell(member *m) {
    while (m->out_at < m->out.n) {
        ssize_t n = send(m->worker.fd, m->out.s + m->out_at, m->out.n - m->out_at, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        m->out_at += (size_t)n;
    }
    m->out.n = m->out_at = 0;
}

/* ---- the loop ---- */

static void tick(pool *p) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double passed = (double)(now.tv_sec - p->ticked.tv_sec) * 1e3 + (double)(now.tv_nsec - p->ticked.tv_nsec) / 1e6;
    if (passed < POLL_MS) return;
    p->ticked = now;
    if (p->work->tick) p->work->tick(p->work->context, p->done);
}

/* Waits until a worker has said or taken something, or input has come. */
static void wait_and_hear(pool *p) {
    struct pollfd fds[ZB_WORKERS_MAX + 1];
    member *whose[ZB_WORKERS_MAX];
    nfds_t count = 0;
    for (int i = 0; i < p->room; i++) {
        member *m = &p->members[i];
        if (!m->alive) continue;
        tell(m);
        whose[count] = m;
        fds[count++] = (struct pollfd){.fd = m->worker.fd, .events = m->out_at < m->out.n ? POLLIN | POLLOUT : POLLIN};
    }
    nfds_t workers = count;
    bool hungry = p->greeted && !p->exhausted && !p->waiting && p->next - p->first < SLOTS;
    if (hungry && p->work->input >= 0) fds[count++] = (struct pollfd){.fd = p->work->input, .events = POLLIN};
    int ready = poll(fds, count, POLL_MS);
    if (ready < 0 && errno != EINTR) { /* it would only fail again */
        zb_say_to(p->said, "zhoubao: error: the workers cannot be waited for: %s [job.process]\n", strerror(errno));
        p->broken = true;
    }
    if (ready <= 0) return;
    for (nfds_t i = 0; i < workers; i++)
        if (fds[i].revents & (POLLIN | POLLHUP | POLLERR) && !hear(p, whose[i])) member_end(p, whose[i]);
}

static bool busy(pool *p) { return !p->greeted || !p->exhausted || p->first < p->next; }

static zb_pool_end work(pool *p) {
    if (!member_start(p)) return ZB_POOL_NO_PROCESS;
    while (busy(p)) {
        if (p->limits->signals && zb_signals_came(p->limits->signals)) return ZB_POOL_INTERRUPTED;
        if (p->refused) return ZB_POOL_REFUSED;
        if (p->broken || (p->greeted && !feed(p))) return ZB_POOL_NO_PROCESS;
        if (busy(p)) wait_and_hear(p);
        tick(p);
    }
    return ZB_POOL_FINE;
}

/* Ends the workers: they finish by themselves after a fine run, else at once. */
static void finish(pool *p, zb_pool_end end) {
    for (int i = 0; i < p->room; i++) {
        if (!p->members[i].alive) continue;
        if (end == ZB_POOL_FINE) shutdown(p->members[i].worker.fd, SHUT_RDWR);
        else kill(p->members[i].worker.pid, SIGKILL);
    }
    for (int i = 0; i < p->room; i++) {
        member *m = &p->members[i];
        if (!m->alive) continue;
        zb_buf words = {0};
        int status = zb_worker_end(&m->worker, &words);
        if (end == ZB_POOL_FINE && status) zb_say_to(p->said, "a worker ended badly (wait status %d)\n", status);
        zb_buf_add(p->said, zb_buf_str(&words));
        zb_buf_free(&words);
        zb_buf_free(&m->in);
        zb_buf_free(&m->out);
    }
}

static int worker_count(int asked) {
    long count = asked > 0 ? asked : sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) count = 1;
    return count > ZB_WORKERS_MAX ? ZB_WORKERS_MAX : (int)count;
}

zb_pool_end zb_pool_run(const zb_pool_work *work_to_do, const zb_pool_limits *limits, zb_buf *said) {
    zb_arena *arena = zb_arena_open();
    pool *p = ZB_NEW(arena, pool);
    p->work = work_to_do;
    p->limits = limits;
    p->said = said;
    p->slots = ZB_NEW_ARRAY(arena, SLOTS, slot);
    p->room = worker_count(limits->workers);
    clock_gettime(CLOCK_MONOTONIC, &p->ticked);
    zb_pool_end end = work(p);
    deliver(p);
    finish(p, end);
    for (size_t i = 0; i < SLOTS; i++) {
        zb_buf_free(&p->slots[i].bytes);
        zb_buf_free(&p->slots[i].reply);
    }
    zb_arena_close(arena);
    return end;
}

static void report_crash(const zb_job_result *result, zb_loc loc, zb_diags *diags) {
    const char *name = result->status > 0 ? sigdescr_np(result->status) : NULL;
    if (result->status > 0)
        zb_diag_add(diags, ZB_FATAL, "job.crash", loc, "the process that worked on this ended: %s (signal %d)", name ? name : "killed",
                    result->status);
    else
        zb_diag_add(diags, ZB_FATAL, "job.crash", loc, "the process that worked on this ended with status %d", -result->status);
    if (result->reply.n) zb_diag_hint(diags, "it said: %.*s", ZB_STR_ARG(result->reply));
}

void zb_job_report(const zb_job_result *result, const zb_pool_limits *limits, zb_loc loc, zb_diags *diags) {
    switch (result->end) {
    case ZB_JOB_DONE: break;
    case ZB_JOB_CRASHED: report_crash(result, loc, diags); break;
    case ZB_JOB_LATE:
        zb_diag_add(diags, ZB_ERROR, "job.time", loc, "this took longer than %g seconds and was ended", limits->seconds);
        zb_diag_hint(diags, "--timeout SECONDS allows more");
        break;
    case ZB_JOB_SPENT:
        zb_diag_add(diags, ZB_ERROR, "limit.cpu", loc, "this takes more than %g s of processor time", limits->cpu);
        zb_diag_hint(diags, "--cpu SECONDS allows more");
        break;
    case ZB_JOB_FULL:
        zb_diag_add(diags, ZB_ERROR, "limit.memory", loc, "out of memory: this needs more than the %.0f MB that it may take",
                    (double)limits->memory / (1 << 20));
        zb_diag_hint(diags, "--memory MB allows more");
        break;
    }
}
