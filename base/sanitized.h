/* SPDX-License-Identifier: Apache-2.0
 * Defines ZB_SANITIZED where the address sanitizer is at work, whichever compiler brought it: memory cannot be limited then. */
#ifndef ZB_BASE_SANITIZED_H
#define ZB_BASE_SANITIZED_H

#ifdef __SANITIZE_ADDRESS__
#define ZB_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ZB_SANITIZED
#endif
#endif

#endif
