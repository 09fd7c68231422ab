/* SPDX-License-Identifier: Apache-2.0
 * Reading a schema: each keyword by its row in one table, so that what is not in the table is found. References are followed
 * when all is read. */
#include <string.h>

#include "base/utf8.h"
#include "model/schema_parts.h"
#include "model/table_schema.h"

typedef struct known {
    const zb_value *value;
    zb_schema_node *node;
} known;

typedef struct pending {
    zb_schema_node *node; /* whose $ref it is */
    const zb_value *reference;
} pending;

typedef struct anchor {
    zb_str name;
    const zb_value *value;
} anchor;

typedef struct zb_schema_reader {
    zb_arena *arena;
    const zb_value *root;
    zb_diags *diags;
    ZB_VEC(known) nodes;
    ZB_VEC(pending) references;
    ZB_VEC(anchor) anchors;
    ZB_VEC(const zb_pattern *) patterns; /* each expression once */
    bool failed;
} reader;

/* Reads the value of a keyword into a node, at an offset of it. */
typedef void (*reading)(reader *r, zb_schema_node *node, const zb_value *value, void *out);

typedef struct keyword {
    const char *name;
    reading read;
    size_t offset;
} keyword;

static zb_schema_node *read_node(reader *r, const zb_value *value);

void zb_schema_refuse(zb_schema_reader *r, const zb_value *value, const char *wanted) {
    zb_diag_add(r->diags, ZB_ERROR, "schema.keyword", value->loc, "the schema wants %s here, this is %s", wanted,
                zb_value_kind_phrase(value->kind));
    r->failed = true;
}

zb_diags *zb_schema_fail(zb_schema_reader *r) {
    r->failed = true;
    return r->diags;
}

zb_arena *zb_schema_reader_arena(const zb_schema_reader *r) { return r->arena; }

/* Readings -------------------------------------------------------------------------------------------------------------------- */

static void read_one(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    *(zb_schema_node **)out = read_node(r, value);
}

static void read_list(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    zb_schema_list *list = out;
    if (value->kind != ZB_LIST || value->count == 0) {
        zb_schema_refuse(r, value, "a list of schemas");
        return;
    }
    list->nodes = ZB_NEW_ARRAY(r->arena, value->count, zb_schema_node *);
    list->count = value->count;
    for (size_t i = 0; i < value->count; i++) list->nodes[i] = read_node(r, value->items[i]);
}

static void read_members(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    zb_schema_members *members = out;
    if (value->kind != ZB_MAP) {
        zb_schema_refuse(r, value, "a mapping of names to schemas");
        return;
    }
    zb_schema_member *data = ZB_NEW_ARRAY(r->arena, value->count, zb_schema_member);
    for (size_t i = 0; i < value->count; i++)
        data[i] = (zb_schema_member){value->entries[i].key, NULL, read_node(r, value->entries[i].value)};
    *members = (zb_schema_members){data, value->count};
}

static const zb_pattern *read_expression(reader *r, zb_str text, zb_loc loc) {
    for (size_t i = 0; i < r->patterns.count; i++)
        if (zb_str_equal(zb_pattern_text(r->patterns.data[i]), text)) return r->patterns.data[i];
    const zb_pattern *pattern = zb_pattern_new(r->arena, text, loc, r->diags);
    if (pattern) ZB_PUSH(r->arena, &r->patterns, pattern);
    r->failed = r->failed || !pattern;
    return pattern;
}

static void read_patterns(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    read_members(r, node, value, out);
    const zb_schema_members *members = out;
    for (size_t i = 0; i < members->count; i++) {
        zb_schema_member *member = (zb_schema_member *)&members->data[i];
        member->pattern = read_expression(r, member->name, value->entries[i].key_loc);
    }
}

static void read_number(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    zb_schema_number *number = out;
    bool given = value->kind == ZB_INT || value->kind == ZB_REAL;
    *number = (zb_schema_number){given, value->real, value->text};
    if (!given) zb_schema_refuse(r, value, "a number");
    else if (number == &node->step && number->value <= 0) zb_schema_refuse(r, value, "a number above 0");
}

static void read_count(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    zb_schema_number *number = out;
    bool whole = (value->kind == ZB_INT || value->kind == ZB_REAL) && value->real >= 0 && value->real == (double)(int64_t)value->real;
    if (!whole) zb_schema_refuse(r, value, "a number of 0, 1, 2, ...");
    *number = (zb_schema_number){whole, value->real, value->text};
}

static void read_flag(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    if (value->kind != ZB_BOOL) zb_schema_refuse(r, value, "true or false");
    *(bool *)out = value->integer;
}

