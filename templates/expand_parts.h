/* SPDX-License-Identifier: Apache-2.0
 * What the files of the expander share: a template's tokens, the contexts that names are looked up in, and the map from
 * the expanded text back to its sources. Nothing outside templates/ uses it. */
#ifndef ZB_TEMPLATES_EXPAND_PARTS_H
#define ZB_TEMPLATES_EXPAND_PARTS_H

#include "templates/expand.h"

typedef enum zb_token_kind {
    ZB_TOKEN_TEXT,
    ZB_TOKEN_VALUE, /* {{x}} */
    ZB_TOKEN_RAW,   /* {{{x}}}, {{&x}}: emphasis, links and lists */
    ZB_TOKEN_MARKDOWN, /* {{{markdown x}}}, {{&markdown x}}: anything */
    ZB_TOKEN_SECTION,
    ZB_TOKEN_INVERTED,
    ZB_TOKEN_PARTIAL,
    ZB_TOKEN_IF,      /* {{#if condition}} */
    ZB_TOKEN_ELSE_IF, /* {{else if condition}} */
    ZB_TOKEN_ELSE,    /* {{else}} */
} zb_token_kind;

/* What stands in {{#if ...}} (templates/condition.h). */
typedef struct zb_condition zb_condition;

typedef struct zb_token {
    zb_token_kind kind;
    bool line_start;   /* begins a line that shows: a partial's indent goes before it */
    bool reported;     /* what is wrong with it has been said */
    size_t start, end; /* its bytes in the source */
    size_t match;      /* sections: index of the token behind the section; of {{#if}} and what follows: behind this branch */
    bool branched;     /* the token there is the next branch */
    bool omitted;      /* it was noted that the section is not printed */
    zb_str name;       /* tags; of {{#if}} and its branches: if */
    zb_condition *condition; /* IF, ELSE_IF; NULL: what stands there is none, which has been reported */
    zb_str indent;     /* partials that stand alone: the white space before the tag */
} zb_token;

typedef struct zb_token_list {
    const zb_source *source;
    zb_token *tokens;
    size_t count;
} zb_token_list;

/* Bytes [start, end) of the source as tokens. Errors [template.syntax], [template.section], [template.size]; what is
 * malformed stays text. Never NULL. */
const zb_token_list *zb_template_tokenize(zb_arena *arena, const zb_source *source, size_t start, size_t end,
                                          zb_diags *diags);
/* Whether a tag may name this. */
bool zb_name_valid(zb_str name);
/* Whether a section over the value is passed over: it is absent, empty or false. */
bool zb_value_is_false(const zb_value *value);

/* A list that a section walks. */
typedef struct zb_walk {
    const zb_value *list;
    zb_str name;        /* as the section's tag says it */
    const zb_str *keys; /* of all its mappings, sorted; made when first needed */
    size_t key_count;
    bool keyed;
} zb_walk;

/* One level of the context stack; lives as long as its section is being expanded. */
typedef struct zb_frame {
    const struct zb_frame *up; /* NULL: the root */
    const zb_value *value;
    zb_walk *walk; /* NULL: the value is no item of a list */
    size_t index;  /* of the item, from 0 */
} zb_frame;

typedef enum zb_find_result {
    ZB_FOUND,
    ZB_MISSING, /* no context has it */
    ZB_LACKING, /* this row lacks what other rows of its table have */
} zb_find_result;

typedef struct zb_finding {
    zb_find_result result;
    const zb_value *value;  /* FOUND */
    const zb_frame *frame;  /* FOUND: the level that has the first part of the name; NULL: none, as with @index */
    const zb_frame *row;    /* LACKING */
    const zb_value *parent; /* MISSING: where a dotted name ends; NULL: its first part is in no context */
    zb_str before, part;    /* MISSING: the parts that were found, and the one that was not */
} zb_finding;

/* What `name` (dotted, "." or "@index"...) means in a context. Adds what it cost to *work. */
zb_finding zb_context_find(zb_arena *arena, const zb_frame *context, zb_str name, size_t *work);
/* Adds the error [template.missing] for a finding that is not FOUND, at the tag's place. */
void zb_context_report(zb_arena *arena, const zb_frame *context, zb_str name, const zb_finding *finding, zb_loc loc,
                       zb_diags *diags);
/* "issue.yaml:41:9", or "an unknown place". */
const char *zb_place_text(zb_arena *arena, zb_loc loc);

/* The map from expanded text to places: pieces in order of their first byte. */
typedef struct zb_origin {
    size_t out;              /* first byte in the expanded text */
    size_t offset;           /* that byte in the source */
    const zb_source *source; /* NULL: all of the piece comes from `loc` */
    zb_loc loc;
} zb_origin;

/* Where the source spells line `k` (from 0), which begins at `start`, of a value's text, as it is: the offset of its first byte, and in
 * *same how many bytes from there on are the same. SIZE_MAX: nowhere, its place is the value's. */
size_t zb_value_spelt(const zb_value *value, uint32_t k, size_t start, size_t *same);

typedef struct zb_held {
    zb_str text;
    zb_loc loc;
    bool fault; /* the value is missing; the text is that of the tag */
    const zb_value *value; /* of {{x}}; NULL: part of another */
    zb_str name;           /* ... as the tag says it */
    zb_loc tag;
    bool told; /* what is wrong with where it stands */
} zb_held;

/* A section that is not printed, and may hold what is referred to elsewhere. */
typedef struct zb_omitted {
    const zb_source *source;
    size_t start, end; /* what stands in it */
    zb_str tag;
    zb_loc loc; /* of the tag */
    bool fault; /* whether it is printed could not be told, which was reported */
} zb_omitted;

struct zb_expansion {
    zb_str text;
    const zb_omitted *omitted;
    size_t omitted_count;
    const zb_origin *origins;
    size_t origin_count;
    zb_held *held; /* what the placeholders stand for */
    size_t held_count;
};

/* Room that a placeholder takes at most. */
#define ZB_PLACEHOLDER_MAX 64

/* Writes the placeholder of held value `index` to `out`; returns its length. */
size_t zb_placeholder_write(size_t index, char out[ZB_PLACEHOLDER_MAX]);
/* The placeholder at `at`: its length, and in *held what it stands for; 0: there is none. */
size_t zb_placeholder_read(const zb_expansion *expansion, zb_str text, size_t at, zb_held **held);
/* Offset of the first character that only placeholders may contain, or SIZE_MAX. */
size_t zb_placeholder_find(zb_str text, size_t from);

#endif
