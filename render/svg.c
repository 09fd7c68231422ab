/* SPDX-License-Identifier: Apache-2.0
 * The SVG backend: shapes as paths, text as text or as outlines defined once, pictures embedded. Written directly, so
 * that equal lists give equal bytes and several files can stand in one page: every id begins with a hash of the
 * content. */
#include <stdio.h>
#include <string.h>

#include "base/budget.h"
#include "render/canvas.h"
#include "render/svg_parts.h"
#include "render/write.h"

static void write_rect(zb_svg *s, int64_t x, int64_t y, zb_length width, zb_length height) {
    zb_svg_write_length(s->out, "x", x);
    zb_svg_write_length(s->out, "y", y);
    zb_svg_write_length(s->out, "width", width);
    zb_svg_write_length(s->out, "height", height);
}

/* The place of a picture that is stored turned: its rows as they are, and a matrix of noughts and ones that turns them. */
static void write_turned(zb_svg *s, const zb_picture *picture, const zb_item *item, zb_svg_place o) {
    zb_length width = item->as.image.width, height = item->as.image.height;
    bool across = picture->orientation >= 5;
    zb_picture box = *picture;
    box.stored_width = across ? height : width;
    box.stored_height = across ? width : height;
    double m[6];
    zb_picture_matrix(&box, m);
    zb_svg_write_length(s->out, "width", box.stored_width);
    zb_svg_write_length(s->out, "height", box.stored_height);
    zb_buf_format(s->out, " transform=\"matrix(%d %d %d %d ", (int)m[0], (int)m[1], (int)m[2], (int)m[3]);
    zb_write_pt(s->out, o.x + item->at.x + (int64_t)m[4], ZB_SVG_DECIMALS);
    zb_buf_add_char(s->out, ' ');
    zb_write_pt(s->out, o.y + item->at.y + (int64_t)m[5], ZB_SVG_DECIMALS);
    zb_buf_add(s->out, ZB_STR(")\""));
}

static void write_image(zb_svg *s, const zb_item *item, zb_svg_place o) {
    zb_picture *picture = zb_pictures_find(&s->pictures, item->as.image.path, item->loc, s->diags);
    /* A viewer would show a damaged one as an empty frame. */
    if (!picture || !zb_picture_verify(s->pictures.arena, picture, item->loc, s->diags)) {
        s->failed = true;
        return;
    }
    zb_buf_add(s->out, ZB_STR("<image"));
    if (picture->orientation > 1) write_turned(s, picture, item, o);
    else write_rect(s, o.x + item->at.x, o.y + item->at.y, item->as.image.width, item->as.image.height);
    zb_buf_format(s->out, " preserveAspectRatio=\"none\" xlink:href=\"data:image/%s;base64,",
                  picture->kind == ZB_PICTURE_PNG ? "png" : "jpeg");
    /* Browsers turn pictures by what the file says: it has to say that it is upright. */
    zb_write_base64(s->out, zb_picture_upright_bytes(s->arena, picture));
    zb_buf_add(s->out, ZB_STR("\"/>\n"));
    s->any_href = true;
}

/* Links --------------------------------------------------------------------------------------------------------- */

/* Links inside a picture have nowhere to lead to; those that leave it are written. */
static bool is_written(const zb_svg *s, const zb_tag *tag) {
    return !s->artifact && !s->links && !strcmp(tag->name, "Link") && tag->link.n && tag->link.s[0] != '#';
}

static void begin_element(zb_svg *s, const zb_item *item, zb_svg_place o) {
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
        s->any_link = s->any_href = true;
    }
}

static void end_element(zb_svg *s) {
    if (s->artifact) s->artifact--;
    else if (s->links && --s->links == 0) zb_buf_add(s->out, ZB_STR("</a>\n"));
}

/* The list ------------------------------------------------------------------------------------------------------ */

static void write_list(zb_svg *s, const zb_display_list *list, const zb_display_list *dark, zb_svg_place o);

static void write_ground(zb_svg *s, const zb_display_list *list, const zb_display_list *dark, zb_svg_place o) {
    if (!list->ground.a && !(dark && dark->ground.a)) return;
    zb_buf_add(s->out, ZB_STR("<rect"));
    zb_svg_write_paint(s, "fill", (zb_svg_color){list->ground, dark ? dark->ground : list->ground});
    write_rect(s, o.x, o.y, list->width, list->height);
    zb_buf_add(s->out, ZB_STR("/>\n"));
}

