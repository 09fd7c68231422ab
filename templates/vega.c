/* SPDX-License-Identifier: Apache-2.0
 * A strict subset of Vega-Lite. One layer shows the data; further ones may be rules (reference lines) and texts (the
 * values at the marks). */
#include <string.h>

#include "templates/chart_json.h"
#include "templates/directive.h"

/* The whole subset; the schema is made from it. The order is that of the names below. */
static const zb_json_object objects[] = {
    {"spec",
     "$schema:text data!:data mark:marks encoding:encoding layer:layers title:titles width:number height:number "
     "description:text usermeta:usermeta",
     NULL, "\"anyOf\": [{\"required\": [\"layer\"]}, {\"required\": [\"mark\", \"encoding\"]}]"},
    {"data", "values:rows url:text", NULL, "\"anyOf\": [{\"required\": [\"values\"]}, {\"required\": [\"url\"]}]"},
    {"mark", "type!:text innerRadius:number point:any cornerRadius:number", NULL, NULL},
    {"encoding",
     "x:channel y:channel theta:channel color:channel xOffset:offset yOffset:offset column:offset text:offset", NULL, NULL},
    {"channel", "field:text type:text title:text sort:any stack:any scale:scale axis:axis legend:legend datum:number",
     NULL, NULL},
    {"offset", "field:text type:text title:text", NULL, NULL},
    {"scale", "type:text zero:flag domain:list range:list", NULL, NULL},
    {"axis", "title:text format:text", NULL, NULL},
    {"legend", "orient:text title:text", NULL, NULL},
    {"title", "text:text subtitle:text", NULL, NULL},
    {"layer", "mark!:marks encoding!:encoding data:data", NULL, NULL},
    {"usermeta", "zhoubao:zhoubao", NULL, NULL},
    {"zhoubao",
     "unit:text source:text note:text period:text number:text decimals:number theme:text labels:text highlight:text "
     "language:text "
     "empty:text small:text bridge:flag total:text id:text",
     NULL, NULL},
};

typedef enum object_index {
    SPEC,
    DATA,
    MARK,
    ENCODING,
    CHANNEL,
    OFFSET,
    SCALE,
    AXIS,
    LEGEND,
    TITLE,
    LAYER,
    USERMETA,
    ZHOUBAO,
    OBJECTS
} object_index;

typedef struct vega {
    zb_json json;
    const zb_value *rows; /* a list of mappings; NULL: in a file */
    zb_str mark;          /* of the layer with the data */
    ZB_VEC(const zb_value *) references;
} vega;

/* One channel of the encoding. */
typedef struct channel {
    const zb_value *value; /* NULL: absent */
    const char *path;
    zb_str field;
    bool quantitative;
    bool lost; /* it names a field that does not exist, which has been said */
} channel;

bool zb_vega_is(const zb_value *spec) {
    const zb_value *schema = zb_value_lookup_z(spec, "$schema");
    if (schema && schema->kind == ZB_TEXT && zb_str_find(schema->text, ZB_STR("vega"), 0) != SIZE_MAX) return true;
    if (zb_value_lookup_z(spec, "layer")) return true;
    return zb_value_lookup_z(spec, "mark") && zb_value_lookup_z(spec, "encoding");
}

static const zb_value *at(const zb_value *map, const char *key) {
    const zb_value *value = zb_value_lookup_z(map, key);
    return value && value->kind != ZB_NULL ? value : NULL;
}

static zb_str text(vega *v, const zb_value *map, const char *path, const char *key) {
    return zb_json_text(&v->json, map, path, key);
}

/* ---- channels ---- */

/* Without a type a field is quantitative where the first row that has it holds a number. */
static bool is_quantitative(vega *v, const channel *c) {
    zb_str type = text(v, c->value, c->path, "type");
    double number;
    if (zb_str_is(type, "quantitative")) return true;
    if (zb_str_is(type, "nominal") || zb_str_is(type, "ordinal")) return false;
    if (type.n > 0) {
        zb_json_unsupported(&v->json, at(c->value, "type")->loc, zb_json_path(&v->json, c->path, "type"),
                            "types are quantitative, nominal and ordinal");
        return false;
    }
    for (size_t i = 0; v->rows && i < v->rows->count; i++) {
        const zb_value *cell = zb_value_lookup(v->rows->items[i], c->field);
        if (!cell || cell->kind == ZB_NULL) continue;
        zb_str s = cell->text;
        bool exponent = s.n && (memchr(s.s, 'e', s.n) || memchr(s.s, 'E', s.n)); /* 1e5 is a text in data */
        return (cell->kind != ZB_TEXT || exponent) && zb_value_number(cell, &number);
    }
    return false;
}

