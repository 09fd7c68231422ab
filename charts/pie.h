/* SPDX-License-Identifier: Apache-2.0
 * Slices: what pies with a legend and pies with labels outside have in common. */
#ifndef ZB_CHARTS_PIE_H
#define ZB_CHARTS_PIE_H

#include "charts/plot.h"

/* Narrower charts have the legend below the disc. */
#define ZB_PIE_BESIDE_LEAST (ZB_PT * 270)

typedef struct zb_slices {
    double *values; /* missing ones as 0 */
    double most;    /* the greatest */
    double sum;     /* of values / most, so that it cannot overflow; 0: all are zero */
} zb_slices;

zb_slices zb_slices_of(const zb_plot *plot);
/* Angle of slice `index` in radians. */
double zb_slice_turn(const zb_slices *slices, size_t index);
/* Paints all slices, or an empty ring when the sum is 0. */
void zb_slices_paint(zb_plot *plot, const zb_slices *slices, zb_point centre, zb_length radius);

#endif
