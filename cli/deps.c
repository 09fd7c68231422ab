/* SPDX-License-Identifier: Apache-2.0
 * --deps: what a run read and what it made of it, for make or, as JSON, for other programs that decide what is to be made again. */
#include <string.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "cli/outputs.h"

static bool is_file(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* ---- make ---- */

/* A name as make reads it: a percent sign is special in targets, and cannot be quoted elsewhere. One with a line break cannot be said. */
static bool add_name(zb_buf *out, const char *name, bool target) {
    if (strpbrk(name, "\n\r")) return false;
    for (const char *c = name; *c; c++) {
        if (strchr(target ? " \t#:%" : " \t#:", *c)) {
            for (const char *slash = c; slash > name && slash[-1] == '\\'; slash--) zb_buf_add_char(out, '\\');
            zb_buf_add_char(out, '\\');
        }
        if (*c == '$') zb_buf_add_char(out, '$');
        zb_buf_add_char(out, *c);
    }
    return true;
}

/* Files whose content or state mattered; a folder's time changes with every file in it. */
static bool is_needed(const zb_read *read, const char *path) {
    return (read->kind == ZB_READ_CONTENT || read->kind == ZB_READ_STATE) && is_file(path);
}

/* A rule, and one without a recipe for each file, so that make goes on when one of them is removed. */
static void add_rule(zb_session *session, zb_buf *out) {
    const zb_reads *reads = zb_diags_reads(session->diags);
    zb_buf empty_rules = {0};
    bool named = false;
    for (size_t i = 0; i < session->written.count; i++) {
        if (!strcmp(session->written.data[i], "-")) continue;
        if (named) zb_buf_add_char(out, ' ');
        named = add_name(out, session->written.data[i], true) || named;
    }
    if (!named) add_name(out, session->settings->deps, true); /* what was made is no file */
    zb_buf_add_char(out, ':');
    for (size_t i = 0; i < zb_reads_count(reads); i++) {
        const char *path = zb_str_z(session->arena, zb_reads_at(reads, i)->path);
        if (!is_needed(zb_reads_at(reads, i), path)) continue;
        zb_buf_add(out, ZB_STR(" \\\n  "));
        if (add_name(out, path, false) && add_name(&empty_rules, path, true)) zb_buf_add(&empty_rules, ZB_STR(":\n"));
    }
    zb_buf_add_char(out, '\n');
    zb_buf_add(out, zb_buf_str(&empty_rules));
    zb_buf_free(&empty_rules);
}

/* ---- JSON ---- */

static void add_read(zb_buf *out, const zb_read *read, const char *comma) {
    static const char *const kinds[] = {"missing", "found", "state", "content", "outside", "root"};
    zb_buf_format(out, "%s\n    {\"path\": ", comma);
    zb_json_add_text(out, read->path);
    zb_buf_format(out, ", \"kind\": \"%s\"", kinds[read->kind]);
    if (read->kind == ZB_READ_CONTENT || read->kind == ZB_READ_STATE) {
        zb_buf_add(out, ZB_STR(", \"hash\": \""));
        zb_hash_print(read->hash, out);
        zb_buf_add_char(out, '"');
    }
    zb_buf_add_char(out, '}');
}

static void add_json(const zb_session *session, zb_buf *out) {
    const zb_reads *reads = zb_diags_reads(session->diags);
    const char *comma = "";
    zb_buf_add(out, ZB_STR("{\n  \"outputs\": ["));
    for (size_t i = 0; i < session->written.count; i++) {
        zb_buf_add(out, i ? ZB_STR(", ") : ZB_STR(""));
        zb_json_add_text(out, zb_str_of(session->written.data[i]));
    }
    zb_buf_add(out, ZB_STR("],\n  \"inputs\": ["));
    for (size_t i = 0; i < zb_reads_count(reads); i++) {
        const zb_read *read = zb_reads_at(reads, i);
        if (read->kind == ZB_READ_ROOT) continue;
        add_read(out, read, comma);
        comma = ",";
    }
    zb_buf_add(out, ZB_STR("\n  ]\n}\n"));
}

void zb_deps_text(zb_session *session, zb_buf *out) {
    if (zb_str_ends(zb_str_of(session->settings->deps), ".json")) add_json(session, out);
    else add_rule(session, out);
}
