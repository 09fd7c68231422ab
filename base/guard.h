/* SPDX-License-Identifier: Apache-2.0
 * The end of a process before its time: signals, lack of memory. Temporary files that have a name are noted here and removed then, so
 * that nothing stays behind. This list and what the handlers need is the only mutable state of the program, for handlers get no
 * arguments. */
#ifndef ZB_BASE_GUARD_H
#define ZB_BASE_GUARD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* The exit status of a system that failed. */
#define ZB_GUARD_STATUS 3

#define ZB_GUARD_DEPTH 6

/* A file to remove when the process ends early. The owner keeps it alive, and the path, until it is dropped. */
typedef struct zb_guarded zb_guarded;
struct zb_guarded {
    zb_guarded *before, *after;
    const char *path;
    bool tree; /* a folder, with all that is in it */
};

/* Installs the handlers, once, at the start of the program: signals that end it remove the files first and end it all the same (with the
 * status of that signal); SIGXFSZ is ignored, so that a write beyond `ulimit -f` fails with EFBIG; a stack that is used up and a mapped
 * file that shrank (SIGBUS) end with a message and ZB_GUARD_STATUS. */
void zb_guard_install(void);

void zb_guard_add(zb_guarded *file, const char *path);
/* The same for a folder of our own; what is nested deeper than ZB_GUARD_DEPTH folders stays. */
void zb_guard_add_tree(zb_guarded *folder, const char *path);
/* What is not in the list is left alone. */
void zb_guard_drop(zb_guarded *file);
/* In a process that was forked: the files belong to the other one. */
void zb_guard_forget(void);

/* Between the two no signal ends the process, so what is done there is done whole. They nest. */
void zb_guard_hold(sigset_t *before);
void zb_guard_release(const sigset_t *before);

/* Removes the files; for handlers too. */
void zb_guard_tidy(void);
/* What the process is for has happened: all that is left is to tell of it and to tidy up. Lack of memory from now on ends it with this
 * status; where not everything was `told`, with a warning that says so. */
void zb_guard_done(int status, bool told);
/* The same as zb_guard_tidy and prints one message: for the allocator, when there is no memory for `wanted` bytes. Needs no memory itself.
 * Gives the status to end the process with. */
int zb_guard_no_memory(size_t wanted);

#endif
