/* SPDX-License-Identifier: Apache-2.0
 * zhoubao parts: every figure and table of an issue as a picture of its own, or the issue or one section as a long picture without
 * pages. Each is laid out at the width of the picture, never scaled. */
#include <assert.h>
#include <string.h>

#include "cli/font_use.h"
#include "cli/parts.h"
#include "cli/picture.h"
#include "cli/table_text.h"
#include "cli/sandbox.h"
#include "render/render.h"

#define OBJECT_MARGIN 12 /* CSS pixels */
#define LONG_MARGIN 16   /* of narrow pictures; wider ones have more */
#define LONG_MARGIN_SHARE 24

static zb_length from_pixels(double pixels) { return zb_pt(pixels * 72 / ZB_CSS_DPI); }

/* Layout ---------------------------------------------------------------------------------------------------------- */

static zb_part_look look_of(const zb_settings *settings, double width) {
    double margin = OBJECT_MARGIN;
    if (settings->parts.whole) margin = (int)(width / LONG_MARGIN_SHARE);
    if (settings->parts.whole && margin < LONG_MARGIN) margin = LONG_MARGIN;
    return (zb_part_look){.width = from_pixels(width), .margin = from_pixels(margin), .slice = from_pixels(settings->parts.slice),
                          .caption = settings->parts.captions, .clear = settings->parts.clear};
}

zb_part_pictures zb_part_pictures_of(const zb_parts *p, zb_arena *arena, const zb_node *node, double width, zb_diags *diags) {
    zb_part_look look = look_of(p->session->settings, width);
    zb_layout_tools tools = zb_shared_tools(p->session->shared, p->fonts);
    const zb_pages *pages = zb_layout_part(arena, p->document, node, &tools, &look, diags);
    zb_part_pictures made = {.count = zb_pages_count(pages)};
    made.lists = ZB_NEW_ARRAY(arena, made.count, const zb_display_list *);
    for (size_t i = 0; i < made.count; i++) made.lists[i] = zb_page_paint(arena, pages, i);
    return made;
}

unsigned zb_parts_formats(const zb_settings *settings) { return settings->formats ? settings->formats : 1u << ZB_FORMAT_PNG; }

/* Rendering ------------------------------------------------------------------------------------------------------- */

static zb_text caption_of(const zb_node *node) {
    if (node->kind == ZB_NODE_TABLE) return node->as.table.caption;
    if (node->kind == ZB_NODE_FIGURE) return node->as.figure.caption;
    bool heading = node->kind == ZB_NODE_SECTION && node->first && node->first->kind == ZB_NODE_HEADING;
    return heading ? node->first->as.heading.text : (zb_text){0};
}

/* What the part says to those who do not see it; in SVG files, which pages take in whole, with all its data. */
static zb_str subject_of(const zb_parts *p, const zb_node *n, zb_format format) {
    zb_arena *arena = p->session->arena;
    bool whole = format == ZB_FORMAT_SVG;
    zb_str lang = p->document->lang;
    if (n->kind == ZB_NODE_TABLE) return whole ? zb_table_description(arena, n, lang) : zb_table_summary(arena, n, lang);
    if (n->kind != ZB_NODE_FIGURE) return (zb_str){0};
    const zb_chart *chart = n->as.figure.chart;
    if (chart) return whole ? zb_picture_description(arena, chart) : zb_chart_alt(arena, chart);
    return n->as.figure.image ? n->as.figure.image->alt : (zb_str){0};
}

static zb_metadata metadata_of(const zb_parts *p, const zb_part *made, zb_format format) {
    const zb_document *document = p->document;
    zb_metadata m = {.title = document->title, .author = document->author, .lang = document->lang, .date = document->date};
    zb_str caption = zb_text_to_plain(p->session->arena, caption_of(made->node));
    if (caption.n) m.title = caption;
    m.subject = subject_of(p, made->node, format);
    return m;
}

static void write_list(zb_parts *p, const zb_part *made, const zb_display_list *list, zb_format format, const char *path) {
    const zb_settings *settings = p->session->settings;
    zb_output *output = zb_batch_open(&p->batch, path);
    if (!output) return;
    zb_arena *arena = zb_arena_open();
    double dpi = settings->parts.scale * ZB_CSS_DPI;
    zb_svg_options options = {.text = settings->text == ZB_SVG_TEXT_TEXT};
    zb_metadata metadata = metadata_of(p, made, format);
    switch (format) {
    case ZB_FORMAT_PDF: zb_render_pdf(arena, &list, 1, &metadata, output, p->session->diags); break;
    case ZB_FORMAT_SVG: zb_render_svg(arena, list, &metadata, &options, output, p->session->diags); break;
    case ZB_FORMAT_WEBP: zb_render_webp(arena, list, dpi, output, p->session->diags); break;
    case ZB_FORMAT_PNG: zb_render_png_small(arena, list, dpi, output, p->session->diags); break;
    case ZB_FORMAT_NONE: assert(!"a format");
    }
    zb_arena_close(arena);
}

static int digits(size_t number) { return number < 10 ? 1 : 1 + digits(number / 10); }

/* "long-07.png": in the order of the names is the order of the slices. */
static const char *path_of(const zb_parts *p, zb_arena *arena, const zb_part *made, size_t index, size_t count, zb_format format) {
    bool sliced = p->session->settings->parts.slice > 0;
    const char *number = sliced ? zb_str_format(arena, "-%0*zu", digits(count), index + 1).s : "";
    return zb_str_format(arena, "%s%s%s.%s", p->folder, made->name, number, zb_format_name(format)).s;
}

/* Nothing is rendered where the run has failed already, but what is too large is said all the same. */
static void write_part(zb_parts *p, const zb_part *made) {
    zb_arena *arena = zb_arena_open();
    unsigned formats = zb_parts_formats(p->session->settings);
    zb_part_pictures all = zb_part_pictures_of(p, arena, made->node, p->session->settings->parts.width, p->session->diags);
    for (size_t i = 0; i < all.count; i++) zb_session_count_list(p->session, all.lists[i], made->node->loc, 0);
    bool fit = zb_part_fits(p, made, &all);
    for (size_t i = 0; i < all.count && fit && zb_session_fine(p->session); i++)
        for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT && zb_session_fine(p->session); f++)
            if (formats & 1u << f) write_list(p, made, all.lists[i], f, path_of(p, arena, made, i, all.count, f));
    zb_arena_close(arena);
}

static void write_parts(zb_parts *p) {
    if (!zb_session_fine(p->session)) return;
    for (size_t i = 0; i < p->list.count && zb_diags_worst(p->session->diags) < ZB_FATAL; i++) write_part(p, &p->list.data[i]);
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
    zb_parts p = {.session = session, .batch = {.session = session}, .document = products->document};
    zb_parts_select(&p);
    if (!zb_products_fonts(session, products)) return;
    p.fonts = products->fonts;
    p.folder = zb_session_folder(session, output);
    zb_session_lap(session, "fonts");
    write_parts(&p);
    zb_session_tell_fallbacks(session, p.document->style, p.document->root->loc);
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
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_APPLY);
    if (products.document && zb_session_fine(session))
        zb_checks_run(session, &products);
    if (products.document && zb_session_fine(session)) zb_parts_write(session, &products, settings->output);
    return zb_session_close(session);
}
