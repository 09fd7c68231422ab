/* SPDX-License-Identifier: Apache-2.0
 * Which characters a text may hold, and bytes to UTF-8. Used inside model only; zb_source_read in data.h is the way in for others. */
#ifndef ZB_MODEL_TEXT_H
#define ZB_MODEL_TEXT_H

#include "base/diag.h"

/* Faults reported for one file; the rest are counted. */
#define ZB_TEXT_FAULTS_MAX 20

typedef struct zb_text_fault {
    const char *code; /* of the diagnostic */
    const char *what; /* "a control character" */
} zb_text_fault;

/* Why a character may not stand in a text: controls (but TAB and LF), U+FEFF and noncharacters (templates use them inside), private
 * use (no font agrees on them). NULL: it may. */
const zb_text_fault *zb_text_fault_of(uint32_t code);
/* How many characters of a text have a fault. */
size_t zb_text_fault_count(zb_str text);

/* The text of a file's bytes: UTF-8 with or without byte order mark, or GB18030 (noted); CR LF becomes LF. NULL: errors were
 * added. */
const zb_source *zb_text_decode(zb_arena *arena, const char *name, zb_str bytes, zb_diags *diags);

#endif
