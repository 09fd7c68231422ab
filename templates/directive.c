/* SPDX-License-Identifier: Apache-2.0
 * The directives by name, and their reference. What each does is in directive_block.c, directive_table.c and
 * directive_chart.c. */
#include "templates/directive.h"

#include <string.h>

#include "base/utf8.h"

static const zb_directive directives[] = {
    {{"masthead", zb_masthead_keys}, .about = "The head of the first page.", .read = zb_masthead_read},
    {{"cards", zb_card_keys},
     .list = true,
     .part = &zb_card_value_object,
     .read = zb_cards_read,
     .about = "A strip of figures, each with a label."},
    {{"table", zb_table_keys}, .part = &zb_table_column_object, .read = zb_table_read, .about = "A table from data."},
    {{"chart", zb_chart_keys}, .read = zb_chart_block_read, .about = "A chart from data."},
    {{"columns", NULL},
     .list = true,
     .read = zb_columns_read,
     .about =
         "Objects side by side: a list of `- chart: {...}` and `- table: {...}`, with the keys of those directives."},
    {{"toc", zb_toc_keys}, .read = zb_toc_read, .about = "A table of contents."},
    {{"pagebreak", NULL}, .read = zb_page_break_read, .about = "What follows begins a page. The body is empty."},
};
#define DIRECTIVES (sizeof directives / sizeof *directives)

/* Languages of code blocks whose names are near a directive's; other words are languages anyway. */
static const char *const languages[] = {"c",   "cl",  "css",  "docs", "go",  "java", "tap",
                                        "tcl", "tex", "text", "toml", "txt", "vala"};

const zb_directive *zb_directive_lookup(zb_str name) {
    for (size_t i = 0; i < DIRECTIVES; i++)
        if (zb_str_is(name, directives[i].object.name))
            return &directives[i];
    return NULL;
}

/* Letters that may be wrong in a word that was meant as a directive. */
static int slips(const char *name) { return strlen(name) <= 4 ? 1 : 2; }

bool zb_directive_misspelt(const zb_reader *reader, zb_str name, zb_loc loc) {
    zb_str names[DIRECTIVES];
    bool near = false;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (zb_str_is(name, languages[i]))
            return false;
    for (size_t i = 0; i < DIRECTIVES; i++) {
        names[i] = zb_str_of(directives[i].object.name);
        int limit = slips(directives[i].object.name);
        near = near || (name.n && zb_edit_distance(name, names[i], limit) <= limit);
    }
    if (!near)
        return false;
    zb_diag_add(reader->diags, ZB_ERROR, "directive.unknown", loc, "there is no directive '%.*s'", ZB_STR_ARG(name));
    zb_diag_hint_nearest(reader->diags, name, names, DIRECTIVES);
    return true;
}

static bool check_list(const zb_reader *reader, const zb_directive *directive, const zb_value *body, zb_loc loc) {
    bool good = true;
    if (body->kind != ZB_LIST || !body->count) {
        zb_diag_add(reader->diags, ZB_ERROR, "directive.value", loc, "'%s' wants a list, its body is %s",
                    directive->object.name, body->count || zb_value_is_scalar(body) ? zb_value_kind_phrase(body->kind) : "empty");
        zb_diag_hint(reader->diags, "begin each entry with '- '");
        return false;
    }
    for (size_t i = 0; directive->object.keys && i < body->count; i++)
        good = zb_object_check(reader, &directive->object, body->items[i], body->items[i]->loc) && good;
    return good;
}

zb_node *zb_directive_make(const zb_reader *reader, const zb_directive *directive, const zb_value *body, zb_loc loc) {
    bool good = true;
    if (directive->list)
        good = check_list(reader, directive, body, loc);
    else if (directive->object.keys)
        good = zb_object_check(reader, &directive->object, body, loc);
    return good ? directive->read(reader, body, loc) : NULL;
}

zb_node *zb_directive_read(const zb_reader *reader, const zb_directive *directive, zb_str body, zb_locate locate,
                           const void *context, zb_loc loc) {
    size_t errors = zb_diags_count_of(reader->diags, ZB_ERROR);
    const zb_value *value = zb_yaml_read(reader->arena, body, locate, context, reader->diags);
    bool whole = zb_diags_count_of(reader->diags, ZB_ERROR) == errors; /* half a body would only lack more */
    return value && whole ? zb_directive_make(reader, directive, value, loc) : NULL;
}

/* ---- the reference ---- */

static const char *const type_names[ZB_KEY_TYPES] = {
    [ZB_KEY_TEXT] = "text",       [ZB_KEY_NUMBER] = "number",      [ZB_KEY_FLAG] = "true, false",
    [ZB_KEY_CHOICE] = NULL,       [ZB_KEY_LENGTH] = "length or %", [ZB_KEY_SHARE] = "%",
    [ZB_KEY_LIST] = "list",       [ZB_KEY_MAP] = "mapping",        [ZB_KEY_TABLE] = "table",
    [ZB_KEY_ANY] = "see meaning",
};

static void print_key(const zb_key *key, zb_buf *out) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = key->type == ZB_KEY_CHOICE ? zb_words_split(key->choices, names) : 0;
    zb_buf_format(out, "| `%s` | ", key->name);
    for (size_t i = 0; i < count; i++)
        zb_buf_format(out, "%s`%.*s`", i ? ", " : "", ZB_STR_ARG(names[i]));
    zb_buf_format(out, "%s | %s | ", count ? "" : type_names[key->type], key->required ? "yes" : "");
    if (key->same_as)
        zb_buf_format(out, "Another name of `%s`. |\n", key->same_as);
    else
        zb_buf_format(out, "%s |\n", key->about);
}

static void print_keys(const zb_object *object, zb_buf *out) {
    zb_buf_add(out, ZB_STR("| key | value | required | meaning |\n| --- | --- | --- | --- |\n"));
    for (const zb_key *key = object->keys; key->name; key++)
        print_key(key, out);
    zb_buf_add_char(out, '\n');
}

void zb_directive_reference(zb_buf *out) {
    for (size_t i = 0; i < DIRECTIVES; i++) {
        const zb_directive *directive = &directives[i];
        bool items = directive->list && directive->object.keys;
        zb_buf_format(out, "### %s\n\n%s%s\n\n", directive->object.name, directive->about,
                      items ? " The body is a list; each entry has these keys:" : "");
        if (directive->object.keys)
            print_keys(&directive->object, out);
        if (!directive->part)
            continue;
        zb_buf_format(out, "Each entry of `%s`:\n\n", directive->part->name);
        print_keys(directive->part, out);
    }
}
