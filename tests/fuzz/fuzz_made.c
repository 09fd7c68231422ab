/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as the note of what a batch made of an issue, as they are and behind the checksum that fits them. What is taken from them
 * can be packed, and then unpacks to the same. */
#include "cli/cmd_batch.h"
#include "tests/fuzz/fuzz.h"

static void check_same(const zb_made *a, const zb_made *b) {
    FUZZ_CHECK(zb_hash_equal(a->key, b->key) && a->language == b->language);
    FUZZ_CHECK(zb_str_equal(a->findings.text, b->findings.text) && zb_str_equal(a->findings.json, b->findings.json));
    FUZZ_CHECK(zb_str_equal(a->findings.results, b->findings.results));
    FUZZ_CHECK(a->files.count == b->files.count && a->reads.count == b->reads.count);
    for (size_t i = 0; i < a->files.count; i++) FUZZ_CHECK(zb_str_equal(a->files.data[i].name, b->files.data[i].name));
    for (size_t i = 0; i < a->reads.count; i++) FUZZ_CHECK(zb_str_equal(a->reads.data[i].path, b->reads.data[i].path));
}

static void unpack(zb_arena *arena, zb_str bytes) {
    zb_made made, same;
    if (!zb_made_unpack(arena, bytes, &made)) return;
    zb_buf packed = {0}, again = {0};
    zb_made_pack(&made, &packed);
    FUZZ_CHECK(zb_made_unpack(arena, zb_buf_str(&packed), &same));
    check_same(&made, &same);
    zb_made_pack(&same, &again);
    FUZZ_CHECK(zb_str_equal(zb_buf_str(&packed), zb_buf_str(&again)));
    zb_made copy = zb_made_copy(arena, &made);
    FUZZ_CHECK(copy.files.count == made.files.count);
    zb_buf_free(&packed);
    zb_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zb_arena *arena = zb_arena_open();
    zb_str bytes = fuzz_text(arena, data, size);
    zb_hash hash = zb_hash_of(bytes);
    zb_buf fitting = {0};
    zb_pack_bytes(&fitting, &hash, sizeof hash);
    zb_buf_add(&fitting, bytes);
    unpack(arena, bytes);
    unpack(arena, zb_buf_str(&fitting));
    zb_buf_free(&fitting);
    zb_arena_close(arena);
    return 0;
}
