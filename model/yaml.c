/* SPDX-License-Identifier: Apache-2.0
 * YAML to values. libfyaml gives a stream of events; this file puts them together with an explicit stack, so that nesting, the
 * number of values and what aliases expand to are bounded before they cost anything. An alias shares its anchor's value: values
 * never change. After a syntax error the rest of a file is read from the next key in the first column; in a block inside another
 * text what follows is too near to the error to tell further ones from its consequences. */
#include "model/yaml.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/cursor.h"
#include "model/text.h"
#include "model/yaml_scalar.h"
#include "model/yaml_syntax.h"

/* Bytes read again after syntax errors, over all of them: a large file with many errors must not take many times as long. */
#define REREAD_MAX ((size_t)4 << 20)

/* A value and what it costs to walk through it, aliases followed. */
typedef struct node {
    const zb_value *value;
    zb_str spelling; /* of a scalar: as a key it keeps even "null" */
    bool plain;
    size_t size;
    int height;
} node;

typedef struct frame {
    zb_value_kind kind;
    size_t offset;
    zb_loc loc;
    size_t anchor; /* index + 1 in anchors; 0: none */
    size_t size;
    int height;
    ZB_VEC(const zb_value *) items;
    ZB_VEC(zb_entry) entries, merged;
    bool has_key, skip, merge; /* a key waits for its value; which is dropped; which is merged */
    zb_entry key;
    size_t key_offset;
} frame;

typedef struct anchor {
    zb_str name;
    node node; /* its value is NULL while it is still open */
} anchor;

typedef struct builder {
    zb_arena *arena;
    zb_str text;
    zb_locate locate;
    const void *context;
    zb_diags *diags;
    size_t base;   /* offset in text of what the parser reads */
    size_t offset; /* of the newest event */
    frame stack[ZB_YAML_DEPTH_MAX];
    int depth;
    ZB_VEC(anchor) anchors;
    size_t values;
    int documents, alias_errors;
    uint32_t told; /* line of the newest error about a key or alias; 0: none */
    bool broken; /* there was a syntax error: what looks undefined may stand in the damaged part */
    bool stop;   /* a limit was reached */
    bool whole;  /* a file of its own: after a syntax error the rest is read as well */
    ZB_VEC(const zb_value *) roots;
} builder;

static zb_loc place(const builder *b, size_t offset) { return b->locate(b->context, offset); }

/* Notes that something is wrong in a line: what the parser then stumbles over there is a consequence. */
static void told(builder *b, zb_loc loc) { b->told = loc.line; }

/* The library gave up without a syntax error: what it has read so far is not all there is. */
static void report_library(builder *b) {
    zb_diag_add(b->diags, ZB_FATAL, "yaml.library", place(b, b->offset), "the YAML cannot be read: libfyaml fails here without a reason");
    b->broken = b->stop = true;
}

/* A text that libfyaml does not hand out would be taken for an empty one. */
static zb_str token_text(builder *b, struct fy_token *token) {
    size_t length = 0;
    const char *s = fy_token_get_text(token, &length);
    if (!s) report_library(b);
    return (zb_str){s, s ? length : 0};
}

static frame *top(builder *b) { return b->depth ? &b->stack[b->depth - 1] : NULL; }

/* `offset`: where to look when there are too many. */
static bool count_values(builder *b, size_t count, size_t offset) {
    b->values += count;
    if (b->values <= ZB_YAML_VALUES_MAX) return true;
    zb_diag_add(b->diags, ZB_ERROR, "yaml.values", place(b, offset), "more than %d values, counting what aliases repeat",
                ZB_YAML_VALUES_MAX);
    b->stop = true;
    return false;
}

static void report_depth(builder *b) {
    zb_diag_add(b->diags, ZB_ERROR, "yaml.depth", place(b, b->offset), "lists and mappings are nested more than %d deep",
                ZB_YAML_DEPTH_MAX);
    b->stop = true;
}

/* Mappings ------------------------------------------------------------------------------------------------------------------- */

static int compare_entries(const void *a, const void *b) {
    const zb_entry *x = *(const zb_entry *const *)a, *y = *(const zb_entry *const *)b;
    int order = zb_str_compare(x->key, y->key);
    return order ? order : (x > y) - (x < y);
}

