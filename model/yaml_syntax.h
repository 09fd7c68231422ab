/* SPDX-License-Identifier: Apache-2.0
 * What a YAML syntax problem means to the person who wrote the file. Used inside model only. */
#ifndef ZB_MODEL_YAML_SYNTAX_H
#define ZB_MODEL_YAML_SYNTAX_H

#include "model/yaml.h"

typedef struct zb_yaml_problem {
    zb_str text;         /* all of the YAML */
    size_t offset;       /* where the parser stopped */
    const char *finding; /* the parser's own words */
    size_t open;         /* offset of the innermost '[' or '{' that is still open; SIZE_MAX: none */
} zb_yaml_problem;

/* Adds one error [yaml.syntax] (or [yaml.depth]) at the place that needs the change, with a cure. */
void zb_yaml_explain(const zb_yaml_problem *problem, zb_locate locate, const void *context, zb_diags *diags);

/* yaml_wide.c: adds the error where a full-width mark near the place stands for one of YAML's. False: none does. */
bool zb_yaml_explain_wide(const zb_yaml_problem *problem, zb_locate locate, const void *context, zb_diags *diags);
/* yaml_wide.c: adds an error [yaml.wide] where a text without quotes, at `offset` of the YAML, is one only because of a full-width mark: it
 * begins with one and ends with the other half of YAML's own. */
void zb_yaml_check_plain(zb_str text, zb_str source, size_t offset, zb_loc loc, zb_diags *diags);

#endif
