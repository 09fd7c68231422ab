/* SPDX-License-Identifier: Apache-2.0
 * What a chart of a batch is made of, as a hash. Which files that are besides its specification only drawing it shows; so the record of
 * the folder keeps their names with how they were looked at, and a later run looks in the same way. */
#include <errno.h>
#include <string.h>

#include "cli/cmd_chart.h"
#include "cli/run_key.h"

/* The files that the list of faces names: `...  PATH#INDEX` at the end of each line. */
static void add_font_files(zb_buf *out, zb_str faces) {
    zb_arena *arena = zb_arena_open();
    for (size_t at = 0; at < faces.n;) {
        size_t end = zb_str_find(faces, ZB_STR("\n"), at);
        zb_str face = zb_str_sub(faces, at, end);
        size_t slash = zb_str_find(face, ZB_STR("  /"), 0), mark = face.n;
        while (mark && face.s[mark - 1] != '#') mark--;
        if (slash != SIZE_MAX && mark > slash) zb_key_add_file(out, zb_str_z(arena, zb_str_sub(face, slash + 2, mark - 1)));
        at = end == SIZE_MAX ? faces.n : end + 1;
    }
    zb_arena_close(arena);
}

zb_hash zb_charts_key(const zb_settings *settings, const char *const *template_dirs, zb_str faces) {
    zb_buf out = {0};
    zb_key_add_run(&out, settings, template_dirs);
    zb_pack_text(&out, faces);
    add_font_files(&out, faces);
    return zb_key_finish(&out);
}

zb_hash zb_chart_key(zb_hash shared, const char *path, zb_hash text, const zb_reads *reads) {
    zb_buf out = {0};
    zb_pack_bytes(&out, &shared, sizeof shared);
    zb_pack_text(&out, zb_str_of(path));
    zb_pack_bytes(&out, &text, sizeof text);
    for (size_t i = 0; i < zb_reads_count(reads); i++) {
        const zb_read *read = zb_reads_at(reads, i);
        zb_pack_number(&out, read->kind);
        zb_pack_text(&out, read->path);
        zb_pack_bytes(&out, &read->hash, sizeof read->hash);
    }
    return zb_key_finish(&out);
}

/* "3chart.csv<TAB>0style.yaml": kinds and paths. */
bool zb_chart_sources(const zb_reads *reads, zb_buf *out) {
    out->n = 0;
    for (size_t i = 0; i < zb_reads_count(reads); i++) {
        const zb_read *read = zb_reads_at(reads, i);
        if (memchr(read->path.s, '\t', read->path.n) || memchr(read->path.s, '\n', read->path.n)) return false;
        if (i) zb_buf_add_char(out, '\t');
        zb_buf_add_char(out, (char)('0' + read->kind));
        zb_buf_add(out, read->path);
    }
    return true;
}

/* Looks at a path as it was looked at before. */
static void look(zb_arena *arena, zb_reads *reads, zb_read_kind kind, const char *path) {
    zb_diags *unheard = zb_diags_new(arena); /* what is not there any more makes another hash */
    zb_str bytes;
    zb_diags_watch(unheard, reads);
    if (kind == ZB_READ_ROOT) {
        if (zb_reads_allow(reads, path) == ENOTDIR) zb_reads_allow_file(reads, path);
    } else if (kind == ZB_READ_CONTENT) zb_file_read(arena, path, ZB_NOWHERE, unheard, &bytes);
    else if (kind == ZB_READ_STATE) zb_reads_state(reads, path);
    else zb_file_exists(path, unheard);
}

zb_reads *zb_chart_sources_look(zb_arena *arena, zb_str sources) {
    zb_reads *reads = zb_reads_new(arena);
    for (size_t at = 0; at < sources.n;) {
        size_t end = zb_str_find(sources, ZB_STR("\t"), at);
        zb_str source = zb_str_sub(sources, at, end);
        if (source.n > 1) look(arena, reads, (zb_read_kind)(source.s[0] - '0'), zb_str_z(arena, zb_str_sub(source, 1, source.n)));
        at = end == SIZE_MAX ? sources.n : end + 1;
    }
    return reads;
}
