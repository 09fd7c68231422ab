/* SPDX-License-Identifier: Apache-2.0
 * What the tests of line layout share: an arena, the box fonts and a list of findings for the whole program. */
#ifndef ZB_TESTS_LINE_FIXTURE_H
#define ZB_TESTS_LINE_FIXTURE_H

#include "tests/tools/box_fonts_open.h"

#define EM (10 * ZB_PT)

static zb_arena *arena;
static zb_fonts *fonts;
static zb_diags *diags;

static int open_fonts(void **state) {
    (void)state;
    arena = zb_arena_open();
    diags = zb_diags_new(arena);
    fonts = box_fonts_open(arena, diags);
    return fonts ? 0 : -1;
}

static int close_fonts(void **state) {
    (void)state;
    zb_arena_close(arena);
    zb_fonts_finish();
    return 0;
}

#endif
