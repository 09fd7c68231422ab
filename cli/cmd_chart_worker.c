/* SPDX-License-Identifier: Apache-2.0
 * The worker's side of a batch of charts: fonts once, an arena for each chart. Nothing is put into the folder before
 * all formats of a chart are made. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "cli/cmd_chart.h"
#include "cli/findings.h"
#include "model/data.h"
#include "model/text.h"
#include "model/yaml.h"
#include "templates/style_read.h"
#include "templates/template.h"

typedef struct worker {
    const zb_chart_plan *plan;
    zb_arena *arena;
    const zb_style_sheet *sheet;
    zb_fonts *fonts;
} worker;

/* One chart in work. */
typedef struct task {
    const worker *worker;
    zb_session *session;
    uint64_t line; /* 0: a file */
    const char *path;
    zb_str id, text;
} task;

/* ---- life ---- */

zb_session *zb_chart_session_new(zb_arena *arena, const zb_settings *settings, const char *path) {
    zb_session *session = ZB_NEW(arena, zb_session);
    zb_settings *own = ZB_NEW(arena, zb_settings);
    *own = *settings;
    own->input = path;
    *session = (zb_session){.settings = own, .arena = arena, .diags = zb_diags_new(arena), .use = zb_font_use_new(arena)};
    zb_diags_watch(session->diags, zb_reads_new(arena));
    if (settings->strict) zb_diags_strict(session->diags);
    zb_budget_begin(arena, settings->limits, session->diags);
    zb_session_confine(session);
    return session;
}

bool zb_chart_worker_open(const zb_chart_plan *plan, void **state, zb_buf *greeting) {
    if (!zb_reach_enter(&plan->reach, greeting)) return false;
    zb_arena *arena = zb_arena_open();
    zb_session *session = zb_chart_session_new(arena, plan->settings, "-");
    worker *w = ZB_NEW(arena, worker);
    *w = (worker){.plan = plan, .arena = arena, .sheet = zb_style_read(arena, NULL, session->diags)};
    w->fonts = zb_chart_fonts_open(session);
    *state = w;
    if (!w->fonts || !zb_session_fine(session)) {
        zb_diags_text(session->diags, plan->color, greeting);
        zb_arena_close(arena);
        return false;
    }
    zb_fonts_dump(w->fonts, greeting);
    return true;
}

void zb_chart_worker_close(void *state) {
    worker *w = state;
    zb_arena_close(w->arena);
    zb_fonts_finish();
}

/* ---- reading ---- */

/* Places in a line from offsets of the specification in it. Counting goes on where it ended: the line may be long. */
typedef struct line_cursor {
    const zb_source *source;
    size_t from;     /* where the specification begins */
    size_t at;       /* byte of the line that was asked for last */
    uint32_t column; /* of it */
} line_cursor;

static zb_loc locate(const void *context, size_t offset) {
    line_cursor *c = *(line_cursor *const *)context;
    size_t wanted = c->from + offset;
    if (wanted > c->source->text.n) wanted = c->source->text.n;
    if (wanted < c->at) *c = (line_cursor){c->source, c->from, 0, 1};
    c->column += (uint32_t)zb_utf8_count(zb_str_sub(c->source->text, c->at, wanted));
    c->at = wanted;
    return (zb_loc){c->source, 1, c->column};
}

/* The specification in a line. */
static const zb_value *read_line(const task *t) {
    zb_arena *arena = t->session->arena;
    const zb_source *source = zb_text_admit(arena, zb_source_new(arena, "-", t->text), t->session->diags);
    if (!source) return NULL;
    zb_chart_line line;
    zb_line_fault fault = zb_chart_line_read(source->text, &line);
    if (fault.code) {
        zb_diag_add(t->session->diags, ZB_ERROR, fault.code, zb_source_loc(source, fault.at), "%s", fault.message);
        return NULL;
    }
    line_cursor cursor = {source, line.spec_at, 0, 1}, *at = &cursor;
    zb_str spec = zb_str_sub(source->text, line.spec_at, line.spec_end);
    return zb_yaml_read(arena, spec, locate, &at, t->session->diags);
}

