/* SPDX-License-Identifier: Apache-2.0
 * The worker's side of a batch of issues: fonts once for all issues that are set in the same ones, memory for each issue by itself. An
 * issue is made in a folder of its own inside the output folder and moved out when all of it is there. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cmd_batch.h"
#include "cli/outputs.h"
#include "render/render.h"

#define FONT_SETS_MAX 8

typedef struct font_set {
    zb_arena *arena;
    zb_font_spec specs[ZB_ROLE_COUNT];
    zb_fonts *fonts;
} font_set;

typedef struct worker {
    const zb_issue_plan *plan;
    zb_arena *arena;
    font_set sets[FONT_SETS_MAX];
    size_t set_count;
} worker;

/* One issue in work. */
typedef struct task {
    worker *worker;
    zb_arena *arena;
    const zb_issue *issue;
    zb_settings settings; /* as if it were made by itself */
    const char *stage;
    zb_made made;
    zb_buf words; /* messages */
    int status;   /* exit status so far */
} task;

bool zb_issue_worker_open(const zb_issue_plan *plan, void **state, zb_buf *greeting) {
    (void)greeting;
    zb_arena *arena = zb_arena_open();
    worker *w = ZB_NEW(arena, worker);
    *w = (worker){.plan = plan, .arena = arena};
    *state = w;
    return true;
}

void zb_issue_worker_close(void *state) {
    worker *w = state;
    for (size_t i = 0; i < w->set_count; i++) zb_arena_close(w->sets[i].arena);
    zb_arena_close(w->arena);
    zb_fonts_finish();
}

/* ---- fonts ---- */

static bool same_specs(const zb_font_spec *a, const zb_font_spec *b) {
    for (int role = 0; role < ZB_ROLE_COUNT; role++)
        for (int i = 0; i < ZB_FAMILIES_MAX; i++)
            if (!zb_str_equal(zb_str_of(a[role].families[i]), zb_str_of(b[role].families[i]))) return false;
    return true;
}

/* Opens a set of fonts to keep. False: something is wrong with it, and who uses it is to be told each time. */
static bool open_set(font_set *set, const zb_font_spec *specs) {
    set->arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(set->arena);
    for (int role = 0; role < ZB_ROLE_COUNT; role++)
        for (int i = 0; i < ZB_FAMILIES_MAX; i++) {
            const char *family = specs[role].families[i];
            set->specs[role].families[i] = family ? zb_str_z(set->arena, zb_str_of(family)) : NULL;
        }
    set->fonts = zb_fonts_open(set->arena, set->specs, diags);
    if (set->fonts && !zb_diags_count(diags)) return true;
    zb_arena_close(set->arena);
    *set = (font_set){.arena = NULL};
    return false;
}

static zb_fonts *fonts_of(worker *w, zb_session *session, const zb_font_spec *specs) {
    for (size_t i = 0; i < w->set_count; i++)
        if (same_specs(w->sets[i].specs, specs)) return w->sets[i].fonts;
    if (w->set_count < FONT_SETS_MAX && open_set(&w->sets[w->set_count], specs)) return w->sets[w->set_count++].fonts;
    return zb_fonts_open(session->arena, specs, session->diags);
}

static void note_fonts(task *t, const zb_fonts *fonts) {
    zb_buf faces = {0}, states = {0};
    zb_fonts_dump(fonts, &faces);
    t->made.faces = zb_str_copy(t->arena, zb_buf_str(&faces));
    zb_inputs_add_fonts(t->made.faces, &states);
    t->made.fonts = zb_hash_of(zb_buf_str(&states));
    zb_buf_free(&faces);
    zb_buf_free(&states);
}

/* ---- messages ---- */

/* Where the next message goes in the memory file that is a worker's standard error; -1: it is none. */
static off_t words_end(void) {
    fflush(stderr);
    return fcntl(STDERR_FILENO, F_GET_SEALS) > 0 ? lseek(STDERR_FILENO, 0, SEEK_CUR) : -1;
}

/* What was printed from there on is taken away, and kept once where two commands say the same. */
static void take_words(task *t, off_t from) {
    off_t end = words_end();
    if (from < 0 || end <= from) return;
    size_t size = (size_t)(end - from);
    char *text = zb_alloc(t->arena, size);
    ssize_t got = pread(STDERR_FILENO, text, size, from);
    zb_str words = {text, got > 0 ? (size_t)got : 0};
    if (zb_str_find(zb_buf_str(&t->words), words, 0) == SIZE_MAX) zb_buf_add(&t->words, words);
    if (pwrite(STDERR_FILENO, zb_alloc(t->arena, size), size, from) == (ssize_t)size) lseek(STDERR_FILENO, from, SEEK_SET);
}

/* ---- pages ---- */

static void render_one(zb_batch *batch, const zb_display_list *list, const zb_metadata *metadata, zb_format format, const char *path) {
    zb_session *session = batch->session;
    zb_svg_options options = {.text = session->settings->text == ZB_SVG_TEXT_TEXT};
    zb_output *output = zb_batch_open(batch, path);
    if (!output) return;
    zb_arena *arena = zb_arena_open();
    if (format == ZB_FORMAT_SVG) zb_render_svg(arena, list, metadata, &options, output, session->diags);
    else zb_render_png(arena, list, session->settings->dpi, output, session->diags);
    zb_arena_close(arena);
}

