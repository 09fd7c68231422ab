/* SPDX-License-Identifier: Apache-2.0
 * Inside layout: a table while it is being laid out. */
#ifndef ZB_LAYOUT_TABLE_H
#define ZB_LAYOUT_TABLE_H

#include "layout/fragment.h"

typedef struct zb_grid {
    zb_flow *flow;
    const zb_node *node;
    const zb_table_style *style;
    zb_arena *scratch;     /* what only the layout of this table needs */
    size_t columns;
    zb_paragraph **cells;  /* row by row; row 0 is the head */
    zb_length *widths;     /* of columns, padding included */
    const zb_table_head *head;
    zb_lines *lines;       /* of the current row's cells */
    size_t line_count;     /* of the tallest cell */
    zb_element **elements; /* of the current row's cells */
} zb_grid;

/* Fills grid->widths so that they sum to the flow's width: given shares first, the rest from the content (CSS 2.2, automatic table
 * layout: no column below its widest unbreakable piece while there is room, the surplus by what the columns would like). Where there is
 * no room, titles take two lines, given shares become wishes, and grid->style is one with half the padding. */
void zb_table_widths(zb_grid *grid);

#endif
