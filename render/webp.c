/* SPDX-License-Identifier: Apache-2.0
 * The WebP backend. What is drawn is packed without loss; a picture with as many colours as photographs have is packed both ways and
 * the smaller file is taken. One thread, so that the same pixels give the same bytes. */
#include <stdlib.h>
#include <webp/encode.h>

#include "render/raster.h"

_Static_assert(ZB_WEBP_SIDE_MAX == WEBP_MAX_DIMENSION, "the side that libwebp takes");

/* Text and shapes with smoothed edges have some thousand colours at most; photographs have tens of thousands. */
#define PHOTO_COLORS 16384
#define COLOR_BITS 24
/* 0 fast to 9 small: more effort takes three times as long for two per cent. */
#define LOSSLESS_EFFORT 4
#define LOSSY_QUALITY 88

/* True where the picture has more colours than PHOTO_COLORS. */
static bool looks_like_photo(const zb_raster *in) {
    uint8_t *seen = zb_realloc(NULL, (1 << COLOR_BITS) / 8);
    memset(seen, 0, (1 << COLOR_BITS) / 8);
    int count = 0;
    for (int y = 0; y < in->height && count <= PHOTO_COLORS; y++) {
        const uint8_t *row = zb_raster_row(in, y);
        for (int x = 0; x < in->width; x++) {
            uint32_t rgb = zb_raster_color(in, row, x) & 0xFFFFFF;
            uint8_t bit = (uint8_t)(1 << (rgb & 7));
            count += !(seen[rgb >> 3] & bit);
            seen[rgb >> 3] |= bit;
        }
    }
    free(seen);
    return count > PHOTO_COLORS;
}

static bool configure(WebPConfig *config, bool lossless) {
    if (!WebPConfigPreset(config, WEBP_PRESET_DEFAULT, LOSSY_QUALITY)) return false;
    if (lossless && !WebPConfigLosslessPreset(config, LOSSLESS_EFFORT)) return false;
    config->thread_level = 0;
    if (!lossless) config->use_sharp_yuv = 1; /* coloured text stays readable */
    return WebPValidateConfig(config);
}

/* False: the encoder's error code is in *error. */
static bool encode(const zb_raster *in, bool lossless, WebPMemoryWriter *out, int *error) {
    WebPConfig config;
    WebPPicture picture;
    if (!configure(&config, lossless) || !WebPPictureInit(&picture)) return false;
    picture.use_argb = 1;
    picture.width = in->width;
    picture.height = in->height;
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = out;
    bool fine = WebPPictureAlloc(&picture);
    for (int y = 0; fine && y < in->height; y++)
        for (int x = 0; x < in->width; x++)
            picture.argb[(size_t)y * (size_t)picture.argb_stride + (size_t)x] = zb_raster_color(in, zb_raster_row(in, y), x);
    fine = fine && WebPEncode(&config, &picture);
    *error = picture.error_code;
    WebPPictureFree(&picture);
    return fine;
}

bool zb_raster_write_webp(const zb_raster *raster, zb_output *output, zb_diags *diags) {
    WebPMemoryWriter exact, lossy;
    WebPMemoryWriterInit(&exact);
    WebPMemoryWriterInit(&lossy);
    int error = 0;
    bool photo = looks_like_photo(raster);
    bool fine = encode(raster, true, &exact, &error) && (!photo || encode(raster, false, &lossy, &error));
    const WebPMemoryWriter *best = photo && lossy.size < exact.size ? &lossy : &exact;
    if (fine) zb_output_write(output, best->mem, best->size);
    else zb_diag_add(diags, ZB_FATAL, "webp.encode", ZB_NOWHERE, "the picture cannot be packed as WebP: libwebp gives error %d", error);
    WebPMemoryWriterClear(&exact);
    WebPMemoryWriterClear(&lossy);
    return fine;
}

bool zb_render_webp(zb_arena *arena, const zb_display_list *page, double dpi, zb_output *output, zb_diags *diags) {
    zb_raster raster;
    if (!zb_raster_open(arena, page, dpi, (zb_raster_limit){"webp.size", ZB_WEBP_SIDE_MAX}, &raster, diags)) return false;
    bool fine = zb_raster_write_webp(&raster, output, diags);
    zb_raster_close(&raster);
    return fine;
}
