/* SPDX-License-Identifier: Apache-2.0
 * One run of the program over one input: its memory, its diagnostics, its clock, and how it ends. */
#ifndef ZB_CLI_SESSION_H
#define ZB_CLI_SESSION_H

#include "base/budget.h"
#include "base/file.h"
#include "base/output.h"
#include "cli/settings.h"
#include "cli/shared.h"
#include "fonts/use.h"

#define ZB_LAPS_MAX 16

typedef struct zb_lap {
    const char *stage;
    double wall, cpu; /* milliseconds */
} zb_lap;

/* Whether the files of --deps and --diagnostics are others than those that the run reads and makes. */
typedef enum zb_sides { ZB_SIDES_NEW, ZB_SIDES_APART, ZB_SIDES_CLASH } zb_sides;

typedef struct zb_collection zb_collection;

typedef struct zb_session {
    const zb_settings *settings;
    zb_arena *arena;
    zb_diags *diags;
    zb_shared *shared;                /* its own, or one that outlives it */
    zb_font_use *use;                 /* what was shown so far */
    ZB_VEC(const char *) written;     /* the files that were made */
    const char *const *template_dirs; /* NULL-terminated; where templates are looked for */
    zb_lap laps[ZB_LAPS_MAX];
    size_t lap_count;
    double wall, cpu; /* at the last lap, milliseconds */
    zb_sides sides;
    bool deps_written;
    struct zb_collection *collection; /* of a batch: the findings of its issues, for programs; NULL: none (cli/findings.h) */
    int worst; /* of the exit statuses that do not follow from the findings: of what workers did */
} zb_session;

/* Opens the only run of this process, which comes under the limits of the settings. Close it with zb_session_close. */
zb_session *zb_session_open(const zb_settings *settings);
/* The same as one of several runs in this process (NULL: it shares nothing), whose limits are set elsewhere: the run counts its own budget
 * alone. */
zb_session *zb_session_open_shared(const zb_settings *settings, zb_shared *shared);

/* From now on the run reads only in the folder of the settings' input, in those of --root, of the shipped templates and of the template
 * that the settings name; and what the settings themselves name. Where a folder of --root is none, diagnostics say so. */
void zb_session_confine(zb_session *session);

/* The folders of fonts that the settings name. */
zb_font_folders zb_settings_fonts(const zb_settings *settings);

/* The fonts of a style; NULL as zb_fonts_open. */
zb_fonts *zb_session_fonts(zb_session *session, const zb_style *style);
/* Lays out a document. */
const zb_pages *zb_session_layout(zb_session *session, const zb_document *document, zb_fonts *fonts);

/* Ends a stage: its time goes to the table that --timings prints. */
void zb_session_lap(zb_session *session, const char *stage);

/* No error so far (with --strict: no warning either). */
bool zb_session_fine(const zb_session *session);

/* Messages go to a person at a terminal who did not ask for none of the colours. */
bool zb_session_color(void);

/* The folder for several outputs, with a slash at the end; empty: the current one. Made when only its last part is missing; where that
 * fails, diagnostics say so. In the arena. */
const char *zb_session_folder(zb_session *session, const char *path);

/* The exit status that follows from findings. */
int zb_exit_status(const zb_diags *diags);

/* Writes the diagnostics as the settings say and, when asked, the timings to standard error, frees everything, gives the exit status. */
int zb_session_close(zb_session *session);
/* The same where the usage was wrong and that was said: writes nothing, gives ZB_EXIT_USAGE. */
int zb_session_give_up(zb_session *session);

/* Whether standard error is for people: lines of our own may go there. */
bool zb_session_talks(const zb_settings *settings);

/* What --deps says of the outputs in session->written. */
void zb_deps_text(zb_session *session, zb_buf *out);

/* Writes the findings to standard error, or to the file of --diagnostics and as text to standard error. Gives the exit status of the run,
 * which is that of a failed system where the file cannot be written. */
int zb_findings_report(zb_session *session);

/* The folders in which templates are looked for: ZHOUBAO_DATADIR, the data folder beside the program as installed, the source tree of a
 * program in its build folder, the folder set when it was compiled. NULL-terminated, in the arena. */
const char *const *zb_template_dirs(zb_arena *arena);

#endif
