/* SPDX-License-Identifier: Apache-2.0
 * The SVG backend: shapes as paths, glyphs as outlines defined once, pictures embedded. Written directly, so that equal
 * lists give equal bytes and several files can stand in one page: every id begins with a hash of the content. */
#include <string.h>

#include "render/canvas.h"
#include "render/render.h"
#include "render/svg_glyphs.h"
#include "render/write.h"

/* Decimals of places in points: 1/100 pt is below what can be seen. */
#define DECIMALS 2

typedef struct svg {
    zb_buf *out;
    zb_svg_glyphs *glyphs;
    zb_pictures *pictures;
    zb_diags *diags;
    const char *prefix;  /* of all ids */
    int artifact, links; /* links: <a> elements open, at most 1 */
    bool any_link, failed;
} svg;

/* Where the list being written has its origin, in 1/1024 pt. */
typedef struct place {
    int64_t x, y;
    int depth;
} place;

static void write_attribute(zb_buf *out, const char *name, int64_t length) {
    zb_buf_format(out, " %s=\"", name);
    zb_write_pt(out, length, DECIMALS);
    zb_buf_add_char(out, '"');
}

/* fill="#..." or stroke="#...", and its opacity. */
static void write_paint(zb_buf *out, const char *what, zb_color color) {
    zb_buf_format(out, " %s=\"", what);
    zb_write_color(out, color, false);
    zb_buf_add_char(out, '"');
    if (color.a == 255) return;
    zb_buf_format(out, " %s-opacity=\"", what);
    zb_write_decimal(out, (color.a * 1000 + 127) / 255, 3);
    zb_buf_add_char(out, '"');
}

static void write_point(zb_buf *out, zb_point p, place o) {
    zb_write_pt(out, o.x + p.x, DECIMALS);
    zb_buf_add_char(out, ' ');
    zb_write_pt(out, o.y + p.y, DECIMALS);
}

/* A line from `last` to p; along an axis it needs one number. */
static void write_line(zb_buf *out, zb_point last, zb_point p, place o) {
    if (p.y == last.y) {
        zb_buf_add_char(out, 'H');
        zb_write_pt(out, o.x + p.x, DECIMALS);
    } else if (p.x == last.x) {
        zb_buf_add_char(out, 'V');
        zb_write_pt(out, o.y + p.y, DECIMALS);
    } else {
        zb_buf_add_char(out, 'L');
        write_point(out, p, o);
    }
}

static void write_curve(zb_buf *out, const zb_point p[3], place o) {
    for (int k = 0; k < 3; k++) {
        zb_buf_add_char(out, k ? ' ' : 'C');
        write_point(out, p[k], o);
    }
}

static void write_path(zb_buf *out, const zb_path *path, place o) {
    zb_point last = {0, 0}, start = {0, 0};
    zb_buf_add(out, ZB_STR(" d=\""));
    for (size_t i = 0; i < path->count; i++) {
        const zb_path_step *step = &path->steps[i];
        switch (step->op) {
        case ZB_MOVE:
            zb_buf_add_char(out, 'M');
            write_point(out, step->p[0], o);
            start = step->p[0];
            break;
        case ZB_LINE: write_line(out, last, step->p[0], o); break;
        case ZB_CURVE: write_curve(out, step->p, o); break;
        case ZB_CLOSE: zb_buf_add_char(out, 'Z'); break;
        }
        last = step->op == ZB_CLOSE ? start : step->p[step->op == ZB_CURVE ? 2 : 0];
    }
    zb_buf_add_char(out, '"');
}

static void write_stroke(svg *s, const zb_item *item, place o) {
    zb_buf_add(s->out, ZB_STR("<path fill=\"none\""));
    write_paint(s->out, "stroke", item->color);
    write_attribute(s->out, "stroke-width", item->as.stroke.width);
    if (item->as.stroke.round) zb_buf_add(s->out, ZB_STR(" stroke-linecap=\"round\" stroke-linejoin=\"round\""));
    int64_t sum = 0;
    size_t count = item->as.stroke.dash_count < ZB_DASH_MAX ? item->as.stroke.dash_count : ZB_DASH_MAX;
    for (size_t i = 0; i < count; i++) sum += zb_max(item->as.stroke.dash[i], 0);
    for (size_t i = 0; sum && i < count; i++) {
        zb_buf_add(s->out, i ? ZB_STR(" ") : ZB_STR(" stroke-dasharray=\""));
        zb_write_pt(s->out, zb_max(item->as.stroke.dash[i], 0), DECIMALS);
        if (i + 1 == count) zb_buf_add_char(s->out, '"');
    }
    write_path(s->out, &item->as.stroke.path, o);
    zb_buf_add(s->out, ZB_STR("/>\n"));
}

