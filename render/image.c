/* SPDX-License-Identifier: Apache-2.0
 * PNG and JPEG files. The header is read here, byte by byte, so that sizes are bounded before any library allocates;
 * PNG pixels are decoded by cairo, JPEG pixels in image_jpeg.c. */
#include <cairo.h>
#include <stdlib.h>
#include <string.h>

#include "render/picture.h"
#include "render/render.h"

/* Decoded PNG files of one rendering that are kept for their next use. A PDF of many large ones would hold gigabytes else. */
#define KEPT_PIXELS_MAX 50000000LL
/* What a decoder takes besides the pixels, at most. */
#define DECODER_BYTES (1 << 20)
#define PNG_SIGNATURE 8 /* bytes */

static uint32_t read_be(zb_str bytes, size_t at, int count) {
    uint32_t v = 0;
    for (int i = 0; i < count; i++) v = v << 8 | (uint8_t)bytes.s[at + (size_t)i];
    return v;
}

/* Why a header is not usable; NULL: it is. */
static const char *read_png_header(zb_picture *picture) {
    zb_str b = picture->bytes;
    if (b.n < 33 || !zb_str_equal(zb_str_sub(b, 12, 16), ZB_STR("IHDR"))) return "its PNG header is damaged";
    uint32_t width = read_be(b, 16, 4), height = read_be(b, 20, 4);
    if (!width || !height || width > INT32_MAX || height > INT32_MAX) return "its PNG header is damaged";
    picture->width = (int)width;
    picture->height = (int)height;
    return NULL;
}

