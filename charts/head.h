/* SPDX-License-Identifier: Apache-2.0
 * What stands round the marks: title, subtitle and period; unit and legend; note and source. */
#ifndef ZB_CHARTS_HEAD_H
#define ZB_CHARTS_HEAD_H

#include "charts/label.h"

/* Title, and below it subtitle and period; moves the top of the area down. */
void zb_head_paint(zb_plot *plot);
/* Note and source at the foot; takes their height from the area. */
void zb_foot_paint(zb_plot *plot);
/* Whether the series are named in a legend (and not at the ends of their lines, or not at all). */
bool zb_keys_wanted(const zb_chart *chart);
/* "单位：分" above the marks at x, with `more` behind it where that is not empty, and the legend at the right or below;
 * moves the top of the area down. */
void zb_keys_paint(zb_plot *plot, zb_length x, zb_str more);
/* Height that zb_keys_paint will take, at most; `cut`: there is more to say than the unit. */
zb_length zb_keys_height(zb_plot *plot, bool cut);
/* Lines that unit and legend take, estimated without fonts. */
int zb_keys_guess(const zb_chart *chart, const zb_chart_look *look, zb_length width);

#endif
