/* SPDX-License-Identifier: Apache-2.0
 * The list of what a run reaches. An issue says itself where its template and style are, and a template what it extends: these few keys are
 * looked for before the walls go up, at the beginnings of lines; an issue that says them in another way is told that they are missing. */
#include "cli/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sanitized.h"

#define ISSUE_FILE "issue.yaml"
#define HEAD_BYTES 16384 /* of a file, in which such a key is looked for */
#define EXTENDS_MAX 8
#define FOLDERS_MAX 256  /* of inputs: each is a rule that every worker makes */

/* What every run reads: fonts with their caches, hyphenation dictionaries, modules of iconv and what they are linked to. */
static const char *const common[] = {
    "/usr/share", "/usr/local/share", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache",
    "/var/cache/fontconfig", "/dev/null", "/dev/urandom",
#if defined(ZB_SANITIZED)
    "/proc", /* the map of memory, when a leak or an error is told */
#endif
};

/* ---- looking ahead ---- */

/* The beginning of a regular file; nothing where it cannot be read. */
static zb_str head_of(const char *path, char *room) {
    struct stat info;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    ssize_t n = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? read(fd, room, HEAD_BYTES) : 0;
    if (fd >= 0) close(fd);
    return (zb_str){room, n > 0 ? (size_t)n : 0};
}

/* The plain or quoted value of `key:` at the beginning of a line; empty: none. */
static zb_str value_of(zb_arena *arena, const char *path, const char *key) {
    char room[HEAD_BYTES];
    zb_str text = head_of(path, room);
    for (size_t from = 0, end; from < text.n; from = end + 1) {
        end = zb_str_find(text, ZB_STR("\n"), from);
        if (end == SIZE_MAX) end = text.n;
        zb_str line = zb_str_sub(text, from, end);
        if (!zb_str_starts(line, key)) continue;
        zb_str value = zb_str_trim(zb_str_sub(line, strlen(key), line.n));
        size_t note = zb_str_find(value, ZB_STR(" #"), 0);
        value = zb_str_trim(zb_str_sub(value, 0, note));
        bool quoted = value.n >= 2 && (*value.s == '"' || *value.s == '\'') && value.s[value.n - 1] == *value.s;
        return zb_str_copy(arena, quoted ? zb_str_sub(value, 1, value.n - 1) : value);
    }
    return (zb_str){0};
}

static const char *in_folder(zb_arena *arena, const char *folder, const char *name) {
    return zb_str_format(arena, "%s/%s", folder, name).s;
}

/* A folder that is a template, with those that it extends. */
static bool reach_template(zb_reach *reach, const char *folder) {
    zb_arena *arena = reach->arena;
    const char *file = in_folder(arena, folder, "template.md");
    if (!zb_file_exists(file, NULL)) return false;
    for (int i = 0; i < EXTENDS_MAX && zb_file_exists(file, NULL); i++) {
        zb_sandbox_read(reach->sandbox, folder);
        zb_str base = value_of(arena, file, "extends:");
        if (!base.n) break;
        folder = zb_path_beside(arena, folder, base);
        file = in_folder(arena, folder, "template.md");
    }
    return true;
}

/* Styles by their path; those by name lie in the folders of templates. */
static void reach_styles(zb_reach *reach, const char *beside, zb_str names) {
    for (size_t comma = 0; names.n && comma != SIZE_MAX; names = zb_str_sub(names, comma + 1, names.n)) {
        comma = zb_str_find(names, ZB_STR(","), 0);
        zb_str name = zb_str_trim(zb_str_sub(names, 0, comma));
        if (zb_str_starts(name, "+")) name = zb_str_sub(name, 1, name.n);
        if (!zb_str_ends(name, ".yaml")) continue;
        zb_sandbox_read(reach->sandbox, beside ? zb_path_beside(reach->arena, beside, name) : zb_str_z(reach->arena, name));
    }
}

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static const char *folder_of(zb_arena *arena, const char *path) { return zb_path_beside(arena, path, ZB_STR(".")); }

/* ---- the parts of the list ---- */

/* The folder that the file's name is in, and the file itself, which may be a link to elsewhere. */
static void reach_file(zb_reach *reach, const char *file) {
    struct stat link, target;
    zb_sandbox_read(reach->sandbox, folder_of(reach->arena, file));
    if (lstat(file, &link) == 0 && S_ISLNK(link.st_mode) && stat(file, &target) == 0) zb_sandbox_read(reach->sandbox, file);
}

void zb_reach_issue(zb_reach *reach, const char *issue, const char *template, const char *style) {
    if (!reach->sandbox) return;
    zb_arena *arena = reach->arena;
    const char *file = is_folder(issue) ? in_folder(arena, issue, ISSUE_FILE) : issue;
    reach_file(reach, file);
    zb_str name = template ? zb_str_of(template) : value_of(arena, file, "template:");
    bool found = name.n && template && reach_template(reach, template);
    if (name.n && !found) reach_template(reach, zb_path_beside(arena, file, name));
    reach_styles(reach, NULL, zb_str_of(style));
    reach_styles(reach, file, value_of(arena, file, "style:"));
}

