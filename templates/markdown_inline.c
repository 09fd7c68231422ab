/* SPDX-License-Identifier: Apache-2.0
 * The Markdown parser's inline tree to a flat list of pieces, each with the look that emphasis, links and spans give
 * it. */
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/file.h"
#include "templates/emphasis.h"
#include "templates/markdown_parts.h"

/* What the inlines around a piece say about it. */
typedef struct inline_state {
    zb_text_style style;
    zb_str link;
    int depth;
} inline_state;

typedef struct builder {
    zb_md *md;
    zb_pieces *out;
} builder;

static void flatten(const builder *b, cmark_node *first, const inline_state *state);

static zb_str literal_of(const zb_md *md, cmark_node *node) {
    return zb_str_copy(md->reader.arena, zb_str_of(cmark_node_get_literal(node)));
}

static zb_str resolve(const zb_md *md, const char *text) {
    zb_str copy = zb_str_copy(md->reader.arena, zb_str_of(text));
    return zb_expansion_resolve(md->reader.arena, md->context->expansion, copy);
}

static zb_piece *push(const builder *b, const inline_state *state, zb_piece_kind kind, zb_str text, size_t offset) {
    zb_piece piece = {.kind = kind, .text = text, .offset = offset, .style = state->style, .link = state->link};
    piece.loc = zb_expansion_loc(b->md->context->expansion, offset);
    return ZB_PUSH(b->md->reader.arena, b->out, piece);
}

/* ---- leaves ---- */

static void inline_text(const builder *b, cmark_node *node, const inline_state *state) {
    zb_str text = literal_of(b->md, node);
    push(b, state, ZB_PIECE_TEXT, text, zb_md_locate(b->md, node, text));
}

static void inline_code(const builder *b, cmark_node *node, const inline_state *state) {
    inline_state inner = *state;
    inner.style.role = ZB_ROLE_MONO;
    inner.style.verbatim = true;
    zb_str text = literal_of(b->md, node);
    push(b, &inner, ZB_PIECE_CODE, text, zb_md_locate(b->md, node, text));
}

static void inline_soft(const builder *b, cmark_node *node, const inline_state *state) {
    (void)node;
    push(b, state, ZB_PIECE_SOFT, (zb_str){0}, b->md->cursor);
}

static void inline_break(const builder *b, cmark_node *node, const inline_state *state) {
    (void)node;
    push(b, state, ZB_PIECE_BREAK, (zb_str){0}, b->md->cursor);
}

static void inline_html(const builder *b, cmark_node *node, const inline_state *state) {
    zb_str html = literal_of(b->md, node);
    (void)state;
    if (zb_str_starts(html, "<!--"))
        return;
    zb_loc loc = zb_expansion_loc(b->md->context->expansion, zb_md_locate(b->md, node, html));
    zb_diag_add(b->md->reader.diags, ZB_ERROR, "markdown.html", loc, "HTML is not supported: '%.*s'",
                ZB_STR_ARG(zb_str_sub(html, 0, 40)));
    zb_diag_hint(b->md->reader.diags, "write \\< for the character itself, a \\ at the end of a line to break it");
}

static void inline_footnote(const builder *b, cmark_node *node, const inline_state *state) {
    zb_str mark = literal_of(b->md, node);
    long number = strtol(mark.s, NULL, 10);
    if (number < 1 || (size_t)number > b->md->footnote_count)
        return;
    zb_piece *piece = push(b, state, ZB_PIECE_FOOTNOTE, mark, b->md->cursor);
    piece->loc = zb_md_loc(b->md, node);
    piece->footnote = b->md->footnotes[number - 1];
    /* A footnote is in the language of the section that refers to it first. */
    if (!b->md->footnotes[number - 1]->lang)
        b->md->footnotes[number - 1]->lang = b->md->reader.text_lang;
}

/* ---- containers ---- */

static void inline_emphasis(const builder *b, cmark_node *node, const inline_state *state) {
    inline_state inner = *state;
    inner.style.role = ZB_ROLE_KAI;
    flatten(b, cmark_node_first_child(node), &inner);
}

static void inline_strong(const builder *b, cmark_node *node, const inline_state *state) {
    inline_state inner = *state;
    inner.style.weight = 700;
    flatten(b, cmark_node_first_child(node), &inner);
}

static void inline_strike(const builder *b, cmark_node *node, const inline_state *state) {
    inline_state inner = *state;
    inner.style.strike = true;
    flatten(b, cmark_node_first_child(node), &inner);
}

/* ---- links ---- */

/* A link whose words are its address: the single text child; else NULL. */
static cmark_node *autolink_text(cmark_node *node) {
    cmark_node *child = cmark_node_first_child(node);
    if (!child || cmark_node_next(child) || cmark_node_get_type(child) != CMARK_NODE_TEXT)
        return NULL;
    zb_str url = zb_str_of(cmark_node_get_url(node));
    return zb_str_ends(url, cmark_node_get_literal(child)) ? child : NULL;
}

