/* SPDX-License-Identifier: Apache-2.0
 * Column widths from content: min-content and max-content of every column, then the surplus shared out. */
#include "layout/table.h"

#define SHORT_TITLE_EM 6 /* column titles up to this width are not broken while there is room */

typedef struct wish {
    int64_t min, max;
    bool fixed;
} wish;

typedef struct wishes {
    wish *of; /* columns */
    int64_t min, max;
} wishes;

/* `tight`: short titles may take two lines, and a given width is what the column would like rather than what it must have. */
static wish column_wish(const zb_grid *grid, size_t column, bool tight) {
    const zb_column *spec = &grid->node->as.table.columns[column];
    zb_length padding = 2 * grid->style->padding_x;
    wish w = {0, 0, spec->width > 0};
    for (size_t r = 0; r <= grid->node->as.table.row_count; r++) {
        zb_length min, max;
        zb_paragraph_extent(grid->cells[r * grid->columns + column], &min, &max);
        if (r == 0 && max <= SHORT_TITLE_EM * grid->style->header.size) min = tight ? zb_max(min, (max + 1) / 2) : max;
        if (min > w.min) w.min = min;
        if (max > w.max) w.max = max;
    }
    w.min += padding;
    w.max += padding;
    if (!w.fixed) return w;
    int64_t given = (int64_t)((double)grid->flow->width * spec->width);
    w.max = given > w.min ? given : w.min; /* words are not broken for a given width */
    if (!tight) w.min = w.max;
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

static wishes wishes_of(const zb_grid *grid, bool tight) {
    wishes all = {.of = ZB_NEW_ARRAY(grid->scratch, grid->columns, wish)};
    for (size_t c = 0; c < grid->columns; c++) {
        all.of[c] = column_wish(grid, c, tight);
        all.min += all.of[c].min;
        all.max += all.of[c].max;
    }
    return all;
}

/* A picture for a narrow screen: what the columns need is made smaller before words are broken. */
static wishes tighten(zb_grid *grid) {
    zb_table_style *style = ZB_NEW(grid->flow->arena, zb_table_style);
    *style = *grid->style;
    style->padding_x /= 2;
    grid->style = style;
    return wishes_of(grid, true);
}

/* Columns give way by what they need, except the narrow ones: a number or a chip has nothing to give. */
static void cut_wide(zb_grid *grid, wishes all, int64_t width) {
    int64_t *weights = ZB_NEW_ARRAY(grid->scratch, grid->columns, int64_t), narrow = width / (int64_t)(2 * grid->columns), rest = width;
    for (size_t c = 0; c < grid->columns; c++) {
        weights[c] = all.of[c].min > narrow ? all.of[c].min : 0;
        if (weights[c]) continue;
        grid->widths[c] = (zb_length)all.of[c].min;
        rest -= all.of[c].min;
    }
    share_out(grid->widths, weights, grid->columns, rest);
}

void zb_table_widths(zb_grid *grid) {
    size_t n = grid->columns;
    int64_t *weights = ZB_NEW_ARRAY(grid->scratch, n, int64_t), width = grid->flow->width;
    grid->widths = ZB_NEW_ARRAY(grid->scratch, n, zb_length);
    wishes all = wishes_of(grid, false);
    if (all.min > width) all = tighten(grid);
    if (all.max <= width) { /* everything fits on one line: wider columns get more of the rest */
        for (size_t c = 0; c < n; c++) grid->widths[c] = (zb_length)all.of[c].max, weights[c] = all.of[c].fixed ? 0 : all.of[c].max;
        share_out(grid->widths, weights, n, width - all.max);
    } else if (all.min <= width) {
        for (size_t c = 0; c < n; c++) grid->widths[c] = (zb_length)all.of[c].min, weights[c] = all.of[c].max - all.of[c].min;
        share_out(grid->widths, weights, n, width - all.min);
    } else {
        zb_diag_add(grid->flow->diags, ZB_WARNING, "layout.table-width", grid->node->loc,
                    "the columns need %.1f pt and have %.1f pt: words are broken", zb_to_pt(all.min), zb_to_pt(width));
        cut_wide(grid, all, width);
    }
}