/* Puts written entries and merged ones together: the first of each key stays; a second written one is an error. */
static const zb_entry *unite(builder *b, const zb_entry *all, size_t written, size_t *count) {
    const zb_entry **sorted = ZB_NEW_ARRAY(b->arena, *count, const zb_entry *);
    bool *drop = ZB_NEW_ARRAY(b->arena, *count, bool);
    for (size_t i = 0; i < *count; i++) sorted[i] = &all[i];
    qsort(sorted, *count, sizeof *sorted, compare_entries);
    for (size_t i = 1, first = 0; i < *count; i++) {
        size_t at = (size_t)(sorted[i] - all);
        if (!zb_str_equal(sorted[i]->key, sorted[first]->key)) {
            first = i;
            continue;
        }
        drop[at] = true;
        if (at >= written) continue;
        zb_diag_add(b->diags, ZB_ERROR, "yaml.key", all[at].key_loc, "the key '%.*s' stands here a second time",
                    ZB_STR_ARG(all[at].key));
        if (sorted[first]->key_loc.line) zb_diag_hint(b->diags, "it is also in line %u", sorted[first]->key_loc.line);
        zb_diag_related(b->diags, sorted[first]->key_loc);
    }
    zb_entry *kept = ZB_NEW_ARRAY(b->arena, *count, zb_entry);
    size_t n = 0;
    for (size_t i = 0; i < *count; i++)
        if (!drop[i]) kept[n++] = all[i];
    *count = n;
    return kept;
}

/* True where a short look shows that no key repeats. */
static bool is_distinct(const zb_entry *entries, size_t count) {
    if (count > 16) return false;
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (zb_str_equal(entries[i].key, entries[j].key)) return false;
    return true;
}

static void set_entries(builder *b, zb_value *map, const zb_entry *entries, size_t written, size_t count) {
    map->count = count;
    map->entries = is_distinct(entries, count) ? entries : unite(b, entries, written, &map->count);
}

static void merge_map(builder *b, frame *f, const zb_value *map) {
    for (size_t i = 0; i < map->count; i++) ZB_PUSH(b->arena, &f->merged, map->entries[i]);
}

static void merge(builder *b, frame *f, const zb_value *value) {
    bool fine = value->kind == ZB_MAP || zb_value_is_table(value);
    if (!fine) {
        zb_diag_add(b->diags, ZB_ERROR, "yaml.merge", f->key.key_loc, "'<<' takes a mapping or a list of mappings (found: %s)",
                    zb_value_kind_name(value->kind));
        zb_diag_hint(b->diags, "write '<<: *name', where '&name' stands before a mapping");
        return;
    }
    if (value->kind == ZB_MAP) merge_map(b, f, value);
    for (size_t i = 0; value->kind == ZB_LIST && i < value->count; i++) merge_map(b, f, value->items[i]);
}

static void take_key(builder *b, frame *f, const node *n) {
    bool scalar = zb_value_is_scalar(n->value);
    f->has_key = true;
    f->skip = !scalar || n->spelling.n == 0;
    f->merge = scalar && n->plain && zb_str_is(n->spelling, "<<");
    f->key = (zb_entry){n->spelling, place(b, b->offset), NULL};
    f->key_offset = b->offset;
    if (b->offset < f->offset) { /* [key: value], whose mapping libfyaml sees at the colon */
        f->offset = b->offset;
        f->loc = f->key.key_loc;
    }
    if (!scalar) {
        zb_diag_add(b->diags, ZB_ERROR, "yaml.key", f->key.key_loc, "a key must be a text (found: %s)", zb_value_kind_name(n->value->kind));
        zb_diag_hint(b->diags, "'{{...}}' and texts that begin with '[' or '{' need quotes");
        told(b, place(b, b->offset));
    } else if (f->skip) {
        zb_diag_add(b->diags, ZB_ERROR, "yaml.key", f->key.key_loc, "a key is missing before ':'");
        told(b, f->key.key_loc);
    } else if (n->plain && zb_str_starts(n->spelling, "\xE3\x80\x80")) { /* the parser's indentation is ASCII */
        zb_diag_add(b->diags, ZB_ERROR, "yaml.wide", f->key.key_loc, "a full-width space stands here for an ordinary one");
        zb_diag_hint(b->diags, "write ordinary spaces");
        f->skip = true;
    }
}

