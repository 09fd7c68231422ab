/* SPDX-License-Identifier: Apache-2.0
 * Cairo faces: of the font file itself, or of the part of it that a document uses. Each holds its own FreeType library,
 * because cairo keeps faces in its caches for as long as it likes; when it lets go of the last reference everything is
 * released together. */
#include <cairo-ft.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fonts/face.h"

/* Cuts kept of one face. A document asks for one, again for each of its outputs; a long run of charts for one after the
 * other. */
#define CUTS_KEPT 8

typedef struct holder {
    FT_Library library;
    FT_Face face;
    hb_blob_t *blob; /* what FreeType reads: the mapped font file or a cut of it */
} holder;

static void holder_close(void *object) {
    holder *h = object;
    FT_Done_Face(h->face);
    FT_Done_FreeType(h->library);
    hb_blob_destroy(h->blob);
    free(h);
}

static FT_Error holder_open(holder *h, unsigned index) {
    FT_Error error = FT_Init_FreeType(&h->library);
    if (error) return error;
    unsigned size = 0;
    const char *bytes = hb_blob_get_data(h->blob, &size);
    error = FT_New_Memory_Face(h->library, (const FT_Byte *)bytes, (FT_Long)size, (FT_Long)index, &h->face);
    if (error) FT_Done_FreeType(h->library);
    return error;
}

/* What FreeType refuses is a fault of the file, unless it says itself that it lacks memory. */
static zb_font_fault fault_of(FT_Error error) {
    bool memory = FT_ERROR_BASE(error) == FT_Err_Out_Of_Memory;
    if (memory) return (zb_font_fault){ZB_FATAL, "font.read", "FreeType has no memory for it", false};
    return (zb_font_fault){ZB_ERROR, "font.file", "FreeType finds it damaged", false};
}

/* NULL and *fault when FreeType or cairo cannot use it. Takes the blob over. Without the character map, cairo does not go through all of
 * it for each glyph; the text of the clusters says better what the glyphs are, but for those that are only part of a character. */
static cairo_font_face_t *cairo_new(hb_blob_t *blob, unsigned index, bool charmap, zb_font_fault *fault) {
    static const cairo_user_data_key_t key;
    holder *h = zb_realloc(NULL, sizeof *h);
    *h = (holder){.blob = blob};
    FT_Error error = holder_open(h, index);
    if (error) {
        *fault = fault_of(error);
        hb_blob_destroy(blob);
        free(h);
        return NULL;
    }
    if (!charmap) h->face->charmap = NULL;
    cairo_font_face_t *cairo = cairo_ft_font_face_create_for_ft_face(h->face, FT_LOAD_DEFAULT);
    if (cairo_font_face_status(cairo) || cairo_font_face_set_user_data(cairo, &key, h, holder_close)) {
        *fault = (zb_font_fault){ZB_FATAL, "font.read", "cairo has no memory for it", false};
        cairo_font_face_destroy(cairo);
        holder_close(h);
        return NULL;
    }
    return cairo;
}

static const zb_face_subset *subset_lookup(const zb_face *face, const uint32_t *used, size_t count, bool packed) {
    for (size_t i = 0; i < face->subsets.count; i++) {
        const zb_face_subset *subset = &face->subsets.data[i];
        if (subset->count != count || packed != (subset->packed != NULL)) continue;
        if (!count || !memcmp(subset->used, used, count * sizeof *used)) return subset;
    }
    return NULL;
}

/* On the heap: the arena lives as long as the fonts, cuts do not. */
static uint32_t *ids_copy(const uint32_t *ids, size_t count) {
    return memcpy(zb_realloc(NULL, count * sizeof *ids), ids, count * sizeof *ids);
}

static void subset_close(zb_face_subset *subset) {
    cairo_font_face_destroy(subset->cairo);
    free(subset->used);
    free(subset->packed);
}

/* Gives the oldest cut up where there are enough. */
static void make_room(zb_face *face) {
    size_t cuts = 0, oldest = face->subsets.count;
    for (size_t i = face->subsets.count; i-- > 0;)
        if (face->subsets.data[i].count) cuts++, oldest = i;
    if (cuts < CUTS_KEPT) return;
    zb_face_subset *gone = &face->subsets.data[oldest];
    subset_close(gone);
    memmove(gone, gone + 1, (--face->subsets.count - oldest) * sizeof *gone);
}

/* The file's bytes, whole or cut. NULL: *fault. Every font that is let in can be cut, so HarfBuzz must have failed where there is no cut:
 * the whole face instead would be another file, and nobody would know. */
static hb_blob_t *bytes_for(const zb_face *face, const zb_face_subset *subset, zb_font_fault *fault) {
    if (!subset->count) return hb_face_reference_blob(face->hb);
    hb_blob_t *blob = zb_face_cut(face, subset->used, subset->count, subset->packed);
    if (!blob) *fault = (zb_font_fault){ZB_FATAL, "font.cut", "HarfBuzz cannot cut it down to the glyphs of the document", false};
    return blob;
}

static const zb_face_subset *subset_new(const zb_face *face, const uint32_t *used, size_t count, bool packed, zb_diags *diags) {
    zb_face *owned = face->owner->faces.data[face->number];
    zb_face_subset subset = {.count = count};
    zb_font_fault fault = {0};
    if (count) {
        make_room(owned);
        subset.used = ids_copy(used, count);
        if (packed) subset.packed = ids_copy(used, count);
    }
    hb_blob_t *blob = bytes_for(face, &subset, &fault);
    if (blob) subset.cairo = cairo_new(blob, count ? 0 : face->index, face->composes, &fault);
    if (subset.cairo) return ZB_PUSH(face->owner->arena, &owned->subsets, subset);
    free(subset.used);
    free(subset.packed);
    zb_face_spoil(owned, fault, diags);
    return NULL;
}

/* One that failed earlier says so again; a cut that was made before is still good. */
static const zb_face_subset *subset_for(const zb_face *face, const uint32_t *used, size_t count, bool packed, zb_diags *diags) {
    const zb_face_subset *subset = subset_lookup(face, used, count, packed);
    if (subset) return subset;
    return zb_face_report(face, diags) ? NULL : subset_new(face, used, count, packed, diags);
}

cairo_font_face_t *zb_face_cairo(const zb_face *face, const uint32_t *used, size_t count, zb_diags *diags) {
    const zb_face_subset *subset = subset_for(face, used, count, false, diags);
    return subset ? subset->cairo : NULL;
}

cairo_font_face_t *zb_face_cairo_packed(const zb_face *face, const uint32_t *used, size_t count, uint32_t *packed, zb_diags *diags) {
    assert(count > 0); /* our own callers' duty: zb_glyph_set_close passes at least .notdef */
    const zb_face_subset *subset = subset_for(face, used, count, true, diags);
    if (!subset) return NULL;
    memcpy(packed, subset->packed, count * sizeof *packed);
    return subset->cairo;
}

void zb_face_cairo_close(zb_face *face) {
    for (size_t i = 0; i < face->subsets.count; i++) subset_close(&face->subsets.data[i]);
    face->subsets.count = 0;
}
