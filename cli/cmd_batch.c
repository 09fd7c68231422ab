/* SPDX-License-Identifier: Apache-2.0
 * zhoubao batch: many issues and any mix of outputs. This is the hand-out side: it skips what did not change, gives the rest to worker
 * processes, and tells what became of each in the order of the list. */
#include "cli/cmd_batch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/guard.h"
#include "base/language.h"

typedef struct batch {
    zb_session *session;
    zb_issue_list list;
    zb_issue_plan plan;
    zb_pool_limits limits;
    zb_folder *folder;
    zb_hash key; /* what all issues have in common */
    zb_progress *progress;
    zb_issue_result *results;
    size_t next, over; /* issues handed out; issues with a result */
    size_t counts[ZB_ISSUE_FAILED + 1];
    int worst;         /* exit status */
    bool stopped;      /* no more issues are handed out */
} batch;

/* ---- the pool's questions ---- */

static bool is_unchanged(const batch *b, const zb_issue *issue, zb_hash key, zb_made *kept) {
    zb_arena *arena = zb_arena_open();
    zb_made made;
    bool same = zb_made_read(arena, b->folder, issue->name, key, &made);
    if (same) *kept = zb_made_copy(b->session->arena, &made);
    zb_arena_close(arena);
    return same;
}

static zb_next next_issue(void *context, zb_buf *bytes, int *status) {
    batch *b = context;
    if (b->stopped || b->next == b->list.issues.count) return ZB_NEXT_NONE;
    size_t index = b->next++;
    const zb_issue *issue = &b->list.issues.data[index];
    zb_issue_result *result = &b->results[index];
    zb_hash key = zb_issue_key(b->key, issue);
    *status = 0;
    if (!b->session->settings->force && is_unchanged(b, issue, key, &result->made)) {
        result->status = ZB_ISSUE_UNCHANGED;
        return ZB_NEXT_DECIDED;
    }
    zb_pack_number(bytes, index);
    zb_pack_bytes(bytes, &key, sizeof key);
    return ZB_NEXT_JOB;
}

static bool open_worker(void *context, void **state, zb_buf *greeting) {
    return zb_issue_worker_open(&((batch *)context)->plan, state, greeting);
}

static void print(const batch *b, zb_str text) {
    if (!text.n || !zb_session_talks(b->session->settings)) return;
    zb_progress_hide(b->progress);
    fwrite(text.s, 1, text.n, stderr);
}

static zb_loc place_of(zb_arena *arena, const zb_issue *issue) { return (zb_loc){zb_source_new(arena, issue->path, (zb_str){0}), 0, 0}; }

static zb_findings text_of(const batch *b, const zb_diags *diags) { return zb_findings_of(b->session->arena, diags, false); }

/* Makes the outputs of an issue appear. */
static int publish(const batch *b, const zb_issue *issue, zb_made *made) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    zb_diags_home(diags, place_of(arena, issue));
    zb_stage_publish(arena, b->folder, issue->name, made, diags);
    int status = zb_exit_status(diags);
    if (status) made->findings = text_of(b, diags);
    zb_arena_close(arena);
    return status;
}

/* What became of an issue. The findings of a worker that ended are its last words. */
static int take_result(const batch *b, const zb_issue *issue, zb_made *made, const zb_job_result *result) {
    zb_arena *arena = b->session->arena;
    if (result->end == ZB_JOB_DONE) {
        zb_made said;
        zb_arena *scratch = zb_arena_open();
        zb_made_unpack(scratch, result->reply, &said);
        *made = zb_made_copy(arena, &said);
        zb_arena_close(scratch);
        return result->status ? result->status : publish(b, issue, made);
    }
    zb_diags *diags = zb_diags_new(arena);
    zb_job_report(result, &b->limits, place_of(arena, issue), diags);
    made->findings = text_of(b, diags);
    return zb_exit_status(diags);
}

static void accept(batch *b, const zb_issue *issue, zb_issue_result *kept, const zb_job_result *result) {
    int status = take_result(b, issue, &kept->made, result);
    kept->status = status ? ZB_ISSUE_FAILED : ZB_ISSUE_MADE;
    if (status) kept->made.files.count = 0;
    if (status > b->worst) b->worst = status;
    if (status && !b->session->settings->keep_going) b->stopped = true;
    print(b, kept->made.findings.text);
}

static void done(void *context, const zb_job_result *result) {
    batch *b = context;
    zb_issue_result *kept = &b->results[result->index];
    if (b->stopped) *kept = (zb_issue_result){.status = ZB_ISSUE_LEFT}; /* how far it came depends on the number of workers */
    else if (kept->status != ZB_ISSUE_UNCHANGED) accept(b, &b->list.issues.data[result->index], kept, result);
    zb_findings_take(b->session, zb_str_of(b->list.issues.data[result->index].path), kept->made.findings);
    b->counts[kept->status]++;
    b->over++;
}

static void tick(void *context, size_t over) {
    batch *b = context;
    size_t all = b->list.issues.count;
    zb_progress_state state = {.done = over, .failed = b->counts[ZB_ISSUE_FAILED], .all = all, .share = (double)over / (double)all};
    zb_progress_show(b->progress, state);
}

static bool is_quiet(const zb_settings *settings) { return settings->quiet || !zb_session_talks(settings); }

/* ---- the run ---- */

