/* SPDX-License-Identifier: Apache-2.0
 * zhoubao schema: JSON Schemas for editors and other tools, of what users write: an issue as a template wants it, style.yaml, charts,
 * manifests, the front matter of templates. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd_batch.h"
#include "cli/commands.h"
#include "model/json.h"
#include "model/schema.h"
#include "model/sql.h"
#include "templates/directive.h"
#include "templates/style_read.h"

static const struct {
    const char *word;
    void (*add)(zb_buf *out);
} own[] = {
    {"style", zb_style_schema},   {"chart", zb_chart_file_schema}, {"manifest", zb_manifest_schema},
    {"checks", zb_checks_schema}, {"front-matter", zb_front_schema},
};

/* The path as other programs, in other folders, find it. */
static const char *whole_path(zb_session *session, const char *path) {
    char *whole = realpath(path, NULL);
    const char *copy = whole ? zb_str_z(session->arena, zb_str_of(whole)) : path;
    free(whole);
    return copy;
}

static void add_table(zb_session *session, const char *path, const zb_schema *schema, zb_str name, zb_buf *out) {
    const zb_str *names;
    if (zb_schema_write_table(session->arena, schema, name, out)) return;
    size_t count = zb_schema_tables(session->arena, schema, &names);
    zb_diag_add(session->diags, ZB_ERROR, "template.table", ZB_NOWHERE, "'%s' describes no table '%.*s'", path, ZB_STR_ARG(name));
    zb_diag_hint_nearest(session->diags, name, names, count);
}

/* A template's schema: its text as it stands, its path, or a table of it. One that is no schema would only mislead an editor. */
static void add_template(zb_session *session, zb_buf *out) {
    const zb_settings *s = session->settings;
    zb_session_confine(session);
    const char *path = zb_template_schema_path(session->arena, s->input, session->template_dirs, session->diags);
    const zb_source *source = path ? zb_source_read(session->arena, path, ZB_NOWHERE, session->diags) : NULL;
    const zb_value *root = source ? zb_json_read_source(session->arena, source, session->diags) : NULL;
    const zb_schema *schema = root ? zb_schema_read(session->arena, root, session->diags) : NULL;
    if (!schema) return;
    if (s->table) add_table(session, path, schema, zb_str_of(s->table), out);
    else if (s->path) zb_buf_format(out, "%s\n", whole_path(session, path));
    else zb_buf_add(out, source->text);
}

int zb_command_schema(const zb_settings *settings) {
    size_t which = 0, count = sizeof own / sizeof *own;
    while (which < count && strcmp(settings->input, own[which].word) != 0) which++;
    if (which < count && (settings->path || settings->table))
        return zb_usage_error(settings->command, "--path and --table are for templates; a folder called so is './%s'", settings->input);
    if (settings->path && settings->table) return zb_usage_error(settings->command, "--path or --table, not both");
    zb_settings given = *settings;
    given.template = settings->input; /* what it lies in may be read */
    zb_session *session = zb_session_open(&given);
    zb_buf out = {0};
    if (which < count) own[which].add(&out);
    else add_template(session, &out);
    if (zb_session_fine(session)) zb_session_write(session, zb_buf_str(&out));
    zb_buf_free(&out);
    return zb_session_close(session);
}
