/* SPDX-License-Identifier: Apache-2.0
 * Colours of an SVG file: attributes for light grounds, and a style sheet that overrides them where readers prefer dark
 * ones. Where the style sheet is lost, as some editors do, the light picture stays. */
#include <string.h>

#include "render/canvas.h"
#include "render/svg_parts.h"
#include "render/write.h"

static bool same_rgb(zb_color a, zb_color b) { return a.r == b.r && a.g == b.g && a.b == b.b; }

bool zb_svg_color_equal(zb_svg_color a, zb_svg_color b) {
    return zb_color_equal(a.light, b.light) && zb_color_equal(a.dark, b.dark);
}

zb_svg_color zb_svg_color_of(const zb_svg_list *list, size_t index) {
    zb_color light = list->items[index].color;
    return (zb_svg_color){light, list->dark ? list->dark[index].color : light};
}

bool zb_svg_same_form(const zb_display_list *light, const zb_display_list *dark, int depth) {
    if (light->count != dark->count || light->width != dark->width || light->height != dark->height) return false;
    for (size_t i = 0; i < light->count; i++) {
        const zb_item *a = &light->items[i], *b = &dark->items[i];
        if (a->kind != b->kind) return false;
        if (a->kind != ZB_ITEM_LIST || depth >= ZB_LIST_DEPTH_MAX) continue;
        if (!zb_svg_same_form(a->as.list, b->as.list, depth + 1)) return false;
    }
    return true;
}

/* Rules ---------------------------------------------------------------------------------------------------------- */

/* The rule that an element of this colour falls under; made when it is new. Its number, or -1 where none is needed. */
static int rule_of(zb_svg *svg, bool stroke, zb_svg_color color) {
    bool fades = color.light.a != color.dark.a, taken = false;
    for (size_t i = 0; i < svg->rules.count; i++) {
        const zb_svg_rule *rule = &svg->rules.data[i];
        if (rule->stroke != stroke || !same_rgb(rule->color.light, color.light)) continue;
        if (!rule->by_class && !fades && same_rgb(rule->color.dark, color.dark)) return (int)i;
        if (rule->by_class && zb_color_equal(rule->color.dark, color.dark)) return (int)i;
        taken = taken || !rule->by_class;
    }
    ZB_PUSH(svg->arena, &svg->rules, (zb_svg_rule){stroke, fades || taken, color});
    return (int)svg->rules.count - 1;
}

void zb_svg_write_paint(zb_svg *svg, const char *what, zb_svg_color color) {
    zb_buf_add_char(svg->out, ' ');
    zb_buf_add(svg->out, zb_str_of(what));
    zb_buf_add(svg->out, ZB_STR("=\""));
    zb_write_color(svg->out, color.light, false);
    zb_buf_add_char(svg->out, '"');
    if (color.light.a != 255) {
        zb_buf_format(svg->out, " %s-opacity=\"", what);
        zb_write_decimal(svg->out, (color.light.a * 1000 + 127) / 255, 3);
        zb_buf_add_char(svg->out, '"');
    }
    int rule = svg->switches ? rule_of(svg, what[0] == 's', color) : -1;
    if (rule >= 0 && svg->rules.data[rule].by_class) zb_buf_format(svg->out, " class=\"d%d\"", rule);
}

static void write_rule(zb_buf *out, const zb_svg_rule *rule, size_t number) {
    const char *what = rule->stroke ? "stroke" : "fill";
    zb_buf_add(out, ZB_STR("." ZB_SVG_PREFIX " "));
    if (rule->by_class) {
        zb_buf_format(out, ".d%zu", number);
    } else {
        zb_buf_format(out, "[%s=\"", what);
        zb_write_color(out, rule->color.light, false);
        zb_buf_add(out, ZB_STR("\"]"));
    }
    zb_buf_format(out, "{%s:", what);
    zb_write_color(out, rule->color.dark, false);
    if (rule->by_class) {
        zb_buf_format(out, ";%s-opacity:", what);
        zb_write_decimal(out, (rule->color.dark.a * 1000 + 127) / 255, 3);
    }
    zb_buf_add_char(out, '}');
}

/* Rules by class come last: they are as specific as the others and have to win. */
void zb_svg_write_style(const zb_svg *svg, zb_buf *out) {
    bool any = false;
    for (int by_class = 0; by_class < 2; by_class++)
        for (size_t i = 0; i < svg->rules.count; i++) {
            const zb_svg_rule *rule = &svg->rules.data[i];
            if (rule->by_class != by_class) continue;
            if (!by_class && same_rgb(rule->color.light, rule->color.dark)) continue;
            if (!any) zb_buf_add(out, ZB_STR("<style>@media(prefers-color-scheme:dark){"));
            any = true;
            write_rule(out, rule, i);
        }
    if (any) zb_buf_add(out, ZB_STR("}</style>\n"));
}
