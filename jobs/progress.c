/* SPDX-License-Identifier: Apache-2.0
 * The progress bar: `[=========>          ]  412/1000  850/s  0:01 left  3 failed`. Parts that have no room are left
 * out, the last first.
 */
#include "jobs/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"

#define BAR_MAX 40
#define BAR_MIN 8
#define COLUMNS_DEFAULT 80
#define BAR_PAUSE 0.1
#define LINE_PAUSE 10.0

struct zb_progress {
    FILE *out;
    zb_progress_style style;
    double began, shown; /* monotonic seconds */
    bool visible;
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

zb_progress_style zb_progress_style_of(FILE *out, bool quiet) {
    if (quiet) return ZB_PROGRESS_NONE;
    const char *term = getenv("TERM");
    return isatty(fileno(out)) && term && *term && strcmp(term, "dumb") != 0 ? ZB_PROGRESS_BAR : ZB_PROGRESS_LINES;
}

zb_progress *zb_progress_open(zb_arena *arena, FILE *out, zb_progress_style style) {
    zb_progress *progress = ZB_NEW(arena, zb_progress);
    double began = now();
    *progress = (zb_progress){.out = out, .style = style, .began = began, .shown = began};
    return progress;
}

/* "  0:42 left", in hours from one hour on. */
static void add_time_left(const zb_progress_state *state, zb_buf *out) {
    if (state->share <= 0 || state->seconds < 1) return;
    double left = state->seconds * (1 - state->share) / state->share;
    if (left > 359999) return;
    unsigned long seconds = (unsigned long)(left + 0.5);
    if (seconds >= 3600) zb_say_to(out, "  %lu:%02lu:%02lu left", seconds / 3600, seconds / 60 % 60, seconds % 60);
    else zb_say_to(out, "  %lu:%02lu left", seconds / 60, seconds % 60);
}

static void add_count(const zb_progress_state *state, zb_buf *out) {
    if (state->all) zb_buf_format(out, "%zu/%zu", state->done, state->all);
    else zb_buf_format(out, "%zu", state->done);
}

static void add_rate(const zb_progress_state *state, zb_buf *out) {
    double rate = state->seconds > 0 ? (double)state->done / state->seconds : 0;
    if (rate > 0) zb_buf_format(out, rate < 10 ? "  %.1f/s" : "  %.0f/s", rate);
}

static void add_failed(const zb_progress_state *state, zb_buf *out) {
    if (state->failed) zb_say_to(out, "  %zu failed", state->failed);
}

static void add_bar(double share, size_t width, zb_buf *out) {
    size_t full = (size_t)((share > 1 ? 1 : share) * (double)width);
    zb_buf_add_char(out, '[');
    for (size_t i = 0; i < width; i++) zb_buf_add_char(out, i < full ? '=' : i == full ? '>' : ' ');
    zb_buf_add(out, ZB_STR("]  "));
}

/* The parts that have room. */
static void add_parts(const zb_progress_state *state, size_t room, zb_buf *text) {
    static void (*const parts[])(const zb_progress_state *, zb_buf *) = {add_count, add_rate, add_time_left,
                                                                         add_failed};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t before = text->n;
        parts[i](state, text);
        if (text->n > room) text->n = before;
    }
}

void zb_progress_bar(const zb_progress_state *state, int columns, zb_buf *out) {
    size_t room = columns > 1 ? (size_t)columns - 1 : 0;
    zb_buf text = {0};
    add_parts(state, room, &text);
    size_t frame = strlen("[]  ");
    size_t width = room > text.n + frame ? room - text.n - frame : 0;
    if (state->share >= 0 && width >= BAR_MIN) add_bar(state->share, width > BAR_MAX ? BAR_MAX : width, out);
    zb_buf_add(out, (zb_str){text.s, text.n});
    zb_buf_free(&text);
}

static int columns_of(FILE *out) {
    struct winsize size;
    return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : COLUMNS_DEFAULT;
}

static void show_bar(zb_progress *progress, const zb_progress_state *state) {
    zb_buf text = {0};
    zb_buf_add(&text, ZB_STR("\r"));
    zb_progress_bar(state, columns_of(progress->out), &text);
    zb_buf_add(&text, ZB_STR("\033[K"));
    fwrite(text.s, 1, text.n, progress->out);
    fflush(progress->out);
    zb_buf_free(&text);
    progress->visible = true;
}

static void show_line(zb_progress *progress, const zb_progress_state *state) {
    zb_buf text = {0};
    add_parts(state, COLUMNS_DEFAULT, &text);
    fprintf(progress->out, "%.*s\n", ZB_STR_ARG(zb_buf_str(&text)));
    zb_buf_free(&text);
}

void zb_progress_show(zb_progress *progress, zb_progress_state state) {
    double at = now(), pause = progress->style == ZB_PROGRESS_BAR ? BAR_PAUSE : LINE_PAUSE;
    if (progress->style == ZB_PROGRESS_NONE || at - progress->shown < pause) return;
    progress->shown = at;
    state.seconds = at - progress->began;
    if (progress->style == ZB_PROGRESS_BAR) show_bar(progress, &state);
    else show_line(progress, &state);
}

void zb_progress_hide(zb_progress *progress) {
    if (!progress->visible) return;
    fputs("\r\033[K", progress->out);
    fflush(progress->out);
    progress->visible = false;
    progress->shown = 0; /* back at the next chance */
}

double zb_progress_seconds(const zb_progress *progress) { return now() - progress->began; }
