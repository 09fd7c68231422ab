/* SPDX-License-Identifier: Apache-2.0
 * Tables to strips: one strip a row, the head repeated over pages, no lonely row at a break. A row taller than a third of the page
 * becomes one strip per line, so that it can break between lines. Column widths are in table_width.c. */
#include "layout/table.h"

/* x and width of a column's text. */
static zb_length cell_x(const zb_grid *grid, size_t column) {
    zb_length x = grid->flow->x + grid->style->padding_x;
    for (size_t c = 0; c < column; c++) x += grid->widths[c];
    return x;
}

static zb_length cell_width(const zb_grid *grid, size_t column) { return grid->widths[column] - 2 * grid->style->padding_x; }

static zb_align cell_align(const zb_grid *grid, size_t column) {
    zb_align align = grid->node->as.table.columns[column].align;
    return align == ZB_ALIGN_JUSTIFY ? ZB_ALIGN_LEFT : align;
}

static const zb_text_style *row_style(const zb_grid *grid, size_t row) {
    if (row == 0) return &grid->style->header;
    return grid->node->as.table.rows[row - 1].total ? &grid->style->total : &grid->style->text;
}

static void break_row(zb_grid *grid, size_t row) {
    grid->line_count = 0;
    for (size_t c = 0; c < grid->columns; c++) {
        zb_measure measure = {.width = cell_width(grid, c), .align = cell_align(grid, c)};
        grid->lines[c] = zb_paragraph_lines(grid->flow->arena, grid->cells[row * grid->columns + c], &measure, grid->flow->diags);
        if (grid->lines[c].count > grid->line_count) grid->line_count = grid->lines[c].count;
    }
    if (grid->line_count == 0) grid->line_count = 1;
}

static void row_elements(zb_grid *grid, size_t row, zb_loc loc) {
    zb_flow *flow = grid->flow;
    zb_element *outer = flow->element;
    flow->element = zb_element_new(flow, "TR", loc);
    for (size_t c = 0; c < grid->columns; c++) grid->elements[c] = zb_element_new(flow, row == 0 ? "TH" : "TD", loc);
    flow->element = outer;
}

static void add_rule(zb_grid *grid, zb_strip *strip, zb_length y, zb_length width, zb_color color) {
    if (width == 0 || color.a == 0) return;
    zb_strip_add(grid->flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = grid->flow->x, .y = y - width / 2,
                                                  .width = grid->flow->width, .height = width, .color = color});
}

static void add_ground(zb_grid *grid, zb_strip *strip, size_t row) {
    zb_color color = {0};
    const zb_table_style *style = grid->style;
    if (row == 0) color = style->header_ground;
    else if (grid->node->as.table.rows[row - 1].total) color = style->total_ground;
    else if (row % 2 == 0) color = style->stripe;
    if (color.a == 0) return;
    zb_strip_add(grid->flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_RECT, .x = grid->flow->x, .width = grid->flow->width,
                                                  .height = strip->height, .color = color});
}

/* Lines [from, to) of the row into the strip; the cells' texts are centred on the row's height, or begin at the top of a tall one. */
static void add_lines(zb_grid *grid, zb_strip *strip, size_t row, size_t from, size_t to, zb_length top) {
    const zb_text_style *style = row_style(grid, row);
    bool whole = from == 0 && to == grid->line_count;
    for (size_t c = 0; c < grid->columns; c++) {
        const zb_lines *lines = &grid->lines[c];
        zb_length inset = whole ? (zb_length)(grid->line_count - lines->count) * style->pitch / 2 : 0;
        for (size_t i = from; i < to && i < lines->count; i++) {
            zb_element *element = grid->elements[c];
            for (size_t k = 0; k < lines->lines[i].count; k++) element->has_links |= lines->lines[i].pieces[k].source->link.n > 0;
            zb_strip_add(grid->flow, strip, (zb_fragment){.kind = ZB_FRAGMENT_LINE, .x = cell_x(grid, c),
                                                          .y = top + inset + (zb_length)(i - from) * style->pitch + zb_baseline(style),
                                                          .element = element, .loc = element->loc, .as.line = &lines->lines[i]});
        }
    }
}

static bool is_last(const zb_grid *grid, size_t row) { return row == grid->node->as.table.row_count; }

/* Head and first row, and the last two rows, stay together. */
static zb_break_rule rule_before(const zb_grid *grid, size_t row) {
    if (row <= 2 || is_last(grid, row)) return ZB_BREAK_KEEP;
    return ZB_BREAK_FREE;
}

