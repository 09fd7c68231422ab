/* SPDX-License-Identifier: Apache-2.0
 * style.yaml to a computed style: its keys are collected against the property table, then every property is computed in
 * the table's order from what the file says, from its initial value, or from the text style that it inherits from. */
#include "templates/style_table.h"

#include <string.h>

#include "base/utf8.h"

#define MEASURE_MIN 5 /* em */
#define LINES_MIN 4
#define DEPTH_MAX 8

/* A property with its full name: the table's rows with the text groups written out. */
typedef struct property {
    const zb_property *row;   /* the row of the group for a text field */
    const zb_property *field; /* NULL: no text field */
    zb_str path;
    const zb_value *given; /* NULL: style.yaml does not say */
} property;

typedef struct reader {
    zb_arena *arena;
    ZB_VEC(property) all;
    zb_style_sheet *sheet;
    zb_style_draft *draft;
    zb_diags *diags;
} reader;

/* The body's size and pitch have their own names under `grid`. */
bool zb_style_field_applies(const zb_property *row, const zb_property *field) {
    bool body = row->offset == offsetof(zb_style_draft, style.body);
    bool gridded = field->offset == offsetof(zb_text_style, size) || field->offset == offsetof(zb_text_style, pitch);
    return (field->use & ZB_STYLE_BLOCK) && !(body && gridded);
}

static void expand_row(reader *r, const zb_property *row) {
    if (row->type != ZB_STYLE_TEXT) {
        ZB_PUSH(r->arena, &r->all, (property){row, NULL, zb_str_of(row->path), NULL});
        return;
    }
    for (size_t i = 0; i < zb_style_field_count; i++) {
        const zb_property *field = &zb_style_fields[i];
        if (zb_style_field_applies(row, field)) {
            zb_str path = zb_str_format(r->arena, "%s.%s", row->path, field->path);
            ZB_PUSH(r->arena, &r->all, (property){row, field, path, NULL});
        }
    }
}

static void expand_table(reader *r) {
    for (size_t i = 0; i < zb_style_property_count; i++) {
        expand_row(r, &zb_style_properties[i]);
    }
}

/* Whether `path` lies below `above`: "h1.size" below "h1". */
static bool below(zb_str path, zb_str above) {
    return path.n > above.n && path.s[above.n] == '.' && memcmp(path.s, above.s, above.n) == 0;
}

/* Hints the nearest of the keys that may stand where `key` stands. */
static void hint_key(const reader *r, zb_str prefix, zb_str key) {
    zb_str *names = ZB_NEW_ARRAY(r->arena, r->all.count + 2, zb_str);
    size_t count = 0, start = prefix.n > 0 ? prefix.n + 1 : 0;
    if (prefix.n == 0) {
        names[count++] = ZB_STR("colors");
        names[count++] = ZB_STR("classes");
    }
    for (size_t i = 0; i < r->all.count; i++) {
        zb_str path = r->all.data[i].path;
        if (prefix.n == 0 || below(path, prefix)) {
            size_t dot = zb_str_find(path, ZB_STR("."), start);
            zb_str name = zb_str_sub(path, start, dot == SIZE_MAX ? path.n : dot);
            if (count == 0 || !zb_str_equal(names[count - 1], name)) {
                names[count++] = name;
            }
        }
    }
    zb_diag_hint_nearest(r->diags, key, names, count);
}

/* The property called `path`, or NULL; *group tells whether properties lie below that name. */
static property *find(const reader *r, zb_str path, bool *group) {
    *group = false;
    for (size_t i = 0; i < r->all.count; i++) {
        if (zb_str_equal(r->all.data[i].path, path)) {
            return &r->all.data[i];
        }
        *group = *group || below(r->all.data[i].path, path);
    }
    return NULL;
}

static void collect(reader *r, const zb_value *map, zb_str prefix, int depth) {
    for (size_t i = 0; i < map->count && depth < DEPTH_MAX; i++) {
        const zb_entry *entry = &map->entries[i];
        if (prefix.n == 0 && (zb_str_is(entry->key, "colors") || zb_str_is(entry->key, "classes"))) {
            continue;
        }
        bool group = false;
        zb_str path = prefix.n == 0 ? entry->key
                                    : zb_str_format(r->arena, "%.*s.%.*s", ZB_STR_ARG(prefix), ZB_STR_ARG(entry->key));
        property *found = find(r, path, &group);
        if (found) {
            found->given = entry->value;
        } else if (group && entry->value->kind == ZB_MAP) {
            collect(r, entry->value, path, depth + 1);
        } else if (group && entry->value->kind != ZB_NULL) {
            zb_diag_add(r->diags, ZB_ERROR, "style.value", entry->value->loc, "'%.*s' takes a mapping of properties",
                        ZB_STR_ARG(path));
        } else if (!group) {
            zb_diag_add(r->diags, ZB_ERROR, "style.unknown", entry->key_loc, "unknown style property '%.*s'",
                        ZB_STR_ARG(path));
            hint_key(r, prefix, entry->key);
        }
    }
}

