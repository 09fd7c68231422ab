/* SPDX-License-Identifier: Apache-2.0
 * zhoubao parts: every figure and table of an issue as a picture of its own, or the issue or one section as a long picture without
 * pages. Each is laid out at the width of the picture, never scaled. */
#include <string.h>
#include <strings.h>

#include "cli/commands.h"
#include "cli/outputs.h"
#include "render/render.h"

#define CSS_DPI 96
#define OBJECT_MARGIN 12 /* CSS pixels */
#define LONG_MARGIN 16   /* of narrow pictures; wider ones have more */
#define LONG_MARGIN_SHARE 24

typedef struct part {
    const zb_node *node;
    const char *name; /* of its files, without suffix */
} part;

typedef struct parts {
    zb_session *session;
    zb_batch batch;
    const zb_document *document;
    zb_fonts *fonts;
    const char *folder; /* with a slash at the end, or empty */
    ZB_VEC(part) list;
    int figures, tables;
} parts;

static zb_length from_pixels(double pixels) { return zb_pt(pixels * 72 / CSS_DPI); }

/* A file name of an id: what could lead out of the folder becomes a dash. */
static const char *name_of(zb_arena *arena, zb_str id, const char *kind, int number) {
    if (!id.n) return zb_str_format(arena, "%s-%d", kind, number).s;
    char *name = (char *)zb_str_z(arena, id);
    for (char *c = name; *c; c++)
        if (*c == '/' || (*c == '.' && c == name)) *c = '-';
    return name;
}

static void collect(parts *p, const zb_node *node) {
    for (const zb_node *n = node->first; n; n = n->next) {
        const char *name = NULL;
        if (n->kind == ZB_NODE_FIGURE) name = name_of(p->session->arena, n->id, "figure", ++p->figures);
        if (n->kind == ZB_NODE_TABLE) name = name_of(p->session->arena, n->id, "table", ++p->tables);
        if (name) ZB_PUSH(p->session->arena, &p->list, (part){n, name});
        collect(p, n);
    }
}

/* Names in files systems that fold case must differ too. */
static void check_names(parts *p) {
    for (size_t i = 0; i < p->list.count; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcasecmp(p->list.data[i].name, p->list.data[k].name)) {
                zb_diag_add(p->session->diags, ZB_ERROR, "parts.name", p->list.data[i].node->loc, "two pictures would be called '%s'",
                            p->list.data[i].name);
                zb_diag_hint(p->session->diags, "give one of them another id");
            }
}

static void report_unknown(parts *p, zb_str id, const char *what) {
    zb_str *names = ZB_NEW_ARRAY(p->session->arena, p->list.count, zb_str);
    for (size_t i = 0; i < p->list.count; i++) names[i] = zb_str_of(p->list.data[i].name);
    zb_diag_add(p->session->diags, ZB_ERROR, "parts.unknown", ZB_NOWHERE, "the issue has no %s '%.*s'", what, ZB_STR_ARG(id));
    zb_diag_hint_nearest(p->session->diags, id, names, p->list.count);
}

static const part *lookup(const parts *p, zb_str name) {
    for (size_t i = 0; i < p->list.count; i++)
        if (zb_str_is(name, p->list.data[i].name)) return &p->list.data[i];
    return NULL;
}

/* Keeps what --only names, each once, in the order of the document. */
static void select_only(parts *p, zb_str only) {
    bool *wanted = ZB_NEW_ARRAY(p->session->arena, p->list.count, bool);
    for (size_t at = 0, comma; at <= only.n; at = comma + 1) {
        comma = zb_str_find(only, ZB_STR(","), at);
        if (comma == SIZE_MAX) comma = only.n;
        zb_str id = zb_str_trim(zb_str_sub(only, at, comma));
        const part *found = lookup(p, id);
        if (found) wanted[found - p->list.data] = true;
        else report_unknown(p, id, "figure or table");
    }
    size_t kept = 0;
    for (size_t i = 0; i < p->list.count; i++)
        if (wanted[i]) p->list.data[kept++] = p->list.data[i];
    p->list.count = kept;
}

/* Sections are known by the ids of their headings. */
static void collect_sections(parts *p, const zb_node *node) {
    for (const zb_node *n = node->first; n; n = n->next) {
        if (n->kind != ZB_NODE_SECTION) continue;
        zb_str id = n->id.n ? n->id : n->first && n->first->kind == ZB_NODE_HEADING ? n->first->id : (zb_str){0};
        if (id.n) ZB_PUSH(p->session->arena, &p->list, (part){n, zb_str_z(p->session->arena, id)});
        collect_sections(p, n);
    }
}

static void select_long(parts *p, const char *section) {
    part found = {p->document->root, "long"};
    if (section) {
        collect_sections(p, p->document->root);
        const part *known = lookup(p, zb_str_of(section));
        if (!known) report_unknown(p, zb_str_of(section), "section");
        else found = (part){known->node, name_of(p->session->arena, zb_str_of(section), "section", 1)};
    }
    p->list.count = 0;
    ZB_PUSH(p->session->arena, &p->list, found);
}

/* Rendering ----------------------------------------------------------------------------------------------------- */

static zb_part_look look_of(const zb_settings *settings) {
    double margin = OBJECT_MARGIN;
    if (settings->parts.whole) margin = (int)(settings->parts.width / LONG_MARGIN_SHARE);
    if (settings->parts.whole && margin < LONG_MARGIN) margin = LONG_MARGIN;
    return (zb_part_look){.width = from_pixels(settings->parts.width), .margin = from_pixels(margin),
                          .slice = from_pixels(settings->parts.slice), .caption = settings->parts.captions,
                          .clear = settings->parts.clear};
}

