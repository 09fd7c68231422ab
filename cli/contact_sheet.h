/* SPDX-License-Identifier: Apache-2.0
 * Contact sheets: all pages of an issue small on one picture. */
#ifndef ZB_CLI_CONTACT_SHEET_H
#define ZB_CLI_CONTACT_SHEET_H

#include "fonts/fonts.h"
#include "render/display_list.h"
#include "templates/document.h"

/* Pages on one sheet; more go to further sheets. */
#define ZB_SHEET_PAGES_MAX 48

typedef struct zb_sheet {
    const zb_document *document;
    zb_fonts *fonts;
    const zb_display_list *const *pages; /* of the same size */
    size_t count;                        /* 1 to ZB_SHEET_PAGES_MAX */
    int first;                           /* number of pages[0] */
    int page_width;                      /* pixels of a page on the sheet */
} zb_sheet;

/* The sheet with the pages at their own size; *width: pixels to render it at. In the arena. */
const zb_display_list *zb_sheet_draw(zb_arena *arena, const zb_sheet *sheet, zb_diags *diags, int *width);

#endif