static const zb_value *read_file(const task *t) {
    const zb_source *source = zb_source_read(t->session->arena, t->path, ZB_NOWHERE, t->session->diags);
    return source ? zb_yaml_read_source(t->session->arena, source, t->session->diags) : NULL;
}

static const zb_chart *read_chart(const task *t) {
    const zb_value *spec = t->line ? read_line(t) : read_file(t);
    if (!spec || !zb_session_fine(t->session)) return NULL;
    const zb_chart *chart = zb_chart_read_styled(t->session->arena, t->path, spec, t->worker->sheet, t->session->diags);
    return zb_session_fine(t->session) ? chart : NULL;
}

/* ---- drawing ---- */

/* The bytes of the picture, in the arena of the session. */
static zb_str draw(const task *t, const zb_chart *chart, zb_format format) {
    zb_batch batch = {.session = t->session, .memory = true};
    zb_chart_picture(&batch, chart, t->worker->fonts, format, "-");
    zb_str bytes = batch.outputs.count ? zb_str_copy(t->session->arena, zb_output_bytes(batch.outputs.data[0])) : (zb_str){0};
    zb_batch_close(&batch);
    return bytes;
}

/* Draws all formats, then puts them into the folder. */
static void draw_all(const task *t, const zb_chart *chart, zb_buf *marks) {
    const zb_chart_plan *plan = t->worker->plan;
    zb_str pictures[ZB_FORMAT_COUNT];
    zb_buf room = {0};
    for (size_t i = 0; i < plan->format_count && zb_session_fine(t->session); i++)
        pictures[i] = draw(t, chart, plan->formats[i]);
    for (size_t i = 0; i < plan->format_count && zb_session_fine(t->session); i++) {
        const char *name = zb_chart_file(t->id, plan->formats[i], &room);
        zb_mark mark = {0};
        if (zb_folder_put(plan->folder, name, pictures[i], t->session->diags) &&
            zb_mark_of(plan->folder, name, pictures[i], &mark))
            zb_pack_bytes(marks, &mark, sizeof mark);
    }
    zb_buf_free(&room);
}

static void pack_reads(const zb_reads *reads, zb_buf *reply) {
    zb_pack_number(reply, zb_reads_count(reads));
    for (size_t i = 0; i < zb_reads_count(reads); i++) {
        const zb_read *read = zb_reads_at(reads, i);
        zb_pack_number(reply, read->kind);
        zb_pack_text(reply, read->path);
        zb_pack_bytes(reply, &read->hash, sizeof read->hash);
    }
}

int zb_chart_worker_perform(void *state, zb_str job, zb_buf *reply) {
    const worker *w = state;
    zb_arena *arena = zb_arena_open();
    task t = {.worker = w, .line = zb_unpack_number(&job)};
    t.path = zb_str_z(arena, zb_unpack_text(&job));
    t.session = zb_chart_session_new(arena, w->plan->settings, t.path);
    t.id = zb_unpack_text(&job);
    t.text = zb_unpack_text(&job);
    zb_buf marks = {0};
    const zb_chart *chart = read_chart(&t);
    if (chart) draw_all(&t, chart, &marks);
    int status = (int)zb_diags_worst(t.session->diags);
    pack_reads(zb_diags_reads(t.session->diags), reply);
    zb_pack_text(reply, zb_buf_str(&marks));
    zb_buf_free(&marks);
    const zb_diags *diags = t.line ? zb_diags_at_line(arena, t.session->diags, t.line) : t.session->diags;
    size_t left_out = t.line ? zb_diags_left_out(t.session->diags) : 0; /* which the moved ones do not know */
    zb_buf text = {0};
    zb_diags_text(diags, w->plan->color, &text);
    if (left_out) zb_say_to(&text, "(%zu more not shown)\n", left_out);
    zb_findings_pack(diags, zb_buf_str(&text), reply);
    zb_buf_free(&text);
    zb_arena_close(arena);
    return status;
}
