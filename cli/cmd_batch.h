/* SPDX-License-Identifier: Apache-2.0
 * The parts of `zhoubao batch`: which issues there are, what each is made of, what was made of it, and the worker that makes it. */
#ifndef ZB_CLI_CMD_BATCH_H
#define ZB_CLI_CMD_BATCH_H

#include "base/language.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/sandbox.h"
#include "jobs/jobs.h"

#define ZB_ISSUES_MAX 100000
#define ZB_ISSUE_NAME_MAX 200
/* What a worker keeps from one issue to the next; one that has grown beyond is replaced. */
#define ZB_ISSUE_KEPT ((size_t)64 << 20)
#define ZB_ISSUE_RESIDENT ((size_t)256 << 20)

/* In the output folder: what was made of each issue; in our own folder there: what is being made, or waits until all issues before it in
 * the list are done, so that an interrupted run, or one that ends with a failure, does not depend on the number of workers. */
#define ZB_ISSUE_STATES ".zhoubao.batch"
#define ZB_ISSUE_STAGE ZB_FOLDER_OWN "/stage"

/* An option of an output, as a command line would have it. */
typedef struct zb_output_option {
    const zb_option *option;
    const char *value; /* NULL: it takes none */
} zb_output_option;

/* One output of an issue: pages in a format, or what another command writes into a folder. There may be hundreds of thousands, so that it
 * holds what the manifest says and not what follows from it (zb_issue_output_settings). */
typedef struct zb_issue_output {
    const char *word;   /* "pdf", "parts": the kind */
    const char *folder; /* inside the issue's folder of outputs; NULL: beside that */
    const zb_output_option *options;
    size_t option_count;
} zb_issue_output;

/* The outputs of an issue; issues whose outputs are the same share them. */
typedef struct zb_issue_outputs {
    const zb_issue_output *data;
    size_t count;
} zb_issue_outputs;

typedef struct zb_issue {
    const char *path, *name;      /* the issue; what its outputs are called */
    const char *template, *style; /* NULL: what the command line or the issue says */
    zb_issue_outputs outputs;
    bool found; /* in a folder, not named in a manifest */
} zb_issue;

typedef struct zb_issue_list {
    const zb_settings *settings;
    ZB_VEC(zb_issue) issues;
} zb_issue_list;

/* Reads the manifest, or finds the issues in the folder, that the settings name; more than `most` are an error [batch.size], and none is
 * made. Problems become diagnostics. */
void zb_issues_read(zb_arena *arena, const zb_settings *settings, size_t most, zb_issue_list *list, zb_diags *diags);

/* Reads outputs: a list of words or of mappings of a word to its options, or one of them; `same` are returned where these are as those.
 * Problems become diagnostics. */
zb_issue_outputs zb_issue_outputs_read(zb_arena *arena, const zb_value *value, zb_issue_outputs same, zb_diags *diags);
/* The JSON Schema of a manifest, and its definitions "outputs" and "output", from the tables that they are read by. */
void zb_manifest_schema(zb_buf *out);
void zb_issue_outputs_defs(zb_buf *out);
/* Those that --outputs names, or a PDF. */
zb_issue_outputs zb_issue_outputs_usual(zb_arena *arena, const zb_settings *settings, zb_diags *diags);
/* The settings of the command that makes an output in a batch with such settings. */
zb_settings zb_issue_output_settings(const zb_settings *settings, const zb_issue_output *output);

/* ---- what was made ---- */

/* The hash of what all issues of a run have in common: program, options, environment. */
zb_hash zb_issues_key(const zb_settings *settings, const char *const *template_dirs);
/* The hash of what is asked for: the former, and what the issue is to become. What is in the files that it is made of is no part of it,
 * because only making it shows which they are. */
zb_hash zb_issue_key(zb_hash shared, const zb_issue *issue);

typedef struct zb_made_file {
    zb_str name; /* in the output folder */
    zb_mark mark;
} zb_made_file;

typedef struct zb_made {
    zb_hash key;
    zb_findings findings;
    zb_language language; /* of the findings */
    double seconds;
    ZB_VEC(zb_made_file) files;
    ZB_VEC(zb_read) reads; /* what it was made of */
} zb_made;

void zb_made_pack(const zb_made *made, zb_buf *out);
/* False: these bytes are damaged. Texts are borrowed. */
bool zb_made_unpack(zb_arena *arena, zb_str bytes, zb_made *made);
/* A copy in the arena of what the report of a run says, without what the issue was made of. */
zb_made zb_made_copy(zb_arena *arena, const zb_made *made);
/* What was made of an issue in an earlier run. False: nothing is known, or it is not there any more as it was, or something else was asked
 * for, or a file that it was made of changed. */
bool zb_made_read(zb_arena *arena, const zb_folder *folder, const char *name, zb_hash key, zb_made *made);

/* ---- files and folders ---- */

/* Names in a folder in the order of their bytes, without . and ..; NULL-terminated, in the arena. NULL:
 * it cannot be read, errno says why. */
const char *const *zb_folder_names(zb_arena *arena, const char *path, size_t *count);
/* Removes a file or a folder with what is in it. */
void zb_tree_remove(const char *path, int depth);
/* In the worker: lists in `made` what was staged for the issue of that name, and adds the note of it. Problems become diagnostics. */
void zb_stage_close(zb_arena *arena, const zb_folder *folder, const char *name, zb_made *made, zb_diags *diags);
/* In the program itself, issue by issue: moves all that into the output folder, with the folders that it lies in, and removes what an
 * earlier run made of the issue and this one did not. Where something is in the way, or a move
 * fails, all is as it was. Problems become diagnostics. */
void zb_stage_publish(zb_arena *arena, const zb_folder *folder, const char *name, const zb_made *made, zb_diags *diags);

/* ---- the worker ---- */

typedef struct zb_issue_plan {
    const zb_issue_list *list;
    const zb_folder *folder;
    zb_reach reach; /* of the workers */
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