static void render(const task *t, zb_session *session, const zb_document *d, const zb_pages *pages) {
    zb_metadata metadata = {d->title, d->author, d->subject, d->keywords, d->lang, d->date};
    zb_batch batch = {.session = session};
    size_t count = zb_pages_count(pages);
    const zb_display_list **lists = ZB_NEW_ARRAY(session->arena, count, const zb_display_list *);
    for (size_t i = 0; i < count; i++) lists[i] = zb_page_paint(session->arena, pages, i);
    for (size_t i = 0; i < count && zb_session_fine(session); i++)
        for (zb_format f = ZB_FORMAT_PNG; f <= ZB_FORMAT_SVG; f++)
            if (t->issue->makes & (f == ZB_FORMAT_PNG ? ZB_MAKE_PNG : ZB_MAKE_SVG))
                render_one(&batch, lists[i], &metadata, f,
                           zb_str_format(session->arena, "%s/%s-%zu.%s", t->stage, t->issue->name, i + 1, zb_format_name(f)).s);
    if (t->issue->makes & ZB_MAKE_PDF && zb_session_fine(session)) {
        zb_output *output = zb_batch_open(&batch, zb_str_format(session->arena, "%s/%s.pdf", t->stage, t->issue->name).s);
        if (output) zb_render_pdf(session->arena, lists, count, &metadata, output, session->diags);
    }
    zb_batch_close(&batch);
}

/* PDF and pages from one layout; whatever is made, this tells which fonts there are. */
static void make_pages(task *t) {
    off_t from = words_end();
    zb_session *session = zb_session_open(&t->settings);
    zb_products p = zb_stages_run(session, ZB_STAGE_APPLY);
    if (zb_session_fine(session))
        zb_template_check(session->arena, p.data, session->template_dirs, t->settings.template, session->diags);
    zb_fonts *fonts = zb_session_fine(session) ? fonts_of(t->worker, session, p.document->style->fonts) : NULL;
    if (fonts) note_fonts(t, fonts);
    if (fonts && t->issue->makes & ZB_MAKE_PAGES && zb_session_fine(session)) {
        const zb_pages *pages = zb_layout(session->arena, p.document, fonts, zb_image_size, session->diags);
        if (zb_session_fine(session)) render(t, session, p.document, pages);
    }
    t->status = zb_session_close(session);
    take_words(t, from);
}

/* ---- an issue ---- */

/* Does what another command does, into a folder in the stage. */
static void run_command(task *t, unsigned bit, const char *folder, int (*command)(const zb_settings *settings)) {
    if (!(t->issue->makes & bit) || t->status) return;
    off_t from = words_end();
    zb_settings settings = t->settings;
    settings.output = zb_str_format(t->arena, "%s/%s", t->stage, folder).s;
    t->status = command(&settings);
    take_words(t, from);
}

static void publish(task *t, double seconds) {
    off_t from = words_end();
    zb_session *session = zb_session_open(&t->settings);
    t->made.seconds = seconds;
    t->made.findings = zb_str_copy(t->arena, zb_buf_str(&t->words));
    zb_stage_publish(t->arena, t->worker->plan->folder, t->issue, &t->made, session->diags);
    if (zb_session_fine(session)) zb_made_write(t->arena, t->worker->plan->folder, t->issue->name, &t->made, session->diags);
    t->status = zb_session_close(session);
    take_words(t, from);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void make_stage(task *t) {
    const zb_folder *folder = t->worker->plan->folder;
    t->stage = zb_folder_path(t->arena, folder, zb_str_format(t->arena, ZB_ISSUE_STAGE "/%s", t->issue->name).s);
    zb_tree_remove(t->stage, 0);
    if (mkdir(t->stage, 0777) == 0) return;
    zb_buf_format(&t->words, "error: the folder '%s' cannot be made: %s [output.open]\n", t->stage, strerror(errno));
    t->status = ZB_EXIT_SYSTEM;
}

int zb_issue_worker_perform(void *state, zb_str job, zb_buf *reply) {
    worker *w = state;
    double begin = now();
    task t = {.worker = w, .arena = zb_arena_open(), .settings = *w->plan->list->settings};
    t.issue = &w->plan->list->issues.data[zb_unpack_number(&job)];
    zb_unpack_bytes(&job, &t.made.key, sizeof t.made.key);
    t.settings.input = t.issue->path;
    t.settings.output = NULL;
    if (t.issue->template) t.settings.template = t.issue->template;
    if (t.issue->style) t.settings.style = t.issue->style;
    make_stage(&t);
    if (!t.status) make_pages(&t);
    run_command(&t, ZB_MAKE_PARTS, "parts", zb_command_parts);
    run_command(&t, ZB_MAKE_PREVIEW, "preview", zb_command_preview);
    if (!t.status) publish(&t, now() - begin);
    t.made.findings = zb_buf_str(&t.words);
    t.made.seconds = now() - begin;
    zb_made_pack(&t.made, reply);
    zb_tree_remove(t.stage, 0);
    zb_buf_free(&t.words);
    zb_arena_close(t.arena);
    return t.status;
}
