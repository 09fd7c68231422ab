/* SPDX-License-Identifier: Apache-2.0
 * What of the data a template uses, seen from its text: also what stands in sections that are not entered this time. */
#ifndef ZB_TEMPLATES_USAGE_H
#define ZB_TEMPLATES_USAGE_H

#include "model/usage.h"
#include "templates/template_parts.h"

/* Marks in the data's notes every name that the template's tags mean: those of its front matter and its text with all partials.
 * `root` is the data with the results of the queries. Reports nothing. */
void zb_usage_of_tags(zb_arena *arena, const zb_data *data, const zb_template *template, const zb_queries *queries,
                      const zb_value *root, zb_partial_reader partials, void *context);

/* The same for the tables and columns that the chart and table blocks name, entered or not. */
void zb_usage_of_blocks(zb_arena *arena, const zb_data *data, const zb_template *template, const zb_queries *queries,
                        zb_partial_reader partials, void *context);

#endif
