/* SPDX-License-Identifier: Apache-2.0
 * The list of findings and how it is printed: sorted by place, each with its source line and a caret under the right column, however
 * wide the characters before it are. */
#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/accept.h"
#include "base/language.h"
#include "base/utf8.h"

#define KEPT_MAX 1000
#define LINE_COLUMNS_MAX 110 /* of a source line; longer ones are shown as a window round the caret */

struct zb_diags {
    zb_arena *arena;
    ZB_VEC(zb_diag) list;
    size_t counts[ZB_FATAL + 1];
    zb_reads *reads;
    zb_budget *budget;
    zb_loc home;
    zb_acceptances *acceptances;
    size_t accepted;
    bool strict, newest_kept;
};

zb_diags *zb_diags_new(zb_arena *arena) {
    zb_diags *diags = ZB_NEW(arena, zb_diags);
    diags->arena = arena;
    return diags;
}

zb_diags *zb_diags_unheard(zb_arena *arena, const zb_diags *diags) {
    zb_diags *unheard = zb_diags_new(arena);
    unheard->reads = diags->reads;
    unheard->budget = diags->budget;
    unheard->acceptances = diags->acceptances;
    return unheard;
}

void zb_diags_watch(zb_diags *diags, zb_reads *reads) { diags->reads = reads; }

void zb_diags_home(zb_diags *diags, zb_loc loc) { diags->home = loc; }

zb_reads *zb_diags_reads(const zb_diags *diags) { return diags->reads; }

void zb_diags_allow(zb_diags *diags, zb_budget *budget) { diags->budget = budget; }

zb_budget *zb_diags_budget(const zb_diags *diags) { return diags->budget; }

/* A file that was read twice is one to the reader. */
static bool same_source(const zb_source *a, const zb_source *b) { return a == b || (a && b && !strcmp(a->name, b->name)); }

static bool same_place(zb_loc a, zb_loc b) { return a.line == b.line && a.column == b.column && same_source(a.source, b.source); }

static bool known(const zb_diags *diags, const zb_diag *new) {
    for (size_t i = 0; i < diags->list.count; i++) {
        const zb_diag *old = &diags->list.data[i];
        if (same_place(old->loc, new->loc) && !strcmp(old->code, new->code) && !strcmp(old->message, new->message)) return true;
    }
    return false;
}

/* Control characters of the input must not reach the terminal. */
static const char *one_line(zb_arena *arena, zb_str text) {
    char *s = (char *)zb_str_z(arena, text);
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == 0x7F) s[i] = ' ';
    return s;
}

/* What a warning is in this run: accepted, with --strict an error, or a warning. */
static void weigh(zb_diags *diags, zb_diag *d) {
    for (size_t i = 0; diags->acceptances && i < diags->acceptances->count; i++) {
        zb_acceptance *entry = &diags->acceptances->data[i];
        if (!zb_acceptance_fits(entry, d)) continue;
        entry->used = true;
        d->accepted = one_line(diags->arena, entry->reason);
        d->severity = ZB_NOTE;
        diags->accepted++;
        return;
    }
    d->warned = diags->strict;
    d->severity = diags->strict ? ZB_ERROR : ZB_WARNING;
}

/* Weighs all warnings again. */
static void reweigh(zb_diags *diags) {
    for (size_t i = 0; i < diags->list.count; i++) {
        zb_diag *d = &diags->list.data[i];
        if (d->severity != ZB_WARNING && !d->warned) continue;
        diags->counts[d->severity]--;
        d->warned = false;
        weigh(diags, d);
        diags->counts[d->severity]++;
    }
}

void zb_diags_accept(zb_diags *diags, zb_acceptances *entries) {
    diags->acceptances = entries;
    reweigh(diags);
}

const zb_acceptances *zb_diags_acceptances(const zb_diags *diags) { return diags->acceptances; }

static const char *in_language(zb_arena *arena, zb_language language, const char *format, va_list args) {
    zb_buf text = {0};
    zb_vsay(&text, language, format, args);
    const char *line = one_line(arena, zb_buf_str(&text));
    zb_buf_free(&text);
    return line;
}

void zb_diag_add(zb_diags *diags, zb_severity severity, const char *code, zb_loc loc, const char *format, ...) {
    va_list args;
    va_start(args, format);
    zb_diag new = {.severity = severity, .code = code, .loc = loc.source ? loc : diags->home};
    new.english = in_language(diags->arena, ZB_ENGLISH, format, args);
    new.chinese = in_language(diags->arena, ZB_CHINESE, format, args);
    new.message = zb_language_now() == ZB_CHINESE ? new.chinese : new.english;
    va_end(args);
    diags->newest_kept = false;
    if (diags->counts[ZB_FATAL]) return; /* what a failing system leads to says nothing new */
    if (diags->list.count < KEPT_MAX && known(diags, &new)) return;
    if (severity == ZB_WARNING) weigh(diags, &new);
    diags->counts[new.severity]++;
    if (diags->list.count >= KEPT_MAX) return;
    ZB_PUSH(diags->arena, &diags->list, new);
    diags->newest_kept = true;
}

