/* SPDX-License-Identifier: Apache-2.0
 * Column widths from content: min-content and max-content of every column, then the surplus shared out. */
#include "layout/table.h"

#define SHORT_TITLE_EM 6 /* column titles up to this width are not broken while there is room */

typedef struct wish {
    int64_t min, max;
    bool fixed;
} wish;

static wish column_wish(const zb_grid *grid, size_t column) {
    const zb_column *spec = &grid->node->as.table.columns[column];
    zb_length padding = 2 * grid->style->padding_x;
    if (spec->width > 0) {
        int64_t width = (int64_t)((double)grid->flow->width * spec->width);
        return (wish){width, width, true};
    }
    wish w = {0, 0, false};
    for (size_t r = 0; r <= grid->node->as.table.row_count; r++) {
        zb_length min, max;
        zb_paragraph_extent(grid->cells[r * grid->columns + column], &min, &max);
        if (r == 0 && max <= SHORT_TITLE_EM * grid->style->header.size) min = max;
        if (min > w.min) w.min = min;
        if (max > w.max) w.max = max;
    }
    w.min += padding;
    w.max += padding;
    return w;
}

/* Gives out `surplus` in proportion to `weights` (the last column takes the rounding). */
static void share_out(zb_length *widths, const int64_t *weights, size_t count, int64_t surplus) {
    int64_t total = 0, given = 0;
    size_t last = 0;
    for (size_t c = 0; c < count; c++)
        if (weights[c] > 0) total += weights[c], last = c;
    if (total == 0) return;
    for (size_t c = 0; c < count; c++) {
        if (weights[c] <= 0) continue;
        int64_t part = c == last ? surplus - given : (int64_t)((double)surplus * (double)weights[c] / (double)total);
        widths[c] += (zb_length)part;
        given += part;
    }
}

void zb_table_widths(zb_grid *grid) {
    size_t n = grid->columns;
    wish *wishes = ZB_NEW_ARRAY(grid->scratch, n, wish);
    int64_t *weights = ZB_NEW_ARRAY(grid->scratch, n, int64_t), min = 0, max = 0;
    grid->widths = ZB_NEW_ARRAY(grid->scratch, n, zb_length);
    for (size_t c = 0; c < n; c++) {
        wishes[c] = column_wish(grid, c);
        min += wishes[c].min;
        max += wishes[c].max;
    }
    int64_t width = grid->flow->width;
    if (max <= width) { /* everything fits on one line: wider columns get more of the rest */
        for (size_t c = 0; c < n; c++) grid->widths[c] = (zb_length)wishes[c].max, weights[c] = wishes[c].fixed ? 0 : wishes[c].max;
        share_out(grid->widths, weights, n, width - max);
    } else if (min <= width) {
        for (size_t c = 0; c < n; c++) grid->widths[c] = (zb_length)wishes[c].min, weights[c] = wishes[c].max - wishes[c].min;
        share_out(grid->widths, weights, n, width - min);
    } else {
        zb_diag_add(grid->flow->diags, ZB_WARNING, "layout.table-width", grid->node->loc,
                    "the columns need %.1f pt and have %.1f pt: words are broken", zb_to_pt(min), zb_to_pt(width));
        for (size_t c = 0; c < n; c++) weights[c] = wishes[c].min;
        share_out(grid->widths, weights, n, width);
    }
}
