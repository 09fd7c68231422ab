/* SPDX-License-Identifier: Apache-2.0
 * The parts of `zhoubao batch`: which issues there are, what each is made of, what was made of it, and the worker that makes it. */
#ifndef ZB_CLI_CMD_BATCH_H
#define ZB_CLI_CMD_BATCH_H

#include "cli/commands.h"
#include "jobs/jobs.h"

#define ZB_ISSUES_MAX 100000
#define ZB_ISSUE_NAME_MAX 200
/* Limits of one issue. */
#define ZB_ISSUE_SECONDS 120.0
#define ZB_ISSUE_MEMORY ((size_t)4 << 30)
#define ZB_ISSUE_RESIDENT ((size_t)256 << 20)

/* Files of one issue that are looked at for changes, and how deep its folders go; beyond, it is made anew each time. */
#define ZB_INPUT_FILES_MAX 5000
#define ZB_INPUT_DEPTH_MAX 16

/* In the output folder: what was made of each issue; in our own folder there: what is being made. */
#define ZB_ISSUE_STATES ".zhoubao.batch"
#define ZB_ISSUE_STAGE ZB_FOLDER_OWN "/stage"

enum { ZB_MAKE_PDF = 1, ZB_MAKE_PNG = 2, ZB_MAKE_SVG = 4, ZB_MAKE_PARTS = 8, ZB_MAKE_PREVIEW = 16 };
#define ZB_MAKE_PAGES (ZB_MAKE_PDF | ZB_MAKE_PNG | ZB_MAKE_SVG)

typedef struct zb_issue {
    const char *path, *name;      /* the issue; what its outputs are called */
    const char *template, *style; /* NULL: what the command line or the issue says */
    unsigned makes;               /* of ZB_MAKE_... */
} zb_issue;

typedef struct zb_issue_list {
    const zb_settings *settings;
    ZB_VEC(zb_issue) issues;
} zb_issue_list;

/* Reads the manifest, or finds the issues in the folder, that the settings name. Problems become diagnostics. */
void zb_issues_read(zb_arena *arena, const zb_settings *settings, zb_issue_list *list, zb_diags *diags);

/* ---- what an issue is made of ---- */

typedef struct zb_inputs zb_inputs;

/* Begins to look at inputs; `output` is the output folder, which is never one. In the arena. */
zb_inputs *zb_inputs_open(zb_arena *arena, const zb_settings *settings, const char *const *template_dirs, const char *output);
/* The hash of all that an issue is made of, but for fonts. False: there is too much to look at. */
bool zb_inputs_key(zb_inputs *inputs, const zb_issue *issue, zb_hash *key);
/* Appends size and time of the font files that a list of faces (zb_fonts_dump) names. */
void zb_inputs_add_fonts(zb_str faces, zb_buf *out);

/* ---- what was made ---- */

typedef struct zb_made_file {
    zb_str name; /* in the output folder */
    zb_mark mark;
} zb_made_file;

typedef struct zb_made {
    zb_hash key;
    zb_str faces;      /* the fonts, as zb_fonts_dump prints them */
    zb_hash fonts;     /* of what zb_inputs_add_fonts gives */
    zb_str findings;   /* messages, as printed */
    double seconds;
    ZB_VEC(zb_made_file) files;
} zb_made;

void zb_made_pack(const zb_made *made, zb_buf *out);
/* False: these bytes are damaged. Texts are borrowed. */
bool zb_made_unpack(zb_arena *arena, zb_str bytes, zb_made *made);
/* What was made of an issue in an earlier run. False: nothing is known, or it is not there any more as it was, or its key is another. */
bool zb_made_read(zb_arena *arena, const zb_folder *folder, const char *name, zb_hash key, zb_made *made);
void zb_made_write(zb_arena *arena, const zb_folder *folder, const char *name, const zb_made *made, zb_diags *diags);

/* ---- files and folders ---- */

/* Names in a folder in the order of their bytes, without . and ..; NULL-terminated, in the arena. None where it cannot be read. */
const char *const *zb_folder_names(zb_arena *arena, const char *path, size_t *count);
/* Removes a file or a folder with what is in it. */
void zb_tree_remove(const char *path, int depth);
/* Moves what was staged for an issue into the output folder, notes it in `made` and removes what an earlier run made there and this
 * one did not. Problems become diagnostics. */
void zb_stage_publish(zb_arena *arena, const zb_folder *folder, const zb_issue *issue, zb_made *made, zb_diags *diags);

/* ---- the worker ---- */

typedef struct zb_issue_plan {
    const zb_issue_list *list;
    const zb_folder *folder;
} zb_issue_plan;

/* The functions of the pool (jobs/pool.h). A job is the number of an issue and its key; the reply is what was made and the messages. */
bool zb_issue_worker_open(const zb_issue_plan *plan, void **state, zb_buf *greeting);
int zb_issue_worker_perform(void *state, zb_str job, zb_buf *reply);
void zb_issue_worker_close(void *state);

/* ---- the report ---- */

typedef enum zb_issue_status { ZB_ISSUE_LEFT, ZB_ISSUE_MADE, ZB_ISSUE_UNCHANGED, ZB_ISSUE_FAILED } zb_issue_status;

typedef struct zb_issue_result {
    zb_issue_status status;
    zb_made made; /* FAILED, LEFT: findings alone */
} zb_issue_result;

/* The contents of batch.json. */
void zb_issues_json(const zb_issue_list *list, const zb_issue_result *results, zb_buf *out);
/* The table of results: one line an issue; `changed`: without the unchanged ones. */
void zb_issues_table(const zb_issue_list *list, const zb_issue_result *results, bool changed, zb_buf *out);

#endif