void zb_diag_hint(zb_diags *diags, const char *format, ...) {
    if (!diags->newest_kept) return;
    va_list args;
    va_start(args, format);
    diags->list.data[diags->list.count - 1].hint = one_line(diags->arena, zb_vsay_str(diags->arena, format, args));
    va_end(args);
}

void zb_diag_related(zb_diags *diags, zb_loc loc) {
    if (diags->newest_kept) diags->list.data[diags->list.count - 1].related = loc;
}

#define LISTED_MAX 12

void zb_diag_hint_nearest(zb_diags *diags, zb_str name, const zb_str *names, size_t count) {
    const zb_str *near = zb_nearest(name, names, count);
    if (near) {
        zb_diag_hint(diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
        return;
    }
    if (count == 0 || count > LISTED_MAX) return;
    zb_buf text = {0};
    for (size_t i = 0; i < count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++) again = again || zb_str_equal(names[k], names[i]);
        if (!again) zb_say_to(&text, i ? ", '%.*s'" : "'%.*s'", ZB_STR_ARG(names[i]));
    }
    zb_diag_hint(diags, "known here: %s", text.s);
    zb_buf_free(&text);
}

size_t zb_diags_count(const zb_diags *diags) { return diags->list.count; }
const zb_diag *zb_diags_at(const zb_diags *diags, size_t index) { return &diags->list.data[index]; }
size_t zb_diags_count_of(const zb_diags *diags, zb_severity severity) { return diags->counts[severity]; }

zb_severity zb_diags_worst(const zb_diags *diags) {
    for (int s = ZB_FATAL; s > ZB_NOTE; s--)
        if (diags->counts[s]) return (zb_severity)s;
    return ZB_NOTE;
}

void zb_diags_strict(zb_diags *diags) {
    diags->strict = true;
    reweigh(diags);
    diags->counts[ZB_ERROR] += diags->counts[ZB_WARNING]; /* those that were only counted */
    diags->counts[ZB_WARNING] = 0;
}

/* Errors first, then warnings, then notes. */
static int rank_of(const zb_diag *d) { return d->severity >= ZB_ERROR ? 0 : d->severity == ZB_WARNING ? 1 : 2; }

/* Both point into one array, which gives the order in the end. */
static int by_place(const void *a, const void *b) {
    const zb_diag *x = *(const zb_diag *const *)a, *y = *(const zb_diag *const *)b;
    const zb_loc p = x->loc, q = y->loc;
    if (rank_of(x) != rank_of(y)) return rank_of(x) - rank_of(y);
    if (!p.source != !q.source) return p.source ? -1 : 1;
    int order = p.source ? strcmp(p.source->name, q.source->name) : 0;
    if (!order) order = (p.line > q.line) - (p.line < q.line);
    if (!order) order = (p.column > q.column) - (p.column < q.column);
    return order ? order : (x > y) - (x < y);
}

const zb_diag *const *zb_diags_sorted(const zb_diags *diags) {
    size_t count = diags->list.count;
    const zb_diag **sorted = ZB_NEW_ARRAY(diags->arena, count, const zb_diag *);
    for (size_t i = 0; i < count; i++) sorted[i] = &diags->list.data[i];
    if (count) qsort(sorted, count, sizeof *sorted, by_place);
    return sorted;
}

typedef struct look {
    const char *severity[ZB_FATAL + 1], *bold, *quiet, *mark, *end;
} look;

static const look plain = {{"", "", "", ""}, "", "", "", ""};
static const look colored = {{"\033[1;36m", "\033[1;35m", "\033[1;31m", "\033[1;31m"}, "\033[1m", "\033[2m", "\033[1;32m", "\033[0m"};

/* The window of the line that is shown, so that a line of a megabyte stays readable: moves `from` to `to` bytes and says at which
 * terminal column the caret stands. */
static int window(zb_str line, uint32_t column, zb_str *shown) {
    size_t at = 0, from = 0, to;
    int before = 0;
    for (uint32_t c = 1; c < column && at < line.n; c++) {
        before += zb_columns_of(zb_utf8_next(line, &at));
        while (before > LINE_COLUMNS_MAX * 2 / 3) before -= zb_columns_of(zb_utf8_next(line, &from));
    }
    to = at;
    for (int columns = before; to < line.n && columns < LINE_COLUMNS_MAX;) columns += zb_columns_of(zb_utf8_next(line, &to));
    *shown = zb_str_sub(line, from, to);
    return before;
}

