/* SPDX-License-Identifier: Apache-2.0
 * Mustache expansion: walks a template's tokens over the data and writes the text, the map back to its sources, and
 * what the placeholders hold. */
#include "templates/expand.h"

#include <string.h>

#include "base/budget.h"
#include "templates/condition.h"
#include "templates/expand_parts.h"
#include "templates/markup.h"
#include "templates/paragraphs.h"

#define FAULTS_MAX 500     /* tags without a value, after which the expansion ends */
#define INDENT_PER_STEP 16 /* bytes of a partial's indent that count as one step of work */
#define OMITTED_MAX 10000  /* sections that are not printed: further ones are not named in help */
#define STEPS_PER_LOOK 1024 /* at the budget of the run */

typedef struct partial {
    zb_str name;
    const zb_token_list *tokens;
} partial;

typedef struct expander {
    zb_arena *arena;
    zb_diags *diags;
    zb_partial_reader reader;
    void *context;
    ZB_VEC(partial) partials; /* those read so far */
    zb_buf out;
    ZB_VEC(zb_origin) origins;
    ZB_VEC(zb_held) held;
    size_t work, looked; /* steps; how many there were at the last look at the run's budget */
    int depth;
    size_t faults;
    ZB_VEC(zb_omitted) omitted;
    bool stopped; /* a limit was reached */
    bool yaml;    /* the whole text is */
    struct {
        size_t at;    /* the expanded text was looked through up to here, the beginning of a line */
        size_t seen;  /* there is no line end between there and here */
        char mark;    /* of the fenced block that is open there; 0: none */
        size_t width; /* of its fence */
    } fence;
} expander;

/* A stretch of tokens: what stays the same within it. */
typedef struct stretch {
    const zb_token_list *list;
    const zb_frame *frame;
    zb_str indent; /* before each line, in a partial that stands alone on an indented line */
} stretch;

static void tokens_expand(expander *e, const stretch *scope, size_t from, size_t to);

static zb_loc token_loc(const stretch *scope, const zb_token *token) {
    return zb_source_loc(scope->list->source, token->start);
}

/* A value's place, or the tag's where the value has none. */
static zb_loc value_loc(const stretch *scope, const zb_token *token, const zb_value *value) {
    return value->loc.source ? value->loc : token_loc(scope, token);
}

static bool limit_reached(expander *e, const stretch *scope, const zb_token *token) {
    if (!e->stopped && e->work - e->looked >= STEPS_PER_LOOK) {
        e->looked = e->work;
        e->stopped = !zb_budget_lasts(e->diags, token_loc(scope, token));
    }
    bool large = e->out.n > ZB_EXPAND_SIZE_MAX, long_run = e->work > ZB_EXPAND_STEPS_MAX;
    if (e->stopped || !(large || long_run || e->faults > FAULTS_MAX)) return e->stopped;
    e->stopped = true;
    zb_loc loc = token_loc(scope, token);
    if (large)
        zb_diag_add(e->diags, ZB_ERROR, "template.size", loc, "the expanded text is longer than %zu MiB",
                    ZB_EXPAND_SIZE_MAX >> 20);
    else if (long_run)
        zb_diag_add(e->diags, ZB_ERROR, "template.steps", loc, "the expansion takes more than %d steps",
                    ZB_EXPAND_STEPS_MAX);
    return true;
}

/* Begins one more level of sections and partials. False at the limit, where the expansion ends: what recurs without end
 * would otherwise do so on every branch. */
static bool descend(expander *e, zb_loc loc) {
    if (e->depth < ZB_EXPAND_DEPTH_MAX) {
        e->depth++;
        return true;
    }
    zb_diag_add(e->diags, ZB_ERROR, "template.depth", loc, "sections and partials are nested more than %d deep",
                ZB_EXPAND_DEPTH_MAX);
    zb_diag_hint(e->diags, "a partial that names itself needs a section that ends it");
    e->stopped = true;
    return false;
}

