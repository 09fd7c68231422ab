/* SPDX-License-Identifier: Apache-2.0
 * Names of output files from -o, --format and the input's name; and batches, so that a run that writes many files leaves either all
 * new ones or all old ones. */
#include "cli/outputs.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static bool is_folder(const char *path) {
    struct stat info;
    return path[strlen(path) - 1] == '/' || (stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The format of a named file: what --format says and what the suffix says may not differ. */
static bool format_of_file(const zb_settings *settings, const char *output, zb_format otherwise, zb_format *format) {
    zb_format suffix = zb_format_of_name(output), asked = settings->format;
    if (suffix && asked && suffix != asked && settings->output_count < 2) {
        zb_usage_error(settings->command, "'%s' does not look like --format %s", output, zb_format_name(asked));
        return false;
    }
    *format = suffix ? suffix : asked; /* of several outputs, --format means those that do not say it */
    if (!*format && !strcmp(output, "-")) *format = otherwise;
    if (*format) return true;
    zb_usage_error(settings->command,
                   "the format of '%s' is unknown; end its name like one of " ZB_FORMATS_PHRASE ", or use --format", output);
    return false;
}

static bool read_target(zb_session *session, const char *output, const char *name, zb_format otherwise, zb_target *target) {
    const zb_settings *settings = session->settings;
    *target = (zb_target){.format = settings->format ? settings->format : otherwise, .folder = "", .name = name};
    if (!output) return true;
    if (is_folder(output)) {
        bool slash = output[strlen(output) - 1] == '/';
        target->folder = slash ? output : zb_str_format(session->arena, "%s/", output).s;
        return true;
    }
    target->file = output;
    if (same_file(output, settings->input)) {
        zb_usage_error(settings->command, "'%s' is the input", output);
        return false;
    }
    return format_of_file(settings, output, otherwise, &target->format);
}

bool zb_target_read(zb_session *session, const char *name, zb_format otherwise, zb_target *target) {
    return read_target(session, session->settings->output, name, otherwise, target);
}

size_t zb_targets_read(zb_session *session, const char *name, zb_format otherwise, zb_target targets[ZB_OUTPUTS_MAX]) {
    const zb_settings *settings = session->settings;
    size_t count = settings->output_count;
    if (count == 0) return read_target(session, NULL, name, otherwise, targets);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++)
            if (!strcmp(settings->outputs[k], settings->outputs[i])) {
                zb_usage_error(settings->command, "'%s' is named twice", settings->outputs[i]);
                return 0;
            }
        if (!read_target(session, settings->outputs[i], name, otherwise, &targets[i])) return 0;
    }
    return count;
}

/* The place of a page number in a file name: %d, or %03d for three digits at least; NULL: there is none. */
static const char *number_mark(const char *file, int *width, const char **behind) {
    for (const char *mark = strchr(file, '%'); mark; mark = strchr(mark + 1, '%')) {
        bool padded = mark[1] == '0' && mark[2] >= '1' && mark[2] <= '9';
        *width = padded ? mark[2] - '0' : 1;
        *behind = mark + (padded ? 4 : 2);
        if (mark[padded ? 3 : 1] == 'd') return mark;
    }
    return NULL;
}

static bool has_number(const char *file) {
    int width;
    const char *behind;
    return number_mark(file, &width, &behind) != NULL;
}

/* "NAME-3.png" from "NAME.png", or the number in place of a %d. */
static const char *numbered(zb_arena *arena, const char *file, int page) {
    int width;
    const char *behind, *mark = number_mark(file, &width, &behind);
    if (mark) return zb_str_format(arena, "%.*s%0*d%s", (int)(mark - file), file, width, page, behind).s;
    const char *dot = strrchr(file, '.'), *slash = strrchr(file, '/');
    if (!dot || (slash && dot < slash)) dot = file + strlen(file);
    return zb_str_format(arena, "%.*s-%d%s", (int)(dot - file), file, page, dot).s;
}

