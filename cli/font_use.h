/* SPDX-License-Identifier: Apache-2.0
 * What the fonts of a run served: counted in what is shown, told before anything is written. */
#ifndef ZB_CLI_FONT_USE_H
#define ZB_CLI_FONT_USE_H

#include "cli/session.h"
#include "render/display_list.h"

/* Counts the text of a picture or page; `page` from 1, 0: no page. */
void zb_session_count_list(zb_session *session, const zb_display_list *list, zb_loc loc, size_t page);
/* Counts the text of all pages: that of `painted`, which are those from `first` (from 1) on, and that of the others, which are painted for
 * it. */
void zb_session_count_pages(zb_session *session, const zb_pages *pages, const zb_display_list *const *painted, size_t first, size_t count);
/* Tells of families that served text of roles for which the style does not name them [font.fallback]; at `home` where nothing better is
 * known. Of each family once in a run. */
void zb_session_tell_fallbacks(zb_session *session, const zb_style *style, zb_loc home);

#endif