static zb_strip *add_strip(zb_grid *grid, size_t row, zb_length height, zb_break_rule rule, zb_loc loc) {
    if (rule != ZB_BREAK_FREE) grid->flow->next_rule = rule;
    zb_strip *strip = zb_flow_strip(grid->flow, height, loc);
    if (row > 0) strip->repeat = grid->head;
    add_ground(grid, strip, row);
    return strip;
}

static void close_row(zb_grid *grid, zb_strip *strip, size_t row) {
    const zb_table_style *style = grid->style;
    if (row == 0) add_rule(grid, strip, 0, style->rule_width, style->rule);
    bool heavy = row == 0 || is_last(grid, row);
    add_rule(grid, strip, strip->height, heavy ? style->rule_width : style->row_rule_width, heavy ? style->rule : style->row_rule);
}

static void add_tall_row(zb_grid *grid, size_t row, zb_loc loc) {
    zb_length pitch = row_style(grid, row)->pitch, padding = grid->style->padding_y;
    for (size_t i = 0; i < grid->line_count; i++) {
        bool first = i == 0, last = i + 1 == grid->line_count;
        zb_break_rule rule = i == 1 || last ? ZB_BREAK_KEEP : first ? rule_before(grid, row) : ZB_BREAK_FREE;
        zb_strip *strip = add_strip(grid, row, pitch + (first ? padding : 0) + (last ? padding : 0), rule, loc);
        add_lines(grid, strip, row, i, i + 1, first ? padding : 0);
        if (last) close_row(grid, strip, row);
    }
}

static zb_strip *add_row(zb_grid *grid, size_t row, zb_loc loc) {
    const zb_style *style = grid->flow->style;
    break_row(grid, row);
    row_elements(grid, row, loc);
    zb_length height = (zb_length)grid->line_count * row_style(grid, row)->pitch + 2 * grid->style->padding_y;
    if (row > 0 && grid->line_count > 2 && height > (style->page_height - style->margin_top - style->margin_bottom) / 3) {
        add_tall_row(grid, row, loc);
        return NULL;
    }
    zb_strip *strip = add_strip(grid, row, height, row == 0 ? ZB_BREAK_FREE : rule_before(grid, row), loc);
    add_lines(grid, strip, row, 0, grid->line_count, grid->style->padding_y);
    close_row(grid, strip, row);
    return strip;
}

static void shape_cells(zb_grid *grid) {
    zb_flow *flow = grid->flow;
    const zb_node *node = grid->node;
    size_t rows = node->as.table.row_count + 1;
    grid->cells = ZB_NEW_ARRAY(grid->scratch, rows * grid->columns, zb_paragraph *);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < grid->columns; c++) {
            zb_text text = r == 0 ? node->as.table.columns[c].title : node->as.table.rows[r - 1].cells[c].text;
            text = zb_flow_localize(flow, text);
            grid->cells[r * grid->columns + c] = zb_paragraph_new(grid->scratch, flow->arena, flow->fonts, text, flow->diags);
        }
}

static void add_rows(zb_grid *grid) {
    zb_table_head *head = ZB_NEW(grid->flow->arena, zb_table_head);
    head->strip = add_row(grid, 0, grid->node->loc);
    grid->head = head;
    for (size_t r = 0; r < grid->node->as.table.row_count; r++) add_row(grid, r + 1, grid->node->as.table.rows[r].loc);
}

void zb_flow_table(zb_flow *flow, const zb_node *node) {
    if (node->as.table.column_count == 0) return;
    zb_grid grid = {.flow = flow, .node = node, .style = &flow->style->table, .columns = node->as.table.column_count};
    grid.scratch = zb_arena_open();
    grid.lines = ZB_NEW_ARRAY(grid.scratch, grid.columns, zb_lines);
    grid.elements = ZB_NEW_ARRAY(grid.scratch, grid.columns, zb_element *);
    zb_element *outer = flow->element, *table = zb_element_new(flow, "Table", node->loc);
    table->dest = node->id;
    zb_flow_space(flow, grid.style->space_before);
    zb_flow_caption(flow, node->as.table.label, node->as.table.caption, table, node->loc);
    if (node->as.table.label.count + node->as.table.caption.count) {
        flow->next_rule = ZB_BREAK_KEEP;
        zb_flow_space(flow, flow->style->caption.gap);
    }
    flow->element = table;
    shape_cells(&grid);
    zb_table_widths(&grid);
    add_rows(&grid);
    flow->element = outer;
    zb_arena_close(grid.scratch);
    zb_flow_space(flow, grid.style->space_after);
}
