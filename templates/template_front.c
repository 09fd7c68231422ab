/* SPDX-License-Identifier: Apache-2.0
 * A template's front matter: the YAML between --- lines at its head, which says the document's title, language and
 * other metadata. */
#include <ctype.h>
#include <string.h>

#include "templates/language.h"
#include "templates/template_parts.h"

/* The keys that are one text each, and where the document keeps them. */
static const struct field {
    const char *key;
    size_t offset;
    bool list; /* may be a list of texts */
} fields[] = {
    {"title", offsetof(zb_document, title), false},      {"author", offsetof(zb_document, author), true},
    {"language", offsetof(zb_document, lang), false},    {"subject", offsetof(zb_document, subject), false},
    {"keywords", offsetof(zb_document, keywords), true}, {"date", offsetof(zb_document, date), false},
};

static const struct field heads[] = {
    {"left", offsetof(zb_document, running_head_left), false},
    {"right", offsetof(zb_document, running_head_right), false},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef struct front {
    zb_arena *arena;
    const zb_expansion *expansion;
    zb_document *document;
    zb_diags *diags;
} front;

static size_t line_end(zb_str text, size_t from) {
    size_t end = zb_str_find(text, ZB_STR("\n"), from);
    return end == SIZE_MAX ? text.n : end;
}

static bool fence_line(zb_str text, size_t from, const char *mark) {
    zb_str line = zb_str_sub(text, from, line_end(text, from));
    while (line.n && strchr(" \t\r", line.s[line.n - 1])) line.n--;
    return zb_str_is(line, mark);
}

void zb_front_split(zb_template *template, zb_diags *diags) {
    zb_str text = template->source->text;
    if (!fence_line(text, 0, "---")) return;
    size_t start = line_end(text, 0) + 1;
    for (size_t at = start; at < text.n; at = line_end(text, at) + 1) {
        if (!fence_line(text, at, "---") && !fence_line(text, at, "...")) continue;
        size_t behind = line_end(text, at) + 1;
        template->front_start = start;
        template->front_end = at;
        template->body_start = behind < text.n ? behind : text.n;
        return;
    }
    zb_diag_add(diags, ZB_ERROR, "template.front-matter", zb_source_loc(template->source, 0),
                "the front matter has no end");
    zb_diag_hint(diags, "it ends with a line '---'");
}

typedef struct piece {
    const zb_source *source;
    size_t start;
} piece;

static zb_loc piece_locate(const void *context, size_t offset) {
    const piece *p = context;
    return zb_source_loc(p->source, p->start + offset);
}

/* The template's base must be known before anything can be expanded, so its line is read by itself. */
zb_str zb_front_extends(zb_arena *arena, const zb_template *template, zb_loc *loc, zb_diags *diags) {
    zb_str text = template->source->text;
    for (size_t at = template->front_start, end; at < template->front_end; at = end + 1) {
        end = line_end(text, at);
        zb_str line = zb_str_sub(text, at, end);
        if (!zb_str_starts(line, "extends:")) continue;
        piece here = {template->source, at};
        const zb_value *map = zb_yaml_read(arena, line, piece_locate, &here, diags);
        const zb_value *value = zb_value_lookup_z(map, "extends");
        if (!value) return (zb_str){0};
        *loc = value->loc;
        if (value->kind == ZB_TEXT && value->text.n && zb_str_find(value->text, ZB_STR("{{"), 0) == SIZE_MAX)
            return value->text;
        zb_diag_add(diags, ZB_ERROR, "template.extends", *loc, "'extends' takes the name of a template as it stands");
        return (zb_str){0};
    }
    return (zb_str){0};
}

/* Metadata and running heads are single lines. */
static zb_str line_text(const front *f, const zb_value *value) {
    zb_str text = zb_str_trim(zb_str_copy(f->arena, zb_expansion_resolve(f->arena, f->expansion, value->text)));
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.s[i] < 0x20) ((char *)text.s)[i] = ' ';
    return text;
}

/* d: a digit, s: a sign, others as they are. */
static bool matches(zb_str text, const char *pattern) {
    if (text.n != strlen(pattern)) return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i], p = pattern[i];
        if (p == 'd' ? !isdigit((unsigned char)c) : p == 's' ? c != '+' && c != '-' : c != p) return false;
    }
    return true;
}

