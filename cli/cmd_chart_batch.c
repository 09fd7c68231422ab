/* SPDX-License-Identifier: Apache-2.0
 * The hand-out side of a batch of charts: takes charts from standard input or from files, skips those whose pictures
 * are there already, gives the rest to workers, and tells what became of each in the order of the input. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "cli/cmd_chart.h"
#include "cli/commands.h"
#include "cli/findings.h"

#define IDS_FIRST 1024

/* A chart between next and done. */
typedef struct item item;
struct item {
    item *after;
    zb_hash text, key;      /* of the specification; of all that it is made of, as far as an earlier run knows */
    uint64_t line, end;     /* on standard input: its line; the byte where that ends */
    bool decided;           /* no worker is asked */
    char *path, *id;        /* path NULL: a line; id NULL: nothing is written under it */
};

typedef struct batch {
    zb_chart_plan plan;
    zb_pool_limits limits;
    zb_session *session;
    zb_folder *folder;
    zb_record *record;
    zb_progress *progress;
    zb_hash base; /* of what all charts share: program, options, fonts */
    zb_buf name;  /* of a file: room that is used again and again */

    zb_line_reader reader;
    size_t next_input;

    zb_hash *ids; /* of the charts so far: open addressing, zero is free */
    size_t id_count, id_room;

    item *first, *last; /* given to the pool, oldest first */
    size_t written, unchanged, failed;
    uint64_t over; /* bytes of standard input that are done */
    zb_severity worst;
    bool broken; /* the system failed a worker: no more charts are handed out */
} batch;

/* ---- names ---- */

const char *zb_chart_file(zb_str id, zb_format format, zb_buf *room) {
    room->n = 0;
    zb_buf_add(room, id);
    zb_buf_add_char(room, '.');
    zb_buf_add(room, zb_str_of(zb_format_name(format)));
    return room->s;
}

static bool is_free(const zb_hash *hash) {
    static const zb_hash none;
    return zb_hash_equal(*hash, none);
}

static zb_hash *place_of(zb_hash *ids, size_t room, zb_hash hash) {
    size_t at;
    memcpy(&at, hash.bytes, sizeof at);
    for (at &= room - 1; !is_free(&ids[at]) && !zb_hash_equal(ids[at], hash);) at = (at + 1) & (room - 1);
    return &ids[at];
}

/* Notes the id; false: it was there already. */
static bool claim_id(batch *b, zb_str id) {
    if (b->id_count * 2 >= b->id_room) {
        size_t room = b->id_room ? b->id_room * 2 : IDS_FIRST;
        zb_hash *ids = ZB_NEW_ARRAY(b->session->arena, room, zb_hash);
        for (size_t i = 0; i < b->id_room; i++)
            if (!is_free(&b->ids[i])) *place_of(ids, room, b->ids[i]) = b->ids[i];
        b->ids = ids;
        b->id_room = room;
    }
    zb_hash hash = zb_hash_of(id), *place = place_of(b->ids, b->id_room, hash);
    if (!is_free(place)) return false;
    *place = hash;
    b->id_count++;
    return true;
}

/* ---- what a chart is made of ---- */

/* With the first worker comes the list of faces. */
static void begin(void *context, zb_str faces) {
    batch *b = context;
    b->base = zb_charts_key(b->plan.settings, b->session->template_dirs, faces);
}

/* The key of a chart whose pictures were made earlier, if everything else is as it was then. */
static zb_hash key_now(batch *b, const item *it, zb_str id) {
    zb_arena *arena = zb_arena_open();
    zb_str sources = zb_record_source(b->record, zb_chart_file(id, b->plan.formats[0], &b->name));
    zb_hash key = zb_chart_key(b->base, it->path, it->text, zb_chart_sources_look(arena, sources));
    zb_arena_close(arena);
    return key;
}

static bool all_unchanged(batch *b, const item *it) {
    if (b->plan.settings->force) return false;
    for (size_t i = 0; i < b->plan.format_count; i++)
        if (!zb_record_unchanged(b->record, zb_chart_file(zb_str_of(it->id), b->plan.formats[i], &b->name), it->key))
            return false;
    return true;
}

/* ---- items ---- */

static char *copy(zb_str text) {
    char *s = zb_realloc(NULL, text.n + 1);
    if (text.n) memcpy(s, text.s, text.n);
    s[text.n] = '\0';
    return s;
}

static item *item_add(batch *b, const char *path) {
    item *it = zb_realloc(NULL, sizeof *it);
    *it = (item){
        .line = b->reader.number, .end = b->reader.over, .decided = true, .path = path ? copy(zb_str_of(path)) : NULL};
    if (b->last) b->last->after = it;
    else b->first = it;
    return b->last = it;
}

