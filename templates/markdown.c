/* SPDX-License-Identifier: Apache-2.0
 * Blocks of Markdown to nodes of the document. The parser is cmark-gfm; what it does not know (sections, notes,
 * captions, figures, directives) is made here out of what it finds. */
#include "templates/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <string.h>
#include <strings.h>

#include "base/budget.h"
#include "base/utf8.h"
#include "templates/directive.h"
#include "templates/markdown_parts.h"
#include "templates/paragraphs.h"

static void read_blocks(zb_md *md, cmark_node *first, const zb_block_state *state);

static zb_node *parent_of(const zb_md *md, const zb_block_state *state) {
    return state->parent ? state->parent : md->current;
}

/* ---- paragraphs and headings ---- */

/* What texts are in that name no language: the section's. In a Chinese document Chinese goes without saying. */
static void enter_language(zb_md *md, const char *lang) {
    const char *document = md->context->lang ? md->context->lang : "zh-CN";
    bool usual = !lang || (strcasecmp(lang, "zh-CN") == 0 && strcasecmp(document, lang) == 0);
    md->reader.text_lang = usual ? NULL : lang;
}

/* The language of a whole text: that of its runs where they share one, else that of its surroundings. Verbatim runs are in none. */
static const char *language_of(const zb_md *md, zb_text text) {
    const char *lang = NULL;
    bool found = false;
    for (size_t i = 0; i < text.count; i++) {
        const zb_inline *run = &text.runs[i];
        if (run->kind != ZB_INLINE_TEXT || run->style.verbatim || !zb_str_trim(run->text).n)
            continue;
        if (found && (!run->lang != !lang || (lang && strcasecmp(run->lang, lang) != 0)))
            return md->reader.text_lang;
        lang = run->lang;
        found = true;
    }
    return found ? lang : md->reader.text_lang;
}

#define IDEOGRAPHIC_SPACE "\xE3\x80\x80"

/* Ideographic spaces at the head of a paragraph are an indent made by hand: the style indents already. */
static zb_text trim_indent(const zb_md *md, zb_text text) {
    zb_inline *first = text.count ? (zb_inline *)text.runs : NULL;
    if (!first || first->kind != ZB_INLINE_TEXT || !zb_str_starts(first->text, IDEOGRAPHIC_SPACE))
        return text;
    while (zb_str_starts(first->text, IDEOGRAPHIC_SPACE))
        first->text = zb_str_sub(first->text, sizeof IDEOGRAPHIC_SPACE - 1, first->text.n);
    zb_diag_add(md->reader.diags, ZB_WARNING, "markdown.indent", first->loc,
                "the paragraph begins with ideographic spaces: they are left out");
    zb_diag_hint(md->reader.diags, "delete them; the indent is the style's");
    return first->text.n ? text : (zb_text){text.runs + 1, text.count - 1};
}

static void add_text(zb_md *md, zb_pieces *pieces, const zb_block_state *state, zb_loc loc) {
    const zb_style *style = &md->reader.sheet->style;
    zb_text text = trim_indent(md, zb_md_text(md, pieces));
    if (!text.count)
        return;
    zb_node *node = zb_node_new(md->reader.arena, parent_of(md, state), ZB_NODE_PARAGRAPH, loc);
    node->lang = language_of(md, text);
    node->as.paragraph.text = text;
    node->as.paragraph.align = style->paragraph_align;
    node->as.paragraph.indent = state->parent ? 0 : style->indent;
}

/* The only piece of a paragraph that shows something; NULL: there are several. */
static const zb_piece *lone_piece(const zb_pieces *pieces) {
    const zb_piece *lone = NULL;
    for (size_t i = 0; i < pieces->count; i++) {
        const zb_piece *piece = &pieces->data[i];
        if (piece->kind == ZB_PIECE_TEXT && !zb_str_trim(piece->text).n)
            continue;
        if (lone)
            return NULL;
        lone = piece;
    }
    return lone;
}

