/* SPDX-License-Identifier: Apache-2.0
 * Single values of a style: lengths, colours, keywords and lists, each checked and with an error that says what would
 * be right. */
#include "templates/style_table.h"

#include <string.h>

#define MM_PT (72.0 / 25.4)
/* Digits of a number that count; longer ones are refused rather than rounded in silence. */
#define DIGITS_MAX 9

/* Reports that the value is not what the property takes. Always false. */
static bool refuse(const zb_setting *s) {
    zb_str text = s->value->text;
    if (zb_value_is_scalar(s->value) && text.n > 0) {
        zb_diag_add(s->diags, ZB_ERROR, "style.value", s->value->loc, "'%.*s' cannot be '%.*s'", ZB_STR_ARG(s->path),
                    ZB_STR_ARG(text));
    } else {
        zb_diag_add(s->diags, ZB_ERROR, "style.value", s->value->loc, "'%.*s' cannot be %s", ZB_STR_ARG(s->path),
                    zb_value_is_scalar(s->value) ? "empty" : zb_value_kind_phrase(s->value->kind));
    }
    zb_diag_hint(s->diags, "it takes %s", zb_style_types[s->property->type].form);
    return false;
}

/* Decimal number at the head of `text`; SIZE_MAX: none, else its bytes. Own code, because strtod listens to the locale.
 */
static size_t number_read(zb_str text, double *out) {
    size_t at = 0, digits = 0;
    double value = 0, unit = 1;
    bool negative = text.n > 0 && text.s[0] == '-', point = false;
    for (at = negative ? 1 : 0; at < text.n; at++) {
        char c = text.s[at];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9' && ++digits <= DIGITS_MAX) {
            value = value * 10 + (c - '0');
            unit *= point ? 10 : 1;
        } else {
            break;
        }
    }
    *out = (negative ? -value : value) / unit;
    return digits == 0 || digits > DIGITS_MAX || text.s[at - 1] == '.' ? SIZE_MAX : at;
}

/* Points of one unit, or 0 for an unknown one. */
static double unit_points(const zb_setting *s, zb_str unit) {
    const struct {
        const char *name;
        double points;
    } units[] = {
        {"pt", 1},
        {"mm", MM_PT},
        {"px", 0.75},
        {"em", zb_to_pt(s->em)},
        {"lines", zb_to_pt(s->line)},
        {"line", zb_to_pt(s->line)},
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (zb_str_is(unit, units[i].name)) {
            return units[i].points;
        }
    }
    return 0;
}

static bool length_read(const zb_setting *s, const zb_value *value, zb_length *out) {
    double number = 0;
    size_t used = zb_value_is_scalar(value) ? number_read(value->text, &number) : SIZE_MAX;
    if (used == SIZE_MAX) {
        return refuse(s);
    }
    zb_str unit = zb_str_trim(zb_str_sub(value->text, used, value->text.n));
    double points = unit.n == 0 ? 0 : number * unit_points(s, unit);
    if ((unit.n == 0 && number != 0) || (unit.n > 0 && unit_points(s, unit) == 0)) {
        return refuse(s);
    }
    const zb_range_words *range = &zb_style_ranges[s->property->range];
    if (points < range->least || points > range->most) {
        zb_diag_add(s->diags, ZB_ERROR, "style.range", value->loc, "'%.*s' is '%.*s', which is outside %s",
                    ZB_STR_ARG(s->path), ZB_STR_ARG(value->text),
                    range->words[0] ? range->words : "what a length can be");
        return false;
    }
    *out = zb_pt(points);
    return true;
}

static bool set_length(const zb_setting *s, void *at) {
    return length_read(s, s->value, at);
}

static bool set_color(const zb_setting *s, void *at) {
    if (s->value->kind == ZB_NULL) {
        refuse(s);
        zb_diag_hint(s->diags, "write a colour such as \"#0B2E4F\" in quotes: a bare # begins a comment");
        return false;
    }
    if (!zb_value_is_scalar(s->value)) {
        return refuse(s);
    }
    return zb_style_color(s->sheet, s->value->text, s->value->loc, s->diags, at);
}

/* Index of the value among NULL-terminated keywords, or -1. */
static int keyword(const zb_setting *s, const char *const *words) {
    for (int i = 0; words[i] && zb_value_is_scalar(s->value); i++) {
        if (zb_str_is(s->value->text, words[i])) {
            return i;
        }
    }
    return -1;
}

static bool set_role(const zb_setting *s, void *at) {
    static const char *const words[] = {"serif", "sans", "kai", "mono", NULL}; /* in the order of zb_role */
    int index = keyword(s, words);
    if (index < 0) {
        return refuse(s);
    }
    *(zb_role *)at = (zb_role)index;
    return true;
}

static bool set_align(const zb_setting *s, void *at) {
    static const char *const words[] = {"justify", "left", "center", "right", NULL}; /* in the order of zb_align */
    int index = keyword(s, words);
    if (index < 0) {
        return refuse(s);
    }
    *(zb_align *)at = (zb_align)index;
    return true;
}

static bool set_weight(const zb_setting *s, void *at) {
    static const char *const words[] = {"regular", "bold", NULL};
    int index = keyword(s, words);
    if (index < 0 && (s->value->kind != ZB_INT || s->value->integer < 100 || s->value->integer > 900)) {
        return refuse(s);
    }
    *(int *)at = index == 0 ? 400 : index == 1 ? 700 : (int)s->value->integer;
    return true;
}

static bool set_bool(const zb_setting *s, void *at) {
    if (s->value->kind != ZB_BOOL) {
        return refuse(s);
    }
    *(bool *)at = s->value->integer != 0;
    return true;
}

