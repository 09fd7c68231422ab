/* SPDX-License-Identifier: Apache-2.0
 * Replaying a display list on a cairo context. Places are sums of exact 1/1024 pt in doubles and are never rounded; the
 * context's matrix stays as the backend set it, so that link areas and glyph sizes need no thought. */
#include <math.h>
#include <stdlib.h>

#include "base/budget.h"
#include "render/canvas.h"
#include "render/write.h"

/* Where the list being drawn has its origin, in 1/1024 pt, and how deep it is nested. */
typedef struct place {
    double x, y;
    int depth;
} place;

static double pt(double length) { return length / ZB_PT; }

static void set_color(cairo_t *cr, zb_color c) {
    if (c.a == 255) cairo_set_source_rgb(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0);
    else cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

static void set_path(cairo_t *cr, const zb_path *path, place o) {
    cairo_new_path(cr);
    for (size_t i = 0; i < path->count; i++) {
        const zb_path_step *step = &path->steps[i];
        const zb_point *p = step->p;
        switch (step->op) {
        case ZB_MOVE: cairo_move_to(cr, pt(o.x + p[0].x), pt(o.y + p[0].y)); break;
        case ZB_LINE: cairo_line_to(cr, pt(o.x + p[0].x), pt(o.y + p[0].y)); break;
        case ZB_CURVE:
            cairo_curve_to(cr, pt(o.x + p[0].x), pt(o.y + p[0].y), pt(o.x + p[1].x), pt(o.y + p[1].y), pt(o.x + p[2].x),
                           pt(o.y + p[2].y));
            break;
        case ZB_CLOSE: cairo_close_path(cr); break;
        }
    }
}

static void draw_fill(cairo_t *cr, const zb_item *item, place o) {
    set_color(cr, item->color);
    set_path(cr, &item->as.fill.path, o);
    cairo_set_fill_rule(cr, item->as.fill.even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
    cairo_fill(cr);
}

/* A pattern that is all noughts or has a negative length would put the context into an error state. */
static void set_dash(cairo_t *cr, const zb_length *dash, size_t count) {
    double lengths[ZB_DASH_MAX], sum = 0;
    if (count > ZB_DASH_MAX) count = ZB_DASH_MAX;
    for (size_t i = 0; i < count; i++) sum += lengths[i] = pt(zb_max(dash[i], 0));
    cairo_set_dash(cr, lengths, sum > 0 ? (int)count : 0, 0);
}

/* Whether a stroke is a line along an axis and at most one pixel wide. */
static bool is_hairline(const zb_canvas *canvas, const zb_item *item) {
    const zb_path *path = &item->as.stroke.path;
    if (path->count != 2 || pt(item->as.stroke.width) * canvas->pixels > 1 + 1e-6) return false;
    const zb_path_step *s = path->steps;
    if (s[0].op != ZB_MOVE || s[1].op != ZB_LINE) return false;
    return s[0].p[0].x == s[1].p[0].x || s[0].p[0].y == s[1].p[0].y;
}

/* The line along the middle of whole pixels and as wide as one, as PDF viewers draw it: between two rows of pixels it
 * would be twice as wide and half as dark. */
static void set_hairline(zb_canvas *canvas, const zb_path *path, place o) {
    zb_point a = path->steps[0].p[0], b = path->steps[1].p[0];
    double n = canvas->pixels, x1 = pt(o.x + a.x), y1 = pt(o.y + a.y), x2 = pt(o.x + b.x), y2 = pt(o.y + b.y);
    if (a.y == b.y) y1 = y2 = (floor(y1 * n) + 0.5) / n;
    else x1 = x2 = (floor(x1 * n) + 0.5) / n;
    cairo_new_path(canvas->cr);
    cairo_move_to(canvas->cr, x1, y1);
    cairo_line_to(canvas->cr, x2, y2);
    cairo_set_line_width(canvas->cr, 1 / n);
}

static void draw_stroke(zb_canvas *canvas, const zb_item *item, place o) {
    cairo_t *cr = canvas->cr;
    set_color(cr, item->color);
    if (canvas->pixels > 0 && is_hairline(canvas, item)) {
        set_hairline(canvas, &item->as.stroke.path, o);
    } else {
        set_path(cr, &item->as.stroke.path, o);
        cairo_set_line_width(cr, pt(item->as.stroke.width));
    }
    cairo_set_line_cap(cr, item->as.stroke.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cr, item->as.stroke.round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    set_dash(cr, item->as.stroke.dash, item->as.stroke.dash_count);
    cairo_stroke(cr);
}

/* False: there is no such face, which was said. cairo would take another in its place. */
static bool set_font(zb_canvas *canvas, const zb_run *run) {
    if (canvas->face != run->face) {
        cairo_font_face_t *face = canvas->glyphs ? zb_glyph_set_face(canvas->glyphs, run->face)->cairo
                                                 : zb_face_cairo(run->face, NULL, 0, canvas->diags);
        canvas->failed = canvas->failed || !face;
        if (!face) return false;
        cairo_set_font_face(canvas->cr, face);
    }
    if (canvas->face != run->face || canvas->size != run->size) cairo_set_font_size(canvas->cr, pt(run->size));
    canvas->face = run->face;
    canvas->size = run->size;
    return true;
}

static void make_room(zb_canvas *canvas, const zb_run *run) {
    if (run->glyph_count > canvas->glyph_room) {
        canvas->glyph_room = run->glyph_count * 2;
        canvas->run_glyphs = zb_realloc(canvas->run_glyphs, canvas->glyph_room * sizeof *canvas->run_glyphs);
    }
    if (run->cluster_count > canvas->cluster_room) {
        canvas->cluster_room = run->cluster_count * 2;
        canvas->run_clusters = zb_realloc(canvas->run_clusters, canvas->cluster_room * sizeof *canvas->run_clusters);
    }
}

/* Glyphs and clusters in visual order, from x, y (1/1024 pt) on. Gives the number of glyphs; clusters of nothing are
 * left out. */
static int place_run(zb_canvas *canvas, const zb_run *run, double x, double y, int *cluster_count) {
    int n = 0, clusters = 0;
    const zb_glyph_face *cut = canvas->glyphs ? zb_glyph_set_face(canvas->glyphs, run->face) : NULL;
    for (size_t c = 0; c < run->cluster_count; c++) {
        const zb_cluster *cluster = &run->clusters[c];
        int before = n, bytes = (int)zb_cluster_text(run, cluster).n;
        double pen = x;
        for (size_t i = cluster->glyph_start; i < (size_t)cluster->glyph_start + cluster->glyph_count; i++) {
            if (i >= run->glyph_count || (size_t)n >= canvas->glyph_room) break;
            const zb_glyph *glyph = &run->glyphs[i];
            /* A PDF would get a Type 3 font for a glyph that draws nothing. */
            if (glyph->id <= ZB_GLYPH_ID_MAX)
                canvas->run_glyphs[n++] =
                    (cairo_glyph_t){cut ? cut->marks[glyph->id] - 1 : glyph->id, pt(pen + glyph->x), pt(y + glyph->y)};
            pen += glyph->advance;
        }
        x += cluster->advance;
        if (n > before || bytes) canvas->run_clusters[clusters++] = (cairo_text_cluster_t){bytes, n - before};
    }
    *cluster_count = clusters;
    return n;
}

/* Cairo wants the clusters in the order of the text; the glyphs stay as they stand on the line. */
static void reverse_clusters(cairo_text_cluster_t *clusters, int count) {
    for (int a = 0, b = count - 1; a < b; a++, b--) {
        cairo_text_cluster_t kept = clusters[a];
        clusters[a] = clusters[b];
        clusters[b] = kept;
    }
}

/* With its text, so that it can be read, searched and copied. */
static void show_text(zb_canvas *canvas, const zb_run *run, int glyphs, int clusters) {
    bool backward = run->bidi_level & 1;
    if (backward) reverse_clusters(canvas->run_clusters, clusters);
    canvas->run_text.n = 0;
    zb_write_run_text(&canvas->run_text, run);
    cairo_show_text_glyphs(canvas->cr, canvas->run_text.s, (int)canvas->run_text.n, canvas->run_glyphs, glyphs,
                           canvas->run_clusters, clusters, backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
}

/* Cairo 1.16 puts glyphs on whole pixels, which makes the spacing of Latin letters uneven where pixels are large.
 * Outlines go to their exact places along the line; across it they stay on whole pixels, so that all lines are equally
 * sharp. */
static void fill_outlines(zb_canvas *canvas, int glyphs) {
    for (int i = 0; i < glyphs; i++) {
        double *y = &canvas->run_glyphs[i].y;
        *y = round(*y * canvas->pixels) / canvas->pixels;
    }
    cairo_new_path(canvas->cr);
    cairo_glyph_path(canvas->cr, canvas->run_glyphs, glyphs);
    cairo_set_fill_rule(canvas->cr, CAIRO_FILL_RULE_WINDING);
    cairo_fill(canvas->cr);
}

static void draw_run(zb_canvas *canvas, const zb_item *item, place o) {
    const zb_run *run = item->as.run;
    if (run->size <= 0) return;
    int clusters = 0;
    make_room(canvas, run);
    int glyphs = place_run(canvas, run, o.x + item->at.x, o.y + item->at.y, &clusters);
    if (!glyphs) return;
    set_color(canvas->cr, item->color);
    if (!set_font(canvas, run)) return;
    if (canvas->document) show_text(canvas, run, glyphs, clusters);
    else if (canvas->coarse) fill_outlines(canvas, glyphs);
    else cairo_show_glyphs(canvas->cr, canvas->run_glyphs, glyphs);
}

static void draw_image(zb_canvas *canvas, const zb_item *item, place o) {
    cairo_t *cr = canvas->cr;
    zb_pictures *pictures = canvas->pictures;
    zb_picture *picture = zb_pictures_find(pictures, item->as.image.path, item->loc, canvas->diags);
    cairo_surface_t *surface = NULL;
    if (picture && canvas->document) surface = zb_picture_embed(pictures->arena, picture, item->loc, canvas->diags);
    else if (picture) surface = zb_picture_decode(pictures->arena, picture, item->loc, canvas->diags);
    if (!surface) {
        canvas->failed = true;
        return;
    }
    double m[6];
    zb_picture_matrix(picture, m);
    cairo_save(cr);
    cairo_translate(cr, pt(o.x + item->at.x), pt(o.y + item->at.y));
    cairo_scale(cr, pt(item->as.image.width) / picture->width, pt(item->as.image.height) / picture->height);
    if (picture->orientation > 1) cairo_transform(cr, &(cairo_matrix_t){m[0], m[1], m[2], m[3], m[4], m[5]});
    cairo_set_source_surface(cr, surface, 0, 0);
    if (canvas->document) { /* any other filter asks viewers to interpolate, which PDF/A forbids */
        cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
        cairo_paint(cr);
    } else { /* full strength up to the edge */
        cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
        cairo_rectangle(cr, 0, 0, picture->stored_width, picture->stored_height);
        cairo_fill(cr);
    }
    cairo_restore(cr);
}

static void draw_list(zb_canvas *canvas, const zb_display_list *list, place o);

static void draw_nested(zb_canvas *canvas, const zb_item *item, place o) {
    const zb_display_list *list = item->as.list;
    place inner = {o.x + item->at.x, o.y + item->at.y, o.depth + 1};
    if (inner.depth > ZB_LIST_DEPTH_MAX) {
        canvas->failed = true;
        zb_diag_add(canvas->diags, ZB_ERROR, "render.depth", item->loc, "more than %d display lists inside each other",
                    ZB_LIST_DEPTH_MAX);
        return;
    }
    if (list->ground.a) {
        set_color(canvas->cr, list->ground);
        cairo_rectangle(canvas->cr, pt(inner.x), pt(inner.y), pt(list->width), pt(list->height));
        cairo_fill(canvas->cr);
    }
    draw_list(canvas, list, inner);
}

static void draw_list(zb_canvas *canvas, const zb_display_list *list, place o) {
    if (list->count && !zb_budget_lasts(canvas->diags, list->items[0].loc)) {
        canvas->failed = true;
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        switch (item->kind) {
        case ZB_ITEM_RUN: draw_run(canvas, item, o); break;
        case ZB_ITEM_FILL: draw_fill(canvas->cr, item, o); break;
        case ZB_ITEM_STROKE: draw_stroke(canvas, item, o); break;
        case ZB_ITEM_IMAGE: draw_image(canvas, item, o); break;
        case ZB_ITEM_LIST: draw_nested(canvas, item, o); break;
        case ZB_ITEM_BEGIN:
            if (canvas->begin) canvas->begin(canvas->context, item, o.x, o.y);
            break;
        case ZB_ITEM_END:
            if (canvas->end) canvas->end(canvas->context, item);
            break;
        }
    }
}

cairo_font_options_t *zb_font_options_new(void) {
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    return options;
}

void zb_canvas_start(zb_canvas *canvas) {
    cairo_font_options_t *options = zb_font_options_new();
    /* An options object that could not be made would be taken for the default ones. */
    if (cairo_font_options_status(options)) {
        canvas->failed = true;
        zb_diag_add(canvas->diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "nothing can be drawn: %s",
                    cairo_status_to_string(cairo_font_options_status(options)));
    }
    cairo_set_font_options(canvas->cr, options);
    cairo_font_options_destroy(options);
    canvas->face = NULL;
}

void zb_canvas_draw(zb_canvas *canvas, const zb_display_list *list) { draw_list(canvas, list, (place){0}); }

bool zb_canvas_fine(const zb_canvas *canvas, const char *what) {
    cairo_status_t status = cairo_status(canvas->cr);
    if (!status) status = cairo_surface_status(cairo_get_target(canvas->cr));
    if (status)
        zb_diag_add(canvas->diags, ZB_FATAL, "render.cairo", ZB_NOWHERE, "%s cannot be drawn: %s", what, cairo_status_to_string(status));
    return !status && !canvas->failed;
}

void zb_canvas_finish(zb_canvas *canvas) {
    free(canvas->run_glyphs);
    free(canvas->run_clusters);
    zb_buf_free(&canvas->run_text);
}
