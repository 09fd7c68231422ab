/* SPDX-License-Identifier: Apache-2.0
 * Texts in quotes from their YAML source. libfyaml 0.7.12 finds where they begin and end, but what it makes of them is now and then
 * wrong by a character, and leaks memory, where escapes stand side by side. Used inside model only. */
#ifndef ZB_MODEL_YAML_SCALAR_H
#define ZB_MODEL_YAML_SCALAR_H

#include "base/str.h"

/* The text of what stands between single quotes: '' is a quote, a line end with the white space round it a space, n of them n - 1
 * line ends. In the arena. */
zb_str zb_yaml_single_quoted(zb_arena *arena, zb_str raw);

/* The same between double quotes, with escapes. *bad is the offset in `raw` of the first escape that gives no character a text may
 * hold (a control character, say), or SIZE_MAX; such an escape is left out. */
zb_str zb_yaml_double_quoted(zb_arena *arena, zb_str raw, size_t *bad);

#endif
