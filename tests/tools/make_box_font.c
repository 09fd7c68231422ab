/* SPDX-License-Identifier: Apache-2.0
 * make_box_font FOLDER: writes the box fonts there, for tests that run the whole program with ZHOUBAO_FONT_PATH=FOLDER.
 * Needs no library: cc -I. tests/tools/make_box_font.c -o make_box_font */
#include "tests/tools/box_font.h"

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: make_box_font FOLDER\n");
        return 2;
    }
    if (box_fonts_write(argv[1])) return 0;
    fprintf(stderr, "make_box_font: cannot write to %s\n", argv[1]);
    return 1;
}
