/* SPDX-License-Identifier: Apache-2.0
 * Mustache text to tokens: finding tags between the current delimiters, standalone lines, and which tag closes which
 * section. */
#include "templates/expand_parts.h"

#include <string.h>

#include "templates/condition.h"

#define ERRORS_MAX 50 /* after so many, the rest of a template is taken as text: it is something else */
#define MARKDOWN "markdown" /* before a name: the value may bring any Markdown */
#define TOKENS_MAX 1000000
#define DELIMITER_MAX 16
#define SHOWN_MAX 60 /* bytes of a bad name that a message shows */

typedef struct tokenizer {
    zb_arena *arena;
    const zb_source *source;
    zb_diags *diags;
    zb_str text; /* the source up to the end of the part that is read */
    size_t start, at;
    zb_str open, close; /* the delimiters now */
    ZB_VEC(zb_token) tokens;
    ZB_VEC(size_t) sections; /* tokens of those still open */
    bool line_start;         /* the next token begins a line whose first tag left no token */
    size_t errors;
} tokenizer;

typedef struct found_tag {
    char sigil;  /* 0: {{x}} */
    bool markup; /* {{{markdown x}}} */
    bool branch; /* {{else}}, {{else if condition}} */
    size_t start, end;
    zb_str content, condition; /* of {{#if condition}}: if, condition */
} found_tag;

static zb_str shown(zb_str text) {
    size_t n = 0;
    while (n < text.n && n < SHOWN_MAX && text.s[n] != '\n') n++;
    while (n > 0 && n < text.n && ((unsigned char)text.s[n] & 0xC0) == 0x80) n--;
    return zb_str_sub(text, 0, n);
}

static void complain(tokenizer *t, const char *code, size_t at, const char *message, zb_str name) {
    t->errors++;
    zb_str cut = shown(name);
    zb_diag_add(t->diags, ZB_ERROR, code, zb_source_loc(t->source, at), message, ZB_STR_ARG(cut));
}

static bool blank(char c) { return c == ' ' || c == '\t'; }

static bool has_space(zb_str s) {
    for (size_t i = 0; i < s.n; i++)
        if (strchr(" \t\r\n", s.s[i])) return true;
    return false;
}

/* A name may hold anything but white space and braces, so that data with any keys can be told. */
bool zb_name_valid(zb_str name) {
    if (name.n == 0 || has_space(name) || strchr("#^/>!&={}<$*%+", name.s[0])) return false;
    if (zb_str_is(name, ".")) return true;
    bool part = false;
    for (size_t i = 0; i < name.n; i++) {
        if (name.s[i] == '{' || name.s[i] == '}') return false;
        if (name.s[i] == '.' && !part) return false;
        part = name.s[i] != '.';
    }
    return part;
}

/* What follows `word` and white space; empty: something else stands there. */
static zb_str behind(zb_str content, const char *word) {
    size_t n = strlen(word);
    bool there = zb_str_starts(content, word) && content.n > n && has_space(zb_str_sub(content, n, n + 1));
    return there ? zb_str_trim(zb_str_sub(content, n, content.n)) : (zb_str){0};
}

/* {{#if x}}, {{else}}, {{else if x}}. False: the tag is another one. */
static bool words_read(found_tag *tag) {
    zb_str rest = behind(tag->content, "else");
    if (tag->sigil == '#') tag->condition = behind(tag->content, "if");
    else if (!tag->sigil) tag->condition = behind(rest, "if");
    tag->branch = !tag->sigil && (zb_str_is(tag->content, "else") || tag->condition.n);
    if (tag->branch || tag->condition.n) tag->content = ZB_STR("if");
    return tag->branch || tag->condition.n;
}

/* A tag that nearly is one of these. */
static const char *words_hint(const found_tag *tag) {
    if (tag->sigil == '^' && behind(tag->content, "if").n) return "write {{#if not ...}}";
    if (tag->sigil == '/' && behind(tag->content, "if").n) return "write {{/if}}";
    if (!tag->sigil && behind(tag->content, "if").n) return "a condition begins with {{#if ...}}";
    if (!tag->sigil && zb_str_starts(tag->content, "el")) return "write {{else}} or {{else if ...}}";
    return NULL;
}