static void scale_check(vega *v, const channel *c, bool color) {
    const char *path = zb_json_path(&v->json, c->path, "scale");
    const zb_value *scale = at(c->value, "scale");
    if (!zb_json_check(&v->json, scale, path, &objects[SCALE])) return;
    zb_str type = text(v, scale, path, "type");
    if (type.n > 0 && !zb_str_is(type, "linear") && !zb_str_is(type, "ordinal") && !zb_str_is(type, "band"))
        zb_json_unsupported(&v->json, at(scale, "type")->loc, zb_json_path(&v->json, path, "type"),
                            "scales are linear");
    if (color) return;
    if (at(scale, "domain"))
        zb_json_unsupported(&v->json, at(scale, "domain")->loc, zb_json_path(&v->json, path, "domain"),
                            "axes choose their own ticks");
    if (at(scale, "range"))
        zb_json_unsupported(&v->json, at(scale, "range")->loc, zb_json_path(&v->json, path, "range"), NULL);
}

/* Whether some row has the field; else an error. Rows in a file are looked at later. */
static bool field_known(vega *v, const channel *c) {
    zb_str names[ZB_KEYS_MAX];
    size_t count = 0;
    if (!v->rows || v->rows->count == 0) return true;
    for (size_t i = 0; i < v->rows->count; i++)
        if (zb_value_lookup(v->rows->items[i], c->field)) return true;
    const zb_value *first = v->rows->items[0];
    for (; first->kind == ZB_MAP && count < first->count && count < ZB_KEYS_MAX; count++) names[count] = first->entries[count].key;
    zb_json_wrong(&v->json, at(c->value, "field")->loc, zb_json_path(&v->json, c->path, "field"), "the name of a field that the data has");
    zb_diag_hint_nearest(v->json.diags, c->field, names, count);
    return false;
}

static channel channel_read(vega *v, const zb_value *encoding, const char *path, const char *name, object_index kind) {
    channel c = {.value = at(encoding, name), .path = zb_json_path(&v->json, path, name)};
    if (!c.value) return c;
    if (!zb_json_check(&v->json, c.value, c.path, &objects[kind])) return (channel){.path = c.path};
    c.field = text(v, c.value, c.path, "field");
    if (kind == CHANNEL) scale_check(v, &c, strcmp(name, "color") == 0);
    if (at(c.value, "axis"))
        zb_json_check(&v->json, at(c.value, "axis"), zb_json_path(&v->json, c.path, "axis"), &objects[AXIS]);
    if (at(c.value, "legend"))
        zb_json_check(&v->json, at(c.value, "legend"), zb_json_path(&v->json, c.path, "legend"), &objects[LEGEND]);
    if (c.field.n > 0 && !field_known(v, &c)) return (channel){.path = c.path, .value = c.value, .lost = true};
    if (c.field.n > 0) c.quantitative = is_quantitative(v, &c);
    return c;
}

static bool field_wanted(vega *v, const channel *c, zb_loc loc) {
    if (c->field.n > 0) return true;
    if (!c->lost)
            zb_json_wrong(&v->json, c->value ? c->value->loc : loc, zb_json_path(&v->json, c->path, "field"),
                      "the name of a column");
    return false;
}

/* ---- what the value axis says ---- */

/* ".2f" has decimals, "," groups digits. */
static void format_put(vega *v, const channel *c) {
    const zb_value *axis = at(c->value, "axis");
    zb_str format = axis ? text(v, axis, c->path, "format") : (zb_str){0};
    if (format.n == 0) return;
    size_t i = format.s[0] == ',' ? 1 : 0;
    zb_str rest = zb_str_sub(format, i, format.n);
    if (i > 0) zb_json_put_text(&v->json, "number", ZB_STR("grouped"), axis->loc);
    if (rest.n == 0 || zb_str_is(rest, "d")) return;
    if (rest.n == 3 && rest.s[0] == '.' && rest.s[1] >= '0' && rest.s[1] <= '6' && rest.s[2] == 'f')
        zb_json_put_text(&v->json, "decimals", zb_str_sub(rest, 1, 2), axis->loc);
    else
        zb_json_unsupported(&v->json, axis->loc, zb_json_path(&v->json, c->path, "axis.format"),
                            "formats are d, .1f, ',' and ',.1f'");
}

