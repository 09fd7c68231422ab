/* SPDX-License-Identifier: Apache-2.0
 * The frame round every command: one arena, one list of diagnostics, a stop watch, and the exit status that follows from what was
 * found. */
#include "cli/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/guard.h"
#include "base/language.h"
#include "cli/outputs.h"

static double clock_ms(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

zb_session *zb_session_open(const zb_settings *settings) {
    zb_limits_memory((size_t)(settings->megabytes * (1 << 20)));
    zb_limits_processor(settings->limits.cpu);
    return zb_session_open_shared(settings, NULL);
}

zb_session *zb_session_open_shared(const zb_settings *settings, zb_shared *shared) {
    zb_arena *arena = zb_arena_open();
    zb_session *session = ZB_NEW(arena, zb_session);
    session->settings = settings;
    session->arena = arena;
    session->diags = zb_diags_new(arena);
    session->shared = shared ? shared : zb_shared_open(arena, zb_settings_fonts(settings));
    session->template_dirs = zb_template_dirs(arena);
    session->use = zb_font_use_new(arena);
    zb_diags_watch(session->diags, zb_reads_new(arena));
    zb_budget_begin(arena, settings->limits, session->diags);
    if (settings->strict) zb_diags_strict(session->diags);
    session->wall = clock_ms(CLOCK_MONOTONIC);
    session->cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    return session;
}

/* An input that is a folder, or the folder of one that is a file. What the user named may be a link to anywhere. */
static void allow_input(zb_reads *reads, const zb_settings *settings, zb_arena *arena) {
    const char *input = settings->input;
    bool named = strcmp(input, "-") && !settings->found;
    if (named && zb_reads_allow(reads, input) != ENOTDIR) return;
    if (named) zb_reads_allow_file(reads, input);
    zb_reads_allow(reads, zb_path_folder(arena, input));
}

static void allow_styles(zb_reads *reads, const char *names, zb_arena *arena) {
    zb_str rest = zb_str_of(names);
    if (zb_str_starts(rest, "+")) rest = zb_str_sub(rest, 1, rest.n);
    for (size_t comma = 0; comma != SIZE_MAX; rest = zb_str_sub(rest, comma + 1, rest.n)) {
        comma = zb_str_find(rest, ZB_STR(","), 0);
        zb_str name = zb_str_sub(rest, 0, comma);
        if (zb_str_ends(name, ".yaml")) zb_reads_allow_file(reads, zb_str_z(arena, name));
        if (comma == SIZE_MAX) return;
    }
}

/* A folder; where there is none of that name, the name says where to look for one, beginning here. */
static void allow_template(zb_reads *reads, const char *name, zb_arena *arena) {
    if (zb_reads_allow(reads, name) == ENOTDIR) zb_reads_allow_file(reads, zb_str_format(arena, "%s/template.md", name).s);
}

void zb_session_confine(zb_session *session) {
    const zb_settings *s = session->settings;
    zb_reads *reads = zb_diags_reads(session->diags);
    allow_input(reads, s, session->arena);
    for (size_t i = 0; i < s->root_count; i++) {
        int failure = zb_reads_allow(reads, s->roots[i]);
        bool missing = failure == ENOENT || failure == ENOTDIR;
        if (failure)
            zb_diag_add(session->diags, missing ? ZB_ERROR : ZB_FATAL, missing ? "file.root" : "file.read", ZB_NOWHERE,
                        "the folder '%s' of --root cannot be read: %s", s->roots[i], strerror(failure));
    }
    for (size_t i = 0; session->template_dirs && session->template_dirs[i]; i++) zb_reads_allow(reads, session->template_dirs[i]);
    if (s->template) allow_template(reads, s->template, session->arena);
    if (s->style) allow_styles(reads, s->style, session->arena);
}

zb_font_folders zb_settings_fonts(const zb_settings *settings) {
    return (zb_font_folders){settings->font_paths, settings->font_path_count};
}

zb_fonts *zb_session_fonts(zb_session *session, const zb_style *style) {
    return zb_shared_fonts(session->shared, session->arena, style->fonts, session->diags);
}

const zb_pages *zb_session_layout(zb_session *session, const zb_document *document, zb_fonts *fonts) {
    zb_layout_tools tools = zb_shared_tools(session->shared, fonts);
    return zb_layout(session->arena, document, &tools, session->diags);
}

void zb_session_lap(zb_session *session, const char *stage) {
    double wall = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (session->lap_count < ZB_LAPS_MAX)
        session->laps[session->lap_count++] = (zb_lap){stage, wall - session->wall, cpu - session->cpu};
    session->wall = wall;
    session->cpu = cpu;
}

bool zb_session_fine(const zb_session *session) { return zb_diags_worst(session->diags) < ZB_ERROR; }

const char *zb_session_folder(zb_session *session, const char *path) {
    if (!path) return "";
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        zb_diag_add(session->diags, ZB_FATAL, "output.open", ZB_NOWHERE, "the folder '%s' cannot be made: %s", path, strerror(errno));
    return zb_str_format(session->arena, "%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/").s;
}

static void print_timings(const zb_session *session) {
    double wall = 0, cpu = 0;
    fputs(zb_tr("stage           ms    cpu ms\n"), stderr);
    for (size_t i = 0; i < session->lap_count; i++) {
        const zb_lap *lap = &session->laps[i];
        fprintf(stderr, "%-8s %9.1f %9.1f\n", lap->stage, lap->wall, lap->cpu);
        wall += lap->wall;
        cpu += lap->cpu;
    }
    fprintf(stderr, "%-8s %9.1f %9.1f\n", "all", wall, cpu);
}

/* Colours where a person reads along and has not asked for none (https://no-color.org). */
bool zb_session_color(void) {
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDERR_FILENO) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

int zb_exit_status(const zb_diags *diags) {
    zb_severity worst = zb_diags_worst(diags);
    return worst == ZB_FATAL ? ZB_EXIT_SYSTEM : worst == ZB_ERROR ? ZB_EXIT_INPUT : ZB_EXIT_FINE;
}

int zb_session_close(zb_session *session) {
    zb_deps_write(session);
    int status = zb_exit_status(session->diags), told;
    if (session->worst > status) status = session->worst;
    zb_guard_done(status, zb_diags_count(session->diags) == 0 && !session->settings->report);
    told = zb_findings_report(session);
    if (told > status) status = told;
    if (session->settings->timings) print_timings(session);
    zb_guard_done(status, true);
    zb_arena_close(session->arena);
    return status;
}

int zb_session_give_up(zb_session *session) {
    zb_arena_close(session->arena);
    return ZB_EXIT_USAGE;
}