/* Delivery ------------------------------------------------------------------------------------------------------------------- */

static void deliver(builder *b, const node *n) {
    frame *f = top(b);
    if (!f) {
        ZB_PUSH(b->arena, &b->roots, n->value);
        return;
    }
    f->size += n->size;
    if (f->height < n->height + 1) f->height = n->height + 1;
    if (f->kind == ZB_LIST) {
        ZB_PUSH(b->arena, &f->items, n->value);
    } else if (!f->has_key) {
        take_key(b, f, n);
    } else {
        f->has_key = false;
        f->key.value = n->value;
        if (f->merge) merge(b, f, n->value);
        else if (!f->skip) ZB_PUSH(b->arena, &f->entries, f->key);
    }
}

static void close_frame(builder *b) {
    frame *f = top(b);
    zb_value *value = ZB_NEW(b->arena, zb_value);
    *value = (zb_value){.kind = f->kind, .loc = f->loc, .items = f->items.data, .count = f->items.count};
    if (f->kind == ZB_MAP) {
        size_t written = f->entries.count;
        for (size_t i = 0; i < f->merged.count; i++) ZB_PUSH(b->arena, &f->entries, f->merged.data[i]);
        set_entries(b, value, f->entries.data, written, f->entries.count);
    }
    node n = {.value = value, .size = f->size, .height = f->height};
    if (f->anchor) b->anchors.data[f->anchor - 1].node = n;
    b->offset = f->offset;
    b->depth--;
    deliver(b, &n);
}

static size_t open_anchor(builder *b, struct fy_event *event) {
    struct fy_token *token = fy_event_get_anchor_token(event);
    if (!token) return 0;
    zb_str name = token_text(b, token);
    if (b->anchors.count >= ZB_YAML_ANCHORS_MAX) {
        zb_diag_add(b->diags, ZB_ERROR, "yaml.anchors", place(b, b->offset), "more than %d anchors", ZB_YAML_ANCHORS_MAX);
        b->stop = true;
        return 0;
    }
    ZB_PUSH(b->arena, &b->anchors, (anchor){.name = zb_str_copy(b->arena, name)});
    return b->anchors.count;
}

static void open_frame(builder *b, zb_value_kind kind, struct fy_event *event) {
    if (!count_values(b, 1, b->offset)) return;
    if (b->depth == ZB_YAML_DEPTH_MAX) {
        report_depth(b);
        return;
    }
    size_t index = open_anchor(b, event);
    b->stack[b->depth++] =
        (frame){.kind = kind, .offset = b->offset, .loc = place(b, b->offset), .anchor = index, .size = 1, .height = 1};
}

/* Scalars and aliases -------------------------------------------------------------------------------------------------------- */

/* True where the text is to be resolved as plain: by its style, or as its tag says. */
static bool is_plain(builder *b, struct fy_event *event, enum fy_scalar_style style) {
    static const char prefix[] = "tag:yaml.org,2002:";
    struct fy_token *token = fy_event_get_tag_token(event);
    if (!token) return style == FYSS_PLAIN;
    zb_str tag = token_text(b, token);
    if (zb_str_is(tag, "!")) return false;
    zb_str name = zb_str_starts(tag, prefix) ? zb_str_sub(tag, sizeof prefix - 1, tag.n) : tag;
    if (zb_str_is(name, "str")) return false;
    static const char *const resolved[] = {"int", "float", "bool", "null"};
    for (size_t i = 0; i < sizeof resolved / sizeof *resolved; i++)
        if (zb_str_is(name, resolved[i])) return true;
    zb_diag_add(b->diags, ZB_ERROR, "yaml.tag", place(b, b->offset), "the tag '%.*s' is not known", ZB_STR_ARG(tag));
    zb_diag_hint(b->diags, "put the text in quotes if the '!' belongs to it");
    return false;
}

/* Quotes and indentation are not part of libfyaml's mark. */
static size_t scalar_offset(const builder *b, enum fy_scalar_style style) {
    size_t offset = b->offset;
    bool quoted = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    if (quoted && offset > 0) return offset - 1;
    if (style == FYSS_LITERAL || style == FYSS_FOLDED)
        while (offset < b->text.n && b->text.s[offset] == ' ') offset++;
    return offset;
}

