/* SPDX-License-Identifier: Apache-2.0
 * One run of the program over one input: its memory, its diagnostics, its clock, and how it ends. */
#ifndef ZB_CLI_SESSION_H
#define ZB_CLI_SESSION_H

#include "base/file.h"
#include "cli/settings.h"

#define ZB_LAPS_MAX 16

typedef struct zb_lap {
    const char *stage;
    double wall, cpu; /* milliseconds */
} zb_lap;

typedef struct zb_session {
    const zb_settings *settings;
    zb_arena *arena;
    zb_diags *diags;
    const char *const *template_dirs; /* NULL-terminated; where templates are looked for */
    zb_lap laps[ZB_LAPS_MAX];
    size_t lap_count;
    double wall, cpu; /* at the last lap, milliseconds */
} zb_session;

/* Opens the run. Close it with zb_session_close. */
zb_session *zb_session_open(const zb_settings *settings);

/* Ends a stage: its time goes to the table that --timings prints. */
void zb_session_lap(zb_session *session, const char *stage);

/* No error so far (with --strict: no warning either). */
bool zb_session_fine(const zb_session *session);

/* Writes text to the settings' output, or standard output; problems become diagnostics. */
void zb_session_write(zb_session *session, zb_str text);

/* Messages go to a person at a terminal who did not ask for none of the colours. */
bool zb_session_color(void);

/* Prints the diagnostics and, when asked, the timings to standard error, frees everything, gives the exit status. */
int zb_session_close(zb_session *session);

/* The folders in which templates are looked for: ZHOUBAO_DATADIR, the data folder beside the program as installed, the source tree of a
 * program in its build folder, the folder set when it was compiled. NULL-terminated, in the arena. */
const char *const *zb_template_dirs(zb_arena *arena);

#endif
