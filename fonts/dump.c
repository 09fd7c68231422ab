/* SPDX-License-Identifier: Apache-2.0
 * The faces that serve the roles, as text. */
#include "fonts/face.h"

static void dump_family(const zb_family *family, const char *role, bool first, zb_buf *out) {
    for (size_t i = 0; i < family->count; i++) {
        const zb_face *face = family->faces[i];
        zb_buf_format(out, "%-5s  %3d  %-8s  %s  %s  %s#%u\n", role, face->weight, first ? "first" : "fallback",
                      face->family, face->style, face->file, face->index);
    }
    if (!family->count)
        zb_buf_format(out, "%-5s    -  %-8s  %s  not installed\n", role, first ? "first" : "fallback", family->name);
}

void zb_fonts_dump(const zb_fonts *fonts, zb_buf *out) {
    for (int role = 0; role < ZB_ROLE_COUNT; role++)
        for (int i = 0; i < ZB_FAMILIES_MAX && fonts->roles[role][i]; i++)
            dump_family(fonts->roles[role][i], zb_role_names[role], i == 0, out);
}
