/* SPDX-License-Identifier: Apache-2.0
 * Pictures of parts, on the sample: a figure or table by itself looks as on its page, pixel by pixel; slices put together look as the
 * whole long picture; cuts come where they should. */
#include "render_fixture.h"

#include <cairo.h>

#include "layout/fragment.h"
#include "model/data.h"
#include "templates/template.h"

#define PIXEL (ZB_PT * 3 / 4)
#define MARGIN (12 * PIXEL)

typedef struct issue {
    fixture *f;
    const zb_document *document;
    zb_layout_tools tools;
    const zb_pages *pages;
} issue;

static int open_issue(void **state) {
    static const char *const dirs[] = {"templates", NULL};
    void *inner;
    if (set_up(&inner)) return -1;
    fixture *f = inner;
    issue *i = ZB_NEW(f->arena, issue);
    i->f = f;
    i->document = zb_template_apply(f->arena, zb_data_read(f->arena, "samples/2019-26", f->diags), dirs, NULL, NULL, f->diags);
    i->tools = (zb_layout_tools){.fonts = zb_fonts_open(f->arena, i->document->style->fonts, f->diags), .images = zb_image_size};
    i->pages = zb_layout(f->arena, i->document, &i->tools, f->diags);
    *state = i;
    return zb_diags_worst(f->diags) >= ZB_ERROR;
}

static int close_issue(void **state) {
    void *inner = ((issue *)*state)->f;
    return tear_down(&inner);
}

static cairo_surface_t *pixels_of(fixture *f, const zb_display_list *list, double dpi) {
    const char *path = path_of(f, "part.png");
    assert_true(write_png(f, path, list, dpi));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), 0);
    return surface;
}

static const uint32_t *row_of(cairo_surface_t *surface, int y) {
    return (const uint32_t *)(const void *)(cairo_image_surface_get_data(surface) + (size_t)y * (size_t)cairo_image_surface_get_stride(surface));
}

/* Pixels that differ in rows [from, to). */
static int difference(cairo_surface_t *a, int from_a, cairo_surface_t *b, int from_b, int rows) {
    int count = 0, width = cairo_image_surface_get_width(a);
    assert_int_equal(width, cairo_image_surface_get_width(b));
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < width; x++)
            count += (row_of(a, from_a + y)[x] & 0xFFFFFF) != (row_of(b, from_b + y)[x] & 0xFFFFFF);
    return count;
}

/* An object ------------------------------------------------------------------------------------------------------ */

/* Where an object without its caption stands; page SIZE_MAX: nowhere, or on several pages. */
typedef struct place {
    size_t page;
    zb_rect rect;
} place;

static bool belongs(const zb_fragment *fragment, zb_str id) {
    if (!fragment->element || !strcmp(fragment->element->tag, "Caption")) return false;
    for (const zb_element *e = fragment->element; e; e = e->parent)
        if (zb_str_equal(e->dest, id) && (!strcmp(e->tag, "Figure") || !strcmp(e->tag, "Table"))) return true;
    return false;
}

static void add_strip(place *where, size_t page, const zb_placed *placed, const zb_fragment *f, bool figure, zb_length measure) {
    zb_rect r = {placed->x, placed->y, measure, placed->strip->height};
    if (figure) r = (zb_rect){placed->x + f->x, placed->y + f->y, f->width, f->height};
    if (where->page == SIZE_MAX) *where = (place){page, r};
    else if (where->page != page) where->rect.width = 0;
    else where->rect.height = r.y + r.height - where->rect.y;
}

static place place_of(const issue *i, const zb_node *node) {
    place where = {.page = SIZE_MAX};
    zb_length measure = i->pages->sheet.width - i->pages->sheet.margin_left - i->pages->sheet.margin_right;
    for (size_t n = 0; n < i->pages->count; n++)
        for (size_t s = 0; s < i->pages->pages[n].count; s++) {
            const zb_placed *placed = &i->pages->pages[n].strips[s];
            for (size_t k = 0; k < placed->strip->fragments.count && !placed->repeated; k++)
                if (belongs(&placed->strip->fragments.data[k], node->id)) {
                    add_strip(&where, n, placed, &placed->strip->fragments.data[k], node->kind == ZB_NODE_FIGURE, measure);
                    break;
                }
        }
    if (where.rect.width == 0) where.page = SIZE_MAX;
    return where;
}

/* The part, and the same stretch of its page: no pixel may differ, a margin of two pixels included. */
static void compare_object(const issue *i, const zb_node *node, place where, double dpi) {
    fixture *f = i->f;
    zb_part_look look = {.width = where.rect.width + 2 * MARGIN, .margin = MARGIN};
    const zb_pages *part = zb_layout_part(f->arena, i->document, node, &i->tools, &look, f->diags);
    assert_int_equal(zb_pages_count(part), 1);
    const zb_display_list *alone = zb_page_paint(f->arena, part, 0);
    assert_int_equal(alone->width, look.width);
    assert_in_range(alone->height - where.rect.height - 2 * MARGIN, 0, PIXEL - 1);
    zb_painter painter = {.arena = f->arena, .width = alone->width, .height = alone->height, .ground = alone->ground};
    zb_paint_list(&painter, zb_page_paint(f->arena, i->pages, where.page), (zb_point){MARGIN - where.rect.x, MARGIN - where.rect.y});
    cairo_surface_t *a = pixels_of(f, alone, dpi), *b = pixels_of(f, zb_painter_finish(&painter), dpi);
    int from = (int)(10 * dpi / 96), rows = (int)(zb_to_pt(where.rect.height) * dpi / 72 + 4 * dpi / 96);
    assert_int_equal(difference(a, from, b, from, rows), 0);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
}

