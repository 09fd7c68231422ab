/* SPDX-License-Identifier: Apache-2.0
 * Text to condition: words and marks, then or, and, not, comparisons, each binding closer than the one before. */
#include <string.h>

#include "templates/condition.h"
#include "templates/condition_parts.h"

#define PARTS_MAX 200 /* comparisons and names in one condition */

typedef enum word_kind { END, NAME, LITERAL, OPERATOR, OPEN, CLOSE, AND, OR, NOT, BAD } word_kind;

typedef struct word {
    word_kind kind;
    size_t at;
    zb_str text;
    const zb_value *value; /* LITERAL */
    zb_comparison comparison;
} word;

typedef struct parser {
    zb_arena *arena;
    const zb_source *source;
    zb_diags *diags;
    zb_str text; /* of the source up to the condition's end */
    size_t at;
    word next;
    int depth, parts;
} parser;

static void complain(parser *p, size_t at, const char *hint, const char *message, zb_str shown) {
    if (p->next.kind == BAD) return; /* said already */
    zb_diag_add(p->diags, ZB_ERROR, "template.condition", zb_source_loc(p->source, at), message, ZB_STR_ARG(shown));
    if (hint) zb_diag_hint(p->diags, "%s", hint);
    p->next.kind = BAD;
}

/* ---- words ---- */

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static bool in_name(char c) { return !blank(c) && !strchr("()=!<>\"'", c); }

/* Marks that other languages use. */
static const struct {
    const char *mark, *hint;
} foreign[] = {
    {"&&", "write 'and'"},
    {"||", "write 'or'"},
    {"\xE2\x80\x9C", "write straight quotes, as in \"\xE9\xAB\x98\""},
    {"\xE2\x80\x9D", "write straight quotes, as in \"\xE9\xAB\x98\""},
    {"\xE2\x80\x98", "write straight quotes, as in \"\xE9\xAB\x98\""},
    {"\xE2\x80\x99", "write straight quotes, as in \"\xE9\xAB\x98\""},
    {"\xEF\xBC\x9D", "write =="}, /* full-width */
    {"\xEF\xBC\x9E", "write >"},
    {"\xEF\xBC\x9C", "write <"},
    {"\xEF\xBC\x81", "write !="},
    {"\xEF\xBC\x88", "write ("},
    {"\xEF\xBC\x89", "write )"},
    {"\xEF\xBC\x82", "write straight quotes, as in \"\xE9\xAB\x98\""},
};

static const char *foreign_hint(zb_str text) {
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        if (zb_str_find(text, zb_str_of(foreign[i].mark), 0) != SIZE_MAX) return foreign[i].hint;
    return NULL;
}

static const struct {
    const char *mark;
    zb_comparison comparison;
} operators[] = {
    {"==", ZB_EQUAL}, {"!=", ZB_DIFFERENT}, {"<=", ZB_AT_MOST}, {">=", ZB_AT_LEAST}, {"<", ZB_LESS}, {">", ZB_MORE},
};

static bool operator_read(parser *p) {
    zb_str rest = zb_str_sub(p->text, p->at, p->text.n);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (!zb_str_starts(rest, operators[i].mark)) continue;
        size_t n = strlen(operators[i].mark);
        p->next = (word){.kind = OPERATOR, .at = p->at, .text = zb_str_sub(rest, 0, n), .comparison = operators[i].comparison};
        p->at += n;
        return true;
    }
    return false;
}

