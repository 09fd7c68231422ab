/* SPDX-License-Identifier: Apache-2.0
 * Fault injection: what the parts of build/tests/libfaults.so share. The library is loaded into the program with LD_PRELOAD; it makes the
 * n-th call of one kind fail. What it is to do stands in the environment (see settings.c). Nothing here may allocate, and system calls go
 * through fi_raw, which alone is exempt from the traps. */
#ifndef TESTS_FAULTS_SHIM_H
#define TESTS_FAULTS_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FI_NAME_ROOM = 256, FI_FILES_MAX = 128, FI_DEPTH = 20 };

typedef enum fi_mode {
    FI_OFF,
    FI_COUNT, /* counts only */
    FI_PLAIN, /* the n-th call fails, in this process or its workers */
    FI_FORK,  /* at each call a child fails it and runs to its end; the parent judges and goes on */
    FI_DOOMED /* in such a child */
} fi_mode;

typedef enum fi_what { FI_ERROR, FI_SHORT, FI_CLOSE, FI_MEMORY, FI_PROCESS } fi_what;

/* One kind of calls. */
typedef struct fi_kind {
    const char *name;
    fi_what what;
    int error;        /* without FI_ERRNO */
    bool keeps_files; /* a stray file is what the fault means: unlink */
    short calls[12];  /* numbers of system calls, ended by -1 */
} fi_kind;

/* What the runner reads at the end: a file that all processes map. */
typedef struct fi_tally {
    uint64_t calls[2]; /* of the kind: in the parent, in workers */
    uint64_t tried, fine, refused, failed, left, outside;
} fi_tally;

typedef struct fi_settings {
    fi_mode mode;
    const fi_kind *kind;
    const char *fence, *out, *keep, *good, *old, *good_stdout, *good_stderr;
    long first, stride, last;
    int error, signal, who, seconds, log, trace; /* the last two: open files, or -1 */
    bool sticky, distinct, worker;
    fi_tally *tally;
} fi_settings;

extern fi_settings fi;

/* A system call that is never trapped: -errno when it fails. */
long fi_raw(long number, long a, long b, long c, long d, long e, long f);
#define FI_RAW0(n) fi_raw(n, 0, 0, 0, 0, 0, 0)
#define FI_RAW1(n, a) fi_raw(n, (long)(a), 0, 0, 0, 0, 0)
#define FI_RAW2(n, a, b) fi_raw(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define FI_RAW3(n, a, b, c) fi_raw(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define FI_RAW4(n, a, b, c, d) fi_raw(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define FI_RAW5(n, a, b, c, d, e) fi_raw(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)

/* The kind of that name, or NULL. */
const fi_kind *fi_kind_named(const char *name);
/* A call of the kind that is looked for is about to be made: must it fail? In mode FI_FORK this returns twice. */
bool fi_fails(void);

/* Traps the system calls of the kind, those that a trace wants and those that the fence needs to see. False: the kernel does not allow it. */
bool fi_traps_install(const fi_kind *kind);
/* Logs one system call that was made; `result` as the kernel gives it. */
void fi_trace(long number, const long *args, long result);

/* Whether the call would change something outside the fence; it is logged then. */
bool fi_fenced_off(long number, const long *args);

/* Reads what outputs are expected; once. False: something is wrong with the scene. */
bool fi_scene_open(void);
/* Forks: true in the child, which is to fail; false in the parent, after the child was judged and all is as before. */
bool fi_scene_try(long n);

/* Small texts without the heap. */
typedef struct fi_text {
    char s[8192];
    size_t n;
} fi_text;
void fi_add(fi_text *text, const char *s);
void fi_add_number(fi_text *text, uint64_t value, unsigned base);
void fi_text_write(const fi_text *text, int fd);
/* The return addresses of this call, without our own; gives how many. */
int fi_stack(void **frames, int room);
uint64_t fi_stack_hash(void *const *frames, int count);
/* " module+0x1f" for each. */
void fi_add_stack(fi_text *text, void *const *frames, int count);
bool fi_is(const char *a, const char *b);

#endif
