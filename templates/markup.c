/* SPDX-License-Identifier: Apache-2.0
 * The Markdown of one value, written anew. Marks are those of the parser's tree; text that could mean anything to a parser is handed over
 * apart, for a placeholder. A placeholder without text keeps marks from running into each other or into what the template puts beside
 * them: to the parser it is a letter. */
#include "templates/markup.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>

#include "base/language.h"
#include "templates/attributes.h"
#include "templates/emphasis.h"
#include "templates/markdown_parts.h"

#define NEAR 1024 /* bytes behind the last place in which a text is looked for that the parser puts elsewhere */

typedef struct writer {
    zb_arena *arena;
    zb_str text, tag;
    zb_locate locate;
    const void *context;
    zb_lines lines;
    size_t cursor;  /* in the text, behind the last leaf */
    bool fresh;     /* nothing stands in the line yet but markers */
    zb_str indent;  /* before each line but the first */
    int depth;
    bool emphasis, strong, strike, refused;
    zb_emphasis left; /* what was seen in the paragraph */
    zb_markup *out;
    zb_diags *diags;
} writer;

/* ---- what comes out ---- */

static void put(writer *w, zb_markup_kind kind, zb_str text) {
    ZB_PUSH(w->arena, &w->out->parts, (zb_markup_part){kind, text, w->cursor});
    if (kind != ZB_MARKUP_MARK) w->fresh = false;
}

static void mark(writer *w, const char *text) { put(w, ZB_MARKUP_MARK, zb_str_of(text)); }

/* What the parser takes for a letter and nobody sees. */
static void part(writer *w) { put(w, ZB_MARKUP_HELD, (zb_str){0}); }

static void line_end(writer *w) {
    mark(w, "\n");
    if (w->indent.n) put(w, ZB_MARKUP_MARK, w->indent);
    w->fresh = true;
}

/* Bytes of the character at `at` when it means nothing to Markdown, YAML or this program's own syntax. At the beginning of a line only
 * letters do: digits may begin a list. 0: it may mean something. */
static size_t plain_length(zb_str text, size_t at, bool fresh) {
    unsigned char c = (unsigned char)text.s[at];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == 0xEF && at + 1 < text.n && (unsigned char)text.s[at + 1] == 0xB7) return 0; /* placeholders are made of these */
    if (c >= 0x80 || letter) return 1;
    return !fresh && c && ((c >= '0' && c <= '9') || strchr(" ,.;:/?%'\"()-+=", c)) ? 1 : 0;
}

static size_t plain_run(zb_str text, size_t at, bool fresh) {
    size_t from = at;
    while (at < text.n && plain_length(text, at, fresh && at == from)) at++;
    return at - from;
}

/* ---- what is refused ---- */

static zb_loc place(const writer *w, size_t at) { return w->locate(w->context, at); }

static void refuse(writer *w, const char *what, size_t at) {
    w->refused = true;
    zb_diag_add(w->diags, ZB_ERROR, "markup.refused", place(w, at), "'%.*s' holds %s: data may bring emphasis, links and lists only",
                ZB_STR_ARG(w->tag), what);
    zb_diag_hint(w->diags, "put \\ before the mark to show it as it is; with {{{markdown %.*s}}} a template lets it bring any Markdown",
                 ZB_STR_ARG(w->tag));
}

static size_t offset_of(const writer *w, cmark_node *node) {
    int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
    if (line < 1 || (size_t)line > w->lines.count) return w->cursor;
    size_t at = w->lines.starts[line - 1] + (column > 0 ? (size_t)column - 1 : 0), end = zb_lines_end(&w->lines, (size_t)line - 1);
    return at < end ? at : end;
}

/* Moves the cursor to a leaf's text. */
static void seek(writer *w, cmark_node *leaf, zb_str text) {
    size_t guess = offset_of(w, leaf), end = zb_lines_end(&w->lines, zb_lines_find(&w->lines, guess));
    if (guess >= w->cursor && text.n && zb_str_equal(zb_str_sub(w->text, guess, guess + text.n), text)) {
        w->cursor = guess;
        return;
    }
    if (end > w->cursor + NEAR) end = w->cursor + NEAR; /* or a long line would be looked through for each of its leaves */
    size_t found = zb_str_find(zb_str_sub(w->text, 0, end), zb_str_sub(text, 0, 24), w->cursor);
    if (found == SIZE_MAX && guess > w->cursor) w->cursor = guess;
    else if (found != SIZE_MAX) w->cursor = found;
}