static void item_drop(batch *b) {
    item *it = b->first;
    b->first = it->after;
    if (!b->first) b->last = NULL;
    free(it->path);
    free(it->id);
    free(it);
}

/* A chart that cannot be drawn: `diags` say why. */
static zb_next decide(const batch *b, const zb_diags *diags, zb_buf *bytes, int *status) {
    zb_buf text = {0};
    *status = (int)zb_diags_worst(diags);
    zb_diags_text(diags, b->plan.color, &text);
    zb_findings_pack(diags, zb_buf_str(&text), bytes);
    zb_buf_free(&text);
    return ZB_NEXT_DECIDED;
}

/* The chart as a job, unless its pictures are there. */
static zb_next offer(batch *b, item *it, zb_str id, zb_str text, zb_str made_of, zb_buf *bytes) {
    it->id = copy(id);
    it->text = zb_hash_of(made_of);
    it->key = key_now(b, it, id);
    it->decided = all_unchanged(b, it);
    if (it->decided) return ZB_NEXT_DECIDED;
    zb_pack_number(bytes, it->path ? 0 : it->line);
    zb_pack_text(bytes, it->path ? zb_str_of(it->path) : ZB_STR("-"));
    zb_pack_text(bytes, id);
    zb_pack_text(bytes, text);
    return ZB_NEXT_JOB;
}

/* ---- standard input ---- */

static zb_next fault(batch *b, item *it, zb_str text, const zb_line_fault *wrong, zb_buf *bytes, int *status) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_line_fault_add(arena, text, it->line, wrong, diags);
    zb_next next = decide(b, diags, bytes, status);
    zb_arena_close(arena);
    return next;
}

static zb_next next_line(void *context, zb_buf *bytes, int *status) {
    batch *b = context;
    zb_str text;
    if (b->broken) return ZB_NEXT_NONE;
    do {
        zb_next next = zb_line_take(&b->reader, &text);
        if (next != ZB_NEXT_JOB) return next;
    } while (!b->reader.too_long && !zb_str_trim(text).n);
    bool too_long = b->reader.too_long;
    item *it = item_add(b, NULL);
    zb_chart_line line;
    zb_line_fault wrong = {"jsonl.size", 0, "the line is longer than 16 MiB", NULL};
    if (!too_long) wrong = zb_chart_line_read(text, &line);
    zb_str id = {line.id, line.id_size};
    if (!wrong.code && !claim_id(b, id))
        wrong = (zb_line_fault){"jsonl.duplicate", line.id_at, "an earlier chart has this id",
                                "files are called after their id"};
    if (wrong.code) return fault(b, it, too_long ? (zb_str){0} : text, &wrong, bytes, status);
    return offer(b, it, id, text, zb_str_sub(text, line.spec_at, line.spec_end), bytes);
}

/* ---- files ---- */

static zb_next next_file(void *context, zb_buf *bytes, int *status) {
    batch *b = context;
    const zb_settings *settings = b->plan.settings;
    if (b->next_input == settings->input_count || b->broken) return ZB_NEXT_NONE; /* a failing system ends the run */
    const char *path = settings->inputs[b->next_input++];
    item *it = item_add(b, path);
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_str id = zb_str_of(zb_input_name(arena, path)), text;
    zb_next next = ZB_NEXT_DECIDED;
    if (zb_file_read(arena, path, ZB_NOWHERE, diags, &text)) {
        zb_line_fault wrong = zb_chart_id_check(id, 0);
        if (wrong.code) zb_diag_add(diags, ZB_ERROR, wrong.code, ZB_NOWHERE, "'%s': %s", path, wrong.message);
        else if (!claim_id(b, id))
            zb_diag_add(diags, ZB_ERROR, "jsonl.duplicate", ZB_NOWHERE, "'%s': an earlier chart is called '%.*s' too",
                        path, ZB_STR_ARG(id));
        else next = offer(b, it, id, (zb_str){0}, text, bytes);
    }
    if (zb_diags_count(diags)) next = decide(b, diags, bytes, status);
    zb_arena_close(arena);
    return next;
}

/* ---- results ---- */

/* The findings of a chart; a line that has no id is called by its number. */
static void tell(const batch *b, const item *it, zb_findings findings) {
    if (!findings.text.n) return;
    zb_str number = zb_str_format(b->session->arena, "-:%llu", (unsigned long long)it->line);
    zb_findings_take(b->session, it->id ? zb_str_of(it->id) : it->path ? zb_str_of(it->path) : number, findings);
    if (!zb_session_talks(b->plan.settings)) return;
    zb_progress_hide(b->progress);
    fwrite(findings.text.s, 1, findings.text.n, stderr);
}

