/* SPDX-License-Identifier: Apache-2.0
 * zhoubao chart: charts from files, in the house look, without a document. One goes to a file; several make a batch. */
#include <string.h>
#include <sys/stat.h>

#include "cli/cmd_chart.h"
#include "cli/commands.h"
#include "cli/font_use.h"
#include "cli/sandbox.h"
#include "templates/style_read.h"

zb_fonts *zb_chart_fonts_open(zb_session *session) {
    const zb_style_sheet *sheet = zb_style_read(session->arena, NULL, session->diags);
    return zb_fonts_open_in(session->arena, sheet->style.fonts, zb_settings_fonts(session->settings), session->diags);
}

void zb_chart_picture(zb_batch *batch, const zb_chart *chart, zb_fonts *fonts, zb_format format, const char *path) {
    const zb_settings *settings = batch->session->settings;
    zb_chart_look look;
    zb_chart_look_alone(&look);
    zb_chart_look_theme(&look, chart->theme);
    zb_length width = settings->width > 0 ? zb_pt(settings->width) : chart->width > 0 ? chart->width : ZB_PICTURE_WIDTH;
    zb_length height = settings->height > 0 ? zb_pt(settings->height) : chart->height;
    zb_picture picture = {chart, &look, fonts, width, height, settings->lint, false};
    zb_picture_render(batch, &picture, format, path);
    zb_session_tell_fallbacks(batch->session, NULL, chart->loc); /* once, however many formats follow */
}

static void draw(zb_session *session, const zb_chart *chart, const zb_target *target) {
    zb_fonts *fonts = zb_chart_fonts_open(session);
    zb_session_lap(session, "fonts");
    if (!fonts || !zb_session_fine(session)) return;
    zb_batch batch = {.session = session};
    zb_chart_picture(&batch, chart, fonts, target->format, zb_target_path(session->arena, target, 1, 1, 1));
    zb_batch_close(&batch);
    zb_session_lap(session, "render");
}

static bool names_folder(const char *path) {
    struct stat info;
    return path && (path[strlen(path) - 1] == '/' || (stat(path, &info) == 0 && S_ISDIR(info.st_mode)));
}

static bool wants_batch(const zb_settings *settings) {
    bool formats = settings->formats & (settings->formats - 1);
    return settings->jsonl || settings->input_count > 1 || formats || names_folder(settings->output);
}

int zb_command_chart(const zb_settings *settings) {
    if (wants_batch(settings)) {
        if (settings->deps) return zb_usage_error(settings->command, "--deps is for one chart, not for several");
        return zb_chart_batch(settings);
    }
    zb_session *session = zb_session_open_walled(settings);
    zb_target target;
    if (!zb_target_read(session, zb_input_name(session->arena, settings->input), ZB_FORMAT_SVG, &target))
        return zb_session_give_up(session);
    zb_session_confine(session);
    const zb_chart *chart = zb_session_fine(session) ? zb_chart_read(session->arena, settings->input, session->diags) : NULL;
    zb_session_lap(session, "read");
    if (chart && zb_session_fine(session)) draw(session, chart, &target);
    return zb_session_close(session);
}
