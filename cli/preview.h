/* SPDX-License-Identifier: Apache-2.0
 * The preview pictures of an issue: what is made, in which order, and what is said about it. */
#ifndef ZB_CLI_PREVIEW_H
#define ZB_CLI_PREVIEW_H

#include "cli/commands.h"
#include "base/hash.h"

/* One picture; written once in each of zb_preview_formats. */
typedef struct zb_preview_shot {
    const char *kind; /* "cover", "page", "contact-sheet", "card" */
    const char *name; /* of its files, without suffix */
    const zb_display_list *list;
    int width, height; /* pixels */
    int page;          /* from 1; 0: shows no single page */
    zb_str alt;
} zb_preview_shot;

typedef ZB_VEC(zb_preview_shot) zb_preview_shots;

/* A written picture. */
typedef struct zb_preview_file {
    const zb_preview_shot *shot;
    const char *name, *suffix;
    size_t bytes;
    zb_hash hash;
} zb_preview_file;

/* Everything that preview.json and preview.html say. */
typedef struct zb_preview {
    const zb_document *document;
    zb_str alt; /* of the issue as a whole */
    size_t pages;
    zb_preview_shots shots;
    const zb_preview_file *files; /* shot by shot, format by format, sorted by name */
    size_t count;
    const char *url; /* where the folder will be on the web, with a slash at the end, encoded or not; empty: not known */
} zb_preview;

/* A shot of a list that is as wide as asked; the height follows. */
zb_preview_shot zb_preview_shot_of(const char *kind, const char *name, const zb_display_list *list, int width);
/* Dots per inch at which the shot's list has its width. */
double zb_preview_dpi(const zb_preview_shot *shot);

/* Title and issue as one line; where the document says neither, what its masthead or first heading says, or that it is untitled. */
void zb_preview_title(const zb_document *document, zb_buf *out);
/* Title, issue, period and key figures of a document, from its masthead and cards; never empty. In the arena. */
zb_str zb_preview_alt(zb_arena *arena, const zb_document *document);
/* The number of a page and the first headings on it, or the heading that goes on from a page before. `heading` is the last one so far
 * and moves on. */
zb_str zb_preview_page_alt(zb_arena *arena, const zb_document *document, const zb_display_list *list, int page, zb_str *heading);
/* What a contact sheet shows: pages `first` to `last`. */
zb_str zb_preview_sheet_alt(zb_arena *arena, const zb_document *document, int first, int last);

/* The contents of preview.json and preview.html. */
void zb_preview_json(const zb_preview *preview, zb_buf *out);
void zb_preview_html(const zb_preview *preview, zb_buf *out);

#endif