/* A piece of template text; joined to the one before where both run on. */
static void source_put(expander *e, const zb_source *source, size_t from, size_t to) {
    const zb_origin *last = e->origins.count ? &e->origins.data[e->origins.count - 1] : NULL;
    bool joined = last && last->source == source &&
                  last->offset + (e->out.n - last->out) == from;
    if (!joined)
        ZB_PUSH(e->arena, &e->origins, (zb_origin){.out = e->out.n, .offset = from, .source = source});
    zb_buf_add(&e->out, zb_str_sub(source->text, from, to));
}

static void place_put(expander *e, zb_loc loc, zb_str text) {
    ZB_PUSH(e->arena, &e->origins, (zb_origin){.out = e->out.n, .loc = loc});
    zb_buf_add(&e->out, text);
}

static void placeholder_put(expander *e, zb_str text, zb_loc loc, bool fault) {
    char mark[ZB_PLACEHOLDER_MAX];
    size_t n = zb_placeholder_write(e->held.count, mark);
    ZB_PUSH(e->arena, &e->held, (zb_held){.text = text, .loc = loc, .fault = fault});
    place_put(e, loc, (zb_str){mark, n});
}

/* The whole of a value. */
static void value_put(expander *e, const stretch *scope, const zb_token *token, const zb_value *value, zb_str text) {
    placeholder_put(e, text, value_loc(scope, token, value), false);
    zb_held *held = &e->held.data[e->held.count - 1];
    held->value = value;
    held->name = token->name;
    held->tag = token_loc(scope, token);
}

/* A value's text as it is, line by line, so that each line's place can be told: exact as far as the source spells it so, else the
 * value's. `prefix` goes before each line but the first. */
static void raw_put(expander *e, const zb_value *value, zb_loc loc, zb_str prefix) {
    uint32_t line = 0;
    size_t solid = zb_text_solid(value->text).n;
    for (size_t from = 0, to, same; from < value->text.n; from = to, line++) {
        if (line) place_put(e, loc, value->text.s[from] == '\n' || from >= solid ? zb_text_solid(prefix) : prefix);
        size_t at = zb_value_spelt(value, line, from, &same);
        to = zb_str_find(value->text, ZB_STR("\n"), from);
        to = to == SIZE_MAX ? value->text.n : to + 1;
        if (at != SIZE_MAX)
            ZB_PUSH(e->arena, &e->origins, (zb_origin){.out = e->out.n, .offset = at, .source = value->loc.source});
        size_t other = at == SIZE_MAX ? 0 : same + 1; /* the place behind the last byte that is the same is exact too */
        if (from + other < to) ZB_PUSH(e->arena, &e->origins, (zb_origin){.out = e->out.n + other, .loc = loc});
        zb_buf_add(&e->out, zb_str_sub(value->text, from, to));
        e->work++;
    }
    if (value->text.n > solid && zb_str_ends(value->text, "\n")) place_put(e, loc, zb_text_solid(prefix));
}

static void indent_put(expander *e, const stretch *scope, size_t offset) {
    if (scope->indent.n) place_put(e, zb_source_loc(scope->list->source, offset), scope->indent);
}

static void text_expand(expander *e, const stretch *scope, const zb_token *token) {
    const zb_source *source = scope->list->source;
    if (!scope->indent.n) {
        source_put(e, source, token->start, token->end);
        return;
    }
    for (size_t from = token->start, to; from < token->end; from = to) {
        to = zb_str_find(zb_str_sub(source->text, 0, token->end), ZB_STR("\n"), from);
        to = to == SIZE_MAX ? token->end : to + 1;
        if (limit_reached(e, scope, token)) return;
        if (from > token->start) indent_put(e, scope, from);
        source_put(e, source, from, to);
        e->work++;
    }
}

/* Reports a name without meaning: once for a tag, but once for each row of a table that lacks it. */
static void finding_report(expander *e, const stretch *scope, zb_token *token, const zb_finding *finding) {
    if (token->reported && finding->result != ZB_LACKING) return;
    token->reported = true;
    zb_context_report(e->arena, scope->frame, token->name, finding, token_loc(scope, token), e->diags);
}