/* {{=<% %>=}} */
static void delimiters_set(tokenizer *t, const found_tag *tag) {
    zb_str c = tag->content;
    size_t n = 0, m;
    while (n < c.n && !has_space(zb_str_sub(c, n, n + 1))) n++;
    zb_str open = zb_str_sub(c, 0, n), close = zb_str_trim(zb_str_sub(c, n, c.n));
    m = close.n;
    bool sign = zb_str_find(open, ZB_STR("="), 0) != SIZE_MAX || zb_str_find(close, ZB_STR("="), 0) != SIZE_MAX;
    if (n == 0 || m == 0 || n > DELIMITER_MAX || m > DELIMITER_MAX || sign || has_space(close)) {
        complain(t, "template.syntax", tag->start, "'%.*s' does not set delimiters", c);
        zb_diag_hint(t->diags, "two words without '=' between equals signs, as in {{=<%% %%>=}}");
        return;
    }
    t->open = open;
    t->close = close;
}

/* The end of the tag's content, or SIZE_MAX. Only comments and delimiters may hold what opens a tag: elsewhere another
 * opening first means that this one is not closed. */
static size_t content_end(const tokenizer *t, size_t inner, char sigil, zb_str closing) {
    if (sigil == '!' || sigil == '=') return zb_str_find(t->text, closing, inner + 1);
    size_t limit = zb_str_find(t->text, t->open, inner + (sigil != 0));
    if (limit == SIZE_MAX) return zb_str_find(t->text, closing, inner);
    return zb_str_find(zb_str_sub(t->text, 0, limit + closing.n), closing, inner);
}

/* Reads the tag that opens at `start`. False: it was malformed; reading goes on at t->at. */
static bool tag_read(tokenizer *t, size_t start, found_tag *out) {
    size_t inner = start + t->open.n;
    char c = inner < t->text.n ? t->text.s[inner] : 0, sigil = c && strchr("#^/>!&={", c) ? c : 0;
    char closing[DELIMITER_MAX + 2] = {sigil == '{' ? '}' : '=', 0};
    size_t extra = sigil == '{' || sigil == '=';
    memcpy(closing + extra, t->close.s, t->close.n);
    zb_str end = {closing, t->close.n + extra};
    size_t at = content_end(t, inner, sigil, end);
    if (at == SIZE_MAX) {
        complain(t, "template.syntax", start, "the tag '%.*s' is not closed", zb_str_sub(t->text, start, t->text.n));
        zb_diag_hint(t->diags, "it ends with '%s'", closing);
        t->at = sigil == '!' || sigil == '=' ? t->text.n : inner;
        return false;
    }
    zb_str content = zb_str_trim(zb_str_sub(t->text, inner + (sigil != 0), at));
    bool markup = (sigil == '{' || sigil == '&') && zb_str_starts(content, MARKDOWN) && content.n > sizeof MARKDOWN - 1 &&
                  has_space(zb_str_sub(content, sizeof MARKDOWN - 1, sizeof MARKDOWN));
    if (markup) content = zb_str_trim(zb_str_sub(content, sizeof MARKDOWN - 1, content.n));
    *out = (found_tag){.sigil = sigil, .markup = markup, .start = start, .end = at + end.n, .content = content};
    if (sigil == '!' || sigil == '=' || words_read(out) || zb_name_valid(content)) return true;
    complain(t, "template.syntax", start, "'%.*s' is no name", content);
    if (words_hint(out)) zb_diag_hint(t->diags, "%s", words_hint(out));
    t->at = out->end;
    return false;
}