/* The dash of an item of a list without brackets that has nothing behind it: it stands in the column of the list, in a line below what was
 * read before. */
static size_t dash_offset(const builder *b, const frame *f) {
    size_t column = 0, at = b->offset;
    if (f->offset >= b->text.n || b->text.s[f->offset] != '-' || !f->items.count) return b->offset;
    while (column < f->offset && b->text.s[f->offset - column - 1] != '\n') column++;
    while ((at = zb_str_find(b->text, ZB_STR("\n"), at)) != SIZE_MAX) {
        zb_str line = zb_str_sub(b->text, ++at, b->text.n);
        size_t spaces = 0;
        while (spaces < line.n && line.s[spaces] == ' ') spaces++;
        bool dash = spaces == column && spaces < line.n && line.s[spaces] == '-';
        if (dash && (spaces + 1 == line.n || strchr(" \t\n", line.s[spaces + 1]))) return at + spaces;
    }
    return b->offset;
}

/* An absent value stands at its key, an absent key at its colon, an absent item at its dash. */
static size_t absent_offset(const builder *b, const frame *f) {
    if (!f) return b->offset;
    if (f->kind == ZB_LIST) return dash_offset(b, f);
    if (f->has_key) return f->key_offset;
    size_t colon = zb_str_find(b->text, ZB_STR(":"), b->offset);
    return colon == SIZE_MAX ? b->offset : colon;
}

/* What escapes in double quotes bring in is held against the same rules as a file's text. */
static zb_str quoted_text(builder *b, struct fy_event *event, bool single) {
    const struct fy_mark *start = fy_event_start_mark(event), *end = fy_event_end_mark(event);
    if (!start || !end) return (zb_str){0};
    size_t from = b->base + start->input_pos, bad = SIZE_MAX;
    zb_str raw = zb_str_sub(b->text, from, b->base + end->input_pos);
    if (single) return zb_yaml_single_quoted(b->arena, raw);
    zb_str text = zb_yaml_double_quoted(b->arena, raw, &bad);
    if (bad != SIZE_MAX)
        zb_diag_add(b->diags, ZB_ERROR, "yaml.escape", place(b, from + bad), "this escape gives a character that no text may hold");
    bool escapes = zb_str_find(raw, ZB_STR("\\"), 0) != SIZE_MAX;
    return escapes ? zb_text_clean(b->arena, text, place(b, from ? from - 1 : 0), b->diags) : text;
}

static zb_str scalar_text(builder *b, struct fy_event *event, enum fy_scalar_style style) {
    struct fy_token *token = fy_event_get_token(event);
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) return quoted_text(b, event, style == FYSS_SINGLE_QUOTED);
    zb_str text = token ? token_text(b, token) : (zb_str){0};
    /* libfyaml 0.7.12 takes the end of the input for a character of a block text without lines that ends there. */
    bool end = (style == FYSS_LITERAL || style == FYSS_FOLDED) && text.n > 0 && text.s[text.n - 1] == '\0';
    return (zb_str){text.s, text.n - end};
}

/* {this_week: 2,575} is the number 2 and a key 575 without a value. */
static void check_thousands(builder *b, const frame *f) {
    const zb_entry *before = f->entries.count ? &f->entries.data[f->entries.count - 1] : NULL;
    bool group = f->key.key.n == 3 && strspn(f->key.key.s, "0123456789") == 3;
    if (!group || !before || before->value->kind != ZB_INT) return;
    zb_diag_add(b->diags, ZB_ERROR, "yaml.key", f->key.key_loc, "'%.*s' stands here as a key of its own: the comma ends '%.*s'",
                ZB_STR_ARG(f->key.key), ZB_STR_ARG(before->key));
    zb_diag_hint(b->diags, "write %.*s%.*s", ZB_STR_ARG(before->value->text), ZB_STR_ARG(f->key.key));
}

/* A text without quotes that runs on in a line which looks like an item, or an item that runs on: mostly a lost dash or a wrong
 * indentation. */
