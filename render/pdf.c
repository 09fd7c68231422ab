/* SPDX-License-Identifier: Apache-2.0
 * The PDF backend: one cairo PDF surface for all pages, with fonts cut down to the glyphs that the whole document
 * shows. */
#include <cairo-pdf.h>

#include "render/canvas.h"
#include "render/pdf_check.h"
#include "render/pdf_tags.h"
#include "render/pdf_tail.h"
#include "render/render.h"
#include "render/write.h"

static bool sizes_fit(const zb_display_list *const *pages, size_t count, zb_diags *diags) {
    bool fine = count > 0;
    if (!fine) zb_diag_add(diags, ZB_ERROR, "render.empty", ZB_NOWHERE, "there is no page to write");
    for (size_t i = 0; i < count; i++) {
        if (pages[i]->width > 0 && pages[i]->height > 0 && pages[i]->width <= ZB_PDF_SIDE_MAX && pages[i]->height <= ZB_PDF_SIDE_MAX)
            continue;
        zb_diag_add(diags, ZB_ERROR, "render.size", ZB_NOWHERE,
                    "page %zu is %.0f x %.0f pt; a PDF page has 1 to 14400 pt a side", i + 1, zb_to_pt(pages[i]->width),
                    zb_to_pt(pages[i]->height));
        fine = false;
    }
    return fine;
}

/* Document information ------------------------------------------------------------------------------------------ */

static void set_text(zb_arena *arena, cairo_surface_t *surface, cairo_pdf_metadata_t what, zb_str text) {
    if (text.n) cairo_pdf_surface_set_metadata(surface, what, zb_str_z(arena, text));
}

static void set_metadata(zb_arena *arena, cairo_surface_t *surface, const zb_metadata *metadata) {
    set_text(arena, surface, CAIRO_PDF_METADATA_TITLE, metadata->title);
    set_text(arena, surface, CAIRO_PDF_METADATA_AUTHOR, metadata->author);
    set_text(arena, surface, CAIRO_PDF_METADATA_SUBJECT, metadata->subject);
    set_text(arena, surface, CAIRO_PDF_METADATA_KEYWORDS, metadata->keywords);
    set_text(arena, surface, CAIRO_PDF_METADATA_CREATOR, ZB_STR("Zhoubao"));
    /* Without a date cairo would write the time of day; what stands here is replaced in the tail. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, ZB_PDF_DATE_STAND_IN);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, ZB_PDF_DATE_STAND_IN);
}

/* Pages --------------------------------------------------------------------------------------------------------- */

static bool is_paper(zb_color c) { return c.a == 0 || (c.a == 255 && c.r == 255 && c.g == 255 && c.b == 255); }

static void draw_page(zb_canvas *canvas, const zb_display_list *page) {
    double width = zb_to_pt(page->width), height = zb_to_pt(page->height);
    /* Without any clip, cairo takes a rectangle that covers the page, or a picture anywhere on it, for a new beginning
     * and forgets what stands on the page, the open tags too. This clip cuts nothing off. */
    cairo_reset_clip(canvas->cr);
    cairo_rectangle(canvas->cr, -1, -1, width + 2, height + 2);
    cairo_clip(canvas->cr);
    if (!is_paper(page->ground)) {
        zb_color c = page->ground;
        cairo_set_source_rgba(canvas->cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
        cairo_rectangle(canvas->cr, 0, 0, width, height);
        cairo_fill(canvas->cr);
    }
    zb_canvas_draw(canvas, page);
}

static bool draw_pages(zb_arena *arena, cairo_surface_t *surface, const zb_display_list *const *pages, size_t count,
                       zb_diags *diags) {
    zb_glyph_set glyphs = {.arena = arena};
    for (size_t i = 0; i < count; i++) zb_glyph_set_add_list(&glyphs, pages[i]);
    if (!zb_glyph_set_close(&glyphs, diags)) return false;
    zb_pdf_tags tags = {.arena = arena, .surface = surface, .cr = cairo_create(surface), .diags = diags};
    zb_pictures pictures = {.arena = arena};
    zb_canvas canvas = {.cr = tags.cr,
                        .diags = diags,
                        .pictures = &pictures,
                        .glyphs = &glyphs,
                        .document = true,
                        .begin = zb_pdf_tags_begin,
                        .end = zb_pdf_tags_end,
                        .context = &tags};
    zb_pdf_tags_collect(&tags, pages, count);
    zb_pdf_tags_start(&tags);
    zb_canvas_start(&canvas);
    for (size_t i = 0; i < count; i++) {
        /* Not on the first page: a change of size forgets what stands on the page, the Document tag too. */
        if (i) cairo_pdf_surface_set_size(surface, zb_to_pt(pages[i]->width), zb_to_pt(pages[i]->height));
        draw_page(&canvas, pages[i]);
        zb_pdf_tags_page_end(&tags);
        if (i + 1 == count) zb_pdf_tags_finish(&tags);
        cairo_show_page(canvas.cr);
    }
    bool fine = zb_canvas_fine(&canvas, "the PDF");
    zb_canvas_finish(&canvas);
    cairo_destroy(canvas.cr);
    return fine && !tags.failed;
}

static cairo_status_t collect_bytes(void *closure, const unsigned char *bytes, unsigned count) {
    zb_buf_add(closure, (zb_str){(const char *)bytes, count});
    return CAIRO_STATUS_SUCCESS;
}

/* The bytes of cairo become the finished file, in place. */
static bool finish_pdf(zb_arena *arena, zb_buf *pdf, const zb_metadata *metadata, zb_diags *diags) {
    zb_pdf_mend_resources(pdf);
    zb_buf tail = {0};
    size_t kept = zb_pdf_tail(zb_buf_str(pdf), metadata, zb_pdf_date_of(arena, metadata, diags), &tail);
    if (!kept)
        zb_diag_add(diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "the PDF of cairo %s has an unknown form", cairo_version_string());
    pdf->n = kept;
    zb_buf_add(pdf, zb_buf_str(&tail));
    zb_buf_free(&tail);
    return kept > 0;
}

bool zb_render_pdf(zb_arena *arena, const zb_display_list *const *pages, size_t count, const zb_metadata *metadata,
                   zb_output *output, zb_diags *diags) {
    if (!sizes_fit(pages, count, diags)) return false;
    zb_buf pdf = {0};
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(collect_bytes, &pdf, zb_to_pt(pages[0]->width), zb_to_pt(pages[0]->height));
    /* Later cairos pack objects into streams from 1.5 on, where the tail could not be rewritten. */
    bool plain = cairo_version() < CAIRO_VERSION_ENCODE(1, 17, 6);
    cairo_pdf_surface_restrict_to_version(surface, plain ? CAIRO_PDF_VERSION_1_5 : CAIRO_PDF_VERSION_1_4);
    set_metadata(arena, surface, metadata);
    bool fine = draw_pages(arena, surface, pages, count, diags);
    cairo_surface_finish(surface);
    cairo_status_t status = cairo_surface_status(surface);
    if (status)
        zb_diag_add(diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "the PDF cannot be written: %s",
                    cairo_status_to_string(status));
    cairo_surface_destroy(surface);
    fine = fine && !status && finish_pdf(arena, &pdf, metadata, diags);
    zb_pdf_promise promise = zb_pdf_promise_of(arena, pages, count);
    fine = fine && zb_pdf_check(zb_buf_str(&pdf), &promise, diags);
    if (fine) zb_output_write(output, pdf.s, pdf.n);
    zb_buf_free(&pdf);
    return fine;
}
