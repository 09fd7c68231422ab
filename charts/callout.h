/* SPDX-License-Identifier: Apache-2.0
 * Labels outside a pie, tied to their slices by leader lines. Each side's labels keep the order of the slices; the
 * least shift that frees them from each other is an isotonic regression, solved by pooling adjacent violators. */
#ifndef ZB_CHARTS_CALLOUT_H
#define ZB_CHARTS_CALLOUT_H

#include "charts/label.h"
#include "charts/pie.h"

/* Moves `count` boxes of the given heights, wanted around centres[i] (in rising order), to the nearest places in [top,
 * bottom] where they do not overlap. False: they are too tall together; centres are untouched. */
bool zb_callouts_spread(double *centres, const double *heights, size_t count, double top, double bottom);

/* Draws pie and labels in the plot's area. False: the labels do not fit, or a leader would cross another or run along
 * the rim; nothing was drawn, and the legend must take over. */
bool zb_callouts_draw(zb_plot *plot, const zb_slices *slices, const zb_percents *percents);

#endif