static void shape_report(expander *e, const stretch *scope, zb_token *token, const zb_value *value) {
    if (token->reported) return;
    token->reported = true;
    const zb_str name = token->name;
    zb_diag_add(e->diags, ZB_ERROR, "template.value", token_loc(scope, token), "'%.*s' is %s, not a text",
                ZB_STR_ARG(name), zb_value_kind_phrase(value->kind));
    if (value->kind == ZB_LIST)
        zb_diag_hint(e->diags, "tell its items between {{#%.*s}} and {{/%.*s}}", ZB_STR_ARG(name), ZB_STR_ARG(name));
    else if (value->count > 0)
        zb_diag_hint(e->diags, "name one of its entries, as in '%.*s.%.*s'", ZB_STR_ARG(name),
                     ZB_STR_ARG(value->entries[0].key));
}

static void null_report(expander *e, const stretch *scope, const zb_token *token, const zb_value *value) {
    zb_loc tag = token_loc(scope, token);
    zb_diag_add(e->diags, ZB_ERROR, "data.missing", value_loc(scope, token, value), "'%.*s' has no value",
                ZB_STR_ARG(token->name));
    zb_diag_hint(e->diags, "a missing value; the template uses it at %s", zb_place_text(e->arena, tag));
}

/* What the schema lets be absent, and the template tells all the same. */
static void absent_report(expander *e, const stretch *scope, const zb_token *token, const zb_value *value) {
    zb_diag_add(e->diags, ZB_ERROR, "data.missing", value_loc(scope, token, value), "there is no '%.*s' here", ZB_STR_ARG(token->name));
    zb_diag_hint(e->diags, "it may be absent, but the template tells it at %s outside of {{#%.*s}}",
                 zb_place_text(e->arena, token_loc(scope, token)), ZB_STR_ARG(token->name));
}

/* The scalar that a tag inserts; NULL: it has none, which has been reported. */
static const zb_value *scalar_of(expander *e, const stretch *scope, zb_token *token) {
    zb_finding finding = zb_context_find(e->arena, scope->frame, token->name, &e->work);
    const zb_value *value = finding.value;
    if (finding.result != ZB_FOUND) {
        finding_report(e, scope, token, &finding);
        return NULL;
    }
    if (value == &zb_query_failed) return NULL;
    if (value->absent && value->kind != ZB_LIST) {
        absent_report(e, scope, token, value);
        return NULL;
    }
    if (value->kind == ZB_MAP && value->count == 1 && zb_value_is_scalar(value->entries[0].value))
        value = value->entries[0].value;
    if (zb_value_is_blank(value)) {
        null_report(e, scope, token, value);
        return NULL;
    }
    if (zb_value_is_scalar(value)) return value;
    shape_report(e, scope, token, value);
    return NULL;
}

/* ---- {{{x}}} ---- */

/* What may stand before a fence: marks of quotes and lists. */
#define FENCE_INDENT " \t>-+*0123456789.)"
#define FENCE_INDENT_MAX 1000

/* The characters of a fence that a line is, from `at` on; 0: it is none. */
static size_t fence_width(zb_str line, size_t at) {
    size_t n = at;
    while (n < line.n && line.s[n] == line.s[at]) n++;
    return n >= at + 3 && (line.s[at] == '`' || line.s[at] == '~') ? n - at : 0;
}

/* Goes on with the lines from e->fence.at on: those that open a fenced block, in lists and quotes too, and that close it. */
static void fence_line(expander *e, zb_str line) {
    size_t at = 0;
    while (at < line.n && strchr(FENCE_INDENT, line.s[at])) at++;
    size_t width = at < line.n ? fence_width(line, at) : 0;
    if (!width) return;
    if (!e->fence.mark) {
        if (line.s[at] == '`' && zb_str_find(line, ZB_STR("`"), at + width) != SIZE_MAX) return; /* code within a line */
        e->fence.mark = line.s[at];
        e->fence.width = width;
    } else if (line.s[at] == e->fence.mark && width >= e->fence.width && !zb_str_trim(zb_str_sub(line, at + width, line.n)).n) {
        e->fence.mark = '\0';
    }
}