/* What the worker read, as it was when it read it; of a chart's file the text is taken, however the file looks by now. */
static zb_reads *reads_of(zb_arena *arena, item *it, zb_str *reply) {
    zb_reads *reads = zb_reads_new(arena);
    for (uint64_t left = zb_unpack_number(reply); left && reply->n; left--) {
        zb_read read = {.kind = (zb_read_kind)zb_unpack_number(reply)};
        read.path = zb_unpack_text(reply);
        zb_unpack_bytes(reply, &read.hash, sizeof read.hash);
        if (it->path && zb_str_is(read.path, it->path)) it->text = read.hash;
        else zb_reads_add(reads, read);
    }
    return reads;
}

/* Notes what was drawn, unless there were warnings: they are to come again. */
static void record(batch *b, item *it, const zb_reads *reads, zb_str marks) {
    zb_buf sources = {0};
    it->key = zb_chart_key(b->base, it->path, it->text, reads);
    bool can = zb_chart_sources(reads, &sources);
    for (size_t i = 0; i < b->plan.format_count && can; i++) {
        zb_mark mark;
        zb_unpack_bytes(&marks, &mark, sizeof mark);
        zb_record_add(b->record, zb_chart_file(zb_str_of(it->id), b->plan.formats[i], &b->name), it->key, &mark, zb_buf_str(&sources));
    }
    zb_buf_free(&sources);
}

/* A worker's reply. */
static void accept(batch *b, item *it, const zb_job_result *result) {
    zb_arena *arena = zb_arena_open();
    zb_str reply = result->reply;
    const zb_reads *reads = reads_of(arena, it, &reply);
    zb_str marks = zb_unpack_text(&reply);
    if (result->status < ZB_WARNING) record(b, it, reads, marks);
    b->written += result->status < ZB_ERROR;
    tell(b, it, zb_findings_unpack(&reply));
    zb_arena_close(arena);
}

static zb_severity report(batch *b, const item *it, const zb_job_result *result) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_loc loc = {zb_source_new(arena, it->path ? it->path : "-", (zb_str){0}), (uint32_t)(it->path ? 0 : it->line), 0};
    zb_job_report(result, &b->limits, loc, diags);
    zb_severity worst = zb_diags_worst(diags);
    tell(b, it, zb_findings_of(arena, diags, b->plan.color));
    zb_arena_close(arena);
    return worst;
}

static void done(void *context, const zb_job_result *result) {
    batch *b = context;
    item *it = b->first;
    zb_severity worst = result->end == ZB_JOB_DONE ? (zb_severity)result->status : report(b, it, result);
    b->over = it->end;
    bool broken = result->end == ZB_JOB_DONE && worst == ZB_FATAL, again = broken && b->broken; /* the same trouble once more */
    b->broken = b->broken || broken;
    if (worst > b->worst) b->worst = worst;
    if (worst >= ZB_ERROR) b->failed++;
    if (again) {
        item_drop(b);
        return;
    }
    if (result->end == ZB_JOB_DONE && !it->decided) accept(b, it, result);
    else if (result->end == ZB_JOB_DONE) {
        b->unchanged += worst < ZB_ERROR;
        zb_str reply = result->reply;
        tell(b, it, zb_findings_unpack(&reply));
    }
    item_drop(b);
}

static void tick(void *context, size_t over) {
    batch *b = context;
    zb_progress_state state = {.done = over, .failed = b->failed, .share = -1};
    if (!b->plan.settings->jsonl) state.all = b->plan.settings->input_count;
    if (state.all) state.share = (double)over / (double)state.all;
    else if (b->reader.all) state.share = (double)b->over / (double)b->reader.all;
    zb_progress_show(b->progress, state);
}

/* ---- the run ---- */

static bool open_chart_worker(void *context, void **state, zb_buf *greeting) {
    const batch *b = context;
    return zb_chart_worker_open(&b->plan, state, greeting);
}

/* No worker could begin, which was said: whether the input wants what is not there, or the system failed. */
static zb_severity why_refused(const batch *b) {
    zb_arena *arena = zb_arena_open();
    zb_session *session = zb_chart_session_new(arena, b->plan.settings, "-");
    zb_chart_fonts_open(session);
    zb_severity worst = zb_diags_worst(session->diags) == ZB_ERROR ? ZB_ERROR : ZB_FATAL;
    zb_arena_close(arena);
    return worst;
}

