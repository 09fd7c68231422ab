/* SPDX-License-Identifier: Apache-2.0
 * Pagination and painting with the box font on small pages: what may stand at a page's head and foot, repeated table heads, rows taller
 * than a page, the baseline grid, and structure that goes on over page breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "layout/fragment.h"
#include "tests/tools/box_fonts_open.h"

#define EM (10 * ZB_PT)
#define PITCH (20 * ZB_PT)

static zb_arena *arena;
static zb_fonts *fonts;
static zb_diags *diags;
static zb_style style;
static zb_document document;

static zb_text_style text_style(void) {
    return (zb_text_style){.role = ZB_ROLE_SERIF, .weight = 400, .size = EM, .pitch = PITCH, .color = ZB_RGB(0)};
}

/* Pages of 20 em by 10 lines, margins of one line. */
static int open_document(void **state) {
    (void)state;
    arena = zb_arena_open();
    diags = zb_diags_new(arena);
    fonts = box_fonts_open(arena, diags);
    memset(&style, 0, sizeof style);
    style.page_width = 22 * EM;
    style.page_height = 12 * PITCH;
    style.margin_left = style.margin_right = EM;
    style.margin_top = style.margin_bottom = PITCH;
    style.body = style.folio = style.running_head = style.footnote = style.toc = text_style();
    style.table.text = style.table.header = style.table.total = style.caption.text = style.caption.label = text_style();
    for (int i = 0; i < ZB_HEADING_LEVELS; i++) style.heading[i] = (zb_heading_style){.text = text_style(), .space_before = PITCH};
    style.quote = (zb_box_style){.text = text_style(), .padding_y = EM, .ground = ZB_RGB(0xEEEEEE)};
    style.folio_format = "{page}";
    zb_node *root = ZB_NEW(arena, zb_node);
    document = (zb_document){.root = root, .style = &style};
    return fonts ? 0 : -1;
}

static int close_document(void **state) {
    (void)state;
    zb_arena_close(arena);
    return 0;
}

static zb_text text_of(const char *text) {
    zb_inline *run = ZB_NEW(arena, zb_inline);
    *run = (zb_inline){.kind = ZB_INLINE_TEXT, .text = zb_str_of(text), .style = text_style()};
    return (zb_text){run, 1};
}

static zb_node *add(zb_node *parent, zb_node_kind kind) {
    zb_node *node = ZB_NEW(arena, zb_node);
    node->kind = kind;
    node->parent = parent;
    if (parent->last) parent->last->next = node;
    else parent->first = node;
    return parent->last = node;
}

/* A paragraph of exactly `lines` lines of 20 Han. */
static zb_node *add_paragraph(zb_node *parent, int lines) {
    zb_buf buf = {0};
    for (int i = 0; i < lines * 20; i++) zb_buf_add(&buf, ZB_STR("漏"));
    zb_node *node = add(parent, ZB_NODE_PARAGRAPH);
    node->as.paragraph.text = text_of(zb_str_z(arena, zb_buf_str(&buf)));
    zb_buf_free(&buf);
    return node;
}

static zb_node *add_heading(zb_node *parent) {
    zb_node *node = add(parent, ZB_NODE_HEADING);
    node->as.heading.level = 1;
    node->as.heading.text = text_of("标题");
    node->id = ZB_STR("title");
    return node;
}

static zb_node *add_table(zb_node *parent, size_t rows, const char *cell) {
    zb_node *node = add(parent, ZB_NODE_TABLE);
    zb_column *columns = ZB_NEW_ARRAY(arena, 2, zb_column);
    columns[0].title = columns[1].title = text_of("表头");
    zb_row *list = ZB_NEW_ARRAY(arena, rows, zb_row);
    for (size_t r = 0; r < rows; r++) {
        zb_cell *cells = ZB_NEW_ARRAY(arena, 2, zb_cell);
        cells[0].text = text_of(cell);
        cells[1].text = text_of("数");
        list[r].cells = cells;
    }
    node->as.table.columns = columns;
    node->as.table.column_count = 2;
    node->as.table.rows = list;
    node->as.table.row_count = rows;
    return node;
}

static const zb_pages *lay_out(void) { return zb_layout(arena, &document, &(zb_layout_tools){.fonts = fonts}, diags); }

static void test_pages_fill(void **state) {
    (void)state;
    add_paragraph(document.root, 30);
    const zb_pages *pages = lay_out();
    assert_int_equal(pages->count, 3);
    for (size_t i = 0; i < 3; i++) assert_int_equal(pages->pages[i].count, 10);
    assert_int_equal(pages->pages[1].strips[0].y, PITCH);
}

static void test_no_orphan_and_no_widow(void **state) {
    (void)state;
    add_paragraph(document.root, 9); /* one line is left on the page */
    add_paragraph(document.root, 5);
    const zb_pages *pages = lay_out();
    assert_int_equal(pages->pages[0].count, 9);
    assert_int_equal(pages->pages[1].count, 5);
}

static void test_widow_takes_a_line_along(void **state) {
    (void)state;
    add_paragraph(document.root, 6);
    add_paragraph(document.root, 5); /* four fit: the fifth must not stand alone */
    const zb_pages *pages = lay_out();
    assert_int_equal(pages->pages[0].count, 9);
    assert_int_equal(pages->pages[1].count, 2);
}

static void test_heading_keeps_with_two_lines(void **state) {
    (void)state;
    add_paragraph(document.root, 7);
    add_heading(document.root); /* space, heading, and room for one line */
    add_paragraph(document.root, 4);
    const zb_pages *pages = lay_out();
    assert_int_equal(pages->pages[0].count, 7);
    assert_string_equal(pages->pages[1].strips[0].strip->fragments.data[0].element->tag, "H1");
}