static void write_fill(svg *s, const zb_item *item, place o) {
    zb_buf_add(s->out, ZB_STR("<path"));
    write_paint(s->out, "fill", item->color);
    if (item->as.fill.even_odd) zb_buf_add(s->out, ZB_STR(" fill-rule=\"evenodd\""));
    write_path(s->out, &item->as.fill.path, o);
    zb_buf_add(s->out, ZB_STR("/>\n"));
}

static void write_rect(svg *s, int64_t x, int64_t y, zb_length width, zb_length height) {
    write_attribute(s->out, "x", x);
    write_attribute(s->out, "y", y);
    write_attribute(s->out, "width", width);
    write_attribute(s->out, "height", height);
}

static void write_image(svg *s, const zb_item *item, place o) {
    zb_picture *picture = zb_pictures_find(s->pictures, item->as.image.path, item->loc, s->diags);
    /* Decoded only to see that it can be: a viewer would show a damaged one as an empty frame. */
    if (!picture || !zb_picture_decode(s->pictures->arena, picture, item->loc, s->diags)) {
        s->failed = true;
        return;
    }
    zb_buf_add(s->out, ZB_STR("<image"));
    write_rect(s, o.x + item->at.x, o.y + item->at.y, item->as.image.width, item->as.image.height);
    zb_buf_format(s->out, " preserveAspectRatio=\"none\" xlink:href=\"data:image/%s;base64,",
                  picture->kind == ZB_PICTURE_PNG ? "png" : "jpeg");
    zb_write_base64(s->out, picture->bytes);
    zb_buf_add(s->out, ZB_STR("\"/>\n"));
}

/* Links --------------------------------------------------------------------------------------------------------- */

/* Links inside a picture have nowhere to lead to; those that leave it are written. */
static bool is_written(const svg *s, const zb_tag *tag) {
    return !s->artifact && !s->links && !strcmp(tag->name, "Link") && tag->link.n && tag->link.s[0] != '#';
}

static void begin_element(svg *s, const zb_item *item, place o) {
    const zb_tag *tag = item->as.tag;
    if (s->artifact || !strcmp(tag->name, "Artifact")) s->artifact++;
    else if (s->links) s->links++;
    else if (is_written(s, tag) && !zb_uri_allowed(tag->link)) {
        zb_diag_add(s->diags, ZB_WARNING, "render.link", item->loc, "the link '%.*s' is not written",
                    ZB_STR_ARG(tag->link));
        zb_diag_hint(s->diags, "links are http, https, ftp, mailto, tel, or relative");
    } else if (is_written(s, tag)) {
        zb_buf uri = {0};
        zb_write_uri(&uri, tag->link);
        zb_buf_add(s->out, ZB_STR("<a xlink:href=\""));
        zb_write_xml(s->out, zb_buf_str(&uri));
        zb_buf_add(s->out, ZB_STR("\">\n"));
        zb_buf_free(&uri);
        for (size_t i = 0; i < tag->link_rect_count; i++) {
            const zb_rect *r = &tag->link_rects[i];
            zb_buf_add(s->out, ZB_STR("<rect fill=\"none\" pointer-events=\"all\""));
            write_rect(s, o.x + r->x, o.y + r->y, r->width, r->height);
            zb_buf_add(s->out, ZB_STR("/>\n"));
        }
        s->links = 1;
        s->any_link = true;
    }
}

static void end_element(svg *s) {
    if (s->artifact) s->artifact--;
    else if (s->links && --s->links == 0) zb_buf_add(s->out, ZB_STR("</a>\n"));
}

/* The list ------------------------------------------------------------------------------------------------------ */

static void write_list(svg *s, const zb_display_list *list, place o);

static void write_ground(svg *s, const zb_display_list *list, place o) {
    if (!list->ground.a) return;
    zb_buf_add(s->out, ZB_STR("<rect"));
    write_paint(s->out, "fill", list->ground);
    write_rect(s, o.x, o.y, list->width, list->height);
    zb_buf_add(s->out, ZB_STR("/>\n"));
}

static void write_nested(svg *s, const zb_item *item, place o) {
    place inner = {o.x + item->at.x, o.y + item->at.y, o.depth + 1};
    if (inner.depth > ZB_LIST_DEPTH_MAX) {
        s->failed = true;
        zb_diag_add(s->diags, ZB_ERROR, "render.depth", item->loc, "more than %d display lists inside each other",
                    ZB_LIST_DEPTH_MAX);
        return;
    }
    write_ground(s, item->as.list, inner);
    write_list(s, item->as.list, inner);
}