static zb_pool_end run_pool(batch *b, const zb_signals *signals) {
    zb_pool_work work = {
        .context = b,
        .open = open_worker,
        .perform = zb_issue_worker_perform,
        .close = zb_issue_worker_close,
        .next = next_issue,
        .done = done,
        .tick = tick,
        .input = -1,
    };
    const zb_settings *s = b->session->settings;
    b->limits = (zb_pool_limits){.workers = s->jobs, .seconds = s->seconds, .cpu = s->limits.cpu,
                                 .memory = (size_t)(s->megabytes * (1 << 20)), .resident = ZB_ISSUE_RESIDENT,
                                 .kept = ZB_ISSUE_KEPT, .signals = signals};
    zb_buf said = {0};
    zb_pool_end end = zb_pool_run(&work, &b->limits, &said);
    zb_progress_hide(b->progress);
    zb_findings_said(b->session, zb_buf_str(&said), ZB_FATAL);
    zb_buf_free(&said);
    if (end == ZB_POOL_NO_PROCESS || end == ZB_POOL_REFUSED) b->worst = ZB_EXIT_SYSTEM;
    return end;
}

/* Results of issues that were handed out but not told (the run was interrupted) are none. */
static void forget_untold(batch *b) {
    for (size_t i = b->over; i < b->list.issues.count; i++) b->results[i] = (zb_issue_result){.status = ZB_ISSUE_LEFT};
    b->counts[ZB_ISSUE_LEFT] += b->list.issues.count - b->over;
}

static void summarize(batch *b, zb_pool_end end) {
    const zb_settings *settings = b->session->settings;
    zb_progress_hide(b->progress);
    if (is_quiet(settings)) return;
    zb_buf table = {0};
    zb_issues_table(&b->list, b->results, settings->only_changed, &table);
    fwrite(table.s, 1, table.n, stderr);
    zb_buf_free(&table);
    if (end == ZB_POOL_INTERRUPTED) fputs(zb_tr("interrupted: "), stderr);
    const size_t *counts = b->counts;
    zb_say_file(stderr, "%zu made, %zu unchanged, %zu failed, %zu left in %.2f s\n", counts[ZB_ISSUE_MADE], counts[ZB_ISSUE_UNCHANGED],
                counts[ZB_ISSUE_FAILED], counts[ZB_ISSUE_LEFT], zb_progress_seconds(b->progress));
}

static bool make_folder(batch *b, const char *name, bool empty) {
    const char *path = zb_folder_path(b->session->arena, b->folder, name);
    if (empty) zb_tree_remove(path, 0);
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return true;
    zb_diag_add(b->session->diags, ZB_FATAL, "output.open", ZB_NOWHERE, "the folder '%s' cannot be made: %s", path, strerror(errno));
    return false;
}

/* What the workers reach: all issues, because any of them may be given any. */
static zb_reach reach_of(const batch *b) {
    const zb_settings *settings = b->session->settings;
    zb_reach reach = zb_reach_begin(b->session);
    for (size_t i = 0; i < b->list.issues.count; i++) {
        const zb_issue *issue = &b->list.issues.data[i];
        const char *template = issue->template ? issue->template : settings->template;
        zb_reach_issue(&reach, issue->path, template, issue->style ? issue->style : settings->style);
    }
    zb_reach_end(&reach, settings->output);
    return reach;
}

/* Everything between a folder that is open and one that is closed. */
static void run(batch *b, const zb_signals *signals) {
    zb_session *session = b->session;
    if (!make_folder(b, ZB_ISSUE_STAGE, true) || !make_folder(b, ZB_ISSUE_STATES, false)) return;
    zb_guarded stage = {0};
    zb_guard_add_tree(&stage, zb_folder_path(session->arena, b->folder, ZB_ISSUE_STAGE));
    b->results = ZB_NEW_ARRAY(session->arena, b->list.issues.count, zb_issue_result);
    b->plan = (zb_issue_plan){&b->list, b->folder, reach_of(b)};
    b->key = zb_issues_key(session->settings, session->template_dirs);
    b->progress = zb_progress_open(session->arena, stderr, zb_progress_style_of(stderr, is_quiet(session->settings)));
    zb_pool_end end = run_pool(b, signals);
    forget_untold(b);
    zb_buf json = {0};
    zb_issues_json(&b->list, b->results, &json);
    zb_folder_put(b->folder, "batch.json", zb_buf_str(&json), session->diags);
    zb_buf_free(&json);
    summarize(b, end);
    zb_tree_remove(zb_folder_path(session->arena, b->folder, ZB_ISSUE_STAGE), 0);
    zb_guard_drop(&stage);
    zb_folder_sync(b->folder, session->diags);
}

int zb_command_batch(const zb_settings *settings) {
    if (!settings->output || !strcmp(settings->output, "-"))
        return zb_usage_error(settings->command, "a batch goes to a folder: -o FOLDER");
    zb_session *session = zb_session_open_shared(settings, NULL);
    batch b = {.session = session};
    zb_findings_collect(session, "issue");
    zb_issues_read(session->arena, settings, ZB_ISSUES_MAX, &b.list, session->diags);
    if (!zb_session_fine(session)) return zb_session_close(session);
    zb_signals signals;
    zb_signals_hold(&signals);
    b.folder = zb_folder_open(settings->output, session->diags);
    if (b.folder) run(&b, &signals);
    zb_folder_close(b.folder);
    zb_signals_release(&signals);
    session->worst = b.worst;
    return zb_session_close(session);
}
