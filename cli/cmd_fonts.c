/* SPDX-License-Identifier: Apache-2.0
 * zhoubao fonts: what an issue's style is set in, which of it is not there, and how much of the issue each face serves. */
#include "cli/commands.h"
#include "cli/font_use.h"
#include "cli/sandbox.h"

int zb_command_fonts(const zb_settings *settings) {
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_LAYOUT);
    zb_fonts *fonts = products.fonts;
    if (!fonts && products.document) fonts = zb_session_fonts(session, products.document->style); /* errors of the text are no reason */
    if (fonts) {
        zb_buf out = {0};
        bool json = settings->output && zb_str_ends(zb_str_of(settings->output), ".json");
        bool counted = zb_font_use_at(session->use, 0) != NULL; /* not where errors ended the run before */
        (json ? zb_fonts_list_json : zb_fonts_list)(fonts, counted ? session->use : NULL, &out);
        zb_session_write(session, zb_buf_str(&out));
        zb_buf_free(&out);
    }
    return zb_session_close(session);
}