/* A value that has a paragraph to itself keeps its own. */
static void add_paragraph(zb_md *md, zb_pieces *pieces, const zb_block_state *state, zb_loc loc) {
    const zb_piece *lone = lone_piece(pieces);
    const zb_paragraph *parts = NULL;
    size_t count = 0;
    if (lone && lone->kind == ZB_PIECE_TEXT && !lone->resolved && md->reader.expansion)
        count = zb_expansion_paragraphs(md->reader.arena, md->reader.expansion, lone->text, &parts);
    if (!count) {
        add_text(md, pieces, state, loc);
        return;
    }
    zb_piece model = *lone;
    for (size_t i = 0; i < count; i++) {
        zb_piece piece = model;
        piece.resolved = true;
        piece.offset = SIZE_MAX;
        piece.text = parts[i].text;
        piece.loc = parts[i].loc;
        pieces->count = 0;
        ZB_PUSH(md->reader.arena, pieces, piece);
        add_text(md, pieces, state, parts[i].loc);
    }
}

/* The only piece of a paragraph that shows something, when that is an image. */
static const zb_piece *lone_image(const zb_pieces *pieces) {
    const zb_piece *lone = lone_piece(pieces);
    return lone && lone->kind == ZB_PIECE_IMAGE ? lone : NULL;
}

static void add_figure(zb_md *md, const zb_piece *piece, const zb_block_state *state) {
    zb_node *node = zb_node_new(md->reader.arena, parent_of(md, state), ZB_NODE_FIGURE, piece->loc);
    node->id = piece->image_id;
    node->as.figure.caption = piece->image_caption;
    node->as.figure.image = piece->image;
}

/* Takes ": " or "Table: " off a paragraph that stands before or behind a table. */
static bool is_caption(const zb_md *md, cmark_node *node, const zb_block_state *state, zb_pieces *pieces) {
    static const char *const marks[] = {": ", "Table: "};
    const zb_node *last = parent_of(md, state)->last;
    cmark_node *before = cmark_node_previous(node);
    bool behind = zb_md_is(before, "table") && last && last->kind == ZB_NODE_TABLE && !last->as.table.caption.count;
    zb_piece *first = pieces->count ? &pieces->data[0] : NULL;
    if (!first || first->kind != ZB_PIECE_TEXT || (!behind && !zb_md_is(cmark_node_next(node), "table")))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!zb_str_starts(first->text, marks[i]))
            continue;
        *first = zb_piece_sub(&md->reader, first, strlen(marks[i]), first->text.n);
        return true;
    }
    return false;
}

static void read_caption(zb_md *md, cmark_node *node, const zb_block_state *state) {
    zb_md_enter(md, node);
    zb_pieces pieces = zb_md_pieces(md, cmark_node_first_child(node), &md->reader.sheet->style.caption.text);
    is_caption(md, node, state, &pieces);
    md->caption_id = zb_attributes_id(&md->reader, &pieces, "a caption");
    md->caption = zb_md_text(md, &pieces);
    zb_node *last = parent_of(md, state)->last;
    if (!zb_md_is(cmark_node_previous(node), "table") || last->as.table.caption.count)
        return;
    last->as.table.caption = md->caption;
    last->id = md->caption_id;
    md->caption = (zb_text){0};
    md->caption_id = (zb_str){0};
}

/* Whether the paragraph's first characters make it a candidate for a caption, before anything is built from it. */
static bool may_be_caption(const zb_md *md, cmark_node *node, const zb_block_state *state) {
    cmark_node *child = cmark_node_first_child(node);
    if (!child || cmark_node_get_type(child) != CMARK_NODE_TEXT)
        return false;
    zb_piece piece = {.kind = ZB_PIECE_TEXT, .text = zb_str_of(cmark_node_get_literal(child)), .offset = SIZE_MAX};
    return is_caption(md, node, state, &(zb_pieces){.data = &piece, .count = 1, .room = 1});
}

static void block_paragraph(zb_md *md, cmark_node *node, const zb_block_state *state) {
    if (may_be_caption(md, node, state)) {
        read_caption(md, node, state);
        return;
    }
    zb_pieces pieces = zb_md_pieces(md, cmark_node_first_child(node), state->style);
    const zb_piece *image = lone_image(&pieces);
    if (image)
        add_figure(md, image, state);
    else
        add_paragraph(md, &pieces, state, zb_md_loc(md, node));
}

