/* SPDX-License-Identifier: Apache-2.0
 * What the files of the Markdown reader share: the state of one reading, and places in the text. Used inside templates
 * only. */
#ifndef ZB_TEMPLATES_MARKDOWN_PARTS_H
#define ZB_TEMPLATES_MARKDOWN_PARTS_H

#include <cmark-gfm.h>

#include "templates/attributes.h"
#include "templates/markdown.h"
#include "templates/numbering.h"

/* Limits, each with its diagnostic: [markdown.size] and [markdown.line] bytes of the text and of one line,
 * [markdown.depth] nested blocks or inlines, [markdown.columns] of a table, [markdown.marks] brackets, stars and the
 * like between two empty lines: the parser takes the square of some of these. */
#define ZB_MARKDOWN_SIZE_MAX ((size_t)16 << 20)
#define ZB_MARKDOWN_LINE_MAX ((size_t)64 << 10)
#define ZB_MARKDOWN_MARKS_MAX 20000
#define ZB_MARKDOWN_DEPTH_MAX 64
#define ZB_MARKDOWN_COLUMNS_MAX 256

/* The beginnings of the lines of a text. */
typedef struct zb_lines {
    zb_str text;
    const size_t *starts;
    size_t count; /* at least 1 */
} zb_lines;

/* One reading. */
typedef struct zb_md {
    zb_reader reader;
    const zb_markdown_context *context;
    zb_lines lines;
    size_t cursor, limit; /* where the search for a text goes on; where its block ends */
    size_t patience;      /* bytes that may still be searched for texts that are not near */
    zb_node *current;     /* the section that blocks are added to, or the document */
    zb_node **footnotes;  /* by number, from 0 */
    size_t footnote_count;
    zb_pieces spare; /* room for the next text's pieces */
    zb_text caption; /* of the table that follows */
    zb_str caption_id;
} zb_md;

/* Where blocks go and how their text looks. */
typedef struct zb_block_state {
    zb_node *parent; /* NULL: the current section */
    const zb_text_style *style;
    int depth;
} zb_block_state;

/* Lines as the Markdown parser counts them: they end in LF, CR or CR LF. */
zb_lines zb_lines_new(zb_arena *arena, zb_str text);
/* The line (from 0) that holds a byte. */
size_t zb_lines_find(const zb_lines *lines, size_t offset);
/* The offset behind the last byte of a line (from 0), without its line end. */
size_t zb_lines_end(const zb_lines *lines, size_t line);

/* False: the text is beyond a limit, an error was added at the place that `locate` gives. */
bool zb_markdown_bounded(const zb_lines *lines, zb_locate locate, const void *context, zb_diags *diags);
/* The parser's tree of a text within the limits, freed by the caller with cmark_node_free. */
cmark_node *zb_markdown_parse(zb_str text);
/* The parser's tree, freed by the caller with cmark_node_free; NULL: the text is beyond a limit, an error was added. */
cmark_node *zb_md_parse(const zb_md *md);

/* The place where a node of the parser begins. */
zb_loc zb_md_loc(const zb_md *md, cmark_node *node);
/* Begins the search for texts at a block. */
void zb_md_enter(zb_md *md, cmark_node *block);
/* The offset of a leaf's text; the parser's position is checked and, where it is off, the text is searched from the
 * last one on. */
size_t zb_md_locate(zb_md *md, cmark_node *leaf, zb_str text);

/* The inlines from `first` on as pieces, with spans, image attributes and links applied. They go into the reading's
 * spare list, which zb_md_text gives back; until then a second call makes a new one. */
zb_pieces zb_md_pieces(zb_md *md, cmark_node *first, const zb_text_style *style);
/* The finished text of such pieces; they are gone. */
zb_text zb_md_text(zb_md *md, zb_pieces *pieces);
/* True: an error [markdown.depth] was added. */
bool zb_md_too_deep(const zb_md *md, int depth, zb_loc loc);

/* A table node. */
void zb_md_table(zb_md *md, cmark_node *table, zb_node *parent);
bool zb_md_is(cmark_node *node, const char *type);

#endif