static void write_run(svg *s, const zb_item *item, place o) {
    zb_buf paint = {0};
    write_paint(&paint, "fill", item->color);
    zb_svg_write_run(s->glyphs, item->as.run, o.x + item->at.x, o.y + item->at.y, zb_buf_str(&paint), s->out);
    zb_buf_free(&paint);
}

static void write_list(svg *s, const zb_display_list *list, place o) {
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        switch (item->kind) {
        case ZB_ITEM_RUN: write_run(s, item, o); break;
        case ZB_ITEM_FILL: write_fill(s, item, o); break;
        case ZB_ITEM_STROKE: write_stroke(s, item, o); break;
        case ZB_ITEM_IMAGE: write_image(s, item, o); break;
        case ZB_ITEM_LIST: write_nested(s, item, o); break;
        case ZB_ITEM_BEGIN: begin_element(s, item, o); break;
        case ZB_ITEM_END: end_element(s); break;
        }
    }
}

/* The file ------------------------------------------------------------------------------------------------------ */

/* A letter and 8 hexadecimal digits that depend on everything that the file shows. */
static const char *prefix_of(zb_arena *arena, const zb_display_list *page, const zb_metadata *metadata) {
    zb_buf text = {0};
    zb_display_list_dump(page, 0, &text);
    zb_buf_add(&text, metadata->title);
    zb_buf_add(&text, metadata->subject);
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.n; i++) hash = (hash ^ (uint8_t)text.s[i]) * 16777619u;
    zb_buf_free(&text);
    return zb_str_format(arena, "z%08x", hash).s;
}

static void write_named(zb_buf *out, const char *element, const char *prefix, char letter, zb_str text) {
    if (!text.n) return;
    zb_buf_format(out, "<%s id=\"%s%c\">", element, prefix, letter);
    zb_write_xml(out, text);
    zb_buf_format(out, "</%s>\n", element);
}

/* The root element; a picture that holds links is a group, since an image's parts cannot be reached. */
static void write_root(zb_buf *out, const zb_display_list *page, const zb_metadata *metadata, const svg *s) {
    zb_buf_add(
        out, ZB_STR("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\""));
    zb_write_pt(out, page->width, DECIMALS);
    zb_buf_add(out, ZB_STR("pt\" height=\""));
    zb_write_pt(out, page->height, DECIMALS);
    zb_buf_add(out, ZB_STR("pt\" viewBox=\"0 0 "));
    zb_write_pt(out, page->width, DECIMALS);
    zb_buf_add_char(out, ' ');
    zb_write_pt(out, page->height, DECIMALS);
    zb_buf_format(out, "\" role=\"%s\" stroke-miterlimit=\"10\"", s->any_link ? "group" : "img");
    if (metadata->lang.n) {
        zb_buf_add(out, ZB_STR(" xml:lang=\""));
        zb_write_xml(out, metadata->lang);
        zb_buf_add_char(out, '"');
    }
    if (metadata->title.n) zb_buf_format(out, " aria-labelledby=\"%st\"", s->prefix);
    if (metadata->subject.n) zb_buf_format(out, " aria-describedby=\"%sd\"", s->prefix);
    zb_buf_add(out, ZB_STR(">\n"));
    write_named(out, "title", s->prefix, 't', metadata->title);
    write_named(out, "desc", s->prefix, 'd', metadata->subject);
}

bool zb_render_svg(zb_arena *arena, const zb_display_list *page, const zb_metadata *metadata, zb_output *output,
                   zb_diags *diags) {
    if (page->width <= 0 || page->height <= 0) {
        zb_diag_add(diags, ZB_ERROR, "render.size", ZB_NOWHERE, "a picture of %.0f x %.0f pt is empty",
                    zb_to_pt(page->width), zb_to_pt(page->height));
        return false;
    }
    zb_buf body = {0}, head = {0};
    const char *prefix = prefix_of(arena, page, metadata);
    zb_svg_glyphs *glyphs = zb_svg_glyphs_open(arena, prefix);
    zb_pictures pictures = {.arena = arena};
    svg s = {.out = &body, .glyphs = glyphs, .pictures = &pictures, .diags = diags, .prefix = prefix};
    write_ground(&s, page, (place){0});
    write_list(&s, page, (place){0});
    while (s.links) end_element(&s);
    write_root(&head, page, metadata, &s);
    zb_svg_write_defs(glyphs, &head);
    zb_buf_add(&body, ZB_STR("</svg>\n"));
    if (!s.failed) {
        zb_output_write(output, head.s, head.n);
        zb_output_write(output, body.s, body.n);
    }
    zb_buf_free(&head);
    zb_buf_free(&body);
    return !s.failed;
}
