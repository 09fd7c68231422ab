/* SPDX-License-Identifier: Apache-2.0
 * The end of a PDF as cairo writes it (document information, catalog, cross references), made anew with what cairo 1.16
 * cannot say: right dates or none, the language, the title in the window's bar, a file identifier; and one other thing
 * that has to be mended in its bytes. Private to render/. */
#ifndef ZB_RENDER_PDF_TAIL_H
#define ZB_RENDER_PDF_TAIL_H

#include "render/render.h"

/* Blanks the second and later entries of one name in the pictures' resource dictionaries, which cairo 1.16 writes once
 * for every use on a page. Changes no length. */
void zb_pdf_mend_resources(zb_buf *pdf);

/* What cairo is given as both dates; the tail replaces it. */
#define ZB_PDF_DATE_STAND_IN "1980-01-01T00:00:00Z"

/* An ISO 8601 date or date and time as a PDF date (D:20190630), in the arena; empty: it is none. */
zb_str zb_pdf_date(zb_arena *arena, zb_str iso);

/* The date to write: the metadata's, else SOURCE_DATE_EPOCH's, else empty. [render.date] where one is not readable. */
zb_str zb_pdf_date_of(zb_arena *arena, const zb_metadata *metadata, zb_diags *diags);

/* Appends the new end of `pdf` to `tail` and gives the offset from which it replaces the old; 0: the end isn't what
 * cairo 1.16 writes. */
size_t zb_pdf_tail(zb_str pdf, const zb_metadata *metadata, zb_str date, zb_buf *tail);

#endif
