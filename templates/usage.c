/* SPDX-License-Identifier: Apache-2.0
 * What a template's tags mean in the data. The tokens are walked once, whatever the data are: each section is entered, so that what
 * is told only in other weeks counts as used. A list's rows are one here, so a name that only some rows have may also mean what
 * stands further out. */
#include "templates/usage.h"

#include "templates/condition_parts.h"

#define DEPTH_MAX ZB_EXPAND_DEPTH_MAX
#define STEPS_MAX 200000 /* tags walked: more only where partials name themselves again and again */

/* What a section stands for. */
typedef struct level {
    const struct level *up;
    zb_use *use;           /* NULL: nothing that has names */
    const zb_token *token; /* of the section */
} level;

typedef struct partial {
    zb_str name;
    const zb_token_list *tokens; /* NULL: there is none */
    size_t levels;               /* levels with names above it when it was entered last; 0: it is not being walked */
} partial;

typedef struct walk {
    zb_arena *arena;
    zb_usage *usage;
    zb_diags *unheard;
    zb_partial_reader reader;
    void *context;
    ZB_VEC(partial) partials;
    size_t steps;
    int depth;
} walk;

static void walk_tokens(walk *w, const zb_token_list *list, const level *in, size_t from, size_t to);

/* ---- names ---- */

/* Whether a name that was found at a level cannot mean anything further out: every mapping there has it, or, of one list, some row. */
static bool is_certain(const zb_use *use, const zb_use *found) { return found->seen == use->maps || use->lists == 1; }

/* Marks what a name may mean; what it means first. */
static zb_use *name_follow(walk *w, const level *in, zb_str name) {
    zb_str first = zb_str_sub(name, 0, zb_str_find(name, ZB_STR("."), 0)), rest = zb_str_sub(name, first.n + 1, name.n);
    zb_use *meant = NULL, *found = NULL;
    for (const level *l = in; l; l = l->up) {
        zb_use *use = l->use ? zb_use_find(w->usage, l->use, first) : NULL;
        if (!use) continue;
        zb_use_mark(use);
        found = use;
        zb_use *end = rest.n ? zb_use_follow(w->usage, use, rest) : use;
        if (!meant) meant = end;
        if (is_certain(l->use, use)) break;
    }
    for (const level *l = in; l && !found; l = l->up)
        if (l->use && l->use->maps && !l->use->result) zb_use_want(w->usage, l->use, first);
    return meant;
}

static zb_use *name_use(walk *w, const level *in, zb_str name) {
    if (zb_str_is(name, ".")) return in->use;
    return zb_str_starts(name, "@") ? NULL : name_follow(w, in, name);
}

/* A value; of a mapping with a single key, that. */
static void walk_value(walk *w, const level *in, zb_str name) {
    zb_use *use = name_use(w, in, name);
    if (use && use->maps && !use->lists && use->first && use->first == use->last) zb_use_mark(use->first);
}

/* The names that a condition compares, whichever way it goes. Its depth is bounded by its reader. */
static void walk_condition(walk *w, const level *in, const zb_condition *c) {
    if (!c) return;
    if (c->a.name.n && !c->a.literal) walk_value(w, in, c->a.name);
    if (c->b.name.n && !c->b.literal) walk_value(w, in, c->b.name);
    walk_condition(w, in, c->left);
    walk_condition(w, in, c->right);
}

/* ---- tokens ---- */

/* False at the limits: what is used is not known then, and nothing is said to be unused. */
static bool descend(walk *w) {
    if (w->depth == DEPTH_MAX || w->steps > STEPS_MAX) zb_use_mark_whole(zb_usage_root(w->usage));
    else w->depth++;
    return !zb_usage_root(w->usage)->whole;
}

/* Whether the section is within itself and stands for the same: a partial that names itself learns nothing new there. */
static bool is_entered(const level *in, const zb_token *token, const zb_use *use) {
    for (; in; in = in->up)
        if (use && in->token == token && in->use == use) return true;
    return false;
}

static void walk_section(walk *w, const zb_token_list *list, const level *in, size_t at) {
    const zb_token *token = &list->tokens[at];
    level inner = {in, name_use(w, in, token->name), token};
    if (is_entered(in, token, inner.use) || !descend(w)) return;
    walk_tokens(w, list, token->kind == ZB_TOKEN_SECTION ? &inner : in, at + 1, token->match);
    w->depth--;
}

static partial *partial_find(walk *w, zb_str name) {
    for (size_t i = 0; i < w->partials.count; i++)
        if (zb_str_equal(w->partials.data[i].name, name)) return &w->partials.data[i];
    const zb_source *source = w->reader ? w->reader(w->context, name, ZB_NOWHERE) : NULL;
    const zb_token_list *tokens = source ? zb_template_tokenize(w->arena, source, 0, source->text.n, w->unheard) : NULL;
    return ZB_PUSH(w->arena, &w->partials, (partial){name, tokens, 0});
}

/* One that is within itself, and has met no new names since, has nothing to add. */
static void walk_partial(walk *w, const level *in, zb_str name) {
    partial *p = partial_find(w, name);
    size_t index = (size_t)(p - w->partials.data), levels = 0, before = p->levels;
    for (const level *l = in; l; l = l->up) levels += l->use != NULL;
    if (!p->tokens || levels == before || !descend(w)) return;
    p->levels = levels;
    walk_tokens(w, p->tokens, in, 0, p->tokens->count);
    w->depth--;
    w->partials.data[index].levels = before;
}

static void walk_tokens(walk *w, const zb_token_list *list, const level *in, size_t from, size_t to) {
    for (size_t i = from; i < to; i++, w->steps++) {
        const zb_token *token = &list->tokens[i];
        switch (token->kind) {
        case ZB_TOKEN_TEXT:
        case ZB_TOKEN_ELSE: break;
        case ZB_TOKEN_IF:
        case ZB_TOKEN_ELSE_IF: walk_condition(w, in, token->condition); break; /* what stands in the branches comes next */
        case ZB_TOKEN_VALUE:
        case ZB_TOKEN_RAW:
        case ZB_TOKEN_MARKDOWN: walk_value(w, in, token->name); break;
        case ZB_TOKEN_PARTIAL: walk_partial(w, in, token->name); break;
        case ZB_TOKEN_SECTION:
        case ZB_TOKEN_INVERTED:
            walk_section(w, list, in, i);
            i = token->match - 1;
            break;
        }
    }
}

static void walk_text(walk *w, const zb_source *source, size_t start, size_t end) {
    level root = {NULL, zb_usage_root(w->usage), NULL};
    const zb_token_list *list = zb_template_tokenize(w->arena, source, start, end, w->unheard);
    walk_tokens(w, list, &root, 0, list->count);
}

void zb_usage_of_tags(zb_arena *arena, const zb_data *data, const zb_template *template, const zb_queries *queries,
                      const zb_value *root, zb_partial_reader partials, void *context) {
    walk w = {.arena = arena, .usage = data->usage, .unheard = zb_diags_new(arena), .reader = partials, .context = context};
    if (!zb_usage_root(data->usage)) return;
    zb_usage_add_results(data->usage, root, data->root->count);
    for (const zb_template *t = template; t; t = t->base)
        if (t->front_start != t->front_end) walk_text(&w, t->source, t->front_start, t->front_end);
    walk_text(&w, queries->source, zb_template_body(template)->body_start, queries->source->text.n);
}
