/* SPDX-License-Identifier: Apache-2.0
 * JPEG pixels, for outputs that draw pixels, and to see that a file is whole where it is embedded as it is. TurboJPEG and not libjpeg's
 * own interface, because that one leaves a damaged file by longjmp. */
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#include "render/picture.h"

/* Decoding to an eighth of the size reads all that the file has and takes a 64th of the memory. */
#define TRIAL 8

static const char *problem_of(zb_arena *arena, tjhandle decoder, bool *system) {
    const char *problem = zb_str_z(arena, zb_str_of(tjGetErrorStr2(decoder)));
    *system = strstr(problem, "Insufficient memory") || strstr(problem, "emory allocation failure");
    return problem;
}

const char *zb_jpeg_decode(zb_arena *arena, const zb_picture *picture, uint8_t *pixels, int stride, bool *system) {
    *system = false;
    tjhandle decoder = tjInitDecompress();
    if (!decoder) {
        *system = true;
        return "the decoder does not start";
    }
    static const uint16_t one = 1; /* cairo's pixels are 32-bit words in the machine's byte order */
    int format = *(const uint8_t *)&one ? TJPF_BGRX : TJPF_XRGB, width = picture->stored_width, height = picture->stored_height;
    uint8_t *trial = NULL;
    if (!pixels) {
        width = (width + TRIAL - 1) / TRIAL;
        height = (height + TRIAL - 1) / TRIAL;
        stride = width * 4;
        pixels = trial = zb_realloc(NULL, (size_t)stride * (size_t)height);
    }
    /* A warning is a failure too: the decoder fills what is lost with grey. */
    const unsigned char *bytes = (const unsigned char *)picture->bytes.s;
    int failed = tjDecompress2(decoder, bytes, picture->bytes.n, pixels, width, stride, height, format, 0);
    const char *problem = failed ? problem_of(arena, decoder, system) : NULL;
    tjDestroy(decoder);
    free(trial);
    return problem;
}
