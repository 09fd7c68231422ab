/* SPDX-License-Identifier: Apache-2.0
 * zhoubao preview: the pictures by which web pages and social networks announce an issue, from one layout: cover, pages, contact sheet,
 * and cards that templates of their own make of the same data; and the files that say what they are and how to show them. */
#include <math.h>
#include <string.h>

#include "cli/contact_sheet.h"
#include "cli/font_use.h"
#include "cli/outputs.h"
#include "cli/preview.h"
#include "cli/sandbox.h"
#include "render/render.h"

/* Widths in pixels. */
static const int cover_widths[] = {400, 800};
enum { PAGE_WIDTH = 240, SHEET_PAGE_WIDTH = 200 };

#define CSS_DPI 96

/* The cards: folders in the template's, and the sizes that social networks ask for. */
static const struct {
    const char *name;
    int width, height;
} cards[] = {{ZB_CARD_SQUARE, 1080, 1080}, {ZB_CARD_WIDE, 1200, 630}};

/* Every picture is written in both, in this order. */
static const char *const suffixes[] = {"png", "webp"};
enum { FORMATS = sizeof suffixes / sizeof *suffixes };

zb_preview_shot zb_preview_shot_of(const char *kind, const char *name, const zb_display_list *list, int width) {
    zb_preview_shot shot = {.kind = kind, .name = name, .list = list, .width = width};
    shot.height = (int)ceil(zb_to_pt(list->height) * zb_preview_dpi(&shot) / 72 - 1e-3);
    return shot;
}

double zb_preview_dpi(const zb_preview_shot *shot) { return shot->width * 72.0 / zb_to_pt(shot->list->width); }

/* Cards ------------------------------------------------------------------------------------------------------------------- */

/* A card is one page of the right size. */
static bool card_fits(zb_session *session, const zb_document *card, const zb_pages *pages, size_t which) {
    const zb_style *style = card->style;
    long width = lround(zb_to_pt(style->page_width) * CSS_DPI / 72), height = lround(zb_to_pt(style->page_height) * CSS_DPI / 72);
    zb_loc loc = card->root->loc;
    if (width != cards[which].width || height != cards[which].height) {
        zb_diag_add(session->diags, ZB_ERROR, "preview.card-size", loc, "the page of '%s' is %ld x %ld px, not %d x %d",
                    cards[which].name, width, height, cards[which].width, cards[which].height);
        zb_diag_hint(session->diags, "say 'page: {size: [%dpx, %dpx]}' in its style.yaml", cards[which].width, cards[which].height);
        return false;
    }
    size_t count = zb_pages_count(pages);
    if (count == 1) return true;
    zb_diag_add(session->diags, ZB_ERROR, "preview.card-fit", loc, "'%s' needs %zu pages, but a card is one picture",
                cards[which].name, count);
    zb_diag_hint(session->diags, "let it say less, or set it smaller in its style.yaml");
    return false;
}

static void add_card(zb_session *session, const zb_products *p, size_t which, zb_preview *preview) {
    const zb_settings *settings = session->settings;
    zb_arena *arena = session->arena;
    const char *folder = zb_template_inner(arena, p->data, session->template_dirs, settings->template, cards[which].name,
                                           session->diags);
    if (!folder && zb_diags_worst(session->diags) < ZB_FATAL) {
        zb_diag_add(session->diags, ZB_WARNING, "preview.card", p->document->root->loc,
                    "the template has no '%s': that picture is left out", cards[which].name);
        zb_diag_hint(session->diags, "a card is a template of its own in the folder %s of the template's", cards[which].name);
    }
    if (!folder) return;
    const zb_document *card = zb_template_apply(arena, p->data, session->template_dirs, folder, "", session->diags);
    zb_fonts *fonts = zb_session_fine(session) ? zb_session_fonts(session, card->style) : NULL;
    if (!fonts || !zb_session_fine(session)) return;
    const zb_pages *pages = zb_session_layout(session, card, fonts);
    if (!zb_session_fine(session) || !card_fits(session, card, pages, which)) return;
    const zb_display_list *list = zb_page_paint(arena, pages, 0);
    zb_session_count_list(session, list, card->root->loc, 0);
    zb_session_tell_fallbacks(session, card->style, card->root->loc);
    zb_preview_shot shot = zb_preview_shot_of("card", cards[which].name, list, cards[which].width);
    shot.alt = preview->alt;
    ZB_PUSH(arena, &preview->shots, shot);
}

/* Pages ------------------------------------------------------------------------------------------------------------------- */

static int digits(size_t number) { return number < 10 ? 1 : 1 + digits(number / 10); }

/* "page-07": in the order of the names is the order of the pages. */
static const char *numbered(zb_arena *arena, const char *name, size_t number, size_t all) {
    return zb_str_format(arena, "%s-%0*zu", name, digits(all), number).s;
}

