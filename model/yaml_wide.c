/* SPDX-License-Identifier: Apache-2.0
 * Full-width marks where YAML wants its own: what a Chinese keyboard gives. The parser takes them for letters and stumbles later, often in
 * the next line; here the line with the mark is found. */
#include <string.h>

#include "base/utf8.h"
#include "model/yaml_syntax.h"

/* Lines of an open bracket that are looked through. */
#define LINES_MAX 50

typedef struct mark {
    const char *wide, *narrow;
} mark;

static const mark marks[] = {
    {"：", ":"}, {"，", ","}, {"　", " "}, {"｛", "{"}, {"｝", "}"}, {"［", "["}, {"］", "]"},
    {"－", "-"}, {"”", "\""}, {"“", "\""}, {"’", "'"}, {"‘", "'"}, {"＂", "\""}, {"＇", "'"},
};

static const mark *mark_at(zb_str line, size_t at) {
    zb_str rest = zb_str_sub(line, at, line.n);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (zb_str_starts(rest, marks[i].wide)) return &marks[i];
    return NULL;
}

static bool is_mark(zb_str line, size_t at, const char *wide) { return zb_str_starts(zb_str_sub(line, at, line.n), wide); }

static bool ends_word(zb_str line, size_t at) { return at >= line.n || strchr(" \t\r\n", line.s[at]); }

/* A walk along a line: how many brackets are open, whether a key stood before. */
typedef struct walk {
    zb_str line;
    size_t at;
    int depth;
    bool value;  /* behind the ':' of a key */
    bool begins; /* a key, an item or a value may begin here */
} walk;

/* The text in quotes that begins here: moves behind it. Where it does not end in the line: the full-width quote that was to end it, or
 * SIZE_MAX, and the line is over. */
static size_t skip_quoted(walk *w) {
    char quote = w->line.s[w->at];
    size_t end = w->at + 1, wide = SIZE_MAX;
    for (; end < w->line.n && w->line.s[end] != quote; end++) {
        if (quote == '"' && w->line.s[end] == '\\') end++;
        const mark *m = mark_at(w->line, end);
        if (m && *m->narrow == quote) wide = end;
    }
    w->at = end < w->line.n ? end + 1 : w->line.n;
    return end < w->line.n ? SIZE_MAX : wide;
}

/* Whether a key with YAML's own colon follows before the next ASCII comma or bracket. */
static bool key_follows(zb_str line, size_t at) {
    for (; at < line.n && !strchr(",[]{}\"'#", line.s[at]); at++)
        if (line.s[at] == ':' && ends_word(line, at + 1)) return true;
    return false;
}

/* Whether the full-width mark here stands for one of YAML's. */
static bool is_slip(const walk *w) {
    zb_str line = w->line;
    if (is_mark(line, w->at, "：")) return !w->value;
    if (is_mark(line, w->at, "　")) return w->begins || (w->at > 0 && line.s[w->at - 1] == ':' && !w->value);
    if (is_mark(line, w->at, "｛") || is_mark(line, w->at, "［")) return w->begins;
    if (is_mark(line, w->at, "＂") || is_mark(line, w->at, "＇")) return w->begins;
    if (is_mark(line, w->at, "－")) return w->begins && !w->value && (is_mark(line, w->at + 3, " ") || is_mark(line, w->at + 3, "　"));
    if (!w->depth) return false;
    if (is_mark(line, w->at, "，")) return key_follows(line, w->at + 3);
    bool closes = is_mark(line, w->at, "｝") || is_mark(line, w->at, "］");
    return closes && !memchr(line.s + w->at, is_mark(line, w->at, "｝") ? '}' : ']', line.n - w->at);
}

/* Takes a character of YAML's own, or any other. */
static void step(walk *w) {
    char c = w->line.s[w->at];
    bool item = c == '-' && w->begins && !w->value && ends_word(w->line, w->at + 1);
    w->begins = (w->begins && c == ' ') || item;
    if (c == ':' && ends_word(w->line, w->at + 1)) {
        w->value = w->begins = true;
    } else if (strchr("[{", c) || (c == ',' && w->depth)) {
        w->depth += c != ',';
        w->value = false;
        w->begins = true;
    } else if (strchr("]}", c)) {
        w->depth -= w->depth > 0;
    }
    if ((unsigned char)c < 0x80) w->at++;
    else zb_utf8_next(w->line, &w->at);
}

/* The first slip of a line, which begins inside so many brackets; SIZE_MAX: none. */
static size_t slip_in(zb_str line, int depth) {
    walk w = {.line = line, .depth = depth, .begins = true};
    while (w.at < line.n) {
        char c = line.s[w.at];
        if (c == '#' && (w.at == 0 || line.s[w.at - 1] == ' ')) break;
        if (w.begins && (c == '"' || c == '\'')) {
            size_t wide = skip_quoted(&w);
            if (wide != SIZE_MAX) return wide;
            w.begins = false;
            continue;
        }
        if ((unsigned char)c >= 0x80 && mark_at(line, w.at) && is_slip(&w)) return w.at;
        step(&w);
    }
    return SIZE_MAX;
}

