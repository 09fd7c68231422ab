/* SPDX-License-Identifier: Apache-2.0
 * A parser notices wrong indentation where a later line no longer fits, often not where the slip is. So the slips that editors make are
 * undone one at a time, in the lines around: what makes the text well-formed again was the slip. Tried on the stretch between two keys in
 * the first column, so that neither its length nor other slips matter. */
#include "model/yaml_blame.h"

#include <libfyaml.h>
#include <string.h>

/* Bytes of a stretch that is tried; lines looked through for a bracket. */
#define STRETCH_MAX ((size_t)64 << 10)
#define LINES_MAX 400
/* Bytes of all that is tried for one error. */
#define SPENT_MAX ((size_t)2 << 20)
#define CANDIDATES 5
#define COLUMNS 8

typedef struct trial {
    zb_str text;
    size_t start, end; /* the stretch */
    zb_buf edited;
    size_t spent; /* bytes tried */
    size_t best;  /* scalars of the best repair so far */
    bool strict;  /* what a line out of place often leaves counts as a fault too */
} trial;

/* Lines ----------------------------------------------------------------------------------------------------------------------- */

static size_t line_start(zb_str text, size_t at) {
    while (at > 0 && text.s[at - 1] != '\n') at--;
    return at;
}

static size_t line_end(zb_str text, size_t at) {
    while (at < text.n && text.s[at] != '\n') at++;
    return at;
}

static size_t indent_of(zb_str text, size_t start) {
    size_t at = start;
    while (at < text.n && text.s[at] == ' ') at++;
    return at - start;
}

/* Neither blank nor a comment. */
static bool is_code(zb_str text, size_t start) {
    size_t at = start + indent_of(text, start);
    return at < text.n && text.s[at] != '\n' && text.s[at] != '#';
}

static bool has_dash(zb_str text, size_t start) {
    size_t at = start + indent_of(text, start);
    return at + 1 < text.n && text.s[at] == '-' && text.s[at + 1] == ' ';
}

/* The next line with code before or behind a line; SIZE_MAX: none. */
static size_t code_before(zb_str text, size_t start) {
    while (start > 0) {
        start = line_start(text, start - 1);
        if (is_code(text, start)) return start;
    }
    return SIZE_MAX;
}

static size_t code_behind(zb_str text, size_t start) {
    while ((start = line_end(text, start)) + 1 < text.n)
        if (is_code(text, ++start)) return start;
    return SIZE_MAX;
}

static bool is_top(zb_str text, size_t start) { return indent_of(text, start) == 0 && text.s[start] != '-'; }

/* The first line of the block that a line closes: behind the nearest one above that is indented less. */
static size_t block_head(zb_str text, size_t line) {
    size_t head = line, indent = indent_of(text, line);
    for (size_t at = code_before(text, line); at != SIZE_MAX; at = code_before(text, at)) {
        if (indent_of(text, at) < indent) return head;
        head = at;
    }
    return head;
}

/* Trying ---------------------------------------------------------------------------------------------------------------------- */

/* A key without a value, or a text without quotes over several lines. */
static bool is_doubtful(struct fy_event *event) {
    const struct fy_mark *start = fy_event_start_mark(event), *end = fy_event_end_mark(event);
    struct fy_token *token = event->type == FYET_SCALAR ? fy_event_get_token(event) : NULL;
    if (event->type != FYET_SCALAR) return false;
    return !start || (token && end && fy_token_scalar_style(token) == FYSS_PLAIN && end->line > start->line);
}

/* How many scalars there are in a text that is well-formed; 0: it is not. */
static size_t count_scalars(zb_str text, bool strict) {
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&quiet);
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = diag};
    struct fy_parser *parser = fy_parser_create(&config);
    bool fine = diag && parser && fy_parser_set_string(parser, text.s, text.n) == 0, ended = false;
    struct fy_event *event;
    size_t count = 0;
    while (fine && (event = fy_parser_parse(parser))) {
        ended = event->type == FYET_STREAM_END;
        fine = !strict || !is_doubtful(event);
        count += event->type == FYET_SCALAR;
        fy_parser_event_free(parser, event);
    }
    fine = fine && ended && !fy_parser_get_stream_error(parser);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return fine ? count : 0;
}

