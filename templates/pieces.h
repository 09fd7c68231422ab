/* SPDX-License-Identifier: Apache-2.0
 * Between what a parser read and the styled runs of the document: pieces of text that still hold placeholders. Here
 * line ends become spaces or vanish, placeholders become runs of their own, URLs become links. Shared by prose and
 * directives. */
#ifndef ZB_TEMPLATES_PIECES_H
#define ZB_TEMPLATES_PIECES_H

#include "model/usage.h"
#include "templates/document.h"
#include "templates/expand.h"
#include "templates/style_read.h"

typedef struct zb_numbering zb_numbering;

/* What everything that reads a piece of a template needs. */
typedef struct zb_reader {
    zb_arena *arena;
    const zb_expansion *expansion; /* NULL: texts have no placeholders */
    const zb_style_sheet *sheet;
    const zb_value *root; /* what `data:` names */
    const char *lang;      /* the document's: labels and references */
    const char *text_lang; /* of texts that name none: the section's; NULL: the document's */
    zb_numbering *numbering; /* where references are noted; NULL: none are expected */
    zb_usage *usage; /* where it is noted which tables and columns are used; may be NULL */
    zb_diags *diags;
} zb_reader;

typedef enum zb_piece_kind {
    ZB_PIECE_TEXT,  /* may hold "<placeholder>", spans and the like */
    ZB_PIECE_CODE,  /* text in which nothing has a meaning */
    ZB_PIECE_SOFT,  /* a line end */
    ZB_PIECE_BREAK, /* a forced line break */
    ZB_PIECE_IMAGE,
    ZB_PIECE_FOOTNOTE,
    ZB_PIECE_REFERENCE, /* [](#id): its text is found when all is numbered */
} zb_piece_kind;

typedef struct zb_piece {
    zb_piece_kind kind;
    bool resolved; /* the text comes from the data: it has no placeholders */
    zb_str text;
    size_t offset; /* of the text in the expanded text; SIZE_MAX: `loc` is all that is known */
    zb_loc loc;
    zb_text_style style;
    zb_str link; /* resolved; empty: none */
    const char *lang;
    zb_image *image;
    zb_text image_caption; /* the image's words, styled as a caption */
    zb_str image_id;
    const zb_node *footnote;
} zb_piece;

typedef ZB_VEC(zb_piece) zb_pieces;

/* Where placeholders begin: U+FDD0. */
#define ZB_PLACEHOLDER "\xEF\xB7\x90"

/* Bytes [from, to) of a text piece as a piece. */
zb_piece zb_piece_sub(const zb_reader *reader, const zb_piece *piece, size_t from, size_t to);

/* Makes links of "<placeholder>" whose value is a URI or an e-mail address; with `bare` also of http://, https:// and
 * www. addresses that stand free in the text. Replaces the pieces. */
void zb_pieces_link(const zb_reader *reader, zb_pieces *pieces, bool bare);

/* Bytes of the address at the beginning of `text`: up to white space or the first character outside ASCII that is no
 * placeholder, without closing punctuation. */
size_t zb_url_length(const zb_reader *reader, zb_str text);
/* Whether a whole text is a URI with a scheme, or an e-mail address; *link is what to link to, in the arena. */
bool zb_url_read(zb_arena *arena, zb_str text, zb_str *link);
/* Whether a link leads to http:, https:, mailto: or an #id: what data may link to. */
bool zb_url_safe(zb_str link);
/* The same, with an error [link.scheme] when not. */
bool zb_url_allowed(zb_str link, zb_loc loc, zb_diags *diags);
/* Refuses links that would run something [link.scheme] or hold what no text may [text.control]. False: refused. */
bool zb_url_check(const zb_reader *reader, zb_str link, zb_loc loc);
/* The look of a link over `style`; `verbatim` where the text shown is the address. */
zb_text_style zb_link_style(const zb_reader *reader, zb_text_style style, bool verbatim);

/* The finished text: placeholders resolved, each a run of its own at its value's place; line ends between full-width
 * characters vanish, others become a space, as do several spaces; characters are replaced, left out or refused by the
 * rules of model/text.h. */
zb_text zb_pieces_text(const zb_reader *reader, const zb_pieces *pieces);

/* One string in one style to a text. `resolved`: it comes from the data. */
zb_text zb_text_plain(const zb_reader *reader, zb_str text, bool resolved, zb_text_style style, zb_loc loc);
/* What the pieces say, without style, in one line. In the arena. */
zb_str zb_text_string(zb_arena *arena, zb_text text);
/* The same of a single string with placeholders. */
zb_str zb_line_string(const zb_reader *reader, zb_str text, zb_loc loc);
/* False: the text holds what the rules leave out or refuse, a line end or a tab; an error was added. */
bool zb_text_check(const zb_reader *reader, zb_str text, zb_loc loc);
/* Text whose line ends and indentation are kept (code): tabs become spaces, else the same rules. */
zb_str zb_block_string(const zb_reader *reader, zb_str text, zb_loc loc);

/* A new node as the last child of `parent` (NULL: not yet in the tree). */
zb_node *zb_node_new(zb_arena *arena, zb_node *parent, zb_node_kind kind, zb_loc loc);
void zb_node_append(zb_node *parent, zb_node *node);

#endif