/* The title of a value axis is its unit, unless usermeta has one. */
static void unit_put(vega *v, const channel *c, const zb_value *own) {
    const zb_value *axis = at(c->value, "axis");
    zb_str title = axis && at(axis, "title") ? text(v, axis, c->path, "title") : text(v, c->value, c->path, "title");
    if (!at(own, "unit")) zb_json_put_text(&v->json, "unit", title, c->value->loc);
}

static const char *stack_word(vega *v, const channel *c, bool *none) {
    const zb_value *stack = zb_value_lookup_z(c->value, "stack");
    *none = stack && (stack->kind == ZB_NULL || zb_str_is(stack->text, "false"));
    if (!stack || *none) return NULL;
    if (zb_str_is(stack->text, "normalize")) return "share";
    if (!zb_str_is(stack->text, "zero") && !zb_str_is(stack->text, "true"))
        zb_json_unsupported(&v->json, stack->loc, zb_json_path(&v->json, c->path, "stack"),
                            "stacks are zero, normalize and null");
    return "zero";
}

static void sort_put(vega *v, const channel *c, char value_axis) {
    const zb_value *sort = at(c->value, "sort");
    if (!sort) return;
    const char axis[] = {value_axis, 0}, minus[] = {'-', value_axis, 0};
    if (sort->kind == ZB_TEXT && zb_str_is(sort->text, axis))
        zb_json_put_text(&v->json, "sort", ZB_STR("asc"), sort->loc);
    else if (sort->kind == ZB_TEXT && zb_str_is(sort->text, minus))
        zb_json_put_text(&v->json, "sort", ZB_STR("desc"), sort->loc);
    else
        zb_json_unsupported(&v->json, sort->loc, zb_json_path(&v->json, c->path, "sort"),
                            "sort by the value axis: \"y\", \"-y\", or null");
}

/* domain and range become {name: colour}. */
static void colors_put(vega *v, const channel *color) {
    const zb_value *scale = at(color->value, "scale"), *domain = at(scale, "domain"), *range = at(scale, "range");
    if (!range && !domain) return;
    if (!range || !domain || range->kind != ZB_LIST || domain->kind != ZB_LIST || range->count != domain->count) {
        zb_json_wrong(&v->json, scale->loc, zb_json_path(&v->json, color->path, "scale"),
                      "domain and range of the same length");
        return;
    }
    zb_entry *entries = ZB_NEW_ARRAY(v->json.arena, range->count, zb_entry);
    for (size_t i = 0; i < range->count; i++)
        entries[i] = (zb_entry){domain->items[i]->text, domain->items[i]->loc, range->items[i]};
    zb_json_put(&v->json, "colors", zb_json_map(&v->json, entries, range->count, scale->loc));
}

/* ---- marks ---- */

#define MARKS "bar, line, area, point, arc, rule or text"

static zb_str mark_read(vega *v, const zb_value *unit, const char *path, const zb_value **object) {
    const zb_value *mark = at(unit, "mark");
    *object = NULL;
    if (mark && zb_value_is_scalar(mark)) return mark->text;
    path = zb_json_path(&v->json, path, "mark");
    if (!mark) zb_json_wrong(&v->json, unit->loc, path, MARKS);
    if (!zb_json_check(&v->json, mark, path, &objects[MARK])) return (zb_str){0};
    *object = mark;
    if (!at(mark, "type")) zb_json_wrong(&v->json, mark->loc, zb_json_path(&v->json, path, "type"), MARKS);
    return text(v, mark, path, "type");
}

