/* SPDX-License-Identifier: Apache-2.0
 * Whether the pictures of parts are as small as their formats allow. Asked before anything is drawn, so that the message can name the part
 * and options that help. */
#include <math.h>

#include "cli/parts.h"
#include "base/language.h"
#include "render/render.h"

/* Slices in a hint, in CSS pixels; the least is that of the option. */
#define SLICE_USUAL 4000
#define SLICE_LEAST 200

/* The longest side of a picture in each format, in its pixels; those of vectors are CSS pixels. */
static const struct {
    const char *name;
    double side;
    bool vectors;
} limits[] = {
    [ZB_FORMAT_PDF] = {"PDF", (double)ZB_PDF_SIDE_MAX / ZB_PT * ZB_CSS_DPI / 72, true},
    [ZB_FORMAT_PNG] = {"PNG", ZB_PNG_SIDE_MAX, false},
    [ZB_FORMAT_SVG] = {"SVG", INFINITY, true},
    [ZB_FORMAT_WEBP] = {"WebP", ZB_WEBP_SIDE_MAX, false},
};

static double to_pixels(zb_length length, zb_format format, int scale) {
    return ceil(zb_to_pt(length) * ZB_CSS_DPI / 72 * (limits[format].vectors ? 1 : scale) - 1e-3);
}

/* Pictures as wide as --width allows have fewer than ZB_PIXELS_MAX pixels when their sides fit. */
static bool fits(const zb_display_list *list, zb_format format, int scale) {
    double side = limits[format].side;
    return to_pixels(list->width, format, scale) <= side && to_pixels(list->height, format, scale) <= side;
}

/* All pictures fit in all formats of a set. */
static bool all_fit(const zb_part_pictures *made, unsigned formats, int scale) {
    for (size_t i = 0; i < made->count; i++)
        for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT; f++)
            if (formats & 1u << f && !fits(made->lists[i], f, scale)) return false;
    return true;
}

static void add_choice(zb_buf *out, const char *option, int value) {
    zb_buf_format(out, "%s--%s %d", out->n ? ", " : "", option, value);
}

/* A height of slices that fit: a common one, or where a larger one was asked for, the largest round one. */
static void suggest_slice(const zb_parts *p, zb_buf *out) {
    const zb_settings *s = p->session->settings;
    double most = s->parts.slice > 0 ? s->parts.slice - 1 : SLICE_USUAL;
    for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT; f++) {
        int scale = limits[f].vectors ? 1 : s->parts.scale;
        if (zb_parts_formats(s) & 1u << f) most = fmin(most, limits[f].side / scale);
    }
    int slice = (int)(most / 100) * 100;
    bool cut = s->parts.slice > 0 && most >= s->parts.slice - 1; /* a block is too high, not the slice */
    if (!cut && slice >= SLICE_LEAST) add_choice(out, "slice", slice);
}

/* A table is lower where it is wider. Tried out, since nobody knows before where its lines end. */
static void suggest_width(const zb_parts *p, const zb_node *node, zb_buf *out) {
    static const int widths[] = {1920, 320, 480, 640, 800, 960, 1280, 1600, 1920}; /* the first decides whether any helps */
    const zb_settings *s = p->session->settings;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        if (widths[i] <= s->parts.width) continue;
        zb_arena *arena = zb_arena_open();
        zb_part_pictures made = zb_part_pictures_of(p, arena, node, widths[i], zb_diags_unheard(arena, p->session->diags));
        bool fit = all_fit(&made, zb_parts_formats(s), s->parts.scale);
        zb_arena_close(arena);
        if (fit && i) add_choice(out, "width", widths[i]);
        if (fit == (i > 0)) return;
    }
}

static void suggest_scale(const zb_parts *p, const zb_part_pictures *made, zb_buf *out) {
    const zb_settings *s = p->session->settings;
    for (int scale = s->parts.scale - 1; scale >= 1; scale--)
        if (all_fit(made, zb_parts_formats(s), scale)) {
            add_choice(out, "scale", scale);
            return;
        }
}

/* Sharp formats first after PNG, which is what people know. */
static void suggest_format(const zb_parts *p, const zb_part_pictures *made, zb_buf *out) {
    static const zb_format order[] = {ZB_FORMAT_PNG, ZB_FORMAT_SVG, ZB_FORMAT_PDF};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (all_fit(made, 1u << order[i], p->session->settings->parts.scale))
            zb_buf_format(out, "%s--format %s", out->n ? ", " : "", zb_format_name(order[i]));
}

/* Every option that helps. */
static void hint_size(const zb_parts *p, const zb_part *part, const zb_part_pictures *made) {
    zb_buf out = {0};
    if (p->session->settings->parts.whole) suggest_slice(p, &out);
    if (part->node->kind == ZB_NODE_TABLE) suggest_width(p, part->node, &out);
    suggest_scale(p, made, &out);
    suggest_format(p, made, &out);
    zb_diag_hint(p->session->diags, "one of these makes it fit: %s", out.s);
    zb_buf_free(&out);
}

static const char *described(const zb_parts *p, const zb_part *part) {
    const zb_node *node = part->node;
    if (node->kind == ZB_NODE_DOCUMENT) return "the issue";
    const char *kind = node->kind == ZB_NODE_TABLE ? N_("table") : node->kind == ZB_NODE_FIGURE ? N_("figure") : N_("section");
    return zb_say(p->session->arena, "%s '%.*s'", kind, ZB_STR_ARG(zb_part_known_as(part))).s;
}

static void report_size(const zb_parts *p, const zb_part *part, const zb_part_pictures *made, size_t index, zb_format format) {
    int scale = p->session->settings->parts.scale;
    const zb_display_list *list = made->lists[index];
    zb_loc loc = part->node->kind == ZB_NODE_DOCUMENT ? ZB_NOWHERE : part->node->loc;
    zb_diag_add(p->session->diags, ZB_ERROR, "parts.size", loc,
                "%s%s would be %.0f x %.0f pixels, but a %s picture has at most %.0f a side", made->count > 1 ? "a slice of " : "",
                described(p, part), to_pixels(list->width, format, scale), to_pixels(list->height, format, scale), limits[format].name,
                limits[format].side);
    hint_size(p, part, made);
}

bool zb_part_fits(const zb_parts *p, const zb_part *part, const zb_part_pictures *made) {
    unsigned formats = zb_parts_formats(p->session->settings);
    for (size_t i = 0; i < made->count; i++)
        for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT; f++)
            if (formats & 1u << f && !fits(made->lists[i], f, p->session->settings->parts.scale)) {
                report_size(p, part, made, i, f);
                return false;
            }
    return true;
}