static bool tag_next(tokenizer *t, found_tag *out) {
    while (t->errors < ERRORS_MAX) {
        size_t start = zb_str_find(t->text, t->open, t->at);
        if (start == SIZE_MAX) return false;
        if (tag_read(t, start, out)) return true;
    }
    complain(t, "template.syntax", t->at, "too many errors%.*s: the rest of the template is not looked at",
             (zb_str){0});
    return false;
}

/* Whether a tag that shows nothing has its lines to itself: then [from, to) grows to whole lines. */
static bool standalone(const tokenizer *t, const found_tag *tag, size_t *from, size_t *to) {
    size_t a = tag->start, b = tag->end;
    if (!tag->branch && (!tag->sigil || !strchr("#^/>!=", tag->sigil))) return false;
    while (a > t->start && blank(t->text.s[a - 1])) a--;
    if (a > t->start && t->text.s[a - 1] != '\n') return false;
    while (b < t->text.n && blank(t->text.s[b])) b++;
    if (b + 1 < t->text.n && t->text.s[b] == '\r' && t->text.s[b + 1] == '\n') b++;
    if (b < t->text.n && t->text.s[b] != '\n') return false;
    *from = a;
    *to = b < t->text.n ? b + 1 : b;
    return true;
}

static bool begins_line(const tokenizer *t, size_t at) { return at == t->start || t->text.s[at - 1] == '\n'; }

static zb_token *token_push(tokenizer *t, zb_token_kind kind, size_t start, size_t end) {
    zb_token token = {.kind = kind, .start = start, .end = end, .line_start = t->line_start || begins_line(t, start)};
    t->line_start = false;
    return ZB_PUSH(t->arena, &t->tokens, token);
}

static void section_unclosed(tokenizer *t, const zb_token *section, size_t at) {
    complain(t, "template.section", section->start, "the section '%.*s' is not closed", section->name);
    zb_diag_hint(t->diags, "expected {{/...}} before %s", zb_place_text(t->arena, zb_source_loc(t->source, at)));
}

/* {{/x}} closes the innermost section of that name; sections begun after it were not closed. */
static void section_close(tokenizer *t, const found_tag *tag) {
    size_t depth = t->sections.count;
    while (depth > 0 && !zb_str_equal(t->tokens.data[t->sections.data[depth - 1]].name, tag->content)) depth--;
    if (depth == 0) {
        complain(t, "template.section", tag->start, "'{{/%.*s}}' closes a section that is not open", tag->content);
        if (t->sections.count == 0) return;
        const zb_token *open = &t->tokens.data[t->sections.data[t->sections.count - 1]];
        zb_str name = shown(open->name);
        zb_diag_hint(t->diags, "open here: '%.*s' from %s", ZB_STR_ARG(name),
                     zb_place_text(t->arena, zb_source_loc(t->source, open->start)));
        return;
    }
    while (t->sections.count >= depth) {
        zb_token *section = &t->tokens.data[t->sections.data[--t->sections.count]];
        section->match = t->tokens.count;
        if (t->sections.count >= depth) section_unclosed(t, section, tag->start);
    }
}

static zb_condition *condition_of(tokenizer *t, const found_tag *tag) {
    if (!tag->condition.n) return NULL;
    size_t start = (size_t)(tag->condition.s - t->text.s);
    zb_condition *condition = zb_condition_read(t->arena, t->source, start, start + tag->condition.n, t->diags);
    t->errors += !condition;
    return condition;
}

static void if_push(tokenizer *t, const found_tag *tag, bool alone) {
    zb_token *token = token_push(t, ZB_TOKEN_IF, tag->start, tag->end);
    token->name = tag->content;
    token->condition = condition_of(t, tag);
    if (alone) token->line_start = false;
    ZB_PUSH(t->arena, &t->sections, t->tokens.count - 1);
}

