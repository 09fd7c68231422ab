/* SPDX-License-Identifier: Apache-2.0
 * zhoubao chart: one chart from a file, in the house look, without a document. */
#include "cli/commands.h"
#include "cli/picture.h"
#include "templates/style_read.h"

static void draw(zb_session *session, const zb_chart *chart, const zb_target *target) {
    const zb_settings *settings = session->settings;
    const zb_style_sheet *sheet = zb_style_read(session->arena, NULL, session->diags);
    zb_chart_look look;
    zb_chart_look_default(&look);
    zb_fonts *fonts = zb_fonts_open(session->arena, sheet->style.fonts, session->diags);
    zb_session_lap(session, "fonts");
    if (!fonts || !zb_session_fine(session)) return;

    zb_batch batch = {.session = session};
    zb_picture picture = {chart, &look, fonts, settings->width > 0 ? zb_pt(settings->width) : ZB_PICTURE_WIDTH, zb_pt(settings->height)};
    zb_picture_render(&batch, &picture, target->format, zb_target_path(session->arena, target, 1, 1, 1));
    zb_batch_close(&batch);
    zb_session_lap(session, "render");
}

int zb_command_chart(const zb_settings *settings) {
    zb_session *session = zb_session_open(settings);
    zb_target target;
    if (!zb_target_read(session, zb_input_name(session->arena, settings->input), ZB_FORMAT_SVG, &target))
        return zb_session_close(session), ZB_EXIT_USAGE;
    const zb_chart *chart = zb_chart_read(session->arena, settings->input, session->diags);
    zb_session_lap(session, "read");
    if (chart && zb_session_fine(session)) draw(session, chart, &target);
    return zb_session_close(session);
}