/* The byte of the source where `mark` of a leaf's text stands unescaped; SIZE_MAX: nowhere. */
static size_t written(const writer *w, zb_str text, const char *mark, size_t from) {
    size_t at = zb_str_find(text, zb_str_of(mark), from);
    if (at == SIZE_MAX || !zb_str_starts(zb_str_sub(w->text, w->cursor + at, w->text.n), mark)) return SIZE_MAX;
    size_t source = w->cursor + at;
    return source && w->text.s[source - 1] == '\\' ? SIZE_MAX : source;
}

/* What only this program's Markdown knows, and the parser left in the text. */
static void check_leaf(writer *w, zb_str text) {
    zb_attributes attributes;
    size_t note = written(w, text, "[^", 0), span = written(w, text, "]{", 0);
    if (note != SIZE_MAX) refuse(w, "a footnote", note);
    if (span != SIZE_MAX && zb_attributes_read(zb_str_sub(w->text, span + 1, w->text.n), &attributes))
        refuse(w, "a text with attributes", span);
    zb_emphasis_check(&w->left, text, w->text, w->cursor, w->locate, w->context, w->diags);
}

/* Lines that define what other lines refer to leave no trace in the parser's tree. */
static void check_definitions(writer *w) {
    for (size_t i = 0; i < w->lines.count; i++) {
        size_t from = w->lines.starts[i], end = zb_lines_end(&w->lines, i);
        while (from < end && strchr(" \t>-+*", w->text.s[from])) from++;
        zb_str line = zb_str_sub(w->text, from, end);
        if (zb_str_starts(line, "[") && zb_str_find(line, ZB_STR("]:"), 0) != SIZE_MAX)
            refuse(w, zb_str_starts(line, "[^") ? "a footnote" : "the target of a link apart from its text", from);
    }
}

/* ---- inlines ---- */

static void write_children(writer *w, cmark_node *node);

static void write_text(writer *w, zb_str text) {
    for (size_t at = 0; at < text.n;) {
        size_t n = plain_run(text, at, w->fresh), from = at;
        if (n) put(w, ZB_MARKUP_PLAIN, zb_str_sub(text, at, at + n));
        while (!n && at < text.n && !plain_length(text, at, w->fresh)) at++;
        if (!n) put(w, ZB_MARKUP_HELD, zb_str_sub(text, from, at));
        w->cursor += n ? n : at - from;
        at = n ? at + n : at;
    }
    if (w->cursor > w->text.n) w->cursor = w->text.n;
}

static void leaf_text(writer *w, cmark_node *node) {
    zb_str text = zb_str_copy(w->arena, zb_str_of(cmark_node_get_literal(node)));
    seek(w, node, text);
    check_leaf(w, text);
    write_text(w, text);
}

static void leaf_code(writer *w, cmark_node *node) {
    zb_str text = zb_str_copy(w->arena, zb_str_of(cmark_node_get_literal(node)));
    seek(w, node, text);
    part(w);
    mark(w, "`");
    put(w, ZB_MARKUP_HELD, text);
    mark(w, "`");
    part(w);
    w->cursor = w->cursor + text.n < w->text.n ? w->cursor + text.n : w->text.n;
}

static void leaf_soft(writer *w, cmark_node *node) { (void)node, line_end(w); }

static void leaf_break(writer *w, cmark_node *node) {
    (void)node;
    mark(w, "\\");
    line_end(w);
}

/* Marks round the children, once however often they are nested: one is as good as two. */
static void wrap(writer *w, cmark_node *node, const char *text, bool *on) {
    bool before = *on;
    *on = true;
    if (!before) part(w), mark(w, text), part(w);
    write_children(w, node);
    if (!before) part(w), mark(w, text), part(w);
    *on = before;
}

static void inline_emphasis(writer *w, cmark_node *node) { wrap(w, node, "*", &w->emphasis); }
static void inline_strong(writer *w, cmark_node *node) { wrap(w, node, "**", &w->strong); }
static void inline_strike(writer *w, cmark_node *node) { wrap(w, node, "~~", &w->strike); }

