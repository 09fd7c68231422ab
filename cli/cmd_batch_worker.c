/* SPDX-License-Identifier: Apache-2.0
 * The worker's side of a batch of issues: fonts and dictionaries once for all, memory for each issue by itself. Each issue is read and laid
 * out once, whatever becomes of it; its outputs are made in a folder of its own, from which the program takes them. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/cmd_batch.h"

typedef struct worker {
    const zb_issue_plan *plan;
    zb_arena *arena;
    zb_shared *shared;
} worker;

/* One issue in work. */
typedef struct task {
    const zb_issue *issue;
    const char *stage;    /* the folder that stands for the output folder */
    zb_settings settings; /* of the issue as a whole */
    zb_session *session;
    zb_products products;
    zb_reads *reads;
} task;

bool zb_issue_worker_open(const zb_issue_plan *plan, void **state, zb_buf *greeting) {
    if (!zb_reach_enter(&plan->reach, greeting)) return false;
    zb_arena *arena = zb_arena_open();
    worker *w = ZB_NEW(arena, worker);
    *w = (worker){plan, arena, zb_shared_open(arena, zb_settings_fonts(plan->list->settings))};
    *state = w;
    return true;
}

void zb_issue_worker_close(void *state) {
    zb_arena_close(((worker *)state)->arena);
    zb_fonts_finish();
}

/* ---- outputs ---- */

/* What the outputs are made by. */
static bool is_made_by(const task *t, const zb_issue_output *output, const char *command) {
    zb_settings settings = zb_issue_output_settings(&t->settings, output);
    return !strcmp(settings.command->name, command);
}

/* Parts are laid out by themselves. */
static zb_stage last_stage(const task *t) {
    for (size_t i = 0; i < t->issue->outputs.count; i++)
        if (is_made_by(t, &t->issue->outputs.data[i], "render") || is_made_by(t, &t->issue->outputs.data[i], "preview"))
            return ZB_STAGE_LAYOUT;
    return ZB_STAGE_APPLY;
}

/* "STAGE/", or "STAGE/NAME/FOLDER/". */
static const char *place_of(const task *t, const zb_issue_output *output) {
    zb_arena *arena = t->session->arena;
    if (!output->folder) return zb_str_format(arena, "%s/", t->stage).s;
    zb_session_folder(t->session, zb_str_format(arena, "%s/%s", t->stage, t->issue->name).s);
    return zb_session_folder(t->session, zb_str_format(arena, "%s/%s/%s", t->stage, t->issue->name, output->folder).s);
}

static void make_pages(task *t, zb_format format, const char *place) {
    const char *form = format == ZB_FORMAT_PDF ? "%s%s.%s" : "%s%s-%%d.%s";
    zb_target target = {.format = format, .file = zb_str_format(t->session->arena, form, place, t->issue->name, zb_format_name(format)).s};
    zb_batch batch = {.session = t->session};
    zb_pages_paint(t->session, &t->products);
    if (zb_session_fine(t->session)) zb_target_render(&batch, &t->products, &target);
    zb_batch_close(&batch);
}

static void make_output(task *t, const zb_issue_output *output) {
    zb_settings settings = zb_issue_output_settings(&t->settings, output);
    const char *command = settings.command->name;
    settings.input = t->settings.input;
    settings.template = t->settings.template;
    settings.style = t->settings.style;
    t->session->settings = &settings;
    const char *place = place_of(t, output);
    if (!strcmp(command, "render")) make_pages(t, settings.format, place);
    else if (!strcmp(command, "preview")) {
        zb_pages_paint(t->session, &t->products);
        if (zb_session_fine(t->session)) zb_preview_write(t->session, &t->products, place);
    } else if (!strcmp(command, "parts")) zb_parts_write(t->session, &t->products, place);
    else zb_figures_write(t->session, &t->products, place);
    t->session->settings = &t->settings;
}

static void make_all(task *t) {
    zb_session *session = t->session;
    t->products = zb_stages_run(session, last_stage(t));
    if (zb_session_fine(session))
        zb_checks_run(session, &t->products);
    for (size_t i = 0; i < t->issue->outputs.count && zb_session_fine(session); i++) make_output(t, &t->issue->outputs.data[i]);
}

/* ---- an issue ---- */

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void make_stage(task *t, const zb_folder *folder) {
    t->stage = zb_folder_path(t->session->arena, folder, zb_str_format(t->session->arena, ZB_ISSUE_STAGE "/%s", t->issue->name).s);
    zb_tree_remove(t->stage, 0);
    if (mkdir(t->stage, 0777) == 0) return;
    zb_diag_add(t->session->diags, ZB_FATAL, "output.open", ZB_NOWHERE, "the folder '%s' cannot be made: %s", t->stage, strerror(errno));
}

/* The findings of making go into the note, so closing the stage has a list of its own. */
static zb_diags *close_stage(task *t, const zb_folder *folder, zb_made *made) {
    zb_arena *arena = t->session->arena;
    zb_diags *diags = zb_diags_new(arena);
    for (size_t i = 0; i < zb_reads_count(t->reads); i++) ZB_PUSH(arena, &made->reads, *zb_reads_at(t->reads, i));
    zb_stage_close(arena, folder, t->issue->name, made, diags);
    return diags;
}

static void begin(task *t, const worker *w) {
    t->settings = *w->plan->list->settings;
    t->settings.input = t->issue->path;
    t->settings.found = t->issue->found;
    t->settings.output = NULL;
    if (t->issue->template) t->settings.template = t->issue->template;
    if (t->issue->style) t->settings.style = t->issue->style;
    t->session = zb_session_open_shared(&t->settings, w->shared);
    t->reads = zb_diags_reads(t->session->diags);
    zb_loc home = {zb_source_new(t->session->arena, t->issue->path, (zb_str){0}), 0, 0};
    zb_diags_home(t->session->diags, home);
    make_stage(t, w->plan->folder);
}

int zb_issue_worker_perform(void *state, zb_str job, zb_buf *reply) {
    const worker *w = state;
    double start = now();
    task t = {.issue = &w->plan->list->issues.data[zb_unpack_number(&job)]};
    zb_made made = {.seconds = 0};
    zb_unpack_bytes(&job, &made.key, sizeof made.key);
    begin(&t, w);
    if (zb_session_fine(t.session)) make_all(&t);
    int status = zb_exit_status(t.session->diags);
    made.language = zb_language_now();
    made.findings = zb_findings_of(t.session->arena, t.session->diags, false);
    made.seconds = now() - start;
    if (!status) {
        const zb_diags *diags = close_stage(&t, w->plan->folder, &made);
        status = zb_exit_status(diags);
        if (status) made.findings = zb_findings_of(t.session->arena, diags, false);
    }
    made.reads.count = 0; /* the note has them */
    zb_made_pack(&made, reply);
    if (status) zb_tree_remove(t.stage, 0);
    zb_arena_close(t.session->arena);
    return status;
}