/* Whether data says where a link of the template leads: a value, whose place goes to *loc, stands where the scheme would. */
static bool data_leads(const zb_md *md, zb_str url, zb_loc *loc) {
    size_t value = zb_str_find(url, ZB_STR(ZB_PLACEHOLDER), 0);
    for (size_t i = 0; value != SIZE_MAX && i < value; i++)
        if (strchr(":/#?", url.s[i]))
            return false;
    zb_str text;
    return value != SIZE_MAX && zb_expansion_placeholder(md->context->expansion, zb_str_sub(url, value, url.n), &text, loc);
}

/* `url` as the template has it, with placeholders. */
static bool may_lead(const zb_md *md, const char *url, zb_str link, zb_loc loc) {
    zb_loc at = loc;
    if (link.n && data_leads(md, zb_str_of(url), &at) && !zb_expansion_faulty(md->context->expansion, zb_str_of(url)) &&
        !zb_url_allowed(link, at, md->reader.diags))
        return false;
    return zb_url_check(&md->reader, link, loc);
}

static inline_state link_state(const builder *b, const inline_state *state, const char *url, zb_str link, zb_loc loc, bool verbatim) {
    inline_state inner = *state;
    if (!may_lead(b->md, url, link, loc))
        return inner;
    inner.link = link;
    if (!zb_str_starts(link, "#"))
        inner.style = zb_link_style(&b->md->reader, inner.style, verbatim);
    return inner;
}

/* <https://...> as it stands; an address that stands free in the text ends where Chinese begins. */
static void inline_autolink(const builder *b, cmark_node *node, cmark_node *child, const inline_state *state) {
    zb_md *md = b->md;
    zb_str text = literal_of(md, child);
    size_t offset = zb_md_locate(md, child, text);
    char before = offset ? md->lines.text.s[offset - 1] : ' ';
    bool bare = before != '<' && before != '[';
    size_t n = bare ? zb_url_length(&md->reader, text) : text.n;
    zb_str url = zb_str_of(cmark_node_get_url(node));
    zb_str part =
        zb_str_format(md->reader.arena, "%.*s%.*s", (int)(url.n - text.n), url.s, ZB_STR_ARG(zb_str_sub(text, 0, n)));
    zb_loc loc = zb_expansion_loc(md->context->expansion, offset);
    inline_state inner = link_state(b, state, part.s, resolve(md, part.s), loc, true);
    push(b, &inner, ZB_PIECE_CODE, zb_str_sub(text, 0, n), offset);
    if (n < text.n)
        push(b, state, ZB_PIECE_TEXT, zb_str_sub(text, n, text.n), offset + n);
}

static void inline_link(const builder *b, cmark_node *node, const inline_state *state) {
    cmark_node *child = autolink_text(node);
    if (child) {
        inline_autolink(b, node, child, state);
        return;
    }
    zb_md *md = b->md;
    zb_loc loc = zb_md_loc(md, node);
    zb_str url = zb_str_trim(resolve(md, cmark_node_get_url(node)));
    bool words = cmark_node_first_child(node) != NULL;
    inline_state inner = link_state(b, state, cmark_node_get_url(node), url, loc, !words);
    if (!url.n || zb_str_is(url, "#"))
        zb_diag_add(md->reader.diags, ZB_ERROR, "link.empty", loc, "the link has no target");
    else if (!words) {
        bool reference = zb_str_starts(url, "#");
        zb_piece *piece =
            push(b, &inner, reference ? ZB_PIECE_REFERENCE : ZB_PIECE_CODE, reference ? (zb_str){0} : url, md->cursor);
        piece->loc = loc;
        piece->offset = SIZE_MAX;
        piece->resolved = true;
    }
    flatten(b, cmark_node_first_child(node), &inner);
}

/* ---- images ---- */

/* The file of an image, beside the template or beside the data; NULL: an error was added. One that cannot be read is found. */
static const char *image_path(const zb_md *md, zb_str url, zb_loc loc) {
    const char *bases[] = {md->context->template_path, md->context->data_path}, *outside = NULL;
    for (size_t i = 0; url.n && i < sizeof bases / sizeof *bases; i++) {
        const char *path = bases[i] ? zb_path_beside(md->reader.arena, bases[i], url) : NULL;
        zb_look look = path ? zb_file_look(path, md->reader.diags) : ZB_LOOK_MISSING;
        if (look == ZB_LOOK_OUTSIDE) outside = path;
        else if (look != ZB_LOOK_MISSING) return path;
    }
    if (outside) {
        zb_file_refuse(outside, loc, md->reader.diags);
        return NULL;
    }
    zb_diag_add(md->reader.diags, ZB_ERROR, "image.missing", loc, "there is no image '%.*s'", ZB_STR_ARG(url));
    zb_diag_hint(md->reader.diags, "images are files beside the template or beside the data");
    return NULL;
}