/* Closes sections down to those that may hold a heading of this level, and opens one for it. `lang` NULL: the outer one's. */
static void open_section(zb_md *md, int level, const char *lang, zb_loc loc) {
    while (md->current->kind == ZB_NODE_SECTION && md->current->as.section.level >= level)
        md->current = md->current->parent;
    int outer = md->current->kind == ZB_NODE_SECTION ? md->current->as.section.level : 0;
    if (level > outer + 1) {
        zb_diag_add(md->reader.diags, ZB_WARNING, "markdown.level", loc,
                    "a heading of level %d stands in a section of level %d", level, outer);
        zb_diag_hint(md->reader.diags, "levels go down one at a time: readers of the outline miss level %d", outer + 1);
    }
    md->current = zb_node_new(md->reader.arena, md->current, ZB_NODE_SECTION, loc);
    md->current->as.section.level = level;
    enter_language(md, lang ? lang : outer ? md->current->parent->lang : md->context->lang);
    md->current->lang = md->reader.text_lang;
}

static void block_heading(zb_md *md, cmark_node *node, const zb_block_state *state) {
    int level = cmark_node_get_heading_level(node);
    zb_loc loc = zb_md_loc(md, node);
    if (level > ZB_HEADING_LEVELS) {
        zb_diag_add(md->reader.diags, ZB_ERROR, "markdown.heading", loc,
                    "there are %d levels of headings, this is level %d", ZB_HEADING_LEVELS, level);
        level = ZB_HEADING_LEVELS;
    }
    zb_pieces pieces = zb_md_pieces(md, cmark_node_first_child(node), &md->reader.sheet->style.heading[level - 1].text);
    zb_heading_attributes attributes = zb_attributes_heading(&md->reader, &pieces);
    if (!state->parent)
        open_section(md, level, attributes.lang, loc);
    zb_node *heading = zb_node_new(md->reader.arena, parent_of(md, state), ZB_NODE_HEADING, loc);
    heading->id = attributes.id;
    heading->as.heading.level = level;
    heading->as.heading.text = zb_md_text(md, &pieces);
    heading->lang = language_of(md, heading->as.heading.text);
}

/* ---- quotes and notes ---- */

static const struct {
    zb_str word;
    zb_note_kind kind;
} notes[] = {
    {{"NOTE", 4}, ZB_NOTE_NOTE},       {{"TIP", 3}, ZB_NOTE_TIP},         {{"IMPORTANT", 9}, ZB_NOTE_IMPORTANT},
    {{"WARNING", 7}, ZB_NOTE_WARNING}, {{"CAUTION", 7}, ZB_NOTE_CAUTION},
};
#define NOTES (sizeof notes / sizeof *notes)

static const zb_box_style *note_style(const zb_style *style, zb_note_kind kind) {
    switch (kind) {
    case ZB_NOTE_TIP: return &style->tip;
    case ZB_NOTE_IMPORTANT: return &style->important;
    case ZB_NOTE_WARNING: return &style->warning;
    case ZB_NOTE_CAUTION: return &style->caution;
    default: return &style->note;
    }
}

/* The word in "[!WORD]" that a quote's first paragraph begins with; empty: an ordinary quote. */
static zb_str note_word(cmark_node *quote) {
    cmark_node *paragraph = cmark_node_first_child(quote);
    cmark_node *child =
        paragraph && cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH ? cmark_node_first_child(paragraph) : NULL;
    zb_str text =
        child && cmark_node_get_type(child) == CMARK_NODE_TEXT ? zb_str_of(cmark_node_get_literal(child)) : (zb_str){0};
    size_t end = zb_str_starts(text, "[!") ? zb_str_find(text, ZB_STR("]"), 2) : SIZE_MAX;
    return end == SIZE_MAX ? (zb_str){0} : zb_str_sub(text, 2, end);
}