static size_t line_begin(zb_str text, size_t offset) {
    while (offset > 0 && text.s[offset - 1] != '\n') offset--;
    return offset;
}

static zb_str line_from(zb_str text, size_t begin) {
    const char *end = begin < text.n ? memchr(text.s + begin, '\n', text.n - begin) : NULL;
    return zb_str_sub(text, begin, end ? (size_t)(end - text.s) : text.n);
}

static size_t slip_of_line(zb_str text, size_t begin, int depth) {
    size_t slip = slip_in(line_from(text, begin), depth);
    return slip == SIZE_MAX ? SIZE_MAX : begin + slip;
}

/* The beginning of the line above that holds something; SIZE_MAX: there is none. */
static size_t line_above(zb_str text, size_t begin) {
    while (begin > 0) {
        begin = line_begin(text, begin - 1);
        zb_str line = zb_str_trim(line_from(text, begin));
        if (line.n && line.s[0] != '#') return begin;
    }
    return SIZE_MAX;
}

/* Where the slip is: in the lines since a bracket was opened, in the line where the parser stopped, or in the one above, unless that is an
 * item, in which a colon is a mark like others. */
static size_t find_slip(const zb_yaml_problem *p) {
    size_t here = line_begin(p->text, p->offset), slip = SIZE_MAX;
    if (p->open != SIZE_MAX) {
        size_t begin = line_begin(p->text, p->open);
        slip = slip_of_line(p->text, begin, 0);
        for (int i = 0; i < LINES_MAX && slip == SIZE_MAX; i++) {
            begin += line_from(p->text, begin).n + 1;
            if (begin > here || begin >= p->text.n) break;
            slip = slip_of_line(p->text, begin, 1);
        }
        if (slip != SIZE_MAX) return slip;
    }
    slip = slip_of_line(p->text, here, 0);
    if (slip != SIZE_MAX) return slip;
    size_t above = line_above(p->text, here);
    if (above == SIZE_MAX || zb_str_starts(zb_str_trim(line_from(p->text, above)), "- ")) return SIZE_MAX;
    return slip_of_line(p->text, above, 0);
}

static void tell(const char *wide, const char *narrow, const char *code, zb_loc loc, zb_diags *diags) {
    if (*narrow == '"' || *narrow == '\'') {
        zb_diag_add(diags, ZB_ERROR, code, loc, "a full-width quotation mark stands here for an ordinary one");
        if (*narrow == '"') zb_diag_hint(diags, "write the straight double quote of the keyboard");
        else zb_diag_hint(diags, "write the straight single quote of the keyboard");
        return;
    }
    zb_diag_add(diags, ZB_ERROR, code, loc, "the full-width '%s' stands here for '%s'", wide, narrow);
    if (*narrow == ':') zb_diag_hint(diags, "write ':' and a space");
    else zb_diag_hint(diags, "write '%s'", narrow);
}

bool zb_yaml_explain_wide(const zb_yaml_problem *p, zb_locate locate, const void *context, zb_diags *diags) {
    size_t slip = find_slip(p);
    if (slip == SIZE_MAX) return false;
    const mark *m = mark_at(p->text, slip);
    zb_loc loc = locate(context, slip);
    if (*m->narrow == ' ') {
        zb_diag_add(diags, ZB_ERROR, "yaml.syntax", loc, "a full-width space stands here for an ordinary one");
        zb_diag_hint(diags, "write ordinary spaces");
        return true;
    }
    tell(m->wide, m->narrow, "yaml.syntax", loc, diags);
    return true;
}

/* "“甲\"", "［甲, 乙]": begins with a full-width mark and ends with the ASCII one that goes with it. */
static bool is_mixed(zb_str text, const char **wide, const char **narrow) {
    static const struct {
        const char *open, *close, *ascii;
    } pairs[] = {{"“", "\"", "\""}, {"＂", "\"", "\""}, {"‘", "'", "'"}, {"＇", "'", "'"}, {"［", "]", "["}, {"｛", "}", "{"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!zb_str_starts(text, pairs[i].open) || !zb_str_ends(text, pairs[i].close)) continue;
        size_t open = strlen(pairs[i].open);
        if (zb_str_find(zb_str_sub(text, open, text.n - 1), zb_str_of(pairs[i].ascii), 0) != SIZE_MAX) continue;
        *wide = pairs[i].open;
        *narrow = pairs[i].ascii;
        return true;
    }
    return false;
}

void zb_yaml_check_plain(zb_str text, zb_str source, size_t offset, zb_loc loc, zb_diags *diags) {
    const char *wide, *narrow;
    if (text.n < 3 || ((unsigned char)*text.s != 0xE2 && (unsigned char)*text.s != 0xEF)) return;
    bool bar = is_mark(text, 0, "｜");
    bool folded = (bar || is_mark(text, 0, "＞")) && zb_str_trim(line_from(source, offset)).n == 3 && text.n > 3;
    if (folded) tell(bar ? "｜" : "＞", bar ? "|" : ">", "yaml.wide", loc, diags);
    else if (is_mixed(text, &wide, &narrow)) tell(wide, narrow, "yaml.wide", loc, diags);
}