const char *zb_target_path(zb_arena *arena, const zb_target *target, int page, size_t written, size_t all) {
    bool paged = target->format != ZB_FORMAT_PDF;
    if (target->file && !strcmp(target->file, "-")) return "-";
    if (target->file) return paged && (written > 1 || has_number(target->file)) ? numbered(arena, target->file, page) : target->file;
    const char *suffix = zb_format_name(target->format);
    if (paged && all > 1) return zb_str_format(arena, "%s%s-%d.%s", target->folder, target->name, page, suffix).s;
    return zb_str_format(arena, "%s%s.%s", target->folder, target->name, suffix).s;
}

/* The last part of a path; slashes at its end do not count. */
static zb_str last_part(zb_str path) {
    while (zb_str_ends(path, "/")) path.n--;
    size_t start = path.n;
    while (start && path.s[start - 1] != '/') start--;
    return zb_str_sub(path, start, path.n);
}

const char *zb_input_name(zb_arena *arena, const char *input) {
    static const char *const suffixes[] = {".yaml", ".yml"};
    zb_str path = zb_str_of(input), name = last_part(path);
    if (zb_str_is(name, "issue.yaml") && path.n > name.n) name = last_part(zb_str_sub(path, 0, path.n - name.n));
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (zb_str_ends(name, suffixes[i])) name.n -= strlen(suffixes[i]);
    bool unnamed = !name.n || zb_str_is(name, "-") || zb_str_is(name, ".") || zb_str_is(name, "..");
    return unnamed ? "issue" : zb_str_z(arena, name);
}

/* Each open output holds a file: the pages of a long document may be more than the usual soft limit. */
static void allow_many_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void collect_inputs(zb_batch *batch) {
    zb_arena *arena = batch->session->arena;
    const zb_reads *reads = zb_diags_reads(batch->session->diags);
    for (size_t i = 0; i < zb_reads_count(reads); i++) {
        struct stat *info = ZB_NEW(arena, struct stat);
        if (stat(zb_str_z(arena, zb_reads_at(reads, i)->path), info) == 0 && S_ISREG(info->st_mode)) ZB_PUSH(arena, &batch->inputs, info);
    }
}

static bool is_input(zb_batch *batch, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return false;
    if (!batch->inputs.count) collect_inputs(batch);
    for (size_t i = 0; i < batch->inputs.count; i++)
        if (info.st_dev == batch->inputs.data[i]->st_dev && info.st_ino == batch->inputs.data[i]->st_ino) return true;
    return false;
}

/* A name for the file, the same whichever way the path is written: the number of its folder and its own name, links followed. */
static zb_str identity(zb_arena *arena, const char *path) {
    path = zb_output_place(arena, path);
    const char *slash = strrchr(path, '/');
    struct stat info = {0};
    stat(slash ? zb_str_z(arena, zb_str_sub(zb_str_of(path), 0, (size_t)(slash - path) + 1)) : ".", &info);
    return zb_str_format(arena, "%llx:%llx:%s", (unsigned long long)info.st_dev, (unsigned long long)info.st_ino, slash ? slash + 1 : path);
}

static bool is_taken(zb_batch *batch, const char *path) {
    zb_arena *arena = batch->session->arena;
    zb_str own = identity(arena, path);
    for (size_t i = 0; i < batch->names.count; i++)
        if (zb_str_equal(batch->names.data[i], own)) return true;
    ZB_PUSH(arena, &batch->names, own);
    return false;
}

static bool may_write(zb_batch *batch, const char *path) {
    if (is_taken(batch, path)) {
        zb_diag_add(batch->session->diags, ZB_ERROR, "output.twice", ZB_NOWHERE, "'%s' would be written twice", path);
        return false;
    }
    if (is_input(batch, path)) {
        zb_diag_add(batch->session->diags, ZB_ERROR, "output.input", ZB_NOWHERE, "'%s' is what this was made of, and is not written over",
                    path);
        return false;
    }
    return true;
}

