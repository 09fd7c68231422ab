/* SPDX-License-Identifier: Apache-2.0
 * The orientation that cameras note in a JPEG file (Exif 2.3, tag 0x0112 of the first directory): how the stored rows lie on the picture.
 * Everything else in there is passed over, and whatever is out of place counts as upright. */
#include <string.h>

#include "render/picture.h"

#define EXIF_NAME 6 /* "Exif", two noughts */
#define ENTRY 12    /* bytes of an entry of a directory */
#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3

typedef struct tiff {
    zb_str bytes;
    bool little;
} tiff;

/* A number of the file's byte order; 0 where it ends before. */
static uint32_t number_at(const tiff *t, size_t at, size_t width) {
    uint32_t v = 0;
    if (at > t->bytes.n || width > t->bytes.n - at) return 0;
    for (size_t i = 0; i < width; i++) {
        size_t place = t->little ? at + width - 1 - i : at + i;
        v = v << 8 | (uint8_t)t->bytes.s[place];
    }
    return v;
}

/* Offset of the value in the TIFF part; 0: there is none. */
static size_t find_orientation(const tiff *t) {
    if (number_at(t, 2, 2) != 42) return 0;
    size_t directory = number_at(t, 4, 4), count = number_at(t, directory, 2);
    for (size_t i = 0; i < count; i++) {
        size_t entry = directory + 2 + i * ENTRY;
        if (entry + ENTRY > t->bytes.n) return 0;
        if (number_at(t, entry, 2) == TAG_ORIENTATION && number_at(t, entry + 2, 2) == TYPE_SHORT && number_at(t, entry + 4, 4) == 1)
            return entry + 8;
    }
    return 0;
}

void zb_exif_read(zb_picture *picture, size_t at, size_t length) {
    zb_str segment = zb_str_sub(picture->bytes, at, at + length);
    if (picture->orientation_at || segment.n < EXIF_NAME + 8 || memcmp(segment.s, "Exif\0\0", EXIF_NAME) != 0) return;
    tiff t = {zb_str_sub(segment, EXIF_NAME, segment.n), zb_str_starts(zb_str_sub(segment, EXIF_NAME, EXIF_NAME + 2), "II")};
    if (!t.little && !zb_str_starts(t.bytes, "MM")) return;
    size_t value = find_orientation(&t);
    uint32_t orientation = value ? number_at(&t, value, 2) : 0;
    if (orientation < 1 || orientation > 8) return;
    picture->orientation = (int)orientation;
    picture->orientation_at = at + EXIF_NAME + value + (t.little ? 0 : 1);
}

void zb_picture_turn(zb_picture *picture) {
    picture->stored_width = picture->width;
    picture->stored_height = picture->height;
    if (picture->orientation < 5) return;
    picture->width = picture->stored_height;
    picture->height = picture->stored_width;
}

zb_str zb_picture_upright_bytes(zb_arena *arena, const zb_picture *picture) {
    if (picture->orientation <= 1) return picture->bytes;
    zb_str copy = zb_str_copy(arena, picture->bytes);
    ((char *)copy.s)[picture->orientation_at] = 1;
    return copy;
}

void zb_picture_matrix(const zb_picture *picture, double matrix[6]) {
    /* Columns of the matrix, and by how much of the stored sides the origin moves, in both directions. */
    static const struct {
        int8_t xx, yx, xy, yy, width_x, height_x, width_y, height_y;
    } turns[] = {
        {1, 0, 0, 1, 0, 0, 0, 0},  {-1, 0, 0, 1, 1, 0, 0, 0}, {-1, 0, 0, -1, 1, 0, 0, 1},  {1, 0, 0, -1, 0, 0, 0, 1},
        {0, 1, 1, 0, 0, 0, 0, 0},  {0, 1, -1, 0, 0, 1, 0, 0}, {0, -1, -1, 0, 0, 1, 1, 0},  {0, -1, 1, 0, 0, 0, 1, 0},
    };
    int index = picture->orientation > 1 ? picture->orientation - 1 : 0, w = picture->stored_width, h = picture->stored_height;
    const double turned[6] = {turns[index].xx,
                              turns[index].yx,
                              turns[index].xy,
                              turns[index].yy,
                              (double)turns[index].width_x * w + (double)turns[index].height_x * h,
                              (double)turns[index].width_y * w + (double)turns[index].height_y * h};
    memcpy(matrix, turned, sizeof turned);
}