static void check_folded(builder *b, const frame *f, struct fy_event *event) {
    const struct fy_mark *end = fy_event_end_mark(event);
    zb_str raw = end ? zb_str_sub(b->text, b->offset, b->base + end->input_pos) : (zb_str){0};
    size_t line = zb_str_find(raw, ZB_STR("\n"), 0);
    if (!b->whole || !f || line == SIZE_MAX) return;
    while (line < raw.n && strchr(" \t\n", raw.s[line])) line++;
    zb_str rest = zb_str_sub(raw, line, raw.n);
    bool dash = zb_str_starts(rest, "- "), item = f->kind == ZB_LIST && f->offset < b->text.n && b->text.s[f->offset] == '-';
    if (!dash && !item) return;
    zb_diag_add(b->diags, ZB_WARNING, "yaml.folded", place(b, b->offset + line),
                dash ? "'- ' begins no item here: the line goes on with the text above" : "the line goes on with the item above");
    if (dash) zb_diag_hint(b->diags, "a list needs a key before it, and all its items begin in the same column");
    else zb_diag_hint(b->diags, "begin an item of its own with '- '; for a text of several lines write '- >-' and the text below it");
    zb_diag_related(b->diags, place(b, b->offset));
}

static void add_scalar(builder *b, struct fy_event *event) {
    if (!count_values(b, 1, b->offset)) return;
    struct fy_token *token = fy_event_get_token(event);
    enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_PLAIN;
    zb_str text = scalar_text(b, event, style);
    const frame *f = top(b);
    bool absent = !fy_event_start_mark(event);
    if (absent && f && f->has_key) check_thousands(b, f);
    if (absent) b->offset = absent_offset(b, f);
    else b->offset = scalar_offset(b, style);
    if (!absent && style == FYSS_PLAIN) check_folded(b, f, event);
    if (style == FYSS_PLAIN) zb_yaml_check_plain(text, b->text, b->offset, place(b, b->offset), b->diags);
    size_t index = open_anchor(b, event);
    zb_value *value = zb_value_scalar(b->arena, text, is_plain(b, event, style), place(b, b->offset));
    zb_str spelling = value->kind == ZB_NULL ? zb_str_copy(b->arena, text) : value->text;
    node n = {.value = value, .spelling = spelling, .plain = style == FYSS_PLAIN, .size = 1, .height = 0};
    if (index) b->anchors.data[index - 1].node = n;
    deliver(b, &n);
}

static const anchor *find_anchor(const builder *b, zb_str name) {
    for (size_t i = b->anchors.count; i > 0; i--)
        if (zb_str_equal(b->anchors.data[i - 1].name, name)) return &b->anchors.data[i - 1];
    return NULL;
}

static void report_alias(builder *b, const anchor *found, zb_str name) {
    if (b->alias_errors++ >= ZB_YAML_ERRORS_MAX) return;
    zb_str names[ZB_YAML_ANCHORS_MAX];
    for (size_t i = 0; i < b->anchors.count; i++) names[i] = b->anchors.data[i].name;
    if (found) {
        zb_diag_add(b->diags, ZB_ERROR, "yaml.alias", place(b, b->offset), "'*%.*s' stands inside what '&%.*s' names",
                    ZB_STR_ARG(name), ZB_STR_ARG(name));
    } else if (!b->broken) {
        zb_diag_add(b->diags, ZB_ERROR, "yaml.alias", place(b, b->offset), "no '&%.*s' stands before this", ZB_STR_ARG(name));
        zb_diag_hint_nearest(b->diags, name, names, b->anchors.count);
        told(b, place(b, b->offset));
    }
}

static void add_alias(builder *b, struct fy_event *event) {
    zb_str name = token_text(b, event->alias.anchor);
    if (b->offset > 0) b->offset--; /* the mark is behind the '*' */
    const anchor *found = find_anchor(b, name);
    node n = {.size = 1};
    if (found && found->node.value) n = found->node;
    else report_alias(b, found, name);
    if (!count_values(b, n.size, b->depth ? top(b)->offset : b->offset)) return;
    if (b->depth + n.height > ZB_YAML_DEPTH_MAX) {
        report_depth(b);
        return;
    }
    if (!n.value) {
        n.value = zb_value_scalar(b->arena, (zb_str){0}, true, place(b, b->offset));
        n.spelling = zb_str_copy(b->arena, name); /* as a key: the fault was told, no second one */
    }
    deliver(b, &n);
}

/* Events --------------------------------------------------------------------------------------------------------------------- */

