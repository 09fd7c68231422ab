/* SPDX-License-Identifier: Apache-2.0
 * Labels: short texts, measured, wrapped by Chinese rules, shortened with an ellipsis where all else fails (never
 * silently), and painted at an anchor. */
#ifndef ZB_CHARTS_LABEL_H
#define ZB_CHARTS_LABEL_H

#include "charts/plot.h"
#include "fonts/run.h"

#define ZB_LABEL_LINES_MAX 8
/* Characters of a label that are looked at; a longer one is cut here even where there is room. */
#define ZB_LABEL_CHARS_MAX 240

typedef enum zb_anchor { ZB_ANCHOR_START, ZB_ANCHOR_MIDDLE, ZB_ANCHOR_END } zb_anchor;

typedef struct zb_label_style {
    zb_length size;
    int weight;
} zb_label_style;

typedef struct zb_label_line {
    const zb_run *runs;
    size_t count;
    zb_length width; /* without the blank half of a bracket at either end */
    zb_length trim;  /* blank half of a bracket at the start, left of the line's place */
} zb_label_line;

typedef struct zb_label {
    zb_label_line lines[ZB_LABEL_LINES_MAX];
    int count; /* 0: empty text */
    zb_length size, width, height;
    bool cut; /* shortened */
    zb_loc loc;
} zb_label;

/* Distance of a label's baselines. */
zb_length zb_label_pitch(zb_length size);
/* From the middle of a line to its baseline, and from the baseline up to the top and down to the foot of Han
 * characters. */
zb_length zb_label_centre(zb_length size);
zb_length zb_label_ascent(zb_length size);
zb_length zb_label_descent(zb_length size);

/* Shapes `text` in at most `max_lines` (1 to ZB_LABEL_LINES_MAX) lines of at most `max_width`. A label that had to be
 * cut is marked and adds a warning [chart.name] at `loc`. */
zb_label zb_label_new(zb_plot *plot, zb_str text, zb_label_style style, zb_length max_width, int max_lines, zb_loc loc);

/* Whether zb_label_new would not have to cut. */
bool zb_label_fits(zb_plot *plot, zb_str text, zb_label_style style, zb_length max_width, int max_lines, zb_loc loc);

/* Paints a label: anchor point x, the whole block centred on y. */
void zb_label_paint(zb_plot *plot, const zb_label *label, zb_anchor anchor, zb_length x, zb_length y, zb_color color);
/* The same with the first baseline at y. */
void zb_label_paint_at(zb_plot *plot, const zb_label *label, zb_anchor anchor, zb_length x, zb_length baseline,
                       zb_color color);

/* The box of a label painted at an anchor point and first baseline. */
zb_rect zb_label_box(const zb_label *label, zb_anchor anchor, zb_length x, zb_length baseline);

/* The value of a pie's datum with the unit, which a donut has in its hole. In the arena. */
zb_str zb_value_with_unit(zb_plot *plot, size_t index);

/* Width of a text in one line, estimated without fonts: rather too wide than too narrow. */
zb_length zb_label_guess(zb_str text, zb_length size);
/* Lines that a text takes at this width, estimated; max_lines + 1 where it does not fit. */
int zb_label_guess_lines(zb_arena *arena, zb_str text, zb_length size, zb_length max_width, int max_lines);

#endif
