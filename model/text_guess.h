/* SPDX-License-Identifier: Apache-2.0
 * Which encoding bytes are in that are not UTF-8. GB18030 takes nearly any pair of bytes for a character, so text in Big5, Shift-JIS,
 * EUC-KR or Windows-1252 can be read as it, and comes out as rubbish. Private to model/. */
#ifndef ZB_MODEL_TEXT_GUESS_H
#define ZB_MODEL_TEXT_GUESS_H

#include "base/str.h"

/* The name by which iconv knows the encoding that the bytes are in far more likely than in GB18030; NULL: GB18030 is as good as any.
 * `possible`: they can be read as GB18030 at all. */
const char *zb_text_guess(zb_str bytes, bool possible);

extern const uint16_t zb_common_gb[], zb_common_big5[], zb_common_euc_kr[];
extern const size_t zb_common_gb_count, zb_common_big5_count, zb_common_euc_kr_count;

#endif
