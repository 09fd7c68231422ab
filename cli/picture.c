/* SPDX-License-Identifier: Apache-2.0
 * A chart as a picture: drawn once by charts/, rendered by the same backends as pages. */
#include "cli/picture.h"

#include <assert.h>

#include "cli/font_use.h"
#include "render/render.h"

/* The chart in the theme that it, or the command line, asks for. */
typedef struct themed {
    zb_chart chart;
    zb_chart_look look;
} themed;

static themed in_theme(const zb_picture *picture, zb_chart_theme theme) {
    themed t = {*picture->chart, *picture->look};
    t.chart.theme = theme;
    zb_chart_look_theme(&t.look, theme);
    if (!t.look.ground.a) t.look.ground = ZB_RGB(0xFFFFFF); /* so that it can be read on whatever it is laid */
    return t;
}

/* The theme of the only picture, or of the light one of two. */
static zb_chart_theme theme_of(const zb_session *session, const zb_picture *picture) {
    switch (session->settings->theme) {
    case ZB_SCHEME_LIGHT: return ZB_THEME_LIGHT;
    case ZB_SCHEME_DARK: return ZB_THEME_DARK;
    case ZB_SCHEME_PRINT: return ZB_THEME_PRINT;
    case ZB_SCHEME_AUTO: return picture->look->theme == ZB_THEME_AUTO ? ZB_THEME_AUTO : ZB_THEME_LIGHT;
    default: return picture->chart->theme;
    }
}

/* The chart with a margin on its ground. */
static const zb_display_list *draw(zb_session *session, const zb_picture *picture, zb_chart_theme theme, bool lint,
                                   zb_diags *diags) {
    themed t = in_theme(picture, theme);
    zb_arena *arena = session->arena;
    zb_length margins = 2 * ZB_PICTURE_MARGIN, width = picture->width - margins;
    zb_length height = picture->height ? picture->height - margins : zb_chart_height(&t.chart, &t.look, width);
    const zb_display_list *list =
        lint ? zb_chart_lint(arena, &t.chart, &t.look, picture->fonts, width, height, ZB_PICTURE_MARGIN, diags)
             : zb_chart_draw(arena, &t.chart, &t.look, picture->fonts, width, height, diags);
    zb_display_list *bare = ZB_NEW(arena, zb_display_list);
    *bare = *list;
    bare->ground = (zb_color){0}; /* the picture has it */
    zb_tag *tag = ZB_NEW(arena, zb_tag);
    *tag = (zb_tag){.name = "Figure", .alt = zb_chart_alt(arena, &t.chart)};
    zb_painter painter = {.arena = arena, .width = picture->width, .height = height + margins, .ground = t.look.ground};
    zb_paint_begin(&painter, tag, t.chart.loc);
    zb_paint_list(&painter, bare, (zb_point){ZB_PICTURE_MARGIN, ZB_PICTURE_MARGIN});
    zb_paint_end(&painter, tag);
    return zb_painter_finish(&painter);
}

static void render_svg(zb_session *session, const zb_picture *picture, const zb_display_list *list,
                       const zb_metadata *metadata, zb_output *output) {
    zb_metadata described = *metadata;
    described.subject = zb_picture_description(session->arena, picture->chart);
    zb_svg_options options = {.text = session->settings->text != ZB_SVG_TEXT_OUTLINES};
    /* What there is to say about the dark picture was said about the light one. */
    if (session->settings->theme == ZB_SCHEME_AUTO)
        options.dark = draw(session, picture, ZB_THEME_DARK, false, zb_diags_new(session->arena));
    zb_render_svg(session->arena, list, &described, &options, output, session->diags);
}

void zb_picture_render(zb_batch *batch, const zb_picture *picture, zb_format format, const char *path) {
    zb_session *session = batch->session;
    const zb_chart *chart = picture->chart;
    const zb_display_list *list = draw(session, picture, theme_of(session, picture), picture->lint, session->diags);
    if (!picture->again) zb_session_count_list(session, list, chart->loc, 0);
    zb_output *output = zb_session_fine(session) ? zb_batch_open(batch, path) : NULL;
    if (!output) return;
    zb_metadata metadata = {.title = chart->title.n ? chart->title : chart->caption,
                            .lang = chart->english ? ZB_STR("en") : ZB_STR("zh-CN")};
    double dpi = session->settings->dpi;
    switch (format) {
    case ZB_FORMAT_PDF: zb_render_pdf(session->arena, &list, 1, &metadata, output, session->diags); break;
    case ZB_FORMAT_PNG: zb_render_png_flat(session->arena, list, dpi, output, session->diags); break;
    case ZB_FORMAT_SVG: render_svg(session, picture, list, &metadata, output); break;
    case ZB_FORMAT_WEBP: zb_render_webp(session->arena, list, dpi, output, session->diags); break;
    case ZB_FORMAT_NONE: assert(!"a format");
    }
}
