/* SPDX-License-Identifier: Apache-2.0
 * Column widths from content: min-content and max-content of every column, then the surplus shared out. */
#include "layout/table.h"

#include <string.h>

#define SHORT_TITLE_EM 6 /* column titles up to this width are not broken while there is room */
#define TITLES_GAIN 12   /* one line in so many must be saved by breaking them */

typedef struct wish {
    int64_t min, max;
    bool fixed;
} wish;

typedef struct wishes {
    wish *of; /* columns */
    int64_t min, max;
} wishes;

/* How hard columns try to be narrow. TITLES: short titles take two lines, 4 of 6 characters on the first. TIGHT: they may be broken
 * anywhere, and a given width is what the column would like rather than what it must have. */
typedef enum effort { LOOSE, TITLES, TIGHT } effort;

static void wish_of_title(const zb_grid *grid, effort how, zb_length *min, zb_length *max) {
    if (*max > SHORT_TITLE_EM * grid->style->header.size) return;
    if (how == TITLES) *max = zb_max(*min, *max - *max / 3);
    *min = how == TIGHT ? zb_max(*min, (*max + 1) / 2) : *max;
}

static wish column_wish(const zb_grid *grid, size_t column, effort how) {
    const zb_column *spec = &grid->node->as.table.columns[column];
    zb_length padding = 2 * grid->style->padding_x;
    wish w = {0, 0, spec->width > 0};
    for (size_t r = 0; r <= grid->node->as.table.row_count; r++) {
        zb_length min, max;
        zb_paragraph_extent(grid->cells[r * grid->columns + column], &min, &max);
        if (r == 0) wish_of_title(grid, how, &min, &max);
        if (min > w.min) w.min = min;
        if (max > w.max) w.max = max;
    }
    w.min += padding;
    w.max += padding;
    if (!w.fixed) return w;
    int64_t given = (int64_t)((double)grid->flow->width * spec->width);
    w.max = given > w.min ? given : w.min; /* words are not broken for a given width */
    if (how != TIGHT) w.min = w.max;
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

static wishes wishes_of(const zb_grid *grid, effort how) {
    wishes all = {.of = ZB_NEW_ARRAY(grid->scratch, grid->columns, wish)};
    for (size_t c = 0; c < grid->columns; c++) {
        all.of[c] = column_wish(grid, c, how);
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
    return wishes_of(grid, TIGHT);
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

/* Widths for columns that have room for their words. */
static void give(const zb_grid *grid, wishes all, zb_length *widths) {
    int64_t *weights = ZB_NEW_ARRAY(grid->scratch, grid->columns, int64_t), width = grid->flow->width;
    bool whole = all.max <= width; /* everything fits on one line: wider columns get more of the rest */
    for (size_t c = 0; c < grid->columns; c++) {
        wish w = all.of[c];
        widths[c] = (zb_length)(whole ? w.max : w.min);
        weights[c] = !whole ? w.max - w.min : w.fixed ? 0 : w.max;
    }
    share_out(widths, weights, grid->columns, width - (whole ? all.max : all.min));
}

/* How many lines the rows will have together, more or less. */
static int64_t lines_of(const zb_grid *grid, const zb_length *widths) {
    int64_t lines = 0;
    for (size_t r = 0; r <= grid->node->as.table.row_count; r++) {
        int64_t most = 1;
        for (size_t c = 0; c < grid->columns; c++) {
            zb_length min, max, room = zb_max(1, widths[c] - 2 * grid->style->padding_x);
            zb_paragraph_extent(grid->cells[r * grid->columns + c], &min, &max);
            most = zb_max(most, ((int64_t)max + room - 1) / room);
        }
        lines += most;
    }
    return lines;
}

/* Rather a title on two lines than many cells: where that makes the table clearly shorter. */
static void break_titles(const zb_grid *grid, zb_length *widths) {
    wishes all = wishes_of(grid, TITLES);
    zb_length *broken = ZB_NEW_ARRAY(grid->scratch, grid->columns, zb_length);
    if (all.min > grid->flow->width) return;
    give(grid, all, broken);
    if (lines_of(grid, broken) * TITLES_GAIN <= lines_of(grid, widths) * (TITLES_GAIN - 1))
        memcpy(widths, broken, grid->columns * sizeof *broken);
}

void zb_table_widths(zb_grid *grid) {
    int64_t width = grid->flow->width;
    grid->widths = ZB_NEW_ARRAY(grid->scratch, grid->columns, zb_length);
    wishes all = wishes_of(grid, LOOSE);
    bool tight = all.min > width;
    if (tight) all = tighten(grid);
    if (all.min <= width) {
        give(grid, all, grid->widths);
        if (all.max > width && !tight) break_titles(grid, grid->widths);
        return;
    }
    zb_diag_add(grid->flow->diags, ZB_WARNING, "layout.table-width", grid->node->loc,
                "the columns need %.1f pt and have %.1f pt: words are broken", zb_to_pt(all.min), zb_to_pt(width));
    cut_wide(grid, all, width);
}
