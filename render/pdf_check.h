/* SPDX-License-Identifier: Apache-2.0
 * Reading a finished PDF back before it gets its name. What writes PDFs may fail in silence, with little memory above all; what came out
 * does not lie. It knows nothing of who wrote the file. Private to render/. */
#ifndef ZB_RENDER_PDF_CHECK_H
#define ZB_RENDER_PDF_CHECK_H

#include "render/display_list.h"

/* What the file must hold. */
typedef struct zb_pdf_promise {
    size_t page_count;
    const bool *drawn;             /* for each page: something is to be seen on it */
    ZB_VEC(const zb_face *) faces; /* that something is written in */
} zb_pdf_promise;

/* What these pages promise; in the arena. Only what can surely be seen counts. */
zb_pdf_promise zb_pdf_promise_of(zb_arena *arena, const zb_display_list *const *pages, size_t count);

/* Whether the file is whole: every object at its place, every reference leads somewhere, streams can be unpacked, no page is
 * empty that should not be, each face is there with a font program that has glyphs and with its characters, and no font stands in for
 * another (Type 3). False: [render.pdf] was added and says what is wrong. */
bool zb_pdf_check(zb_str pdf, const zb_pdf_promise *promise, zb_diags *diags);

#endif
