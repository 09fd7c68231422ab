/* SPDX-License-Identifier: Apache-2.0
 * Tables written in Markdown, with a caption in the paragraph `: caption {#id}` before or behind them. */
#include <cmark-gfm-core-extensions.h>

#include "templates/markdown_parts.h"

static zb_text cell_text(zb_md *md, cmark_node *cell, const zb_text_style *style) {
    if (cmark_node_get_start_line(cell) > 0)
        zb_md_enter(md, cell);
    zb_pieces pieces = zb_md_pieces(md, cmark_node_first_child(cell), style);
    return zb_md_text(md, &pieces);
}

static zb_align align_of(uint8_t mark) {
    return mark == 'r' ? ZB_ALIGN_RIGHT : mark == 'c' ? ZB_ALIGN_CENTER : ZB_ALIGN_LEFT;
}

static void read_columns(zb_md *md, cmark_node *table, cmark_node *header, zb_node *node) {
    size_t count = cmark_gfm_extensions_get_table_columns(table);
    const uint8_t *marks = cmark_gfm_extensions_get_table_alignments(table);
    zb_column *columns = ZB_NEW_ARRAY(md->reader.arena, count, zb_column);
    cmark_node *cell = cmark_node_first_child(header);
    for (size_t i = 0; i < count; i++, cell = cell ? cmark_node_next(cell) : NULL) {
        columns[i].align = align_of(marks ? marks[i] : 0);
        if (cell)
            columns[i].title = cell_text(md, cell, &md->reader.sheet->style.table.header);
    }
    node->as.table.columns = columns;
    node->as.table.column_count = count;
}

static zb_row read_row(zb_md *md, cmark_node *row, size_t count) {
    zb_cell *cells = ZB_NEW_ARRAY(md->reader.arena, count, zb_cell);
    zb_loc loc = zb_md_loc(md, row);
    cmark_node *cell = cmark_node_first_child(row);
    zb_md_enter(md, row);
    for (size_t i = 0; i < count; i++, cell = cell ? cmark_node_next(cell) : NULL) {
        cells[i].loc = loc;
        if (!cell)
            continue;
        if (cmark_node_get_start_line(cell) > 0)
            cells[i].loc = zb_md_loc(md, cell);
        cells[i].text = cell_text(md, cell, &md->reader.sheet->style.table.text);
    }
    return (zb_row){.cells = cells, .loc = loc};
}

void zb_md_table(zb_md *md, cmark_node *table, zb_node *parent) {
    zb_node *node = zb_node_new(md->reader.arena, parent, ZB_NODE_TABLE, zb_md_loc(md, table));
    cmark_node *header = cmark_node_first_child(table);
    ZB_VEC(zb_row) rows = {0};
    node->id = md->caption_id;
    node->as.table.caption = md->caption;
    md->caption = (zb_text){0};
    md->caption_id = (zb_str){0};
    if (!header)
        return;
    read_columns(md, table, header, node);
    for (cmark_node *row = cmark_node_next(header); row; row = cmark_node_next(row))
        ZB_PUSH(md->reader.arena, &rows, read_row(md, row, node->as.table.column_count));
    node->as.table.rows = rows.data;
    node->as.table.row_count = rows.count;
}