/* {{else}} ends the branch before it, and goes on with the innermost section, which must be an {{#if}} without one. */
static void else_push(tokenizer *t, const found_tag *tag) {
    size_t *top = t->sections.count ? &t->sections.data[t->sections.count - 1] : NULL;
    zb_token *open = top ? &t->tokens.data[*top] : NULL;
    if (!open || (open->kind != ZB_TOKEN_IF && open->kind != ZB_TOKEN_ELSE_IF)) {
        complain(t, "template.section", tag->start, "'%.*s' stands in no {{#if ...}}", zb_str_sub(t->text, tag->start, tag->end));
        if (open)
            zb_diag_hint(t->diags, "open here: '%.*s' from %s", ZB_STR_ARG(shown(zb_str_sub(t->text, open->start, open->end))),
                         zb_place_text(t->arena, zb_source_loc(t->source, open->start)));
        return;
    }
    open->match = *top = t->tokens.count;
    open->branched = true;
    zb_token *token = token_push(t, tag->condition.n ? ZB_TOKEN_ELSE_IF : ZB_TOKEN_ELSE, tag->start, tag->end);
    token->name = tag->content;
    token->condition = condition_of(t, tag);
    token->line_start = false;
}

static void tag_push(tokenizer *t, const found_tag *tag, bool alone, size_t from) {
    static const struct {
        char sigil;
        zb_token_kind kind;
    } kinds[] = {
        {0, ZB_TOKEN_VALUE},     {'{', ZB_TOKEN_RAW},      {'&', ZB_TOKEN_RAW},
        {'#', ZB_TOKEN_SECTION}, {'^', ZB_TOKEN_INVERTED}, {'>', ZB_TOKEN_PARTIAL},
    };
    if (tag->branch) {
        else_push(t, tag);
        return;
    }
    if (tag->condition.n) {
        if_push(t, tag, alone);
        return;
    }
    if (strchr("/!=", tag->sigil) && tag->sigil) {
        if (tag->sigil == '/') section_close(t, tag);
        if (tag->sigil == '=') delimiters_set(t, tag);
        if (!alone && begins_line(t, tag->start)) t->line_start = true;
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].sigil != tag->sigil) continue;
        zb_token *token = token_push(t, kinds[i].kind, tag->start, tag->end);
        token->name = tag->content;
        if (tag->markup) token->kind = ZB_TOKEN_MARKDOWN;
        if (alone) token->line_start = false;
        if (alone) token->indent = zb_str_sub(t->text, from, tag->start);
        if (tag->sigil == '#' || tag->sigil == '^') ZB_PUSH(t->arena, &t->sections, t->tokens.count - 1);
    }
}

static bool room_left(tokenizer *t, size_t at) {
    if (t->tokens.count < TOKENS_MAX) return true;
    zb_diag_add(t->diags, ZB_ERROR, "template.size", zb_source_loc(t->source, at), "the template has more than %d tags",
                TOKENS_MAX / 2);
    return false;
}

const zb_token_list *zb_template_tokenize(zb_arena *arena, const zb_source *source, size_t start, size_t end,
                                          zb_diags *diags) {
    tokenizer t = {.arena = arena, .source = source, .diags = diags, .open = ZB_STR("{{"), .close = ZB_STR("}}")};
    t.text = zb_str_sub(source->text, 0, end);
    t.start = t.at = start < t.text.n ? start : t.text.n;
    size_t done = t.at;
    found_tag tag;
    while (tag_next(&t, &tag) && room_left(&t, tag.start)) {
        size_t from = tag.start, to = tag.end;
        bool alone = standalone(&t, &tag, &from, &to);
        if (from > done) token_push(&t, ZB_TOKEN_TEXT, done, from);
        tag_push(&t, &tag, alone, from);
        done = t.at = to;
    }
    if (t.text.n > done) token_push(&t, ZB_TOKEN_TEXT, done, t.text.n);
    while (t.sections.count > 0) {
        zb_token *section = &t.tokens.data[t.sections.data[--t.sections.count]];
        section->match = t.tokens.count;
        if (t.errors < ERRORS_MAX) section_unclosed(&t, section, t.text.n);
    }
    zb_token_list *list = ZB_NEW(arena, zb_token_list);
    *list = (zb_token_list){source, t.tokens.data, t.tokens.count};
    return list;
}