static bool date_valid(zb_str text) {
    static const char *const patterns[] = {"dddd-dd-dd", "dddd-dd-ddTdd:ddZ", "dddd-dd-ddTdd:ddsdd:dd",
                                           "dddd-dd-ddTdd:dd:ddZ", "dddd-dd-ddTdd:dd:ddsdd:dd"};
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool shaped = false;
    for (size_t i = 0; i < COUNT(patterns); i++) shaped = shaped || matches(text, patterns[i]);
    if (!shaped) return false;
    int month = (text.s[5] - '0') * 10 + text.s[6] - '0', day = (text.s[8] - '0') * 10 + text.s[9] - '0';
    int year = (text.s[0] - '0') * 1000 + (text.s[1] - '0') * 100 + (text.s[2] - '0') * 10 + text.s[3] - '0';
    bool leap = month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + leap;
}

static void front_error(const front *f, zb_loc loc, const char *key, const char *what) {
    zb_diag_add(f->diags, ZB_ERROR, "template.front-matter", loc, "'%s' in the front matter %s", key, what);
}

/* The place in the data where the value begins with something from there. */
static zb_loc value_place(const front *f, const zb_value *value) {
    zb_str inserted;
    zb_loc loc;
    return zb_expansion_placeholder(f->expansion, value->text, &inserted, &loc) ? loc : value->loc;
}

static bool field_valid(const front *f, const struct field *field, zb_str text, zb_loc loc) {
    if (!strcmp(field->key, "date") && !date_valid(text)) {
        front_error(f, loc, field->key, "is no date");
        zb_diag_hint(f->diags, "as in 2019-06-24 or 2019-06-24T09:30:00+08:00");
        return false;
    }
    if (!strcmp(field->key, "language") && !zb_language_valid(text)) {
        front_error(f, loc, field->key, "is no language tag");
        zb_language_hint(f->diags, text);
        return false;
    }
    return true;
}

/* A list of texts, joined. False: an item is none. */
static bool list_text(const front *f, const zb_value *list, zb_str *out) {
    for (size_t i = 0; i < list->count; i++) {
        if (!zb_value_is_scalar(list->items[i])) return false;
        zb_str text = line_text(f, list->items[i]);
        *out = i ? zb_str_format(f->arena, "%.*s, %.*s", ZB_STR_ARG(*out), ZB_STR_ARG(text)) : text;
    }
    return true;
}

static void field_set(const front *f, const struct field *field, const zb_value *value) {
    zb_str text = {0};
    bool fine = zb_value_is_scalar(value);
    if (fine) text = line_text(f, value);
    else if (field->list && value->kind == ZB_LIST) fine = list_text(f, value, &text);
    if (!fine)
        front_error(f, value->loc, field->key, field->list ? "is neither a text nor a list of texts" : "is not a text");
    else if (text.n && !zb_expansion_faulty(f->expansion, value->text) && field_valid(f, field, text, value_place(f, value)))
        *(zb_str *)((char *)f->document + field->offset) = text;
}

static void unknown_key(const front *f, const zb_entry *entry, const zb_str *known, size_t count) {
    zb_str key = zb_expansion_resolve(f->arena, f->expansion, entry->key);
    zb_diag_add(f->diags, ZB_ERROR, "template.front-matter", entry->key_loc, "unknown key '%.*s' in the front matter",
                ZB_STR_ARG(key));
    zb_diag_hint_nearest(f->diags, key, known, count);
}

/* Whether `entry` is one of the fields; then it is set. */
static bool field_read(const front *f, const struct field *list, size_t count, const zb_entry *entry) {
    for (size_t i = 0; i < count; i++) {
        if (!zb_str_is(entry->key, list[i].key)) continue;
        field_set(f, &list[i], entry->value);
        return true;
    }
    return false;
}