static void begin_document(builder *b) {
    if (b->documents++ == 0) return;
    zb_diag_add(b->diags, ZB_ERROR, "yaml.documents", place(b, b->offset), "a second document begins after this; only one is read");
    zb_diag_hint(b->diags, "remove the line '---'");
    b->stop = true;
}

static void take_event(builder *b, struct fy_event *event) {
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark) b->offset = b->base + mark->input_pos;
    switch (event->type) {
    case FYET_DOCUMENT_START: begin_document(b); break;
    case FYET_MAPPING_START: open_frame(b, ZB_MAP, event); break;
    case FYET_SEQUENCE_START: open_frame(b, ZB_LIST, event); break;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        if (b->depth) close_frame(b);
        break;
    case FYET_SCALAR: add_scalar(b, event); break;
    case FYET_ALIAS: add_alias(b, event); break;
    default: break;
    }
}

/* Errors --------------------------------------------------------------------------------------------------------------------- */

/* The offset in the whole text of line and column (from 1, in characters) of what the parser reads. */
static size_t offset_of(const builder *b, int line, int column) {
    size_t at = b->base;
    for (; line > 1 && at < b->text.n; at++)
        if (b->text.s[at] == '\n') line--;
    for (; column > 1 && at < b->text.n && b->text.s[at] != '\n'; column--) zb_utf8_next(b->text, &at);
    return at;
}

static size_t innermost_bracket(const builder *b) {
    for (int i = b->depth; i > 0; i--) {
        size_t offset = b->stack[i - 1].offset;
        if (offset < b->text.n && (b->text.s[offset] == '[' || b->text.s[offset] == '{')) return offset;
    }
    return SIZE_MAX;
}

/* Reports the first thing that stopped the parser; returns its offset. */
static size_t report_syntax(builder *b, struct fy_diag *found) {
    zb_yaml_problem problem = {b->text, b->offset, "this is not YAML", innermost_bracket(b)};
    void *iterator = NULL;
    struct fy_diag_error *error = found ? fy_diag_errors_iterate(found, &iterator) : NULL;
    while (error && error->type != FYET_ERROR) error = fy_diag_errors_iterate(found, &iterator);
    if (error && error->msg) problem.finding = error->msg;
    if (error && error->line > 0) problem.offset = offset_of(b, error->line, error->column);
    bool consequence = b->told && b->told == place(b, problem.offset).line;
    if (!consequence) zb_yaml_explain(&problem, b->locate, b->context, b->diags);
    b->broken = true;
    return problem.offset;
}

/* Offset of the first line after `offset` that begins with a key in the first column; SIZE_MAX: none. */
static size_t find_next_key(zb_str text, size_t offset) {
    for (size_t at = offset; at < text.n; at++) {
        if (text.s[at] != '\n' || at + 1 >= text.n) continue;
        if (strchr(" \t\n#-]},'\"?:", text.s[at + 1]) || zb_str_starts(zb_str_sub(text, at + 1, at + 4), "...")) continue;
        zb_str rest = zb_str_sub(text, at + 1, text.n);
        size_t end = zb_str_find(rest, ZB_STR("\n"), 0), colon = zb_str_find(rest, ZB_STR(":"), 0);
        if (colon != SIZE_MAX && colon < end) return at + 1;
    }
    return SIZE_MAX;
}

/* Reads from b->base to the end or to the first syntax error: true and *next where to go on. */
static bool read_round(builder *b, size_t *next) {
    struct fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    struct fy_diag *found = fy_diag_create(&diag_config);
    if (found) fy_diag_set_collect_errors(found, true);
    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = found};
    struct fy_parser *parser = fy_parser_create(&config);
    bool set = parser && fy_parser_set_string(parser, b->text.s + b->base, b->text.n - b->base) == 0;
    struct fy_event *event;
    bool ended = false; /* the parser saw the end of the text */
    while (set && !b->stop && (event = fy_parser_parse(parser))) {
        ended = event->type == FYET_STREAM_END;
        take_event(b, event);
        fy_parser_event_free(parser, event);
    }
    bool failed = !b->stop && set && fy_parser_get_stream_error(parser);
    if (!b->stop && (!found || !set || (!failed && !ended))) report_library(b);
    if (failed) *next = find_next_key(b->text, report_syntax(b, found));
    fy_parser_destroy(parser);
    fy_diag_destroy(found);
    while (b->depth) close_frame(b);
    return failed;
}