static zb_pool_end run_pool(batch *b, const zb_signals *signals) {
    bool lines = b->plan.settings->jsonl;
    zb_pool_work work = {
        .context = b,
        .open = open_chart_worker,
        .perform = zb_chart_worker_perform,
        .close = zb_chart_worker_close,
        .ready = begin,
        .next = lines ? next_line : next_file,
        .done = done,
        .tick = tick,
        .input = lines ? STDIN_FILENO : -1,
    };
    const zb_settings *s = b->plan.settings;
    b->limits = (zb_pool_limits){.workers = s->jobs, .seconds = s->seconds, .cpu = s->limits.cpu,
                                 .memory = (size_t)(s->megabytes * (1 << 20)), .resident = ZB_CHART_RESIDENT, .signals = signals};
    zb_buf said = {0};
    zb_pool_end end = zb_pool_run(&work, &b->limits, &said);
    zb_buf_free(&b->name);
    while (b->first) item_drop(b);
    if (end == ZB_POOL_REFUSED && b->worst < ZB_FATAL) b->worst = why_refused(b);
    if (end == ZB_POOL_NO_PROCESS) b->worst = ZB_FATAL;
    zb_progress_hide(b->progress);
    zb_findings_said(b->session, zb_buf_str(&said), b->worst == ZB_FATAL ? ZB_FATAL : ZB_ERROR);
    zb_buf_free(&said);
    return end;
}

static bool is_quiet(const zb_settings *settings) { return settings->quiet || !zb_session_talks(settings); }

static void summarize(batch *b, zb_pool_end end) {
    zb_progress_hide(b->progress);
    if (is_quiet(b->plan.settings)) return;
    double seconds = zb_progress_seconds(b->progress);
    size_t all = b->written + b->unchanged + b->failed;
    if (end == ZB_POOL_INTERRUPTED) fputs(zb_tr("interrupted: "), stderr);
    zb_say_file(stderr, "%zu written, %zu unchanged, %zu failed in %.2f s (%.0f charts/s)\n", b->written, b->unchanged,
            b->failed, seconds, seconds > 0 ? (double)all / seconds : 0);
}

/* Everything between a folder that is open and one that is closed. */
static zb_pool_end run(batch *b, const zb_signals *signals) {
    zb_session *session = b->session;
    b->record = zb_record_open(session->arena, b->folder, session->diags);
    b->progress = zb_progress_open(session->arena, stderr, zb_progress_style_of(stderr, is_quiet(b->plan.settings)));
    if (b->plan.settings->jsonl) zb_line_reader_begin(&b->reader);
    zb_pool_end end = run_pool(b, signals);
    if (b->reader.failure)
        zb_diag_add(session->diags, ZB_FATAL, "file.read", ZB_NOWHERE, "standard input cannot be read: %s",
                    strerror(b->reader.failure));
    zb_line_reader_end(&b->reader);
    zb_record_close(b->record, session->diags);
    summarize(b, end);
    return end;
}

static void plan_read(const zb_settings *settings, zb_chart_plan *plan) {
    *plan = (zb_chart_plan){.settings = settings, .color = zb_session_color()};
    for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT; f++)
        if (settings->formats & 1u << f || (!settings->formats && f == ZB_FORMAT_SVG))
            plan->formats[plan->format_count++] = f;
}

/* What the workers reach: charts and the data beside them, which lie in the current folder when they come as lines. */
static zb_reach reach_of(zb_session *session) {
    const zb_settings *settings = session->settings;
    zb_reach reach = zb_reach_begin(session);
    for (size_t i = 0; !settings->jsonl && i < settings->input_count; i++) zb_reach_beside(&reach, settings->inputs[i]);
    if (settings->jsonl) zb_reach_beside(&reach, "-");
    zb_reach_end(&reach, settings->output);
    return reach;
}

int zb_chart_batch(const zb_settings *settings) {
    if (!settings->output || !strcmp(settings->output, "-"))
        return zb_usage_error(settings->command, "several charts go to a folder: -o FOLDER");
    zb_session *session = zb_session_open_shared(settings, NULL);
    batch b = {.session = session};
    zb_findings_collect(session, "chart");
    plan_read(settings, &b.plan);
    b.plan.reach = reach_of(session);
    zb_signals signals;
    zb_signals_hold(&signals);
    b.folder = zb_folder_open(settings->output, session->diags);
    b.plan.folder = b.folder;
    if (b.folder) run(&b, &signals);
    zb_folder_close(b.folder);
    zb_signals_release(&signals);
    session->worst = b.worst == ZB_FATAL ? ZB_EXIT_SYSTEM : b.worst == ZB_ERROR ? ZB_EXIT_INPUT : ZB_EXIT_FINE;
    return zb_session_close(session);
}
