/* SPDX-License-Identifier: Apache-2.0
 * Charts from mappings: what the readers of the short form share. Private to templates/. */
#ifndef ZB_TEMPLATES_CHART_SPEC_H
#define ZB_TEMPLATES_CHART_SPEC_H

#include "templates/directive.h"
#include "templates/rows.h"

/* The mappings of a chart: its own keys, an entry of y or series, and a reference line. */
extern const zb_object zb_chart_object, zb_chart_series_object, zb_chart_reference_object;

/* Fills data, series and panels from the table. False: errors were added. */
bool zb_chart_data_read(const zb_reader *reader, const zb_value *spec, zb_loc loc, zb_chart *chart);
/* Applies `colors`: to the series where there are several, else to the data. `data` and `series` are the chart's own,
 * still writable. */
void zb_chart_colors_read(const zb_reader *reader, const zb_value *spec, zb_chart *chart, zb_datum *data,
                          zb_series *series);
/* One number of a cell: missing where it is empty, or not finite (a warning [chart.number]); a text is an error
 * [chart.value]. `series` may be empty. */
void zb_chart_number_read(const zb_reader *reader, const zb_value *value, zb_str series, zb_datum *out);

#endif