static bool starts_at_key(const builder *b) {
    for (size_t i = 0; i < b->roots.count; i++)
        if (b->roots.data[i]->kind != ZB_MAP) return false;
    return true;
}

static void read_all(builder *b) {
    size_t next = SIZE_MAX, budget = REREAD_MAX;
    for (int errors = 1; read_round(b, &next); errors++) {
        bool further = b->whole && next != SIZE_MAX && errors < ZB_YAML_ERRORS_MAX && starts_at_key(b) && b->text.n - next <= budget;
        if (!further) return;
        budget -= b->text.n - next;
        b->base = b->offset = next;
        b->documents = 0;
    }
}

/* The roots of all rounds are parts of one mapping. */
static const zb_value *join_roots(builder *b) {
    if (b->roots.count == 0) return NULL;
    if (b->roots.count == 1 || !starts_at_key(b)) return b->roots.data[0];
    ZB_VEC(zb_entry) entries = {0};
    for (size_t i = 0; i < b->roots.count; i++)
        for (size_t j = 0; j < b->roots.data[i]->count; j++) ZB_PUSH(b->arena, &entries, b->roots.data[i]->entries[j]);
    zb_value *map = ZB_NEW(b->arena, zb_value);
    *map = *b->roots.data[0];
    set_entries(b, map, entries.data, entries.count, entries.count);
    return map;
}

/* Readers of files give nothing else; libfyaml may not end on other bytes. */
static bool check_utf8(builder *b) {
    size_t bad = zb_utf8_invalid(b->text), zero = zb_str_find(b->text, (zb_str){"", 1}, 0);
    if (zero < bad) bad = zero;
    if (bad == SIZE_MAX) return true;
    zb_diag_add(b->diags, ZB_ERROR, "yaml.syntax", place(b, bad), "this is not UTF-8 text");
    b->stop = true;
    return false;
}

/* What libfyaml would take too long for. */
static bool check_size(builder *b) {
    zb_str text = b->text;
    const char *what = text.n > ZB_YAML_SIZE_MAX ? "the text is larger than 16 MiB" : NULL;
    size_t blank = 0, line = 0, start = 0;
    for (size_t at = 0; at < text.n && !what; at++) {
        bool white = text.s[at] == ' ' || text.s[at] == '\t' || text.s[at] == '\n' || text.s[at] == '\r';
        blank = white ? blank + 1 : 0;
        start = blank ? at + 1 - blank : line;
        if (blank > ZB_YAML_BLANK_MAX) what = "too much white space in one stretch";
        else if (text.s[line] == '%' && at - line > ZB_YAML_DIRECTIVE_MAX) what = "a line that begins with '%' is too long";
        if (text.s[at] == '\n') line = at + 1;
    }
    if (!what) return true;
    zb_diag_add(b->diags, ZB_ERROR, "yaml.size", place(b, start), "%s", what);
    b->stop = true;
    return false;
}

static const zb_value *read_text(const builder *start) {
    builder *b = ZB_NEW(start->arena, builder);
    *b = *start;
    if (b->text.n && check_size(b) && check_utf8(b)) read_all(b);
    const zb_value *root = join_roots(b);
    if (root || b->broken || b->stop) return root;
    zb_value *empty = ZB_NEW(b->arena, zb_value);
    *empty = (zb_value){.kind = ZB_MAP, .loc = place(b, 0)};
    return empty;
}

const zb_value *zb_yaml_read(zb_arena *arena, zb_str text, zb_locate locate, const void *context, zb_diags *diags) {
    return read_text(&(builder){.arena = arena, .text = text, .locate = locate, .context = context, .diags = diags});
}

static zb_loc locate_in_source(const void *context, size_t offset) {
    zb_cursor *const *cursor = context;
    return zb_cursor_loc(*cursor, offset);
}

const zb_value *zb_yaml_read_source(zb_arena *arena, const zb_source *source, zb_diags *diags) {
    zb_cursor cursor = {.source = source}, *pointer = &cursor;
    return read_text(&(builder){
        .arena = arena, .text = source->text, .locate = locate_in_source, .context = &pointer, .diags = diags, .whole = true});
}
