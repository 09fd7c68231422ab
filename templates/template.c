/* SPDX-License-Identifier: Apache-2.0
 * The apply stage from above: template and style are found and read, queries run, the text is expanded over the data
 * and read into the document. Also the template's checks. */
#include "templates/template.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "templates/markdown.h"
#include "templates/template_parts.h"
#include "templates/usage.h"

#define PARTIALS_MAX 1000    /* files looked through for a name to suggest */

typedef ZB_VEC(zb_str) names;

typedef struct partials {
    zb_arena *arena;
    const zb_template *template;
    zb_diags *diags;
    ZB_VEC(const zb_source *) read; /* so far */
} partials;

static int by_bytes(const void *a, const void *b) { return zb_str_compare(*(const zb_str *)a, *(const zb_str *)b); }

/* The names of the Markdown files in a folder. */
static void partials_in(zb_arena *arena, const char *folder, names *out) {
    DIR *dir = opendir(folder);
    if (!dir) return;
    const struct dirent *entry;
    for (int i = 0; i < PARTIALS_MAX && (entry = readdir(dir)); i++) {
        zb_str name = zb_str_of(entry->d_name);
        if (name.s[0] == '.' || !zb_str_ends(name, ".md") || zb_str_is(name, "template.md")) continue;
        ZB_PUSH(arena, out, zb_str_copy(arena, zb_str_sub(name, 0, name.n - 3)));
    }
    closedir(dir);
}

static void report_partial(const partials *p, zb_str name, zb_loc loc) {
    names known = {0};
    for (const zb_template *t = p->template; t; t = t->base) partials_in(p->arena, t->folder, &known);
    if (known.count) qsort(known.data, known.count, sizeof *known.data, by_bytes);
    zb_diag_add(p->diags, ZB_ERROR, "template.partial", loc, "there is no partial '%.*s'", ZB_STR_ARG(name));
    if (known.count) zb_diag_hint_nearest(p->diags, name, known.data, known.count);
    else zb_diag_hint(p->diags, "a partial is a file NAME.md beside template.md");
}

/* {{> name}}: name.md beside the template, or beside one that it extends. A name cannot leave the folder. */
static const zb_source *partial_read(void *context, zb_str name, zb_loc loc) {
    partials *p = context;
    bool plain = name.n && name.s[0] != '.' && zb_str_find(name, ZB_STR("/"), 0) == SIZE_MAX;
    const char *file = zb_str_format(p->arena, "%.*s.md", ZB_STR_ARG(name)).s;
    const char *path = plain ? zb_template_file(p->arena, p->template, file, p->diags) : NULL;
    for (size_t i = 0; path && i < p->read.count; i++)
        if (!strcmp(p->read.data[i]->name, path)) return p->read.data[i];
    const zb_source *source = path ? zb_source_read(p->arena, path, loc, p->diags) : NULL;
    if (source) ZB_PUSH(p->arena, &p->read, source);
    if (!path) report_partial(p, name, loc);
    return source;
}

/* The data with the results of the template's queries. The database is opened only for a template that asks it. */
static const zb_value *root_with_results(zb_arena *arena, const zb_data *data, const zb_template *body,
                                         const zb_queries *queries, zb_diags *diags) {
    if (queries->count == 0) return data->root;
    zb_sql *sql = zb_sql_open(arena, data, diags);
    const zb_value *root = zb_queries_run(queries, body, arena, data->root, sql);
    zb_sql_keep(sql, zb_str_of(body->source->name));
    return root;
}

static zb_document *document_new(zb_arena *arena, const zb_style *style) {
    zb_document *document = ZB_NEW(arena, zb_document);
    document->root = ZB_NEW(arena, zb_node);
    document->root->kind = ZB_NODE_DOCUMENT;
    document->style = style;
    document->lang = ZB_STR("zh-CN");
    return document;
}

const zb_document *zb_template_apply(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                                     const char *template_override, const char *style_override, zb_diags *diags) {
    const zb_template *template = zb_template_load(arena, data, template_dirs, template_override, diags);
    if (!template) return document_new(arena, &zb_style_read(arena, NULL, diags)->style);
    const zb_template *body = zb_template_body(template);
    zb_usage_begin(data->usage, data->root);
    const zb_value *style = zb_template_style(arena, template, data, template_dirs, style_override, diags);
    const zb_style_sheet *sheet = zb_style_read(arena, style, diags);
    const zb_queries *queries = zb_queries_scan(arena, body, data->root, diags);
    const zb_value *root = root_with_results(arena, data, body, queries, diags);
    zb_document *document = document_new(arena, &sheet->style);
    partials context = {.arena = arena, .template = template, .diags = diags};
    zb_front_apply(arena, template, root, partial_read, &context, document, diags);
    const zb_source *text = queries->source;
    document->root->loc = zb_source_loc(text, body->body_start);
    zb_markdown_context markdown = {
        .expansion = zb_expand(arena, text, body->body_start, text->text.n, root, partial_read, &context, diags),
        .sheet = sheet,
        .root = root,
        .template_path = body->source->name,
        .data_path = data->path,
        .usage = data->usage,
        .lang = zb_str_z(arena, document->lang),
        .diags = diags,
    };
    zb_markdown_read(arena, &markdown, document->root);
    context.diags = zb_diags_unheard(arena, diags);
    zb_usage_of_tags(arena, data, template, queries, root, partial_read, &context);
    return document;
}