static void read_type(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    static const zb_str names[] = {{"null", 4}, {"boolean", 7}, {"integer", 7}, {"number", 6}, {"string", 6}, {"array", 5}, {"object", 6}};
    enum { NAMES = sizeof names / sizeof *names };
    bool list = value->kind == ZB_LIST;
    for (size_t i = 0; i < (list ? value->count : 1); i++) {
        const zb_value *word = list ? value->items[i] : value;
        unsigned bit = 0;
        /* "null" in quotes is a text; without them YAML makes it an empty value. */
        for (size_t k = 0; k < NAMES && word->kind == ZB_TEXT; k++)
            if (zb_str_equal(word->text, names[k])) bit = 1u << k;
        node->types |= bit;
        if (bit) continue;
        if (word->kind != ZB_TEXT) zb_schema_refuse(r, word, "the name of a type in quotes");
        else zb_diag_add(r->diags, ZB_ERROR, "schema.keyword", word->loc, "there is no type '%.*s'", ZB_STR_ARG(word->text));
        if (word->kind == ZB_TEXT) zb_diag_hint_nearest(r->diags, word->text, names, NAMES);
        r->failed = true;
    }
}

static void read_choices(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    if (value->kind != ZB_LIST) zb_schema_refuse(r, value, "a list of values");
    else node->choices = value;
}

static void read_constant(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)r;
    (void)out;
    node->constant = value;
}

static void read_pattern(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    if (value->kind != ZB_TEXT) {
        zb_schema_refuse(r, value, "a regular expression in quotes");
        return;
    }
    node->pattern = read_expression(r, value->text, value->loc);
}

static void read_format(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    zb_str names[32];
    node->format = value->kind == ZB_TEXT ? zb_format_lookup(value->text) : NULL;
    if (node->format) {
        zb_str pattern = zb_format_pattern(node->format);
        if (pattern.n) node->format_pattern = read_expression(r, pattern, value->loc);
        return;
    }
    r->failed = true;
    zb_diag_add(r->diags, ZB_ERROR, "schema.keyword", value->loc, "the format '%.*s' is not known", ZB_STR_ARG(value->text));
    zb_diag_hint_nearest(r->diags, value->text, names, zb_format_names(names, sizeof names / sizeof *names));
}

static void read_table(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    node->table = zb_table_schema_read(r, value);
}

static bool is_names(const zb_value *value) {
    for (size_t i = 0; value->kind == ZB_LIST && i < value->count; i++)
        if (!zb_value_is_scalar(value->items[i]) || value->items[i]->kind == ZB_NULL) return false;
    return value->kind == ZB_LIST;
}

static void read_names(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    if (is_names(value)) *(const zb_value **)out = value;
    else zb_schema_refuse(r, value, "a list of keys");
}

static void read_dependent(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    bool good = value->kind == ZB_MAP;
    for (size_t i = 0; good && i < value->count; i++) good = is_names(value->entries[i].value);
    if (good) node->dependent = value;
    else zb_schema_refuse(r, value, "a mapping of keys to lists of keys");
}

static void read_reference(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    if (value->kind != ZB_TEXT) zb_schema_refuse(r, value, "a reference as \"#/$defs/name\"");
    else ZB_PUSH(r->arena, &r->references, (pending){node, value});
}

static void read_anchor(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    if (value->kind != ZB_TEXT || value->text.n == 0) zb_schema_refuse(r, value, "a name");
    else ZB_PUSH(r->arena, &r->anchors, (anchor){value->text, node->source});
}

/* The identity of the file; a second one inside would change what references mean. */
static void read_identity(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)out;
    if (value->kind != ZB_TEXT) zb_schema_refuse(r, value, "an address");
    if (node->source == r->root) return;
    zb_diag_add(r->diags, ZB_ERROR, "schema.reference", value->loc, "'$id' can only stand at the top: a schema is one file here");
    r->failed = true;
}

static void read_dialect(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    (void)out;
    zb_str dialect = value->text;
    if (value->kind == ZB_TEXT && zb_str_ends(dialect, "#")) dialect.n--;
    if (value->kind == ZB_TEXT && zb_str_is(dialect, "https://json-schema.org/draft/2020-12/schema")) return;
    zb_diag_add(r->diags, ZB_ERROR, "schema.keyword", value->loc, "'%.*s' is not the JSON Schema that is read here",
                ZB_STR_ARG(value->text));
    zb_diag_hint(r->diags, "write \"https://json-schema.org/draft/2020-12/schema\" and its keywords");
    r->failed = true;
}

static void read_text(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)node;
    if (value->kind != ZB_TEXT) zb_schema_refuse(r, value, "a text");
    else if (out != node) *(zb_str *)out = value->text;
}

static void read_anything(reader *r, zb_schema_node *node, const zb_value *value, void *out) {
    (void)r, (void)node, (void)value, (void)out;
}

/* Keywords -------------------------------------------------------------------------------------------------------------------- */

