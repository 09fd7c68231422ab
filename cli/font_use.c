/* SPDX-License-Identifier: Apache-2.0
 * Counting what is set in which face. Layouts measure the same text again and again, so what counts is what the display lists show; those
 * of pages that nobody asked for are painted for that, which takes little beside laying them out. */
#include "cli/font_use.h"

#include "layout/layout.h"

void zb_session_count_list(zb_session *session, const zb_display_list *list, zb_loc loc, size_t page) {
    zb_loc near = loc; /* of the element that the text is in; page furniture has none */
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        if (item->kind == ZB_ITEM_BEGIN) near = item->loc.source ? item->loc : loc;
        else if (item->kind == ZB_ITEM_RUN) zb_font_use_add(session->use, item->as.run, item->loc.source ? item->loc : near, page);
        else if (item->kind == ZB_ITEM_LIST) zb_session_count_list(session, item->as.list, near, page);
    }
}

void zb_session_count_pages(zb_session *session, const zb_pages *pages, const zb_display_list *const *painted, size_t first, size_t count) {
    for (size_t page = 1; page <= zb_pages_count(pages) && zb_budget_lasts(session->diags, ZB_NOWHERE); page++) {
        if (page >= first && page - first < count) {
            zb_session_count_list(session, painted[page - first], ZB_NOWHERE, page);
            continue;
        }
        zb_arena *scratch = zb_arena_open();
        zb_session_count_list(session, zb_page_paint(scratch, pages, page - 1), ZB_NOWHERE, page);
        zb_arena_close(scratch);
    }
}

void zb_session_tell_fallbacks(zb_session *session, const zb_style *style, zb_loc home) {
    zb_font_use_report(session->use, style ? style->fonts : NULL, home, session->diags);
}
