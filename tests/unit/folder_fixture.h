/* SPDX-License-Identifier: Apache-2.0
 * For tests that write files: a run with a folder of its own, which goes with it. */
#ifndef ZB_TESTS_UNIT_FOLDER_FIXTURE_H
#define ZB_TESTS_UNIT_FOLDER_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

typedef struct fixture {
    zb_arena *arena;
    zb_diags *diags;
    char dir[64];
} fixture;

static int set_up(void **state) {
    zb_arena *arena = zb_arena_open();
    fixture *f = ZB_NEW(arena, fixture);
    f->arena = arena;
    f->diags = zb_diags_new(arena);
    strcpy(f->dir, "/tmp/zhoubao-test-XXXXXX");
    *state = f;
    return mkdtemp(f->dir) == NULL;
}

static int tear_down(void **state) {
    fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", f->dir);
    int status = system(command);
    zb_arena_close(f->arena);
    return status;
}

static const char *in(const fixture *f, const char *name) { return zb_str_format(f->arena, "%s/%s", f->dir, name).s; }

#endif