/* A mark that shows data, the first in the specification; else an error at the word itself. */
static bool mark_check(vega *v, const zb_value *unit, const char *path, zb_str mark, const zb_value *object) {
    static const char *const drawn[] = {"bar", "line", "area", "point", "circle", "arc"};
    const zb_value *word = object ? at(object, "type") : at(unit, "mark");
    bool known = false;
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) known = known || zb_str_is(mark, drawn[i]);
    if (known && v->mark.n == 0) return true;
    if (!word || mark.n == 0) return false; /* has been said */
    path = zb_json_path(&v->json, path, object ? "mark.type" : "mark");
    zb_json_unsupported(&v->json, word->loc, path,
                        known ? "one layer shows data, others are rules and texts"
                              : "marks are bar, line, area, point, arc, rule and text");
    return false;
}

static void put_word(vega *v, const char *key, const char *word, zb_loc loc) {
    zb_json_put_text(&v->json, key, zb_str_of(word), loc);
}

static void arc_put(vega *v, const zb_value *encoding, const char *path, const zb_value *mark) {
    channel theta = channel_read(v, encoding, path, "theta", CHANNEL),
            color = channel_read(v, encoding, path, "color", CHANNEL);
    const zb_value *radius = mark ? at(mark, "innerRadius") : NULL;
    double inner = 0;
    if (!field_wanted(v, &theta, encoding->loc) || !field_wanted(v, &color, encoding->loc)) return;
    if (radius && !zb_value_number(radius, &inner))
        zb_json_wrong(&v->json, radius->loc, "$.mark.innerRadius", "a number");
    put_word(v, "type", inner > 0 ? "donut" : "pie", encoding->loc);
    zb_json_put_text(&v->json, "x", color.field, color.value->loc);
    zb_json_put_text(&v->json, "y", theta.field, theta.value->loc);
    colors_put(v, &color);
}

static void type_put(vega *v, const channel *value, const channel *color, const channel *offset, bool level,
                     zb_loc loc) {
    bool none, bar = zb_str_is(v->mark, "bar"), area = zb_str_is(v->mark, "area");
    const char *stack = stack_word(v, value, &none);
    zb_str type = v->mark;
    if (zb_str_is(type, "circle")) type = ZB_STR("point");
    zb_json_put_text(&v->json, "type", type, loc);
    if (level) put_word(v, "orient", "horizontal", loc);
    if (offset->value && !zb_str_equal(offset->field, color->field))
        zb_json_unsupported(&v->json, offset->value->loc, zb_json_path(&v->json, offset->path, "field"),
                            "its field must be that of color");
    if (!bar && !area) return;
    if (none || offset->value) stack = "none";
    else if (!stack) stack = "zero"; /* as Vega-Lite does */
    put_word(v, "stack", stack, loc);
}

/* The two axes of a unit, told apart. */
typedef struct axes {
    channel x, y, color, offset;
    const channel *value, *name;
    bool point, level; /* level: the bars lie on their side */
} axes;

static void axes_check(vega *v, const axes *a) {
    if (!a->value->quantitative && v->json.good) {
        zb_json_wrong(&v->json, a->value->value->loc, a->value->path, "a quantitative field");
        if (!at(a->value->value, "type")) zb_diag_hint(v->json.diags, "add \"type\": \"quantitative\" if it holds numbers");
    }
    if (a->level && !zb_str_is(v->mark, "bar"))
        zb_json_unsupported(&v->json, a->x.value->loc, a->x.path, "only bars lie on their side");
    if (a->x.quantitative && a->y.quantitative && !a->point)
        zb_json_unsupported(&v->json, a->x.value->loc, a->x.path, "only points have two quantitative fields");
}

static void color_put(vega *v, const axes *a) {
    if (!a->color.value) return;
    bool series = a->color.field.n > 0 && !zb_str_equal(a->color.field, a->name->field);
    if (series) zb_json_put_text(&v->json, "series", a->color.field, a->color.value->loc);
    colors_put(v, &a->color);
}

static void value_put(vega *v, const axes *a, const zb_value *own) {
    const zb_value *zero = at(at(a->value->value, "scale"), "zero");
    if (zero) zb_json_put(&v->json, "zero", zero);
    format_put(v, a->value);
    unit_put(v, a->value, own);
}