static zb_str plain(zb_arena *arena, zb_text text) {
    zb_str all = {0};
    for (size_t i = 0; i < text.count; i++) all = zb_str_format(arena, "%.*s%.*s", ZB_STR_ARG(all), ZB_STR_ARG(text.runs[i].text));
    return all;
}

static zb_metadata metadata_of(const parts *p, const part *made) {
    zb_metadata m = {.title = p->document->title, .author = p->document->author, .lang = p->document->lang, .date = p->document->date};
    zb_arena *arena = p->session->arena;
    const zb_node *n = made->node;
    if (n->kind == ZB_NODE_TABLE && n->as.table.caption.count) m.title = plain(arena, n->as.table.caption);
    if (n->kind == ZB_NODE_FIGURE && n->as.figure.caption.count) m.title = plain(arena, n->as.figure.caption);
    if (n->kind == ZB_NODE_FIGURE && n->as.figure.chart) m.subject = zb_chart_alt(arena, n->as.figure.chart);
    return m;
}

static void write_list(parts *p, const zb_display_list *list, const zb_metadata *metadata, zb_format format, const char *path) {
    const zb_settings *settings = p->session->settings;
    zb_output *output = zb_batch_open(&p->batch, path);
    if (!output) return;
    zb_arena *arena = zb_arena_open();
    double dpi = settings->parts.scale * CSS_DPI;
    zb_svg_options options = {.text = settings->text == ZB_SVG_TEXT_TEXT};
    switch (format) {
    case ZB_FORMAT_PDF: zb_render_pdf(arena, &list, 1, metadata, output, p->session->diags); break;
    case ZB_FORMAT_SVG: zb_render_svg(arena, list, metadata, &options, output, p->session->diags); break;
    case ZB_FORMAT_WEBP: zb_render_webp(arena, list, dpi, output, p->session->diags); break;
    default: zb_render_png_small(arena, list, dpi, output, p->session->diags);
    }
    zb_arena_close(arena);
}

static void write_part(parts *p, const part *made) {
    const zb_settings *settings = p->session->settings;
    zb_part_look look = look_of(settings);
    zb_arena *arena = zb_arena_open();
    zb_layout_tools tools = zb_shared_tools(p->session->shared, p->fonts);
    const zb_pages *pages = zb_layout_part(arena, p->document, made->node, &tools, &look, p->session->diags);
    zb_metadata metadata = metadata_of(p, made);
    unsigned formats = settings->formats ? settings->formats : 1u << ZB_FORMAT_PNG;
    for (size_t i = 0; i < zb_pages_count(pages) && zb_session_fine(p->session); i++) {
        const zb_display_list *list = zb_page_paint(arena, pages, i);
        const char *number = look.slice > 0 ? zb_str_format(arena, "-%zu", i + 1).s : "";
        for (zb_format f = ZB_FORMAT_PDF; f <= ZB_FORMAT_WEBP && zb_session_fine(p->session); f++)
            if (formats & 1u << f)
                write_list(p, list, &metadata, f, zb_str_format(arena, "%s%s%s.%s", p->folder, made->name, number, zb_format_name(f)).s);
    }
    zb_arena_close(arena);
}

static void select_parts(parts *p) {
    const zb_settings *settings = p->session->settings;
    if (settings->parts.whole) {
        select_long(p, settings->parts.section);
        return;
    }
    collect(p, p->document->root);
    check_names(p);
    if (settings->parts.only) select_only(p, zb_str_of(settings->parts.only));
    if (!p->list.count && zb_session_fine(p->session))
        zb_diag_add(p->session->diags, ZB_WARNING, "parts.none", ZB_NOWHERE, "the issue has neither figures nor tables");
}

/* The products with the style `dark` laid over all others. */
static zb_products in_the_dark(zb_session *session, const zb_products *products) {
    const zb_settings *s = session->settings;
    zb_products dark = {.data = products->data};
    const char *style = s->style ? zb_str_format(session->arena, "%s,dark", s->style).s : "+dark";
    dark.document = zb_template_apply(session->arena, dark.data, session->template_dirs, s->template, style, session->diags);
    zb_session_lap(session, "dark");
    return dark;
}

void zb_parts_write(zb_session *session, zb_products *products, const char *output) {
    zb_products dark;
    if (session->settings->parts.dark) {
        dark = in_the_dark(session, products);
        products = &dark;
    }
    if (!zb_session_fine(session)) return;
    parts p = {.session = session, .batch = {.session = session}, .document = products->document};
    select_parts(&p);
    if (!zb_products_fonts(session, products)) return;
    p.fonts = products->fonts;
    p.folder = zb_session_folder(session, output);
    zb_session_lap(session, "fonts");
    for (size_t i = 0; i < p.list.count && zb_session_fine(session); i++) write_part(&p, &p.list.data[i]);
    zb_session_lap(session, "parts");
    zb_batch_close(&p.batch);
    zb_session_lap(session, "write");
}

int zb_command_parts(const zb_settings *settings) {
    if (settings->output && !strcmp(settings->output, "-"))
        return zb_usage_error(settings->command, "pictures go to a folder, not to standard output");
    if (settings->parts.whole && (settings->parts.only || settings->parts.captions))
        return zb_usage_error(settings->command, "--long goes with neither --only nor --captions");
    if (settings->parts.slice > 0 && !settings->parts.whole) return zb_usage_error(settings->command, "--slice needs --long");
    zb_session *session = zb_session_open(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_APPLY);
    if (products.document && zb_session_fine(session))
        zb_template_check(session->arena, products.data, session->template_dirs, settings->template, session->diags);
    if (products.document && zb_session_fine(session)) zb_parts_write(session, &products, settings->output);
    return zb_session_close(session);
}
