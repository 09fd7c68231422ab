/* SPDX-License-Identifier: Apache-2.0
 * The formats of pictures and pages, in one table that options, suffixes and texts ask. What draws in a format is a switch without a
 * default, so that a new one is not forgotten anywhere. */
#include <string.h>
#include <strings.h>

#include "cli/settings.h"

static const char *const names[ZB_FORMAT_COUNT] = {"", "pdf", "png", "svg", "webp"};

const char *zb_format_name(zb_format format) { return names[format]; }

zb_format zb_format_of_word(zb_str word) {
    for (zb_format f = ZB_FORMAT_PDF; f < ZB_FORMAT_COUNT; f++)
        if (zb_str_is(word, names[f])) return f;
    return ZB_FORMAT_NONE;
}

zb_format zb_format_of_name(const char *path) {
    const char *dot = strrchr(path, '.');
    for (zb_format f = ZB_FORMAT_PDF; dot && f < ZB_FORMAT_COUNT; f++)
        if (!strcasecmp(dot + 1, names[f])) return f;
    return ZB_FORMAT_NONE;
}