/* <https://...> as it stands, and an address that stands free in the text up to where Chinese begins. Free addresses that may not be links
 * are text. */
static bool autolink(writer *w, cmark_node *node, zb_str url) {
    cmark_node *child = cmark_node_first_child(node);
    if (!child || cmark_node_next(child) || cmark_node_get_type(child) != CMARK_NODE_TEXT) return false;
    zb_str text = zb_str_copy(w->arena, zb_str_of(cmark_node_get_literal(child)));
    if (!zb_str_ends(url, zb_str_z(w->arena, text))) return false;
    seek(w, child, text);
    bool bare = !w->cursor || (w->text.s[w->cursor - 1] != '<' && w->text.s[w->cursor - 1] != '[');
    size_t n = bare ? zb_url_length(&(zb_reader){.arena = w->arena}, text) : text.n;
    if (bare && zb_str_starts(text, "www.")) { /* later found as any other free address */
        write_text(w, text);
        return true;
    }
    if (bare && !zb_url_safe(url)) {
        put(w, ZB_MARKUP_HELD, text);
        return true;
    }
    if (!zb_url_allowed(url, place(w, w->cursor), w->diags)) w->refused = true;
    mark(w, "<");
    put(w, ZB_MARKUP_HELD, zb_str_sub(text, 0, n));
    mark(w, ">");
    w->cursor += n;
    write_text(w, zb_str_sub(text, n, text.n));
    return true;
}

static void inline_link(writer *w, cmark_node *node) {
    zb_str url = zb_str_trim(zb_str_copy(w->arena, zb_str_of(cmark_node_get_url(node))));
    size_t at = offset_of(w, node);
    if (autolink(w, node, url)) return;
    if (url.n && !zb_url_allowed(url, place(w, at), w->diags)) {
        w->refused = true;
        return;
    }
    if (!cmark_node_first_child(node) && zb_str_starts(url, "#")) {
        refuse(w, "a reference that is numbered", at);
        return;
    }
    part(w); /* a '!' of the template would make an image of the link */
    mark(w, "[");
    write_children(w, node);
    mark(w, "](");
    if (url.n) mark(w, "<"), put(w, ZB_MARKUP_HELD, url), mark(w, ">");
    mark(w, ")");
    part(w);
}

/* ---- blocks ---- */

static void write_paragraph(writer *w, cmark_node *node) {
    w->left = (zb_emphasis){0};
    write_children(w, node);
}

/* The mark of an item as the value has it: where a list was not meant, it shows as it was. */
static zb_str item_marker(const writer *w, cmark_node *list, cmark_node *item, int number) {
    size_t at = offset_of(w, item);
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
        return zb_str_format(w->arena, "%d%c ", number, cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.');
    char c = at < w->text.n && strchr("+*", w->text.s[at]) ? w->text.s[at] : '-';
    return zb_str_format(w->arena, "%c ", c);
}

static void write_blocks(writer *w, cmark_node *first, bool tight);

static void write_list(writer *w, cmark_node *node) {
    bool tight = cmark_node_get_list_tight(node);
    int number = cmark_node_get_list_start(node);
    zb_str outer = w->indent;
    w->out->blocks = true;
    for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item)) {
        w->cursor = offset_of(w, item) > w->cursor ? offset_of(w, item) : w->cursor;
        zb_str marker = item_marker(w, node, item, number++);
        bool empty = !cmark_node_first_child(item); /* text: a dash may stand for nothing, and below a line it would make a heading */
        put(w, empty ? ZB_MARKUP_HELD : ZB_MARKUP_MARK, empty ? zb_str_trim(marker) : marker);
        if (zb_md_is(item, "tasklist")) mark(w, cmark_gfm_extensions_get_tasklist_item_checked(item) ? "[x] " : "[ ] ");
        w->indent = zb_str_format(w->arena, "%.*s%*s", ZB_STR_ARG(outer), (int)marker.n, "");
        w->fresh = true;
        write_blocks(w, cmark_node_first_child(item), tight);
        w->indent = outer;
        if (!cmark_node_next(item)) break;
        line_end(w);
        if (!tight) line_end(w);
    }
}