static void write_nested(zb_svg *s, const zb_item *item, const zb_item *dark, zb_svg_place o) {
    zb_svg_place inner = {o.x + item->at.x, o.y + item->at.y, o.depth + 1};
    if (inner.depth > ZB_LIST_DEPTH_MAX) {
        s->failed = true;
        zb_diag_add(s->diags, ZB_ERROR, "render.depth", item->loc, "more than %d display lists inside each other",
                    ZB_LIST_DEPTH_MAX);
        return;
    }
    write_ground(s, item->as.list, dark ? dark->as.list : NULL, inner);
    write_list(s, item->as.list, dark ? dark->as.list : NULL, inner);
}

/* A run as outlines. */
static void write_run(zb_svg *s, const zb_svg_list *list, size_t index, zb_svg_place o) {
    const zb_item *item = &list->items[index];
    zb_buf paint = {0}, *out = s->out;
    s->out = &paint;
    zb_svg_write_paint(s, "fill", zb_svg_color_of(list, index));
    s->out = out;
    if (zb_svg_write_run(s->glyphs, item->as.run, o.x + item->at.x, o.y + item->at.y, zb_buf_str(&paint), out))
        s->any_href = true;
    zb_buf_free(&paint);
}

/* Gives the number of items written. */
static size_t write_item(zb_svg *s, const zb_svg_list *list, size_t i, zb_svg_place o) {
    const zb_item *item = &list->items[i];
    switch (item->kind) {
    case ZB_ITEM_RUN:
        if (!s->glyphs) return zb_svg_write_text(s, list, i, o);
        write_run(s, list, i, o);
        break;
    case ZB_ITEM_FILL: zb_svg_write_fill(s, list, i, o); break;
    case ZB_ITEM_STROKE: return zb_svg_write_strokes(s, list, i, o);
    case ZB_ITEM_IMAGE: write_image(s, item, o); break;
    case ZB_ITEM_LIST: write_nested(s, item, list->dark ? &list->dark[i] : NULL, o); break;
    case ZB_ITEM_BEGIN: begin_element(s, item, o); break;
    case ZB_ITEM_END: end_element(s); break;
    }
    return 1;
}

static void write_list(zb_svg *s, const zb_display_list *list, const zb_display_list *dark, zb_svg_place o) {
    if (list->count && !zb_budget_lasts(s->diags, list->items[0].loc)) {
        s->failed = true;
        return;
    }
    zb_svg_list both = {list->items, dark ? dark->items : NULL, list->count};
    for (size_t i = 0; i < list->count;) i += write_item(s, &both, i, o);
}

/* The file ------------------------------------------------------------------------------------------------------ */

static void write_named(zb_buf *out, const char *element, char letter, zb_str text) {
    if (!text.n) return;
    zb_buf_format(out, "<%s id=\"" ZB_SVG_PREFIX "%c\">", element, letter);
    zb_write_xml(out, text);
    zb_buf_format(out, "</%s>\n", element);
}

static void write_size(zb_buf *out, const zb_display_list *page) {
    zb_buf_add(out, ZB_STR(" width=\""));
    zb_write_pt(out, page->width, ZB_SVG_DECIMALS);
    zb_buf_add(out, ZB_STR("pt\" height=\""));
    zb_write_pt(out, page->height, ZB_SVG_DECIMALS);
    zb_buf_add(out, ZB_STR("pt\" viewBox=\"0 0 "));
    zb_write_pt(out, page->width, ZB_SVG_DECIMALS);
    zb_buf_add_char(out, ' ');
    zb_write_pt(out, page->height, ZB_SVG_DECIMALS);
    zb_buf_add_char(out, '"');
}

