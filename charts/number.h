/* SPDX-License-Identifier: Apache-2.0
 * Numbers as they are shown: the source's spelling, brought to the same decimals throughout, with a real minus sign. */
#ifndef ZB_CHARTS_NUMBER_H
#define ZB_CHARTS_NUMBER_H

#include "charts/chart.h"

/* A longer spelling in the source is shown shortened, with a warning [chart.value]. */
#define ZB_VALUE_TEXT_MAX 40

/* Texts of all values, `chart->count` of them: 6.1 beside 6.42 becomes 6.10; a spelling that is no plain decimal number
 * ("1,187", "48%") stays as it is; a missing value is an en dash. `diags` may be NULL. In the arena. */
const zb_str *zb_value_texts(zb_arena *arena, const zb_chart *chart, zb_diags *diags);

/* The same of series `series`. */
const zb_str *zb_series_texts(zb_arena *arena, const zb_chart *chart, size_t series, zb_diags *diags);

/* Decimals that the values of a chart show (0 to 15). */
int zb_value_decimals(const zb_chart *chart);

/* A number that was computed, in plain digits with these decimals; beyond 15 digits in powers of ten. In the arena. */
zb_str zb_number_text(zb_arena *arena, double value, int decimals);

/* The same in the chart's number style and decimals. In the arena. */
zb_str zb_chart_number_text(zb_arena *arena, const zb_chart *chart, double value);
/* Whether some value has five digits before the point or more. */
bool zb_chart_is_long(const zb_chart *chart);
/* A comma between each three digits before the point: 12,345.6. In the arena. */
zb_str zb_digits_group(zb_arena *arena, zb_str text);

/* Sum of all values that are there. May be infinite. */
double zb_chart_total(const zb_chart *chart);

#endif