static void compare_objects(const issue *i, const zb_node *node, int compared[2]) {
    for (const zb_node *n = node->first; n; n = n->next) {
        if (n->kind == ZB_NODE_FIGURE || n->kind == ZB_NODE_TABLE) {
            place where = place_of(i, n);
            for (int scale = 1; scale <= 2 && where.page != SIZE_MAX; scale++) compare_object(i, n, where, 96 * scale);
            compared[n->kind == ZB_NODE_TABLE] += where.page != SIZE_MAX;
        }
        compare_objects(i, n, compared);
    }
}

static void test_parity(void **state) {
    int compared[2] = {0};
    compare_objects(*state, ((issue *)*state)->document->root, compared);
    assert_int_equal(compared[0], 5);
    assert_true(compared[1] >= 2); /* the others go over a page break */
}

static const zb_node *first_of(const zb_node *node, zb_node_kind kind) {
    for (const zb_node *n = node->first; n; n = n->next) {
        if (n->kind == kind) return n;
        const zb_node *inner = first_of(n, kind);
        if (inner) return inner;
    }
    return NULL;
}

static zb_str display_of(const issue *i, const zb_pages *pages, size_t index) {
    zb_buf buf = {0};
    zb_display_list_dump(zb_page_paint(i->f->arena, pages, index), 0, &buf);
    zb_str text = zb_str_copy(i->f->arena, zb_buf_str(&buf));
    zb_buf_free(&buf);
    return text;
}

static void test_caption_and_ground(void **state) {
    issue *i = *state;
    const zb_node *table = first_of(i->document->root, ZB_NODE_TABLE);
    zb_part_look look = {.width = 640 * PIXEL, .margin = MARGIN};
    const zb_pages *bare = zb_layout_part(i->f->arena, i->document, table, &i->tools, &look, i->f->diags);
    look.caption = look.clear = true;
    const zb_pages *full = zb_layout_part(i->f->arena, i->document, table, &i->tools, &look, i->f->diags);
    assert_false(has(display_of(i, bare, 0), "Caption"));
    assert_has(display_of(i, full, 0), "Caption");
    assert_has(display_of(i, full, 0), "Table");
    assert_true(zb_page_paint(i->f->arena, full, 0)->height > zb_page_paint(i->f->arena, bare, 0)->height);
    assert_int_equal(zb_page_paint(i->f->arena, full, 0)->ground.a, 0);
    assert_int_equal(zb_page_paint(i->f->arena, bare, 0)->ground.a, 255);
    assert_true(zb_page_paint(i->f->arena, bare, 0)->height > i->document->style->page_height); /* whole, over page heights */
}

/* Long pictures -------------------------------------------------------------------------------------------------- */

static const zb_pages *long_picture(const issue *i, const zb_node *node, int width, int slice) {
    zb_part_look look = {.width = width * PIXEL, .margin = 16 * PIXEL, .slice = slice * PIXEL};
    return zb_layout_part(i->f->arena, i->document, node, &i->tools, &look, i->f->diags);
}

static void test_slices_make_the_whole(void **state) {
    issue *i = *state;
    static const int slices[] = {1500, 700};
    const zb_pages *whole = long_picture(i, i->document->root, 375, 0);
    assert_int_equal(zb_pages_count(whole), 1);
    cairo_surface_t *all = pixels_of(i->f, zb_page_paint(i->f->arena, whole, 0), 96);
    for (size_t k = 0; k < 2; k++) {
        const zb_pages *cut = long_picture(i, i->document->root, 375, slices[k]);
        int y = 0, different = 0;
        for (size_t n = 0; n < zb_pages_count(cut); n++) {
            cairo_surface_t *slice = pixels_of(i->f, zb_page_paint(i->f->arena, cut, n), 96);
            int height = cairo_image_surface_get_height(slice);
            assert_true(height <= slices[k]);
            different += difference(all, y, slice, 0, height);
            y += height;
            cairo_surface_destroy(slice);
        }
        assert_int_equal(y, cairo_image_surface_get_height(all));
        assert_true(different <= 375 * (int)zb_pages_count(cut)); /* hairlines on a cut */
    }
    cairo_surface_destroy(all);
}

