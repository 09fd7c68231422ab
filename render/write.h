/* SPDX-License-Identifier: Apache-2.0
 * Small writers that the dump and the backends share: numbers without locale, XML text, links, the text of a run.
 * Private to render/. */
#ifndef ZB_RENDER_WRITE_H
#define ZB_RENDER_WRITE_H

#include "base/color.h"
#include "base/length.h"
#include "fonts/run.h"

/* value / 10^decimals as a decimal number without trailing noughts: 12500 with 3 decimals is "12.5". Up to 9 decimals.
 */
void zb_write_decimal(zb_buf *out, int64_t value, int decimals);
/* A length in points, rounded to `decimals` (at most 6). */
void zb_write_pt(zb_buf *out, int64_t length, int decimals);
/* #RRGGBB, and the alpha channel where it is not opaque and `alpha` is set. */
void zb_write_color(zb_buf *out, zb_color color, bool alpha);
/* Text escaped for XML content and double-quoted attributes; characters that XML cannot hold become U+FFFD. */
void zb_write_xml(zb_buf *out, zb_str text);
/* Bytes in base64 with padding. */
void zb_write_base64(zb_buf *out, zb_str bytes);
/* Bytes other than letters, digits and those of `kept` as %XX. */
void zb_write_percent(zb_buf *out, zb_str bytes, const char *kept);
/* A URI in which everything that RFC 3986 does not allow, and ( ) ' as well, is percent-encoded; what is encoded
 * already stays. */
void zb_write_uri(zb_buf *out, zb_str uri);
/* Whether links with this scheme are written at all: http, https, ftp, mailto, tel, or none (relative). */
bool zb_uri_allowed(zb_str uri);
/* The text that the run's clusters cover, in logical order. */
void zb_write_run_text(zb_buf *out, const zb_run *run);
/* Cluster `index` in logical order, whatever the run's direction. */
const zb_cluster *zb_run_cluster(const zb_run *run, size_t index);
/* The bytes of a cluster, clamped to the run's text. */
zb_str zb_cluster_text(const zb_run *run, const zb_cluster *cluster);

#endif
