/* SPDX-License-Identifier: Apache-2.0
 * Mustache expansion. What {{x}} inserts must never become markup, in Markdown, in YAML or anywhere: so it is not
 * inserted as text but as a placeholder of Unicode noncharacters (U+FDD0, hexadecimal digits as U+FDE0..U+FDEF,
 * U+FDD1), which every later parser takes for ordinary letters, and which is resolved when the parsed text is used.
 * Input may not contain noncharacters (the reader refuses them), so nothing can be mistaken for one. {{{x}}} inserts a value's emphasis,
 * links and lists (templates/markup.h), {{{markdown x}}} all of its Markdown. */
#ifndef ZB_TEMPLATES_EXPAND_H
#define ZB_TEMPLATES_EXPAND_H

#include "model/value.h"
#include "model/yaml.h"

typedef struct zb_expansion zb_expansion;

/* Limits: [template.depth] nested sections and partials, [template.size] bytes of expanded text, [template.steps] tags
 * expanded and rows walked. */
#define ZB_EXPAND_DEPTH_MAX 64
#define ZB_EXPAND_STEPS_MAX 4000000
#define ZB_EXPAND_SIZE_MAX ((size_t)64 << 20)

/* The value of a query that failed: its error has been reported, so what names it is passed over. Compared by address.
 */
extern const zb_value zb_query_failed;

/* Finds a partial's source; NULL: an error was added at loc. */
typedef const zb_source *(*zb_partial_reader)(void *context, zb_str name, zb_loc loc);

/* Expands bytes [start, end) of `source` over `root` (MAP). `partials` may be NULL. Never NULL. */
const zb_expansion *zb_expand(zb_arena *arena, const zb_source *source, size_t start, size_t end, const zb_value *root,
                              zb_partial_reader partials, void *context, zb_diags *diags);

/* The same for a text that is YAML: {{{x}}} inserts the value as {{x}} does. */
const zb_expansion *zb_expand_yaml(zb_arena *arena, const zb_source *source, size_t start, size_t end, const zb_value *root,
                                   zb_partial_reader partials, void *context, zb_diags *diags);

/* The expanded text, with placeholders. */
zb_str zb_expansion_text(const zb_expansion *expansion);
/* The place that a byte of the expanded text came from: template text points into the template, a {{{x}}} value into
 * the data, a placeholder to its value's place in the data. Has the shape of zb_locate; `expansion` is a zb_expansion.
 */
zb_loc zb_expansion_loc(const void *expansion, size_t offset);

/* `text` (any piece of the expanded text, or of what a parser made of it) with placeholders replaced by their values.
 * The same slice when it has none. */
zb_str zb_expansion_resolve(zb_arena *arena, const zb_expansion *expansion, zb_str text);
/* Where `text` begins with a placeholder: its length in bytes, its value and the value's place; else 0. */
size_t zb_expansion_placeholder(const zb_expansion *expansion, zb_str text, zb_str *value, zb_loc *loc);
/* Whether `text` has a placeholder for a value that the data lacks, which has been reported: what such a text says is
 * not worth a second error. */
bool zb_expansion_faulty(const zb_expansion *expansion, zb_str text);
/* Whether a section that was not printed defines `id`: its tag as it is written and the tag's place. `fault`: that the section is not
 * printed follows from an error that was told. */
bool zb_expansion_omitted(const zb_expansion *expansion, zb_str id, zb_str *tag, zb_loc *loc, bool *fault);

#endif
