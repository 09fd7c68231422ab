/* SPDX-License-Identifier: Apache-2.0
 * The commands of the program, one file each. All take settings that were checked against the tables and give an exit status. */
#ifndef ZB_CLI_COMMANDS_H
#define ZB_CLI_COMMANDS_H

#include "cli/outputs.h"
#include "layout/layout.h"
#include "model/data.h"
#include "templates/template.h"

int zb_command_render(const zb_settings *settings);
int zb_command_preview(const zb_settings *settings);
int zb_command_figures(const zb_settings *settings);
int zb_command_parts(const zb_settings *settings);
int zb_command_batch(const zb_settings *settings);
int zb_command_chart(const zb_settings *settings);
int zb_command_check(const zb_settings *settings);
int zb_command_dump(const zb_settings *settings);
int zb_command_fonts(const zb_settings *settings);
int zb_command_schema(const zb_settings *settings);
int zb_command_reference(const zb_settings *settings);

typedef enum zb_stage { ZB_STAGE_READ, ZB_STAGE_APPLY, ZB_STAGE_LAYOUT, ZB_STAGE_PAINT } zb_stage;

/* The products of the stages; NULL for stages that did not run. */
typedef struct zb_products {
    const zb_data *data;
    const zb_document *document;
    zb_fonts *fonts;
    const zb_pages *pages;
    const zb_display_list **lists; /* of the pages first to last of the settings */
    size_t count;
    int first; /* page number of lists[0] */
} zb_products;

/* Makes the display lists of the pages that the session's settings ask for. */
void zb_pages_paint(zb_session *session, zb_products *products);

/* Runs the stages up to `last` over the session's issue. An error ends the run behind the stage that found it, because what the next
 * one would say about half a product helps nobody. */
zb_products zb_stages_run(zb_session *session, zb_stage last);

/* Runs the template's checks over what the stages read, and tells which accepted warnings did not come. */
void zb_checks_run(zb_session *session, const zb_products *products);

/* Opens the fonts of the products' document, where that did not happen yet. False: there are none, which was said. */
bool zb_products_fonts(zb_session *session, zb_products *products);

/* Adds the painted pages to the batch as one target says. */
void zb_target_render(zb_batch *batch, const zb_products *products, const zb_target *target);

/* What `parts`, `preview` and `figures` do with the products (of the stages up to APPLY, PAINT and APPLY), as the session's settings say:
 * their files appear in the folder `output` (zb_session_folder), all or none. */
void zb_parts_write(zb_session *session, zb_products *products, const char *output);
void zb_preview_write(zb_session *session, zb_products *products, const char *output);
void zb_figures_write(zb_session *session, zb_products *products, const char *output);

#endif
