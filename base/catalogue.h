/* SPDX-License-Identifier: Apache-2.0
 * The catalogue of Chinese messages: the bytes that msgfmt made of po/zh_CN.po. The Makefile writes the C file. */
#ifndef ZB_BASE_CATALOGUE_H
#define ZB_BASE_CATALOGUE_H

#include <stddef.h>

extern const unsigned char zb_catalogue_zh[];
extern const size_t zb_catalogue_zh_size;

#endif