static void xy_put(vega *v, const zb_value *encoding, const char *path, const zb_value *own) {
    axes a = {.x = channel_read(v, encoding, path, "x", CHANNEL), .y = channel_read(v, encoding, path, "y", CHANNEL)};
    a.color = channel_read(v, encoding, path, "color", CHANNEL);
    if (!field_wanted(v, &a.x, encoding->loc) || !field_wanted(v, &a.y, encoding->loc)) return;
    a.point = zb_str_is(v->mark, "point") || zb_str_is(v->mark, "circle");
    a.level = a.x.quantitative && !a.y.quantitative;
    a.value = a.level ? &a.x : &a.y;
    a.name = a.level ? &a.y : &a.x;
    a.offset = channel_read(v, encoding, path, a.level ? "yOffset" : "xOffset", OFFSET);
    axes_check(v, &a);
    type_put(v, a.value, &a.color, &a.offset, a.level, encoding->loc);
    zb_json_put_text(&v->json, "x", a.name->field, a.name->value->loc);
    zb_json_put_text(&v->json, "y", a.value->field, a.value->value->loc);
    color_put(v, &a);
    sort_put(v, a.name, a.level ? 'x' : 'y');
    value_put(v, &a, own);
    if (a.point)
        zb_json_put_text(&v->json, "x_title", text(v, a.name->value, a.name->path, "title"), a.name->value->loc);
}

/* ---- layers ---- */

/* A rule at {"datum": number}; its title is its label. */
static void rule_add(vega *v, const zb_value *encoding, const char *path) {
    const char *const names[] = {"y", "x"};
    for (size_t i = 0; i < 2; i++) {
        const zb_value *rule = at(encoding, names[i]);
        const char *here = zb_json_path(&v->json, path, names[i]);
        if (!zb_json_check(&v->json, rule, here, &objects[CHANNEL])) continue;
        const zb_value *datum = at(rule, "datum"), *title = at(rule, "title");
        if (!datum) {
            zb_json_unsupported(&v->json, rule->loc, here, "a rule stands at {\"datum\": number}");
            continue;
        }
        zb_entry entries[] = {{ZB_STR("value"), datum->loc, datum}, {ZB_STR("label"), datum->loc, title}};
        ZB_PUSH(v->json.arena, &v->references, zb_json_map(&v->json, entries, title ? 2 : 1, datum->loc));
    }
}

static void unit_read(vega *v, const zb_value *unit, const char *path, const zb_value *own) {
    const zb_value *encoding = at(unit, "encoding"), *object;
    zb_str mark = mark_read(v, unit, path, &object);
    const char *mark_path = path;
    path = zb_json_path(&v->json, path, "encoding");
    if (!encoding) zb_json_wrong(&v->json, unit->loc, path, "an object");
    if (!zb_json_check(&v->json, encoding, path, &objects[ENCODING])) return;
    if (zb_str_is(mark, "rule")) {
        rule_add(v, encoding, path);
        return;
    }
    if (zb_str_is(mark, "text")) {
        put_word(v, "labels", "all", unit->loc);
        return;
    }
    if (!mark_check(v, unit, mark_path, mark, object)) return;
    v->mark = mark;
    if (zb_str_is(mark, "arc")) arc_put(v, encoding, path, object);
    else xy_put(v, encoding, path, own);
    channel column = channel_read(v, encoding, path, "column", OFFSET);
    if (column.value) zb_json_put_text(&v->json, "facet", column.field, column.value->loc);
}

static void layers_read(vega *v, const zb_value *spec, const zb_value *layers, const zb_value *own) {
    if (layers->kind != ZB_LIST || layers->count == 0) {
        zb_json_wrong(&v->json, layers->loc, "$.layer", "a list of layers");
        return;
    }
    for (size_t i = 0; i < layers->count; i++) {
        const char *path = zb_str_format(v->json.arena, "$.layer[%zu]", i).s;
        if (!zb_json_check(&v->json, layers->items[i], path, &objects[LAYER])) continue;
        const zb_value *shared = at(spec, "encoding"), *layer = layers->items[i];
        if (shared && !at(layer, "encoding")) {
            zb_entry entries[] = {{ZB_STR("mark"), layer->loc, at(layer, "mark")},
                                  {ZB_STR("encoding"), layer->loc, shared}};
            layer = zb_json_map(&v->json, entries, entries[0].value ? 2 : 0, layer->loc);
        }
        unit_read(v, layer, path, own);
    }
}

/* ---- the whole ---- */

