/* SPDX-License-Identifier: Apache-2.0
 * zhoubao check: every stage that can find something, and the template's own checks; writes nothing. */
#include "cli/commands.h"
#include "cli/sandbox.h"
#include "render/render.h"

int zb_command_check(const zb_settings *settings) {
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_PAINT);
    if (products.lists) zb_images_check(session->arena, products.lists, products.count, session->diags);
    if (products.document) {
        zb_template_check(session->arena, products.data, session->template_dirs, settings->template, session->diags);
        zb_session_lap(session, "check");
    }
    if (products.pages && zb_session_fine(session))
        fprintf(stderr, "%s: %zu pages, no errors\n", settings->input, zb_pages_count(products.pages));
    return zb_session_close(session);
}