static void running_head_read(const front *f, const zb_value *value) {
    static const zb_str known[] = {{"left", 4}, {"right", 5}};
    if (value->kind != ZB_MAP) {
        front_error(f, value->loc, "running_head", "has no entries");
        zb_diag_hint(f->diags, "as in running_head: {left: ..., right: ...}");
        return;
    }
    for (size_t i = 0; i < value->count; i++)
        if (!field_read(f, heads, COUNT(heads), &value->entries[i]))
            unknown_key(f, &value->entries[i], known, COUNT(known));
}

static const struct field publisher_field = {"publisher", offsetof(zb_document, author), false};

static void entry_read(const front *f, const zb_entry *entry, zb_str *publisher) {
    static const zb_str known[] = {{"title", 5},    {"author", 6},        {"publisher", 9},
                                   {"language", 8}, {"subject", 7},       {"keywords", 8},
                                   {"date", 4},     {"running_head", 12}, {"extends", 7}};
    if (field_read(f, fields, COUNT(fields), entry) || zb_str_is(entry->key, "extends")) return;
    if (zb_str_is(entry->key, "running_head")) {
        running_head_read(f, entry->value);
    } else if (zb_str_is(entry->key, "publisher")) {
        zb_document holder = {0};
        field_set(&(front){f->arena, f->expansion, &holder, f->diags}, &publisher_field, entry->value);
        if (holder.author.n) *publisher = holder.author;
    } else {
        unknown_key(f, entry, known, COUNT(known));
    }
}

typedef struct inputs {
    const zb_value *root;
    zb_partial_reader partials;
    void *context;
} inputs;

static void front_read(zb_arena *arena, const zb_template *template, const inputs *in, zb_document *document,
                       zb_str *publisher, zb_diags *diags) {
    if (template->front_start == template->front_end) return;
    const zb_expansion *expansion = zb_expand_yaml(arena, template->source, template->front_start, template->front_end,
                                              in->root, in->partials, in->context, diags);
    const zb_value *map = zb_yaml_read(arena, zb_expansion_text(expansion), zb_expansion_loc, expansion, diags);
    if (!map) return;
    if (map->kind != ZB_MAP) {
        zb_diag_add(diags, ZB_ERROR, "template.front-matter", map->loc,
                    "the front matter is %s, not keys with values", zb_value_kind_phrase(map->kind));
        return;
    }
    front f = {arena, expansion, document, diags};
    for (size_t i = 0; i < map->count; i++) entry_read(&f, &map->entries[i], publisher);
}

void zb_front_apply(zb_arena *arena, const zb_template *template, const zb_value *root, zb_partial_reader partials,
                    void *context, zb_document *document, zb_diags *diags) {
    const zb_template *chain[ZB_EXTENDS_MAX + 2];
    size_t count = 0;
    zb_str publisher = {0};
    inputs in = {root, partials, context};
    for (; template && count < COUNT(chain); template = template->base) chain[count++] = template;
    while (count > 0) front_read(arena, chain[--count], &in, document, &publisher, diags);
    if (document->author.n == 0) document->author = publisher;
}

/* Schema ------------------------------------------------------------------------------------------------------------ */

static void schema_fields(zb_buf *out, const struct field *list, size_t count) {
    static const char scalar[] = "{\"type\": [\"string\", \"number\", \"boolean\", \"null\"]}";
    for (size_t i = 0; i < count; i++) {
        zb_buf_format(out, "%s\n  \"%s\": ", i ? "," : "", list[i].key);
        if (list[i].list) zb_buf_format(out, "{\"anyOf\": [%s, {\"type\": \"array\", \"items\": %s}]}", scalar, scalar);
        else zb_buf_format(out, "%s", scalar);
    }
}

void zb_front_schema(zb_buf *out) {
    static const char object[] = "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {";
    zb_buf_format(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                       "\"title\": \"The front matter of a template.md\",\n"
                       "\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    schema_fields(out, fields, COUNT(fields));
    zb_buf_add_char(out, ',');
    schema_fields(out, &publisher_field, 1);
    zb_buf_format(out, ",\n  \"extends\": {\"type\": \"string\", \"pattern\": \"^((?!\\\\{\\\\{).)+$\"},\n  \"running_head\": %s", object);
    schema_fields(out, heads, COUNT(heads));
    zb_buf_format(out, "}}}}\n");
}