static size_t note_lookup(const zb_md *md, zb_str word, zb_loc loc) {
    zb_str names[NOTES];
    for (size_t i = 0; i < NOTES; i++) {
        names[i] = notes[i].word;
        if (word.n == names[i].n && strncasecmp(word.s, names[i].s, word.n) == 0)
            return i;
    }
    zb_diag_add(md->reader.diags, ZB_ERROR, "markdown.note", loc, "there is no note '%.*s'", ZB_STR_ARG(word));
    zb_diag_hint_nearest(md->reader.diags, word, names, NOTES);
    return 0;
}

/* The first paragraph: the marker, a title in the rest of its line, text in the lines that follow. */
static void read_note_head(zb_md *md, cmark_node *paragraph, size_t marker, zb_node *note,
                           const zb_block_state *inner) {
    zb_pieces title = {0}, rest = {0};
    zb_text_style strong = *inner->style;
    zb_md_enter(md, paragraph);
    zb_pieces pieces = zb_md_pieces(md, cmark_node_first_child(paragraph), inner->style);
    while (marker < pieces.data[0].text.n && pieces.data[0].text.s[marker] == ' ')
        marker++;
    pieces.data[0] = zb_piece_sub(&md->reader, &pieces.data[0], marker, pieces.data[0].text.n);
    strong.weight = 700;
    size_t i = 0;
    for (; i < pieces.count && pieces.data[i].kind != ZB_PIECE_SOFT && pieces.data[i].kind != ZB_PIECE_BREAK; i++) {
        pieces.data[i].style.weight = strong.weight;
        ZB_PUSH(md->reader.arena, &title, pieces.data[i]);
    }
    while (++i < pieces.count)
        ZB_PUSH(md->reader.arena, &rest, pieces.data[i]);
    note->as.note.title = zb_md_text(md, &title);
    add_paragraph(md, &rest, inner, zb_md_loc(md, paragraph));
}

static void block_quote(zb_md *md, cmark_node *node, const zb_block_state *state) {
    const zb_style *style = &md->reader.sheet->style;
    zb_str word = note_word(node);
    zb_loc loc = zb_md_loc(md, node);
    cmark_node *first = cmark_node_first_child(node);
    zb_node *box = zb_node_new(md->reader.arena, parent_of(md, state), word.n ? ZB_NODE_NOTE : ZB_NODE_QUOTE, loc);
    zb_block_state inner = {.parent = box, .style = &style->quote.text, .depth = state->depth};
    if (word.n) {
        box->as.note.kind = notes[note_lookup(md, word, zb_md_loc(md, first))].kind;
        inner.style = &note_style(style, box->as.note.kind)->text;
        read_note_head(md, first, word.n + 3, box, &inner);
        first = cmark_node_next(first);
    }
    read_blocks(md, first, &inner);
}

/* ---- lists, code, the rest ---- */

static void block_list(zb_md *md, cmark_node *node, const zb_block_state *state) {
    zb_node *list = zb_node_new(md->reader.arena, parent_of(md, state), ZB_NODE_LIST, zb_md_loc(md, node));
    list->as.list.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    list->as.list.tight = cmark_node_get_list_tight(node);
    list->as.list.start = list->as.list.ordered ? cmark_node_get_list_start(node) : 1;
    for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child)) {
        zb_node *item = zb_node_new(md->reader.arena, list, ZB_NODE_ITEM, zb_md_loc(md, child));
        if (zb_md_is(child, "tasklist"))
            item->as.item.task = cmark_gfm_extensions_get_tasklist_item_checked(child) ? 2 : 1;
        zb_block_state inner = {.parent = item, .style = state->style, .depth = state->depth};
        read_blocks(md, cmark_node_first_child(child), &inner);
    }
}

/* Where a fenced block's body stands in the expanded text. */
typedef struct fenced {
    const zb_md *md;
    zb_lines body;
    size_t first_line; /* of the body, from 0 */
} fenced;

/* The body's lines are ends of the text's lines: containers took something off their beginnings. */
static zb_loc fenced_locate(const void *context, size_t offset) {
    const fenced *f = context;
    size_t line = zb_lines_find(&f->body, offset);
    size_t end = zb_lines_end(&f->body, line), text_end = zb_lines_end(&f->md->lines, f->first_line + line);
    size_t behind = offset < end ? end - offset : 0;
    return zb_expansion_loc(f->md->context->expansion, text_end - (behind < text_end ? behind : text_end));
}