/* Whether the stretch is well-formed with `count` bytes at `at` replaced by spaces and then `mark`. What makes keys a part of some text is
 * worse than what does not. */
static bool repairs(trial *t, size_t at, size_t count, size_t spaces, const char *mark) {
    t->edited.n = 0;
    zb_buf_add(&t->edited, zb_str_sub(t->text, t->start, at));
    for (size_t i = 0; i < spaces; i++) zb_buf_add_char(&t->edited, ' ');
    zb_buf_add(&t->edited, zb_str_of(mark));
    zb_buf_add(&t->edited, zb_str_sub(t->text, at + count, t->end));
    t->spent += t->edited.n;
    if (t->spent > SPENT_MAX) return false;
    size_t scalars = count_scalars(zb_buf_str(&t->edited), t->strict);
    if (scalars <= t->best) return false;
    t->best = scalars;
    return true;
}

/* The columns that a line might begin in: those of the lines around, with and without their dashes, and a step to each side. */
static size_t columns_around(zb_str text, size_t line, size_t columns[COLUMNS]) {
    size_t lines[] = {code_before(text, line), code_behind(text, line)}, count = 0, indent = indent_of(text, line);
    for (size_t i = 0; i < 2; i++) {
        if (lines[i] == SIZE_MAX) continue;
        size_t around = indent_of(text, lines[i]);
        columns[count++] = around;
        if (has_dash(text, lines[i])) columns[count++] = around + 2;
    }
    columns[count++] = indent + 2;
    if (indent >= 2) columns[count++] = indent - 2;
    columns[count++] = 0;
    return count;
}

static bool try_indent(trial *t, size_t line, size_t column, zb_yaml_blame *out) {
    size_t indent = indent_of(t->text, line);
    *out = (zb_yaml_blame){ZB_YAML_INDENT, line + indent, indent, column};
    return column != indent && repairs(t, line, indent, column, "");
}

/* A line that alone does not begin where both its neighbours do. */
static bool try_sandwich(trial *t, size_t line, zb_yaml_blame *out) {
    size_t before = code_before(t->text, line), behind = code_behind(t->text, line);
    if (before == SIZE_MAX || behind == SIZE_MAX || indent_of(t->text, before) != indent_of(t->text, behind)) return false;
    if (t->text.s[line_end(t->text, line) - 1] == ':') return false; /* what is behind it may hang on it */
    return try_indent(t, line, indent_of(t->text, before), out);
}

static bool try_indents(trial *t, size_t line, bool left, zb_yaml_blame *out) {
    size_t columns[COLUMNS], count = columns_around(t->text, line, columns), indent = indent_of(t->text, line);
    for (size_t i = 0; i < count; i++)
        if ((columns[i] < indent) == left && try_indent(t, line, columns[i], out)) return true;
    return false;
}

static bool try_left(trial *t, size_t line, zb_yaml_blame *out) { return try_indents(t, line, true, out); }
static bool try_right(trial *t, size_t line, zb_yaml_blame *out) { return try_indents(t, line, false, out); }

static bool try_dash(trial *t, size_t line, zb_yaml_blame *out) {
    size_t indent = indent_of(t->text, line);
    if (indent < 2 || has_dash(t->text, line) || !repairs(t, line, indent, indent - 2, "- ")) return false;
    *out = (zb_yaml_blame){.slip = ZB_YAML_DASH, .offset = line + indent};
    return true;
}