#define AT(field) offsetof(zb_schema_node, field)

static const keyword keywords[] = {
    {"$schema", read_dialect, 0},
    {"$id", read_identity, 0},
    {"$anchor", read_anchor, 0},
    {"$ref", read_reference, 0},
    {"$defs", read_members, AT(definitions)},
    {"definitions", read_members, AT(definitions)},
    {"$comment", read_text, 0},
    {"title", read_text, 0},
    {"description", read_text, AT(description)},
    {"default", read_anything, 0},
    {"examples", read_anything, 0},
    {"deprecated", read_anything, 0},
    {"readOnly", read_anything, 0},
    {"writeOnly", read_anything, 0},
    {"x-empty", read_flag, AT(may_be_empty)},
    {"x-unused", read_flag, AT(unread)},
    {"x-table", read_table, 0},
    {"type", read_type, 0},
    {"enum", read_choices, 0},
    {"const", read_constant, 0},
    {"minimum", read_number, AT(minimum)},
    {"maximum", read_number, AT(maximum)},
    {"exclusiveMinimum", read_number, AT(above)},
    {"exclusiveMaximum", read_number, AT(below)},
    {"multipleOf", read_number, AT(step)},
    {"minLength", read_count, AT(min_length)},
    {"maxLength", read_count, AT(max_length)},
    {"pattern", read_pattern, 0},
    {"format", read_format, 0},
    {"minItems", read_count, AT(min_items)},
    {"maxItems", read_count, AT(max_items)},
    {"uniqueItems", read_flag, AT(unique)},
    {"items", read_one, AT(items)},
    {"prefixItems", read_list, AT(prefix)},
    {"contains", read_one, AT(contains)},
    {"minContains", read_count, AT(min_contains)},
    {"maxContains", read_count, AT(max_contains)},
    {"minProperties", read_count, AT(min_members)},
    {"maxProperties", read_count, AT(max_members)},
    {"required", read_names, AT(required)},
    {"dependentRequired", read_dependent, 0},
    {"properties", read_members, AT(members)},
    {"patternProperties", read_patterns, AT(patterns)},
    {"additionalProperties", read_one, AT(additional)},
    {"propertyNames", read_one, AT(names)},
    {"dependentSchemas", read_members, AT(dependents)},
    {"allOf", read_list, AT(all)},
    {"anyOf", read_list, AT(any)},
    {"oneOf", read_list, AT(one)},
    {"not", read_one, AT(no)},
    {"if", read_one, AT(condition)},
    {"then", read_one, AT(then)},
    {"else", read_one, AT(otherwise)},
};

enum { KEYWORDS = sizeof keywords / sizeof *keywords };

static void report_unknown(reader *r, const zb_entry *entry) {
    zb_str names[KEYWORDS];
    for (size_t i = 0; i < KEYWORDS; i++) names[i] = zb_str_of(keywords[i].name);
    zb_diag_add(r->diags, ZB_ERROR, "schema.keyword", entry->key_loc, "'%.*s' is no keyword of a schema that is known here",
                ZB_STR_ARG(entry->key));
    const zb_str *near = zb_nearest(entry->key, names, KEYWORDS);
    if (near) zb_diag_hint(r->diags, "did you mean '%.*s'?", ZB_STR_ARG(*near));
    else zb_diag_hint(r->diags, "words of your own begin with 'x-'");
    r->failed = true;
}

void zb_schema_read_keyword(zb_schema_reader *r, zb_schema_node *node, const zb_entry *entry) {
    for (size_t i = 0; i < KEYWORDS; i++) {
        if (!zb_str_is(entry->key, keywords[i].name)) continue;
        keywords[i].read(r, node, entry->value, (char *)node + keywords[i].offset);
        return;
    }
    if (!zb_str_starts(entry->key, "x-")) report_unknown(r, entry);
}

static zb_schema_node *read_node(reader *r, const zb_value *value) {
    zb_schema_node *node = ZB_NEW(r->arena, zb_schema_node);
    node->source = value;
    if (r->nodes.count >= ZB_SCHEMA_NODES_MAX) {
        if (r->nodes.count == ZB_SCHEMA_NODES_MAX)
            zb_diag_add(r->diags, ZB_ERROR, "schema.limit", value->loc, "the schema has more than %d parts", ZB_SCHEMA_NODES_MAX);
        r->failed = true;
    }
    ZB_PUSH(r->arena, &r->nodes, (known){value, node});
    if (value->kind == ZB_BOOL) node->never = !value->integer;
    else if (value->kind != ZB_MAP) zb_schema_refuse(r, value, "a schema: a mapping of keywords, or true or false");
    for (size_t i = 0; value->kind == ZB_MAP && r->nodes.count <= ZB_SCHEMA_NODES_MAX && i < value->count; i++)
        zb_schema_read_keyword(r, node, &value->entries[i]);
    return node;
}

