/* SPDX-License-Identifier: Apache-2.0
 * Glyph outlines by way of cairo, at 1000 units an em and in whole units, as most fonts are drawn. A run is a group
 * scaled to its size, so that its glyphs are placed in the same units. */
#include "render/svg_glyphs.h"

#include <math.h>

#include "render/canvas.h"
#include "render/svg_parts.h"
#include "render/write.h"

#define EM 1000
/* The mark of a glyph that draws nothing, such as a space; others have their number + 1. */
#define BLANK UINT32_MAX

struct zb_svg_glyphs {
    zb_glyph_set set;
    cairo_t *cr; /* to ask for outlines; nothing is drawn */
    const zb_face *face;
    uint32_t count;
    zb_buf defs;
    zb_diags *diags;
    bool failed;
};

static void close_glyphs(void *object) {
    zb_svg_glyphs *glyphs = object;
    cairo_destroy(glyphs->cr);
    zb_buf_free(&glyphs->defs);
}

zb_svg_glyphs *zb_svg_glyphs_open(zb_arena *arena, zb_diags *diags) {
    zb_svg_glyphs *glyphs = ZB_NEW(arena, zb_svg_glyphs);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    *glyphs = (zb_svg_glyphs){.set = {.arena = arena}, .cr = cairo_create(surface), .diags = diags};
    cairo_surface_destroy(surface);
    cairo_font_options_t *options = zb_font_options_new();
    cairo_set_font_options(glyphs->cr, options);
    cairo_font_options_destroy(options);
    cairo_set_font_size(glyphs->cr, EM);
    zb_defer(arena, close_glyphs, glyphs);
    return glyphs;
}

static void write_number(zb_buf *out, double v) { zb_write_decimal(out, llround(v), 0); }

/* A separator is needed only before a digit: a minus sign stands for itself. */
static void write_next(zb_buf *out, double v) {
    if (llround(v) >= 0) zb_buf_add_char(out, ' ');
    write_number(out, v);
}

/* Steps with coordinates relative to the last point, which are shorter. False: the outline is empty. */
static bool write_outline(zb_buf *out, const cairo_path_t *path) {
    static const char letters[] = "Mlcz";
    static const int points[] = {1, 1, 3, 0};
    double x = 0, y = 0, start_x = 0, start_y = 0;
    bool any = false;
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        cairo_path_data_type_t type = path->data[i].header.type;
        bool trailing = type == CAIRO_PATH_MOVE_TO && i + path->data[i].header.length >= path->num_data;
        if (trailing) break;
        zb_buf_add_char(out, letters[type]);
        double from_x = type == CAIRO_PATH_MOVE_TO ? 0 : x, from_y = type == CAIRO_PATH_MOVE_TO ? 0 : y;
        for (int k = 1; k <= points[type]; k++) {
            /* Rounded first: differences of rounded places don't add up errors. */
            x = (double)llround(path->data[i + k].point.x), y = (double)llround(path->data[i + k].point.y);
            if (k == 1) write_number(out, x - from_x);
            else write_next(out, x - from_x);
            write_next(out, y - from_y);
        }
        if (type == CAIRO_PATH_MOVE_TO) start_x = x, start_y = y;
        else any = true;
        if (type == CAIRO_PATH_CLOSE_PATH) x = start_x, y = start_y;
    }
    return any;
}

/* False: the face cannot be used, which was said. cairo would draw in another one. */
static bool set_face(zb_svg_glyphs *glyphs, const zb_face *face) {
    if (glyphs->face == face) return true;
    cairo_font_face_t *cairo = zb_face_cairo(face, NULL, 0, glyphs->diags);
    glyphs->failed = glyphs->failed || !cairo;
    if (!cairo) return false;
    cairo_set_font_face(glyphs->cr, cairo);
    glyphs->face = face;
    return true;
}

