/* SPDX-License-Identifier: Apache-2.0
 * What the files of `zhoubao chart` share: one chart drawn, a line of JSON read, and the two sides of a batch. */
#ifndef ZB_CLI_CMD_CHART_H
#define ZB_CLI_CMD_CHART_H

#include "cli/picture.h"
#include "cli/sandbox.h"
#include "jobs/jobs.h"
#include "model/value.h"

/* Bytes of a chart's id in a batch. */
#define ZB_CHART_ID_MAX 200
/* Where a worker is replaced by a fresh one: PDF files leave behind what Cairo never frees. */
#define ZB_CHART_RESIDENT ((size_t)36 << 20)

/* The fonts of charts that stand alone. NULL: errors were added. */
zb_fonts *zb_chart_fonts_open(zb_session *session);
/* Draws the chart as the settings say and adds it to the batch in one format. */
void zb_chart_picture(zb_batch *batch, const zb_chart *chart, zb_fonts *fonts, zb_format format, const char *path);

/* One line of --jsonl, taken apart. */
typedef struct zb_chart_line {
    char id[ZB_CHART_ID_MAX + 8];
    size_t id_size, id_at;    /* bytes; where its value begins */
    size_t spec_at, spec_end; /* bytes of the line */
} zb_chart_line;

/* Bytes of a line of --jsonl. */
#define ZB_CHART_LINE_MAX ((size_t)16 << 20)

/* Standard input, line by line. */
typedef struct zb_line_reader {
    zb_buf in;
    size_t at, scanned;   /* bytes of `in` that were taken; bytes behind them that hold no line end */
    uint64_t number;      /* of the line taken last, from 1 */
    uint64_t over, all;   /* bytes taken; bytes in all, 0 where that is not known */
    int failure;          /* errno of a read that failed */
    bool ended, skipping; /* skipping: inside a line that is too long */
    bool too_long;        /* the line taken last is; only its end is there */
} zb_line_reader;

void zb_line_reader_begin(zb_line_reader *reader);
void zb_line_reader_end(zb_line_reader *reader);
/* JOB: the next line without its end, borrowed until the next call. LATER: none has come yet. NONE: there are no more.
 */
zb_next zb_line_take(zb_line_reader *reader, zb_str *line);

/* What is wrong with a line. */
typedef struct zb_line_fault {
    const char *code; /* NULL: nothing */
    size_t at;        /* byte of the line */
    const char *message, *hint;
} zb_line_fault;

/* Reads {"id": "NAME", "spec": {...}} as strict JSON. Does not look into the specification beyond its syntax. */
zb_line_fault zb_chart_line_read(zb_str text, zb_chart_line *line);
/* The id as a file name: not empty, too long, hidden or in another folder. */
zb_line_fault zb_chart_id_check(zb_str id, size_t at);
/* Adds the fault at its place: `number` is the line of standard input that `text` is. */
void zb_line_fault_add(zb_arena *arena, zb_str text, size_t number, const zb_line_fault *fault, zb_diags *diags);
/* The findings with their places in line 1 of their source moved to line `number` of it; others as they are. */
const zb_diags *zb_diags_at_line(zb_arena *arena, const zb_diags *diags, size_t number);

/* What both sides of a batch know. */
typedef struct zb_chart_plan {
    const zb_settings *settings;
    const zb_folder *folder;
    zb_format formats[ZB_FORMAT_COUNT];
    size_t format_count;
    bool color; /* of messages */
    zb_reach reach; /* of the workers */
} zb_chart_plan;

/* A run for one chart of a batch, in the arena: it reads in the folder of the chart's file, or the current one for "-". Nobody is to
 * close it. */
zb_session *zb_chart_session_new(zb_arena *arena, const zb_settings *settings, const char *path);

/* The file that a chart called `id` has in a format; in `room`, which is overwritten. */
const char *zb_chart_file(zb_str id, zb_format format, zb_buf *room);

/* The hash of what all charts of a batch have in common: the run, and the faces that the workers found. */
zb_hash zb_charts_key(const zb_settings *settings, const char *const *template_dirs, zb_str faces);
/* The hash of all that a chart is made of: the former, its file (NULL: a line), the text of its specification, what else was read. */
zb_hash zb_chart_key(zb_hash shared, const char *path, zb_hash text, const zb_reads *reads);
/* What was read, as one line for the record; false: a path does not fit into one. */
bool zb_chart_sources(const zb_reads *reads, zb_buf *out);
/* The files of such a line as they are now. */
zb_reads *zb_chart_sources_look(zb_arena *arena, zb_str sources);

/* The worker's side: `context` of the pool is a zb_chart_plan. A job: the number of the line (0: a file), its path, its
 * id, its text. A reply: what it read, a mark for each format (none where there were errors), the
 * findings as text. The status is the worst finding. The greeting: the font files. */
bool zb_chart_worker_open(const zb_chart_plan *plan, void **state, zb_buf *greeting);
int zb_chart_worker_perform(void *state, zb_str job, zb_buf *reply);
void zb_chart_worker_close(void *state);

/* The batch: standard input or all inputs to the folder that the settings name; gives the exit status. */
int zb_chart_batch(const zb_settings *settings);

#endif