static const struct {
    cmark_node_type type;
    void (*write)(writer *w, cmark_node *node);
} writers[] = {
    {CMARK_NODE_PARAGRAPH, write_paragraph}, {CMARK_NODE_LIST, write_list},      {CMARK_NODE_TEXT, leaf_text},
    {CMARK_NODE_CODE, leaf_code},            {CMARK_NODE_SOFTBREAK, leaf_soft},  {CMARK_NODE_LINEBREAK, leaf_break},
    {CMARK_NODE_EMPH, inline_emphasis},      {CMARK_NODE_STRONG, inline_strong}, {CMARK_NODE_LINK, inline_link},
};

/* What to call the rest. Directives are code blocks. */
static const char *name_of(cmark_node *node) {
    static const struct {
        cmark_node_type type;
        const char *name;
    } names[] = {
        {CMARK_NODE_CODE_BLOCK, "a block of code or a directive"},
        {CMARK_NODE_HEADING, "a heading"},
        {CMARK_NODE_BLOCK_QUOTE, "a quote"},
        {CMARK_NODE_HTML_BLOCK, "HTML"},
        {CMARK_NODE_HTML_INLINE, "HTML"},
        {CMARK_NODE_IMAGE, "an image"},
        {CMARK_NODE_THEMATIC_BREAK, "a rule"},
        {CMARK_NODE_FOOTNOTE_REFERENCE, "a footnote"},
        {CMARK_NODE_FOOTNOTE_DEFINITION, "a footnote"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cmark_node_get_type(node) == names[i].type) return names[i].name;
    return zb_md_is(node, "table") ? "a table" : N_("markup");
}

static void write_node(writer *w, cmark_node *node) {
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (writers[i].type != cmark_node_get_type(node)) continue;
        writers[i].write(w, node);
        return;
    }
    if (zb_md_is(node, "strikethrough")) inline_strike(w, node);
    else if (cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION || !w->refused) refuse(w, name_of(node), offset_of(w, node));
}

static bool descend(writer *w, cmark_node *first) {
    if (!first || w->depth < ZB_MARKDOWN_DEPTH_MAX) return true;
    w->refused = true;
    zb_diag_add(w->diags, ZB_ERROR, "markdown.depth", place(w, offset_of(w, first)), "the text is nested more than %d deep",
                ZB_MARKDOWN_DEPTH_MAX);
    return false;
}

static void write_children(writer *w, cmark_node *node) {
    if (!descend(w, cmark_node_first_child(node))) return;
    w->depth++;
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child)) write_node(w, child);
    w->depth--;
}

static void write_blocks(writer *w, cmark_node *first, bool tight) {
    if (!descend(w, first)) return;
    w->depth++;
    for (cmark_node *block = first; block; block = cmark_node_next(block)) {
        w->fresh = true;
        write_node(w, block);
        if (!cmark_node_next(block)) break;
        w->out->blocks = true;
        line_end(w);
        if (!tight) line_end(w);
    }
    w->depth--;
}

/* The line ends with which the value ends: templates rely on those of block texts. */
static void write_tail(writer *w) {
    for (size_t n = w->text.n; n && strchr(" \t\r\n", w->text.s[n - 1]); n--)
        if (w->text.s[n - 1] == '\n') mark(w, "\n");
}

bool zb_markup_is_plain(zb_str text) {
    bool address = zb_str_find(text, ZB_STR("://"), 0) != SIZE_MAX || zb_str_find(text, ZB_STR("www."), 0) != SIZE_MAX;
    return !text.n || (!address && plain_run(text, 0, true) == text.n && text.s[text.n - 1] != ' ');
}

bool zb_markup_read(zb_arena *arena, zb_str text, zb_str tag, zb_locate locate, const void *context, zb_markup *out, zb_diags *diags) {
    writer w = {.arena = arena, .text = text, .tag = tag, .locate = locate, .context = context, .out = out, .diags = diags};
    w.lines = zb_lines_new(arena, text);
    if (!zb_markdown_bounded(&w.lines, locate, context, diags)) return false;
    cmark_node *root = zb_markdown_parse(text);
    check_definitions(&w);
    write_blocks(&w, cmark_node_first_child(root), false);
    cmark_node_free(root);
    w.cursor = text.n;
    write_tail(&w);
    return !w.refused;
}