/* The files that tell of the run are none of those that it reads or makes; said once, and before the first output is there. */
static bool sides_may_be(zb_batch *batch) {
    zb_session *session = batch->session;
    const char *const sides[] = {session->settings->report, session->settings->deps};
    if (batch->memory || session->sides != ZB_SIDES_NEW) return session->sides != ZB_SIDES_CLASH;
    session->sides = ZB_SIDES_APART;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        if (sides[i] && !may_write(batch, sides[i])) session->sides = ZB_SIDES_CLASH;
    return session->sides != ZB_SIDES_CLASH;
}

zb_output *zb_batch_open(zb_batch *batch, const char *path) {
    zb_session *session = batch->session;
    if (!sides_may_be(batch)) return NULL;
    if (!may_write(batch, path)) {
        const char *report = session->settings->report; /* it stays as it is when it is what an output is to be */
        if (report && zb_str_equal(identity(session->arena, report), identity(session->arena, path))) session->sides = ZB_SIDES_CLASH;
        return NULL;
    }
    if (!zb_budget_file(session->diags)) return NULL;
    if (!batch->outputs.count) allow_many_files();
    zb_output *output = batch->memory ? zb_output_open_memory() : zb_output_open(path, session->diags);
    if (!output) return NULL;
    ZB_PUSH(session->arena, &batch->outputs, output);
    ZB_PUSH(session->arena, &batch->paths, zb_str_z(session->arena, zb_str_of(path)));
    return output;
}

/* Drops the outputs whose files need not change. */
static void drop_unchanged(zb_batch *batch) {
    size_t kept = 0;
    for (size_t i = 0; i < batch->outputs.count; i++) {
        zb_output *output = batch->outputs.data[i];
        if (zb_output_is_there(output)) zb_output_abandon(output);
        else batch->outputs.data[kept++] = output;
    }
    batch->outputs.count = kept;
}

/* The file of --deps, written but without its name; NULL: a diagnostic was added. */
static zb_output *make_deps(zb_session *session) {
    zb_output *output = zb_output_open(session->settings->deps, session->diags);
    if (!output) return NULL;
    zb_buf text = {0};
    zb_deps_text(session, &text);
    zb_output_write(output, text.s, text.n);
    zb_buf_free(&text);
    session->deps_written = true;
    return output;
}

/* It appears together with what it tells of. */
static bool add_deps(zb_batch *batch) {
    if (!batch->session->settings->deps || batch->memory || !batch->paths.count) return true;
    zb_output *output = make_deps(batch->session);
    if (output) ZB_PUSH(batch->session->arena, &batch->outputs, output);
    return output != NULL;
}

void zb_batch_close(zb_batch *batch) {
    zb_session *session = batch->session;
    bool fine = zb_session_fine(session) && zb_budget_lasts(session->diags, ZB_NOWHERE);
    for (size_t i = 0; i < batch->paths.count && !batch->memory; i++) ZB_PUSH(session->arena, &session->written, batch->paths.data[i]);
    if (fine && session->settings->if_changed) drop_unchanged(batch);
    if (fine && add_deps(batch)) zb_outputs_commit(batch->outputs.data, batch->outputs.count, session->diags);
    else
        for (size_t i = 0; i < batch->outputs.count; i++) zb_output_abandon(batch->outputs.data[i]);
    batch->outputs.count = batch->paths.count = 0;
}

void zb_session_write(zb_session *session, zb_str text) {
    const char *path = session->settings->output ? session->settings->output : "-";
    zb_batch batch = {.session = session};
    zb_output *output = zb_session_fine(session) || !strcmp(path, "-") ? zb_batch_open(&batch, path) : NULL;
    if (output) zb_output_write(output, text.s, text.n);
    if (zb_session_fine(session)) zb_batch_close(&batch);
    else if (output) zb_output_commit(output, session->diags);
}

void zb_deps_write(zb_session *session) {
    zb_batch batch = {.session = session};
    if (!session->settings->deps || session->deps_written || !zb_session_fine(session) || !sides_may_be(&batch)) return;
    zb_output *output = make_deps(session);
    if (output) zb_output_commit(output, session->diags);
}

zb_output *zb_report_open(zb_session *session) {
    zb_batch batch = {.session = session};
    bool apart = session->settings->report && sides_may_be(&batch);
    return apart ? zb_output_open(session->settings->report, session->diags) : NULL;
}
