/* SPDX-License-Identifier: Apache-2.0
 * A chart as a picture of its own, in a file. */
#ifndef ZB_CLI_PICTURE_H
#define ZB_CLI_PICTURE_H

#include "charts/chart.h"
#include "cli/outputs.h"
#include "fonts/fonts.h"

/* How large a picture is when nobody says: the width of a text column. */
#define ZB_PICTURE_WIDTH (420 * ZB_PT)
/* Blank on all four sides. */
#define ZB_PICTURE_MARGIN (10 * ZB_PT)

typedef struct zb_picture {
    const zb_chart *chart;
    const zb_chart_look *look;
    zb_fonts *fonts;
    zb_length width, height; /* margins included; height 0: what suits */
    bool lint;               /* says what is hard to read */
    bool again;              /* drawn before, in another format: what it shows was counted */
} zb_picture;

/* What the chart shows, as sentences and as a table. In the arena. */
zb_str zb_picture_description(zb_arena *arena, const zb_chart *chart);

/* Draws the chart and adds it to the batch in one format. Problems become diagnostics. */
void zb_picture_render(zb_batch *batch, const zb_picture *picture, zb_format format, const char *path);

#endif
