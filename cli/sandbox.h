/* SPDX-License-Identifier: Apache-2.0
 * What a run may reach when it is walled in (jobs/sandbox.h): the folders of its issues, of their templates and styles, of fonts and
 * libraries to read, the folder of its outputs to write. */
#ifndef ZB_CLI_SANDBOX_H
#define ZB_CLI_SANDBOX_H

#include "cli/session.h"
#include "jobs/jobs.h"

/* Opens the run of a command that makes one thing; with --sandbox it is walled in from here on. Where that fails, [sandbox.failed] was
 * added and the session is not fine. */
zb_session *zb_session_open_walled(const zb_settings *settings);

/* For many inputs: begin, the inputs one by one, end. */
typedef struct zb_reach {
    zb_sandbox *sandbox; /* NULL: no walls are wanted */
    const zb_settings *settings;
    const char *const *template_dirs;
    zb_arena *arena;
} zb_reach;

/* For a command whose workers are walled in unless --no-sandbox was given. Adds the note [sandbox.partial] when --sandbox was. */
zb_reach zb_reach_begin(zb_session *session);
/* An issue (a file, or a folder) with the template and style that are asked for (NULL: what it names itself). */
void zb_reach_issue(zb_reach *reach, const char *issue, const char *template, const char *style);
/* A file, and what lies beside it. */
void zb_reach_beside(zb_reach *reach, const char *file);
/* The rest, which all runs have in common. `output`: the folder that is written to; NULL: none. */
void zb_reach_end(zb_reach *reach, const char *output);
/* In a worker, first of all. False: it must not work; `greeting` says why. */
bool zb_reach_enter(const zb_reach *reach, zb_buf *greeting);

#endif
