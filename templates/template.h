/* SPDX-License-Identifier: Apache-2.0
 * The apply stage: a data set and a template become a document. */
#ifndef ZB_TEMPLATES_TEMPLATE_H
#define ZB_TEMPLATES_TEMPLATE_H

#include "model/data.h"
#include "templates/document.h"

/* Applies the template that the data names (`template: cnvd-weekly`): a folder with template.md and style.yaml, looked
 * for as a path beside the issue, then in `template_dirs` (NULL-terminated). `template_override` (may be NULL) wins.
 * A style that `style_override` or the data's `style` names is laid over the template's: a YAML file, or NAME of
 * styles/NAME.yaml in template_dirs. `style_override` may name several with commas between them, each laid over the one
 * before; a plus in front adds them to the data's; when it is empty, none is. Always returns a document; with errors it may
 * lack parts. */
const zb_document *zb_template_apply(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                                     const char *template_override, const char *style_override, zb_diags *diags);

/* The JSON Schema of the front matter of a template.md. */
void zb_front_schema(zb_buf *out);

/* The issue.schema.json of a template, or of the nearest that it extends: `name` is a folder, or a template's name in `template_dirs`.
 * NULL: errors were added; [template.schema] where there is none. */
const char *zb_template_schema_path(zb_arena *arena, const char *name, const char *const *template_dirs, zb_diags *diags);

/* The first gate: whether the data is as the template's issue.schema.json wants it (or that of the nearest template it
 * extends). A template without one takes everything. The data set as the schema sees it: tables from files that may be
 * empty are marked. NULL: errors were added, at the data, or at the schema where it is no schema; what later stages would
 * say about the same slips is best not heard. Finds no fault with the template. */
const zb_data *zb_template_gate(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                                const char *template_override, zb_diags *diags);

/* The cards of `zhoubao preview`: templates inside the template. */
#define ZB_CARD_SQUARE "card-square"
#define ZB_CARD_WIDE "card-wide"

/* A template inside the template: the folder `name` in its folder, or in the nearest of those it extends. NULL: none has
 * it. Finds no fault with the template: applying it does; `diags` learns what was looked at (zb_diags_watch), and where
 * the system failed. */
const char *zb_template_inner(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                              const char *template_override, const char *name, zb_diags *diags);

/* Runs the template's checks.sql, if there is one, over the data. Then, where the template has been applied to the same data, warns of
 * each key and column that neither it nor its checks use [data.unused]. */
void zb_template_check(zb_arena *arena, const zb_data *data, const char *const *template_dirs,
                       const char *template_override, zb_diags *diags);

/* A chart specification file (the YAML of a `chart` block with its data inline or as CSV) to a chart, for `zhoubao
 * chart`. NULL: errors were added. */
const zb_chart *zb_chart_read(zb_arena *arena, const char *path, zb_diags *diags);
/* The same for a specification that was read already; `path` is what its CSV file is looked for beside. */
const zb_chart *zb_chart_read_value(zb_arena *arena, const char *path, const zb_value *spec, zb_diags *diags);
struct zb_style_sheet;
/* The same where many are read: `sheet` is what zb_style_read(NULL) gave once. */
const zb_chart *zb_chart_read_styled(zb_arena *arena, const char *path, const zb_value *spec,
                                     const struct zb_style_sheet *sheet, zb_diags *diags);


/* The document tree as text, one node a line, for tests and for looking at. */
void zb_document_dump(const zb_document *document, zb_buf *out);

#endif
