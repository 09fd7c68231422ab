/* SPDX-License-Identifier: Apache-2.0
 * What the files of the apply stage share: a template's folder with those it extends, its front matter, its queries.
 * Nothing outside templates/ uses it. */
#ifndef ZB_TEMPLATES_TEMPLATE_PARTS_H
#define ZB_TEMPLATES_TEMPLATE_PARTS_H

#include "model/sql.h"
#include "templates/expand.h"
#include "templates/template.h"

/* Templates that may extend one another in a row: [template.extends]. */
#define ZB_EXTENDS_MAX 8

typedef struct zb_template {
    const char *folder; /* without a slash at the end */
    const zb_source *source;
    size_t front_start, front_end; /* the YAML between the --- lines; equal: none */
    size_t body_start;
    const struct zb_template *base; /* what it extends; NULL: nothing */
} zb_template;

/* Where templates are looked for. */
typedef struct zb_template_search {
    const char *issue;       /* the issue file */
    const char *const *dirs; /* NULL-terminated; may be NULL */
    bool trusted;            /* the command line names the template: what it extends may be anywhere */
} zb_template_search;

/* The template that the data (or `override`) names, with all that it extends. NULL: errors were added
 * ([template.unnamed], [template.missing-folder], those of zb_source_read). */
const zb_template *zb_template_load(zb_arena *arena, const zb_data *data, const char *const *dirs, const char *override,
                                    zb_diags *diags);
/* The folder of template `name`, looked for beside `beside`, then in the search's folders; `given`: first as a path of
 * its own. NULL: [template.missing-folder] was added at loc. */
const char *zb_template_folder(zb_arena *arena, const zb_template_search *search, const char *beside, zb_str name,
                               bool given, zb_loc loc, zb_diags *diags);
/* The path of a file in the template's folder, else in the nearest of those it extends. NULL: none has it
 * (zb_file_exists). `diags` only learns what was looked at. */
const char *zb_template_file(zb_arena *arena, const zb_template *template, const char *name, const zb_diags *diags);
/* The same for the template that the data (or `override`) names, whose own text is read only where its folder lacks the
 * file. NULL too where there is no such template: loading it says so. */
const char *zb_template_nearest_file(zb_arena *arena, const zb_data *data, const char *const *dirs, const char *override,
                                     const char *name, const zb_diags *diags);
/* The style of the template as one mapping, with the style that the override or the data names on top; NULL: none. */
const zb_value *zb_template_style(zb_arena *arena, const zb_template *template, const zb_data *data, const char *const *dirs,
                                  const char *override, zb_diags *diags);
/* Adds those of the findings that say that the system failed: they are never passed over. */
void zb_template_tell_failures(const zb_diags *found, zb_diags *diags);
/* The template whose text is told: the first, from this one on, that has more than front matter. Never NULL. */
const zb_template *zb_template_body(const zb_template *template);

/* Finds the front matter of a template's source: sets its places and body_start. [template.front-matter] where it has
 * no end. */
void zb_front_split(zb_template *template, zb_diags *diags);
/* What `extends:` says, with its place; an empty text: nothing. */
zb_str zb_front_extends(zb_arena *arena, const zb_template *template, zb_loc *loc, zb_diags *diags);
/* Front matter of the template and of those it extends (nearer ones win), expanded over `root`, into the document's
 * metadata. */
void zb_front_apply(zb_arena *arena, const zb_template *template, const zb_value *root, zb_partial_reader partials,
                    void *context, zb_document *document, zb_diags *diags);

/* A ```sql NAME block. */
typedef struct zb_query {
    zb_str name;
    size_t start, end; /* the SQL in the source */
    zb_loc loc;        /* of the name */
} zb_query;

typedef struct zb_queries {
    const zb_source *source; /* the template's text, the blocks replaced by empty lines at the same places */
    const zb_query *queries;
    size_t count;
} zb_queries;

/* The sql blocks of a template's text from body_start on. [template.query] for bad and double names and blocks without
 * an end. */
const zb_queries *zb_queries_scan(zb_arena *arena, const zb_template *template, const zb_value *root, zb_diags *diags);
/* Runs them in order; the data's mapping with the results added. A query that failed stands there as zb_query_failed.
 */
const zb_value *zb_queries_run(const zb_queries *queries, const zb_template *template, zb_arena *arena,
                               const zb_value *root, zb_sql *sql);

#endif
