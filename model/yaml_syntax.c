/* SPDX-License-Identifier: Apache-2.0
 * Explaining YAML syntax problems: a table from the parser's findings to plain words and a cure, after a look at the line for what
 * people really do wrong: tabs, full-width marks (yaml_wide.c), a missing space, a bracket left open. */
#include "model/yaml_syntax.h"

#include <string.h>

#include "base/utf8.h"
#include "model/yaml_blame.h"

typedef struct explanation {
    const char *finding; /* a part of the parser's words */
    const char *message;
    const char *hint; /* may be NULL */
} explanation;

#define ALIGN "keys of one mapping, and items of one list, begin in the same column"
#define COLON_HINT "a space must follow the ':' of a key"
#define QUOTE "put the text in quotes"

static const explanation explanations[] = {
    {"wrongly indented double-quoted", "the text in double quotes that begins here does not end",
     "close it with '\"'; further lines of it must be indented"},
    {"double-quoted scalar without", "the text in double quotes that begins here does not end", "close it with '\"'"},
    {"wrongly indented single-quoted", "the text in single quotes that begins here does not end",
     "close it with \"'\"; further lines of it must be indented"},
    {"single-quoted scalar without", "the text in single quotes that begins here does not end", "close it with \"'\""},
    {"trailing content after", "something follows the closing quote",
     "inside double quotes a quote is written \\\", inside single quotes ''"},
    {"invalid escape", "this escape is not known", "write \\\\ for a backslash, or use single quotes"},
    {"hex escape", "this escape names no character", NULL},
    {"UTF8 escape", "this escape names no character", NULL},
    {"malformed UTF8", "this is not UTF-8", NULL},
    {"nested block mapping on the same line", "': ' stands inside a text without quotes", QUOTE},
    {"invalid multiline plain key", "the text that begins here runs on into a line that has a key", ALIGN},
    {"invalid mapping in plain multiline", "the text before this runs on into a line that has a key", ALIGN},
    {"did not find expected key", "what stands here is neither a key nor a value", QUOTE},
    {"at the end of block sequence", "this belongs neither to the list above nor to a new item",
     "an item begins with '- ', further lines of it are indented"},
    {"could not find expected ':'", "a key must be followed by ': '", NULL},
    {"missing ':'", "a key must be followed by ': '", NULL},
    {"missing comma", "',' or a closing bracket is missing here", NULL},
    {"extra closing", "this bracket closes nothing", NULL},
    {"mismatched flow", "this bracket does not match the one that is open", NULL},
    {"on the same line as a mapping key", "a list cannot begin on the line of its key",
     "begin it on the next line, indented, or write [a, b]"},
    {"invalid value after mapping", "a text without quotes ended above, by a comment or a deeper value", QUOTE},
    {"block scalar no linebreak", "after '|' or '>' the text begins on the next line", NULL},
    {"block scalar", "the lines of this text are not indented evenly", "indent all of them at least as far as the first"},
    {"expected node content", "nothing stands behind this", "write the value, or remove it"},
    {"invalid anchor", "'&' needs a name", QUOTE},
    {"invalid alias", "'*' needs a name", QUOTE},
    {"depth", NULL, NULL}, /* reported as a limit */
    {"ndented", "the indentation fits no line above", ALIGN},
    {"ndentation", "the indentation fits no line above", ALIGN},
    {"ndendation", "the indentation fits no line above", ALIGN},
};

static const explanation *find_explanation(const char *finding) {
    for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++)
        if (strstr(finding, explanations[i].finding)) return &explanations[i];
    return NULL;
}

static size_t line_start(zb_str text, size_t offset) {
    while (offset > 0 && text.s[offset - 1] != '\n') offset--;
    return offset;
}

static zb_str line_at(zb_str text, size_t start) {
    size_t end = start;
    while (end < text.n && text.s[end] != '\n') end++;
    return zb_str_sub(text, start, end);
}

/* Offset of a tab in the indentation of the line at `start`, or SIZE_MAX. */
static size_t tab_in_indent(zb_str text, size_t start) {
    for (size_t i = start; i < text.n && (text.s[i] == ' ' || text.s[i] == '\t'); i++)
        if (text.s[i] == '\t') return i;
    return SIZE_MAX;
}

/* The last dash before an offset that has nothing behind it in its line: that is noticed at what follows. */
static size_t bare_dash(zb_str text, size_t offset) {
    for (size_t at = offset; at > 0; at--)
        if (text.s[at - 1] == '-' && (at == text.n || text.s[at] == '\n')) return at - 1;
    return offset;
}

