/* SPDX-License-Identifier: Apache-2.0
 * The lint over a picture that is there already, for zb_chart_lint and its tests. */
#ifndef ZB_CHARTS_LINT_H
#define ZB_CHARTS_LINT_H

#include "charts/plot.h"

/* Examines a picture. `margin` 0: the chart does not stand alone. */
void zb_lint_list(zb_arena *arena, const zb_chart *chart, const zb_chart_look *look, const zb_display_list *list,
                  const zb_trace *trace, zb_length margin, zb_diags *diags);

#endif