static bool set_measure(const zb_setting *s, void *at) {
    bool widest = zb_value_is_scalar(s->value) && zb_str_is(s->value->text, "auto");
    if (!widest && (s->value->kind != ZB_INT || s->value->integer < 5 || s->value->integer > 200)) {
        return refuse(s);
    }
    *(int *)at = widest ? 0 : (int)s->value->integer;
    return true;
}

/* A pattern: braces may only enclose `page` and `pages`. An empty one prints nothing. */
static bool set_format(const zb_setting *s, void *at) {
    zb_str text = s->value->text;
    bool fine = zb_value_is_scalar(s->value);
    for (size_t i = 0; fine && i < text.n; i++) {
        zb_str rest = zb_str_sub(text, i, text.n);
        if (zb_str_starts(rest, "{page}") || zb_str_starts(rest, "{pages}")) {
            i += rest.s[5] == '}' ? 5 : 6;
        } else {
            fine = rest.s[0] != '{' && rest.s[0] != '}';
        }
    }
    if (!fine) {
        return refuse(s);
    }
    *(const char **)at = zb_str_z(s->arena, text);
    return true;
}

static bool set_page(const zb_setting *s, void *at) {
    static const char *const words[] = {"A3", "A4", "A5", "B5", "Letter", NULL};
    static const double sizes[][2] = {{297, 420}, {210, 297}, {148, 210}, {176, 250}, {215.9, 279.4}};
    zb_length size[2];
    int index = keyword(s, words);
    if (index >= 0) {
        size[0] = zb_pt(sizes[index][0] * MM_PT);
        size[1] = zb_pt(sizes[index][1] * MM_PT);
    } else if (s->value->kind != ZB_LIST || s->value->count != 2) {
        return refuse(s);
    } else if (!length_read(s, s->value->items[0], &size[0]) || !length_read(s, s->value->items[1], &size[1])) {
        return false;
    }
    zb_style *style = at; /* page_width is its first member */
    style->page_width = size[0];
    style->page_height = size[1];
    return true;
}

static bool set_families(const zb_setting *s, void *at) {
    bool list = s->value->kind == ZB_LIST;
    size_t count = list ? s->value->count : 1;
    zb_font_spec spec = {{NULL}, {{0}}};
    if (count == 0 || count > ZB_FAMILIES_MAX) {
        return refuse(s);
    }
    for (size_t i = 0; i < count; i++) {
        const zb_value *item = list ? s->value->items[i] : s->value;
        if (!zb_value_is_scalar(item) || zb_str_trim(item->text).n == 0) {
            return refuse(s);
        }
        spec.families[i] = zb_str_z(s->arena, zb_str_trim(item->text));
        spec.places[i] = item->loc;
    }
    *(zb_font_spec *)at = spec;
    return true;
}

static bool set_palette(const zb_setting *s, void *at) {
    zb_color colors[ZB_PALETTE_MAX] = {{0}};
    if (s->value->kind != ZB_LIST || s->value->count == 0 || s->value->count > ZB_PALETTE_MAX) {
        return refuse(s);
    }
    for (size_t i = 0; i < s->value->count; i++) {
        zb_setting one = *s;
        one.value = s->value->items[i];
        if (!set_color(&one, &colors[i])) {
            return false;
        }
    }
    zb_chart_style *chart = (zb_chart_style *)(void *)((char *)at - offsetof(zb_chart_style, palette));
    memcpy(chart->palette, colors, sizeof colors);
    chart->palette_count = s->value->count;
    return true;
}

bool zb_style_set(const zb_setting *setting, void *at) {
    static bool (*const setters[ZB_STYLE_TYPE_COUNT])(const zb_setting *, void *) = {
        [ZB_STYLE_LENGTH] = set_length,     [ZB_STYLE_COLOR] = set_color,     [ZB_STYLE_ROLE] = set_role,
        [ZB_STYLE_WEIGHT] = set_weight,     [ZB_STYLE_ALIGN] = set_align,     [ZB_STYLE_BOOL] = set_bool,
        [ZB_STYLE_MEASURE] = set_measure,   [ZB_STYLE_FORMAT] = set_format,   [ZB_STYLE_PAGE] = set_page,
        [ZB_STYLE_FAMILIES] = set_families, [ZB_STYLE_PALETTE] = set_palette,
    };
    return setters[setting->property->type](setting, at);
}

bool zb_style_color(const zb_style_sheet *sheet, zb_str text, zb_loc loc, zb_diags *diags, zb_color *out) {
    for (size_t i = 0; i < sheet->color_count; i++) {
        if (zb_str_equal(sheet->colors[i].key, text) && zb_color_read(sheet->colors[i].value->text, out)) {
            return true;
        }
    }
    if (zb_color_read(text, out)) {
        return true;
    }
    zb_diag_add(diags, ZB_ERROR, "style.color", loc, "'%.*s' is not a colour", ZB_STR_ARG(text));
    zb_arena *scratch = zb_arena_open();
    zb_str *names = ZB_NEW_ARRAY(scratch, sheet->color_count + 1, zb_str);
    for (size_t i = 0; i < sheet->color_count; i++) {
        names[i] = sheet->colors[i].key;
    }
    if (sheet->color_count > 0) {
        zb_diag_hint_nearest(diags, text, names, sheet->color_count);
    } else {
        zb_diag_hint(diags, "write \"#RRGGBB\", or a name defined under 'colors' in style.yaml");
    }
    zb_arena_close(scratch);
    return false;
}