static void inline_image(const builder *b, cmark_node *node, const inline_state *state) {
    zb_md *md = b->md;
    const zb_text_style *caption = &md->reader.sheet->style.caption.text;
    zb_loc loc = zb_md_loc(md, node);
    const char *path = image_path(md, zb_str_trim(resolve(md, cmark_node_get_url(node))), loc);
    zb_pieces words = {0};
    inline_state inner = {.style = *caption, .depth = state->depth};
    flatten(&(builder){md, &words}, cmark_node_first_child(node), &inner);
    zb_piece *piece = push(b, state, ZB_PIECE_IMAGE, (zb_str){0}, md->cursor);
    piece->loc = loc;
    piece->image_caption = zb_pieces_text(&md->reader, &words);
    piece->image = ZB_NEW(md->reader.arena, zb_image);
    piece->image->path = path ? path : "";
    piece->image->alt = zb_text_string(md->reader.arena, piece->image_caption);
    piece->image->loc = loc;
}

/* ---- the tree ---- */

static const struct {
    cmark_node_type type;
    void (*read)(const builder *b, cmark_node *node, const inline_state *state);
} readers[] = {
    {CMARK_NODE_TEXT, inline_text},        {CMARK_NODE_CODE, inline_code},
    {CMARK_NODE_SOFTBREAK, inline_soft},   {CMARK_NODE_LINEBREAK, inline_break},
    {CMARK_NODE_EMPH, inline_emphasis},    {CMARK_NODE_STRONG, inline_strong},
    {CMARK_NODE_LINK, inline_link},        {CMARK_NODE_IMAGE, inline_image},
    {CMARK_NODE_HTML_INLINE, inline_html}, {CMARK_NODE_FOOTNOTE_REFERENCE, inline_footnote},
};

static void flatten_node(const builder *b, cmark_node *node, const inline_state *state) {
    cmark_node_type type = cmark_node_get_type(node);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (readers[i].type == type) {
            readers[i].read(b, node, state);
            return;
        }
    }
    if (zb_md_is(node, "strikethrough"))
        inline_strike(b, node, state);
}

static void flatten(const builder *b, cmark_node *first, const inline_state *state) {
    inline_state inner = *state;
    inner.depth++;
    if (first && zb_md_too_deep(b->md, inner.depth, zb_md_loc(b->md, first)))
        return;
    for (cmark_node *node = first; node; node = cmark_node_next(node)) {
        if (zb_budget_over(b->md->reader.diags)) {
            zb_budget_lasts(b->md->reader.diags, zb_md_loc(b->md, node));
            return;
        }
        flatten_node(b, node, &inner);
    }
}

/* Markup that the parser left as it is although someone meant it: it would be printed. */
static void warn_leftover(const zb_md *md, const zb_piece *piece, const char *markup, const char *code,
                          const char *message, const char *hint) {
    size_t at = zb_str_find(piece->text, zb_str_of(markup), 0);
    if (at == SIZE_MAX)
        return;
    zb_str source = zb_str_sub(md->lines.text, piece->offset + at, md->lines.text.n);
    if (!zb_str_starts(source, markup) || (piece->offset + at > 0 && source.s[-1] == '\\'))
        return; /* escaped, or not where it seems to be */
    zb_loc loc = zb_expansion_loc(md->context->expansion, piece->offset + at);
    zb_diag_add(md->reader.diags, ZB_WARNING, code, loc, "%s", message);
    zb_diag_hint(md->reader.diags, "%s", hint);
}

static void warn_leftovers(const zb_md *md, const zb_pieces *pieces) {
    const zb_expansion *expansion = md->context->expansion;
    zb_emphasis emphasis = {0};
    for (size_t i = 0; i < pieces->count; i++) {
        if (pieces->data[i].kind != ZB_PIECE_TEXT)
            continue;
        zb_emphasis_check(&emphasis, pieces->data[i].text, md->lines.text, pieces->data[i].offset, zb_expansion_loc, expansion,
                          md->reader.diags);
        warn_leftover(md, &pieces->data[i], "[^", "markdown.footnote", "this footnote is not defined",
                      "define it in a paragraph '[^name]: text', or write \\[^");
    }
}

zb_pieces zb_md_pieces(zb_md *md, cmark_node *first, const zb_text_style *style) {
    inline_state state = {.style = *style};
    zb_pieces pieces = md->spare;
    md->spare = (zb_pieces){0};
    flatten(&(builder){md, &pieces}, first, &state);
    warn_leftovers(md, &pieces);
    zb_attributes_spans(&md->reader, &pieces);
    zb_attributes_images(&md->reader, &pieces);
    zb_pieces_link(&md->reader, &pieces, true);
    return pieces;
}

zb_text zb_md_text(zb_md *md, zb_pieces *pieces) {
    zb_text text = zb_pieces_text(&md->reader, pieces);
    md->spare = *pieces;
    md->spare.count = 0;
    *pieces = (zb_pieces){0};
    return text;
}