/* Markers that begin a frame which every reader knows: baseline, extended and progressive, Huffman coded. */
static bool is_frame(int marker) { return marker >= 0xC0 && marker <= 0xC2; }
/* Lossless, hierarchical or arithmetic coded frames. C4, C8 and CC begin other things. */
static bool is_strange_frame(int marker) {
    return marker >= 0xC3 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static const char *read_frame(zb_picture *picture, size_t at) {
    zb_str b = picture->bytes;
    if (b.n - at < 10) return "it ends in its JPEG header";
    int components = (int)read_be(b, at + 9, 1);
    picture->height = (int)read_be(b, at + 5, 2);
    picture->width = (int)read_be(b, at + 7, 2);
    if (read_be(b, at + 4, 1) != 8) return "its samples are not of 8 bits";
    if (components != 1 && components != 3) return "it is a JPEG of neither grey nor RGB colours";
    if (!picture->width || !picture->height) return "its JPEG header is damaged";
    /* A file that was cut off would be embedded broken, so the end mark must be there. */
    for (size_t end = b.n - 1; end > at; end--)
        if ((uint8_t)b.s[end] == 0xD9 && (uint8_t)b.s[end - 1] == 0xFF) return NULL;
    return "it is cut off";
}

static const char *read_jpeg_header(zb_picture *picture) {
    zb_str b = picture->bytes;
    for (size_t at = 2; at + 4 <= b.n;) {
        int marker = (int)read_be(b, at + 1, 1);
        if ((uint8_t)b.s[at] != 0xFF) return "its JPEG header is damaged";
        if (marker == 0xFF) {
            at++; /* padding */
            continue;
        }
        if (is_frame(marker)) return read_frame(picture, at);
        if (is_strange_frame(marker)) return "its kind of JPEG compression is not known";
        if (marker == 0xDA || marker == 0xD9) break;
        size_t length = read_be(b, at + 2, 2);
        if (length < 2) break;
        if (marker == 0xE1) zb_exif_read(picture, at + 4, length - 2);
        at += 2 + length;
    }
    return "its JPEG header is damaged";
}

static const char *read_header(zb_picture *picture) {
    if (zb_str_starts(picture->bytes, "\x89PNG\r\n\x1a\n")) {
        picture->kind = ZB_PICTURE_PNG;
        return read_png_header(picture);
    }
    if (zb_str_starts(picture->bytes, "\xFF\xD8\xFF")) {
        picture->kind = ZB_PICTURE_JPEG;
        return read_jpeg_header(picture);
    }
    return "it is neither PNG nor JPEG";
}

zb_picture *zb_picture_read(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags) {
    if (!strcmp(path, "-") || !zb_file_exists(path, diags)) {
        zb_diag_add(diags, ZB_ERROR, "image.missing", loc, "there is no image '%s'", path);
        return NULL;
    }
    zb_picture *picture = ZB_NEW(arena, zb_picture);
    picture->path = zb_str_z(arena, zb_str_of(path));
    if (!zb_file_read(arena, path, loc, diags, &picture->bytes)) return NULL;
    const char *problem = read_header(picture);
    if (problem) {
        zb_diag_add(diags, ZB_ERROR, "image.format", loc, "image '%s' cannot be used: %s", path, problem);
        zb_diag_hint(diags, "images are PNG files, or JPEG files with 8 bits in grey or RGB");
        return NULL;
    }
    if (picture->width > ZB_PICTURE_SIDE_MAX || picture->height > ZB_PICTURE_SIDE_MAX ||
        (int64_t)picture->width * picture->height > ZB_PICTURE_PIXELS_MAX) {
        zb_diag_add(diags, ZB_ERROR, "image.size", loc, "image '%s' is too large: %d x %d pixels", path, picture->width,
                    picture->height);
        zb_diag_hint(diags, "at most %d pixels a side and %lld million in all", ZB_PICTURE_SIDE_MAX,
                     ZB_PICTURE_PIXELS_MAX / 1000000);
        return NULL;
    }
    zb_picture_turn(picture);
    return picture;
}

bool zb_image_size(zb_arena *arena, const char *path, zb_loc loc, zb_diags *diags, int *width, int *height) {
    const zb_picture *picture = zb_picture_read(arena, path, loc, diags);
    if (!picture) return false;
    *width = picture->width;
    *height = picture->height;
    return true;
}

static void release_surface(void *picture) {
    zb_picture *p = picture;
    if (p->surface) cairo_surface_destroy(p->surface);
    p->surface = NULL;
}

/* Gives back decoded pictures other than `wanted`, the first ones first, until what is left with it is little enough. JPEG files are
 * not touched: a PDF takes them undecoded, and their pages of memory were never used. */
static void release_others(zb_pictures *pictures, const zb_picture *wanted) {
    int64_t pixels = (int64_t)wanted->width * wanted->height;
    for (size_t i = 0; i < pictures->list.count; i++) {
        const zb_picture *p = pictures->list.data[i];
        if (p != wanted && p->surface && p->kind == ZB_PICTURE_PNG) pixels += (int64_t)p->width * p->height;
    }
    for (size_t i = 0; i < pictures->list.count && pixels > KEPT_PIXELS_MAX; i++) {
        zb_picture *p = pictures->list.data[i];
        if (p == wanted || !p->surface || p->kind != ZB_PICTURE_PNG) continue;
        pixels -= (int64_t)p->width * p->height;
        release_surface(p); /* a page of a PDF that is not finished keeps its own */
    }
}

zb_picture *zb_pictures_find(zb_pictures *pictures, const char *path, zb_loc loc, zb_diags *diags) {
    for (size_t i = 0; i < pictures->list.count; i++)
        if (!strcmp(pictures->list.data[i]->path, path)) {
            zb_picture *known = pictures->list.data[i];
            if (!known->failed && !known->surface) release_others(pictures, known);
            return known->failed ? NULL : known;
        }
    zb_picture *picture = zb_picture_read(pictures->arena, path, loc, diags), *kept = picture;
    if (!kept) {
        kept = ZB_NEW(pictures->arena, zb_picture);
        *kept = (zb_picture){.path = zb_str_z(pictures->arena, zb_str_of(path)), .failed = true};
    } else release_others(pictures, kept);
    ZB_PUSH(pictures->arena, &pictures->list, kept);
    return picture;
}

/* The surface as the picture's; NULL with a message where `problem` says that it is none. */
static cairo_surface_t *keep_surface(zb_arena *arena, zb_picture *picture, cairo_surface_t *surface,
                                     const char *problem, zb_loc loc, zb_diags *diags) {
    if (problem) {
        cairo_surface_destroy(surface);
        picture->failed = true;
        zb_diag_add(diags, ZB_ERROR, "image.format", loc, "image '%s' cannot be decoded: %s", picture->path, problem);
        zb_diag_hint(diags, "it is damaged; get the file again, or open and save it in a picture program");
        return NULL;
    }
    picture->surface = surface;
    picture->verified = true;
    zb_defer(arena, release_surface, picture);
    return surface;
}

/* The same where memory ran out. */
static cairo_surface_t *lack_memory(zb_picture *picture, cairo_surface_t *surface, zb_loc loc, zb_diags *diags) {
    cairo_surface_destroy(surface);
    picture->failed = true;
    zb_diag_add(diags, ZB_FATAL, "render.cairo", loc, "image '%s' cannot be decoded: there is no memory for its %d x %d pixels",
                picture->path, picture->width, picture->height);
    return NULL;
}

/* A PNG file on its way to libpng. */
typedef struct png_stream {
    zb_str part, rest; /* what is being handed over; what stands behind it */
} png_stream;

/* The next part of the file that the pixels are made of: the others could make libpng allocate what they only claim to hold, or unpack
 * what nobody looks at. Empty at the end, and where a part is longer than the file. */
static zb_str take_part(zb_str *rest) {
    while (rest->n >= 12) {
        size_t length = read_be(*rest, 0, 4);
        if (length > rest->n - 12) break;
        zb_str part = zb_str_sub(*rest, 0, 12 + length);
        *rest = zb_str_sub(*rest, part.n, rest->n);
        bool critical = !(part.s[4] & 0x20);
        if (critical || zb_str_equal(zb_str_sub(part, 4, 8), ZB_STR("tRNS"))) return part;
    }
    return (zb_str){0};
}

static cairo_status_t read_bytes(void *closure, unsigned char *out, unsigned count) {
    png_stream *stream = closure;
    while (count) {
        if (!stream->part.n) stream->part = take_part(&stream->rest);
        size_t n = stream->part.n < count ? stream->part.n : count;
        if (!n) return CAIRO_STATUS_READ_ERROR;
        memcpy(out, stream->part.s, n);
        stream->part = zb_str_sub(stream->part, n, stream->part.n);
        out += n;
        count -= (unsigned)n;
    }
    return CAIRO_STATUS_SUCCESS;
}

/* The bytes live in the arena, longer than the surface. */
static void keep_bytes(void *bytes) { (void)bytes; }

/* Neither cairo nor libpng says whether memory was lacking or the file is damaged. So it is tried whether as much as the pixels and the
 * decoder take can be had now that they are given back. */
static bool has_memory(const zb_picture *picture) {
    void *room = malloc((size_t)picture->width * (size_t)picture->height * 4 + DECODER_BYTES);
    bool fine = room != NULL;
    free(room);
    return fine;
}

/* So that a PDF holds the picture once even when it was given back and decoded again. */
static cairo_status_t name_surface(const zb_picture *picture, cairo_surface_t *surface) {
    return cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_UNIQUE_ID, (const unsigned char *)picture->path,
                                       strlen(picture->path), keep_bytes, NULL);
}