/* The line that the expanded text ends in; what is before it has been looked through for fences. */
static zb_str line_now(expander *e) {
    zb_str text = zb_buf_str(&e->out);
    for (size_t end; (end = zb_str_find(text, ZB_STR("\n"), e->fence.seen)) != SIZE_MAX; e->fence.at = e->fence.seen = end + 1)
        fence_line(e, zb_str_sub(text, e->fence.at, end));
    e->fence.seen = text.n;
    return zb_str_sub(text, e->fence.at, text.n);
}

/* Whether the tag stands where no Markdown is read: in the YAML of a directive, in code, behind a fence, where a link leads. */
static bool stands_in_words(expander *e) {
    zb_str line = line_now(e);
    size_t at = 0;
    while (at < line.n && at < FENCE_INDENT_MAX && strchr(FENCE_INDENT, line.s[at])) at++;
    return e->yaml || e->fence.mark || (at < line.n && fence_width(line, at)) || zb_str_ends(line, "](") || zb_str_ends(line, "<");
}

/* A place in a value's text. Asked for from the first byte to the last, it does not look at them again and again. */
typedef struct value_cursor {
    const zb_value *value;
    zb_loc loc; /* where the value has no place of its own */
    uint32_t line;
    size_t start, end;  /* of that line; the second is its line end, or SIZE_MAX */
    bool known;         /* of that line, `end` too: */
    size_t spelt, same; /* as zb_value_spelt has it */
} value_cursor;

/* Where the source spells the byte at `offset`; SIZE_MAX: its place is the value's. */
static size_t cursor_move(value_cursor *c, size_t offset) {
    if (offset < c->start) c->line = 0, c->start = 0, c->known = false;
    while (!c->known || c->end < offset) {
        if (c->known) c->line++, c->start = c->end + 1;
        c->end = zb_str_find(c->value->text, ZB_STR("\n"), c->start);
        c->known = true;
        if (c->end >= offset) c->spelt = zb_value_spelt(c->value, c->line, c->start, &c->same);
    }
    return c->spelt == SIZE_MAX || offset - c->start > c->same ? SIZE_MAX : c->spelt + (offset - c->start);
}

static zb_loc cursor_locate(const void *context, size_t offset) {
    value_cursor *c = *(value_cursor *const *)context;
    size_t at = cursor_move(c, offset);
    return at == SIZE_MAX ? c->loc : zb_source_loc(c->value->loc.source, at);
}

static void plain_put(expander *e, value_cursor *c, const zb_markup_part *part) {
    size_t at = cursor_move(c, part->at);
    zb_origin origin = {.out = e->out.n, .loc = c->loc};
    if (at != SIZE_MAX) origin = (zb_origin){.out = e->out.n, .offset = at, .source = c->value->loc.source};
    ZB_PUSH(e->arena, &e->origins, origin);
    zb_buf_add(&e->out, part->text);
}

/* What keeps a further line in its lists and quotes. */
static zb_str prefix_at(const zb_markup *markup, size_t i, zb_str prefix) {
    size_t next = i + 1;
    while (next < markup->parts.count && zb_str_is(markup->parts.data[next].text, "\n")) next++;
    return next > i + 1 || next == markup->parts.count ? zb_text_solid(prefix) : prefix;
}

static void parts_put(expander *e, value_cursor *c, const zb_markup *markup, zb_str prefix) {
    for (size_t i = 0; i < markup->parts.count; i++) {
        const zb_markup_part *part = &markup->parts.data[i];
        zb_loc loc = part->kind == ZB_MARKUP_PLAIN ? c->loc : cursor_locate(&c, part->at);
        if (part->kind == ZB_MARKUP_PLAIN) plain_put(e, c, part);
        else if (part->kind == ZB_MARKUP_HELD) placeholder_put(e, part->text, loc, false);
        else place_put(e, loc, part->text);
        if (prefix.n && part->kind == ZB_MARKUP_MARK && zb_str_is(part->text, "\n")) place_put(e, loc, prefix_at(markup, i, prefix));
        e->work++;
    }
}

