/* SPDX-License-Identifier: Apache-2.0
 * JPEG pixels, for outputs that draw pixels (PDF and SVG embed the file itself). TurboJPEG and not libjpeg's own
 * interface, because that one leaves a damaged file by longjmp. */
#include <turbojpeg.h>

#include "render/picture.h"

const char *zb_jpeg_decode(zb_arena *arena, zb_str bytes, int width, int height, uint8_t *pixels, int stride) {
    tjhandle decoder = tjInitDecompress();
    if (!decoder) return "the decoder does not start";
    static const uint16_t one = 1; /* cairo's pixels are 32-bit words in the machine's byte order */
    int format = *(const uint8_t *)&one ? TJPF_BGRX : TJPF_XRGB;
    int failed =
        tjDecompress2(decoder, (const unsigned char *)bytes.s, bytes.n, pixels, width, stride, height, format, 0);
    const char *problem = failed ? zb_str_z(arena, zb_str_of(tjGetErrorStr2(decoder))) : NULL;
    tjDestroy(decoder);
    return problem;
}