static zb_str first_word(zb_str text) {
    size_t n = 0;
    text = zb_str_trim(text);
    while (n < text.n && text.s[n] != ' ' && text.s[n] != '\t')
        n++;
    return zb_str_sub(text, 0, n);
}

/* A block that is left out: what refers to it is not at fault. */
static void lose_block(const zb_md *md, cmark_node *node) {
    zb_str text = zb_str_of(cmark_node_get_literal(node));
    if (md->reader.expansion)
        text = zb_expansion_resolve(md->reader.arena, md->reader.expansion, text);
    zb_numbering_lose(md->reader.numbering, md->reader.arena, zb_str_copy(md->reader.arena, text));
}

/* Whether a mistake in a tag has been found in the lines of the block: what is wrong with its YAML then is a consequence. */
static bool holds_bad_tag(const fenced *f, zb_str body) {
    const zb_diags *diags = f->md->reader.diags;
    zb_loc first = fenced_locate(f, 0), last = fenced_locate(f, body.n);
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *diag = zb_diags_at(diags, i);
        bool within = diag->loc.source == first.source && diag->loc.line >= first.line && diag->loc.line <= last.line;
        if (within && last.source == first.source && strcmp(diag->code, "template.syntax") == 0)
            return true;
    }
    return false;
}

static void add_directive(zb_md *md, const zb_directive *directive, cmark_node *node, zb_str info,
                          const zb_block_state *state) {
    zb_str body = zb_str_copy(md->reader.arena, zb_str_of(cmark_node_get_literal(node)));
    fenced f = {md, zb_lines_new(md->reader.arena, body), (size_t)cmark_node_get_start_line(node)};
    zb_loc loc = zb_md_loc(md, node);
    zb_str rest = zb_str_trim(zb_str_sub(info, first_word(info).n, info.n));
    if (rest.n) {
        zb_diag_add(md->reader.diags, ZB_ERROR, "directive.words", loc, "'%s' takes no words on its first line: '%.*s'",
                    directive->object.name, ZB_STR_ARG(rest));
        zb_diag_hint(md->reader.diags, "settings stand in the body, as 'key: value'");
    }
    if (holds_bad_tag(&f, body)) {
        lose_block(md, node);
        return;
    }
    size_t errors = zb_diags_count_of(md->reader.diags, ZB_ERROR);
    zb_node *made = zb_directive_read(&md->reader, directive, body, fenced_locate, &f, loc);
    if (zb_diags_count_of(md->reader.diags, ZB_ERROR) > errors)
        lose_block(md, node); /* also one that lacks only some of its parts */
    if (made)
        zb_node_append(parent_of(md, state), made);
}

static void block_code(zb_md *md, cmark_node *node, const zb_block_state *state) {
    zb_str info = zb_str_trim(zb_str_of(cmark_node_get_fence_info(node)));
    zb_str word = first_word(info);
    const zb_directive *directive = zb_directive_lookup(word);
    zb_loc loc = zb_md_loc(md, node);
    if (directive) {
        add_directive(md, directive, node, info, state);
        return;
    }
    if (zb_directive_misspelt(&md->reader, word, loc)) {
        lose_block(md, node);
        return;
    }
    zb_node *code = zb_node_new(md->reader.arena, parent_of(md, state), ZB_NODE_CODE, loc);
    zb_str text = zb_str_copy(md->reader.arena, zb_str_of(cmark_node_get_literal(node)));
    code->as.code.text = zb_block_string(&md->reader, text, loc);
    code->as.code.language = zb_line_string(&md->reader, word, loc);
}

static void block_html(zb_md *md, cmark_node *node, const zb_block_state *state) {
    zb_str html = zb_str_trim(zb_str_of(cmark_node_get_literal(node)));
    (void)state;
    while (zb_str_starts(html, "<!--")) {
        size_t end = zb_str_find(html, ZB_STR("-->"), 4);
        html = end == SIZE_MAX ? (zb_str){0} : zb_str_trim(zb_str_sub(html, end + 3, html.n));
    }
    if (!html.n)
        return;
    size_t line = 0;
    while (line < html.n && line < 40 && html.s[line] != '\n')
        line++;
    zb_diag_add(md->reader.diags, ZB_ERROR, "markdown.html", zb_md_loc(md, node), "HTML is not supported: '%.*s'",
                (int)line, html.s);
    zb_diag_hint(md->reader.diags, "only comments <!-- --> are; what follows a comment needs a line of its own");
}