static void text_read(parser *p) {
    char quote[2] = {p->text.s[p->at], 0};
    size_t from = p->at, end = zb_str_find(p->text, (zb_str){quote, 1}, from + 1);
    if (end == SIZE_MAX) {
        complain(p, from, NULL, "the text %.*s is not closed", zb_str_sub(p->text, from, p->text.n));
        return;
    }
    zb_str text = zb_str_sub(p->text, from + 1, end);
    p->at = end + 1;
    p->next = (word){.kind = LITERAL, .at = from, .text = zb_str_sub(p->text, from, p->at)};
    p->next.value = zb_value_scalar(p->arena, text, false, zb_source_loc(p->source, from));
}

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* A name, a number, or a word of the language. */
static void name_read(parser *p) {
    static const struct {
        const char *text;
        word_kind kind;
    } words[] = {{"and", AND}, {"or", OR}, {"not", NOT}, {"true", LITERAL}, {"false", LITERAL}};
    size_t from = p->at;
    while (p->at < p->text.n && in_name(p->text.s[p->at])) p->at++;
    zb_str text = zb_str_sub(p->text, from, p->at);
    const char *hint = foreign_hint(text);
    p->next = (word){.kind = NAME, .at = from, .text = text};
    if (hint) {
        complain(p, from, hint, "'%.*s' is no name", text);
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (zb_str_is(text, words[i].text)) p->next.kind = words[i].kind;
    bool number = digit(text.s[0]) || (strchr("+-.", text.s[0]) && text.n > 1 && (digit(text.s[1]) || text.s[1] == '.'));
    if (p->next.kind != LITERAL && !number) return;
    p->next.kind = LITERAL;
    p->next.value = zb_value_scalar(p->arena, text, true, zb_source_loc(p->source, from));
    if (p->next.value->kind == ZB_TEXT) complain(p, from, "a text stands in quotes", "'%.*s' is no number", text);
}

static void advance(parser *p) {
    if (p->next.kind == BAD) return;
    while (p->at < p->text.n && blank(p->text.s[p->at])) p->at++;
    p->next = (word){.kind = END, .at = p->at};
    if (p->at == p->text.n) return;
    char c = p->text.s[p->at];
    if (operator_read(p)) return;
    if (c == '"' || c == '\'') {
        text_read(p);
    } else if (c == '(' || c == ')') {
        p->next = (word){.kind = c == '(' ? OPEN : CLOSE, .at = p->at, .text = zb_str_sub(p->text, p->at, p->at + 1)};
        p->at++;
    } else if (c == '=' || c == '!') {
        const char *hint = c == '=' ? "equal is written ==" : "write 'not', or != for what differs";
        complain(p, p->at, hint, "'%.*s' means nothing here", zb_str_sub(p->text, p->at, p->at + 1));
    } else {
        name_read(p);
    }
}

/* ---- conditions ---- */

static zb_condition *or_read(parser *p);

static zb_condition *node_new(parser *p, zb_condition_kind kind, size_t at) {
    zb_condition *node = ZB_NEW(p->arena, zb_condition);
    node->kind = kind;
    node->at = at;
    return node;
}

static bool operand_read(parser *p, zb_operand *out) {
    word w = p->next;
    if (w.kind != NAME && w.kind != LITERAL) {
        if (w.kind == END) complain(p, w.at, NULL, "the condition ends where a name or a value is expected%.*s", (zb_str){0});
        else complain(p, w.at, NULL, "'%.*s' stands where a name or a value is expected", w.text);
        return false;
    }
    if (w.kind == NAME && !zb_name_valid(w.text)) {
        complain(p, w.at, NULL, "'%.*s' is no name", w.text);
        return false;
    }
    *out = (zb_operand){.name = w.text, .at = w.at, .literal = w.value};
    advance(p);
    return true;
}

static zb_condition *comparison_read(parser *p) {
    zb_condition *node = node_new(p, ZB_CONDITION_VALUE, p->next.at);
    if (p->parts++ == PARTS_MAX) {
        complain(p, p->next.at, "let a query say it", "the condition has too many parts before '%.*s'", p->next.text);
        return NULL;
    }
    if (!operand_read(p, &node->a)) return NULL;
    if (p->next.kind != OPERATOR) {
        if (node->a.literal) complain(p, node->a.at, "compare it with a name", "%.*s alone is no condition", node->a.name);
        return node->a.literal ? NULL : node;
    }
    node->kind = ZB_CONDITION_COMPARE;
    node->at = p->next.at;
    node->comparison = p->next.comparison;
    advance(p);
    if (!operand_read(p, &node->b)) return NULL;
    if (node->a.literal && node->b.literal) {
        complain(p, node->a.at, "compare it with a name", "%.*s is compared with what never changes", node->a.name);
        return NULL;
    }
    if (p->next.kind == OPERATOR)
        complain(p, p->next.at, "join two comparisons by 'and'", "'%.*s' begins a second comparison", p->next.text);
    return node;
}

static zb_condition *group_read(parser *p) {
    size_t open = p->next.at;
    advance(p);
    zb_condition *inner = or_read(p);
    if (!inner) return NULL;
    if (p->next.kind != CLOSE) {
        complain(p, open, NULL, "'%.*s' is not closed", ZB_STR("("));
        return NULL;
    }
    advance(p);
    return inner;
}

static zb_condition *not_read(parser *p) {
    if (p->next.kind != NOT && p->next.kind != OPEN) return comparison_read(p);
    if (p->depth == ZB_CONDITION_DEPTH_MAX) {
        complain(p, p->next.at, NULL, "the condition is nested too deep at '%.*s'", p->next.text);
        return NULL;
    }
    p->depth++;
    zb_condition *node = NULL;
    if (p->next.kind == OPEN) {
        node = group_read(p);
    } else {
        node = node_new(p, ZB_CONDITION_NOT, p->next.at);
        advance(p);
        node->left = not_read(p);
        if (!node->left) node = NULL;
    }
    p->depth--;
    return node;
}

/* A chain of what `read` reads, joined by one word. */
static zb_condition *chain_read(parser *p, word_kind join, zb_condition_kind kind, zb_condition *(*read)(parser *p)) {
    zb_condition *left = read(p);
    while (left && p->next.kind == join) {
        zb_condition *node = node_new(p, kind, p->next.at);
        advance(p);
        node->left = left;
        node->right = read(p);
        left = node->right ? node : NULL;
    }
    return left;
}

static zb_condition *and_read(parser *p) { return chain_read(p, AND, ZB_CONDITION_AND, not_read); }

static zb_condition *or_read(parser *p) { return chain_read(p, OR, ZB_CONDITION_OR, and_read); }

zb_condition *zb_condition_read(zb_arena *arena, const zb_source *source, size_t start, size_t end, zb_diags *diags) {
    parser p = {.arena = arena, .source = source, .diags = diags, .text = zb_str_sub(source->text, 0, end), .at = start};
    advance(&p);
    zb_condition *condition = or_read(&p);
    if (condition && p.next.kind != END) {
        const char *hint = p.next.kind == NAME || p.next.kind == LITERAL ? "conditions are joined by 'and' or 'or'" : NULL;
        complain(&p, p.next.at, hint, "the condition ends before '%.*s'", p.next.text);
    }
    return p.next.kind == END ? condition : NULL;
}
