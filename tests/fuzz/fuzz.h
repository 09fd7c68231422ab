/* SPDX-License-Identifier: Apache-2.0
 * What the fuzz targets share: properties that end the program when they do not hold, inputs that carry several files, a folder for
 * readers that want files, and the checks of findings and values that go for every reader. */
#ifndef ZB_TESTS_FUZZ_FUZZ_H
#define ZB_TESTS_FUZZ_FUZZ_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "model/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property of what came out. */
#define FUZZ_CHECK(property)                                                                       \
    do {                                                                                           \
        if (!(property)) {                                                                         \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property);          \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline zb_str fuzz_text(zb_arena *arena, const uint8_t *data, size_t size) {
    return zb_str_copy(arena, (zb_str){(const char *)data, size});
}

/* ---- files ---- */

/* Where the next line "=== NAME" begins; the end where there is none. */
static inline size_t fuzz_mark_find(zb_str text) {
    if (zb_str_starts(text, "=== ")) return 0;
    size_t at = zb_str_find(text, ZB_STR("\n=== "), 0);
    return at == SIZE_MAX ? text.n : at + 1;
}

/* The next file of an input that holds several: what stands before the first line "=== NAME" has no name. False: there are no more. */
static inline bool fuzz_file_take(zb_str *left, zb_str *name, zb_str *text) {
    if (!left->n) return false;
    *name = (zb_str){0};
    if (zb_str_starts(*left, "=== ")) {
        size_t end = zb_str_find(*left, ZB_STR("\n"), 0);
        *name = zb_str_sub(*left, 4, end);
        *left = zb_str_sub(*left, end == SIZE_MAX ? left->n : end + 1, left->n);
    }
    *text = zb_str_sub(*left, 0, fuzz_mark_find(*left));
    *left = zb_str_sub(*left, text->n, left->n);
    return true;
}

static char fuzz_folder_path[4096];

static inline void fuzz_folder_remove(void) {
    char command[5000];
    snprintf(command, sizeof command, "rm -rf '%s'", fuzz_folder_path);
    if (system(command) != 0) fprintf(stderr, "cannot remove %s\n", fuzz_folder_path);
}

/* A folder of this process, removed at its end. */
static inline const char *fuzz_folder(void) {
    const char *parent = getenv("TMPDIR");
    if (*fuzz_folder_path) return fuzz_folder_path;
    snprintf(fuzz_folder_path, sizeof fuzz_folder_path, "%s/fuzz-XXXXXX", parent ? parent : "/tmp");
    FUZZ_CHECK(mkdtemp(fuzz_folder_path));
    atexit(fuzz_folder_remove);
    return fuzz_folder_path;
}

/* A file in that folder, replaced. */
static inline const char *fuzz_file(zb_arena *arena, const char *name, zb_str bytes) {
    const char *path = zb_str_format(arena, "%s/%s", fuzz_folder(), name).s;
    FILE *file = fopen(path, "wb");
    FUZZ_CHECK(file && fwrite(bytes.s, 1, bytes.n, file) == bytes.n);
    FUZZ_CHECK(fclose(file) == 0);
    return path;
}

/* ---- what goes for every reader ---- */

/* A place lies inside its source, at most one character behind a line's end. */
static inline void fuzz_check_loc(zb_loc loc) {
    if (!loc.source || loc.line == 0) return;
    FUZZ_CHECK(loc.line <= loc.source->line_count);
    size_t offset = zb_source_offset(loc), at = zb_source_line(loc.source, loc.line).n;
    FUZZ_CHECK(offset <= loc.source->text.n);
    zb_str line = zb_source_line(loc.source, loc.line);
    FUZZ_CHECK(loc.column <= at + 1);
    size_t characters = 0;
    for (at = 0; at < line.n && characters < loc.column; characters++) zb_utf8_next(line, &at);
    FUZZ_CHECK(loc.column <= characters + 1);
}

/* Findings have a code, one line of UTF-8, and a place inside their source; printing them works. */
static inline void fuzz_check_findings(const zb_diags *diags) {
    for (size_t i = 0; i < zb_diags_count(diags); i++) {
        const zb_diag *d = zb_diags_at(diags, i);
        FUZZ_CHECK(d->code && strchr(d->code, '.') && *d->message && !strchr(d->message, '\n'));
        FUZZ_CHECK(!d->hint || !strchr(d->hint, '\n'));
        FUZZ_CHECK(d->severity != ZB_FATAL);
        fuzz_check_loc(d->loc);
    }
    zb_buf out = {0};
    zb_diags_text(diags, true, &out);
    zb_buf_free(&out);
}

/* The same findings at the same places. */
static inline void fuzz_check_same_findings(const zb_diags *a, const zb_diags *b) {
    zb_buf x = {0}, y = {0};
    zb_diags_text(a, false, &x);
    zb_diags_text(b, false, &y);
    FUZZ_CHECK(zb_str_equal(zb_buf_str(&x), zb_buf_str(&y)));
    zb_buf_free(&x);
    zb_buf_free(&y);
}

static inline void fuzz_check_scalar(const zb_value *value) {
    double number;
    FUZZ_CHECK(zb_utf8_invalid(value->text) == SIZE_MAX);
    FUZZ_CHECK(value->kind != ZB_NULL || value->text.n == 0);
    if (zb_value_number(value, &number)) FUZZ_CHECK(isfinite(number));
}

/* A value with all in it: kinds fit, places lie in their sources. Gives how many there are. */
static inline size_t fuzz_check_value(const zb_value *value) {
    size_t count = 1;
    FUZZ_CHECK(value);
    fuzz_check_loc(value->loc);
    if (value->kind == ZB_LIST)
        for (size_t i = 0; i < value->count; i++) count += fuzz_check_value(value->items[i]);
    else if (value->kind == ZB_MAP)
        for (size_t i = 0; i < value->count; i++) {
            fuzz_check_loc(value->entries[i].key_loc);
            FUZZ_CHECK(zb_utf8_invalid(value->entries[i].key) == SIZE_MAX);
            count += fuzz_check_value(value->entries[i].value);
        }
    else fuzz_check_scalar(value);
    return count;
}

/* Two values say the same, at the same places. */
static inline void fuzz_check_same_value(const zb_value *a, const zb_value *b) {
    zb_buf x = {0}, y = {0};
    FUZZ_CHECK(!a == !b);
    if (a) zb_value_dump(a, 0, &x);
    if (b) zb_value_dump(b, 0, &y);
    FUZZ_CHECK(zb_str_equal(zb_buf_str(&x), zb_buf_str(&y)));
    zb_buf_free(&x);
    zb_buf_free(&y);
}

#endif