static void block_rule(zb_md *md, cmark_node *node, const zb_block_state *state) {
    zb_node_new(md->reader.arena, parent_of(md, state), ZB_NODE_RULE, zb_md_loc(md, node));
}

static const struct {
    cmark_node_type type;
    void (*read)(zb_md *md, cmark_node *node, const zb_block_state *state);
} readers[] = {
    {CMARK_NODE_PARAGRAPH, block_paragraph}, {CMARK_NODE_HEADING, block_heading}, {CMARK_NODE_BLOCK_QUOTE, block_quote},
    {CMARK_NODE_LIST, block_list},           {CMARK_NODE_CODE_BLOCK, block_code}, {CMARK_NODE_HTML_BLOCK, block_html},
    {CMARK_NODE_THEMATIC_BREAK, block_rule},
};

static void read_block(zb_md *md, cmark_node *node, const zb_block_state *state) {
    cmark_node_type type = cmark_node_get_type(node);
    zb_md_enter(md, node);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        if (readers[i].type == type) {
            readers[i].read(md, node, state);
            return;
        }
    }
    if (zb_md_is(node, "table"))
        zb_md_table(md, node, parent_of(md, state));
}

static void read_blocks(zb_md *md, cmark_node *first, const zb_block_state *state) {
    zb_block_state inner = *state;
    inner.depth++;
    if (first && zb_md_too_deep(md, inner.depth, zb_md_loc(md, first)))
        return;
    for (cmark_node *node = first; node; node = cmark_node_next(node))
        if (!zb_budget_lasts(md->reader.diags, zb_md_loc(md, node)))
            break;
        else if (cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
            read_block(md, node, &inner);
}

/* ---- footnotes: the parser puts their definitions last, in the order of their numbers ---- */

static void find_footnotes(zb_md *md, cmark_node *root) {
    ZB_VEC(zb_node *) notes_found = {0};
    for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
            continue;
        zb_node *note = zb_node_new(md->reader.arena, NULL, ZB_NODE_FOOTNOTE, zb_md_loc(md, node));
        note->as.footnote.number = (int)notes_found.count + 1;
        ZB_PUSH(md->reader.arena, &notes_found, note);
    }
    md->footnotes = notes_found.data;
    md->footnote_count = notes_found.count;
}

static void read_footnotes(zb_md *md, cmark_node *root, zb_node *document) {
    size_t i = 0;
    for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
            continue;
        zb_block_state state = {.parent = md->footnotes[i], .style = &md->reader.sheet->style.footnote};
        enter_language(md, md->footnotes[i]->lang ? md->footnotes[i]->lang : md->context->lang);
        zb_node_append(document, md->footnotes[i++]);
        read_blocks(md, cmark_node_first_child(node), &state);
    }
}

void zb_markdown_read(zb_arena *arena, const zb_markdown_context *context, zb_node *document) {
    zb_md md = {.context = context, .current = document};
    md.reader = (zb_reader){.arena = arena,
                            .expansion = context->expansion,
                            .sheet = context->sheet,
                            .root = context->root,
                            .lang = context->lang,
                            .numbering = zb_numbering_new(arena),
                            .usage = context->usage,
                            .diags = context->diags};
    enter_language(&md, context->lang);
    md.lines = zb_lines_new(arena, zb_expansion_text(context->expansion));
    md.patience = 4 * md.lines.text.n;
    cmark_node *root = zb_md_parse(&md);
    if (!root)
        return;
    zb_block_state state = {.style = &context->sheet->style.body};
    find_footnotes(&md, root);
    read_blocks(&md, cmark_node_first_child(root), &state);
    read_footnotes(&md, root, document);
    cmark_node_free(root);
    enter_language(&md, context->lang);
    zb_numbering_apply(&md.reader, document);
}