void zb_reach_beside(zb_reach *reach, const char *file) {
    if (reach->sandbox) reach_file(reach, file);
}

/* Folders with colons between them. */
static void reach_list(zb_reach *reach, const char *folders) {
    zb_str rest = zb_str_of(folders);
    for (size_t colon = 0; rest.n && colon != SIZE_MAX; rest = zb_str_sub(rest, colon + 1, rest.n)) {
        colon = zb_str_find(rest, ZB_STR(":"), 0);
        zb_sandbox_read(reach->sandbox, zb_str_z(reach->arena, zb_str_sub(rest, 0, colon)));
    }
}

/* What fontconfig has for a user: `variable`/NAME, or HOME/`usual`/NAME. */
static void reach_user(zb_reach *reach, const char *variable, const char *usual, const char *name) {
    const char *base = variable ? getenv(variable) : NULL, *home = getenv("HOME");
    if (base && *base) zb_sandbox_read(reach->sandbox, in_folder(reach->arena, base, name));
    else if (home && *home) zb_sandbox_read(reach->sandbox, zb_str_format(reach->arena, "%s/%s%s", home, usual, name).s);
}

void zb_reach_end(zb_reach *reach, const char *output) {
    if (!reach->sandbox) return;
    zb_sandbox_narrow(reach->sandbox, FOLDERS_MAX);
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) zb_sandbox_read(reach->sandbox, common[i]);
    for (size_t i = 0; reach->template_dirs[i]; i++) zb_sandbox_read(reach->sandbox, reach->template_dirs[i]);
    for (size_t i = 0; i < reach->settings->font_path_count; i++) zb_sandbox_read(reach->sandbox, reach->settings->font_paths[i]);
    reach_list(reach, getenv("ZHOUBAO_FONT_PATH"));
    reach_list(reach, getenv("GCONV_PATH"));
    reach_user(reach, "XDG_DATA_HOME", ".local/share/", "fonts");
    reach_user(reach, "XDG_CACHE_HOME", ".cache/", "fontconfig");
    reach_user(reach, NULL, "", ".fonts");
    for (size_t i = 0; i < reach->settings->root_count; i++) zb_sandbox_read(reach->sandbox, reach->settings->roots[i]);
    zb_sandbox_write(reach->sandbox, output);
}

/* ---- going in ---- */

static zb_reach reach_new(zb_session *session, bool wanted) {
    zb_arena *arena = session->arena;
    if (wanted && session->settings->sandbox == ZB_SANDBOX_ON) zb_sandbox_report(zb_sandbox_offered(), session->diags);
    return (zb_reach){wanted ? zb_sandbox_new(arena) : NULL, session->settings, session->template_dirs, arena};
}

zb_reach zb_reach_begin(zb_session *session) { return reach_new(session, session->settings->sandbox != ZB_SANDBOX_OFF); }

static bool enter(const zb_reach *reach, bool worker, zb_diags *diags) {
    if (!reach->sandbox || zb_sandbox_enter(reach->sandbox, worker)) return true;
    zb_diag_add(diags, ZB_FATAL, "sandbox.failed", ZB_NOWHERE, "the sandbox cannot be entered: %s", strerror(errno));
    zb_diag_hint(diags, "--no-sandbox goes without it; then read only what you trust");
    return false;
}

bool zb_reach_enter(const zb_reach *reach, zb_buf *greeting) {
    zb_arena *arena = zb_arena_open();
    zb_diags *diags = zb_diags_new(arena);
    bool fine = enter(reach, true, diags);
    if (!fine) zb_diags_text(diags, false, greeting);
    zb_arena_close(arena);
    return fine;
}

/* The folder in which an output appears: itself where it is one, that of the file a link leads to; NULL: standard output. */
static const char *output_folder(zb_arena *arena, const char *output) {
    if (!output) return ".";
    if (!strcmp(output, "-")) return NULL;
    if (is_folder(output)) return output;
    char *whole = realpath(output, NULL);
    zb_str path = whole ? zb_str_copy(arena, zb_str_of(whole)) : zb_str_of(output);
    free(whole);
    while (path.n > 1 && path.s[path.n - 1] == '/') path.n--;
    return folder_of(arena, zb_str_z(arena, path));
}

zb_session *zb_session_open_walled(const zb_settings *settings) {
    zb_session *session = zb_session_open(settings);
    zb_reach reach = reach_new(session, settings->sandbox == ZB_SANDBOX_ON);
    if (!reach.sandbox) return session;
    if (!strcmp(settings->input, "-")) zb_sandbox_read(reach.sandbox, ".");
    zb_reach_issue(&reach, settings->input, settings->template, settings->style);
    for (size_t i = 1; i < settings->output_count; i++)
        zb_sandbox_write(reach.sandbox, output_folder(session->arena, settings->outputs[i]));
    if (settings->deps) zb_sandbox_write(reach.sandbox, output_folder(session->arena, settings->deps));
    if (settings->report) zb_sandbox_write(reach.sandbox, output_folder(session->arena, settings->report));
    zb_reach_end(&reach, output_folder(session->arena, settings->output_count ? settings->outputs[0] : NULL));
    enter(&reach, false, session->diags);
    return session;
}
