/* SPDX-License-Identifier: Apache-2.0
 * A chart as a picture: drawn once by charts/, rendered by the same backends as pages. */
#include "cli/picture.h"

#include "render/render.h"

static void render(zb_session *session, const zb_display_list *list, const zb_metadata *metadata, zb_format format, zb_output *output) {
    switch (format) {
    case ZB_FORMAT_PDF: zb_render_pdf(session->arena, &list, 1, metadata, output, session->diags); break;
    case ZB_FORMAT_PNG: zb_render_png_flat(session->arena, list, session->settings->dpi, output, session->diags); break;
    default: zb_render_svg(session->arena, list, metadata, &(zb_svg_options){.text = true}, output, session->diags);
    }
}

/* The chart with a margin on a ground, so that it can be read on whatever it is laid; NULL: errors were added. */
static const zb_display_list *draw(zb_session *session, const zb_picture *picture) {
    zb_length width = picture->width - 2 * ZB_PICTURE_MARGIN;
    zb_length height = picture->height ? picture->height - 2 * ZB_PICTURE_MARGIN : zb_chart_height(picture->chart, picture->look, width);
    const zb_display_list *list =
        picture->lint ? zb_chart_lint(session->arena, picture->chart, picture->look, picture->fonts, width, height, ZB_PICTURE_MARGIN, session->diags)
                      : zb_chart_draw(session->arena, picture->chart, picture->look, picture->fonts, width, height, session->diags);
    if (!zb_session_fine(session)) return NULL;
    zb_color ground = picture->look->ground.a ? picture->look->ground : ZB_RGB(0xFFFFFF);
    zb_painter painter = {.arena = session->arena, .width = picture->width, .height = height + 2 * ZB_PICTURE_MARGIN, .ground = ground};
    zb_paint_list(&painter, list, (zb_point){ZB_PICTURE_MARGIN, ZB_PICTURE_MARGIN});
    return zb_painter_finish(&painter);
}

void zb_picture_render(zb_batch *batch, const zb_picture *picture, zb_format format, const char *path) {
    zb_session *session = batch->session;
    const zb_chart *chart = picture->chart;
    const zb_display_list *list = draw(session, picture);
    zb_output *output = list ? zb_batch_open(batch, path) : NULL;
    zb_metadata metadata = {.title = chart->title.n ? chart->title : chart->caption, .subject = zb_chart_alt(session->arena, chart)};
    if (output) render(session, list, &metadata, format, output);
}
