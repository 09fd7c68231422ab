/* SPDX-License-Identifier: Apache-2.0
 * zhoubao check: every stage that can find something, and the template's own checks; writes nothing. */
#include "base/accept.h"
#include "base/language.h"
#include "cli/commands.h"
#include "cli/sandbox.h"
#include "render/render.h"

/* Whether the findings of the checks are all that could come: a query that failed gives none. */
static bool is_complete(const zb_diags *diags) {
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *d = zb_diags_at(diags, i);
        if (d->severity >= ZB_ERROR && !d->warned && !zb_str_starts(zb_str_of(d->code), "check.")) return false;
    }
    return true;
}

void zb_checks_run(zb_session *session, const zb_products *products) {
    zb_template_check(session->arena, products->data, session->template_dirs, session->settings->template, session->diags);
    if (is_complete(session->diags)) zb_diags_accept_unused(session->diags, products->pages != NULL);
}

int zb_command_check(const zb_settings *settings) {
    zb_session *session = zb_session_open_walled(settings);
    zb_products products = zb_stages_run(session, ZB_STAGE_PAINT);
    if (products.lists) zb_images_check(session->arena, products.lists, products.count, session->diags);
    if (products.document) {
        zb_checks_run(session, &products);
        zb_session_lap(session, "check");
    }
    if (products.pages && zb_session_fine(session) && zb_session_talks(settings))
        zb_say_file(stderr, "%s: %zu pages, no errors\n", settings->input, zb_pages_count(products.pages));
    return zb_session_close(session);
}