static uint32_t define(zb_svg_glyphs *glyphs, const zb_face *face, uint32_t id) {
    if (!set_face(glyphs, face)) return BLANK;
    cairo_new_path(glyphs->cr);
    cairo_glyph_path(glyphs->cr, &(cairo_glyph_t){.index = id}, 1);
    cairo_path_t *path = cairo_copy_path(glyphs->cr);
    zb_buf outline = {0};
    uint32_t mark = BLANK;
    if (write_outline(&outline, path)) {
        zb_buf_format(&glyphs->defs, "<path id=\"" ZB_SVG_PREFIX "-%u\" d=\"", glyphs->count);
        zb_buf_add(&glyphs->defs, zb_buf_str(&outline));
        zb_buf_add(&glyphs->defs, ZB_STR("\"/>\n"));
        mark = ++glyphs->count;
    }
    zb_buf_free(&outline);
    cairo_path_destroy(path);
    return mark;
}

/* Number + 1 of a glyph's outline, or 0 where nothing is drawn. */
static uint32_t outline_of(zb_svg_glyphs *glyphs, const zb_face *face, uint32_t id) {
    uint32_t *mark = zb_glyph_mark(&glyphs->set, zb_glyph_set_face(&glyphs->set, face), id);
    if (!mark) return 0;
    if (!*mark) *mark = define(glyphs, face, id);
    return *mark == BLANK ? 0 : *mark;
}

/* 1/1024 pt in tenths of the run's units. */
static int64_t to_tenths(int64_t length, zb_length size) {
    int64_t scaled = length * EM * 10, half = scaled < 0 ? -size / 2 : size / 2;
    return (scaled + half) / size;
}

static void write_use(uint32_t number, int64_t x, int64_t y, zb_length size, zb_buf *out) {
    zb_buf_format(out, "<use xlink:href=\"#" ZB_SVG_PREFIX "-%u\"", number - 1);
    if (x) zb_buf_add(out, ZB_STR(" x=\"")), zb_write_decimal(out, to_tenths(x, size), 1), zb_buf_add_char(out, '"');
    if (y) zb_buf_add(out, ZB_STR(" y=\"")), zb_write_decimal(out, to_tenths(y, size), 1), zb_buf_add_char(out, '"');
    zb_buf_add(out, ZB_STR("/>"));
}

bool zb_svg_write_run(zb_svg_glyphs *glyphs, const zb_run *run, int64_t x, int64_t y, zb_str paint, zb_buf *out) {
    if (run->size <= 0) return false;
    int64_t pen = 0;
    bool open = false;
    for (size_t c = 0; c < run->cluster_count; c++) {
        const zb_cluster *cluster = &run->clusters[c];
        int64_t at = pen;
        for (size_t i = cluster->glyph_start; i < (size_t)cluster->glyph_start + cluster->glyph_count; i++) {
            if (i >= run->glyph_count) break;
            const zb_glyph *glyph = &run->glyphs[i];
            uint32_t number = outline_of(glyphs, run->face, glyph->id);
            if (number && !open) {
                zb_buf_format(out, "<g%.*s transform=\"translate(", ZB_STR_ARG(paint));
                zb_write_pt(out, x, 2);
                zb_buf_add_char(out, ' ');
                zb_write_pt(out, y, 2);
                zb_buf_add(out, ZB_STR(") scale("));
                zb_write_decimal(out, llround(run->size * 1e7 / (ZB_PT * EM)), 7);
                zb_buf_add(out, ZB_STR(")\">"));
                open = true;
            }
            if (number) write_use(number, at + glyph->x, glyph->y, run->size, out);
            at += glyph->advance;
        }
        pen += cluster->advance;
    }
    if (open) zb_buf_add(out, ZB_STR("</g>\n"));
    return open;
}

bool zb_svg_glyphs_fine(zb_svg_glyphs *glyphs) {
    cairo_status_t status = cairo_status(glyphs->cr);
    if (status)
        zb_diag_add(glyphs->diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "the outlines of the text cannot be had: %s",
                    cairo_status_to_string(status));
    return !status && !glyphs->failed;
}

void zb_svg_write_defs(const zb_svg_glyphs *glyphs, zb_buf *out) {
    if (!glyphs->count) return;
    zb_buf_add(out, ZB_STR("<defs>\n"));
    zb_buf_add(out, zb_buf_str(&glyphs->defs));
    zb_buf_add(out, ZB_STR("</defs>\n"));
}
