/* SPDX-License-Identifier: Apache-2.0
 * What serves the roles, for people and for programs (`zhoubao fonts`). */
#include "base/utf8.h"
#include "fonts/face.h"
#include "fonts/use.h"

static const char *const ranks[] = {"first", "fallback", "other"};
enum { FIRST, FALLBACK, OTHER };

/* A line, or an object: a face of a family, or a family that is not there (face NULL). */
typedef struct row {
    zb_role role;
    int rank;
    const char *family;
    const zb_face *face;
} row;

typedef void row_writer(const row *row, const zb_font_use *use, bool first, zb_buf *out);

/* Calls `write` for all rows in the order in which faces are asked. */
static void each_row(const zb_fonts *fonts, const zb_font_use *use, row_writer *write, zb_buf *out) {
    bool first = true;
    for (int role = 0; role < ZB_ROLE_COUNT; role++) {
        for (int i = 0; i < ZB_FAMILIES_MAX && fonts->roles[role][i]; i++) {
            const zb_family *family = fonts->roles[role][i];
            row r = {(zb_role)role, i ? FALLBACK : FIRST, family->name, NULL};
            if (!family->count) write(&r, use, first, out), first = false;
            for (size_t k = 0; k < family->count; k++, first = false) {
                r.face = family->faces[k];
                write(&r, use, first, out);
            }
        }
        const zb_font_share *share;
        for (size_t i = 0; use && (share = zb_font_use_at(use, i)); i++) {
            if (share->role != (zb_role)role || !share->fallback) continue;
            write(&(row){(zb_role)role, OTHER, zb_face_family(share->face), share->face}, use, first, out);
            first = false;
        }
    }
}

static void write_line(const row *r, const zb_font_use *use, bool first, zb_buf *out) {
    (void)first;
    zb_buf_format(out, "%-5s  ", zb_role_names[r->role]);
    if (!r->face) {
        zb_buf_format(out, "  -  %-8s  %7s  %s  not installed\n", ranks[r->rank], "-", r->family);
        return;
    }
    zb_buf_format(out, "%3d  %-8s  ", r->face->weight, ranks[r->rank]);
    if (use) zb_buf_format(out, "%7zu", zb_font_use_of(use, r->role, r->face));
    else zb_buf_format(out, "%7s", "-");
    zb_buf_format(out, "  %s  %s  %s#%u\n", r->family, r->face->style, r->face->file, r->face->index);
}

static void add_text(zb_buf *out, const char *key, const char *text) {
    zb_buf_format(out, ", \"%s\": ", key);
    zb_json_add_text(out, zb_str_of(text));
}

static void write_object(const row *r, const zb_font_use *use, bool first, zb_buf *out) {
    zb_buf_format(out, "%s\n  {\"role\": \"%s\", \"rank\": \"%s\"", first ? "" : ",", zb_role_names[r->role], ranks[r->rank]);
    add_text(out, "family", r->family);
    zb_buf_format(out, ", \"installed\": %s", r->face ? "true" : "false");
    if (r->face) {
        zb_buf_format(out, ", \"weight\": %d", r->face->weight);
        add_text(out, "style", r->face->style);
        add_text(out, "file", r->face->file);
        zb_buf_format(out, ", \"index\": %u", r->face->index);
        if (use) zb_buf_format(out, ", \"characters\": %zu", zb_font_use_of(use, r->role, r->face));
    }
    zb_buf_add_char(out, '}');
}

void zb_fonts_list(const zb_fonts *fonts, const zb_font_use *use, zb_buf *out) { each_row(fonts, use, write_line, out); }

void zb_fonts_list_json(const zb_fonts *fonts, const zb_font_use *use, zb_buf *out) {
    zb_buf_add_char(out, '[');
    each_row(fonts, use, write_object, out);
    zb_buf_add(out, ZB_STR("\n]\n"));
}