static void rows_put(vega *v, const zb_value *values) {
    for (size_t i = 0; i < values->count; i++) {
        if (values->items[i]->kind == ZB_MAP) continue;
        const char *path = zb_str_format(v->json.arena, "$.data.values[%zu]", i).s;
        zb_json_wrong(&v->json, values->items[i]->loc, path, "an object");
        return;
    }
    v->rows = values;
}

static void data_put(vega *v, const zb_value *spec) {
    const zb_value *data = at(spec, "data");
    if (!data) zb_json_wrong(&v->json, spec->loc, "$.data", "{\"values\": [...]} or {\"url\": \"file.csv\"}");
    if (!zb_json_check(&v->json, data, "$.data", &objects[DATA])) return;
    const zb_value *values = at(data, "values"), *url = at(data, "url");
    if (values && values->kind == ZB_LIST) rows_put(v, values);
    else if (values || !url || !zb_value_is_scalar(url))
        zb_json_wrong(&v->json, values ? values->loc : data->loc, "$.data.values", "a list of objects");
    if (v->rows || url) zb_json_put(&v->json, "data", v->rows ? v->rows : url);
}

static void title_put(vega *v, const zb_value *spec) {
    const zb_value *title = at(spec, "title");
    if (title && zb_value_is_scalar(title)) zb_json_put(&v->json, "title", title);
    else if (zb_json_check(&v->json, title, "$.title", &objects[TITLE])) {
        zb_json_put_text(&v->json, "title", text(v, title, "$.title", "text"), title->loc);
        zb_json_put_text(&v->json, "subtitle", text(v, title, "$.title", "subtitle"), title->loc);
    }
    zb_json_put_text(&v->json, "caption", text(v, spec, "$", "description"), spec->loc);
}

/* What Vega-Lite has no words for stands in usermeta, which it leaves alone. */
static const zb_value *own_read(vega *v, const zb_value *spec) {
    const zb_value *meta = at(spec, "usermeta");
    if (!zb_json_check(&v->json, meta, "$.usermeta", &objects[USERMETA])) return NULL;
    const zb_value *own = at(meta, "zhoubao");
    if (!zb_json_check(&v->json, own, "$.usermeta.zhoubao", &objects[ZHOUBAO])) return NULL;
    for (size_t i = 0; i < own->count; i++)
        zb_json_put(&v->json, zb_str_z(v->json.arena, own->entries[i].key), own->entries[i].value);
    return own;
}

/* Pixels are points here, 3 to 4. */
static void size_put(vega *v, const zb_value *spec, const char *key) {
    const zb_value *value = at(spec, key);
    if (!value) return;
    double number;
    if (!zb_value_number(value, &number) || number <= 0)
        zb_json_wrong(&v->json, value->loc, zb_json_path(&v->json, "$", key), "a number of pixels");
    else zb_json_put_text(&v->json, key, zb_str_format(v->json.arena, "%.4gpx", number), value->loc);
}

const zb_value *zb_vega_translate(zb_arena *arena, const zb_value *spec, zb_diags *diags) {
    vega v = {
        .json = {
            .arena = arena, .diags = diags, .unsupported = "vega.unsupported", .wrong = "vega.value", .good = true}};
    zb_json_check(&v.json, spec, "$", &objects[SPEC]);
    data_put(&v, spec);
    title_put(&v, spec);
    size_put(&v, spec, "width");
    size_put(&v, spec, "height");
    const zb_value *own = own_read(&v, spec), *layers = at(spec, "layer");
    if (layers) layers_read(&v, spec, layers, own);
    else unit_read(&v, spec, "$", own);
    if (v.json.good && v.mark.n == 0) zb_json_wrong(&v.json, spec->loc, "$.layer", "a layer that shows data");
    if (v.references.count > 0)
        zb_json_put(&v.json, "reference", zb_json_list(&v.json, v.references.data, v.references.count, spec->loc));
    return v.json.good ? zb_json_map(&v.json, v.json.entries.data, v.json.entries.count, spec->loc) : NULL;
}

/* ---- schema ---- */

void zb_vega_defs(zb_buf *out) {
    for (size_t i = 0; i < OBJECTS; i++) {
        zb_buf_add(out, i ? ZB_STR(",\n") : ZB_STR(""));
        zb_json_object_def(out, "vega", &objects[i]);
    }
}