/* The mapping under `key`; NULL where there is none, with an error where it is something else. */
static const zb_value *section(const reader *r, const zb_value *value, const char *key) {
    const zb_value *map = zb_value_lookup_z(value, key);
    if (map && map->kind != ZB_MAP && map->kind != ZB_NULL) {
        zb_diag_add(r->diags, ZB_ERROR, "style.value", map->loc, "'%s' takes a mapping of names", key);
    }
    return map && map->kind == ZB_MAP ? map : NULL;
}

/* Keeps the named colours that are colours. */
static void read_colors(reader *r, const zb_value *value) {
    const zb_value *map = section(r, value, "colors");
    zb_entry *colors = ZB_NEW_ARRAY(r->arena, map ? map->count : 0, zb_entry);
    for (size_t i = 0; map && i < map->count; i++) {
        const zb_entry *entry = &map->entries[i];
        zb_color color;
        if (zb_value_is_scalar(entry->value) && zb_color_read(entry->value->text, &color)) {
            colors[r->sheet->color_count++] = *entry;
            continue;
        }
        zb_diag_add(r->diags, ZB_ERROR, "style.color", entry->value->loc, "the colour '%.*s' is not #RRGGBB",
                    ZB_STR_ARG(entry->key));
        zb_diag_hint(r->diags, "write it in quotes: a bare # begins a comment");
    }
    r->sheet->colors = colors;
}

/* The text of `name` in "name: value; name: value"; empty: not there. */
static zb_str group_initial(const char *initial, const char *name) {
    zb_str rest = zb_str_of(initial);
    while (rest.n > 0) {
        size_t end = zb_str_find(rest, ZB_STR(";"), 0);
        zb_str one = zb_str_trim(zb_str_sub(rest, 0, end));
        size_t colon = zb_str_find(one, ZB_STR(":"), 0);
        if (zb_str_is(zb_str_sub(one, 0, colon), name)) {
            return zb_str_trim(zb_str_sub(one, colon + 1, one.n));
        }
        rest = end == SIZE_MAX ? (zb_str){NULL, 0} : zb_str_sub(rest, end + 1, rest.n);
    }
    return (zb_str){NULL, 0};
}

/* The table's words for an initial value as a value: a list for the types that take one. */
static const zb_value *initial_value(zb_arena *arena, zb_str text, zb_style_type type) {
    if (type != ZB_STYLE_PALETTE && type != ZB_STYLE_FAMILIES) {
        return zb_value_scalar(arena, text, true, ZB_NOWHERE);
    }
    ZB_VEC(const zb_value *) items = {0};
    for (size_t at = 0; at <= text.n;) {
        size_t end = zb_str_find(text, ZB_STR(","), at);
        end = end == SIZE_MAX ? text.n : end;
        ZB_PUSH(arena, &items, zb_value_scalar(arena, zb_str_trim(zb_str_sub(text, at, end)), false, ZB_NOWHERE));
        at = end + 1;
    }
    zb_value *list = ZB_NEW(arena, zb_value);
    *list = (zb_value){.kind = ZB_LIST, .items = items.data, .count = items.count};
    return list;
}

/* What the property is before style.yaml: its initial text, or for a text field the group's. Empty: inherited. */
static zb_str initial_text(const property *p) {
    if (!p->field) {
        return zb_str_of(p->row->initial);
    }
    zb_str own = group_initial(p->row->initial, p->field->path);
    return own.n > 0 ? own : zb_str_of(p->field->initial);
}

static size_t field_size(zb_style_type type) {
    return type == ZB_STYLE_COLOR    ? sizeof(zb_color)
           : type == ZB_STYLE_BOOL   ? sizeof(bool)
           : type == ZB_STYLE_ROLE   ? sizeof(zb_role)
           : type == ZB_STYLE_WEIGHT ? sizeof(int)
                                     : sizeof(zb_length);
}

/* Computes one property. A value that was refused leaves the initial one, so that the later stages have something to go
 * on. */