static void test_long_form(void **state) {
    issue *i = *state;
    const zb_pages *pages = long_picture(i, i->document->root, 750, 0);
    zb_str text = display_of(i, pages, 0);
    assert_false(has(text, "— 1 —"));
    zb_length em = i->document->style->body.size;
    assert_int_equal((pages->sheet.width - pages->sheet.margin_left - pages->sheet.margin_right) % em, 0);
    const zb_fragment *ground = &pages->pages[0].strips[0].strip->fragments.data[0]; /* the masthead's */
    assert_int_equal(pages->pages[0].strips[0].y, 0);
    assert_int_equal(pages->pages[0].strips[0].x + ground->x, 0);
    assert_int_equal(ground->width, 750 * PIXEL);
}

static void test_section(void **state) {
    issue *i = *state;
    const zb_node *section = first_of(i->document->root, ZB_NODE_SECTION);
    const zb_pages *pages = long_picture(i, section, 640, 0);
    zb_str text = display_of(i, pages, 0);
    assert_has(text, "H1");
    assert_int_equal(count_of(text, "begin H1"), 1);
    assert_int_equal(pages->pages[0].strips[0].y, 16 * PIXEL);
}

/* No slice begins with what keeps with the line above, as long as blocks are lower than slices. */
static void test_cuts_keep_rules(void **state) {
    issue *i = *state;
    const zb_pages *cut = long_picture(i, i->document->root, 640, 1200);
    assert_true(zb_pages_count(cut) > 3);
    for (size_t n = 1; n < zb_pages_count(cut); n++) {
        const zb_strip *first = cut->pages[n].strips[0].strip;
        assert_int_not_equal(first->rule, ZB_BREAK_KEEP);
        assert_int_equal(cut->pages[n].height % PIXEL, 0);
        assert_true(n + 1 == zb_pages_count(cut) || cut->pages[n].height >= 600 * PIXEL);
    }
}

static void test_high_block(void **state) {
    issue *i = *state;
    const zb_pages *cut = long_picture(i, i->document->root, 640, 100);
    assert_true(found(i->f, "layout.slice", "makes its slice higher than 100"));
    size_t strips = 0, all = long_picture(i, i->document->root, 640, 0)->pages[0].count;
    for (size_t n = 0; n < zb_pages_count(cut); n++) strips += cut->pages[n].count;
    assert_int_equal(strips, all);
}

static void test_too_long(void **state) {
    issue *i = *state;
    zb_style style = *i->document->style;
    style.body.pitch = 0;
    style.masthead.height = 900000 * ZB_PT;
    style.table.padding_y = 100000 * ZB_PT;
    zb_document huge = *i->document;
    huge.style = &style;
    zb_part_look look = {.width = 640 * PIXEL, .margin = MARGIN};
    const zb_pages *pages = zb_layout_part(i->f->arena, &huge, huge.root, &i->tools, &look, i->f->diags);
    assert_int_equal(zb_pages_count(pages), 1);
    assert_true(found(i->f, "layout.long", "higher than 1000000 pt"));
}

static void test_footnotes_come_along(void **state) {
    issue *i = *state;
    zb_node *nodes = ZB_NEW_ARRAY(i->f->arena, 4, zb_node);
    zb_node *section = &nodes[0], *paragraph = &nodes[1], *note = &nodes[2], *said = &nodes[3];
    zb_inline *runs = ZB_NEW_ARRAY(i->f->arena, 4, zb_inline);
    for (int k = 0; k < 4; k++) runs[k].style = i->document->style->body;
    runs[0].text = ZB_STR("正文");
    runs[1].kind = runs[2].kind = ZB_INLINE_FOOTNOTE;
    runs[1].text = runs[2].text = ZB_STR("1");
    runs[1].footnote = runs[2].footnote = note;
    runs[3].text = ZB_STR("脚注所说");
    section->kind = ZB_NODE_SECTION;
    section->first = section->last = paragraph;
    paragraph->kind = said->kind = ZB_NODE_PARAGRAPH;
    paragraph->as.paragraph.text = (zb_text){runs, 3};
    note->kind = ZB_NODE_FOOTNOTE;
    note->as.footnote.number = 1;
    note->first = note->last = said;
    said->as.paragraph.text = (zb_text){runs + 3, 1};
    zb_str text = display_of(i, long_picture(i, section, 640, 0), 0);
    assert_int_equal(count_of(text, "begin Note"), 1);
    assert_has(text, "脚注所说");
}

static void test_empty(void **state) {
    issue *i = *state;
    zb_node *empty = ZB_NEW(i->f->arena, zb_node);
    empty->kind = ZB_NODE_SECTION;
    zb_part_look look = {.width = 160 * PIXEL};
    const zb_pages *pages = zb_layout_part(i->f->arena, i->document, empty, &i->tools, &look, i->f->diags);
    assert_int_equal(zb_pages_count(pages), 1);
    assert_int_equal(zb_page_paint(i->f->arena, pages, 0)->height, PIXEL);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_issue, close_issue)
    const struct CMUnitTest tests[] = {
        TEST(test_parity),  TEST(test_caption_and_ground), TEST(test_slices_make_the_whole), TEST(test_long_form),
        TEST(test_section), TEST(test_cuts_keep_rules),    TEST(test_high_block),            TEST(test_too_long),
        TEST(test_empty),   TEST(test_footnotes_come_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