static void add_sheets(zb_session *session, const zb_products *p, zb_preview *preview) {
    size_t sheets = (p->count + ZB_SHEET_PAGES_MAX - 1) / ZB_SHEET_PAGES_MAX;
    for (size_t i = 0, first = 0; i < sheets; i++, first += ZB_SHEET_PAGES_MAX) {
        size_t count = p->count - first < ZB_SHEET_PAGES_MAX ? p->count - first : ZB_SHEET_PAGES_MAX;
        zb_sheet sheet = {p->document, p->fonts, p->lists + first, count, (int)first + 1, SHEET_PAGE_WIDTH};
        int width;
        const zb_display_list *list = zb_sheet_draw(session->arena, &sheet, session->diags, &width);
        zb_session_count_list(session, list, p->document->root->loc, 0);
        const char *name = sheets == 1 ? "contact-sheet" : numbered(session->arena, "contact-sheet", i + 1, sheets);
        zb_preview_shot shot = zb_preview_shot_of("contact-sheet", name, list, width);
        shot.alt = zb_preview_sheet_alt(session->arena, p->document, (int)first + 1, (int)(first + count));
        ZB_PUSH(session->arena, &preview->shots, shot);
    }
    zb_session_tell_fallbacks(session, p->document->style, p->document->root->loc);
}

static void add_covers(zb_session *session, const zb_products *p, zb_preview *preview) {
    for (size_t i = 0; i < sizeof cover_widths / sizeof *cover_widths; i++) {
        const char *name = zb_str_format(session->arena, "cover-%d", cover_widths[i]).s;
        zb_preview_shot shot = zb_preview_shot_of("cover", name, p->lists[0], cover_widths[i]);
        shot.page = 1;
        shot.alt = preview->alt;
        ZB_PUSH(session->arena, &preview->shots, shot);
    }
}

static void add_pages(zb_session *session, const zb_products *p, zb_preview *preview) {
    zb_str heading = {0};
    for (size_t i = 0; i < p->count; i++) {
        const char *name = numbered(session->arena, "page", i + 1, p->count);
        zb_preview_shot shot = zb_preview_shot_of("page", name, p->lists[i], PAGE_WIDTH);
        shot.page = (int)i + 1;
        shot.alt = zb_preview_page_alt(session->arena, p->document, p->lists[i], shot.page, &heading);
        ZB_PUSH(session->arena, &preview->shots, shot);
    }
}

/* Files ------------------------------------------------------------------------------------------------------------------- */

/* Renders one shot into its files. */
static void render_shot(zb_batch *batch, const char *folder, const zb_preview_shot *shot, zb_preview_file *files) {
    zb_session *session = batch->session;
    zb_output *outputs[FORMATS] = {NULL};
    for (size_t i = 0; i < FORMATS; i++) {
        files[i] = (zb_preview_file){.shot = shot, .suffix = suffixes[i]};
        files[i].name = zb_str_format(session->arena, "%s.%s", shot->name, suffixes[i]).s;
        outputs[i] = zb_batch_open(batch, zb_str_format(session->arena, "%s%s", folder, files[i].name).s);
        if (!outputs[i]) return;
    }
    zb_arena *arena = zb_arena_open();
    zb_render_web(arena, shot->list, zb_preview_dpi(shot), outputs[0], outputs[1], session->diags);
    zb_arena_close(arena);
    for (size_t i = 0; i < FORMATS; i++) {
        files[i].bytes = zb_output_size(outputs[i]);
        files[i].hash = zb_output_hash(outputs[i]);
    }
}

/* "preview.json" and its like. */
static void write_text(zb_batch *batch, const char *folder, const char *suffix, const zb_preview *preview,
                       void (*write)(const zb_preview *preview, zb_buf *out)) {
    zb_output *output = zb_batch_open(batch, zb_str_format(batch->session->arena, "%spreview.%s", folder, suffix).s);
    if (!output) return;
    zb_buf out = {0};
    write(preview, &out);
    zb_output_write(output, out.s, out.n);
    zb_buf_free(&out);
}

/* The pictures, then what speaks of them; all appear at the end. */
static void write_all(zb_session *session, zb_preview *preview, const char *output) {
    const char *folder = zb_session_folder(session, output);
    zb_batch batch = {.session = session};
    preview->count = preview->shots.count * FORMATS;
    zb_preview_file *files = ZB_NEW_ARRAY(session->arena, preview->count, zb_preview_file);
    preview->files = files;
    for (size_t i = 0; i < preview->shots.count && zb_session_fine(session); i++)
        render_shot(&batch, folder, &preview->shots.data[i], files + i * FORMATS);
    zb_session_lap(session, "render");
    if (zb_session_fine(session)) {
        write_text(&batch, folder, "json", preview, zb_preview_json);
        write_text(&batch, folder, "html", preview, zb_preview_html);
    }
    zb_batch_close(&batch);
}

void zb_preview_write(zb_session *session, zb_products *p, const char *output) {
    const char *url = session->settings->url ? session->settings->url : "";
    size_t length = strlen(url);
    zb_preview preview = {.document = p->document, .pages = p->count};
    preview.alt = zb_preview_alt(session->arena, p->document);
    preview.url = length && url[length - 1] != '/' ? zb_str_format(session->arena, "%s/", url).s : url;
    for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) add_card(session, p, i, &preview);
    zb_session_lap(session, "cards");
    add_sheets(session, p, &preview);
    add_covers(session, p, &preview);
    add_pages(session, p, &preview);
    if (zb_session_fine(session)) write_all(session, &preview, output);
    zb_session_lap(session, "write");
}

int zb_command_preview(const zb_settings *settings) {
    if (settings->output && !strcmp(settings->output, "-"))
        return zb_usage_error(settings->command, "pictures go to a folder, not to standard output");
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_PAINT);
    if (products.data && zb_session_fine(session))
        zb_checks_run(session, &products);
    if (zb_session_fine(session)) zb_preview_write(session, &products, settings->output);
    return zb_session_close(session);
}
