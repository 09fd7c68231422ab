/* SPDX-License-Identifier: Apache-2.0
 * Regular expressions of schemas (PCRE2, read as ECMA-262 where the two differ). Matching is bounded: a pattern that tries a text in
 * ever more ways is told rather than waited for. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "model/schema_parts.h"

/* Steps and heap (KiB) of one match, bytes of an expression. */
#define STEPS_MAX 1000000
#define HEAP_MAX 16384
#define LENGTH_MAX 4096

struct zb_pattern {
    zb_str text;
    pcre2_general_context *memory;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
};

static void *take(PCRE2_SIZE size, void *context) {
    (void)context;
    return zb_realloc(NULL, size ? size : 1);
}

static void give(void *memory, void *context) {
    (void)context;
    free(memory);
}

static void close_pattern(void *object) {
    zb_pattern *p = object;
    pcre2_match_context_free(p->limits);
    pcre2_match_data_free(p->data);
    pcre2_code_free(p->code);
    pcre2_general_context_free(p->memory);
}

/* `at` and `error` tell what PCRE2 dislikes where there is no code. */
static zb_pattern *compile(zb_arena *arena, zb_str text, int *error, size_t *at) {
    zb_pattern *p = ZB_NEW(arena, zb_pattern);
    p->text = text;
    p->memory = pcre2_general_context_create(take, give, NULL);
    pcre2_compile_context *context = pcre2_compile_context_create(p->memory);
    pcre2_set_max_pattern_length(context, LENGTH_MAX);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALT_BSUX);
    const uint32_t options = PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS |
                             PCRE2_NEVER_BACKSLASH_C;
    p->code = pcre2_compile((PCRE2_SPTR)(text.n ? text.s : ""), text.n, options, error, at, context);
    pcre2_compile_context_free(context);
    if (p->code) {
        p->data = pcre2_match_data_create(1, p->memory);
        p->limits = pcre2_match_context_create(p->memory);
        pcre2_set_match_limit(p->limits, STEPS_MAX);
        pcre2_set_heap_limit(p->limits, HEAP_MAX);
    }
    zb_defer(arena, close_pattern, p);
    return p;
}

const zb_pattern *zb_pattern_new(zb_arena *arena, zb_str text, zb_loc loc, zb_diags *diags) {
    int error = 0;
    size_t at = 0;
    zb_pattern *p = compile(arena, text, &error, &at);
    if (p->code) return p;
    PCRE2_UCHAR message[200];
    pcre2_get_error_message(error, message, sizeof message);
    zb_diag_add(diags, ZB_ERROR, "schema.keyword", loc, "'%.*s' is no regular expression: %s at character %zu", ZB_STR_ARG(text),
                (const char *)message, at + 1);
    return NULL;
}

bool zb_pattern_valid(zb_arena *arena, zb_str text) {
    int error = 0;
    size_t at = 0;
    return compile(arena, text, &error, &at)->code != NULL;
}

int zb_pattern_match(const zb_pattern *p, zb_str text) {
    int found = pcre2_match(p->code, (PCRE2_SPTR)(text.n ? text.s : ""), text.n, 0, PCRE2_NO_UTF_CHECK, p->data, p->limits);
    return found >= 0 ? 1 : found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

zb_str zb_pattern_text(const zb_pattern *pattern) { return pattern->text; }
