/* SPDX-License-Identifier: Apache-2.0
 * Directives: fenced blocks whose bodies are YAML. One table of keys per directive is where reading, the errors about
 * keys and the reference in docs/templates.md come from. */
#ifndef ZB_TEMPLATES_DIRECTIVE_H
#define ZB_TEMPLATES_DIRECTIVE_H

#include "templates/pieces.h"

typedef enum zb_key_type {
    ZB_KEY_TEXT, /* any scalar */
    ZB_KEY_NUMBER,
    ZB_KEY_FLAG,   /* true or false */
    ZB_KEY_CHOICE, /* one of `choices` */
    ZB_KEY_LENGTH, /* 60mm, 12pt, or a share of the measure: 60% */
    ZB_KEY_SHARE,  /* 60% */
    ZB_KEY_LIST,
    ZB_KEY_MAP,
    ZB_KEY_TABLE, /* a table's name, or a list of mappings */
    ZB_KEY_ANY,   /* checked by who uses it */
    ZB_KEY_TYPES,
} zb_key_type;

typedef struct zb_key {
    const char *name;
    zb_key_type type;
    bool required;
    const char *about;
    const char *choices; /* separated by spaces */
    const char *same_as; /* this is another name of that key */
} zb_key;

#define ZB_KEYS_MAX 48

/* A mapping that users write. */
typedef struct zb_object {
    const char *name;
    const zb_key *keys; /* ends with an entry without a name */
} zb_object;

typedef struct zb_directive {
    zb_object object;      /* keys NULL: no body */
    bool list;             /* the body is a list of such mappings */
    const zb_object *part; /* the mappings in one of its values, for the reference */
    const char *about;
    /* The node, not yet in the tree; NULL: errors were added. `body` has been checked. */
    zb_node *(*read)(const zb_reader *reader, const zb_value *body, zb_loc loc);
} zb_directive;

/* The directive of a fenced block's first word; NULL: none. */
const zb_directive *zb_directive_lookup(zb_str name);
/* A word that is neither a directive nor a known language but nearly a directive: adds [directive.unknown] and is true.
 */
bool zb_directive_misspelt(const zb_reader *reader, zb_str name, zb_loc loc);
/* Reads a block's body. NULL: errors were added. */
zb_node *zb_directive_read(const zb_reader *reader, const zb_directive *directive, zb_str body, zb_locate locate,
                           const void *context, zb_loc loc);
/* Reads a body that is already a value, as in `columns`. */
zb_node *zb_directive_make(const zb_reader *reader, const zb_directive *directive, const zb_value *body, zb_loc loc);

/* Checks a mapping against its keys. False: errors [directive.key], [directive.missing], [directive.value] were added.
 */
bool zb_object_check(const zb_reader *reader, const zb_object *object, const zb_value *map, zb_loc loc);
/* The value of a key or of another name of it; NULL: absent or empty. */
const zb_value *zb_object_value(const zb_object *object, const zb_value *map, const char *name);
/* Its text in one line, placeholders resolved; empty: absent. */
zb_str zb_object_text(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name);
/* The same as a styled text. */
zb_text zb_object_styled(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name,
                         zb_text_style style);
bool zb_object_flag(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name,
                    bool initial);
double zb_object_number(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name,
                        double initial);
/* A length; shares are of the style's measure. 0: absent. */
zb_length zb_object_length(const zb_reader *reader, const zb_object *object, const zb_value *map, const char *name);

/* The text of a scalar in one line, placeholders resolved. */
zb_str zb_value_line(const zb_reader *reader, const zb_value *value);
/* The place of a value: of the data it inserts where it begins with a placeholder. */
zb_loc zb_value_place(const zb_reader *reader, const zb_value *value);
/* Whether a value stands for one that could not be had, which has been said: what it is does not matter then. */
bool zb_value_faulty(const zb_reader *reader, const zb_value *value);
/* The choices of a key as names; returns how many. */
size_t zb_words_split(const char *words, zb_str names[ZB_KEYS_MAX]);

/* The reference of all directives in Markdown, for docs/templates.md. */
void zb_directive_reference(zb_buf *out);
/* JSON Schemas of a chart in the short form, of the subset of Vega-Lite, and of a chart file, which may be in either of them or in that of
 * ECharts. */
void zb_chart_schema(zb_buf *out);
void zb_vega_schema(zb_buf *out);
void zb_chart_file_schema(zb_buf *out);

/* What the directives make of their checked bodies; NULL: errors were added. */
zb_node *zb_masthead_read(const zb_reader *reader, const zb_value *body, zb_loc loc);
zb_node *zb_cards_read(const zb_reader *reader, const zb_value *body, zb_loc loc);
zb_node *zb_table_read(const zb_reader *reader, const zb_value *body, zb_loc loc);
zb_node *zb_chart_block_read(const zb_reader *reader, const zb_value *body, zb_loc loc);
zb_node *zb_columns_read(const zb_reader *reader, const zb_value *body, zb_loc loc);
zb_node *zb_toc_read(const zb_reader *reader, const zb_value *body, zb_loc loc);
zb_node *zb_page_break_read(const zb_reader *reader, const zb_value *body, zb_loc loc);

/* Their keys, and the mappings inside some of them. */
extern const zb_key zb_masthead_keys[], zb_card_keys[], zb_table_keys[], zb_chart_keys[], zb_toc_keys[];
extern const zb_object zb_card_value_object, zb_table_column_object;

#endif