/* Where the line that is being written, and what stands above it, leave a value of several lines. */
static zb_line_place place_now(expander *e, zb_str line) {
    zb_str above = zb_str_sub(zb_buf_str(&e->out), 0, e->fence.at ? e->fence.at - 1 : 0);
    size_t from = above.n;
    while (from && above.s[from - 1] != '\n') from--;
    return zb_line_place_of(e->arena, line, zb_str_sub(above, from, above.n));
}

/* Where there is room for one line or one paragraph, what comes behind it would stand outside. */
static bool fits(expander *e, const stretch *scope, const zb_token *token, const zb_value *value, const zb_line_place *place) {
    bool paragraphs = zb_text_has_paragraphs(value->text);
    if (!place->only || !(paragraphs || (place->single && zb_text_has_lines(value->text)))) return true;
    zb_diag_add(e->diags, ZB_ERROR, "markup.refused", value_loc(scope, token, value), "'%.*s' holds several %s, and stands in %s",
                ZB_STR_ARG(token->name), paragraphs ? "paragraphs" : "lines", place->only);
    zb_diag_hint(e->diags, "write the value in one %s; the template uses it at %s", place->single ? "line" : "paragraph",
                 zb_place_text(e->arena, token_loc(scope, token)));
    zb_diag_related(e->diags, token_loc(scope, token));
    return false;
}

static void fault_put(expander *e, const stretch *scope, const zb_token *token);

static void limited_expand(expander *e, const stretch *scope, zb_token *token, const zb_value *value, const zb_line_place *place) {
    zb_loc loc = value_loc(scope, token, value);
    value_cursor cursor = {.value = value, .loc = loc}, *at = &cursor;
    zb_markup markup = {0};
    if (zb_markup_is_plain(value->text)) raw_put(e, value, loc, place->prefix);
    else if (zb_markup_read(e->arena, value->text, token->name, cursor_locate, &at, &markup, e->diags))
        parts_put(e, &cursor, &markup, place->contained || markup.blocks ? place->prefix : (zb_str){0});
    else fault_put(e, scope, token);
}

/* A value that Markdown is read from. */
static void lines_expand(expander *e, const stretch *scope, zb_token *token, const zb_value *value) {
    bool words = stands_in_words(e), lines = zb_text_has_lines(value->text) || zb_str_ends(value->text, "\n");
    zb_line_place place = {0};
    if (lines && !words) place = place_now(e, line_now(e));
    if (!fits(e, scope, token, value, &place)) {
        fault_put(e, scope, token);
        return;
    }
    zb_value line = *value;
    if (place.single) line.text = zb_text_solid(line.text);
    bool keep = place.contained || zb_text_has_blocks(value->text);
    if (token->kind == ZB_TOKEN_MARKDOWN) raw_put(e, &line, value_loc(scope, token, value), keep ? place.prefix : (zb_str){0});
    else if (words) value_put(e, scope, token, value, zb_str_trim(value->text));
    else limited_expand(e, scope, token, &line, &place);
}

static void raw_expand(expander *e, const stretch *scope, zb_token *token, const zb_value *value) {
    if (zb_placeholder_find(value->text, 0) == SIZE_MAX) {
        lines_expand(e, scope, token, value);
        return;
    }
    e->faults++;
    zb_diag_add(e->diags, ZB_ERROR, "template.value", value_loc(scope, token, value), "'%.*s' contains noncharacters",
                ZB_STR_ARG(token->name));
}

/* The tag stands for what is missing, so that later stages do not find a second fault with an empty text. */
static void fault_put(expander *e, const stretch *scope, const zb_token *token) {
    zb_str tag = zb_str_sub(scope->list->source->text, token->start, token->end);
    placeholder_put(e, tag, token_loc(scope, token), true);
    e->faults++;
}

static void value_expand(expander *e, const stretch *scope, zb_token *token) {
    const zb_value *value = scalar_of(e, scope, token);
    if (value && token->kind != ZB_TOKEN_VALUE) {
        raw_expand(e, scope, token, value);
    } else if (value) {
        value_put(e, scope, token, value, value->text);
    } else {
        fault_put(e, scope, token);
    }
}

