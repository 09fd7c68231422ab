/* SPDX-License-Identifier: Apache-2.0
 * How far a run has come: a bar on a terminal, now and then a plain line elsewhere. */
#ifndef ZB_JOBS_PROGRESS_H
#define ZB_JOBS_PROGRESS_H

#include <stdio.h>

#include "base/str.h"

typedef enum zb_progress_style {
    ZB_PROGRESS_NONE,
    ZB_PROGRESS_LINES, /* one every ten seconds */
    ZB_PROGRESS_BAR,   /* redrawn in place */
} zb_progress_style;

/* What is known of a run. */
typedef struct zb_progress_state {
    size_t done, failed;
    size_t all;     /* 0: not known */
    double share;   /* of the work that is done, 0 to 1; below 0: not known */
    double seconds; /* since the beginning */
} zb_progress_state;

typedef struct zb_progress zb_progress;

/* NONE when quiet, BAR where `out` is a terminal that can go back in a line, else LINES. */
zb_progress_style zb_progress_style_of(FILE *out, bool quiet);
/* Begins to show. In the arena. */
zb_progress *zb_progress_open(zb_arena *arena, FILE *out, zb_progress_style style);
/* Shows the state, if it is time. `seconds` is filled in. */
void zb_progress_show(zb_progress *progress, zb_progress_state state);
/* Takes the bar away, so that something else can be printed; the next zb_progress_show brings it back. */
void zb_progress_hide(zb_progress *progress);
/* Seconds since it was opened. */
double zb_progress_seconds(const zb_progress *progress);

/* The bar for a terminal of so many columns, never wider than one less: with a bar where the share is known and there
 * is room. */
void zb_progress_bar(const zb_progress_state *state, int columns, zb_buf *out);

#endif