static cairo_surface_t *decode_png(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags) {
    png_stream stream = {zb_str_sub(picture->bytes, 0, PNG_SIGNATURE), zb_str_sub(picture->bytes, PNG_SIGNATURE, picture->bytes.n)};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &stream);
    cairo_status_t status = cairo_surface_status(surface);
    if (!status) status = name_surface(picture, surface);
    if (status && !has_memory(picture)) return lack_memory(picture, surface, loc, diags);
    return keep_surface(arena, picture, surface, status ? "its PNG data are damaged" : NULL, loc, diags);
}

static cairo_surface_t *decode_jpeg(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->stored_width, picture->stored_height);
    bool system;
    if (cairo_surface_status(surface)) return lack_memory(picture, surface, loc, diags);
    cairo_surface_flush(surface);
    const char *problem =
        zb_jpeg_decode(arena, picture, cairo_image_surface_get_data(surface), cairo_image_surface_get_stride(surface), &system);
    if (system) return lack_memory(picture, surface, loc, diags);
    cairo_surface_mark_dirty(surface);
    return keep_surface(arena, picture, surface, problem, loc, diags);
}

/* One that was refused stays so, without another message. */
cairo_surface_t *zb_picture_decode(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags) {
    if (picture->failed) return NULL;
    if (picture->surface) return picture->surface;
    return picture->kind == ZB_PICTURE_PNG ? decode_png(arena, picture, loc, diags)
                                           : decode_jpeg(arena, picture, loc, diags);
}

bool zb_picture_verify(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags) {
    if (picture->verified || picture->failed) return picture->verified;
    if (picture->kind == ZB_PICTURE_PNG) return zb_picture_decode(arena, picture, loc, diags) != NULL;
    bool system;
    const char *problem = zb_jpeg_decode(arena, picture, NULL, 0, &system);
    if (system) lack_memory(picture, NULL, loc, diags);
    else if (problem) keep_surface(arena, picture, NULL, problem, loc, diags);
    picture->verified = !problem;
    return picture->verified;
}

cairo_surface_t *zb_picture_embed(zb_arena *arena, zb_picture *picture, zb_loc loc, zb_diags *diags) {
    if (picture->surface || picture->kind == ZB_PICTURE_PNG) return zb_picture_decode(arena, picture, loc, diags);
    if (!zb_picture_verify(arena, picture, loc, diags)) return NULL;
    /* The PDF takes the file as it is, and never looks at these pixels. */
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->stored_width, picture->stored_height);
    cairo_status_t status = cairo_surface_status(surface);
    if (!status)
        status = cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, (const unsigned char *)picture->bytes.s,
                                             picture->bytes.n, keep_bytes, (void *)(uintptr_t)picture->bytes.s);
    if (status) return lack_memory(picture, surface, loc, diags);
    return keep_surface(arena, picture, surface, NULL, loc, diags);
}