static void print_line(zb_loc loc, FILE *out, const look *l) {
    if (!loc.source || loc.line == 0 || loc.line > loc.source->line_count) return;
    zb_str shown;
    int before = window(zb_source_line(loc.source, loc.line), loc.column ? loc.column : 1, &shown);
    int gutter = fprintf(out, "%s%5u |%s ", l->quiet, loc.line, l->end) - (int)(strlen(l->quiet) + strlen(l->end));
    for (size_t i = 0; i < shown.n; i++) fputc((unsigned char)shown.s[i] < 0x20 ? ' ' : shown.s[i], out);
    fputc('\n', out);
    if (loc.column) fprintf(out, "%s%*s%s%*s%s^%s\n", l->quiet, gutter - 1, "|", l->end, before + 1, "", l->mark, l->end);
}

static void print_one(const zb_diag *d, FILE *out, const look *l) {
    static const char *words[] = {N_("note: "), N_("warning: "), N_("error: "), "error: "};
    const zb_loc loc = d->loc;
    fputs(l->bold, out);
    if (!loc.source) fputs("zhoubao: ", out);
    else if (loc.line == 0) fprintf(out, "%s: ", loc.source->name);
    else if (loc.column == 0) fprintf(out, "%s:%u: ", loc.source->name, loc.line);
    else fprintf(out, "%s:%u:%u: ", loc.source->name, loc.line, loc.column);
    fprintf(out, "%s%s%s%s%s [%s]\n", l->end, l->severity[d->severity], zb_tr(words[d->severity]), l->end, d->message, d->code);
    print_line(loc, out, l);
    if (d->accepted) fprintf(out, "      %s= %s%s%s\n", l->quiet, zb_tr(N_("accepted: ")), l->end, d->accepted);
    if (d->hint) fprintf(out, "      %s= %s%s%s\n", l->quiet, zb_tr(N_("help: ")), l->end, d->hint);
}

size_t zb_diags_left_out(const zb_diags *diags) {
    size_t all = 0;
    for (size_t i = 0; i < sizeof diags->counts / sizeof *diags->counts; i++) all += diags->counts[i];
    return all - diags->list.count;
}

static void print_left_out(const zb_diags *diags, FILE *out) {
    size_t left_out = zb_diags_left_out(diags);
    if (left_out) zb_say_file(out, "(%zu more not shown)\n", left_out);
}

typedef struct file_count {
    const zb_source *source;
    size_t count;
} file_count;

/* ": 2 in issue.yaml, 1 in types.csv", where errors and warnings are in more than one file. */
static bool print_files(const zb_diags *diags, FILE *out) {
    ZB_VEC(file_count) files = {0};
    const zb_diag *const *sorted = zb_diags_sorted(diags);
    for (size_t i = 0; i < diags->list.count; i++) {
        const zb_diag *d = sorted[i];
        size_t at = 0;
        if (d->severity < ZB_WARNING || !d->loc.source) continue;
        while (at < files.count && !same_source(files.data[at].source, d->loc.source)) at++;
        if (at < files.count) files.data[at].count++;
        else ZB_PUSH(diags->arena, &files, ((file_count){d->loc.source, 1}));
    }
    if (files.count < 2) return false;
    for (size_t i = 0; i < files.count && i < LISTED_MAX; i++)
        zb_say_file(out, i ? ", %zu in %s" : ": %zu in %s", files.data[i].count, files.data[i].source->name);
    if (files.count > LISTED_MAX) zb_say_file(out, ", and more in %zu other files", files.count - LISTED_MAX);
    return true;
}

static void print_count(const zb_diags *diags, FILE *out) {
    size_t errors = diags->counts[ZB_ERROR] + diags->counts[ZB_FATAL], warnings = diags->counts[ZB_WARNING];
    if (errors) zb_say_file(out, "%zu error%s", errors, errors == 1 ? "" : "s");
    if (warnings) zb_say_file(out, errors ? ", %zu warning%s" : "%zu warning%s", warnings, warnings == 1 ? "" : "s");
    bool listed = print_files(diags, out);
    if (diags->accepted) {
        const char *format = listed ? "; %zu accepted" : errors || warnings ? ", %zu accepted" : "%zu accepted";
        zb_say_file(out, format, diags->accepted);
    }
    if (errors || warnings || diags->accepted) fputc('\n', out);
}

static void print_list(const zb_diags *diags, FILE *out, bool color) {
    const zb_diag *const *sorted = zb_diags_sorted(diags);
    for (size_t i = 0; i < diags->list.count; i++) print_one(sorted[i], out, color ? &colored : &plain);
}

void zb_diags_print(const zb_diags *diags, FILE *out, bool color) {
    print_list(diags, out, color);
    print_left_out(diags, out);
    print_count(diags, out);
}

void zb_diags_text(const zb_diags *diags, bool color, zb_buf *out) {
    char *text = NULL;
    size_t size = 0;
    FILE *file = diags->list.count ? open_memstream(&text, &size) : NULL;
    if (!file) return;
    print_list(diags, file, color);
    print_left_out(diags, file);
    fclose(file);
    zb_buf_add(out, (zb_str){text, size});
    free(text);
}
