/* SPDX-License-Identifier: Apache-2.0
 * zhoubao fonts: the faces that an issue's style is set in, and which of them are not there. */
#include "cli/commands.h"
#include "cli/sandbox.h"

int zb_command_fonts(const zb_settings *settings) {
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_APPLY);
    zb_fonts *fonts = products.document ? zb_session_fonts(session, products.document->style) : NULL;
    if (fonts) {
        zb_buf out = {0};
        zb_fonts_dump(fonts, &out);
        zb_session_write(session, zb_buf_str(&out));
        zb_buf_free(&out);
    }
    return zb_session_close(session);
}