static void compute(reader *r, const property *p) {
    char *base = (char *)r->draft;
    const zb_property *row = p->field ? p->field : p->row;
    char *at = base + p->row->offset + (p->field ? p->field->offset : 0);
    const zb_text_style *parent = (const void *)(base + p->row->em);
    const zb_text_style *own = (const void *)(base + p->row->offset);
    bool size = p->field && p->field->offset == offsetof(zb_text_style, size);
    zb_length em = size ? parent->size : p->field ? own->size : *(const zb_length *)(const void *)(base + p->row->em);
    zb_setting setting = {r->arena, r->sheet, row, p->path, NULL, em, r->draft->style.body.pitch, r->diags};
    zb_str initial = initial_text(p);
    if (initial.n > 0) {
        setting.value = initial_value(r->arena, initial, row->type);
        zb_style_set(&setting, at);
    } else if (parent != own) {
        memcpy(at, (const char *)parent + p->field->offset, field_size(row->type));
    }
    if (p->given) {
        setting.value = p->given;
        zb_style_set(&setting, at);
    }
}

/* Where to point for a group of properties that do not fit together: the first that style.yaml sets, else the file. */
static zb_loc place_of(const reader *r, const zb_value *value, const char *const *paths) {
    for (; *paths; paths++) {
        bool group = false;
        const property *p = find(r, zb_str_of(*paths), &group);
        if (p && p->given) {
            return p->given->loc;
        }
    }
    return value ? value->loc : ZB_NOWHERE;
}

/* Brings the measure to a whole number of em by widening both margins alike. */
static void fit_measure(const reader *r, const zb_value *value) {
    static const char *const places[] = {"grid.measure", "page.margin.left", "page.margin.right",
                                         "grid.size",    "page.size",        NULL};
    zb_style *style = &r->draft->style;
    zb_length em = style->body.size, room = style->page_width - style->margin_left - style->margin_right;
    int measure = r->draft->measure > 0 ? r->draft->measure : room / em;
    if (measure < MEASURE_MIN || (int64_t)measure * em > room) {
        zb_diag_add(r->diags, ZB_ERROR, "style.range", place_of(r, value, places),
                    "a line of %d em (%.1fpt) does not fit between the margins, %.1fpt",
                    measure < MEASURE_MIN ? MEASURE_MIN : measure,
                    zb_to_pt((int64_t)(measure < MEASURE_MIN ? MEASURE_MIN : measure) * em), zb_to_pt(room));
        zb_diag_hint(r->diags, "give a smaller grid.measure, narrower margins or a larger page");
        style->margin_left = style->margin_right = 0;
        return;
    }
    zb_length extra = room - measure * em;
    style->margin_left += extra / 2;
    style->margin_right += extra - extra / 2;
}

/* The folio is measured from the foot, and some lines must fit between head and foot. */
static void fit_height(const reader *r, const zb_value *value) {
    static const char *const places[] = {"page.margin.top", "page.margin.bottom", "grid.pitch", "page.size", NULL};
    zb_style *style = &r->draft->style;
    zb_length room = style->page_height - style->margin_top - style->margin_bottom;
    style->folio_y = style->page_height - r->draft->folio_offset;
    if (room < (int64_t)LINES_MIN * style->body.pitch) {
        zb_diag_add(r->diags, ZB_ERROR, "style.range", place_of(r, value, places),
                    "the margins leave %.1fpt of height, less than %d lines", zb_to_pt(room), LINES_MIN);
        style->margin_top = style->margin_bottom = 0;
    }
}

const zb_style_sheet *zb_style_read(zb_arena *arena, const zb_value *value, zb_diags *diags) {
    zb_style_sheet *sheet = ZB_NEW(arena, zb_style_sheet);
    reader r = {arena, {NULL, 0, 0}, sheet, ZB_NEW(arena, zb_style_draft), diags};
    expand_table(&r);
    read_colors(&r, value);
    if (value && value->kind == ZB_MAP) {
        collect(&r, value, (zb_str){NULL, 0}, 0);
    } else if (value && value->kind != ZB_NULL) {
        zb_diag_add(diags, ZB_ERROR, "style.value", value->loc, "a style is a mapping of properties, not a %s",
                    zb_value_kind_name(value->kind));
    }
    for (size_t i = 0; i < r.all.count; i++) {
        compute(&r, &r.all.data[i]);
    }
    fit_measure(&r, value);
    fit_height(&r, value);
    sheet->style = r.draft->style;
    zb_style_classes_read(arena, section(&r, value, "classes"), sheet, sheet->style.body.pitch, diags);
    return sheet;
}