/* References ------------------------------------------------------------------------------------------------------------------ */

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %25 of addresses, then ~0 and ~1 of JSON pointers. */
static zb_str decode_step(zb_arena *arena, zb_str step) {
    char *out = zb_alloc(arena, step.n + 1);
    size_t n = 0, m = 0;
    for (size_t i = 0; i < step.n; i++) {
        bool coded = step.s[i] == '%' && i + 2 < step.n && hex(step.s[i + 1]) >= 0 && hex(step.s[i + 2]) >= 0;
        out[n++] = coded ? (char)(hex(step.s[i + 1]) * 16 + hex(step.s[i + 2])) : step.s[i];
        if (coded) i += 2;
    }
    for (size_t i = 0; i < n; i++) {
        bool coded = out[i] == '~' && i + 1 < n && (out[i + 1] == '0' || out[i + 1] == '1');
        out[m++] = coded ? (out[i + 1] == '0' ? '~' : '/') : out[i];
        i += coded;
    }
    return (zb_str){out, m};
}

static const zb_value *follow_pointer(reader *r, zb_str pointer) {
    const zb_value *at = r->root;
    for (size_t from = 1; at && from <= pointer.n;) {
        size_t end = zb_str_find(pointer, ZB_STR("/"), from);
        if (end == SIZE_MAX) end = pointer.n;
        zb_str step = decode_step(r->arena, zb_str_sub(pointer, from, end));
        bool dotted = zb_str_find(step, ZB_STR("."), 0) != SIZE_MAX;
        at = at->kind == ZB_LIST ? (dotted ? NULL : zb_value_lookup_path(at, step)) : zb_value_lookup(at, step);
        from = end + 1;
    }
    return at;
}

static const zb_value *find_target(reader *r, zb_str reference) {
    if (!zb_str_starts(reference, "#")) return NULL;
    zb_str rest = zb_str_sub(reference, 1, reference.n);
    if (rest.n == 0) return r->root;
    if (rest.s[0] == '/') return follow_pointer(r, rest);
    for (size_t i = 0; i < r->anchors.count; i++)
        if (zb_str_equal(r->anchors.data[i].name, rest)) return r->anchors.data[i].value;
    return NULL;
}

static void report_reference(reader *r, const zb_value *reference) {
    bool local = zb_str_starts(reference->text, "#");
    zb_diag_add(r->diags, ZB_ERROR, "schema.reference", reference->loc, local ? "'%.*s' leads nowhere" : "'%.*s' leads out of this file",
                ZB_STR_ARG(reference->text));
    const zb_value *definitions = zb_value_lookup_z(r->root, "$defs");
    ZB_VEC(zb_str) names = {0};
    for (size_t i = 0; definitions && definitions->kind == ZB_MAP && i < definitions->count; i++)
        ZB_PUSH(r->arena, &names, zb_str_format(r->arena, "#/$defs/%.*s", ZB_STR_ARG(definitions->entries[i].key)));
    if (local) zb_diag_hint_nearest(r->diags, reference->text, names.data, names.count);
    else zb_diag_hint(r->diags, "copy what it leads to into '$defs' and write \"#/$defs/name\"");
    r->failed = true;
}

/* What is read for a reference may hold further ones: the list grows. */
static void follow_references(reader *r) {
    for (size_t i = 0; i < r->references.count; i++) {
        pending p = r->references.data[i];
        const zb_value *target = find_target(r, p.reference->text);
        for (size_t k = 0; target && k < r->nodes.count && !p.node->target; k++)
            if (r->nodes.data[k].value == target) p.node->target = r->nodes.data[k].node;
        if (!target) report_reference(r, p.reference);
        else if (!p.node->target) p.node->target = read_node(r, target);
    }
}

/* References that lead back to themselves would never come to a value. */
static void check_circles(reader *r) {
    for (size_t i = 0; i < r->references.count; i++) {
        const zb_schema_node *node = r->references.data[i].node;
        for (size_t steps = 0; node->target && steps <= r->references.count; steps++) node = node->target;
        if (!node->target) continue;
        zb_diag_add(r->diags, ZB_ERROR, "schema.reference", r->references.data[i].reference->loc, "'%.*s' leads back to itself",
                    ZB_STR_ARG(r->references.data[i].reference->text));
        r->failed = true;
    }
}

const zb_schema *zb_schema_read(zb_arena *arena, const zb_value *root, zb_diags *diags) {
    reader r = {.arena = arena, .root = root, .diags = diags};
    zb_schema *schema = ZB_NEW(arena, zb_schema);
    schema->root = read_node(&r, root);
    follow_references(&r);
    if (!r.failed) check_circles(&r);
    return r.failed ? NULL : schema;
}
