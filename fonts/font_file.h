/* SPDX-License-Identifier: Apache-2.0
 * Font files, opened and mapped by our own code, so that every failure has a name: a library would draw blank glyphs. Private to
 * fonts/. */
#ifndef ZB_FONTS_FONT_FILE_H
#define ZB_FONTS_FONT_FILE_H

#include <hb.h>

#include "base/diag.h"

/* Largest font file; HarfBuzz counts bytes in 32 bits. */
#define ZB_FONT_FILE_MAX ((size_t)1 << 30)

/* Why a font cannot be used. It is kept as long as the font is asked for, and said again to each run that asks. */
typedef struct zb_font_fault {
    zb_severity severity; /* ZB_FATAL: the system failed */
    const char *code;     /* NULL: there is none */
    const char *reason;   /* static or in the arena of the font */
    bool denied;          /* it is a matter of permission */
} zb_font_fault;

typedef struct zb_font_file {
    hb_blob_t *blob;     /* the whole file; NULL: it could not be opened */
    bool mapped;         /* a mapping of the file: its pages may be given back. Else a copy on the heap */
    zb_font_fault fault; /* [font.read] or [font.file] where blob is NULL */
} zb_font_file;

/* Opens a regular file, maps it, or reads it where the file system has no mappings. False: *file tells why. Reasons are in the arena. */
bool zb_font_file_open(zb_arena *arena, const char *path, zb_font_file *file);
/* Releases the blob, which lives on as long as others hold it. */
void zb_font_file_close(zb_font_file *file);
/* Gives the pages of a mapping that were touched back to the system, which reads them again when they are needed; nothing where the
 * file was not mapped. */
void zb_font_file_rest(const zb_font_file *file);

/* Why face `index` of the file cannot be whole: the directory of its tables leads out of the file, or lacks one that drawing needs.
 * NULL: nothing speaks against it. */
const char *zb_font_file_damage(const zb_font_file *file, unsigned index);
/* How many faces the file says it has; 0: it is no TrueType or OpenType font. */
unsigned zb_font_file_faces(const zb_font_file *file);

#endif