static void test_table_head_is_repeated(void **state) {
    (void)state;
    add_table(document.root, 20, "行");
    const zb_pages *pages = lay_out();
    assert_int_equal(pages->count, 3);
    assert_false(pages->pages[0].strips[0].repeated);
    for (size_t i = 1; i < 3; i++) {
        assert_true(pages->pages[i].strips[0].repeated);
        assert_ptr_equal(pages->pages[i].strips[0].strip, pages->pages[0].strips[0].strip);
        assert_false(pages->pages[i].strips[1].repeated);
    }
}

static void test_last_row_is_not_alone(void **state) {
    (void)state;
    add_table(document.root, 10, "行"); /* head and nine rows fill a page */
    const zb_pages *pages = lay_out();
    assert_int_equal(pages->pages[0].count, 9);
    assert_int_equal(pages->pages[1].count, 3); /* repeated head and two rows */
}

static void test_tall_row_breaks_between_lines(void **state) {
    (void)state;
    zb_buf buf = {0};
    for (int i = 0; i < 400; i++) zb_buf_add(&buf, ZB_STR("漏"));
    add_table(document.root, 1, zb_str_z(arena, zb_buf_str(&buf)));
    zb_buf_free(&buf);
    const zb_pages *pages = lay_out();
    assert_true(pages->count >= 3);
    assert_int_equal(zb_diags_worst(diags), ZB_NOTE);
    for (size_t i = 0; i < pages->count; i++) {
        const zb_placed *last = &pages->pages[i].strips[pages->pages[i].count - 1];
        assert_true(last->y + last->strip->height <= style.page_height - style.margin_bottom);
    }
}

static void test_body_stands_on_the_grid(void **state) {
    (void)state;
    add_paragraph(document.root, 2);
    zb_node *quote = add(document.root, ZB_NODE_QUOTE);
    add_paragraph(quote, 1);
    add_paragraph(document.root, 2);
    const zb_pages *pages = lay_out();
    for (size_t s = 0; s < pages->pages[0].count; s++) {
        const zb_placed *placed = &pages->pages[0].strips[s];
        if (placed->strip->snap == ZB_SNAP_TOP) assert_int_equal((placed->y - PITCH) % PITCH, 0);
    }
}

static void test_too_tall_is_reported(void **state) {
    (void)state;
    style.heading[0].space_after = 20 * PITCH;
    add_heading(document.root);
    lay_out();
    assert_int_equal(zb_diags_count(diags), 1);
    assert_string_equal(zb_diags_at(diags, 0)->code, "layout.tall");
}

/* Text of all runs of a page in painting order, page furniture left out; checks on the way that elements are well nested. */
static void collect_text(const zb_display_list *list, zb_buf *out, const zb_tag **open, size_t *depth) {
    bool artifact = false;
    for (size_t i = 0; i < list->count; i++) {
        const zb_item *item = &list->items[i];
        if (item->kind == ZB_ITEM_BEGIN) {
            assert_true(*depth < 20);
            open[(*depth)++] = item->as.tag;
            artifact |= !strcmp(item->as.tag->name, "Artifact");
        } else if (item->kind == ZB_ITEM_END) {
            assert_true(*depth > 0);
            assert_ptr_equal(open[--*depth], item->as.tag);
            if (!strcmp(item->as.tag->name, "Artifact")) artifact = false;
        } else if (item->kind == ZB_ITEM_RUN && !artifact) {
            assert_true(*depth > 0);
            zb_buf_add(out, item->as.run->text);
        }
    }
}

static void test_structure_goes_on_over_pages(void **state) {
    (void)state;
    zb_node *section = add(document.root, ZB_NODE_SECTION);
    add_heading(section);
    add_paragraph(section, 25);
    add_table(section, 12, "行");
    const zb_pages *pages = lay_out();
    zb_buf text = {0};
    size_t continued = 0, resumed = 0;
    for (size_t i = 0; i < pages->count; i++) {
        const zb_tag *open[20];
        size_t depth = 0;
        const zb_display_list *list = zb_page_paint(arena, pages, i);
        collect_text(list, &text, open, &depth);
        assert_int_equal(depth, 0);
        size_t resumed_here = 0, continued_here = 0;
        for (size_t k = 0; k < list->count; k++) {
            if (list->items[k].kind != ZB_ITEM_BEGIN) continue;
            resumed_here += list->items[k].as.tag->resumed;
            continued_here += list->items[k].as.tag->continued;
        }
        assert_int_equal(resumed_here, continued); /* what the page before left open, and nothing else */
        continued = continued_here;
        resumed += resumed_here;
    }
    assert_int_equal(continued, 0);
    assert_true(resumed >= 4);
    assert_int_equal(text.n, 3 * (2 + 25 * 20 + 4 + 12 * 2));
    zb_buf_free(&text);
}

static void test_empty_document_has_a_page(void **state) {
    (void)state;
    const zb_pages *pages = lay_out();
    assert_int_equal(zb_pages_count(pages), 1);
    assert_non_null(zb_page_paint(arena, pages, 0));
}

static int finish(void **state) {
    (void)state;
    zb_fonts_finish();
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_document, close_document)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_pages_fill),
        TEST(test_no_orphan_and_no_widow),
        TEST(test_widow_takes_a_line_along),
        TEST(test_heading_keeps_with_two_lines),
        TEST(test_table_head_is_repeated),
        TEST(test_last_row_is_not_alone),
        TEST(test_tall_row_breaks_between_lines),
        TEST(test_body_stands_on_the_grid),
        TEST(test_too_tall_is_reported),
        TEST(test_structure_goes_on_over_pages),
        TEST(test_empty_document_has_a_page),
    };
    return cmocka_run_group_tests_name("pages", tests, NULL, finish);
}
