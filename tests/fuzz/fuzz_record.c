/* SPDX-License-Identifier: Apache-2.0
 * The record of an output folder and the journal of a run that was killed in it ("=== journal" in the input). A folder is opened whatever
 * is in them; what is written in the end is read back without a complaint and written the same again. */
#include <sys/stat.h>

#include "jobs/record.h"
#include "tests/fuzz/fuzz.h"

static zb_str written(zb_arena *arena, const char *folder_path, bool damaged_before) {
    zb_diags *diags = zb_diags_new(arena);
    zb_folder *folder = zb_folder_open(folder_path, diags);
    FUZZ_CHECK(folder);
    zb_record *record = zb_record_open(arena, folder, diags);
    FUZZ_CHECK(damaged_before || zb_diags_count(diags) == 0);
    zb_hash key = zb_hash_of(ZB_STR("key"));
    zb_mark mark = {.size = 0};
    zb_str bytes = ZB_STR("one");
    FUZZ_CHECK(zb_folder_put(folder, "one.svg", bytes, diags) && zb_mark_of(folder, "one.svg", bytes, &mark));
    zb_record_add(record, "one.svg", key, &mark, ZB_STR("data.csv"));
    FUZZ_CHECK(zb_record_unchanged(record, "one.svg", key));
    FUZZ_CHECK(zb_str_is(zb_record_source(record, "one.svg"), "data.csv"));
    zb_record_unchanged(record, "two.svg", key);
    zb_record_close(record, diags);
    FUZZ_CHECK(zb_diags_worst(diags) < ZB_ERROR);
    zb_folder_close(folder);
    zb_str text = {0};
    const char *path = zb_str_format(arena, "%s/%s", folder_path, ZB_RECORD_NAME).s;
    FILE *file = fopen(path, "rb");
    FUZZ_CHECK(file);
    char block[1 << 16];
    size_t n = fread(block, 1, sizeof block, file);
    fclose(file);
    text = zb_str_copy(arena, (zb_str){block, n});
    return text;
}

/* All but the time of the output, which is written anew. */
static size_t line_count(zb_str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++) count += text.s[i] == '\n';
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_str left = fuzz_text(arena, data, size), name, text;
    const char *folder = zb_str_format(arena, "%s/out", fuzz_folder()).s;
    mkdir(folder, 0777);
    mkdir(zb_str_format(arena, "%s/%s", folder, ZB_FOLDER_OWN).s, 0777);
    fuzz_file(arena, "out/" ZB_RECORD_NAME, ZB_STR(""));
    while (fuzz_file_take(&left, &name, &text))
        fuzz_file(arena, zb_str_is(name, "journal") ? "out/" ZB_FOLDER_JOURNAL : "out/" ZB_RECORD_NAME, text);
    zb_str first = written(arena, folder, true), second = written(arena, folder, false);
    FUZZ_CHECK(line_count(first) == line_count(second));
    zb_arena_close(arena);
    return 0;
}
