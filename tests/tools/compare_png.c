/* SPDX-License-Identifier: Apache-2.0
 * compare_png A B: how much two pictures of one page differ. Prints the share of pixels in which any channel differs by more than 20 %,
 * in millionths, and whether the sizes are equal: "A B 12". Exit status 1 when they cannot be compared. */
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAR (255 / 5)

static png_bytep read_rgb(const char *path, png_image *image) {
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_file(image, path)) return NULL;
    image->format = PNG_FORMAT_RGB;
    png_bytep pixels = malloc(PNG_IMAGE_SIZE(*image));
    png_color white = {255, 255, 255};
    if (pixels && png_image_finish_read(image, &white, pixels, 0, NULL)) return pixels;
    free(pixels);
    return NULL;
}

int main(int argc, char **argv) {
    png_image a, b;
    if (argc != 3) return 2;
    png_bytep p = read_rgb(argv[1], &a), q = read_rgb(argv[2], &b);
    if (!p || !q) return fprintf(stderr, "cannot read %s\n", p ? argv[2] : argv[1]), 1;
    if (a.width != b.width || a.height != b.height)
        return fprintf(stderr, "%ux%u against %ux%u\n", a.width, a.height, b.width, b.height), 1;
    size_t pixels = (size_t)a.width * a.height, far = 0;
    for (size_t i = 0; i < pixels; i++) {
        int worst = 0;
        for (size_t c = 3 * i; c < 3 * i + 3; c++)
            if (abs(p[c] - q[c]) > worst) worst = abs(p[c] - q[c]);
        far += worst > FAR;
    }
    printf("%zu\n", far * 1000000 / pixels);
    free(p);
    free(q);
    return 0;
}