bool zb_value_is_false(const zb_value *value) {
    if (value->absent) return true;
    switch (value->kind) {
    case ZB_NULL: return true;
    case ZB_BOOL: return !value->integer;
    case ZB_TEXT: return value->text.n == 0;
    case ZB_LIST: return value->count == 0;
    default: return false;
    }
}

static void list_expand(expander *e, const stretch *outer, const zb_token *token, const zb_value *list, size_t body) {
    zb_walk walk = {.list = list, .name = token->name};
    for (size_t i = 0; i < list->count && !limit_reached(e, outer, token); i++) {
        zb_frame frame = {outer->frame, list->items[i], &walk, i};
        e->work++;
        tokens_expand(e, &(stretch){outer->list, &frame, outer->indent}, body, token->match);
    }
}

/* Notes a section that is not printed, once, if something in it may be referred to. */
static void omit(expander *e, const stretch *scope, zb_token *token, bool fault) {
    const zb_token_list *list = scope->list;
    zb_str text = list->source->text;
    size_t end = token->match < list->count ? list->tokens[token->match].start : text.n;
    if (token->omitted || e->omitted.count == OMITTED_MAX) return;
    token->omitted = true;
    zb_str inside = zb_str_sub(text, token->end, end), tag = zb_str_sub(text, token->start, token->end);
    bool names = zb_str_find(inside, ZB_STR("id:"), 0) != SIZE_MAX || zb_str_find(inside, ZB_STR("{#"), 0) != SIZE_MAX;
    zb_omitted omitted = {list->source, token->end, end, tag, token_loc(scope, token), fault};
    if (names) ZB_PUSH(e->arena, &e->omitted, omitted);
}

static void section_expand(expander *e, const stretch *scope, zb_token *token, size_t body) {
    zb_finding finding = zb_context_find(e->arena, scope->frame, token->name, &e->work);
    if (finding.result == ZB_MISSING) finding_report(e, scope, token, &finding);
    bool fault = finding.result == ZB_MISSING || finding.value == &zb_query_failed;
    bool no = finding.result == ZB_LACKING || (!fault && zb_value_is_false(finding.value));
    if (fault || no != (token->kind == ZB_TOKEN_INVERTED)) {
        omit(e, scope, token, fault);
        return;
    }
    if (!descend(e, token_loc(scope, token))) return;
    if (no) {
        tokens_expand(e, scope, body, token->match);
    } else if (finding.value->kind == ZB_LIST) {
        list_expand(e, scope, token, finding.value, body);
    } else {
        zb_frame frame = {scope->frame, finding.value, NULL, 0};
        tokens_expand(e, &(stretch){scope->list, &frame, scope->indent}, body, token->match);
    }
    e->depth--;
}

/* The first branch whose condition holds. Returns the index of the token behind them all. */
static size_t if_expand(expander *e, const stretch *scope, size_t at) {
    for (zb_verdict done = ZB_NO;; at = scope->list->tokens[at].match) {
        zb_token *token = &scope->list->tokens[at];
        zb_verdict verdict = token->kind == ZB_TOKEN_ELSE ? ZB_YES : ZB_UNKNOWN;
        if (token->condition && done == ZB_NO)
            verdict = zb_condition_test(e->arena, token->condition, scope->list->source, scope->frame, &e->work, e->diags);
        if (verdict == ZB_UNKNOWN && done == ZB_NO) e->faults++;
        if (verdict != ZB_YES || done != ZB_NO) {
            omit(e, scope, token, done == ZB_UNKNOWN || (done == ZB_NO && verdict == ZB_UNKNOWN));
        } else if (descend(e, token_loc(scope, token))) {
            tokens_expand(e, scope, at + 1, token->match);
            e->depth--;
        }
        if (done == ZB_NO) done = verdict;
        if (!token->branched) return token->match;
    }
}

