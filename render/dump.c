/* SPDX-License-Identifier: Apache-2.0
 * A display list as text, for golden files and for looking at it: one item a line, lengths in points, nested lists
 * indented. Says nothing that depends on the machine: an image is named by its file's base name. */
#include "render/display_list.h"

#include <string.h>

#include "render/write.h"

/* Lists nest no deeper in a dump; the painter has the same limit and reports it. */
#define DEPTH_MAX 64

static void indent(zb_buf *out, int depth) {
    for (int i = 0; i < depth; i++) zb_buf_add(out, ZB_STR("  "));
}

static void write_pair(zb_buf *out, int64_t x, char between, int64_t y) {
    zb_write_pt(out, x, 3);
    zb_buf_add_char(out, between);
    zb_write_pt(out, y, 3);
}

static void write_point(zb_buf *out, zb_point p) { write_pair(out, p.x, ',', p.y); }

/* In double quotes; quotes, backslashes and control characters escaped. */
static void write_quoted(zb_buf *out, zb_str text) {
    zb_buf_add_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.s[i];
        if (c == '"' || c == '\\') zb_buf_add_char(out, '\\');
        if ((unsigned char)c < 0x20 || c == 0x7F) zb_buf_format(out, "\\x%02x", (unsigned)(uint8_t)c);
        else zb_buf_add_char(out, c);
    }
    zb_buf_add_char(out, '"');
}

static void dump_run(zb_buf *out, const zb_item *item) {
    const zb_run *run = item->as.run;
    zb_buf text = {0};
    zb_write_run_text(&text, run);
    zb_buf_add(out, ZB_STR("run at "));
    write_point(out, item->at);
    zb_buf_add(out, ZB_STR(" size "));
    zb_write_pt(out, run->size, 3);
    zb_buf_add(out, ZB_STR(" width "));
    zb_write_pt(out, run->advance, 3);
    zb_buf_add_char(out, ' ');
    zb_write_color(out, item->color, true);
    if (run->bidi_level & 1) zb_buf_add(out, ZB_STR(" rtl"));
    zb_buf_format(out, " %s ", run->face ? zb_face_name(run->face) : "no face");
    write_quoted(out, zb_buf_str(&text));
    zb_buf_free(&text);
}

static void dump_path(zb_buf *out, const zb_path *path) {
    static const char letters[] = "MLCZ";
    static const int points[] = {1, 1, 3, 0};
    for (size_t i = 0; i < path->count; i++) {
        const zb_path_step *step = &path->steps[i];
        zb_buf_format(out, " %c", letters[step->op]);
        for (int k = 0; k < points[step->op]; k++) {
            zb_buf_add_char(out, ' ');
            write_point(out, step->p[k]);
        }
    }
}

static void dump_stroke(zb_buf *out, const zb_item *item) {
    zb_buf_add(out, ZB_STR("stroke "));
    zb_write_color(out, item->color, true);
    zb_buf_add(out, ZB_STR(" width "));
    zb_write_pt(out, item->as.stroke.width, 3);
    if (item->as.stroke.round) zb_buf_add(out, ZB_STR(" round"));
    for (size_t i = 0; i < item->as.stroke.dash_count; i++) {
        zb_buf_add(out, i ? ZB_STR(",") : ZB_STR(" dash "));
        zb_write_pt(out, item->as.stroke.dash[i], 3);
    }
    dump_path(out, &item->as.stroke.path);
}

static void dump_image(zb_buf *out, const zb_item *item) {
    const char *slash = strrchr(item->as.image.path, '/');
    zb_buf_add(out, ZB_STR("image at "));
    write_point(out, item->at);
    zb_buf_add(out, ZB_STR(" size "));
    write_pair(out, item->as.image.width, 'x', item->as.image.height);
    zb_buf_add_char(out, ' ');
    write_quoted(out, zb_str_of(slash ? slash + 1 : item->as.image.path));
}

static void dump_link(zb_buf *out, const zb_tag *tag) {
    zb_buf_add(out, ZB_STR(" link "));
    write_quoted(out, tag->link);
    for (size_t i = 0; i < tag->link_rect_count; i++) {
        const zb_rect *r = &tag->link_rects[i];
        zb_buf_add(out, ZB_STR(" ["));
        write_pair(out, r->x, ',', r->y);
        zb_buf_add_char(out, ' ');
        write_pair(out, r->width, 'x', r->height);
        zb_buf_add_char(out, ']');
    }
}

static void dump_begin(zb_buf *out, const zb_tag *tag) {
    zb_buf_format(out, "begin %s", tag->name);
    if (tag->resumed) zb_buf_add(out, ZB_STR(" resumed"));
    if (tag->alt.n) zb_buf_add(out, ZB_STR(" alt ")), write_quoted(out, tag->alt);
    if (tag->link.n) dump_link(out, tag);
    if (tag->dest.n) {
        zb_buf_add(out, ZB_STR(" dest "));
        write_quoted(out, tag->dest);
        zb_buf_add(out, ZB_STR(" at "));
        write_point(out, tag->dest_at);
    }
    if (tag->outline.n) {
        zb_buf_format(out, " outline %d ", tag->outline_level);
        write_quoted(out, tag->outline);
    }
}

static void write_head(zb_buf *out, const zb_display_list *list) {
    write_pair(out, list->width, 'x', list->height);
    if (!list->ground.a) return;
    zb_buf_add(out, ZB_STR(" ground "));
    zb_write_color(out, list->ground, true);
}

static void dump_item(zb_buf *out, const zb_item *item) {
    switch (item->kind) {
    case ZB_ITEM_RUN: dump_run(out, item); break;
    case ZB_ITEM_FILL:
        zb_buf_add(out, ZB_STR("fill "));
        zb_write_color(out, item->color, true);
        if (item->as.fill.even_odd) zb_buf_add(out, ZB_STR(" even-odd"));
        dump_path(out, &item->as.fill.path);
        break;
    case ZB_ITEM_STROKE: dump_stroke(out, item); break;
    case ZB_ITEM_IMAGE: dump_image(out, item); break;
    case ZB_ITEM_LIST:
        zb_buf_add(out, ZB_STR("list at "));
        write_point(out, item->at);
        zb_buf_add(out, ZB_STR(" size "));
        write_head(out, item->as.list);
        break;
    case ZB_ITEM_BEGIN: dump_begin(out, item->as.tag); break;
    case ZB_ITEM_END:
        zb_buf_format(out, "end %s%s", item->as.tag->name, item->as.tag->continued ? " continued" : "");
        break;
    }
    zb_buf_add_char(out, '\n');
}

static void dump_items(const zb_display_list *list, int depth, int level, zb_buf *out) {
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        indent(out, depth);
        dump_item(out, item);
        if (item->kind == ZB_ITEM_LIST && level < DEPTH_MAX) dump_items(item->as.list, depth + 1, level + 1, out);
    }
}

void zb_display_list_dump(const zb_display_list *list, int depth, zb_buf *out) {
    indent(out, depth);
    zb_buf_add(out, ZB_STR("display "));
    write_head(out, list);
    zb_buf_add_char(out, '\n');
    dump_items(list, depth + 1, 0, out);
}
