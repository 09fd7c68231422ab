/* SPDX-License-Identifier: Apache-2.0
 * Hatching: lines inside a mark, cut to its outline, so that every backend draws the same without patterns. */
#ifndef ZB_CHARTS_HATCH_H
#define ZB_CHARTS_HATCH_H

#include "charts/mark.h"
#include "charts/series.h"

/* The pattern for the mark number `index`: 0 none, rising, falling, level, upright lines, crossed. */
int zb_hatch_for(size_t index);
/* Paints the ink's pattern into a rectangle or a ring sector, and the edge where it has one. */
void zb_hatch_rect(zb_painter *painter, zb_rect rect, const zb_ink *ink);
void zb_hatch_sector(zb_painter *painter, const zb_sector *sector, const zb_ink *ink);

#endif
