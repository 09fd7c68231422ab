/* SPDX-License-Identifier: Apache-2.0
 * Texts inside the pieces of stacked bars. */
#ifndef ZB_CHARTS_STACKTEXT_H
#define ZB_CHARTS_STACKTEXT_H

#include "charts/label.h"
#include "charts/rule.h"
#include "charts/series.h"

/* Paints a piece's value (its share where the stack is one of shares) in its middle, in a colour that can be read on
 * the ink. A piece smaller than its text has none: the alternative text and the data table have it.
 * Its place is added to the holes. */
void zb_piece_text(zb_plot *plot, size_t series, size_t index, zb_rect piece, const zb_ink *ink, zb_holes *holes);

#endif
