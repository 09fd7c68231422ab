/* SPDX-License-Identifier: Apache-2.0
 * zhoubao figures: every chart of a document as pictures of its own, in the document's look. */
#include <string.h>

#include "cli/commands.h"
#include "cli/font_use.h"
#include "cli/picture.h"
#include "cli/sandbox.h"

typedef struct export {
    zb_batch batch;
    const zb_document *document;
    zb_fonts *fonts;
    zb_chart_look look;
    const char *folder; /* with a slash at the end, or empty */
    int number;         /* of the last figure */
} export;

/* The width a chart has in the document: the measure, or its share of a row of columns. */
static zb_length width_of(const export *e, const zb_node *node) {
    const zb_style *style = e->document->style;
    zb_length measure = style->page_width - style->margin_left - style->margin_right;
    if (node->as.figure.width > 0) return node->as.figure.width;
    if (!node->parent || node->parent->kind != ZB_NODE_COLUMNS) return measure;
    int columns = 0;
    for (const zb_node *n = node->parent->first; n; n = n->next) columns++;
    return (measure - (columns - 1) * style->columns_gap) / columns;
}

/* The height of the picture: the one set for the figure, with room for the title that only the picture has; 0: what suits. */
static zb_length height_of(const export *e, const zb_node *node, const zb_chart *titled, zb_length width) {
    if (node->as.figure.height <= 0) return 0;
    zb_length inner = width - 2 * ZB_PICTURE_MARGIN;
    zb_length title = zb_chart_height(titled, &e->look, inner) - zb_chart_height(node->as.figure.chart, &e->look, inner);
    return node->as.figure.height + title + 2 * ZB_PICTURE_MARGIN;
}

/* A file name of the chart's id: what could lead out of the folder becomes a dash. */
static const char *name_of(const export *e, const zb_chart *chart) {
    zb_arena *arena = e->batch.session->arena;
    if (!chart->id.n) return zb_str_format(arena, "figure-%d", e->number).s;
    char *name = (char *)zb_str_z(arena, chart->id);
    for (char *c = name; *c; c++)
        if (*c == '/' || (*c == '.' && c == name)) *c = '-';
    return name;
}

static void export_figure(export *e, const zb_node *node) {
    zb_session *session = e->batch.session;
    const zb_settings *settings = session->settings;
    zb_chart chart = *node->as.figure.chart;
    if (!chart.title.n) chart.title = chart.caption; /* alone, nothing else says what it shows */
    zb_length width = settings->width > 0 ? zb_pt(settings->width) : width_of(e, node);
    zb_length height = settings->height > 0 ? zb_pt(settings->height) : height_of(e, node, &chart, width);
    zb_picture picture = {.chart = &chart, .look = &e->look, .fonts = e->fonts, .width = width, .height = height};
    const char *name = name_of(e, &chart);
    for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT && zb_session_fine(session); f++)
        if (settings->format ? f == settings->format : f == ZB_FORMAT_PNG || f == ZB_FORMAT_SVG) {
            zb_picture_render(&e->batch, &picture, f, zb_str_format(session->arena, "%s%s.%s", e->folder, name, zb_format_name(f)).s);
            picture.again = true;
        }
}

static void walk(export *e, const zb_node *node) {
    for (const zb_node *n = node->first; n; n = n->next) {
        if (n->kind == ZB_NODE_FIGURE) {
            e->number++;
            if (n->as.figure.chart) export_figure(e, n);
        }
        walk(e, n);
    }
}

void zb_figures_write(zb_session *session, zb_products *p, const char *output) {
    if (!zb_products_fonts(session, p)) return;
    const char *folder = zb_session_folder(session, output);
    export e = {.batch = {.session = session}, .document = p->document, .fonts = p->fonts, .folder = folder};
    zb_chart_look_of(p->document->style, &e.look);
    walk(&e, p->document->root);
    zb_session_tell_fallbacks(session, p->document->style, p->document->root->loc);
    zb_batch_close(&e.batch);
}

int zb_command_figures(const zb_settings *settings) {
    if (settings->output && !strcmp(settings->output, "-"))
        return zb_usage_error(settings->command, "pictures go to a folder, not to standard output");
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_APPLY);
    if (products.document && zb_session_fine(session)) zb_figures_write(session, &products, settings->output);
    zb_session_lap(session, "figures");
    return zb_session_close(session);
}