/* The root element; a picture that holds links is a group, since an image's parts cannot be reached. */
static void write_root(zb_buf *out, const zb_display_list *page, const zb_metadata *metadata, const zb_svg *s) {
    zb_buf_add(out, ZB_STR("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    if (s->any_href) zb_buf_add(out, ZB_STR(" xmlns:xlink=\"http://www.w3.org/1999/xlink\""));
    write_size(out, page);
    zb_buf_format(out, " role=\"%s\" stroke-miterlimit=\"10\"", s->any_link ? "group" : "img");
    if (s->switches) zb_buf_add(out, ZB_STR(" class=\"" ZB_SVG_PREFIX "\""));
    if (metadata->lang.n) {
        zb_buf_add(out, ZB_STR(" xml:lang=\""));
        zb_write_xml(out, metadata->lang);
        zb_buf_add_char(out, '"');
    }
    if (metadata->title.n) zb_buf_add(out, ZB_STR(" aria-labelledby=\"" ZB_SVG_PREFIX "t\""));
    if (metadata->subject.n) zb_buf_add(out, ZB_STR(" aria-describedby=\"" ZB_SVG_PREFIX "d\""));
    zb_buf_add(out, ZB_STR(">\n"));
    write_named(out, "title", 't', metadata->title);
    write_named(out, "desc", 'd', metadata->subject);
    zb_svg_write_style(s, out);
}

static uint32_t hash_more(uint32_t hash, zb_str bytes) {
    for (size_t i = 0; i < bytes.n; i++) hash = (hash ^ (uint8_t)bytes.s[i]) * 16777619u;
    return hash;
}

/* A letter and 8 hexadecimal digits, which depend on everything in the file, in place of the marks. */
static void set_prefix(zb_buf *part, uint32_t hash) {
    char prefix[sizeof ZB_SVG_PREFIX + 1];
    snprintf(prefix, sizeof prefix, "z%08x", hash);
    for (char *at = part->s; at && (at = memchr(at, ZB_SVG_PREFIX_MARK, part->n - (size_t)(at - part->s)));)
        memcpy(at, prefix, sizeof ZB_SVG_PREFIX - 1);
}

static void finish_file(zb_buf *head, zb_buf *body, zb_output *output) {
    uint32_t hash = hash_more(hash_more(2166136261u, zb_buf_str(head)), zb_buf_str(body));
    set_prefix(head, hash);
    set_prefix(body, hash);
    zb_output_write(output, head->s, head->n);
    zb_output_write(output, body->s, body->n);
}

/* The picture in dark colours, where there is one that fits. */
static const zb_display_list *dark_of(const zb_display_list *page, const zb_svg_options *options, zb_diags *diags) {
    if (!options || !options->dark) return NULL;
    if (zb_svg_same_form(page, options->dark, 0)) return options->dark;
    zb_diag_add(diags, ZB_WARNING, "svg.theme", ZB_NOWHERE,
                "the dark picture differs from the light one in more than colours; only the light one is written");
    return NULL;
}

static bool size_fits(const zb_display_list *page, zb_diags *diags) {
    if (page->width > 0 && page->height > 0) return true;
    zb_diag_add(diags, ZB_ERROR, "render.size", ZB_NOWHERE, "a picture of %.0f x %.0f pt is empty",
                zb_to_pt(page->width), zb_to_pt(page->height));
    return false;
}

bool zb_render_svg(zb_arena *arena, const zb_display_list *page, const zb_metadata *metadata,
                   const zb_svg_options *options, zb_output *output, zb_diags *diags) {
    if (!size_fits(page, diags)) return false;
    zb_buf body = {0}, head = {0};
    const zb_display_list *dark = dark_of(page, options, diags);
    zb_svg s = {.arena = arena, .diags = diags, .out = &body, .switches = dark != NULL, .pictures = {.arena = arena}};
    if (!options || !options->text) s.glyphs = zb_svg_glyphs_open(arena, diags);
    else zb_svg_find_look(&s, page, dark);
    write_ground(&s, page, dark, (zb_svg_place){0});
    zb_svg_begin_text(&s);
    write_list(&s, page, dark, (zb_svg_place){0});
    while (s.links) end_element(&s);
    zb_svg_end_text(&s);
    zb_buf_add(&body, ZB_STR("</svg>\n"));
    write_root(&head, page, metadata, &s);
    if (s.glyphs) zb_svg_write_defs(s.glyphs, &head);
    s.failed = s.failed || (s.glyphs && !zb_svg_glyphs_fine(s.glyphs));
    if (!s.failed) finish_file(&head, &body, output);
    zb_buf_free(&head);
    zb_buf_free(&body);
    return !s.failed;
}