/* A colon without a space behind the first word of a line. (A full-width one has been looked for before: yaml_wide.c.) */
static bool try_colon(trial *t, size_t line, zb_yaml_blame *out) {
    zb_str text = t->text;
    size_t at = line + indent_of(text, line) + (has_dash(text, line) ? 2 : 0);
    while (at < text.n && !strchr(" :\n", text.s[at])) at++;
    if (at == text.n || text.s[at] != ':' || !repairs(t, at, 1, 0, ": ")) return false;
    *out = (zb_yaml_blame){.slip = ZB_YAML_COLON, .offset = at};
    return true;
}

/* The last bracket of a line that it does not close; SIZE_MAX: none. */
static size_t open_bracket(zb_str text, size_t line) {
    size_t end = line_end(text, line), open[16], depth = 0;
    char quote = 0;
    for (size_t at = line; at < end; at++) {
        char c = text.s[at];
        if (quote) quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'') quote = c;
        else if (c == '#' && at > line && text.s[at - 1] == ' ') break;
        else if ((c == '{' || c == '[') && depth < 16) open[depth++] = at;
        else if ((c == '}' || c == ']') && depth > 0) depth--;
    }
    return depth && !quote ? open[depth - 1] : SIZE_MAX;
}

/* A bracket that should be closed at the end of its line, somewhere before the line where the parser gave up. */
static bool try_brackets(trial *t, size_t line, zb_yaml_blame *out) {
    for (size_t at = line, count = 0; at != SIZE_MAX && at >= t->start && count < LINES_MAX; at = code_before(t->text, at), count++) {
        size_t open = open_bracket(t->text, at);
        if (open == SIZE_MAX) continue;
        *out = (zb_yaml_blame){.slip = ZB_YAML_BRACKET, .offset = open};
        return repairs(t, line_end(t->text, at), 0, 0, t->text.s[open] == '{' ? "}" : "]");
    }
    return false;
}

/* Finding --------------------------------------------------------------------------------------------------------------------- */

/* From the key in the first column above all of the lines to that below them. */
static void find_stretch(trial *t, size_t first, size_t last) {
    t->start = code_before(t->text, first);
    while (t->start != SIZE_MAX && !is_top(t->text, t->start)) t->start = code_before(t->text, t->start);
    if (t->start == SIZE_MAX) t->start = 0;
    t->end = code_behind(t->text, last);
    while (t->end != SIZE_MAX && !is_top(t->text, t->end)) t->end = code_behind(t->text, t->end);
    if (t->end == SIZE_MAX) t->end = t->text.n;
}

/* The likelier slips first. A line that is too far to the right is likelier than one that others follow to the left. */
static bool (*const tries[])(trial *t, size_t line, zb_yaml_blame *out) = {try_colon, try_sandwich, try_left, try_right, try_dash};

static bool try_all(trial *t, const size_t candidates[CANDIDATES], zb_yaml_blame *out) {
    for (size_t k = 0; k < sizeof tries / sizeof *tries; k++) {
        t->best = 0;
        for (size_t i = 0; i < CANDIDATES; i++) {
            zb_yaml_blame blame;
            if (candidates[i] != SIZE_MAX && tries[k](t, candidates[i], &blame)) *out = blame;
        }
        if (t->best) return true;
    }
    return false;
}

bool zb_yaml_find_blame(zb_str text, size_t offset, zb_yaml_blame *out) {
    size_t line = line_start(text, offset < text.n ? offset : text.n), behind = code_behind(text, line), head = block_head(text, line);
    size_t before = code_before(text, line), above = before == SIZE_MAX ? SIZE_MAX : code_before(text, before);
    const size_t candidates[CANDIDATES] = {above, before, line, behind, head};
    size_t first = above != SIZE_MAX ? above : before != SIZE_MAX ? before : line;
    trial t = {.text = text, .strict = true};
    find_stretch(&t, first < head ? first : head, behind == SIZE_MAX ? line : behind);
    if (t.end - t.start > STRETCH_MAX) return false;
    bool found = try_brackets(&t, line, out) || try_all(&t, candidates, out);
    t.strict = false;
    found = found || try_all(&t, candidates, out);
    zb_buf_free(&t.edited);
    return found;
}