/* Two readings of the same file are two sources, so that places are the same when they read the same. */
static bool same_finding(const zb_diag *a, const zb_diag *b) {
    if (strcmp(a->code, b->code) != 0 || strcmp(a->message, b->message) != 0) return false;
    if (a->loc.line != b->loc.line || a->loc.column != b->loc.column || !a->loc.source != !b->loc.source) return false;
    return !a->loc.source || !strcmp(a->loc.source->name, b->loc.source->name);
}

/* Adds findings that the list does not have yet: applying the template before has said what is wrong with its queries.
 */
static void findings_add(zb_diags *diags, const zb_diags *found) {
    for (size_t i = 0; i < zb_diags_count(found); i++) {
        const zb_diag *diag = zb_diags_at(found, i);
        bool known = false;
        for (size_t j = 0; j < zb_diags_count(diags) && !known; j++) known = same_finding(diag, zb_diags_at(diags, j));
        if (known) continue;
        zb_diag_add(diags, diag->accepted ? ZB_WARNING : diag->severity, diag->code, diag->loc, "%s", diag->message);
        if (diag->hint) zb_diag_hint(diags, "%s", diag->hint);
        zb_diag_related(diags, diag->related);
    }
}

/* ---- what nothing uses ---- */

/* What a card is made of counts too, whether or not this run makes it. */
static void card_note(zb_arena *arena, const zb_data *data, const char *const *dirs, const char *override, const char *name,
                      zb_diags *found) {
    const char *folder = zb_template_inner(arena, data, dirs, override, name, found);
    if (!folder) return;
    zb_template_apply(arena, data, dirs, folder, "", found);
    const zb_template *template = zb_template_load(arena, data, dirs, folder, found);
    if (!template) return;
    partials context = {.arena = arena, .template = template, .diags = found};
    const zb_queries *queries = zb_queries_scan(arena, zb_template_body(template), data->root, found);
    zb_usage_of_blocks(arena, data, template, queries, partial_read, &context);
}

/* Whether every stage before found all that it could: what failed may have used more than is known. */
static bool is_complete(const zb_diags *diags) {
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *d = zb_diags_at(diags, i);
        if (d->severity >= ZB_ERROR && !d->warned && !zb_str_starts(zb_str_of(d->code), "check.")) return false;
    }
    return true;
}

/* Warns of what nothing uses. What costs more to find out is found out only where something may be unused. */
static void unused_report(zb_arena *arena, const zb_data *data, const char *const *dirs, const char *override,
                          const zb_template *template, zb_diags *diags) {
    static const char *const cards[] = {ZB_CARD_SQUARE, ZB_CARD_WIDE};
    if (zb_usage_complete(data->usage)) return;
    zb_diags *found = zb_diags_unheard(arena, diags);
    partials context = {.arena = arena, .template = template, .diags = found};
    const zb_queries *queries = zb_queries_scan(arena, zb_template_body(template), data->root, found);
    zb_usage_of_blocks(arena, data, template, queries, partial_read, &context);
    for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) card_note(arena, data, dirs, override, cards[i], found);
    zb_template_tell_failures(found, diags);
    zb_usage_report(data->usage, !is_complete(diags), diags);
}

/* The data set's database with the results of the template's queries: that which applying the template left, else a new one. */
static zb_sql *asked_database(zb_arena *arena, const zb_data *data, const zb_template *body, zb_diags *diags) {
    zb_sql *sql = zb_sql_kept(data, zb_str_of(body->source->name), diags);
    if (sql) return sql;
    sql = zb_sql_open(arena, data, diags);
    zb_queries_run(zb_queries_scan(arena, body, data->root, diags), body, arena, data->root, sql);
    return sql;
}

void zb_template_check(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                       const char *template_override, zb_diags *diags) {
    zb_diags *found = zb_diags_unheard(arena, diags);
    zb_usage_begin(data->usage, data->root);
    const zb_template *template = zb_template_load(arena, data, template_dirs, template_override, found);
    const char *path = template ? zb_template_file(arena, template, "checks.sql", diags) : NULL;
    const zb_source *checks = path ? zb_source_read(arena, path, zb_source_loc(template->source, 0), found) : NULL;
    if (checks) {
        zb_sql_check(asked_database(arena, data, zb_template_body(template), found), checks);
    }
    findings_add(diags, found);
    if (template) unused_report(arena, data, template_dirs, template_override, template, diags);
}
