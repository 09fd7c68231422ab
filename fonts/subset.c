/* SPDX-License-Identifier: Apache-2.0
 * Cutting a face down to the glyphs that a document shows. Cairo's own subsetter keeps every subroutine of a CFF font
 * and reads the whole table into memory; cut beforehand, the PDF and the peak memory are a fraction. */
#include <hb-subset.h>

#include "fonts/face.h"

/* All that drawing glyphs by number needs. Without the character map and the layout tables a cut takes half the time.
 */
static const hb_tag_t kept[] = {
    HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'), HB_TAG('m', 'a', 'x', 'p'),
    HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'), HB_TAG('p', 'o', 's', 't'), HB_TAG('C', 'F', 'F', ' '),
    HB_TAG('g', 'l', 'y', 'f'), HB_TAG('l', 'o', 'c', 'a'),
};

static bool table_add(hb_face_t *bare, hb_face_t *face, hb_tag_t tag) {
    hb_blob_t *table = hb_face_reference_table(face, tag);
    bool fine = !hb_blob_get_length(table) || hb_face_builder_add_table(bare, tag, table);
    hb_blob_destroy(table);
    return fine;
}

/* A glyph that is only part of a character has no text of its own in a PDF: cairo asks the character map for it, and without one
 * FreeType makes one up, of private-use characters. NULL: HarfBuzz has no memory. */
static hb_face_t *drawing_tables(hb_face_t *face, bool names) {
    hb_face_t *bare = hb_face_builder_create();
    bool fine = bare != hb_face_get_empty();
    for (size_t i = 0; fine && i < sizeof kept / sizeof *kept; i++) fine = table_add(bare, face, kept[i]);
    if (fine && names) fine = table_add(bare, face, HB_TAG('c', 'm', 'a', 'p'));
    if (fine) return bare;
    hb_face_destroy(bare);
    return NULL;
}

static hb_subset_input_t *input_new(const uint32_t *used, size_t count, bool keep_ids) {
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) return NULL;
    hb_set_t *glyphs = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < count; i++) hb_set_add(glyphs, used[i]);
    if (!hb_set_allocation_successful(glyphs)) {
        hb_subset_input_destroy(input);
        return NULL;
    }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
                                         (keep_ids ? HB_SUBSET_FLAGS_RETAIN_GIDS : HB_SUBSET_FLAGS_DEFAULT));
    return input;
}

/* Parts of composite glyphs come along, so new ids are not simply the positions in `used`. */
static bool new_ids(hb_subset_plan_t *plan, const uint32_t *used, size_t count, uint32_t *packed) {
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);
    for (size_t i = 0; packed && i < count; i++)
        if ((packed[i] = hb_map_get(map, used[i])) == HB_MAP_VALUE_INVALID) return false;
    return true;
}

/* NULL: the cut failed, or came out empty. */
static hb_blob_t *cut_out(hb_face_t *bare, hb_subset_input_t *input, const uint32_t *used, size_t count, uint32_t *packed) {
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(bare, input);
    hb_face_t *cut = plan && new_ids(plan, used, count, packed) ? hb_subset_plan_execute_or_fail(plan) : NULL;
    hb_blob_t *blob = cut ? hb_face_reference_blob(cut) : NULL;
    if (blob && !hb_blob_get_length(blob)) {
        hb_blob_destroy(blob);
        blob = NULL;
    }
    hb_face_destroy(cut);
    hb_subset_plan_destroy(plan);
    return blob;
}

hb_blob_t *zb_face_cut(const zb_face *face, const uint32_t *used, size_t count, uint32_t *packed) {
    hb_subset_input_t *input = input_new(used, count, !packed);
    hb_face_t *bare = input ? drawing_tables(face->hb, face->composes) : NULL;
    hb_blob_t *blob = bare ? cut_out(bare, input, used, count, packed) : NULL;
    hb_subset_input_destroy(input);
    hb_face_destroy(bare);
    /* The pages that the cut has touched: 18 MB for a Noto CJK face. */
    zb_font_file_rest(&face->source);
    return blob;
}
