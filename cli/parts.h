/* SPDX-License-Identifier: Apache-2.0
 * The parts of an issue that become pictures: which they are, what they are called, whether they fit. */
#ifndef ZB_CLI_PARTS_H
#define ZB_CLI_PARTS_H

#include "cli/commands.h"
#include "cli/outputs.h"

#define ZB_CSS_DPI 96

typedef struct zb_part {
    const zb_node *node;
    zb_str id;        /* as written; empty: it has none */
    const char *name; /* of its files, without suffix */
} zb_part;

typedef struct zb_parts {
    zb_session *session;
    zb_batch batch;
    const zb_document *document;
    zb_fonts *fonts;
    const char *folder; /* with a slash at the end, or empty */
    ZB_VEC(zb_part) list;
    int figures, tables;
} zb_parts;

/* Lists what the settings ask for, in the order of the document. Errors [parts.name], [parts.unknown], warning [parts.none]. */
void zb_parts_select(zb_parts *parts);
/* What a part is called where people choose: by its id, without one like its files. Borrowed. */
zb_str zb_part_known_as(const zb_part *part);

/* The pictures of one part, from top to bottom: slices of a long picture, else one. */
typedef struct zb_part_pictures {
    const zb_display_list **lists;
    size_t count;
} zb_part_pictures;

/* Lays a part out at a width in CSS pixels. In the arena. */
zb_part_pictures zb_part_pictures_of(const zb_parts *parts, zb_arena *arena, const zb_node *node, double width, zb_diags *diags);
/* The formats asked for, 1 << format each. */
unsigned zb_parts_formats(const zb_settings *settings);

/* False: a picture is too large for one of its formats; [parts.size] says so of the first, with the options that help. */
bool zb_part_fits(const zb_parts *parts, const zb_part *part, const zb_part_pictures *made);

#endif
