/* SPDX-License-Identifier: Apache-2.0
 * The font roles a style assigns faces to, shared by styles, charts and fonts. */
#ifndef ZB_BASE_ROLE_H
#define ZB_BASE_ROLE_H

#include "base/source.h"

typedef enum zb_role {
    ZB_ROLE_SERIF, /* body: 宋体 */
    ZB_ROLE_SANS,  /* headings, tables, charts: 黑体 */
    ZB_ROLE_KAI,   /* quotations, captions where wanted: 楷体 */
    ZB_ROLE_MONO,  /* code */
    ZB_ROLE_COUNT
} zb_role;

#define ZB_FAMILIES_MAX 8

/* What a style says about one role: families in order of preference; the first is required, the others serve characters that it
 * lacks. */
typedef struct zb_font_spec {
    const char *families[ZB_FAMILIES_MAX]; /* unused entries are NULL */
    zb_loc places[ZB_FAMILIES_MAX];        /* where the style names each */
} zb_font_spec;

#endif