static bool explain_tab(const zb_yaml_problem *p, zb_locate locate, const void *context, zb_diags *diags) {
    size_t start = line_start(p->text, p->offset), next = start + line_at(p->text, start).n + 1;
    size_t tab = tab_in_indent(p->text, start);
    if (tab == SIZE_MAX && next < p->text.n) tab = tab_in_indent(p->text, next);
    if (tab == SIZE_MAX) return false;
    zb_diag_add(diags, ZB_ERROR, "yaml.syntax", locate(context, tab), "a tab indents this line");
    zb_diag_hint(diags, "indent with spaces");
    return true;
}

static void report_open_bracket(char bracket, zb_loc loc, zb_diags *diags) {
    zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "the '%c' that opens here is not closed", bracket);
    zb_diag_hint(diags, "close it with '%c', and separate what it holds with ','", bracket == '[' ? ']' : '}');
}

/* A bracket opened on an earlier line is the likelier culprit than the line on which it was missed. */
static bool explain_open_bracket(const zb_yaml_problem *p, zb_locate locate, const void *context, zb_diags *diags) {
    bool missing = strstr(p->finding, "without a closing");
    bool doubtful = strstr(p->finding, "missing comma") || strstr(p->finding, "indented");
    if (!(missing || doubtful) || p->open == SIZE_MAX) return false;
    if (!missing && line_start(p->text, p->open) == line_start(p->text, p->offset)) return false;
    report_open_bracket(p->text.s[p->open], locate(context, p->open), diags);
    return true;
}

/* "year:2019" is a text to YAML. */
static const char *colon_hint(zb_str line) {
    size_t narrow = zb_str_find(line, ZB_STR(":"), 0);
    if (narrow != SIZE_MAX && narrow + 1 < line.n && line.s[narrow + 1] != ' ') return COLON_HINT;
    return NULL;
}

static void explain_by_table(const zb_yaml_problem *p, zb_loc loc, zb_diags *diags) {
    const explanation *known = find_explanation(p->finding);
    const char *hint = known ? known->hint : NULL;
    bool indicator = p->offset < p->text.n && strchr("@`%&*!|>'\"#,[]{}-?:", p->text.s[p->offset]);
    if (indicator && strstr(p->finding, "cannot start with")) {
        zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "a text without quotes cannot begin with '%c'", p->text.s[p->offset]);
        hint = QUOTE;
    } else if (known && !known->message) {
        zb_diag_add(diags, ZB_ERROR, "yaml.depth", loc, "lists and mappings are nested more than %d deep", ZB_YAML_DEPTH_MAX);
    } else {
        zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "%s", known ? known->message : p->finding);
    }
    bool about_key = strstr(p->finding, "multiline plain key") || strstr(p->finding, "':'");
    const char *colon = about_key ? colon_hint(line_at(p->text, line_start(p->text, p->offset))) : NULL;
    if (colon) hint = colon;
    if (hint) zb_diag_hint(diags, "%s", hint);
}

/* Lines that do not fit together: which of them is out of place. */
static bool explain_misfit(const zb_yaml_problem *p, zb_locate locate, const void *context, zb_diags *diags) {
    const explanation *known = find_explanation(p->finding);
    bool misfit = known && known->hint && (!strcmp(known->hint, ALIGN) || strstr(p->finding, "at the end of block sequence"));
    zb_yaml_blame blame;
    if (!misfit || !zb_yaml_find_blame(p->text, p->offset, &blame)) return false;
    zb_loc loc = locate(context, blame.offset);
    if (blame.slip == ZB_YAML_BRACKET) {
        report_open_bracket(p->text.s[blame.offset], loc, diags);
    } else if (blame.slip == ZB_YAML_COLON) {
        zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "no space follows the colon of this key");
        zb_diag_hint(diags, "%s", COLON_HINT);
    } else if (blame.slip == ZB_YAML_DASH) {
        zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "'- ' is missing here: an item of the list begins");
        zb_diag_hint(diags, "an item begins with '- ', further lines of it are indented");
    } else {
        zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "the line begins with %zu space%s, to fit the lines around it must be %zu",
                    blame.indent, blame.indent == 1 ? "" : "s", blame.wanted);
        zb_diag_hint(diags, "%s", ALIGN);
    }
    return true;
}

void zb_yaml_explain(const zb_yaml_problem *problem, zb_locate locate, const void *context, zb_diags *diags) {
    zb_yaml_problem p = *problem;
    if (p.offset > p.text.n) p.offset = p.text.n;
    if (strstr(p.finding, "without closing quote") && p.offset > 0) p.offset--; /* the mark is behind the quote */
    if (strstr(p.finding, "expected node content")) p.offset = bare_dash(p.text, p.offset);
    bool limit = strstr(p.finding, "depth") != NULL;
    if (explain_tab(&p, locate, context, diags) || (!limit && zb_yaml_explain_wide(&p, locate, context, diags))) return;
    if (explain_open_bracket(&p, locate, context, diags)) return;
    if (explain_misfit(&p, locate, context, diags)) return;
    explain_by_table(&p, locate(context, p.offset), diags);
}
