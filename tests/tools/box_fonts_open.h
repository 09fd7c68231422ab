/* SPDX-License-Identifier: Apache-2.0
 * Box fonts for a unit test, ready to use: written to a folder of their own, opened, and removed when the arena is
 * closed. */
#ifndef ZB_TESTS_BOX_FONTS_OPEN_H
#define ZB_TESTS_BOX_FONTS_OPEN_H

#include <stdlib.h>
#include <unistd.h>

#include "fonts/fonts.h"
#include "tests/tools/box_font.h"

static inline void box_folder_remove(void *object) {
    char path[4096];
    for (size_t i = 0; i < sizeof box_fonts / sizeof *box_fonts; i++) {
        snprintf(path, sizeof path, "%s/%s", (const char *)object, box_fonts[i].name);
        unlink(path);
    }
    rmdir(object);
}

/* A fresh folder with the box fonts in it, removed with the arena. NULL when it cannot be written. */
static inline const char *box_folder(zb_arena *arena) {
    const char *scratch = getenv("SCRATCH");
    char *folder = (char *)zb_str_format(arena, "%s/box-XXXXXX", scratch ? scratch : "/tmp").s;
    if (!mkdtemp(folder)) return NULL;
    zb_defer(arena, box_folder_remove, folder);
    return box_fonts_write(folder) ? folder : NULL;
}

/* Opens fonts that lie in the folder, by way of ZHOUBAO_FONT_PATH. */
static inline zb_fonts *box_fonts_open_specs(zb_arena *arena, const zb_font_spec specs[ZB_ROLE_COUNT],
                                             zb_diags *diags) {
    const char *folder = box_folder(arena);
    if (!folder) return NULL;
    setenv("ZHOUBAO_FONT_PATH", folder, 1);
    zb_fonts *fonts = zb_fonts_open(arena, specs, diags);
    unsetenv("ZHOUBAO_FONT_PATH");
    return fonts;
}

/* Every role in "Zhoubao Box": Han and full-width marks advance 1 em, all else 1/2 em. */
static inline zb_fonts *box_fonts_open(zb_arena *arena, zb_diags *diags) {
    static const zb_font_spec specs[ZB_ROLE_COUNT] = {
        {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}, {.families = {"Zhoubao Box"}}};
    return box_fonts_open_specs(arena, specs, diags);
}

#endif