/* The tokens of a partial; NULL: there is none, which has been reported. Each is read once. */
static const zb_token_list *partial_tokens(expander *e, const stretch *scope, zb_token *token) {
    for (size_t i = 0; i < e->partials.count; i++)
        if (zb_str_equal(e->partials.data[i].name, token->name)) return e->partials.data[i].tokens;
    if (token->reported) return NULL;
    const zb_source *source = NULL;
    if (e->reader) source = e->reader(e->context, token->name, token_loc(scope, token));
    else zb_diag_add(e->diags, ZB_ERROR, "template.partial", token_loc(scope, token), "partials cannot be used here");
    token->reported = !source;
    if (!source) return NULL;
    const zb_token_list *tokens = zb_template_tokenize(e->arena, source, 0, source->text.n, e->diags);
    ZB_PUSH(e->arena, &e->partials, (partial){token->name, tokens});
    return tokens;
}

static void partial_expand(expander *e, const stretch *outer, zb_token *token) {
    const zb_token_list *list = partial_tokens(e, outer, token);
    if (!list || !descend(e, token_loc(outer, token))) return;
    stretch inner = {list, outer->frame, outer->indent};
    e->work += (outer->indent.n + token->indent.n) / INDENT_PER_STEP;
    if (token->indent.n)
        inner.indent = zb_str_format(e->arena, "%.*s%.*s", ZB_STR_ARG(outer->indent), ZB_STR_ARG(token->indent));
    tokens_expand(e, &inner, 0, list->count);
    e->depth--;
}

static void tokens_expand(expander *e, const stretch *scope, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        zb_token *token = &scope->list->tokens[i];
        e->work++;
        if (limit_reached(e, scope, token)) return;
        if (token->line_start) indent_put(e, scope, token->start);
        switch (token->kind) {
        case ZB_TOKEN_TEXT: text_expand(e, scope, token); break;
        case ZB_TOKEN_VALUE:
        case ZB_TOKEN_RAW:
        case ZB_TOKEN_MARKDOWN: value_expand(e, scope, token); break;
        case ZB_TOKEN_PARTIAL: partial_expand(e, scope, token); break;
        case ZB_TOKEN_SECTION:
        case ZB_TOKEN_INVERTED:
            section_expand(e, scope, token, i + 1);
            i = token->match - 1;
            break;
        case ZB_TOKEN_IF: i = if_expand(e, scope, i) - 1; break;
        case ZB_TOKEN_ELSE_IF:
        case ZB_TOKEN_ELSE: break; /* if_expand passes them */
        }
    }
}

static const zb_expansion *expand(expander *e, const zb_source *source, size_t start, size_t end, const zb_value *root) {
    const zb_token_list *list = zb_template_tokenize(e->arena, source, start, end, e->diags);
    zb_frame frame = {.value = root};
    source_put(e, source, start, start); /* so that an empty text has a place too */
    tokens_expand(e, &(stretch){list, &frame, {0}}, 0, list->count);
    zb_expansion *expansion = ZB_NEW(e->arena, zb_expansion);
    expansion->text = zb_str_copy(e->arena, zb_buf_str(&e->out));
    expansion->origins = e->origins.data;
    expansion->origin_count = e->origins.count;
    expansion->omitted = e->omitted.data;
    expansion->omitted_count = e->omitted.count;
    expansion->held = e->held.data;
    expansion->held_count = e->held.count;
    zb_buf_free(&e->out);
    return expansion;
}

const zb_expansion *zb_expand(zb_arena *arena, const zb_source *source, size_t start, size_t end, const zb_value *root,
                              zb_partial_reader partials, void *context, zb_diags *diags) {
    expander e = {.arena = arena, .diags = diags, .reader = partials, .context = context};
    return expand(&e, source, start, end, root);
}

const zb_expansion *zb_expand_yaml(zb_arena *arena, const zb_source *source, size_t start, size_t end, const zb_value *root,
                                   zb_partial_reader partials, void *context, zb_diags *diags) {
    expander e = {.arena = arena, .diags = diags, .reader = partials, .context = context, .yaml = true};
    return expand(&e, source, start, end, root);
}
