/* SPDX-License-Identifier: Apache-2.0
 * The walls round a process that reads what strangers wrote: which files it can reach (Landlock), which system calls it can make (a seccomp
 * filter), no new privileges, no core dump. The kernel enforces them until the process ends; nothing in it can take them down. They are a
 * second line: the program does not try what they forbid. */
#ifndef ZB_JOBS_SANDBOX_H
#define ZB_JOBS_SANDBOX_H

#include "base/diag.h"

/* What keeps what out. A kernel may lack some. */
typedef enum zb_wall {
    ZB_WALL_FILES = 1 << 0,   /* Landlock: files outside the paths given */
    ZB_WALL_NETWORK = 1 << 1, /* Landlock: TCP, also on sockets that were handed over */
    ZB_WALL_SCOPE = 1 << 2,   /* Landlock: signals and abstract sockets of processes outside */
    ZB_WALL_CALLS = 1 << 3,   /* seccomp: system calls not on the list, among them those for sockets, programs, processes, mounts */
    ZB_WALLS = (1 << 4) - 1,
} zb_wall;

typedef struct zb_sandbox zb_sandbox;

/* Without any path. In the arena. */
zb_sandbox *zb_sandbox_new(zb_arena *arena);
/* The process may read this file, or this folder with all below. Symbolic links in the path are followed when the sandbox is entered. Paths
 * that are not there, or NULL, are passed over. */
void zb_sandbox_read(zb_sandbox *sandbox, const char *path);
/* The process may also make, write, move and remove what is in this folder. */
void zb_sandbox_write(zb_sandbox *sandbox, const char *path);
/* Replaces paths to read by the folders they lie in until there are at most `most` different ones. */
void zb_sandbox_narrow(zb_sandbox *sandbox, size_t most);
/* The paths so far, for tests; *write tells which kind. NULL: there is no path `index`. */
const char *zb_sandbox_path(const zb_sandbox *sandbox, size_t index, bool *write);

/* The walls that this kernel and processor offer, a set of zb_wall. */
unsigned zb_sandbox_offered(void);
/* Puts up all walls that are offered, for the calling thread and those that it starts: call it while there is one. `worker`: the process
 * writes files only, so that their size can be bounded. False: a wall that is offered could not be put up, errno says why; the process must
 * not go on. */
bool zb_sandbox_enter(const zb_sandbox *sandbox, bool worker);
/* Adds the note [sandbox.partial] when walls are missing in the set. */
void zb_sandbox_report(unsigned offered, zb_diags *diags);

#endif
