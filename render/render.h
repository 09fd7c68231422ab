/* SPDX-License-Identifier: Apache-2.0
 * Display lists to files. Everything is drawn by one painter; a backend only makes the surface and what surrounds it. */
#ifndef ZB_RENDER_RENDER_H
#define ZB_RENDER_RENDER_H

#include "base/file.h"
#include "base/output.h"
#include "render/display_list.h"

/* The longest side of a picture in pixels, and of a PDF page. */
#define ZB_PNG_SIDE_MAX 32767 /* what cairo draws */
#define ZB_WEBP_SIDE_MAX 16383
#define ZB_PDF_SIDE_MAX (14400 * ZB_PT) /* what viewers accept: 200 inches */

/* Pixels of one PNG or WebP picture; more is an error [png.size], [webp.size]. */
#define ZB_PIXELS_MAX 400000000LL

typedef struct zb_metadata {
    zb_str title, author, subject, keywords, lang;
    zb_str date; /* ISO 8601; empty: SOURCE_DATE_EPOCH, else none is written */
} zb_metadata;

/* Each writes to an output that the caller commits or abandons; false: an error was added. */
bool zb_render_pdf(zb_arena *arena, const zb_display_list *const *pages, size_t count, const zb_metadata *metadata, zb_output *output,
                   zb_diags *diags);
/* 8-bit sRGB with pHYs, transparent where the list's ground is; `dpi` 8 to 2400 ([png.dpi], [png.size]). */
bool zb_render_png(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags);
/* The same for pictures of flat colours that are made by the thousand: colours that antialiasing makes along edges may move by up to
 * 4 of 255 where all then fit into a palette, which halves the bytes and the time. The colours of areas are exact. */
bool zb_render_png_flat(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags);

/* The same pixels as zb_render_png in fewer bytes and ten times the time: for pictures that many people load. */
bool zb_render_png_small(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags);
/* The same as WebP, at most 16383 pixels a side ([webp.size]): without loss, but for pictures with photographs in them where that is
 * smaller. */
bool zb_render_webp(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags);
/* Both from one drawing, for the web: colours move as with zb_render_png_flat. */
bool zb_render_web(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *png, zb_output *webp, zb_diags *diags);

typedef struct zb_svg_options {
    bool text;                   /* text as text with a font stack; else as outlines, each defined once */
    const zb_display_list *dark; /* the same picture in other colours, for readers who prefer a dark ground; NULL: none */
} zb_svg_options;

/* Title and desc from the metadata's title and subject; ids that differ between pictures. `options` NULL: outlines, one set of colours.
 * A dark picture of another form is a warning [svg.theme] and left out. */
bool zb_render_svg(zb_arena *arena, const zb_display_list *page, const zb_metadata *metadata, const zb_svg_options *options,
                   zb_output *output, zb_diags *diags);

/* Natural size of a PNG or JPEG file in pixels, turned as its Exif orientation says. False: an error was added ([image.missing],
 * [image.format], [image.size]). Images are recognised by content. */
bool zb_image_size(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, int *width, int *height);

/* Whether every picture in the lists can be decoded, by the verdict that all outputs go by. False: as above, or [render.cairo]. */
bool zb_images_check(zb_arena *arena, const zb_display_list *const *lists, size_t count, zb_diags *diags);

#endif
