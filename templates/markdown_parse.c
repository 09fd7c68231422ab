/* SPDX-License-Identifier: Apache-2.0
 * Running the Markdown parser, and refusing before it begins what would cost it far more time than the text is long. */
#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <string.h>

#include "templates/markdown_parts.h"

/* Its table of characters that begin inlines is a global that extensions change while they are in use: one document at
 * a time. */
static pthread_mutex_t parser_lock = PTHREAD_MUTEX_INITIALIZER;

cmark_node *zb_markdown_parse(zb_str text) {
    static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};
    pthread_mutex_lock(&parser_lock);
    cmark_gfm_core_extensions_ensure_registered();
    /* Single tildes stay text: Chinese writes ranges with them. */
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, text.s, text.n);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    pthread_mutex_unlock(&parser_lock);
    return root;
}

/* ---- what a line costs ---- */

/* Bytes of a list marker with its space at `at`; 0: none. */
static size_t list_marker(zb_str line, size_t at) {
    size_t n = at;
    while (n < line.n && line.s[n] >= '0' && line.s[n] <= '9')
        n++;
    if (n + 1 >= line.n || line.s[n + 1] != ' ' || !strchr(n > at ? ".)" : "-+*", line.s[n]))
        return 0;
    return n + 2 - at;
}

/* Containers that one line opens. */
static size_t line_depth(zb_str line) {
    size_t depth = 0;
    for (size_t at = 0; at < line.n;) {
        size_t step = list_marker(line, at);
        if (step || line.s[at] == '>')
            depth++;
        else if (line.s[at] != ' ' && line.s[at] != '\t')
            break;
        at += step ? step : 1;
    }
    return depth;
}

static size_t count_of(zb_str line, const char *characters) {
    size_t count = 0;
    for (size_t i = 0; i < line.n; i++)
        count += line.s[i] && strchr(characters, line.s[i]) != NULL;
    return count;
}

/* A place that is looked for only when it is told. */
typedef struct place {
    zb_locate locate;
    const void *context;
    size_t offset;
} place;

typedef struct limit {
    const char *code, *format; /* with the limit as %zu */
    size_t value, most;
    const char *hint;
} limit;

static bool within(const limit *limits, size_t count, const place *at, zb_diags *diags) {
    for (size_t i = 0; i < count; i++) {
        if (limits[i].value <= limits[i].most)
            continue;
        zb_diag_add(diags, ZB_ERROR, limits[i].code, at->locate(at->context, at->offset), limits[i].format, limits[i].most);
        zb_diag_hint(diags, "%s", limits[i].hint);
        return false;
    }
    return true;
}

bool zb_markdown_bounded(const zb_lines *lines, zb_locate locate, const void *context, zb_diags *diags) {
    size_t marks = 0;
    for (size_t i = 0; i < lines->count; i++) {
        size_t start = lines->starts[i];
        zb_str line = zb_str_sub(lines->text, start, zb_lines_end(lines, i));
        marks = zb_str_trim(line).n ? marks + count_of(line, "[]()*_~`<!") : 0;
        const limit limits[] = {
            {"markdown.size", "the expanded text is longer than %zu bytes", lines->text.n, ZB_MARKDOWN_SIZE_MAX,
             "divide the issue; tables from data do not count when a table block shows them"},
            {"markdown.line", "the line is longer than %zu bytes", line.n, ZB_MARKDOWN_LINE_MAX,
             "break the line; between Chinese characters a line end leaves no space"},
            {"markdown.depth", "the text is nested more than %zu deep", line_depth(line), ZB_MARKDOWN_DEPTH_MAX,
             "quotes and lists within each other count"},
            {"markdown.columns", "the line has more than %zu '|'", count_of(line, "|"), ZB_MARKDOWN_COLUMNS_MAX,
             "no page is wide enough for such a table"},
            {"markdown.marks", "there are more than %zu characters of markup without an empty line", marks,
             ZB_MARKDOWN_MARKS_MAX, "put empty lines between; show long tables from data with a table block"},
        };
        if (!within(limits, sizeof limits / sizeof *limits, &(place){locate, context, start}, diags))
            return false;
    }
    return true;
}

cmark_node *zb_md_parse(const zb_md *md) {
    bool bounded = zb_markdown_bounded(&md->lines, zb_expansion_loc, md->context->expansion, md->reader.diags);
    return bounded ? zb_markdown_parse(md->lines.text) : NULL;
}
