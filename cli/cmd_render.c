/* SPDX-License-Identifier: Apache-2.0
 * zhoubao render: the whole program on one screen. Read, apply, lay out, paint, render: every stage takes the finished product of the
 * one before it and adds its findings to the same list. */
#include <assert.h>

#include "cli/commands.h"
#include "cli/font_use.h"
#include "cli/outputs.h"
#include "cli/sandbox.h"
#include "render/render.h"

void zb_pages_paint(zb_session *session, zb_products *p) {
    const zb_settings *settings = session->settings;
    size_t all = zb_pages_count(p->pages), from = (size_t)settings->first;
    size_t to = settings->last ? (size_t)settings->last : all;
    if (from > all || to > all) {
        size_t page = from > all ? from : to;
        zb_diag_add(session->diags, ZB_ERROR, "pages.range", ZB_NOWHERE, "page %zu was asked for, but there are %zu", page, all);
        return;
    }
    p->first = settings->first;
    p->count = to - from + 1;
    p->lists = ZB_NEW_ARRAY(session->arena, p->count, const zb_display_list *);
    for (size_t i = 0; i < p->count && zb_budget_lasts(session->diags, ZB_NOWHERE); i++)
        p->lists[i] = (settings->debug_lines ? zb_page_paint_debug : zb_page_paint)(session->arena, p->pages, from - 1 + i);
}

bool zb_products_fonts(zb_session *session, zb_products *p) {
    if (!p->fonts) p->fonts = zb_session_fonts(session, p->document->style);
    return p->fonts && zb_session_fine(session);
}

/* Ends a stage. True: no other follows it. */
static bool ends(zb_session *session, const char *stage, bool last) {
    zb_session_lap(session, stage);
    return last || !zb_session_fine(session) || !zb_budget_lasts(session->diags, ZB_NOWHERE);
}

zb_products zb_stages_run(zb_session *session, zb_stage last) {
    const zb_settings *settings = session->settings;
    zb_arena *arena = session->arena;
    zb_diags *diags = session->diags;
    zb_products p = {0};

    zb_session_confine(session);
    if (!zb_session_fine(session)) return p;
    p.data = zb_data_read_set(arena, settings->input, settings->sets, settings->set_count, diags);
    if (ends(session, "read", last == ZB_STAGE_READ)) return p;

    const zb_data *passed = zb_template_gate(arena, p.data, session->template_dirs, settings->template, diags);
    zb_session_lap(session, "gate");
    if (!passed) return p;

    p.data = passed;
    p.document = zb_template_apply(arena, p.data, session->template_dirs, settings->template, settings->style, diags);
    if (ends(session, "apply", last == ZB_STAGE_APPLY)) return p;

    if (!zb_products_fonts(session, &p)) return p;
    zb_session_lap(session, "fonts");

    p.pages = zb_session_layout(session, p.document, p.fonts);
    if (ends(session, "layout", false)) return p;

    if (last == ZB_STAGE_PAINT) zb_pages_paint(session, &p);
    zb_session_count_pages(session, p.pages, p.lists, (size_t)p.first, p.count);
    zb_session_tell_fallbacks(session, p.document->style, p.document->root->loc);
    zb_session_lap(session, "paint");
    return p;
}

static zb_metadata metadata_of(const zb_document *d) {
    return (zb_metadata){d->title, d->author, d->subject, d->keywords, d->lang, d->date};
}

/* Each page gets memory of its own, so that a thousand pages need no more than one. */
static void render_page(zb_session *session, const zb_display_list *page, zb_format format, const zb_metadata *metadata,
                        zb_output *output) {
    zb_svg_options options = {.text = session->settings->text == ZB_SVG_TEXT_TEXT};
    double dpi = session->settings->dpi;
    zb_arena *arena = zb_arena_open();
    switch (format) {
    case ZB_FORMAT_PNG: zb_render_png(arena, page, dpi, output, session->diags); break;
    case ZB_FORMAT_SVG: zb_render_svg(arena, page, metadata, &options, output, session->diags); break;
    case ZB_FORMAT_WEBP: zb_render_webp(arena, page, dpi, output, session->diags); break;
    case ZB_FORMAT_PDF: /* all pages are one file */
    case ZB_FORMAT_NONE: assert(!"a format of pages");
    }
    zb_arena_close(arena);
}

/* One file a page. */
static void render_pages(zb_batch *batch, const zb_products *p, const zb_target *target) {
    zb_session *session = batch->session;
    zb_metadata metadata = metadata_of(p->document);
    for (size_t i = 0; i < p->count && zb_session_fine(session); i++) {
        const char *path = zb_target_path(session->arena, target, p->first + (int)i, p->count, zb_pages_count(p->pages));
        zb_output *output = zb_batch_open(batch, path);
        if (!output) return;
        render_page(session, p->lists[i], target->format, &metadata, output);
    }
}

static void render_pdf(zb_batch *batch, const zb_products *p, const zb_target *target) {
    zb_session *session = batch->session;
    zb_metadata metadata = metadata_of(p->document);
    zb_output *output = zb_batch_open(batch, zb_target_path(session->arena, target, 1, 1, 1));
    if (output) zb_render_pdf(session->arena, p->lists, p->count, &metadata, output, session->diags);
}

void zb_target_render(zb_batch *batch, const zb_products *p, const zb_target *target) {
    if (target->format == ZB_FORMAT_PDF) render_pdf(batch, p, target);
    else if (p->count > 1 && target->file && zb_str_is(zb_str_of(target->file), "-"))
        zb_diag_add(batch->session->diags, ZB_ERROR, "output.pages", ZB_NOWHERE,
                    "standard output takes one picture, not %zu; choose with --pages", p->count);
    else render_pages(batch, p, target);
}

/* All outputs come from the same lists and appear together. */
static void render(zb_session *session, const zb_products *p, const zb_target *targets, size_t count) {
    zb_batch batch = {.session = session};
    for (size_t i = 0; i < count && zb_session_fine(session); i++) zb_target_render(&batch, p, &targets[i]);
    zb_session_lap(session, "render");
    zb_batch_close(&batch);
    zb_session_lap(session, "write");
}

int zb_command_render(const zb_settings *settings) {
    zb_session *session = zb_session_open_walled(settings);
    zb_target targets[ZB_OUTPUTS_MAX];
    size_t count = zb_targets_read(session, zb_input_name(session->arena, settings->input), ZB_FORMAT_PDF, targets);
    if (count == 0) return zb_session_give_up(session);
    zb_products products = zb_stages_run(session, ZB_STAGE_PAINT);
    if (products.data && zb_session_fine(session))
        zb_checks_run(session, &products);
    if (zb_session_fine(session)) render(session, &products, targets, count);
    return zb_session_close(session);
}
